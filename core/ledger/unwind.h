/* unwind.h: which calls led to where we are. Private to core/.
 *
 * Two ways. Along frame pointers is fast enough for each handle that is opened
 * (hf_report_walk in report.h), and sees only code that keeps them. The
 * compiler's unwinder sees all code, also from a signal's handler in the middle
 * of a function, and is for reports.
 */
#ifndef HF_LEDGER_UNWIND_H
#define HF_LEDGER_UNWIND_H

#include "report.h"

#ifdef HF_CHECKED

#include <ucontext.h>

#include "../internal/shorthand.h"

/* hf_unwind_reader is the place in the user's code, the file that |user| is in,
 * from which what is at |context| was called: a read may be in a function of
 * the layer, or of the C library. */
HF_NODISCARD HF_API hf_place hf_unwind_reader(const ucontext_t *context,
                                              hf_place user);

#endif /* HF_CHECKED */

#endif /* HF_LEDGER_UNWIND_H */
