/* Buffers: got, copied, released and read, in time and too late, or never set; and
 * arrays of them. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

#include <string.h>

const char in_buffers[] = "some";
enum { BYTES = sizeof(in_buffers) - 1 };

/* buffer_of is the buffer of |c|, or the copy of it. */
static kept_buffer *buffer_of(const call *c)
{
    return &buffers[c->x % BUFFERS][c->value >> 1 & 1];
}

static bool is_copy(const kept_buffer *b)
{
    return b->at.hf_private_self != NULL && b->at.hf_private_self != &b->at;
}

/* What has a buffer: of fixed memory, which is that of a bytes object, or of other. */
enum { A_BYTES, A_VIEW_OF_IT, A_BYTEARRAY, A_VIEW_OF_C, A_LIAR, EXPORTERS };

/* The liar says that its memory is that of a bytes object. */
static PyObject *lied_about;

static int lie_about_memory(PyObject *self, Py_buffer *view, int flags)
{
    (void)self;
    return PyBuffer_FillInfo(view, lied_about, (void *)(uintptr_t)in_buffers,
                             BYTES, true, flags);
}

static PyBufferProcs liars_buffer = {.bf_getbuffer = lie_about_memory};
/* clang-format off */
static PyTypeObject liars_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "liar",
    .tp_as_buffer = &liars_buffer,
};
/* clang-format on */
static struct {
    PyObject_HEAD
} liar = {PyObject_HEAD_INIT(&liars_type)};

/* new_exporter is one of these, or for the liar what it lies about. */
static PyObject *new_exporter(int which)
{
    if (which == A_VIEW_OF_C) {
        return fuzz_made(PyMemoryView_FromMemory((char *)(uintptr_t)in_buffers,
                                                 BYTES, PyBUF_READ));
    }
    if (which == A_BYTEARRAY) {
        return fuzz_made(PyByteArray_FromStringAndSize(in_buffers, BYTES));
    }
    PyObject *bytes = fuzz_made(PyBytes_FromStringAndSize(in_buffers, BYTES));
    if (which != A_VIEW_OF_IT) {
        return bytes;
    }
    PyObject *view = fuzz_made(PyMemoryView_FromObject(bytes));
    Py_DECREF(bytes);
    return view;
}

/* get_buffer_one gets a buffer of a new object, which nobody else keeps. */
void get_buffer_one(call *c)
{
    kept_buffer *b = &buffers[c->x % BUFFERS][0];
    int o = new_object();
    handle entered;
    if (o == NOTHING || n_tickets == TICKETS || b->at.hf_private_self != NULL) {
        return;
    }
    without_exception(c);
    only_held(c);
    c->armed = 0;
    const int which = c->y % EXPORTERS;
    objects[o] = (object){.raw = new_exporter(which), .held = 1};
    lied_about = objects[o].raw;
    in.raw = which == A_LIAR ? (PyObject *)&liar : objects[o].raw;
    in.buffer = &b->at;
    perform(c, get_buffer);
    if (!out.ok) {
        wrong("no buffer", "one");
    }
    out.handle.object = HF_PRIVATE_WITH(hf_object, b->at.hf_private_any);
    enter_ticket(&entered, o, "buffer", at_get_buffer, false);
    tickets[entered.ticket].what = A_BUFFER;
    tickets[entered.ticket].is_fixed = which == A_BYTES ||
                                       which == A_VIEW_OF_IT;
    b->held_by = entered;
    objects[o].held--;
    Py_DECREF(objects[o].raw);
}

/* copy_buffer_one copies the struct. */
void copy_buffer_one(call *c)
{
    kept_buffer *b = buffers[c->x % BUFFERS];
    b[1] = b[0];
}

/* again_or_given enters what is to be reported where |b|, which has a ticket, is
 * released at |place|; and says whether its memory is given back. */
static bool again_or_given(call *c, const kept_buffer *b, site place)
{
    ticket *t = &tickets[b->held_by.ticket];
    if (!t->open || t->copy_released) {
        mistake(c, HF_CONSUMED_TWICE, b->held_by.ticket, b->held_by.names,
                place);
    } else if (is_copy(b)) {
        t->copy_released = true;
        t->closed = place;
    }
    return t->open && !is_copy(b) && !c->stops;
}

