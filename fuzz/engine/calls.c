#include "fuzz/engine/calls.h"

#include "fuzz/engine/emit.h"

#include <string.h>

enum { MOST = 4096 }; /* bytes of an input */

/* The records of the input that is run, as far as they were read. */
static uint8_t records[MOST];
static size_t n_read;

/* row_of is the row that the first byte of a record stands for. */
static const fuzz_row *row_of(uint8_t id)
{
    static const fuzz_row *rows[256];
    if (rows[0] == NULL) {
        for (int i = 0; i < 256; i++) {
            rows[i] = &fuzz_rows[i % fuzz_n_rows];
        }
        for (int i = 0; i < fuzz_n_rows; i++) {
            rows[fuzz_rows[i].id] = &fuzz_rows[i];
        }
    }
    return rows[id];
}

void fuzz_explain(FILE *to)
{
    fuzz_give_back();
    fprintf(to, n_read > 0 ? "the calls, up to the one that failed:\n"
                           : "the target failed while it started\n");
    for (size_t i = 0; i < n_read; i++) {
        const uint8_t *record = records + i * fuzz_record;
        fuzz_print_call(to, (int)i, row_of(record[0])->name,
                        fuzz_call_decode(record));
    }
}

static void emit_line(const char *line, const char *rest)
{
    if (fuzz_emitting && line != NULL) {
        fuzz_emit("    %s\n", line);
        fuzz_emit_flush(rest);
    }
}

/* emit_call writes a call before it is made. */
static void emit_call(const fuzz_row *row, const fuzz_call *c)
{
    if (fuzz_emitting) {
        fuzz_emit("    fuzz_do(fuzz_row_named(\"%s\"), &(fuzz_call){",
                  row->name);
        fuzz_call_emit(c);
        fuzz_emit("});\n");
        char rest[100] = "";
        if (fuzz_c_end != NULL) {
            snprintf(rest, sizeof(rest), "    %s\n", fuzz_c_end);
        }
        fuzz_emit_flush(rest);
    }
}

void fuzz_once(const uint8_t *data, size_t size)
{
    fuzz_calls_made = 0;
    fuzz_inputs_begun++;
    n_read = 0;
    emit_line(fuzz_input_begin(data, size), "");
    if (fuzz_listing) {
        printf("program\n");
    }
    for (; size >= fuzz_record && n_read < fuzz_most_calls;
         data += fuzz_record, size -= fuzz_record) {
        memcpy(records + n_read * fuzz_record, data, fuzz_record);
        if (fuzz_listing) {
            printf("%zu 0 0\n", fuzz_record * n_read);
            fflush(stdout);
        }
        n_read++;
        const fuzz_row *row = row_of(data[0]);
        fuzz_call *c = fuzz_call_decode(data);
        emit_call(row, c);
        fuzz_do(row, c);
    }
    emit_line(fuzz_c_end, "");
    fuzz_input_end();
}
