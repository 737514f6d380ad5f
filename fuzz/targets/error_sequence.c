/* error_sequence: exceptions, in any order: raised, fetched, restored, chained,
 * noted, matched, handed through Python functions, and handled while the next
 * steps of the program are done. One stays set from step to step, as it is.
 *
 * What is predicted is what CPython's own functions leave: type, arguments,
 * traceback, cause, context, notes, and each object's count. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/error_planted.h"
#endif

#include "fuzz/engine/engine.h"
#include "fuzz/targets/error_world.h"

#include <string.h>

/* ---- What is set, as the model knows it. */

typedef struct model {
    bool set;
    fuzz_object *known; /* one that the program has, or NULL: */
    fuzz_object made;   /* like this, with parts that it holds */
    fuzz_text traceback;
} model;

static model now, next; /* next is predicted */

/* What the model lets go of when the result of the step is held. */
static model later;

/* The exceptions that are being handled, the innermost last. */
enum { HANDLED = 8 };
static fuzz_object *handled[HANDLED];
static int n_handled;

static void hold(const model *m)
{
    if (m->set && m->known != NULL) {
        fuzz_hold(m->known);
    }
    for (int i = 0; m->set && m->known == NULL && i < m->made.n_parts; i++) {
        if (m->made.part[i] != NULL) {
            fuzz_hold(m->made.part[i]);
        }
    }
}

static void release(model *m)
{
    model old = *m;
    *m = (model){0};
    if (old.set && old.known != NULL) {
        fuzz_release(old.known);
    }
    for (int i = 0; old.set && old.known == NULL && i < old.made.n_parts; i++) {
        if (old.made.part[i] != NULL) {
            fuzz_release(old.made.part[i]);
        }
    }
}

static void become(model m)
{
    model old = now;
    hold(&m);
    now = m;
    release(&old);
}

static error_type type_in(const fuzz_object *o)
{
    return (error_type)(o->mark & 255);
}

static bool is_memory(const fuzz_object *o)
{
    return type_in(o) == MEMORY_ERROR;
}

static const fuzz_object *object_of(const model *m)
{
    return m->known != NULL ? m->known : &m->made;
}

static fuzz_text joined(uint32_t function, int line, fuzz_text rest)
{
    uint32_t *entry = fuzz_aligned(sizeof(*entry));
    *entry = FUZZ_ENTRY(function, line);
    return fuzz_text_concat((fuzz_text){entry, 1}, rest);
}

/* taken is what hf_error_fetch does to what is set. */
static void taken(void)
{
    if (now.set && now.known != NULL) {
        now.known->text = now.traceback;
    }
}

/* ---- Predictions of what is set. */

static void expect(fuzz_step *step)
{
    char words[ERROR_WORDS];
    if (next.set) {
        fuzz_error_words(words, object_of(&next), next.traceback);
    } else {
        strcpy(words, "nothing");
    }
    size_t size = strlen(words) + 32;
    char *code = fuzz_room(size);
    snprintf(code, size, "is_set(ok, \"%s\")", words);
    step->piece[0] = code;
    step->piece[1] = NULL;
}

static void check_set(const fuzz_step *step, bool ok)
{
    static char words[ERROR_WORDS];
    const char *from = strchr(step->piece[0], '"') + 1;
    size_t n = (size_t)(strrchr(from, '"') - from);
    memcpy(words, from, n);
    words[n] = '\0';
    is_set(ok, words);
}
#define $pieces check_set(step, ok)

static void stays(fuzz_step *step)
{
    next = now;
    expect(step);
}

static void nothing(fuzz_step *step)
{
    next = (model){0};
    expect(step);
}

static void known(fuzz_step *step, fuzz_object *o)
{
    next = (model){.set = true, .known = o, .traceback = o->text};
    expect(step);
}

static fuzz_object *innermost(void)
{
    return n_handled > 0 ? handled[n_handled - 1] : NULL;
}

/* fresh begins the prediction of a new exception, whose context is what is
 * being handled. */
static fuzz_object *fresh(error_type type, int64_t arguments)
{
    next = (model){.set = true};
    next.made = (fuzz_object){
        .kind = &fuzz_BaseException, .mark = (int)type, .number = arguments};
    if (innermost() != NULL) {
        fuzz_put(&next.made, CONTEXT, innermost());
    }
    return &next.made;
}

/* is_refused predicts that |o| is, where it is no |kind|: in silence while an
 * exception is set. */
