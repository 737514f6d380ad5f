/* So is one that is assigned to, and then never read. */
/* gcc: variable 'word' set but not used \[-Werror=unused-but-set-variable=?\] */
/* clang: variable 'word' set but not used \[-Werror,-Wunused-but-set-variable\] */

#include "core/holdfast.h"

void forget(void);

void forget(void)
{
    hf_str word;
#ifdef HF_RIGHT
    word = hf_str_from_utf8("word");
    hf_decref(word);
#else
    word = hf_str_from_utf8("word");
#endif
}
