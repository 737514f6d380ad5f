#include "fuzz/engine/late.h"

/* The last step of this run after which it was so. */
static struct {
    int step;
    const char *name; /* NULL: there was none */
    Py_ssize_t wanted, found;
} late;

void fuzz_late(int step, const char *name, Py_ssize_t wanted, Py_ssize_t found)
{
    late.step = step;
    late.name = name;
    late.wanted = wanted;
    late.found = found;
}

void fuzz_late_forget(void)
{
    late.name = NULL;
}

bool fuzz_is_late(void)
{
    return late.name != NULL;
}

void fuzz_late_failed(void)
{
    fuzz_failed("blocks",
                "after step %d, %s, which failed: expected %zd blocks "
                "to be held by what the program has, found %zd, each "
                "time that the input is run",
                late.step, late.name, late.wanted, late.found);
}

void fuzz_check_state(void)
{
    if (PyGC_IsEnabled()) {
        fuzz_failed("state", "expected the collector to be disabled, as it was "
                             "before, found it enabled");
    }
}
