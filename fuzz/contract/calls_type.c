/* The calls of contract.c that are for types, modules, weak references,
 * capsules, frames and code. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/containers.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

#include <pthread.h>
#include <string.h>

static PyObject *name_name, *qualname_name, *module_name, *file_name;
static PyObject *stored, *stateful, *nameless, *filed, *type_with_module,
    *type_below_module;
static PyObject *call_it_back;
static PyObject *closed_module; /* a class of modules that no attribute is set of */

/* Not ready: there is no mro. */
static PyTypeObject unready_type = {
    PyVarObject_HEAD_INIT(&PyType_Type, 0).tp_name = "f.Unready",
    .tp_basicsize = sizeof(PyObject),
};

/* Static ones are called what stands behind the last dot, and are of the module that
 * stands before it. */
static PyTypeObject dotted_type = {
    PyVarObject_HEAD_INIT(&PyType_Type, 0).tp_name = "f.within.Dotted",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static int pointed_at;

/* What is imported is looked up by a name that CPython makes: longer than 100,
 * it is not kept by the method cache. */
#define IT                                                                     \
    "it_has_a_name_that_is_long_and_goes_on_until_there_are_more_than_a_"      \
    "hundred_characters_of_it_in_all_and_more"
_Static_assert(sizeof(IT) > 101, "CPython's method cache would keep it");

/* Capsules that have the name of another place, or of none. */
enum { MISNAMED = 4 };
static const struct {
    const char *attribute, *name;
} misnamed[MISNAMED] = {{"other_" IT, "f_filed." IT},
                        {"longer_" IT, "f_filed.longer_" IT "_still"},
                        {"shorter_" IT, "f_filed.shorter_"},
                        {"no_name_" IT, NULL}};

static void start_codes(void);
static void thread_of_its_own(void);

void type_start(void)
{
    static PyModuleDef with_state = {PyModuleDef_HEAD_INIT,
                                     .m_name = "f_stateful", .m_size = 16};
    static PyType_Slot no_slots[] = {{0, NULL}};
    static PyType_Spec spec = {.name = "f.WithModule",
                               .basicsize = sizeof(PyObject),
                               .flags = Py_TPFLAGS_DEFAULT |
                                        Py_TPFLAGS_BASETYPE,
                               .slots = no_slots};
    name_name = fuzz_made(PyUnicode_InternFromString("__name__"));
    qualname_name = fuzz_made(PyUnicode_InternFromString("__qualname__"));
    module_name = fuzz_made(PyUnicode_InternFromString("__module__"));
    file_name = fuzz_made(PyUnicode_InternFromString("__file__"));
    stored = fuzz_made(PyLong_FromLong(4712));
    stateful = fuzz_made(PyModule_Create(&with_state));
    nameless = fuzz_made(PyModule_New("f_nameless"));
    PyDict_DelItem(PyModule_GetDict(nameless), name_name);
    /* It would answer for what is not there; it is not to be asked. */
    PyDict_SetItemString(PyModule_GetDict(nameless), "__getattr__",
                         (PyObject *)&PyUnicode_Type);
    filed = fuzz_made(PyModule_New("f_filed"));
    PyObject *file = fuzz_made(PyUnicode_FromString("filed.py"));
    PyModule_AddObject(filed, "__file__", file);
    PyObject *capsule = fuzz_made(
        PyCapsule_New(&pointed_at, "f_filed." IT, NULL));
    PyModule_AddObject(filed, IT, capsule);
    PyModule_AddObject(filed, "file_" IT, Py_NewRef(file));
    for (int i = 0; i < MISNAMED; i++) {
        capsule = fuzz_made(PyCapsule_New(&pointed_at, misnamed[i].name, NULL));
        PyModule_AddObject(filed, misnamed[i].attribute, capsule);
    }
    PyObject *modules = PyImport_GetModuleDict();
    PyDict_SetItemString(modules, "f_filed", filed);
    PyObject *inner = fuzz_made(PyModule_New("f_filed.inner"));
    PyDict_SetItemString(modules, "f_filed.inner", inner);
    Py_DECREF(inner);
    PyDict_SetItemString(modules, "f_blocked", Py_None);
    type_with_module = fuzz_made(
        PyType_FromModuleAndSpec(stateful, &spec, NULL));
    type_below_module = fuzz_made(
        PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){s:s}", "Below",
                              type_with_module, "__module__", "f"));
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    char lines[301] = {0}; /* so that theirs do not fit a byte */
    memset(lines, '\n', sizeof(lines) - 1);
    PyObject *source = fuzz_made(PyUnicode_FromFormat("%sdef outer(body): return body()\n"
                                     "def called(body): return outer(body)\n", lines));
    Py_DECREF(fuzz_made(PyRun_String(PyUnicode_AsUTF8(source), Py_file_input,
                                     globals, globals)));
    Py_DECREF(source);
    Py_DECREF(fuzz_made(PyRun_String("import sys\n"
                                     "class Closed(type(sys)):\n"
                                     "    def __setattr__(self, *values): raise KeyError\n",
                                     Py_file_input, globals, globals)));
    closed_module = fuzz_made(PyDict_GetItemString(globals, "Closed"));
    call_it_back = fuzz_made(PyDict_GetItemString(globals, "called"));
    if (PyType_Ready(&dotted_type) < 0) {
        fuzz_made(NULL);
    }
    start_codes();
    thread_of_its_own(); /* the C library keeps the memory of the first one */
}

/* ---- Types. */

