/* model.c: the objects that a program has references to, and who holds them. */

#include "fuzz/engine/steps.h"

#include <string.h>

fuzz_any s[FUZZ_SLOTS];
fuzz_object *fuzz_slot[FUZZ_SLOTS];

fuzz_object fuzz_objects[FUZZ_OBJECTS];
int fuzz_objects_end;

fuzz_object *fuzz_known(const PyObject *raw)
{
    for (int i = 0; i < fuzz_objects_end; i++) {
        if (fuzz_objects[i].held > 0 && fuzz_objects[i].raw == raw) {
            return &fuzz_objects[i];
        }
    }
    return NULL;
}

int fuzz_unused(void)
{
    int i = 0;
    while (i < fuzz_objects_end && fuzz_objects[i].held > 0) {
        i++;
    }
    if (i == FUZZ_OBJECTS) {
        fuzz_failed("engine", "there are more than %d objects", FUZZ_OBJECTS);
    }
    return i;
}

/* enter makes an entry, which nobody holds yet. */
static fuzz_object *enter(PyObject *raw, const fuzz_object *made)
{
    int i = fuzz_unused();
    fuzz_object *o = &fuzz_objects[i];
    fuzz_objects_end = i == fuzz_objects_end ? i + 1 : fuzz_objects_end;
    *o = *made;
    o->raw = raw;
    o->held = 0;
    o->uncounted |= fuzz_is_immortal(raw);
    for (int p = 0; p < o->n_parts; p++) {
        if (o->part[p] != NULL) {
            fuzz_hold(o->part[p]);
        }
    }
    return o;
}

fuzz_object *fuzz_enter(PyObject *raw, const fuzz_object *made)
{
    fuzz_object *o = enter(raw, made);
    o->held = 1;
    return o;
}

fuzz_object *fuzz_adopt(PyObject *raw, const fuzz_object *made)
{
    fuzz_object *o = fuzz_known(raw);
    if (o == NULL) {
        o = enter(raw, made);
        /* The reference that it is adopted for is held by who adopts it. */
        o->base = Py_REFCNT(raw) - 1;
    }
    return o;
}

void fuzz_forget_objects(void)
{
    fuzz_objects_end = 0;
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
    if (fuzz_this.gone != NULL) {
        fuzz_this.gone(o);
        if (o->held > 0) {
            return;
        }
    }
    fuzz_emit_gone(o);
    for (int i = 0; i < o->n_parts; i++) {
        fuzz_object *part = o->part[i];
        o->part[i] = NULL;
        if (part != NULL) {
            fuzz_release(part);
        }
    }
    o->n_parts = 0;
}

void fuzz_keep(fuzz_step *step, fuzz_object *part)
{
    if (step->n_kept == FUZZ_KEPT) {
        fuzz_failed("engine", "more than %d parts are kept", FUZZ_KEPT);
    }
    fuzz_hold(part);
    step->kept[step->n_kept++] = part;
}

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

/* ---- What an object holds. */

/* reserve makes room for |n| parts. */
static void reserve(fuzz_object *o, int n)
{
    if (n > o->room) {
        int room = n < 8 ? 8 : 2 * n;
        fuzz_object **parts = fuzz_aligned((size_t)room * sizeof(*parts));
        memset(parts, 0, (size_t)room * sizeof(*parts));
        if (o->n_parts > 0) {
            memcpy(parts, o->part, (size_t)o->n_parts * sizeof(*parts));
        }
        o->part = parts;
        o->room = room;
    }
}

void fuzz_put(fuzz_object *o, int i, fuzz_object *part)
{
    reserve(o, i + 1);
    for (; o->n_parts <= i; o->n_parts++) {
        o->part[o->n_parts] = NULL;
    }
    fuzz_object *old = o->part[i];
    o->part[i] = part;
    /* What is being predicted is held when it is made. */
    bool counts = o->held > 0;
    if (counts && part != NULL) {
        fuzz_hold(part);
    }
    if (counts && old != NULL) {
        fuzz_release(old);
    }
}

void fuzz_insert(fuzz_object *o, int i, fuzz_object *part)
{
    reserve(o, o->n_parts + 1);
    memmove(o->part + i + 1, o->part + i,
            (size_t)(o->n_parts - i) * sizeof(*o->part));
    o->n_parts++;
    o->part[i] = NULL;
    fuzz_put(o, i, part);
}

void fuzz_remove(fuzz_object *o, int i, int n)
{
    enum { MOST = 64 };
    fuzz_object *old[MOST];
    if (n > MOST) {
        fuzz_failed("engine", "more than %d parts removed at once", MOST);
    }
    if (n == 0) {
        return;
    }
    memcpy(old, o->part + i, (size_t)n * sizeof(*old));
    memmove(o->part + i, o->part + i + n,
            (size_t)(o->n_parts - i - n) * sizeof(*o->part));
    o->n_parts -= n;
    for (int p = 0; p < n; p++) {
        if (old[p] != NULL && o->held > 0) {
            fuzz_release(old[p]);
        }
    }
}

bool fuzz_reaches(const fuzz_object *from, const fuzz_object *to)
{
    bool reaches = from == to;
    for (int i = 0; i < from->n_parts && !reaches; i++) {
        reaches = from->part[i] != NULL && fuzz_reaches(from->part[i], to);
    }
    return reaches;
}

/* ---- Predictions. */

fuzz_object *fuzz_makes(fuzz_step *step, const fuzz_kind *kind)
{
    step->made = (fuzz_object){.kind = kind};
    step->identity = FUZZ_FRESH;
    return &step->made;
}

void fuzz_refuses(fuzz_step *step, const char *expected, const fuzz_object *o)
{
    fuzz_raises(step, PyExc_TypeError, "expected %s, found %s");
    step->named[0] = expected;
    step->named[1] = Py_TYPE(o->raw)->tp_name; /* maybe a subclass */
}
