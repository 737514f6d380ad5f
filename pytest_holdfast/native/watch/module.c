/* pytest_holdfast._watch, the recorder of depth B.
 *
 * Extensions that were compiled with holdfast/watch.h tell it each reference
 * that they get or give away (holdfast_watch), and let their functions be
 * wrapped (holdfast_watch_module and so on). It is loaded before they are, with
 * RTLD_GLOBAL, so that their weak symbols find it.
 *
 * Not all is seen: slots, "O&" converters, other libraries. So nothing is
 * concluded from a balance alone.
 *
 * - A leak is an increment that no decrement has matched, of an object that is
 *   alive at the end of the repetition, and is new or counts more than before.
 * - A reference that was not the extension's is reported where the extension
 *   had no increment left, and the object counts less than when it was first
 *   seen in this call.
 * - An object is dead once its memory was given back, until that is used again.
 */
#include "objects.h"

#include "blocks.h"
#include "calls.h"
#include "events.h"

static PyObject *start(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    watch_blocks();
    running = true;
    Py_RETURN_NONE;
}

static uint32_t repetitions; /* so far */

/* What is there is what is compared with. */
static void settle(void)
{
    for (uint32_t i = 1; i < site_count; i++) {
        sites[i].live_was = sites[i].live;
    }
    for (uint32_t i = 0; i < owned_count; i++) {
        entry *e = &entries[owned[i]];
        e->depth_was = e->depth;
        if (repetitions == 0) {
            e->first_end = 0;
        } else if (e->first_end == 0) {
            e->first_end = repetitions;
            e->count_end = Py_REFCNT(e->object);
        }
        if (!e->known_was || repetitions == 0) {
            e->rise = 0;
            e->since = repetitions;
            e->known_was = true;
        } else {
            e->rise += Py_REFCNT(e->object) - e->count_was;
        }
    }
}

/* begin(first) */
static PyObject *begin(PyObject *module, PyObject *first)
{
    (void)module;
    int from_here = PyObject_IsTrue(first);
    if (from_here < 0) {
        return NULL;
    }
    lock();
    short_count = 0;
    if (from_here) {
        repetitions = 0;
        settle();
    }
    for (uint32_t i = 0; i < owned_count; i++) {
        entry *e = &entries[owned[i]];
        e->count_was = Py_REFCNT(e->object);
    }
    unlock();
    Py_RETURN_NONE;
}

/* end(), after grown() */
static PyObject *end(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    lock();
    repetitions++;
    settle();
    unlock();
    Py_RETURN_NONE;
}

/* An object that was there before counts one more for each repetition: from its
 * beginning to its end, and from one end to the next. Other code may count it,
 * too: a few more or less are no proof. */
static bool has_risen(const entry *e)
{
    Py_ssize_t count = Py_REFCNT(e->object);
    Py_ssize_t before = (Py_ssize_t)(repetitions - e->since);
    if (e->rise + count - e->count_was < before - before / 4 - 1) {
        return false;
    }
    if (e->first_end == 0) {
        return true;
    }
    before = (Py_ssize_t)(repetitions + 1 - e->first_end);
    return count - e->count_end >= before - before / 4 - 2;
}

static void count_fresh(const entry *e)
{
    if (e->known_was && !has_risen(e)) {
        return;
    }
    uint32_t from = e->known_was ? e->depth_was : 0;
    for (uint32_t i = from; i < e->depth; i++) {
        sites[e->unmatched[i]].fresh++;
    }
}

/* grown() -> [(site, how many more unmatched increments than at its end
 * before)] */
static PyObject *grown(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    lock();
    for (uint32_t i = 1; i < site_count; i++) {
        sites[i].fresh = 0;
    }
    for (uint32_t i = 0; i < owned_count; i++) {
        entry *e = &entries[owned[i]];
        if (Py_REFCNT(e->object) > 0) {
            count_fresh(e);
        }
    }
    uint32_t n = site_count;
    unlock();
    for (uint32_t i = 1; i < n; i++) {
        Py_ssize_t more = sites[i].live - sites[i].live_was;
        if (more > sites[i].fresh) {
            more = sites[i].fresh;
        }
        if (more > 0) {
            PyObject *pair = Py_BuildValue("In", i, more);
            if (pair == NULL || PyList_Append(list, pair) < 0) {
                Py_XDECREF(pair);
                Py_DECREF(list);
                return NULL;
            }
            Py_DECREF(pair);
        }
    }
    return list;
}

static PyObject *describe_site(PyObject *module, PyObject *number)
{
    (void)module;
    unsigned long i = PyLong_AsUnsignedLong(number);
    if (PyErr_Occurred()) {
        return NULL;
    }
    if (i == 0 || i >= site_count) {
        Py_RETURN_NONE;
    }
    return Py_BuildValue("ssis", sites[i].how, sites[i].file, sites[i].line,
                         sites[i].function);
}