enum {
    NAME_OF,
    QUALNAME,
    MODULE_NAME,
    MODULE,
    FLAGS,
    FEATURE,
    SUBTYPE,
    MRO,
    SLOT,
    INSTANCE,
    TYPE_CALLS
};

/* is_named says whether a call asks what a type is called. */
static bool is_named(const call *c)
{
    return c->value % 16 % TYPE_CALLS <= MODULE_NAME;
}

static PyObject *chosen_type(const call *c, operand *o)
{
    switch (c->value >> 4 & 7) {
    case 0:
        return o->raw != NULL ? (PyObject *)Py_TYPE(o->raw) : NULL;
    case 1:
        return o->raw; /* no type */
    case 2:
        return type_with_module;
    case 3:
        return is_named(c) && c->b % 4 == 3 ? (PyObject *)&dotted_type
                                            : (PyObject *)&PyLong_Type;
    case 4:
        return c->value % 16 == MRO ? (PyObject *)&unready_type
                                    : (PyObject *)Py_TYPE(operand_subclass());
    case 5:
        return operand_subclass();
    case 6:
        return type_below_module;
    default:
        return python_global("Missing");
    }
}

static void names_of_types(call *c, int what, PyObject *raw)
{
    const bool is_type = raw != NULL && PyType_Check(raw);
    if (what == MODULE_NAME) {
        if (runs_python(c)) {
            needs_object(c, "hf_object_getattr_utf8", raw);
        }
        if (!is_refused(c)) {
            as_cpython(c, PyObject_GetAttr(raw, module_name));
        }
    } else {
        needs_a(c,
                what == NAME_OF    ? "hf_type_name"
                : what == QUALNAME ? "hf_type_qualified_name"
                                   : "hf_type_mro",
                raw, "type", is_type);
        if (what == MRO && raw == (PyObject *)&unready_type) {
            needs_a(c, "hf_type_mro", raw, "a type that is ready", false);
        }
        if (!is_refused(c)) {
            c->result = what == MRO
                            ? Py_NewRef(((PyTypeObject *)raw)->tp_mro)
                            : fuzz_made(PyObject_GetAttr(
                                  raw,
                                  what == NAME_OF ? name_name : qualname_name));
        }
    }
    hf_type_borrowed self = hf_type_from_borrowed(raw);
    begin(c);
    end_object(c, what == NAME_OF ? hf_into_object(hf_type_name(self))
                  : what == QUALNAME
                      ? hf_into_object(hf_type_qualified_name(self))
                  : what == MRO ? hf_into_object(hf_type_mro(self))
                                : hf_type_module_name(self));
}

static void module_of_type(call *c, PyObject *raw)
{
    needs_a(c, "hf_type_module", raw, "type", raw != NULL && PyType_Check(raw));
    if (!is_refused(c)) {
        c->result = Py_XNewRef(PyType_GetModule((PyTypeObject *)raw));
        raises_as(c);
    }
    begin(c);
    end_object(c, hf_into_object(hf_type_module(hf_type_from_borrowed(raw))));
}

/* ancestor is one of those that a type inherits from, itself among them. */
static PyObject *ancestor(PyObject *raw, int which)
{
    PyObject *mro = ((PyTypeObject *)raw)->tp_mro;
    return mro != NULL ? PyTuple_GET_ITEM(mro, which % PyTuple_GET_SIZE(mro))
                       : NULL;
}

static PyObject *other_type(const call *c, PyObject *raw, const operand *other)
{
    if (c->more & 16) {
        return other->raw;
    }
    if (c->more & 32 && other->raw != NULL) {
        return (PyObject *)Py_TYPE(other->raw);
    }
    return c->more & 64 && raw != NULL && PyType_Check(raw)
               ? ancestor(raw, c->b)
               : (PyObject *)&PyLong_Type;
}

static void flags_of_type(call *c, int what, PyObject *raw, PyObject *other)
{
    static const char *const functions[] = {
        "hf_type_flags", "hf_type_has_feature", "hf_type_is_subtype"};
    const PyTypeObject *type = (PyTypeObject *)raw;
    unsigned long flag = 1ul << (c->b & 31), flags = 77;
    if (c->b & 32) { /* several, or none */
        flag = c->b & 64 ? flag | 1ul << (c->more & 31) : c->b & 128 ? ~0ul : 0;
    }
    c->armed = 0;
    needs_a(c, functions[what - FLAGS], raw, "type",
            raw != NULL && PyType_Check(raw));
    if (what == SUBTYPE) {
        needs_a(c, functions[what - FLAGS], other, "type",
                other != NULL && PyType_Check(other));
    }
    bool refused = is_refused(c), answer_is_yes = true;
    hf_type_borrowed self = hf_type_from_borrowed(raw);
    begin(c);
    if (what == FLAGS) {
        end(c, hf_type_flags(self, &flags));
        expect(c, "the flags", refused ? 0 : (int64_t)type->tp_flags,
               (int64_t)flags);
    } else if (what == FEATURE) {
        end(c, answered(hf_type_has_feature(self, flag), &answer_is_yes));
        expect(c, "whether it has the feature",
               !refused && (type->tp_flags & flag) != 0, answer_is_yes);
    } else {
        end(c, answered(hf_type_is_subtype(self, hf_type_from_borrowed(other)),
                        &answer_is_yes));
        expect(c, "whether it is a subtype",
               !refused &&
                   PyType_IsSubtype((PyTypeObject *)raw, (PyTypeObject *)other),
               answer_is_yes);
    }
}

