/* A cast goes from object to str: a str needs none. */
/* gcc: expected 'struct only_an_object_handle_can_be_cast' but argument is of type 'hf_str_borrowed' */
/* clang: passing 'hf_str_borrowed' .* incompatible type 'struct only_an_object_handle_can_be_cast' */

#include "core/holdfast.h"

hf_str_borrowed narrow(hf_str_borrowed word);

hf_str_borrowed narrow(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return word;
#else
    return hf_str_cast(word);
#endif
}
