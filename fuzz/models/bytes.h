/* bytes.h: bytes and bytearrays, whose value is a text of their bytes. */
#ifndef FUZZ_MODELS_BYTES_H
#define FUZZ_MODELS_BYTES_H

#include "fuzz/engine/object.h"

/* Marks. A subclass of bytes has the type that the target calls B. */
enum { FUZZ_BYTES_SUBCLASS = 1 };

extern const fuzz_kind fuzz_bytes;
extern const fuzz_kind fuzz_bytearray; /* number: how many hold its buffer */

/* fuzz_check_memory compares what is at |at| with |expected|, of |o|. */
void fuzz_check_memory(const fuzz_object *o, const char *at,
                       fuzz_text expected);

/* fuzz_hash_of is the hash of bytes. */
Py_hash_t fuzz_hash_of(const void *data, Py_ssize_t size);

#endif /* FUZZ_MODELS_BYTES_H */