static void slot_of_type(call *c, PyObject *raw)
{
    int slot = c->b == 255 ? 4000 : c->b;
    void *wanted = NULL, *found = &pointed_at;
    c->armed = 0;
    needs_a(c, "hf_type_slot", raw, "type", raw != NULL && PyType_Check(raw));
    if (!is_refused(c)) {
        wanted = PyType_GetSlot((PyTypeObject *)raw, slot);
        raises_as(c);
    }
    int ended_wanted = is_refused(c) ? -1 : wanted != NULL;
    begin(c);
    int ended = hf_status(
        hf_type_slot(hf_type_from_borrowed(raw), slot, &found));
    end(c, ended >= 0);
    expect(c, "how the lookup ended", ended_wanted, ended);
    expect(c, "whether the slot has what it has", true, found == wanted);
}

static void new_instance(call *c, PyObject *raw, operand *argument)
{
    if (runs_python(c)) {
        needs_object(c, "hf_object_call", raw);
        needs_object(c, "hf_object_call", argument->raw);
    }
    if (!is_refused(c)) {
        as_cpython(c, PyObject_CallOneArg(raw, argument->raw));
    }
    hf_object_borrowed arguments[] = {lent_object(argument)};
    begin(c);
    end_object(c, hf_type_new_instance(hf_type_from_borrowed(raw), arguments, 1,
                                       NULL, 0));
}

void types(call *c)
{
    operand *o = left(c), *other = right(c);
    int what = c->value % 16 % TYPE_CALLS;
    PyObject *raw = chosen_type(c, o);
    switch (what) {
    case MODULE:
        module_of_type(c, raw);
        break;
    case FLAGS:
    case FEATURE:
    case SUBTYPE:
        flags_of_type(c, what, raw, other_type(c, raw, other));
        break;
    case SLOT:
        slot_of_type(c, raw);
        break;
    case INSTANCE:
        new_instance(c,
                     c->value >> 4 == 3 || raw == o->raw
                         ? raw
                         : (PyObject *)&PyLong_Type,
                     other);
        break;
    default:
        names_of_types(c, what, raw);
        break;
    }
}

/* A class is as good as an instance where it inherits from the type: in one of eight
 * calls it is the type itself, or one that inherits from str. */
static PyObject *chosen_for_super(const call *c, PyObject *raw,
                                  const operand *instance)
{
    if ((c->value & 0x8C) != 0x8C) {
        return instance->raw;
    }
    return c->value & 2 ? raw : operand_subclass();
}

void supers(call *c)
{
    operand *o = left(c), *instance = right(c);
    PyObject *raw = chosen_type(c, c->value & 1 ? instance : o);
    PyObject *of_raw = chosen_for_super(c, raw, instance);
    if (runs_python(c)) {
        needs_a(c, "hf_type_super", raw, "type",
                raw != NULL && PyType_Check(raw));
        needs_object(c, "hf_type_super", of_raw);
    }
    if (!is_refused(c)) {
        as_cpython(c, PyObject_CallFunctionObjArgs((PyObject *)&PySuper_Type,
                                                   raw, of_raw, NULL));
    }
    hf_object_borrowed of = hf_object_from_borrowed(of_raw);
    begin(c);
    end_object(c, hf_type_super(hf_type_from_borrowed(raw), of));
}

/* ---- Modules. */

enum {
    IMPORT,
    IMPORT_UTF8,
    NEW_MODULE,
    FROM_SOURCE,
    MODULE_NAME_OF,
    FILENAME,
    DICT,
    STATE,
    ADD
};

static PyObject *chosen_module(const call *c, operand *o)
{
    PyObject *const modules[4] = {o->raw, filed, nameless, stateful};
    return modules[c->value >> 4 & 3];
}

/* renamed is a new module whose name and file are |o|: what is written there by
 * Python code may be no str, or one that no text of C can hold. */
static PyObject *renamed(const operand *o)
{
    PyObject *made = fuzz_made(PyModule_New("f_renamed"));
    PyObject *names = PyModule_GetDict(made);
    if (o->raw != NULL) {
        PyDict_SetItem(names, name_name, o->raw);
        PyDict_SetItem(names, file_name, o->raw);
    }
    return made;
}

static void import(call *c, bool by_utf8)
{
    /* With a dot: the module behind it, and not the one before. */
    static const char *const names[8] = {
        "f_filed",       "f_blocked",  NULL,           "\xFF",
        "f_filed.inner", "f_filed.no", "f_blocked.it", "f_filed."};
    const char *name = names[(c->value >> 4 & 3) | (c->value >> 5 & 4)];
    operand *o = left(c);
    PyObject *made = name != NULL ? PyUnicode_FromString(name) : NULL;
    PyErr_Clear();
    PyObject *raw = c->value & 0x40 ? o->raw : made;
    if (runs_python(c)) {
        if (!by_utf8) {
            needs_name(c, "hf_module_import", raw);
        } else if (name == NULL) {
            needs_name(c, "hf_module_import_utf8", NULL);
        }
    }
    if (!is_refused(c) && (by_utf8 || raw == made)) {
        as_cpython(c, by_utf8 ? PyImport_ImportModule(name)
                              : PyImport_Import(raw));
    } else if (!is_refused(c)) { /* a module of a name that there is not */
        Py_XDECREF(made);
        raw = made = fuzz_made(PyUnicode_FromString("f_blocked"));
        as_cpython(c, PyImport_Import(raw));
    }
    begin(c);
    end_object(c, by_utf8 ? hf_module_import_utf8(handed_name(0, name))
                          : hf_module_import(hf_str_from_borrowed(raw)));
    Py_XDECREF(made);
}

