/* The calls of contract.c on lists, tuples and dicts of so many items that a size or
 * a place among them no longer fits 16 bits, and of as few as are there mostly. */

#include "fuzz/contract/containers.h"
#include "fuzz/contract/rows.h"

/* number_of items: many in few calls, since such a call takes long. */
static Py_ssize_t number_of(const call *c)
{
    static const Py_ssize_t few[8] = {0, 1, 2, 3, 9, 17, 100, 300};
    static const Py_ssize_t many[4] = {65535, 65536, 65537, 70000};
    return c->value >= 0xFC ? many[c->value & 3] : few[c->value & 7];
}

/* number_at is the item at |i|, an int that CPython has: not the one at |i| cut to 8
 * or 16 bits. */
static long number_at(Py_ssize_t i)
{
    return (long)(i % 251);
}

static PyObject *item_at(Py_ssize_t i)
{
    return fuzz_made(PyLong_FromLong(number_at(i)));
}

static hf_object owned_at(Py_ssize_t i)
{
    return hf_object_from_owned(item_at(i));
}

static PyObject *list_of(Py_ssize_t n)
{
    PyObject *list = fuzz_made(PyList_New(n));
    for (Py_ssize_t i = 0; i < n; i++) {
        PyList_SET_ITEM(list, i, item_at(i));
    }
    return list;
}

/* check_items compares a list or a tuple, which it consumes, with the items from
 * |first| to |after| of the list |wanted|, or with those that list_of makes where
 * that is NULL. */
static void check_items(const call *c, PyObject *found, PyObject *wanted,
                        Py_ssize_t first, Py_ssize_t after)
{
    if (found != NULL) {
        expect(c, "the number of items", after - first,
               PySequence_Fast_GET_SIZE(found));
    }
    for (Py_ssize_t i = first; found != NULL && i < after; i++) {
        PyObject *item = PySequence_Fast_GET_ITEM(found, i - first);
        PyObject *other = wanted != NULL ? PyList_GET_ITEM(wanted, i) : NULL;
        if (other != NULL ? item != other
                          : PyLong_AsLong(item) != number_at(i)) {
            fuzz_failed("content", "the item at %zd of %zd is another one",
                        i - first, after - first);
        }
    }
    Py_XDECREF(found);
}

/* ---- Builders. */

#define BUILD(T, n, reserved)                                                  \
    hf_##T##_builder b = {0};                                                  \
    if (reserved >= 0) {                                                       \
        hf_##T##_builder_reserve(&b, reserved);                                \
    }                                                                          \
    for (Py_ssize_t i = 0; i < n; i++) {                                       \
        hf_##T##_builder_append(&b, owned_at(i));                              \
    }                                                                          \
    hf_##T made = hf_##T##_builder_finish(&b);                                 \
    end(c, !hf_is_null(made));                                                 \
    check_items(c, hf_into_raw(made), NULL, 0, n);

static void build_dict(call *c, Py_ssize_t n)
{
    hf_dict_builder b = {0};
    for (Py_ssize_t i = 0; i < n; i++) {
        hf_auto(int, key, hf_int_from_i64(i));
        hf_dict_builder_set(&b, hf_as_object(key), owned_at(i));
    }
    hf_auto(dict, made, hf_dict_builder_finish(&b));
    Py_ssize_t length = 0;
    bool has_length = hf_dict_length(hf_borrow(made), &length);
    end(c, has_length);
    expect(c, "the number of items", n, length);
    expect(c, "CPython's number of items", n, PyDict_Size(hf_as_raw(made)));
}

void build_items_long(call *c)
{
    Py_ssize_t n = number_of(c);
    const Py_ssize_t all[4] = {-1, n, n / 2, n + 1};
    Py_ssize_t reserved = all[c->b & 3];
    never_pending(c);
    begin(c);
    if (c->a % 3 == 0) {
        BUILD(list, n, reserved)
    } else if (c->a % 3 == 1) {
        BUILD(tuple, n, reserved)
    } else {
        build_dict(c, n);
    }
}

/* ---- Lists, of which the last but two is None. */

typedef struct asked {
    call *c;
    PyObject *list, *twin; /* to be changed alike */
    Py_ssize_t at;         /* of None */
} asked;

static void check_twin(asked *a)
{
    check_items(a->c, Py_NewRef(a->list), a->twin, 0, PyList_GET_SIZE(a->twin));
}

/* changed compares what was changed by the layer and by CPython. */
static void changed(asked *a, hf_worked worked, bool by_cpython)
{
    end(a->c, worked);
    expect(a->c, "that CPython does it", true, by_cpython);
    check_twin(a);
}

/* gave_item compares an item that was given. */
static void gave_item(asked *a, hf_object found, Py_ssize_t at)
{
    PyObject *wanted = at == a->at ? Py_NewRef(Py_None) : item_at(at);
    end(a->c, !hf_is_null(found));
    expect_object(a->c, "the item", wanted, hf_as_raw(found));
    hf_decref(found);
    Py_DECREF(wanted);
}

static void part(asked *a, hf_object found, Py_ssize_t first, Py_ssize_t after)
{
    end(a->c, !hf_is_null(found));
    check_items(a->c, hf_into_raw(found), a->twin, first, after);
}

static void number(asked *a, bool worked, const char *what, Py_ssize_t wanted,
                   Py_ssize_t found)
{
    end(a->c, worked);
    expect(a->c, what, wanted, found);
}

