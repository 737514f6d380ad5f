#include "objects.h"

#include "core/internal/immortal.h"

#include <string.h>

#include "calls.h"
#include "hash.h"
#include "memory.h"

entry *entries;
static size_t entry_mask, entry_count;
static uint32_t births;

uint32_t *owned;
uint32_t owned_count;
static uint32_t owned_room;

static void own(entry *e)
{
    if (owned_count == owned_room) {
        uint32_t room = owned_room ? owned_room * 2 : 1024;
        uint32_t *more = take(room * sizeof(uint32_t));
        if (owned != NULL) {
            memcpy(more, owned, owned_count * sizeof(uint32_t));
            put_back(owned, owned_room * sizeof(uint32_t));
        }
        owned = more;
        owned_room = room;
    }
    e->number = owned_count;
    owned[owned_count++] = (uint32_t)(e - entries);
}

static void disown(const entry *e)
{
    uint32_t last = owned[--owned_count];
    owned[e->number] = last;
    entries[last].number = e->number;
}

entry *look(PyObject *object)
{
    if (entries == NULL) {
        return NULL;
    }
    for (size_t at = mixed((uintptr_t)object);; at++) {
        entry *e = &entries[at & entry_mask];
        if (e->object == object) {
            return e;
        }
        if (e->object == NULL) {
            return NULL;
        }
    }
}

static void forget_events(entry *e)
{
    for (uint32_t i = 0; i < e->depth; i++) {
        sites[e->unmatched[i]].live--;
    }
    if (e->depth > 0) {
        disown(e);
    }
    e->depth = e->from = 0;
    e->depth_was = e->first_end = 0;
    e->known_was = false;
    e->logged = 0;
    e->other_count = 0;
    e->many = false;
    e->set = 0;
}

/* Those of which there is nothing to tell are left out. */
static void grow_entries(void)
{
    entry *old = entries;
    size_t size = old == NULL ? 0 : entry_mask + 1;
    size_t kept = 0;
    for (size_t i = 0; i < size; i++) {
        kept += old[i].object != NULL && old[i].depth > 0;
    }
    size_t room = 1024;
    while (room < kept * 4) {
        room *= 2;
    }
    entries = take(room * sizeof(entry));
    entry_mask = room - 1;
    entry_count = kept;
    owned_count = 0;
    for (size_t i = 0; i < size; i++) {
        if (old[i].object == NULL) {
            continue;
        }
        if (old[i].depth == 0) {
            put_back(old[i].unmatched, old[i].room * sizeof(uint32_t));
            continue;
        }
        size_t at = mixed((uintptr_t)old[i].object);
        while (entries[at & entry_mask].object != NULL) {
            at++;
        }
        entries[at & entry_mask] = old[i];
        own(&entries[at & entry_mask]);
    }
    put_back(old, size * sizeof(entry));
}

/* Before an object are what the collector needs, and the dict and the weak
 * references that newer versions keep there. */
uint8_t head_of(PyTypeObject *type)
{
    size_t head = 0;
#ifndef Py_GIL_DISABLED
    head += PyType_IS_GC(type) ? 2 * sizeof(void *) : 0;
#endif
#if defined(Py_TPFLAGS_PREHEADER)
    head += type->tp_flags & Py_TPFLAGS_PREHEADER ? 2 * sizeof(void *) : 0;
#elif defined(Py_TPFLAGS_MANAGED_DICT)
    head += type->tp_flags & Py_TPFLAGS_MANAGED_DICT ? 2 * sizeof(void *) : 0;
#endif
    return (uint8_t)head;
}

static bool is_plain(PyTypeObject *type)
{
    return type == &PyFloat_Type || type == &PyList_Type ||
           type == &PyTuple_Type || type == &PyDict_Type ||
           type == &PyUnicode_Type || type == &PyBytes_Type ||
           type == &PyLong_Type || type == &PySet_Type;
}

void look_at_type(entry *e)
{
    PyTypeObject *type = Py_TYPE(e->object);
    memset(e->type, 0, sizeof(e->type));
    strncpy(e->type, type->tp_name, sizeof(e->type) - 1);
    e->head = head_of(type);
    e->plain = is_plain(type);
    e->born = ++births;
}

