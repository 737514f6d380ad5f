/* python.h: the Python code that the calls of contract.c may run, and what it
 * notes about that. */
#ifndef FUZZ_CONTRACT_PYTHON_H
#define FUZZ_CONTRACT_PYTHON_H

#include "fuzz/engine/process.h"

/* How classes can be crafted: see python.c. */
enum { BASES = 8, METHODS = 28, BEHAVIOURS = 16 };
extern const char *const python_base[BASES];
extern const char *const python_method[METHODS];
extern const char *const python_behaviour[BEHAVIOURS];

void python_start(void);

/* python_global is a global of the code's, borrowed. */
PyObject *python_global(const char *name);

/* python_value is what an expression gives, new. */
PyObject *python_value(const char *expression);

/* python_returns_other says whether a method that behaves so returns what is of
 * another type than it should be. */
bool python_returns_other(int behaviour);

/* python_instance makes an instance of a crafted class. */
PyObject *python_instance(int base, int method, int behaviour);

/* python_classes is how many classes were crafted so far: they are kept. */
Py_ssize_t python_classes(void);

/* python_reset makes all state of that code what it was at first: the next call
 * does what the one before did. */
void python_reset(void);

/* python_ends says that the call begins, or has ended, in which an operand that ends
 * gives its class another name, if it is of one with a name of its own. */
void python_ends(bool in_call);

/* python_log takes what special methods were called, in order, with what. */
PyObject *python_log(void);

/* python_counted is how many references there were to python_watched, if that is not
 * NULL, when a method last called python_nested. */
extern PyObject *python_watched;
extern Py_ssize_t python_counted;

/* python_nested is called by a method in the middle of a call. */
extern void (*python_nested)(void);

#endif /* FUZZ_CONTRACT_PYTHON_H */