static bool is_refused(fuzz_step *step, const fuzz_object *o,
                       const fuzz_kind *kind)
{
    if (o->kind == kind) {
        return false;
    }
    step->n[3] = true;
    stays(step);
    if (!now.set) {
        fuzz_refuses(step, kind->name, o);
    }
    return true;
}

/* ---- What a step did to the model. */

static fuzz_text entries_of(PyObject *traceback)
{
    uint32_t entries[ENTRIES];
    return fuzz_text_concat(fuzz_entries(entries, traceback), (fuzz_text){0});
}

/* look takes from what is set what an allocation that failed left there: the
 * exception that was predicted, but maybe for its traceback, or a MemoryError. */
static void look(void)
{
    if (kept_error.type == NULL) {
        next = (model){0};
        return;
    }
    PyObject *value = kept_error.value;
    bool memory = PyErr_GivenExceptionMatches(kept_error.type,
                                              PyExc_MemoryError);
    bool predicted = next.set && is_memory(object_of(&next));
    if (memory && !predicted) {
        fresh(MEMORY_ERROR, NO_ARGUMENT);
        if (value != NULL && PyExceptionInstance_Check(value)) {
            const PyBaseExceptionObject *its = (PyBaseExceptionObject *)value;
            fuzz_put(&next.made, CAUSE, fuzz_known(its->cause));
            fuzz_put(&next.made, CONTEXT, fuzz_known(its->context));
            next.made.mark |= its->suppress_context ? FUZZ_SUPPRESSED : 0;
        }
    }
    next.traceback = entries_of(kept_error.traceback);
}

static void set_next(fuzz_step *step)
{
    if (!step->ok) {
        next = (model){0};
    } else if (step->fired) {
        look();
    }
    if (next.set && next.known != NULL && kept_error.value != next.known->raw) {
        fuzz_failed("identity",
                    "expected the exception that is set to be the one at %p, "
                    "found another one (%p)",
                    (void *)next.known->raw, (void *)kept_error.value);
    }
    become(next);
#if PY_VERSION_HEX >=                                                          \
    0x030C0000 /* from then on it has no traceback beside it */
    taken();
#endif
}

static void after(fuzz_step *step)
{
    set_next(step);
}

static void after_taking(fuzz_step *step)
{
    taken();
    set_next(step);
}

/* ---- Rows: objects. */

static void predict_str(fuzz_step *step)
{
    char words[16];
    snprintf(words, sizeof(words), "note %d", step->value);
    fuzz_makes(step, &fuzz_str)->text = fuzz_text_from_ascii(words);
    step->inapplicable = now.set; /* refused, while something is set */
}

static void predict_int(fuzz_step *step)
{
    step->n[0] = FUZZ_INT_OWN + step->value;
    fuzz_makes(step, &fuzz_int)->number = step->n[0];
}

static void predict_same_y(fuzz_step *step)
{
    fuzz_gives(step, step->oy);
}

static void predict_move(fuzz_step *step)
{
    step->inapplicable = step->x == step->y;
    fuzz_gives(step, step->oy);
}

/* ---- Rows: what raises. */

static void choose_type(fuzz_step *step)
{
    step->n[0] = step->value % RAISED;
    step->n[1] = step->value / RAISED;
}

static void predict_raise(fuzz_step *step)
{
    choose_type(step);
    fresh((error_type)step->n[0], step->n[1]);
    expect(step);
}

static void predict_exception(fuzz_step *step)
{
    choose_type(step);
    fresh((error_type)step->n[0], step->n[1]);
    step->made = next.made;
    step->identity = FUZZ_FRESH;
    nothing(step);
}

static void predict_raise_from(fuzz_step *step)
{
    choose_type(step);
    if (!is_refused(step, step->oy, &fuzz_BaseException)) {
        fuzz_object *made = fresh((error_type)step->n[0], step->n[1]);
        fuzz_put(made, CAUSE, step->oy);
        fuzz_put(made, CONTEXT, step->oy);
        made->mark |= FUZZ_SUPPRESSED;
        expect(step);
    }
}

/* with_value is type(y). */
static void with_value(fuzz_step *step, error_type type)
{
    fuzz_object *made = fresh(type, ARGUMENT_PART);
    fuzz_put(made, ARGUMENT, step->oy);
    if (type == STOP_ITERATION) {
        fuzz_put(made, ATTRIBUTE, step->oy);
    }
    expect(step);
}

