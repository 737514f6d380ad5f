/* dict.h: dicts.
 *
 * A dict borrows the key that is looked up or set, and consumes the value that
 * it is to keep, also on failure. A lookup has three ends: found, missing,
 * error; no exception but that of the lookup itself is ever taken for a missing
 * key, and none is swallowed. What is got is a new reference; what _borrowed
 * gives is valid as long as nobody changes the dict: nobody but you holds it,
 * and you call nothing that may run Python.
 *
 * __hash__ and __eq__ of keys may run Python code, and that may change the dict.
 * The functions whose names end in _utf8 take the key as NUL-terminated UTF-8.
 *
 * A dict of many items is best made by an hf_dict_builder (dict_builder.h). To
 * visit all items:
 *
 *     hf_dict_each(key, value, dict) {
 *         ...
 *     }
 *     if (hf_error_occurred()) {
 *         ...
 *     }
 */
#ifndef HF_DICT_H
#define HF_DICT_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_dict_new is {}.
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD HF_API hf_dict hf_dict_new(void);

/* hf_dict_from_object is dict(source): a dict of what is in a mapping, or of the
 * pairs, key and value, that an iterable gives.
 *
 *   borrows source | -> new or null | raises TypeError, ValueError (no pair),
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_dict hf_dict_from_object(hf_object_borrowed source);

/* hf_dict_length writes the number of items to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_dict_length(hf_dict_borrowed self,
                                                Py_ssize_t *out);

/* hf_dict_get looks |key| up and writes the value to |out|, owned, where it is
 * found, and null otherwise.
 *
 *   borrows self, key | -> new in out, or missing, or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_INLINE hf_lookup hf_dict_get(hf_dict_borrowed self,
                                             hf_object_borrowed key,
                                             hf_object *out);
HF_NODISCARD HF_API hf_lookup hf_dict_get_utf8(hf_dict_borrowed self,
                                               const char *key, hf_object *out);

#ifndef Py_GIL_DISABLED
/* hf_dict_get_borrowed is hf_dict_get for a value that the dict still owns: it
 * is valid as long as |self| is, and the value is in the dict. There is none
 * such without the GIL.
 *
 *   borrows self, key | -> borrowed from self in out, or missing, or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_dict_get_borrowed(hf_dict_borrowed self,
                                                   hf_object_borrowed key,
                                                   hf_object_borrowed *out);
HF_NODISCARD HF_API hf_lookup hf_dict_get_borrowed_utf8(
    hf_dict_borrowed self, const char *key, hf_object_borrowed *out);
#endif

/* hf_dict_contains answers key in self.
 *
 *   borrows self, key | -> answer | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_dict_contains(hf_dict_borrowed self,
                                               hf_object_borrowed key);
HF_NODISCARD HF_API hf_answer hf_dict_contains_utf8(hf_dict_borrowed self,
                                                    const char *key);

/* hf_dict_set is self[key] = value.
 *
 *   borrows self, key | steals value | -> worked
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_dict_set(hf_dict_borrowed self,
                                          hf_object_borrowed key,
                                          hf_object value);
HF_NODISCARD HF_API hf_worked hf_dict_set_utf8(hf_dict_borrowed self,
                                               const char *key,
                                               hf_object value);

/* hf_dict_set_default looks |key| up, and sets it to |value| where it is
 * missing. What the key has now is written to |out|, owned: that is
 * self.setdefault(). Before CPython 3.13 a key that was missing is said to be
 * found where its own code has taken other items out meanwhile.
 *
 *   borrows self, key | steals value
 *   | -> new in out and found or missing (now it is there), or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_dict_set_default(hf_dict_borrowed self,
                                                  hf_object_borrowed key,
                                                  hf_object value,
                                                  hf_object *out);

/* hf_dict_pop takes a key out, and writes its value to |out|, owned, where it is
 * found, and null otherwise.
 *
 *   borrows self, key | -> new in out, or missing, or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_dict_pop(hf_dict_borrowed self,
                                          hf_object_borrowed key,
                                          hf_object *out);
HF_NODISCARD HF_API hf_lookup hf_dict_pop_utf8(hf_dict_borrowed self,
                                               const char *key, hf_object *out);

/* hf_dict_discard takes a key out, if it is there.
 *
 *   borrows self, key | -> found, or missing, or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_dict_discard(hf_dict_borrowed self,
                                              hf_object_borrowed key);
HF_NODISCARD HF_API hf_lookup hf_dict_discard_utf8(hf_dict_borrowed self,
                                                   const char *key);

/* hf_dict_delete is del self[key].
 *
 *   borrows self, key | -> worked | raises KeyError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_dict_delete(hf_dict_borrowed self,
                                             hf_object_borrowed key);
HF_NODISCARD HF_API hf_worked hf_dict_delete_utf8(hf_dict_borrowed self,
                                                  const char *key);

/* hf_dict_delete_all is self.clear(). (hf_dict_clear(&x) empties a variable.)
 *
 *   borrows self | -> worked | raises TypeError
 *   | may run Python code: __del__
 */
