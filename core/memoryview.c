#define HF_CORE
#include "memoryview.h"

#include "internal/operands.h"
#include "internal/pending.h"

/* PyMemoryView_FromMemory knows no owner. So the memoryview is one of an object
 * of our own, that has the owner and offers the memory. */
typedef struct keeper {
    PyObject_HEAD PyObject *owner;
    hf_memory memory;
} keeper;

/* There is no tp_clear: a view may be read up to its own end, which is what
 * breaks a cycle that it is in. */
static int traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((keeper *)self)->owner);
    return 0;
}

static void dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_DECREF(((keeper *)self)->owner);
    PyObject_GC_Del(self);
}

static int get_buffer(PyObject *self, Py_buffer *view, int flags)
{
    hf_memory *m = &((keeper *)self)->memory;
    if ((flags & PyBUF_WRITABLE) != 0 && !m->writable) {
        view->obj = NULL;
        PyErr_SetString(PyExc_BufferError, "the memory is read-only");
        return -1;
    }
    Py_INCREF(self);
    *view = (Py_buffer){
        .buf = m->data,
        .obj = self,
        .len = m->count * m->item_size,
        .itemsize = m->item_size,
        .readonly = !m->writable,
        .ndim = 1,
        .format = (flags & PyBUF_FORMAT) != 0 ? (char *)(uintptr_t)m->format
                                              : NULL,
        /* They are the keeper's, which the view keeps. */
        .shape = (flags & PyBUF_ND) != 0 ? &m->count : NULL,
        .strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? &m->item_size
                                                            : NULL,
    };
    return 0;
}

static PyBufferProcs as_buffer = {.bf_getbuffer = get_buffer};
static PyTypeObject keeper_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "holdfast.memory",
    .tp_basicsize = sizeof(keeper),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = traverse,
    .tp_dealloc = dealloc,
    .tp_as_buffer = &as_buffer,
};

/* usable says whether there can be such memory; otherwise an exception is set.
 */
static bool usable(const hf_memory *m)
{
    if (m->count >= 0 && m->item_size > 0 &&
        m->count <= PY_SSIZE_T_MAX / m->item_size &&
        (m->data != NULL || m->count == 0)) {
        return true;
    }
    if (PyErr_Occurred() != NULL) {
        return false;
    }
    if (m->count >= 0 && m->item_size > 0 &&
        m->count <= PY_SSIZE_T_MAX / m->item_size) {
        PyErr_SetString(PyExc_SystemError,
                        "hf_memoryview_from_memory: the pointer is NULL");
    } else {
        PyErr_Format(PyExc_OverflowError,
                     "hf_memoryview_from_memory: there are no %zd items of %zd "
                     "bytes",
                     m->count, m->item_size);
    }
    return false;
}

/* view_of is a memoryview over |memory|, of |owner|, consumed; or NULL. */
static PyObject *view_of(PyObject *owner, const hf_memory *memory)
{
    /* Once. It has no dict to fill, so only memory can be missing: and then it
     * is for what comes next, too. */
    keeper *self = PyType_Ready(&keeper_type) == 0
                       ? PyObject_GC_New(keeper, &keeper_type)
                       : NULL;
    if (self == NULL) {
        Py_DECREF(owner);
        return NULL;
    }
    self->owner = owner;
    self->memory = *memory;
    if (memory->format == NULL) {
        self->memory.format = "B";
    }
    if (memory->data == NULL) { /* no items; but readers want an address */
        self->memory.data = self;
    }
    PyObject_GC_Track((PyObject *)self);
    PyObject *view = PyMemoryView_FromObject((PyObject *)self);
    Py_DECREF(self);
    return view;
}

hf_memoryview hf_memoryview_from_memory(hf_object owner, hf_memory memory)
{
    PyObject *raw = HF_TAKE(owner), *result = NULL;
    if (!hf_private_is_there(__func__, raw)) {
        return hf_null(memoryview);
    }
    if (!usable(&memory)) {
        Py_DECREF(raw);
        return hf_null(memoryview);
    }
    hf_private_pending pending = hf_private_set_aside();
    result = view_of(raw, &memory);
    hf_private_set_again(&pending);
    return HF_NEW(memoryview, result);
}

hf_memoryview hf_memoryview_from_object(hf_object_borrowed source)
{
    PyObject *raw = HF_USE(source), *result = NULL;
    if (hf_private_ready(__func__, raw, true)) {
        result = PyMemoryView_FromObject(raw);
    }
    return HF_RESULT(memoryview, result);
}
