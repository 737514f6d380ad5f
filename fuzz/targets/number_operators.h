/* number_operators.h: what the operators of two numbers, or of three, result in.
 */
#ifndef FUZZ_NUMBER_OPERATORS_H
#define FUZZ_NUMBER_OPERATORS_H

#include "fuzz/engine/engine.h"

void predict_operator(fuzz_step *step);
void predict_divmod(fuzz_step *step);
void predict_in_place(fuzz_step *step);
void predict_power_modulo(fuzz_step *step);

#endif /* FUZZ_NUMBER_OPERATORS_H */
