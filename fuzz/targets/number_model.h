/* number_model.h: what the rows of number_sequence predict with: what an object is,
 * what is made, what is raised, and which special methods run.
 */
#ifndef FUZZ_NUMBER_MODEL_H
#define FUZZ_NUMBER_MODEL_H

#include "fuzz/engine/engine.h"
#include "fuzz/targets/number_world.h"

bool is_subclass(const fuzz_object *o);
bool is_int(const fuzz_object *o);
bool is_exact(const fuzz_object *o, const fuzz_kind *kind);
bool is_number(const fuzz_object *o);
bool is_hook(const fuzz_object *o);
mode mode_of(const fuzz_object *hook);
fuzz_whole hook_number(const fuzz_object *hook);
bool no_oom(void);
void makes_int(fuzz_step *step, const fuzz_whole *value);
void may_share(fuzz_step *step, const fuzz_whole *value);
void copies_int(fuzz_step *step, fuzz_object *o);
void makes_i64(fuzz_step *step, int64_t value);
void makes_bool(fuzz_step *step, bool value);
void makes_float(fuzz_step *step, double value);
void makes_complex(fuzz_step *step, double real, double imaginary);
void makes_str(fuzz_step *step, const char *ascii);
const char *type_of(const fuzz_object *o);
void wrong_type(fuzz_step *step);
void raises_naming(fuzz_step *step, PyObject *type, const char *format,
                   const char *first, const char *second);
char *kept(const char *text);
void out_of_range(fuzz_step *step, const fuzz_whole *value, const char *what);
void too_large_for_float(fuzz_step *step);
bool hooked(fuzz_step *step, const fuzz_object *hook, int times);
bool is_right(fuzz_step *step, const fuzz_object *hook, const char *message);
void lies(fuzz_step *step);

#endif /* FUZZ_NUMBER_MODEL_H */
