/* ledger_model.h: what ledger.c expects: objects, tickets and reports, as the
 * ledger's documentation has them. */
#ifndef FUZZ_LEDGER_MODEL_H
#define FUZZ_LEDGER_MODEL_H

#include "core/holdfast.h"
#include "fuzz/process.h"

#include <link.h>
#include <string.h>
#include <unistd.h>

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
    X(read_for)                                                                \
    X(append)                                                                  \
    X(enter)                                                                   \
    X(leave)                                                                   \
    X(unwatch)                                                                 \
    X(open_crafted)                                                            \
    X(churn)

#define ENUMERATOR(name) at_##name,
typedef enum site {
    NOWHERE,
    SITES(ENUMERATOR) at_again_use, /* in |again| as well */
    at_0x10,                        /* where the ledger is told so */
    N_SITES
} site;

#define DECLARED(name) static void name(void);
SITES(DECLARED)
#define DEFINED(name) name,
static void (*const site_function[N_SITES])(void) = {NULL, SITES(DEFINED) again,
                                                     NULL};

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

static bool is_place(site s, uintptr_t place)
{
    if (s == at_0x10) {
        return place == 0x10;
    }
    if (known_place[s] == 0 && is_within(s, place)) {
        known_place[s] = place;
    }
    return known_place[s] == place;
}

/* ---- Tickets. */

typedef struct ticket {
    hf_object handle;
    int object;
    const char *type;
    site opened, closed;
    bool open, lent;
    int views, calls; /* |calls|: as in report */
    bool forgotten;   /* closed so long ago that the ledger does not know it */
} ticket;

enum { TICKETS = 400 };
static ticket tickets[TICKETS]; /* 0 is none */
static int n_tickets;

/* held_openly is the object where |o| is, or was, if a handle to it is open:
 * another one may be there by now. Or it is NOTHING. */
static int held_openly(int o)
{
    for (int t = 1; t < n_tickets; t++) {
        if (tickets[t].open &&
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
};

enum { ALIKE = OBJECTS, LINE = 300 };
typedef struct report {
    hf_mistake kind;
    size_t times;
    site opened, closed, place;
    bool stack;      /* of |opened| */
    int calls;       /* how many it has, if not 0; NONE: none */
    int place_calls; /* the same of |place| */
    int n_lines;
    char lines[ALIKE][LINE]; /* about the object: one of these */
    int batch;               /* those of a call come in any order */
} report;

enum { NONE = -1, KEPT = 100, REPORTS = 500 };
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

/* ---- How places are looked up. A script stands in for the symbolizer, and
 * says what $HOLDFAST_FUZZ_MODE asks for. */

typedef enum mode {
    NAMED,         /* a function and a line */
    INLINED,       /* in two functions of the layer */
    ONLY_FUNCTION, /* and no line */
    OF_THE_LAYER,  /* all of them */
    LONG,
    FAILS,   /* although it prints something */
    UNKNOWN, /* ?? */
    MISSING, /* there is no such program */
    FROM_PATH,
    SECOND, /* llvm-symbolizer fails, addr2line does not */
    NO_LINE_AT_ALL,
    NEITHER, /* of those in the path */
    UNSEEN,  /* NAMED, but nothing can be printed */
    MODES
} mode;

static const char script[] =
    "#!/bin/sh\n"
    "[ -z \"$LD_PRELOAD\" ] || exit 3\n"
    "echo noise >&2\n"
    "mode=$HOLDFAST_FUZZ_MODE\n"
    "case $0 in\n"
    "*/addr2line)\n"
    "    [ \"$1 $2 $3 $4\" = '-f -i -C -e' ] || exit 4\n"
    "    shift 3 ;;\n"
    "*) [ $mode != 9 ] || exit 5 ;;\n"
    "esac\n"
    "[ \"$1\" = -e ] && [ $# = 3 ] && [ -r \"$2\" ] || exit 6\n"
    "[ \"$3\" != \"$HOLDFAST_FUZZ_INNER\" ] || { echo hf_inner; echo /x:1; "
    "exit; }\n"
    "named=$(printf 'user\\n/src/user.c:%s' \"$3\")\n"
    "layer=$(printf 'inner\\n/own/str.h:1:1\\nhf_outer\\n/else/x.h:2:2')\n"
    "case $mode in\n"
    "0|5|8|9|12) echo \"$named\" ;;\n"
    "1) echo \"$layer\"; echo \"$named (discriminator 3)\" ;;\n"
    "2) echo \"alone_$3\" ;;\n"
    "3) echo \"$layer\"; echo hf_last; echo \"/else/y.h:$3\" ;;\n"
    "4) echo user; printf '%s:%05000d\\n' \"$3\" 0 ;;\n"
    "6) printf '%s\\n' '\\?\\?' | tr -d '\\\\' ;;\n"
    "esac\n"
    "[ $mode != 5 ]\n";

static char folder[] = "/tmp/holdfast-fuzz-XXXXXX";

static void write_script(const char *name)
{
    char path[100];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *to = fopen(path, "w");
    if (to == NULL || fputs(script, to) < 0 || fchmod(fileno(to), 0700) != 0 ||
        fclose(to) != 0) {
        fuzz_failed("engine", "%s cannot be written", path);
    }
}

static pid_t started_by;
static void remove_scripts(void)
{
    if (getpid() != started_by) {
        return; /* a copy of the process that needs them */
    }
    char path[100];
    const char *const names[] = {"/llvm-symbolizer", "/addr2line", ""};
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof(path), "%s%s", folder, names[i]);
        remove(path);
    }
}

