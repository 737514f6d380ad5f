#include "calls.h"

#include "objects.h"

#include <stdio.h>
#include <string.h>

#include <sys/mman.h>

__thread call *current;

seen *find_seen(PyObject *object)
{
    call *c = current;
    if (c == NULL) {
        return NULL;
    }
    unsigned n = c->seen_count < SEEN ? c->seen_count : SEEN;
    for (unsigned i = 0; i < n; i++) {
        if (c->seen[i].object == object) {
            return &c->seen[i];
        }
    }
    return NULL;
}

void see(PyObject *object, uint32_t where)
{
    call *c = current;
    if (c != NULL && find_seen(object) == NULL) {
        c->seen[c->seen_count++ % SEEN] = (seen){object, false, where};
    }
}

bool is_argument(PyObject *object, bool unknown)
{
    for (const call *c = current; c != NULL; c = c->outer) {
        if (c->many || c->seen_count > SEEN) {
            return unknown;
        }
        for (unsigned i = 0; i < c->seen_count; i++) {
            if (c->seen[i].object == object && c->seen[i].argument) {
                return true;
            }
        }
    }
    return false;
}

static bool has_holes_down_to(PyObject *object, int levels)
{
    enum { MANY = 64 };
    PyObject **items = NULL;
    if (PyList_CheckExact(object)) {
        items = ((PyListObject *)object)->ob_item;
    } else if (PyTuple_CheckExact(object)) {
        items = ((PyTupleObject *)object)->ob_item;
    }
    for (Py_ssize_t i = 0; items != NULL && i < Py_SIZE(object); i++) {
        if (items[i] == NULL || (levels > 0 && i < MANY &&
                                 has_holes_down_to(items[i], levels - 1))) {
            return true;
        }
    }
    return false;
}

bool has_holes(PyObject *object)
{
    enum { LEVELS = 3 };
    return has_holes_down_to(object, LEVELS);
}

void found_holes(PyObject *object, uint32_t where, bool now)
{
    if (now) {
        report(HOLES, where, 0, NULL, Py_TYPE(object)->tp_name);
    } else if (current != NULL && current->hole_count < SHOWN) {
        current->holes[current->hole_count++] = (seen){object, false, where};
    }
}

void judge_holes(const call *c)
{
    for (unsigned i = 0; i < c->hole_count; i++) {
        PyObject *object = c->holes[i].object;
        const entry *e = look(object);
        if (e != NULL && !e->dead && !is_gone(e, object) && has_holes(object)) {
            report(HOLES, c->holes[i].where, 0, NULL, e->type);
        }
    }
}

const char *const kind_names[] = {
    "released, not owned",      "returned, not owned",
    "used after release",       "returned after release",
    "null without exception",   "result with exception",
    "called with exception",    "succeeded with exception",
    "failed without exception", "exception left",
    "exception lost",           "weak references left",
    "type not released",        "holes",
    "without the GIL",          "tracked",
};

mistakes *seen_mistakes;

void share_mistakes(void)
{
    void *p = mmap(NULL, sizeof(mistakes), PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) {
        Py_FatalError("pytest --leaks: no memory for the recorder");
    }
    seen_mistakes = p;
}

static void copy(char *out, size_t size, const char *text)
{
    size_t length = strlen(text);
    /* Of a path the end says more. */
    strncpy(out, length < size ? text : text + (length - size + 1), size - 1);
}

static void write_place(place *out, uint32_t where)
{
    if (where != 0) {
        const site *s = &sites[where];
        copy(out->how, sizeof(out->how), s->how);
        copy(out->file, sizeof(out->file), s->file);
        copy(out->function, sizeof(out->function), s->function);
        out->line = s->line;
    }
}

void report(kind what, uint32_t where, uint32_t earlier,
            const wrapped *function, const char *type)
{
    for (unsigned i = 0; i < seen_mistakes->count; i++) {
        mistake *m = &seen_mistakes->at[i];
        if (m->kind == what && m->site == where && m->wrapped == function) {
            m->times++;
            return;
        }
    }
    if (seen_mistakes->count == MISTAKES) {
        return;
    }
    mistake *m = &seen_mistakes->at[seen_mistakes->count];
    *m = (mistake){
        .kind = what, .site = where, .wrapped = function, .times = 1};
    write_place(&m->where, where);
    write_place(&m->earlier, earlier);
    if (function != NULL) {
        snprintf(m->function, sizeof(m->function), "%s%s%s",
                 function->owner != NULL ? function->owner : "",
                 function->owner != NULL ? "." : "", function->name);
        m->address = (void *)(uintptr_t)function->function;
    }
    strncpy(m->type, type, sizeof(m->type) - 1);
    seen_mistakes->count++;
}
