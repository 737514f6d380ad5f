/* An array has as many items as the call says. gcc warns of it, by -Wall, where it
 * optimizes. */
/* gcc: accepts it */
/* clang: the array has fewer than nkeywords */

#include "core/holdfast.h"

hf_object call(hf_object_borrowed f, hf_object_borrowed x);

hf_object call(hf_object_borrowed f, hf_object_borrowed x)
{
    hf_object_borrowed arguments[2] = {x, x};
    hf_keyword keywords[] = {{"key", x}};
#ifdef HF_RIGHT
    return hf_object_call(f, &arguments[1], 1, keywords, 1);
#else
    return hf_object_call(f, arguments, 2, keywords, 2);
#endif
}
