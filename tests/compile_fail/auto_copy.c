/* A copy of an hf_auto variable would be released twice. */
/* gcc: invalid initializer */
/* clang: initializing 'hf_str' .* with an expression of incompatible type 'hf_str_auto' */

#include "core/holdfast.h"

void keep(hf_str word);
void keep_one(void);

void keep_one(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    hf_str copy = hf_incref(word);
#else
    hf_str copy = word;
#endif
    keep(copy);
}
