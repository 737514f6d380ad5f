#include "fuzz/ledger/reports.h"

#include "fuzz/engine/process.h"

#include <string.h>

const wording words[HF_MISTAKES] = {
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
                              "after what lent it had ended, a call or a handle"
                              ": incref what is kept",
                              "lent", "ended", "used"},
    [HF_OWNER_DROPPED_IT] = {"owner dropped it: a borrowed handle was used "
                             "after its owner had let the object go: incref it "
                             "before",
                             "lent", NULL, "used"},
    [HF_NULL_WITHOUT_EXCEPTION] = {"null without exception: a null result, or "
                                   "another failure, and no exception is set: "
                                   "raise one, or write the result and say "
                                   "hf_worked_if(true)",
                                   NULL, NULL, "result"},
    [HF_RESULT_WITH_EXCEPTION] = {"result with exception: a result that is no "
                                  "failure, and the call that made it set an "
                                  "exception: ask what has failed, and say "
                                  "out(kind) where it is a number",
                                  NULL, NULL, "result"},
    [HF_RUN_WITH_EXCEPTION] = {"run with exception: Python code was to be run "
                               "while an exception is set; it was not: ask "
                               "before whether what came first has failed",
                               NULL, NULL, "called"},
    [HF_COUNT_CHANGED] = {"count changed: the reference count of a borrowed "
                          "argument was changed by a function that says it "
                          "does not",
                          NULL, NULL, "returned"},
    [HF_VIEW_READ_TOO_LATE] = {"view read too late: a view was read after what "
                               "it was taken from had been consumed",
                               "viewed", "consumed", "read"},
    [HF_WITHOUT_THE_GIL] = {"without the GIL: a handle or an exception was "
                            "touched by a thread that does not hold the GIL: "
                            "hf_with_gil takes it",
                            NULL, NULL, "touched"},
    [HF_NEVER_INITIALISED] = {"never initialised: a handle was used that was "
                              "never set: {0} is the null handle",
                              NULL, NULL, "used"},
    [HF_MOVED_AND_BORROWED] =
        {"moved and borrowed: one variable was moved out "
         "of and borrowed for one call: which comes first "
         "is not defined, so move in a statement of its own",
         "opened", NULL, "called"},
    [HF_NEW_NOT_OWNED] =
        {"new not owned: a leak: what is borrowed is a new reference, which "
         "nobody owns: make a handle of it by from_owned, and release that",
         NULL, NULL, "borrowed"},
    [HF_LENT_NOT_OWNED] =
        {"lent not owned: what hf_as_raw lends was taken for a "
         "reference of its own: incref it, or give "
         "hf_into_raw",
         NULL, NULL, "owned"},
    [HF_GIVEN_NOT_OWNED] =
        {"given not owned: what hf_as_raw lends was given away as a reference "
         "of its own, and its handle was released: give "
         "hf_into_raw(hf_move(&x)), or incref it",
         "opened", "released", "shown"},
};

const char *head_of(const report *r)
{
    static const char *const heads[][3] = {
        [A_BUFFER] =
            {"leak: a buffer was got and never released, which a copy "
             "of the struct cannot do",
             "consumed twice: a buffer was released that had been "
             "released before",
             "used after consumed: a buffer was used after it had been "
             "released"},
        [A_BUILDER] = {"leak: a builder was begun and neither finished nor "
                       "cleared",
                       "consumed twice: a builder was finished or cleared that "
                       "had been before",
                       "used after consumed: a builder was used after it had "
                       "been finished or cleared, or through a copy or a span "
                       "that was left behind: pass its address, and fill a "
                       "span at once"},
    };
    return r->of == A_HANDLE ? words[r->kind].head
                             : heads[r->of][r->kind == HF_LEAK ? 0
                                            : r->kind == HF_CONSUMED_TWICE ? 1
                                                                           : 2];
}

report reports[REPORTS];
bool lost[REPORTS];
int modes[REPORTS];
size_t n_reports;
int n_batches;

/* write_str writes a str, cut to a line's length. */
static int write_str(char *to, PyObject *raw)
{
    enum { MOST = 80 };
    int n = 0;
    to[n++] = '\'';
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(raw) && n < MOST; i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(raw, i);
        if (c >= 0x20 && c <= 0x7E) {
            const char *escape = c == '\'' || c == '\\' ? "\\" : "";
            n += sprintf(to + n, "%s%c", escape, (int)c);
        } else if (c <= 0xFF) {
            n += sprintf(to + n, "\\x%02x", c);
        } else if (c <= 0xFFFF) {
            n += sprintf(to + n, "\\u%04x", c);
        } else {
            n += sprintf(to + n, "\\U%08x", c);
        }
    }
    return n + sprintf(to + n, n < MOST ? "'" : "...");
}

/* write_int writes an int as a report shows it. */
static int write_int(char *to, PyObject *raw)
{
    int beyond;
    long value = PyLong_AsLongAndOverflow(raw, &beyond);
    return beyond == 0 ? sprintf(to, "%ld", value)
                       : sprintf(to, "too large to print");
}

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
        n += write_str(line + n, it->raw);
    } else if (PyLong_CheckExact(it->raw)) {
        n += write_int(line + n, it->raw);
    } else {
        n += snprintf(line + n, (size_t)(LINE - n), "object");
    }
    snprintf(line + n, (size_t)(LINE - n), " at %p, count %zd\n",
             (void *)it->raw, it->others + it->held + it->pins - pins_seen(o));
}

void describe_other(report *r, int o, const char *type)
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

report *expect(hf_mistake kind, int t, int o, site place)
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
        r->closed = it->open && !it->copy_released ? NOWHERE : it->closed;
        r->of = it->what;
        r->stack = true;
        r->calls = it->calls;
    }
    if (o != NOTHING) {
        bool is_known = kind != HF_CONSUMED_TWICE &&
                        kind != HF_USED_AFTER_CONSUMED;
        bool alive = kind == HF_GIVEN_NOT_OWNED ||
                     (it != NULL ? it->open : is_known);
        int other = alive ? o : held_openly(o);
        describe(r->lines[r->n_lines++], other != NOTHING ? other : o,
                 other != NOTHING, it != NULL ? it->type : NULL);
    }
    return r;
}
