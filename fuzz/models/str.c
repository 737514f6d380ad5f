#include "fuzz/models/str.h"

#include "fuzz/engine/str_oracle.h"

static void check(const fuzz_object *o)
{
    bool exact = !(o->mark & FUZZ_SUBCLASS);
    if (PyUnicode_CheckExact(o->raw) != exact) {
        fuzz_failed("content", "expected %s, found an object of type %s",
                    exact ? "an exact str" : "a str of the subclass",
                    Py_TYPE(o->raw)->tp_name);
    }
    fuzz_check_str(o->raw, o->text);
    bool interned = PyUnicode_CHECK_INTERNED(o->raw) != 0;
    if (interned != !!(o->mark & FUZZ_INTERNED) && o->text.length > 1 &&
        o->base == 0) {
        fuzz_failed("interned", "expected a str that is %sinterned",
                    interned ? "not " : "");
    }
}

static void print(FILE *to, const fuzz_object *o)
{
    fuzz_text_print(to, o->text);
    fputs(o->mark & FUZZ_SUBCLASS ? " of a subclass" : "", to);
}

static void write_value(FILE *to, const fuzz_object *o)
{
    fputs(".text = ", to);
    fuzz_text_write(to, o->text);
}

static Py_ssize_t blocks(PyObject *raw)
{
    if (!PyUnicode_IS_COMPACT(raw) || PyUnicode_CHECK_INTERNED(raw)) {
        return -1;
    }
    bool has_utf8 = !PyUnicode_IS_ASCII(raw) &&
                    ((PyCompactUnicodeObject *)raw)->utf8 != NULL;
    return 1 + has_utf8;
}

const fuzz_kind fuzz_str = {"str", check, print, write_value, blocks};
