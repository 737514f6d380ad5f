/* A raw pointer becomes a handle by a word that says who owns it. */
/* gcc: conversion from 'PyObject\*' .* to non-scalar type 'hf_str' requested */
/* clang: no viable conversion from 'PyObject \*' .* to 'hf_str' */

#include "core/holdfast.h"

hf_str hold(PyObject *raw);

hf_str hold(PyObject *raw)
{
#ifdef HF_RIGHT
    hf_str word = hf_str_from_owned(raw);
#else
    hf_str word = raw;
#endif
    return word;
}
