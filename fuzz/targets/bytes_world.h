/* bytes_world.h: what the operations of bytes_sequence use, beside the slots:
 * exporters (fuzz/models/memory.h), buffers and a builder that last for several
 * steps, and what Python does with memoryviews.
 */
#ifndef FUZZ_BYTES_WORLD_H
#define FUZZ_BYTES_WORLD_H

#include "fuzz/engine/slots.h"
#include "fuzz/models/bytes.h"
#include "fuzz/models/int.h"
#include "fuzz/models/memory.h"
#include "fuzz/models/str.h"

/* exporter_new is a new one; subclass makes a B, of a subclass of bytes, of bytes. */
hf_object exporter_new(int mode);
hf_bytes subclass(hf_bytes_borrowed y);

/* token is a number that depends on all bytes, and on their order. */
int64_t token(const void *data, Py_ssize_t size);

/* long_data is |size| bytes, at most LONG_MOST, no two parts of which are the same:
 * byte i of them is long_byte(i). */
enum { LONG_MOST = 1 << 17 };
uint8_t long_byte(Py_ssize_t i);
const char *long_data(Py_ssize_t size);

/* read_some reads of a bytearray; what is read shows in found[0], and in found[3]
 * that something is written where it fails. */
bool read_some(hf_bytearray_borrowed y, Py_ssize_t at, Py_ssize_t size,
               int64_t *found);

/* ---- Memoryviews. */

/* memory_in is of an exporter, or of bytes, and none of what else there is. */
enum { MEMORIES = 8 }; /* kinds of items */
typedef struct item_of_memory {
    const char *format; /* NULL: bytes */
    Py_ssize_t size;
} item_of_memory;
extern const item_of_memory memories[MEMORIES];
hf_memory memory_in(hf_object_borrowed owner, Py_ssize_t at, Py_ssize_t count,
                    int items, bool writable);

/* view_cast is y.cast(format), with |rows| of |columns| if there are rows; view_slice
 * y[start:stop:step], where NOWHERE is None. view_release is whether it worked. */
enum { CAST_FORMATS = 10, MOST_ROWS = 3, MOST_COLUMNS = 8, NOWHERE = 100 };
extern const char *const cast_formats[CAST_FORMATS];
hf_object view_cast(hf_object_borrowed y, int format, int rows, int columns);
hf_object view_slice(hf_object_borrowed y, int start, int stop, int step);
hf_object view_readonly(hf_object_borrowed y);
bool view_release(hf_object_borrowed y);

/* ---- Buffers. */

enum { BUFFERS = 3 };
extern hf_buffer buffers[BUFFERS];

/* What is needed of one, as a number: its bits. */
enum { WRITABLE = 1, CONTIGUOUS = 2, FORMAT_BITS = 4, DIMENSION_BITS = 64 };
enum { NEEDED_FORMATS = 16 };
extern const char *const needed_formats[NEEDED_FORMATS];
hf_buffer_needs needs_of(int bits);

/* The types that items can be read as: X(number, type). */
#define ITEM_TYPES(X)                                                          \
    X(0, char)                                                                 \
    X(1, signed char)                                                          \
    X(2, unsigned char)                                                        \
    X(3, short)                                                                \
    X(4, unsigned short)                                                       \
    X(5, int)                                                                  \
    X(6, unsigned)                                                             \
    X(7, long)                                                                 \
    X(8, unsigned long)                                                        \
    X(9, long long)                                                            \
    X(10, unsigned long long)                                                  \
    X(11, float)                                                               \
    X(12, double)                                                              \
    X(13, bool)
enum { TYPES = 14 };

/* pattern is what is written: the bytes of an item. */
enum { ITEM_MOST = 8 };
void pattern(int value, bool is_bool, uint8_t out[ITEM_MOST]);

/* read_item and write_item are of the item at |i|, or at |i| and |j|. The bytes of
 * an item are found[0]; and found[3] says that they are not 0 where it fails. */
typedef enum place { AT_INDEX, AT_INDEXES } place;
bool read_item(const hf_buffer *b, int type, place by, Py_ssize_t i,
               Py_ssize_t j, int64_t *found);
bool write_item(const hf_buffer *b, int type, place by, Py_ssize_t i,
                Py_ssize_t j, int value);

/* look_at_array finds how many items there are, and what is in them; it writes the
 * first one if |value| is not negative. */
bool look_at_array(const hf_buffer *b, int type, int value, int64_t *found);

/* look_at_buffer finds what is known of a buffer. */
void look_at_buffer(const hf_buffer *b, int dimension, int64_t *found);

/* get_buffer gets one of the buffers, and finds in found[3] whether it is held. */
bool get_buffer(hf_object_borrowed y, int needs, int which, int64_t *found);

/* use_copy looks at a copy of one, which must be refused. */
bool use_copy(int which, int type, int64_t *found);

/* use_scoped gets one that ends with its scope, and reads its first item. */
bool use_scoped(hf_object_borrowed y, int needs, int type, int64_t *found);

/* ---- The builder; and one of a step: |how| it goes on after the bytes and the
 * text. */

extern hf_bytes_builder builder;
typedef enum builds {
    PLAINLY,
    DROPPED,
    TOO_SMALL, /* a size that is negative */
    WITH_NULL,
    FAILED_AND_DROPPED,
    BUILDS
} builds;
bool build(hf_bytes *to, hf_bytes_borrowed y, const char *data, Py_ssize_t size,
           int how);

/* add_wrong adds what is refused. */
typedef enum wrong { NEGATIVE, HUGE_SIZE, NULL_HANDLE, WRONGS } wrong;
bool add_wrong(int how);

/* finish is the end of a program, in which so many exporters must have ended. */
void finish(int expected);

#endif /* FUZZ_BYTES_WORLD_H */
