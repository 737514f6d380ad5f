/* slips: mistakes that no compiler sees, for test_checked.py. */
#include "bind/module.h"

static hf_str_borrowed earlier;

/* Keeps what was lent for a call, and uses it in another. */
static hf_worked keep(hf_str_borrowed word)
{
    hf_str both = hf_is_null(earlier) ? hf_incref(word)
                                      : hf_str_concat(earlier, word);
    earlier = word;
    hf_worked worked = hf_worked_if(!hf_is_null(both));
    hf_decref(both);
    return worked;
}
HF_FUNCTION(keep, none, "Keeps word.", arg(str, word), slash) /* lent */

static hf_worked fail_in_silence(hf_str_borrowed Py_UNUSED(word))
{
    return hf_worked_if(false);
}
HF_FUNCTION(fail_in_silence, none, "Fails.", arg(str, word)) /* lies */

static int raise_in_silence(int x)
{
    hf_error_raise(PyExc_ValueError, "unnoticed");
    return x;
}
HF_FUNCTION(raise_in_silence, int, "Raises.", def(int, x, 0)) /* raises */

static hf_object_borrowed first;

/* What is among the rest is lent as the others are. */
static hf_worked keep_first(hf_rest all)
{
    if (!hf_is_null(first)) {
        hf_decref(hf_object_repr(first));
        first = hf_null(object_borrowed);
        return hf_worked_if(!hf_error_occurred());
    }
    first = hf_rest_get_borrowed(all, 0);
    return hf_worked_if(true);
}
HF_FUNCTION(keep_first, none, "Keeps one.", rest(all))

static char view_of(hf_utf8 text)
{
    static hf_utf8 kept;
    char found = kept.data != NULL ? *(volatile const char *)kept.data : 'x';
    kept = text;
    return found;
}
HF_FUNCTION(view_of, char, "Keeps a view.", arg(utf8, text))

static hf_worked right(hf_str_borrowed word, hf_rest all,
                       hf_dict_borrowed named)
{
    hf_auto(tuple, others, hf_rest_to_tuple(all));
    hf_auto(str, text, hf_str_format("%S %S %S", word, others, named));
    return hf_worked_if(!hf_is_null(text));
}
HF_FUNCTION(right, none, "Is right.", arg(str, word), rest(all), names(named))

HF_MODULE(slips, "Mistakes that no compiler sees.", function(keep),
          function(fail_in_silence), function(raise_in_silence),
          function(keep_first), function(view_of), function(right))
