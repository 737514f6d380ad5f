/* msgpack's Packer: objects written as MessagePack.
 *
 * ExtType and Timestamp are the package's classes of Python. What is packed goes to a
 * builder of the call's own; what is kept between calls, where autoreset is false,
 * is one bytes, which the instance shows as a buffer.
 */
#include "bind/module.h"

#include <math.h>

enum { MOST_DEEP = 1024 };
static const Py_ssize_t MOST_ITEMS = (Py_ssize_t)UINT32_MAX;

HF_STATE(packer_state, owns(object, ext_type), owns(object, timestamp),
         owns(object, date_and_time))

static hf_worked begin(hf_module_borrowed module)
{
    struct packer_state *state = HF_STATE_OF(packer_state, module);
    hf_auto(object, ext, hf_module_import_utf8("msgpack.ext"));
    if (hf_is_null(ext)) {
        return hf_worked_if(false);
    }
    hf_auto(object, datetime, hf_module_import_utf8("datetime"));
    return hf_worked_if(
        state != NULL && !hf_is_null(datetime) &&
        hf_replace(&state->ext_type, hf_object_getattr_utf8(ext, "ExtType")) &&
        hf_replace(&state->timestamp,
                   hf_object_getattr_utf8(ext, "Timestamp")) &&
        hf_replace(&state->date_and_time,
                   hf_object_getattr_utf8(datetime, "datetime")));
}

/* ---- What the format consists of. */

/* A head of one byte, and behind it the lowest |size| bytes of |n|, the highest
 * first. */
static void put_head(hf_bytes_builder *out, uint8_t head, uint64_t n, int size)
{
    uint8_t bytes[9] = {head};
    for (int i = size; i > 0; i--) {
        bytes[i] = (uint8_t)n;
        n >>= 8;
    }
    hf_bytes_builder_append_data(out, bytes, 1 + size);
}

/* |n| in one byte, two or four, whose heads follow each other. */
static void put_sized(hf_bytes_builder *out, uint8_t head, uint64_t n)
{
    if (n <= UINT8_MAX) {
        put_head(out, head, n, 1);
    } else if (n <= UINT16_MAX) {
        put_head(out, (uint8_t)(head + 1), n, 2);
    } else {
        put_head(out, (uint8_t)(head + 2), n, 4);
    }
}

static void put_unsigned(hf_bytes_builder *out, uint64_t n)
{
    if (n < 0x80) {
        put_head(out, (uint8_t)n, 0, 0);
    } else if (n <= UINT32_MAX) {
        put_sized(out, 0xCC, n);
    } else {
        put_head(out, 0xCF, n, 8);
    }
}

static void put_signed(hf_bytes_builder *out, int64_t n)
{
    if (n >= 0) {
        put_unsigned(out, (uint64_t)n);
    } else if (n >= -0x20) {
        put_head(out, (uint8_t)n, 0, 0);
    } else if (n >= INT8_MIN) {
        put_head(out, 0xD0, (uint64_t)n, 1);
    } else if (n >= INT16_MIN) {
        put_head(out, 0xD1, (uint64_t)n, 2);
    } else if (n >= INT32_MIN) {
        put_head(out, 0xD2, (uint64_t)n, 4);
    } else {
        put_head(out, 0xD3, (uint64_t)n, 8);
    }
}

static void put_double(hf_bytes_builder *out, double x, bool single)
{
    uint64_t bits = 0;
    uint32_t fewer = 0;
    if (single) {
        const float y = (float)x;
        memcpy(&fewer, &y, sizeof(y));
        put_head(out, 0xCA, fewer, 4);
    } else {
        memcpy(&bits, &x, sizeof(x));
        put_head(out, 0xCB, bits, 8);
    }
}

static void put_array_head(hf_bytes_builder *out, uint64_t n)
{
    if (n < 16) {
        put_head(out, (uint8_t)(0x90 + n), 0, 0);
    } else if (n <= UINT16_MAX) {
        put_head(out, 0xDC, n, 2);
    } else {
        put_head(out, 0xDD, n, 4);
    }
}