static void new_module(call *c)
{
    operand *o = left(c);
    needs_name(c, "hf_module_new", o->raw);
    begin(c);
    hf_module made = hf_module_new(lent(o));
    end(c, !hf_is_null(made));
    if (c->ok) {
        expect_object(
            c, "the name", o->raw,
            PyDict_GetItem(PyModule_GetDict(hf_as_raw(made)), name_name));
    }
    hf_decref(made);
}

static void from_source(call *c)
{
    static const char function[] = "hf_module_from_source";
    static const char *const sources[4] = {
        "x = 4713\n", "raise KeyError('made')\n", "not (\n", NULL};
    static const char *const filenames[4] = {"made.py", NULL, "\xFF",
                                             "made.py"};
    const char *source = sources[c->value >> 4 & 3];
    const char *name = c->b & 1 ? NULL : "f_made";
    const char *filename = filenames[c->b >> 1 & 3];
    /* No frame is made in the first fourteen, of which the second seven are for what
     * the parser needs. */
    unsigned armed = c->armed > 0 && c->b & 8 ? c->armed + HOW_ARMED_MOST
                                              : c->armed;
    if (runs_python(c) &&
        (name == NULL || source == NULL || filename == NULL)) {
        needs_name(c, function, NULL);
    }
    if (!is_refused(c)) {
        PyObject *made = fuzz_made(PyModule_New(name));
        PyObject *globals = PyModule_GetDict(made), *code = NULL;
        PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
        if (PyModule_AddStringConstant(made, "__file__", filename) == 0) {
            code = Py_CompileString(source, filename, Py_file_input);
        }
        if (code != NULL) {
            Py_XDECREF(PyEval_EvalCode(code, globals, globals));
            Py_DECREF(code);
        }
        as_cpython(c, NULL);
        Py_DECREF(made);
    }
    c->armed = armed;
    begin(c);
    hf_module made = hf_module_from_source(name, source, filename);
    end(c, !hf_is_null(made));
    if (c->ok) {
        PyObject *globals = PyModule_GetDict(hf_as_raw(made));
        PyObject *x = PyDict_GetItemString(globals, "x");
        PyObject *file = PyDict_GetItemString(globals, "__file__");
        expect(c, "what the module has set", 4713, PyLong_AsLong(x));
        expect(c, "whether it has its file", 0,
               PyUnicode_CompareWithASCIIString(file, "made.py"));
    }
    hf_decref(made);
}

static void parts_of_module(call *c, int what)
{
    static const char *const functions[] = {
        "hf_module_name", "hf_module_filename", "hf_module_dict",
        "hf_module_get_state"};
    operand *o = left(c);
    PyObject *raw = c->value & 0x80 ? renamed(o)
                                    : Py_XNewRef(chosen_module(c, o));
    void *state = NULL, *found_state = &pointed_at;
    needs_a(c, functions[what - MODULE_NAME_OF], raw, "module",
            raw != NULL && PyModule_Check(raw));
    if (!is_refused(c) && what == STATE) {
        state = PyModule_GetState(raw);
    } else if (!is_refused(c)) {
        c->result = what == MODULE_NAME_OF ? PyModule_GetNameObject(raw)
                    : what == FILENAME     ? PyModule_GetFilenameObject(raw)
                                           : Py_NewRef(PyModule_GetDict(raw));
        raises_as(c);
    }
    hf_module_borrowed self = hf_module_from_borrowed(raw);
    begin(c);
    if (what == STATE) {
        hf_lookup found = hf_module_get_state(self, &found_state);
        end(c, !hf_failed(found));
        expect(c, "whether there is a state", state != NULL, hf_found(found));
        expect(c, "whether it is the state", true, found_state == state);
        Py_XDECREF(raw);
        return;
    }
    end_object(c, what == MODULE_NAME_OF ? hf_into_object(hf_module_name(self))
                  : what == FILENAME ? hf_into_object(hf_module_filename(self))
                                     : hf_into_object(hf_module_dict(self)));
    Py_XDECREF(raw);
}

static void add(call *c)
{
    static const char function[] = "hf_module_add";
    static const char *const names[4] = {"a", NULL, "\xFF", "echo"};
    const char *name = names[c->value >> 4 & 3];
    operand *o = left(c);
    PyObject *fresh = c->value & 0x40 ? Py_XNewRef(o->raw)
                      : c->more & 1
                          ? fuzz_made(PyObject_CallOneArg(closed_module, name_name))
                          : fuzz_made(PyModule_New("f_fresh"));
    PyObject *value = c->value & 0x80 ? NULL : stored;
    needs_a(c, function, fresh, "module",
            fresh != NULL && PyModule_Check(fresh));
    if (name == NULL) {
        needs_name(c, function, NULL);
    }
    needs_object(c, function, value);
    if (!is_refused(c) && name == names[2]) {
        Py_XDECREF(PyUnicode_FromString(name));
        raises_as(c);
    }
    begin(c);
    end(c, hf_module_add(hf_module_from_borrowed(fresh), handed_name(0, name),
                         value != NULL ? hf_object_from_owned(Py_NewRef(value))
                                       : hf_null(object)));
    if (c->ok) {
        expect_object(c, "the attribute", stored,
                      PyDict_GetItemString(PyModule_GetDict(fresh), name));
    }
    Py_XDECREF(fresh);
}

void modules(call *c)
{
    int what = c->value % 16 % 9;
    if (what <= IMPORT_UTF8) {
        import(c, what == IMPORT_UTF8);
    } else if (what == NEW_MODULE) {
        new_module(c);
    } else if (what == FROM_SOURCE) {
        from_source(c);
    } else if (what <= STATE) {
        parts_of_module(c, what);
    } else {
        add(c);
    }
}

