/* object.h: what can be done with any Python object. */
#ifndef HF_OBJECT_H
#define HF_OBJECT_H

#include "handle.h"

HF_BEGIN_DECLS

/* hf_none, hf_true, hf_false and hf_not_implemented are the singletons.
 *
 *   -> new
 */
HF_NODISCARD HF_INLINE hf_object hf_none(void);
HF_NODISCARD HF_INLINE hf_object hf_true(void);
HF_NODISCARD HF_INLINE hf_object hf_false(void);
HF_NODISCARD HF_INLINE hf_object hf_not_implemented(void);

/* hf_is_none says whether |self| is None. Null is not. */
HF_NODISCARD HF_INLINE bool hf_is_none(hf_object_borrowed self);

/* hf_object_type_name is the __name__ of the type of |self|.
 *
 *   borrows self | -> new or null | raises MemoryError
 */
HF_NODISCARD HF_API hf_str hf_object_type_name(hf_object_borrowed self);

/* hf_object_repr is repr(self).
 *
 *   borrows self | -> new or null | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_str hf_object_repr(hf_object_borrowed self);

/* hf_object_str is str(self).
 *
 *   borrows self | -> new or null | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_str hf_object_str(hf_object_borrowed self);

/* hf_object_compare answers left OP right, where |op| is one of Py_LT, Py_LE,
 * Py_EQ, Py_NE, Py_GT, Py_GE. As in Python, and unlike PyObject_RichCompareBool,
 * a NaN is not equal to itself.
 *
 *   borrows left, right | -> answer | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_object_compare(hf_object_borrowed left,
                                                hf_object_borrowed right,
                                                int op);

/* hf_object_equal answers left == right: hf_object_compare, Py_EQ. */
HF_NODISCARD HF_INLINE hf_answer hf_object_equal(hf_object_borrowed left,
                                                 hf_object_borrowed right);

/* hf_object_truth answers bool(self).
 *
 *   borrows self | -> answer | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_object_truth(hf_object_borrowed self);

/* hf_object_hash writes hash(self) to |out|.
 *
 *   borrows self | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_object_hash(hf_object_borrowed self,
                                             Py_hash_t *out);

/* hf_object_is says whether both are the same object. Null is nothing's like, not
 * even null's. */
HF_NODISCARD HF_INLINE bool hf_object_is(hf_object_borrowed left,
                                         hf_object_borrowed right);

/* hf_object_type is type(self).
 *
 *   borrows self | -> new or null
 */
HF_NODISCARD HF_API hf_type hf_object_type(hf_object_borrowed self);

/* hf_object_callable says whether |self| can be called. Null cannot. */
HF_NODISCARD HF_INLINE bool hf_object_callable(hf_object_borrowed self);

/* hf_object_isinstance answers isinstance(self, type), hf_object_issubclass
 * issubclass(self, type): |type| may be a tuple of types, too.
 *
 *   borrows self, type | -> answer | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_object_isinstance(hf_object_borrowed self,
                                                   hf_object_borrowed type);
HF_NODISCARD HF_API hf_answer hf_object_issubclass(hf_object_borrowed self,
                                                   hf_object_borrowed type);

/* hf_object_ascii is ascii(self).
 *
 *   borrows self | -> new or null | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_str hf_object_ascii(hf_object_borrowed self);

/* hf_object_format is format(self, spec).
 *
 *   borrows self, spec | -> new or null | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_str hf_object_format(hf_object_borrowed self,
                                            hf_str_borrowed spec);

/* hf_object_dir is dir(self).
 *
 *   borrows self | -> new or null | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_list hf_object_dir(hf_object_borrowed self);

/* hf_object_length writes len(self) to |out|.
 *
 *   borrows self | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_object_length(hf_object_borrowed self,
                                               Py_ssize_t *out);

/* hf_object_contains answers item in self.
 *
 *   borrows self, item | -> answer | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_object_contains(hf_object_borrowed self,
                                                 hf_object_borrowed item);

/* hf_object_getitem is self[key].
 *
 *   borrows self, key | -> new or null | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_object_getitem(hf_object_borrowed self,
                                                hf_object_borrowed key);

/* hf_object_setitem is self[key] = value: what is put in is consumed.
 *
 *   borrows self, key | steals value | -> worked | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_object_setitem(hf_object_borrowed self,
                                                hf_object_borrowed key,
                                                hf_object value);

/* hf_object_delitem is del self[key].
 *
 *   borrows self, key | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_object_delitem(hf_object_borrowed self,
                                                hf_object_borrowed key);

/* hf_object_getattr is getattr(self, name).
 *
 *   borrows self, name | -> new or null | raises AttributeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_object_getattr(hf_object_borrowed self,
                                                hf_str_borrowed name);

/* hf_object_getattr_optional looks an attribute up and writes it to |out|,
 * owned, where it is found, and null otherwise. Missing stands for an
 * AttributeError, and for nothing else.
 *
 *   borrows self, name | -> new in out, or missing, or error
 *   | raises anything but AttributeError | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_object_getattr_optional(
    hf_object_borrowed self, hf_str_borrowed name, hf_object *out);

/* hf_object_hasattr answers hasattr(self, name): an exception other than
 * AttributeError is not swallowed.
 *
 *   borrows self, name | -> answer
 *   | raises anything but AttributeError | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_object_hasattr(hf_object_borrowed self,
                                                hf_str_borrowed name);

/* hf_object_setattr is setattr(self, name, value).
 *
 *   borrows self, name, value | -> worked | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_object_setattr(hf_object_borrowed self,
                                                hf_str_borrowed name,
                                                hf_object_borrowed value);

/* hf_object_delattr is delattr(self, name).
 *
 *   borrows self, name | -> worked | raises AttributeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_object_delattr(hf_object_borrowed self,
                                                hf_str_borrowed name);

/* hf_object_getattr_utf8 and its kin take the name as NUL-terminated UTF-8.
 * The name is interned, so it suits the names that a program spells out. */
