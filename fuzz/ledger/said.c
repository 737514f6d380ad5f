#include "fuzz/ledger/said.h"

#include "fuzz/engine/process.h"
#include "fuzz/ledger/stacks.h"

#include <string.h>

const char *match(const char *text, const char *wanted)
{
    size_t n = strlen(wanted);
    return text != NULL && strncmp(text, wanted, n) == 0 ? text + n : NULL;
}

enum { WANTED = 6000 }; /* bytes of what a place is said to be */

/* has_no_name says that a place has an address only. */
static bool has_no_name(const image *file, mode m)
{
    return !file->is_readable || m == FAILS || m == KILLED || m == UNKNOWN ||
           m == MISSING || m == NO_LINE_AT_ALL || m == NEITHER;
}

/* name_wanted writes what a symbolizer is to have said of |address|. */
static void name_wanted(char *wanted, size_t address, mode m)
{
    char where[40];
    int n = snprintf(where, sizeof(where), "0x%zx", address);
    if (is_long(m)) { /* as much as there is room for behind "user\n" */
        snprintf(wanted, WANTED, "user at %s:%0*d\n", where, 4095 - 5 - n - 1,
                 0);
    } else if (m == ONLY_FUNCTION) {
        snprintf(wanted, WANTED, "alone_%s at ?\n", where);
    } else {
        snprintf(wanted, WANTED, "%s%s\n",
                 m == OF_THE_LAYER ? "hf_last at /else/y.h:"
                 : m == INLINED    ? "hfUser at /own%%.c:"
                                   : "user at /src/user.c:",
                 where);
    }
}

static const char *match_place(const char *text, site s, mode m)
{
    char wanted[WANTED];
    const image *file = image_of(s);
    uintptr_t place;
    if (text == NULL) {
        return NULL;
    }
    if (m == BLANK && file->is_readable) {
        return match(text, "? at ?\n");
    }
    if (has_no_name(file, m)) {
        place = (uintptr_t)strtoull(text, NULL, 16);
        snprintf(wanted, sizeof(wanted),
                 "%p (%s+0x%zx: no symbolizer, or no debug information)\n",
                 (void *)place, file->path, (size_t)(place - 1 - file->bias));
    } else {
        const char *number = strstr(text, "0x");
        size_t address = number != NULL ? strtoull(number, NULL, 16) : 0;
        place = address + file->bias + 1;
        name_wanted(wanted, address, m);
    }
    /* A report ends where its memory does. */
    size_t left = strlen(text);
    if (is_long(m) && left < strlen(wanted)) {
        wanted[left] = '\0';
    }
    return is_place(s, place) ? match(text, wanted) : NULL;
}

static const char *match_label(const char *text, const char *label)
{
    char wanted[20];
    snprintf(wanted, sizeof(wanted), "  %-10s ", label);
    return match(text, wanted);
}

static const char *match_line(const char *text, const char *label, site s,
                              mode m)
{
    if (text == NULL || label == NULL || s == NOWHERE || *text == '\0') {
        return text;
    }
    return match_place(match_label(text, label), s, m);
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

/* behind_none_yet passes the line that says which call began without an exception. */
static const char *behind_none_yet(const char *text)
{
    const char *line = text != NULL ? match(text, "  none yet   ") : NULL;
    if (line == NULL) {
        return text;
    }
    const char *end = strchr(line, '\n');
    return end != NULL ? end + 1 : line + strlen(line);
}

static const char *match_report(const char *text, const report *r, mode m)
{
    char head[LINE], times[60] = "";
    if (r->times > 1) {
        snprintf(times, sizeof(times), " (%zu times; this is one of them)",
                 r->times);
    }
    snprintf(head, sizeof(head), "holdfast: %s%s\n", head_of(r), times);
    text = match(text, head);
    const char *behind = r->n_lines > 0 ? NULL : text;
    for (int i = 0; i < r->n_lines && behind == NULL; i++) {
        behind = match(text, r->lines[i]);
    }
    text = match_line(behind, words[r->kind].opened, r->opened, m);
    if (with_stacks && r->stack) {
        text = match_stack(text, !is_told(r->opened) ? r->opened : NOWHERE,
                           r->calls, m);
    }
    text = match_line(text, words[r->kind].closed, r->closed, m);
    text = match_line(text, "none yet", r->none_yet, m);
    if (r->none_yet == NOWHERE && (r->kind == HF_RESULT_WITH_EXCEPTION ||
                                   r->kind == HF_RUN_WITH_EXCEPTION)) {
        text = behind_none_yet(text);
    }
    text = r->said != NULL
               ? match(match_label(text, words[r->kind].place), r->said)
               : match_line(text, words[r->kind].place, r->place, m);
    if (with_stacks && r->place != NOWHERE && r->kind != HF_GIVEN_NOT_OWNED) {
        /* The unwinder finds who reads; frame pointers do not. */
        bool is_read = r->kind == HF_VIEW_READ_TOO_LATE;
        bool is_own = is_read || is_told(r->place); /* no such call */
        text = match_stack(text, is_own ? NOWHERE : r->place, r->place_calls,
                           m);
    }
    return text;
}

const char *match_any(const char *text, int batch, mode m)
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

__attribute__((noreturn)) void wrong_report(const char *found, int batch)
{
    char wanted[4000] = "";
    size_t n = 0;
    for (size_t i = 0; i < n_reports && n < 3000; i++) {
        const report *r = &reports[i];
        if (r->batch == batch) {
            n += (size_t)snprintf(wanted + n, sizeof(wanted) - n,
                                  "%s\n%s  (%zu times; at %d, %d, %d)\n",
                                  head_of(r), r->n_lines > 0 ? r->lines[0] : "",
                                  r->times, r->opened, r->closed, r->place);
        }
    }
    fuzz_failed("report", "expected\n%sfound\n%s", wanted,
                found != NULL ? found : "nothing\n");
}
