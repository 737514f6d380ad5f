/* kelp: what Python sees of it is said by the last lines. */
#include <holdfast.h>

/* text is lent by the caller; what is returned is the caller's. */
static hf_str shout(hf_str_borrowed text, int times)
{
    hf_str s = hf_incref(text);
    for (int i = 0; i < times; i++) {
        s = hf_str_append_utf8(s, "!");
    }
    return s;
}
HF_FUNCTION(shout, str, "Text, with an end.", arg(str, text),
            def(int, times, 1))

HF_MODULE(kelp, "What help(kelp) says.", function(shout))
