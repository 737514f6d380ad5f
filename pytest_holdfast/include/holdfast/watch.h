/* watch.h: an extension that tells pytest --leaks what it does to references.
 *
 *   CFLAGS="-g -I.../pytest_holdfast/include -include holdfast/watch.h"
 *
 * and no change to its source. Each Py_INCREF, Py_DECREF, and each call of a C
 * API function that gives, lends or takes a reference tells the recorder the
 * object, the file, the line and the function. The recorder is a weak symbol:
 * in a process without it, all of that is a test for null.
 *
 * Calls are seen where they are written as calls: an API function whose address
 * is taken (as a slot, or for "O&") is called unseen, and so are a type's slots
 * and other libraries' functions. The recorder knows that it does not see all.
 *
 * Included before the first line of each source, C or C++, so also before a
 * #define PY_SSIZE_T_CLEAN: what that chooses is chosen where it is used.
 */
#if !defined(HOLDFAST_WATCH_H) && !defined(__ASSEMBLER__) &&                   \
    __has_include(<Python.h>)
#define HOLDFAST_WATCH_H

#ifdef __GNUC__
#pragma GCC system_header /* an extension's warnings are about its own code */
#endif

#ifdef Py_LIMITED_API
#error "holdfast/watch.h: the extension must be compiled without Py_LIMITED_API"
#endif

#ifdef PY_SSIZE_T_CLEAN
#include <Python.h>
#else
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#undef PY_SSIZE_T_CLEAN
#endif

#define HFW_HOOK __attribute__((weak, visibility("default"))) extern
#include "watch_events.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HFW_HERE __FILE__, __LINE__, __func__
#define HFW_TOLD file, line, function

/* ---- The verbs, with CPython's own meaning and a place. */

static inline PyObject *hfw_tell(PyObject *object, int what, const char *how,
                                 HFW_PLACE)
{
    if (holdfast_watch != NULL && object != NULL) {
        holdfast_watch(object, what, how, HFW_TOLD);
    }
    return object;
}

static inline void hfw_pending(const char *how, HFW_PLACE)
{
    if (holdfast_watch != NULL && PyErr_Occurred() != NULL) {
        holdfast_watch(NULL, HFW_PENDING, how, HFW_TOLD);
    }
}

static inline int hfw_ask(PyObject *object, int what, const char *how,
                          HFW_PLACE)
{
    return holdfast_watch != NULL && object != NULL
               ? holdfast_watch(object, what, how, HFW_TOLD)
               : HFW_GO;
}

static inline PyObject *hfw_counted(PyObject *object)
{
    Py_INCREF(object);
    return object;
}

static inline void hfw_incref(PyObject *object, const char *how, HFW_PLACE)
{
    hfw_tell(object, HFW_INCREF, how, HFW_TOLD);
    hfw_counted(object);
}

static inline void hfw_xincref(PyObject *object, const char *how, HFW_PLACE)
{
    hfw_tell(object, HFW_INCREF, how, HFW_TOLD);
    Py_XINCREF(object);
}

static inline PyObject *hfw_newref(PyObject *object, const char *how, HFW_PLACE)
{
    hfw_incref(object, how, HFW_TOLD);
    return object;
}

static inline PyObject *hfw_xnewref(PyObject *object, const char *how,
                                    HFW_PLACE)
{
    hfw_xincref(object, how, HFW_TOLD);
    return object;
}

/* None and its like, for Py_RETURN_NONE and its like. */
static inline PyObject *hfw_returns(PyObject *object, const char *how,
                                    HFW_PLACE)
{
    hfw_tell(object, HFW_RETURNS, how, HFW_TOLD);
    Py_INCREF(object);
    return object;
}

static inline void hfw_decref(PyObject *object, const char *how, HFW_PLACE)
{
    int answer = hfw_ask(object, HFW_DECREF, how, HFW_TOLD);
    Py_DECREF(object);
    if (answer == HFW_TELL) {
        holdfast_watch(object, HFW_RELEASED, how, HFW_TOLD);
    }
}

static inline void hfw_xdecref(PyObject *object, const char *how, HFW_PLACE)
{
    if (object != NULL) {
        hfw_decref(object, how, HFW_TOLD);
    }
}

/* For what a function is about to look at, or to run the code of. */
static inline PyObject *hfw_used(PyObject *object, const char *how, HFW_PLACE)
{
    return hfw_tell(object, HFW_USED, how, HFW_TOLD);
}

static inline PyObject *hfw_runs(PyObject *object, const char *how, HFW_PLACE)
{
    hfw_pending(how, HFW_TOLD);
    return hfw_tell(object, HFW_USED, how, HFW_TOLD);
}

/* For what becomes an argument of Python code, or an attribute. */
static inline void hfw_passed(PyObject *object, const char *how, HFW_PLACE)
{
    hfw_tell(object, HFW_PASSED, how, HFW_TOLD);
}

static inline PyObject *hfw_shown(PyObject *object, const char *how, HFW_PLACE)
{
    return hfw_tell(object, HFW_SHOWN, how, HFW_TOLD);
}

/* For what is to be made a number of: of a class of Python's, by its own code. */
static inline PyObject *hfw_number(PyObject *object, const char *how, HFW_PLACE)
{
    hfw_tell(object, HFW_USED, how, HFW_TOLD);
    if (holdfast_watch != NULL && object != NULL && PyErr_Occurred() != NULL &&
        !PyLong_Check(object) && !PyFloat_Check(object) &&
        Py_TYPE(object)->tp_flags & Py_TPFLAGS_HEAPTYPE &&
        PyNumber_Check(object)) {
        hfw_pending(how, HFW_TOLD);
    }
    return object;
}

