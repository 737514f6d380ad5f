/* A format lends what a variable owns, and no temporary. */
/* gcc: lvalue required as unary '&' operand */
/* clang: cannot take the address of an rvalue of type 'hf_str' */

#include "core/holdfast.h"

hf_str shout(void);

hf_str shout(void)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return hf_str_format("%U!", word);
#else
    return hf_str_format("%U!", hf_str_from_utf8("word"));
#endif
}
