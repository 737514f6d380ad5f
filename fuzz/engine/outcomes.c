#define _POSIX_C_SOURCE 200809L /* fork */

#include "fuzz/engine/outcomes.h"

#include "fuzz/engine/process.h"

#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* The counters of all that is compiled with -fsanitize=fuzzer-no-link. The
 * linker defines both where there are any. */
#define FROM_LINKER __attribute__((weak, visibility("hidden")))
extern uint8_t __start___sancov_cntrs[] FROM_LINKER;
extern uint8_t __stop___sancov_cntrs[] FROM_LINKER;

/* n_counters leaves out the checked build: the ledger remembers handles from
 * input to input, in the order of addresses. */
static size_t n_counters(void)
{
#ifdef HF_CHECKED
    return 0;
#else
    return (size_t)(__stop___sancov_cntrs - __start___sancov_cntrs);
#endif
}

/* The run that is going on. */
static const char *input;
static int number;

void fuzz_outcome_begins(void)
{
    if (input != NULL) {
        /* stdout has its buffer from here on. */
        printf("= %s %d\n", input, number);
        size_t n = n_counters();
        if (n > 0) {
            memset(__start___sancov_cntrs, 0, n);
        }
    }
}

static void run_once(const char *path, int run, const uint8_t *data,
                     size_t size)
{
    input = path;
    number = run;
    fuzz_input(data, size);
    printf("covered:");
    for (size_t i = 0; i < n_counters(); i++) {
        if (__start___sancov_cntrs[i] != 0) {
            printf(" %zux%d", i, __start___sancov_cntrs[i]);
        }
    }
    putchar('\n');
    fflush(stdout);
}

static bool run_file(const char *path, bool fresh)
{
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "cannot open %s\n", path);
        return false;
    }
    size_t size = fread(data, 1, sizeof(data), file);
    fclose(file);
    if (!fresh) {
        run_once(path, 1, data, size);
        run_once(path, 2, data, size);
        return true;
    }
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        run_once(path, 1, data, size);
        _exit(0);
    }
    int status = 1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int fuzz_outcomes(bool fresh)
{
    fuzz_tracing = stdout;
    char line[4096];
    bool ok = true;
    while (ok && fgets(line, sizeof(line), stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        ok = run_file(line, fresh);
    }
    return ok ? 0 : 1;
}
