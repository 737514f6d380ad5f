#define _POSIX_C_SOURCE 200809L /* open_memstream */

#include "fuzz/engine/emit.h"

#include "fuzz/engine/process.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool fuzz_emitting;

/* What is written, by how deep it is in the program: its head and program(),
 * then a function for each step that is under way while others are done. */
enum { DEEPEST = 4 };
static struct {
    FILE *to;
    char *text;
    size_t size;
    char rest[1300]; /* what it has to do if that was all */
} level[DEEPEST];
static int depth;

/* The functions that are complete, and how many were begun. */
static FILE *nested;
static char *nested_text;
static size_t nested_size;
static int n_nested;

static char path[4096], next_path[4096];

static void open_level(int i)
{
    level[i].to = open_memstream(&level[i].text, &level[i].size);
    level[i].rest[0] = '\0';
    if (level[i].to == NULL) {
        fprintf(stderr, "no memory for the program\n");
        abort();
    }
}

static void close_level(int i)
{
    fclose(level[i].to);
    free(level[i].text);
}

/* ---- The head. */

#ifdef HF_CHECKED
#define CHECKED "-DHF_CHECKED "
#else
#define CHECKED ""
#endif

/* Of every program. */
#define ENGINE                                                                 \
    "fuzz/engine/late.c fuzz/engine/made.c fuzz/engine/reproducer.c "          \
    "fuzz/engine/str_oracle.c fuzz/engine/text.c"

static bool is_header(const char *name)
{
    return strcmp(name + strlen(name) - 2, ".h") == 0;
}

/* write_command writes how |out| is compiled and run. With the same Python as
 * this one: counts and shared objects differ from version to version. (A *
 * behind a / would begin a comment, and a / behind a * end this one.) */
static void write_command(const char *out, const char *option,
                          const char *const *prelude, const char *environment)
{
    const char *python = PY_VERSION; /* 3.11.2 */
    int minor = (int)(strchr(strchr(python, '.') + 1, '.') - python);
    fuzz_emit(
        " *\n"
        " *   cc -std=c11 -g %s%s-I. $(python%.*sd-config --includes) \\\n"
        " *       %s \\\n"
        " *       " ENGINE " \\\n",
        CHECKED, option, minor, python, out);
    for (; *prelude != NULL; prelude++) {
        if (!is_header(*prelude) && strstr(ENGINE, *prelude) == NULL) {
            fuzz_emit(" *       %s \\\n", *prelude);
        }
    }
    fuzz_emit(" *       testing/?*.c core/?*.c core/?*[a-z]/?*.c \\\n"
              " *       $(python%.*sd-config --embed --ldflags) -o reproducer\n"
              " *   %s./reproducer\n"
              " *\n",
              minor, python, environment);
}

static void write_head(const char *out, const char *input,
                       const char *const *prelude)
{
    fuzz_emit("/* %s: what the input\n"
              " * %s does, without the fuzzer.\n"
              " * From the top of the source tree:\n",
              fuzz_name(), input);
    const char *flags = fuzz_flags != NULL ? fuzz_flags() : "";
    char with_asan[400];
    snprintf(with_asan, sizeof(with_asan), "%s-fsanitize=address ", flags);
    write_command(out, flags, prelude, "");
    fuzz_emit(" * With AddressSanitizer, for memory that is used after its "
              "end:\n");
    write_command(out, with_asan, prelude, "ASAN_OPTIONS=detect_leaks=0 ");
    fuzz_emit(" * -DHF_CHECKED names the line of a mistake with references. "
              "For a release build\n"
              " * of CPython, leave out both letters d: references are not "
              "summed up then.\n"
              " */\n\n"
              "#include \"core/holdfast.h\"\n"
              "#include \"fuzz/engine/reproducer.h\"\n");
    for (; *prelude != NULL; prelude++) {
        if (is_header(*prelude)) {
            fuzz_emit("#include \"%s\"\n", *prelude);
        }
    }
}

