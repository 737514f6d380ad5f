/* example.memory: who owns what, in three functions.
 *
 * After the page on memory management of Pydust, where a sentence says what
 * is borrowed, what is stolen and what must be released. Here the types say
 * it: what the sentences forbid does not compile.
 */
#include "bind/module.h"

/* readme: begin */
/* left + "right", by append. */
static hf_str append(hf_str_borrowed left)
{
    /* We make right, so it is ours to release: at the end of its scope. */
    hf_auto(str, right, hf_str_from_utf8("right"));

    /* left is borrowed from the caller, and append steals its left-hand side.
     * What it steals is a new reference. */
    return hf_str_append(hf_incref(left), hf_borrow(right));
}
HF_FUNCTION(append, str, "left + 'right', by append.", arg(str, left), slash)

/* The same, by concat, which steals nothing and needs no str for "right". */
static hf_str concat(hf_str_borrowed left)
{
    return hf_str_concat_utf8(left, "right");
}
HF_FUNCTION(concat, str, "left + 'right', by concat.", arg(str, left), slash)

/* Append is for chains: s is the only reference, so it grows in place. A step
 * that fails gives null, which the later ones hand on. */
static hf_str chain(void)
{
    hf_str s = hf_str_from_utf8("Hello ");
    s = hf_str_append_utf8(s, "1, ");
    s = hf_str_append_utf8(s, "2, ");
    s = hf_str_append_utf8(s, "3");
    return s;
}
HF_FUNCTION(chain, str, "A str made by three appends.", slash)

HF_MODULE(memory, "Who owns what, in three functions.", function(append),
          function(concat), function(chain), per_interpreter_gil)
/* readme: end */
