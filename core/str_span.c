#define HF_CORE
#include "str_span.h"

#ifdef HF_CHECKED
bool hf_private_str_span_is_lent(const hf_str_span *self)
{
    const hf_private_number ticket = self->hf_private_ticket;
    void *place = __builtin_return_address(0);
    if (ticket == 0) {
        return true;
    }
    if (!hf_private_ledger_is_open(ticket)) {
        hf_private_ledger_use_at(ticket, NULL, place); /* which reports it */
        return false;
    }
    return self->hf_private_written < 0 ||
           hf_private_ledger_is_built_at(ticket, self->hf_private_written,
                                         place);
}
#endif

void hf_private_str_span_widen(const hf_str_span *self, Py_ssize_t index,
                               const hf_str_view *from, Py_ssize_t start,
                               Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        hf_str_span_write(self, index + i, hf_str_view_read(from, start + i));
    }
}