/* ---- The file. */

/* write_nested writes the functions that program() leads to. */
static void write_nested(FILE *to)
{
    fflush(nested);
    fwrite(nested_text, 1, nested_size, to);
    for (int i = depth; i > 0; i--) {
        fflush(level[i].to);
        fwrite(level[i].text, 1, level[i].size, to);
        fprintf(to, "%s}\n", level[i].rest);
    }
    fprintf(to, "\nvoid (*const nested[])(void) = {");
    for (int i = 0; i < n_nested; i++) {
        fprintf(to, "nested_%d, ", i);
    }
    fprintf(to, "NULL};\n");
}

/* complete writes the program as far as it goes, in place of what was there: at
 * no moment is there a part of it. */
static bool complete(void)
{
    FILE *to = fopen(next_path, "w");
    bool ok = to != NULL;
    if (to != NULL) {
        fflush(level[0].to);
        fwrite(level[0].text, 1, level[0].size, to);
        fprintf(to, "%s}\n", level[0].rest);
        write_nested(to);
        ok = fclose(to) == 0 && rename(next_path, path) == 0;
    }
    if (!ok) {
        fprintf(stderr, "cannot write %s: no room, or no such folder\n", path);
    }
    return ok;
}

bool fuzz_emit_begin(const char *out, const char *input,
                     const char *const *prelude)
{
    depth = n_nested = 0;
    open_level(0);
    nested = open_memstream(&nested_text, &nested_size);
    if (nested == NULL) {
        return false;
    }
    snprintf(path, sizeof(path), "%s", out);
    snprintf(next_path, sizeof(next_path), "%s~", out);
    const char *name = strrchr(input, '/');
    write_head(out, name != NULL ? name + 1 : input, prelude);
    fuzz_emit("\n/* ---- The program. */\n\nvoid program(void)\n{\n");
    fuzz_emitting = true;
    return complete();
}

FILE *fuzz_emit_file(void)
{
    return level[depth].to;
}

void fuzz_emit(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(level[depth].to, format, arguments);
    va_end(arguments);
}

void fuzz_emit_nested(bool begins)
{
    if (begins && depth + 1 < DEEPEST) {
        open_level(++depth);
        fuzz_emit("\nstatic void nested_%d(void)\n{\n", n_nested++);
    } else if (!begins && depth > 0) {
        fflush(level[depth].to);
        fwrite(level[depth].text, 1, level[depth].size, nested);
        fputs("}\n", nested);
        close_level(depth--);
    }
}

/* comma stands before element |i| of a list: as many on a line as fit. */
static const char *comma(ptrdiff_t i)
{
    return i == 0 ? "" : i % 12 == 0 ? ",\n        " : ", ";
}

void fuzz_emit_text(fuzz_text text)
{
    fuzz_text_write(fuzz_emit_file(), text);
}

void fuzz_emit_words(fuzz_text text)
{
    fuzz_text_print(fuzz_emit_file(), text);
}

void fuzz_emit_bytes(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = (uint8_t)bytes[i];
        fuzz_emit(byte < 0x80 ? "%s%d" : "%s0x%X", comma((ptrdiff_t)i), byte);
    }
}

void fuzz_emit_flush(const char *rest)
{
    snprintf(level[depth].rest, sizeof(level[depth].rest), "%s",
             rest != NULL ? rest : "");
    if (!complete()) {
        exit(1);
    }
}

void fuzz_emit_remark(const char *oracle)
{
    if (fuzz_emitting) {
        fuzz_emit("    /* Here the fuzzer ended: the %s oracle. */\n", oracle);
        if (!complete()) {
            exit(1);
        }
    }
}

void fuzz_emit_end(void)
{
    if (fuzz_emitting) {
        for (; depth >= 0; depth--) {
            close_level(depth);
        }
        depth = 0;
        fclose(nested);
        free(nested_text);
        fuzz_emitting = false;
    }
}
