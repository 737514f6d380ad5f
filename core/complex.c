#define HF_CORE
#include "complex.h"

#include "internal/operands.h"

hf_worked hf_object_as_complex(hf_object_borrowed self, hf_complex_value *out)
{
    PyObject *raw = HF_USE(self);
    *out = (hf_complex_value){0, 0};
    if (!hf_private_ready(__func__, raw, true)) {
        return hf_worked_if(false);
    }
    Py_complex value = PyComplex_AsCComplex(raw);
    if (value.real == -1.0 && PyErr_Occurred()) {
        return hf_worked_if(false);
    }
    *out = (hf_complex_value){value.real, value.imag};
    return hf_worked_if(true);
}
