/* compare.h: whether two objects, or two exceptions, are alike, without running
 * any Python code. */
#ifndef FUZZ_CONTRACT_COMPARE_H
#define FUZZ_CONTRACT_COMPARE_H

#include "fuzz/engine/process.h"

/* is_alike says whether a call resulted in |found| where |wanted| is right: the
 * same object, or one of the same type with the same content in the same order.
 * Addresses within a str may differ. */
bool is_alike(PyObject *found, PyObject *wanted);

/* words_of describes an object for a message; valid up to some calls later. */
const char *words_of(PyObject *raw);

/* picture is all that can be known of an exception, as a new tuple: its type,
 * its args, whether the context is suppressed, the functions and lines of its
 * traceback, and pictures of its cause and its context. |traceback| is what
 * comes with it, or NULL. */
PyObject *picture(PyObject *exception, PyObject *traceback);

/* picture_type is the type of the exception, borrowed. */
PyObject *picture_type(PyObject *of);

/* picture_words describes a picture. */
const char *picture_words(PyObject *of);

#endif /* FUZZ_CONTRACT_COMPARE_H */
