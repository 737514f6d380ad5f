/* example.gil: to let others run while C does what needs no Python. */
#include "bind/module.h"

#include <errno.h>
#include <time.h>

/* A signal may wake it up before its time. */
static void nap(uint32_t milliseconds)
{
    struct timespec left = {milliseconds / 1000,
                            (long)(milliseconds % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

/* All of Python sleeps. */
static hf_worked sleep_held(uint32_t millis)
{
    nap(millis);
    return hf_worked_if(true);
}
HF_FUNCTION_AS("sleep", sleep_held, none, "Sleep, and let nobody run.",
               arg(uint32_t, millis))

/* This thread sleeps. */
static hf_worked sleep_release(uint32_t millis)
{
    hf_without_gil {
        nap(millis);
    }
    return hf_worked_if(true);
}
HF_FUNCTION(sleep_release, none, "Sleep, and let others run.",
            arg(uint32_t, millis))

/* Work on memory of Python's: the buffer keeps it where it is, and handles are
 * not touched before the block has ended. */
static hf_worked count(hf_object_borrowed data, uint8_t byte, int64_t *out)
{
    hf_auto_buffer(b);
    *out = 0;
    if (!hf_buffer_get(data,
                       (hf_buffer_needs){.contiguous = true, .format = "B"},
                       &b)) {
        return hf_worked_if(false);
    }
    Py_ssize_t n;
    const uint8_t *bytes = hf_buffer_array(uint8_t, &b, &n);
    if (bytes == NULL) {
        return hf_worked_if(false);
    }
    int64_t found = 0;
    hf_without_gil {
        for (Py_ssize_t i = 0; i < n; i++) {
            found += bytes[i] == byte;
        }
    }
    *out = found;
    return hf_worked_if(true);
}
HF_FUNCTION(count, none, "How often the byte is there.", arg(object, data),
            arg(uint8_t, byte), slash, out(int64_t))

HF_MODULE(gil, "Letting others run.", function(sleep_held),
          function(sleep_release), function(count), per_interpreter_gil)