/* ---- Weak references. */

/* A plain one, one that is called in its own way, or a proxy; new. */
static PyObject *weakref_to(PyObject *object, int kind)
{
    switch (kind) {
    case 1:
        return PyObject_CallOneArg(python_global("WeakRef"), object);
    case 2:
        return PyWeakref_NewProxy(object, NULL);
    default:
        return PyWeakref_NewRef(object, NULL);
    }
}

/* What refers to an object weakly before one more does: nothing, what CPython gives
 * who asks next, one with a callback, one of a class of its own, a proxy, or each. */
enum { PLAIN_IS_THERE, NONE_IS_THERE, CALLS_BACK, OF_A_CLASS, PROXY, EACH };

/* put_there makes them, new, in |there|. */
static void put_there(PyObject *there[3], PyObject *object, int which)
{
    for (int i = 0; i < 3; i++) {
        bool wanted = which == EACH || which == CALLS_BACK + i;
        there[i] = !wanted  ? NULL
                   : i == 0 ? PyWeakref_NewRef(object, python_global("echo"))
                            : weakref_to(object, i);
        PyErr_Clear();
    }
}

static void made_weakref(call *c, operand *o, operand *callback)
{
    const bool calls_back = callback != NULL;
    const int which = (c->value >> 3 & 7) % (EACH + 1);
    const char *function = calls_back ? "hf_weakref_new_with_callback"
                                      : "hf_weakref_new";
    PyObject *made = NULL, *there[3] = {NULL};
    needs_object(c, function, o->raw);
    if (calls_back) {
        needs_object(c, function, callback->raw);
    }
    if (!is_refused(c)) {
        made = PyWeakref_NewRef(o->raw, calls_back ? callback->raw : NULL);
        raises_as(c);
        if (which != PLAIN_IS_THERE) {
            Py_CLEAR(made);
            put_there(there, o->raw, which);
        }
    }
    begin(c);
    hf_weakref found = calls_back ? hf_weakref_new_with_callback(
                                        lent_object(o), lent_object(callback))
                                  : hf_weakref_new(lent_object(o));
    end(c, !hf_is_null(found));
    if (c->ok) {
        PyObject *raw = hf_as_raw(found);
        PyObject *called = calls_back && callback->raw != Py_None
                               ? callback->raw
                               : NULL;
        expect(c, "whether it is the weak reference that is there",
               made != NULL && called == NULL, raw == made);
        expect(c, "whether it is another one that is there", false,
               raw == there[0] || raw == there[1] || raw == there[2]);
        expect(c, "whether it has the callback", true,
               PyWeakref_CheckRefExact(raw) &&
                   ((PyWeakReference *)raw)->wr_callback == called);
        expect(c, "whether it refers to the object", true,
               weakly_held(raw) == o->raw);
    }
    hf_decref(found);
    Py_XDECREF(made);
    for (int i = 0; i < 3; i++) {
        Py_XDECREF(there[i]);
    }
}

void weakrefs(call *c)
{
    bool calls_back = c->value & 1, gets = c->value & 2, is_gone = c->value & 4;
    operand *o = left(c), *callback = right(c);
    const char *function = "hf_weakref_get";
    if (gets) {
        PyObject *plain = fuzz_made(
            PyObject_CallNoArgs(python_global("Plain")));
        PyObject *ref = calls_back
                            ? Py_XNewRef(o->raw)
                            : fuzz_made(weakref_to(plain, c->value >> 3 & 3));
        if (is_gone) {
            Py_CLEAR(plain);
        }
        needs_a(c, function, ref, "weakref",
                ref != NULL && PyWeakref_Check(ref));
        bool refused = is_refused(c);
        hf_object found = hf_null(object);
        memset(&found, 0xFF, sizeof(found));
        c->armed = 0;
        begin(c);
        int ended = hf_status(
            hf_weakref_get(hf_weakref_from_borrowed(ref), &found));
        end(c, ended >= 0);
        expect(c, "how the lookup ended", refused ? -1 : !is_gone, ended);
        expect(c, "whether it is the object", true,
               hf_as_raw(found) == (refused ? NULL : plain));
        hf_decref(found);
        Py_XDECREF(ref);
        Py_XDECREF(plain);
        return;
    }
    made_weakref(c, o, calls_back ? callback : NULL);
}

/* ---- Capsules. */

enum { NEW_CAPSULE, POINTER, CAPSULE_NAME, CAPSULE_IMPORT };

static int destroyed;
static void destroy(void *pointer)
{
    destroyed += pointer == &pointed_at ? 1 : 100;
    PyErr_Clear(); /* what is set stays so all the same */
}

static void new_capsule(call *c)
{
    bool is_null = c->value & 4, destroys = c->value & 8;
    PyObject *theirs = PyCapsule_New(is_null ? NULL : &pointed_at, "f.it",
                                     NULL);
    raises_as(c);
    Py_XDECREF(theirs);
    destroyed = 0;
    begin(c);
    hf_capsule made = hf_capsule_new(is_null ? NULL : &pointed_at, "f.it",
                                     destroys ? destroy : NULL);
    bool ok = !hf_is_null(made);
    bool at_once = destroyed;
    end(c, ok);
    expect(c, "whether what it is given is destroyed at once", false, at_once);
    if (!ok) { /* it had to be, unless there was none */
        if (at_once != (destroys && !is_null)) {
            fuzz_failed("content", "expected what a capsule that was not made "
                                   "is given to be destroyed, once");
        }
        return;
    }
    PyErr_SetString(PyExc_OSError, "while it dies");
    hf_decref(made);
    expect(c, "whether the exception stayed", true,
           PyErr_ExceptionMatches(PyExc_OSError));
    PyErr_Clear();
    expect(c, "how often it is destroyed", destroys, destroyed);
}

