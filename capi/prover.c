/* prover.c: calls the thunks, counts, and makes allocations fail.
 *
 * Allocations fail here and not in Python: whatever Python does between two
 * calls allocates, too. The hooks count only while the thunk runs.
 */
#include "prover.h"

#include <string.h>

#define SLOTS 32
#define GUARDS 3

static hfp_value slots[SLOTS];
static PyObject *cells[SLOTS];
static PyObject *owned[SLOTS]; /* what slots own, where they own something */
static void *memory[SLOTS];
static PyObject **arrays[SLOTS];
static Py_ssize_t array_sizes[SLOTS];
static hfp_value result;
static PyObject *watched;
/* An object that everybody has, as None: its count around the function alone. */
static PyObject *known;
static Py_ssize_t known_change;

/* ---- Allocations. */

static PyMemAllocatorEx original[3];
int hfp_armed;
static long allocations, failing;

static int fails(void)
{
    return hfp_armed && ++allocations == failing;
}

static void *hook_malloc(void *context, size_t size)
{
    PyMemAllocatorEx *to = context;
    return fails() ? NULL : to->malloc(to->ctx, size);
}

static void *hook_calloc(void *context, size_t count, size_t size)
{
    PyMemAllocatorEx *to = context;
    return fails() ? NULL : to->calloc(to->ctx, count, size);
}

static void *hook_realloc(void *context, void *block, size_t size)
{
    PyMemAllocatorEx *to = context;
    return fails() ? NULL : to->realloc(to->ctx, block, size);
}

static void hook_free(void *context, void *block)
{
    PyMemAllocatorEx *to = context;
    to->free(to->ctx, block);
}

static void hook_all(void)
{
    static const PyMemAllocatorDomain domains[] = {
        PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ};
    for (int i = 0; i < 3; i++) {
        PyMem_GetAllocator(domains[i], &original[i]);
        PyMemAllocatorEx hooks = {&original[i], hook_malloc, hook_calloc,
                                  hook_realloc, hook_free};
        PyMem_SetAllocator(domains[i], &hooks);
    }
}

/* ---- The arguments. */

static int slot_of(PyObject *argument, long *slot)
{
    *slot = PyLong_AsLong(argument);
    if (*slot < 0 || *slot >= SLOTS) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_IndexError, "no such slot");
        }
        return -1;
    }
    return 0;
}

static PyObject *set_object(PyObject *module, PyObject *args)
{
    (void)module;
    int slot;
    PyObject *object;
    if (!PyArg_ParseTuple(args, "iO", &slot, &object)) {
        return NULL;
    }
    Py_INCREF(object);
    owned[slot] = object;
    slots[slot].p = object;
    Py_RETURN_NONE;
}

/* An out parameter, with what is in the variable before; nothing: NULL. */
static PyObject *set_cell(PyObject *module, PyObject *args)
{
    (void)module;
    int slot;
    PyObject *object = NULL;
    if (!PyArg_ParseTuple(args, "i|O", &slot, &object)) {
        return NULL;
    }
    Py_XINCREF(object);
    cells[slot] = object;
    slots[slot].p = &cells[slot];
    Py_RETURN_NONE;
}

static PyObject *set_array(PyObject *module, PyObject *args)
{
    (void)module;
    int slot;
    PyObject *objects;
    if (!PyArg_ParseTuple(args, "iO!", &slot, &PyList_Type, &objects)) {
        return NULL;
    }
    Py_ssize_t size = PyList_GET_SIZE(objects);
    /* One more in front: PY_VECTORCALL_ARGUMENTS_OFFSET. */
    PyObject **array = malloc(((size_t)size + 2) * sizeof(PyObject *));
    if (array == NULL) {
        return PyErr_NoMemory();
    }
    array[0] = NULL;
    for (Py_ssize_t i = 0; i < size; i++) {
        array[i + 1] = PyList_GET_ITEM(objects, i);
        Py_INCREF(array[i + 1]);
    }
    array[size + 1] = NULL;
    arrays[slot] = array + 1;
    array_sizes[slot] = size;
    slots[slot].p = array + 1;
    Py_RETURN_NONE;
}

