/* target.c: a fuzz target for counter.c, with a model of one number. */
#include "counter.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned long long most, done;

static void expect(int expected, int found)
{
    if (expected != found) {
        fprintf(stderr, "== holdfast: sample: the number oracle ==\n");
        abort();
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    for (int i = 1; i < *argc; i++) {
        if (strncmp((*argv)[i], "--operations=", 13) == 0) {
            most = strtoull((*argv)[i] + 13, NULL, 10);
        }
    }
    expect(false, is_counted(NULL, 0));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    counter c = {1, "", 0};
    for (size_t i = 0; i < size; i++) {
        expect(c.held >= data[i], is_counted(&c, data[i]));
        expect(data[i] > 7 ? 7 : data[i], limit_int(data[i], 7));
        expect(data[i] == 0, is_nothing(data[i]));
        expect(data[i] < 8, is_small(data[i]));
    }
    decref(&c);
    expect(0, c.held);
#ifdef CHECKED
    expect(true, is_whole(&c));
#endif
    done += size;
    if (most > 0 && done >= most) {
        _exit(0);
    }
    return 0;
}
