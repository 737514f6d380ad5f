/* said.h: in the checked build from_owned and from_borrowed look at the
 * expression that their pointer comes from; and so do the functions of CPython's that
 * keep what they are given: those that steal it, and those that borrow.
 * A part of handle.h.
 */
#ifndef HF_SAID_H
#define HF_SAID_H

#define HF_PRIVATE_SAID(how, make, p) make(hf_private_said_##how(#p, p))

#define hf_object_from_owned(p) HF_PRIVATE_SAID(owned, hf_object_from_owned, p)
#define hf_object_from_borrowed(p)                                             \
    HF_PRIVATE_SAID(borrowed, hf_object_from_borrowed, p)
#define hf_exception_from_owned(p)                                             \
    HF_PRIVATE_SAID(owned, hf_exception_from_owned, p)
#define hf_exception_from_borrowed(p)                                          \
    HF_PRIVATE_SAID(borrowed, hf_exception_from_borrowed, p)
#define hf_type_from_owned(p) HF_PRIVATE_SAID(owned, hf_type_from_owned, p)
#define hf_type_from_borrowed(p)                                               \
    HF_PRIVATE_SAID(borrowed, hf_type_from_borrowed, p)
#define hf_int_from_owned(p) HF_PRIVATE_SAID(owned, hf_int_from_owned, p)
#define hf_int_from_borrowed(p)                                                \
    HF_PRIVATE_SAID(borrowed, hf_int_from_borrowed, p)
#define hf_bool_from_owned(p) HF_PRIVATE_SAID(owned, hf_bool_from_owned, p)
#define hf_bool_from_borrowed(p)                                               \
    HF_PRIVATE_SAID(borrowed, hf_bool_from_borrowed, p)
#define hf_float_from_owned(p) HF_PRIVATE_SAID(owned, hf_float_from_owned, p)
#define hf_float_from_borrowed(p)                                              \
    HF_PRIVATE_SAID(borrowed, hf_float_from_borrowed, p)
#define hf_complex_from_owned(p)                                               \
    HF_PRIVATE_SAID(owned, hf_complex_from_owned, p)
#define hf_complex_from_borrowed(p)                                            \
    HF_PRIVATE_SAID(borrowed, hf_complex_from_borrowed, p)
#define hf_str_from_owned(p) HF_PRIVATE_SAID(owned, hf_str_from_owned, p)
#define hf_str_from_borrowed(p)                                                \
    HF_PRIVATE_SAID(borrowed, hf_str_from_borrowed, p)
#define hf_bytes_from_owned(p) HF_PRIVATE_SAID(owned, hf_bytes_from_owned, p)
#define hf_bytes_from_borrowed(p)                                              \
    HF_PRIVATE_SAID(borrowed, hf_bytes_from_borrowed, p)
#define hf_bytearray_from_owned(p)                                             \
    HF_PRIVATE_SAID(owned, hf_bytearray_from_owned, p)
#define hf_bytearray_from_borrowed(p)                                          \
    HF_PRIVATE_SAID(borrowed, hf_bytearray_from_borrowed, p)
#define hf_memoryview_from_owned(p)                                            \
    HF_PRIVATE_SAID(owned, hf_memoryview_from_owned, p)
#define hf_memoryview_from_borrowed(p)                                         \
    HF_PRIVATE_SAID(borrowed, hf_memoryview_from_borrowed, p)
#define hf_list_from_owned(p) HF_PRIVATE_SAID(owned, hf_list_from_owned, p)
#define hf_list_from_borrowed(p)                                               \
    HF_PRIVATE_SAID(borrowed, hf_list_from_borrowed, p)
#define hf_tuple_from_owned(p) HF_PRIVATE_SAID(owned, hf_tuple_from_owned, p)
#define hf_tuple_from_borrowed(p)                                              \
    HF_PRIVATE_SAID(borrowed, hf_tuple_from_borrowed, p)
#define hf_dict_from_owned(p) HF_PRIVATE_SAID(owned, hf_dict_from_owned, p)
#define hf_dict_from_borrowed(p)                                               \
    HF_PRIVATE_SAID(borrowed, hf_dict_from_borrowed, p)
#define hf_set_from_owned(p) HF_PRIVATE_SAID(owned, hf_set_from_owned, p)
#define hf_set_from_borrowed(p)                                                \
    HF_PRIVATE_SAID(borrowed, hf_set_from_borrowed, p)
#define hf_frozenset_from_owned(p)                                             \
    HF_PRIVATE_SAID(owned, hf_frozenset_from_owned, p)
#define hf_frozenset_from_borrowed(p)                                          \
    HF_PRIVATE_SAID(borrowed, hf_frozenset_from_borrowed, p)
#define hf_range_from_owned(p) HF_PRIVATE_SAID(owned, hf_range_from_owned, p)
#define hf_range_from_borrowed(p)                                              \
    HF_PRIVATE_SAID(borrowed, hf_range_from_borrowed, p)
