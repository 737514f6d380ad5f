/* types_objects.c: any object, types, capsules and weak references for
 * //bench:types. */
#include "bench/types_cases.h"

#define NAME "kelp"
#define CAPSULE "datetime.datetime_CAPI"
static int pointed_to;

#define N_flags(side, name, call) TYPES_SUM(side, name, unsigned long, call)
#define N_flags_RAW N_flags
#define N_pointer(side, name, call)                                            \
    TYPES_OPERATION(                                                           \
        side, name, REPEAT {                                                   \
            void *n;                                                           \
            if (!(call)) {                                                     \
                return false;                                                  \
            }                                                                  \
            in->number = (int64_t)(intptr_t)n;                                 \
        })
#define N_pointer_RAW N_pointer
#define N_name(side, name, call)                                               \
    TYPES_OPERATION(                                                           \
        side, name, REPEAT {                                                   \
            const char *n;                                                     \
            if (!(call)) {                                                     \
                return false;                                                  \
            }                                                                  \
            in->number = (int64_t)(intptr_t)n;                                 \
        })
#define N_name_RAW N_name

/* ---- By hand. NUMBER_OF: |value| goes to |n|, and is no error. */

#define NUMBER_OF(value)                                                       \
    __extension__({                                                            \
        n = (value);                                                           \
        n != -1;                                                               \
    })

APART int hand_compared(PyObject *left, PyObject *right, int op)
{
    PyObject *result = PyObject_RichCompare(left, right, op);
    if (result == NULL) {
        return -1;
    }
    int answer = PyObject_IsTrue(result);
    Py_DECREF(result);
    return answer;
}

/* The value is one's own, and given up. */
APART bool hand_set_item(PyObject *x, PyObject *item)
{
    Py_INCREF(item);
    int status = PyObject_SetItem(x, item, item);
    Py_DECREF(item);
    return status == 0;
}

APART int hand_has(PyObject *value)
{
    Py_XDECREF(value);
    if (value != NULL) {
        return 1;
    }
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return -1;
    }
    PyErr_Clear();
    return 0;
}

APART bool is_a_type(PyObject *x)
{
    if (PyType_Check(x)) {
        return true;
    }
    PyErr_BadArgument();
    return false;
}

APART PyObject *hand_type_name(PyObject *x)
{
#if PY_VERSION_HEX >= 0x030B0000
    return is_a_type(x) ? PyType_GetName((PyTypeObject *)x) : NULL;
#else
    return PyObject_GetAttrString(x, "__name__");
#endif
}

APART PyObject *hand_qualified_name(PyObject *x)
{
#if PY_VERSION_HEX >= 0x030B0000
    return is_a_type(x) ? PyType_GetQualName((PyTypeObject *)x) : NULL;
#else
    return PyObject_GetAttrString(x, "__qualname__");
#endif
}

APART PyObject *hand_module(PyObject *x)
{
    PyObject *module = is_a_type(x) ? PyType_GetModule((PyTypeObject *)x)
                                    : NULL;
    Py_XINCREF(module);
    return module;
}

APART bool hand_flags(PyObject *x, unsigned long *n)
{
    if (!is_a_type(x)) {
        return false;
    }
    *n = PyType_GetFlags((PyTypeObject *)x);
    return true;
}

APART int hand_has_feature(PyObject *x, unsigned long flags)
{
    return is_a_type(x) ? PyType_HasFeature((PyTypeObject *)x, flags) : -1;
}

APART int hand_is_subtype(PyObject *x, PyObject *y)
{
    return is_a_type(x) && is_a_type(y)
               ? PyType_IsSubtype((PyTypeObject *)x, (PyTypeObject *)y)
               : -1;
}

APART PyObject *hand_mro(PyObject *x)
{
    PyObject *mro = is_a_type(x) ? ((PyTypeObject *)x)->tp_mro : NULL;
    Py_XINCREF(mro);
    return mro;
}

APART bool hand_capsule_name(PyObject *x, const char **n)
{
    *n = PyCapsule_GetName(x);
    return *n != NULL || !PyErr_Occurred();
}

APART PyObject *hand_referent(PyObject *x)
{
#if PY_VERSION_HEX >= 0x030D0000
    PyObject *found;
    return PyWeakref_GetRef(x, &found) == 1 ? found : NULL;
#else
    PyObject *found = PyWeakref_GetObject(x);
    if (found == NULL || found == Py_None) {
        return NULL;
    }
    Py_INCREF(found);
    return found;
#endif
}

/* ---- Those with more to them. */

static bool ours_type_slot(input *in, Py_ssize_t times)
{
    REPEAT {
        void *slot;
        if (!hf_found(hf_type_slot(LENT(type, x), Py_tp_new, &slot))) {
            return false;
        }
        in->number = (int64_t)(intptr_t)slot;
    }
    return true;
}

