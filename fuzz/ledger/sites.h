/* sites.h: the functions that call the layer. They have no arguments, such that
 * each can be called as a call wants it: without the GIL, in another thread, or as
 * something that aborts. What goes in is put into |in|, what comes out is in
 * |out|. */
#ifndef FUZZ_LEDGER_SITES_H
#define FUZZ_LEDGER_SITES_H

#include "core/holdfast.h"
#include "fuzz/ledger/places.h"

typedef struct handle {
    union { /* alike but for what they are called */
        hf_object object;
        hf_object_borrowed borrowed;
        hf_str str;
        hf_str_borrowed borrowed_str;
    };
    int names; /* an object, or NOTHING for a null handle */
    int ticket;
} handle;

typedef struct site_input {
    PyObject *raw;
    handle handle;
    const char *data;
    Py_ssize_t size;
    hf_buffer *buffer;
    hf_list_builder *builder;
    void *other_builder; /* of a str, bytes or a dict */
    const hf_object_borrowed *arguments;
    const hf_keyword *keywords;
    Py_ssize_t n_keywords; /* beside |size| arguments */
    hf_private_call_scope *scope;
    hf_private_neutral *neutral;
} site_input;
extern site_input in;

typedef struct site_output {
    PyObject *raw;
    handle handle;
    hf_utf8 utf8;
    Py_ssize_t number;
    bool ok;
} site_output;
extern site_output out;

#define DECLARED(name) void name(void);
SITES(DECLARED)

/* Those that are no place of a mistake. */
#define OTHER_SITES(X)                                                         \
    X(write_view) X(open_nothing) X(watch) X(enter_pending) X(end_window)      \
    X(end_window_of_table)
OTHER_SITES(DECLARED)

/* What |hold| opens: more than the closed tickets that wait. */
enum { HELD_AT_ONCE = 9000 };
extern hf_object held_at_once[HELD_AT_ONCE];

enum { CHURN = 20000 }; /* handles, one after the other */

#endif /* FUZZ_LEDGER_SITES_H */
