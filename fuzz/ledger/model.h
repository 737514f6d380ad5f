/* model.h: what ledger.c expects: objects, tickets and reports, as the
 * ledger's documentation has them. */
#ifndef FUZZ_LEDGER_MODEL_H
#define FUZZ_LEDGER_MODEL_H

#include "core/holdfast.h"
#include "fuzz/engine/process.h"

#include <string.h>

#ifndef HF_CHECKED
#error "compile this with -DHF_CHECKED: it is about the checked build"
#endif

/* ---- Objects. The first ones are there all the time, the others come and go
 * with an input. */

enum {
    NOTHING,
    PLAIN,
    LATIN,
    WIDE,
    ASTRAL,
    FITS,
    TOO_LONG,
    INT,
    HUGE_INT,
    LIST,
    SUBCLASS,
    LIAR,
    LONGER,
    LONE, /* a surrogate */
    FIXED,
    OBJECTS = FIXED + 18
};

typedef struct object {
    PyObject *raw;     /* NULL: none yet */
    bool gone;         /* it was released */
    Py_ssize_t others; /* references that are not the program's */
    Py_ssize_t held;   /* that are: by open handles, and raw ones */
    Py_ssize_t loose;  /* the raw ones among them */
    Py_ssize_t pins;   /* the ledger's */
} object;
static object objects[OBJECTS];

static bool is_there(int o)
{
    return objects[o].raw != NULL && !objects[o].gone;
}

static bool is_str(int o)
{
    return is_there(o) && PyUnicode_CheckExact(objects[o].raw);
}

/* is_dropped says that nobody holds an object but the ledger. */
static bool is_dropped(int o)
{
    return objects[o].others + objects[o].held == 0;
}

/* settle notes whether the last reference to an object has gone. */
static void settle(int o)
{
    objects[o].gone = o >= FIXED && is_dropped(o) && objects[o].pins == 0;
}

/* new_object is where one can be entered; or NOTHING. */
static int new_object(void)
{
    for (int o = FIXED; o < OBJECTS; o++) {
        if (objects[o].raw == NULL) {
            return o;
        }
    }
    return NOTHING;
}

/* ---- Places: each is in a function of its own. */

#define SITES(X)                                                               \
    X(open_object)                                                             \
    X(open_str)                                                                \
    X(again)                                                                   \
    X(again_typed)                                                             \
    X(decref)                                                                  \
    X(decref_too)                                                              \
    X(give)                                                                    \
    X(lend)                                                                    \
    X(lend_str)                                                                \
    X(use)                                                                     \
    X(refcnt)                                                                  \
    X(repr)                                                                    \
    X(view)                                                                    \
    X(read_view)                                                               \
    X(read_by_python)                                                          \
    X(read_for)                                                                \
    X(append)                                                                  \
    X(append_own)                                                              \
    X(say_owned)                                                               \
    X(say_borrowed)                                                            \
    X(enter)                                                                   \
    X(leave)                                                                   \
    X(unwatch)                                                                 \
    X(open_crafted)                                                            \
    X(hold)                                                                    \
    X(churn)

enum { TOLD = 16 };
#define ENUMERATOR(name) at_##name,
typedef enum site {
    NOWHERE,
    SITES(ENUMERATOR) at_again_use, /* in |again| as well, */
    at_again_typed_use,             /* in |again_typed| */
    at_told, /* where the ledger is told so: one of these */
    N_SITES = at_told + TOLD
} site;

#define DECLARED(name) static void name(void);
SITES(DECLARED)
#define DEFINED(name) name,
static void (*const site_function[N_SITES])(void) = {NULL,
                                                     SITES(DEFINED) again,
                                                     again_typed};

/* Where a site calls the layer, once a report has said so. */
static uintptr_t known_place[N_SITES];

/* is_within says whether |place| is in the function of |s|: before the next. */
static bool is_within(site s, uintptr_t place)
{
    enum { MOST = 4096 }; /* bytes of code */
    uintptr_t start = (uintptr_t)site_function[s], end = start + MOST;
    for (int i = 1; i < N_SITES; i++) {
        uintptr_t other = (uintptr_t)site_function[i];
        end = other > start && other < end ? other : end;
    }
    return place > start && place <= end;
}

