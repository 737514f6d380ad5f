/* A slot that returns 0 or -1 cannot return what worked, which is true. */
/* gcc: makes integer from pointer without a cast \[-Werror=int-conversion\] */
/* clang: incompatible pointer to integer conversion returning 'hf_worked' */

#include "core/holdfast.h"

int set_name(hf_str *name, hf_str value);

int set_name(hf_str *name, hf_str value)
{
#ifdef HF_RIGHT
    return hf_status(hf_replace(name, value));
#else
    return hf_replace(name, value);
#endif
}
