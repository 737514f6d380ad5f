#include "fuzz/models/float.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

int64_t fuzz_bits_of(double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return isnan(value) ? INT64_C(0x7FF8000000000000) : bits;
}

double fuzz_double_of(int64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

double fuzz_imaginary(const fuzz_object *o)
{
    return fuzz_double_of(
        (int64_t)(o->text.at[0] | (uint64_t)o->text.at[1] << 32));
}

void fuzz_float_set(fuzz_object *o, double value)
{
    o->number = fuzz_bits_of(value);
}

void fuzz_complex_set(fuzz_object *o, double real, double imaginary)
{
    uint64_t bits = (uint64_t)fuzz_bits_of(imaginary);
    uint32_t *halves = fuzz_aligned(2 * sizeof(*halves));
    halves[0] = (uint32_t)bits;
    halves[1] = (uint32_t)(bits >> 32);
    o->number = fuzz_bits_of(real);
    o->text = (fuzz_text){halves, 2};
}

static void expect(const char *what, double expected, double found)
{
    if (fuzz_bits_of(found) != fuzz_bits_of(expected)) {
        fuzz_failed("content", "expected %s %.17g (%a), found %.17g (%a)", what,
                    expected, expected, found, found);
    }
}

static void check_float(const fuzz_object *o)
{
    fuzz_has_type(o, o->mark & FUZZ_FLOAT_SUBCLASS ? "F" : "float");
    expect("the float", fuzz_real(o), PyFloat_AS_DOUBLE(o->raw));
}

static void check_complex(const fuzz_object *o)
{
    fuzz_has_type(o, o->mark & FUZZ_FLOAT_SUBCLASS ? "C" : "complex");
    Py_complex found = ((PyComplexObject *)o->raw)->cval;
    expect("the real part", fuzz_real(o), found.real);
    expect("the imaginary part", fuzz_imaginary(o), found.imag);
}

static void print_end(FILE *to, const fuzz_object *o)
{
    fputs(o->mark & FUZZ_FLOAT_SUBCLASS ? " of a subclass" : "", to);
}

static void print_float(FILE *to, const fuzz_object *o)
{
    fprintf(to, "%.17g", fuzz_real(o));
    print_end(to, o);
}

static void print_complex(FILE *to, const fuzz_object *o)
{
    fprintf(to, "%.17g%+.17gj", fuzz_real(o), fuzz_imaginary(o));
    print_end(to, o);
}

static void write_float(FILE *to, const fuzz_object *o)
{
    if (o->number == INT64_MIN) { /* -0.0 */
        fprintf(to, ".number = INT64_MIN");
    } else {
        fprintf(to, ".number = %" PRId64, o->number);
    }
}

static void write_complex(FILE *to, const fuzz_object *o)
{
    write_float(to, o);
    fputs(", .text = ", to);
    fuzz_text_write(to, o->text);
}

/* CPython keeps floats that are gone for the next ones: a target that makes some
 * has it keep as many as it does before it starts. */
static Py_ssize_t float_blocks(PyObject *raw)
{
    return PyFloat_CheckExact(raw) ? 0 : 1;
}

/* So it does with complex numbers from CPython 3.15 on: fill_free_lists. */
static Py_ssize_t complex_blocks(PyObject *raw)
{
    return PY_VERSION_HEX >= 0x030F0000 && PyComplex_CheckExact(raw) ? 0 : 1;
}

const fuzz_kind fuzz_float = {"float", check_float, print_float, write_float,
                              float_blocks};
const fuzz_kind fuzz_complex = {"complex", check_complex, print_complex,
                                write_complex, complex_blocks};
