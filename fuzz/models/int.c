#include "fuzz/models/int.h"

#include <inttypes.h>
#include <string.h>

void fuzz_int_set(fuzz_object *o, const fuzz_whole *value)
{
    o->text = (fuzz_text){NULL, 0};
    if (!fuzz_whole_as_i64(value, &o->number)) {
        size_t size = (size_t)value->n * sizeof(value->digit[0]);
        uint32_t *digits = fuzz_aligned(size);
        memcpy(digits, value->digit, size);
        o->number = value->negative ? -1 : 1;
        o->text = (fuzz_text){digits, value->n};
    }
}

fuzz_whole fuzz_int_get(const fuzz_object *o)
{
    if (o->text.length == 0) {
        return fuzz_whole_from_i64(o->number);
    }
    fuzz_whole value = {.negative = o->number < 0, .n = (int)o->text.length};
    memcpy(value.digit, o->text.at, (size_t)value.n * sizeof(value.digit[0]));
    return value;
}

/* is_like says whether the int |raw|, of more than 64 bits, is |o|. */
static bool is_like(PyObject *raw, const fuzz_object *o)
{
    enum { SIZE = FUZZ_WHOLE_BITS / 8 + 8 };
    uint8_t found[SIZE], expected[SIZE];
    fuzz_whole value = fuzz_int_get(o);
    fuzz_whole_to_bytes(&value, expected, SIZE, true);
#if PY_VERSION_HEX >= 0x030D0000
    bool fits = PyLong_AsNativeBytes(raw, found, SIZE,
                                     Py_ASNATIVEBYTES_LITTLE_ENDIAN) <= SIZE;
#else
    bool fits = _PyLong_AsByteArray((PyLongObject *)raw, found, SIZE, 1, 1) ==
                0;
#endif
    return fits && memcmp(found, expected, SIZE) == 0;
}

static void print(FILE *to, const fuzz_object *o)
{
    char text[FUZZ_WHOLE_TEXT];
    fuzz_whole value = fuzz_int_get(o);
    bool is_long = fuzz_whole_bits(&value) > 128;
    fuzz_whole_to_text(&value, is_long ? 16 : 10, text);
    fprintf(to, is_long ? "%.20s... (%d bits, base 16)" : "%s", text,
            fuzz_whole_bits(&value));
    fputs(o->mark & FUZZ_INT_SUBCLASS ? " of a subclass" : "", to);
}

static void check(const fuzz_object *o)
{
    fuzz_has_type(o, o->mark & FUZZ_INT_SUBCLASS ? "I" : "int");
    int overflows;
    long long found = PyLong_AsLongLongAndOverflow(o->raw, &overflows);
    bool is_long = o->text.length > 0;
    if (!is_long && (overflows != 0 || found != o->number)) {
        fuzz_failed("content", "expected the int %" PRId64 ", found %lld%s",
                    o->number, found, overflows != 0 ? " (it is larger)" : "");
    }
    if (is_long && (overflows != o->number || !is_like(o->raw, o))) {
        char text[FUZZ_WHOLE_TEXT];
        fuzz_whole value = fuzz_int_get(o);
        fuzz_whole_to_text(&value, 16, text);
        PyObject *shown = PyNumber_ToBase(o->raw, 16);
        fuzz_failed("content", "expected the int %s in base 16, found %s", text,
                    shown != NULL ? PyUnicode_AsUTF8(shown) : "another");
    }
}

static void write_value(FILE *to, const fuzz_object *o)
{
    if (o->number == INT64_MIN) {
        fprintf(to, ".number = INT64_MIN");
    } else {
        fprintf(to, ".number = %" PRId64, o->number);
    }
    if (o->text.length > 0) {
        fputs(", .text = ", to);
        fuzz_text_write(to, o->text);
    }
}

/* From CPython 3.14 on an int of one digit may be one that was kept, or new: where
 * arithmetic had room for more digits. */
static Py_ssize_t blocks(PyObject *raw)
{
#if PY_VERSION_HEX >= 0x030E0000
    if (PyLong_CheckExact(raw) &&
        PyUnstable_Long_IsCompact((PyLongObject *)raw)) {
        return -1;
    }
#endif
    (void)raw;
    return 1;
}

const fuzz_kind fuzz_int = {"int", check, print, write_value, blocks};
