/* probe: what a flag of --config=hardened leaves its mark on only where there is
 * something to guard. */
#include <string.h>

#include "bind/module.h"

/* For no other file, though it is not static: hidden by -fvisibility. */
void probe_fill(int *numbers);

/* Memory on the stack that is no array of char: -fstack-protector-strong guards that,
 * too, and calls __stack_chk_fail. */
__attribute__((noinline)) void probe_fill(int *numbers)
{
    int local[4] = {0};
    __asm__ volatile("" : : "r"(local) : "memory");
    memcpy(numbers, local, sizeof local);
}

/* A copy to memory of a size that is known, of one that is not: __memcpy_chk, by
 * _FORTIFY_SOURCE. */
static hf_str copied(hf_utf8 text)
{
    char copy[16];
    int numbers[4];
    probe_fill(numbers);
    memcpy(copy, text.data, (size_t)text.size);
    return hf_str_from_utf8_n(copy, text.size + numbers[0]);
}
HF_FUNCTION(copied, str, "A copy; of what is too long, the end.", arg(utf8, text))

HF_MODULE(probe, "What hardening guards.", function(copied))
