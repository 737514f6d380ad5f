#define HF_CORE
#include "buffer.h"

#include "internal/operands.h"
#include "internal/pending.h"

#include <limits.h>
#include <string.h>

/* ---- Formats. */

/* item is what the items of a buffer are: 'i' signed, 'u' unsigned, 'f'
 * floating, 'b' bool; or '?', which is none of these. */
typedef struct item {
    char kind;
    Py_ssize_t size;
} item;

/* item_of reads a format of one letter. After "=", "<" and ">" sizes are those
 * of the struct module, and none of the letters is longer than eight bytes. */
static item item_of(const char *format)
{
    static const struct {
        char kind;
        unsigned char native, standard;
    } letters[UCHAR_MAX + 1] = {
        ['c'] = {'u', 1, 1},
        ['b'] = {'i', 1, 1},
        ['B'] = {'u', 1, 1},
        ['?'] = {'b', sizeof(bool), 1},
        ['h'] = {'i', sizeof(short), 2},
        ['H'] = {'u', sizeof(short), 2},
        ['i'] = {'i', sizeof(int), 4},
        ['I'] = {'u', sizeof(int), 4},
        ['l'] = {'i', sizeof(long), 4},
        ['L'] = {'u', sizeof(long), 4},
        ['q'] = {'i', sizeof(long long), 8},
        ['Q'] = {'u', sizeof(long long), 8},
        ['n'] = {'i', sizeof(Py_ssize_t), 0},
        ['N'] = {'u', sizeof(Py_ssize_t), 0},
        ['f'] = {'f', sizeof(float), 4},
        ['d'] = {'f', sizeof(double), 8},
    };
    bool is_native = true, is_swapped = false;
    if (format == NULL) {
        format = "B";
    }
    switch (*format) {
    case '<':
    case '>':
    case '!':
        is_swapped = PY_BIG_ENDIAN == (*format == '<');
        is_native = false;
        format++;
        break;
    case '=':
        is_native = false;
        format++;
        break;
    case '@':
        format++;
        break;
    default:
        break;
    }
    unsigned char letter = (unsigned char)*format;
    if (letters[letter].kind == 0 || format[1] != '\0') {
        return (item){'?', 0};
    }
    unsigned char size = is_native ? letters[letter].native
                                   : letters[letter].standard;
    if (size == 0 || (is_swapped && size > 1)) {
        return (item){'?', 0};
    }
    return (item){letters[letter].kind, size};
}

static const char *shown(const char *format)
{
    return format != NULL ? format : "B";
}

/* ---- In the checked build: its ticket. */

#ifdef HF_CHECKED
#define TICKET HF_PRIVATE_TICKET(*self)

/* was_set says whether |self| was ever set; otherwise that is reported. */
HF_LOCAL bool was_set(const hf_buffer *self)
{
    bool looks_so = self->hf_private_self == NULL ||
                    self->hf_private_self == self;
    return hf_private_ledger_is_set_at(TICKET, looks_so,
                                       __builtin_return_address(0));
}

/* is_in_time says whether |self| was not released yet; otherwise that is reported.
 * Nor is one that was never set in time. It may be read without the GIL. */
HF_LOCAL bool is_in_time(const hf_buffer *self)
{
    return hf_private_ledger_is_open(TICKET) ||
           (was_set(self) && (TICKET == 0 || HF_USE(*self) != NULL));
}

/* may_be_released says whether what |self| holds is to be given back; a mistake is
 * reported. */
HF_LOCAL bool may_be_released(const hf_buffer *self)
{
    if (!was_set(self)) {
        return false;
    }
    if (self->hf_private_self != NULL && self->hf_private_self != self) {
        HF_PRIVATE_AT(hf_private_ledger_close_copy, TICKET, HF_OUT(*self));
        return false;
    }
    return TICKET == 0 || HF_TAKE(*self) != NULL;
}

/* begin_buffer makes what is got into as empty as {0} is. */
HF_LOCAL void begin_buffer(hf_buffer *self)
{
    if (!was_set(self) || self->hf_private_self == NULL) {
        *self = (hf_buffer){0};
    }
}

/* enter_buffer is where |self| was got. */
HF_LOCAL void enter_buffer(hf_buffer *self)
{
    PyObject *owner = self->hf_private_view.obj;
    self->hf_private_any = (hf_private_inside){
        HF_PRIVATE_AT(hf_private_ledger_open_buffer, owner), HF_IN(owner)};
}

/* is_fixed says whether nobody can change what is in |view|: it is the memory of a
 * bytes object. That it is read-only does not say so. */
static bool is_fixed(const Py_buffer *view)
{
    PyObject *of = view->obj;
    if (PyMemoryView_Check(of)) {
        of = PyMemoryView_GET_BASE(of);
    }
    if (of == NULL || !PyBytes_Check(of)) {
        return false;
    }
    uintptr_t at = (uintptr_t)view->buf - (uintptr_t)PyBytes_AS_STRING(of);
    uintptr_t size = (uintptr_t)PyBytes_GET_SIZE(of);
    return (at <= size) & ((uintptr_t)view->len <= size - at);
}