entry *enter(PyObject *object)
{
    entry *e = look(object);
    if (e != NULL) {
        return e;
    }
    if (entries == NULL || entry_count * 2 > entry_mask) {
        grow_entries();
    }
    size_t at = mixed((uintptr_t)object);
    while (entries[at & entry_mask].object != NULL) {
        at++;
    }
    e = &entries[at & entry_mask];
    e->object = object;
    look_at_type(e);
    entry_count++;
    return e;
}

void record(entry *e, int32_t event)
{
    if (e->logged == LOG) {
        memmove(e->log, e->log + 1, (LOG - 1) * sizeof(e->log[0]));
        e->logged--;
    }
    e->log[e->logged++] = event;
}

void bury(entry *e, uint32_t where)
{
    int32_t log[LOG];
    uint8_t logged = e->logged;
    memcpy(log, e->log, sizeof(log));
    forget_events(e);
    memcpy(e->log, log, sizeof(log));
    e->logged = logged;
    e->dead = true;
    e->death = where;
}

void revive(entry *e)
{
    forget_events(e);
    e->dead = e->freed = e->last = e->dying = false;
    e->death = 0;
    e->plain = false; /* it may be an object of any type */
    e->type[0] = 0;
}

shortfall shorts[SHORTS];
unsigned short_count;

void fall_short(entry *e, uint32_t where)
{
    if (short_count < SHORTS && Py_REFCNT(e->object) > 1) {
        shorts[short_count].object = e->object;
        shorts[short_count++].where = where;
    }
}

void push(entry *e, uint32_t where)
{
    uint32_t number = current != NULL ? current->number : 0;
    if (e->call != number || number == 0) {
        e->call = number;
        e->from = e->depth;
    }
    if (e->depth == e->room) {
        uint32_t room = e->room ? e->room * 2 : 8;
        uint32_t *more = take(room * sizeof(uint32_t));
        if (e->unmatched != NULL) {
            memcpy(more, e->unmatched, e->depth * sizeof(uint32_t));
            put_back(e->unmatched, e->room * sizeof(uint32_t));
        }
        e->unmatched = more;
        e->room = room;
    }
    if (e->depth == 0) {
        own(e);
        e->other_count = 0;
        e->many = false;
    }
    e->unmatched[e->depth++] = where;
    sites[where].live++;
}

/* keep_other is for an increment that was matched while another one could have
 * been. */
static void keep_other(entry *e, uint32_t where)
{
    for (uint8_t i = 0; i < e->other_count; i++) {
        if (e->others[i] == where) {
            return;
        }
    }
    if (e->other_count == sizeof(e->others) / sizeof(*e->others)) {
        e->many = true;
        return;
    }
    e->others[e->other_count++] = where;
}

bool pop(entry *e, bool returned)
{
    if (e->depth == 0) {
        return false;
    }
    uint32_t at = e->depth - 1, from = 0;
    bool certain = false;
    if (current != NULL && e->call == current->number && e->from < e->depth) {
        from = e->from;
        certain = returned && sites[e->unmatched[at]].returns;
        if (returned && !certain && sites[e->unmatched[from]].gives) {
            at = from;
        }
    } else if (e->depth > e->depth_was) {
        at = from = e->depth_was;
    }
    for (uint32_t i = from; !certain && i < e->depth; i++) {
        if (e->unmatched[i] != e->unmatched[at] &&
            !sites[e->unmatched[i]].returns) {
            keep_other(e, e->unmatched[at]);
            break;
        }
    }
    sites[e->unmatched[at]].live--;
    memmove(&e->unmatched[at], &e->unmatched[at + 1],
            (e->depth - at - 1) * sizeof(uint32_t));
    if (--e->depth == 0) {
        disown(e);
    }
    if (e->from > e->depth) {
        e->from = e->depth;
    }
    if (e->depth_was > e->depth) {
        e->depth_was = e->depth;
    }
    return true;
}

bool counts_nobody(PyObject *object)
{
#if !defined(Py_GIL_DISABLED) && UINTPTR_MAX > UINT32_MAX
    /* No count has 40 bits; above the 47 of an address are flags. */
    uintptr_t word;
    memcpy(&word, object, sizeof(word));
    if (word >> 40 & 0xFF) {
        return true;
    }
#endif
    return !hf_private_is_immortal(object) && Py_REFCNT(object) <= 0;
}

bool is_gone(const entry *e, PyObject *object)
{
    return (e != NULL && e->dead && e->freed) || counts_nobody(object);
}

bool is_dead(const entry *e)
{
    return e != NULL && e->dead && (e->freed || counts_nobody(e->object));
}
