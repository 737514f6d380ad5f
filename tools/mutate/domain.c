/* domain.c: all inputs of a target that have a given shape, in place of a fuzzer.
 *
 *   domain SHAPE...
 *
 * A shape has the values of each byte of an input, between slashes: 0-3,7/0,255
 * are ten inputs of two bytes. The target is run on each, in order. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 256 };

__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A target's own mutator may call libFuzzer's; nothing is mutated here. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t most);
size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t most)
{
    (void)data;
    (void)most;
    return n;
}

typedef struct byte_set {
    uint8_t values[256];
    int n;
} byte_set;

static byte_set bytes[LONGEST];
static int size;
static unsigned long inputs;

static void die(const char *shape, const char *at)
{
    fprintf(stderr, "domain: no shape: %s (at %s)\n", shape, at);
    exit(2);
}

static long number(const char *shape, const char **at)
{
    char *end;
    long n = strtol(*at, &end, 10);
    if (end == *at || n < 0 || n > 255) {
        die(shape, *at);
    }
    *at = end;
    return n;
}

static void read_shape(const char *shape)
{
    const char *at = shape;
    for (size = 0; size < LONGEST; at++) {
        byte_set *set = &bytes[size++];
        set->n = 0;
        for (;; at++) {
            long first = number(shape, &at), last = first;
            if (*at == '-') {
                at++;
                last = number(shape, &at);
            }
            for (long value = first; value <= last && set->n < 256; value++) {
                set->values[set->n++] = (uint8_t)value;
            }
            if (*at != ',') {
                break;
            }
        }
        if (*at == '\0') {
            return;
        }
        if (*at != '/') {
            die(shape, at);
        }
    }
    die(shape, at);
}

/* run runs the target on all inputs that begin with |at| bytes of |data|. */
static void run(uint8_t *data, int at)
{
    if (at < size) {
        for (int i = 0; i < bytes[at].n; i++) {
            data[at] = bytes[at].values[i];
            run(data, at + 1);
        }
        return;
    }
    /* Of the very size, so that a sanitizer sees a read behind the end. */
    uint8_t *input = malloc((size_t)size);
    if (input == NULL) {
        abort();
    }
    memcpy(input, data, (size_t)size);
    LLVMFuzzerTestOneInput(input, (size_t)size);
    free(input);
    inputs++;
}

int main(int argc, char **argv)
{
    if (LLVMFuzzerInitialize != NULL) {
        LLVMFuzzerInitialize(&argc, &argv);
    }
    uint8_t data[LONGEST];
    for (int i = 1; i < argc; i++) {
        read_shape(argv[i]);
        run(data, 0);
    }
    printf("domain: %lu inputs\n", inputs);
    return inputs > 0 ? 0 : 2;
}