/* array_of is the array that the user gets: one that ends with the buffer, where
 * a copy is as good as the memory itself. It is the same each time: pointers into
 * it may be compared. */
HF_LOCAL void *array_of(const hf_buffer *self)
{
    const Py_buffer *view = &self->hf_private_view;
    const void **kept = &((hf_buffer *)(uintptr_t)self)->hf_private_array;
    const void *array = __atomic_load_n(kept, __ATOMIC_RELAXED);
    if (array == NULL && TICKET != 0 && is_fixed(view)) {
        array = HF_PRIVATE_AT(hf_private_ledger_array, TICKET, view->buf,
                              view->len);
        __atomic_store_n(kept, array, __ATOMIC_RELAXED);
    }
    return array != NULL ? (void *)(uintptr_t)array : view->buf;
}
#else
#define is_in_time(self) true
#define may_be_released(self) true
#define begin_buffer(self) ((void)0)
#define enter_buffer(self) ((void)0)
#define array_of(self) ((self)->hf_private_view.buf)
#endif

/* is_held says whether |self| holds something, and is where it was got. */
HF_LOCAL bool is_held(const hf_buffer *self)
{
    return is_in_time(self) && self->hf_private_self == self;
}

/* ---- Getting one. */

/* is_as_needed says whether |view|, whose items are |found|, is; otherwise an
 * exception is set. */
static bool is_as_needed(const Py_buffer *view, item found,
                         const hf_buffer_needs *needs)
{
    if (needs->dimensions > 0 && view->ndim != needs->dimensions) {
        PyErr_Format(PyExc_BufferError,
                     "expected a buffer of %d dimensions, found one of %d",
                     needs->dimensions, view->ndim);
        return false;
    }
    if (needs->format != NULL) {
        item wanted = item_of(needs->format);
        if (wanted.kind == '?') {
            PyErr_Format(PyExc_SystemError,
                         "hf_buffer_get: '%.50s' is no letter of the struct "
                         "module for a number",
                         needs->format);
            return false;
        }
        if (wanted.kind != found.kind || wanted.size != found.size ||
            view->itemsize != found.size) {
            PyErr_Format(PyExc_BufferError,
                         "expected a buffer of format '%.50s', found one of "
                         "'%.50s'",
                         needs->format, shown(view->format));
            return false;
        }
    }
    /* Items behind pointers were not asked for; an exporter may lie. */
    if (view->suboffsets != NULL || view->ndim < 0 ||
        (view->ndim > 0 && (view->shape == NULL || view->strides == NULL))) {
        PyErr_SetString(PyExc_BufferError,
                        "expected a buffer with a shape and strides");
        return false;
    }
    return true;
}

hf_worked hf_buffer_get(hf_object_borrowed source, hf_buffer_needs needs,
                        hf_buffer *self)
{
    PyObject *raw = HF_USE(source);
    begin_buffer(self);
    if (!hf_private_ready(__func__, raw, true)) {
        return hf_worked_if(false);
    }
    if (self->hf_private_self != NULL) {
        PyErr_SetString(PyExc_SystemError,
                        "hf_buffer_get: the buffer is held: release it first");
        return hf_worked_if(false);
    }
    int flags = PyBUF_FORMAT | PyBUF_STRIDES;
    flags |= needs.writable ? PyBUF_WRITABLE : 0;
    flags |= needs.contiguous ? PyBUF_C_CONTIGUOUS : 0;
    if (PyObject_GetBuffer(raw, &self->hf_private_view, flags) < 0) {
        return hf_worked_if(false);
    }
    item it = item_of(self->hf_private_view.format);
    if (!is_as_needed(&self->hf_private_view, it, &needs)) {
        PyBuffer_Release(&self->hf_private_view);
        return hf_worked_if(false);
    }
    self->hf_private_kind = it.size == self->hf_private_view.itemsize ? it.kind
                                                                      : '?';
    self->hf_private_self = self;
    enter_buffer(self);
    return hf_worked_if(true);
}

static void give_back(hf_buffer *self)
{
    if (self->hf_private_self == self) {
        self->hf_private_self = NULL;
        hf_private_pending pending = hf_private_set_aside();
        PyBuffer_Release(&self->hf_private_view);
        hf_private_set_again(&pending);
    }
}

void hf_buffer_release(hf_buffer *self)
{
    if (may_be_released(self)) {
        give_back(self);
    }
}

#ifdef HF_CHECKED
/* What runs then may get something into the buffer again: that stays. */
void hf_buffer_clear(hf_buffer *self)
{
    bool is_full = self->hf_private_self != NULL;
    bool is_good = is_full ? may_be_released(self) : was_set(self);
    self->hf_private_any = HF_PRIVATE_NOTHING;
    if (is_full && is_good) {
        give_back(self);
    } else {
        *self = (hf_buffer){0};
    }
}
#endif

