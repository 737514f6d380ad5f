#include "fuzz/targets/number_operators.h"

#include "fuzz/targets/number_model.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

/* ---- Operators. */

static const char *const symbols[OPERATORS] = {
    "+",           "-",  "*",  "@", "/", "//", "%",
    "** or pow()", "<<", ">>", "&", "^", "|",  "divmod()"};

static void unsupported(fuzz_step *step, const fuzz_object *left,
                        const fuzz_object *right, int op, bool in_place)
{
    char words[80];
    const char *symbol = in_place && op == POWER ? "**" : symbols[op];
    snprintf(words, sizeof(words),
             "unsupported operand type(s) for %s%s: '%%s' and '%%s'", symbol,
             in_place ? "=" : "");
    raises_naming(step, PyExc_TypeError, kept(words), type_of(left),
                  type_of(right));
}

/* Division by zero, in words that differ. */
static void zero_division(fuzz_step *step)
{
    fuzz_raises(step, PyExc_ZeroDivisionError, NULL);
}

static void shifts(fuzz_step *step, const fuzz_whole *a, const fuzz_whole *b,
                   int op)
{
    fuzz_whole one = fuzz_whole_from_i64(1);
    fuzz_whole huge = fuzz_whole_shift(&one, 80);
    int64_t count;
    bool fits = fuzz_whole_as_i64(b, &count) && count <= FUZZ_WHOLE_BITS;
    /* divmod_shift of a debug CPython 3.13 takes any failure for an OverflowError. */
    step->no_oom = PY_VERSION_HEX >= 0x030D0000 && !fits;
    if (b->negative) {
        fuzz_raises(step, PyExc_ValueError, "negative shift count");
    } else if (a->n == 0) {
        makes_int(step, a);
    } else if (op == RSHIFT) {
        fuzz_whole down = fuzz_whole_shift(a, fits ? (int)-count
                                                   : -2 * FUZZ_WHOLE_BITS);
        may_share(step, &down);
    } else if (fuzz_whole_compare(b, &huge) >= 0) {
        fuzz_raises(step, PyExc_OverflowError, "too many digits in integer");
    } else if (!fits || fuzz_whole_bits(a) + count > FUZZ_WHOLE_BITS) {
        step->inapplicable = true; /* it takes all memory, or nearly */
    } else {
        fuzz_whole up = fuzz_whole_shift(a, (int)count);
        may_share(step, &up);
    }
}

static void float_power(fuzz_step *step, double a, double b)
{
    double value = pow(a, b);
    bool finite = isfinite(a) && isfinite(b);
    if (a == 0 && b < 0 && isfinite(b)) {
        zero_division(step);
    } else if (finite && a < 0 && floor(b) != b) {
        step->inapplicable = true; /* a complex */
    } else if (finite && isinf(value)) {
        fuzz_raises(step, PyExc_OverflowError, NULL);
    } else if (fpclassify(value) == FP_SUBNORMAL) {
        step->inapplicable = true; /* it may be an error of libm's */
    } else {
        makes_float(step, value);
    }
}

static void int_power(fuzz_step *step, const fuzz_whole *a, const fuzz_whole *b)
{
    int64_t times;
    fuzz_whole value = fuzz_whole_from_i64(1);
    bool fits = fuzz_whole_as_i64(b, &times);
    if (b->negative) {
        double x = fuzz_whole_as_double(a), y = fuzz_whole_as_double(b);
        if (isinf(x) || isinf(y)) {
            too_large_for_float(step);
        } else {
            float_power(step, x, y);
        }
        return;
    }
    if (fuzz_whole_bits(a) <= 1) { /* 0, 1, -1 */
        times = a->n == 0 ? b->n > 0 : a->negative && fuzz_whole_is_odd(b);
    } else if (!fits || times > FUZZ_WHOLE_BITS ||
               fuzz_whole_bits(a) * times > FUZZ_WHOLE_BITS) {
        step->inapplicable = true;
        return;
    }
    for (; times > 0; times--) {
        value = fuzz_whole_multiply(&value, a);
    }
    may_share(step, &value);
}