/* What PyCapsule_Import does, but for names that are not looked up again. */
static void import_as_cpython(const char *path)
{
    const char *dot = strrchr(path, '.');
    PyObject *from = PyUnicode_FromStringAndSize(path, dot - path);
    PyObject *module = from != NULL ? PyImport_Import(from) : NULL;
    PyObject *key = module != NULL ? PyUnicode_InternFromString(dot + 1) : NULL;
    PyObject *found = key != NULL ? PyObject_GetAttr(module, key) : NULL;
    if (found != NULL && PyCapsule_CheckExact(found)) {
        PyCapsule_GetPointer(found, path);
    } else if (found != NULL) {
        PyErr_Format(PyExc_TypeError, "expected PyCapsule, found %.200s",
                     Py_TYPE(found)->tp_name);
    }
    Py_XDECREF(found);
    Py_XDECREF(key);
    Py_XDECREF(module);
    Py_XDECREF(from);
}

static void import_capsule(call *c)
{
    static const char function[] = "hf_capsule_import";
    static const char *const paths[12] = {
        "f_filed." IT,         "f_filed.no_" IT,
        NULL,                  "f_blocked.it",
        "f_filed.\xFF",        "f_filed.file_" IT,
        "\xFF.it",             "it",
        "f_filed.other_" IT,   "f_filed.longer_" IT,
        "f_filed.shorter_" IT, "f_filed.no_name_" IT};
    const char *path = paths[(c->value >> 2) % 12];
    void *found = &destroyed;
    if (runs_python(c) && path == NULL) {
        needs_name(c, function, NULL);
    } else if (!is_refused(c) && strchr(path, '.') == NULL) {
        raises(c, PyExc_ImportError, "%s: no module is named before \"%s\"",
               function, path);
    }
    if (!is_refused(c)) {
        import_as_cpython(path);
        as_cpython(c, NULL);
    }
    begin(c);
    bool ok = hf_capsule_import(handed_name(0, path), &found);
    end(c, ok);
    expect(c, "whether it is the pointer", true,
           found == (ok ? &pointed_at : NULL));
}

void capsules(call *c)
{
    static const char *const names[4] = {"f.it", "f.other", NULL, ""};
    int what = c->value & 3;
    const char *name = names[c->value >> 2 & 3];
    const char *own = names[c->value >> 5 & 3];
    operand *o = left(c);
    if (what == NEW_CAPSULE) {
        new_capsule(c);
        return;
    }
    PyObject *capsule = c->value & 16
                            ? Py_XNewRef(o->raw)
                            : PyCapsule_New(&pointed_at, own, NULL);
    void *found = &destroyed, *wanted = NULL;
    const char *found_name = "?";
    hf_capsule_borrowed self = hf_capsule_from_borrowed(capsule);
    bool is_capsule = capsule != NULL && PyCapsule_CheckExact(capsule);
    if (what == CAPSULE_IMPORT) {
        Py_XDECREF(capsule);
        import_capsule(c);
        return;
    }
    c->armed = 0;
    needs_a(c, what == POINTER ? "hf_capsule_pointer" : "hf_capsule_name",
            capsule, "PyCapsule", is_capsule);
    if (!is_refused(c) && what == POINTER) {
        wanted = PyCapsule_GetPointer(capsule, name);
        raises_as(c);
    }
    begin(c);
    if (what == CAPSULE_NAME) {
        bool ok = hf_capsule_name(self, &found_name);
        end(c, ok);
        expect(c, "whether it is the name", true,
               ok && own != NULL ? strcmp(found_name, own) == 0
                                 : found_name == NULL);
    } else {
        end(c, hf_capsule_pointer(self, handed_name(0, name), &found));
        expect(c, "whether it is the pointer", true, found == wanted);
    }
    Py_XDECREF(capsule);
}

/* ---- Frames and code. */

enum {
    CURRENT,
    BACK,
    CODE,
    LINE,
    CODE_NAME,
    CODE_QUALNAME,
    CODE_FILE,
    CODE_LINE
};

static call *framed;

/* Code whose first instruction is not of its first line, or that has none; and frames
 * of generators that are asleep. */
enum { CODES = 8, SLEEPING = 3 };
static PyObject *codes[CODES], *sleeping[SLEEPING], *generators[SLEEPING];

