/* sweep.h: tests in which the first allocation fails, then the second, and so on until
 * the call succeeds without a failure. Each time what it consumes is released, what it
 * borrows is as before, and the result is null with a MemoryError, or right.
 *
 * tests/headers/test_public_names.py holds that each public function is called in a
 * sweep_*_test.c, or left out for a reason.
 */
#ifndef TESTS_SWEEP_H
#define TESTS_SWEEP_H

#include "tests/support.h"

/* ALLOCATES(name, n) { body } is a test of that name, which sweeps the body in n
 * variants. ALLOCATES_NOT is one that must find nothing to fail. */
#define SCENARIO(name, variants, allocates)                                    \
    static void scenario_##name(void);                                         \
    static void name(void)                                                     \
    {                                                                          \
        sweep(scenario_##name, variants, allocates);                           \
    }                                                                          \
    static void scenario_##name(void)
#define ALLOCATES(name, variants) SCENARIO(name, variants, true)
#define ALLOCATES_NOT(name, variants) SCENARIO(name, variants, false)

/* CALLS(name) { operands; CALL(...); CALL(...); READ(...); } is a test that sweeps each
 * call on its own, with operands that are as new: CALL, which must find something to
 * fail, and READ, which must not. What is to be failed stands in it together with what
 * must hold afterwards: outcome and its kin. */
#define CALLS(name)                                                            \
    static void scenario_##name(void);                                         \
    static void name(void)                                                     \
    {                                                                          \
        sweep_calls(scenario_##name);                                          \
    }                                                                          \
    static void scenario_##name(void)
#define CALL(...)                                                              \
    if (is_turn(#__VA_ARGS__, true)) {                                         \
        arm();                                                                 \
        __VA_ARGS__;                                                           \
    }
#define READ(...)                                                              \
    if (is_turn(#__VA_ARGS__, false)) {                                        \
        arm();                                                                 \
        __VA_ARGS__;                                                           \
    }

extern int variant; /* of the running scenario */

void sweep(test_body scenario, int variants, bool allocates);
void sweep_calls(test_body scenario);

/* is_turn says whether the running variant is this call. The free lists are empty
 * then: what comes from one of them allocates nothing. */
bool is_turn(const char *call, bool allocates);

/* arm and disarm stand around the call: CPython must not run out of memory in
 * what the test itself does. */
void arm(void);
void disarm(void);

/* fired says whether an allocation failed meanwhile. */
bool fired(void);

/* ---- What must hold after the call. */

/* outcome: the call is |ok|, or the failure is the one that was injected. */
void outcome(bool ok);

/* refusal: the call fails in any case: with |type|, or for want of memory. */
void refusal(bool ok, PyObject *type);

/* makes_n and makes: it makes a str of that content. */
void makes_n(hf_str result, const char *utf8, Py_ssize_t size);
void makes(hf_str result, const char *utf8);

/* ANY is the repr() of which nothing is known. */
#define ANY ""

/* gives: it gives an object, consumed, whose repr() is |repr|. */
#define gives(result, repr) gives_object(hf_into_object(result), repr)
void gives_object(hf_object result, const char *repr);

/* lends: the same of an object that somebody keeps. */
void lends(hf_object_borrowed result, const char *repr);

/* answers: the answer is |yes|. */
void answers(hf_answer answer, bool yes);

/* looks_up: it is found, or missing. */
void looks_up(hf_lookup lookup, bool found);

/* finds: it finds an object, |out|, consumed, whose repr() is |repr|, or none where
 * that is NULL. After a failure there is none. */
#define finds(lookup, out, repr)                                               \
    do {                                                                       \
        hf_lookup found_ = (lookup); /* before |out| is read */                \
        finds_object(found_, hf_into_object(out), repr);                       \
    } while (0)
void finds_object(hf_lookup lookup, hf_object out, const char *repr);

/* changes: |self|, whose repr() was |before|, has |after| by now. After a failure it is
 * as before, unless that is ANY. */
#define changes(ok, self, before, after)                                       \
    changes_object(ok, hf_as_object(self), before, after)
void changes_object(bool ok, hf_object_borrowed self, const char *before,
                    const char *after);

/* refuses: it gives no object. */
#define refuses(result, type) refuses_object(hf_into_object(result), type)
void refuses_object(hf_object result, PyObject *type);

#endif /* TESTS_SWEEP_H */
