/* Writes behind its buffer when the input starts with "BUG". */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= 3 && data[0] == 'B' && data[1] == 'U' && data[2] == 'G') {
#ifndef SOUND
        /* volatile, or the optimiser takes the bug away. */
        volatile char *buffer = malloc(size);
        buffer[size] = 0;
        free((void *)buffer);
        /* For the build without a sanitizer. */
        abort();
#endif
    }
    return 0;
}
