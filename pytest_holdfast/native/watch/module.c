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

#include "core/internal/immortal.h"

#include "blocks.h"
#include "calls.h"
#include "events.h"
#include "wrappers.h"

#include <string.h>
#include <unistd.h>

static pid_t started; /* the process that it was started in */

static PyObject *start(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    if (seen_mistakes == NULL) {
        share_mistakes();
        started = getpid();
    }
    watch_blocks();
    running = true;
    Py_RETURN_NONE;
}

static uint32_t repetitions; /* so far */

/* Everybody holds None and its like: what a test does for the first time, and
 * what is left of the one before, changes their count by more than one. */
static bool is_everywhere(const entry *e)
{
    enum { EVERYWHERE = 1000 };
    return Py_REFCNT(e->object) >= EVERYWHERE;
}

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
            e->other_count = 0; /* they were matched in another test */
            e->many = false;
        } else if (e->first_end == 0) {
            e->first_end = repetitions;
            e->count_end = Py_REFCNT(e->object);
        }
        if (!e->known_was || repetitions == 0 ||
            (repetitions == 1 && is_everywhere(e))) {
            e->rise = 0;
            e->since = repetitions;
            e->known_was = true;
        } else {
            e->rise += Py_REFCNT(e->object) - e->count_was;
        }
    }
}

/* What a repetition has released too often, and counted when the next one began:
 * what changes between them has nothing to do with the test. */
typedef struct begun {
    PyObject *object;
    Py_ssize_t count;
    Py_ssize_t fell; /* when the test had ended */
} begun;
static begun begins[SHORTS];
static unsigned begin_count;

static bool is_known_alive(PyObject *object)
{
    const entry *e = look(object);
    return e != NULL && !e->dead && !counts_nobody(object);
}

static void begin_falling(void)
{
    begin_count = 0;
    for (unsigned i = 0; i < short_count; i++) {
        PyObject *object = shorts[i].object;
        if (is_known_alive(object)) {
            begins[begin_count++] = (begun){object, Py_REFCNT(object), 0};
        }
    }
}

/* fell is by how much its count has fallen in this repetition, as far as that is
 * known. */
static Py_ssize_t fell(const entry *e)
{
    for (unsigned i = 0; i < begin_count; i++) {
        if (begins[i].object == e->object) {
            return begins[i].fell;
        }
    }
    return 0;
}

