/* hf_borrow of an owned temporary: nobody would release it. */
/* gcc: lvalue required as unary '&' operand */
/* gcc: in expansion of macro 'HF_PRIVATE_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST' */
/* clang: cannot take the address of an rvalue of type 'hf_str' */
/* clang: expanded from macro 'HF_PRIVATE_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST' */

#include "core/holdfast.h"

void look(hf_str_borrowed word);
void show(void);

void show(void)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    look(hf_borrow(word));
#else
    look(hf_borrow(hf_str_from_utf8("word")));
#endif
}
