/* planted.h: races, as fuzz/targets/planted.h has bugs. With HF_PLANTED defined the
 * functions that are named at the end are these, and what the lines of bind/ lock is
 * decided here. Each does what the layer's does, and one thing as code that was written
 * with the GIL in mind does it, where the environment variable HF_PLANTED names it.
 *
 * Only without the GIL is any of it a mistake.
 */
#ifndef FUZZ_THREADS_SEQUENCE_PLANTED_H
#define FUZZ_THREADS_SEQUENCE_PLANTED_H

#include "bind/module.h"

#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

UNUSED static bool is_planted(const char *bug)
{
    const char *armed = getenv("HF_PLANTED");
    return armed != NULL && strcmp(armed, bug) == 0;
}

/* A step that takes its time: some hundred instructions, as a call may. */
UNUSED static void gap(void)
{
    for (int i = 0; i < 300; i++) {
        __asm__ volatile("" ::: "memory");
    }
}

/* ---- Containers. */

UNUSED static hf_object planted_list_get(hf_list_borrowed self, Py_ssize_t i)
{
    PyObject *raw = hf_as_raw(self);
    if (is_planted("item_borrowed") && i < PyList_GET_SIZE(raw)) {
        PyObject *item = PyList_GET_ITEM(raw, i);
        gap();
        Py_XINCREF(item);
        return hf_object_from_owned(item);
    }
    return hf_list_get(self, i);
}

UNUSED static hf_object planted_list_pop(hf_list_borrowed self)
{
    PyObject *raw = hf_as_raw(self);
    Py_ssize_t n = PyList_GET_SIZE(raw);
    if (is_planted("pop_in_two_steps") && n > 0) {
        hf_object item = hf_list_get(self, n - 1);
        if (!hf_is_null(item)) {
            PyList_SetSlice(raw, n - 1, n, NULL);
        }
        return item;
    }
    return is_planted("last_looked_up_first") && n > 0
               ? hf_list_pop_at(self, n - 1)
               : hf_list_pop(self);
}

UNUSED static hf_worked planted_list_delete(hf_list_borrowed self, Py_ssize_t i)
{
    PyObject *raw = hf_as_raw(self);
    if (is_planted("deleted_if_still_there") && i < PyList_GET_SIZE(raw)) {
        gap();
        return hf_worked_if(PyList_SetSlice(raw, i, i + 1, NULL) == 0);
    }
    return hf_list_delete(self, i);
}

UNUSED static hf_worked planted_list_extend(hf_list_borrowed self,
                                            hf_object_borrowed items)
{
    if (is_planted("extended_one_by_one")) {
        hf_list_borrowed all = hf_cast(list, items);
        bool worked = true;
        hf_list_each(item, all) {
            worked = hf_list_append(self, hf_incref(item)) && worked;
        }
        return hf_worked_if(worked);
    }
    return hf_list_extend(self, items);
}

UNUSED static hf_list planted_list_copy(hf_list_borrowed self)
{
    if (is_planted("copied_one_by_one")) {
        hf_list_builder all = {0};
        hf_list_each(item, self) {
            hf_list_builder_append(&all, hf_incref(item));
        }
        return hf_list_builder_finish(&all);
    }
    return hf_list_copy(self);
}

UNUSED static hf_lookup planted_dict_get(hf_dict_borrowed self, const char *key,
                                         hf_object *out)
{
    if (is_planted("value_borrowed")) {
        PyObject *value = PyDict_GetItemString(hf_as_raw(self), key);
        gap();
        Py_XINCREF(value);
        *out = value != NULL ? hf_object_from_owned(value) : hf_null(object);
        return hf_lookup_found_if(value != NULL);
    }
    return hf_dict_get_utf8(self, key, out);
}

UNUSED static hf_lookup planted_dict_pop(hf_dict_borrowed self, const char *key,
                                         hf_object *out)
{
    if (is_planted("key_popped_in_two_steps")) {
        hf_lookup found = hf_dict_get_utf8(self, key, out);
        if (hf_found(found) && !hf_dict_delete_utf8(self, key)) {
            PyErr_Clear();
        }
        return found;
    }
    return hf_dict_pop_utf8(self, key, out);
}

UNUSED static hf_lookup planted_set_default(hf_dict_borrowed self,
                                            hf_object_borrowed key,
                                            hf_object value, hf_object *out)
{
    if (is_planted("default_in_two_steps")) {
        hf_lookup found = hf_dict_get(self, key, out);
        if (hf_missing(found)) {
            *out = hf_incref(value);
            if (!hf_dict_set(self, key, hf_move(&value))) {
                PyErr_Clear();
            }
        }
        hf_clear(&value);
        return found;
    }
    return hf_dict_set_default(self, key, value, out);
}

