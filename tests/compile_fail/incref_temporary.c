/* hf_incref of an owned temporary: nobody would release it. */
/* gcc: lvalue required as unary '&' operand */
/* gcc: in expansion of macro 'HF_PRIVATE_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST' */
/* clang: cannot take the address of an rvalue of type 'hf_str' */
/* clang: expanded from macro 'HF_PRIVATE_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST' */

#include "core/holdfast.h"

hf_str copy(void);

hf_str copy(void)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return hf_incref(word);
#else
    return hf_incref(hf_str_from_utf8("word"));
#endif
}
