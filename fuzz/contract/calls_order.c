/* The call of contract.c that has items note in which order they end: CPython's
 * functions let them go first, and then the layer's, of as many. A builder lets go of
 * the first one first. */

#include "fuzz/contract/rows.h"

/* CPython 3.11 keeps tuples of 20, and never takes one again. */
enum { MOST_ITEMS = 18 };
static int serials[MOST_ITEMS];

/* |seen| is what the container had when that item ended: its length, and how many of
 * the items of a list are still there; or nothing. The items of a set have no order. */
typedef struct order {
    int at[MOST_ITEMS], n;
    Py_ssize_t seen[MOST_ITEMS][2];
} order;
static order ended;
static PyObject *watched; /* borrowed; NULL: what ends itself */

static void look(Py_ssize_t seen[2])
{
    seen[0] = seen[1] = 0;
    if (watched == NULL || PyDict_Check(watched)) {
        seen[0] = watched != NULL ? PyDict_GET_SIZE(watched) : 0;
        return;
    }
    if (PySet_Check(watched)) {
        seen[0] = PySet_GET_SIZE(watched);
        return;
    }
    seen[0] = PyList_GET_SIZE(watched);
    for (Py_ssize_t i = 0; i < seen[0]; i++) {
        seen[1] += PyCapsule_CheckExact(PyList_GET_ITEM(watched, i));
    }
}

static void note_end(PyObject *capsule)
{
    const int *serial = PyCapsule_GetPointer(capsule, NULL);
    if (ended.n < MOST_ITEMS) {
        ended.at[ended.n] = (int)(serial - serials);
        look(ended.seen[ended.n]);
    }
    ended.n++;
}

static PyObject *noting(int i)
{
    return fuzz_made(PyCapsule_New(&serials[i], NULL, note_end));
}

static hf_object noting_object(int i)
{
    return hf_object_from_owned(noting(i));
}

/* ---- What lets them go. */

enum {
    LIST_DELETE_ALL,
    LIST_DELETE_SLICE,
    LIST_SET_SLICE,
    LIST_ENDS,
    TUPLE_ENDS,
    DICT_DELETE_ALL,
    DICT_UPDATE,
    DICT_ENDS,
    SEQUENCE_DELETE_SLICE,
    SEQUENCE_SET_SLICE,
    LIST_POP,
    CONTAINERS, /* which CPython has, too; builders behind */
    LIST_BUILDER = CONTAINERS,
    TUPLE_BUILDER,
    DICT_BUILDER,
    WAYS,
    /* Not chosen by itself, so that old inputs keep their meaning. */
    SET_DELETE_ALL = WAYS
};

static PyObject *list_of(int n)
{
    PyObject *list = fuzz_made(PyList_New(n));
    for (int i = 0; i < n; i++) {
        PyList_SET_ITEM(list, i, noting(i));
    }
    return list;
}

static PyObject *dict_of(int n, bool of_none)
{
    PyObject *dict = fuzz_made(PyDict_New());
    for (int i = 0; i < n; i++) {
        PyObject *key = fuzz_made(PyLong_FromLong(i));
        PyObject *value = of_none ? Py_NewRef(Py_None) : noting(i);
        PyDict_SetItem(dict, key, value);
        Py_DECREF(key);
        Py_DECREF(value);
    }
    return dict;
}

static PyObject *container_of(int way, int n)
{
    if (way == DICT_DELETE_ALL || way == DICT_UPDATE || way == DICT_ENDS) {
        return dict_of(n, false);
    }
    PyObject *list = list_of(n);
    if (way == TUPLE_ENDS || way == SET_DELETE_ALL) {
        PyObject *of_them = fuzz_made(way == TUPLE_ENDS ? PyList_AsTuple(list)
                                                        : PySet_New(list));
        Py_SETREF(list, of_them);
    }
    return list;
}

/* What takes the place of the others. */
static PyObject *others_for(int way, int n, int more)
{
    if (way == DICT_UPDATE) {
        return dict_of(n, true);
    }
    /* As many as there were, or fewer, or more. */
    PyObject *others = fuzz_made(PyList_New(more));
    for (int i = 0; i < more; i++) {
        PyList_SET_ITEM(others, i, Py_NewRef(Py_None));
    }
    if (more % 2 == 1) {
        PyObject *tuple = PyList_AsTuple(others);
        Py_SETREF(others, tuple);
    }
    return others;
}

/* watch has items look at what they are in, if that stays. */
static void watch(int way, PyObject *raw)
{
    bool ends = way == LIST_ENDS || way == TUPLE_ENDS || way == DICT_ENDS;
    watched = ends ? NULL : raw;
}

static void let_go_by_cpython(int way, PyObject *raw, Py_ssize_t i,
                              Py_ssize_t j, PyObject *others)
{
    watch(way, raw);
    switch (way) {
    case LIST_DELETE_ALL:
        PyList_SetSlice(raw, 0, PyList_GET_SIZE(raw), NULL);
        break;
    case LIST_DELETE_SLICE:
        PyList_SetSlice(raw, i, j, NULL);
        break;
    case LIST_SET_SLICE:
        PyList_SetSlice(raw, i, j, others);
        break;
    case DICT_DELETE_ALL:
        PyDict_Clear(raw);
        break;
    case DICT_UPDATE:
        PyDict_Update(raw, others);
        break;
    case SET_DELETE_ALL:
        PySet_Clear(raw);
        break;
    case SEQUENCE_DELETE_SLICE:
        PySequence_DelSlice(raw, i, j);
        break;
    case SEQUENCE_SET_SLICE:
        PySequence_SetSlice(raw, i, j, others);
        break;
    case LIST_POP:
        PyList_SetSlice(raw, PyList_GET_SIZE(raw) - 1, PyList_GET_SIZE(raw),
                        NULL);
        break;
    default:
        break;
    }
    watched = NULL;
    Py_DECREF(raw);
}

