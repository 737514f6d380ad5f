#include "fuzz/engine/calls.h"

#include <string.h>

const char *fuzz_doing = "";
int fuzz_calls_made;
unsigned fuzz_inputs_begun;

void fuzz_where(FILE *to)
{
    fprintf(to, "%s: ", fuzz_doing);
}

const fuzz_row *fuzz_row_named(const char *name)
{
    for (int i = 0; i < fuzz_n_rows; i++) {
        if (strcmp(fuzz_rows[i].name, name) == 0) {
            return &fuzz_rows[i];
        }
    }
    fuzz_failed("engine", "there is no call %s", name);
}

void fuzz_print_call(FILE *to, int number, const char *name, const fuzz_call *c)
{
    fprintf(to, "%5d  %-18s ", number, name);
    fuzz_call_print(to, c);
    fputc('\n', to);
}

void fuzz_do(const fuzz_row *row, fuzz_call *c)
{
    fuzz_doing = row->name;
    if (fuzz_call_settle != NULL) {
        fuzz_call_settle(c);
    }
    if (fuzz_tracing != NULL) {
        fuzz_print_call(fuzz_tracing, fuzz_calls_made, row->name, c);
        fflush(fuzz_tracing);
    }
    fuzz_calls_made++;
    fuzz_call_make(row, c);
    fuzz_counted.steps++;
    if (fuzz_tracing != NULL) {
        fprintf(fuzz_tracing, "       -> %s\n", fuzz_call_ended(c));
    }
}
