#define _POSIX_C_SOURCE 200809L /* fmemopen */

#include "fuzz/engine/emit.h"
#include "fuzz/engine/process.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool fuzz_emitting;

static FILE *file; /* the program up to here, which is kept in |so_far| */
static const char *so_far;
static char path[4096], next_path[4096];
static char left_to_do[400];

static const char *const before[] = {
    "fuzz/engine/code_points.h", "testing/allocator.h", "testing/interpreter.h",
    "fuzz/engine/reproducer.h", "fuzz/engine/str_oracle.h"};
static const char *const behind[] = {
    "testing/allocator.c", "testing/interpreter.c", "fuzz/engine/str_oracle.c",
    "fuzz/engine/reproducer.c"};
enum { BEFORE = 5, FILES = 4 };

/* Read once: they are written again after each step. */
static char *texts[FILES];

/* is_ours says that a line is about files which are all in the program. */
static bool is_ours(const char *line)
{
    return strncmp(line, "#include \"", 10) == 0 ||
           strncmp(line, "#ifndef FUZZ_", 13) == 0 ||
           strncmp(line, "#define FUZZ_", 13) == 0 ||
           strncmp(line, "#endif /* FUZZ_", 15) == 0 ||
           strncmp(line, "#ifndef TESTING_", 16) == 0 ||
           strncmp(line, "#define TESTING_", 16) == 0 ||
           strncmp(line, "#endif /* TESTING_", 18) == 0;
}

/* source gives the text of the file |name|, without what only the fuzzer
 * needs; or NULL. */
static char *source(const char *name)
{
    const char *root = getenv("HOLDFAST_SOURCES");
    char place[4096];
    snprintf(place, sizeof(place), "%s/%s", root != NULL ? root : ".", name);
    FILE *from = fopen(place, "r");
    if (from == NULL) {
        fprintf(stderr,
                "%s is not there: a program is made of sources of the fuzzer, "
                "below the current folder or $HOLDFAST_SOURCES\n",
                place);
        return NULL;
    }
    char *text = NULL, line[1024];
    size_t size = 0;
    while (fgets(line, sizeof(line), from) != NULL) {
        size_t n = is_ours(line) ? 0 : strlen(line);
        text = realloc(text, size + n + 1);
        if (text == NULL) {
            abort();
        }
        memcpy(text + size, line, n + 1);
        size += n;
        text[size] = '\0';
    }
    fclose(from);
    return text;
}

#ifdef HF_CHECKED
#define CHECKED "-DHF_CHECKED "
#else
#define CHECKED ""
#endif

/* write_command writes how |out| is compiled and run. With the same Python as
 * this one: counts and shared objects differ from version to version. (A *
 * behind a / would begin a comment, and a / behind a * end this one.) */
static void write_command(const char *out, const char *option,
                          const char *environment)
{
    const char *python = PY_VERSION; /* 3.11.2 */
    int minor = (int)(strchr(strchr(python, '.') + 1, '.') - python);
    fprintf(file,
            " *\n"
            " *   cc -std=c11 -g %s%s-I. $(python%.*sd-config --includes) \\\n"
            " *       %s core/?*.c core/?*[a-z]/?*.c \\\n"
            " *       $(python%.*sd-config --embed --ldflags) -o reproducer\n"
            " *   %s./reproducer\n"
            " *\n",
            CHECKED, option, minor, python, out, minor, python, environment);
}

static void write_head(const char *out, const char *input)
{
    fprintf(file,
            "/* %s: what the input\n"
            " * %s does, without the fuzzer.\n"
            " * From the top of the source tree:\n",
            fuzz_name(), input);
    const char *flags = fuzz_flags != NULL ? fuzz_flags() : "";
    char with_asan[400];
    snprintf(with_asan, sizeof(with_asan), "%s-fsanitize=address ", flags);
    write_command(out, flags, "");
    fprintf(file, " * With AddressSanitizer, for memory that is used after its "
                  "end:\n");
    write_command(out, with_asan, "ASAN_OPTIONS=detect_leaks=0 ");
    fprintf(
        file,
        " * -DHF_CHECKED names the line of a mistake with references. For a "
        "release build\n"
        " * of CPython, leave out both letters d: references are not summed "
        "up then.\n"
        " */\n\n"
        "#include \"core/holdfast.h\"\n"
        "#include \"core/internal/immortal.h\"\n");
}

/* complete writes the program as far as it goes, and |rest|, in place of what
 * was there: at no moment is there a part of it. */
static bool complete(const char *rest)
{
    FILE *to = fopen(next_path, "w");
    bool ok = to != NULL && !ferror(file);
    if (to != NULL) {
        fwrite(so_far, 1, (size_t)ftell(file), to);
        fprintf(to, "%s}\n", rest);
        for (int i = 0; i < FILES; i++) {
            fprintf(to, "\n/* ---- From %s. */\n\n%s", behind[i], texts[i]);
        }
        ok = fclose(to) == 0 && ok && rename(next_path, path) == 0;
    }
    if (!ok) {
        fprintf(stderr, "cannot write %s: no room, or no such folder\n", path);
    }
    return ok;
}

bool fuzz_emit_begin(const char *out, const char *input,
                     const char *const *prelude)
{
    for (int i = 0; i < FILES; i++) {
        texts[i] = texts[i] != NULL ? texts[i] : source(behind[i]);
        if (texts[i] == NULL) {
            return false;
        }
    }
    static char program[1 << 22];
    file = fmemopen(program, sizeof(program), "w");
    if (file == NULL) {
        fprintf(stderr, "no memory for the program\n");
        return false;
    }
    setvbuf(file, NULL, _IONBF, 0);
    so_far = program;
    snprintf(path, sizeof(path), "%s", out);
    snprintf(next_path, sizeof(next_path), "%s~", out);
    const char *name = strrchr(input, '/');
    write_head(out, name != NULL ? name + 1 : input);
    for (int i = 0; i < BEFORE || *prelude != NULL; i++) {
        char *text = source(i < BEFORE ? before[i] : *prelude++);
        if (text == NULL) {
            return false;
        }
        fprintf(file, "\n%s", text);
        free(text);
    }
    fprintf(file, "\n/* ---- The program. */\n\nvoid program(void)\n{\n");
    fuzz_emitting = true;
    return complete("");
}

void fuzz_emit(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(file, format, arguments);
    va_end(arguments);
}

/* comma stands before element |i| of a list: as many on a line as fit. */
static const char *comma(ptrdiff_t i)
{
    return i == 0 ? "" : i % 12 == 0 ? ",\n        " : ", ";
}

void fuzz_emit_text(fuzz_text text)
{
    fuzz_emit("TEXT(");
    for (ptrdiff_t i = 0; i < text.length; i++) {
        fuzz_emit(text.at[i] < 0x80 ? "%s%u" : "%s0x%X", comma(i),
                  (unsigned)text.at[i]);
    }
    fuzz_emit(")");
}

void fuzz_emit_words(fuzz_text text)
{
    fuzz_text_print(file, text);
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
    snprintf(left_to_do, sizeof(left_to_do), "%s", rest);
    if (!complete(rest)) {
        exit(1);
    }
}

void fuzz_emit_remark(const char *oracle)
{
    if (fuzz_emitting) {
        char rest[sizeof(left_to_do)];
        memcpy(rest, left_to_do, sizeof(rest));
        fuzz_emit("    /* Here the fuzzer ended: the %s oracle. */\n", oracle);
        fuzz_emit_flush(rest);
    }
}

void fuzz_emit_end(void)
{
    if (fuzz_emitting) {
        fclose(file);
        fuzz_emitting = false;
    }
}