static void int_operator(fuzz_step *step, const fuzz_whole *a,
                         const fuzz_whole *b, int op, int which)
{
    fuzz_whole value = {.n = 0}, other;
    double ratio;
    switch (op) {
    case ADD:
        value = fuzz_whole_add(a, b);
        break;
    case SUBTRACT:
        value = fuzz_whole_subtract(a, b);
        break;
    case MULTIPLY:
        value = fuzz_whole_multiply(a, b);
        break;
    case DIVIDE:
        if (b->n == 0) {
            zero_division(step);
            return;
        }
        ratio = a->n == 0 ? (b->negative ? -0.0 : 0.0) : fuzz_whole_ratio(a, b);
        if (isinf(ratio)) {
            fuzz_raises(step, PyExc_OverflowError,
                        "integer division result too large for a float");
        } else if (ratio != 0 && fabs(ratio) < 2 * DBL_MIN) {
            step->inapplicable = true; /* it is rounded twice */
        } else {
            makes_float(step, ratio);
        }
        return;
    case FLOOR_DIVIDE:
    case MODULO:
    case DIVMOD:
        if (b->n == 0) {
            zero_division(step);
            return;
        }
        fuzz_whole_divide(a, b, &value, &other);
        value = op == MODULO || (op == DIVMOD && which) ? other : value;
        may_share(step, &value);
        return;
    case POWER:
        int_power(step, a, b);
        return;
    case LSHIFT:
    case RSHIFT:
        shifts(step, a, b, op);
        return;
    default:
        value = fuzz_whole_bitwise(a, b,
                                   op == AND  ? '&'
                                   : op == OR ? '|'
                                              : '^');
        may_share(step, &value);
        return;
    }
    makes_int(step, &value);
}

/* float_floor is a // b, and writes a % b: as Python's manual defines them. */
static double float_floor(double a, double b, double *modulo)
{
    double rest = fmod(a, b), times = (a - rest) / b;
    if (rest != 0 && (b < 0) != (rest < 0)) {
        rest += b;
        times -= 1;
    } else if (rest == 0) {
        rest = copysign(0.0, b);
    }
    *modulo = rest;
    if (times == 0) {
        return copysign(0.0, a / b);
    }
    double down = floor(times);
    return times - down > 0.5 ? down + 1 : down;
}

static void float_operator(fuzz_step *step, double a, double b, int op,
                           int which)
{
    double modulo, floored;
    switch (op) {
    case ADD:
        makes_float(step, a + b);
        break;
    case SUBTRACT:
        makes_float(step, a - b);
        break;
    case MULTIPLY:
        makes_float(step, a * b);
        break;
    case POWER:
        float_power(step, a, b);
        break;
    default:
        if (b == 0) {
            zero_division(step);
        } else if (op == DIVIDE) {
            makes_float(step, a / b);
        } else {
            floored = float_floor(a, b, &modulo);
            makes_float(step, op == MODULO || (op == DIVMOD && which)
                                  ? modulo
                                  : floored);
        }
        break;
    }
}

typedef struct two_doubles {
    double real, imaginary;
} two_doubles;

static bool same_two(two_doubles a, two_doubles b)
{
    return fuzz_bits_of(a.real) == fuzz_bits_of(b.real) &&
           fuzz_bits_of(a.imaginary) == fuzz_bits_of(b.imaginary);
}

/* divided_two divides by what is not 0, without an overflow on the way (Smith). A real
 * |a| has no imaginary part, which is not the same as 0: 0 - 0 is not -0, and -0 + 0 is
 * not, either. */
static two_doubles divided_two(two_doubles a, two_doubles b, bool a_is_real)
{
    if (fabs(b.real) >= fabs(b.imaginary)) {
        double ratio = b.imaginary / b.real;
        double by = b.real + b.imaginary * ratio, times = a.real * ratio;
        return a_is_real ? (two_doubles){a.real / by, -times / by}
                         : (two_doubles){(a.real + a.imaginary * ratio) / by,
                                         (a.imaginary - times) / by};
    }
    double ratio = b.real / b.imaginary;
    double by = b.real * ratio + b.imaginary, times = a.real * ratio;
    return a_is_real ? (two_doubles){times / by, -a.real / by}
                     : (two_doubles){(times + a.imaginary) / by,
                                     (a.imaginary * ratio - a.real) / by};
}