#define hf_slice_from_owned(p) HF_PRIVATE_SAID(owned, hf_slice_from_owned, p)
#define hf_slice_from_borrowed(p)                                              \
    HF_PRIVATE_SAID(borrowed, hf_slice_from_borrowed, p)
#define hf_iterator_from_owned(p)                                              \
    HF_PRIVATE_SAID(owned, hf_iterator_from_owned, p)
#define hf_iterator_from_borrowed(p)                                           \
    HF_PRIVATE_SAID(borrowed, hf_iterator_from_borrowed, p)
#define hf_module_from_owned(p) HF_PRIVATE_SAID(owned, hf_module_from_owned, p)
#define hf_module_from_borrowed(p)                                             \
    HF_PRIVATE_SAID(borrowed, hf_module_from_borrowed, p)
#define hf_code_from_owned(p) HF_PRIVATE_SAID(owned, hf_code_from_owned, p)
#define hf_code_from_borrowed(p)                                               \
    HF_PRIVATE_SAID(borrowed, hf_code_from_borrowed, p)
#define hf_frame_from_owned(p) HF_PRIVATE_SAID(owned, hf_frame_from_owned, p)
#define hf_frame_from_borrowed(p)                                              \
    HF_PRIVATE_SAID(borrowed, hf_frame_from_borrowed, p)
#define hf_capsule_from_owned(p)                                               \
    HF_PRIVATE_SAID(owned, hf_capsule_from_owned, p)
#define hf_capsule_from_borrowed(p)                                            \
    HF_PRIVATE_SAID(borrowed, hf_capsule_from_borrowed, p)
#define hf_weakref_from_owned(p)                                               \
    HF_PRIVATE_SAID(owned, hf_weakref_from_owned, p)
#define hf_weakref_from_borrowed(p)                                            \
    HF_PRIVATE_SAID(borrowed, hf_weakref_from_borrowed, p)

#ifndef HOLDFAST_WATCH_H /* watch.h has its own of these, and looks at the same */

/* The argument itself, before macros in it are expanded. It comes last, and may have
 * commas: C++ has such. Not of those that call Python code mostly, or raise: a report
 * may be an exception. */
#define PyList_Append(list, ...)                                               \
    PyList_Append(list, hf_private_said_borrowed(#__VA_ARGS__, __VA_ARGS__))
#define PyList_Insert(list, i, ...)                                            \
    PyList_Insert(list, i, hf_private_said_borrowed(#__VA_ARGS__, __VA_ARGS__))
#define PyDict_SetItemString(dict, key, ...)                                   \
    PyDict_SetItemString(dict, key,                                            \
                         hf_private_said_borrowed(#__VA_ARGS__, __VA_ARGS__))
#define PySet_Add(set, ...)                                                    \
    PySet_Add(set, hf_private_said_borrowed(#__VA_ARGS__, __VA_ARGS__))
#if PY_VERSION_HEX >= 0x030A0000 /* before, a function of somebody's own may be it */
#define PyModule_AddObjectRef(module, name, ...)                               \
    PyModule_AddObjectRef(module, name,                                        \
                          hf_private_said_borrowed(#__VA_ARGS__, __VA_ARGS__))
#endif
#define PyDict_SetItem(x, key, ...)                                            \
    PyDict_SetItem(x, hf_private_said_borrowed(#key, key),                     \
                   hf_private_said_borrowed(#__VA_ARGS__, __VA_ARGS__))
#define PyList_SetItem(list, i, ...)                                           \
    PyList_SetItem(list, i, hf_private_said_owned(#__VA_ARGS__, __VA_ARGS__))
#define PyTuple_SetItem(tuple, i, ...)                                         \
    PyTuple_SetItem(tuple, i, hf_private_said_owned(#__VA_ARGS__, __VA_ARGS__))
#define PyModule_AddObject(module, name, ...)                                  \
    PyModule_AddObject(module, name,                                           \
                       hf_private_said_owned(#__VA_ARGS__, __VA_ARGS__))
#if PY_VERSION_HEX >= 0x030B0000 /* before, these are no functions */
#undef PyList_SET_ITEM
#define PyList_SET_ITEM(x, i, ...)                                             \
    PyList_SET_ITEM(                                                           \
        _PyObject_CAST(x), i,                                                  \
        hf_private_said_owned(#__VA_ARGS__, _PyObject_CAST(__VA_ARGS__)))
#undef PyTuple_SET_ITEM
#define PyTuple_SET_ITEM(x, i, ...)                                            \
    PyTuple_SET_ITEM(                                                          \
        _PyObject_CAST(x), i,                                                  \
        hf_private_said_owned(#__VA_ARGS__, _PyObject_CAST(__VA_ARGS__)))
#endif

#endif

#endif /* HF_SAID_H */
