/* container_planted.h: bugs in what container_sequence calls, as planted.h has them
 * for the other sequences: each does what the layer does, and one thing wrong,
 * where the environment variable HF_PLANTED names it.
 */
#ifndef FUZZ_CONTAINER_PLANTED_H
#define FUZZ_CONTAINER_PLANTED_H

#include "fuzz/targets/planted.h"

/* ---- Lists. */

UNUSED static hf_worked planted_list_append(hf_list_borrowed self,
                                            hf_object item)
{
    PyObject *raw = hf_as_raw(item);
    bool is_list = hf_as_raw(self) != NULL && PyList_Check(hf_as_raw(self));
    bool holds_its_list = is_list && raw != NULL && raw != hf_as_raw(self) &&
                          PyList_Check(raw) && PyList_GET_SIZE(raw) > 0 &&
                          PyList_GET_ITEM(raw, 0) == hf_as_raw(self);
    if ((planted("appended_and_kept") && is_counted(raw) && is_list) ||
        (planted("kept_where_it_holds_its_list") && holds_its_list)) {
        Py_INCREF(raw);
    }
    if (planted("refused_not_consumed") && is_counted(raw) && !is_list) {
        Py_INCREF(raw);
    }
    return hf_list_append(self, item);
}

UNUSED static hf_worked planted_list_set(hf_list_borrowed self, Py_ssize_t i,
                                         hf_object item)
{
    PyObject *raw = hf_as_raw(self);
    if (planted("old_item_lost") && raw != NULL && PyList_Check(raw) &&
        (size_t)i < (size_t)PyList_GET_SIZE(raw) &&
        is_counted(PyList_GET_ITEM(raw, i))) {
        Py_INCREF(PyList_GET_ITEM(raw, i));
    }
    return hf_list_set(self, i, item);
}

UNUSED static hf_object planted_list_pop(hf_list_borrowed self)
{
    PyObject *raw = hf_as_raw(self);
    if (planted("popped_stays") && raw != NULL && PyList_Check(raw) &&
        PyList_GET_SIZE(raw) > 0) {
        return hf_list_get(self, PyList_GET_SIZE(raw) - 1);
    }
    return hf_list_pop(self);
}

UNUSED static hf_worked planted_list_insert(hf_list_borrowed self, Py_ssize_t i,
                                            hf_object item)
{
    return hf_list_insert(self, planted("inserted_behind") ? i + 1 : i, item);
}

/* The length is asked once, and the items are not held while code of theirs
 * runs. */
UNUSED static hf_answer planted_list_contains(hf_list_borrowed self,
                                              hf_object_borrowed item)
{
    PyObject *raw = hf_as_raw(self);
    if (!planted("length_kept") || raw == NULL || !PyList_Check(raw)) {
        return hf_list_contains(self, item);
    }
    Py_ssize_t n = PyList_GET_SIZE(raw);
    PyObject **at = ((PyListObject *)raw)->ob_item;
    for (Py_ssize_t i = 0; i < n; i++) {
        int equal = PyObject_RichCompareBool(at[i], hf_as_raw(item), Py_EQ);
        if (equal != 0) {
            return equal < 0 ? hf_answer_failed() : hf_answer_yes_if(true);
        }
    }
    return hf_answer_yes_if(false);
}

UNUSED static hf_object planted_tuple_visit(hf_private_tuple_walk *walk)
{
    walk->at += planted("walk_skips") && walk->at == 1;
    if (walk->at >= PyTuple_GET_SIZE(hf_as_raw(walk->tuple))) {
        walk->at--;
    }
    return hf_private_tuple_visit(walk);
}

UNUSED static hf_tuple planted_to_tuple(hf_list_borrowed self)
{
    hf_tuple made = hf_list_to_tuple(self);
    PyObject *raw = hf_as_raw(made);
    if (planted("tuple_not_seen") && raw != NULL && PyObject_GC_IsTracked(raw)) {
        PyObject_GC_UnTrack(raw);
    }
    return made;
}

/* ---- Dicts, sets, iterators. */

UNUSED static hf_worked planted_dict_set(hf_dict_borrowed self,
                                         hf_object_borrowed key,
                                         hf_object value)
{
    PyObject *raw = hf_as_raw(key);
    hf_worked worked = hf_dict_set(self, key, value);
    if (planted("key_kept") && is_counted(raw) && worked) {
        Py_INCREF(raw);
    }
    return worked;
}

UNUSED static hf_lookup planted_dict_pop(hf_dict_borrowed self,
                                         hf_object_borrowed key, hf_object *out)
{
    return planted("value_stays") ? hf_dict_get(self, key, out)
                                  : hf_dict_pop(self, key, out);
}

UNUSED static hf_lookup planted_set_discard(hf_set_borrowed self,
                                            hf_object_borrowed item)
{
    hf_lookup found = hf_set_discard(self, item);
    return planted("missing_found") && hf_missing(found)
               ? hf_lookup_found_if(true)
               : found;
}

UNUSED static hf_lookup planted_iterator_next(hf_iterator_borrowed self,
                                              hf_object *out)
{
    hf_lookup found = hf_iterator_next(self, out);
    if (planted("change_not_told") && hf_failed(found) &&
        PyErr_ExceptionMatches(PyExc_RuntimeError)) {
        PyErr_Clear();
        return hf_lookup_found_if(false);
    }
    return found;
}

/* ---- Builders. */

UNUSED static void planted_list_builder_append(hf_list_builder *self,
                                               hf_object item)
{
    hf_private_items *kept = &self->hf_private_kept;
    if (planted("failed_builder_keeps") && hf_is_null(item) &&
        kept->next != kept->at && is_counted(kept->at[0])) {
        Py_INCREF(kept->at[0]);
    }
    hf_list_builder_append(self, item);
}

/* From here on the target calls the functions above. */
#undef hf_list_append
#define hf_list_append(self, item)                                             \
    planted_list_append(self, hf_into_object(item))
#undef hf_list_set
#define hf_list_set(self, i, item)                                             \
    planted_list_set(self, i, hf_into_object(item))
#define hf_list_pop planted_list_pop
#undef hf_list_insert
#define hf_list_insert(self, i, item)                                          \
    planted_list_insert(self, i, hf_into_object(item))
#undef hf_list_contains
#define hf_list_contains(self, item)                                           \
    planted_list_contains(self, hf_as_object(item))
#define hf_private_tuple_visit planted_tuple_visit
#define hf_list_to_tuple planted_to_tuple
#undef hf_dict_set
#define hf_dict_set(self, key, value)                                          \
    planted_dict_set(self, hf_as_object(key), hf_into_object(value))
#undef hf_dict_pop
#define hf_dict_pop(self, key, out)                                            \
    planted_dict_pop(self, hf_as_object(key), out)
#undef hf_set_discard
#define hf_set_discard(self, item) planted_set_discard(self, hf_as_object(item))
#define hf_iterator_next planted_iterator_next
#undef hf_list_builder_append
#define hf_list_builder_append(self, item)                                     \
    planted_list_builder_append(self, hf_into_object(item))

#endif /* FUZZ_CONTAINER_PLANTED_H */