UNUSED static hf_lookup planted_set_discard(hf_set_borrowed self,
                                            hf_object_borrowed item)
{
    if (is_planted("discarded_as_was_seen")) {
        hf_answer there = hf_set_contains(self, item);
        if (hf_failed(hf_set_discard(self, item))) {
            return hf_lookup_failed();
        }
        return hf_lookup_found_if(hf_yes(there));
    }
    return hf_set_discard(self, item);
}

UNUSED static hf_worked planted_bytes_append(hf_bytearray_borrowed self,
                                             const void *data, Py_ssize_t size)
{
    PyObject *raw = hf_as_raw(self);
    if (is_planted("bytes_appended_alone")) {
        Py_ssize_t n = PyByteArray_GET_SIZE(raw);
        if (PyByteArray_Resize(raw, n + size) < 0) {
            return hf_worked_if(false);
        }
        memcpy(PyByteArray_AS_STRING(raw) + n, data, (size_t)size);
        return hf_worked_if(true);
    }
    return hf_bytearray_append(self, data, size);
}

UNUSED static hf_worked planted_bytes_write(hf_bytearray_borrowed self,
                                            Py_ssize_t at, const void *data,
                                            Py_ssize_t size)
{
    PyObject *raw = hf_as_raw(self);
    if (is_planted("bytes_written_one_by_one") &&
        at + size <= PyByteArray_GET_SIZE(raw)) {
        for (Py_ssize_t i = 0; i < size; i++) {
            PyByteArray_AS_STRING(raw)[at + i] = ((const char *)data)[i];
            gap();
        }
        return hf_worked_if(true);
    }
    return hf_bytearray_write(self, at, data, size);
}

/* ---- What a call has for itself: not this, where that is planted. */

UNUSED static bool is_not_alone(const char *function)
{
    static const char *const bugs[][2] = {
        {"getter_not_alone", "hf_private_calls_node_value"},
        {"setter_not_alone", "hf_private_calls_node_set_value"},
        {"once_not_alone", "hf_private_calls_node_once"},
        {"text_not_alone", "hf_private_calls_page_text"},
        {"append_not_alone", "hf_private_call_page_write"},
        {"swap_not_alone", "hf_private_call_node_swap"},
        {"count_not_alone", "hf_private_call_node_work"},
        {"state_not_alone", "hf_private_call_shared_add"},
        {"state_value_not_alone", "hf_private_call_shared_swap"},
        {"both_not_alone", "hf_private_call_node_both"},
    };
    for (size_t i = 0; i < sizeof(bugs) / sizeof(bugs[0]); i++) {
        if (strcmp(function, bugs[i][1]) == 0) {
            return is_planted(bugs[i][0]);
        }
    }
    return false;
}

#ifdef Py_GIL_DISABLED
typedef struct planted_alone {
    hf_private_alone alone, inner;
} planted_alone;

UNUSED static void planted_alone_begin(planted_alone *self, PyObject *x,
                                       PyObject *y, const char *function)
{
    memset(self, 0, sizeof(*self));
    if (is_not_alone(function)) {
        return;
    }
    if (is_planted("two_sections") && x != NULL && y != NULL) {
        hf_private_alone_begin(&self->alone, x, x);
        hf_private_alone_begin(&self->inner, y, y);
        gap();
        return;
    }
    hf_private_alone_begin(&self->alone, x, y);
}

UNUSED static void planted_alone_end(planted_alone *self)
{
    hf_private_alone_end(&self->inner);
    hf_private_alone_end(&self->alone);
}

#undef HF_PRIVATE_ALONE
#define HF_PRIVATE_ALONE(name, x, y)                                           \
    planted_alone hf_alone_##name __attribute__((cleanup(planted_alone_end))); \
    planted_alone_begin(&hf_alone_##name, x, y, __func__)
#undef HF_PRIVATE_ALONE_WITH_ALL
#define HF_PRIVATE_ALONE_WITH_ALL                                              \
    planted_alone hf_alone __attribute__((cleanup(planted_alone_end)));        \
    planted_alone_begin(&hf_alone, hf_alone_state, hf_alone_self, __func__);
#endif

#define hf_list_get planted_list_get
#define hf_list_pop planted_list_pop
#define hf_list_delete planted_list_delete
#undef hf_list_extend
#define hf_list_extend planted_list_extend
#define hf_list_copy planted_list_copy
#define hf_dict_get_utf8 planted_dict_get
#define hf_dict_pop_utf8 planted_dict_pop
#undef hf_dict_set_default
#define hf_dict_set_default(self, key, value, out)                             \
    planted_set_default(self, hf_as_object(key), value, out)
#undef hf_set_discard
#define hf_set_discard planted_set_discard
#define hf_bytearray_append planted_bytes_append
#define hf_bytearray_write planted_bytes_write

#endif /* FUZZ_THREADS_SEQUENCE_PLANTED_H */
