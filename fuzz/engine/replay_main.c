/* replay_main.c: runs inputs without a fuzzer. Takes files and folders, runs
 * the target on each file, says how many there were, and fails where there
 * were none. */

#define _POSIX_C_SOURCE 200809L /* scandir */

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int n_inputs;

static void die(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s\n", path, what);
    exit(1);
}

static void run_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    /* Of the very size, so that a sanitizer sees a read behind the end. */
    uint8_t *data = malloc(size > 0 ? size : 1);
    if (file == NULL || data == NULL || fread(data, 1, size, file) != size) {
        die(path, "cannot be read");
    }
    fclose(file);
    printf("running %s (%zu bytes)\n", path, size);
    fflush(stdout);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    n_inputs++;
}

static void run(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        die(path, "is not there");
    }
    if (!S_ISDIR(info.st_mode)) {
        run_file(path, (size_t)info.st_size);
        return;
    }
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0) {
        die(path, "cannot be listed");
    }
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.') {
            char inner[4096];
            snprintf(inner, sizeof(inner), "%s/%s", path, entries[i]->d_name);
            run(inner);
        }
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    if (LLVMFuzzerInitialize != NULL) {
        LLVMFuzzerInitialize(&argc, &argv);
    }
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-') {
            run(argv[i]);
        }
    }
    printf("%d inputs, and nothing wrong with them\n", n_inputs);
    if (n_inputs == 0) {
        fprintf(stderr, "usage: %s FILE or FOLDER...\n", argv[0]);
        return 1;
    }
    return 0;
}