static void put_map_head(hf_bytes_builder *out, uint64_t n)
{
    if (n < 16) {
        put_head(out, (uint8_t)(0x80 + n), 0, 0);
    } else if (n <= UINT16_MAX) {
        put_head(out, 0xDE, n, 2);
    } else {
        put_head(out, 0xDF, n, 4);
    }
}

/* Before there was a type for bytes, they were written as text was. */
static void put_raw(hf_bytes_builder *out, const void *data, Py_ssize_t size,
                    bool has_bin)
{
    if (size < 32) {
        put_head(out, (uint8_t)(0xA0 + size), 0, 0);
    } else if (!has_bin && size <= UINT8_MAX) {
        put_head(out, 0xDA, (uint64_t)size, 2);
    } else {
        put_sized(out, 0xD9, (uint64_t)size);
    }
    hf_bytes_builder_append_data(out, data, size);
}

static void put_bin(hf_bytes_builder *out, const void *data, Py_ssize_t size,
                    bool has_bin)
{
    if (!has_bin) {
        put_raw(out, data, size, false);
        return;
    }
    put_sized(out, 0xC4, (uint64_t)size);
    hf_bytes_builder_append_data(out, data, size);
}

static void put_ext(hf_bytes_builder *out, int8_t code, const void *data,
                    Py_ssize_t size)
{
    switch (size) {
    case 1:
    case 2:
    case 4:
    case 8:
    case 16:
        put_head(out, (uint8_t)(0xD4 + __builtin_ctzll((uint64_t)size)), 0, 0);
        break;
    default:
        put_sized(out, 0xC7, (uint64_t)size);
    }
    hf_bytes_builder_append_byte(out, (uint8_t)code);
    hf_bytes_builder_append_data(out, data, size);
}

static void put_timestamp(hf_bytes_builder *out, int64_t seconds,
                          uint32_t nanoseconds)
{
    const uint64_t both = (uint64_t)nanoseconds << 34 | (uint64_t)seconds;
    if (seconds < 0 || seconds >> 34 != 0) {
        put_head(out, 0xC7, 12, 1);
        put_head(out, 0xFF, nanoseconds, 4);
        uint8_t bytes[8];
        for (int i = 7; i >= 0; i--) {
            bytes[i] = (uint8_t)seconds;
            seconds >>= 8;
        }
        hf_bytes_builder_append_data(out, bytes, sizeof(bytes));
    } else if (both > UINT32_MAX) {
        put_head(out, 0xD7, 0, 0);
        put_head(out, 0xFF, both, 8);
    } else {
        put_head(out, 0xD6, 0, 0);
        put_head(out, 0xFF, both, 4);
    }
}

/* ---- The class. */

HF_FIELDS(packer, "Packer", owns(object, fallback), owns(str, unicode_errors),
          owns(bytes, kept), has(Py_ssize_t, exports), has(bool, single_float),
          has(bool, autoreset), has(bool, bin_type), has(bool, strict),
          has(bool, datetime))

static hf_worked packer_init(struct packer *self, hf_object_borrowed fallback,
                             bool single_float, bool autoreset, bool bin_type,
                             bool strict, bool datetime,
                             hf_str_borrowed unicode_errors,
                             Py_ssize_t buf_size)
{
    (void)buf_size; /* a builder grows */
    if (!hf_is_null(fallback) && !hf_object_callable(fallback)) {
        hf_raise(TypeError, "default must be a callable.");
        return hf_worked_if(false);
    }
    hf_clear(&self->fallback);
    hf_clear(&self->unicode_errors);
    if (!hf_is_null(fallback) &&
        !hf_replace(&self->fallback, hf_incref(fallback))) {
        return hf_worked_if(false);
    }
    if (!hf_is_null(unicode_errors) &&
        !hf_replace(&self->unicode_errors, hf_incref(unicode_errors))) {
        return hf_worked_if(false);
    }
    self->single_float = single_float;
    self->autoreset = autoreset;
    self->bin_type = bin_type;
    self->strict = strict;
    self->datetime = datetime;
    return hf_worked_if(true);
}
HF_INIT(packer, star, opt(object, default), def(bool, use_single_float, False),
        def(bool, autoreset, True), def(bool, use_bin_type, True),
        def(bool, strict_types, False), def(bool, datetime, False),
        opt(str, unicode_errors), def(Py_ssize_t, buf_size, 262144))

