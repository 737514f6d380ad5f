#define HF_CORE
#include "dict.h"

#include "internal/operands.h"

/* The functions with a name in UTF-8 make a str of it, and then do what the
 * others do, on raw pointers. */

/* ready says whether |key| can be looked up in |raw|, which may run Python
 * code. */
HF_INLINE bool ready(const char *function, PyObject *raw, PyObject *key,
                     bool others)
{
    return hf_private_may_run(raw, key != NULL && others) &&
           hf_private_is_a_dict(function, raw) &&
           hf_private_is_there(function, key);
}

/* decoded is a new str; or NULL. It is for work on |raw| and |others|. */
HF_LOCAL PyObject *decoded(const char *function, PyObject *raw, bool others,
                           const char *key)
{
    if (!hf_private_may_run(raw, others)) {
        return NULL;
    }
    if (key == NULL) {
        hf_private_refuse(function, NULL, "str");
        return NULL;
    }
    return PyUnicode_FromString(key);
}

hf_dict hf_dict_new(void)
{
    return HF_NEW(dict, PyDict_New());
}

hf_dict hf_dict_from_object(hf_object_borrowed source)
{
    PyObject *raw = HF_USE(source), *result = NULL;
    if (hf_private_ready(__func__, raw, true)) {
        result = PyObject_CallOneArg((PyObject *)&PyDict_Type, raw);
    }
    return HF_RESULT(dict, result);
}

/* ---- Lookups. */

void hf_private_dict_refuse(PyObject *raw, PyObject *key)
{
    (void)ready("hf_dict_get", raw, key, true);
}

hf_lookup hf_dict_get_utf8(hf_dict_borrowed self, const char *key,
                           hf_object *out)
{
    PyObject *raw = HF_USE(self), *value = NULL;
    PyObject *name = decoded(__func__, raw, true, key);
    int found = name != NULL && ready(__func__, raw, name, true)
                    ? hf_private_dict_look_up(raw, name, &value)
                    : -1;
    Py_XDECREF(name);
    *out = HF_AGAIN(object, value);
    return hf_private_lookup(found);
}

#ifndef Py_GIL_DISABLED
/* lent is what the dict owns under |key|; or NULL. */
static PyObject *lent(PyObject *raw, PyObject *key, int *found)
{
    PyObject *value = PyDict_GetItemWithError(raw, key);
    *found = value != NULL ? 1 : PyErr_Occurred() != NULL ? -1 : 0;
    return value;
}

hf_lookup hf_dict_get_borrowed(hf_dict_borrowed self, hf_object_borrowed key,
                               hf_object_borrowed *out)
{
    PyObject *raw = HF_USE(self), *name = HF_USE(key), *value = NULL;
    int found = -1;
    if (ready(__func__, raw, name, true)) {
        value = lent(raw, name, &found);
    }
    *out = HF_LEND_BY(self, object, value);
    return hf_private_lookup(found);
}

hf_lookup hf_dict_get_borrowed_utf8(hf_dict_borrowed self, const char *key,
                                    hf_object_borrowed *out)
{
    PyObject *raw = HF_USE(self), *value = NULL;
    PyObject *name = decoded(__func__, raw, true, key);
    int found = -1;
    if (name != NULL && ready(__func__, raw, name, true)) {
        value = lent(raw, name, &found);
    }
    Py_XDECREF(name);
    *out = HF_LEND_BY(self, object, value);
    return hf_private_lookup(found);
}
#endif

hf_answer hf_dict_contains(hf_dict_borrowed self, hf_object_borrowed key)
{
    PyObject *raw = HF_USE(self), *name = HF_USE(key);
    return hf_private_answer(
        ready(__func__, raw, name, true) ? PyDict_Contains(raw, name) : -1);
}

hf_answer hf_dict_contains_utf8(hf_dict_borrowed self, const char *key)
{
    PyObject *raw = HF_USE(self);
    PyObject *name = decoded(__func__, raw, true, key);
    int found = name != NULL && ready(__func__, raw, name, true)
                    ? PyDict_Contains(raw, name)
                    : -1;
    Py_XDECREF(name);
    return hf_private_answer(found);
}

/* ---- What is put in. */

hf_worked hf_dict_set(hf_dict_borrowed self, hf_object_borrowed key,
                      hf_object value)
{
    PyObject *raw = HF_USE_BESIDE(self, value),
             *name = HF_USE_BESIDE(key, value);
    PyObject *item = HF_TAKE(value);
    bool worked = ready(__func__, raw, name, item != NULL) &&
                  hf_private_is_there(__func__, item) &&
                  PyDict_SetItem(raw, name, item) == 0;
    Py_XDECREF(item);
    return hf_worked_if(worked);
}

hf_worked hf_dict_set_utf8(hf_dict_borrowed self, const char *key,
                           hf_object value)
{
    PyObject *raw = HF_USE_BESIDE(self, value), *item = HF_TAKE(value);
    PyObject *name = decoded(__func__, raw, item != NULL, key);
    bool worked = name != NULL && ready(__func__, raw, name, item != NULL) &&
                  hf_private_is_there(__func__, item) &&
                  PyDict_SetItem(raw, name, item) == 0;
    Py_XDECREF(name);
    Py_XDECREF(item);
    return hf_worked_if(worked);
}

/* set_default is PyDict_SetDefaultRef of CPython 3.13. */
static int set_default(PyObject *raw, PyObject *key, PyObject *item,
                       PyObject **out)
{
#if PY_VERSION_HEX >= 0x030D0000
    return PyDict_SetDefaultRef(raw, key, item, out);
#else
    Py_ssize_t before = PyDict_GET_SIZE(raw);
    *out = PyDict_SetDefault(raw, key, item);
    if (*out == NULL) {
        return -1;
    }
    Py_INCREF(*out);
    /* What was there may be the same object. */
    return *out != item || PyDict_GET_SIZE(raw) <= before;
#endif
}

