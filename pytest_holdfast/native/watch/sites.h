/* sites.h: a place in the source, and what was done there. */
#ifndef HOLDFAST_WATCH_SITES_H
#define HOLDFAST_WATCH_SITES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>
#include <stdint.h>

typedef struct site {
    const char *how;
    const char *file;
    const char *function;
    int line;
    bool gives;          /* a function that gives a reference */
    bool returns;        /* what is counted there is returned at once */
    Py_ssize_t live;     /* increments unmatched, of live objects */
    Py_ssize_t live_was; /* at the end of the last repetition */
    Py_ssize_t fresh;    /* of them, on objects that are new or count more */
} site;

/* Number 0 is none. */
extern site *sites;
extern uint32_t site_count;

uint32_t find_site(const char *how, const char *file, int line,
                   const char *function);

#endif /* HOLDFAST_WATCH_SITES_H */
