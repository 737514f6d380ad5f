#include "fuzz/engine/process.h"

#include "fuzz/engine/emit.h"
#include "fuzz/engine/late.h"

#include "core/holdfast.h"
#include "fuzz/engine/outcomes.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef Py_REF_DEBUG
#error "the fuzzers count references: they need a debug build of CPython"
#endif

FILE *fuzz_tracing;
bool fuzz_listing;
fuzz_counts fuzz_counted;

/* explain prints the input in words, once. Whatever ends the process, it
 * passes here. */
static bool explained;
static void explain(void)
{
    if (explained) {
        return;
    }
    explained = true;
    fuzz_emit_end();
    fuzz_explain(stderr);
    fprintf(stderr,
            "\nThe input is in the file that is named below (Test unit written "
            "...).\nTo see it step by step: ./bazelw run //fuzz:%s_run -- "
            "--replay FILE\n",
            fuzz_name());
    fflush(stderr);
}

/* An oracle has said all that there is to say. libFuzzer follows each signal
 * with the stack, of which nothing is the target's; the linker has it call
 * this. */
static bool told;
void __real___sanitizer_print_stack_trace(void) __attribute__((weak));
void __wrap___sanitizer_print_stack_trace(void);
void __wrap___sanitizer_print_stack_trace(void)
{
    if (!told && __real___sanitizer_print_stack_trace != NULL) {
        __real___sanitizer_print_stack_trace();
    }
}

void fuzz_failed(const char *oracle, const char *format, ...)
{
    told = true;
    end_of_failure();
    fprintf(stderr, "\n== holdfast: %s: the %s oracle ==\n", fuzz_name(),
            oracle);
    fuzz_where(stderr);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    if (PyErr_Occurred()) {
        PyErr_Print();
    }
    fuzz_emit_remark(oracle);
    explain();
    abort();
}

/* leftover runs an input and says what is left over. */
static totals leftover(const uint8_t *data, size_t size)
{
    fuzz_late_forget();
    fuzz_outcome_begins();
    totals before = totals_now();
#ifdef HF_CHECKED
    /* In the checked build the ledger is one more oracle: a mistake aborts at
     * its line, and so does a handle that an input leaves open. */
    bool watches = fuzz_leaves_handles == NULL;
    hf_ledger_window window = watches ? hf_ledger_begin() : 0;
    fuzz_once(data, size);
    if (watches) {
        hf_ledger_end(window);
    }
#else
    fuzz_once(data, size);
#endif
    totals left = totals_since(before);
    fuzz_check_state();
    fuzz_emit_end(); /* the program repeats itself */
    return left;
}

void fuzz_input(const uint8_t *data, size_t size)
{
    if (fuzz_prepare != NULL) {
        fuzz_prepare(data, size);
    }
    totals left = leftover(data, size);
    fuzz_counted.inputs++;
    for (int run = 1; !is_nothing_left(left) || fuzz_is_late(); run++) {
        if (run >= RUNS_MORE && fuzz_is_late()) {
            fuzz_late_failed();
        }
        if (run >= runs_to_judge(left)) {
            fuzz_failed("totals",
                        "expected nothing left over; found %+zd "
                        "references, %+zd blocks and %+zd bytes, each time "
                        "that the input is run",
                        left.references, left.blocks, left.bytes);
        }
        left = leftover(data, size);
    }
}

/* ---- Ends that are not ours: a sanitizer's report, an assertion in CPython.
 */

static struct sigaction previous_abort;

static void on_abort(int number, siginfo_t *info, void *context)
{
    explain();
    if (previous_abort.sa_flags & SA_SIGINFO) {
        previous_abort.sa_sigaction(number, info, context);
    } else if (previous_abort.sa_handler != SIG_DFL &&
               previous_abort.sa_handler != SIG_IGN) {
        previous_abort.sa_handler(number);
    }
    signal(SIGABRT, SIG_DFL);
    raise(SIGABRT);
}

/* libFuzzer sets its handlers after LLVMFuzzerInitialize: so this is called
 * with the first input, and calls them in turn. */
static void explain_aborts(void)
{
    struct sigaction action = {0};
    action.sa_sigaction = on_abort;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGABRT, &action, &previous_abort);
}

