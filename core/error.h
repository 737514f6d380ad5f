/* error.h: exceptions. hf_exception is the handle of an instance of
 * BaseException.
 *
 * Exception types are raw pointers, as CPython gives them: PyExc_ValueError.
 */
#ifndef HF_ERROR_H
#define HF_ERROR_H

#include "internal/format.h"

HF_BEGIN_DECLS

/* hf_error_raise(type, format, ...) sets an exception of |type|, with the message
 * that |format| makes of the arguments, at most 15, as in PyErr_Format. It
 * replaces one that is set. Where the message cannot be made, what that raised
 * is set instead: SystemError where a conversion does not fit its argument.
 * %S, %R, %A and %U take any handle, and raw pointers.
 *
 *   borrows type | -> nothing | runs-python (for %S, %R)
 */
HF_API void hf_private_error_raise(PyObject *type, const char *letters,
                                   const char *format, ...);

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

/* hf_exception_check, hf_exception_cast(o), hf_exception_cast_unchecked(o):
 * see handle.h. */
#define hf_exception_cast(o) hf_cast(exception, o)
#define hf_exception_cast_unchecked(o) hf_cast_unchecked(exception, o)

/* ---- Bodies. */

HF_INLINE bool hf_error_occurred(void)
{
    return PyErr_Occurred() != NULL;
}

HF_END_DECLS

#ifdef __cplusplus
template <class... A>
inline void hf_error_raise(PyObject *type, const char *format, A &&...arguments)
{
    const char letters[] = HF_PRIVATE_LETTERS(A);
    hf_private_error_raise(
        type, letters, format,
        HF_PRIVATE_ARGUMENTS(A, arguments));
}
#else
#define hf_error_raise(type, ...)                                              \
    hf_private_error_raise(type, HF_PRIVATE_ARGUMENTS(__VA_ARGS__))
#endif


#endif /* HF_ERROR_H */
