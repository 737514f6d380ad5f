/* memory.h: what offers memory to others, and views of it: objects of the target's
 * own class, and memoryviews.
 */
#ifndef FUZZ_MODELS_MEMORY_H
#define FUZZ_MODELS_MEMORY_H

#include "fuzz/engine/object.h"

/* fuzz_layout is how items lie in the memory of some object. */
enum { FUZZ_DIMENSIONS = 2 };
typedef struct fuzz_layout {
    int dimensions;
    Py_ssize_t length[FUZZ_DIMENSIONS], stride[FUZZ_DIMENSIONS];
    Py_ssize_t at; /* the first item, from where the memory begins */
    Py_ssize_t item_size;
    bool readonly;
    char format[4];
} fuzz_layout;

Py_ssize_t fuzz_layout_items(const fuzz_layout *layout);

/* fuzz_layout_is_c says that the items are a C array. */
bool fuzz_layout_is_c(const fuzz_layout *layout);

/* fuzz_layout_to_text and _from_text keep one in an object's value. */
fuzz_text fuzz_layout_to_text(const fuzz_layout *layout);
fuzz_layout fuzz_layout_from_text(fuzz_text text);

/* ---- Exporters: objects with some bytes, which they offer as the mode says, or
 * refuse; some lie. */

typedef enum fuzz_mode {
    FUZZ_PLAIN,
    FUZZ_CONST,
    FUZZ_GRID,      /* two dimensions */
    FUZZ_FORTRAN,   /* two, the first one moves fastest */
    FUZZ_BACKWARDS, /* the last item comes first */
    FUZZ_SCALAR,    /* no dimensions */
    FUZZ_UNALIGNED,
    FUZZ_SWAPPED,  /* the other order of bytes */
    FUZZ_BOOLS,    /* of any value */
    FUZZ_STRUCTS,  /* no numbers */
    FUZZ_STANDARD, /* a format with "<" */
    FUZZ_UNNAMED,  /* no format */
    FUZZ_GAPS,
    FUZZ_DROPS,    /* a slot is emptied while it is got and released */
    FUZZ_NESTS,    /* the next steps are done while it is got */
    FUZZ_REFUSES,  /* ValueError */
    FUZZ_TORN,     /* the items have another size than the format says */
    FUZZ_LIES,     /* neither shape nor strides */
    FUZZ_POINTERS, /* suboffsets, which nobody asked for */
    FUZZ_PADDED,   /* rows that lie close, with gaps between them */
    FUZZ_COLUMNS,  /* gaps within the rows, none between them */
    FUZZ_UPWARDS,  /* the last row comes first */
    FUZZ_MODES
} fuzz_mode;

enum { FUZZ_MEMORY = 48 }; /* bytes of an exporter */

typedef struct fuzz_exporter {
    PyObject_HEAD int mode;
    Py_ssize_t exports;
    char *memory;
} fuzz_exporter;

extern const fuzz_layout fuzz_layouts[FUZZ_MODES];

/* mark: the mode; number: how many hold its buffer; text: the memory. */
extern const fuzz_kind fuzz_Exporter;

/* ---- Memoryviews. The text is the layout; the part is whose memory it is, which
 * the views of one buffer hold together, once; NULL where it is released. The number
 * has how many hold the view's buffer; how many views there are of the buffer that
 * it is a view of; how many of them are not released; and whether that is of a keeper
 * of the layer's, which holds the part. */
enum { FUZZ_RELEASED = 1, FUZZ_HASHED = 2 };
#define FUZZ_VIEW(exports, views, live, kept)                                  \
    ((int64_t)(exports) | (int64_t)(views) << 16 | (int64_t)(live) << 32 |     \
     (int64_t)(kept) << 48)
#define FUZZ_VIEW_EXPORTS(number) ((number)&0xFFFF)
#define FUZZ_VIEW_VIEWS(number) ((number) >> 16 & 0xFFFF)
#define FUZZ_VIEW_LIVE(number) ((number) >> 32 & 0xFFFF)
#define FUZZ_VIEW_KEPT(number) ((number) >> 48 & 1)

extern const fuzz_kind fuzz_memoryview;

/* fuzz_memory_at is where the memory of |o| begins; NULL: it has none. */
const char *fuzz_memory_at(const fuzz_object *o);

#endif /* FUZZ_MODELS_MEMORY_H */
