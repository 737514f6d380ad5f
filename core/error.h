/* error.h: exceptions. hf_exception is the handle of an instance of
 * BaseException.
 *
 * Exception types are raw pointers, as CPython gives them: PyExc_ValueError.
 * hf_error_raise takes an hf_type, too, such as hf_error_new_type makes.
 *
 * What raises has no result: an exception is set afterwards, in place of one
 * that was set; the one that was asked for, or what raising it raised. But an
 * operand that is null lets an exception stay that is set.
 */
#ifndef HF_ERROR_H
#define HF_ERROR_H

#include "internal/format.h"

HF_BEGIN_DECLS

/* hf_raise(ValueError, format, ...) raises a built-in exception by its name:
 * hf_error_raise(PyExc_ValueError, format, ...). */
#define hf_raise(name, ...) hf_error_raise(PyExc_##name, __VA_ARGS__)

/* hf_error_raise(type, format, ...) sets an exception of |type|, with the
 * message that |format| makes of the arguments, at most 15, as in PyErr_Format.
 * It replaces one that is set. Where the message cannot be made, what that
 * raised is set instead: SystemError where a conversion does not fit its
 * argument. %S, %R, %A and %U take any handle, and raw pointers.
 *
 *   borrows type | -> nothing | runs-python (for %S, %R)
 */
HF_API void hf_private_error_raise(PyObject *type, const char *letters,
                                   const char *format, ...);

/* hf_error_raise_from(cause, type, format, ...) is "raise type(message) from
 * cause": |cause| is also its context.
 *
 *   steals cause | borrows type | -> nothing | runs-python (for %S, %R)
 */
HF_API void hf_private_error_raise_from(hf_exception cause, PyObject *type,
                                        const char *letters, const char *format,
                                        ...);

/* hf_error_raise_with raises type(value), whatever |value| is: a tuple or an
 * exception is the one argument, too.
 *
 *   borrows type, value | -> nothing | runs-python
 */
HF_API void hf_error_raise_with(PyObject *type, hf_object_borrowed value);

/* hf_error_raise_key raises KeyError(key), as a lookup of |key| in a dict does.
 *
 *   borrows key | -> nothing | runs-python
 */
HF_INLINE void hf_error_raise_key(hf_object_borrowed key);

/* hf_error_raise_stop_iteration raises StopIteration(value): what a generator
 * that returns |value| raises.
 *
 *   borrows value | -> nothing | runs-python
 */
HF_INLINE void hf_error_raise_stop_iteration(hf_object_borrowed value);

/* hf_error_raise_errno raises |type|, OSError or one of its kind, for errno.
 * Where errno is EINTR, what a signal handler of Python's raises comes first.
 *
 *   borrows type | -> nothing | runs-python
 */
HF_API void hf_error_raise_errno(PyObject *type);

/* hf_error_raise_errno_with_filename does the same, with the name of a file, a
 * str or bytes mostly.
 *
 *   borrows type, filename | -> nothing | runs-python
 */
HF_API void hf_error_raise_errno_with_filename(PyObject *type,
                                               hf_object_borrowed filename);

/* hf_error_no_memory raises MemoryError. It allocates nothing.
 *
 *   -> nothing
 */
HF_INLINE void hf_error_no_memory(void);

/* hf_error_occurred says whether an exception is set. */
HF_NODISCARD HF_INLINE bool hf_error_occurred(void);

/* hf_error_matches says whether the exception that is set is a |type|, or one
 * of a tuple of types. False where none is set.
 *
 *   borrows type | -> truth
 */
HF_NODISCARD HF_API bool hf_error_matches(PyObject *type);

/* hf_error_fetch takes the exception that is set, with its traceback; none is
 * set afterwards. The one function whose null result means that none was.
 *
 *   -> new, or null: none was set | runs-python
 */
HF_NODISCARD HF_API hf_exception hf_error_fetch(void);

/* hf_error_restore sets |exception| again, in place of what is set; null
 * clears. What hf_error_fetch gave is right in either case, so a pair of them
 * shelters code from an exception that may be pending:
 *
 *     hf_exception pending = hf_error_fetch();
 *     ...
 *     hf_error_restore(pending);
 *
 *   steals exception | -> nothing | raises TypeError | runs-python
 */
HF_API void hf_error_restore(hf_exception exception);

/* hf_error_clear drops the exception that is set, if any.
 *
 *   -> nothing | runs-python
 */
HF_API void hf_error_clear(void);

/* hf_error_chain is for what goes wrong while something is cleaned up: where an
 * exception is set, |earlier| becomes its context; otherwise |earlier| is set
 * again. Null does nothing.
 *
 *   steals earlier | -> nothing | raises TypeError
 */
HF_API void hf_error_chain(hf_exception earlier);

/* hf_error_write_unraisable hands the exception that is set, if any, to
 * sys.unraisablehook, which prints it mostly; none is set afterwards. It is for
 * what can raise nothing, such as a destructor. |where|, which may be null, is
 * the object that this happened in.
 *
 *   borrows where | -> nothing | runs-python
 */
HF_API void hf_error_write_unraisable(hf_object_borrowed where);

/* hf_error_add_traceback adds an entry to the traceback of the exception that
 * is set, if any: a C function, as if it were one of Python's. Where that
 * cannot be made the exception stays as it is. hf_error_here() adds the place
 * at which it stands.
 *
 *   -> nothing
 */
HF_API void hf_error_add_traceback(const char *function, const char *file,
                                   int line);
#define hf_error_here() hf_error_add_traceback(__func__, __FILE__, __LINE__)

