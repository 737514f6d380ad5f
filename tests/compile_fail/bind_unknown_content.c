/* A module does not consist of that. */
/* gcc: implicit declaration of function 'HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_HF_PRIVATE_CONTENT_konstant' */
/* clang: implicit declaration of function 'HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_HF_PRIVATE_CONTENT_konstant' is invalid in C99 */

#include "bind/module.h"

#ifdef HF_RIGHT
HF_MODULE(example, "A constant.", constant(int, ONE, 1))
#else
HF_MODULE(example, "A constant.", konstant(int, ONE, 1))
#endif
