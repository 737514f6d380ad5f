/* model.h: what a program has, as the ledger's documentation says that the ledger
 * sees it. Each handle has a ticket: who owns what, since when and where, until when
 * and where. Beside them there are calls under way, with what they were lent;
 * objects whose count is watched; windows; and views of strs, and of buffers. */
#ifndef FUZZ_LEDGER_MODEL_H
#define FUZZ_LEDGER_MODEL_H

#include "fuzz/ledger/objects.h"
#include "fuzz/ledger/sites.h"

/* ---- Tickets. */

/* What is known of how many calls a stack has: that many, or one of these. */
enum { NONE_OR_SOME = -2, NONE = -1, SOME = 0 };

typedef struct ticket {
    hf_object handle;
    int object;
    const char *type;
    site opened, closed;
    bool open, lent;
    int views;
    bool is_fixed;     /* of a buffer: nobody can change its memory; */
    const char *array; /* what was lent of it then, or NULL */
    int calls;      /* on the stack where it was opened */
    bool forgotten; /* closed so long ago that the ledger does not know it */
    bool forged;    /* the ledger never gave it */
    bool kept;      /* it lives as long as its module */
    enum what { A_HANDLE, A_BUFFER, A_BUILDER } what;
    bool copy_released; /* of a buffer: |closed| is where, while it is open */
} ticket;

enum { TICKETS = 1000 };
extern ticket tickets[TICKETS]; /* 0 is none */
extern int n_tickets;

/* held_openly is the object where |o| is, or was, if an owned handle to it is
 * open: another one may be there by now. Or it is NOTHING. */
int held_openly(int o);

/* forget_closed is where so many were opened that the ledger has none left of
 * those that are closed. */
void forget_closed(void);

/* ---- What else there is. */

enum {
    HANDLES = 6,
    BORROWED = 4,
    SCOPES = 4,
    WATCHES = 3,
    WINDOWS = 3,
    VIEWS = 3,
    BUFFERS = 3
};

extern handle handles[HANDLES], borrowed[BORROWED];
extern const handle null_handle;

typedef struct call_scope {
    hf_private_call_scope scope;
    bool raising;
    int lent[TICKETS];
    int n;
} call_scope;
extern call_scope scopes[SCOPES];
extern int n_scopes;

typedef struct watched {
    hf_private_neutral neutral;
    int object;
    Py_ssize_t expected;
} watched;
extern watched watches[WATCHES];
extern int n_watches;

typedef struct opened_window {
    hf_ledger_window window;
    int first; /* ticket */
    bool begun;
} opened_window;
extern opened_window windows[WINDOWS];

typedef struct viewed {
    const char *data;
    Py_ssize_t size;
    int object, ticket;
    site opened;
    bool gone;
} viewed;
extern viewed views[VIEWS];

/* A buffer, and a copy of the struct. What it is held by is as a handle would be;
 * null: it is {0}. */
typedef struct kept_buffer {
    hf_buffer at;
    handle held_by;
} kept_buffer;
extern kept_buffer buffers[BUFFERS][2];

/* The call is of a thread that does not get to know where its stack ends. */
extern bool thread_is_bare;

/* pins_seen is how many of the ledger's references to |o| it knows as its own. */
Py_ssize_t pins_seen(int o);

/* enter_ticket puts what a call opened into |to|; close_ticket is where one was
 * consumed. */
void enter_ticket(handle *to, int o, const char *type, site place, bool lent);
void close_ticket(int t, site place);

/* is_safe says that a call may be given a handle: where the ledger knows
 * nothing of it, it must be good. */
bool is_safe(const handle *h);

/* real_ticket is what is in a handle. */
hf_private_number real_ticket(const handle *h);

#endif /* FUZZ_LEDGER_MODEL_H */