/* ---- Objects. What is neither packed nor an error is missing: it is the
 * fallback's. An error of the builder is looked for before Python code may run. */

struct packing {
    const struct packer *self;
    const struct packer_state *state;
    hf_bytes_builder *out;
};

static hf_worked pack_any(const struct packing *p, hf_object_borrowed o,
                          int depth);

static hf_worked is_short(Py_ssize_t size, const char *what)
{
    if (size > MOST_ITEMS) {
        hf_raise(ValueError, "%s is too large", what);
    }
    return hf_worked_if(size <= MOST_ITEMS);
}

/* The types of |p| are exact ones where it is strict. */
#define IS_A(T, p, o)                                                          \
    (hf_check(T, o) && (!(p)->self->strict || hf_check_exact(T, o)))

static hf_lookup pack_int(const struct packing *p, hf_int_borrowed o)
{
    Py_ssize_t bits;
    int64_t n = 0;
    uint64_t large = 0;
    if (!hf_int_bit_length(o, &bits)) {
        return hf_lookup_failed();
    }
    if (bits <= 63) {
        if (!hf_int_as(o, &n)) {
            return hf_lookup_failed();
        }
        put_signed(p->out, n);
        return hf_lookup_found_if(true);
    }
    if (bits > 64 || !hf_int_as(o, &large)) {
        /* It is too large; or it is negative, which has raised the same. Of the
         * negative ones that have 64 bits the format has one: that of 2 ** 63. */
        hf_error_clear();
        if (!hf_int_as(o, &n)) {
            hf_error_clear();
            return hf_lookup_found_if(false);
        }
        put_signed(p->out, n);
        return hf_lookup_found_if(true);
    }
    put_unsigned(p->out, large);
    return hf_lookup_found_if(true);
}

static hf_worked pack_bytes(const struct packing *p, hf_bytes_borrowed o)
{
    hf_bytes_view view;
    if (!hf_bytes_as_view(o, &view) || !is_short(view.size, "bytes")) {
        return hf_worked_if(false);
    }
    put_bin(p->out, view.data, view.size, p->self->bin_type);
    return hf_worked_if(true);
}

/* A bytearray, or a memoryview. */
static hf_worked pack_buffer(const struct packing *p, hf_object_borrowed o)
{
    hf_auto_buffer(b);
    if (!hf_buffer_get(o, (hf_buffer_needs){.contiguous = true}, &b) ||
        !is_short(hf_buffer_size(&b), "memoryview")) {
        return hf_worked_if(false);
    }
    put_bin(p->out, hf_buffer_raw(&b)->buf, hf_buffer_size(&b),
            p->self->bin_type);
    return hf_worked_if(true);
}

static hf_worked pack_str(const struct packing *p, hf_str_borrowed o)
{
    if (hf_is_null(p->self->unicode_errors)) {
        hf_utf8 text;
        if (!hf_str_as_utf8(o, &text) ||
            !is_short(text.size, "unicode string")) {
            return hf_worked_if(false);
        }
        put_raw(p->out, text.data, text.size, p->self->bin_type);
        return hf_worked_if(true);
    }
    hf_utf8 errors;
    if (hf_error_occurred() ||
        !hf_str_as_utf8(hf_borrow(p->self->unicode_errors), &errors)) {
        return hf_worked_if(false);
    }
    hf_auto(bytes, encoded, hf_str_encode(o, "utf-8", errors.data));
    hf_bytes_view view;
    if (hf_is_null(encoded) || !hf_bytes_as_view(hf_borrow(encoded), &view) ||
        !is_short(view.size, "unicode string")) {
        return hf_worked_if(false);
    }
    put_raw(p->out, view.data, view.size, p->self->bin_type);
    return hf_worked_if(true);
}