hf_lookup hf_dict_set_default(hf_dict_borrowed self, hf_object_borrowed key,
                              hf_object value, hf_object *out)
{
    PyObject *raw = HF_USE_BESIDE(self, value),
             *name = HF_USE_BESIDE(key, value);
    PyObject *item = HF_TAKE(value), *now = NULL;
    int found = ready(__func__, raw, name, item != NULL) &&
                        hf_private_is_there(__func__, item)
                    ? set_default(raw, name, item, &now)
                    : -1;
    Py_XDECREF(item);
    *out = HF_AGAIN(object, now);
    return hf_private_lookup(found);
}

/* ---- What is taken out. */

/* pop is PyDict_Pop of CPython 3.13. */
static int pop(PyObject *raw, PyObject *key, PyObject **out)
{
#if PY_VERSION_HEX >= 0x030D0000
    return PyDict_Pop(raw, key, out);
#else
    /* What is in no dict. */
    static struct {
        PyObject_HEAD
    } missing = {PyObject_HEAD_INIT(&PyBaseObject_Type)};
    *out = _PyDict_Pop(raw, key, (PyObject *)&missing);
    if (*out == (PyObject *)&missing) {
        Py_DECREF(*out);
        *out = NULL;
        return 0;
    }
    return *out != NULL ? 1 : -1;
#endif
}

hf_lookup hf_dict_pop(hf_dict_borrowed self, hf_object_borrowed key,
                      hf_object *out)
{
    PyObject *raw = HF_USE(self), *name = HF_USE(key), *value = NULL;
    int found = ready(__func__, raw, name, true) ? pop(raw, name, &value) : -1;
    *out = HF_AGAIN(object, value);
    return hf_private_lookup(found);
}

hf_lookup hf_dict_pop_utf8(hf_dict_borrowed self, const char *key,
                           hf_object *out)
{
    PyObject *raw = HF_USE(self), *value = NULL;
    PyObject *name = decoded(__func__, raw, true, key);
    int found = name != NULL && ready(__func__, raw, name, true)
                    ? pop(raw, name, &value)
                    : -1;
    Py_XDECREF(name);
    *out = HF_AGAIN(object, value);
    return hf_private_lookup(found);
}

hf_lookup hf_dict_discard(hf_dict_borrowed self, hf_object_borrowed key)
{
    PyObject *raw = HF_USE(self), *name = HF_USE(key), *value = NULL;
    int found = ready(__func__, raw, name, true) ? pop(raw, name, &value) : -1;
    Py_XDECREF(value);
    return hf_private_lookup(found);
}

hf_lookup hf_dict_discard_utf8(hf_dict_borrowed self, const char *key)
{
    PyObject *raw = HF_USE(self), *value = NULL;
    PyObject *name = decoded(__func__, raw, true, key);
    int found = name != NULL && ready(__func__, raw, name, true)
                    ? pop(raw, name, &value)
                    : -1;
    Py_XDECREF(name);
    Py_XDECREF(value);
    return hf_private_lookup(found);
}

hf_worked hf_dict_delete(hf_dict_borrowed self, hf_object_borrowed key)
{
    PyObject *raw = HF_USE(self), *name = HF_USE(key);
    return hf_worked_if(ready(__func__, raw, name, true) &&
                        PyDict_DelItem(raw, name) == 0);
}

hf_worked hf_dict_delete_utf8(hf_dict_borrowed self, const char *key)
{
    PyObject *raw = HF_USE(self);
    PyObject *name = decoded(__func__, raw, true, key);
    bool worked = name != NULL && ready(__func__, raw, name, true) &&
                  PyDict_DelItem(raw, name) == 0;
    Py_XDECREF(name);
    return hf_worked_if(worked);
}

hf_worked hf_dict_delete_all(hf_dict_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_dict(__func__, raw)) {
        return hf_worked_if(false);
    }
    PyDict_Clear(raw);
    return hf_worked_if(true);
}

/* ---- All items. */

hf_worked hf_dict_update(hf_dict_borrowed self, hf_object_borrowed other)
{
    PyObject *raw = HF_USE(self), *more = HF_USE(other);
    return hf_worked_if(ready(__func__, raw, more, true) &&
                        PyDict_Update(raw, more) == 0);
}

hf_dict hf_dict_copy(hf_dict_borrowed self)
{
    PyObject *raw = HF_USE(self);
    /* One that is iterated in its own way is asked for its keys. */
    bool is_ready = hf_private_may_run(raw, true) &&
                    hf_private_is_a_dict(__func__, raw);
    return HF_RESULT(dict, is_ready ? PyDict_Copy(raw) : NULL);
}

hf_list hf_dict_keys(hf_dict_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_NEW(list, hf_private_is_a_dict(__func__, raw) ? PyDict_Keys(raw)
                                                            : NULL);
}

hf_list hf_dict_values(hf_dict_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_NEW(list, hf_private_is_a_dict(__func__, raw) ? PyDict_Values(raw)
                                                            : NULL);
}

hf_list hf_dict_items(hf_dict_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_NEW(list, hf_private_is_a_dict(__func__, raw) ? PyDict_Items(raw)
                                                            : NULL);
}

void hf_private_dict_changed(void)
{
    if (PyErr_Occurred() == NULL) {
        PyErr_SetString(PyExc_RuntimeError,
                        "dictionary changed size during iteration");
    }
}