static void predict_raise_with(fuzz_step *step)
{
    step->n[0] = step->value % RAISED;
    with_value(step, (error_type)step->n[0]);
}

static void predict_raise_key(fuzz_step *step)
{
    with_value(step, KEY_ERROR);
}

static void predict_raise_stop(fuzz_step *step)
{
    with_value(step, STOP_ITERATION);
}

static void predict_errno(fuzz_step *step)
{
    static const int numbers[3] = {ENOENT, EACCES, ENOSPC};
    static const error_type types[3] = {FILE_NOT_FOUND, PERMISSION_ERROR,
                                        OS_ERROR};
    step->n[0] = numbers[step->value % 3];
    fresh(types[step->value % 3], ERRNO_ARGUMENTS + step->n[0]);
    expect(step);
}

static void predict_errno_file(fuzz_step *step)
{
    predict_errno(step);
    fuzz_put(&next.made, ATTRIBUTE, step->oy);
    expect(step);
}

static void predict_no_memory(fuzz_step *step)
{
    fuzz_object *made = fresh(MEMORY_ERROR, NO_ARGUMENT);
    if (PY_VERSION_HEX >= 0x030D0000) { /* whatever is handled meanwhile */
        fuzz_put(made, CONTEXT, NULL);
    }
    expect(step);
}

/* ---- Rows: what is set is taken and set again. */

static void predict_fetch(fuzz_step *step)
{
    step->n[0] = now.set && is_memory(object_of(&now));
    step->n[1] = now.set;
    fuzz_expect(step, 0, "whether an exception was fetched", now.set);
    if (now.set && now.known != NULL) {
        fuzz_gives(step, now.known);
    } else if (now.set) {
        step->made = now.made;
        step->made.text = now.traceback;
        step->identity = FUZZ_FRESH;
    }
    nothing(step);
}

/* What was set is held by the slot, as soon as it is there. */
static void after_fetch(fuzz_step *step)
{
    taken();
    if (step->ok && now.set) {
        later = now;
        now = (model){0};
    }
    set_next(step);
}

static void left(int slot)
{
    (void)slot;
    release(&later);
}

static void predict_restore(fuzz_step *step)
{
    if (!is_refused(step, step->oy, &fuzz_BaseException)) {
        known(step, step->oy);
    }
}

static void predict_restore_moved(fuzz_step *step)
{
    if (!is_refused(step, step->ox, &fuzz_BaseException)) {
        known(step, step->ox);
    }
}

/* A pair of fetch and restore: it is an instance then. */
static void predict_shelter(fuzz_step *step)
{
    step->inapplicable = !now.set;
    stays(step);
}

static void predict_clear(fuzz_step *step)
{
    nothing(step);
}

static void predict_occurred(fuzz_step *step)
{
    fuzz_expect(step, 0, "whether one is set", now.set);
    stays(step);
}

static bool matches(const fuzz_object *o, const fuzz_step *step)
{
    error_type type = type_in(o);
    bool does = false;
    if (!step->n[1]) {
        return fuzz_error_is(type, (error_type)step->n[0]);
    }
    for (int i = 0; i < TUPLE_OF; i++) {
        does |= fuzz_error_is(type, tuple_types[step->n[0]][i]);
    }
    return does;
}

static void choose_types(fuzz_step *step)
{
    step->n[1] = step->value >> 7;
    step->n[0] = step->value % (step->n[1] ? (int)TUPLES : (int)ERROR_TYPES);
}

static void predict_matches(fuzz_step *step)
{
    choose_types(step);
    fuzz_expect(step, 0, "whether what is set matches",
                now.set && matches(object_of(&now), step));
    stays(step);
}

static void predict_matches_y(fuzz_step *step)
{
    choose_types(step);
    fuzz_expect(step, 0, "whether the exception matches",
                matches(step->oy, step));
    stays(step);
}

/* ---- Rows: what is set meets another. */