/* hf_error_new_type makes an exception type. |name| has the module before it,
 * "package.module.Name"; |doc| may be NULL; |base| is a type, or a tuple of
 * types, or NULL for Exception.
 *
 *   borrows base | -> new or null | raises SystemError, anything | runs-python
 */
HF_NODISCARD HF_API hf_type hf_error_new_type(const char *name, const char *doc,
                                              PyObject *base);

/* hf_exception_matches says whether |self| is a |type|, or one of a tuple of
 * types.
 *
 *   borrows self, type | -> truth
 */
HF_NODISCARD HF_API bool hf_exception_matches(hf_exception_borrowed self,
                                              PyObject *type);

/* hf_exception_get_cause and hf_exception_get_context look up __cause__ and
 * __context__; hf_exception_get_traceback __traceback__. |out| is null where
 * that is None.
 *
 *   borrows self | -> new in out, or missing, or error | raises TypeError
 */
HF_NODISCARD HF_API hf_lookup hf_exception_get_cause(hf_exception_borrowed self,
                                                     hf_exception *out);
HF_NODISCARD HF_API hf_lookup
hf_exception_get_context(hf_exception_borrowed self, hf_exception *out);
HF_NODISCARD HF_API hf_lookup
hf_exception_get_traceback(hf_exception_borrowed self, hf_object *out);

/* hf_exception_set_cause is "raise self from cause", without the raise.
 *
 *   borrows self | steals cause | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_exception_set_cause(hf_exception_borrowed self,
                                                     hf_exception cause);

/* hf_exception_set_context sets the exception that was handled when |self| was
 * raised.
 *
 *   borrows self | steals context | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked
hf_exception_set_context(hf_exception_borrowed self, hf_exception context);

/* hf_exception_suppress_context is "raise self from None", without the raise.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked
hf_exception_suppress_context(hf_exception_borrowed self);

#if PY_VERSION_HEX >= 0x030B0000
/* hf_exception_add_note adds a line that is shown below the message. From
 * CPython 3.11 on.
 *
 *   borrows self, note | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_exception_add_note(hf_exception_borrowed self,
                                                    hf_str_borrowed note);
#endif

/* hf_exception_check, hf_exception_cast(o), hf_exception_cast_unchecked(o):
 * see handle.h. */
#define hf_exception_cast(o) hf_cast(exception, o)
#define hf_exception_cast_unchecked(o) hf_cast_unchecked(exception, o)

/* ---- Bodies. */

HF_INLINE bool hf_error_occurred(void)
{
    HF_PRIVATE_NEED_GIL();
    return PyErr_Occurred() != NULL;
}

HF_INLINE void hf_error_raise_key(hf_object_borrowed key)
{
    hf_error_raise_with(PyExc_KeyError, key);
}

HF_INLINE void hf_error_raise_stop_iteration(hf_object_borrowed value)
{
    hf_error_raise_with(PyExc_StopIteration, value);
}

HF_INLINE void hf_error_no_memory(void)
{
    HF_PRIVATE_NEED_GIL();
    PyErr_NoMemory();
}

HF_END_DECLS

#ifdef __cplusplus
HF_PRIVATE_OVERLOAD PyObject *hf_private_raw_type(PyObject *type)
{
    return type;
}
HF_PRIVATE_OVERLOAD PyObject *hf_private_raw_type(hf_type_borrowed type)
{
    return hf_type_as_raw(type);
}
template <class T, class... A>
HF_PRIVATE_OVERLOAD void hf_error_raise(T &&type, const char *format,
                                        A &&...arguments)
{
    const char letters[] = HF_PRIVATE_LETTERS(A);
    hf_private_error_raise(hf_private_raw_type(type), letters, format,
                           HF_PRIVATE_ARGUMENTS(A, arguments));
}
template <class T, class... A>
HF_PRIVATE_OVERLOAD void hf_error_raise_from(hf_exception cause, T &&type,
                                             const char *format,
                                             A &&...arguments)
{
    const char letters[] = HF_PRIVATE_LETTERS(A);
    hf_private_error_raise_from(cause, hf_private_raw_type(type), letters,
                                format, HF_PRIVATE_ARGUMENTS(A, arguments));
}
#else
/* A type is a raw pointer, or a handle. */
#define HF_PRIVATE_RAW_TYPE(x)                                                 \
    _Generic((x), PyObject *: (x),                                             \
             default: hf_type_as_raw(HF_PRIVATE_LENT_AS(                       \
                 hf_type_borrowed,                                             \
                 _Generic((x), PyObject *: hf_null(type_borrowed),             \
                          default: (x)))))
#define hf_error_raise(type, ...)                                              \
    hf_private_error_raise(HF_PRIVATE_RAW_TYPE(type),                          \
                           HF_PRIVATE_ARGUMENTS(__VA_ARGS__))
#define hf_error_raise_from(cause, type, ...)                                  \
    hf_private_error_raise_from(cause, HF_PRIVATE_RAW_TYPE(type),              \
                                HF_PRIVATE_ARGUMENTS(__VA_ARGS__))
#endif

/* ---- An object may be any handle. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_error_raise_with(type, value)                                       \
    hf_error_raise_with(type, hf_as_object(value))
#define hf_error_raise_key(key) hf_error_raise_key(hf_as_object(key))
#define hf_error_raise_stop_iteration(value)                                   \
    hf_error_raise_stop_iteration(hf_as_object(value))
#define hf_error_raise_errno_with_filename(type, filename)                     \
    hf_error_raise_errno_with_filename(type, hf_as_object(filename))
#define hf_error_write_unraisable(where)                                       \
    hf_error_write_unraisable(hf_as_object(where))
#endif

#endif /* HF_ERROR_H */