static void look_at_list(asked *a, int which)
{
    hf_list_borrowed list = hf_list_from_borrowed(a->list);
    hf_object_borrowed o = hf_as_object(list);
    hf_object_borrowed none = hf_object_from_borrowed(Py_None);
    Py_ssize_t n = PyList_GET_SIZE(a->list), at = a->at, found = 77, seen = 0;
    bool worked;
    switch (which) {
    case 0:
        gave_item(a, hf_list_get(list, at + 1), at + 1);
        break;
    case 1:
        gave_item(a, hf_sequence_get(o, at + 1), at + 1);
        break;
    case 2:
        part(a, hf_into_object(hf_list_slice(list, at - 1, n - 1)), at - 1,
             n - 1);
        break;
    case 3:
        part(a, hf_sequence_slice(o, at - 1, n - 1), at - 1, n - 1);
        break;
    case 4:
        worked = hf_found(hf_list_index(list, none, &found));
        number(a, worked, "the index", at, found);
        break;
    case 5:
        worked = hf_list_count(list, none, &found);
        number(a, worked, "how often it is there", 1, found);
        break;
    case 6:
        worked = hf_list_length(list, &found);
        number(a, worked, "the length", n, found);
        break;
    case 7:
        worked = hf_sequence_length(o, &found);
        number(a, worked, "the length", n, found);
        break;
    case 8:
        part(a, hf_into_object(hf_list_copy(list)), 0, n);
        break;
    case 9:
        part(a, hf_into_object(hf_list_to_tuple(list)), 0, n);
        break;
    default:
        hf_list_each(item, list)
        {
            found = hf_as_raw(item) == Py_None ? seen : found;
            seen++;
        }
        number(a, seen == n, "where it is", at, found);
        break;
    }
}

static void change_list(asked *a, int which)
{
    hf_list_borrowed list = hf_list_from_borrowed(a->list);
    hf_object_borrowed o = hf_as_object(list);
    PyObject *t = a->twin;
    Py_ssize_t n = PyList_GET_SIZE(t), at = a->at;
    switch (which) {
    case 0:
        changed(a, hf_list_set(list, at + 1, hf_none()),
                PyList_SetItem(t, at + 1, Py_NewRef(Py_None)) == 0);
        break;
    case 1:
        changed(a, hf_sequence_set(o, at + 1, hf_none()),
                PyList_SetItem(t, at + 1, Py_NewRef(Py_None)) == 0);
        break;
    case 2:
        changed(a, hf_list_insert(list, at, hf_none()),
                PyList_Insert(t, at, Py_None) == 0);
        break;
    case 3:
        changed(a, hf_list_delete(list, at), PySequence_DelItem(t, at) == 0);
        break;
    case 4:
        changed(a, hf_sequence_delete(o, at), PySequence_DelItem(t, at) == 0);
        break;
    case 5:
        changed(a, hf_list_delete_slice(list, at, n - 1),
                PyList_SetSlice(t, at, n - 1, NULL) == 0);
        break;
    case 6:
        changed(a, hf_list_set_slice(list, at, n, o),
                PyList_SetSlice(t, at, n, t) == 0);
        break;
    case 7:
        changed(a, hf_list_extend(list, o), PyList_SetSlice(t, n, n, t) == 0);
        break;
    case 8:
        changed(a, hf_list_reverse(list), PyList_Reverse(t) == 0);
        break;
    case 9:
        changed(a, hf_list_append(list, hf_none()),
                PyList_Append(t, Py_None) == 0);
        break;
    case 10:
        gave_item(a, hf_list_pop_at(list, at + 1), at + 1);
        PySequence_DelItem(t, at + 1);
        check_twin(a);
        break;
    default:
        gave_item(a, hf_list_pop(list), n - 1);
        PySequence_DelItem(t, n - 1);
        check_twin(a);
        break;
    }
}

/* ask makes a list for a call, and end_asked releases it and its twin. */
static asked ask(call *c)
{
    Py_ssize_t n = number_of(c) + 4;
    asked a = {.c = c, .list = list_of(n), .at = n - 3};
    PyList_SetItem(a.list, a.at, Py_NewRef(Py_None));
    a.twin = fuzz_made(PyList_GetSlice(a.list, 0, n));
    never_fails(c);
    never_pending(c);
    begin(c);
    return a;
}

static void end_asked(asked *a)
{
    Py_DECREF(a->list);
    Py_DECREF(a->twin);
}

void list_long(call *c)
{
    asked a = ask(c);
    if (c->b & 1) {
        change_list(&a, c->a % 12);
    } else {
        look_at_list(&a, c->a % 11);
    }
    end_asked(&a);
}

void tuple_long(call *c)
{
    asked a = ask(c);
    hf_auto(tuple, all, hf_tuple_from_owned(PyList_AsTuple(a.list)));
    hf_tuple_borrowed tuple = hf_borrow(all);
    hf_object_borrowed none = hf_object_from_borrowed(Py_None);
    Py_ssize_t n = PyList_GET_SIZE(a.list), found = 77, seen = 0;
    bool worked;
    switch (c->a % 6) {
    case 0:
        gave_item(&a, hf_tuple_get(tuple, a.at + 1), a.at + 1);
        break;
    case 1:
        part(&a, hf_into_object(hf_tuple_slice(tuple, a.at - 1, n - 1)),
             a.at - 1, n - 1);
        break;
    case 2:
        worked = hf_found(hf_tuple_index(tuple, none, &found));
        number(&a, worked, "the index", a.at, found);
        break;
    case 3:
        worked = hf_tuple_count(tuple, none, &found);
        number(&a, worked, "how often it is there", 1, found);
        break;
    case 4:
        worked = hf_tuple_length(tuple, &found);
        number(&a, worked, "the length", n, found);
        break;
    default:
        hf_tuple_each(item, tuple)
        {
            found = hf_as_raw(item) == Py_None ? seen : found;
            seen++;
        }
        number(&a, seen == n, "where it is", a.at, found);
        break;
    }
    end_asked(&a);
}