static void predict_chain(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (is_refused(step, y, &fuzz_BaseException)) {
        return;
    }
    if (!now.set || now.known == y) {
        known(step, y);
        next.traceback = now.set ? now.traceback : y->text;
        expect(step);
        return;
    }
    step->inapplicable = now.known != NULL && fuzz_reaches(y, now.known);
    next = now;
    if (next.known == NULL) {
        /* Its parts are its own: those of now are released from a copy. */
        fuzz_object made = now.made;
        made.part = NULL;
        made.n_parts = made.room = 0;
        for (int i = 0; i < now.made.n_parts; i++) {
            fuzz_put(&made, i, now.made.part[i]);
        }
        fuzz_put(&made, CONTEXT, y);
        next.made = made;
        expect(step);
        return;
    }
    fuzz_object as = *now.known;
    as.held = 0;
    as.part = NULL;
    as.n_parts = as.room = 0;
    for (int i = 0; i < now.known->n_parts; i++) {
        fuzz_put(&as, i, now.known->part[i]);
    }
    fuzz_put(&as, CONTEXT, y);
    next.known = NULL;
    next.made = as;
    expect(step);
    next = now;
}

static void after_chain(fuzz_step *step)
{
    if (!step->n[3]) {
        taken(); /* what is refused is so before */
    }
    if (step->ok && !step->n[3] && now.set && now.known != NULL &&
        now.known != step->oy) {
        fuzz_put(now.known, CONTEXT, step->oy);
    }
    set_next(step);
}

static void predict_traceback(fuzz_step *step)
{
    step->n[0] = step->value & 1 ? BELOW : IN_C;
    step->n[1] = (step->value >> 1) + 1;
    next = now;
    step->inapplicable = now.traceback.length + 2 >= ENTRIES;
    if (now.set) {
        next.traceback = joined((uint32_t)step->n[0], (int)step->n[1],
                                now.traceback);
    }
    expect(step);
}

/* What is set stays so, also where there is no memory for an entry. */
static void after_traceback(fuzz_step *step)
{
    if (step->fired && now.set && !is_memory(object_of(&now)) &&
        PyErr_GivenExceptionMatches(kept_error.type, PyExc_MemoryError)) {
        fuzz_failed("exception",
                    "expected %s to stay set, found a MemoryError in its place",
                    fuzz_error_names[type_in(object_of(&now))]);
    }
    if (step->fired && now.known != NULL) {
        /* CPython may have stored it there before it failed. */
        PyObject *its = ((PyBaseExceptionObject *)now.known->raw)->traceback;
        now.known->text = entries_of(its);
    }
    set_next(step);
}

/* ---- Rows: an exception and its parts. */

static void predict_part(fuzz_step *step, int part)
{
    const fuzz_object *y = step->oy;
    stays(step);
    if (is_refused(step, y, &fuzz_BaseException)) {
        fuzz_expect(step, 0, "how the lookup ended", -1);
        return;
    }
    fuzz_object *found = part < y->n_parts ? y->part[part] : NULL;
    fuzz_expect(step, 0, "how the lookup ended", found != NULL);
    if (found != NULL) {
        fuzz_gives(step, found);
    }
}

static void predict_cause(fuzz_step *step)
{
    predict_part(step, CAUSE);
}

static void predict_context(fuzz_step *step)
{
    predict_part(step, CONTEXT);
}

static void predict_get_traceback(fuzz_step *step)
{
    bool refused = is_refused(step, step->oy, &fuzz_BaseException);
    fuzz_expect(step, 0, "how the lookup ended",
                refused ? -1 : step->oy->text.length > 0);
    stays(step);
}

static bool may_change(fuzz_step *step)
{
    return !is_refused(step, step->oy, &fuzz_BaseException);
}

static void worked(fuzz_step *step, bool does)
{
    fuzz_expect(step, 0, "whether it worked", does);
}

/* shows predicts words that are those of what y is after the step. */
static void shows(fuzz_step *step, fuzz_object *part, int i, int mark)
{
    next = now;
    if (!now.set || now.known != step->oy) {
        expect(step);
        return;
    }
    fuzz_object as = *step->oy;
    as.held = 0;
    as.part = NULL;
    as.n_parts = as.room = 0;
    for (int p = 0; p < step->oy->n_parts; p++) {
        fuzz_put(&as, p, step->oy->part[p]);
    }
    fuzz_put(&as, i, part);
    as.mark |= mark;
    next.known = NULL;
    next.made = as;
    expect(step);
    next = now;
}

static void predict_set(fuzz_step *step, int part, int mark)
{
    if (may_change(step) && !is_refused(step, step->oz, &fuzz_BaseException)) {
        step->inapplicable = fuzz_reaches(step->oz, step->oy);
        shows(step, step->oz, part, mark);
    }
    worked(step, !step->n[3]);
}

static void predict_set_cause(fuzz_step *step)
{
    predict_set(step, CAUSE, FUZZ_SUPPRESSED);
}

