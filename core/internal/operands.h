/* operands.h: what functions that take objects ask of them first. Private to
 * core/; for its sources alone, each of which has the asking compiled in.
 */
#ifndef HF_OPERANDS_H
#define HF_OPERANDS_H

#include "../handle.h"

/* hf_private_is_there says whether |operand| is not null; otherwise an exception
 * is set. */
HF_INLINE bool hf_private_is_there(const char *function, PyObject *operand)
{
    if (HF_LIKELY(operand != NULL)) {
        return true;
    }
    return hf_refuse(function, operand, "object");
}

/* hf_private_may_run says whether Python code may run on |operand| and |others|,
 * of which none may be null. With an exception set it may not; that is passed on
 * in silence where something is null, since then it failed before. */
HF_INLINE bool hf_private_may_run(PyObject *operand, bool others)
{
    if (HF_UNLIKELY(PyErr_Occurred() != NULL)) {
        HF_PRIVATE_RAN_WITH_EXCEPTION(others ? operand : NULL);
        return false;
    }
    return true;
}

/* hf_private_out_of_range raises IndexError, unless an exception is set. */
HF_INLINE void hf_private_out_of_range(const char *message)
{
    if (PyErr_Occurred() == NULL) {
        PyErr_SetString(PyExc_IndexError, message);
    }
}

#endif /* HF_OPERANDS_H */
