/* hf_auto takes an owned handle, and NULL is none. */
/* gcc: expected '(struct )?hf_str' but argument is of type 'void \*' */
/* clang: passing 'void \*' .* incompatible type 'hf_str' */

#include "core/holdfast.h"

void hold(void);

void hold(void)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_null(str));
#else
    hf_auto(str, word, NULL);
#endif
}