static void predict_set_context(fuzz_step *step)
{
    predict_set(step, CONTEXT, 0);
}

static void predict_suppress(fuzz_step *step)
{
    if (may_change(step)) {
        shows(step, NULL, CAUSE, FUZZ_SUPPRESSED);
    }
    worked(step, !step->n[3]);
}

static void predict_add_note(fuzz_step *step)
{
    enum { MOST = FIRST_NOTE + 6 };
    fuzz_object *y = step->oy;
    stays(step);
    if (now.set) {
        step->n[3] = true; /* it does nothing then */
#ifdef HF_CHECKED
        step->inapplicable = true; /* which is a mistake to be reported */
#endif
    } else if (may_change(step) && !is_refused(step, step->oz, &fuzz_str)) {
        step->inapplicable = y->n_parts >= MOST;
    }
    worked(step, !step->n[3]);
}

static void after_set_cause(fuzz_step *step)
{
    if (step->ok && !step->n[3]) {
        fuzz_put(step->oy, CAUSE, step->oz);
        step->oy->mark |= FUZZ_SUPPRESSED;
    }
    set_next(step);
}

static void after_set_context(fuzz_step *step)
{
    if (step->ok && !step->n[3]) {
        fuzz_put(step->oy, CONTEXT, step->oz);
    }
    set_next(step);
}

static void after_suppress(fuzz_step *step)
{
    if (step->ok && !step->n[3]) {
        fuzz_put(step->oy, CAUSE, NULL);
        step->oy->mark |= FUZZ_SUPPRESSED;
    }
    set_next(step);
}

static void after_add_note(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (step->ok && !step->n[3]) {
        fuzz_put(y, y->n_parts > FIRST_NOTE ? y->n_parts : FIRST_NOTE,
                 step->oz);
    }
    set_next(step);
}

/* ---- Rows: what nobody can be told. */

static void predict_unraisable(fuzz_step *step)
{
    fuzz_expect(step, 0, "calls of sys.unraisablehook", now.set);
    nothing(step);
}

static void after_unraisable(fuzz_step *step)
{
    if (now.set && now.traceback.length == 0 && n_handled > 0) {
        now.traceback = joined(HANDLING, LINE_HANDLED, now.traceback);
    }
    taken();
    set_next(step);
}

/* ---- Rows: Python code in between. */

static fuzz_text through(int way, fuzz_text traceback)
{
    fuzz_text by = joined(THROUGH, LINE_THROUGH, traceback);
    return way == THROUGH  ? by
           : way == DEEPER ? joined(DEEPER, LINE_DEEPER, by)
           : way == CLEANS ? joined(CLEANS, LINE_CLEANS, traceback)
                           : joined(AGAIN, LINE_AGAIN, traceback);
}

static void predict_pass(fuzz_step *step)
{
    step->n[0] = THROUGH + step->value % 4;
    step->inapplicable = !now.set || now.traceback.length + 3 >= ENTRIES;
    next = now;
    next.traceback = through((int)step->n[0], now.traceback);
    expect(step);
}

static void after_pass(fuzz_step *step)
{
    int way = (int)step->n[0];
    taken();
    set_next(step);
    if (way == CLEANS || way == AGAIN) {
        taken();
    }
}

static void predict_replaced(fuzz_step *step)
{
    bool explains = step->value & 1;
    fuzz_object *y = step->oy;
    step->n[0] = explains ? EXPLAINS : REPLACES;
    step->inapplicable = now.set || y->text.length + 2 >= ENTRIES;
    fuzz_object *made = fresh(VALUE_ERROR, RAISED_IN_PYTHON);
    fuzz_put(made, CONTEXT, y);
    if (explains) {
        fuzz_put(made, CAUSE, y);
        made->mark |= FUZZ_SUPPRESSED;
    }
    next.traceback = joined((uint32_t)step->n[0],
                            explains ? LINE_EXPLAINED : LINE_REPLACED,
                            (fuzz_text){0});
    expect(step);
}

static void after_replaced(fuzz_step *step)
{
    bool explains = step->n[0] == EXPLAINS;
    step->oy->text = joined((uint32_t)step->n[0],
                            explains ? LINE_EXPLAINS : LINE_REPLACES,
                            step->oy->text);
    set_next(step);
}

static model outer[HANDLED];

static void predict_handle(fuzz_step *step)
{
    fuzz_object *y = step->oy, *h = innermost();
    step->inapplicable = n_handled == HANDLED ||
                         y->text.length + 3 >= ENTRIES ||
                         (h != NULL && h != y && fuzz_reaches(h, y));
}

