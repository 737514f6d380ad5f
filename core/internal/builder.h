/* builder.h: what all builders do alike: an error is sticky, and in the checked
 * build it is told of one that was never set, or is the copy of one that has
 * ended. Private to core/.
 */
#ifndef HF_BUILDER_H
#define HF_BUILDER_H

#include "../handle.h"

#include <string.h>

#ifdef HF_CHECKED
/* hf_private_builder_is_good says whether a builder was ever set, and has not
 * ended, by what it holds under |ticket|, whether that is nothing, and its flag, a
 * bool that may be any byte. Otherwise that is reported, of the call at |place|. */
HF_INLINE bool hf_private_builder_is_good(hf_private_number ticket,
                                          bool is_empty, const bool *failed,
                                          void *place)
{
    unsigned char flag;
    memcpy(&flag, failed, sizeof(flag));
    if (!hf_private_ledger_is_set_at(ticket, is_empty && flag <= 1, place)) {
        return false;
    }
    if (ticket == 0 || hf_private_ledger_is_open(ticket)) {
        return true;
    }
    hf_private_ledger_use_at(ticket, NULL, place); /* which reports it */
    return false;
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
