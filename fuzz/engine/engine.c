#define _POSIX_C_SOURCE 200809L /* open_memstream */

#include "fuzz/engine/engine.h"

#include "core/internal/immortal.h"
#include "fuzz/engine/emit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD = 4, OBJECTS = 64 };

fuzz_object *fuzz_slot[FUZZ_SLOTS];
void (*fuzz_watch)(void);

static fuzz_object objects[OBJECTS]; /* those with held > 0 are in use */
static int objects_end;              /* none is in use from here on */

static fuzz_step steps[FUZZ_STEPS];
static int n_steps;
static size_t most_records = SIZE_MAX / RECORD;

/* ---- Words. */

static void print_operand(FILE *to, char name, int slot, const fuzz_step *step,
                          int which)
{
    if (!step->was[which].there) {
        return;
    }
    fprintf(to, "   %c=s%d: ", name, slot);
    fuzz_text_print(to, step->was[which].text);
    fprintf(to, " x%zd", step->was[which].held);
}

/* print_bytes prints the UTF-8 of |step| for a reader's eye. */
static void print_bytes(FILE *to, const fuzz_step *step)
{
    putc('"', to);
    for (Py_ssize_t i = 0; i < step->size; i++) {
        uint8_t byte = (uint8_t)step->utf8[i];
        bool plain = byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
        fprintf(to, plain ? "%c" : "\\%03o", byte);
    }
    putc('"', to);
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
    } else {
        fprintf(to, "%zd", number);
    }
}

/* print_c prints |c|, code of |step|, on one line. */
static void print_c(FILE *to, const fuzz_step *step, const char *c,
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
                print_c(to, step, step->piece[i], compiles);
                fputs(i + 1 < FUZZ_PIECES ? "; " : "", to);
            }
        } else if (strcmp(name, "utf8") == 0) {
            (compiles ? print_array : print_bytes)(to, step);
        } else {
            print_value(to, step, name);
        }
    }
}

