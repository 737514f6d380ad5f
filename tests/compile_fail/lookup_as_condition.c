/* A lookup that failed is no lookup that found: it is asked, not a condition. */
/* gcc: used struct type value where scalar is required */
/* clang: statement requires expression of scalar type \('hf_lookup' invalid\) */

#include "core/holdfast.h"

hf_object html(hf_object_borrowed thing);

hf_object html(hf_object_borrowed thing)
{
    hf_object found;
#ifdef HF_RIGHT
    if (hf_found(hf_object_getattr_optional_utf8(thing, "__html__", &found))) {
#else
    if (hf_object_getattr_optional_utf8(thing, "__html__", &found)) {
#endif
        return found;
    }
    return hf_null(object);
}