/* What a pair of two has, of |pairs|, which may be any iterable of them. */
static hf_worked pack_pairs(const struct packing *p, hf_object_borrowed pairs,
                            int depth)
{
    if (hf_error_occurred()) {
        return hf_worked_if(false);
    }
    hf_iterator_each(pair, pairs)
    {
        hf_auto(tuple, both, hf_tuple_from_iterable(hf_borrow(pair)));
        Py_ssize_t n = 0;
        if (hf_is_null(both) || !hf_tuple_length(hf_borrow(both), &n)) {
            return hf_worked_if(false);
        }
        if (n != 2) {
            hf_raise(ValueError, "expected pairs, found %zd values", n);
            return hf_worked_if(false);
        }
        hf_auto(object, key, hf_tuple_get(hf_borrow(both), 0));
        hf_auto(object, value, hf_tuple_get(hf_borrow(both), 1));
        if (!pack_any(p, hf_borrow(key), depth) ||
            !pack_any(p, hf_borrow(value), depth) || hf_error_occurred()) {
            return hf_worked_if(false);
        }
    }
    return hf_worked_if(!hf_error_occurred());
}

static hf_worked pack_dict(const struct packing *p, hf_dict_borrowed o,
                           int depth)
{
    Py_ssize_t n;
    if (!hf_object_length(o, &n) || !is_short(n, "dict")) {
        return hf_worked_if(false);
    }
    if (!hf_check_exact(dict, hf_as_object(o))) {
        hf_auto(object, items,
                hf_object_call_method_utf8(o, "items", NULL, 0, NULL, 0));
        if (hf_is_null(items)) {
            return hf_worked_if(false);
        }
        put_map_head(p->out, (uint64_t)n);
        return pack_pairs(p, hf_borrow(items), depth);
    }
    put_map_head(p->out, (uint64_t)n);
    hf_dict_each(key, value, o)
    {
        if (!pack_any(p, hf_borrow(key), depth) ||
            !pack_any(p, hf_borrow(value), depth)) {
            return hf_worked_if(false);
        }
    }
    return hf_worked_if(!hf_error_occurred());
}

static hf_worked pack_list(const struct packing *p, hf_list_borrowed o,
                           int depth)
{
    Py_ssize_t n;
    if (!hf_list_length(o, &n) || !is_short(n, "list")) {
        return hf_worked_if(false);
    }
    put_array_head(p->out, (uint64_t)n);
    hf_list_each(item, o)
    {
        if (!pack_any(p, hf_borrow(item), depth)) {
            return hf_worked_if(false);
        }
    }
    return hf_worked_if(true);
}

static hf_worked pack_tuple(const struct packing *p, hf_tuple_borrowed o,
                            int depth)
{
    Py_ssize_t n;
    if (!hf_tuple_length(o, &n) || !is_short(n, "list")) {
        return hf_worked_if(false);
    }
    put_array_head(p->out, (uint64_t)n);
    hf_tuple_each(item, o)
    {
        if (!pack_any(p, hf_borrow(item), depth)) {
            return hf_worked_if(false);
        }
    }
    return hf_worked_if(true);
}

static hf_worked pack_ext(const struct packing *p, hf_object_borrowed o)
{
    hf_auto(object, code, hf_object_getattr_utf8(o, "code"));
    if (hf_is_null(code)) {
        return hf_worked_if(false);
    }
    hf_auto(object, data, hf_object_getattr_utf8(o, "data"));
    hf_bytes_view view;
    int8_t n;
    if (hf_is_null(data) || !hf_object_as(hf_borrow(code), &n) ||
        !hf_bytes_as_view(hf_bytes_cast(hf_borrow(data)), &view) ||
        !is_short(view.size, "EXT data")) {
        return hf_worked_if(false);
    }
    put_ext(p->out, n, view.data, view.size);
    return hf_worked_if(true);
}

