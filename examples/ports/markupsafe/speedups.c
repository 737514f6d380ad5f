/* markupsafe._speedups: text made safe for HTML and XML.
 *
 * What the package's two generations ask of their module of C: _escape_inner is
 * that of MarkupSafe 3, the others are of MarkupSafe 2.
 */
#include "bind/module.h"

/* ---- A row is 16 bytes of code points, which the compiler's vectors ask all at
 * once. growth_of_K(at, n) is by how much the escapes in |n| rows are longer than
 * what they stand for; a lane of bytes has room for that of 63 rows. */

enum { ROW = 16, MOST_ROWS = 63 };

#define ROWS_OF(K, unit)                                                       \
    typedef unit row_of_##K __attribute__((vector_size(ROW)));                 \
    static inline row_of_##K growths_of_##K(const char *at)                    \
    {                                                                          \
        row_of_##K c;                                                          \
        memcpy(&c, at, ROW);                                                   \
        return ((row_of_##K)((c == '"') | (c == '&') | (c == '\'')) & 4) |     \
               ((row_of_##K)((c == '<') | (c == '>')) & 3);                    \
    }                                                                          \
    static Py_ssize_t growth_of_##K(const char *at, Py_ssize_t n)              \
    {                                                                          \
        Py_ssize_t growth = 0;                                                 \
        while (n > 0) {                                                        \
            row_of_##K sums = {0};                                             \
            for (int i = 0; i < MOST_ROWS && n > 0; i++, n--, at += ROW) {     \
                sums += growths_of_##K(at);                                    \
            }                                                                  \
            for (size_t i = 0; i < ROW / sizeof(unit); i++) {                  \
                growth += (Py_ssize_t)sums[i];                                 \
            }                                                                  \
        }                                                                      \
        return growth;                                                         \
    }
ROWS_OF(1, unsigned char)
ROWS_OF(2, Py_UCS2)
ROWS_OF(4, Py_UCS4)

/* ---- What follows is compiled once for each kind of str: where it is called the
 * compiler knows which. */
#define FOR_EACH_KIND static inline __attribute__((always_inline))

FOR_EACH_KIND Py_ssize_t growth_of(hf_str_view from)
{
    Py_ssize_t growth = 0, i = 0;
    if (from.length * from.kind >= ROW) {
        const Py_ssize_t n = from.length * from.kind / ROW;
        growth = from.kind == 1   ? growth_of_1(from.data, n)
                 : from.kind == 2 ? growth_of_2(from.data, n)
                                  : growth_of_4(from.data, n);
        i = n * ROW / from.kind;
    }
    for (; i < from.length; i++) {
        switch (hf_str_view_read(&from, i)) {
        case '"':
        case '&':
        case '\'':
            growth += 4;
            break;
        case '<':
        case '>':
            growth += 3;
            break;
        }
    }
    return growth;
}

FOR_EACH_KIND Py_ssize_t put(hf_str_span to, Py_ssize_t at, const char *text,
                             int size)
{
    for (int k = 0; k < size; k++) {
        hf_str_span_write(&to, at + k, (unsigned char)text[k]);
    }
    return at + size;
}

FOR_EACH_KIND void put_all(hf_str_view from, hf_str_span to)
{
    for (Py_ssize_t i = 0, at = 0; i < from.length; i++) {
        const Py_UCS4 c = hf_str_view_read(&from, i);
        switch (c) {
        case '"':
            at = put(to, at, "&#34;", 5);
            break;
        case '&':
            at = put(to, at, "&amp;", 5);
            break;
        case '\'':
            at = put(to, at, "&#39;", 5);
            break;
        case '<':
            at = put(to, at, "&lt;", 4);
            break;
        case '>':
            at = put(to, at, "&gt;", 4);
            break;
        default:
            hf_str_span_write(&to, at++, c);
        }
    }
}

/* A str in which nothing is to be escaped is given as it is. */
FOR_EACH_KIND hf_str escaped_view(hf_str_borrowed s, hf_str_view from)
{
    const Py_ssize_t growth = growth_of(from);
    if (growth == 0) {
        return hf_incref(s);
    }
    hf_str_span to;
    hf_str made = hf_str_new(from.length + growth, from.maxchar, &to);
    if (!hf_is_null(made)) {
        to.kind = from.kind; /* which it is already: for the compiler */
        put_all(from, to);
    }
    return made;
}

static hf_str escaped(hf_str_borrowed s)
{
    hf_str_view from;
    if (!hf_str_as_view(s, &from)) {
        return hf_null(str);
    }
    switch (from.kind) {
    case 1:
        return escaped_view(s, from);
    case 2:
        return escaped_view(s, from);
    default:
        from.kind = 4;
        return escaped_view(s, from);
    }
}
HF_FUNCTION_AS("_escape_inner", escaped, str,
               "Replace the characters &, <, >, ' and \" by what is safe.",
               arg(str, s), slash)

/* ---- Of MarkupSafe 2. Its Markup is looked up when it is needed first: the
 * package is only half there while this module is imported. */

HF_STATE(speedups_state, owns(object, markup))

static hf_object markup(struct speedups_state *state, hf_object text)
{
    hf_auto(object, argument, text);
    if (hf_is_null(argument)) {
        return hf_null(object);
    }
    if (hf_is_null(state->markup)) {
        hf_auto(object, package, hf_module_import_utf8("markupsafe"));
        if (hf_is_null(package) ||
            !hf_replace(&state->markup,
                        hf_object_getattr_utf8(package, "Markup"))) {
            return hf_null(object);
        }
    }
    return hf_object_call_one_arg(state->markup, argument);
}

static hf_object escape(struct speedups_state *state, hf_object_borrowed s)
{
    hf_object found;
    hf_lookup lookup = hf_object_getattr_optional_utf8(s, "__html__", &found);
    hf_auto(object, html, found);
    if (hf_failed(lookup)) {
        return hf_null(object);
    }
    if (hf_found(lookup)) {
        return markup(state, hf_object_call_no_args(html));
    }
    hf_auto(str, text, hf_object_str(s));
    if (hf_is_null(text)) {
        return hf_null(object);
    }
    return markup(state, hf_into_object(escaped(hf_borrow(text))));
}
HF_FUNCTION(escape, object,
            "Markup of what s says by __html__, or else of str(s), escaped.",
            state(speedups_state), arg(object, s), slash)

static hf_object escape_silent(struct speedups_state *state,
                               hf_object_borrowed s)
{
    if (hf_is_none(s)) {
        return markup(state, hf_into_object(hf_str_from_utf8("")));
    }
    return escape(state, s);
}
HF_FUNCTION(escape_silent, object, "The same, but Markup('') of None.",
            state(speedups_state), arg(object, s), slash)

static hf_object soft_str(hf_object_borrowed s)
{
    return hf_check(str, s) ? hf_incref(s) : hf_into_object(hf_object_str(s));
}
HF_FUNCTION(soft_str, object, "s where it is a str, such as Markup, or str(s).",
            arg(object, s), slash)

HF_MODULE(_speedups, "What is fast in MarkupSafe.", state(speedups_state),
          function(escaped), function(escape), function(escape_silent),
          function(soft_str), per_interpreter_gil)
