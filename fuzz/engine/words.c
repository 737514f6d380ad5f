/* words.c: a program's steps and how they ended, for a reader. */

#include "fuzz/engine/steps.h"

#include <ctype.h>
#include <string.h>

const char *fuzz_type_name(PyObject *exception)
{
    return exception != NULL ? ((PyTypeObject *)exception)->tp_name : "success";
}

const char *fuzz_message(const fuzz_step *step)
{
    static char message[500];
    const char *from = step->says;
    size_t n = 0;
    for (int i = 0; *from != '\0' && n + 1 < sizeof(message);) {
        if (from[0] == '%' && from[1] == 's') {
            n += (size_t)snprintf(message + n, sizeof(message) - n, "%s",
                                  step->named[i++]);
            from += 2;
        } else {
            message[n++] = *from++;
        }
    }
    message[Py_MIN(n, sizeof(message) - 1)] = '\0';
    return message;
}

static void print_operand(FILE *to, char name, int slot, const fuzz_step *step,
                          int which)
{
    const fuzz_object *o = &step->was[which].o;
    if (step->was[which].there) {
        fprintf(to, "   %c=s%d: ", name, slot);
        o->kind->print(to, o);
        fprintf(to, " x%zd", o->held);
    }
}

/* print_bytes prints the UTF-8 of |step| for a reader's eye. */
static void print_bytes(FILE *to, const fuzz_step *step)
{
    enum { MOST = 200 };
    putc('"', to);
    for (Py_ssize_t i = 0; i < step->size && i < MOST; i++) {
        uint8_t byte = (uint8_t)step->utf8[i];
        bool plain = byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
        fprintf(to, plain ? "%c" : "\\%03o", byte);
    }
    fputs(step->size > MOST ? "\"..." : "\"", to);
}

/* print_array prints it for a compiler, with the NUL behind it. */
static void print_array(FILE *to, const fuzz_step *step)
{
    fprintf(to, "UTF8(");
    for (Py_ssize_t i = 0; i < step->size; i++) {
        uint8_t byte = (uint8_t)step->utf8[i];
        fprintf(to, byte < 0x80 ? "%d, " : "0x%X, ", byte);
    }
    fprintf(to, "0)");
}

/* print_value prints what |name|, which began with $, is in |step|. */
static void print_value(FILE *to, const fuzz_step *step, const char *name)
{
    Py_ssize_t number = name[0] == 'x'   ? step->x
                        : name[0] == 'y' ? step->y
                        : name[0] == 'z' ? step->z
                        : name[0] == 'v' ? step->value
                        : name[0] == 's' ? step->size
                                         : step->n[name[0] - '0'];
    if (number == PY_SSIZE_T_MAX) {
        fprintf(to, "PY_SSIZE_T_MAX");
    } else if (number == PY_SSIZE_T_MIN) {
        fprintf(to, "PY_SSIZE_T_MIN");
    } else {
        fprintf(to, "%zd", number);
    }
}

static void print_code(FILE *to, const fuzz_step *step, const char *c,
                       bool compiles)
{
    while (*c != '\0') {
        if (*c != '$') {
            putc(*c++, to);
            continue;
        }
        char name[16];
        size_t n = 0;
        for (c++; isalnum((unsigned char)*c) && n + 1 < sizeof(name); c++) {
            name[n++] = *c;
        }
        name[n] = '\0';
        if (strcmp(name, "pieces") == 0) {
            for (int i = 0; i < FUZZ_PIECES && step->piece[i] != NULL; i++) {
                print_code(to, step, step->piece[i], compiles);
                fputs(i + 1 < FUZZ_PIECES ? "; " : "", to);
            }
        } else if (strcmp(name, "utf8") == 0) {
            (compiles ? print_array : print_bytes)(to, step);
        } else {
            print_value(to, step, name);
        }
    }
}

void fuzz_print_c(FILE *to, const fuzz_step *step, bool compiles)
{
    print_code(to, step, step->op->c, compiles);
}

void fuzz_print_step(FILE *to, const fuzz_step *step)
{
    fprintf(to, "%5d  %*s%-18s ", step->number, 4 * step->depth, "",
            step->op->name);
    fuzz_print_c(to, step, false);
    putc(';', to);
    if (step->armed) {
        fprintf(to, "   [allocation %u fails]", step->armed);
    }
    if (step->op->flags & (FUZZ_X | FUZZ_GIVES_X)) {
        print_operand(to, 'x', step->x, step, 0);
    }
    print_operand(to, 'y', step->y, step, 1);
    print_operand(to, 'z', step->z, step, 2);
    fputc('\n', to);
}

static void print_found(FILE *to, const fuzz_step *step)
{
    fputs("ok", to);
    for (int i = 0; i < FUZZ_FOUND; i++) {
        if (step->expected[i].what != NULL) {
            fprintf(to, ", %s %lld", step->expected[i].what,
                    (long long)step->found[i]);
        }
    }
    fputc('\n', to);
}

void fuzz_print_outcome(FILE *to, const fuzz_step *step)
{
    const fuzz_object *o = fuzz_slot[step->x];
    fprintf(to, "       -> ");
    if (!step->ok) {
        fprintf(to, "%s\n", step->fired ? "fails (allocation)" : "fails");
    } else if (step->identity == FUZZ_NONE || o == NULL) {
        print_found(to, step);
    } else {
        fprintf(to, "s%d: ", step->x);
        o->kind->print(to, o);
        fprintf(to, ", %s",
                step->identity == FUZZ_SAME    ? "the same object"
                : step->identity == FUZZ_FRESH ? "a new object"
                                               : "new or shared");
        /* A frame of CPython's that is under way may hold it, or borrow it. */
        if (!o->uncounted && step->depth == 0) {
            fprintf(to, ", count %zd", Py_REFCNT(o->raw));
        }
        fputc('\n', to);
    }
}

void fuzz_explain(FILE *to)
{
    fprintf(to, "the program, up to the step that failed:\n");
    for (int i = 0; i < fuzz_n_steps; i++) {
        fuzz_print_step(to, &fuzz_steps[i]);
    }
}

void fuzz_where(FILE *to)
{
    const fuzz_step *step = fuzz_current();
    if (step != NULL) {
        fprintf(to, "step %d, %s: ", step->number, step->op->name);
    }
}
