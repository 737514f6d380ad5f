/* probe.c: whether a run came to the place that a mutant changes, and whether the
 * value there was ever another one than the original's: see checks.py. */
#include <stdio.h>

extern volatile unsigned char mutate_reached, mutate_differs;
volatile unsigned char mutate_reached, mutate_differs;

__attribute__((destructor)) static void tell(void)
{
    fprintf(stderr, "probe: reached %d, differs %d\n", mutate_reached,
            mutate_differs);
}