HF_NODISCARD HF_API hf_object hf_object_getattr_utf8(hf_object_borrowed self,
                                                     const char *name);
HF_NODISCARD HF_API hf_lookup hf_object_getattr_optional_utf8(
    hf_object_borrowed self, const char *name, hf_object *out);
HF_NODISCARD HF_API hf_answer hf_object_hasattr_utf8(hf_object_borrowed self,
                                                     const char *name);
HF_NODISCARD HF_API hf_worked hf_object_setattr_utf8(
    hf_object_borrowed self, const char *name, hf_object_borrowed value);
HF_NODISCARD HF_API hf_worked hf_object_delattr_utf8(hf_object_borrowed self,
                                                     const char *name);

/* hf_keyword is one keyword argument of a call: |name| is NUL-terminated
 * UTF-8, and interned by the call. */
typedef struct hf_keyword {
    const char *name;
    hf_object_borrowed value;
} hf_keyword;

/* hf_object_call is self(*arguments, **keywords), for |nargs| arguments and
 * |nkeywords| keywords. An array may be NULL where its number is 0.
 *
 *   borrows self, arguments, keywords | -> new or null
 *   | raises OverflowError, anything | runs-python
 */
HF_NODISCARD HF_API HF_PRIVATE_READS(2, 3) HF_PRIVATE_READS(4, 5) hf_object
    hf_object_call(hf_object_borrowed self, const hf_object_borrowed *arguments,
                   Py_ssize_t nargs, const hf_keyword *keywords,
                   Py_ssize_t nkeywords) HF_PRIVATE_AS_MANY(arguments, nargs)
        HF_PRIVATE_AS_MANY(keywords, nkeywords);

/* hf_object_call_method is self.name(*arguments, **keywords). CPython keeps
 * the names of looked-up methods in a cache: intern the ones in use often.
 *
 *   borrows self, name, arguments, keywords | -> new or null
 *   | raises OverflowError, anything | runs-python
 */
HF_NODISCARD HF_API HF_PRIVATE_READS(3, 4) HF_PRIVATE_READS(5, 6) hf_object
    hf_object_call_method(hf_object_borrowed self, hf_str_borrowed name,
                          const hf_object_borrowed *arguments, Py_ssize_t nargs,
                          const hf_keyword *keywords, Py_ssize_t nkeywords)
        HF_PRIVATE_AS_MANY(arguments, nargs)
            HF_PRIVATE_AS_MANY(keywords, nkeywords);

/* hf_object_call_method_utf8 takes the name as NUL-terminated UTF-8, and
 * interns it. */
HF_NODISCARD HF_API HF_PRIVATE_READS(3, 4) HF_PRIVATE_READS(5, 6) hf_object
    hf_object_call_method_utf8(hf_object_borrowed self, const char *name,
                               const hf_object_borrowed *arguments,
                               Py_ssize_t nargs, const hf_keyword *keywords,
                               Py_ssize_t nkeywords)
        HF_PRIVATE_AS_MANY(arguments, nargs)
            HF_PRIVATE_AS_MANY(keywords, nkeywords);

/* hf_object_call_no_args is self().
 *
 *   borrows self | -> new or null | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_object hf_object_call_no_args(hf_object_borrowed self);

/* hf_object_call_one_arg is self(argument).
 *
 *   borrows self, argument | -> new or null | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_object
hf_object_call_one_arg(hf_object_borrowed self, hf_object_borrowed argument);

/* ---- Bodies. */

HF_INLINE hf_object hf_private_singleton(PyObject *raw)
{
    Py_INCREF(raw);
    return HF_PRIVATE_AGAIN(object, raw);
}

HF_INLINE hf_object hf_none(void)
{
    return hf_private_singleton(Py_None);
}

HF_INLINE hf_object hf_true(void)
{
    return hf_private_singleton(Py_True);
}