/* Files that places are in. */
typedef struct image {
    const char *path;
    uintptr_t bias;
    bool is_readable;
} image;
static char program_path[1024];
static image this_image = {program_path, 0, true};

/* Places that the ledger is told. */
static struct {
    uintptr_t place;
    image in;
} told[TOLD];

static bool is_told(site s)
{
    return s >= at_told;
}

static const image *image_of(site s)
{
    return is_told(s) ? &told[s - at_told].in : &this_image;
}

static bool is_place(site s, uintptr_t place)
{
    if (is_told(s)) {
        return place == told[s - at_told].place;
    }
    if (known_place[s] == 0 && is_within(s, place)) {
        known_place[s] = place;
    }
    return known_place[s] == place;
}

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
    int calls;      /* on the stack where it was opened */
    bool forgotten; /* closed so long ago that the ledger does not know it */
    bool forged;    /* the ledger never gave it */
    bool kept;      /* it lives as long as its module */
} ticket;

enum { TICKETS = 1000 };
static ticket tickets[TICKETS]; /* 0 is none */
static int n_tickets;

/* held_openly is the object where |o| is, or was, if an owned handle to it is
 * open: another one may be there by now. Or it is NOTHING. */
static int held_openly(int o)
{
    for (int t = 1; t < n_tickets; t++) {
        if (tickets[t].open && !tickets[t].lent &&
            objects[tickets[t].object].raw == objects[o].raw) {
            return tickets[t].object;
        }
    }
    return NOTHING;
}

/* ---- What a report shall say. */

static const struct {
    const char *head, *opened, *closed, *place;
} words[HF_MISTAKES] = {
    [HF_LEAK] = {"leak: a handle was opened and never consumed", "opened", NULL,
                 NULL},
    [HF_CONSUMED_TWICE] = {"consumed twice: a handle was consumed that had "
                           "been consumed before",
                           "opened", "consumed", "again"},
    [HF_USED_AFTER_CONSUMED] =
        {"used after consumed: a handle was used after the handle that owned "
         "its reference had been consumed",
         "opened", "consumed", "used"},
    [HF_BORROWED_TOO_LONG] = {"borrowed too long: a borrowed handle was used "
                              "after the call that lent it had ended",
                              "lent", "ended", "used"},
    [HF_OWNER_DROPPED_IT] = {"owner dropped it: a borrowed handle was used "
                             "after its owner had let the object go",
                             "lent", NULL, "used"},
    [HF_NULL_WITHOUT_EXCEPTION] = {"null without exception: a null result, and "
                                   "no exception is set",
                                   NULL, NULL, "result"},
    [HF_RESULT_WITH_EXCEPTION] = {"result with exception: a result that is not "
                                  "null, and the call that made it set an "
                                  "exception",
                                  NULL, NULL, "result"},
    [HF_RUN_WITH_EXCEPTION] = {"run with exception: Python code was to be run "
                               "while an exception is set; it was not",
                               NULL, NULL, "called"},
    [HF_COUNT_CHANGED] = {"count changed: the reference count of a borrowed "
                          "argument was changed by a function that says it "
                          "does not",
                          NULL, NULL, "returned"},
    [HF_VIEW_READ_TOO_LATE] = {"view read too late: a UTF-8 view was read "
                               "after the handle that it was taken from had "
                               "been consumed",
                               "viewed", "consumed", "read"},
    [HF_WITHOUT_THE_GIL] = {"without the GIL: a handle was touched by a thread "
                            "that does not hold the GIL",
                            NULL, NULL, "touched"},
    [HF_NEVER_INITIALISED] = {"never initialised: a handle was used that was "
                              "never set: {0} is the null handle",
                              NULL, NULL, "used"},
    [HF_MOVED_AND_BORROWED] = {"moved and borrowed: one variable was moved out "
                               "of and borrowed for one call: which comes first "
                               "is not defined",
                               "opened", NULL, "called"},
    [HF_NEW_NOT_OWNED] = {"new not owned: a leak: a borrowed handle was made of "
                          "a new reference, which nobody owns: make it by "
                          "from_owned",
                          NULL, NULL, "borrowed"},
    [HF_LENT_NOT_OWNED] = {"lent not owned: an owned handle was made of what "
                           "hf_as_raw lends: incref it",
                           NULL, NULL, "owned"},
};

