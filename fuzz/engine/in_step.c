#include "fuzz/engine/in_step.h"

void fuzz_drop(void)
{
    for (int i = 0; i < FUZZ_SLOTS; i++) {
        int slot = (fuzz_step_value() + i) % FUZZ_SLOTS;
        if (!fuzz_in_use(slot) && !hf_is_null(s[slot].as_object)) {
            hf_object dropped = hf_move(&s[slot].as_object);
            fuzz_left(slot);
            hf_decref(dropped);
            break;
        }
    }
}
