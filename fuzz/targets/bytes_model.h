/* bytes_model.h: what the rows of bytes_sequence predict with: what is in whose
 * memory, who holds whose buffer, and which memoryviews have one together.
 */
#ifndef FUZZ_BYTES_MODEL_H
#define FUZZ_BYTES_MODEL_H

#include "fuzz/engine/engine.h"
#include "fuzz/targets/bytes_world.h"

char *kept(const char *text);

/* two are the bits of a record that say no slots. */
int two(const fuzz_step *step);

/* raises_saying predicts an exception and all its message. */
__attribute__((format(printf, 3, 4))) void raises_saying(fuzz_step *step,
                                                         PyObject *type,
                                                         const char *format,
                                                         ...);

/* token_of_text is token(), of the model's bytes. */
int64_t token_of_text(fuzz_text text);

/* makes_bytes predicts an object with these bytes: with fewer than two CPython may
 * have it. */
void makes_bytes(fuzz_step *step, fuzz_text text);
fuzz_text text_of_data(const char *data, Py_ssize_t size);

/* long_text are the bytes of long_data. */
fuzz_text long_text(Py_ssize_t size);

/* is_short says whether the model holds texts of that length, which are longer where
 * an operand is; otherwise the step is left out. */
bool is_short(fuzz_step *step, ptrdiff_t length);

/* is_long says whether |o| is a long one; near_end is where places in it begin: near
 * its end where it is, and else at 0. */
bool is_long(const fuzz_object *o);
Py_ssize_t near_end(const fuzz_object *o);

/* ---- Memory. */

bool is_view(const fuzz_object *o);
bool is_released(const fuzz_object *o);

/* root_of is whose memory |o| shows: itself, if it is no memoryview. */
fuzz_object *root_of(fuzz_object *o);

/* layout_of is how |o| shows it. */
fuzz_layout layout_of(const fuzz_object *o);

/* content_of are the bytes of all items, one behind the other. */
fuzz_text content_of(fuzz_object *root, const fuzz_layout *layout);

/* overwrite changes bytes of |root|, as all see it that look there. */
void overwrite(fuzz_object *root, Py_ssize_t at, const uint8_t *data,
               Py_ssize_t size);

/* offers predicts what |o| does when its buffer is asked for. False: it raises. */
bool offers(fuzz_step *step, const fuzz_object *o, bool writable,
            bool contiguous);

/* is_odd says that an exporter does what no reader but the layer must bear. */
bool is_odd(const fuzz_object *o);

/* nests says that the next steps are done while the buffer of |o| is got. */
bool nests(const fuzz_object *o);

/* is_exported notes that one more holds the buffer of |o|, or one less. */
void is_exported(fuzz_object *o, int more);
int64_t exports_of(const fuzz_object *o);

/* ---- Memoryviews. */

/* makes_view predicts a memoryview of what |root| has. view_is_made is its effect: it
 * has a buffer of |root|'s by itself, or, if |beside| is not NULL, together with that
 * view. |keeps|: the layer's keeper does, which holds |root|. */
void makes_view(fuzz_step *step, fuzz_object *root, const fuzz_layout *layout);
void view_is_made(fuzz_step *step, const fuzz_object *beside, bool keeps);
void view_is_released(fuzz_object *view);
void gone(fuzz_object *o);

/* blocks_of_views is what they share. */
Py_ssize_t blocks_of_views(void);
void forget_views(void);

#endif /* FUZZ_BYTES_MODEL_H */
