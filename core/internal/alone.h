/* alone.h: a block that has an object for itself. Private to core/.
 *
 *     HF_ALONE(raw)
 *     ...
 *     HF_TOGETHER()
 *
 * With the GIL that is so anyway. Without it the block is one of CPython's critical
 * sections, which is left where the thread waits for something: a call of CPython
 * that locks the same object does, on 3.13. So what is to be one step makes none.
 * The block is left by its end only.
 */
#ifndef HF_ALONE_H
#define HF_ALONE_H

#include "../check.h"

#ifdef Py_GIL_DISABLED
#define HF_ALONE(raw) Py_BEGIN_CRITICAL_SECTION(raw);
#define HF_TOGETHER() Py_END_CRITICAL_SECTION();
#else
#define HF_ALONE(raw) {
#define HF_TOGETHER() }
#endif

/* hf_private_is_only says that nobody else has a reference to |raw|, which may then be
 * changed in place. Where there is no GIL, what the last of the others read was read
 * before: the count is asked once more, so that it is. */
HF_INLINE bool hf_private_is_only(PyObject *raw)
{
    bool is_only = Py_REFCNT(raw) == 1;
#ifdef Py_GIL_DISABLED
    if (is_only) {
        (void)__atomic_load_n(&raw->ob_ref_shared, __ATOMIC_ACQUIRE);
    }
#endif
    return is_only;
}

#endif /* HF_ALONE_H */
