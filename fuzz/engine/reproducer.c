#include "fuzz/engine/reproducer.h"

#include "core/holdfast.h"
#include "fuzz/engine/late.h"
#include "testing/interpreter.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>

fuzz_counts fuzz_counted;
FILE *fuzz_tracing;
bool fuzz_listing;

static int next_nested;

void do_nested(void)
{
    if (nested[next_nested] != NULL) {
        nested[next_nested++]();
    }
}

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
    signal(SIGABRT, SIG_DFL);
    abort();
}

/* pass runs the program; what is left over is written to |left|, and whether that is
 * anything is the result. */
static bool pass(int number, totals *left)
{
    totals start = totals_now();
    next_nested = 0;
    fuzz_late_forget();
#ifdef HF_CHECKED
    hf_ledger_window window = hf_ledger_begin();
    program();
    hf_ledger_end(window);
#else
    program();
#endif
    *left = totals_since(start);
    fuzz_check_state();
    if (number <= RUNS_MORE) {
        printf("pass %d: %+zd references, %+zd blocks, %+zd bytes\n", number,
               left->references, left->blocks, left->bytes);
    }
    return !is_nothing_left(*left) || fuzz_is_late();
}

int all_passes(void)
{
    totals left;
    for (int number = 1; pass(number, &left); number++) {
        if (number >= RUNS_MORE && fuzz_is_late()) {
            fuzz_late_failed();
        }
        if (number >= runs_to_judge(left)) {
            fuzz_failed("totals", "something is left over each time");
        }
    }
    printf("every check held\n");
    return 0;
}

/* on_memory_error says in a sentence what would end in silence: memory that is
 * used after its end need not be mapped any more. */
static void on_memory_error(int number)
{
    fprintf(stderr, "\n== holdfast: the memory oracle ==\n");
    fuzz_where(stderr);
    fprintf(stderr, "it uses memory that is not there (any more); the command "
                    "with AddressSanitizer, on top of this program, says "
                    "which\n");
    signal(number, SIG_DFL);
    raise(number);
}

void __asan_init(void) __attribute__((weak));
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return FREED_IS_FILLED;
}

void start_program(void)
{
    setvbuf(stdout, NULL, _IONBF, 0); /* a buffer would be counted */
    /* First of all: what a target expects, and comes back from, it handles
     * itself. */
    if (__asan_init == NULL) { /* which says more */
        signal(SIGSEGV, on_memory_error);
        signal(SIGBUS, on_memory_error);
    }
    start_interpreter(PYMEM_ALLOCATOR_MALLOC);
    PyGC_Disable();
    fuzz_begin();
    fill_free_lists();
    fuzz_tracing = stdout;
}

/* Several programs in one have a main of their own. */
__attribute__((weak)) int main(void)
{
    start_program();
    return all_passes();
}