/* stop(): the test has ended, and what the other depths do has not begun. */
static PyObject *stop(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    lock();
    for (unsigned i = 0; i < begin_count; i++) {
        begun *b = &begins[i];
        b->fell = is_known_alive(b->object) ? b->count - Py_REFCNT(b->object)
                                            : 0;
    }
    unlock();
    Py_RETURN_NONE;
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
    begin_falling();
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

/* anew(): from the end of the next repetition on, ends are compared. */
static PyObject *anew(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    lock();
    for (uint32_t i = 0; i < owned_count; i++) {
        entries[owned[i]].first_end = 0;
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
    if (hf_private_is_immortal(e->object)) {
        return short_count == 0;
    }
    if (repetitions == 0 && is_everywhere(e)) {
        return true;
    }
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

/* add_site puts a number into a sorted array, once. */
static unsigned add_site(uint32_t *numbers, unsigned n, unsigned room,
                         uint32_t number)
{
    unsigned at = 0;
    while (at < n && numbers[at] < number) {
        at++;
    }
    if ((at < n && numbers[at] == number) || n == room) {
        return n;
    }
    memmove(&numbers[at + 1], &numbers[at], (n - at) * sizeof(*numbers));
    numbers[at] = number;
    return n + 1;
}

enum { CANDIDATES = 24 };

/* candidates writes which increments of an object may be those that nothing
 * matches, and gives their number. */
static unsigned candidates(const entry *e, uint32_t *out)
{
    unsigned n = 0;
    for (uint32_t i = e->known_was ? e->depth_was : 0; i < e->depth; i++) {
        n = add_site(out, n, CANDIDATES, e->unmatched[i]);
    }
    for (uint8_t i = 0; i < e->other_count; i++) {
        n = add_site(out, n, CANDIDATES, e->others[i]);
    }
    return n;
}

/* What grew: increments, by the set of places of which each is one. */
typedef struct grown_set {
    uint32_t sites[CANDIDATES];
    unsigned n;
    Py_ssize_t fresh;
} grown_set;
enum { SETS = 256 };
static grown_set sets[SETS];
static unsigned set_count;

/* Of an object that is immortal nothing is known but what the extension did, and
 * where it put what a function gave it may not be seen: an int that goes into the
 * memory of a list. An increment of its own is told, and what is None, that is
 * mostly a result. */
static bool is_told(const entry *e, const grown_set *set)
{
    if (!hf_private_is_immortal(e->object) || e->object == Py_None) {
        return true;
    }
    for (unsigned i = 0; i < set->n; i++) {
        if (!sites[set->sites[i]].gives) {
            return true;
        }
    }
    return false;
}

static void count_fresh(entry *e)
{
    uint32_t from = e->known_was ? e->depth_was : 0;
    if (from >= e->depth || (e->known_was && !has_risen(e)) ||
        (hf_private_is_immortal(e->object) && !e->known_was &&
         short_count > 0)) {
        return;
    }
    grown_set set = {.n = 0};
    set.n = candidates(e, set.sites);
    if (!is_told(e, &set)) {
        return;
    }
    unsigned i = 0;
    while (i < set_count &&
           (sets[i].n != set.n ||
            memcmp(sets[i].sites, set.sites, set.n * sizeof(uint32_t)) != 0)) {
        i++;
    }
    if (i == SETS) {
        return;
    }
    if (i == set_count) {
        sets[set_count++] = set;
    }
    sets[i].fresh += e->depth - from;
    e->set = i + 1;
}

static PyObject *describe_set(const grown_set *set)
{
    Py_ssize_t more = 0;
    for (unsigned i = 0; i < set->n; i++) {
        more += sites[set->sites[i]].live - sites[set->sites[i]].live_was;
    }
    if (more > set->fresh) {
        more = set->fresh;
    }
    return Py_BuildValue("y#d", (const char *)set->sites,
                         (Py_ssize_t)(set->n * sizeof(*set->sites)),
                         (double)more);
}

/* grown() -> [(sites, how many increments more than at its end before nothing
 * matches: each is at one of the sites)], as the bytes of their numbers and a
 * float. They are kept from one repetition to the next, and may not count what
 * is watched: a small int would rise each time. */
static PyObject *grown(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    lock();
    set_count = 0;
    for (uint32_t i = 0; i < owned_count; i++) {
        entry *e = &entries[owned[i]];
        e->set = 0;
        if (!is_gone(e, e->object)) {
            count_fresh(e);
        }
    }
    unlock();
    for (unsigned i = 0; i < set_count; i++) {
        PyObject *pair = describe_set(&sets[i]);
        if (pair == NULL || PyList_Append(list, pair) < 0) {
            Py_XDECREF(pair);
            Py_DECREF(list);
            return NULL;
        }
        Py_DECREF(pair);
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

/* returner(site) -> the address of the function whose result that is, or 0 */
static PyObject *returner_of(PyObject *module, PyObject *number)
{
    (void)module;
    unsigned long i = PyLong_AsUnsignedLong(number);
    if (PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromVoidPtr(i != 0 ? returner((uint32_t)i) : NULL);
}

/* What is told of an object: itself, its count, its latest events, each a site, or
 * -site, and whether increments that may be the one are not remembered: or None. */
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
    return Py_BuildValue("NnNi", e->object, count, log, e->many);
}

/* find_set is the number of the set whose sites are the bytes of |key|, or
 * set_count. */
static unsigned find_set(PyObject *key)
{
    if (!PyBytes_Check(key)) {
        return set_count;
    }
    size_t size = (size_t)PyBytes_GET_SIZE(key);
    unsigned set = 0;
    while (set < set_count &&
           (sets[set].n * sizeof(uint32_t) != size ||
            memcmp(sets[set].sites, PyBytes_AS_STRING(key), size) != 0)) {
        set++;
    }
    return set;
}

/* newest(sites) -> the newest of the live objects of which an increment too many
 * is at one of them, when grown() was called last */
static PyObject *newest(PyObject *module, PyObject *key)
{
    (void)module;
    unsigned set = find_set(key);
    entry found = {.object = NULL};
    lock();
    for (uint32_t i = 0; set < set_count && i < owned_count; i++) {
        const entry *e = &entries[owned[i]];
        if (e->set == set + 1 && e->born > found.born &&
            !is_gone(e, e->object)) {
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
    if (e == NULL || e->dead || counts_nobody(object)) {
        unlock();
        Py_RETURN_NONE;
    }
    entry found = *e;
    Py_ssize_t count = Py_REFCNT(object);
    Py_INCREF(object);
    unlock();
    return tell(&found, count);
}

/* fallen() -> [(address, site, count, by how much it fell)] of the objects that
 * live, and were released or returned in this repetition with no increment left. */
static PyObject *fallen(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    for (unsigned i = 0; list != NULL && i < short_count; i++) {
        lock();
        const entry *e = look(shorts[i].object);
        bool is_alive = e != NULL && !e->dead && !counts_nobody(e->object);
        Py_ssize_t count = is_alive ? Py_REFCNT(e->object) : 0;
        Py_ssize_t by = is_alive ? fell(e) : 0;
        unlock();
        if (count <= 0) {
            continue;
        }
        PyObject *item = Py_BuildValue("NInn",
                                       PyLong_FromVoidPtr(shorts[i].object),
                                       shorts[i].where, count, by);
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

/* addresses(sites) -> those of all objects of which newest(sites) is one */
static PyObject *addresses(PyObject *module, PyObject *key)
{
    (void)module;
    unsigned set = find_set(key);
    PyObject *list = PyList_New(0);
    for (uint32_t i = 0; list != NULL && set < set_count && i < owned_count;
         i++) {
        const entry *e = &entries[owned[i]];
        if (e->set != set + 1) {
            continue;
        }
        PyObject *address = PyLong_FromVoidPtr(e->object);
        if (address == NULL || PyList_Append(list, address) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(address);
    }
    return list;
}

static PyObject *describe_place(const place *p)
{
    if (p->how[0] == 0) {
        Py_RETURN_NONE;
    }
    return Py_BuildValue("ssis", p->how, p->file, p->line, p->function);
}

/* mistakes() -> those since the last time: [(kind, type, place or None, earlier
 * place or None, function or None, its address, times)]. A forked process leaves
 * them where they are: it may die before it has told them, and then the process
 * that it was forked from does. */
static PyObject *take_mistakes(PyObject *module, PyObject *unused)
{
    static uint32_t told[MISTAKES]; /* how often each had happened then */
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    for (unsigned i = 0; list != NULL && i < seen_mistakes->count; i++) {
        const mistake *m = &seen_mistakes->at[i];
        if (m->times == told[i]) {
            continue;
        }
        told[i] = m->times;
        PyObject *item = Py_BuildValue(
            "ssNNzKI", kind_names[m->kind], m->type, describe_place(&m->where),
            describe_place(&m->earlier),
            m->function[0] != 0 ? m->function : NULL,
            (unsigned long long)(uintptr_t)m->address, m->times);
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    if (list != NULL && started == getpid()) {
        seen_mistakes->count = 0;
        memset(told, 0, sizeof(told));
    }
    return list;
}

static PyMethodDef methods[] = {
    {"start", start, METH_NOARGS, NULL},
    {"begin", begin, METH_O, NULL},
    {"stop", stop, METH_NOARGS, NULL},
    {"anew", anew, METH_NOARGS, NULL},
    {"end", end, METH_NOARGS, NULL},
    {"grown", grown, METH_NOARGS, NULL},
    {"site", describe_site, METH_O, NULL},
    {"returner", returner_of, METH_O, NULL},
    {"newest", newest, METH_O, NULL},
    {"addresses", addresses, METH_O, NULL},
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