static PyObject *set_integer(PyObject *module, PyObject *args)
{
    (void)module;
    int slot;
    long long value;
    if (!PyArg_ParseTuple(args, "iL", &slot, &value)) {
        return NULL;
    }
    slots[slot].i = value;
    Py_RETURN_NONE;
}

static PyObject *set_double(PyObject *module, PyObject *args)
{
    (void)module;
    int slot;
    double value;
    if (!PyArg_ParseTuple(args, "id", &slot, &value)) {
        return NULL;
    }
    slots[slot].d = value;
    Py_RETURN_NONE;
}

/* Memory that the function may read and write: text, or zeros. */
static PyObject *set_memory(PyObject *module, PyObject *args)
{
    (void)module;
    int slot;
    const char *bytes;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "iy#", &slot, &bytes, &size)) {
        return NULL;
    }
    memory[slot] = calloc(1, (size_t)size + 4096);
    if (memory[slot] == NULL) {
        return PyErr_NoMemory();
    }
    memcpy(memory[slot], bytes, (size_t)size);
    slots[slot].p = memory[slot];
    Py_RETURN_NONE;
}

static PyObject *set_named(PyObject *module, PyObject *args)
{
    (void)module;
    int slot;
    const char *name;
    if (!PyArg_ParseTuple(args, "is", &slot, &name)) {
        return NULL;
    }
    slots[slot].p = hfp_named(name);
    if (slots[slot].p == NULL) {
        PyErr_Format(PyExc_KeyError, "%s: no pointer of this name", name);
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *set_null(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    slots[slot].p = NULL;
    Py_RETURN_NONE;
}

/* ---- The call. */

/* How many functions of Python were called, where somebody listens. */
static int listening;
static long python_calls;

static int listen(PyObject *object, PyFrameObject *frame, int what, PyObject *of)
{
    (void)object, (void)frame, (void)of;
    python_calls += hfp_armed && what == PyTrace_CALL;
    return 0;
}

static PyObject *set_listening(PyObject *module, PyObject *argument)
{
    (void)module;
    listening = argument == Py_True;
    python_calls = 0;
    Py_RETURN_NONE;
}

static PyObject *count_python_calls(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    return PyLong_FromLong(python_calls);
}

/* call(thunk, nth, error) -> (allocations, exception type's name or None,
 * was there an exception). The exception is released: what it held, too.
 */
static PyObject *call(PyObject *module, PyObject *args)
{
    (void)module;
    int number, is_program;
    long nth;
    PyObject *error;
    if (!PyArg_ParseTuple(args, "iilO", &number, &is_program, &nth, &error)) {
        return NULL;
    }
    hfp_call function = (is_program ? hfp_programs : hfp_thunks)[number].call;
    memset(&result, 0, sizeof(result));
    if (nth > 0) {
        PyGC_Collect(); /* empties the free lists: what is new is allocated */
    }
    if (error != Py_None) {
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
    }
    allocations = 0;
    failing = nth;
    Py_ssize_t before = known ? Py_REFCNT(known) : 0;
    if (listening) {
        PyEval_SetProfile(listen, NULL);
    }
    hfp_armed = 1;
    function(slots, &result);
    hfp_armed = 0;
    if (listening) {
        PyEval_SetProfile(NULL, NULL);
    }
    known_change = known ? Py_REFCNT(known) - before : 0;
    char name[64] = "";
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (type != NULL) {
        const char *full = ((PyTypeObject *)type)->tp_name;
        strncpy(name, full, sizeof(name) - 1);
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return Py_BuildValue("ls", allocations, type ? name : NULL);
}

/* ---- What came of it. */

static PyObject *know_result(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    known = result.p;
    Py_RETURN_NONE;
}

static PyObject *know_cell(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    known = cells[slot];
    Py_RETURN_NONE;
}

/* How the function has changed the count of what is known; and forgets it. */
static PyObject *known_changed(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    known = NULL;
    return PyLong_FromSsize_t(known_change);
}

static PyObject *result_number(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    return PyLong_FromLongLong(result.i);
}

static PyObject *result_double(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    return PyFloat_FromDouble(result.d);
}

static PyObject *slot_address(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    return slot_of(argument, &slot) < 0 ? NULL : PyLong_FromVoidPtr(owned[slot]);
}

static PyObject *cell_address(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    return slot_of(argument, &slot) < 0 ? NULL : PyLong_FromVoidPtr(cells[slot]);
}

/* The object of an argument, for what has to be undone in Python. */
static PyObject *slot_object(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    PyObject *object = owned[slot] ? owned[slot] : Py_None;
    Py_INCREF(object);
    return object;
}

static PyObject *result_object(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    PyObject *object = result.p ? result.p : Py_None;
    Py_INCREF(object);
    return object;
}

/* ---- Watching one object. */

static void watch(PyObject *object)
{
    watched = object;
    for (int i = 0; i < GUARDS && object != NULL; i++) {
        Py_INCREF(object);
    }
}

static PyObject *watch_slot(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    watch(arrays[slot] != NULL ? arrays[slot][0] : owned[slot]);
    Py_RETURN_NONE;
}

static PyObject *watch_cell(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    watch(cells[slot]);
    Py_RETURN_NONE;
}

static PyObject *watch_result(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    watch(result.p);
    Py_RETURN_NONE;
}

static PyObject *watched_address(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    return PyLong_FromVoidPtr(watched);
}

/* Without the guards. */
static PyObject *watched_count(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    if (watched == NULL) {
        Py_RETURN_NONE;
    }
    return PyLong_FromSsize_t(Py_REFCNT(watched) - GUARDS);
}

static PyObject *unwatch(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    for (int i = 0; i < GUARDS && watched != NULL; i++) {
        Py_DECREF(watched);
    }
    watched = NULL;
    Py_RETURN_NONE;
}

/* ---- The settlement. */

static PyObject *release_slot(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    if (arrays[slot] != NULL) {
        for (Py_ssize_t i = 0; i < array_sizes[slot]; i++) {
            Py_DECREF(arrays[slot][i]);
        }
    }
    Py_CLEAR(owned[slot]);
    Py_RETURN_NONE;
}

/* Where the function has added a reference, for its caller. */
static PyObject *release_given(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    Py_XDECREF(owned[slot]);
    Py_RETURN_NONE;
}

static PyObject *forget_slot(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    owned[slot] = NULL;
    cells[slot] = NULL;
    Py_RETURN_NONE;
}

static PyObject *release_cell(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    Py_CLEAR(cells[slot]);
    Py_RETURN_NONE;
}

static PyObject *release_result(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    PyObject *object = result.p;
    result.p = NULL;
    Py_XDECREF(object);
    Py_RETURN_NONE;
}

/* Memory that is the caller's. */
static PyObject *free_result(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    PyMem_Free(result.p);
    result.p = NULL;
    Py_RETURN_NONE;
}

/* A Py_buffer that the function has filled. */
static PyObject *release_buffer(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
    PyBuffer_Release(slots[slot].p);
    Py_RETURN_NONE;
}

/* A PyLongExport that the function has filled. */
static PyObject *release_export(PyObject *module, PyObject *argument)
{
    (void)module;
    long slot;
    if (slot_of(argument, &slot) < 0) {
        return NULL;
    }
#if PY_VERSION_HEX >= 0x030E0000
    PyLong_FreeExport(slots[slot].p);
#endif
    Py_RETURN_NONE;
}

static PyObject *clear(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    for (int i = 0; i < SLOTS; i++) {
        free(memory[i]);
        if (arrays[i] != NULL) {
            free(arrays[i] - 1);
        }
    }
    memset(slots, 0, sizeof(slots));
    memset(cells, 0, sizeof(cells));
    memset(owned, 0, sizeof(owned));
    memset(memory, 0, sizeof(memory));
    memset(arrays, 0, sizeof(arrays));
    Py_RETURN_NONE;
}

static PyObject *names(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *list = PyList_New(0);
    const hfp_thunk *thunk = argument == Py_True ? hfp_programs : hfp_thunks;
    for (; list != NULL && thunk->name != NULL; thunk++) {
        PyObject *name = PyUnicode_FromString(thunk->name);
        if (name == NULL || PyList_Append(list, name) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(name);
    }
    return list;
}

/* What an interpreter counts altogether, kept where it is not counted. */
static long marks[16];
static int marked;

static PyObject *mark(PyObject *module, PyObject *count)
{
    (void)module;
    PyObject *number = PyObject_CallNoArgs(count);
    if (number == NULL) {
        return NULL;
    }
    marks[marked++ % 16] = PyLong_AsLong(number);
    Py_DECREF(number);
    Py_RETURN_NONE;
}

static PyObject *take_marks(PyObject *module, PyObject *none)
{
    (void)module, (void)none;
    PyObject *list = PyList_New(0);
    for (int i = 0; list != NULL && i < marked; i++) {
        PyObject *number = PyLong_FromLong(marks[i]);
        if (number == NULL || PyList_Append(list, number) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(number);
    }
    marked = 0;
    return list;
}

static PyObject *make(PyObject *module, PyObject *argument)
{
    (void)module;
    const char *name = PyUnicode_AsUTF8(argument);
    return name ? hfp_make(name) : NULL;
}

static PyObject *before(PyObject *module, PyObject *argument)
{
    (void)module;
    hfp_before(PyUnicode_AsUTF8(argument));
    Py_RETURN_NONE;
}

static PyObject *undo(PyObject *module, PyObject *argument)
{
    (void)module;
    hfp_undo(PyUnicode_AsUTF8(argument), slots);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"before", before, METH_O, NULL},
    {"call", call, METH_VARARGS, NULL},
    {"cell_address", cell_address, METH_O, NULL},
    {"clear", clear, METH_NOARGS, NULL},
    {"free_result", free_result, METH_NOARGS, NULL},
    {"count_python_calls", count_python_calls, METH_NOARGS, NULL},
    {"forget_slot", forget_slot, METH_O, NULL},
    {"know_cell", know_cell, METH_O, NULL},
    {"know_result", know_result, METH_NOARGS, NULL},
    {"known_changed", known_changed, METH_NOARGS, NULL},
    {"make", make, METH_O, NULL},
    {"mark", mark, METH_O, NULL},
    {"names", names, METH_O, NULL},
    {"release_buffer", release_buffer, METH_O, NULL},
    {"release_cell", release_cell, METH_O, NULL},
    {"release_export", release_export, METH_O, NULL},
    {"release_given", release_given, METH_O, NULL},
    {"release_result", release_result, METH_NOARGS, NULL},
    {"release_slot", release_slot, METH_O, NULL},
    {"result_double", result_double, METH_NOARGS, NULL},
    {"result_number", result_number, METH_NOARGS, NULL},
    {"result_object", result_object, METH_NOARGS, NULL},
    {"set_listening", set_listening, METH_O, NULL},
    {"set_array", set_array, METH_VARARGS, NULL},
    {"set_cell", set_cell, METH_VARARGS, NULL},
    {"set_double", set_double, METH_VARARGS, NULL},
    {"set_integer", set_integer, METH_VARARGS, NULL},
    {"set_memory", set_memory, METH_VARARGS, NULL},
    {"set_named", set_named, METH_VARARGS, NULL},
    {"set_null", set_null, METH_O, NULL},
    {"set_object", set_object, METH_VARARGS, NULL},
    {"slot_address", slot_address, METH_O, NULL},
    {"slot_object", slot_object, METH_O, NULL},
    {"take_marks", take_marks, METH_NOARGS, NULL},
    {"undo", undo, METH_O, NULL},
    {"unwatch", unwatch, METH_NOARGS, NULL},
    {"watch_cell", watch_cell, METH_O, NULL},
    {"watch_result", watch_result, METH_NOARGS, NULL},
    {"watch_slot", watch_slot, METH_O, NULL},
    {"watched_address", watched_address, METH_NOARGS, NULL},
    {"watched_count", watched_count, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "prover", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_prover(void);

PyMODINIT_FUNC PyInit_prover(void)
{
    if (hfp_import() < 0) {
        return NULL;
    }
    hook_all();
    return PyModule_Create(&definition);
}
