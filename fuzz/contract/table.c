/* The table of contract.c, and how the target starts. */

#include "fuzz/contract/rows.h"
#include "fuzz/engine/ends.h"

#define CONTRACT_ROW(id, name) {id, #name, name},
const fuzz_row fuzz_rows[] = {CONTRACT_ROWS(CONTRACT_ROW)};
const int fuzz_n_rows = sizeof(fuzz_rows) / sizeof(fuzz_rows[0]);

/* For planted.h. */
extern bool contract_has_started;
bool contract_has_started;

void fuzz_give_back(void)
{
    ends_give_back();
}

/* What CPython keeps from the first time on is there before the first input. */
void fuzz_begin(void)
{
    raise_import();
    call_start();
    attribute_start();
    error_start();
    call_it_start();
    raise_start();
    item_start();
    type_start();
    dict_start();
    iterator_start();
    bytes_start();
    for (int i = 0; i < fuzz_n_rows; i++) {
        for (int a = 0; a < FIXED; a++) {
            for (uint8_t value = 0; value < 10; value++) {
                /* The second operand is a str once: some rows need one. */
                call c = {.a = a, .b = a == NOTHING ? NAME : INT, .value = value};
                fuzz_do(&fuzz_rows[i], &c);
            }
        }
    }
    /* What CPython looked up so far is kept by its method cache, and would end whenever
     * an input takes its place. */
    PyType_ClearCache();
    operand_collect();
    fuzz_calls_made = 0;
    fuzz_counted.steps = 0;
    contract_has_started = true;
}
