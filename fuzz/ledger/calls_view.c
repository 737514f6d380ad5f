/* Views: taken, read in time and too late. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

#include <string.h>
#include <unistd.h>

/* bytes_of is what a view of |o| shows, with its NUL. */
static const char *bytes_of(int o, Py_ssize_t *size)
{
    if (is_str(o)) {
        return PyUnicode_AsUTF8AndSize(objects[o].raw, size);
    }
    *size = (Py_ssize_t)strlen(in_buffers);
    return in_buffers;
}

/* enter_view puts what |view| gave of |from| into the model. */
static void enter_view(int v, const call *c, const handle *from)
{
    int o = from->names;
    Py_ssize_t size;
    const char *utf8 = PyUnicode_AsUTF8AndSize(objects[o].raw, &size);
    views[v] = (viewed){.data = out.utf8.data,
                        .size = out.utf8.size,
                        .object = o,
                        .ticket = c->failing != NO_PAGES ? from->ticket : 0,
                        .opened = at_view};
    if (size != out.utf8.size ||
        memcmp(utf8, out.utf8.data, (size_t)size + 1) != 0) {
        wrong("a view of other bytes", "one of the str's");
    }
    if ((views[v].ticket != 0) == (out.utf8.data == utf8)) {
        wrong(views[v].ticket != 0 ? "a view that is not watched"
                                   : "a view that is watched",
              "the other");
    }
    tickets[views[v].ticket].views++;
}

void view_one(call *c)
{
    const handle *from = chosen(c);
    int o = from->names;
    if (!is_safe(from) || (is_there(o) && !is_str(o))) {
        return;
    }
    only_held(c);
    c->armed = 0;
    in.handle = *from;
    bool usable = is_usable(c, from, at_view);
    bool fails = !usable;
    c->system = fails && c->pending == NO_EXCEPTION && !c->stops;
    if (usable && c->pending != NO_EXCEPTION &&
        !PyUnicode_IS_ASCII(objects[o].raw)) {
        fails = true;
    }
    if (usable && o == LONE) {
        c->encode = c->pending == NO_EXCEPTION;
        fails = true;
    }
    perform(c, view);
    if (c->stops) {
        return;
    }
    if (out.ok == fails) {
        wrong(fails ? "a view" : "no view", fails ? "none" : "one");
    }
    if (!fails) {
        enter_view(c->x % VIEWS, c, from);
    }
}

bool is_view_open(int v)
{
    int t = views[v].ticket;
    return t == 0 ? is_there(views[v].object) : tickets[t].open;
}

/* last_of_pages is where the last byte is that a view has for itself. */
static Py_ssize_t last_of_pages(int v)
{
    Py_ssize_t page = sysconf(_SC_PAGESIZE);
    return (views[v].size + page) / page * page - 1;
}

/* reader is the place that reads: as if in a function of the layer's, which is not
 * the user's, where its address is known; or in a library. Where that is no call of
 * the user's, |said| is what a report calls it; else NULL. */
static site reader(const call *c, bool is_ours, const char **said)
{
    *said = NULL;
    if (c->mode == FROM_PATH) {
        return at_read_by_python;
    }
    if (c->mode != NAMED || known_place[at_read_for] == 0) {
        return at_read_for;
    }
    snprintf(inner, sizeof(inner), "0x%zx",
             (size_t)(known_place[at_read_for] - 1 - this_image.bias));
    inner_has_name = c->y & 1;
    if (is_ours) {
        return at_read_view;
    }
    *said = inner_has_name ? "hf_inner at /x:1\n" : "inner at /own%%/x:1\n";
    return at_read_for;
}

/* check_byte compares what was read at |at| of a view. */
static void check_byte(int v, Py_ssize_t at, bool by_python)
{
    Py_ssize_t size;
    const char *bytes = bytes_of(views[v].object, &size);
    int wanted = at <= size ? bytes[at] : 0;
    wanted = by_python ? Py_TOLOWER((unsigned char)wanted) : wanted;
    if (out.number != wanted) {
        fuzz_failed("content", "expected the byte 0x%02X, found 0x%02zX",
                    (unsigned)wanted, (size_t)out.number);
    }
}

/* may_be_read says whether a view is there and may be read: in time, or too late
 * where the ledger sees it, and that is to be looked up. */
static bool may_be_read(int v)
{
    return views[v].data != NULL && !views[v].gone &&
           (is_view_open(v) || (views[v].ticket != 0 && budget > 0));
}

void read_view_one(call *c)
{
    int v = c->x % VIEWS;
    const bool is_ours = !is_told(views[v].opened); /* the user's file */
    const bool by_python = c->mode == FROM_PATH;
    if (!may_be_read(v) || (!is_ours && by_python)) {
        return;
    }
    only_held(c);
    c->armed = 0;
    const char *said;
    site place = reader(c, is_ours, &said);
    if (!is_view_open(v)) {
        mistake(c, HF_VIEW_READ_TOO_LATE, 0, NOTHING, place);
        report *r = &reports[n_reports - 1];
        r->said = said;
        r->opened = views[v].opened;
        r->closed = tickets[views[v].ticket].closed;
        budget--;
    }
    Py_ssize_t at = c->value == 0xFF && views[v].ticket != 0
                        ? last_of_pages(v)
                        : c->value % (views[v].size + 1);
    in.data = views[v].data + at;
    perform(c, by_python ? read_by_python : read_view);
    inner[0] = '\0';
    if (!c->stops) {
        check_byte(v, at, by_python);
    }
}

/* many_views_one uses up what there is for views. */
void many_views_one(call *c)
{
    enum { MOST = 1024, TOO_MANY = 10 };
    int left = MOST;
    if (!is_rare(c)) {
        return;
    }
    only_held(c);
    hf_utf8 made;
    const char *data = PyUnicode_AsUTF8(objects[PLAIN].raw);
    hf_str s = hf_str_from_owned(Py_NewRef(objects[PLAIN].raw));
    for (int t = 1; t < n_tickets; t++) {
        left -= tickets[t].open ? tickets[t].views : 0;
    }
    for (; left > -TOO_MANY; left--) {
        if (!hf_str_as_utf8(hf_borrow(s), &made) ||
            strcmp(made.data, data) != 0) {
            wrong("no view, or of another str", "a view");
        }
        if ((made.data != data) != (left > 0)) {
            fuzz_failed("content", "with room for %d views left, one is %s",
                        left, left > 0 ? "not watched" : "watched");
        }
    }
    hf_decref(s);
    if (n_mapped > MOST) {
        fuzz_failed("totals", "%d views have pages", n_mapped);
    }
    for (int v = 0; v < VIEWS; v++) {
        views[v].gone |= !is_view_open(v);
    }
}

const char *page_of_nobody;

/* fault_one reads what nobody may, and no view was; or it writes to a view. */
void fault_one(call *c)
{
    only_held(c);
    c->armed = 0;
    int v = c->x % VIEWS;
    bool writes = views[v].ticket != 0 && is_view_open(v);
    in.data = writes ? views[v].data + (c->value == 0xFF ? last_of_pages(v) : 0)
                     : page_of_nobody;
    if (!faults(writes ? write_view : read_view)) {
        wrong("a page that could be read, or written to", "a fault");
    }
}
