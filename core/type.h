/* type.h: Python's type. hf_object_type(x) gives that of an object, and
 * hf_type_from_borrowed((PyObject *)&PyLong_Type) one that CPython has in C.
 */
#ifndef HF_TYPE_H
#define HF_TYPE_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_type_name is the __name__, hf_type_qualified_name the __qualname__.
 *
 *   borrows self | -> new or null | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_str hf_type_name(hf_type_borrowed self);
HF_NODISCARD HF_API hf_str hf_type_qualified_name(hf_type_borrowed self);

/* hf_type_module_name is the __module__, a str mostly.
 *
 *   borrows self | -> new or null | raises AttributeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_INLINE hf_object hf_type_module_name(hf_type_borrowed self);

/* hf_type_module is the module that the type was made for, by
 * PyType_FromModuleAndSpec: where its state is.
 *
 *   borrows self | -> new or null | raises TypeError
 */
HF_NODISCARD HF_API hf_module hf_type_module(hf_type_borrowed self);

/* hf_type_flags writes tp_flags to |out|; hf_type_has_feature answers whether
 * one of |flags| is set: Py_TPFLAGS_HAVE_GC and the like.
 *
 *   borrows self | -> worked, answer | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_type_flags(hf_type_borrowed self,
                                            unsigned long *out);
HF_NODISCARD HF_API hf_answer hf_type_has_feature(hf_type_borrowed self,
                                                  unsigned long flags);

/* hf_type_is_subtype answers whether |self| is |other| or inherits from it.
 * Unlike hf_object_issubclass it asks nobody else.
 *
 *   borrows self, other | -> answer | raises TypeError
 */
HF_NODISCARD HF_API hf_answer hf_type_is_subtype(hf_type_borrowed self,
                                                 hf_type_borrowed other);

/* hf_type_mro is the tuple of the types whose attributes count, |self| first.
 *
 *   borrows self | -> new or null | raises TypeError
 */
HF_NODISCARD HF_API hf_tuple hf_type_mro(hf_type_borrowed self);

/* hf_type_slot writes what is in a slot, Py_tp_new or the like, to |out|, and
 * NULL where nothing is. Before CPython 3.10 only types that were made at run
 * time have slots to ask for.
 *
 *   borrows self | -> found, missing or error | raises SystemError, TypeError
 */
HF_NODISCARD HF_API hf_lookup hf_type_slot(hf_type_borrowed self, int slot,
                                           void **out);

/* hf_type_new_instance is self(*arguments, **keywords): see hf_object_call.
 *
 *   borrows self, arguments, keywords | -> new or null
 *   | raises OverflowError, anything | runs-python
 */
HF_NODISCARD HF_INLINE hf_object
hf_type_new_instance(hf_type_borrowed self, const hf_object_borrowed *arguments,
                     Py_ssize_t nargs, const hf_keyword *keywords,
                     Py_ssize_t nkeywords) HF_PRIVATE_AS_MANY(arguments, nargs)
    HF_PRIVATE_AS_MANY(keywords, nkeywords);

/* hf_type_super is super(self, instance): asked for an attribute, it gives what
 * |instance| has of the classes behind |self|. |instance| may be a type, too.
 *
 *   borrows self, instance | -> new or null | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_type_super(hf_type_borrowed self,
                                            hf_object_borrowed instance);

/* ---- Bodies. Not by the macros for any handle. */

/* hf_private_type_name is the __name__ of a type, new; or NULL. */
HF_NODISCARD HF_API PyObject *hf_private_type_name(PyTypeObject *type);

HF_INLINE hf_object hf_type_module_name(hf_type_borrowed self)
{
    return (hf_object_getattr_utf8)(hf_type_as_object(self), "__module__");
}

HF_INLINE hf_object hf_type_new_instance(hf_type_borrowed self,
                                         const hf_object_borrowed *arguments,
                                         Py_ssize_t nargs,
                                         const hf_keyword *keywords,
                                         Py_ssize_t nkeywords)
{
    return (hf_object_call)(hf_type_as_object(self), arguments, nargs, keywords,
                            nkeywords);
}

HF_END_DECLS

/* ---- An instance may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_type_super(self, instance)                                          \
    hf_type_super(self, hf_as_object(instance))
#endif

#endif /* HF_TYPE_H */
