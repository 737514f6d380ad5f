#define HF_CORE
#include "str_span.h"

void hf_private_str_span_widen(const hf_str_span *self, Py_ssize_t index,
                               const hf_str_view *from, Py_ssize_t start,
                               Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        hf_str_span_write(self, index + i, hf_str_view_read(from, start + i));
    }
}
