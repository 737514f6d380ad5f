/* An owned variable that nothing reads is a leak. */
/* gcc: variable 'word' set but not used \[-Werror=unused-but-set-variable=?\] */
/* clang: unused variable 'word' \[-Werror,-Wunused-variable\] */

#include "core/holdfast.h"

void forget();

void forget()
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
#else
    hf_str word = hf_str_from_utf8("word");
#endif
}
