#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* strdup */
#endif
#include "report.h"

#ifdef HF_CHECKED

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "symbols.h"
#include "text.h"

/* Places are written as MARK and an address while a report is kept for later:
 * most are never read. No object prints as such a byte. */
#define MARK '\001'
static bool for_later;

static void add_place(hf_text *t, hf_place place)
{
    const char *function, *where;
    if (for_later) {
        hf_text_add(t, "%c%p\n", MARK, place);
        return;
    }
    /* One byte back: into the call, from where it returns to. */
    hf_loaded m = {.address = (uintptr_t)place - 1};
    if (hf_symbols_find(&m, &function, &where)) {
        hf_text_add(t, "%s at %s\n", function, where);
    } else {
        hf_text_add(
            t, "%p (%s+0x%zx: no symbolizer, or no debug information)\n", place,
            m.found ? m.path : "?", (size_t)(m.address - m.bias));
    }
}

static void add_stack(hf_text *t, const hf_place *stack)
{
    for (int i = 0; stack[i] != NULL; i++) {
        hf_text_add(t, "      #%d ", i);
        add_place(t, stack[i]);
    }
}

/* ---- Objects, without allocating. */

static void add_code_point(hf_text *t, Py_UCS4 c)
{
    if (c == '\'' || c == '\\') {
        hf_text_add(t, "\\%c", (int)c);
    } else if (c >= 0x20 && c < 0x7F) {
        hf_text_add(t, "%c", (int)c);
    } else if (c < 0x100) {
        hf_text_add(t, "\\x%02x", (unsigned)c);
    } else {
        hf_text_add(t, c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
    }
}

static void add_object(hf_text *t, const hf_incident *incident)
{
    enum { MOST = 80 };
    PyObject *object = incident->object;
    if (!incident->alive) {
        hf_text_add(t, "  object     %s at %p, released\n",
                    incident->type != NULL ? incident->type : "an object",
                    (void *)object);
        return;
    }
    hf_text_add(t, "  object     %.200s ", Py_TYPE(object)->tp_name);
    size_t repr = t->length;
    if (PyUnicode_CheckExact(object)) {
        int kind = (int)PyUnicode_KIND(object);
        hf_text_add(t, "'");
        for (Py_ssize_t i = 0;
             i < PyUnicode_GET_LENGTH(object) && t->length - repr < MOST; i++) {
            add_code_point(t, PyUnicode_READ(kind, PyUnicode_DATA(object), i));
        }
        hf_text_add(t, t->length - repr < MOST ? "'" : "...");
    } else if (PyLong_CheckExact(object)) {
        int overflow;
        long value = PyLong_AsLongAndOverflow(object, &overflow);
        hf_text_add(t, overflow ? "too large to print" : "%ld", value);
    } else {
        hf_text_add(t, "object");
    }
    hf_text_add(t, " at %p, count %zd\n", (void *)object,
                Py_REFCNT(object) - incident->pins);
}

/* ---- A report. */

static const struct {
    const char *name, *sentence, *opened, *closed, *place;
} words[HF_MISTAKES] = {
    [HF_LEAK] = {"leak", "a handle was opened and never consumed", "opened",
                 NULL, NULL},
    [HF_CONSUMED_TWICE] =
        {"consumed twice",
         "a handle was consumed that had been consumed before", "opened",
         "consumed", "again"},
    [HF_USED_AFTER_CONSUMED] = {"used after consumed",
                                "a handle was used after the handle that owned "
                                "its reference had been consumed",
                                "opened", "consumed", "used"},
    [HF_BORROWED_TOO_LONG] = {"borrowed too long",
                              "a borrowed handle was used after what lent it "
                              "had ended, a call or a handle: incref what is "
                              "kept",
                              "lent", "ended", "used"},
    [HF_OWNER_DROPPED_IT] = {"owner dropped it",
                             "a borrowed handle was used after its owner had "
                             "let the object go: incref it before",
                             "lent", NULL, "used"},
    [HF_NULL_WITHOUT_EXCEPTION] = {"null without exception",
                                   "a null result, or another failure, and no "
                                   "exception is set: raise one, or write the "
                                   "result and say hf_worked_if(true)",
                                   NULL, NULL, "result"},
    [HF_RESULT_WITH_EXCEPTION] = {"result with exception",
                                  "a result that is no failure, and the call "
                                  "that made it set an exception: ask what has "
                                  "failed, and say out(kind) where it is a "
                                  "number",
                                  NULL, NULL, "result"},
    [HF_RUN_WITH_EXCEPTION] =
        {"run with exception",
         "Python code was to be run while an exception is "
         "set; it was not: ask before whether what came first has failed",
         NULL, NULL, "called"},
    [HF_COUNT_CHANGED] = {"count changed",
                          "the reference count of a borrowed argument was "
                          "changed by a function that says it does not",
                          NULL, NULL, "returned"},
    [HF_VIEW_READ_TOO_LATE] = {"view read too late",
                               "a view was read after what it was taken from "
                               "had been consumed",
                               "viewed", "consumed", "read"},
    [HF_WITHOUT_THE_GIL] = {"without the GIL",
                            "a handle or an exception was touched by a thread "
                            "that does not hold the GIL: hf_with_gil takes it",
                            NULL, NULL, "touched"},
    [HF_NEVER_INITIALISED] = {"never initialised",
                              "a handle was used that was never set: {0} is "
                              "the null handle",
                              NULL, NULL, "used"},
    [HF_MOVED_AND_BORROWED] = {"moved and borrowed",
                               "one variable was moved out of and borrowed for "
                               "one call: which comes first is not defined, "
                               "so move in a statement of its own",
                               "opened", NULL, "called"},
    [HF_NEW_NOT_OWNED] = {"new not owned",
                          "a leak: what is borrowed is a new reference, which "
                          "nobody owns: make a handle of it by from_owned, and "
                          "release that",
                          NULL, NULL, "borrowed"},
    [HF_LENT_NOT_OWNED] = {"lent not owned",
                           "what hf_as_raw lends was taken for a reference of "
                           "its own: incref it, or give hf_into_raw",
                           NULL, NULL, "owned"},
    [HF_GIVEN_NOT_OWNED] =
        {"given not owned",
         "what hf_as_raw lends was given away as a reference of its own, and "
         "its handle was released: give hf_into_raw(hf_move(&x)), or incref it",
         "opened", "released", "shown"},
};

const char hf_report_buffer[] = "buffer", hf_report_builder[] = "builder";

/* What has a ticket and is no handle: where that is not closed, closed twice, and
 * used after it was closed. */
static const char *const of_buffer[] = {
    "a buffer was got and never released, which a copy of the struct cannot do",
    "a buffer was released that had been released before",
    "a buffer was used after it had been released",
};
static const char *const of_builder[] = {
    "a builder was begun and neither finished nor cleared",
    "a builder was finished or cleared that had been before",
    ("a builder was used after it had been finished or cleared, or through a copy "
     "or a span that was left behind: pass its address, and fill a span at once"),
};

/* sentence_of is what an incident is, in words. */
static const char *sentence_of(const hf_incident *incident)
{
    const char *const *of = incident->type == hf_report_buffer    ? of_buffer
                            : incident->type == hf_report_builder ? of_builder
                                                                  : NULL;
    if (of == NULL) {
        return words[incident->kind].sentence;
    }
    return of[incident->kind == HF_LEAK             ? 0
              : incident->kind == HF_CONSUMED_TWICE ? 1
                                                    : 2];
}

static void add_line(hf_text *t, const char *label, hf_place place)
{
    if (label != NULL && place != NULL) {
        hf_text_add(t, "  %-10s ", label);
        add_place(t, place);
    }
}

#ifdef Py_GIL_DISABLED
static PyMutex mutex; /* for all that is static here */
#endif
enum { KEPT = 100 };
static struct {
    hf_mistake kind;
    char *text;
} kept[KEPT];
static size_t n_reports;

void hf_report_incident(const hf_incident *incident, hf_policy policy)
{
    static hf_text t;
    hf_mistake kind = incident->kind;
    const bool has_gil = kind != HF_WITHOUT_THE_GIL;
    char *raised = NULL;
    if (has_gil) {
        HF_LOCK(&mutex);
    }
    for_later = policy == HF_POLICY_COLLECT && has_gil;
    t.length = 0;
    hf_text_add(&t, "holdfast: %s: %s", words[kind].name,
                sentence_of(incident));
    if (incident->times > 1) {
        hf_text_add(&t, " (%zu times; this is one of them)", incident->times);
    }
    hf_text_add(&t, "\n");
    if (incident->object != NULL) {
        add_object(&t, incident);
    }
    add_line(&t, words[kind].opened, incident->opened);
    if (incident->stack != NULL) {
        add_stack(&t, incident->stack);
    }
    add_line(&t, words[kind].closed, incident->closed);
    add_line(&t, "none yet", incident->none_yet);
    add_line(&t, words[kind].place, incident->place);
    if (getenv("HOLDFAST_LEDGER_STACKS") != NULL && incident->place != NULL &&
        kind != HF_GIVEN_NOT_OWNED) { /* which was there before */
        hf_place stack[HF_STACK_DEPTH];
        hf_report_walk(stack, incident->place);
        add_stack(&t, stack);
    }
    if (n_reports < KEPT) {
        kept[n_reports].kind = kind;
        kept[n_reports].text = strdup(t.at);
    }
    n_reports++;
    const bool raises = policy == HF_POLICY_RAISE && has_gil;
    if (raises) {
        raised = strdup(t.at);
    } else if (!for_later) {
        hf_text_print(&t);
        if (!incident->more) {
            abort();
        }
    }
    HF_UNLOCK(&mutex); /* without the GIL it has ended */
    if (raises) {
        hf_report_raise(raised); /* other reports may be made meanwhile */
        free(raised);
    }
}

size_t hf_ledger_reports(void)
{
    return n_reports;
}

/* looked_up is a copy of |report| with names for its places; or NULL. */
static char *looked_up(const char *report)
{
    static hf_text t;
    const char *mark;
    t.length = 0;
    for_later = false;
    while ((mark = strchr(report, MARK)) != NULL) {
        char *end;
        hf_text_add(&t, "%.*s", (int)(mark - report), report);
        add_place(&t, (hf_place)(uintptr_t)strtoull(mark + 1, &end, 16));
        report = end + 1; /* the line's end: a kept report is not cut */
    }
    hf_text_add(&t, "%s", report);
    return strdup(t.at);
}

static const char *read_report(size_t i, hf_mistake *mistake)
{
    if (i >= n_reports || i >= KEPT) {
        return NULL;
    }
    if (mistake != NULL) {
        *mistake = kept[i].kind;
    }
    if (kept[i].text != NULL && strchr(kept[i].text, MARK) != NULL) {
        char *whole = looked_up(kept[i].text);
        if (whole != NULL) {
            free(kept[i].text);
            kept[i].text = whole;
        }
    }
    return kept[i].text != NULL ? kept[i].text : words[kept[i].kind].sentence;
}

const char *hf_ledger_report(size_t i, hf_mistake *mistake)
{
    HF_LOCK(&mutex);
    const char *report = read_report(i, mistake);
    HF_UNLOCK(&mutex);
    return report;
}

void hf_ledger_forget(void)
{
    HF_LOCK(&mutex);
    for (size_t i = 0; i < KEPT; i++) {
        free(kept[i].text);
        kept[i].text = NULL;
    }
    n_reports = 0;
    HF_UNLOCK(&mutex);
}

#endif /* HF_CHECKED */
