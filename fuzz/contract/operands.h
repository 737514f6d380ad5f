/* operands.h: what the calls of contract.c work on.
 *
 * An operand is chosen by a byte. The small numbers are objects that are there
 * all the time, or copies of them. All others are recipes for an instance of a
 * class that means well and differs: a base, a special method that the class
 * overrides, and, from elsewhere in the record, how that method behaves. Such an
 * instance lives for one call. */
#ifndef FUZZ_CONTRACT_OPERANDS_H
#define FUZZ_CONTRACT_OPERANDS_H

#include "fuzz/engine/process.h"
#include "fuzz/engine/text.h"

enum { NOTHING, INT, NONE, EXCEPTION, PLAIN, RAISER, ECHO, NAME, STRS };
enum { TEXTS = 14, SUBCLASS = 3, ODD = STRS + TEXTS + SUBCLASS };
enum { CUT = ODD + 1, CUTS = 4, FIXED = CUT + CUTS };
enum { CRAFTED = 32 }; /* from this byte on */

typedef struct operand {
    PyObject *raw;
    fuzz_text text;
    bool is_str;
    Py_ssize_t count;
    PyObject *kept; /* what the instance's own attributes are at first */
    bool is_last;   /* there shall be no other reference, */
    bool is_given;  /* and it was given away */
} operand;

/* operand_fixed are those that are there all the time. */
extern operand operand_fixed[FIXED];

/* operand_subclass is the class that those before ODD are of. ODD is a complex that
 * does not equal itself: not what a str or a float is, and of a static type. Those from
 * CUT on are strs, by twos: alike up to a NUL, and not behind it. */
PyObject *operand_subclass(void);

/* operand_make gives the operand that |byte| stands for, with one reference
 * that the caller releases by operand_drop: a new one where it |is_last|, and
 * where it is crafted, whose method behaves as |behaviour| says. */
operand operand_make(int byte, int behaviour, bool is_last);
void operand_drop(operand *o);

/* operand_within makes a container, of one of six kinds, that has |inner| and some
 * other item in it, or only one of them, or none: |n|. |inner| stays the caller's. */
operand operand_within(const operand *inner, int kind, int n, bool is_last);
void operand_print_within(FILE *to, int kind, int n);

/* operand_reset gives a crafted instance the attributes that it had at first. */
void operand_reset(operand *o);

/* operand_unset takes away an attribute that a call may have left. */
void operand_unset(operand *o, PyObject *name);

/* operand_overrides says whether |byte| stands for an instance of a class that
 * overrides |method|. */
bool operand_overrides(int byte, const char *method);

/* operand_print says in words what |byte| stands for. */
void operand_print(FILE *to, int byte, int behaviour);

/* operand_check compares all that is there all the time with what it was. */
void operand_check(void);

/* operand_fill_free_lists frees as many dicts, lists, floats and tuples as
 * CPython may keep at once for what the calls need. */
void operand_fill_free_lists(void);

void operand_start(void);

#endif /* FUZZ_CONTRACT_OPERANDS_H */
