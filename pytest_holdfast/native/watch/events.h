/* events.h: what an extension tells. */
#ifndef HOLDFAST_WATCH_EVENTS
#define HOLDFAST_WATCH_EVENTS

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

/* Whether the recorder was started. */
extern bool running;

/* One thread at a time: not every interpreter has the same GIL, or any. */
void lock(void);
void unlock(void);

#define HFW_HOOK __attribute__((visibility("default"))) extern
#include "../../include/holdfast/watch_events.h"

#endif /* HOLDFAST_WATCH_EVENTS */
