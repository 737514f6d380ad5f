/* What was moved out has to go somewhere. */
/* gcc: ignoring return value of 'hf_str_move' declared with attribute 'warn_unused_result' \[-Werror=unused-result\] */
/* clang: ignoring return value of function declared with 'warn_unused_result' attribute \[-Werror,-Wunused-result\] */

#include "core/holdfast.h"

void empty(hf_str *place);

void empty(hf_str *place)
{
#ifdef HF_RIGHT
    hf_clear(place);
#else
    hf_move(place);
#endif
}
