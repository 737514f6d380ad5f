#include "fuzz/engine/reproducer.h"

#include "core/holdfast.h"

#include <stdarg.h>
#include <stdlib.h>

fuzz_counts fuzz_counted;
FILE *fuzz_tracing;

void fuzz_failed(const char *oracle, const char *format, ...)
{
    end_of_failure();
    fprintf(stderr, "\n== holdfast: the %s oracle ==\n", oracle);
    fuzz_where(stderr);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    if (PyErr_Occurred()) {
        PyErr_Print();
    }
    fflush(stderr);
    abort();
}

/* pass runs the program and says whether anything was left over. */
static bool pass(int number)
{
    totals start = totals_now();
#ifdef HF_CHECKED
    hf_ledger_window window = hf_ledger_begin();
    program();
    hf_ledger_end(window);
#else
    program();
#endif
    totals left = totals_since(start);
    printf("pass %d: %+zd references, %+zd blocks, %+zd bytes\n", number,
           left.references, left.blocks, left.bytes);
    return !totals_are_zero(left);
}

static int all_passes(void)
{
    /* What a cache keeps is kept once; what leaks, each time. */
    enum { PASSES = 4 };
    int number = 1;
    while (pass(number)) {
        if (number++ == PASSES) {
            fuzz_failed("totals", "something is left over each time");
        }
    }
    printf("every check held\n");
    return 0;
}

static void start_program(void)
{
    setvbuf(stdout, NULL, _IONBF, 0); /* a buffer would be counted */
    start_interpreter(PYMEM_ALLOCATOR_MALLOC);
    PyGC_Disable();
    fuzz_begin();
    fuzz_tracing = stdout;
}

int main(void)
{
    start_program();
    return all_passes();
}
