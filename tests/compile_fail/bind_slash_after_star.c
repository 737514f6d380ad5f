/* As in Python, slash stands before star. */
/* gcc: slash must stand before star and rest */
/* clang: slash must stand before star and rest */

#include "bind/module.h"

static int first(int n, int m)
{
    return n + m;
}
#ifdef HF_RIGHT
HF_FUNCTION(first, int, "n + m.", arg(int, n), slash, star, arg(int, m))
#else
HF_FUNCTION(first, int, "n + m.", arg(int, n), star, arg(int, m), slash)
#endif
HF_MODULE(example, "One function.", function(first))
