/* said.h: whether a report says what it shall. */
#ifndef FUZZ_LEDGER_SAID_H
#define FUZZ_LEDGER_SAID_H

#include "fuzz/ledger/wraps.h"

/* ---- What it says. Each of these gives what is left of |text| behind what was
 * expected; or NULL. */

static const char *match(const char *text, const char *wanted)
{
    size_t n = strlen(wanted);
    return text != NULL && strncmp(text, wanted, n) == 0 ? text + n : NULL;
}

static const char *match_place(const char *text, site s, mode m)
{
    char wanted[6000];
    const image *in = image_of(s);
    uintptr_t place;
    if (text == NULL) {
        return NULL;
    }
    if (s == at_read_for && inner[0] != '\0') { /* no call of the user's */
        return match(text, inner_has_name ? "hf_inner at /x:1\n"
                                          : "inner at /own%%/x:1\n");
    }
    if (m == BLANK && in->is_readable) {
        return match(text, "? at ?\n");
    }
    if (!in->is_readable || m == FAILS || m == KILLED || m == UNKNOWN ||
        m == MISSING || m == NO_LINE_AT_ALL || m == NEITHER) {
        place = (uintptr_t)strtoull(text, NULL, 16);
        snprintf(wanted, sizeof(wanted),
                 "%p (%s+0x%zx: no symbolizer, or no debug information)\n",
                 (void *)place, in->path, (size_t)(place - 1 - in->bias));
    } else {
        const char *number = strstr(text, "0x");
        size_t address = number != NULL ? strtoull(number, NULL, 16) : 0;
        place = address + in->bias + 1;
        char where[40];
        int n = snprintf(where, sizeof(where), "0x%zx", address);
        if (is_long(m)) { /* as much as there is room for behind "user\n" */
            snprintf(wanted, sizeof(wanted), "user at %s:%0*d\n", where,
                     4095 - 5 - n - 1, 0);
        } else {
            snprintf(wanted, sizeof(wanted), "%s%s at %s%s\n",
                     m == ONLY_FUNCTION  ? "alone_"
                     : m == OF_THE_LAYER ? "hf_last"
                     : m == INLINED      ? "hfUser"
                                         : "user",
                     m == ONLY_FUNCTION ? where : "",
                     m == ONLY_FUNCTION  ? "?"
                     : m == OF_THE_LAYER ? "/else/y.h:"
                     : m == INLINED      ? "/own%%.c:"
                                         : "/src/user.c:",
                     m == ONLY_FUNCTION ? "" : where);
        }
    }
    /* A report ends where its memory does. */
    size_t left = strlen(text);
    if (is_long(m) && left < strlen(wanted)) {
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

/* match_stack matches a stack with so many |calls|, which are not looked at but
 * for the innermost, if that is of |s|. */
static const char *match_stack(const char *text, site s, int calls, mode m)
{
    enum { MOST = 7 };
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
    bool is_cut = text != NULL && *text == '\0' && is_long(m);
    int least = calls == SOME ? 1 : calls > 0 ? calls : 0;
    int most = calls == NONE ? 0 : calls > 0 ? calls : MOST;
    return is_cut || (n >= least && n <= most) ? text : NULL;
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
        text = match_stack(text, !is_told(r->opened) ? r->opened : NOWHERE,
                           r->calls, m);
    }
    text = match_line(text, words[r->kind].closed, r->closed, m);
    text = match_line(text, words[r->kind].place, r->place, m);
    if (WITH_STACKS && r->place != NOWHERE) {
        /* The unwinder finds who reads; frame pointers do not. */
        bool is_read = r->kind == HF_VIEW_READ_TOO_LATE;
        bool is_own = is_read || is_told(r->place); /* no such call */
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

#endif /* FUZZ_LEDGER_SAID_H */
