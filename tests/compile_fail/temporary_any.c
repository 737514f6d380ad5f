/* An object may be any variable that owns one, and no temporary. */
/* gcc: lvalue required as unary '&' operand */
/* gcc: in expansion of macro 'HF_PRIVATE_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST' */
/* clang: cannot take the address of an rvalue of type 'hf_str' */
/* clang: expanded from macro 'HF_PRIVATE_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST' */

#include "core/holdfast.h"

hf_str quote(void);

hf_str quote(void)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return hf_object_repr(word);
#else
    return hf_object_repr(hf_str_from_utf8("word"));
#endif
}
