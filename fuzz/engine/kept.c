#include "fuzz/engine/kept.h"

#include "fuzz/engine/process.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

void __sanitizer_set_death_callback(void (*callback)(void))
    __attribute__((weak));

static const uint8_t *kept;
static const size_t *kept_size;

static void save(void)
{
    static bool saved;
    const char *folder = getenv("TEST_UNDECLARED_OUTPUTS_DIR");
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s-failing-program",
             folder != NULL ? folder : ".", fuzz_name());
    FILE *file = saved ? NULL : fopen(path, "wb");
    saved = true;
    if (file != NULL) {
        fwrite(kept, 1, *kept_size, file);
        fclose(file);
        fprintf(stderr, "Test unit written to %s\n", path);
    }
}

static void on_abort(int number)
{
    (void)number;
    save();
}

void fuzz_keep_what_fails(const uint8_t *input, const size_t *size)
{
    kept = input;
    kept_size = size;
    signal(SIGABRT, on_abort);
    if (__sanitizer_set_death_callback != NULL) {
        __sanitizer_set_death_callback(save);
    }
}
