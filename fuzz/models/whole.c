#include "fuzz/models/whole.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* trimmed is |a| without digits that say nothing. */
static fuzz_whole trimmed(fuzz_whole a)
{
    while (a.n > 0 && a.digit[a.n - 1] == 0) {
        a.n--;
    }
    a.negative = a.negative && a.n > 0;
    return a;
}

fuzz_whole fuzz_whole_from_u64(uint64_t value)
{
    fuzz_whole a = {.n = 2,
                    .digit = {(uint32_t)value, (uint32_t)(value >> 32)}};
    return trimmed(a);
}

fuzz_whole fuzz_whole_from_i64(int64_t value)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    fuzz_whole a = fuzz_whole_from_u64(size);
    a.negative = value < 0;
    return a;
}

static uint32_t digit_of(const fuzz_whole *a, int i)
{
    return i < a->n ? a->digit[i] : 0;
}

/* low_64 is the size of |a|, as far as it is in 64 bits. */
static uint64_t low_64(const fuzz_whole *a)
{
    return digit_of(a, 0) | (uint64_t)digit_of(a, 1) << 32;
}

bool fuzz_whole_as_u64(const fuzz_whole *a, uint64_t *out)
{
    *out = low_64(a);
    return !a->negative && a->n <= 2;
}

bool fuzz_whole_as_i64(const fuzz_whole *a, int64_t *out)
{
    uint64_t size = low_64(a);
    *out = (int64_t)(a->negative ? 0 - size : size);
    return a->n <= 2 && size <= (uint64_t)INT64_MAX + a->negative;
}

int fuzz_whole_bits(const fuzz_whole *a)
{
    return a->n == 0 ? 0 : 32 * a->n - __builtin_clz(a->digit[a->n - 1]);
}

bool fuzz_whole_is_odd(const fuzz_whole *a)
{
    return digit_of(a, 0) & 1;
}

/* ---- Sizes, without their signs. */

static int compare_sizes(const fuzz_whole *a, const fuzz_whole *b)
{
    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    int i = a->n - 1;
    while (i >= 0 && a->digit[i] == b->digit[i]) {
        i--;
    }
    return i < 0 ? 0 : a->digit[i] < b->digit[i] ? -1 : 1;
}

