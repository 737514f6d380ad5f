/* What formats do. In each, a unit is a letter and what follows it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <string.h>

#include "events.h"

void holdfast_watch_parsed(const char *format, va_list arguments,
                           const char *file, int line, const char *function)
{
    for (const char *f = format; *f != 0 && *f != ':' && *f != ';'; f++) {
        if (strchr("()|$ ", *f) != NULL) {
            continue;
        }
        void *converter = NULL;
        if (*f == 'e' && f[1] != 0) {
            (void)va_arg(arguments, void *);
            f++;
        } else if (*f == 'O' && (f[1] == '!' || f[1] == '&')) {
            converter = va_arg(arguments, void *);
            f++;
        }
        void *target = va_arg(arguments, void *);
        if (converter == (void *)(uintptr_t)PyUnicode_FSConverter ||
            converter == (void *)(uintptr_t)PyUnicode_FSDecoder) {
            holdfast_watch(*(PyObject **)target, HFW_NEW, "O&", file, line,
                           function);
        }
        if (f[1] == '*') {
            Py_buffer *view = target;
            if (view->obj != NULL) {
                holdfast_watch(view->obj, HFW_NEW, "PyArg_Parse", file, line,
                               function);
            }
            f++;
        } else if (f[1] == '#') {
            (void)va_arg(arguments, void *);
            f++;
        }
    }
}

void holdfast_watch_built(const char *format, va_list arguments, int clean,
                          const char *file, int line, const char *function)
{
    if (strpbrk(format, "NOS") == NULL) {
        return;
    }
    for (const char *f = format; *f != 0; f++) {
        switch (*f) {
        case 'b':
        case 'B':
        case 'h':
        case 'H':
        case 'i':
        case 'c':
        case 'C':
        case 'p':
            (void)va_arg(arguments, int);
            break;
        case 'I':
            (void)va_arg(arguments, unsigned);
            break;
        case 'l':
        case 'k':
            (void)va_arg(arguments, long);
            break;
        case 'L':
        case 'K':
            (void)va_arg(arguments, long long);
            break;
        case 'n':
            (void)va_arg(arguments, Py_ssize_t);
            break;
        case 'd':
        case 'f':
            (void)va_arg(arguments, double);
            break;
        case 's':
        case 'z':
        case 'y':
        case 'u':
        case 'U':
        case 'D':
            (void)va_arg(arguments, void *);
            if (f[1] == '#') {
                f++;
                if (clean) {
                    (void)va_arg(arguments, Py_ssize_t);
                } else {
                    (void)va_arg(arguments, int);
                }
            }
            break;
        case 'O':
        case 'S':
        case 'N': {
            PyObject *object = va_arg(arguments, PyObject *);
            if (f[1] == '&') {
                (void)va_arg(arguments, void *);
                f++;
            } else if (object != NULL) {
                holdfast_watch(object, *f == 'N' ? HFW_STOLEN : HFW_HELD,
                               "Py_BuildValue", file, line, function);
            }
            break;
        }
        case '(':
        case ')':
        case '[':
        case ']':
        case '{':
        case '}':
        case ',':
        case ':':
        case ' ':
        case '\t':
            break;
        default:
            return; /* not known: the rest cannot be read */
        }
    }
}
