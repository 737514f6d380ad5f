/* hf_clear is for owned variables: an hf_auto variable is moved out of. */
/* gcc: an hf_auto variable is released by its scope: hf_move out of it */
/* clang: an hf_auto variable is released by its scope: hf_move out of it */

#include "core/holdfast.h"

void drop();

void drop()
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    hf_decref(hf_move(&word));
#else
    hf_clear(&word);
#endif
}
