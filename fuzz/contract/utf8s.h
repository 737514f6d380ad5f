/* utf8s.h: UTF-8 as it should be and not, for the calls of contract.c. */
#ifndef FUZZ_CONTRACT_UTF8S_H
#define FUZZ_CONTRACT_UTF8S_H

#include "fuzz/contract/call.h"

/* What is wrong with some. */
typedef enum utf8_flaw {
    FLAWLESS,
    NEGATIVE,   /* its size */
    NO_BYTES,   /* but a size */
    BOUNDLESS,  /* no memory is that large */
    UNDECODABLE /* what it would be if it were is in its text */
} utf8_flaw;

typedef struct utf8 {
    const char *at;
    Py_ssize_t size;
    utf8_flaw flaw;
    uint32_t text[4];
    ptrdiff_t length;
} utf8;

/* utf8_chosen is the one that the value of a call says; utf8_without_size is
 * |u| for functions that take no size: sizes that are a lie become the bytes
 * themselves. */
const utf8 *utf8_chosen(const call *c);
utf8 utf8_without_size(const utf8 *u);
const utf8 *utf8_first(void);

fuzz_text utf8_text(const utf8 *u);

/* utf8_bytes are its bytes, as they are handed to a call. */
const char *utf8_bytes(const utf8 *u);

/* needs_utf8 notes what |u| raises where it is decoded; needs_readable, where
 * it is compared: what is not UTF-8 equals nothing then. */
void needs_utf8(call *c, const char *function, const utf8 *u);
void needs_readable(call *c, const char *function, const utf8 *u);

#endif /* FUZZ_CONTRACT_UTF8S_H */