/* For a list that is to be sorted. */
static inline PyObject *hfw_sorted(PyObject *list, const char *how, HFW_PLACE)
{
    hfw_tell(list, HFW_USED, how, HFW_TOLD);
    if (list != NULL && PyList_Check(list) && Py_SIZE(list) > 1) {
        hfw_pending(how, HFW_TOLD);
    }
    return list;
}
#define HFW_NUMBER_BY(o, how) hfw_number((PyObject *)(o), how, HFW_HERE)
#define HFW_SORTED_BY(o, how) hfw_sorted((PyObject *)(o), how, HFW_HERE)
#define HFW_SHOWN_BY(o, how) hfw_shown((PyObject *)(o), how, HFW_HERE)
#define HFW_USED_BY(o, how) hfw_used((PyObject *)(o), how, HFW_HERE)
#define HFW_RUN_BY(o, how) hfw_runs((PyObject *)(o), how, HFW_HERE)

/* For a function that has stolen |object|, and released it where it failed. */
static inline int hfw_stolen(PyObject *object, int result, const char *how,
                             HFW_PLACE)
{
    if (result < 0) {
        hfw_tell(object, HFW_RELEASED, how, HFW_TOLD);
    }
    return result;
}

#undef Py_INCREF
#undef Py_XINCREF
#undef Py_DECREF
#undef Py_XDECREF
#define Py_INCREF(o) hfw_incref((PyObject *)(o), "Py_INCREF", HFW_HERE)
#define Py_XINCREF(o) hfw_xincref((PyObject *)(o), "Py_XINCREF", HFW_HERE)
#define Py_DECREF(o) hfw_decref((PyObject *)(o), "Py_DECREF", HFW_HERE)
#define Py_XDECREF(o) hfw_xdecref((PyObject *)(o), "Py_XDECREF", HFW_HERE)
#define Py_IncRef(o) hfw_xincref((PyObject *)(o), "Py_IncRef", HFW_HERE)
#define Py_DecRef(o) hfw_xdecref((PyObject *)(o), "Py_DecRef", HFW_HERE)
/* Py_CLEAR, Py_SETREF and their like are made of these. */
#undef Py_RETURN_NONE
#undef Py_RETURN_TRUE
#undef Py_RETURN_FALSE
#undef Py_RETURN_NOTIMPLEMENTED
#define HFW_RETURN(object, how)                                                \
    return hfw_returns((PyObject *)(object), how, HFW_HERE)
#define Py_RETURN_NONE HFW_RETURN(Py_None, "Py_RETURN_NONE")
#define Py_RETURN_TRUE HFW_RETURN(Py_True, "Py_RETURN_TRUE")
#define Py_RETURN_FALSE HFW_RETURN(Py_False, "Py_RETURN_FALSE")
#define Py_RETURN_NOTIMPLEMENTED                                               \
    HFW_RETURN(Py_NotImplemented, "Py_RETURN_NOTIMPLEMENTED")
#if PY_VERSION_HEX >= 0x030A0000
#undef Py_NewRef
#undef Py_XNewRef
#define Py_NewRef(o) hfw_newref((PyObject *)(o), "Py_NewRef", HFW_HERE)
#define Py_XNewRef(o) hfw_xnewref((PyObject *)(o), "Py_XNewRef", HFW_HERE)
#endif

/* ---- Functions that steal. */

static inline int hfw_list_setitem(PyObject *list, Py_ssize_t i,
                                   PyObject *object, HFW_PLACE)
{
    hfw_ask(object, HFW_STOLEN, "PyList_SetItem", HFW_TOLD);
    int result = PyList_SetItem(list, i, object);
    return hfw_stolen(object, result, "PyList_SetItem", HFW_TOLD);
}

static inline int hfw_tuple_setitem(PyObject *tuple, Py_ssize_t i,
                                    PyObject *object, HFW_PLACE)
{
    hfw_ask(object, HFW_STOLEN, "PyTuple_SetItem", HFW_TOLD);
    int result = PyTuple_SetItem(tuple, i, object);
    return hfw_stolen(object, result, "PyTuple_SetItem", HFW_TOLD);
}

/* It steals on success alone. */
static inline int hfw_module_addobject(PyObject *module, const char *name,
                                       PyObject *object, HFW_PLACE)
{
    hfw_tell(object, HFW_SHOWN, "PyModule_AddObject", HFW_TOLD);
    hfw_ask(object, HFW_STOLEN, "PyModule_AddObject", HFW_TOLD);
    int result = PyModule_AddObject(module, name, object);
    if (result < 0) {
        hfw_tell(object, HFW_KEPT, "PyModule_AddObject", HFW_TOLD);
    }
    return result;
}

static inline void hfw_list_set(PyObject *list, Py_ssize_t i, PyObject *object,
                                HFW_PLACE)
{
    hfw_ask(object, HFW_STOLEN, "PyList_SET_ITEM", HFW_TOLD);
    PyList_SET_ITEM(list, i, object);
}

