#include "testing/interpreter.h"

#include <stdio.h>
#include <stdlib.h>

static void require(PyStatus status)
{
    if (PyStatus_Exception(status)) {
        fprintf(stderr, "the interpreter does not start: %s\n",
                status.err_msg ? status.err_msg : "(no reason given)");
        exit(2);
    }
}

/* gcc may find the release build's pyconfig.h behind the symbolic links of a
 * debug build's headers: then references are not counted. */
static void require_own_headers(void)
{
#ifdef Py_REF_DEBUG
    const bool counts = true;
#else
    const bool counts = false;
#endif
    if (counts != (PySys_GetObject("gettotalrefcount") != NULL)) {
        fprintf(stderr, "built with the headers of another CPython\n");
        exit(2);
    }
}

/* warm_strs makes the strs that CPython shares have their hash and UTF-8. */
static void warm_strs(void)
{
    for (int c = -1; c < 256; c++) {
        PyObject *s = c < 0 ? PyUnicode_New(0, 0) : PyUnicode_FromOrdinal(c);
        PyUnicode_InternInPlace(&s);
        PyObject_Hash(s);
        PyUnicode_AsUTF8(s);
        Py_DECREF(s);
    }
}

/* warm_errors fills the free list of MemoryErrors, and imports what decodes. */
static void warm_errors(void)
{
    enum { ERRORS = 40 };
    PyObject *errors[ERRORS];
    for (int i = 0; i < ERRORS; i++) {
        PyErr_NoMemory();
        PyObject *type, *traceback;
        PyErr_Fetch(&type, &errors[i], &traceback);
        PyErr_NormalizeException(&type, &errors[i], &traceback);
        Py_XDECREF(type);
        Py_XDECREF(traceback);
    }
    for (int i = 0; i < ERRORS; i++) {
        Py_XDECREF(errors[i]);
    }
    PyObject *bad = PyUnicode_DecodeUTF8("\xff", 1, NULL);
    Py_XDECREF(bad);
    PyErr_Clear();
}

void start_interpreter_alone(PyMemAllocatorName base)
{
    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig(&before);
#ifdef Py_GIL_DISABLED
    /* The collector walks the pages that its own allocator has: it finds nothing, and
     * frees nothing, in the memory of another one. */
    base = PYMEM_ALLOCATOR_DEFAULT;
#endif
    before.allocator = (int)base;
    before.utf8_mode = 1;
    require(Py_PreInitialize(&before));

    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.use_hash_seed = 1;
    config.hash_seed = 1;
    config.write_bytecode = 0;
    /* Tests use what is deprecated, too. */
    require(PyWideStringList_Append(&config.warnoptions, L"ignore"));
#ifdef HOLDFAST_PYTHON_PROGRAM
    require(PyConfig_SetBytesString(&config, &config.program_name,
                                    HOLDFAST_PYTHON_PROGRAM));
#endif
    require(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
    require_own_headers();
}

void start_interpreter(PyMemAllocatorName base)
{
    start_interpreter_alone(base);
    hook_allocator();
    warm_strs();
    warm_errors();
    /* Names of the start, which only the cache of methods holds by now: other
     * names take their places, depending on addresses, and would drop them. */
    PyType_ClearCache();
}

void fill_free_lists(void)
{
#if PY_VERSION_HEX >= 0x030E0000
    enum { NUMBERS = 100, OTHERS = 20, ALL = 2 + 2 * NUMBERS + 5 * OTHERS };
    PyObject *all = PyList_New(ALL), *list = PyList_New(0);
    PyObject *tuple = PyTuple_New(0);
    /* One str: CPython's cache of attributes would keep each other one. */
    PyObject *name = PyUnicode_InternFromString("append");
    int n = 0;
    PyList_SET_ITEM(all, n++, list);
    PyList_SET_ITEM(all, n++, tuple);
    for (int i = 0; i < NUMBERS; i++) {
        PyList_SET_ITEM(all, n++, PyLong_FromLong(2000 + i));
        PyList_SET_ITEM(all, n++, PyComplex_FromDoubles(i, 0));
    }
    for (int i = 0; i < OTHERS; i++) {
        PyList_SET_ITEM(all, n++, PyObject_GetIter(list));
        PyList_SET_ITEM(all, n++, PyObject_GetIter(tuple));
        PyList_SET_ITEM(all, n++, PySlice_New(NULL, NULL, NULL));
        PyList_SET_ITEM(all, n++, PyMethod_New((PyObject *)&PyList_Type, list));
        PyList_SET_ITEM(all, n++, PyObject_GetAttr(list, name));
    }
    Py_DECREF(all);
    Py_DECREF(name);
    PyUnicodeWriter_Discard(PyUnicodeWriter_Create(0));
#endif
}

PyObject *weakly_held(PyObject *weak)
{
#if PY_VERSION_HEX >= 0x030D0000
    PyObject *found = NULL;
    PyWeakref_GetRef(weak, &found);
    Py_XDECREF(found);
    return found;
#else
    PyObject *found = PyWeakref_GetObject(weak);
    return found == Py_None ? NULL : found;
#endif
}