static bool raw_type_slot(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *type = X_;
        void *slot = is_a_type(type)
                         ? PyType_GetSlot((PyTypeObject *)type, Py_tp_new)
                         : NULL;
        if (slot == NULL) {
            return false;
        }
        in->number = (int64_t)(intptr_t)slot;
    }
    return true;
}

/* x(y, y). */
static bool ours_object_call(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_object_borrowed arguments[] = {LENT(object, y), LENT(object, y)};
        hf_object made = hf_object_call(LENT(object, x), arguments, 2, NULL, 0);
        if (hf_is_null(hf_borrow(made))) {
            return false;
        }
        seen(hf_as_raw(hf_borrow(made)));
        hf_decref(made);
    }
    return true;
}

static bool raw_object_call(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *arguments[] = {NULL, Y_, Y_};
        PyObject *made = PyObject_Vectorcall(
            X_, arguments + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
        if (made == NULL) {
            return false;
        }
        seen(made);
        Py_DECREF(made);
    }
    return true;
}

/* ---- All that are one call, or one and what undoes it. */

#define OBJECTS(X)                                                             \
    X(GIVES, object_repr, hf_object_repr(LENT(object, x)), PyObject_Repr(X_))  \
    X(GIVES, object_str, hf_object_str(LENT(object, x)), PyObject_Str(X_))     \
    X(GIVES, object_ascii, hf_object_ascii(LENT(object, x)),                   \
      PyObject_ASCII(X_))                                                      \
    X(GIVES, object_dir, hf_object_dir(LENT(object, x)), PyObject_Dir(X_))     \
    X(GIVES, object_type, hf_object_type(LENT(object, x)), PyObject_Type(X_))  \
    X(GIVES, object_type_name, hf_object_type_name(LENT(object, x)),           \
      hand_type_name((PyObject *)Py_TYPE(X_)))                                 \
    X(GIVES, object_format, hf_object_format(LENT(object, x), LENT(str, y)),   \
      PyObject_Format(X_, Y_))                                                 \
    X(ASKS, object_compare,                                                    \
      hf_object_compare(LENT(object, x), LENT(object, y), Py_LT),              \
      hand_compared(X_, Y_, Py_LT))                                            \
    X(ASKS, object_equal, hf_object_equal(LENT(object, x), LENT(object, y)),   \
      hand_compared(X_, Y_, Py_EQ))                                            \
    X(ASKS, object_truth, hf_object_truth(LENT(object, x)),                    \
      PyObject_IsTrue(X_))                                                     \
    X(COUNTS, object_hash, hf_object_hash(LENT(object, x), &n),                \
      NUMBER_OF(PyObject_Hash(X_)))                                            \
    X(ASKS, object_callable,                                                   \
      hf_answer_yes_if(hf_object_callable(LENT(object, x))),                   \
      PyCallable_Check(X_))                                                    \
    X(ASKS, object_isinstance,                                                 \
      hf_object_isinstance(LENT(object, x), LENT(object, y)),                  \
      PyObject_IsInstance(X_, Y_))                                             \
    X(ASKS, object_issubclass,                                                 \
      hf_object_issubclass(LENT(object, x), LENT(object, y)),                  \
      PyObject_IsSubclass(X_, Y_))                                             \
    X(COUNTS, object_length, hf_object_length(LENT(object, x), &n),            \
      NUMBER_OF(PyObject_Size(X_)))                                            \
    X(ASKS, object_contains,                                                   \
      hf_object_contains(LENT(object, x), LENT(object, y)),                    \
      PySequence_Contains(X_, Y_))                                             \
    X(GIVES, object_getitem,                                                   \
      hf_object_getitem(LENT(object, x), LENT(object, y)),                     \
      PyObject_GetItem(X_, Y_))                                                \
    X(DOES, object_setitem_delitem,                                            \
      hf_object_setitem(LENT(object, x), LENT(object, y),                      \
                        hf_incref(LENT(object, y))) &&                         \
          hf_object_delitem(LENT(object, x), LENT(object, y)),                 \
      hand_set_item(X_, Y_) && PyObject_DelItem(X_, Y_) == 0)                  \
    X(GIVES, object_getattr, hf_object_getattr(LENT(object, x), LENT(str, y)), \
      PyObject_GetAttr(X_, Y_))                                                \
    X(GIVES, object_getattr_utf8,                                              \
      hf_object_getattr_utf8(LENT(object, x), NAME),                           \
      PyObject_GetAttrString(X_, NAME))                                        \
    X(FINDS, object_getattr_optional,                                          \
      hf_object_getattr_optional(LENT(object, x), LENT(str, y), &out),         \
      PyObject_GetAttr(X_, Y_))                                                \
    X(FINDS, object_getattr_optional_utf8,                                     \
      hf_object_getattr_optional_utf8(LENT(object, x), NAME, &out),            \
      PyObject_GetAttrString(X_, NAME))                                        \
    X(ASKS, object_hasattr, hf_object_hasattr(LENT(object, x), LENT(str, y)),  \
      hand_has(PyObject_GetAttr(X_, Y_)))                                      \
    X(ASKS, object_hasattr_utf8,                                               \
      hf_object_hasattr_utf8(LENT(object, x), NAME),                           \
      hand_has(PyObject_GetAttrString(X_, NAME)))                              \
    X(DOES, object_setattr_delattr,                                            \
      hf_object_setattr(LENT(object, x), LENT(str, y), LENT(object, y)) &&     \
          hf_object_delattr(LENT(object, x), LENT(str, y)),                    \
      PyObject_SetAttr(X_, Y_, Y_) == 0 &&                                     \
          PyObject_SetAttr(X_, Y_, NULL) == 0)                                 \
    X(DOES, object_setattr_delattr_utf8,                                       \
      hf_object_setattr_utf8(LENT(object, x), NAME, LENT(object, y)) &&        \
          hf_object_delattr_utf8(LENT(object, x), NAME),                       \
      PyObject_SetAttrString(X_, NAME, Y_) == 0 &&                             \
          PyObject_DelAttrString(X_, NAME) == 0)                               \
    X(WRITTEN, object_call, , )                                                \
    X(GIVES, object_call_no_args, hf_object_call_no_args(LENT(object, x)),     \
      PyObject_CallNoArgs(X_))                                                 \
    X(GIVES, object_call_one_arg,                                              \
      hf_object_call_one_arg(LENT(object, x), LENT(object, y)),                \
      PyObject_CallOneArg(X_, Y_))                                             \
    X(GIVES, object_call_method,                                               \
      hf_object_call_method(LENT(object, x), LENT(str, y), NULL, 0, NULL, 0),  \
      PyObject_CallMethodNoArgs(X_, Y_))                                       \
    X(GIVES, object_call_method_utf8,                                          \
      hf_object_call_method_utf8(LENT(object, x), NAME, NULL, 0, NULL, 0),     \
      PyObject_CallMethod(X_, NAME, NULL))                                     \
    X(GIVES, type_name, hf_type_name(LENT(type, x)), hand_type_name(X_))       \
    X(GIVES, type_qualified_name, hf_type_qualified_name(LENT(type, x)),       \
      hand_qualified_name(X_))                                                 \
    X(GIVES, type_module_name, hf_type_module_name(LENT(type, x)),             \
      PyObject_GetAttrString(X_, "__module__"))                                \
    X(GIVES, type_module, hf_type_module(LENT(type, x)), hand_module(X_))      \
    X(N_flags, type_flags, hf_type_flags(LENT(type, x), &n),                   \
      hand_flags(X_, &n))                                                      \
    X(ASKS, type_has_feature,                                                  \
      hf_type_has_feature(LENT(type, x), Py_TPFLAGS_HAVE_GC),                  \
      hand_has_feature(X_, Py_TPFLAGS_HAVE_GC))                                \
    X(ASKS, type_is_subtype, hf_type_is_subtype(LENT(type, x), LENT(type, y)), \
      hand_is_subtype(X_, Y_))                                                 \
    X(GIVES, type_mro, hf_type_mro(LENT(type, x)), hand_mro(X_))               \
    X(WRITTEN, type_slot, , )                                                  \
    X(MAKES, type_new_instance,                                                \
      hf_type_new_instance(LENT(type, x), NULL, 0, NULL, 0),                   \
      PyObject_CallNoArgs(X_))                                                 \
    X(MAKES, type_super, hf_type_super(LENT(type, x), LENT(object, y)),        \
      PyObject_CallFunctionObjArgs((PyObject *)&PySuper_Type, X_, Y_, NULL))   \
    X(MAKES, capsule_new, hf_capsule_new(&pointed_to, NAME, NULL),             \
      PyCapsule_New(&pointed_to, NAME, NULL))                                  \
    X(N_pointer, capsule_pointer,                                              \
      hf_capsule_pointer(LENT(capsule, x), CAPSULE, &n),                       \
      (n = PyCapsule_GetPointer(X_, CAPSULE)) != NULL)                         \
    X(N_name, capsule_name, hf_capsule_name(LENT(capsule, x), &n),             \
      hand_capsule_name(X_, &n))                                               \
    X(N_pointer, capsule_import, hf_capsule_import(CAPSULE, &n),               \
      (n = PyCapsule_Import(CAPSULE, 0)) != NULL)                              \
    X(GIVES, weakref_new, hf_weakref_new(LENT(object, x)),                     \
      PyWeakref_NewRef(X_, NULL))                                              \
    X(MAKES, weakref_new_with_callback,                                        \
      hf_weakref_new_with_callback(LENT(object, x), LENT(object, y)),          \
      PyWeakref_NewRef(X_, Y_))                                                \
    X(FINDS, weakref_get, hf_weakref_get(LENT(weakref, x), &out),              \
      hand_referent(X_))

TYPES_TABLE(types_objects, OBJECTS)
