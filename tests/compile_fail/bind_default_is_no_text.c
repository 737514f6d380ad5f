/* A view has no NULL: what is not given is opt. */
/* gcc: def\(utf8, end, .*\): C would make another value of it than help\(\) shows: write one that fits utf8, or opt\(utf8, end\) for none */
/* clang: def\(utf8, end, .*\): C would make another value of it than help\(\) shows: write one that fits utf8, or opt\(utf8, end\) for none */

#include "bind/module.h"

static Py_ssize_t size(hf_utf8 end)
{
    return end.size;
}
#ifdef HF_RIGHT
HF_FUNCTION(size, Py_ssize_t, "Its size.", def(utf8, end, "!"))
#else
HF_FUNCTION(size, Py_ssize_t, "Its size.", def(utf8, end, NULL))
#endif
HF_MODULE(example, "One function.", function(size))
