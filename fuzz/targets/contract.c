/* contract: each function of the layer on its own, also at the edges of its
 * contract: null handles, other types, an exception that is set already, sizes
 * and indexes out of range, memory that fails. str_sequence and object_sequence
 * see what comes of calls in a row, this what each one refuses, and how.
 *
 * An input is a row of records of four bytes: which call, its operands, a
 * value. The operands are the same objects all the time; after each call their
 * content and their counts must be what they were. What CPython does is the
 * model of what runs Python code. */

#include "fuzz/targets/contract.h"
#include "fuzz/engine/emit.h"

enum { RECORD = 4, MOST = 64 };

static struct {
    int which;
    call call;
} calls[MOST]; /* of this input */
static int n_decoded;

const char *fuzz_name(void)
{
    return "contract";
}

const char *const *fuzz_prelude(void)
{
    static const char *const files[] = {"fuzz/engine/text.h",
                                        "fuzz/engine/text.c",
                                        "fuzz/engine/ends.h",
                                        "fuzz/targets/contract_call.h",
                                        "fuzz/targets/contract_object.h",
                                        "fuzz/targets/contract_str.h",
                                        "fuzz/targets/contract_valid.h",
                                        "fuzz/targets/contract.h",
                                        NULL};
    return files;
}

void fuzz_explain(FILE *to)
{
    ends_give_back();
    fprintf(to, n_decoded > 0 ? "the calls, up to the one that failed:\n"
                              : "the target failed while it started\n");
    for (int i = 0; i < n_decoded; i++) {
        print_call(to, i, table[calls[i].which].name, &calls[i].call);
    }
}

/* emit_call writes a call before it is done. */
static void emit_call(int which, const call *c)
{
    if (fuzz_emitting) {
        const char *name = table[which].name;
        fuzz_emit(
            "    one_call(\"%s\", %s, (call){.a = %d, .b = %d, .value = %d",
            name, name, c->a, c->b, c->value);
        fuzz_emit("%s", c->is_pending ? ", .is_pending = true" : "");
        if (c->armed) {
            fuzz_emit(", .armed = %u", c->armed);
        }
        fuzz_emit("});\n");
        fuzz_emit_flush("");
    }
}

void fuzz_once(const uint8_t *data, size_t size)
{
    n_calls = 0;
    n_decoded = 0;
    if (fuzz_listing) {
        printf("program\n");
    }
    for (; size >= RECORD && n_decoded < MOST; data += RECORD, size -= RECORD) {
        int which = data[0] % CALLS;
        call c = {.a = data[1] % OBJECTS,
                  .b = (data[2] & 0x3F) % OBJECTS,
                  .value = data[3],
                  .is_pending = data[2] & 0x40,
                  .armed = data[2] & 0x80 ? 1 + data[1] / OBJECTS % 4u : 0};
        calls[n_decoded].which = which;
        calls[n_decoded].call = c;
        n_decoded++;
        if (fuzz_listing) {
            printf("%d 0 0\n", RECORD * (n_decoded - 1));
            fflush(stdout);
        }
        emit_call(which, &c);
        one_call(table[which].name, table[which].act, c);
    }
}
