/* holdfast.h: all of Holdfast, the layer (core/) and what binds functions and
 * modules (bind/): #include <holdfast.h>. The compiler finds it with what
 * `pyholdfast --includes` prints, or with -I and this folder. core/holdfast.h
 * says what holds for every function, bind/module.h how to write a module.
 */
#ifndef HF_ALL_H
#define HF_ALL_H

#include "core/holdfast.h"
#include "bind/module.h"

#endif /* HF_ALL_H */