HF_NODISCARD HF_API hf_worked hf_dict_delete_all(hf_dict_borrowed self);

/* hf_dict_update is self.update(other), for an |other| that is a mapping.
 *
 *   borrows self, other | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_dict_update(hf_dict_borrowed self,
                                             hf_object_borrowed other);

/* hf_dict_copy is a dict of the same items.
 *
 *   borrows self | -> new or null | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_dict hf_dict_copy(hf_dict_borrowed self);

/* hf_dict_keys, hf_dict_values and hf_dict_items are lists of what is in the
 * dict now, in its order; that of the items is one of tuples of two.
 *
 *   borrows self | -> new or null | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_list hf_dict_keys(hf_dict_borrowed self);
HF_NODISCARD HF_API hf_list hf_dict_values(hf_dict_borrowed self);
HF_NODISCARD HF_API hf_list hf_dict_items(hf_dict_borrowed self);

/* hf_dict_each(key, value, dict) { ... } declares |key| and |value|, hf_auto
 * variables, and runs the block for each item of the borrowed |dict|, in its
 * order. break, continue, return and goto release both. As in Python, the block
 * may change the values, but where the number of items changes the walk ends
 * with a RuntimeError: so ask hf_error_occurred behind it. Of a dict that is
 * null, or none, nothing is visited, and an exception is set.
 *
 *   borrows dict | raises RuntimeError, TypeError
 */