/* handling is called while y is handled, before the next steps and after. */
static void handling(bool begins)
{
    if (begins) {
        fuzz_object *y = fuzz_current()->oy;
        taken(); /* what is set is fetched first */
        outer[n_handled] = now;
        now = (model){0};
        if (innermost() != NULL && innermost() != y) {
            fuzz_put(y, CONTEXT, innermost());
        }
        y->text = joined(HANDLING, LINE_HANDLING, y->text);
        handled[n_handled++] = y;
    } else {
        n_handled--;
        if (now.set) {
            now.traceback = joined(HANDLING, LINE_HANDLED, now.traceback);
            taken(); /* it went through a handler */
        }
    }
}

static void after_handle(fuzz_step *step)
{
    char words[ERROR_WORDS] = "nothing";
    model saved = outer[n_handled];
    outer[n_handled] = (model){0};
    if (saved.set) {
        model inner = now;
        now = saved;
        if (now.known != NULL) {
            now.traceback = now.known->text; /* it may have grown */
        }
        release(&inner);
    }
    if (now.set) {
        fuzz_error_words(words, object_of(&now), now.traceback);
    }
    next = now;
    is_set(true, words);
    (void)step;
}

/* ---- Actions. */

FUZZ_ACT(str, ok = hf_replace(&s[$x].as_str, new_str($value)))

FUZZ_ACT(int, ok = hf_replace(&s[$x].as_object,
                              hf_object_from_owned(PyLong_FromLong($0))))

FUZZ_ACT(incref, ok = hf_replace(&s[$x].as_object, hf_incref(s[$y].as_object)))

FUZZ_ACT(decref, hf_decref(hf_move(&s[$x].as_object)))

FUZZ_ACT(move, ok = hf_replace(&s[$x].as_object, hf_move(&s[$y].as_object)))

FUZZ_ACT(exception, {
    begin();
    hf_error_raise(type_of((int)$0), "wave %d", (int)$1);
    ok = hf_replace(&s[$x].as_exception, given(false));
    ok = ok && end(true);
    $pieces;
})

FUZZ_ACT(raise, {
    begin();
    hf_error_raise(type_of((int)$0), "wave %d", (int)$1);
    ok = end(true);
    $pieces;
})

FUZZ_ACT(raise_from, {
    begin();
    hf_error_raise_from(hf_incref(s[$y].as_exception), type_of((int)$0),
                        "wave %d", (int)$1);
    ok = end(!$3);
    $pieces;
})

FUZZ_ACT(raise_with, {
    begin();
    hf_error_raise_with(type_of((int)$0), hf_borrow(s[$y].as_object));
    ok = end(true);
    $pieces;
})

FUZZ_ACT(raise_key, {
    begin();
    hf_error_raise_key(hf_borrow(s[$y].as_object));
    ok = end(true);
    $pieces;
})

FUZZ_ACT(raise_stop, {
    begin();
    hf_error_raise_stop_iteration(hf_borrow(s[$y].as_object));
    ok = end(true);
    $pieces;
})

FUZZ_ACT(errno, {
    begin();
    errno = (int)$0;
    hf_error_raise_errno(PyExc_OSError);
    ok = end(true);
    $pieces;
})

FUZZ_ACT(errno_file, {
    begin();
    errno = (int)$0;
    hf_error_raise_errno_with_filename(PyExc_OSError,
                                       hf_borrow(s[$y].as_object));
    ok = end(true);
    $pieces;
})

FUZZ_ACT(no_memory, {
    begin();
    hf_error_no_memory();
    ok = end(true);
    $pieces;
})

FUZZ_ACT(fetch, {
    begin();
    hf_exception e = given($0);
    found[0] = !hf_is_null(e);
    if (found[0]) {
        ok = hf_replace(&s[$x].as_exception, e);
    } else {
        ok = !$1;
    }
    ok = ok && end(true);
    $pieces;
})

FUZZ_ACT(restore, {
    begin();
    hf_error_restore(hf_incref(s[$y].as_exception));
    ok = end(!$3);
    $pieces;
})

FUZZ_ACT(restore_moved, {
    begin();
    hf_error_restore(hf_move(&s[$x].as_exception));
    ok = end(!$3);
    $pieces;
})