void release_buffer_one(call *c)
{
    kept_buffer *b = buffer_of(c);
    bool clears = c->value & 1;
    site place = clears ? at_clear_buffer : at_release_buffer;
    int t = b->held_by.ticket, o = b->held_by.names;
    only_held(c);
    bool is_quiet = clears && b->at.hf_private_self == NULL;
    bool is_given = t != 0 && !is_quiet && again_or_given(c, b, place);
    in.buffer = &b->at;
    perform(c, clears ? clear_buffer : release_buffer);
    if (is_given) {
        close_ticket(t, place);
        tickets[t].copy_released = false;
        objects[o].held--;
        settle(o);
    }
    if (clears && !c->stops) {
        b->held_by = null_handle;
        if (b->at.hf_private_self != NULL || hf_buffer_raw(&b->at) != NULL) {
            wrong("a buffer that was cleared and holds something", "{0}");
        }
    }
}

/* size_buffer_one reads one; in time that needs no GIL. */
void size_buffer_one(call *c)
{
    const kept_buffer *b = buffer_of(c);
    bool is_open = tickets[b->held_by.ticket].open;
    if (b->held_by.ticket != 0 && !is_open) {
        is_usable(c, &b->held_by, at_size_buffer);
    }
    in.buffer = (hf_buffer *)(uintptr_t)&b->at;
    perform(c, size_buffer);
    Py_ssize_t wanted = is_open && !is_copy(b) ? BYTES : 0;
    if (!c->stops && out.number != wanted) {
        fuzz_failed("content", "expected a buffer of %zd bytes, found %zd",
                    wanted, out.number);
    }
}

/* enter_array puts what |b| has lent into the model. */
static void enter_array(int v, const call *c, const kept_buffer *b)
{
    int t = b->held_by.ticket;
    const char *own = b->at.hf_private_view.buf;
    if (tickets[t].is_fixed && tickets[t].array == NULL) {
        bool is_watched = c->failing != NO_PAGES && !is_without_gil(c);
        if ((out.utf8.data != own) != is_watched) {
            wrong(is_watched ? "an array that is not watched"
                             : "an array that is watched",
                  "the other");
        }
        tickets[t].array = out.utf8.data;
        tickets[t].views += is_watched;
    }
    const char *wanted = tickets[t].is_fixed ? tickets[t].array : own;
    if (out.utf8.data != wanted || out.utf8.size != BYTES ||
        memcmp(wanted, in_buffers, BYTES) != 0) {
        wrong("another array", "that of before, or of the same bytes");
    }
    views[v] = (viewed){.data = wanted,
                        .size = BYTES,
                        .object = b->held_by.names,
                        .ticket = wanted != own ? t : 0,
                        .opened = at_array_of_buffer};
}

/* array_one asks for the array of one; in time that needs no GIL. */
void array_one(call *c)
{
    const kept_buffer *b = buffer_of(c);
    bool is_open = tickets[b->held_by.ticket].open;
    bool is_held = is_open && !is_copy(b);
    if (!is_held) {
        only_held(c);
    }
    c->armed = 0;
    if (b->held_by.ticket != 0 && !is_open) {
        is_usable(c, &b->held_by, at_array_of_buffer);
    }
    c->system = !is_held && c->pending == NO_EXCEPTION && !c->stops;
    in.buffer = (hf_buffer *)(uintptr_t)&b->at;
    perform(c, array_of_buffer);
    if (c->stops) {
        return;
    }
    if ((out.utf8.data != NULL) != is_held) {
        wrong(is_held ? "no array" : "an array", is_held ? "one" : "none");
    }
    if (is_held) {
        enter_array(c->y % VIEWS, c, b);
    }
}

/* buffer_never_set_one does the same with one that nobody got: empty, or such as a
 * released one is, or what lies anywhere. */
void buffer_never_set_one(call *c)
{
    hf_buffer b = {0}, other = {0};
    const hf_buffer *const selves[4] = {NULL, &b, &other, &b + 1};
    static const site places[4] = {at_size_buffer, at_release_buffer,
                                   at_clear_buffer, at_size_buffer};
    static void (*const does[4])(void) = {size_buffer, release_buffer,
                                          clear_buffer, size_buffer};
    int how = c->value >> 2 & 3;
    only_held(c);
    without_exception(c);
    c->armed = 0;
    b.hf_private_self = selves[c->value & 3];
    if ((c->value & 3) > 1) {
        mistake(c, HF_NEVER_INITIALISED, 0, NOTHING, places[how]);
    }
    in.buffer = &b;
    out.number = 0;
    perform(c, does[how]);
    if (!c->stops && out.number != 0) {
        wrong("a buffer of some bytes", "none");
    }
}
