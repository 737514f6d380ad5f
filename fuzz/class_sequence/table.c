/* The table of class_sequence, and how a call of it is made and told. */

#include "fuzz/class_sequence/rows.h"

#define CLASS_ROW(id, name) {id, #name, name},
const fuzz_row fuzz_rows[] = {CLASS_ROWS(CLASS_ROW)};
const int fuzz_n_rows = sizeof(fuzz_rows) / sizeof(fuzz_rows[0]);

void fuzz_call_make(const fuzz_row *row, call *c)
{
    row->act(c);
    model_check();
}

void fuzz_call_print(FILE *to, const call *c)
{
    fprintf(to, "a = slot %d, slot %d, slot %d, value = %d, how = %d", c->x,
            c->y, c->z, c->value, c->how);
    if (c->armed > 0) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
}

const char *fuzz_call_ended(const call *c)
{
    return c->ok ? "ok" : "fails";
}

void fuzz_give_back(void)
{
}
