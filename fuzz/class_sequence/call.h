/* call.h: one call of class_sequence: what it is made with, and how what comes
 * of it is compared. */
#ifndef FUZZ_CLASS_SEQUENCE_CALL_H
#define FUZZ_CLASS_SEQUENCE_CALL_H

#include "fuzz/class_sequence/world.h"

struct fuzz_call {
    int x, y, z; /* slots */
    int value, how;
    unsigned armed; /* the allocation that fails, or 0 */

    bool ok, fired;
};
typedef struct fuzz_call call;

/* What fields and classes are called. */
extern const char *const field_name[NAMED], *const kind_name[KINDS];

/* interned gives a name as a str that is there for good, borrowed: whether CPython
 * still has it from an input before must not matter. */
PyObject *interned(const char *name);

/* ---- What is expected. */

/* begin comes right before what is under test: from here on, an allocation may
 * fail. */
void begin(call *c);

/* ended compares how something ended: by the exception |type| with that
 * message, or, where that is NULL, well. False: it has failed. */
__attribute__((format(printf, 4, 5))) bool ended(call *c, bool worked,
                                                 PyObject *type,
                                                 const char *format, ...);

/* went_well is ended where no exception is expected. */
bool went_well(call *c, bool worked);

/* is_number compares |result| with an int, is_text with a str, is_object with
 * the object that it has to be. They consume |result|. */
void is_number(PyObject *result, int64_t wanted);
void is_object(PyObject *result, PyObject *wanted);
void is_text(PyObject *result, const char *wanted);

/* ---- Operands, and results. */

/* node is the slot y where there is a NODE or what inherits from it, else NOTHING:
 * there is nothing to do. */
int node(const call *c);

/* has_field says whether objects of that kind have that field. */
bool has_field(int kind, int field);

/* none_or is None in the place of NULL; borrowed. */
PyObject *none_or(PyObject *raw);

/* number_object is a new int. */
PyObject *number_object(int64_t n);

/* of is what a module has by that name; borrowed. */
PyObject *of(PyObject *module, const char *name);

/* imported is a new module, or NULL with the exception of its import. */
PyObject *imported(PyModuleDef *definition, PyObject *spec);

/* take has slot x hold |result|, which the model knows it does. */
void take(const call *c, PyObject *result);

#endif /* FUZZ_CLASS_SEQUENCE_CALL_H */
