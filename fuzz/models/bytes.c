#include "fuzz/models/bytes.h"

#include <inttypes.h>

/* are_equal says whether |n| bytes are. AddressSanitizer would ask for each of them,
 * which is slow where they are many. */
__attribute__((no_sanitize("address"))) static bool are_equal(
    const uint8_t *at, const uint32_t *expected, ptrdiff_t n)
{
    uint32_t difference = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        difference |= at[i] ^ expected[i];
    }
    return difference == 0;
}

void fuzz_check_memory(const fuzz_object *o, const char *at, fuzz_text expected)
{
    enum { MANY = 256 };
    ptrdiff_t n = expected.length;
    if (n > MANY && (uint8_t)at[0] == expected.at[0] &&
        (uint8_t)at[n - 1] == expected.at[n - 1] &&
        are_equal((const uint8_t *)at, expected.at, n)) {
        return;
    }
    for (ptrdiff_t i = 0; i < n; i++) {
        if ((uint8_t)at[i] != expected.at[i]) {
            fuzz_failed("content",
                        "byte %td of the %s: expected 0x%02X, found 0x%02X", i,
                        o->kind->name, (unsigned)expected.at[i],
                        (unsigned)(uint8_t)at[i]);
        }
    }
}

/* As CPython asks its function for hashes, and what it does with what that says. */
Py_hash_t fuzz_hash_of(const void *data, Py_ssize_t size)
{
    Py_hash_t hash = size > 0 ? PyHash_GetFuncDef()->hash(data, size) : 0;
    return hash == -1 ? -2 : hash;
}

/* check_all looks at the length, the bytes, and the NUL behind them. */
static void check_all(const fuzz_object *o, const char *at, Py_ssize_t size)
{
    if (size != o->text.length) {
        fuzz_failed("length", "expected a %s of %td bytes, found %zd",
                    o->kind->name, o->text.length, size);
    }
    fuzz_check_memory(o, at, o->text);
    if (at[size] != '\0') {
        fuzz_failed("terminator", "expected a NUL behind the %s, found 0x%02X",
                    o->kind->name, (unsigned)(uint8_t)at[size]);
    }
}

/* hash_in is the hash that is kept in a bytes object. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static Py_hash_t hash_in(PyObject *raw)
{
    return ((PyBytesObject *)raw)->ob_shash;
}
#pragma GCC diagnostic pop

static void check_bytes(const fuzz_object *o)
{
    fuzz_has_type(o, o->mark & FUZZ_BYTES_SUBCLASS ? "B" : "bytes");
    const char *at = PyBytes_AS_STRING(o->raw);
    check_all(o, at, PyBytes_GET_SIZE(o->raw));
    Py_hash_t hash = hash_in(o->raw);
    if (hash != -1 && hash != fuzz_hash_of(at, o->text.length)) {
        fuzz_failed("hash", "the hash is not that of the bytes");
    }
}

static void check_bytearray(const fuzz_object *o)
{
    fuzz_has_type(o, "bytearray");
    check_all(o, PyByteArray_AS_STRING(o->raw), PyByteArray_GET_SIZE(o->raw));
    Py_ssize_t exports = ((PyByteArrayObject *)o->raw)->ob_exports;
    if (exports != o->number) {
        fuzz_failed("references",
                    "expected %" PRId64 " to hold the bytearray's buffer, "
                    "found %zd",
                    o->number, exports);
    }
}

static void print_bytes(FILE *to, const fuzz_object *o)
{
    fputc('b', to);
    fuzz_text_print(to, o->text);
    fputs(o->mark & FUZZ_BYTES_SUBCLASS ? " of a subclass" : "", to);
}

static void print_bytearray(FILE *to, const fuzz_object *o)
{
    fputs("bytearray ", to);
    fuzz_text_print(to, o->text);
    if (o->number > 0) {
        fprintf(to, ", %" PRId64 " hold its buffer", o->number);
    }
}

static void write_bytes(FILE *to, const fuzz_object *o)
{
    fputs(".text = ", to);
    fuzz_text_write(to, o->text);
}

static void write_bytearray(FILE *to, const fuzz_object *o)
{
    fprintf(to, ".number = %" PRId64 ", ", o->number);
    write_bytes(to, o);
}

static Py_ssize_t blocks_of_bytes(PyObject *raw)
{
    (void)raw;
    return 1;
}

static Py_ssize_t blocks_of_bytearray(PyObject *raw)
{
    PyByteArrayObject *self = (PyByteArrayObject *)raw;
#if PY_VERSION_HEX >= 0x030F0000
    /* What it has is a bytes object's: that of no bytes is everybody's. */
    return 1 + (PyBytes_GET_SIZE(self->ob_bytes_object) > 0);
#else
    return 1 + (self->ob_bytes != NULL);
#endif
}

const fuzz_kind fuzz_bytes = {"bytes", check_bytes, print_bytes, write_bytes,
                              blocks_of_bytes};
const fuzz_kind fuzz_bytearray = {"bytearray", check_bytearray, print_bytearray,
                                  write_bytearray, blocks_of_bytearray};
