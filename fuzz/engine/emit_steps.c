/* emit_steps.c: the steps of a program as C: reproducer_sequence.h has what it
 * calls. */

#define _POSIX_C_SOURCE 200809L /* open_memstream */

#include "fuzz/engine/emit.h"
#include "fuzz/engine/steps.h"

#include <stdlib.h>
#include <string.h>

#define END "    clear_all();\n"

/* early_end is what is left to do of a program that ends here: the target's own
 * things end, too, or the next run of it would find them. */
static const char *early_end(void)
{
    return fuzz_this.finish != NULL ? END "    finish(-1);\n" : END;
}

#define EMIT(...)                                                              \
    do {                                                                       \
        if (fuzz_emitting) {                                                   \
            fuzz_emit("    " __VA_ARGS__);                                     \
            fuzz_emit_flush(early_end());                                      \
        }                                                                      \
    } while (0)

const char *const *fuzz_prelude(void)
{
    static const char *const ours[] = {
        "fuzz/engine/reproducer_sequence.h",
        "fuzz/engine/reproducer_sequence.c",
        "fuzz/engine/in_step.c",
        "fuzz/engine/object.c",
        "fuzz/models/?*.c",
    };
    static const char *files[32];
    size_t n = sizeof(ours) / sizeof(ours[0]);
    memcpy(files, ours, sizeof(ours));
    for (int i = 0; fuzz_this.world[i] != NULL; i++) {
        files[n++] = fuzz_this.world[i];
    }
    return files;
}

bool fuzz_gives_back(const fuzz_step *step)
{
    enum { BOTH = FUZZ_TAKES_X | FUZZ_GIVES_X };
    return (step->op->flags & BOTH) == BOTH;
}

/* emit_lines writes |code| with a line for each statement. */
static void emit_lines(const char *code)
{
    int parentheses = 0, blocks = 1;
    bool ends = false, begins = true, list = false;
    for (const char *p = code; *p != '\0'; p++) {
        if (begins && *p == ' ') {
            continue;
        }
        /* {1, 2} is no block. */
        list = *p == '{' && p > code + 1 ? p[-2] == '=' || p[-1] == ')' : list;
        blocks -= *p == '}' && parentheses == 0 && !list;
        if (begins) {
            fuzz_emit("%*s", 4 * blocks, "");
        }
        fuzz_emit("%c", *p);
        parentheses += (*p == '(') - (*p == ')');
        blocks += *p == '{' && parentheses == 0 && !list;
        ends = *p == ';' || ((*p == '{' || *p == '}') && !list);
        begins = ends && parentheses == 0 && strncmp(p, "} else", 6) != 0;
        list = list && *p != '}';
        if (begins) {
            fuzz_emit("\n");
        }
    }
    fuzz_emit(begins ? "" : ";\n");
}

static void emit_code(const fuzz_step *step)
{
    char *code;
    size_t size;
    FILE *to = open_memstream(&code, &size);
    if (to == NULL) {
        fuzz_failed("engine", "no memory for the code of a step");
    }
    fuzz_print_c(to, step, true);
    fclose(to);
    emit_lines(code);
    free(code);
}

/* outcome is the code that checks how |step| ends: as predicted; and where an
 * allocation failed, as it did. */
static const char *outcome(const fuzz_step *step)
{
    static char code[1000];
    char *at = code;
    if (fuzz_gives_back(step)) {
        at += sprintf(at, "    gives_back(%d);\n", step->x);
    }
    PyObject *type = step->raises;
    bool predicted = type != NULL && PyErr_ExceptionMatches(type);
    if (step->fired && !step->ok && !predicted) {
        type = PyExc_MemoryError;
    }
    if (type != NULL) {
        bool says = step->says != NULL && !step->fired;
        at += sprintf(at, "    fails_with(PyExc_%s, ", fuzz_type_name(type));
        at += sprintf(at, says ? "\"%s\");\n" : "NULL);\n",
                      says ? fuzz_message(step) : "");
        if (step->expected[FUZZ_RUNS].what != NULL && !step->fired) {
            sprintf(at, "    finds(%d, \"%s\", %lld);\n", FUZZ_RUNS,
                    step->expected[FUZZ_RUNS].what,
                    (long long)step->expected[FUZZ_RUNS].value);
        }
    } else if (step->fired) {
        sprintf(at, "    gets_on();\n");
    } else {
        at += sprintf(at, "    succeeds();\n");
        for (int i = 0; i < FUZZ_FOUND; i++) {
            if (step->expected[i].what != NULL) {
                at += sprintf(at, "    finds(%d, \"%s\", %lld);\n", i,
                              step->expected[i].what,
                              (long long)step->expected[i].value);
            }
        }
    }
    return code;
}

