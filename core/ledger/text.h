/* text.h: what the ledger says, in memory that is there already. Private to
 * core/.
 *
 * A report is made where a program is ill, often in the middle of an
 * allocation: so nothing here allocates, and what is longer than the room for
 * it is cut.
 */
#ifndef HF_LEDGER_TEXT_H
#define HF_LEDGER_TEXT_H

#include "ledger.h"

#ifdef HF_CHECKED

#include <stdarg.h>

#include "../internal/shorthand.h"

typedef struct hf_text {
    size_t length;
    char at[8192];
} hf_text;

/* hf_text_add adds to the end of |t|, with a NUL behind it. */
__attribute__((format(printf, 2, 3))) HF_API void hf_text_add(
    hf_text *t, const char *format, ...);
__attribute__((format(printf, 2, 0))) HF_API void hf_text_add_list(
    hf_text *t, const char *format, va_list arguments);

/* hf_text_print writes |t| to standard error. */
HF_API void hf_text_print(const hf_text *t);

#endif /* HF_CHECKED */

#endif /* HF_LEDGER_TEXT_H */
