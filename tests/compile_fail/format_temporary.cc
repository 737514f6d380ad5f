/* A format lends what a variable owns, and no temporary. */
/* gcc: an owned temporary would leak: name it first */
/* clang: an owned temporary would leak: name it first */

#include "core/holdfast.h"

hf_str shout();

hf_str shout()
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return hf_str_format("%U!", word);
#else
    return hf_str_format("%U!", hf_str_from_utf8("word"));
#endif
}
