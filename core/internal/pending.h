/* pending.h: what a function that may fail does with an exception that was set
 * before. Private to core/.
 *
 * CPython asserts that none is set where it makes one, and takes one that is set
 * for its own where a result may mean either. So it is set aside:
 *
 *     hf_private_pending pending = hf_private_set_aside();
 *     ... what may fail ...
 *     hf_private_set_again(&pending);
 *
 * Afterwards what was set before is set; or, where nothing was, what failed.
 */
#ifndef HF_PENDING_H
#define HF_PENDING_H

#include "../check.h"

typedef struct hf_private_pending {
    PyObject *type, *value, *traceback;
} hf_private_pending;

HF_INLINE hf_private_pending hf_private_set_aside(void)
{
    hf_private_pending pending = {NULL, NULL, NULL};
    if (HF_UNLIKELY(PyErr_Occurred() != NULL)) {
        PyErr_Fetch(&pending.type, &pending.value, &pending.traceback);
    }
    return pending;
}

HF_INLINE void hf_private_set_again(hf_private_pending *pending)
{
    if (HF_UNLIKELY(pending->type != NULL)) {
        PyErr_Restore(pending->type, pending->value, pending->traceback);
    }
}

#endif /* HF_PENDING_H */
