/* str_oracle.h: what must be true of a str, given its code points. */
#ifndef FUZZ_STR_ORACLE_H
#define FUZZ_STR_ORACLE_H

#include "fuzz/engine/process.h"
#include "fuzz/engine/text.h"

/* fuzz_check_str compares |raw| with |text|: length, kind and ASCII flag,
 * code points, terminator, and the hash where one is kept. It calls
 * fuzz_failed where they differ. */
void fuzz_check_str(PyObject *raw, fuzz_text text);

#endif /* FUZZ_STR_ORACLE_H */