static hf_worked pack_timestamp(const struct packing *p, hf_object_borrowed o)
{
    hf_auto(object, seconds, hf_object_getattr_utf8(o, "seconds"));
    if (hf_is_null(seconds)) {
        return hf_worked_if(false);
    }
    hf_auto(object, nanoseconds, hf_object_getattr_utf8(o, "nanoseconds"));
    int64_t s;
    uint32_t ns;
    if (hf_is_null(nanoseconds) || !hf_object_as(hf_borrow(seconds), &s) ||
        !hf_object_as(hf_borrow(nanoseconds), &ns)) {
        return hf_worked_if(false);
    }
    put_timestamp(p->out, s, ns);
    return hf_worked_if(true);
}

/* A datetime of no time zone is nobody's. */
static hf_lookup pack_datetime(const struct packing *p, hf_object_borrowed o)
{
    hf_auto(object, zone, hf_object_getattr_utf8(o, "tzinfo"));
    if (hf_is_null(zone)) {
        return hf_lookup_failed();
    }
    if (hf_is_none(zone)) {
        return hf_lookup_found_if(false);
    }
    hf_auto(object, stamp,
            hf_object_call_method_utf8(p->state->timestamp, "from_datetime", &o,
                                       1, NULL, 0));
    if (hf_is_null(stamp) || !pack_timestamp(p, hf_borrow(stamp))) {
        return hf_lookup_failed();
    }
    return hf_lookup_found_if(true);
}

static hf_lookup done(bool worked)
{
    return worked ? hf_lookup_found_if(true) : hf_lookup_failed();
}

static bool is_datetime(const struct packing *p, hf_object_borrowed o)
{
    hf_auto(type, type, hf_object_type(o));
    return p->self->datetime && hf_object_is(type, p->state->date_and_time);
}

/* What is of a class of the package's, or inherits from a type below. */
static hf_lookup pack_instance(const struct packing *p, hf_object_borrowed o,
                               int depth)
{
    hf_auto(type, type, hf_object_type(o));
    hf_answer is_ext = p->self->strict
                           ? hf_answer_yes_if(
                                 hf_object_is(type, p->state->ext_type))
                           : hf_object_isinstance(o, p->state->ext_type);
    if (hf_failed(is_ext)) {
        return hf_lookup_failed();
    }
    if (hf_yes(is_ext)) {
        return done(pack_ext(p, o));
    }
    if (hf_object_is(type, p->state->timestamp)) {
        return done(pack_timestamp(p, o));
    }
    if (IS_A(list, p, o)) {
        return done(pack_list(p, hf_list_cast(o), depth));
    }
    if (hf_check(tuple, o) && !p->self->strict) {
        return done(pack_tuple(p, hf_tuple_cast(o), depth));
    }
    if (hf_check(memoryview, o)) {
        return done(pack_buffer(p, o));
    }
    return is_datetime(p, o) ? pack_datetime(p, o) : hf_lookup_found_if(false);
}

static hf_lookup pack_known(const struct packing *p, hf_object_borrowed o,
                            int depth)
{
    if (IS_A(str, p, o)) {
        return done(pack_str(p, hf_str_cast(o)));
    }
    if (hf_is_none(o)) {
        put_head(p->out, 0xC0, 0, 0);
        return hf_lookup_found_if(true);
    }
    if (hf_check(bool, o)) {
        bool truth;
        if (!hf_bool_as_bool(hf_bool_cast(o), &truth)) {
            return hf_lookup_failed();
        }
        put_head(p->out, truth ? 0xC3 : 0xC2, 0, 0);
        return hf_lookup_found_if(true);
    }
    if (IS_A(int, p, o)) {
        return pack_int(p, hf_int_cast(o));
    }
    if (IS_A(float, p, o)) {
        double x;
        if (!hf_float_as_double(hf_float_cast(o), &x)) {
            return hf_lookup_failed();
        }
        if (p->self->single_float && isfinite(x) && isinf((float)x)) {
            hf_raise(OverflowError, "float too large to pack with f format");
            return hf_lookup_failed();
        }
        put_double(p->out, x, p->self->single_float);
        return hf_lookup_found_if(true);
    }
    if (IS_A(bytes, p, o)) {
        return done(pack_bytes(p, hf_bytes_cast(o)));
    }
    if (hf_error_occurred()) {
        return hf_lookup_failed();
    }
    if (IS_A(bytearray, p, o)) {
        return done(pack_buffer(p, o));
    }
    if (IS_A(dict, p, o)) {
        return done(pack_dict(p, hf_dict_cast(o), depth));
    }
    if (hf_check_exact(list, o)) {
        return done(pack_list(p, hf_list_cast(o), depth));
    }
    if (hf_check_exact(tuple, o) && !p->self->strict) {
        return done(pack_tuple(p, hf_tuple_cast(o), depth));
    }
    return pack_instance(p, o, depth);
}

