/* said.h: whether a report says what it shall. Each of these gives what is left of
 * |text| behind what was expected; or NULL. */
#ifndef FUZZ_LEDGER_SAID_H
#define FUZZ_LEDGER_SAID_H

#include "fuzz/ledger/reports.h"
#include "fuzz/ledger/symbolizer.h"

const char *match(const char *text, const char *wanted);

/* match_any matches one of the reports of a call, whose places were looked up in
 * the mode |m|. */
const char *match_any(const char *text, int batch, mode m);

/* wrong_report shows what was expected, but for the places. */
__attribute__((noreturn)) void wrong_report(const char *found, int batch);

#endif /* FUZZ_LEDGER_SAID_H */
