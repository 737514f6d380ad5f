/* types_containers.c: containers, their protocols and iterators for //bench:types. */
#include "bench/types_cases.h"

enum { AT = 7 };
#define KEY "key 500"

/* ---- By hand. SIZE_OF: |value| goes to |n|, and is no error. */

#define SIZE_OF(value)                                                         \
    __extension__({                                                            \
        n = (value);                                                           \
        n >= 0;                                                                \
    })

/* What is made is released. */
APART bool ours_gone(hf_object made)
{
    bool worked = !hf_is_null(hf_borrow(made));
    hf_decref(made);
    return worked;
}

APART bool hand_gone(PyObject *made)
{
    Py_XDECREF(made);
    return made != NULL;
}

/* An item that is put in is one's own, and given up: so it is with handles. */
#define HAND_GIVEN(item, call)                                                 \
    __extension__({                                                            \
        PyObject *given = (item);                                              \
        Py_INCREF(given);                                                      \
        int status = (call);                                                   \
        Py_DECREF(given);                                                      \
        status == 0;                                                           \
    })

APART bool hand_append(PyObject *list, PyObject *item)
{
    return HAND_GIVEN(item, PyList_Append(list, given));
}

APART bool hand_insert(PyObject *list, PyObject *item)
{
    return HAND_GIVEN(item, PyList_Insert(list, AT, given));
}

APART bool hand_set(int (*call)(PyObject *, PyObject *, PyObject *),
                    PyObject *x, PyObject *item)
{
    return HAND_GIVEN(item, call(x, given, given));
}

APART bool hand_set_utf8(PyObject *dict, const char *key, PyObject *item)
{
    return HAND_GIVEN(item, PyDict_SetItemString(dict, key, given));
}

APART bool hand_set_at(PyObject *x, PyObject *item)
{
    return HAND_GIVEN(item, PySequence_SetItem(x, AT, given));
}

APART bool hand_popped(PyObject *list, Py_ssize_t at)
{
    PyObject *item = PyList_GetItem(list, at);
    if (item == NULL) {
        return false;
    }
    Py_INCREF(item);
    int status = PyList_SetSlice(list, at, at + 1, NULL);
    Py_DECREF(item);
    return status == 0;
}

APART PyObject *hand_append_all(PyObject *left, PyObject *right)
{
    Py_INCREF(left);
    PyObject *made = PySequence_InPlaceConcat(left, right);
    Py_DECREF(left);
    return made;
}

/* A key of these is consumed, and may be NULL. */
APART PyObject *hand_look_up(PyObject *dict, PyObject *key)
{
    if (key == NULL) {
        return NULL;
    }
    PyObject *found = PyDict_GetItemWithError(dict, key);
    Py_XINCREF(found);
    Py_DECREF(key);
    return found;
}

APART int hand_has(PyObject *dict, PyObject *key)
{
    if (key == NULL) {
        return -1;
    }
    int found = PyDict_Contains(dict, key);
    Py_DECREF(key);
    return found;
}

APART PyObject *hand_set_default(PyObject *dict, PyObject *item)
{
    Py_INCREF(item);
    PyObject *now = PyDict_SetDefault(dict, item, item);
    Py_XINCREF(now);
    Py_DECREF(item);
    return now;
}

APART bool ours_taken(hf_dict_borrowed dict, hf_object_borrowed key)
{
    hf_object out;
    if (!hf_found(hf_dict_pop(dict, key, &out))) {
        return false;
    }
    hf_decref(out);
    return true;
}

APART bool hand_taken(PyObject *dict, PyObject *key)
{
#if PY_VERSION_HEX >= 0x030D0000
    PyObject *item;
    int status = PyDict_Pop(dict, key, &item);
    Py_XDECREF(item);
    return status == 1;
#else
    return hand_gone(_PyDict_Pop(dict, key, NULL));
#endif
}

APART bool ours_taken_utf8(hf_dict_borrowed dict, const char *key)
{
    hf_object out;
    if (!hf_found(hf_dict_pop_utf8(dict, key, &out))) {
        return false;
    }
    hf_decref(out);
    return true;
}

