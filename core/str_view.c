#define HF_CORE
#include "str_view.h"

#ifdef HF_CHECKED
hf_worked hf_str_as_view(hf_str_borrowed self, hf_str_view *out)
{
    PyObject *raw = HF_USE(self);
    *out = (hf_str_view){NULL, 0, 1, 0x7F};
    if (!hf_private_str_usable(__func__, raw)) {
        return hf_worked_if(false);
    }
    out->length = PyUnicode_GET_LENGTH(raw);
    out->kind = (int)PyUnicode_KIND(raw);
    out->maxchar = PyUnicode_MAX_CHAR_VALUE(raw);
    out->data = HF_VIEW(self, (const char *)PyUnicode_DATA(raw),
                        out->length * out->kind);
    return hf_worked_if(true);
}
#endif
