#define HF_CORE
#include "dict_builder.h"

#include "internal/builder.h"
#include "internal/operands.h"

HF_LOCAL void fail(hf_dict_builder *self)
{
    /* First: code of a key may come to this builder, too. */
    self->hf_private_failed = true;
    hf_dict_clear(&self->hf_private_dict);
}

/* goes_on says whether the builder takes more. */
HF_LOCAL bool goes_on(hf_dict_builder *self)
{
#ifdef HF_CHECKED
    HF_NEED_GIL();
    if (!hf_private_builder_is_good(HF_PRIVATE_TICKET(self->hf_private_dict),
                                    HF_IS_NULL(self->hf_private_dict), -1,
                                    &self->hf_private_failed,
                                    __builtin_return_address(0))) {
        *self = (hf_dict_builder){.hf_private_failed = true};
    }
#endif
    return !self->hf_private_failed;
}

/* dict_of is the dict that the builder works on, which is made if need be; or
 * NULL. */
HF_LOCAL PyObject *dict_of(hf_dict_builder *self)
{
    PyObject *raw = HF_USE(self->hf_private_dict);
    if (raw == NULL) {
        PyObject *made = PyDict_New();
#if PY_VERSION_HEX < 0x030C0000
        /* The collector may have run, and what it ended have come to this builder,
         * too. */
        raw = HF_USE(self->hf_private_dict);
        if (raw != NULL || self->hf_private_failed) {
            Py_XDECREF(made);
            return raw;
        }
#endif
        raw = made;
        if (raw != NULL) {
            PyObject_GC_UnTrack(raw); /* from CPython 3.14 on it is seen */
        }
        self->hf_private_dict = HF_NEW(dict, raw);
    }
    return raw;
}

/* set consumes neither. The collector sees the dict while it is set at most. */
HF_INLINE void set(hf_dict_builder *self, PyObject *key, PyObject *item)
{
    PyObject *raw = dict_of(self);
    if (raw == NULL) {
        fail(self);
        return;
    }
    /* A dict is seen by the collector when something in it is. */
    bool is_seen = PyType_IS_GC(Py_TYPE(key)) || PyType_IS_GC(Py_TYPE(item));
    Py_INCREF(raw); /* code of a key may come to this builder, too, */
    int status = PyDict_SetItem(raw, key, item);
    if (is_seen && HF_OUT(self->hf_private_dict) == raw) { /* and finish it */
        PyObject_GC_UnTrack(raw);
    }
    Py_DECREF(raw);
    if (status < 0) {
        fail(self);
    }
}

void hf_dict_builder_set(hf_dict_builder *self, hf_object_borrowed key,
                         hf_object value)
{
    PyObject *name = HF_USE_BESIDE(key, value), *item = HF_TAKE(value);
    if (goes_on(self)) {
        if (hf_private_ready(__func__, name, item != NULL) &&
            hf_private_is_there(__func__, item)) {
            set(self, name, item);
        } else {
            fail(self);
        }
    }
    Py_XDECREF(item);
}

void hf_dict_builder_set_utf8(hf_dict_builder *self, const char *key,
                              hf_object value)
{
    PyObject *item = HF_TAKE(value), *name = NULL;
    if (goes_on(self)) {
        if (key == NULL) {
            hf_private_refuse(__func__, NULL, "str");
        } else if (hf_private_ready(__func__, item, true)) {
            name = PyUnicode_FromString(key);
        }
        if (name != NULL) {
            set(self, name, item);
            Py_DECREF(name);
        } else {
            fail(self);
        }
    }
    Py_XDECREF(item);
}

hf_dict hf_dict_builder_finish(hf_dict_builder *self)
{
    PyObject *made = goes_on(self) ? dict_of(self) : NULL;
    PyObject *same = HF_TAKE(self->hf_private_dict);
    *self = (hf_dict_builder){0}; /* before a copy is made: see dict_of */
    if (made == NULL) {
        hf_private_builder_has_failed(__func__);
        return hf_null(dict);
    }
    bool is_seen = Py_REFCNT(made) > 1;
    /* Also an empty one: from CPython 3.14 on nobody would later. */
    PyObject_GC_UnTrack(made); /* somebody may have seen to it */
    PyObject_GC_Track(made);
    if (is_seen) { /* code of a key has found it: that one is theirs */
        made = PyDict_Copy(same);
        Py_DECREF(same);
    }
    return HF_NEW(dict, made);
}

void hf_dict_builder_clear(hf_dict_builder *self)
{
    PyObject *old = HF_TAKE(self->hf_private_dict);
    *self = (hf_dict_builder){0}; /* first: what ends may come to it, too */
    Py_XDECREF(old);
}