FUZZ_ACT(restore_null, {
    begin();
    hf_error_restore(hf_null(exception));
    ok = end(true);
    $pieces;
})

FUZZ_ACT(shelter, {
    begin();
    hf_exception pending = hf_error_fetch();
    hf_error_raise(PyExc_ValueError, "wave %d", $value);
    hf_exception inner = hf_error_fetch();
    hf_error_restore(inner);
    hf_error_clear();
    hf_error_restore(pending);
    ok = end(true);
    $pieces;
})

FUZZ_ACT(clear, {
    begin();
    hf_error_clear();
    ok = end(true);
    $pieces;
})

FUZZ_ACT(occurred, {
    begin();
    found[0] = hf_error_occurred();
    ok = end(true);
    $pieces;
})

FUZZ_ACT(matches, {
    begin();
    found[0] = hf_error_matches($1 ? tuple_of((int)$0) : type_of((int)$0));
    ok = end(true);
    $pieces;
})

FUZZ_ACT(matches_y, {
    begin();
    found[0] = hf_exception_matches(hf_borrow(s[$y].as_exception),
                                    $1 ? tuple_of((int)$0) : type_of((int)$0));
    ok = end(true);
    $pieces;
})

FUZZ_ACT(chain, {
    begin();
    hf_error_chain(hf_incref(s[$y].as_exception));
    ok = end(!$3);
    $pieces;
})

FUZZ_ACT(traceback, {
    begin();
    hf_error_add_traceback(fuzz_function_names[$0], "f.c", (int)$1);
    ok = end(true);
    $pieces;
})

FUZZ_ACT(cause, {
    begin();
    hf_exception part;
    hf_lookup lookup = hf_exception_get_cause(hf_borrow(s[$y].as_exception),
                                              &part);
    found[0] = hf_status(lookup);
    ok = end(!hf_failed(lookup));
    if (!hf_is_null(part)) {
        ok = hf_replace(&s[$x].as_exception, part);
    }
    $pieces;
})

FUZZ_ACT(context, {
    begin();
    hf_exception part;
    hf_lookup lookup = hf_exception_get_context(hf_borrow(s[$y].as_exception),
                                                &part);
    found[0] = hf_status(lookup);
    ok = end(!hf_failed(lookup));
    if (!hf_is_null(part)) {
        ok = hf_replace(&s[$x].as_exception, part);
    }
    $pieces;
})

FUZZ_ACT(get_traceback, {
    begin();
    hf_object part;
    hf_lookup lookup = hf_exception_get_traceback(hf_borrow(s[$y].as_exception),
                                                  &part);
    found[0] = hf_status(lookup);
    ok = end(!hf_failed(lookup));
    hf_decref(part);
    $pieces;
})

FUZZ_ACT(set_cause, {
    begin();
    hf_worked did = hf_exception_set_cause(hf_borrow(s[$y].as_exception),
                                           hf_incref(s[$z].as_exception));
    found[0] = !!did;
    ok = end(found[0]);
    $pieces;
})

FUZZ_ACT(set_context, {
    begin();
    hf_worked did = hf_exception_set_context(hf_borrow(s[$y].as_exception),
                                             hf_incref(s[$z].as_exception));
    found[0] = !!did;
    ok = end(found[0]);
    $pieces;
})

FUZZ_ACT(suppress, {
    begin();
    found[0] = !!hf_exception_suppress_context(hf_borrow(s[$y].as_exception));
    ok = end(found[0]);
    $pieces;
})

FUZZ_ACT(add_note, {
    begin();
    found[0] = !!hf_exception_add_note(hf_borrow(s[$y].as_exception),
                                       hf_borrow(s[$z].as_str));
    ok = end(found[0]);
    $pieces;
})

FUZZ_ACT(unraisable, {
    begin();
    hf_error_write_unraisable(hf_borrow(s[$y].as_object));
    found[0] = told();
    ok = end(true);
    $pieces;
})

FUZZ_ACT(pass, {
    begin();
    raise_in((int)$0, hf_error_fetch());
    ok = end(true);
    $pieces;
})

FUZZ_ACT(replaced, {
    begin();
    raise_in((int)$0, hf_incref(s[$y].as_exception));
    ok = end(true);
    $pieces;
})

FUZZ_ACT(handle, {
    begin();
    handle(hf_borrow(s[$y].as_exception));
    ok = end(true);
})

