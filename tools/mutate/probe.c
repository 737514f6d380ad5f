/* probe.c: mutants of which a program holds many, each of which a run may choose:
 * see checks.py.
 *
 *   MUTATE=N program...
 *
 * runs with mutant N in place of the original; without it none is. In the end, it
 * says to which of them the run came, and at which the value would have been
 * another one. */
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 4096 };

extern int mutate_which;
extern volatile unsigned char mutate_reached[], mutate_differs[];

int mutate_which = -1;
volatile unsigned char mutate_reached[MOST], mutate_differs[MOST];

__attribute__((constructor)) static void choose(void)
{
    const char *which = getenv("MUTATE");
    if (which != NULL) {
        mutate_which = atoi(which);
    }
}

static void list(const char *what, const volatile unsigned char *marks)
{
    fprintf(stderr, "probe: %s", what);
    for (int i = 0; i < MOST; i++) {
        if (marks[i]) {
            fprintf(stderr, " %d", i);
        }
    }
    fputc('\n', stderr);
}

__attribute__((destructor)) static void tell(void)
{
    list("reached", mutate_reached);
    list("differs", mutate_differs);
}
