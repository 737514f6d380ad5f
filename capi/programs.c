/* programs.c: functions that need more around them than a thunk has.
 *
 * A program gets the slots of its row and leaves the function's result, as a
 * thunk does.
 */
#include "prover.h"

/* A dealloc calls these, with an object whose count is 0. */

static void finalizer_from_dealloc(hfp_value *a, hfp_value *r)
{
    PyObject *object = a[0].p;
    Py_ssize_t count = Py_REFCNT(object);
    Py_SET_REFCNT(object, 0);
    r->i = PyObject_CallFinalizerFromDealloc(object);
    Py_SET_REFCNT(object, Py_REFCNT(object) + count);
}

static void clear_weakrefs(hfp_value *a, hfp_value *r)
{
    (void)r;
    PyObject *object = a[0].p;
    Py_ssize_t count = Py_REFCNT(object);
    Py_SET_REFCNT(object, 0);
    PyObject_ClearWeakRefs(object);
    Py_SET_REFCNT(object, Py_REFCNT(object) + count);
}

/* These get memory that is no object yet. */

static void *memory_of(size_t size)
{
    hfp_armed = 0; /* not the function's allocation */
    void *memory = PyObject_Calloc(1, size);
    hfp_armed = 1;
    return memory;
}

static void init(hfp_value *a, hfp_value *r)
{
    PyTypeObject *type = a[1].p;
    r->p = PyObject_Init(memory_of((size_t)type->tp_basicsize), type);
}

static void init_var(hfp_value *a, hfp_value *r)
{
    PyTypeObject *type = a[1].p;
    size_t size = (size_t)type->tp_basicsize + (size_t)a[2].i * (size_t)type->tp_itemsize;
    r->p = PyObject_InitVar(memory_of(size), type, (Py_ssize_t)a[2].i);
}

static void new_reference(hfp_value *a, hfp_value *r)
{
    (void)a, (void)r;
    PyObject *object = memory_of(sizeof(PyObject));
    Py_SET_TYPE(object, &PyBaseObject_Type);
    _Py_NewReference(object);
    Py_DECREF(object); /* the one that there is now */
}

/* A writer has to be set up, and what it was given has to be in the result. */
static void writer_finish(hfp_value *a, hfp_value *r)
{
    (void)a;
    _PyUnicodeWriter writer;
    _PyUnicodeWriter_Init(&writer);
    if (_PyUnicodeWriter_WriteASCIIString(&writer, "kelp and reef", 13) < 0) {
        _PyUnicodeWriter_Dealloc(&writer);
        return;
    }
    r->p = _PyUnicodeWriter_Finish(&writer);
}

#if PY_VERSION_HEX >= 0x030A0000 && PY_VERSION_HEX < 0x030C0000
static void unpack_keywords(hfp_value *a, hfp_value *r)
{
    static const char *const keywords[] = {"first", "second", NULL};
    static _PyArg_Parser parser = {NULL, keywords, "kelp", 0};
    PyObject *buffer[2];
    r->p = (void *)_PyArg_UnpackKeywords(a[0].p, 2, NULL, NULL, &parser, 1, 2, 0,
                                         buffer);
}
#endif

/* The frame is the one of the Python code that calls the prover. */
#if PY_VERSION_HEX >= 0x030C0000
static void interpreter_frame_code(hfp_value *a, hfp_value *r)
{
    (void)a;
#if PY_VERSION_HEX >= 0x030D0000
    struct _PyInterpreterFrame *frame = PyThreadState_Get()->current_frame;
#else
    struct _PyInterpreterFrame *frame = PyThreadState_Get()->cframe->current_frame;
#endif
    r->p = PyUnstable_InterpreterFrame_GetCode(frame);
}
#endif

const hfp_thunk hfp_programs[] = {
    {"clear_weakrefs", clear_weakrefs},
    {"finalizer_from_dealloc", finalizer_from_dealloc},
    {"init", init},
    {"init_var", init_var},
#if PY_VERSION_HEX >= 0x030C0000
    {"interpreter_frame_code", interpreter_frame_code},
#endif
    {"new_reference", new_reference},
#if PY_VERSION_HEX >= 0x030A0000 && PY_VERSION_HEX < 0x030C0000
    {"unpack_keywords", unpack_keywords},
#endif
    {"writer_finish", writer_finish},
    {NULL, NULL},
};