/* operated is a op b; where one has no imaginary part, it is either taken for 0 or
 * left out. */
static two_doubles operated(two_doubles a, two_doubles b, int op,
                            bool a_is_real, bool b_is_real)
{
    switch (op) {
    case ADD:
        return (two_doubles){a.real + b.real, a_is_real ? b.imaginary
                                              : b_is_real
                                                  ? a.imaginary
                                                  : a.imaginary + b.imaginary};
    case SUBTRACT:
        return (two_doubles){a.real - b.real, a_is_real ? -b.imaginary
                                              : b_is_real
                                                  ? a.imaginary
                                                  : a.imaginary - b.imaginary};
    case MULTIPLY:
        if (a_is_real || b_is_real) {
            return (two_doubles){a.real * b.real, a_is_real
                                                      ? a.real * b.imaginary
                                                      : a.imaginary * b.real};
        }
        return (two_doubles){a.real * b.real - a.imaginary * b.imaginary,
                             a.real * b.imaginary + a.imaginary * b.real};
    default:
        return b_is_real ? (two_doubles){a.real / b.real, a.imaginary / b.real}
                         : divided_two(a, b, a_is_real);
    }
}

/* A real operand is made a complex before CPython 3.14, and an infinity that
 * becomes NaN on the way is not saved. What differs by that is inapplicable. */
static void complex_operator(fuzz_step *step, const fuzz_object *left,
                             const fuzz_object *right, two_doubles a,
                             two_doubles b, int op)
{
    if (op == POWER) {
        step->inapplicable = true;
    } else if (op == DIVIDE && b.real == 0 && b.imaginary == 0) {
        zero_division(step);
    } else {
        two_doubles value = operated(a, b, op, false, false);
        two_doubles other = operated(a, b, op, left->kind != &fuzz_complex,
                                     right->kind != &fuzz_complex);
        bool is_nan = isnan(value.real) || isnan(value.imaginary);
        step->inapplicable = !same_two(value, other) ||
                             (op > SUBTRACT && is_nan);
        makes_complex(step, value.real, value.imaginary);
    }
}

/* as_two is |o| for an operator of floats. False: it is too large. */
static bool as_two(fuzz_step *step, const fuzz_object *o, two_doubles *out)
{
    out->imaginary = o->kind == &fuzz_complex ? fuzz_imaginary(o) : 0;
    out->real = fuzz_double_of(o->number);
    if (is_int(o)) {
        fuzz_whole value = fuzz_int_get(o);
        out->real = fuzz_whole_as_double(&value);
    }
    bool fits = !is_int(o) || !isinf(out->real);
    if (!fits) {
        too_large_for_float(step);
    }
    return fits;
}

/* has_operator says that two numbers have it, at least one of which is no int. */
static bool has_operator(bool is_complex, int op)
{
    static const bool of_floats[OPERATORS] = {
        [ADD] = true,          [SUBTRACT] = true, [MULTIPLY] = true,
        [DIVIDE] = true,       [POWER] = true,    [MODULO] = true,
        [FLOOR_DIVIDE] = true, [DIVMOD] = true};
    return of_floats[op] && !(is_complex && (op == MODULO || op == DIVMOD ||
                                             op == FLOOR_DIVIDE));
}

static void predict_numbers(fuzz_step *step, fuzz_object *left,
                            fuzz_object *right, int op, bool in_place)
{
    int which = step->value & 1;
    two_doubles a, b;
    bool is_complex = left->kind == &fuzz_complex ||
                      right->kind == &fuzz_complex;
    bool are_ints = is_int(left) && is_int(right);
    bool are_numbers = is_number(left) && is_number(right);
    if (!are_numbers ||
        (are_ints ? op == MATMUL : !has_operator(is_complex, op))) {
        unsupported(step, left, right, op, in_place);
    } else if (are_ints) {
        fuzz_whole x = fuzz_int_get(left), y = fuzz_int_get(right);
        if (left->kind == &fuzz_bool && right->kind == &fuzz_bool &&
            (op == AND || op == OR || op == XOR)) {
            fuzz_whole both = fuzz_whole_bitwise(&x, &y,
                                                 op == AND  ? '&'
                                                 : op == OR ? '|'
                                                            : '^');
            makes_bool(step, both.n > 0);
        } else {
            int_operator(step, &x, &y, op, which);
        }
    } else if (as_two(step, left, &a) && as_two(step, right, &b)) {
        if (is_complex) {
            complex_operator(step, left, right, a, b, op);
        } else {
            float_operator(step, a.real, b.real, op, which);
        }
    }
}

