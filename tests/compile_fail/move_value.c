/* hf_move takes an address: it leaves null behind. */
/* gcc: invalid type argument of unary '\*' \(have 'hf_str'\) */
/* clang: indirection requires pointer operand \('hf_str' invalid\) */

#include "core/holdfast.h"

hf_str take(hf_str word);

hf_str take(hf_str word)
{
#ifdef HF_RIGHT
    return hf_move(&word);
#else
    return hf_move(word);
#endif
}