static void start_codes(void)
{
    static const char source[] =
        "\n\n\n"
        "def outer(x):\n"
        "    def closure(y):\n"
        "        return x + y\n"
        "    return closure\n"
        "def generator():\n"
        "    'Its words.'\n"
        "    yield 1\n"
        "    yield 2\n"
        "def same(f): return f\n"
        "@same\n"
        "@same\n"
        "def decorated(\n"
        "        a=1):\n"
        "    return a\n"
        "long = (\n"
        "    lambda:\n"
        "    1)\n"
        "class Body:\n"
        "    'Its words.'\n"
        "    def method(self): return __class__\n"
        "async def coroutine():\n"
        "    pass\n"
        "all = [outer(1).__code__, outer.__code__, generator.__code__,\n"
        "       decorated.__code__, long.__code__, Body.method.__code__,\n"
        "       coroutine.__code__]\n"
        "asleep = [generator() for i in range(3)]\n"
        "next(asleep[1])\n"
        "next(asleep[2])\n"
        "next(asleep[2])\n"
        "frames = [one.gi_frame for one in asleep]\n";
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__", name_name);
    PyObject *module = fuzz_made(
        Py_CompileString(source, "codes.py", Py_file_input));
    Py_DECREF(fuzz_made(PyEval_EvalCode(module, globals, globals)));
    PyObject *all = PyDict_GetItemString(globals, "all");
    for (int i = 0; i < CODES - 1; i++) {
        codes[i] = fuzz_made(Py_NewRef(PyList_GetItem(all, i)));
    }
    codes[CODES - 1] = fuzz_made(
        (PyObject *)PyCode_NewEmpty("empty.py", "empty", 77));
    Py_SETREF(codes[1], module);
    PyObject *frames_all = PyDict_GetItemString(globals, "frames");
    PyObject *asleep = PyDict_GetItemString(globals, "asleep");
    for (int i = 0; i < SLEEPING; i++) {
        sleeping[i] = fuzz_made(Py_NewRef(PyList_GetItem(frames_all, i)));
        generators[i] = fuzz_made(Py_NewRef(PyList_GetItem(asleep, i)));
    }
    Py_DECREF(globals);
}

static void frames_now(void)
{
    call *c = framed;
    int what = c->value & 7;
    static const char *const functions[] = {"",
                                            "hf_frame_back",
                                            "hf_frame_code",
                                            "hf_frame_line",
                                            "hf_code_name",
                                            "hf_code_qualified_name",
                                            "hf_code_filename",
                                            "hf_code_first_line"};
    PyFrameObject *frame = PyEval_GetFrame();
    operand *o = left(c);
    if (c->value & 16 && frame != NULL) { /* the outermost */
        PyFrameObject *back;
        while ((back = PyFrame_GetBack(frame)) != NULL) {
            Py_DECREF(back);
            frame = back;
        }
    }
    if (c->value & 64) {
        frame = (PyFrameObject *)sleeping[c->b % SLEEPING];
    }
    PyCodeObject *code = frame != NULL ? PyFrame_GetCode(frame) : NULL;
    PyObject *raw = c->value & 8                         ? o->raw
                    : c->value & 64 && what >= CODE_NAME ? codes[c->b % CODES]
                    : what < CODE_NAME                   ? (PyObject *)frame
                                                         : (PyObject *)code;
    PyTypeObject *type = what < CODE_NAME ? &PyFrame_Type : &PyCode_Type;
    c->armed = 0;
    if (what != CURRENT) {
        needs_a(c, functions[what], raw, what < CODE_NAME ? "frame" : "code",
                raw != NULL && Py_TYPE(raw) == type);
    }
    bool refused = is_refused(c);
    PyObject *wanted = NULL;
    int wanted_line = -1, line = 77;
    if (!refused && what == BACK) {
        wanted = (PyObject *)PyFrame_GetBack((PyFrameObject *)raw);
    } else if (!refused && what == CODE) {
        wanted = Py_NewRef(code);
    } else if (!refused && what == LINE) {
        wanted_line = PyFrame_GetLineNumber((PyFrameObject *)raw);
    } else if (!refused && what == CODE_LINE) {
        wanted_line = ((PyCodeObject *)raw)->co_firstlineno;
    } else if (!refused && what != CURRENT) {
        PyObject *name = fuzz_made(PyUnicode_InternFromString(
            what == CODE_NAME ? "co_name"
            : what == CODE_FILE
                ? "co_filename"
                : (PY_VERSION_HEX < 0x030B0000 ? "co_name" : "co_qualname")));
        wanted = fuzz_made(PyObject_GetAttr(raw, name));
        Py_DECREF(name);
    }
    hf_frame_borrowed self = hf_frame_from_borrowed(what < CODE_NAME ? raw
                                                                     : NULL);
    hf_code_borrowed of = hf_code_from_borrowed(what < CODE_NAME ? NULL : raw);
    hf_frame found_frame = hf_null(frame);
    hf_object found = hf_null(object);
    bool ok = true, is_there = false;
    begin(c);
    switch (what) {
    case CURRENT:
    case BACK: {
        hf_lookup ended = what == BACK ? hf_frame_back(self, &found_frame)
                                       : hf_frame_current(&found_frame);
        wanted = what == BACK ? wanted : Py_XNewRef(PyEval_GetFrame());
        ok = !hf_failed(ended);
        is_there = hf_found(ended);
        found = hf_into_object(found_frame);
        break;
    }
    case CODE:
        found = hf_into_object(hf_frame_code(self));
        ok = !hf_is_null(found);
        break;
    case LINE:
        ok = hf_frame_line(self, &line);
        break;
    case CODE_LINE:
        ok = hf_code_first_line(of, &line);
        break;
    default:
        found = hf_into_object(what == CODE_NAME ? hf_code_name(of)
                               : what == CODE_FILE
                                   ? hf_code_filename(of)
                                   : hf_code_qualified_name(of));
        ok = !hf_is_null(found);
        break;
    }
    end(c, ok);
    expect(c, "whether it is what CPython has", true,
           hf_as_raw(found) == wanted);
    if (what <= BACK) {
        expect(c, "whether it is there", wanted != NULL, is_there);
    }
    if (what == LINE || what == CODE_LINE) {
        expect(c, "the line", wanted_line, line);
    }
    hf_decref(found);
    Py_XDECREF(wanted);
    Py_XDECREF(code);
}

static PyObject *run_frames(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    frames_now();
    return Py_NewRef(Py_None);
}

