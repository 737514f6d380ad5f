#include "fuzz/ledger/model.h"

/* ---- Tickets. */

ticket tickets[TICKETS];
int n_tickets;

int held_openly(int o)
{
    for (int t = 1; t < n_tickets; t++) {
        if (tickets[t].open && !tickets[t].lent &&
            objects[tickets[t].object].raw == objects[o].raw) {
            return tickets[t].object;
        }
    }
    return NOTHING;
}

void forget_closed(void)
{
    for (int t = 1; t < n_tickets; t++) {
        tickets[t].forgotten |= !tickets[t].open;
    }
}

/* ---- What else there is. */

handle handles[HANDLES], borrowed[BORROWED];
const handle null_handle;

call_scope scopes[SCOPES];
int n_scopes;

watched watches[WATCHES];
int n_watches;

opened_window windows[WINDOWS];

viewed views[VIEWS];

kept_buffer buffers[BUFFERS][2];

bool thread_is_bare;

/* Of what was lent, the ledger looks at the last ones. */
Py_ssize_t pins_seen(int o)
{
    enum { LAST = 64 };
    Py_ssize_t n = 0;
    int left = LAST;
    for (int i = 0; i < n_watches; i++) {
        n += watches[i].object == o;
    }
    for (int i = n_scopes - 1; i >= 0; i--) {
        for (int j = scopes[i].n - 1; j >= 0 && left-- > 0; j--) {
            n += tickets[scopes[i].lent[j]].object == o;
        }
    }
    return n;
}

/* note says that a handle to |o| was opened or closed. */
static void note(int o, int change)
{
    for (int i = 0; i < n_watches; i++) {
        watches[i].expected += watches[i].object == o ? change : 0;
    }
}

void enter_ticket(handle *to, int o, const char *type, site place, bool lent)
{
    int t = n_tickets++;
    *to = out.handle;
    to->names = o;
    to->ticket = t;
    tickets[t] = (ticket){.handle = out.handle.object,
                          .object = o,
                          .type = type,
                          .opened = place,
                          .open = true,
                          .lent = lent};
    if (thread_is_bare) {
        tickets[t].calls = NONE;
    }
    if (lent) {
        objects[o].pins++;
        scopes[n_scopes - 1].lent[scopes[n_scopes - 1].n++] = t;
    } else {
        objects[o].held++;
        note(o, 1);
    }
}

void close_ticket(int t, site place)
{
    tickets[t].open = false;
    tickets[t].closed = place;
    note(tickets[t].object, -1);
}

bool is_safe(const handle *h)
{
    return h->names == NOTHING || h->ticket != 0 ||
           (is_there(h->names) && !is_dropped(h->names));
}

hf_private_number real_ticket(const handle *h)
{
    return h->object.hf_private_any.hf_private_ticket;
}
