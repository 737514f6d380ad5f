#define HF_CORE
#include "internal/representation.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char HF_PRIVATE_ABI = 0;

/* HF_NEVER(called) but by what aborts. */
static void say(const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t n = write(STDERR_FILENO, text, left);
        if (n <= 0) {
            return;
        }
        text += n;
        left -= (size_t)n;
    }
}

/* HF_NEVER(returns) */
void hf_private_assertion_failed(const char *what, const char *file, int line)
{
    char digits[16];
    size_t at = sizeof(digits);
    digits[--at] = '\0';
    do {
        digits[--at] = (char)('0' + line % 10);
        line /= 10;
    } while (line > 0 && at > 0);

    say(file);
    say(":");
    say(digits + at);
    say(": holdfast: does not hold: ");
    say(what);
    say("\n");
    abort();
}

bool hf_private_result_agrees(bool failed)
{
    return failed == (PyErr_Occurred() != NULL);
}

/* HF_NEVER(called) where HF_ASSERT_LEVEL is 0. */
void hf_private_assert_result(bool failed, const char *file, int line)
{
    if (!hf_private_result_agrees(failed)) {
        hf_private_assertion_failed("failed exactly when an exception is set",
                                    file, line);
    }
}

void hf_private_raise_refusal(const char *function, PyObject *operand,
                              const char *expected)
{
    HF_NEED_GIL();
    if (PyErr_Occurred()) {
        return;
    }
    if (operand == NULL) {
        PyErr_Format(PyExc_SystemError,
                     "%s: the %s handle is null and no exception is set "
                     "(was it moved out?)",
                     function, expected);
    } else {
        PyErr_Format(PyExc_TypeError, "expected %s, found %.200s", expected,
                     Py_TYPE(operand)->tp_name);
    }
}

void hf_private_raise_memory_refusal(const char *function, const char *pointer,
                                     Py_ssize_t size)
{
    HF_NEED_GIL();
    if (PyErr_Occurred()) {
        return;
    }
    if (size < 0) {
        PyErr_Format(PyExc_OverflowError,
                     "%s: %zd is no size: it is negative, or was more than a "
                     "Py_ssize_t can hold",
                     function, size);
    } else {
        PyErr_Format(PyExc_SystemError, "%s: the %s is NULL", function,
                     pointer);
    }
}