/* predict_operands: a Hook on the left is asked first, and in place twice, if it
 * does not want to be. */
static void predict_operands(fuzz_step *step, fuzz_object *left,
                             fuzz_object *right, int op, bool in_place)
{
    if (left->kind == &fuzz_str || right->kind == &fuzz_str) {
        step->inapplicable = true; /* its own meaning */
    } else if (is_hook(left) || is_hook(right)) {
        fuzz_object *asked = is_hook(left) ? left : right;
        bool is_wrong = mode_of(asked) == WRONG;
        bool twice = is_wrong && in_place && asked == left;
        if (!hooked(step, asked, 1 + twice)) {
            return;
        }
        if (is_wrong) {
            unsupported(step, left, right, op, in_place);
        } else {
            fuzz_gives(step, in_place && asked == left ? left : right);
        }
    } else {
        predict_numbers(step, left, right, op, in_place);
    }
}

void predict_operator(fuzz_step *step)
{
    step->n[0] = (step->value >> 1) % DIVMOD;
    predict_operands(step, step->oy, step->oz, (int)step->n[0], false);
}

void predict_divmod(fuzz_step *step)
{
    step->n[0] = step->value & 1;
    predict_operands(step, step->oy, step->oz, DIVMOD, false);
}

void predict_in_place(fuzz_step *step)
{
    step->n[0] = (step->value >> 1) % DIVMOD;
    predict_operands(step, step->ox, step->oz, (int)step->n[0], true);
}

/* The modulus is in x, where the result goes. */
void predict_power_modulo(fuzz_step *step)
{
    enum { MOST = 16 }; /* bits of the exponent: more take long here */
    fuzz_object *modulus = step->ox, *y = step->oy, *z = step->oz;
    bool any_hook = is_hook(z) || is_hook(modulus);
    bool any_str = y->kind == &fuzz_str || z->kind == &fuzz_str ||
                   modulus->kind == &fuzz_str;
    if (modulus->kind == &fuzz_NoneType) {
        predict_operands(step, y, z, POWER, false);
        return;
    }
    if (any_str || (any_hook && !is_hook(y)) || y->kind == &fuzz_complex ||
        z->kind == &fuzz_complex || modulus->kind == &fuzz_complex) {
        step->inapplicable = true; /* another exception in each version */
        return;
    }
    if (is_hook(y)) {
        if (is_right(step, y, NULL)) {
            fuzz_gives(step, z);
        }
        step->inapplicable = mode_of(y) == WRONG;
        return;
    }
    if (!is_int(y) || !is_int(z) || !is_int(modulus)) {
        wrong_type(step);
        return;
    }
    fuzz_whole base = fuzz_int_get(y), exponent = fuzz_int_get(z);
    fuzz_whole by = fuzz_int_get(modulus), quotient;
    if (by.n == 0) {
        fuzz_raises(step, PyExc_ValueError, "pow() 3rd argument cannot be 0");
        return;
    }
    if (exponent.negative || fuzz_whole_bits(&exponent) > MOST) {
        step->inapplicable = true;
        return;
    }
    fuzz_whole value = fuzz_whole_from_i64(1);
    fuzz_whole_divide(&value, &by, &quotient, &value);
    fuzz_whole_divide(&base, &by, &quotient, &base);
    for (int bit = fuzz_whole_bits(&exponent) - 1; bit >= 0; bit--) {
        fuzz_whole next = fuzz_whole_multiply(&value, &value);
        fuzz_whole_divide(&next, &by, &quotient, &value);
        if (exponent.digit[0] >> bit & 1) {
            next = fuzz_whole_multiply(&value, &base);
            fuzz_whole_divide(&next, &by, &quotient, &value);
        }
    }
    may_share(step, &value);
}
