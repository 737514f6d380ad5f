/* A function that consumes gets an hf_auto variable moved out. */
/* gcc: could not convert 'word' from 'hf_str_auto' to 'hf_str' */
/* clang: no matching function for call to 'keep' */
/* clang: no known conversion from 'hf_str_auto' to 'hf_str' */

#include "core/holdfast.h"

void keep(hf_str word);
void store();

void store()
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    keep(hf_move(&word));
#else
    keep(word);
#endif
}
