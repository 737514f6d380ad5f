/* said.h: in the checked build from_owned and from_borrowed look at the
 * expression that their pointer comes from. A part of handle.h.
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

#endif /* HF_SAID_H */