static void print_step(FILE *to, int number)
{
    const fuzz_step *step = &steps[number];
    fprintf(to, "%5d  %-18s ", number, step->op->name);
    print_c(to, step, step->op->c, false);
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

static void print_outcome(FILE *to, const fuzz_step *step)
{
    fputs("       -> ", to);
    if (!step->ok) {
        fprintf(to, "%s\n", step->fired ? "fails (allocation)" : "fails");
    } else if (step->identity != FUZZ_NONE && fuzz_slot[step->x] != NULL) {
        const fuzz_object *o = fuzz_slot[step->x];
        fprintf(to, "s%d: ", step->x);
        fuzz_text_print(to, o->text);
        fprintf(to, ", %s",
                step->identity == FUZZ_SAME    ? "the same object"
                : step->identity == FUZZ_FRESH ? "a new object"
                                               : "new or shared");
        if (!o->uncounted) {
            fprintf(to, ", count %zd", Py_REFCNT(o->raw));
        }
        fputc('\n', to);
    } else {
        fprintf(to, "ok, %lld\n", (long long)step->found);
    }
}

void fuzz_explain(FILE *to)
{
    fprintf(to, "the program, up to the step that failed:\n");
    for (int i = 0; i < n_steps; i++) {
        print_step(to, i);
    }
}

void fuzz_where(FILE *to)
{
    if (n_steps > 0) {
        fprintf(to, "step %d, %s: ", n_steps - 1, steps[n_steps - 1].op->name);
    }
}

/* ---- The program of C: reproducer_sequence.h has what it calls. */

const char *const *fuzz_prelude(void)
{
    static const char *files[3];
    files[0] = "fuzz/engine/reproducer_sequence.h";
    files[1] = fuzz_this.prelude;
    return files;
}

/* gives_back says that |step| consumed slot x and put its result there. */
static bool gives_back(const fuzz_step *step)
{
    enum { BOTH = FUZZ_TAKES_X | FUZZ_GIVES_X };
    return (step->op->flags & BOTH) == BOTH;
}

static int number_of(const fuzz_object *o)
{
    return (int)(o - objects);
}

/* emit_code writes the code of |step|, with a line for each statement. */
static void emit_code(const fuzz_step *step)
{
    char *code;
    size_t size;
    FILE *to = open_memstream(&code, &size);
    if (to == NULL) {
        fuzz_failed("engine", "no memory for the code of a step");
    }
    print_c(to, step, step->op->c, true);
    fclose(to);
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
    free(code);
}

/* What is left to do of a program that ends here. */
#define END "    clear_all();\n"

/* outcome is the code that checks how |step| ends: as predicted; and where an
 * allocation failed, as it did. */
static const char *outcome(const fuzz_step *step)
{
    static char code[200];
    size_t size = 0;
    if (gives_back(step)) {
        size = (size_t)sprintf(code, "    ok = raw(%d) != NULL;\n", step->x);
    }
    const PyTypeObject *type = (PyTypeObject *)step->raises;
    bool predicted = step->raises != NULL &&
                     PyErr_ExceptionMatches(step->raises);
    if (step->fired && !step->ok && !predicted) {
        type = (PyTypeObject *)PyExc_MemoryError;
    }
    char *at = code + size;
    if (type != NULL) {
        sprintf(at, "    fails_with(PyExc_%s);\n", type->tp_name);
    } else if (step->fired) {
        sprintf(at, "    gets_on();\n");
    } else if (step->expected != 0) {
        sprintf(at, "    succeeds_with(%lld);\n", (long long)step->expected);
    } else {
        sprintf(at, "    succeeds();\n");
    }
    return code;
}

/* emit_step writes |step| before it is done. */
static void emit_step(const fuzz_step *step)
{
    if (!fuzz_emitting) {
        return;
    }
    fuzz_emit("%s    step(%d, \"%s\", %d, %d, %d, %d);\n",
              n_steps > 1 ? "\n" : "", n_steps - 1, step->op->name, step->x,
              step->y, step->z, step->value);
    if (step->armed) {
        fuzz_emit("    fail_allocation(%u);\n", step->armed);
    }
    emit_code(step);
    char rest[300];
    snprintf(rest, sizeof(rest), "%s" END, outcome(step));
    fuzz_emit_flush(rest);
}

static void emit_outcome(const fuzz_step *step)
{
    if (fuzz_emitting) {
        if (step->armed) {
            fuzz_emit("    hit(%s);\n", step->fired ? "true" : "false");
        }
        fuzz_emit("%s", outcome(step));
        fuzz_emit_flush(END);
    }
}

static int marks[OBJECTS]; /* as written */

/* emit_made writes that |step| resulted in a new object, which gets |number|.
 */
static void emit_made(const fuzz_step *step, int number)
{
    if (!fuzz_emitting) {
        return;
    }
    const fuzz_object *o = &step->made;
    marks[number] = o->mark;
    fuzz_emit("    made(%d, %d, %s, %d, %d, ", step->x, number,
              o->uncounted                                   ? "SHARED_BY_ALL"
              : step->identity == FUZZ_FRESH && !step->fired ? "NEW"
                                                             : "NEW_OR_SHARED",
              o->kind, o->mark);
    bool content = fuzz_this.text_kinds >> o->kind & 1;
    fuzz_emit_text(content ? o->text : (fuzz_text){0});
    fuzz_emit("); // ");
    fuzz_emit_words(o->text);
    fuzz_emit("\n");
    fuzz_emit_flush(END);
}

/* emit_check writes that the program holds |o| in |slot|, or anywhere if that
 * is negative. */
static void emit_check(const fuzz_object *o, int slot)
{
    if (!fuzz_emitting) {
        return;
    }
    int number = number_of(o);
    if (o->mark != marks[number]) {
        marks[number] = o->mark;
        fuzz_emit("    object[%d].mark = %d;\n", number, o->mark);
    }
    if (slot < 0) {
        fuzz_emit("    kept(%d, %zd);\n", number, o->held);
    } else {
        fuzz_emit("    holds(%d, %d, %zd);\n", slot, number, o->held);
    }
    fuzz_emit_flush(END);
}

#define EMIT(...)                                                              \
    do {                                                                       \
        if (fuzz_emitting) {                                                   \
            fuzz_emit("    " __VA_ARGS__);                                     \
            fuzz_emit_flush(END);                                              \
        }                                                                      \
    } while (0)

/* ---- The model. */

fuzz_object *fuzz_known(const PyObject *raw)
{
    for (int i = 0; i < objects_end; i++) {
        if (objects[i].held > 0 && objects[i].raw == raw) {
            return &objects[i];
        }
    }
    return NULL;
}

const fuzz_step *fuzz_current(void)
{
    return n_steps > 0 ? &steps[n_steps - 1] : NULL;
}

void fuzz_hold(fuzz_object *o)
{
    o->held++;
}

void fuzz_release(fuzz_object *o)
{
    if (--o->held > 0) {
        return;
    }
    EMIT("gone(%d);\n", number_of(o));
    if (fuzz_this.gone != NULL) {
        fuzz_this.gone(o);
    }
}

/* left notes that slot |slot| does not hold anymore what it held. */
void fuzz_left(int slot)
{
    fuzz_object *o = fuzz_slot[slot];
    fuzz_slot[slot] = NULL;
    if (fuzz_this.left != NULL) {
        fuzz_this.left(slot);
    }
    if (o != NULL) {
        fuzz_release(o);
    }
}

/* unused is the number of the model's object that is made next. */
static int unused(void)
{
    int i = 0;
    while (i < objects_end && objects[i].held > 0) {
        i++;
    }
    if (i == OBJECTS) {
        fuzz_failed("engine", "there are more than %d objects", OBJECTS);
    }
    return i;
}

/* enter gives the model of a new object at |raw|, like |made|, once held. */
static fuzz_object *enter(PyObject *raw, const fuzz_object *made)
{
    int i = unused();
    objects_end = i == objects_end ? i + 1 : objects_end;
    objects[i] = *made;
    objects[i].raw = raw;
    objects[i].held = 1;
    objects[i].uncounted |= hf_private_is_immortal(raw);
    return &objects[i];
}

/* settle gives the model of the step's result, at |raw|. */
static fuzz_object *settle(const fuzz_step *step, PyObject *raw, bool compare)
{
    if (step->identity == FUZZ_SAME) {
        EMIT("same(%d, %d);\n", step->x, number_of(step->same));
        if (compare && raw != step->same->raw) {
            fuzz_failed("identity",
                        "expected the object that was there (%p), "
                        "found another one (%p)",
                        (void *)step->same->raw, (void *)raw);
        }
        return step->same; /* held already: see take_place */
    }
    fuzz_object *known = fuzz_known(raw);
    bool fresh = step->identity == FUZZ_FRESH && !step->fired;
    emit_made(step, known != NULL && !fresh ? number_of(known) : unused());
    if (compare && fresh) {
        if (known != NULL) {
            fuzz_failed("identity",
                        "expected a new object, found one that is "
                        "in use (%p)",
                        (void *)raw);
        }
        if (Py_REFCNT(raw) != 1 && !hf_private_is_immortal(raw)) {
            fuzz_failed("references",
                        "expected a new object with 1 reference, "
                        "found %zd",
                        Py_REFCNT(raw));
        }
    }
    if (known != NULL) {
        fuzz_hold(known);
        return known;
    }
    known = enter(raw, &step->made);
    known->base = fresh ? 0 : Py_REFCNT(raw) - 1;
    return known;
}

/* take_place does to the model's slots what the step did to the real ones. */
static void take_place(const fuzz_step *step, bool compare)
{
    unsigned flags = step->op->flags;
    bool gives = (flags & FUZZ_GIVES_X) && step->ok &&
                 step->identity != FUZZ_NONE;

    /* First hold the result, then let go. */
    if (gives && step->identity == FUZZ_SAME) {
        fuzz_hold(step->same);
    }
    if (flags & FUZZ_TAKES_X) {
        fuzz_left(step->x);
    }
    if ((flags & FUZZ_TAKES_Y) && fuzz_slot[step->y] != NULL) {
        fuzz_left(step->y);
    }
    if (gives) {
        fuzz_object *result = settle(step, fuzz_this.raw(step->x), compare);
        fuzz_left(step->x);
        fuzz_slot[step->x] = result;
    }
}

/* ---- Oracles. */

static void check_object(const fuzz_object *o)
{
    Py_ssize_t found = Py_REFCNT(o->raw);
    if (!o->uncounted && found != o->held + o->base) {
        const char *more = o->base ? " and others hold the rest" : "";
        fuzz_failed("references",
                    "expected %zd references (the program holds "
                    "%zd%s), found %zd",
                    o->held + o->base, o->held, more, found);
    }
    fuzz_this.check(o);
}

static void check_slot(int slot)
{
    const fuzz_object *o = fuzz_slot[slot];
    PyObject *raw = fuzz_this.raw(slot);
    if (o != NULL) {
        emit_check(o, slot);
    } else {
        EMIT("empty(%d);\n", slot);
    }
    if (raw != (o != NULL ? o->raw : NULL)) {
        fuzz_failed(o == NULL ? "consumption" : "identity",
                    o == NULL ? "slot s%d still holds something"
                              : "slot s%d does not hold the object expected",
                    slot);
    }
    if (o != NULL) {
        check_object(o);
    }
}

static void check_outcome(const fuzz_step *step)
{
    PyObject *error = PyErr_Occurred();
    if (step->ok && error != NULL) {
        fuzz_failed("exception", "a result, and an exception set with it");
    }
    if (!step->ok && error == NULL) {
        fuzz_failed("exception", "a failure, and no exception set");
    }
    if (!step->ok) {
        PyObject *wanted = step->raises;
        if (step->fired && !(wanted && PyErr_ExceptionMatches(wanted))) {
            wanted = PyExc_MemoryError;
        }
        if (wanted == NULL || !PyErr_ExceptionMatches(wanted)) {
            fuzz_failed(wanted == NULL ? "prediction" : "exception",
                        "expected %s, found an exception of another kind:",
                        wanted ? ((PyTypeObject *)wanted)->tp_name : "success");
        }
        return;
    }
    if (step->raises != NULL) {
        fuzz_failed("prediction", "expected %s, found success",
                    ((PyTypeObject *)step->raises)->tp_name);
    }
    if (step->found != step->expected && !step->fired) {
        fuzz_failed("content", "expected the number %lld, found %lld",
                    (long long)step->expected, (long long)step->found);
    }
}

/* check_touched looks at slot x, which may hold a result, at a slot that was
 * emptied, and at the objects that were the operands, as long as somebody holds
 * them: also at one that was let go. */
static void check_touched(const fuzz_step *step)
{
    check_slot(step->x);
    if (step->op->flags & FUZZ_TAKES_Y) {
        check_slot(step->y);
    }
    const fuzz_object *touched[3] = {step->ox, step->oy, step->oz};
    for (int i = 0; i < 3; i++) {
        const fuzz_object *o = touched[i];
        bool again = o == fuzz_slot[step->x] || (i > 0 && o == touched[0]) ||
                     (i > 1 && o == touched[1]);
        if (o != NULL && o->held > 0 && !again) {
            emit_check(o, -1);
            check_object(o);
        }
    }
}

/* ---- A program. */

/* take_text takes the text of |step| from the input's end: how long it is, and
 * in what alphabet, is in the value. */
static void take_text(fuzz_step *step, const uint8_t *data, size_t front,
                      size_t *end)
{
    size_t size = step->value & 31;
    size_t left = *end - front;
    size = size > left ? left : size;
    *end -= size;
    const uint8_t *from = data + *end;
    size_t utf8_size = size;
    enum { AS_IT_IS = -1, FRAGMENTS = -2 };
    static const int widths[8] = {AS_IT_IS, 0, 1, 2, 4, FRAGMENTS, 0, 1};
    int width = widths[step->value >> 5];
    if (width >= 0) {
        step->text = fuzz_text_alphabet(from, size, width);
        step->valid = fuzz_text_to_utf8(step->text, &step->utf8, &utf8_size);
    } else {
        step->utf8 = width == FRAGMENTS
                         ? fuzz_text_fragments(from, size, &utf8_size)
                         : fuzz_text_copy(from, size);
        step->valid = fuzz_text_from_utf8(step->utf8, utf8_size, &step->text);
    }
    step->size = (Py_ssize_t)utf8_size;
}

static void remember(fuzz_step *step, int which, const fuzz_object *o)
{
    step->was[which].there = o != NULL;
    if (o != NULL) {
        step->was[which].text = o->text;
        step->was[which].held = o->held;
    }
}

/* prepare reads the record at |data| into |step|. False: it does nothing. */
static bool prepare(fuzz_step *step, const uint8_t *record, const uint8_t *data,
                    size_t front, size_t *end)
{
    const fuzz_op *op = &fuzz_this.ops[record[0] % fuzz_this.n_ops];
    step->op = op;
    step->x = record[1] % FUZZ_SLOTS;
    step->y = record[2] % FUZZ_SLOTS;
    step->z = record[2] / FUZZ_SLOTS % FUZZ_SLOTS;
    step->value = record[3];
    step->ox = fuzz_slot[step->x];
    step->oy = op->flags & (FUZZ_Y | FUZZ_TAKES_Y) ? fuzz_slot[step->y] : NULL;
    step->oz = op->flags & FUZZ_Z ? fuzz_slot[step->z] : NULL;
    if (((op->flags & FUZZ_X) && step->ox == NULL) ||
        ((op->flags & FUZZ_Y) && step->oy == NULL) ||
        ((op->flags & FUZZ_Z) && step->oz == NULL)) {
        return false;
    }
    step->size = 0;
    step->utf8 = "";
    step->identity = FUZZ_NONE;
    step->same = NULL;
    step->made = (fuzz_object){0};
    step->raises = NULL;
    step->expected = 0;
    step->inapplicable = false;
    step->ok = true;
    step->found = 0;
    step->fired = false;
    if (op->flags & FUZZ_TEXT) {
        take_text(step, data, front, end);
    }
    if (op->predict != NULL) {
        op->predict(step);
    }
    remember(step, 0, step->ox);
    remember(step, 1, step->oy);
    remember(step, 2, step->oz);
    return !step->inapplicable;
}

static void act(fuzz_step *step)
{
    if (step->armed) {
        fail_allocation(step->armed);
        step->op->act(step);
        step->fired = end_of_failure();
        fuzz_counted.failures += step->fired;
    } else {
        step->op->act(step);
    }
    if (gives_back(step)) {
        step->ok = fuzz_this.raw(step->x) != NULL;
    }
}

static int run_calls(void)
{
    for (int i = 0; i < n_steps; i++) {
        act(&steps[i]);
        PyErr_Clear();
    }
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        fuzz_this.clear(slot);
        fuzz_left(slot);
    }
    return n_steps;
}

