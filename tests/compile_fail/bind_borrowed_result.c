/* A result is owned: what was lent is not given back as it is. */
/* gcc: the line that binds first does not say the result and the parameters of the C function: compare the two types of the next error */
/* gcc: initialization of 'hf_private_type_of_first' from incompatible pointer type 'hf_str_borrowed \(\*\)\(hf_str_borrowed\)' */
/* clang: the line that binds first does not say the result and the parameters of the C function: compare the two types of the next error */
/* clang: incompatible function pointer types initializing 'const hf_private_type_of_first' with an expression of type 'hf_str_borrowed \(hf_str_borrowed\)' */

#include "bind/module.h"

#ifdef HF_RIGHT
static hf_str first(hf_str_borrowed text)
{
    return hf_incref(text);
}
#else
static hf_str_borrowed first(hf_str_borrowed text)
{
    return text;
}
#endif
HF_FUNCTION(first, str, "text.", arg(str, text))
HF_MODULE(example, "One function.", function(first))