static fuzz_whole add_sizes(const fuzz_whole *a, const fuzz_whole *b)
{
    fuzz_whole sum;
    uint64_t carry = 0;
    sum.negative = false;
    sum.n = (a->n > b->n ? a->n : b->n) + 1;
    for (int i = 0; i < sum.n; i++) {
        carry += (uint64_t)digit_of(a, i) + digit_of(b, i);
        sum.digit[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return trimmed(sum);
}

/* subtract_sizes is for |a| that is not less. */
static fuzz_whole subtract_sizes(const fuzz_whole *a, const fuzz_whole *b)
{
    fuzz_whole difference;
    int64_t borrow = 0;
    difference.negative = false;
    difference.n = a->n;
    for (int i = 0; i < a->n; i++) {
        borrow += (int64_t)digit_of(a, i) - digit_of(b, i);
        difference.digit[i] = (uint32_t)borrow;
        borrow >>= 32;
    }
    return trimmed(difference);
}

static fuzz_whole shift_size(const fuzz_whole *a, int n)
{
    fuzz_whole out = {.n = 0};
    int digits = (n < 0 ? -n : n) / 32, bits = (n < 0 ? -n : n) % 32;
    out.n = n < 0 ? a->n - digits : a->n + digits + 1;
    for (int i = 0; i < out.n; i++) {
        int from = n < 0 ? i + digits : i - digits;
        uint64_t low = from >= 0 ? digit_of(a, from) : 0;
        if (n < 0) {
            low |= (uint64_t)digit_of(a, from + 1) << 32;
            out.digit[i] = (uint32_t)(low >> bits);
        } else {
            uint64_t below = from > 0 ? digit_of(a, from - 1) : 0;
            out.digit[i] = (uint32_t)((low << 32 | below) << bits >> 32);
        }
    }
    out.n = out.n < 0 ? 0 : out.n;
    return trimmed(out);
}

/* divide_by_digit divides |a| in place, and gives what is left. */
static uint32_t divide_by_digit(fuzz_whole *a, uint32_t by)
{
    uint64_t left = 0;
    for (int i = a->n - 1; i >= 0; i--) {
        left = left << 32 | a->digit[i];
        a->digit[i] = (uint32_t)(left / by);
        left %= by;
    }
    *a = trimmed(*a);
    return (uint32_t)left;
}

/* take_bit is |a| * 2 + |bit|, and take_away is |a| - |b|, in place. */
static void take_bit(fuzz_whole *a, uint32_t bit)
{
    for (int i = 0; i < a->n; i++) {
        uint32_t digit = a->digit[i];
        a->digit[i] = digit << 1 | bit;
        bit = digit >> 31;
    }
    if (bit != 0) {
        a->digit[a->n++] = bit;
    }
}

static void take_away(fuzz_whole *a, const fuzz_whole *b)
{
    int64_t borrow = 0;
    for (int i = 0; i < a->n; i++) {
        borrow += (int64_t)a->digit[i] - digit_of(b, i);
        a->digit[i] = (uint32_t)borrow;
        borrow >>= 32;
    }
    while (a->n > 0 && a->digit[a->n - 1] == 0) {
        a->n--;
    }
}

/* divide_sizes divides bit by bit. */
static void divide_sizes(const fuzz_whole *a, const fuzz_whole *b,
                         fuzz_whole *quotient, fuzz_whole *remainder)
{
    int bits = 32 * a->n;
    *quotient = *a; /* which may be where the remainder goes */
    quotient->negative = false;
    if (b->n == 1) {
        *remainder = fuzz_whole_from_u64(
            divide_by_digit(quotient, b->digit[0]));
        return;
    }
    *remainder = (fuzz_whole){.n = 0};
    for (int bit = bits - 1; bit >= 0; bit--) {
        uint32_t mask = (uint32_t)1 << bit % 32;
        take_bit(remainder, (quotient->digit[bit / 32] & mask) != 0);
        quotient->digit[bit / 32] &= ~mask;
        if (compare_sizes(remainder, b) >= 0) {
            take_away(remainder, b);
            quotient->digit[bit / 32] |= mask;
        }
    }
    *quotient = trimmed(*quotient);
}

/* ---- With signs. */

int fuzz_whole_compare(const fuzz_whole *a, const fuzz_whole *b)
{
    if (a->negative != b->negative) {
        return a->negative ? -1 : 1;
    }
    return a->negative ? -compare_sizes(a, b) : compare_sizes(a, b);
}

fuzz_whole fuzz_whole_negate(fuzz_whole a)
{
    a.negative = !a.negative && a.n > 0;
    return a;
}

fuzz_whole fuzz_whole_add(const fuzz_whole *a, const fuzz_whole *b)
{
    const fuzz_whole *large = compare_sizes(a, b) < 0 ? b : a;
    fuzz_whole sum = a->negative == b->negative
                         ? add_sizes(a, b)
                         : subtract_sizes(large, large == a ? b : a);
    sum.negative = large->negative && sum.n > 0;
    return sum;
}

fuzz_whole fuzz_whole_subtract(const fuzz_whole *a, const fuzz_whole *b)
{
    fuzz_whole other = fuzz_whole_negate(*b);
    return fuzz_whole_add(a, &other);
}

fuzz_whole fuzz_whole_multiply(const fuzz_whole *a, const fuzz_whole *b)
{
    fuzz_whole product = {.negative = a->negative != b->negative,
                          .n = a->n + b->n};
    for (int i = 0; i < a->n; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < b->n || carry > 0; j++) {
            carry += product.digit[i + j] +
                     (uint64_t)a->digit[i] * digit_of(b, j);
            product.digit[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
    }
    return trimmed(product);
}

void fuzz_whole_divide(const fuzz_whole *a, const fuzz_whole *b,
                       fuzz_whole *quotient, fuzz_whole *remainder)
{
    fuzz_whole one = fuzz_whole_from_i64(1);
    bool differ = a->negative != b->negative;
    divide_sizes(a, b, quotient, remainder);
    if (differ) { /* to be rounded away from 0 */
        if (remainder->n > 0) {
            *quotient = add_sizes(quotient, &one);
            *remainder = subtract_sizes(b, remainder);
        }
        *quotient = fuzz_whole_negate(*quotient);
    }
    remainder->negative = b->negative && remainder->n > 0;
}

fuzz_whole fuzz_whole_shift(const fuzz_whole *a, int n)
{
    if (n >= 0 || !a->negative) {
        fuzz_whole out = shift_size(a, n);
        out.negative = a->negative && out.n > 0;
        return out;
    }
    /* -1 - ((-1 - a) >> n) rounds down. */
    fuzz_whole minus_one = fuzz_whole_from_i64(-1);
    fuzz_whole turned = fuzz_whole_subtract(&minus_one, a);
    turned = shift_size(&turned, n);
    return fuzz_whole_subtract(&minus_one, &turned);
}

/* complement writes two's complement, as long as can be. */
static fuzz_whole complement(const fuzz_whole *a)
{
    fuzz_whole out = *a;
    uint64_t carry = a->negative;
    uint32_t turn = a->negative ? UINT32_MAX : 0;
    for (int i = 0; i < FUZZ_WHOLE_DIGITS; i++) {
        carry += digit_of(a, i) ^ turn;
        out.digit[i] = (uint32_t)carry;
        carry >>= 32;
    }
    out.n = FUZZ_WHOLE_DIGITS;
    return out;
}

fuzz_whole fuzz_whole_bitwise(const fuzz_whole *a, const fuzz_whole *b, char op)
{
    fuzz_whole x = complement(a), y = complement(b);
    for (int i = 0; i < FUZZ_WHOLE_DIGITS; i++) {
        x.digit[i] = op == '&'   ? x.digit[i] & y.digit[i]
                     : op == '|' ? x.digit[i] | y.digit[i]
                                 : x.digit[i] ^ y.digit[i];
    }
    x.negative = x.digit[FUZZ_WHOLE_DIGITS - 1] >> 31;
    return trimmed(complement(&x));
}

/* ---- Doubles. */

/* nearest is the double nearest to |a| * 2**|exponent|, and to a bit more than
 * that where |more|. C rounds 64 bits to the nearest, and to even. */
static double nearest(const fuzz_whole *a, bool more, int exponent)
{
    int beyond = fuzz_whole_bits(a) - 64;
    fuzz_whole top = *a;
    if (beyond > 0) {
        top = shift_size(a, -beyond);
        fuzz_whole back = shift_size(&top, beyond);
        more |= compare_sizes(&back, a) != 0;
        exponent += beyond;
    }
    double size = ldexp((double)(low_64(&top) | more), exponent);
    return a->negative ? -size : size;
}

double fuzz_whole_as_double(const fuzz_whole *a)
{
    return nearest(a, false, 0);
}

double fuzz_whole_ratio(const fuzz_whole *a, const fuzz_whole *b)
{
    /* The quotient of what is shifted has 65 bits, or 66. */
    int shift = 65 - (fuzz_whole_bits(a) - fuzz_whole_bits(b));
    fuzz_whole over = shift > 0 ? shift_size(a, shift) : *a;
    fuzz_whole under = shift < 0 ? shift_size(b, -shift) : *b;
    fuzz_whole quotient, remainder;
    divide_sizes(&over, &under, &quotient, &remainder);
    double size = nearest(&quotient, remainder.n > 0, -shift);
    return a->negative != b->negative ? -size : size;
}

fuzz_whole fuzz_whole_from_double(double finite)
{
    int exponent;
    double part = frexp(fabs(finite), &exponent); /* below 1 */
    fuzz_whole bits = fuzz_whole_from_u64((uint64_t)ldexp(part, 53));
    fuzz_whole out = shift_size(&bits, exponent < -60 ? -60 : exponent - 53);
    out.negative = finite < 0 && out.n > 0;
    return out;
}

int fuzz_whole_compare_double(const fuzz_whole *a, double b)
{
    if (isinf(b)) {
        return b > 0 ? -1 : 1;
    }
    fuzz_whole whole = fuzz_whole_from_double(b);
    double fraction = b - trunc(b);
    int order = fuzz_whole_compare(a, &whole);
    return order != 0 ? order : fraction == 0 ? 0 : fraction > 0 ? -1 : 1;
}

/* ---- Text. */

size_t fuzz_whole_to_text(const fuzz_whole *a, int base,
                          char out[FUZZ_WHOLE_TEXT])
{
    char reversed[FUZZ_WHOLE_TEXT];
    size_t n = 0, size = 0;
    fuzz_whole left = *a;
    do {
        uint32_t digit = divide_by_digit(&left, (uint32_t)base);
        reversed[n++] = "0123456789abcdefghijklmnopqrstuvwxyz"[digit];
    } while (left.n > 0);
    if (a->negative) {
        out[size++] = '-';
    }
    while (n > 0) {
        out[size++] = reversed[--n];
    }
    out[size] = '\0';
    return size;
}

/* digit_value is 36 for what is no digit. */
static int digit_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'z' ? c - 'a' + 10
           : c >= 'A' && c <= 'Z' ? c - 'A' + 10
                                  : 36;
}

static bool is_space(char c)
{
    return (c >= '\t' && c <= '\r') || c == ' ';
}

/* prefix_of is the base that |text| begins with, or 0. */
static int prefix_of(const char *text, size_t size)
{
    char c = size > 1 && text[0] == '0' ? (char)tolower(text[1]) : '\0';
    return c == 'b' ? 2 : c == 'o' ? 8 : c == 'x' ? 16 : 0;
}

bool fuzz_whole_from_text(const char *text, size_t size, int base,
                          fuzz_whole *out)
{
    while (size > 0 && is_space(text[0])) {
        text++, size--;
    }
    while (size > 0 && is_space(text[size - 1])) {
        size--;
    }
    bool negative = size > 0 && text[0] == '-';
    if (size > 0 && (text[0] == '-' || text[0] == '+')) {
        text++, size--;
    }
    int prefix = prefix_of(text, size);
    bool decides = base == 0, only_zeros = false;
    bool again = false; /* an underscore may stand here */
    if (prefix != 0 && (decides || prefix == base)) {
        base = prefix;
        text += 2, size -= 2;
        again = true;
    } else if (decides) {
        base = 10;
        only_zeros = size > 0 && text[0] == '0'; /* an old octal literal */
    }
    bool digit_last = false;
    *out = (fuzz_whole){.n = 0};
    fuzz_whole by = fuzz_whole_from_i64(base);
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '_' && (digit_last || again)) {
            digit_last = again = false;
            continue;
        }
        int value = digit_value(text[i]);
        if (value >= base || (only_zeros && value != 0)) {
            return false;
        }
        fuzz_whole digit = fuzz_whole_from_i64(value);
        if (fuzz_whole_bits(out) <= FUZZ_WHOLE_BITS) { /* too many stay so */
            *out = fuzz_whole_multiply(out, &by);
            *out = add_sizes(out, &digit);
        }
        digit_last = true;
        again = false;
    }
    out->negative = negative && out->n > 0;
    return digit_last;
}

/* ---- Bytes. */

fuzz_whole fuzz_whole_from_bytes(const uint8_t *data, size_t size,
                                 bool is_signed)
{
    fuzz_whole out = {.n = (int)(size + 3) / 4};
    for (size_t i = 0; i < size; i++) {
        out.digit[i / 4] |= (uint32_t)data[i] << 8 * (i % 4);
    }
    out = trimmed(out);
    if (is_signed && size > 0 && data[size - 1] >= 0x80) {
        fuzz_whole one = fuzz_whole_from_i64(1);
        fuzz_whole all = shift_size(&one, 8 * (int)size);
        out = fuzz_whole_subtract(&out, &all);
    }
    return out;
}

bool fuzz_whole_to_bytes(const fuzz_whole *a, uint8_t *data, size_t size,
                         bool is_signed)
{
    fuzz_whole bytes = complement(a);
    for (size_t i = 0; i < size; i++) {
        data[i] = (uint8_t)(bytes.digit[i / 4] >> 8 * (i % 4));
    }
    fuzz_whole read = fuzz_whole_from_bytes(data, size, is_signed);
    return fuzz_whole_compare(&read, a) == 0;
}