enum { ALIKE = OBJECTS, LINE = 300 };
typedef struct report {
    hf_mistake kind;
    size_t times;
    site opened, closed, place;
    bool stack;      /* there is one of |opened| */
    int calls;       /* on that */
    int place_calls; /* on that of |place| */
    int n_lines;
    char lines[ALIKE][LINE]; /* about the object: one of these */
    int batch;               /* those of a call come in any order */
} report;

enum { KEPT = 100, REPORTS = 1000 };
static report reports[REPORTS];
static bool lost[REPORTS]; /* there was no memory for the text */
static int modes[REPORTS]; /* how its places were looked up; -1: not yet */
static size_t n_reports;
static int n_batches;

/* pins_seen is how many of the ledger's references to |o| it knows as its own.
 */
static Py_ssize_t pins_seen(int o);

/* describe writes the line about an object. */
static void describe(char *line, int o, bool alive, const char *type)
{
    const object *it = &objects[o];
    int n;
    if (!alive) {
        snprintf(line, LINE, "  object     %s at %p, released\n",
                 type != NULL ? type : "an object", (void *)it->raw);
        return;
    }
    n = snprintf(line, LINE, "  object     %s ", Py_TYPE(it->raw)->tp_name);
    if (is_str(o)) {
        enum { MOST = 80 };
        int start = n;
        line[n++] = '\'';
        for (Py_ssize_t i = 0;
             i < PyUnicode_GET_LENGTH(it->raw) && n - start < MOST; i++) {
            Py_UCS4 c = PyUnicode_READ_CHAR(it->raw, i);
            if (c >= 0x20 && c <= 0x7E) {
                const char *escape = c == '\'' || c == '\\' ? "\\" : "";
                n += sprintf(line + n, "%s%c", escape, (int)c);
            } else if (c <= 0xFF) {
                n += sprintf(line + n, "\\x%02x", c);
            } else if (c <= 0xFFFF) {
                n += sprintf(line + n, "\\u%04x", c);
            } else {
                n += sprintf(line + n, "\\U%08x", c);
            }
        }
        n += snprintf(line + n, (size_t)(LINE - n),
                      n - start < MOST ? "'" : "...");
    } else if (o == HUGE_INT) {
        n += snprintf(line + n, (size_t)(LINE - n), "too large to print");
    } else if (o == INT) {
        n += snprintf(line + n, (size_t)(LINE - n), "-1048576");
    } else {
        n += snprintf(line + n, (size_t)(LINE - n), "object");
    }
    snprintf(line + n, (size_t)(LINE - n), " at %p, count %zd\n",
             (void *)it->raw, it->others + it->held + it->pins - pins_seen(o));
}

/* describe_other adds one of the objects that a report may be about. */
static void describe_other(report *r, int o, const char *type)
{
    char line[LINE];
    describe(line, o, true, type);
    for (int i = 0; i < r->n_lines; i++) {
        if (strcmp(r->lines[i], line) == 0) {
            return;
        }
    }
    if (r->n_lines < ALIKE) {
        memcpy(r->lines[r->n_lines++], line, LINE);
    }
}

/* expect enters a report: of a mistake with |t|, if that is not 0, and with the
 * object |o|, if that is not NOTHING. */
static report *expect(hf_mistake kind, int t, int o, site place)
{
    if (n_reports == REPORTS) {
        fuzz_failed("engine", "there are more mistakes than calls");
    }
    modes[n_reports] = -1;
    lost[n_reports] = false;
    report *r = &reports[n_reports++];
    *r = (report){.kind = kind, .times = 1, .place = place, .batch = n_batches};
    const ticket *it = t != 0 && !tickets[t].forgotten ? &tickets[t] : NULL;
    if (it != NULL) {
        r->opened = it->opened;
        r->closed = it->open ? NOWHERE : it->closed;
        r->stack = true;
        r->calls = it->calls;
    }
    if (o != NOTHING) {
        bool is_known = kind != HF_CONSUMED_TWICE &&
                        kind != HF_USED_AFTER_CONSUMED;
        bool alive = it != NULL ? it->open : is_known;
        int other = alive ? o : held_openly(o);
        describe(r->lines[r->n_lines++], other != NOTHING ? other : o,
                 other != NOTHING, it != NULL ? it->type : NULL);
    }
    return r;
}

#endif /* FUZZ_LEDGER_MODEL_H */
