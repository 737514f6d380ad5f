/* named.c: arguments that are pointers, but not to objects. They must be real:
 * zeroed memory in their place makes a function do something else.
 */
#include "prover.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

static PyObject *hfp_storage[2]; /* the struct that member_def is of */

static PyObject *give_none(PyObject *self, PyObject *argument)
{
    (void)self, (void)argument;
    Py_RETURN_NONE;
}

static PyObject *give_class(PyObject *self, PyTypeObject *type,
                            PyObject *const *args, Py_ssize_t n, PyObject *names)
{
    (void)self, (void)type, (void)args, (void)n, (void)names;
    Py_RETURN_NONE;
}

static PyMethodDef method_def = {"kelp", give_none, METH_O, NULL};
static PyMethodDef class_method_def = {
    "kelp", (PyCFunction)(void (*)(void))give_class,
    METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL};
static PyMethodDef method_defs[] = {
    {"kelp", give_none, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static PyObject *get_none(PyObject *self, void *context)
{
    (void)self, (void)context;
    Py_RETURN_NONE;
}

static PyGetSetDef getset_def = {"kelp", get_none, NULL, NULL, NULL};
static PyMemberDef member_def = {"kelp", T_OBJECT, 0, 0, NULL};

static PyObject *wrap(PyObject *self, PyObject *args, void *wrapped)
{
    (void)self, (void)args, (void)wrapped;
    Py_RETURN_NONE;
}

static struct wrapperbase wrapper = {
    .name = "__kelp__", .wrapper = wrap, .doc = "kelp"};

static PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT, "kelp", NULL, 8, NULL, NULL, NULL, NULL, NULL};
static PyModuleDef_Slot module_slots[] = {{0, NULL}};
static PyModuleDef slots_def = {
    PyModuleDef_HEAD_INIT, "kelp", NULL, 8, NULL, module_slots, NULL, NULL, NULL};
/* Of no module. */
static PyModuleDef other_def = {
    PyModuleDef_HEAD_INIT, "kelp", NULL, 8, NULL, NULL, NULL, NULL, NULL};

static PyType_Slot type_slots[] = {{0, NULL}};
static PyType_Spec type_spec = {
    .name = "kelp.Holdfast",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = type_slots,
};

static PyStructSequence_Field fields[] = {
    {"first", NULL}, {"second", NULL}, {NULL, NULL}};
static PyStructSequence_Desc sequence_desc = {"kelp.Pair", NULL, fields, 2};

static PyCompilerFlags compiler_flags = {0, PY_MINOR_VERSION};

static char *keywords[] = {"first", "second", NULL};

static int trace(PyObject *object, PyFrameObject *frame, int what, PyObject *of)
{
    (void)object, (void)frame, (void)what, (void)of;
    return 0;
}

static void destroy(PyObject *capsule)
{
    (void)capsule;
}

static PyObject *vectorcall(PyObject *callable, PyObject *const *args, size_t n,
                            PyObject *names)
{
    (void)callable, (void)args, (void)n, (void)names;
    Py_RETURN_NONE;
}

static int visit(PyObject *object, void *argument)
{
    (void)object, (void)argument;
    return 0;
}

#if PY_VERSION_HEX >= 0x030C0000
static int type_changed(PyTypeObject *type)
{
    (void)type;
    return 0;
}
#endif

#if PY_VERSION_HEX >= 0x030D0000
/* Active for the tool that makers.py has. */
static PyMonitoringState monitoring_state = {1 << 1, 0};
#endif

_Py_IDENTIFIER(attr);
#define identifier PyId_attr

static FILE *file_of(const char *text)
{
    FILE *file = tmpfile();
    if (file != NULL) {
        fputs(text, file);
        rewind(file);
    }
    return file;
}

static FILE *source(void)
{
    static FILE *file;
    if (file == NULL) {
        file = file_of("kelp = 1\n");
    }
    rewind(file);
    return file;
}

static FILE *expression(void)
{
    static FILE *file;
    if (file == NULL) {
        file = file_of("[[]]\n");
    }
    rewind(file);
    return file;
}

static FILE *wrong_source(void)
{
    static FILE *file;
    if (file == NULL) {
        file = file_of("kelp kelp\n");
    }
    rewind(file);
    return file;
}

static Py_buffer *filled_buffer(void)
{
    static char bytes[8];
    static Py_buffer buffer;
    PyBuffer_FillInfo(&buffer, NULL, bytes, sizeof(bytes), 0, PyBUF_SIMPLE);
    return &buffer;
}

/* What is no pointer of any kind: a wrong witness, for the test of them. */
static void *zeroed(void)
{
    static char memory[1 << 20];
    memset(memory, 0, sizeof(memory));
    return memory;
}

/* One that has to be released. */
static Py_buffer *view_of_bytes(void)
{
    static Py_buffer buffer;
    PyObject *bytes = PyBytes_FromString("kelp bytes");
    if (bytes != NULL) {
        PyObject_GetBuffer(bytes, &buffer, PyBUF_SIMPLE);
        Py_DECREF(bytes);
    }
    return &buffer;
}

#if PY_VERSION_HEX >= 0x030E0000
/* One at a time: what was not finished or discarded by an undo goes now. */
static PyUnicodeWriter *writer;

static PyUnicodeWriter *new_writer(void)
{
    PyUnicodeWriter_Discard(writer);
    writer = PyUnicodeWriter_Create(0);
    return writer;
}
#endif

#if PY_VERSION_HEX >= 0x030E0000
/* Each is finished by the call that it is for. */
static PyLongWriter *long_writer(void)
{
    void *digits;
    PyLongWriter *made = PyLongWriter_Create(0, 3, &digits);
    if (made != NULL) {
        memset(digits, 1, 3 * (size_t)PyLong_GetNativeLayout()->digit_size);
    }
    return made;
}
#endif

void *hfp_named(const char *name)
{
#define IS(word, value)                                                        \
    if (strcmp(name, word) == 0) {                                             \
        return (void *)(value);                                                \
    }
    IS("method_def", &method_def)
    IS("class_method_def", &class_method_def)
    IS("method_defs", method_defs)
    IS("getset_def", &getset_def)
    IS("member_def", &member_def)
    IS("wrapper", &wrapper)
    IS("module_def", &module_def)
    IS("slots_def", &slots_def)
    IS("other_def", &other_def)
    IS("type_spec", &type_spec)
    IS("sequence_desc", &sequence_desc)
    IS("compiler_flags", &compiler_flags)
    IS("keywords", keywords)
    IS("trace_function", trace)
    IS("destructor", destroy)
    IS("vectorcall_function", vectorcall)
    IS("visit_function", visit)
#if PY_VERSION_HEX >= 0x030D0000
    IS("monitoring_state", &monitoring_state)
#endif
#if PY_VERSION_HEX >= 0x030E0000
    IS("writer", new_writer())
    IS("long_writer", long_writer())
#endif
    IS("source", source())
    IS("expression", expression())
    IS("wrong_source", wrong_source())
    IS("filled_buffer", filled_buffer())
    IS("address", hfp_storage)
    IS("identifier", &identifier)
    IS("zeroed", zeroed())
    IS("view_of_bytes", view_of_bytes())
    IS("thread", PyThreadState_Get())
    IS("interpreter", PyThreadState_GetInterpreter(PyThreadState_Get()))
#undef IS
    return NULL;
}

static int traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static PyType_Slot gc_slots[] = {{Py_tp_traverse, (void *)traverse}, {0, NULL}};

/* A type whose objects are only heads, or have items of a word. */
static PyObject *type_of(int items, int gc)
{
    PyType_Spec spec = {
        .name = "kelp.Plain",
        .basicsize = items ? sizeof(PyVarObject) : sizeof(PyObject),
        .itemsize = items ? sizeof(void *) : 0,
        .flags = Py_TPFLAGS_DEFAULT | (gc ? Py_TPFLAGS_HAVE_GC : 0),
        .slots = gc ? gc_slots : type_slots,
    };
    return PyType_FromSpec(&spec);
}

/* A frame that has not run yet. Generators are made of one. */
static PyObject *frame_of(const char *source, int of_function)
{
    PyObject *globals = PyDict_New();
    PyObject *result = NULL;
    PyObject *code = Py_CompileString(source, "kelp.py",
                                      of_function ? Py_file_input : Py_eval_input);
    PyObject *of = code;
    if (of_function && code != NULL && globals != NULL) {
        PyObject *none = PyEval_EvalCode(code, globals, globals);
        Py_XDECREF(none);
        PyObject *function = PyDict_GetItemString(globals, "kelp");
        of = function ? PyFunction_GetCode(function) : NULL;
    }
    if (of != NULL && globals != NULL) {
        result = (PyObject *)PyFrame_New(PyThreadState_Get(), (PyCodeObject *)of,
                                         globals, NULL);
    }
    Py_XDECREF(code);
    Py_XDECREF(globals);
    return result;
}

/* ---- Objects that Python cannot make by itself. */

PyObject *hfp_make(const char *name)
{
    if (strcmp(name, "loose_descr") == 0) {
        PyObject *type = type_of(0, 0);
        PyObject *descr =
            type ? PyDescr_NewMember((PyTypeObject *)type, &member_def) : NULL;
        Py_XDECREF(type);
        return descr;
    }
    if (strcmp(name, "bare_memoryview") == 0) {
        static char bytes[8];
        return PyMemoryView_FromMemory(bytes, sizeof(bytes), PyBUF_READ);
    }
    if (strcmp(name, "plain_base") == 0) {
        type_spec.flags |= Py_TPFLAGS_BASETYPE;
        return PyType_FromSpec(&type_spec);
    }
    if (strcmp(name, "plain_type") == 0) {
        return type_of(0, 0);
    }
    if (strcmp(name, "var_type") == 0) {
        return type_of(1, 0);
    }
    if (strcmp(name, "gc_type") == 0) {
        return type_of(0, 1);
    }
    if (strcmp(name, "gc_var_type") == 0) {
        return type_of(1, 1);
    }
    if (strcmp(name, "gc_var_object") == 0) {
        PyObject *type = type_of(1, 1);
        PyObject *object =
            type ? (PyObject *)_PyObject_GC_NewVar((PyTypeObject *)type, 2) : NULL;
        Py_XDECREF(type);
        return object;
    }
    if (strcmp(name, "new_frame") == 0) {
        return frame_of("[[]]", 0);
    }
    if (strcmp(name, "generator_frame") == 0) {
        return frame_of("def kelp():\n    yield []\n", 1);
    }
    if (strcmp(name, "coroutine_frame") == 0) {
        return frame_of("async def kelp():\n    pass\n", 1);
    }
    if (strcmp(name, "async_generator_frame") == 0) {
        return frame_of("async def kelp():\n    yield []\n", 1);
    }
    if (strcmp(name, "list_of_holes") == 0) {
        return PyList_New(2);
    }
    if (strcmp(name, "tuple_of_holes") == 0) {
        return PyTuple_New(2);
    }
    if (strcmp(name, "sequence_of_holes") == 0) {
        PyTypeObject *type = PyStructSequence_NewType(&sequence_desc);
        PyObject *sequence = type ? PyStructSequence_New(type) : NULL;
        Py_XDECREF(type);
        return sequence;
    }
    if (strcmp(name, "entered_context") == 0) {
        PyObject *context = PyContext_New();
        if (context != NULL) {
            PyContext_Enter(context);
        }
        return context;
    }
#if PY_VERSION_HEX < 0x030C0000
    if (strcmp(name, "legacy_str") == 0) {
        PyObject *str = PyUnicode_FromUnicode(NULL, 4);
        if (str != NULL) {
            wmemcpy(PyUnicode_AS_UNICODE(str), L"kelp", 5);
        }
        return str;
    }
#endif
    if (strcmp(name, "capsule") == 0) {
        return PyCapsule_New(&method_def, "attr", NULL);
    }
    if (strcmp(name, "instance_method") == 0) {
        PyObject *function = PyCFunction_New(&method_def, NULL);
        PyObject *method = function ? PyInstanceMethod_New(function) : NULL;
        Py_XDECREF(function);
        return method;
    }
    if (strcmp(name, "module_of_def") == 0) {
        return PyModule_Create(&module_def);
    }
    if (strcmp(name, "struct_sequence_type") == 0) {
        return (PyObject *)PyStructSequence_NewType(&sequence_desc);
    }
    if (strcmp(name, "module_type") == 0) {
        PyObject *module = PyModule_Create(&module_def);
        PyObject *type =
            module ? PyType_FromModuleAndSpec(module, &type_spec, NULL) : NULL;
        Py_XDECREF(module);
        return type;
    }
    if (strcmp(name, "builtin_method") == 0) {
        PyObject *type = PyType_FromSpec(&type_spec);
        PyObject *self = type ? PyObject_CallNoArgs(type) : NULL;
        PyObject *method =
            self ? PyCMethod_New(&class_method_def, self, NULL,
                                 (PyTypeObject *)type)
                 : NULL;
        Py_XDECREF(self);
        Py_XDECREF(type);
        return method;
    }
    PyErr_Format(PyExc_KeyError, "%s: nothing of this name is made here", name);
    return NULL;
}

/* ---- What is done before a call, or after it, that Python cannot do. */

void hfp_before(const char *name)
{
    if (strcmp(name, "handled") == 0) {
        PyObject *error = PyObject_CallFunction(PyExc_ValueError, "s", "kelp");
        Py_INCREF(PyExc_ValueError);
        PyErr_SetExcInfo(PyExc_ValueError, error, NULL);
    }
    if (strcmp(name, "state") == 0) {
        PyObject *module = PyModule_Create(&module_def);
        PyState_AddModule(module, &module_def);
        Py_XDECREF(module);
    }
#if PY_VERSION_HEX >= 0x030C0000
    if (strcmp(name, "code_extra") == 0) {
        static Py_ssize_t index = -1; /* then 0, the first that somebody asks for */
        index = index < 0 ? PyUnstable_Eval_RequestCodeExtraIndex(NULL) : index;
    }
    if (strcmp(name, "type_watcher") == 0) {
        static int watcher = -1; /* then 1: 0 may be CPython's own */
        while (watcher < 1) {
            watcher = PyType_AddWatcher(type_changed);
        }
    }
#endif
    PyErr_Clear();
}

void hfp_undo(const char *name, hfp_value *slots)
{
    if (strcmp(name, "state") == 0) {
        PyState_RemoveModule(&module_def);
    }
    if (strcmp(name, "member") == 0) {
        Py_CLEAR(hfp_storage[0]);
    }
    if (strcmp(name, "context") == 0) {
        PyContext_Exit(slots[0].p);
    }
    if (strcmp(name, "repr") == 0) {
        Py_ReprLeave(slots[0].p);
    }
#if PY_VERSION_HEX >= 0x030E0000
    if (strcmp(name, "finished_writer") == 0) {
        writer = NULL;
    }
    if (strcmp(name, "writer") == 0) {
        PyUnicodeWriter_Discard(writer);
        writer = NULL;
    }
#endif
    if (strcmp(name, "handled") == 0) {
        PyErr_SetExcInfo(NULL, NULL, NULL);
    }
    PyErr_Clear();
}
