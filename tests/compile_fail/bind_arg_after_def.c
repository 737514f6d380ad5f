/* As in Python, what must be given does not follow what need not be. */
/* gcc: arg\(int, m\) follows a parameter with a default: write it before that one, or as def or opt, or star before it */
/* clang: arg\(int, m\) follows a parameter with a default: write it before that one, or as def or opt, or star before it */

#include "bind/module.h"

static int first(int n, int m)
{
    return n + m;
}
#ifdef HF_RIGHT
HF_FUNCTION(first, int, "n + m.", def(int, n, 0), star, arg(int, m))
#else
HF_FUNCTION(first, int, "n + m.", def(int, n, 0), arg(int, m))
#endif
HF_MODULE(example, "One function.", function(first))