/* ---- The table. */

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TO_X = FUZZ_GIVES_X,
    /* CPython 3.11 aborts when it cannot allocate a frame. */
    PYTHON = FUZZ_NO_OOM,
    CHANGES_Y = FUZZ_CHANGES_Y
};

static const fuzz_op ops[] = {
    FUZZ_OP(0, exception, TO_X, predict_exception, .effect = after),
    FUZZ_OP(1, str, TO_X, predict_str),
    FUZZ_OP(2, int, TO_X, predict_int),
    FUZZ_OP(3, incref, Y | TO_X, predict_same_y),
    FUZZ_OP(4, decref, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(5, move, Y | FUZZ_TAKES_Y | TO_X, predict_move),
    FUZZ_OP(6, raise, 0, predict_raise, .effect = after),
    FUZZ_OP(7, raise_from, Y, predict_raise_from, .effect = after),
    FUZZ_OP(8, raise_with, Y, predict_raise_with, .effect = after),
    FUZZ_OP(9, raise_key, Y, predict_raise_key, .effect = after),
    FUZZ_OP(10, raise_stop, Y, predict_raise_stop, .effect = after),
    FUZZ_OP(11, errno, 0, predict_errno, .effect = after),
    FUZZ_OP(12, errno_file, Y, predict_errno_file, .effect = after),
    FUZZ_OP(13, no_memory, 0, predict_no_memory, .effect = after),
    FUZZ_OP(14, fetch, TO_X, predict_fetch, .effect = after_fetch),
    FUZZ_OP(15, restore, Y, predict_restore, .effect = after),
    FUZZ_OP(16, restore_moved, X | FUZZ_TAKES_X, predict_restore_moved,
            .effect = after),
    FUZZ_OP(17, restore_null, 0, predict_clear, .effect = after),
    FUZZ_OP(18, shelter, 0, predict_shelter, .effect = after_taking),
    FUZZ_OP(19, clear, 0, predict_clear, .effect = after),
    FUZZ_OP(20, occurred, 0, predict_occurred, .effect = after),
    FUZZ_OP(21, matches, 0, predict_matches, .effect = after),
    FUZZ_OP(22, matches_y, Y | FUZZ_EXACT, predict_matches_y,
            .y = &fuzz_BaseException, .effect = after),
    FUZZ_OP(23, chain, Y, predict_chain, .effect = after_chain),
    FUZZ_OP(24, traceback, 0, predict_traceback, .effect = after_traceback),
    FUZZ_OP(25, cause, Y | TO_X, predict_cause, .effect = after),
    FUZZ_OP(26, context, Y | TO_X, predict_context, .effect = after),
    FUZZ_OP(27, get_traceback, Y, predict_get_traceback, .effect = after),
    FUZZ_OP(28, set_cause, Y | Z | CHANGES_Y, predict_set_cause,
            .effect = after_set_cause),
    FUZZ_OP(29, set_context, Y | Z | CHANGES_Y, predict_set_context,
            .effect = after_set_context),
    FUZZ_OP(30, suppress, Y | CHANGES_Y, predict_suppress,
            .effect = after_suppress),
    FUZZ_OP(31, add_note, Y | Z | CHANGES_Y, predict_add_note,
            .effect = after_add_note),
    FUZZ_OP(32, unraisable, Y | PYTHON, predict_unraisable,
            .effect = after_unraisable),
    FUZZ_OP(33, pass, PYTHON, predict_pass, .effect = after_pass),
    FUZZ_OP(34, replaced, Y | PYTHON | FUZZ_EXACT, predict_replaced,
            .y = &fuzz_BaseException, .effect = after_replaced),
    FUZZ_OP(35, handle, Y | PYTHON | FUZZ_EXACT, predict_handle,
            .y = &fuzz_BaseException, .effect = after_handle),
    FUZZ_ARM(36),
};

static const char *const world[] = {"fuzz/targets/error_world.h",
                                    "fuzz/targets/error_world.c", NULL};

static void start(void)
{
    fuzz_world_start();
    error_handling = handling;
}

/* What is set has blocks that nobody counts. */
static Py_ssize_t blocks(void)
{
    return now.set ? -1 : 0;
}

static int nothing_expected(void)
{
    now = next = later = (model){0};
    n_handled = 0;
    return 0;
}

const fuzz_target fuzz_this = {
    .name = "error_sequence",
    .world = world,
    .tables = FUZZ_ONE_TABLE(ops),
    .start = start,
    .left = left,
    .finish = finish,
    .expected = nothing_expected,
    .blocks = blocks,
};
