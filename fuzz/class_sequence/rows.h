/* rows.h: the calls of class_sequence, one function each. */
#ifndef FUZZ_CLASS_SEQUENCE_ROWS_H
#define FUZZ_CLASS_SEQUENCE_ROWS_H

#include "fuzz/class_sequence/based.h"
#include "fuzz/class_sequence/call.h"

/* CLASS_ROWS(X) is the table: X(id, name) for each call. The corpora mean these
 * numbers. */
#define CLASS_ROWS(X)                                                          \
    X(0, make)                                                                 \
    X(1, wrong)                                                                \
    X(2, plain)                                                                \
    X(3, half)                                                                 \
    X(4, begun)                                                                \
    X(5, drop)                                                                 \
    X(6, copy)                                                                 \
    X(7, set)                                                                  \
    X(8, delete)                                                               \
    X(9, get)                                                                  \
    X(10, number)                                                              \
    X(11, items)                                                               \
    X(12, late_items)                                                          \
    X(13, compare)                                                             \
    X(14, late_equal)                                                          \
    X(15, looks)                                                               \
    X(16, operators)                                                           \
    X(17, called)                                                              \
    X(18, methods)                                                             \
    X(19, attributes)                                                          \
    X(20, lie)                                                                 \
    X(21, instance)                                                            \
    X(22, hidden)                                                              \
    X(23, counts)                                                              \
    X(24, again)                                                               \
    X(25, shows)                                                               \
    X(26, watches)                                                             \
    X(27, collect)                                                             \
    X(28, module)                                                              \
    X(29, imports)                                                             \
    X(30, more)                                                                \
    X(31, refuses)                                                             \
    X(32, halves)                                                              \
    X(33, begins)                                                              \
    X(34, listed)                                                              \
    X(35, extras)                                                              \
    X(36, takes)                                                               \
    X(37, becomes)                                                             \
    X(38, mixes)                                                               \
    X(39, bags)                                                                \
    X(40, walks)                                                               \
    X(41, based)                                                               \
    X(42, refused)                                                             \
    X(43, rounds)                                                              \
    X(44, listens)                                                             \
    X(45, ghosts)                                                              \
    X(46, others)                                                              \
    X(47, stricts)                                                             \
    X(48, falls_back)                                                          \
    X(49, too_large)                                                           \
    X(50, same_place)                                                          \
    X(51, follows)

#define CLASS_DECLARE(id, name) void name(call *c);
CLASS_ROWS(CLASS_DECLARE)

#endif /* FUZZ_CLASS_SEQUENCE_ROWS_H */