static inline void hfw_tuple_set(PyObject *tuple, Py_ssize_t i,
                                 PyObject *object, HFW_PLACE)
{
    hfw_ask(object, HFW_STOLEN, "PyTuple_SET_ITEM", HFW_TOLD);
    PyTuple_SET_ITEM(tuple, i, object);
}

#undef PyList_SET_ITEM
#undef PyTuple_SET_ITEM
/* PyStructSequence_SET_ITEM is PyTuple_SET_ITEM, or PyStructSequence_SetItem. */
#define PyList_SetItem(...) hfw_list_setitem(__VA_ARGS__, HFW_HERE)
#define PyTuple_SetItem(...) hfw_tuple_setitem(__VA_ARGS__, HFW_HERE)
#define PyModule_AddObject(...) hfw_module_addobject(__VA_ARGS__, HFW_HERE)
#define PyList_SET_ITEM(l, i, o)                                               \
    hfw_list_set((PyObject *)(l), i, (PyObject *)(o), HFW_HERE)
#define PyTuple_SET_ITEM(t, i, o)                                              \
    hfw_tuple_set((PyObject *)(t), i, (PyObject *)(o), HFW_HERE)

#if PY_VERSION_HEX >= 0x030D0000
static inline int hfw_module_add(PyObject *module, const char *name,
                                 PyObject *object, HFW_PLACE)
{
    hfw_ask(object, HFW_STOLEN, "PyModule_Add", HFW_TOLD);
    int result = PyModule_Add(module, name, object);
    return hfw_stolen(object, result, "PyModule_Add", HFW_TOLD);
}
#define PyModule_Add(...) hfw_module_add(__VA_ARGS__, HFW_HERE)
#endif

/* For an argument that is stolen whatever comes of it. */
static inline PyObject *hfw_given(PyObject *object, const char *how, HFW_PLACE)
{
    hfw_ask(object, HFW_STOLEN, how, HFW_TOLD);
    return object;
}
#define HFW_GIVEN(o, how) hfw_given((PyObject *)(o), how, HFW_HERE)

#define PyErr_Restore(t, v, tb)                                                \
    PyErr_Restore(HFW_GIVEN(t, "PyErr_Restore"),                               \
                  HFW_GIVEN(v, "PyErr_Restore"),                               \
                  HFW_GIVEN(tb, "PyErr_Restore"))
#define PyErr_SetExcInfo(t, v, tb)                                             \
    PyErr_SetExcInfo(HFW_GIVEN(t, "PyErr_SetExcInfo"),                         \
                     HFW_GIVEN(v, "PyErr_SetExcInfo"),                         \
                     HFW_GIVEN(tb, "PyErr_SetExcInfo"))
#define PyException_SetCause(e, o)                                             \
    PyException_SetCause(e, HFW_GIVEN(o, "PyException_SetCause"))
#define PyException_SetContext(e, o)                                           \
    PyException_SetContext(e, HFW_GIVEN(o, "PyException_SetContext"))
#define PyStructSequence_SetItem(s, i, o)                                      \
    PyStructSequence_SetItem(s, i, HFW_GIVEN(o, "PyStructSequence_SetItem"))
#if PY_VERSION_HEX >= 0x030C0000
#define PyErr_SetRaisedException(o)                                            \
    PyErr_SetRaisedException(HFW_GIVEN(o, "PyErr_SetRaisedException"))
#endif

/* ---- Functions that change the references in variables. */

/* For a function that has written a new reference, or NULL, to |out|. */
static inline int hfw_out(int result, PyObject **out, const char *how,
                          HFW_PLACE)
{
    if (out != NULL && result >= 0) {
        hfw_tell(*out, HFW_NEW, how, HFW_TOLD);
    }
    return result;
}

static inline void hfw_out3(PyObject **t, PyObject **v, PyObject **tb,
                            const char *how, HFW_PLACE)
{
    hfw_tell(*t, HFW_NEW, how, HFW_TOLD);
    hfw_tell(*v, HFW_NEW, how, HFW_TOLD);
    hfw_tell(*tb, HFW_NEW, how, HFW_TOLD);
}

static inline void hfw_fetch(PyObject **t, PyObject **v, PyObject **tb,
                             HFW_PLACE)
{
    PyErr_Fetch(t, v, tb);
    hfw_out3(t, v, tb, "PyErr_Fetch", HFW_TOLD);
}

static inline void hfw_getexcinfo(PyObject **t, PyObject **v, PyObject **tb,
                                  HFW_PLACE)
{
    PyErr_GetExcInfo(t, v, tb);
    hfw_out3(t, v, tb, "PyErr_GetExcInfo", HFW_TOLD);
}

/* For a variable whose reference was consumed and which got another. */
static inline void hfw_replaced(PyObject *before, PyObject *after,
                                const char *how, HFW_PLACE)
{
    if (before != after) {
        hfw_tell(before, HFW_GONE, how, HFW_TOLD);
        hfw_tell(after, HFW_NEW, how, HFW_TOLD);
    }
}

static inline void hfw_normalize(PyObject **t, PyObject **v, PyObject **tb,
                                 HFW_PLACE)
{
    PyObject *before[] = {*t, *v, *tb};
    PyErr_NormalizeException(t, v, tb);
    hfw_replaced(before[0], *t, "PyErr_NormalizeException", HFW_TOLD);
    hfw_replaced(before[1], *v, "PyErr_NormalizeException", HFW_TOLD);
    hfw_replaced(before[2], *tb, "PyErr_NormalizeException", HFW_TOLD);
}

