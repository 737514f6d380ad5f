/* live N CYCLES: N handles are open, while CYCLES more are opened and closed.
 * Prints the bytes for each of the N, the growth over the cycles and over those
 * of the process, and the nanoseconds of a cycle. */
#include "tests/ledger/program.h"

#include <time.h>

static long count, cycles;

/* resident is how much memory of its own the process has. */
static long resident(void)
{
    long size = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    expect(file != NULL && fscanf(file, "%ld %ld", &size, &pages) == 2);
    fclose(file);
    return pages * 4096;
}

static void live(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_object *handles = calloc((size_t)count, sizeof(*handles));
    expect(handles != NULL);
    for (long i = 0; i < count; i++) {
        handles[i] = hf_none();
    }
    size_t before = hf_ledger_bytes();
    expect(hf_ledger_count(window) == (size_t)count);
    /* The first cycles fill the queue of closed ones. */
    for (int i = 0; i < 100000; i++) {
        hf_decref(hf_none());
    }
    size_t warm = hf_ledger_bytes();
    long warm_resident = resident();
    clock_t start = clock();
    for (long i = 0; i < cycles; i++) {
        /* Not the newest: what is closed lies all over the ledger. */
        long at = (i * 7919) % count;
        hf_decref(handles[at]);
        handles[at] = hf_none();
    }
    double time = (double)(clock() - start) / CLOCKS_PER_SEC;
    size_t after = hf_ledger_bytes();
    printf("%.3f %zu %ld %.1f\n", (double)before / (double)count, after - warm,
           resident() - warm_resident, time * 1e9 / (double)cycles);
    for (long i = 0; i < count; i++) {
        hf_decref(handles[i]);
    }
    free(handles);
    expect(hf_ledger_end(window) == 0);
}

const program programs[] = {PROGRAM(live), {NULL, NULL}};

__attribute__((constructor)) static void read_arguments(int argc, char **argv)
{
    count = argc > 3 ? atol(argv[2]) : 1;
    cycles = argc > 3 ? atol(argv[3]) : 1;
}