APART bool hand_taken_utf8(PyObject *dict, const char *key)
{
    PyObject *name = PyUnicode_FromString(key);
    bool worked = name != NULL && hand_taken(dict, name);
    Py_XDECREF(name);
    return worked;
}

APART bool hand_clear(PyObject *dict)
{
    if (!PyDict_Check(dict)) {
        PyErr_BadArgument();
        return false;
    }
    PyDict_Clear(dict);
    return true;
}

APART bool hand_update(PyObject *set, PyObject *items)
{
    PyObject *iterator = PyObject_GetIter(items), *item;
    int status = 0;
    if (iterator == NULL) {
        return false;
    }
    while (status == 0 && (item = PyIter_Next(iterator)) != NULL) {
        status = PySet_Add(set, item);
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    return status == 0 && PyErr_Occurred() == NULL;
}

#define HAND_PART(x, part)                                                     \
    __extension__({                                                            \
        PyObject *slice = (x), *found = NULL;                                  \
        if (PySlice_Check(slice)) {                                            \
            found = ((PySliceObject *)slice)->part;                            \
            Py_INCREF(found);                                                  \
        } else {                                                               \
            PyErr_BadArgument();                                               \
        }                                                                      \
        found;                                                                 \
    })

APART bool ours_unpacked(hf_slice_borrowed x, Py_ssize_t *n)
{
    Py_ssize_t start, stop, step;
    bool worked = hf_slice_unpack(x, &start, &stop, &step);
    *n = start + stop + step;
    return worked;
}

APART bool hand_bounds(PyObject *x, Py_ssize_t *start, Py_ssize_t *stop,
                       Py_ssize_t *step)
{
    if (!PySlice_Check(x)) {
        PyErr_BadArgument();
        return false;
    }
    return PySlice_Unpack(x, start, stop, step) == 0;
}

APART bool hand_unpacked(PyObject *x, Py_ssize_t *n)
{
    Py_ssize_t start, stop, step;
    if (!hand_bounds(x, &start, &stop, &step)) {
        return false;
    }
    *n = start + stop + step;
    return true;
}

APART bool ours_part(hf_slice_borrowed x, Py_ssize_t *n)
{
    hf_slice_part part;
    bool worked = hf_slice_of_length(x, 100, &part);
    *n = part.count;
    return worked;
}

APART bool hand_part(PyObject *x, Py_ssize_t *n)
{
    Py_ssize_t start, stop, step;
    if (!hand_bounds(x, &start, &stop, &step)) {
        return false;
    }
    *n = PySlice_AdjustIndices(100, &start, &stop, step);
    return true;
}

APART int hand_maps(PyObject *x, PyObject *key)
{
    PyObject *value = PyObject_GetItem(x, key);
    Py_XDECREF(value);
    return value != NULL ? 1 : -1;
}

APART PyObject *hand_sent(PyObject *x, PyObject *value)
{
#if PY_VERSION_HEX >= 0x030A0000
    PyObject *out;
    return PyIter_Send(x, value, &out) == PYGEN_NEXT ? out : NULL;
#else
    return PyObject_CallMethod(x, "send", "O", value);
#endif
}

/* ---- Those with more to them. */

static bool ours_dict_get_borrowed(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_object_borrowed item;
        if (!hf_found(
                hf_dict_get_borrowed(LENT(dict, x), LENT(object, y), &item))) {
            return false;
        }
        seen(hf_as_raw(item));
    }
    return true;
}

static bool raw_dict_get_borrowed(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *item = PyDict_GetItemWithError(X_, Y_);
        if (item == NULL) {
            return false;
        }
        seen(item);
    }
    return true;
}

static bool ours_dict_get_borrowed_utf8(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_object_borrowed item;
        if (!hf_found(hf_dict_get_borrowed_utf8(LENT(dict, x), KEY, &item))) {
            return false;
        }
        seen(hf_as_raw(item));
    }
    return true;
}

static bool raw_dict_get_borrowed_utf8(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *name = PyUnicode_FromString(KEY);
        PyObject *item = name != NULL ? PyDict_GetItemWithError(X_, name)
                                      : NULL;
        Py_XDECREF(name);
        if (item == NULL) {
            return false;
        }
        seen(item);
    }
    return true;
}

