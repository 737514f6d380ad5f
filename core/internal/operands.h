/* operands.h: what functions that take objects ask of them first. Private to
 * core/; for its sources alone, each of which has the asking compiled in.
 */
#ifndef HF_OPERANDS_H
#define HF_OPERANDS_H

#include "../handle.h"

/* hf_private_is_a_list, and so on for each row of HF_TYPES, says whether |raw|
 * is one; otherwise an exception is set. */
#define HF_PRIVATE_DEFINE_IS_A(T, parent, name, check)                         \
    HF_PRIVATE_INLINE bool hf_private_is_a_##T(const char *function,           \
                                               PyObject *raw)                  \
    {                                                                          \
        return HF_PRIVATE_LIKELY(raw != NULL && check(raw)) ||                 \
               HF_NEVER(hf_private_refuse(function, raw, name));               \
    }
HF_TYPES(HF_PRIVATE_DEFINE_IS_A)

/* hf_private_is_there says whether |operand| is not null; otherwise an exception
 * is set. */
HF_INLINE bool hf_private_is_there(const char *function, PyObject *operand)
{
    if (HF_LIKELY(operand != NULL)) {
        return true;
    }
    return hf_private_refuse(function, operand, "object");
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

/* hf_private_ready is both: Python code may run on |operand|, which is there. */
HF_INLINE bool hf_private_ready(const char *function, PyObject *operand,
                                bool others)
{
    return hf_private_may_run(operand, others) &&
           hf_private_is_there(function, operand);
}

/* hf_private_may_run_alone is hf_private_may_run for what has no operand: the
 * exception that is set stands for it in the report. */
HF_INLINE bool hf_private_may_run_alone(void)
{
    HF_PRIVATE_NEED_GIL();
    return hf_private_may_run(PyErr_Occurred(), true);
}

/* hf_private_out_of_range raises IndexError, unless an exception is set. */
HF_INLINE void hf_private_out_of_range(const char *message)
{
    if (PyErr_Occurred() == NULL) {
        PyErr_SetString(PyExc_IndexError, message);
    }
}

/* hf_private_are_bounds says whether neither bound of a slice is negative;
 * otherwise an exception is set. */
HF_INLINE bool hf_private_are_bounds(const char *function, Py_ssize_t start,
                                     Py_ssize_t end)
{
    if (HF_LIKELY(start >= 0 && end >= 0)) {
        return true;
    }
    if (PyErr_Occurred() == NULL) {
        PyErr_Format(PyExc_IndexError, "%s: index %zd is negative", function,
                     start < 0 ? start : end);
    }
    return false;
}

/* hf_private_answer and hf_private_lookup are for what CPython says in an int:
 * -1 is an error. */
HF_INLINE hf_answer hf_private_answer(int value)
{
    return value < 0 ? hf_answer_failed() : hf_answer_yes_if(value > 0);
}

HF_INLINE hf_lookup hf_private_lookup(int value)
{
    return value < 0 ? hf_lookup_failed() : hf_lookup_found_if(value > 0);
}

#endif /* HF_OPERANDS_H */
