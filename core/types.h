/* types.h: the Python types that have handles.
 *
 * A row is X(T, parent, "name", check): the handle's name, hf_T; the type that
 * it is a special case of, to which it upcasts; the name in TypeErrors; and what
 * asks a PyObject * whether it is one. All verbs and casts come from the row.
 * A type that core/ does not know gets the same by HF_HANDLE (handle.h).
 *
 * What uses a row pastes T at once, hf_##T, and never hands it to another
 * macro: bool is a macro in C.
 */
#ifndef HF_TYPES_H
#define HF_TYPES_H

#include "check.h"

#if PY_VERSION_HEX < 0x030B0000
#include <frameobject.h> /* PyFrame_Check */
#endif

#define HF_TYPES(X)                                                            \
    X(object, object, "object", hf_private_is_object)                          \
    X(exception, object, "BaseException", PyExceptionInstance_Check)           \
    X(type, object, "type", PyType_Check)                                      \
    X(int, object, "int", PyLong_Check)                                        \
    X(bool, int, "bool", PyBool_Check)                                         \
    X(float, object, "float", PyFloat_Check)                                   \
    X(complex, object, "complex", PyComplex_Check)                             \
    X(str, object, "str", PyUnicode_Check)                                     \
    X(bytes, object, "bytes", PyBytes_Check)                                   \
    X(bytearray, object, "bytearray", PyByteArray_Check)                       \
    X(memoryview, object, "memoryview", PyMemoryView_Check)                    \
    X(list, object, "list", PyList_Check)                                      \
    X(tuple, object, "tuple", PyTuple_Check)                                   \
    X(dict, object, "dict", PyDict_Check)                                      \
    X(set, object, "set", PySet_Check)                                         \
    X(frozenset, object, "frozenset", PyFrozenSet_Check)                       \
    X(range, object, "range", PyRange_Check)                                   \
    X(slice, object, "slice", PySlice_Check)                                   \
    X(iterator, object, "iterator", PyIter_Check)                              \
    X(module, object, "module", PyModule_Check)                                \
    X(code, object, "code", PyCode_Check)                                      \
    X(frame, object, "frame", PyFrame_Check)                                   \
    X(capsule, object, "PyCapsule", PyCapsule_CheckExact)                      \
    X(weakref, object, "weakref", PyWeakref_Check)

#define hf_private_is_object(raw) (sizeof(raw) != 0)

/* hf_private_row numbers the rows. A type of HF_HANDLE has that of object. */
#define HF_PRIVATE_ROW(T, parent, name, check) HF_PRIVATE_ROW_OF_##T,
enum hf_private_row { HF_TYPES(HF_PRIVATE_ROW) HF_PRIVATE_ROWS };

#endif /* HF_TYPES_H */