/* Where AddressSanitizer is not, nothing may call it: that is how the services
 * that fuzz all the time tell a program that is built for another sanitizer. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

#ifdef WITH_ASAN
void __asan_set_error_report_callback(void (*callback)(const char *report));

static void on_report(const char *report)
{
    if (strstr(report, "a high value address") != NULL) {
        fprintf(stderr, "holdfast: what is freed is filled with 0xDB, and an "
                        "address of such bytes was read: something was most "
                        "likely used after its end\n");
    }
    explain();
}

__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return FREED_IS_FILLED;
}
#endif

static void explain_reports(void)
{
#ifdef WITH_ASAN
    __asan_set_error_report_callback(on_report);
#endif
}

void __ubsan_on_report(void);

void __ubsan_on_report(void)
{
    explain();
}

/* ---- The program. */

void fuzz_start(void)
{
    static bool started;
    if (started) {
        return;
    }
    started = true;
    /* AddressSanitizer shall see each object. */
    start_interpreter(PYMEM_ALLOCATOR_MALLOC);
    PyGC_Disable();
    fuzz_begin();
    fill_free_lists();
#ifdef HF_CHECKED
    if (fuzz_leaves_handles == NULL) {
        hf_ledger_first(); /* what it keeps of itself is there before the first input */
    }
#endif
    explain_reports();
}

/* sum_up ends a run that found nothing. */
static void sum_up(void)
{
    if (fuzz_counted.inputs > 0 && !explained) {
        fprintf(stderr, "%s: %llu inputs", fuzz_name(), fuzz_counted.inputs);
        if (fuzz_counted.steps > 0) {
            fprintf(stderr, ", %llu operations, %llu failed allocations",
                    fuzz_counted.steps, fuzz_counted.failures);
        }
        fprintf(stderr, "; every check held\n");
    }
}

/* replay runs one input, step by step; the program that does the same goes to
 * the file |program|, if that is not NULL. */
static int replay(const char *path, const char *program)
{
    FILE *file = fopen(path, "rb");
    static uint8_t data[1 << 20];
    if (file == NULL) {
        fprintf(stderr, "cannot open %s\n", path);
        return 1;
    }
    size_t size = fread(data, 1, sizeof(data), file);
    fclose(file);
    fuzz_tracing = fuzz_listing ? NULL : stderr;
    fprintf(stderr, "%s: %zu bytes\n", path, size);
    if (program != NULL && !fuzz_emit_begin(program, path, fuzz_prelude())) {
        return 1;
    }
    explain_aborts();
    fuzz_input(data, size);
    fprintf(stderr, "nothing is wrong with this input\n");
    return 0;
}

static unsigned long long most_operations;

static void help(void)
{
    printf("%s: a fuzz target of Holdfast (docs/fuzzing.md)\n\n"
           "  --replay FILE        run one input, and say each step\n"
           "  --list FILE          run one input, in silence where nothing is "
           "wrong\n"
           "  --emit-c FILE PROGRAM  write the C program that does the same\n"
           "  --operations=N       end after so many operations\n"
           "  -help=1              the options of libFuzzer\n",
           fuzz_name());
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    fuzz_start();
    const char operations[] = "--operations=";
    for (int i = 1; i < *argc; i++) {
        const char *argument = (*argv)[i];
        if (strcmp(argument, "--help") == 0) {
            help();
            exit(0);
        }
        fuzz_listing = strcmp(argument, "--list") == 0;
        if ((fuzz_listing || strcmp(argument, "--replay") == 0) &&
            i + 1 < *argc) {
            exit(replay((*argv)[i + 1], NULL));
        }
        if (strcmp(argument, "--emit-c") == 0) {
            int failed = 0;
            for (; i + 2 < *argc && failed == 0; i += 2) {
                failed = replay((*argv)[i + 1], (*argv)[i + 2]);
            }
            exit(failed);
        }
        if (strcmp(argument, "--outcomes") == 0 && i + 1 < *argc) {
            exit(fuzz_outcomes(strcmp((*argv)[i + 1], "fresh") == 0));
        }
        if (strncmp(argument, operations, strlen(operations)) == 0) {
            most_operations = strtoull(argument + strlen(operations), NULL, 10);
        }
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool first = true;
    if (first) {
        first = false;
        explain_aborts();
        atexit(sum_up);
    }
    fuzz_input(data, size);
    if (most_operations > 0 && fuzz_counted.steps >= most_operations) {
        sum_up();
        _exit(0); /* libFuzzer takes exit for a failure */
    }
    return 0;
}
