/* Builders that have a ticket of their own: left open, ended twice, used late, gone on
 * with in two structs; and such as nobody has ever set. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

#include <string.h>

/* begin_builder gives |b| its first item, and enters its ticket. */
static int begin_builder(call *c, hf_list_builder *b)
{
    handle entered;
    in.builder = b;
    in.raw = objects[LIST].raw;
    objects[LIST].held++;
    perform(c, append_builder);
    enter_ticket(&entered, NOTHING, "builder", at_append_builder, false);
    tickets[entered.ticket].what = A_BUILDER;
    return entered.ticket;
}

static void end_builder(int t, hf_list_builder *b)
{
    in.builder = b;
    clear_builder();
    close_ticket(t, at_clear_builder);
    objects[NOTHING].held--;
    objects[LIST].held--;
}

/* use_late does with the copy of a builder that has ended what |c| says. */
static void use_late(call *c, int t, hf_list_builder *copy)
{
    bool appends = c->value & 2;
    in.builder = copy;
    in.raw = objects[LIST].raw;
    if (appends) {
        mistake(c, HF_USED_AFTER_CONSUMED, t, NOTHING, at_append_builder_use);
    } else {
        mistake(c, HF_CONSUMED_TWICE, t, NOTHING, at_clear_builder);
    }
    perform(c, appends ? append_builder : clear_builder);
    if (appends && c->stops) {
        Py_DECREF(in.raw); /* which was consumed already */
    }
}

/* leave_open is a window that ends before the builder does. */
static void leave_open(call *c, int t, hf_ledger_window window)
{
    mistake(c, HF_LEAK, t, NOTHING, NOWHERE);
    in.size = (Py_ssize_t)window;
    perform(c, end_window);
    if (!c->stops && out.number != 1) {
        fuzz_failed("content", "expected one leak, found %zd", out.number);
    }
}

/* go_on_in_both gives a copy another item, and then uses the builder, |b|. */
static void go_on_in_both(call *c, int t, hf_list_builder *b)
{
    bool appends = c->value & 2;
    hf_list_builder copy = *b;
    in.builder = &copy;
    in.raw = objects[LIST].raw;
    objects[LIST].held++;
    append_builder();
    in.builder = b;
    mistake(c, HF_USED_AFTER_CONSUMED, t, NOTHING,
            appends ? at_append_builder_use : at_clear_builder);
    perform(c, appends ? append_builder : clear_builder);
    if (appends && c->stops) {
        Py_DECREF(in.raw); /* which was consumed already */
    }
    end_builder(t, &copy);
    objects[LIST].held--;
}

void builder_one(call *c)
{
    hf_list_builder b = {0};
    if (n_tickets == TICKETS) {
        return;
    }
    only_held(c);
    without_exception(c);
    c->armed = 0;
    hf_ledger_window window = hf_ledger_begin();
    int t = begin_builder(c, &b);
    hf_list_builder copy = b;
    if ((c->value & 5) == 5) {
        go_on_in_both(c, t, &b);
    } else if (c->value & 1) {
        end_builder(t, &b);
        use_late(c, t, &copy);
    } else {
        leave_open(c, t, window);
        end_builder(t, &b);
    }
}

static const unsigned char flags[4] = {0, 1, 2, 0xFF};

/* fill puts into |b| what may lie where it is, by |value|, and its flag. It gives
 * whether that looks as if somebody had set it. */
static bool fill(hf_list_builder *b, int value, int flag)
{
    static PyObject *room[4];
    PyObject **const places[4] = {NULL, room, room + 2, room + 4};
    hf_private_items *items = &b->hf_private_kept;
    items->at = places[value & 3];
    items->next = places[value >> 2 & 3];
    items->end = places[value >> 4 & 3];
    items->tuple = value & 64 ? objects[LIST].raw : NULL;
    memcpy(&items->failed, &flags[flag & 3], 1);
    bool has_memory = items->at != NULL;
    return items->at <= items->next && items->next <= items->end &&
           has_memory == (items->end != NULL) &&
           (has_memory || items->tuple == NULL) && flags[flag & 3] <= 1;
}

static void list_never_set(call *c)
{
    hf_list_builder b = {0};
    bool appends = c->value & 128;
    if (fill(&b, c->value, c->x)) {
        return;
    }
    in.builder = &b;
    in.raw = objects[LIST].raw;
    mistake(c, HF_NEVER_INITIALISED, 0, NOTHING,
            appends ? at_append_builder_use : at_clear_builder);
    perform(c, appends ? append_builder : clear_builder);
    if (appends && c->stops) {
        Py_DECREF(in.raw); /* which was not consumed */
    }
}

/* NEVER_SET is the same for a builder that holds |what|: nothing, or what lies
 * there. */
#define NEVER_SET(T, what, add)                                                \
    hf_##T##_builder b = {0};                                                  \
    b.what = HF_PRIVATE_MADE(hf_##T, 0, HF_PRIVATE_IN(raw));                   \
    memcpy(&b.hf_private_failed, flag, 1);                                     \
    in.other_builder = &b;                                                     \
    mistake(c, HF_NEVER_INITIALISED, 0, NOTHING, at_##add);                    \
    perform(c, add);

/* builder_never_set_one uses one that lies where something else was. */
void builder_never_set_one(call *c)
{
    const unsigned char *flag = &flags[c->x & 3];
    PyObject *raw = c->value & 1 ? objects[LIST].raw : NULL;
    only_held(c);
    without_exception(c);
    c->armed = 0;
    if ((c->y & 3) == 0) {
        list_never_set(c);
    } else if (raw == NULL && *flag <= 1) {
        return;
    } else if ((c->y & 3) == 1) {
        NEVER_SET(str, hf_private_buffer, add_to_str)
    } else if ((c->y & 3) == 2) {
        NEVER_SET(bytes, hf_private_buffer, add_to_bytes)
    } else {
        NEVER_SET(dict, hf_private_dict, add_to_dict)
    }
}