/* ---- Looking at one. */

const Py_buffer *hf_buffer_raw(const hf_buffer *self)
{
    return is_held(self) ? &self->hf_private_view : NULL;
}

int hf_buffer_dimensions(const hf_buffer *self)
{
    return is_held(self) ? self->hf_private_view.ndim : 0;
}

Py_ssize_t hf_buffer_length(const hf_buffer *self, int dimension)
{
    if (!is_held(self) || dimension < 0 ||
        dimension >= self->hf_private_view.ndim) {
        return 0;
    }
    return self->hf_private_view.shape[dimension];
}

Py_ssize_t hf_buffer_size(const hf_buffer *self)
{
    return is_held(self) ? self->hf_private_view.len : 0;
}

/* ---- Items. */

/* is_of says whether the items of |self| are of that type, and may be written
 * if that is wanted; otherwise an exception is set. */
HF_LOCAL bool is_of(const char *function, const hf_buffer *self, bool writable,
                    size_t size, char kind)
{
    const Py_buffer *view = &self->hf_private_view;
    bool is_there = is_held(self);
    if (HF_LIKELY(is_there && self->hf_private_kind == kind &&
                  (size_t)view->itemsize == size &&
                  !(writable && view->readonly))) {
        return true;
    }
    if (PyErr_Occurred() != NULL) {
        return false;
    }
    if (!is_there) {
        PyErr_Format(PyExc_SystemError,
                     self->hf_private_self == NULL
                         ? "%s: the buffer is empty"
                         : "%s: the buffer is a copy of one: pass its address",
                     function);
    } else if (writable && view->readonly) {
        PyErr_SetString(PyExc_BufferError, "the buffer is read-only");
    } else {
        PyErr_Format(PyExc_TypeError,
                     "expected %s of %zu bytes, found items of format '%.50s'",
                     kind == 'f'   ? "floating-point numbers"
                     : kind == 'i' ? "signed integers"
                     : kind == 'u' ? "unsigned integers"
                                   : "bools",
                     size, shown(view->format));
    }
    return false;
}

/* find is where the item at |indexes| is, or NULL with an exception set. |n| is
 * how many there are, -1 for as many as dimensions. */
static char *find(const char *function, const Py_buffer *view, int n,
                  const Py_ssize_t *indexes)
{
    char *at = view->buf;
    if (n >= 0 && n != view->ndim) {
        if (PyErr_Occurred() == NULL) {
            PyErr_Format(PyExc_IndexError,
                         "%s: %d index for a buffer of %d dimensions", function,
                         n, view->ndim);
        }
        return NULL;
    }
    for (int i = 0; i < view->ndim; i++) {
        if (indexes[i] < 0 || indexes[i] >= view->shape[i]) {
            if (PyErr_Occurred() == NULL) {
                PyErr_Format(PyExc_IndexError,
                             "%s: index %zd is out of range: dimension %d has "
                             "%zd items",
                             function, indexes[i], i, view->shape[i]);
            }
            return NULL;
        }
        at += indexes[i] * view->strides[i];
    }
    return at;
}

hf_worked hf_private_buffer_read(const hf_buffer *self, int n,
                                 const Py_ssize_t *indexes, void *out,
                                 size_t size, char kind)
{
    const char *at = NULL;
    if (is_of("hf_buffer_read", self, false, size, kind)) {
        at = find("hf_buffer_read", &self->hf_private_view, n, indexes);
    }
    if (at == NULL) {
        memset(out, 0, size);
        return hf_worked_if(false);
    }
    memcpy(out, at, size);
    if (kind == 'b') { /* any byte may be there */
        *(bool *)out = *(const unsigned char *)at != 0;
    }
    return hf_worked_if(true);
}

hf_worked hf_private_buffer_write(const hf_buffer *self, int n,
                                  const Py_ssize_t *indexes, const void *in,
                                  size_t size, char kind)
{
    char *at = NULL;
    if (is_of("hf_buffer_write", self, true, size, kind)) {
        at = find("hf_buffer_write", &self->hf_private_view, n, indexes);
    }
    if (at == NULL) {
        return hf_worked_if(false);
    }
    memcpy(at, in, size);
    return hf_worked_if(true);
}

void *hf_private_buffer_array(const hf_buffer *self, bool writable, size_t size,
                              size_t alignment, char kind, Py_ssize_t *n)
{
    static long long none; /* aligned for all */
    const Py_buffer *view = &self->hf_private_view;
    *n = 0;
    if (!is_of("hf_buffer_array", self, writable, size, kind)) {
        return NULL;
    }
    if (!PyBuffer_IsContiguous(view, 'C') ||
        (uintptr_t)view->buf % alignment != 0) {
        if (PyErr_Occurred() == NULL) {
            PyErr_SetString(PyExc_BufferError,
                            "the items are no C array: they have gaps, or are "
                            "not aligned");
        }
        return NULL;
    }
    *n = view->len / view->itemsize;
    return *n > 0 ? array_of(self) : &none;
}
