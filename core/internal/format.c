#define HF_CORE
#include "format.h"

#include <string.h>

/* A conversion of a format: what stands between % and |end|. */
typedef struct conversion {
    int stars;   /* ints that it takes for width and precision */
    int longs;   /* how many l; 1 for z, j and t */
    char letter; /* the conversion itself; NUL at the end of the format */
    const char *end;
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
    c.end = *at != '\0' ? at + 1 : at;
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

static const char *named(char argument)
{
    switch (argument) {
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

/* is_right says whether the conversions of |format| fit the arguments that
 * |letters| names; otherwise an exception is set. */
static bool is_right(const char *function, const char *letters,
                     const char *format)
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
        at = c.end;
        if (wanted == NULL) {
            break;
        }
        const int most = c.stars + (c.letter == 'V' ? 2 : 1);
        for (int i = 0; i < most; i++, n++) {
            const char *fitting = i < c.stars    ? "i"
                                  : i == c.stars ? wanted
                                                 : "sp";
            if (letters[n] == '\0' || strchr(fitting, letters[n]) == NULL) {
                PyErr_Format(PyExc_SystemError,
                             "%s: %%%c is given %s: argument %d of the format "
                             "\"%.100s\"",
                             function, c.letter, named(letters[n]), n + 1,
                             format);
                return false;
            }
        }
    }
    return true;
}

PyObject *hf_private_format(const char *function, const char *letters,
                            const char *format, va_list arguments)
{
    return is_right(function, letters + 1, format)
               ? PyUnicode_FromFormatV(format, arguments)
               : NULL;
}
