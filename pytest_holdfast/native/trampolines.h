/* trampolines.h: the functions that stand for wrapped ones.
 *
 * No function knows what it was called as, so each gets one of its own: EACH(X)
 * expands X(number) for 2,048 octal numbers. */
#ifndef HOLDFAST_TRAMPOLINES_H
#define HOLDFAST_TRAMPOLINES_H

enum { TRAMPOLINES = 04000 };

#define EACH_8(X, n)                                                           \
    X(n##0) X(n##1) X(n##2) X(n##3) X(n##4) X(n##5) X(n##6) X(n##7)
#define EACH_64(X, n)                                                          \
    EACH_8(X, n##0)                                                            \
    EACH_8(X, n##1) EACH_8(X, n##2) EACH_8(X, n##3) EACH_8(X, n##4)            \
        EACH_8(X, n##5) EACH_8(X, n##6) EACH_8(X, n##7)
#define EACH_512(X, n)                                                         \
    EACH_64(X, n##0)                                                           \
    EACH_64(X, n##1) EACH_64(X, n##2) EACH_64(X, n##3) EACH_64(X, n##4)        \
        EACH_64(X, n##5) EACH_64(X, n##6) EACH_64(X, n##7)
#define EACH(X) EACH_512(X, 00) EACH_512(X, 01) EACH_512(X, 02) EACH_512(X, 03)

#endif /* HOLDFAST_TRAMPOLINES_H */