void fuzz_records_at_most(size_t n)
{
    most_records = n;
}

int fuzz_run(const uint8_t *data, size_t size, fuzz_depth depth)
{
    if (depth == FUZZ_EMPTY) {
        return 0;
    }
    if (depth == FUZZ_CALLS) {
        return run_calls();
    }
    bool compare = depth == FUZZ_ORACLES;
    size_t end = size;
    unsigned armed = 0;

    fuzz_text_reset();
    n_steps = 0;
    if (fuzz_listing) {
        printf("program\n");
    }
    for (size_t front = 0; front + RECORD <= end && n_steps < FUZZ_STEPS &&
                           front < most_records * RECORD;) {
        const uint8_t *record = data + front;
        front += RECORD;
        fuzz_step *step = &steps[n_steps];
        size_t string_end = end;
        if (!fuzz_text_has_room() ||
            !prepare(step, record, data, front, &end)) {
            continue;
        }
        if (fuzz_listing) {
            printf("%zu %zu %zu\n", front - RECORD, end, string_end - end);
            fflush(stdout);
        }
        if (step->op->flags & FUZZ_ARMS) {
            armed = step->value % 8 + 1u;
            continue;
        }
        bool safe = !(step->op->flags & FUZZ_NO_OOM) &&
                    !(armed && fuzz_this.no_oom != NULL && fuzz_this.no_oom());
        step->armed = safe ? armed : 0;
        armed = 0;
        n_steps++;
        fuzz_counted.steps++;
        if (fuzz_tracing != NULL) {
            print_step(fuzz_tracing, n_steps - 1);
            fflush(fuzz_tracing);
        }
        emit_step(step);
        act(step);
        emit_outcome(step);
        if (compare) {
            check_outcome(step);
        }
        if (!step->ok) {
            PyErr_Clear();
        }
        take_place(step, compare);
        if (compare) {
            check_touched(step);
        }
        if (fuzz_tracing != NULL) {
            print_outcome(fuzz_tracing, step);
        }
        if (fuzz_watch != NULL) {
            fuzz_watch();
        }
    }
    for (int slot = 0; compare && slot < FUZZ_SLOTS; slot++) {
        check_slot(slot);
    }
    if (fuzz_emitting) {
        fuzz_emit(END);
        fuzz_emit_flush("");
    }
    bool emitting = fuzz_emitting;
    fuzz_emitting = false; /* that was all to be said of it */
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        fuzz_this.clear(slot);
        if (fuzz_slot[slot] != NULL) {
            fuzz_left(slot);
        }
    }
    fuzz_emitting = emitting;
    if (compare && PyErr_Occurred()) {
        fuzz_failed("exception", "one was set by releasing the slots");
    }
    if (compare && fuzz_this.finish != NULL) {
        int expected = fuzz_this.expected();
        if (fuzz_emitting) {
            fuzz_emit("    finish(%d);\n", expected);
            fuzz_emit_flush("");
        }
        fuzz_this.finish(expected);
    }
    objects_end = 0;
    return n_steps;
}

const char *fuzz_name(void)
{
    return fuzz_this.name;
}

void fuzz_begin(void)
{
    if (fuzz_this.start != NULL) {
        fuzz_this.start();
    }
}

void fuzz_once(const uint8_t *data, size_t size)
{
    fuzz_run(data, size, FUZZ_ORACLES);
    if (fuzz_tracing != NULL) {
        fprintf(fuzz_tracing, "%d steps\n", n_steps);
    }
}
