#define HF_CORE
#include "format.h"

#include <string.h>

/* A conversion of a format: what stands behind %. */
typedef struct conversion {
    int stars;   /* ints that it takes for width and precision */
    int longs;   /* how many l; 1 for z, j and t */
    char letter; /* the conversion itself; NUL at the end of the format */
    const char *at; /* where that stands */
} conversion;

static conversion read_conversion(const char *at)
{
    conversion c = {0, 0, '\0', at};
    while (*at != '\0' && strchr("-0#123456789.*", *at) != NULL) {
        c.stars += *at == '*';
        at++;
    }
    while (*at != '\0' && strchr("lzjt", *at) != NULL) {
        c.longs++;
        at++;
    }
    c.letter = *at;
    c.at = at;
    return c;
}

/* takes gives the letters of the arguments that a conversion can take; NULL for
 * one that is not known here: CPython decides. */
static const char *takes(const conversion *c)
{
    if (strchr("cdiuoxX", c->letter) != NULL) {
        return c->longs == 0 ? "i" : "lL";
    }
    if (c->letter == 's') {
        return "sp";
    }
    if (c->letter == 'p') {
        return "spoh";
    }
    return strchr("AUSRVTN", c->letter) != NULL ? "ohp" : NULL;
}

/* What the letter of an argument is for one that is NULL, and must not be. */
enum { A_NULL = 'N' };

static const char *named(char argument)
{
    switch (argument) {
    case A_NULL:
        return "NULL (was it moved out, or not given?)";
    case 's':
        return "a char pointer";
    case 'p':
        return "a pointer";
    case 'd':
        return "a double";
    case 'i':
        return "an int";
    case 'l':
    case 'L':
        return "a long";
    case '\0':
        return "nothing";
    default:
        return "an object (%S is str(x), %R is repr(x))";
    }
}

/* next_is_null takes the next argument, which |letter| names. */
static bool next_is_null(char letter, va_list *arguments)
{
    switch (letter) {
    case 'i':
        (void)va_arg(*arguments, int);
        return false;
    case 'l':
        (void)va_arg(*arguments, long);
        return false;
    case 'L':
        (void)va_arg(*arguments, long long);
        return false;
    default:
        return va_arg(*arguments, void *) == NULL;
    }
}

/* is_right says whether the conversions of |format| fit the |arguments|, which
 * |letters| names; otherwise an exception is set. */
static bool is_right(const char *function, const char *letters,
                     const char *format, va_list *arguments)
{
    int n = 0;
    const char *at = format;
    while ((at = strchr(at, '%')) != NULL) {
        /* A percent has a width at most: where it has more CPython copies the
         * rest, or refuses it. */
        const char *percent = at + 1 + strspn(at + 1, "0123456789");
        if (*percent == '%') {
            at = percent + 1;
            continue;
        }
        const conversion c = read_conversion(at + 1);
        const char *wanted = c.letter != '\0' ? takes(&c) : NULL;
        at = c.at;
        if (wanted == NULL) {
            break;
        }
        const int most = c.stars + (c.letter == 'V' ? 2 : 1);
        for (int i = 0; i < most; i++, n++) {
            const char *fitting = i < c.stars    ? "i"
                                  : i == c.stars ? wanted
                                                 : "sp";
            char given = letters[n];
            bool fits = given != '\0' && strchr(fitting, given) != NULL;
            /* %V has another argument for one that is NULL. */
            if (fits && next_is_null(given, arguments) && c.letter != 'p' &&
                c.letter != 'V') {
                given = A_NULL;
                fits = false;
            }
            if (!fits) {
                PyErr_Format(PyExc_SystemError,
                             "%s: %%%c is given %s: argument %d of the format "
                             "\"%.100s\"",
                             function, c.letter, named(given), n + 1, format);
                return false;
            }
        }
    }
    return true;
}

PyObject *hf_private_format(const char *function, const char *letters,
                            const char *format, va_list arguments)
{
    va_list read;
    va_copy(read, arguments);
    bool right = is_right(function, letters + 1, format, &read);
    va_end(read);
    return right ? PyUnicode_FromFormatV(format, arguments) : NULL;
}