static void start_scripts(void)
{
    char path[200];
    if (mkdtemp(folder) == NULL) {
        fuzz_failed("engine", "no folder below /tmp can be made");
    }
    write_script("llvm-symbolizer");
    write_script("addr2line");
    started_by = getpid();
    atexit(remove_scripts);
    snprintf(path, sizeof(path), "%s:/usr/bin:/bin", folder);
    setenv("PATH", path, 1);
    setenv("LD_PRELOAD", "/this/is/for/no/child.so", 1);
}

static void set_mode(mode m)
{
    char text[100];
    snprintf(text, sizeof(text), "%d", m);
    setenv("HOLDFAST_FUZZ_MODE", text, 1);
    snprintf(text, sizeof(text), "%s/%s", folder,
             m == MISSING         ? "nothing"
             : m == ONLY_FUNCTION ? "addr2line"
                                  : "llvm-symbolizer");
    if (m == FROM_PATH || m == SECOND || m == NEITHER) {
        unsetenv("HOLDFAST_SYMBOLIZER");
    } else {
        setenv("HOLDFAST_SYMBOLIZER", text, 1);
    }
}

/* ---- What it says. Each of these gives what is left of |text| behind what was
 * expected; or NULL. */

static const char *match(const char *text, const char *wanted)
{
    size_t n = strlen(wanted);
    return text != NULL && strncmp(text, wanted, n) == 0 ? text + n : NULL;
}

/* The program, and how far it was moved from where it was linked to be. */
static char program_path[1024];
static uintptr_t program_bias;

static int look_at_first(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size, (void)context;
    program_bias = info->dlpi_addr;
    return 1;
}

static const char *match_place(const char *text, site s, mode m)
{
    char wanted[6000];
    uintptr_t place;
    if (text == NULL) {
        return NULL;
    }
    if (s == at_0x10) {
        place = 0x10;
        snprintf(wanted, sizeof(wanted),
                 "0x10 (?+0xf: no symbolizer, or no debug information)\n");
    } else if (m == FAILS || m == UNKNOWN || m == MISSING ||
               m == NO_LINE_AT_ALL || m == NEITHER) {
        place = (uintptr_t)strtoull(text, NULL, 16);
        snprintf(wanted, sizeof(wanted),
                 "%p (%s+0x%zx: no symbolizer, or no debug information)\n",
                 (void *)place, program_path,
                 (size_t)(place - 1 - program_bias));
    } else {
        const char *number = strstr(text, "0x");
        size_t address = number != NULL ? strtoull(number, NULL, 16) : 0;
        place = address + program_bias + 1;
        char where[40];
        int n = snprintf(where, sizeof(where), "0x%zx", address);
        if (m == LONG) { /* as much as there is room for behind "user\n" */
            snprintf(wanted, sizeof(wanted), "user at %s:%0*d\n", where,
                     4095 - 5 - n - 1, 0);
        } else {
            snprintf(wanted, sizeof(wanted), "%s%s at %s%s\n",
                     m == ONLY_FUNCTION  ? "alone_"
                     : m == OF_THE_LAYER ? "hf_last"
                                         : "user",
                     m == ONLY_FUNCTION ? where : "",
                     m == ONLY_FUNCTION  ? "?"
                     : m == OF_THE_LAYER ? "/else/y.h:"
                                         : "/src/user.c:",
                     m == ONLY_FUNCTION ? "" : where);
        }
    }
    /* A report ends where its memory does. */
    size_t left = strlen(text);
    if (m == LONG && left < strlen(wanted)) {
        wanted[left] = '\0';
    }
    return is_place(s, place) ? match(text, wanted) : NULL;
}

