/* exact.h: whether an object is of a type, and of none that inherits from it.
 *
 * For code that must leave to a subclass what that may do in its own way: the order
 * in which an OrderedDict gives its items, say.
 */
#ifndef HF_EXACT_H
#define HF_EXACT_H

#include "handle.h"

HF_BEGIN_DECLS

/* hf_check_exact(T, o) asks whether the type of the borrowed object |o| is the one
 * that Python calls T. Null has none. T may be object, int, bool, float, complex,
 * str, bytes, bytearray, memoryview, list, tuple, dict, set, frozenset, range,
 * slice, module or type. */
#define hf_check_exact(T, o) hf_private_is_exactly(o, &HF_PRIVATE_TYPE_OF_##T)

/* ---- Bodies. */

#define HF_PRIVATE_TYPE_OF_object PyBaseObject_Type
#define HF_PRIVATE_TYPE_OF_int PyLong_Type
#define HF_PRIVATE_TYPE_OF_bool PyBool_Type
#define HF_PRIVATE_TYPE_OF_float PyFloat_Type
#define HF_PRIVATE_TYPE_OF_complex PyComplex_Type
#define HF_PRIVATE_TYPE_OF_str PyUnicode_Type
#define HF_PRIVATE_TYPE_OF_bytes PyBytes_Type
#define HF_PRIVATE_TYPE_OF_bytearray PyByteArray_Type
#define HF_PRIVATE_TYPE_OF_memoryview PyMemoryView_Type
#define HF_PRIVATE_TYPE_OF_list PyList_Type
#define HF_PRIVATE_TYPE_OF_tuple PyTuple_Type
#define HF_PRIVATE_TYPE_OF_dict PyDict_Type
#define HF_PRIVATE_TYPE_OF_set PySet_Type
#define HF_PRIVATE_TYPE_OF_frozenset PyFrozenSet_Type
#define HF_PRIVATE_TYPE_OF_range PyRange_Type
#define HF_PRIVATE_TYPE_OF_slice PySlice_Type
#define HF_PRIVATE_TYPE_OF_module PyModule_Type
#define HF_PRIVATE_TYPE_OF_type PyType_Type

HF_INLINE bool hf_private_is_exactly(hf_object_borrowed o, PyTypeObject *type)
{
    PyObject *raw = HF_PRIVATE_USE(o);
    return raw != NULL && Py_TYPE(raw) == type;
}

HF_END_DECLS

#endif /* HF_EXACT_H */
