/* example.buffers: memory that is shown to others, and that of others. */
#include "bind/module.h"

/* ---- A class that shows memory which nobody can change. It is that of a bytes
 * object, which the instance owns. */
HF_FIELDS(constant_buffer, "ConstantBuffer", owns(bytes, memory))

static hf_worked constant_buffer_new(struct constant_buffer *self, int64_t elem,
                                     uint32_t length)
{
    hf_bytes_builder memory = {0};
    for (uint32_t i = 0; i < length; i++) {
        hf_bytes_builder_append_data(&memory, &elem, sizeof(elem));
    }
    return hf_replace(&self->memory, hf_bytes_builder_finish(&memory));
}
HF_CONSTRUCT(constant_buffer, arg(int64_t, elem), arg(uint32_t, length))

static hf_worked constant_buffer_buffer(struct constant_buffer *self,
                                        hf_exported *out)
{
    hf_bytes_view view;
    if (!hf_bytes_as_view(hf_borrow(self->memory), &view)) {
        return hf_worked_if(false);
    }
    out->data = (void *)(uintptr_t)view.data;
    out->size = view.size;
    out->is_readonly = true;
    out->itemsize = sizeof(int64_t);
    out->format = "q";
    return hf_worked_if(true);
}
HF_CLASS(constant_buffer, "The same int, so many times.", buffer)

/* ---- A class whose memory others can change: it lies in the instance, which
 * lives as long as any view of it. */
enum { ROW_LENGTH = 8 };
typedef struct doubles {
    double items[ROW_LENGTH];
} doubles;

HF_FIELDS(row, "Row", has(doubles, memory), has(int64_t, views))

static hf_worked row_new(struct row *self)
{
    self->views = 0;
    return hf_worked_if(true);
}
HF_CONSTRUCT(row)

static hf_worked row_buffer(struct row *self, hf_exported *out)
{
    self->views++;
    out->data = self->memory.items;
    out->size = sizeof(self->memory.items);
    out->itemsize = sizeof(double);
    out->format = "d";
    return hf_worked_if(true);
}

static void row_release_buffer(struct row *self)
{
    self->views--;
}

/* What others look at is not changed behind their backs. */
static hf_worked row_reset(struct row *self)
{
    if (self->views != 0) {
        hf_raise(BufferError, "there are views of the row");
        return hf_worked_if(false);
    }
    self->memory = (doubles){{0}};
    return hf_worked_if(true);
}
HF_METHOD(row, reset, none, "Set all of them to 0.")
HF_CLASS(row, "Eight floats.", buffer, release_buffer, method(reset))

/* ---- The memory of others, released where the function ends. This one takes
 * ints of 64 bits that may lie apart, such as every second one of an array. */
static hf_worked sum(hf_object_borrowed values, int64_t *out)
{
    hf_auto_buffer(b);
    *out = 0;
    if (!hf_buffer_get(values,
                       (hf_buffer_needs){.format = "q", .dimensions = 1}, &b)) {
        return hf_worked_if(false); /* it says what is there instead */
    }
    for (Py_ssize_t i = 0; i < hf_buffer_length(&b, 0); i++) {
        int64_t item;
        if (!hf_buffer_read(&b, i, &item)) {
            return hf_worked_if(false);
        }
        if (__builtin_add_overflow(*out, item, out)) {
            hf_raise(OverflowError, "the sum has more than 64 bits");
            return hf_worked_if(false);
        }
    }
    return hf_worked_if(true);
}
HF_FUNCTION(sum, none, "The sum of a buffer of ints.", arg(object, values),
            slash, out(int64_t))

/* And this one a C array, to be changed, that lies close together. */
static hf_worked scale(hf_object_borrowed values, double factor)
{
    hf_auto_buffer(b);
    if (!hf_buffer_get(values,
                       (hf_buffer_needs){.writable = true,
                                         .contiguous = true,
                                         .format = "d"},
                       &b)) {
        return hf_worked_if(false);
    }
    Py_ssize_t n;
    double *items = hf_buffer_array_writable(double, &b, &n);
    if (items == NULL) {
        return hf_worked_if(false);
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        items[i] *= factor;
    }
    return hf_worked_if(true);
}
HF_FUNCTION(scale, none, "Multiply each float in a buffer.",
            arg(object, values), arg(double, factor))

HF_MODULE(buffers, "Memory that is shown, and that of others.",
          class(constant_buffer), class(row), function(sum), function(scale),
          per_interpreter_gil)
