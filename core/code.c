#define HF_CORE
#include "code.h"

#include "internal/operands.h"
#include "internal/pending.h"

#include <frameobject.h>

hf_lookup hf_frame_current(hf_frame *out)
{
    PyObject *frame = (PyObject *)PyEval_GetFrame();
    Py_XINCREF(frame);
    *out = HF_AGAIN(frame, frame);
    return hf_lookup_found_if(frame != NULL);
}

hf_lookup hf_frame_back(hf_frame_borrowed self, hf_frame *out)
{
    PyObject *raw = HF_USE(self);
    *out = hf_null(frame);
    if (!hf_private_is_a_frame(__func__, raw)) {
        return hf_lookup_failed();
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *back = (PyObject *)PyFrame_GetBack((PyFrameObject *)raw);
    /* NULL is also what it gives where there is no memory for the frame. */
    int found = (back != NULL) - (PyErr_Occurred() != NULL);
    hf_private_set_again(&pending);
    *out = HF_AGAIN(frame, back);
    return hf_private_lookup(found);
}

hf_code hf_frame_code(hf_frame_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_frame(__func__, raw)) {
        return hf_null(code);
    }
    return HF_AGAIN(code, (PyObject *)PyFrame_GetCode((PyFrameObject *)raw));
}

hf_worked hf_frame_line(hf_frame_borrowed self, int *out)
{
    PyObject *raw = HF_USE(self);
    *out = -1;
    if (!hf_private_is_a_frame(__func__, raw)) {
        return hf_worked_if(false);
    }
    *out = PyFrame_GetLineNumber((PyFrameObject *)raw);
    return hf_worked_if(true);
}

HF_LOCAL hf_str part(PyObject *raw)
{
    Py_INCREF(raw);
    return HF_AGAIN(str, raw);
}

hf_str hf_code_name(hf_code_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return hf_private_is_a_code(__func__, raw)
               ? part(((PyCodeObject *)raw)->co_name)
               : hf_null(str);
}

hf_str hf_code_qualified_name(hf_code_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_code(__func__, raw)) {
        return hf_null(str);
    }
#if PY_VERSION_HEX >= 0x030B0000
    return part(((PyCodeObject *)raw)->co_qualname);
#else
    return part(((PyCodeObject *)raw)->co_name);
#endif
}

hf_str hf_code_filename(hf_code_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return hf_private_is_a_code(__func__, raw)
               ? part(((PyCodeObject *)raw)->co_filename)
               : hf_null(str);
}

hf_worked hf_code_first_line(hf_code_borrowed self, int *out)
{
    PyObject *raw = HF_USE(self);
    *out = -1;
    if (!hf_private_is_a_code(__func__, raw)) {
        return hf_worked_if(false);
    }
    *out = ((PyCodeObject *)raw)->co_firstlineno;
    return hf_worked_if(true);
}
