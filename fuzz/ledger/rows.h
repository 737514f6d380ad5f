/* rows.h: the calls of the ledger's target, one function each, and what several of
 * them share. */
#ifndef FUZZ_LEDGER_ROWS_H
#define FUZZ_LEDGER_ROWS_H

#include "fuzz/ledger/call.h"

/* LEDGER_ROWS(X) is the table: X(id, name) for each call. The corpora mean these
 * numbers. */
#define LEDGER_ROWS(X)                                                         \
    X(0, open)                                                                 \
    X(1, fresh)                                                                \
    X(2, again)                                                                \
    X(3, decref)                                                               \
    X(4, give)                                                                 \
    X(5, borrow)                                                               \
    X(6, lend)                                                                 \
    X(7, use)                                                                  \
    X(8, repr)                                                                 \
    X(9, lie)                                                                  \
    X(10, enter)                                                               \
    X(11, leave)                                                               \
    X(12, watch)                                                               \
    X(13, unwatch)                                                             \
    X(14, loose)                                                               \
    X(15, begin)                                                               \
    X(16, count)                                                               \
    X(17, end)                                                                 \
    X(18, read)                                                                \
    X(19, forget)                                                              \
    X(20, churn)                                                               \
    X(21, view)                                                                \
    X(22, read_view)                                                           \
    X(23, append)                                                              \
    X(24, many_views)                                                          \
    X(25, told)                                                                \
    X(26, foreign)                                                             \
    X(27, craft)                                                               \
    X(28, fill)                                                                \
    X(29, lend_many)                                                           \
    X(30, hold)                                                                \
    X(31, fault)                                                               \
    X(32, first)                                                               \
    X(33, alike)                                                               \
    X(34, many_reports)                                                        \
    X(35, goes)                                                                \
    X(36, again_typed)                                                         \
    X(37, keep)                                                                \
    X(38, append_own)                                                          \
    X(39, said)                                                                \
    X(40, told_more)                                                           \
    X(41, get_buffer)                                                          \
    X(42, copy_buffer)                                                         \
    X(43, release_buffer)                                                      \
    X(44, size_buffer)                                                         \
    X(45, builder)                                                             \
    X(46, ask)                                                                 \
    X(47, items)                                                               \
    X(48, status)                                                              \
    X(49, shown)                                                               \
    X(50, builder_never_set)                                                   \
    X(51, buffer_never_set)                                                    \
    X(52, call_pending)                                                        \
    X(53, array)                                                               \
    X(54, none_yet)

#define LEDGER_DECLARE(id, name) void name##_one(call *c);
LEDGER_ROWS(LEDGER_DECLARE)

/* What the liar's repr is: see calls_handle.c. */
enum { WITH_EXCEPTION, NULL_WITHOUT, TRUTH };
PyObject *new_liar(void);

/* An object whose end runs code that borrows; new. */
PyObject *new_that_lends_at_its_end(void);

/* items_begin comes before an input: nothing was lent by containers in it yet. */
void items_begin(void);

/* in_buffers is what the memory of all buffers is. */
extern const char in_buffers[];

/* is_view_open says whether what a view is of is there. */
bool is_view_open(int v);

/* page_of_nobody is behind the first view: nobody may read it. */
extern const char *page_of_nobody;

/* open_next opens one more handle, and gives its ticket. */
hf_private_number open_next(void);

/* The list of all ledgers, and where it is. */
extern const char *const list_of_all;
PyObject *known_to_all(void);

#endif /* FUZZ_LEDGER_ROWS_H */
