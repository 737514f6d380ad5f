/* call.h: one call of contract.c: its operands, what is expected of it, and how
 * that is compared. */
#ifndef FUZZ_CONTRACT_CALL_H
#define FUZZ_CONTRACT_CALL_H

#include "core/holdfast.h"
#include "fuzz/contract/operands.h"
#include "fuzz/engine/calls.h"

#ifdef HF_PLANTED
#include "fuzz/contract/planted.h"
#endif

typedef struct fuzz_call {
    int a, b; /* operands: see operands.h */
    uint8_t value;
    uint8_t more;    /* how crafted operands behave: four bits each */
    bool is_pending; /* an exception is set before */
    bool is_lazy; /* as a type and a str, of which no instance was made yet */
    bool is_last;    /* nobody else has references to the operands */
    bool is_long;    /* what has items has some 65,536: many_before */
    int within;      /* a container of the operand takes its place */
    unsigned armed;  /* the allocation that fails, or 0 */

    operand x, y; /* made of a and b when they are asked for */
    operand inner; /* what one of them has in it */
    bool has_x, has_y;
    bool fails;       /* it is expected to, */
    PyObject *wanted; /* with the exception of this picture */
    PyObject *log;    /* what Python code is to run; NULL: none */
    PyObject *result; /* what CPython made, for comparison */
    bool fired, ok;
} call;

/* How a call is made: bits of the fourth byte of its record. */
enum {
    HOW_PENDING = 1,
    HOW_ARMED = 2,
    HOW_ARMED_MOST = 7, /* times HOW_ARMED: the allocation that fails */
    HOW_LAST = 16,
    HOW_LAZY = 32,
    HOW_WITHIN = 64, /* times which of the two, and how: below */
    /* A value of the whole byte: few calls have it, since they take long. */
    HOW_LONG = HOW_LAZY | HOW_ARMED * HOW_ARMED_MOST
};

/* ---- Operands. */

/* left is the operand that |a| says, right that of |b|: the same object where
 * both say the same. By |within| one of them is a container of it. */
enum { NOT_WITHIN, RIGHT_WITHIN, RIGHT_WITHIN_OWN, LEFT_WITHIN };
operand *left(call *c);
operand *right(call *c);

/* bound_chosen is a bound of a slice, or how many there are to be at most: about 0,
 * both ends of a short text, and what is none when it is cut to fewer bits. */
Py_ssize_t bound_chosen(int which);

/* Borrowed handles of an operand, and owned ones: of a new reference, or, where
 * it is to be the last one, of the operand's own. */
hf_str_borrowed lent(operand *o);
hf_object_borrowed lent_object(operand *o);
hf_str given(operand *o);
hf_object given_object(operand *o);

/* handed is |size| bytes at an address where others were before, and will be
 * after the call; nothing can be read behind them. |which| tells those of one
 * call apart. handed_name is handed for a NUL-terminated text, or NULL. */
enum { HANDS = 4 };
const char *handed(int which, const char *bytes, Py_ssize_t size);
const char *handed_name(int which, const char *name);

/* ---- What is expected. The first that is noted counts. */

/* raises notes an exception, with the message that |format| makes as in
 * PyErr_Format; without arguments where it is NULL. */
void raises(call *c, PyObject *type, const char *format, ...);

/* raises_as notes the exception that is set, and clears it: CPython's own. */
void raises_as(call *c);

/* The layer's own messages. */
void needs_str(call *c, const char *function, operand *o);
void needs_object(call *c, const char *function, PyObject *raw);
void needs_name(call *c, const char *function, PyObject *name);
void needs_size(call *c, const char *function, Py_ssize_t size);
void needs_bytes(call *c, const char *function);

/* runs_python is for calls that refuse while an exception is set: nothing else
 * is noted then. False: it refuses. */
bool runs_python(call *c);

/* as_cpython notes what CPython itself made of the same. */
void as_cpython(call *c, PyObject *result);

/* is_refused says whether something was noted before. */
bool is_refused(const call *c);

/* succeeds forgets what was noted. */
void succeeds(call *c);

/* ---- The call. */

/* never_fails is for calls that allocate nothing. */
void never_fails(call *c);
void never_pending(call *c);

/* begin comes before what is called, end behind it: it compares how that ended,
 * and clears the exception. */
void begin(call *c);
void end(call *c, bool ok);

/* end_str is end for a call that results in an exact str; in |same|, where that
 * is not NULL. end_object is for one that must result in what CPython makes. */
void end_str(call *c, hf_str found, fuzz_text text, PyObject *same);
void end_object(call *c, hf_object found);

/* answered writes a yes to |out|, and says whether there is an answer. */
bool answered(hf_answer answer, bool *out);

/* expect compares a number, expect_out one that is written in any case:
 * |failed|, where the call fails. |what| says which. */
void expect(const call *c, const char *what, int64_t wanted, int64_t found);
void expect_out(const call *c, const char *what, int64_t wanted, int64_t failed,
                int64_t found);

/* expect_object compares an object with what it has to be. */
void expect_object(const call *c, const char *what, PyObject *wanted,
                   PyObject *found);

/* shared is the object that CPython keeps for |text|, or NULL. */
PyObject *shared(fuzz_text text);

/* only_reference is a new str of a text. */
hf_str only_reference(fuzz_text text);

void call_start(void);

#endif /* FUZZ_CONTRACT_CALL_H */
