/* json.encoder's module of C: values written as JSON.
 *
 * make_encoder takes the place of the standard library's, whose arguments it has, and
 * encode_basestring_ascii and encode_basestring that of theirs. dumps is json.dumps
 * without indent and cls.
 */
#include "bind/module.h"

#include <math.h>

/* ---- Strings. How long a code point below 128 is when it is written: */

static const unsigned char sizes[128] = {
    6, 6, 6, 6, 6, 6, 6, 6, 2, 2, 2, 6, 2, 2, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
/* and what follows the backslash of those that are two long. */
static const char letters[128] = {
    ['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
    ['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't'};

/* What follows is compiled once for each width: where it is called the compiler
 * knows which. */
#define FOR_EACH_KIND static inline __attribute__((always_inline))

FOR_EACH_KIND int size_of(Py_UCS4 c, bool ascii)
{
    if (c < 0x7F || !ascii) {
        return c < 0x80 ? sizes[c] : 1;
    }
    return c > 0xFFFF ? 12 : 6; /* a pair of surrogates, or one \uXXXX */
}

FOR_EACH_KIND Py_ssize_t size_of_all(hf_str_view from, bool ascii)
{
    Py_ssize_t size = 0;
    for (Py_ssize_t i = 0; i < from.length; i++) {
        size += size_of(hf_str_view_read(&from, i), ascii);
    }
    return size;
}

FOR_EACH_KIND Py_ssize_t put_unit(hf_str_span to, Py_ssize_t at, Py_UCS4 unit)
{
    static const char digits[] = "0123456789abcdef";
    hf_str_span_write(&to, at, '\\');
    hf_str_span_write(&to, at + 1, 'u');
    for (int k = 0; k < 4; k++) {
        const Py_UCS4 nibble = unit >> (12 - 4 * k) & 0xF;
        hf_str_span_write(&to, at + 2 + k, (unsigned char)digits[nibble]);
    }
    return at + 6;
}

FOR_EACH_KIND void put_all(hf_str_view from, hf_str_span to, Py_ssize_t at,
                           bool ascii)
{
    for (Py_ssize_t i = 0; i < from.length; i++) {
        const Py_UCS4 c = hf_str_view_read(&from, i);
        switch (size_of(c, ascii)) {
        case 1:
            hf_str_span_write(&to, at++, c);
            break;
        case 2:
            hf_str_span_write(&to, at, '\\');
            hf_str_span_write(&to, at + 1, (unsigned char)letters[c]);
            at += 2;
            break;
        case 6:
            at = put_unit(to, at, c);
            break;
        default:
            at = put_unit(to, at, Py_UNICODE_HIGH_SURROGATE(c));
            at = put_unit(to, at, Py_UNICODE_LOW_SURROGATE(c));
        }
    }
}

FOR_EACH_KIND void append_view(hf_str_builder *out, hf_str_view from,
                               bool ascii)
{
    const Py_ssize_t size = size_of_all(from, ascii);
    hf_str_span to;
    if (!hf_str_builder_extend(out, size + 2, ascii ? 0x7F : from.maxchar,
                               &to)) {
        return; /* as finish will say */
    }
    hf_str_span_write(&to, 0, '"');
    if (size == from.length) { /* nothing is to be escaped */
        hf_str_span_copy(&to, 1, &from, 0, size);
    } else if (to.kind == 1) {
        to.kind = 1; /* for the compiler */
        put_all(from, to, 1, ascii);
    } else {
        put_all(from, to, 1, ascii);
    }
    hf_str_span_write(&to, size + 1, '"');
}

static void append_string(hf_str_builder *out, hf_str_borrowed s, bool ascii)
{
    hf_str_view from;
    if (!hf_str_as_view(s, &from)) {
        hf_str_builder_append(out, s); /* which fails for the same reason */
    } else if (from.kind == 1) {
        if (ascii) {
            append_view(out, from, true);
        } else {
            append_view(out, from, false);
        }
    } else {
        append_view(out, from, ascii);
    }
}

static hf_str encode_basestring_ascii(hf_str_borrowed string)
{
    hf_str_builder out = {0};
    append_string(&out, string, true);
    return hf_str_builder_finish(&out);
}
HF_FUNCTION(encode_basestring_ascii, str,
            "A string as JSON, with nothing but ASCII in it.", arg(str, string),
            slash)

static hf_str encode_basestring(hf_str_borrowed string)
{
    hf_str_builder out = {0};
    append_string(&out, string, false);
    return hf_str_builder_finish(&out);
}
HF_FUNCTION(encode_basestring, str, "A string as JSON.", arg(str, string),
            slash)

/* ---- Values. A builder's error is looked for before Python code may run. */

struct options {
    hf_object_borrowed fallback; /* called for what is no JSON; or null */
    hf_object_borrowed encoder;  /* called for strings; or null */
    hf_str_borrowed key_separator, item_separator;
    bool ascii, sort_keys, skip_keys, allow_nan, check_circular;
};

/* What a value lies in, and in what that does. */
struct inside {
    hf_object_borrowed container;
    const struct inside *of;
};

/* false where a value lies in itself. */
static hf_worked enter(const struct options *options, struct inside *inside,
                       hf_object_borrowed container, const struct inside *of)
{
    inside->container = container;
    inside->of = of;
    for (; options->check_circular && of != NULL; of = of->of) {
        if (hf_object_is(of->container, container)) {
            hf_raise(ValueError, "Circular reference detected");
            return hf_worked_if(false);
        }
    }
    return hf_worked_if(true);
}

static hf_worked put_value(const struct options *options, hf_str_builder *out,
                           hf_object_borrowed value, const struct inside *of);

static hf_worked put_string(const struct options *options, hf_str_builder *out,
                            hf_str_borrowed string)
{
    if (hf_is_null(options->encoder)) {
        append_string(out, string, options->ascii);
        return hf_worked_if(true);
    }
    if (hf_error_occurred()) {
        return hf_worked_if(false);
    }
    hf_auto(object, made, hf_object_call_one_arg(options->encoder, string));
    if (hf_is_null(made)) {
        return hf_worked_if(false);
    }
    if (!hf_check(str, hf_borrow(made))) {
        hf_auto(str, name, hf_object_type_name(hf_borrow(made)));
        hf_raise(TypeError, "encoder() must return a string, not %S", name);
        return hf_worked_if(false);
    }
    hf_str_builder_append(out, hf_str_cast(hf_borrow(made)));
    return hf_worked_if(true);
}

/* As int.__repr__ writes it, whatever a subclass does. */
static hf_worked put_int(hf_str_builder *out, hf_int_borrowed value)
{
    Py_ssize_t bits;
    int64_t n;
    if (!hf_int_bit_length(value, &bits)) {
        return hf_worked_if(false);
    }
    if (bits > 63) {
        hf_auto(str, text, hf_int_to_str(value, 10));
        if (hf_is_null(text)) {
            return hf_worked_if(false);
        }
        hf_str_builder_append(out, hf_borrow(text));
        return hf_worked_if(true);
    }
    if (!hf_int_as(value, &n)) {
        return hf_worked_if(false);
    }
    char digits[20], *at = digits + sizeof(digits);
    uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left != 0);
    if (n < 0) {
        *--at = '-';
    }
    hf_str_builder_append_utf8_n(out, at, digits + sizeof(digits) - at);
    return hf_worked_if(true);
}

/* As float.__repr__ writes it, whatever a subclass does. */
static hf_str text_of_float(hf_float_borrowed value, double x)
{
    if (hf_check_exact(float, hf_as_object(value))) {
        return hf_object_repr(value);
    }
    hf_auto(float, plain, hf_float_from_double(x));
    return hf_is_null(plain) ? hf_null(str) : hf_object_repr(plain);
}

static hf_worked put_float(const struct options *options, hf_str_builder *out,
                           hf_float_borrowed value)
{
    double x;
    if (!hf_float_as_double(value, &x)) {
        return hf_worked_if(false);
    }
    if (isfinite(x)) {
        hf_auto(str, text, text_of_float(value, x));
        if (hf_is_null(text)) {
            return hf_worked_if(false);
        }
        hf_str_builder_append(out, hf_borrow(text));
        return hf_worked_if(true);
    }
    if (!options->allow_nan) {
        hf_raise(ValueError,
                 "Out of range float values are not JSON compliant: %R", value);
        return hf_worked_if(false);
    }
    hf_str_builder_append_utf8(out, isnan(x) ? "NaN"
                                    : x > 0  ? "Infinity"
                                             : "-Infinity");
    return hf_worked_if(true);
}

static hf_worked put_bool(hf_str_builder *out, hf_bool_borrowed value)
{
    bool truth;
    if (!hf_bool_as_bool(value, &truth)) {
        return hf_worked_if(false);
    }
    hf_str_builder_append_utf8(out, truth ? "true" : "false");
    return hf_worked_if(true);
}

/* found: |out| has the key, as a string; missing: it is to be skipped. */
static hf_lookup find_key(const struct options *options, hf_object_borrowed key,
                          hf_str *out)
{
    *out = hf_null(str);
    if (hf_check(str, key)) {
        *out = hf_incref(hf_str_cast(key));
        return hf_lookup_found_if(true);
    }
    if (hf_error_occurred()) {
        return hf_lookup_failed();
    }
    hf_str_builder text = {0};
    hf_worked worked = hf_worked_if(true);
    if (hf_check(float, key)) {
        worked = put_float(options, &text, hf_float_cast(key));
    } else if (hf_check(bool, key)) {
        worked = put_bool(&text, hf_bool_cast(key));
    } else if (hf_is_none(key)) {
        hf_str_builder_append_utf8(&text, "null");
    } else if (hf_check(int, key)) {
        worked = put_int(&text, hf_int_cast(key));
    } else if (options->skip_keys) {
        return hf_lookup_found_if(false);
    } else {
        hf_auto(str, name, hf_object_type_name(key));
        hf_raise(TypeError,
                 "keys must be str, int, float, bool or None, not %S", name);
        return hf_lookup_failed();
    }
    if (!worked) {
        hf_str_builder_clear(&text);
        return hf_lookup_failed();
    }
    *out = hf_str_builder_finish(&text);
    return hf_is_null(*out) ? hf_lookup_failed() : hf_lookup_found_if(true);
}

static hf_worked put_item(const struct options *options, hf_str_builder *out,
                          hf_object_borrowed key, hf_object_borrowed value,
                          bool *is_first, const struct inside *of)
{
    hf_str found;
    hf_lookup lookup = find_key(options, key, &found);
    hf_auto(str, name, found);
    if (!hf_found(lookup)) {
        return hf_worked_if(hf_missing(lookup));
    }
    if (!*is_first) {
        hf_str_builder_append(out, options->item_separator);
    }
    *is_first = false;
    if (!put_string(options, out, hf_borrow(name))) {
        return hf_worked_if(false);
    }
    hf_str_builder_append(out, options->key_separator);
    return put_value(options, out, value, of);
}

/* The items of a dict, as its own items() gives them. */
static hf_list items_of(hf_dict_borrowed dict)
{
    if (hf_check_exact(dict, hf_as_object(dict))) {
        return hf_dict_items(dict);
    }
    hf_auto(object, items,
            hf_object_call_method_utf8(dict, "items", NULL, 0, NULL, 0));
    return hf_is_null(items) ? hf_null(list) : hf_list_from_iterable(items);
}

static hf_worked put_items(const struct options *options, hf_str_builder *out,
                           hf_list_borrowed items, const struct inside *of)
{
    bool is_first = true;
    hf_list_each(item, items)
    {
        Py_ssize_t n = 0;
        if (!hf_check(tuple, hf_borrow(item)) ||
            !hf_tuple_length(hf_tuple_cast(hf_borrow(item)), &n) || n != 2) {
            hf_raise(ValueError, "items must return 2-tuples");
            return hf_worked_if(false);
        }
        hf_tuple_borrowed pair = hf_tuple_cast(hf_borrow(item));
        hf_auto(object, key, hf_tuple_get(pair, 0));
        hf_auto(object, value, hf_tuple_get(pair, 1));
        if (!put_item(options, out, hf_borrow(key), hf_borrow(value), &is_first,
                      of) ||
            hf_error_occurred()) {
            return hf_worked_if(false);
        }
    }
    return hf_worked_if(true);
}

static hf_worked put_dict(const struct options *options, hf_str_builder *out,
                          hf_dict_borrowed dict, const struct inside *of)
{
    Py_ssize_t n;
    if (!hf_dict_length(dict, &n)) {
        return hf_worked_if(false);
    }
    if (n == 0) {
        hf_str_builder_append_utf8(out, "{}");
        return hf_worked_if(true);
    }
    struct inside inside;
    if (!enter(options, &inside, hf_as_object(dict), of)) {
        return hf_worked_if(false);
    }
    if (hf_check_exact(dict, hf_as_object(dict)) && !options->sort_keys) {
        bool is_first = true;
        hf_str_builder_append_code_point(out, '{');
        hf_dict_each(key, value, dict)
        {
            if (!put_item(options, out, hf_borrow(key), hf_borrow(value),
                          &is_first, &inside)) {
                return hf_worked_if(false);
            }
        }
        if (hf_error_occurred()) {
            return hf_worked_if(false);
        }
    } else {
        hf_auto(list, items, items_of(dict));
        if (hf_is_null(items) ||
            (options->sort_keys && !hf_list_sort(hf_borrow(items)))) {
            return hf_worked_if(false);
        }
        hf_str_builder_append_code_point(out, '{');
        if (!put_items(options, out, hf_borrow(items), &inside)) {
            return hf_worked_if(false);
        }
    }
    hf_str_builder_append_code_point(out, '}');
    return hf_worked_if(true);
}

static hf_worked put_list(const struct options *options, hf_str_builder *out,
                          hf_list_borrowed list, const struct inside *of)
{
    Py_ssize_t n;
    if (!hf_list_length(list, &n)) {
        return hf_worked_if(false);
    }
    if (n == 0) {
        hf_str_builder_append_utf8(out, "[]");
        return hf_worked_if(true);
    }
    struct inside inside;
    if (!enter(options, &inside, hf_as_object(list), of)) {
        return hf_worked_if(false);
    }
    bool is_first = true;
    hf_str_builder_append_code_point(out, '[');
    hf_list_each(item, list)
    {
        if (!is_first) {
            hf_str_builder_append(out, options->item_separator);
        }
        is_first = false;
        if (!put_value(options, out, hf_borrow(item), &inside)) {
            return hf_worked_if(false);
        }
    }
    hf_str_builder_append_code_point(out, ']');
    return hf_worked_if(true);
}

static hf_worked put_tuple(const struct options *options, hf_str_builder *out,
                           hf_tuple_borrowed tuple, const struct inside *of)
{
    Py_ssize_t n;
    if (!hf_tuple_length(tuple, &n)) {
        return hf_worked_if(false);
    }
    if (n == 0) {
        hf_str_builder_append_utf8(out, "[]");
        return hf_worked_if(true);
    }
    struct inside inside;
    if (!enter(options, &inside, hf_as_object(tuple), of)) {
        return hf_worked_if(false);
    }
    bool is_first = true;
    hf_str_builder_append_code_point(out, '[');
    hf_tuple_each(item, tuple)
    {
        if (!is_first) {
            hf_str_builder_append(out, options->item_separator);
        }
        is_first = false;
        if (!put_value(options, out, hf_borrow(item), &inside)) {
            return hf_worked_if(false);
        }
    }
    hf_str_builder_append_code_point(out, ']');
    return hf_worked_if(true);
}

/* What is no JSON: what the fallback makes of it is. */
static hf_worked put_other(const struct options *options, hf_str_builder *out,
                           hf_object_borrowed value, const struct inside *of)
{
    if (hf_is_null(options->fallback)) {
        hf_auto(str, name, hf_object_type_name(value));
        hf_raise(TypeError, "Object of type %S is not JSON serializable", name);
        return hf_worked_if(false);
    }
    struct inside inside;
    if (!enter(options, &inside, value, of)) {
        return hf_worked_if(false);
    }
    hf_auto(object, made, hf_object_call_one_arg(options->fallback, value));
    if (hf_is_null(made)) {
        return hf_worked_if(false);
    }
    return put_value(options, out, hf_borrow(made), &inside);
}

static hf_worked put_value(const struct options *options, hf_str_builder *out,
                           hf_object_borrowed value, const struct inside *of)
{
    if (hf_check(str, value)) {
        return put_string(options, out, hf_str_cast(value));
    }
    if (hf_check(bool, value)) {
        return put_bool(out, hf_bool_cast(value));
    }
    if (hf_check(int, value)) {
        return put_int(out, hf_int_cast(value));
    }
    if (hf_is_none(value)) {
        hf_str_builder_append_utf8(out, "null");
        return hf_worked_if(true);
    }
    if (hf_error_occurred()) {
        return hf_worked_if(false);
    }
    if (hf_check(float, value)) {
        return put_float(options, out, hf_float_cast(value));
    }
    hf_auto_recursion(guard, " while encoding a JSON object");
    if (!hf_recursion_entered(guard)) {
        return hf_worked_if(false);
    }
    if (hf_check(dict, value)) {
        return put_dict(options, out, hf_dict_cast(value), of);
    }
    if (hf_check(list, value)) {
        return put_list(options, out, hf_list_cast(value), of);
    }
    if (hf_check(tuple, value)) {
        return put_tuple(options, out, hf_tuple_cast(value), of);
    }
    return put_other(options, out, value, of);
}

static hf_str encoded(const struct options *options, hf_object_borrowed value)
{
    hf_str_builder out = {0};
    if (!put_value(options, &out, value, NULL)) {
        hf_str_builder_clear(&out);
        return hf_null(str);
    }
    return hf_str_builder_finish(&out);
}

/* ---- json.dumps. */

static hf_object separator(hf_object_borrowed separators, Py_ssize_t i,
                           const char *usual)
{
    return hf_is_null(separators) ? hf_into_object(hf_str_from_utf8(usual))
                                  : hf_sequence_get(separators, i);
}

static hf_str dumps(hf_object_borrowed value, bool skip_keys, bool ascii,
                    bool check_circular, bool allow_nan,
                    hf_object_borrowed separators, hf_object_borrowed fallback,
                    bool sort_keys)
{
    hf_auto(object, item_separator, separator(separators, 0, ", "));
    if (hf_is_null(item_separator)) {
        return hf_null(str);
    }
    hf_auto(object, key_separator, separator(separators, 1, ": "));
    if (hf_is_null(key_separator)) {
        return hf_null(str);
    }
    if (!hf_check(str, hf_borrow(item_separator)) ||
        !hf_check(str, hf_borrow(key_separator))) {
        hf_raise(TypeError, "separators must be strs, not %R", separators);
        return hf_null(str);
    }
    const struct options options = {
        .fallback = fallback,
        .encoder = hf_null(object_borrowed),
        .key_separator = hf_str_cast(hf_borrow(key_separator)),
        .item_separator = hf_str_cast(hf_borrow(item_separator)),
        .ascii = ascii,
        .sort_keys = sort_keys,
        .skip_keys = skip_keys,
        .allow_nan = allow_nan,
        .check_circular = check_circular,
    };
    return encoded(&options, value);
}
HF_FUNCTION(dumps, str, "A value as JSON.", arg(object, obj), star,
            def(bool, skipkeys, False), def(bool, ensure_ascii, True),
            def(bool, check_circular, True), def(bool, allow_nan, True),
            opt(object, separators), opt(object, default),
            def(bool, sort_keys, False))

/* ---- The class that json.encoder makes one of for each call. */

HF_STATE(json_state, owns(object, ascii_encoder), owns(object, plain_encoder))

/* How json.encoder calls the functions that it would have called for strings. */
static hf_worked begin(hf_module_borrowed module)
{
    struct json_state *state = HF_STATE_OF(json_state, module);
    return hf_worked_if(
        state != NULL &&
        hf_replace(&state->ascii_encoder,
                   hf_object_getattr_utf8(module, "encode_basestring_ascii")) &&
        hf_replace(&state->plain_encoder,
                   hf_object_getattr_utf8(module, "encode_basestring")));
}

HF_FIELDS(make_encoder, "make_encoder", owns(object, fallback),
          owns(object, encoder), owns(str, key_separator),
          owns(str, item_separator), has(bool, ascii), has(bool, sort_keys),
          has(bool, skip_keys), has(bool, allow_nan), has(bool, check_circular))

static hf_worked make_encoder_new(
    struct make_encoder *self, struct json_state *state,
    hf_object_borrowed markers, hf_object_borrowed fallback,
    hf_object_borrowed encoder, hf_object_borrowed indent,
    hf_str_borrowed key_separator, hf_str_borrowed item_separator,
    bool sort_keys, bool skip_keys, bool allow_nan)
{
    (void)indent; /* json.encoder has a function of its own for that */
    if (!hf_is_none(markers) && !hf_check(dict, markers)) {
        hf_auto(str, name, hf_object_type_name(markers));
        hf_raise(TypeError,
                 "make_encoder() argument 1 must be dict or None, not %S",
                 name);
        return hf_worked_if(false);
    }
    self->ascii = hf_object_is(encoder, state->ascii_encoder);
    if (!self->ascii && !hf_object_is(encoder, state->plain_encoder) &&
        !hf_replace(&self->encoder, hf_incref(encoder))) {
        return hf_worked_if(false);
    }
    self->sort_keys = sort_keys;
    self->skip_keys = skip_keys;
    self->allow_nan = allow_nan;
    self->check_circular = !hf_is_none(markers);
    return hf_worked_if(
        hf_replace(&self->fallback, hf_incref(fallback)) &&
        hf_replace(&self->key_separator, hf_incref(key_separator)) &&
        hf_replace(&self->item_separator, hf_incref(item_separator)));
}
HF_CONSTRUCT(make_encoder, state(json_state), arg(object, markers),
             arg(object, default), arg(object, encoder), arg(object, indent),
             arg(str, key_separator), arg(str, item_separator),
             arg(bool, sort_keys), arg(bool, skipkeys), arg(bool, allow_nan))

/* A tuple of one str: json.encoder joins what it gets. */
static hf_tuple make_encoder_call(struct make_encoder *self,
                                  hf_object_borrowed value,
                                  Py_ssize_t indent_level)
{
    (void)indent_level;
    const struct options options = {
        .fallback = hf_borrow(self->fallback),
        .encoder = hf_borrow(self->encoder),
        .key_separator = hf_borrow(self->key_separator),
        .item_separator = hf_borrow(self->item_separator),
        .ascii = self->ascii,
        .sort_keys = self->sort_keys,
        .skip_keys = self->skip_keys,
        .allow_nan = self->allow_nan,
        .check_circular = self->check_circular,
    };
    hf_tuple_builder chunks = {0};
    hf_tuple_builder_append(&chunks, encoded(&options, value));
    return hf_tuple_builder_finish(&chunks);
}
HF_CALL(make_encoder, tuple, arg(object, obj),
        arg(Py_ssize_t, _current_indent_level))
HF_CLASS(make_encoder, "What writes values as JSON.", call)

HF_MODULE(_json, "What is fast in json.", state(json_state),
          function(encode_basestring_ascii), function(encode_basestring),
          function(dumps), class(make_encoder), exec(begin),
          per_interpreter_gil)