static hf_worked refuse(const struct packing *p, hf_object_borrowed o)
{
    hf_auto(str, name, hf_object_type_name(o));
    if (hf_check(int, o)) {
        hf_raise(OverflowError, "Integer value out of range");
    } else if (is_datetime(p, o)) {
        hf_raise(ValueError, "can not serialize '%S' object where tzinfo=None",
                 name);
    } else {
        hf_raise(TypeError, "can not serialize '%S' object", name);
    }
    return hf_worked_if(false);
}

static hf_worked pack_any(const struct packing *p, hf_object_borrowed o,
                          int depth)
{
    if (depth > MOST_DEEP) {
        hf_raise(ValueError, "recursion limit exceeded.");
        return hf_worked_if(false);
    }
    hf_lookup lookup = pack_known(p, o, depth + 1);
    if (!hf_missing(lookup)) {
        return hf_worked_if(hf_found(lookup));
    }
    if (hf_error_occurred()) {
        return hf_worked_if(false);
    }
    if (hf_is_null(p->self->fallback)) {
        return refuse(p, o);
    }
    hf_auto(object, made, hf_object_call_one_arg(p->self->fallback, o));
    if (hf_is_null(made)) {
        return hf_worked_if(false);
    }
    lookup = pack_known(p, hf_borrow(made), depth + 1);
    if (hf_missing(lookup)) {
        return refuse(p, hf_borrow(made));
    }
    return hf_worked_if(hf_found(lookup));
}

/* ---- Methods. */

/* What others look at does not change. */
static hf_worked may_change(const struct packer *self)
{
    if (self->exports != 0) {
        hf_raise(BufferError,
                 "Existing exports of data: Packer cannot be changed");
    }
    return hf_worked_if(self->exports == 0);
}

static hf_bytes kept_bytes(struct packer *self)
{
    return hf_is_null(self->kept) ? hf_bytes_from(NULL, 0)
                                  : hf_incref(self->kept);
}

/* The end of what packs: the bytes; or None, and they are kept. */
static hf_object give(struct packer *self, hf_bytes_builder *out)
{
    hf_auto(bytes, made, hf_bytes_builder_finish(out));
    if (hf_is_null(made) || !may_change(self)) {
        return hf_null(object);
    }
    if (hf_is_null(self->kept)) {
        if (self->autoreset) {
            return hf_into_object(hf_move(&made));
        }
        return hf_replace(&self->kept, hf_move(&made)) ? hf_none()
                                                       : hf_null(object);
    }
    if (!hf_replace(&self->kept,
                    hf_bytes_append(hf_move(&self->kept), hf_borrow(made)))) {
        return hf_null(object);
    }
    return self->autoreset ? hf_into_object(hf_move(&self->kept)) : hf_none();
}

static hf_object give_up(struct packer *self, hf_bytes_builder *out)
{
    hf_bytes_builder_clear(out);
    if (self->exports == 0) {
        hf_clear(&self->kept);
    }
    return hf_null(object);
}

static hf_object packer_pack(struct packer *self, struct packer_state *state,
                             hf_object_borrowed obj)
{
    hf_bytes_builder out = {0};
    const struct packing packing = {self, state, &out};
    if (!may_change(self)) {
        return hf_null(object);
    }
    return pack_any(&packing, obj, 0) ? give(self, &out) : give_up(self, &out);
}
HF_METHOD(packer, pack, object, "Pack an object.", state(packer_state),
          arg(object, obj))