static bool let_go_of(int way, PyObject *raw, Py_ssize_t i, Py_ssize_t j,
                      PyObject *others)
{
    hf_list_borrowed list = hf_list_from_borrowed(raw);
    hf_dict_borrowed dict = hf_dict_from_borrowed(raw);
    hf_set_borrowed set = hf_set_from_borrowed(raw);
    hf_object_borrowed self = hf_object_from_borrowed(raw);
    hf_object_borrowed with = hf_object_from_borrowed(others);
    switch (way) {
    case LIST_DELETE_ALL:
        return hf_list_delete_all(list);
    case LIST_DELETE_SLICE:
        return hf_list_delete_slice(list, i, j);
    case LIST_SET_SLICE:
        return hf_list_set_slice(list, i, j, with);
    case DICT_DELETE_ALL:
        return hf_dict_delete_all(dict);
    case DICT_UPDATE:
        return hf_dict_update(dict, with);
    case SET_DELETE_ALL:
        return hf_set_delete_all(set);
    case SEQUENCE_DELETE_SLICE:
        return hf_sequence_delete_slice(self, i, j);
    case SEQUENCE_SET_SLICE:
        return hf_sequence_set_slice(self, i, j, with);
    case LIST_POP:
        hf_decref(hf_list_pop(list));
        return true;
    default:
        return true;
    }
}

static bool let_go(int way, PyObject *raw, Py_ssize_t i, Py_ssize_t j,
                   PyObject *others)
{
    hf_auto(object, owned, hf_object_from_owned(raw));
    watch(way, raw);
    bool worked = let_go_of(way, raw, i, j, others);
    watched = NULL;
    return worked;
}

/* ---- Builders: cleared, or made to fail by an item that is null, or by a size. */

enum { BY_NULL, BY_SIZE, BY_CLEAR, BY_CLEAR_OF_RESERVED };

#define BUILDER(T)                                                             \
    static void let_go_by_##T##_builder(int n, int how)                        \
    {                                                                          \
        hf_##T##_builder b = {0};                                              \
        if (how == BY_CLEAR_OF_RESERVED) {                                     \
            hf_##T##_builder_reserve(&b, n + 1);                               \
        }                                                                      \
        for (int i = 0; i < n; i++) {                                          \
            hf_##T##_builder_append(&b, noting_object(i));                     \
        }                                                                      \
        if (how == BY_NULL) {                                                  \
            hf_##T##_builder_append(&b, hf_null(object));                      \
        } else if (how == BY_SIZE) {                                           \
            hf_##T##_builder_reserve(&b, -1);                                  \
        }                                                                      \
        hf_##T##_builder_clear(&b);                                            \
    }
BUILDER(list)
BUILDER(tuple)

static void let_go_by_dict_builder(int n, int how)
{
    hf_dict_builder b = {0};
    for (int i = 0; i < n; i++) {
        hf_auto(int, key, hf_int_from_i64(i));
        hf_dict_builder_set(&b, hf_as_object(hf_borrow(key)), noting_object(i));
    }
    if (how <= BY_SIZE) {
        hf_dict_builder_set_utf8(&b, "k", hf_null(object));
    }
    hf_dict_builder_clear(&b);
}

static void check_order(const call *c, const order *wanted, bool has_order)
{
    expect(c, "how many items ended", wanted->n, ended.n);
    for (int i = 0; i < wanted->n && i < MOST_ITEMS; i++) {
        if (has_order && wanted->at[i] != ended.at[i]) {
            fuzz_failed("finalizer",
                        "expected item %d to end as number %d, found item %d",
                        wanted->at[i], i, ended.at[i]);
        }
        expect(c, "how long the container was when an item ended",
               wanted->seen[i][0], ended.seen[i][0]);
        expect(c, "how many items were still in it when one ended",
               wanted->seen[i][1], ended.seen[i][1]);
    }
}

void ends_in_order(call *c)
{
    int way = c->value % WAYS, how = c->more & 3, n = 1 + c->b % MOST_ITEMS;
    if (way == DICT_DELETE_ALL && c->a & 8) {
        way = SET_DELETE_ALL;
    }
    Py_ssize_t i = c->more >> 2 & 7, j = Py_MAX(n - (c->more >> 5), 0);
    order wanted = {.n = n};
    PyObject *raw = NULL, *others = NULL;
    never_pending(c);
    ended.n = 0;
    const bool is_cpythons = way < CONTAINERS || way == SET_DELETE_ALL;
    if (is_cpythons) {
        others = others_for(way, n, 1 + (c->a & 7));
        let_go_by_cpython(way, container_of(way, n), i, j, others);
        wanted = ended;
        ended.n = 0;
        raw = container_of(way, n);
    }
    for (int at = 0; at < n && !is_cpythons; at++) {
        wanted.at[at] = at;
    }
    begin(c);
    bool worked = true;
    if (way == LIST_BUILDER) {
        let_go_by_list_builder(n, how);
    } else if (way == TUPLE_BUILDER) {
        let_go_by_tuple_builder(n, how);
    } else if (way == DICT_BUILDER) {
        let_go_by_dict_builder(n, how);
    } else {
        worked = let_go(way, raw, i, j, others);
    }
    if (!is_cpythons) {
        PyErr_Clear(); /* it failed */
    }
    end(c, worked);
    check_order(c, &wanted, way != SET_DELETE_ALL);
    Py_XDECREF(others);
}
