/* builder.h: what all builders do alike: an error is sticky, and in the checked
 * build one that was never set is told. Private to core/.
 */
#ifndef HF_BUILDER_H
#define HF_BUILDER_H

#include "../handle.h"

#include <string.h>

#ifdef HF_CHECKED
/* hf_private_builder_was_set says whether a builder was, by what it holds under
 * |ticket|, whether that is nothing, and its flag, a bool that may be any byte.
 * Otherwise that is reported, of the call at |place|. */
HF_INLINE bool hf_private_builder_was_set(hf_private_number ticket,
                                          bool is_empty, const bool *failed,
                                          void *place)
{
    unsigned char flag;
    memcpy(&flag, failed, sizeof(flag));
    return hf_private_ledger_is_set_at(ticket, is_empty && flag <= 1, place);
}
#endif

/* hf_private_builder_has_failed raises where what failed was cleared. */
HF_INLINE void hf_private_builder_has_failed(const char *function)
{
    if (PyErr_Occurred() == NULL) {
        PyErr_Format(PyExc_SystemError,
                     "%s: the builder failed before, and its exception was "
                     "cleared",
                     function);
    }
}

#endif /* HF_BUILDER_H */
