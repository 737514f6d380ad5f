/* HF_NODISCARD does the same for functions of the user's. */
/* gcc: ignoring return value of 'make' declared with attribute 'warn_unused_result' \[-Werror=unused-result\] */
/* clang: ignoring return value of function declared with 'warn_unused_result' attribute \[-Werror,-Wunused-result\] */

#include "core/holdfast.h"

HF_NODISCARD hf_str make(void);
void waste(void);

void waste(void)
{
#ifdef HF_RIGHT
    hf_decref(make());
#else
    make();
#endif
}