static bool ours_iterator_each(input *in, Py_ssize_t times)
{
    REPEAT {
        in->number = 0;
        hf_iterator_each(item, LENT(object, x)) {
            seen(hf_as_raw(hf_borrow(item)));
            in->number++;
        }
        if (hf_error_occurred()) {
            return false;
        }
    }
    return true;
}

static bool raw_iterator_each(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *iterator = PyObject_GetIter(X_), *item;
        in->number = 0;
        if (iterator == NULL) {
            return false;
        }
        while ((item = PyIter_Next(iterator)) != NULL) {
            seen(item);
            in->number++;
            Py_DECREF(item);
        }
        Py_DECREF(iterator);
        if (PyErr_Occurred()) {
            return false;
        }
    }
    return true;
}

/* ---- All that are one call, or one and what undoes it. */

#define CONTAINERS(X)                                                          \
    X(GIVES, list_new, hf_list_new(), PyList_New(0))                           \
    X(GIVES, list_from_iterable, hf_list_from_iterable(LENT(object, x)),       \
      PySequence_List(X_))                                                     \
    X(LENDS, list_get_borrowed, hf_list_get_borrowed(LENT(list, x), AT),       \
      PyList_GetItem(X_, AT))                                                  \
    X(DOES, list_append_pop,                                                   \
      hf_list_append(LENT(list, x), hf_incref(LENT(object, y))) &&             \
          ours_gone(hf_list_pop(LENT(list, x))),                               \
      hand_append(X_, Y_) && hand_popped(X_, PyList_Size(X_) - 1))             \
    X(DOES, list_insert_pop_at,                                                \
      hf_list_insert(LENT(list, x), AT, hf_incref(LENT(object, y))) &&         \
          ours_gone(hf_list_pop_at(LENT(list, x), AT)),                        \
      hand_insert(X_, Y_) && hand_popped(X_, AT))                              \
    X(DOES, list_insert_delete,                                                \
      hf_list_insert(LENT(list, x), AT, hf_incref(LENT(object, y))) &&         \
          hf_list_delete(LENT(list, x), AT),                                   \
      hand_insert(X_, Y_) && PyList_SetSlice(X_, AT, AT + 1, NULL) == 0)       \
    X(DOES, list_append_delete_all,                                            \
      hf_list_append(LENT(list, x), hf_incref(LENT(object, y))) &&             \
          hf_list_delete_all(LENT(list, x)),                                   \
      hand_append(X_, Y_) &&                                                   \
          PyList_SetSlice(X_, 0, PY_SSIZE_T_MAX, NULL) == 0)                   \
    X(GIVES, list_slice, hf_list_slice(LENT(list, x), 1, AT),                  \
      PyList_GetSlice(X_, 1, AT))                                              \
    X(DOES, list_set_slice,                                                    \
      hf_list_set_slice(LENT(list, x), 0, 2, LENT(object, y)),                 \
      PyList_SetSlice(X_, 0, 2, Y_) == 0)                                      \
    X(DOES, list_extend_delete_slice,                                          \
      hf_list_extend(LENT(list, x), LENT(object, y)) &&                        \
          hf_list_delete_slice(LENT(list, x), 2, 4),                           \
      PyList_SetSlice(X_, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, Y_) == 0 &&          \
          PyList_SetSlice(X_, 2, 4, NULL) == 0)                                \
    X(DOES, list_sort, hf_list_sort(LENT(list, x)), PyList_Sort(X_) == 0)      \
    X(DOES, list_reverse, hf_list_reverse(LENT(list, x)),                      \
      PyList_Reverse(X_) == 0)                                                 \
    X(COUNTS, list_index,                                                      \
      hf_found(hf_list_index(LENT(list, x), LENT(object, y), &n)),             \
      SIZE_OF(PySequence_Index(X_, Y_)))                                       \
    X(COUNTS, list_count, hf_list_count(LENT(list, x), LENT(object, y), &n),   \
      SIZE_OF(PySequence_Count(X_, Y_)))                                       \
    X(ASKS, list_contains, hf_list_contains(LENT(list, x), LENT(object, y)),   \
      PySequence_Contains(X_, Y_))                                             \
    X(GIVES, list_copy, hf_list_copy(LENT(list, x)),                           \
      PyList_GetSlice(X_, 0, PY_SSIZE_T_MAX))                                  \
    X(GIVES, list_to_tuple, hf_list_to_tuple(LENT(list, x)),                   \
      PyList_AsTuple(X_))                                                      \
    X(GIVES, tuple_new, hf_tuple_new(), PyTuple_New(0))                        \
    X(GIVES, tuple_from_iterable, hf_tuple_from_iterable(LENT(object, x)),     \
      PySequence_Tuple(X_))                                                    \
    X(COUNTS, tuple_length, hf_tuple_length(LENT(tuple, x), &n),               \
      SIZE_OF(PyTuple_Size(X_)))                                               \
    X(LENDS, tuple_get_borrowed, hf_tuple_get_borrowed(LENT(tuple, x), AT),    \
      PyTuple_GetItem(X_, AT))                                                 \
    X(GIVES, tuple_slice, hf_tuple_slice(LENT(tuple, x), 1, AT),               \
      PyTuple_GetSlice(X_, 1, AT))                                             \
    X(COUNTS, tuple_index,                                                     \
      hf_found(hf_tuple_index(LENT(tuple, x), LENT(object, y), &n)),           \
      SIZE_OF(PySequence_Index(X_, Y_)))                                       \
    X(COUNTS, tuple_count,                                                     \
      hf_tuple_count(LENT(tuple, x), LENT(object, y), &n),                     \
      SIZE_OF(PySequence_Count(X_, Y_)))                                       \
    X(ASKS, tuple_contains,                                                    \
      hf_tuple_contains(LENT(tuple, x), LENT(object, y)),                      \
      PySequence_Contains(X_, Y_))                                             \
    X(GIVES, dict_new, hf_dict_new(), PyDict_New())                            \
    X(GIVES, dict_from_object, hf_dict_from_object(LENT(object, x)),           \
      PyObject_CallOneArg((PyObject *)&PyDict_Type, X_))                       \
    X(FINDS, dict_get_utf8, hf_dict_get_utf8(LENT(dict, x), KEY, &out),        \
      hand_look_up(X_, PyUnicode_FromString(KEY)))                             \
    X(WRITTEN, dict_get_borrowed_utf8, , )                                     \
    X(WRITTEN, dict_get_borrowed, , )                                          \
    X(ASKS, dict_contains, hf_dict_contains(LENT(dict, x), LENT(object, y)),   \
      PyDict_Contains(X_, Y_))                                                 \
    X(ASKS, dict_contains_utf8, hf_dict_contains_utf8(LENT(dict, x), KEY),     \
      hand_has(X_, PyUnicode_FromString(KEY)))                                 \
    X(DOES, dict_set,                                                          \
      hf_dict_set(LENT(dict, x), LENT(object, y), hf_incref(LENT(object, y))), \
      hand_set(PyDict_SetItem, X_, Y_))                                        \
    X(DOES, dict_set_utf8,                                                     \
      hf_dict_set_utf8(LENT(dict, x), KEY, hf_incref(LENT(object, y))),        \
      hand_set_utf8(X_, KEY, Y_))                                              \
    X(FINDS, dict_set_default,                                                 \
      hf_dict_set_default(LENT(dict, x), LENT(object, y),                      \
                          hf_incref(LENT(object, y)), &out),                   \
      hand_set_default(X_, Y_))                                                \
    X(DOES, dict_set_pop,                                                      \
      hf_dict_set(LENT(dict, x), LENT(object, y),                              \
                  hf_incref(LENT(object, y))) &&                               \
          ours_taken(LENT(dict, x), LENT(object, y)),                          \
      hand_set(PyDict_SetItem, X_, Y_) && hand_taken(X_, Y_))                  \
    X(DOES, dict_set_discard,                                                  \
      hf_dict_set(LENT(dict, x), LENT(object, y),                              \
                  hf_incref(LENT(object, y))) &&                               \
          hf_found(hf_dict_discard(LENT(dict, x), LENT(object, y))),           \
      hand_set(PyDict_SetItem, X_, Y_) && PyDict_DelItem(X_, Y_) == 0)         \
    X(DOES, dict_set_delete,                                                   \
      hf_dict_set(LENT(dict, x), LENT(object, y),                              \
                  hf_incref(LENT(object, y))) &&                               \
          hf_dict_delete(LENT(dict, x), LENT(object, y)),                      \
      hand_set(PyDict_SetItem, X_, Y_) && PyDict_DelItem(X_, Y_) == 0)         \
    X(DOES, dict_set_pop_utf8,                                                 \
      hf_dict_set_utf8(LENT(dict, x), KEY, hf_incref(LENT(object, y))) &&      \
          ours_taken_utf8(LENT(dict, x), KEY),                                 \
      hand_set_utf8(X_, KEY, Y_) && hand_taken_utf8(X_, KEY))                  \
    X(DOES, dict_set_discard_utf8,                                             \
      hf_dict_set_utf8(LENT(dict, x), KEY, hf_incref(LENT(object, y))) &&      \
          hf_found(hf_dict_discard_utf8(LENT(dict, x), KEY)),                  \
      hand_set_utf8(X_, KEY, Y_) && PyDict_DelItemString(X_, KEY) == 0)        \
    X(DOES, dict_set_delete_utf8,                                              \
      hf_dict_set_utf8(LENT(dict, x), KEY, hf_incref(LENT(object, y))) &&      \
          hf_dict_delete_utf8(LENT(dict, x), KEY),                             \
      hand_set_utf8(X_, KEY, Y_) && PyDict_DelItemString(X_, KEY) == 0)        \
    X(DOES, dict_set_delete_all,                                               \
      hf_dict_set(LENT(dict, x), LENT(object, y),                              \
                  hf_incref(LENT(object, y))) &&                               \
          hf_dict_delete_all(LENT(dict, x)),                                   \
      hand_set(PyDict_SetItem, X_, Y_) && hand_clear(X_))                      \
    X(DOES, dict_update, hf_dict_update(LENT(dict, x), LENT(object, y)),       \
      PyDict_Update(X_, Y_) == 0)                                              \
    X(GIVES, dict_copy, hf_dict_copy(LENT(dict, x)), PyDict_Copy(X_))          \
    X(GIVES, dict_keys, hf_dict_keys(LENT(dict, x)), PyDict_Keys(X_))          \
    X(GIVES, dict_values, hf_dict_values(LENT(dict, x)), PyDict_Values(X_))    \
    X(GIVES, dict_items, hf_dict_items(LENT(dict, x)), PyDict_Items(X_))       \
    X(GIVES, set_new, hf_set_new(), PySet_New(NULL))                           \
    X(GIVES, set_from_iterable, hf_set_from_iterable(LENT(object, x)),         \
      PySet_New(X_))                                                           \
    X(COUNTS, set_length, hf_set_length(LENT(set, x), &n),                     \
      SIZE_OF(PySet_Size(X_)))                                                 \
    X(ASKS, set_contains, hf_set_contains(LENT(set, x), LENT(object, y)),      \
      PySet_Contains(X_, Y_))                                                  \
    X(DOES, set_add_discard,                                                   \
      hf_set_add(LENT(set, x), LENT(object, y)) &&                             \
          hf_found(hf_set_discard(LENT(set, x), LENT(object, y))),             \
      PySet_Add(X_, Y_) == 0 && PySet_Discard(X_, Y_) == 1)                    \
    X(DOES, set_add_delete,                                                    \
      hf_set_add(LENT(set, x), LENT(object, y)) &&                             \
          hf_set_delete(LENT(set, x), LENT(object, y)),                        \
      PySet_Add(X_, Y_) == 0 && PySet_Discard(X_, Y_) == 1)                    \
    X(DOES, set_add_pop,                                                       \
      hf_set_add(LENT(set, x), LENT(object, y)) &&                             \
          ours_gone(hf_set_pop(LENT(set, x))),                                 \
      PySet_Add(X_, Y_) == 0 && hand_gone(PySet_Pop(X_)))                      \
    X(DOES, set_add_delete_all,                                                \
      hf_set_add(LENT(set, x), LENT(object, y)) &&                             \
          hf_set_delete_all(LENT(set, x)),                                     \
      PySet_Add(X_, Y_) == 0 && PySet_Clear(X_) == 0)                          \
    X(DOES, set_update, hf_set_update(LENT(set, x), LENT(object, y)),          \
      hand_update(X_, Y_))                                                     \
    X(GIVES, set_copy, hf_set_copy(LENT(set, x)), PySet_New(X_))               \
    X(GIVES, frozenset_new, hf_frozenset_new(), PyFrozenSet_New(NULL))         \
    X(GIVES, frozenset_from_iterable,                                          \
      hf_frozenset_from_iterable(LENT(object, x)), PyFrozenSet_New(X_))        \
    X(COUNTS, frozenset_length, hf_frozenset_length(LENT(frozenset, x), &n),   \
      SIZE_OF(PySet_Size(X_)))                                                 \
    X(ASKS, frozenset_contains,                                                \
      hf_frozenset_contains(LENT(frozenset, x), LENT(object, y)),              \
      PySet_Contains(X_, Y_))                                                  \
    X(GIVES, range_new, hf_range_new(0, AT, 1),                                \
      PyObject_CallFunction((PyObject *)&PyRange_Type, "nnn", (Py_ssize_t)0,   \
                            (Py_ssize_t)AT, (Py_ssize_t)1))                    \
    X(COUNTS, range_length, hf_range_length(LENT(range, x), &n),               \
      SIZE_OF(PyObject_Size(X_)))                                              \
    X(GIVES, range_start, hf_range_start(LENT(range, x)),                      \
      PyObject_GetAttrString(X_, "start"))                                     \
    X(GIVES, range_stop, hf_range_stop(LENT(range, x)),                        \
      PyObject_GetAttrString(X_, "stop"))                                      \
    X(GIVES, range_step, hf_range_step(LENT(range, x)),                        \
      PyObject_GetAttrString(X_, "step"))                                      \
    X(GIVES, slice_new,                                                        \
      hf_slice_new(LENT(object, x), LENT(object, y), LENT(object, x)),         \
      PySlice_New(X_, Y_, X_))                                                 \
    X(GIVES, slice_start, hf_slice_start(LENT(slice, x)),                      \
      HAND_PART(X_, start))                                                    \
    X(GIVES, slice_stop, hf_slice_stop(LENT(slice, x)), HAND_PART(X_, stop))   \
    X(GIVES, slice_step, hf_slice_step(LENT(slice, x)), HAND_PART(X_, step))   \
    X(COUNTS, slice_unpack, ours_unpacked(LENT(slice, x), &n),                 \
      hand_unpacked(X_, &n))                                                   \
    X(COUNTS, slice_of_length, ours_part(LENT(slice, x), &n),                  \
      hand_part(X_, &n))                                                       \
    X(COUNTS, sequence_check, (n = hf_sequence_check(LENT(object, x)), true),  \
      (n = PySequence_Check(X_), true))                                        \
    X(COUNTS, sequence_length, hf_sequence_length(LENT(object, x), &n),        \
      SIZE_OF(PySequence_Size(X_)))                                            \
    X(GIVES, sequence_get, hf_sequence_get(LENT(object, x), AT),               \
      PySequence_GetItem(X_, AT))                                              \
    X(DOES, sequence_set,                                                      \
      hf_sequence_set(LENT(object, x), AT, hf_incref(LENT(object, y))),        \
      hand_set_at(X_, Y_))                                                     \
    X(DOES, sequence_append_all_delete,                                        \
      ours_gone(hf_sequence_append_all(hf_incref(LENT(object, x)),             \
                                       LENT(object, y))) &&                    \
          hf_sequence_delete(LENT(object, x), 0) &&                            \
          hf_sequence_delete(LENT(object, x), 0),                              \
      hand_gone(hand_append_all(X_, Y_)) && PySequence_DelItem(X_, 0) == 0 &&  \
          PySequence_DelItem(X_, 0) == 0)                                      \
    X(GIVES, sequence_slice, hf_sequence_slice(LENT(object, x), 1, AT),        \
      PySequence_GetSlice(X_, 1, AT))                                          \
    X(DOES, sequence_set_slice,                                                \
      hf_sequence_set_slice(LENT(object, x), 0, 2, LENT(object, y)),           \
      PySequence_SetSlice(X_, 0, 2, Y_) == 0)                                  \
    X(DOES, sequence_set_slice_delete_slice,                                   \
      hf_sequence_set_slice(LENT(object, x), 0, 0, LENT(object, y)) &&         \
          hf_sequence_delete_slice(LENT(object, x), 0, 2),                     \
      PySequence_SetSlice(X_, 0, 0, Y_) == 0 &&                                \
          PySequence_DelSlice(X_, 0, 2) == 0)                                  \
    X(GIVES, sequence_concat,                                                  \
      hf_sequence_concat(LENT(object, x), LENT(object, y)),                    \
      PySequence_Concat(X_, Y_))                                               \
    X(GIVES, sequence_repeat, hf_sequence_repeat(LENT(object, x), 3),          \
      PySequence_Repeat(X_, 3))                                                \
    X(COUNTS, sequence_count,                                                  \
      hf_sequence_count(LENT(object, x), LENT(object, y), &n),                 \
      SIZE_OF(PySequence_Count(X_, Y_)))                                       \
    X(COUNTS, sequence_index,                                                  \
      hf_found(hf_sequence_index(LENT(object, x), LENT(object, y), &n)),       \
      SIZE_OF(PySequence_Index(X_, Y_)))                                       \
    X(ASKS, sequence_contains,                                                 \
      hf_sequence_contains(LENT(object, x), LENT(object, y)),                  \
      PySequence_Contains(X_, Y_))                                             \
    X(COUNTS, mapping_check, (n = hf_mapping_check(LENT(object, x)), true),    \
      (n = PyMapping_Check(X_), true))                                         \
    X(COUNTS, mapping_length, hf_mapping_length(LENT(object, x), &n),          \
      SIZE_OF(PyMapping_Size(X_)))                                             \
    X(FINDS, mapping_get,                                                      \
      hf_mapping_get(LENT(object, x), LENT(object, y), &out),                  \
      PyObject_GetItem(X_, Y_))                                                \
    X(ASKS, mapping_contains,                                                  \
      hf_mapping_contains(LENT(object, x), LENT(object, y)),                   \
      hand_maps(X_, Y_))                                                       \
    X(DOES, mapping_set_delete,                                                \
      hf_mapping_set(LENT(object, x), LENT(object, y),                         \
                     hf_incref(LENT(object, y))) &&                            \
          hf_mapping_delete(LENT(object, x), LENT(object, y)),                 \
      hand_set(PyObject_SetItem, X_, Y_) && PyMapping_DelItem(X_, Y_) == 0)    \
    X(GIVES, mapping_keys, hf_mapping_keys(LENT(object, x)),                   \
      PyMapping_Keys(X_))                                                      \
    X(GIVES, mapping_values, hf_mapping_values(LENT(object, x)),               \
      PyMapping_Values(X_))                                                    \
    X(GIVES, mapping_items, hf_mapping_items(LENT(object, x)),                 \
      PyMapping_Items(X_))                                                     \
    X(MAKES, object_iter, hf_object_iter(LENT(object, x)),                     \
      PyObject_GetIter(X_))                                                    \
    X(FINDS, iterator_send,                                                    \
      hf_iterator_send(LENT(iterator, x), LENT(object, y), &out),              \
      hand_sent(X_, Y_))                                                       \
    X(DOES, iterator_close, hf_iterator_close(LENT(iterator, x)),              \
      hand_gone(PyObject_CallMethod(X_, "close", NULL)))                       \
    X(WRITTEN, iterator_each, , )

TYPES_TABLE(types_containers, CONTAINERS)
