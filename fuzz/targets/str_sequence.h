/* str_sequence.h: what the operations of str_sequence work on. */
#ifndef FUZZ_STR_SEQUENCE_H
#define FUZZ_STR_SEQUENCE_H

#include "fuzz/engine/engine.h"
#include "fuzz/engine/str_oracle.h"

#include <string.h>

enum { EXACT, SUBCLASS };    /* kind */
enum { ORDINARY, INTERNED }; /* mark */

static hf_str s[FUZZ_SLOTS];

/* Borrowed handles that outlive the step that borrowed them. */
enum { LENT = 2 };
static hf_str_borrowed lent[LENT];

static hf_str_builder builder; /* empty between steps */
static const char mixed[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";

static hf_object subclass;
static hf_object number; /* not a str */

static void start(void)
{
    subclass = hf_object_from_owned(PyObject_CallFunction(
        (PyObject *)&PyType_Type, "s(O){}", "S", (PyObject *)&PyUnicode_Type));
    number = hf_object_from_owned(PyLong_FromLong(1 << 20));
}

static PyObject *raw(int slot)
{
    return hf_as_raw(s[slot]);
}

static void clear(int slot)
{
    hf_clear(&s[slot]);
}

static void check(const fuzz_object *o)
{
    if (PyUnicode_CheckExact(o->raw) != (o->kind == EXACT)) {
        fuzz_failed("content", "expected %s",
                    o->kind == EXACT ? "an exact str"
                                     : "a str of the subclass");
    }
    fuzz_check_str(o->raw, o->text);
    bool interned = PyUnicode_CHECK_INTERNED(o->raw) != 0;
    if (interned != (o->mark == INTERNED) && o->text.length > 1) {
        fuzz_failed("interned", "expected a str that is %sinterned",
                    interned ? "not " : "");
    }
}

#endif /* FUZZ_STR_SEQUENCE_H */
