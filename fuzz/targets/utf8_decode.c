/* utf8_decode: any bytes, decoded by the layer and by CPython: the same str, or
 * the same exception.
 *
 * The first byte of an input says where it is cut in two for what decodes in
 * pieces, the second how often it is repeated: text of all lengths matters. */

#include "core/holdfast.h"
#include "core/internal/utf8.h"

#include "fuzz/engine/emit.h"
#include "fuzz/engine/process.h"
#include "fuzz/targets/utf8_decode_world.h"

/* How long text gets by repetition: beyond where the layer leaves it to
 * CPython. */
enum { MOST = HF_UTF8_SHORT_ASCII + 1000 };

const char *fuzz_name(void)
{
    return "utf8_decode";
}

const char *const *fuzz_prelude(void)
{
    static const char *const files[] = {"fuzz/targets/utf8_decode_world.h",
                                        "fuzz/targets/utf8_decode_world.c",
                                        NULL};
    return files;
}

void fuzz_explain(FILE *to)
{
    fprintf(to, "%zd bytes, of which the first part has %zd:\n  ", whole.size,
            first.size);
    for (Py_ssize_t i = 0; i < whole.size && i < 64; i++) {
        fprintf(to, "%02x ", (uint8_t)whole.at[i]);
    }
    fprintf(to, "%s\n", whole.size > 64 ? "..." : "");
}

/* What is left to do of a program that ends anywhere. */
#define END "    give_back();\n"

/* emit writes a line of the program, before what it says is done. */
static void emit(const char *line)
{
    if (fuzz_emitting) {
        fuzz_emit("    %s\n", line);
        fuzz_emit_flush(END);
    }
}

static void emit_take(const char *piece, size_t size, size_t times, size_t cut)
{
    if (fuzz_emitting) {
        fuzz_emit("    take(UTF8(");
        fuzz_emit_bytes(piece, size);
        fuzz_emit("%s0),\n        %zu, %zu, %zu);\n", size > 0 ? ", " : "",
                  size, times, cut);
        fuzz_emit_flush(END);
    }
}

void fuzz_once(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return;
    }
    uint8_t cut = data[0];
    size_t times = data[1] < 0xFA ? 1 : (size_t)1 << (3 * (data[1] - 0xF9));
    data += 2;
    size -= 2;
    if (size > 0 && size * times > MOST) {
        times = MOST / size;
    }
    size_t first_size = size * times * cut / 256;
    emit_take((const char *)data, size, times, first_size);
    take((const char *)data, size, times, first_size);
    if (fuzz_tracing != NULL) {
        fuzz_explain(fuzz_tracing);
    }

    emit("check_from_utf8();");
    check_from_utf8();
    emit("check_append();");
    check_append();
    emit("check_builder();");
    check_builder();
    emit("check_equal();");
    check_equal();
    give_back();
    fuzz_counted.steps += 8; /* calls of the layer */
}
