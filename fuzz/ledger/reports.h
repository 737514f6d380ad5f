/* reports.h: what the ledger has to report, as the calls of an input enter it. */
#ifndef FUZZ_LEDGER_REPORTS_H
#define FUZZ_LEDGER_REPORTS_H

#include "fuzz/ledger/model.h"

/* The first line of a report of each kind, and what its places are called. */
typedef struct wording {
    const char *head, *opened, *closed, *place;
} wording;
extern const wording words[HF_MISTAKES];

/* head_of is the first line of |r|. */
struct report;
const char *head_of(const struct report *r);

enum { ALIKE = OBJECTS, LINE = 300 };
typedef struct report {
    hf_mistake kind;
    enum what of;
    size_t times;
    site opened, closed, place;
    site none_yet; /* NOWHERE: there may be such a line, of any place */
    /* What |place| is said to be, where no call of the user's reads; or NULL. */
    const char *said;
    bool stack;      /* there is one of |opened| */
    int calls;       /* on that */
    int place_calls; /* on that of |place| */
    int n_lines;
    char lines[ALIKE][LINE]; /* about the object: one of these */
    int batch;               /* those of a call come in any order */
} report;

enum { KEPT = 100, REPORTS = 1000 };
extern report reports[REPORTS];
extern bool lost[REPORTS]; /* there was no memory for the text */
extern int modes[REPORTS]; /* how its places were looked up; -1: not yet */
extern size_t n_reports;
extern int n_batches;

/* expect enters a report: of a mistake with |t|, if that is not 0, and with the
 * object |o|, if that is not NOTHING. */
report *expect(hf_mistake kind, int t, int o, site place);

/* describe_other adds one of the objects that a report may be about. */
void describe_other(report *r, int o, const char *type);

#endif /* FUZZ_LEDGER_REPORTS_H */
