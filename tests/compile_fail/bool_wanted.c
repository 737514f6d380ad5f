/* A bool is an int, an int is no bool: hf_cast asks whether it is one. */
/* gcc: incompatible type for argument 1 of 'switch_to' */
/* clang: to parameter of incompatible type 'hf_bool_borrowed' */

#include "core/holdfast.h"

void switch_to(hf_bool_borrowed on);
hf_worked set(hf_int_borrowed n);

hf_worked set(hf_int_borrowed n)
{
#ifdef HF_RIGHT
    hf_bool_borrowed on = hf_cast(bool, hf_as_object(n));
    if (hf_is_null(on)) {
        return hf_worked_if(false);
    }
    switch_to(on);
#else
    switch_to(n);
#endif
    return hf_worked_if(true);
}
