/* hf_borrow of an owned temporary: nobody would release it. */
/* gcc: an owned temporary would leak: name it first */
/* clang: an owned temporary would leak: name it first */

#include "core/holdfast.h"

void look(hf_str_borrowed word);
void show();

void show()
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    look(hf_borrow(word));
#else
    look(hf_borrow(hf_str_from_utf8("word")));
#endif
}
