/* A cause is consumed. */
/* gcc: incompatible type for argument 2 of 'hf_exception_set_cause' */
/* clang: passing 'hf_exception_borrowed' .* to parameter of incompatible type 'hf_exception' */

#include "core/holdfast.h"

hf_worked explain(hf_exception_borrowed self, hf_exception_borrowed cause);

hf_worked explain(hf_exception_borrowed self, hf_exception_borrowed cause)
{
#ifdef HF_RIGHT
    return hf_exception_set_cause(self, hf_incref(cause));
#else
    return hf_exception_set_cause(self, cause);
#endif
}
