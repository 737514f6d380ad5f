/* As in Python, names is the last. */
/* gcc: names\(all\) must be the last of what Python gives */
/* clang: names\(all\) must be the last of what Python gives */

#include "bind/module.h"

#ifdef HF_RIGHT
static int first(int n, hf_dict_borrowed Py_UNUSED(all))
#else
static int first(hf_dict_borrowed Py_UNUSED(all), int n)
#endif
{
    return n;
}
#ifdef HF_RIGHT
HF_FUNCTION(first, int, "n.", arg(int, n), names(all))
#else
HF_FUNCTION(first, int, "n.", names(all), arg(int, n))
#endif
HF_MODULE(example, "One function.", function(first))
