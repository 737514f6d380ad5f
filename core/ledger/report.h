/* report.h: how the ledger speaks. Private to core/.
 *
 * A report is made without allocating from Python's heaps. Places are kept as
 * addresses, which is cheap, and get their names when a report is made or read
 * (symbols.h).
 */
#ifndef HF_LEDGER_REPORT_H
#define HF_LEDGER_REPORT_H

#include "ledger.h"

#include "../internal/shorthand.h"

#ifdef HF_CHECKED

/* Free-threaded, the ledger and its reports have a lock each. */
#ifdef Py_GIL_DISABLED
#define HF_LOCK(mutex) PyMutex_Lock(mutex)
#define HF_UNLOCK(mutex) PyMutex_Unlock(mutex)
#else
#define HF_LOCK(mutex) ((void)0)
#define HF_UNLOCK(mutex) ((void)0)
#endif

enum { HF_STACK_DEPTH = 8 };
typedef void *hf_place;

typedef struct hf_incident {
    hf_mistake kind;
    PyObject *object; /* may be NULL */
    bool alive;       /* the object can be looked at */
    Py_ssize_t pins;  /* references to it that are the ledger's own */
    const char *type; /* of the handle, or NULL */
    hf_place place;   /* of the mistake, or NULL */
    hf_place opened, closed;
    hf_place none_yet;     /* where no exception was set yet, or NULL */
    const hf_place *stack; /* to |opened|, or NULL */
    size_t times;          /* how often, at the same place */
    bool more;             /* another report follows: not the last word yet */
} hf_incident;

/* hf_report_buffer is the type of what is an hf_buffer, hf_report_builder that of a
 * builder. */
extern HF_PRIVATE_HIDDEN const char hf_report_buffer[], hf_report_builder[];

/* hf_report_incident does with it what |policy| says. */
HF_API void hf_report_incident(const hf_incident *incident, hf_policy policy);

/* hf_report_raise raises OwnershipError with |report|, or MemoryError where
 * that is NULL. An exception that is set becomes its context. */
HF_API void hf_report_raise(const char *report);

/* hf_report_is_raised says that the exception that is set, and there is one, is
 * a report. */
HF_API bool hf_report_is_raised(void);

__attribute__((format(printf, 1, 2))) HF_API void hf_report_text(
    const char *format, ...);

/* hf_report_item is what |dict| has under |name|, borrowed; or NULL, with an
 * exception set unless there is no such item. */
HF_API PyObject *hf_report_item(PyObject *dict, const char *name);

/* hf_report_module is the file that |place| is in. */
HF_API const char *hf_report_module(hf_place place);

/* hf_report_walk writes the places that the calls on this thread's stack will
 * return to, from |place| on, as far as the code keeps frame pointers, and then
 * NULL. */
HF_API void hf_report_walk(hf_place stack[HF_STACK_DEPTH], hf_place place);

/* hf_report_view copies |size| bytes and a NUL to memory of its own; or NULL.
 * hf_report_end_views marks those of |ticket|; hf_report_seal_views makes what
 * is marked unreadable. */
HF_API const char *hf_report_view(hf_private_number ticket, const char *data,
                                  size_t size, hf_place place);
HF_API void hf_report_end_views(hf_private_number ticket, hf_place place);
HF_API void hf_report_seal_views(void);

/* Whether what was shown is held. Free-threaded nobody knows who has the last
 * reference, and AddressSanitizer sees by itself what is used when it is gone. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HF_SANITIZED
#endif
#endif
#if defined(Py_GIL_DISABLED) || defined(HF_SANITIZED) ||                       \
    defined(__SANITIZE_ADDRESS__)
#define HF_HOLDS_SHOWN false
#else
#define HF_HOLDS_SHOWN true
#endif

/* hf_report_show notes that the pointer to an object was given at a place, which |as|
 * tells, and which handle had |ticket|, of which it may have been noted before
 * (|again|); false where that is not followed.
 * hf_report_release_shown is for when that handle is released, before its reference
 * is: it may hold the object from then on, which hf_report_holds says.
 * hf_report_is_given says whether one that is held was given away;
 * hf_report_look_at_shown reports these; where it is |over|, none is held any
 * more. */
extern HF_PRIVATE_HIDDEN bool hf_report_holds;
HF_API bool hf_report_show(hf_private_number ticket, const hf_incident *as,
                           bool again, hf_policy policy);
HF_API void hf_report_release_shown(hf_private_number ticket, hf_place place);
HF_API bool hf_report_is_given(void);
HF_API void hf_report_look_at_shown(hf_policy policy, bool over);

#endif /* HF_CHECKED */

#endif /* HF_LEDGER_REPORT_H */
