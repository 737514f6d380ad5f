/* An owned parameter that nothing reads is never consumed. */
/* gcc: unused parameter 'word' \[-Werror=unused-parameter\] */
/* clang: unused parameter 'word' \[-Werror,-Wunused-parameter\] */

#include "core/holdfast.h"

void forget(hf_str word);

void forget(hf_str word)
{
#ifdef HF_RIGHT
    hf_decref(word);
#else

#endif
}
