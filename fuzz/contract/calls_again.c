/* The calls of contract.c that ask the same object twice: by a name at the same address
 * that is another one the second time, or what it is called when that has changed. What
 * is kept by an address is wrong then. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

static int pointed_at;
static PyObject *type_to_rename, *module_to_rename, *name_name, *qualname_name,
    *file_name;

void again_start(void)
{
    name_name = fuzz_made(PyUnicode_InternFromString("__name__"));
    qualname_name = fuzz_made(PyUnicode_InternFromString("__qualname__"));
    file_name = fuzz_made(PyUnicode_InternFromString("__file__"));
    type_to_rename = python_global("Renamed");
    module_to_rename = fuzz_made(PyModule_New("f_renamed"));
}

/* ---- By a name. */

enum { CAPSULE_HAS, DICT_HAS, DICT_GIVES, STR_IS, ASKED };

static bool is_named(int what, PyObject *raw, const char *name)
{
    hf_dict_borrowed dict = hf_dict_from_borrowed(raw);
    void *pointer = NULL;
    hf_object value = hf_null(object);
    bool is = false;
    switch (what) {
    case CAPSULE_HAS:
        is = hf_capsule_pointer(hf_capsule_from_borrowed(raw), name, &pointer);
        break;
    case DICT_HAS:
        is = hf_yes(hf_dict_contains_utf8(dict, name));
        break;
    case DICT_GIVES:
        is = hf_found(hf_dict_get_utf8(dict, name, &value));
        break;
    default:
        is = hf_yes(hf_str_equal_utf8(hf_str_from_borrowed(raw), name));
        break;
    }
    hf_decref(value);
    PyErr_Clear();
    return is;
}

void asked_twice(call *c)
{
    static const char right_one[] = "kelp";
    static const char *const names[4] = {right_one, "help", "kelps", ""};
    const char *first = names[c->b & 3], *second = names[c->b >> 2 & 3];
    int what = c->value % ASKED;
    PyObject *key = fuzz_made(PyUnicode_FromString(right_one)), *raw = NULL;
    never_pending(c);
    if (what == CAPSULE_HAS) {
        raw = PyCapsule_New(&pointed_at, right_one, NULL);
    } else if (what == STR_IS) {
        raw = Py_NewRef(key);
    } else {
        raw = PyDict_New();
        PyDict_SetItem(raw, key, Py_None);
    }
    begin(c);
    bool found = is_named(what, raw, handed_name(0, first));
    bool again = is_named(what, raw, handed_name(0, second));
    end(c, true);
    expect(c, "whether it is found by that name", first == right_one, found);
    expect(c, "whether it is found by a name at the same address",
           second == right_one, again);
    Py_DECREF(raw);
    Py_DECREF(key);
}

/* ---- What it is called. */

enum {
    TYPE_NAME,
    TYPE_QUALNAME,
    OBJECTS_TYPE,
    MODULE_NAME,
    MODULE_FILE,
    CALLED
};

/* rename_it gives a type, or a module, that name in the place of its own. */
static void rename_it(int what, PyObject *name)
{
    if (what < MODULE_NAME) {
        PyObject *key = what == TYPE_QUALNAME ? qualname_name : name_name;
        PyObject_SetAttr(type_to_rename, key, name);
    } else {
        PyDict_SetItem(PyModule_GetDict(module_to_rename),
                       what == MODULE_NAME ? name_name : file_name, name);
    }
}

static hf_str called_now(int what, hf_object_borrowed instance)
{
    hf_type_borrowed type = hf_type_from_borrowed(type_to_rename);
    hf_module_borrowed module = hf_module_from_borrowed(module_to_rename);
    return what == TYPE_NAME       ? hf_type_name(type)
           : what == TYPE_QUALNAME ? hf_type_qualified_name(type)
           : what == OBJECTS_TYPE  ? hf_object_type_name(instance)
           : what == MODULE_NAME   ? hf_module_name(module)
                                   : hf_module_filename(module);
}

void called_again(call *c)
{
    static const char *const names[4] = {"kelp", "help", "k\303\251lp", ""};
    int what = c->value % CALLED;
    PyObject *instance = fuzz_made(PyObject_CallNoArgs(type_to_rename));
    never_pending(c);
    begin(c);
    for (int i = 0; i < 2; i++) {
        PyObject *name = fuzz_made(
            PyUnicode_FromString(names[c->b >> 2 * i & 3]));
        rename_it(what, name);
        hf_str found = called_now(what, hf_object_from_borrowed(instance));
        expect_object(c, "what it is called", name, hf_as_raw(found));
        hf_decref(found);
        Py_DECREF(name);
    }
    end(c, true);
    rename_it(what, name_name); /* what they hold is there for good */
    Py_DECREF(instance);
}
