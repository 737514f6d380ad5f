/* symbols.h: what is at an address: the file it is loaded from, the function
 * and the line. Private to core/.
 *
 * llvm-symbolizer or addr2line say it, as a process of its own: they know
 * inlined calls and both DWARF versions, and what they need in memory is not
 * taken from the process that is ill.
 */
#ifndef HF_LEDGER_SYMBOLS_H
#define HF_LEDGER_SYMBOLS_H

#include "report.h"

#include "../internal/shorthand.h"

#ifdef HF_CHECKED

/* hf_loaded is the file that is loaded at an address. */
typedef struct hf_loaded {
    uintptr_t address; /* wanted; all else is zero before */
    uintptr_t bias;
    char path[1024];
    bool found;
} hf_loaded;

/* hf_symbols_find says what is at |m->address|: of the innermost call that is
 * not the layer's own, if there is one. What it writes is good until it is
 * called again. */
HF_NODISCARD HF_API bool hf_symbols_find(hf_loaded *m, const char **function,
                                         const char **where);

/* hf_symbols_are_own says whether a function is the layer's own: by its name,
 * or by its file, once hf_symbols_learn_own has found out in which folder those
 * are. */
HF_NODISCARD HF_API bool hf_symbols_are_own(const char *function,
                                            const char *where);
HF_API void hf_symbols_learn_own(void);

/* hf_symbols_same_module says whether |place| is code of the file that |other|
 * is in. */
HF_NODISCARD HF_API bool hf_symbols_same_module(hf_place place, hf_place other);

#endif /* HF_CHECKED */

#endif /* HF_LEDGER_SYMBOLS_H */