static inline void hfw_str_append(PyObject **left, PyObject *right, HFW_PLACE)
{
    PyObject *before = *left;
    PyUnicode_Append(left, right);
    hfw_replaced(before, *left, "PyUnicode_Append", HFW_TOLD);
}

static inline void hfw_str_append_del(PyObject **left, PyObject *right,
                                      HFW_PLACE)
{
    PyObject *before = *left;
    hfw_ask(right, HFW_STOLEN, "PyUnicode_AppendAndDel", HFW_TOLD);
    PyUnicode_AppendAndDel(left, right);
    hfw_tell(right, HFW_RELEASED, "PyUnicode_AppendAndDel", HFW_TOLD);
    hfw_replaced(before, *left, "PyUnicode_AppendAndDel", HFW_TOLD);
}

static inline void hfw_str_intern(PyObject **s, HFW_PLACE)
{
    PyObject *before = *s;
    PyUnicode_InternInPlace(s);
    hfw_replaced(before, *s, "PyUnicode_InternInPlace", HFW_TOLD);
}

static inline int hfw_str_resize(PyObject **s, Py_ssize_t size, HFW_PLACE)
{
    PyObject *before = *s;
    int result = PyUnicode_Resize(s, size);
    hfw_replaced(before, *s, "PyUnicode_Resize", HFW_TOLD);
    return result;
}

static inline void hfw_bytes_concat(PyObject **left, PyObject *right, HFW_PLACE)
{
    PyObject *before = *left;
    PyBytes_Concat(left, right);
    hfw_replaced(before, *left, "PyBytes_Concat", HFW_TOLD);
}

static inline void hfw_bytes_concat_del(PyObject **left, PyObject *right,
                                        HFW_PLACE)
{
    PyObject *before = *left;
    hfw_ask(right, HFW_STOLEN, "PyBytes_ConcatAndDel", HFW_TOLD);
    PyBytes_ConcatAndDel(left, right);
    hfw_tell(right, HFW_RELEASED, "PyBytes_ConcatAndDel", HFW_TOLD);
    hfw_replaced(before, *left, "PyBytes_ConcatAndDel", HFW_TOLD);
}

static inline int hfw_bytes_resize(PyObject **bytes, Py_ssize_t size, HFW_PLACE)
{
    PyObject *before = *bytes;
    int result = _PyBytes_Resize(bytes, size);
    hfw_replaced(before, *bytes, "_PyBytes_Resize", HFW_TOLD);
    return result;
}

static inline int hfw_tuple_resize(PyObject **tuple, Py_ssize_t size, HFW_PLACE)
{
    PyObject *before = *tuple;
    int result = _PyTuple_Resize(tuple, size);
    hfw_replaced(before, *tuple, "_PyTuple_Resize", HFW_TOLD);
    return result;
}

static inline int hfw_buffer_get(PyObject *object, Py_buffer *view, int flags,
                                 HFW_PLACE)
{
    int result = PyObject_GetBuffer(object, view, flags);
    if (result == 0) {
        hfw_tell(view->obj, HFW_NEW, "PyObject_GetBuffer", HFW_TOLD);
    }
    return result;
}

static inline void hfw_buffer_release(Py_buffer *view, HFW_PLACE)
{
    hfw_tell(view->obj, HFW_GONE, "PyBuffer_Release", HFW_TOLD);
    PyBuffer_Release(view);
}

static inline int hfw_dict_next(PyObject *dict, Py_ssize_t *position,
                                PyObject **key, PyObject **value, HFW_PLACE)
{
    int result = PyDict_Next(dict, position, key, value);
    if (result) {
        hfw_tell(key ? *key : NULL, HFW_BORROWED, "PyDict_Next", HFW_TOLD);
        hfw_tell(value ? *value : NULL, HFW_BORROWED, "PyDict_Next", HFW_TOLD);
    }
    return result;
}

