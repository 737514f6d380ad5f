/* The items of a buffer are numbers of C: a struct is read field by field. */
/* gcc: '_Generic' selector of type 'struct point' is not compatible with any association */
/* clang: controlling expression type 'point' \(aka 'struct point'\) not compatible with any generic association type */

#include "core/holdfast.h"

typedef struct point {
    double x, y;
} point;

hf_worked first(const hf_buffer *points, point *p);

hf_worked first(const hf_buffer *points, point *p)
{
#ifdef HF_RIGHT
    hf_worked worked = hf_buffer_read(points, 0, &p->x);
    return worked ? hf_buffer_read(points, 1, &p->y) : worked;
#else
    return hf_buffer_read(points, 0, p);
#endif
}