static hf_object packer_pack_map_pairs(struct packer *self,
                                       struct packer_state *state,
                                       hf_object_borrowed pairs)
{
    hf_bytes_builder out = {0};
    const struct packing packing = {self, state, &out};
    Py_ssize_t n;
    if (!may_change(self) || !hf_object_length(pairs, &n) ||
        !is_short(n, "map")) {
        return hf_null(object);
    }
    put_map_head(&out, (uint64_t)n);
    return pack_pairs(&packing, pairs, 0) ? give(self, &out)
                                          : give_up(self, &out);
}
HF_METHOD(packer, pack_map_pairs, object, "Pack a sequence of pairs as a map.",
          state(packer_state), arg(object, pairs))

static hf_object packer_pack_ext_type(struct packer *self, signed char typecode,
                                      hf_object_borrowed data)
{
    hf_bytes_builder out = {0};
    hf_auto_buffer(b);
    if (!may_change(self) ||
        !hf_buffer_get(data, (hf_buffer_needs){.contiguous = true}, &b) ||
        !is_short(hf_buffer_size(&b), "ext data")) {
        return hf_null(object);
    }
    put_ext(&out, typecode, hf_buffer_raw(&b)->buf, hf_buffer_size(&b));
    return give(self, &out);
}
HF_METHOD(packer, pack_ext_type, object, "Pack data of a type of one's own.",
          arg(signed_char, typecode), arg(object, data))

static hf_worked is_size(int64_t size, const char *what)
{
    if (size < 0) {
        hf_raise(ValueError, "%s size must be non-negative", what);
    } else if (size > MOST_ITEMS) {
        hf_raise(ValueError, "%s too large", what);
    }
    return hf_worked_if(size >= 0 && size <= MOST_ITEMS);
}

static hf_object packer_pack_array_header(struct packer *self, int64_t size)
{
    hf_bytes_builder out = {0};
    if (!may_change(self) || !is_size(size, "array")) {
        return hf_null(object);
    }
    put_array_head(&out, (uint64_t)size);
    return give(self, &out);
}
HF_METHOD(packer, pack_array_header, object,
          "What stands before so many items.", arg(int64_t, size))

static hf_object packer_pack_map_header(struct packer *self, int64_t size)
{
    hf_bytes_builder out = {0};
    if (!may_change(self) || !is_size(size, "map")) {
        return hf_null(object);
    }
    put_map_head(&out, (uint64_t)size);
    return give(self, &out);
}
HF_METHOD(packer, pack_map_header, object, "What stands before so many pairs.",
          arg(int64_t, size))

static hf_worked packer_reset(struct packer *self)
{
    if (!may_change(self)) {
        return hf_worked_if(false);
    }
    hf_clear(&self->kept);
    return hf_worked_if(true);
}
HF_METHOD(packer, reset, none, "Forget what is packed.")

static hf_bytes packer_bytes(struct packer *self)
{
    return kept_bytes(self);
}
HF_METHOD(packer, bytes, bytes, "What is packed.")

static hf_memoryview packer_getbuffer(struct packer *self)
{
    return hf_memoryview_from_object(hf_packer_of(self));
}
HF_METHOD(packer, getbuffer, memoryview, "What is packed, as it lies there.")

static hf_worked packer_buffer(struct packer *self, hf_exported *out)
{
    hf_bytes_view view;
    if (hf_is_null(self->kept) &&
        !hf_replace(&self->kept, hf_bytes_from(NULL, 0))) {
        return hf_worked_if(false);
    }
    if (!hf_bytes_as_view(hf_borrow(self->kept), &view)) {
        return hf_worked_if(false);
    }
    out->data = (void *)(uintptr_t)view.data;
    out->size = view.size;
    out->is_readonly = true;
    self->exports++;
    return hf_worked_if(true);
}

static void packer_release_buffer(struct packer *self)
{
    self->exports--;
}

HF_CLASS(packer, "What writes objects as MessagePack.", method(pack),
         method(pack_map_pairs), method(pack_ext_type),
         method(pack_array_header), method(pack_map_header), method(reset),
         method(bytes), method(getbuffer), buffer, release_buffer)

HF_MODULE(_packer, "What is fast in msgpack.", state(packer_state),
          class(packer), exec(begin), per_interpreter_gil)