HF_INLINE hf_object hf_false(void)
{
    return hf_private_singleton(Py_False);
}

HF_INLINE hf_object hf_not_implemented(void)
{
    return hf_private_singleton(Py_NotImplemented);
}

HF_INLINE bool hf_is_none(hf_object_borrowed self)
{
    return HF_PRIVATE_USE(self) == Py_None;
}

HF_INLINE bool hf_object_is(hf_object_borrowed left, hf_object_borrowed right)
{
    PyObject *raw = HF_PRIVATE_USE(left);
    return raw != NULL && raw == HF_PRIVATE_USE(right);
}

HF_INLINE bool hf_object_callable(hf_object_borrowed self)
{
    return PyCallable_Check(HF_PRIVATE_USE(self));
}

HF_INLINE hf_answer hf_object_equal(hf_object_borrowed left,
                                    hf_object_borrowed right)
{
    return hf_object_compare(left, right, Py_EQ);
}

HF_END_DECLS

/* ---- An object may be any handle: owned and hf_auto variables are lent, and
 * all go up to object. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_is_none(x) hf_is_none(hf_as_object(x))
#define hf_object_type_name(x) hf_object_type_name(hf_as_object(x))
#define hf_object_repr(x) hf_object_repr(hf_as_object(x))
#define hf_object_str(x) hf_object_str(hf_as_object(x))
#define hf_object_compare(x, y, op)                                            \
    hf_object_compare(hf_as_object(x), hf_as_object(y), op)
#define hf_object_equal(x, y) hf_object_equal(hf_as_object(x), hf_as_object(y))
#define hf_object_truth(x) hf_object_truth(hf_as_object(x))
#define hf_object_hash(x, out) hf_object_hash(hf_as_object(x), out)
#define hf_object_is(x, y) hf_object_is(hf_as_object(x), hf_as_object(y))
#define hf_object_type(x) hf_object_type(hf_as_object(x))
#define hf_object_callable(x) hf_object_callable(hf_as_object(x))
#define hf_object_isinstance(x, type)                                          \
    hf_object_isinstance(hf_as_object(x), hf_as_object(type))
#define hf_object_issubclass(x, type)                                          \
    hf_object_issubclass(hf_as_object(x), hf_as_object(type))
#define hf_object_ascii(x) hf_object_ascii(hf_as_object(x))
#define hf_object_format(x, spec) hf_object_format(hf_as_object(x), spec)
#define hf_object_dir(x) hf_object_dir(hf_as_object(x))
#define hf_object_length(x, out) hf_object_length(hf_as_object(x), out)
#define hf_object_contains(x, item)                                            \
    hf_object_contains(hf_as_object(x), hf_as_object(item))
#define hf_object_getitem(x, key)                                              \
    hf_object_getitem(hf_as_object(x), hf_as_object(key))
#define hf_object_setitem(x, key, value)                                       \
    hf_object_setitem(hf_as_object(x), hf_as_object(key),                      \
                      hf_into_object(value))
#define hf_object_delitem(x, key)                                              \
    hf_object_delitem(hf_as_object(x), hf_as_object(key))
#define hf_object_getattr(x, name) hf_object_getattr(hf_as_object(x), name)
#define hf_object_getattr_optional(x, name, out)                               \
    hf_object_getattr_optional(hf_as_object(x), name, out)
#define hf_object_hasattr(x, name) hf_object_hasattr(hf_as_object(x), name)
#define hf_object_setattr(x, name, value)                                      \
    hf_object_setattr(hf_as_object(x), name, hf_as_object(value))
#define hf_object_delattr(x, name) hf_object_delattr(hf_as_object(x), name)
#define hf_object_getattr_utf8(x, name)                                        \
    hf_object_getattr_utf8(hf_as_object(x), name)
#define hf_object_getattr_optional_utf8(x, name, out)                          \
    hf_object_getattr_optional_utf8(hf_as_object(x), name, out)
#define hf_object_hasattr_utf8(x, name)                                        \
    hf_object_hasattr_utf8(hf_as_object(x), name)
#define hf_object_setattr_utf8(x, name, value)                                 \
    hf_object_setattr_utf8(hf_as_object(x), name, hf_as_object(value))
#define hf_object_delattr_utf8(x, name)                                        \
    hf_object_delattr_utf8(hf_as_object(x), name)
#define hf_object_call(x, ...) hf_object_call(hf_as_object(x), __VA_ARGS__)
#define hf_object_call_method(x, ...)                                          \
    hf_object_call_method(hf_as_object(x), __VA_ARGS__)
#define hf_object_call_method_utf8(x, ...)                                     \
    hf_object_call_method_utf8(hf_as_object(x), __VA_ARGS__)
#define hf_object_call_no_args(x) hf_object_call_no_args(hf_as_object(x))
#define hf_object_call_one_arg(x, argument)                                    \
    hf_object_call_one_arg(hf_as_object(x), hf_as_object(argument))
#endif

#endif /* HF_OBJECT_H */