static const char *match_line(const char *text, const char *label, site s,
                              mode m)
{
    char wanted[20];
    if (text == NULL || label == NULL || s == NOWHERE || *text == '\0') {
        return text;
    }
    snprintf(wanted, sizeof(wanted), "  %-10s ", label);
    return match_place(match(text, wanted), s, m);
}

/* Of the calls further out it is only known that there are some, or how many.
 */
static const char *match_stack(const char *text, site s, int calls, mode m)
{
    char wanted[20];
    int n = 0;
    for (; text != NULL && *text != '\0'; n++) {
        snprintf(wanted, sizeof(wanted), "      #%d ", n);
        const char *place = match(text, wanted);
        if (place == NULL) {
            break;
        }
        if (n == 0 && s != NOWHERE && match_place(place, s, m) == NULL) {
            return NULL;
        }
        const char *end = strchr(place, '\n');
        text = end != NULL ? end + 1 : place + strlen(place);
    }
    bool is_cut = text != NULL && *text == '\0' && m == LONG;
    bool right = calls == NONE ? n == 0 : n > 0 && n < 8;
    return is_cut || (right && (calls <= 0 || n == calls)) ? text : NULL;
}

#ifdef LEDGER_STACKS
enum { WITH_STACKS = true };
#else
enum { WITH_STACKS = false };
#endif

static const char *match_report(const char *text, const report *r, mode m)
{
    char head[LINE], times[60] = "";
    if (r->times > 1) {
        snprintf(times, sizeof(times), " (%zu times; this is one of them)",
                 r->times);
    }
    snprintf(head, sizeof(head), "holdfast: %s%s\n", words[r->kind].head,
             times);
    text = match(text, head);
    const char *behind = r->n_lines > 0 ? NULL : text;
    for (int i = 0; i < r->n_lines && behind == NULL; i++) {
        behind = match(text, r->lines[i]);
    }
    text = match_line(behind, words[r->kind].opened, r->opened, m);
    if (WITH_STACKS && r->stack) {
        text = match_stack(text, r->opened != at_0x10 ? r->opened : NOWHERE,
                           r->calls, m);
    }
    text = match_line(text, words[r->kind].closed, r->closed, m);
    text = match_line(text, words[r->kind].place, r->place, m);
    if (WITH_STACKS && r->place != NOWHERE) {
        /* The unwinder finds who reads; frame pointers do not. */
        bool is_read = r->kind == HF_VIEW_READ_TOO_LATE;
        bool is_own = is_read || r->place == at_0x10; /* no such call */
        text = match_stack(text, is_own ? NOWHERE : r->place, r->place_calls,
                           m);
    }
    return text;
}

/* match_any is match_report for one of those of a call. */
static const char *match_any(const char *text, int batch, mode m)
{
    static char one[8192]; /* all there is room for in a report */
    if (strlen(text) >= sizeof(one)) {
        memcpy(one, text, sizeof(one) - 1);
        const char *behind = match_any(one, batch, m);
        return behind != NULL ? text + (behind - one) : NULL;
    }
    for (size_t i = 0; i < n_reports; i++) {
        const char *behind = reports[i].batch == batch
                                 ? match_report(text, &reports[i], m)
                                 : NULL;
        if (behind != NULL) {
            return behind;
        }
    }
    return NULL;
}

/* wrong_report shows what was expected, but for the places. */
static __attribute__((noreturn)) void wrong_report(const char *found, int batch)
{
    char wanted[4000] = "";
    size_t n = 0;
    for (size_t i = 0; i < n_reports && n < 3000; i++) {
        const report *r = &reports[i];
        if (r->batch == batch) {
            n += (size_t)snprintf(wanted + n, sizeof(wanted) - n,
                                  "%s\n%s  (%zu times; at %d, %d, %d)\n",
                                  words[r->kind].head,
                                  r->n_lines > 0 ? r->lines[0] : "", r->times,
                                  r->opened, r->closed, r->place);
        }
    }
    fuzz_failed("report", "expected\n%sfound\n%s", wanted,
                found != NULL ? found : "nothing\n");
}

#endif /* FUZZ_LEDGER_MODEL_H */
