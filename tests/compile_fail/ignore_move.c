/* What was moved out has to go somewhere. */
/* gcc: value computed is not used \[-Werror=unused-value\] */
/* clang: expression result unused \[-Werror,-Wunused-value\] */

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
