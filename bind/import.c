/* import.c: what is done once, when a module is imported (module.h). It is not
 * module.c: core/ has one, and whoever compiles both into one folder gets one
 * object. */
#define HF_CORE
#include "core/internal/pending.h"
#include "module.h"

void hf_private_no_state(const char *tag)
{
    if (!PyErr_Occurred()) {
        hf_error_raise(PyExc_SystemError,
                       "the module of this function has no state '%s': list "
                       "state(%s) in its HF_MODULE",
                       tag, tag);
    }
}

bool hf_private_add(PyObject *module, const char *name, hf_object value)
{
    return hf_module_add(HF_LEND(module, module), name, value);
}

hf_str hf_private_full_name(PyObject *module, const char *name)
{
    PyObject *in = PyModule_GetNameObject(module);
    if (in == NULL) {
        return hf_null(str);
    }
    hf_str made = hf_str_format("%U.%s", in, name);
    Py_DECREF(in);
    return made;
}

hf_type hf_private_make_exception(PyObject *module, const char *name,
                                  const char *help, PyObject *base)
{
    hf_auto(str, full, hf_private_full_name(module, name));
    hf_utf8 text;
    if (!hf_str_as_utf8(hf_borrow(full), &text)) {
        return hf_null(type);
    }
    return HF_NEW(type, PyErr_NewExceptionWithDoc(text.data, help, base, NULL));
}

/* new_spec is importlib.machinery.ModuleSpec(name, None). */
static PyObject *new_spec(PyObject *name)
{
    PyObject *machinery = PyImport_ImportModule("importlib.machinery");
    if (machinery == NULL) {
        return NULL;
    }
    PyObject *spec = PyObject_CallMethod(machinery, "ModuleSpec", "OO", name,
                                         Py_None);
    Py_DECREF(machinery);
    return spec;
}

bool hf_private_add_class(PyObject *module,
                          const struct hf_private_content *content)
{
    const struct hf_private_class *made = content->told;
    return hf_private_add(
        module, made->layout->name,
        hf_type_into_object(hf_private_make_class(module, made)));
}

bool hf_private_add_submodule(PyObject *module,
                              const struct hf_private_content *content)
{
    struct PyModuleDef *definition = content->submodule;
    hf_auto(str, name, hf_private_full_name(module, definition->m_name));
    if (hf_is_null(name)) {
        return false;
    }
    PyObject *spec = new_spec(hf_as_raw(name));
    PyObject *made = spec != NULL ? PyModule_FromDefAndSpec(definition, spec)
                                  : NULL;
    /* In sys.modules so that "import example.sub" finds it; last, so that
     * nobody finds it half-made. */
    bool added = made != NULL &&
                 PyObject_SetAttrString(made, "__spec__", spec) == 0 &&
                 PyModule_ExecDef(made, definition) == 0 &&
                 PyObject_SetAttrString(module, definition->m_name, made) ==
                     0 &&
                 PyObject_SetItem(PyImport_GetModuleDict(), hf_as_raw(name),
                                  made) == 0;
    Py_XDECREF(made);
    Py_XDECREF(spec);
    return added;
}

/* is_in says whether |key| names the module |name|, or one that is in it. */
static bool is_in(PyObject *key, PyObject *name)
{
    if (!PyUnicode_Check(key) ||
        PyUnicode_Tailmatch(key, name, 0, PY_SSIZE_T_MAX, -1) != 1) {
        return false;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(name);
    return PyUnicode_GET_LENGTH(key) == n || PyUnicode_READ_CHAR(key, n) == '.';
}

/* forget takes a submodule out of sys.modules, where its module has failed: it
 * would be found there, and nothing else that is of it. */
static void forget(PyObject *module, const struct PyModuleDef *submodule)
{
    hf_private_pending pending = hf_private_set_aside();
    hf_str name = hf_private_full_name(module, submodule->m_name);
    PyObject *modules = PyImport_GetModuleDict();
    PyObject *keys = hf_is_null(name) ? NULL : PyDict_Keys(modules);
    for (Py_ssize_t i = 0; keys != NULL && i < PyList_GET_SIZE(keys); i++) {
        PyObject *key = PyList_GET_ITEM(keys, i);
        if (is_in(key, hf_as_raw(name)) && PyDict_DelItem(modules, key) < 0) {
            PyErr_Clear();
        }
    }
    Py_XDECREF(keys);
    hf_decref(name);
    PyErr_Clear();
    hf_private_set_again(&pending);
}

int hf_private_exec(PyObject *module, const struct hf_private_content *contents)
{
    const struct hf_private_content *c = contents;
    while ((c->function != NULL || c->add != NULL) &&
           (c->add == NULL || c->add(module, c))) {
        c++;
    }
    if (c->add == NULL) {
        return 0; /* it is the end */
    }
    for (; c >= contents; c--) {
        if (c->submodule != NULL) {
            forget(module, c->submodule);
        }
    }
    return -1;
}
