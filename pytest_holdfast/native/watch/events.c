#include "objects.h"

#include "../lock.h"
#include "calls.h"
#include "core/internal/immortal.h"
#include "events.h"

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

static int happened(PyObject *object, int what, uint32_t where)
{
    entry *e = look(object);
    if (e != NULL && e->dead) {
        if (what == HFW_RELEASED || what == HFW_GONE) {
            return HFW_GO;
        }
        if (is_dead(e) &&
            (what == HFW_INCREF || what == HFW_DECREF || what == HFW_STOLEN)) {
            seen *s = find_seen(object);
            report(USED_AFTER_RELEASE, where,
                   e->death == 0 && s != NULL ? s->where : e->death, NULL,
                   e->type);
            return HFW_SKIP;
        }
        revive(e); /* it is another one */
        look_at_type(e);
    }
    if (what == HFW_RELEASED) {
        seen *s = find_seen(object);
        if (s != NULL && s->others > 0) {
            s->others--;
        }
        if (e != NULL && e->last && Py_REFCNT(object) <= 0) {
            bury(e, where);
        }
        return HFW_GO;
    }
    if (hf_private_is_immortal(object)) {
        return HFW_GO;
    }
    Py_ssize_t count = Py_REFCNT(object);
    if (what == HFW_NEW && count == 1 && e != NULL) {
        revive(e); /* where another one was */
        look_at_type(e);
    }
    if (e == NULL) {
        e = enter(object);
    }
    e->last = false;
    switch (what) {
    case HFW_BORROWED:
        see(object, count - (Py_ssize_t)e->depth, where);
        break;
    case HFW_NEW:
        sites[where].gives = true;
        see(object, count - 1 - (Py_ssize_t)e->depth, where);
        push(e, where);
        record(e, (int32_t)where);
        break;
    case HFW_INCREF:
    case HFW_KEPT:
        push(e, where);
        record(e, (int32_t)where);
        break;
    case HFW_GONE:
        pop(e, false);
        record(e, -(int32_t)where);
        break;
    case HFW_DECREF:
    case HFW_STOLEN: {
        seen *s = find_seen(object);
        if (!pop(e, false)) {
            if (s != NULL && count - 1 < s->others) {
                report(RELEASED_NOT_OWNED, where, s->where, NULL, e->type);
                if (what == HFW_STOLEN) {
                    Py_INCREF(object);
                }
                return HFW_SKIP;
            }
            fall_short(e, where);
        }
        if (what == HFW_STOLEN && s != NULL) {
            s->others++;
        }
        record(e, -(int32_t)where);
        if (count == 1) {
            e->last = true;
            e->death = where;
            return HFW_TELL;
        }
        break;
    }
    default:
        break;
    }
    return HFW_GO;
}

int holdfast_watch(PyObject *object, int what, const char *how,
                   const char *file, int line, const char *function)
{
    if (!running) {
        return HFW_GO;
    }
    lock();
    uint32_t where = find_site(how, file, line, function);
    int answer = HFW_GO;
    if (what == HFW_PENDING) {
        report(CALLED_WITH_EXCEPTION, where, 0, NULL, "");
    } else {
        answer = happened(object, what, where);
    }
    unlock();
    return answer;
}