static bool has_unmatched(const entry *e, unsigned long where)
{
    for (uint32_t i = e->depth; i-- > 0;) {
        if (e->unmatched[i] == where) {
            return true;
        }
    }
    return false;
}

/* What is told of an object: itself, its count, and its latest events, each a
 * site, or -site: or None. */
static PyObject *tell(const entry *e, Py_ssize_t count)
{
    PyObject *log = PyList_New(e->logged);
    for (Py_ssize_t i = 0; log != NULL && i < e->logged; i++) {
        PyObject *event = PyLong_FromLong(e->log[i]);
        if (event == NULL) {
            Py_CLEAR(log);
        } else {
            PyList_SET_ITEM(log, i, event);
        }
    }
    if (log == NULL) {
        Py_DECREF(e->object);
        return NULL;
    }
    return Py_BuildValue("NnN", e->object, count, log);
}

/* newest(site) -> the newest of the live objects that have an unmatched
 * increment there */
static PyObject *newest(PyObject *module, PyObject *number)
{
    (void)module;
    unsigned long where = PyLong_AsUnsignedLong(number);
    if (PyErr_Occurred()) {
        return NULL;
    }
    entry found = {.object = NULL};
    lock();
    for (uint32_t i = 0; i < owned_count; i++) {
        const entry *e = &entries[owned[i]];
        if (e->born > found.born && Py_REFCNT(e->object) > 0 &&
            has_unmatched(e, where)) {
            found = *e;
        }
    }
    Py_ssize_t count = found.object != NULL ? Py_REFCNT(found.object) : 0;
    Py_XINCREF(found.object);
    unlock();
    if (found.object == NULL) {
        Py_RETURN_NONE;
    }
    return tell(&found, count);
}

/* history(address) -> the object there, if it is known to be alive */
static PyObject *history(PyObject *module, PyObject *address)
{
    (void)module;
    PyObject *object = PyLong_AsVoidPtr(address);
    if (PyErr_Occurred()) {
        return NULL;
    }
    lock();
    const entry *e = look(object);
    if (e == NULL || e->dead || Py_REFCNT(object) <= 0) {
        unlock();
        Py_RETURN_NONE;
    }
    entry found = *e;
    Py_ssize_t count = Py_REFCNT(object);
    Py_INCREF(object);
    unlock();
    return tell(&found, count);
}

/* fallen() -> [(address, site, count)] of the objects that live, and were
 * released or returned in this repetition with no increment left. */
static PyObject *fallen(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    for (unsigned i = 0; list != NULL && i < short_count; i++) {
        lock();
        const entry *e = look(shorts[i].object);
        Py_ssize_t count = e != NULL && !e->dead ? Py_REFCNT(e->object) : 0;
        unlock();
        if (count <= 0) {
            continue;
        }
        PyObject *item = Py_BuildValue("NIn",
                                       PyLong_FromVoidPtr(shorts[i].object),
                                       shorts[i].where, count);
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

/* mistakes() -> those since the last time: [(kind, type, site, earlier site,
 * function or None, its address, times)] */
static PyObject *take_mistakes(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    for (unsigned i = 0; list != NULL && i < mistake_count; i++) {
        const mistake *m = &mistakes[i];
        const wrapped *f = m->function;
        PyObject *name = NULL;
        if (f == NULL) {
            name = Py_None;
            Py_INCREF(name);
        } else if (f->owner != NULL) {
            name = PyUnicode_FromFormat("%s.%s", f->owner, f->name);
        } else {
            name = PyUnicode_FromString(f->name);
        }
        PyObject *item =
            name != NULL
                ? Py_BuildValue("ssIINKI", kind_names[m->kind], m->type,
                                m->where, m->earlier, name,
                                f != NULL
                                    ? (unsigned long long)(uintptr_t)f->function
                                    : 0ULL,
                                m->times)
                : NULL;
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    if (list != NULL) {
        mistake_count = 0;
    }
    return list;
}

static PyMethodDef methods[] = {
    {"start", start, METH_NOARGS, NULL},
    {"begin", begin, METH_O, NULL},
    {"end", end, METH_NOARGS, NULL},
    {"grown", grown, METH_NOARGS, NULL},
    {"site", describe_site, METH_O, NULL},
    {"newest", newest, METH_O, NULL},
    {"history", history, METH_O, NULL},
    {"fallen", fallen, METH_NOARGS, NULL},
    {"mistakes", take_mistakes, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_watch",
    .m_size = -1,
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit__watch(void);
PyMODINIT_FUNC PyInit__watch(void)
{
    return PyModule_Create(&definition);
}
