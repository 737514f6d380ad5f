/* An object that is gone is no failure: a lookup has three ends. */
/* gcc: used struct type value where scalar is required */
/* clang: statement requires expression of scalar type \('hf_lookup' */

#include "core/holdfast.h"

bool lives(hf_weakref_borrowed weak);

bool lives(hf_weakref_borrowed weak)
{
    hf_object found;
    bool is_alive = false;
#ifdef HF_RIGHT
    if (hf_found(hf_weakref_get(weak, &found))) {
#else
    if (hf_weakref_get(weak, &found)) {
#endif
        is_alive = true;
    }
    hf_decref(found);
    return is_alive;
}