#define hf_dict_each(key, value, dict)                                         \
    for (hf_private_dict_walk hf_private_walk_of_##key =                       \
             hf_private_dict_begin(dict);                                      \
         hf_private_dict_goes_on(&hf_private_walk_of_##key);)                  \
        for (hf_auto(object, key,                                              \
                     hf_private_dict_key(&hf_private_walk_of_##key));          \
             hf_private_walk_of_##key.state == HF_PRIVATE_WALK_READY;)         \
            for (hf_auto(object, value,                                        \
                         hf_private_dict_value(&hf_private_walk_of_##key));    \
                 hf_private_walk_of_##key.state == HF_PRIVATE_WALK_INSIDE;     \
                 hf_private_walk_of_##key.state = HF_PRIVATE_WALK_LEFT)

/* hf_dict_check, hf_dict_cast(o), hf_dict_cast_unchecked(o): see handle.h. */
#define hf_dict_cast(o) hf_cast(dict, o)
#define hf_dict_cast_unchecked(o) hf_cast_unchecked(dict, o)

/* ---- Bodies. */

HF_INLINE hf_worked hf_dict_length(hf_dict_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_LIKELY(raw != NULL && PyDict_Check(raw))) {
        *out = PyDict_GET_SIZE(raw);
        return hf_worked_if(true);
    }
    *out = -1;
    hf_private_refuse("hf_dict_length", raw, "dict");
    return hf_worked_if(false);
}

/* hf_private_dict_look_up is PyDict_GetItemRef of CPython 3.13: 1, and the value in
 * |out|; 0 where it is missing; or -1. */
HF_INLINE int hf_private_dict_look_up(PyObject *raw, PyObject *key,
                                      PyObject **out)
{
#if PY_VERSION_HEX >= 0x030D0000
    return PyDict_GetItemRef(raw, key, out);
#else
    *out = PyDict_GetItemWithError(raw, key);
    if (HF_UNLIKELY(*out == NULL)) {
        return PyErr_Occurred() != NULL ? -1 : 0;
    }
    Py_INCREF(*out);
    return 1;
#endif
}

/* hf_private_dict_refuse is for what hf_dict_get does not look up: an exception is
 * set, or |raw| is no dict, or |key| is null. */
HF_API __attribute__((cold)) void hf_private_dict_refuse(PyObject *raw,
                                                         PyObject *key);

HF_INLINE hf_lookup hf_dict_get(hf_dict_borrowed self, hf_object_borrowed key,
                                hf_object *out)
{
    PyObject *raw = HF_PRIVATE_USE(self), *name = HF_PRIVATE_USE(key);
    PyObject *value = NULL;
    int found = -1;
    if (HF_LIKELY(PyErr_Occurred() == NULL && raw != NULL &&
                  PyDict_Check(raw) && name != NULL)) {
        found = hf_private_dict_look_up(raw, name, &value);
    } else {
        hf_private_dict_refuse(raw, name);
    }
    *out = HF_PRIVATE_AGAIN(object, value);
    return HF_PRIVATE_RESULT_IS(hf_lookup, found);
}

/* A dict that is walked. The state is INSIDE while the block runs, and so
 * afterwards exactly where the block was left by break. */
enum { HF_PRIVATE_WALK_LEFT, HF_PRIVATE_WALK_READY, HF_PRIVATE_WALK_INSIDE };
typedef struct hf_private_dict_walk {
    hf_dict_borrowed dict;
    Py_ssize_t at, size;
    PyObject *key, *value; /* of the round that begins */
    int state;
} hf_private_dict_walk;

/* hf_private_dict_changed raises the RuntimeError. */
HF_API void hf_private_dict_changed(void);

HF_INLINE hf_private_dict_walk hf_private_dict_begin(hf_dict_borrowed dict)
{
    hf_private_dict_walk walk = {dict, 0, 0, NULL, NULL, HF_PRIVATE_WALK_LEFT};
    PyObject *raw = HF_PRIVATE_USE(dict);
    if (HF_UNLIKELY(raw == NULL || !PyDict_Check(raw))) {
        hf_private_refuse("hf_dict_each", raw, "dict");
        walk.dict = hf_null(dict_borrowed);
    } else {
        walk.size = PyDict_GET_SIZE(raw);
    }
    return walk;
}

HF_INLINE bool hf_private_dict_goes_on(hf_private_dict_walk *walk)
{
    if (walk->state == HF_PRIVATE_WALK_INSIDE) {
        return false;
    }
    PyObject *raw = HF_PRIVATE_USE(walk->dict);
    if (raw == NULL) {
        return false;
    }
    int more = 0;
#ifdef Py_GIL_DISABLED
    Py_BEGIN_CRITICAL_SECTION(raw);
#endif
    if (HF_UNLIKELY(PyDict_GET_SIZE(raw) != walk->size)) {
        hf_private_dict_changed();
    } else {
        more = PyDict_Next(raw, &walk->at, &walk->key, &walk->value);
        if (more) {
            Py_INCREF(walk->key);
            Py_INCREF(walk->value);
        }
    }
#ifdef Py_GIL_DISABLED
    Py_END_CRITICAL_SECTION();
#endif
    walk->state = HF_PRIVATE_WALK_READY;
    return more;
}

HF_INLINE hf_object hf_private_dict_key(hf_private_dict_walk *walk)
{
    return HF_PRIVATE_AGAIN(object, walk->key);
}

HF_INLINE hf_object hf_private_dict_value(hf_private_dict_walk *walk)
{
    walk->state = HF_PRIVATE_WALK_INSIDE;
    return HF_PRIVATE_AGAIN(object, walk->value);
}

HF_END_DECLS

/* ---- Keys and values may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_dict_from_object(source) hf_dict_from_object(hf_as_object(source))
#define hf_dict_get(self, key, out) hf_dict_get(self, hf_as_object(key), out)
#ifndef Py_GIL_DISABLED
#define hf_dict_get_borrowed(self, key, out)                                   \
    hf_dict_get_borrowed(self, hf_as_object(key), out)
#endif
#define hf_dict_contains(self, key) hf_dict_contains(self, hf_as_object(key))
#define hf_dict_set(self, key, value)                                          \
    hf_dict_set(self, hf_as_object(key), hf_into_object(value))
#define hf_dict_set_utf8(self, key, value)                                     \
    hf_dict_set_utf8(self, key, hf_into_object(value))
#define hf_dict_set_default(self, key, value, out)                             \
    hf_dict_set_default(self, hf_as_object(key), hf_into_object(value), out)
#define hf_dict_pop(self, key, out) hf_dict_pop(self, hf_as_object(key), out)
#define hf_dict_discard(self, key) hf_dict_discard(self, hf_as_object(key))
#define hf_dict_delete(self, key) hf_dict_delete(self, hf_as_object(key))
#define hf_dict_update(self, other) hf_dict_update(self, hf_as_object(other))
#endif

#endif /* HF_DICT_H */
