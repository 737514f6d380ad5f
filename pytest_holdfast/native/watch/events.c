#include "objects.h"

#include "../lock.h"
#include "calls.h"
#include "core/internal/immortal.h"
#include "events.h"
#include "wrappers.h"

bool running;

static holdfast_lock one = HOLDFAST_UNLOCKED;

void lock(void)
{
    holdfast_lock_take(&one);
}

void unlock(void)
{
    holdfast_lock_release(&one);
}

/* used says whether |object| is gone, and reports that. */
static bool used(entry *e, PyObject *object, uint32_t where)
{
    if (!is_gone(e, object)) {
        return false;
    }
    bool is_known = e != NULL && (e->dead || e->plain || e->dying);
    if (!is_known) {
        return true; /* its own tp_dealloc may look at it */
    }
    seen *s = find_seen(object);
    uint32_t earlier = e->death;
    report(USED_AFTER_RELEASE, where,
           earlier == 0 && s != NULL ? s->where : earlier, NULL, e->type);
    return true;
}

static void gained(entry *e, int what, uint32_t where)
{
    sites[where].gives |= what == HFW_NEW;
    sites[where].returns |= what == HFW_RETURNS;
    push(e, where);
    record(e, (int32_t)where);
}

/* Its last reference is being taken, and its own code looks at a member where
 * it still is. Whom it has told of itself has got it as an argument. */
static bool is_left_in_a_member(const entry *e, PyObject *object)
{
    return e->dying && !is_argument(object, true) && find_seen(object) == NULL;
}

/* The last reference to a member is being released, by the tp_dealloc of an object
 * that the collector still finds. What the member's own code may do is to run it. */
static void look_at_owner(PyObject *member, uint32_t where)
{
    const dying *d = dying_now;
    PyTypeObject *type = Py_TYPE(member);
    if (d != NULL && d->call == current && !d->freed &&
        Py_REFCNT(d->self) == 0 && PyType_IS_GC(d->type) &&
        (PyType_IS_GC(type) || type->tp_flags & Py_TPFLAGS_HEAPTYPE) &&
        PyObject_GC_IsTracked(d->self)) {
        report(TRACKED, 0, where, d->function, d->type->tp_name);
    }
}

static int lost(entry *e, PyObject *object, int what, uint32_t where)
{
    Py_ssize_t count = Py_REFCNT(object);
    bool is_known = pop(e, false);
    record(e, -(int32_t)where);
    if (!is_known) {
        if (count == 1 && is_argument(object, false)) {
            report(RELEASED_NOT_OWNED, where, 0, NULL, e->type);
        }
        fall_short(e, where);
    }
    if (count != 1) {
        return HFW_GO;
    }
    look_at_owner(object, where);
    e->last = true;
    e->dying = what == HFW_DECREF;
    e->death = where;
    return HFW_TELL;
}

static int happened(PyObject *object, int what, uint32_t where)
{
    entry *e = look(object);
    if (what == HFW_RELEASED) {
        if (e != NULL && !e->dead) {
            e->dying = false;
            if (e->last && counts_nobody(object)) {
                bury(e, where);
            }
        }
        return HFW_GO;
    }
    if (what == HFW_GONE && is_gone(e, object)) {
        return HFW_GO;
    }
    if (what != HFW_NEW && used(e, object, where)) {
        return HFW_GO;
    }
    if (what == HFW_USED) {
        return HFW_GO;
    }
    if (what == HFW_HELD) {
        if (e != NULL && is_left_in_a_member(e, object)) {
            report(USED_AFTER_RELEASE, where, e->death, NULL, e->type);
        }
        return HFW_GO;
    }
    if (what == HFW_PASSED || what == HFW_SHOWN) {
        if (has_holes(object)) {
            found_holes(object, where, what == HFW_PASSED);
        }
        return HFW_GO;
    }
    if (hf_private_is_immortal(object) && current == NULL) {
        return HFW_GO; /* who is to be compared with whom? */
    }
    if (e != NULL && (e->dead || (what == HFW_NEW && Py_REFCNT(object) == 1))) {
        revive(e); /* it is another one */
        look_at_type(e);
    }
    if (e == NULL) {
        e = enter(object);
    } else if (e->type[0] == 0) {
        look_at_type(e); /* it was made unseen, where another one was */
    }
    switch (what) {
    case HFW_BORROWED:
        see(object, where);
        break;
    case HFW_INCREF:
        if (is_left_in_a_member(e, object)) {
            report(USED_AFTER_RELEASE, where, e->death, NULL, e->type);
        }
        gained(e, what, where);
        break;
    case HFW_NEW:
    case HFW_KEPT:
    case HFW_RETURNS:
        gained(e, what, where);
        break;
    case HFW_GONE:
        pop(e, false);
        record(e, -(int32_t)where);
        break;
    case HFW_DECREF:
    case HFW_STOLEN:
        return lost(e, object, what, where);
    default:
        break;
    }
    e->last = false;
    return HFW_GO;
}

int holdfast_watch(PyObject *object, int what, const char *how,
                   const char *file, int line, const char *function)
{
    if (!running) {
        return HFW_GO;
    }
    bool held = PyGILState_Check();
    lock();
    uint32_t where = find_site(how, file, line, function);
    int answer = HFW_GO;
    if (!held) {
        report(WITHOUT_THE_GIL, where, 0, NULL, "");
    } else if (what == HFW_PENDING) {
        report(CALLED_WITH_EXCEPTION, where, 0, NULL, "");
    } else {
        answer = happened(object, what, where);
    }
    unlock();
    return answer;
}