/* Converters: called as such, or by their name. */
static inline int hfw_convert(int (*converter)(PyObject *, void *),
                              PyObject *object, void *out, const char *how,
                              HFW_PLACE)
{
    int result = converter(object, out);
    if (result && object != NULL) {
        hfw_tell(*(PyObject **)out, HFW_NEW, how, HFW_TOLD);
    }
    return result;
}
#define HFW_CONVERTS(name, object, out)                                        \
    hfw_convert(name, object, out, #name, HFW_HERE)
#define PyUnicode_FSConverter(object, out)                                     \
    HFW_CONVERTS(PyUnicode_FSConverter, object, out)
#define PyUnicode_FSDecoder(object, out)                                       \
    HFW_CONVERTS(PyUnicode_FSDecoder, object, out)

static inline int hfw_contextvar_get(PyObject *variable, PyObject *otherwise,
                                     PyObject **value, HFW_PLACE)
{
    int result = PyContextVar_Get(variable, otherwise, value);
    return hfw_out(result, value, "PyContextVar_Get", HFW_TOLD);
}

#define PyErr_Fetch(...) hfw_fetch(__VA_ARGS__, HFW_HERE)
#define PyErr_GetExcInfo(...) hfw_getexcinfo(__VA_ARGS__, HFW_HERE)
#define PyErr_NormalizeException(...) hfw_normalize(__VA_ARGS__, HFW_HERE)
#define PyUnicode_Append(...) hfw_str_append(__VA_ARGS__, HFW_HERE)
#define PyUnicode_AppendAndDel(...) hfw_str_append_del(__VA_ARGS__, HFW_HERE)
#define PyUnicode_InternInPlace(...) hfw_str_intern(__VA_ARGS__, HFW_HERE)
#define PyUnicode_Resize(...) hfw_str_resize(__VA_ARGS__, HFW_HERE)
#define PyBytes_Concat(...) hfw_bytes_concat(__VA_ARGS__, HFW_HERE)
#define PyBytes_ConcatAndDel(...) hfw_bytes_concat_del(__VA_ARGS__, HFW_HERE)
#define _PyBytes_Resize(...) hfw_bytes_resize(__VA_ARGS__, HFW_HERE)
#define _PyTuple_Resize(...) hfw_tuple_resize(__VA_ARGS__, HFW_HERE)
#define PyObject_GetBuffer(...) hfw_buffer_get(__VA_ARGS__, HFW_HERE)
#define PyBuffer_Release(...) hfw_buffer_release(__VA_ARGS__, HFW_HERE)
#define PyDict_Next(...) hfw_dict_next(__VA_ARGS__, HFW_HERE)
#define PyContextVar_Get(...) hfw_contextvar_get(__VA_ARGS__, HFW_HERE)

#if PY_VERSION_HEX >= 0x030A0000
static inline PySendResult hfw_iter_send(PyObject *iterator, PyObject *value,
                                         PyObject **result, HFW_PLACE)
{
    PySendResult sent = PyIter_Send(iterator, value, result);
    hfw_tell(*result, HFW_NEW, "PyIter_Send", HFW_TOLD);
    return sent;
}
#define PyIter_Send(...) hfw_iter_send(__VA_ARGS__, HFW_HERE)
#endif

#if PY_VERSION_HEX >= 0x030D0000
static inline int hfw_weakref_getref(PyObject *reference, PyObject **out,
                                     HFW_PLACE)
{
    int result = PyWeakref_GetRef(reference, out);
    return hfw_out(result, out, "PyWeakref_GetRef", HFW_TOLD);
}

/* The functions that look something up, by an object or by a C string. */
#define HFW_LOOKUP(name, key_type)                                             \
    static inline int hfw_##name(PyObject *object, key_type key,               \
                                 PyObject **out, HFW_PLACE)                    \
    {                                                                          \
        int result = name(object, key, out);                                   \
        return hfw_out(result, out, #name, HFW_TOLD);                          \
    }
HFW_LOOKUP(PyDict_GetItemRef, PyObject *)
HFW_LOOKUP(PyDict_GetItemStringRef, const char *)
HFW_LOOKUP(PyDict_Pop, PyObject *)
HFW_LOOKUP(PyDict_PopString, const char *)
HFW_LOOKUP(PyMapping_GetOptionalItem, PyObject *)
HFW_LOOKUP(PyMapping_GetOptionalItemString, const char *)
HFW_LOOKUP(PyObject_GetOptionalAttr, PyObject *)
HFW_LOOKUP(PyObject_GetOptionalAttrString, const char *)

static inline int hfw_dict_setdefault(PyObject *dict, PyObject *key,
                                      PyObject *value, PyObject **out,
                                      HFW_PLACE)
{
    int result = PyDict_SetDefaultRef(dict, key, value, out);
    return hfw_out(result, out, "PyDict_SetDefaultRef", HFW_TOLD);
}
#define PyWeakref_GetRef(...) hfw_weakref_getref(__VA_ARGS__, HFW_HERE)
#define PyDict_GetItemRef(...) hfw_PyDict_GetItemRef(__VA_ARGS__, HFW_HERE)
#define PyDict_GetItemStringRef(...)                                           \
    hfw_PyDict_GetItemStringRef(__VA_ARGS__, HFW_HERE)
#define PyDict_Pop(...) hfw_PyDict_Pop(__VA_ARGS__, HFW_HERE)
#define PyDict_PopString(...) hfw_PyDict_PopString(__VA_ARGS__, HFW_HERE)
#define PyMapping_GetOptionalItem(...)                                         \
    hfw_PyMapping_GetOptionalItem(__VA_ARGS__, HFW_HERE)
#define PyMapping_GetOptionalItemString(...)                                   \
    hfw_PyMapping_GetOptionalItemString(__VA_ARGS__, HFW_HERE)
#define PyObject_GetOptionalAttr(...)                                          \
    hfw_PyObject_GetOptionalAttr(__VA_ARGS__, HFW_HERE)
#define PyObject_GetOptionalAttrString(...)                                    \
    hfw_PyObject_GetOptionalAttrString(__VA_ARGS__, HFW_HERE)
#define PyDict_SetDefaultRef(...) hfw_dict_setdefault(__VA_ARGS__, HFW_HERE)
#endif

#if PY_VERSION_HEX >= 0x030E0000
static inline int hfw_iter_nextitem(PyObject *iterator, PyObject **item,
                                    HFW_PLACE)
{
    int result = PyIter_NextItem(iterator, item);
    return hfw_out(result, item, "PyIter_NextItem", HFW_TOLD);
}
#define PyIter_NextItem(...) hfw_iter_nextitem(__VA_ARGS__, HFW_HERE)
#endif

/* ---- Formats. PY_SSIZE_T_CLEAN is looked at where the function is called. */

#if PY_VERSION_HEX < 0x030D0000
#define HFW_CLEAN_ 1
#define HFW_CLEAN_1 1
#define HFW_CLEAN_PY_SSIZE_T_CLEAN 0
#define HFW_CLEAN_IF_(defined_as) HFW_CLEAN_##defined_as
#define HFW_CLEAN_IF(defined_as) HFW_CLEAN_IF_(defined_as)
#define HFW_CLEAN HFW_CLEAN_IF(PY_SSIZE_T_CLEAN)
#undef PyArg_Parse
#undef PyArg_ParseTuple
#undef PyArg_ParseTupleAndKeywords
#undef PyArg_VaParse
#undef PyArg_VaParseTupleAndKeywords
#undef Py_BuildValue
#undef Py_VaBuildValue
#undef PyObject_CallFunction
#undef PyObject_CallMethod
PyAPI_FUNC(int) PyArg_VaParse(PyObject *, const char *, va_list);
PyAPI_FUNC(int) PyArg_VaParseTupleAndKeywords(PyObject *, PyObject *,
                                              const char *, char **, va_list);
PyAPI_FUNC(PyObject *) Py_VaBuildValue(const char *, va_list);
PyAPI_FUNC(PyObject *) PyObject_CallFunction(PyObject *, const char *, ...);
PyAPI_FUNC(PyObject *)
    PyObject_CallMethod(PyObject *, const char *, const char *, ...);
#define HFW_CHOOSE(clean, name) ((clean) ? _##name##_SizeT : name)
#else
#define HFW_CLEAN 1
#define HFW_CHOOSE(clean, name) name
#endif

#define HFW_UNUSED static __attribute__((unused))
#ifndef va_copy /* before C++11 */
#define va_copy(to, from) __builtin_va_copy(to, from)
#endif

HFW_UNUSED int hfw_parse_keywords(int clean, HFW_PLACE, PyObject *args,
                                  PyObject *keywords, const char *format,
                                  char **names, ...)
{
    va_list given, again;
    va_start(given, names);
    va_copy(again, given);
    int result = HFW_CHOOSE(clean, PyArg_VaParseTupleAndKeywords)(
        args, keywords, format, names, given);
    if (holdfast_watch_parsed != NULL && result) {
        holdfast_watch_parsed(format, again, HFW_TOLD);
    }
    va_end(again);
    va_end(given);
    (void)clean;
    return result;
}

HFW_UNUSED int hfw_parse_tuple(int clean, HFW_PLACE, PyObject *args,
                               const char *format, ...)
{
    va_list given, again;
    va_start(given, format);
    va_copy(again, given);
    int result = HFW_CHOOSE(clean, PyArg_VaParse)(args, format, given);
    if (holdfast_watch_parsed != NULL && result) {
        holdfast_watch_parsed(format, again, HFW_TOLD);
    }
    va_end(again);
    va_end(given);
    (void)clean;
    return result;
}

HFW_UNUSED PyObject *hfw_build(int clean, HFW_PLACE, const char *format, ...)
{
    va_list given;
    va_start(given, format);
    if (holdfast_watch_built != NULL) {
        va_list again;
        va_copy(again, given);
        holdfast_watch_built(format, again, clean, HFW_TOLD);
        va_end(again);
    }
    PyObject *result = HFW_CHOOSE(clean, Py_VaBuildValue)(format, given);
    va_end(given);
    (void)clean;
    return hfw_tell(result, HFW_NEW, "Py_BuildValue", HFW_TOLD);
}

/* As it does it itself: there is none that takes a va_list. */
HFW_UNUSED PyObject *hfw_pack(HFW_PLACE, Py_ssize_t n, ...)
{
    va_list given;
    va_start(given, n);
    PyObject *tuple = PyTuple_New(n);
    for (Py_ssize_t i = 0; tuple != NULL && i < n; i++) {
        PyObject *item = va_arg(given, PyObject *);
        hfw_tell(item, HFW_HELD, "PyTuple_Pack", HFW_TOLD);
        ((PyTupleObject *)tuple)->ob_item[i] = hfw_counted(item);
    }
    va_end(given);
    return hfw_tell(tuple, HFW_NEW, "PyTuple_Pack", HFW_TOLD);
}

/* %R and %A run Python code, whatever the argument is. */
static inline int hfw_format_runs(const char *format)
{
    while ((format = strchr(format, '%')) != NULL) {
        format++;
        format += strspn(format, "-+0123456789.");
        if (*format == 0) {
            break;
        }
        if (*format == 'R' || *format == 'A') {
            return 1;
        }
        format++;
    }
    return 0;
}

HFW_UNUSED PyObject *hfw_str_format(HFW_PLACE, const char *format, ...)
{
    va_list given;
    va_start(given, format);
    if (hfw_format_runs(format)) {
        hfw_pending("PyUnicode_FromFormat", HFW_TOLD);
    }
    PyObject *result = PyUnicode_FromFormatV(format, given);
    va_end(given);
    return hfw_tell(result, HFW_NEW, "PyUnicode_FromFormat", HFW_TOLD);
}

HFW_UNUSED PyObject *hfw_build_va(int clean, HFW_PLACE, const char *format,
                                  va_list given)
{
    PyObject *result = HFW_CHOOSE(clean, Py_VaBuildValue)(format, given);
    (void)clean;
    return hfw_tell(result, HFW_NEW, "Py_VaBuildValue", HFW_TOLD);
}

#define PyArg_ParseTuple(...) hfw_parse_tuple(HFW_CLEAN, HFW_HERE, __VA_ARGS__)
#define PyArg_ParseTupleAndKeywords(...)                                       \
    hfw_parse_keywords(HFW_CLEAN, HFW_HERE, __VA_ARGS__)
#define Py_BuildValue(...) hfw_build(HFW_CLEAN, HFW_HERE, __VA_ARGS__)
#define Py_VaBuildValue(...) hfw_build_va(HFW_CLEAN, HFW_HERE, __VA_ARGS__)
#define PyTuple_Pack(...) hfw_pack(HFW_HERE, __VA_ARGS__)
#define PyUnicode_FromFormat(...) hfw_str_format(HFW_HERE, __VA_ARGS__)
#if PY_VERSION_HEX < 0x030D0000
PyAPI_FUNC(int) PyArg_Parse(PyObject *, const char *, ...);
#define PyArg_Parse(...) HFW_CHOOSE(HFW_CLEAN, PyArg_Parse)(__VA_ARGS__)
#define PyArg_VaParse(...) HFW_CHOOSE(HFW_CLEAN, PyArg_VaParse)(__VA_ARGS__)
#define PyArg_VaParseTupleAndKeywords(...)                                     \
    HFW_CHOOSE(HFW_CLEAN, PyArg_VaParseTupleAndKeywords)(__VA_ARGS__)
#endif

/* ---- Modules and types: where Python gets to know the functions. */

static inline PyModuleDef *hfw_module(PyModuleDef *definition)
{
    return holdfast_watch_module ? holdfast_watch_module(definition)
                                 : definition;
}

static inline PyMethodDef *hfw_methods(PyMethodDef *methods, const char *owner)
{
    return holdfast_watch_methods ? holdfast_watch_methods(methods, owner)
                                  : methods;
}

static inline PyMethodDef *hfw_method(PyMethodDef *method)
{
    return holdfast_watch_method ? holdfast_watch_method(method) : method;
}

/* Cython asks whether a type's tp_dealloc is its own. */
#define HFW_TEXT_(text) #text
#define HFW_TEXT(text) HFW_TEXT_(text)
#define HFW_DEALLOC (HFW_TEXT(CYTHON_HEX_VERSION)[0] == 'C')

static inline PyTypeObject *hfw_type(PyTypeObject *type, int dealloc)
{
    return holdfast_watch_type ? holdfast_watch_type(type, dealloc) : type;
}

static inline PyType_Spec *hfw_spec(PyType_Spec *spec, int dealloc)
{
    return holdfast_watch_spec ? holdfast_watch_spec(spec, dealloc) : spec;
}

static inline PyCapsule_Destructor hfw_destructor(
    PyCapsule_Destructor destructor)
{
    return holdfast_watch_destructor ? holdfast_watch_destructor(destructor)
                                     : destructor;
}

static inline void *hfw_original(void *function)
{
    return holdfast_watch_original ? holdfast_watch_original(function)
                                   : function;
}

#ifndef Py_TRACE_REFS /* there it is a macro that makes linking fail */
#define PyModule_Create2(definition, version)                                  \
    hfw_tell(PyModule_Create2(hfw_module(definition), version), HFW_NEW,       \
             "PyModule_Create", HFW_HERE)
#define PyModule_FromDefAndSpec2(definition, spec, version)                    \
    HFW_GIVES(PyModule_FromDefAndSpec2, hfw_module(definition), spec, version)
#endif
#define PyModuleDef_Init(definition) PyModuleDef_Init(hfw_module(definition))
#undef PyCFunction_New
#undef PyCFunction_NewEx
#define PyCMethod_New(method, self, module, type)                              \
    HFW_GIVES(PyCMethod_New, hfw_method(method), self, module, type)
#define PyCFunction_NewEx(method, self, module)                                \
    PyCMethod_New(method, self, module, NULL)
#define PyCFunction_New(method, self) PyCMethod_New(method, self, NULL, NULL)
#define PyModule_AddFunctions(module, methods)                                 \
    PyModule_AddFunctions(module, hfw_methods(methods, NULL))
#define PyType_Ready(type) PyType_Ready(hfw_type(type, HFW_DEALLOC))
#define PyType_FromSpec(spec)                                                  \
    HFW_GIVES(PyType_FromSpec, hfw_spec(spec, HFW_DEALLOC))
#define PyType_FromSpecWithBases(spec, bases)                                  \
    HFW_GIVES(PyType_FromSpecWithBases, hfw_spec(spec, HFW_DEALLOC), bases)
#define PyType_FromModuleAndSpec(module, spec, bases)                          \
    HFW_GIVES(PyType_FromModuleAndSpec, module, hfw_spec(spec, HFW_DEALLOC),   \
              bases)
#if PY_VERSION_HEX >= 0x030C0000
#define PyType_FromMetaclass(metaclass, module, spec, bases)                   \
    HFW_GIVES(PyType_FromMetaclass, metaclass, module,                         \
              hfw_spec(spec, HFW_DEALLOC), bases)
#endif

#define PyCapsule_New(pointer, name, destructor)                               \
    HFW_GIVES(PyCapsule_New, pointer, name, hfw_destructor(destructor))
#define PyCapsule_SetDestructor(capsule, destructor)                           \
    PyCapsule_SetDestructor(capsule, hfw_destructor(destructor))
#define PyCapsule_GetDestructor(capsule)                                       \
    ((PyCapsule_Destructor)hfw_original(                                       \
        (void *)PyCapsule_GetDestructor(capsule)))
/* Py_TRASHCAN_BEGIN asks it whether the type's tp_dealloc is the one. */
#if PY_VERSION_HEX < 0x030D0000
#define _PyTrash_cond(op, dealloc)                                             \
    (hfw_original((void *)Py_TYPE(op)->tp_dealloc) == (void *)(dealloc))
#endif

/* ---- All other functions of the C API that give or lend a reference. */

#define HFW_GIVES(name, ...)                                                   \
    hfw_tell(name(__VA_ARGS__), HFW_NEW, #name, HFW_HERE)
#define HFW_GIVES_AS(type, name, ...)                                          \
    ((type *)hfw_tell((PyObject *)name(__VA_ARGS__), HFW_NEW, #name, HFW_HERE))
#define HFW_LENDS(name, ...)                                                   \
    hfw_tell(name(__VA_ARGS__), HFW_BORROWED, #name, HFW_HERE)
#define HFW_LENDS_AS(type, name, ...)                                          \
    ((type *)hfw_tell((PyObject *)name(__VA_ARGS__), HFW_BORROWED, #name,      \
                      HFW_HERE))
/* Where Python code may run, and no exception may be set. */
#define HFW_CALLS(name, ...)                                                   \
    hfw_tell((hfw_pending(#name, HFW_HERE), name(__VA_ARGS__)), HFW_NEW,       \
             #name, HFW_HERE)
#define HFW_FORMATTED(name, ...)                                               \
    hfw_tell((hfw_pending(#name, HFW_HERE),                                    \
              HFW_CHOOSE(HFW_CLEAN, name)(__VA_ARGS__)),                       \
             HFW_NEW, #name, HFW_HERE)

/* Inline functions of CPython, and what has an array of arguments. */
static inline PyObject *hfw_call_one(HFW_PLACE, PyObject *callable,
                                     PyObject *argument)
{
    hfw_pending("PyObject_CallOneArg", HFW_TOLD);
    hfw_used(callable, "PyObject_CallOneArg", HFW_TOLD);
    hfw_passed(argument, "PyObject_CallOneArg", HFW_TOLD);
    return hfw_tell(PyObject_CallOneArg(callable, argument), HFW_NEW,
                    "PyObject_CallOneArg", HFW_TOLD);
}

static inline PyObject *hfw_call_method_one(HFW_PLACE, PyObject *self,
                                            PyObject *name, PyObject *argument)
{
    hfw_pending("PyObject_CallMethodOneArg", HFW_TOLD);
    hfw_used(self, "PyObject_CallMethodOneArg", HFW_TOLD);
    hfw_passed(argument, "PyObject_CallMethodOneArg", HFW_TOLD);
    return hfw_tell(PyObject_CallMethodOneArg(self, name, argument), HFW_NEW,
                    "PyObject_CallMethodOneArg", HFW_TOLD);
}

static inline PyObject *hfw_vectorcall(HFW_PLACE, PyObject *callable,
                                       PyObject *const *arguments, size_t n,
                                       PyObject *names)
{
    hfw_pending("PyObject_Vectorcall", HFW_TOLD);
    hfw_used(callable, "PyObject_Vectorcall", HFW_TOLD);
    Py_ssize_t all = PyVectorcall_NARGS(n);
    if (names != NULL) {
        all += Py_SIZE(names);
    }
    for (Py_ssize_t i = 0; i < all; i++) {
        hfw_passed(arguments[i], "PyObject_Vectorcall", HFW_TOLD);
    }
    return hfw_tell(PyObject_Vectorcall(callable, arguments, n, names), HFW_NEW,
                    "PyObject_Vectorcall", HFW_TOLD);
}
#define PyObject_CallOneArg(...) hfw_call_one(HFW_HERE, __VA_ARGS__)
#define PyObject_CallMethodOneArg(...)                                         \
    hfw_call_method_one(HFW_HERE, __VA_ARGS__)
#define PyObject_Vectorcall(...) hfw_vectorcall(HFW_HERE, __VA_ARGS__)

/* An item can be assigned to, and its address be taken: also that of the first
 * one of none, or of the one after the last. */
static inline PyObject **hfw_item(PyObject *of, PyObject **items, Py_ssize_t i,
                                  const char *how, HFW_PLACE)
{
    hfw_tell(of, HFW_USED, how, HFW_TOLD);
    if (i >= 0 && i < Py_SIZE(of)) {
        hfw_tell(items[i], HFW_BORROWED, how, HFW_TOLD);
    }
    return &items[i];
}

static inline PyObject **hfw_list_item(PyObject *list, Py_ssize_t i, HFW_PLACE)
{
    return hfw_item(list, ((PyListObject *)list)->ob_item, i, "PyList_GET_ITEM",
                    HFW_TOLD);
}

static inline PyObject **hfw_tuple_item(PyObject *tuple, Py_ssize_t i,
                                        HFW_PLACE)
{
    return hfw_item(tuple, ((PyTupleObject *)tuple)->ob_item, i,
                    "PyTuple_GET_ITEM", HFW_TOLD);
}

#ifdef __cplusplus
}
#endif

#include "watch_functions.h"
#include "watch_uses.h"

#endif
