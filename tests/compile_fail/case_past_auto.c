/* Past an hf_auto variable it would be released, and was never set. */
/* gcc: switch jumps over variable initialization \[-Werror=jump-misses-init\] */
/* clang: cannot jump from switch statement to this case label */

#include "core/holdfast.h"

hf_str name_of(int kind);

hf_str name_of(int kind)
{
    switch (kind) {
    case 0: {
#ifndef HF_RIGHT
    }
#endif
        hf_auto(str, zero, hf_str_from_utf8("zero"));
        return hf_str_append_utf8(hf_move(&zero), "!");
#ifdef HF_RIGHT
    }
#endif
    default:
        return hf_str_from_utf8("many");
    }
}
