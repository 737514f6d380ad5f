/* kelp: a module of somebody who has installed pyholdfast. */
#include <holdfast.h>

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

/* No compiler sees this mistake; the checked build does. */
static hf_worked lose(hf_str_borrowed text)
{
    hf_str lost = hf_incref(text);
    return hf_worked_if(!hf_is_null(hf_borrow(lost)));
}
HF_FUNCTION(lose, none, "Forget to release text.", arg(str, text), slash)

HF_MODULE(kelp, "Kelp, in C.", function(shout), function(lose))
