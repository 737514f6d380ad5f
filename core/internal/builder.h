/* builder.h: what all builders do alike: an error is sticky, and in the checked
 * build it is told of one that was never set, or is the copy of one that has
 * ended. Private to core/.
 */
#ifndef HF_BUILDER_H
#define HF_BUILDER_H

#include "../handle.h"

#include <string.h>

#ifdef HF_CHECKED
/* hf_private_builder_is_good says whether a builder was ever set, has not ended, and
 * is no copy that was left behind, by what it holds under |ticket|, whether that is
 * nothing, how many pieces it has written (-1: all of its copies have as many), and
 * its flag, a bool that may be any byte.
 * Otherwise that is reported, of the call at |place|. */
HF_INLINE bool hf_private_builder_is_good(hf_private_number ticket,
                                          bool is_empty, Py_ssize_t length,
                                          const bool *failed, void *place)
{
    unsigned char flag;
    memcpy(&flag, failed, sizeof(flag));
    if (!hf_private_ledger_is_set_at(ticket, is_empty && flag <= 1, place)) {
        return false;
    }
    if (ticket == 0) {
        return true;
    }
    if (hf_private_ledger_is_open(ticket)) {
        return length < 0 ||
               hf_private_ledger_is_built_at(ticket, length, place);
    }
    hf_private_ledger_use_at(ticket, NULL, place); /* which reports it */
    return false;
}

/* hf_private_builder_count notes how many pieces are written. */
HF_INLINE void hf_private_builder_count(hf_private_number ticket,
                                        Py_ssize_t length)
{
    if (ticket != 0) {
        hf_private_ledger_build(ticket, length);
    }
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