void fuzz_emit_step(const fuzz_step *step)
{
    if (!fuzz_emitting) {
        return;
    }
    fuzz_emit("%s    step(%d, \"%s\", %d, %d, %d, %d);\n",
              step->number > 0 ? "\n" : "", step->number, step->op->name,
              step->x, step->y, step->z, step->value);
    if (step->armed) {
        fuzz_emit("    fail_allocation(%u);\n", step->armed);
    }
    emit_code(step);
    char rest[1200];
    snprintf(rest, sizeof(rest), "%s%s", outcome(step), early_end());
    fuzz_emit_flush(rest);
}

void fuzz_emit_outcome(const fuzz_step *step)
{
    if (fuzz_emitting) {
        if (step->armed) {
            fuzz_emit("    hit(%s);\n", step->fired ? "true" : "false");
        }
        fuzz_emit("%s", outcome(step));
        fuzz_emit_flush(early_end());
    }
}

/* ---- Objects. */

/* value_of writes the value of |o| as an expression. */
static char *value_of(const fuzz_object *o)
{
    char *code;
    size_t size;
    FILE *to = open_memstream(&code, &size);
    if (to == NULL) {
        fuzz_failed("engine", "no memory for the value of an object");
    }
    fprintf(to, "OBJECT(%s", o->kind->name);
    if (o->mark != 0) {
        fprintf(to, ", .mark = %d", o->mark);
    }
    if (o->kind->write != NULL) {
        fputs(", ", to);
        o->kind->write(to, o);
    }
    if (o->n_parts > 0) {
        fprintf(to, ", PARTS(");
        for (int i = 0; i < o->n_parts; i++) {
            fprintf(to, "%s%d", i > 0 ? ", " : "",
                    o->part[i] != NULL ? fuzz_number_of(o->part[i]) : -1);
        }
        fputc(')', to);
    }
    fputc(')', to);
    fclose(to);
    return code;
}

static char *written[FUZZ_OBJECTS]; /* the values as written */

static void keep(int number, char *value)
{
    free(written[number]);
    written[number] = value;
}

static void emit_words(const fuzz_object *o)
{
    fuzz_emit(" // ");
    o->kind->print(fuzz_emit_file(), o);
    fuzz_emit("\n");
}

void fuzz_emit_made(int slot, const fuzz_object *o, int number, bool fresh)
{
    if (!fuzz_emitting) {
        return;
    }
    keep(number, value_of(o));
    fuzz_emit("    made(%d, %d, %s, %s);", slot, number,
              o->uncounted ? "SHARED_BY_ALL"
              : fresh      ? "NEW"
                           : "NEW_OR_SHARED",
              written[number]);
    emit_words(o);
    fuzz_emit_flush(early_end());
}

void fuzz_emit_same(int slot, const fuzz_object *o)
{
    EMIT("same(%d, %d);\n", slot, fuzz_number_of(o));
}

void fuzz_emit_gone(const fuzz_object *o)
{
    EMIT("gone(%d);\n", fuzz_number_of(o));
}

void fuzz_emit_check(const fuzz_object *o, int slot)
{
    if (!fuzz_emitting) {
        return;
    }
    int number = fuzz_number_of(o);
    char *value = value_of(o);
    if (written[number] == NULL || strcmp(value, written[number]) != 0) {
        fuzz_emit("    is_now(%d, %s);", number, value);
        emit_words(o);
        keep(number, value);
    } else {
        free(value);
    }
    if (slot >= 0 && fuzz_is_operand(o)) {
        fuzz_emit("    same(%d, %d);\n", slot, number);
    }
    if (fuzz_is_operand(o)) {
        fuzz_emit("    kept_at_least(%d, %zd);\n", number, o->held);
    } else if (slot < 0) {
        fuzz_emit("    kept(%d, %zd);\n", number, o->held);
    } else {
        fuzz_emit("    holds(%d, %d, %zd);\n", slot, number, o->held);
    }
    fuzz_emit_flush(early_end());
}

void fuzz_emit_empty(int slot)
{
    EMIT("empty(%d);\n", slot);
}

void fuzz_emit_blocks(Py_ssize_t n)
{
    if (n >= 0) {
        EMIT("blocks(%zd);\n", n);
    }
}

void fuzz_emit_nest(bool begins)
{
    if (fuzz_emitting) {
        fuzz_emit_nested(begins);
    }
}

void fuzz_emit_program_end(void)
{
    if (fuzz_emitting) {
        fuzz_emit(END);
        fuzz_emit_flush("");
    }
}

void fuzz_emit_finish(int expected)
{
    if (fuzz_emitting) {
        fuzz_emit("    finish(%d);\n", expected);
        fuzz_emit_flush("");
    }
}