void frames(call *c)
{
    static PyMethodDef definition = {"frames", run_frames, METH_NOARGS, NULL};
    static PyObject *body;
    if (body == NULL) {
        body = fuzz_made(PyCFunction_New(&definition, NULL));
    }
    framed = c;
    if (c->value & 32) { /* with no Python code around */
        frames_now();
        return;
    }
    never_pending(c);
    Py_XDECREF(PyObject_CallOneArg(call_it_back, body));
}

/* ---- Calls within calls. */

static int depth_of(int left_to_go)
{
    hf_auto_recursion(guard, " while it is fuzzed");
    if (!hf_recursion_entered(guard)) {
        return 0;
    }
    return left_to_go > 0 ? 1 + depth_of(left_to_go - 1) : 1;
}

void recursion(call *c)
{
    c->armed = 0;
    int limit = Py_GetRecursionLimit(), wanted = c->b % 20;
    /* From 3.14 on CPython does not count: it asks how much of the stack is left, and
     * says so. */
    bool too_deep = (c->value & 1) != 0 && PY_VERSION_HEX < 0x030E0000;
    if (too_deep) {
        c->is_pending = false;
        wanted = limit * 2;
        PyErr_SetString(PyExc_RecursionError,
                        "maximum recursion depth exceeded while it is fuzzed");
        raises_as(c);
    }
    begin(c);
    int found = depth_of(wanted);
    c->fails |= c->is_pending;
    end(c, !too_deep && !c->is_pending);
    if (!too_deep) {
        expect(c, "how many calls there were", wanted + 1, found);
    } else {
        expect(c, "whether there were fewer", true, found <= limit);
    }
}

/* ---- The GIL. */

/* within takes the GIL and gives it up, one within the other, and leaves in one
 * of four ways; it gives how often it was as expected. */
static int within(int depth, int way, hf_object_borrowed x,
                  hf_object_borrowed y)
{
    int right_ones = PyGILState_Check();
    hf_critical_section2(x, y)
    {
        hf_without_gil
        {
            right_ones += !PyGILState_Check();
            hf_with_gil
            {
                right_ones += PyGILState_Check();
                if (depth > 0) {
                    right_ones += within(depth - 1, way, y, x);
                }
                if (way == 1) {
                    break;
                }
                if (way == 2) {
                    return right_ones;
                }
                if (way == 3) {
                    goto out;
                }
            }
            right_ones += !PyGILState_Check();
        }
        right_ones += PyGILState_Check();
    }
out:
    return right_ones;
}

/* held_twice takes the GIL where it is held already, and again within that. */
static int held_twice(int depth)
{
    int right_ones = 0;
    hf_with_gil
    {
        right_ones += PyGILState_Check();
        hf_with_gil
        {
            right_ones += PyGILState_Check();
            if (depth > 0) {
                right_ones += held_twice(depth - 1);
            }
        }
        right_ones += PyGILState_Check();
    }
    return right_ones;
}

/* A thread of its own: what it keeps for itself ends with it. */
static struct {
    int depth, right_ones, ended;
} alone;

static void note_end(PyObject *capsule)
{
    (void)capsule;
    alone.ended++;
}

static void *run_alone(void *none)
{
    for (int times = 0; times < 2; times++) {
        hf_with_gil
        {
            PyObject *kept = PyThreadState_GetDict();
            PyObject *capsule = PyCapsule_New(&alone, NULL, note_end);
            PyDict_SetItem(kept, name_name, capsule);
            Py_XDECREF(capsule);
            alone.right_ones += held_twice(alone.depth);
        }
    }
    return none;
}

static void thread_of_its_own(void)
{
    pthread_t thread;
    hf_without_gil
    {
        if (pthread_create(&thread, NULL, run_alone, NULL) != 0) {
            fuzz_failed("engine", "there is no thread");
        }
        pthread_join(thread, NULL);
    }
}

static int threads_now(void)
{
    int n = 0;
    PyThreadState *one = PyInterpreterState_ThreadHead(
        PyInterpreterState_Get());
    for (; one != NULL; one = PyThreadState_Next(one)) {
        n++;
    }
    return n;
}

static void gil_while_held(call *c, int depth, bool is_alone)
{
    int times = is_alone ? 2 : 1, threads = threads_now();
    int before = PyThreadState_Get()->gilstate_counter;
    alone.depth = depth;
    alone.right_ones = alone.ended = 0;
    begin(c);
    if (is_alone) {
        thread_of_its_own();
    } else {
        alone.right_ones = held_twice(depth);
    }
    int after = PyThreadState_Get()->gilstate_counter;
    end(c, true);
    expect(c, "how often the GIL was held where it should be",
           times * (depth + 1) * 3, alone.right_ones);
    expect(c, "how often it was taken and not given up", before, after);
    expect(c, "how many threads CPython knows", threads, threads_now());
    expect(c, "how often what a thread keeps ended", is_alone ? times : 0,
           alone.ended);
}

void gil(call *c)
{
    operand *o = left(c), *other = right(c);
    int way = c->value & 3, depth = c->value >> 2 & 7;
    c->armed = 0;
    never_pending(c);
    if (c->value & 32) {
        gil_while_held(c, depth, c->value & 64);
        return;
    }
    begin(c);
    int found = within(depth, way, lent_object(o), lent_object(other));
    bool is_held = PyGILState_Check();
    end(c, true);
    expect(c, "how often the GIL was held where it should be",
           (depth + 1) * (way < 2 ? 5 : 3), found);
    expect(c, "whether the GIL is held", true, is_held);
}
