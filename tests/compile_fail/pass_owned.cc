/* What a variable owns is lent by itself; what a temporary owns would leak. */
/* gcc: an owned temporary would leak: name it first */
/* clang: an owned temporary would leak: name it first */

#include "core/holdfast.h"

void look(hf_str_borrowed word);
void show(hf_str word);

void show(hf_str word)
{
#ifdef HF_RIGHT
    look(word);
#else
    look(hf_str_from_utf8("word"));
#endif
    hf_decref(word);
}
