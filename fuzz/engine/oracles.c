/* oracles.c: what must be true after each step, given the model. */

#include "fuzz/engine/late.h"
#include "fuzz/engine/steps.h"

#include <string.h>

FUZZ_DOES_NOT_GUIDE

void fuzz_check_object(const fuzz_object *o)
{
    Py_ssize_t found = Py_REFCNT(o->raw);
    bool more_is_right = found > o->held + o->base && fuzz_is_operand(o);
    if (!o->uncounted && found != o->held + o->base && !more_is_right) {
        const char *more = o->base ? " and others hold the rest" : "";
        fuzz_failed("references",
                    "expected %zd references to the %s (the program holds "
                    "%zd%s), found %zd",
                    o->held + o->base, o->kind->name, o->held, more, found);
    }
    o->kind->check(o);
}

void fuzz_check_slot(int slot)
{
    const fuzz_object *o = fuzz_slot[slot];
    PyObject *raw = hf_as_raw(s[slot].as_object);
    if (o != NULL) {
        fuzz_emit_check(o, slot);
    } else {
        fuzz_emit_empty(slot);
    }
    if (o == NULL && raw != NULL) {
        fuzz_failed("consumption", "slot s%d still holds something (%s, %p)",
                    slot, Py_TYPE(raw)->tp_name, (void *)raw);
    }
    if (o != NULL && raw != o->raw) {
        fuzz_failed("identity",
                    "expected slot s%d to hold the %s at %p, found %p", slot,
                    o->kind->name, (void *)o->raw, (void *)raw);
    }
    if (o != NULL) {
        fuzz_check_object(o);
    }
}

#if PY_VERSION_HEX < 0x030C0000
/* says_so says whether |value|, of an exception that nobody looked at yet, is
 * its message as it stands: what str() would make of all but a KeyError. */
static bool says_so(PyObject *value, const char *message)
{
    return value != NULL && PyUnicode_CheckExact(value) &&
           !PyErr_ExceptionMatches(PyExc_KeyError) &&
           PyUnicode_CompareWithASCIIString(value, message) == 0;
}
#endif

/* check_message compares what the exception that is set says. */
static void check_message(const fuzz_step *step)
{
    const char *message = fuzz_message(step);
#if PY_VERSION_HEX < 0x030C0000
    if (says_so(PyThreadState_Get()->curexc_value, message)) {
        return;
    }
#endif
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = PyObject_Str(value);
    const char *found = text != NULL ? PyUnicode_AsUTF8(text) : NULL;
    if (found == NULL || strcmp(found, message) != 0) {
        fuzz_failed("exception", "expected the message \"%s\", found \"%s\"",
                    message, found != NULL ? found : "(none)");
    }
    Py_DECREF(text);
    PyErr_Restore(type, value, traceback);
}

static void check_number(const fuzz_step *step, int i)
{
    if (step->found[i] != step->expected[i].value && !step->fired) {
        const char *what = step->expected[i].what;
        fuzz_failed("content", "%s: expected %lld, found %lld",
                    what != NULL ? what : "a number",
                    (long long)step->expected[i].value,
                    (long long)step->found[i]);
    }
}

static void check_failure(const fuzz_step *step)
{
    PyObject *wanted = step->raises;
    bool as_predicted = wanted != NULL && PyErr_ExceptionMatches(wanted);
    if (step->fired && !as_predicted) {
        wanted = PyExc_MemoryError;
    }
    if (wanted == NULL || !PyErr_ExceptionMatches(wanted)) {
        fuzz_failed(wanted == NULL ? "prediction" : "exception",
                    "expected %s, found an exception of another kind:",
                    fuzz_type_name(wanted));
    }
    if (step->says != NULL && !step->fired) {
        check_message(step);
    }
    check_number(step, FUZZ_RUNS);
}

void fuzz_check_outcome(const fuzz_step *step)
{
    PyObject *error = PyErr_Occurred();
    if (step->ok && error != NULL) {
        fuzz_failed("exception", "a result, and an exception set with it: %s",
                    fuzz_type_name(error));
    }
    if (!step->ok && error == NULL) {
        fuzz_failed("exception", "a failure, and no exception set");
    }
    if (!step->ok) {
        check_failure(step);
        return;
    }
    if (step->raises != NULL) {
        fuzz_failed("prediction", "expected %s, found success",
                    fuzz_type_name(step->raises));
    }
    for (int i = 0; i < FUZZ_FOUND; i++) {
        check_number(step, i);
    }
}

/* check_touched looks at slot x, which may hold a result, at a slot that was
 * emptied, and at the objects that were the operands, as long as somebody holds
 * them: also at one that was let go. */
void fuzz_check_touched(const fuzz_step *step)
{
    if (!fuzz_is_taken(step->x)) {
        fuzz_check_slot(step->x);
    }
    if (step->op->flags & FUZZ_TAKES_Y) {
        fuzz_check_slot(step->y);
    }
    if (step->op->flags & FUZZ_TAKES_Z) {
        fuzz_check_slot(step->z);
    }
    const fuzz_object *touched[3] = {step->ox, step->oy, step->oz};
    for (int i = 0; i < 3; i++) {
        const fuzz_object *o = touched[i];
        bool again = o == fuzz_slot[step->x] || (i > 0 && o == touched[0]) ||
                     (i > 1 && o == touched[1]);
        if (o != NULL && o->held > 0 && !again) {
            fuzz_emit_check(o, -1);
            fuzz_check_object(o);
        }
    }
}

/* check_all looks at all slots, and at what is held by objects alone. */
void fuzz_check_all(void)
{
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        fuzz_check_slot(slot);
    }
    for (int i = 0; i < fuzz_objects_end; i++) {
        const fuzz_object *o = &fuzz_objects[i];
        bool in_slot = false;
        for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
            in_slot |= fuzz_slot[slot] == o;
        }
        if (o->held > 0 && !in_slot) {
            fuzz_emit_check(o, -1);
            fuzz_check_object(o);
        }
    }
}

/* ---- Blocks, while the program runs. */

static Py_ssize_t blocks_before;

void fuzz_blocks_begin(void)
{
    blocks_before = blocks_now();
}

/* held_blocks is what the model's objects and the target's things have, or
 * -1. */
static Py_ssize_t held_blocks(void)
{
    Py_ssize_t sum = fuzz_this.blocks != NULL ? fuzz_this.blocks() : 0;
    for (int i = 0; i < fuzz_objects_end && sum >= 0; i++) {
        const fuzz_object *o = &fuzz_objects[i];
        if (o->held == 0) {
            continue;
        }
        Py_ssize_t n = o->kind->blocks != NULL && o->base == 0 && !o->uncounted
                           ? o->kind->blocks(o->raw)
                           : -1;
        sum = n < 0 ? -1 : sum + n;
    }
    return sum;
}

void fuzz_check_blocks(const fuzz_step *step)
{
    Py_ssize_t wanted = held_blocks();
    Py_ssize_t found = blocks_now() - blocks_before;
    fuzz_emit_blocks(wanted);
    if (wanted >= 0 && found != wanted) {
        fuzz_late(step->number, step->op->name, wanted, found);
    }
}

FUZZ_GUIDES
