/* places.h: the places that reports name. Each site (sites.h) is a function of its
 * own, which is not inlined: the first report that names it says where in it the
 * layer is called, and each later one has to say the same. */
#ifndef FUZZ_LEDGER_PLACES_H
#define FUZZ_LEDGER_PLACES_H

#include "fuzz/ledger/files.h"

#define SITES(X)                                                               \
    X(open_object)                                                             \
    X(open_str)                                                                \
    X(again)                                                                   \
    X(again_typed)                                                             \
    X(decref)                                                                  \
    X(decref_too)                                                              \
    X(give)                                                                    \
    X(status)                                                                  \
    X(lend)                                                                    \
    X(lend_str)                                                                \
    X(lend_item)                                                               \
    X(lend_item_too)                                                           \
    X(use)                                                                     \
    X(refcnt)                                                                  \
    X(repr)                                                                    \
    X(view)                                                                    \
    X(read_view)                                                               \
    X(read_by_python)                                                          \
    X(read_for)                                                                \
    X(append)                                                                  \
    X(append_own)                                                              \
    X(get_buffer)                                                              \
    X(release_buffer)                                                          \
    X(clear_buffer)                                                            \
    X(size_buffer)                                                             \
    X(array_of_buffer)                                                         \
    X(ask)                                                                     \
    X(append_builder)                                                          \
    X(clear_builder)                                                           \
    X(add_to_str)                                                              \
    X(add_to_bytes)                                                            \
    X(add_to_dict)                                                             \
    X(call_object)                                                             \
    X(call_method)                                                             \
    X(call_method_utf8)                                                        \
    X(say_owned)                                                               \
    X(say_borrowed)                                                            \
    X(enter)                                                                   \
    X(leave)                                                                   \
    X(unwatch)                                                                 \
    X(open_crafted)                                                            \
    X(hold)                                                                    \
    X(churn)

#define ENUMERATOR(name) at_##name,
typedef enum site {
    NOWHERE,
    SITES(ENUMERATOR) at_again_use, /* in |again| as well, */
    at_again_typed_use,             /* in |again_typed|, */
    at_append_builder_use,          /* in |append_builder| */
    at_told, /* where the ledger is told so: one of these */
    N_SITES = at_told + TOLD
} site;

/* Where a site calls the layer, once a report has said so. */
extern uintptr_t known_place[N_SITES];

bool is_told(site s);
const image *image_of(site s);

/* is_place says whether |place| is where |s| calls the layer. */
bool is_place(site s, uintptr_t place);

#endif /* FUZZ_LEDGER_PLACES_H */
