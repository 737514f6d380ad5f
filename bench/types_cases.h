/* types_cases.h: how what //bench:types measures is written: each operation twice,
 * with handles (ours_) and with the C API (raw_), each with the loop that repeats it,
 * so that what is inline is compiled as it is in a program. */
#ifndef BENCH_TYPES_CASES_H
#define BENCH_TYPES_CASES_H

#include "core/holdfast.h"

/* input is what an operation works on, borrowed, and what came of it last. */
typedef struct input {
    PyObject *x, *y;
    int64_t number;
    double real;
    PyObject *made; /* owned */
} input;

/* False: an exception is set. */
typedef bool operation(input *in, Py_ssize_t times);

/* again is |x|, of which a compiler knows nothing any more: no work on it is
 * moved out of a loop. */
static inline PyObject *again(PyObject *x)
{
    __asm__ volatile("" : "+r"(x));
    return x;
}

/* seen is where a loop looks at an |item|: anything may have happened to the
 * memory there, as in a call. */
static inline void seen(PyObject *item)
{
    __asm__ volatile("" : : "r"(item) : "memory");
}

static inline void keep(input *in, PyObject *made)
{
    Py_XSETREF(in->made, made);
}

#define REPEAT for (Py_ssize_t i = 0; i < times; i++)

/* Compiled apart for what is constant. */
#define APART static inline __attribute__((always_inline))

typedef struct types_row {
    const char *name;
    operation *ours, *raw;
} types_row;

/* The tables, each of which ends with a row without a name. */
extern const types_row types_numbers[], types_containers[], types_objects[];

/* ---- The shapes of operations that are one call. ROWS(X) is a list of
 * X(SHAPE, name, ours, raw), where the last two are expressions: they use what X_,
 * Y_ and LENT give. */

#define X_ again(in->x)
#define Y_ again(in->y)
#define LENT(T, operand) hf_##T##_from_borrowed(again(in->operand))

#define TYPES_DEFINE(SHAPE, name, by_handles, by_hand)                         \
    SHAPE(ours, name, by_handles)                                              \
    SHAPE##_RAW(raw, name, by_hand)
#define TYPES_ROW(SHAPE, name, by_handles, by_hand)                            \
    {#name, ours_##name, raw_##name},
#define TYPES_TABLE(table, ROWS)                                               \
    ROWS(TYPES_DEFINE)                                                         \
    const types_row table[] = {ROWS(TYPES_ROW){0}};

#define TYPES_OPERATION(side, name, ...)                                       \
    static bool side##_##name(input *in, Py_ssize_t times)                     \
    {                                                                          \
        (void)in;                                                              \
        __VA_ARGS__                                                            \
        return true;                                                           \
    }

/* MAKES: a new reference, to what equals nothing else. GIVES: to what can be compared,
 * so that after the loop it is made once more, and kept. */
#define TYPES_ONE_MADE(call)                                                   \
    PyObject *made = (call);                                                   \
    if (made == NULL) {                                                        \
        return false;                                                          \
    }
#define MAKES_RAW(side, name, call)                                            \
    TYPES_OPERATION(                                                           \
        side, name, REPEAT {                                                   \
            TYPES_ONE_MADE(call)                                               \
            seen(made);                                                        \
            Py_DECREF(made);                                                   \
        })
#define GIVES_RAW(side, name, call)                                            \
    TYPES_OPERATION(                                                           \
        side, name, REPEAT {                                                   \
            TYPES_ONE_MADE(call)                                               \
            seen(made);                                                        \
            Py_DECREF(made);                                                   \
        } TYPES_ONE_MADE(call) keep(in, made);)
#define MAKES(side, name, call) MAKES_RAW(side, name, hf_into_raw(call))
#define GIVES(side, name, call) GIVES_RAW(side, name, hf_into_raw(call))

/* FINDS: an hf_lookup that writes a new reference to |out|; by hand that reference. */
#define FINDS(side, name, call)                                                \
    TYPES_OPERATION(                                                           \
        side, name, REPEAT {                                                   \
            hf_object out;                                                     \
            if (!hf_found(call)) {                                             \
                return false;                                                  \
            }                                                                  \
            seen(hf_as_raw(hf_borrow(out)));                                   \
            hf_decref(out);                                                    \
        })
#define FINDS_RAW MAKES_RAW

/* LENDS: a borrowed reference. */
#define LENDS_RAW(side, name, call)                                            \
    TYPES_OPERATION(                                                           \
        side, name, REPEAT {                                                   \
            TYPES_ONE_MADE(call)                                               \
            seen(made);                                                        \
        })
#define LENDS(side, name, call) LENDS_RAW(side, name, hf_as_raw(call))

/* COUNTS: whether it worked, and a size in |n|; so for the other types of C. */
#define TYPES_SUM(side, name, type, call)                                      \
    TYPES_OPERATION(                                                           \
        side, name, in->number = 0; REPEAT {                                   \
            type n;                                                            \
            if (!(call)) {                                                     \
                return false;                                                  \
            }                                                                  \
            in->number += (int64_t)n;                                          \
        })
#define COUNTS(side, name, call) TYPES_SUM(side, name, Py_ssize_t, call)
#define COUNTS_RAW COUNTS

/* ASKS: an hf_answer, or an hf_lookup without more; by hand -1, 0 or 1. */
#define ASKS_RAW(side, name, call)                                             \
    TYPES_OPERATION(                                                           \
        side, name, in->number = 0; REPEAT {                                   \
            int answer = (call);                                               \
            if (answer < 0) {                                                  \
                return false;                                                  \
            }                                                                  \
            in->number += answer;                                              \
        })
#define ASKS(side, name, call) ASKS_RAW(side, name, hf_status(call))

/* DOES: whether it worked, and no more. */
#define DOES(side, name, call)                                                 \
    TYPES_OPERATION(                                                           \
        side, name, REPEAT {                                                   \
            if (!(call)) {                                                     \
                return false;                                                  \
            }                                                                  \
        })
#define DOES_RAW DOES

/* WRITTEN: its two functions stand above the list. */
#define WRITTEN(side, name, call)
#define WRITTEN_RAW WRITTEN

#endif /* BENCH_TYPES_CASES_H */
