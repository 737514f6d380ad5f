#include "tests/support.h"

#include <string.h>

/* ---- Contents of every kind, from which operands are made. */

#define BYTES(literal) literal, (Py_ssize_t)sizeof(literal) - 1
static const struct content {
    const char *utf8; /* surrogates may stand in it */
    Py_ssize_t size;
    bool encodable;
} contents[] = {
    {BYTES(""), true},
    {BYTES("x"), true},
    {BYTES("\xc3\xa9"), true},
    {BYTES("ab"), true},
    {BYTES("a\0b\0"), true},
    {BYTES("h\xc3\xa9\xc2\x80"), true},
    {BYTES("\xe2\x82\xac\xdf\xbf"), true},
    {BYTES("\xed\xa0\xbdz"), false}, /* U+D83D */
    {BYTES("\xf0\x9f\x98\x80!"), true},
    {BYTES("0123456789abcdef0123456789abcdef0123456789abcdef"), true},
};

/* The shared strs of CPython: their counts mean nothing. */
static bool is_fresh(const struct content *c, text_form form)
{
    return (c->size > 2 || (c->size == 2 && c->utf8[0] > 0)) &&
           form != INTERNED;
}

/* ---- What holds for every function: a table of calls. True is success. What
 * a call consumes, it increfs: so no operand's count changes. */

static bool done(hf_str result)
{
    bool ok = !hf_is_null(result);
    hf_decref(result);
    return ok;
}

typedef bool operation(hf_str_borrowed a, hf_str_borrowed b);

#define OPERATION(operation_name, result)                                      \
    static bool do_##operation_name(hf_str_borrowed a, hf_str_borrowed b)      \
    {                                                                          \
        (void)b;                                                               \
        return result;                                                         \
    }

static Py_ssize_t size_out;
static hf_utf8 utf8_out;
static bool bool_out;
static int int_out;

static bool build(hf_str_borrowed a, hf_str_borrowed b)
{
    hf_str_builder builder = {0};
    hf_str_builder_append(&builder, a);
    hf_str_builder_append(&builder, b);
    return done(hf_str_builder_finish(&builder));
}

OPERATION(append, done(hf_str_append(hf_incref(a), b)))
OPERATION(append_utf8, done(hf_str_append_utf8(hf_incref(a), "x")))
OPERATION(concat, done(hf_str_concat(a, b)))
OPERATION(concat_utf8, done(hf_str_concat_utf8(a, "x")))
OPERATION(length, hf_str_length(a, &size_out))
OPERATION(as_utf8, hf_str_as_utf8(a, &utf8_out))
OPERATION(equal, answered(hf_str_equal(a, b), &bool_out))
OPERATION(equal_utf8, answered(hf_str_equal_utf8(a, "x"), &bool_out))
OPERATION(compare, hf_str_compare(a, b, &int_out))
OPERATION(substring, done(hf_str_substring(a, 1, 2)))
OPERATION(find, !hf_failed(hf_str_find(a, b, 0, 9, &size_out)))
OPERATION(build, build(a, b))

static const struct {
    operation *call;
    int operands;
    const char *function; /* which an error names */
} operations[] = {
    {do_append, 2, "hf_str_append"},
    {do_append_utf8, 1, "hf_str_append_utf8_n"},
    {do_concat, 2, "hf_str_concat"},
    {do_concat_utf8, 1, "hf_str_concat_utf8_n"},
    {do_length, 1, "hf_str_length"},
    {do_as_utf8, 1, "hf_str_as_utf8"},
    {do_equal, 2, "hf_str_equal"},
    {do_equal_utf8, 1, "hf_str_equal_utf8_n"},
    {do_compare, 2, "hf_str_compare"},
    {do_substring, 1, "hf_str_substring"},
    {do_find, 2, "hf_str_find"},
    {do_build, 2, "hf_str_builder_append"},
};

/* for_each_bad_operand calls each operation with |bad| at each place. */
static void for_each_bad_operand(hf_str_borrowed bad, PyObject *type,
                                 const char *message)
{
    hf_auto(str, good, text("ab"));
    for (size_t i = 0; i < COUNT(operations); i++) {
        for (int place = 0; place < operations[i].operands; place++) {
            hf_str_borrowed a = place == 0 ? bad : hf_borrow(good);
            hf_str_borrowed b = place == 1 ? bad : hf_borrow(good);
            assert_refused(operations[i].call(a, b), type,
                           message ? message
                                   : no_handle(operations[i].function, "str"));
            assert_int_equal(hf_refcnt(good), 1);
            pend();
            assert_false(operations[i].call(a, b));
            assert_pending();
            assert_int_equal(hf_refcnt(good), 1);
            assert_text(good, "ab");
        }
    }
}

static void null_operands_raise_or_keep_what_is_pending(void)
{
    for_each_bad_operand(hf_null(str_borrowed), PyExc_SystemError, NULL);
}

static void operands_that_are_no_str_raise_type_error(void)
{
    hf_auto(object, n, number(1));
    for_each_bad_operand(hf_str_from_borrowed(hf_as_raw(n)), PyExc_TypeError,
                         "expected str, found int");
    assert_int_equal(hf_refcnt(n), 1);
}

/* What succeeds does so, and keeps the exception, while one is pending. */
static void good_operands_keep_what_is_pending(void)
{
    for (size_t i = 0; i < COUNT(operations); i++) {
        hf_auto(str, a, text("ab"));
        hf_auto(str, b, text("h\xc3\xa9"));
        pend();
        (void)!operations[i].call(hf_borrow(a), hf_borrow(b));
        assert_pending();
        assert_true(operations[i].call(hf_borrow(a), hf_borrow(b)));
        assert_no_error();
        assert_int_equal(hf_refcnt(a), 1);
        assert_int_equal(hf_refcnt(b), 1);
    }
}

static void operands_of_every_form_work_and_keep_count_and_content(void)
{
    for (size_t i = 0; i < COUNT(operations); i++) {
        for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
            for (size_t c = 0; c < COUNT(contents); c++) {
                hf_auto(str, a,
                        text_as(form, contents[c].utf8, contents[c].size));
                hf_auto(str, b,
                        text_as(form, contents[c].utf8, contents[c].size));
                Py_ssize_t count = hf_refcnt(a);
                if (!operations[i].call(hf_borrow(a), hf_borrow(b))) {
                    assert_ptr_equal(operations[i].call, do_as_utf8);
                    assert_raised(PyExc_UnicodeEncodeError, NULL);
                    assert_false(contents[c].encodable);
                }
                assert_no_error();
                assert_int_equal(hf_refcnt(a), count);
                assert_content_n(a, contents[c].utf8, contents[c].size);
                assert_content_n(b, contents[c].utf8, contents[c].size);
            }
        }
    }
}

/* ---- append and concat, in all combinations of their operands. */

/* joined calls one of the four functions; it consumes |left|. */
enum { APPEND, APPEND_UTF8, CONCAT, CONCAT_UTF8, HOWS };
static hf_str joined(int how, hf_str left, hf_str_borrowed right,
                     const struct content *c)
{
    hf_str result = hf_null(str);
    switch (how) {
    case APPEND:
        return hf_str_append(left, right);
    case APPEND_UTF8:
        return hf_str_append_utf8_n(left, c->utf8, c->size);
    case CONCAT:
        result = hf_str_concat(hf_borrow(left), right);
        break;
    case CONCAT_UTF8:
        result = hf_str_concat_utf8_n(hf_borrow(left), c->utf8, c->size);
        break;
    }
    hf_decref(left);
    return result;
}

/* check_joined joins |l| and |r|, the left operand being the only reference or
 * not. */
static void check_joined(int how, const struct content *l, text_form lform,
                         const struct content *r, text_form rform, bool shared)
{
    char expected[200];
    memcpy(expected, l->utf8, (size_t)l->size);
    memcpy(expected + l->size, r->utf8, (size_t)r->size);

    hf_str left = text_as(lform, l->utf8, l->size);
    hf_auto(str, right, text_as(rform, r->utf8, r->size));
    hf_auto(str, other, shared ? hf_incref(left) : hf_null(str));
    Py_ssize_t right_count = hf_refcnt(right);

    hf_str result = joined(how, hf_move(&left), hf_borrow(right), r);
    assert_no_error();
    if (shared) {
        assert_content_n(other, l->utf8, l->size);
        if (is_fresh(l, lform)) {
            assert_int_equal(hf_refcnt(other),
                             1 + (hf_as_raw(result) == hf_as_raw(other)));
        }
    }
    assert_content_n(right, r->utf8, r->size);
    bool given = hf_as_raw(result) == hf_as_raw(right);
    assert_true(!given || l->size == 0 || r->size == 0);
    if (is_fresh(r, rform)) {
        assert_int_equal(hf_refcnt(right), right_count + given);
    }
    if (l->size > 0 && r->size > 0) {
        assert_int_equal(hf_refcnt(result), 1);
    }
    assert_makes_n(result, expected, l->size + r->size);
}

static void check_all_joined(int how)
{
    for (size_t l = 0; l < COUNT(contents); l++) {
        for (size_t r = 0; r < COUNT(contents); r++) {
            if ((how == APPEND_UTF8 || how == CONCAT_UTF8) &&
                !contents[r].encodable) {
                continue;
            }
            for (text_form lform = PLAIN; lform < TEXT_FORMS; lform++) {
                for (text_form rform = PLAIN; rform < TEXT_FORMS; rform++) {
                    check_joined(how, &contents[l], lform, &contents[r], rform,
                                 false);
                    check_joined(how, &contents[l], lform, &contents[r], rform,
                                 true);
                }
            }
        }
    }
}

static void append_joins_every_kind_and_form(void)
{
    check_all_joined(APPEND);
}

static void append_utf8_joins_every_kind_and_form(void)
{
    check_all_joined(APPEND_UTF8);
}

static void concat_joins_every_kind_and_form(void)
{
    check_all_joined(CONCAT);
}

static void concat_utf8_joins_every_kind_and_form(void)
{
    check_all_joined(CONCAT_UTF8);
}

static void str_may_stand_on_both_sides(void)
{
    for (size_t c = 0; c < COUNT(contents); c++) {
        for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
            for (int others = 0; others < 3; others++) {
                for (int how = APPEND; how <= CONCAT; how += CONCAT - APPEND) {
                    char twice[200];
                    Py_ssize_t size = contents[c].size;
                    memcpy(twice, contents[c].utf8, (size_t)size);
                    memcpy(twice + size, contents[c].utf8, (size_t)size);
                    hf_str s = text_as(form, contents[c].utf8, size);
                    hf_auto(str, one, others > 0 ? hf_incref(s) : hf_null(str));
                    hf_auto(str, two, others > 1 ? hf_incref(s) : hf_null(str));
                    hf_str_borrowed alias = hf_borrow(s);
                    hf_str result = joined(how, s, alias, NULL);
                    if (others > 0) {
                        assert_content_n(one, contents[c].utf8, size);
                        if (size > 0 && is_fresh(&contents[c], form)) {
                            assert_int_equal(hf_refcnt(one), others);
                        }
                    }
                    assert_makes_n(result, twice, 2 * size);
                }
            }
        }
    }
}

/* A view of the left operand as the right one, from |at| on. */
static void append_utf8_takes_a_view_of_its_left_side(void)
{
    for (size_t c = 0; c < COUNT(contents); c++) {
        for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
            for (int how = APPEND_UTF8; how <= CONCAT_UTF8;
                 how += CONCAT_UTF8 - APPEND_UTF8) {
                for (int shared = 0; shared < 2; shared++) {
                    if (!contents[c].encodable) {
                        continue;
                    }
                    char twice[200];
                    Py_ssize_t size = contents[c].size;
                    memcpy(twice, contents[c].utf8, (size_t)size);
                    memcpy(twice + size, contents[c].utf8, (size_t)size);
                    hf_str s = text_as(form, contents[c].utf8, size);
                    hf_auto(str, other, shared ? hf_incref(s) : hf_null(str));
                    hf_utf8 view;
                    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
                    const struct content right = {view.data, view.size, true};
                    assert_makes_n(
                        joined(how, s, hf_null(str_borrowed), &right), twice,
                        2 * size);
                }
            }
        }
    }
}

static void append_utf8_takes_the_end_of_a_view_of_its_left_side(void)
{
    hf_str s = text("abcd");
    hf_utf8 view;
    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
    s = hf_str_append_utf8_n(s, view.data + 3, 1);
    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
    s = hf_str_append_utf8_n(s, view.data + 5, 0);
    assert_makes(s, "abcdd");
    s = text("h\xc3\xa9!");
    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
    assert_makes(hf_str_append_utf8(s, view.data + 1), "h\xc3\xa9!\xc3\xa9!");
}

static void append_utf8_takes_one_byte_kind_data_of_its_left_side(void)
{
    /* Not a view, but bytes in the same object: Latin-1 that is ASCII here. */
    hf_str s = text("abc\xc3\xa9");
    const char *data = PyUnicode_DATA(hf_as_raw(s));
    assert_makes(hf_str_append_utf8_n(s, data, 3), "abc\xc3\xa9"
                                                   "abc");
}

static void append_utf8_joins_long_text(void)
{
    /* Beyond some size the layer leaves decoding to CPython. Where that may
     * be, and around it: */
    const Py_ssize_t edges[] = {1 << 6, 1 << 8, 1 << 12, 1 << 16};
    const char *letters[] = {"a", "\xc3\xa9", "\xe2\x82\xac",
                             "\xf0\x9f\x98\x80"};
    static char utf8[2 + 2 * ((1 << 16) + 8)] = "ab";
    for (size_t i = 0; i < COUNT(letters) * COUNT(edges); i++) {
        const char *letter = letters[i % COUNT(letters)];
        Py_ssize_t bytes = (Py_ssize_t)strlen(letter);
        Py_ssize_t edge = edges[i / COUNT(letters)];
        for (Py_ssize_t size = edge - 8; size <= edge + 8; size++) {
            Py_ssize_t whole = size / bytes * bytes;
            for (Py_ssize_t at = 0; at < whole; at++) {
                utf8[2 + at] = letter[at % bytes];
            }
            memcpy(utf8 + 2 + whole, utf8 + 2, (size_t)whole);
            const struct content c = {utf8 + 2, whole, true};
            assert_makes_n(hf_str_from_utf8_n(c.utf8, c.size), c.utf8, c.size);
            for (int how = APPEND_UTF8; how <= CONCAT_UTF8;
                 how += CONCAT_UTF8 - APPEND_UTF8) {
                assert_makes_n(
                    joined(how, text("ab"), hf_null(str_borrowed), &c), utf8,
                    2 + whole);
                hf_str s = text_n(c.utf8, c.size);
                hf_utf8 view;
                assert_true(hf_str_as_utf8(hf_borrow(s), &view));
                const struct content self = {view.data, view.size, true};
                assert_makes_n(joined(how, s, hf_null(str_borrowed), &self),
                               c.utf8, 2 * whole);
            }
        }
    }
}

static void empty_operands_give_the_other_one_itself(void)
{
    for (size_t c = 0; c < COUNT(contents); c++) {
        if (!is_fresh(&contents[c], PLAIN)) {
            continue;
        }
        hf_auto(str, empty, text(""));
        hf_auto(str, x, text_as(PLAIN, contents[c].utf8, contents[c].size));
        hf_str results[] = {
            hf_str_append(hf_incref(empty), hf_borrow(x)),
            hf_str_append(hf_incref(x), hf_borrow(empty)),
            hf_str_append_utf8(hf_incref(x), ""),
            hf_str_append_utf8_n(hf_incref(x), NULL, 0),
            hf_str_concat(hf_borrow(empty), hf_borrow(x)),
            hf_str_concat(hf_borrow(x), hf_borrow(empty)),
            hf_str_concat_utf8(hf_borrow(x), ""),
        };
        assert_int_equal(hf_refcnt(x), 1 + COUNT(results));
        for (size_t i = 0; i < COUNT(results); i++) {
            assert_same(results[i], x);
            hf_decref(results[i]);
        }
    }
}

static void empty_operands_give_an_exact_copy_of_a_subclass(void)
{
    hf_auto(str, empty, text_as(SUBCLASS, "", 0));
    hf_auto(str, x, text_as(SUBCLASS, "ab", 2));
    assert_makes(hf_str_append(hf_incref(empty), hf_borrow(x)), "ab");
    assert_makes(hf_str_append(hf_incref(x), hf_borrow(empty)), "ab");
    assert_makes(hf_str_append_utf8(hf_incref(x), ""), "ab");
    assert_makes(hf_str_concat(hf_borrow(empty), hf_borrow(x)), "ab");
    assert_makes(hf_str_concat(hf_borrow(x), hf_borrow(empty)), "ab");
    assert_makes(hf_str_concat_utf8(hf_borrow(x), ""), "ab");
    assert_makes(hf_str_append(hf_incref(empty), hf_borrow(empty)), "");
    assert_int_equal(hf_refcnt(x), 1);
    assert_int_equal(hf_refcnt(empty), 1);
}

static void append_to_the_only_reference_grows_it_in_place(void)
{
    const char *pieces[] = {"ab", "h\xc3\xa9", "\xe2\x82\xac!",
                            "\xf0\x9f\x98\x80!"};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        for (int how = APPEND; how <= APPEND_UTF8; how++) {
            hf_str s = text(pieces[i]);
            hf_auto(str, right, text("cd"));
            const struct content c = {"cd", 2, true};
            size_t made = allocations_made();
            s = joined(how, s, hf_borrow(right), &c);
            assert_int_equal(allocations_made(), made);
            hf_decref(s);
        }
    }
}

static void append_of_wider_text_to_a_shared_str_leaves_it(void)
{
    hf_str s = text("ab");
    hf_auto(str, other, hf_incref(s));
    s = hf_str_append_utf8(s, "\xf0\x9f\x98\x80");
    s = hf_str_append_utf8(s, "z");
    assert_text(other, "ab");
    assert_makes(s, "ab\xf0\x9f\x98\x80z");
}

static void chain_of_nulls_is_checked_once_at_its_end(void)
{
    hf_str s = hf_str_from_utf8("Hello \xff");
    hf_auto(str, x, text("ab"));
    s = hf_str_append_utf8(s, "1, ");
    s = hf_str_append(s, hf_borrow(x));
    s = hf_str_concat(hf_borrow(s), hf_borrow(x));
    s = hf_str_substring(hf_borrow(s), 0, 3);
    assert_true(hf_is_null(s));
    assert_raised(PyExc_UnicodeDecodeError, NULL);
    assert_int_equal(hf_refcnt(x), 1);
}

/* The release of the left operand, of a subclass, runs Python code that drops
 * the last reference to the right one. */
static hf_str right_owner;

static PyObject *drop(PyObject *self, PyObject *arguments)
{
    (void)self;
    (void)arguments;
    hf_clear(&right_owner);
    Py_RETURN_NONE;
}

static void right_side_may_die_with_a_subclass_on_the_left(void)
{
    static PyMethodDef method = {"drop", drop, METH_NOARGS, NULL};
    python_hook(&method);
    python_run("class Sub(str):\n"
               "    def __del__(self): drop()\n");
    const char *rights[] = {"cdefgh", "h\xc3\xa9", "\xf0\x9f\x98\x80!"};
    for (size_t i = 0; i < COUNT(rights); i++) {
        for (int empty = 0; empty < 2; empty++) {
            char expected[20];
            strcpy(expected, empty ? "" : "ab");
            strcat(expected, rights[i]);
            hf_str left = text_as(SUBCLASS, "ab", empty ? 0 : 2);
            right_owner = text(rights[i]);
            hf_str_borrowed right = hf_borrow(right_owner);
            hf_str result = hf_str_append(left, right);
            assert_true(hf_is_null(right_owner));
            assert_makes_n(result, expected, (Py_ssize_t)strlen(expected));

            left = text_as(SUBCLASS, "ab", empty ? 0 : 2);
            right_owner = text(rights[i]);
            hf_utf8 view;
            assert_true(hf_str_as_utf8(hf_borrow(right_owner), &view));
            result = hf_str_append_utf8_n(left, view.data, view.size);
            assert_true(hf_is_null(right_owner));
            assert_makes_n(result, expected, (Py_ssize_t)strlen(expected));
        }
    }
}

/* ---- Making. */

static void from_utf8_makes_what_the_bytes_say(void)
{
    for (size_t c = 0; c < COUNT(contents); c++) {
        if (contents[c].encodable) {
            assert_makes_n(
                hf_str_from_utf8_n(contents[c].utf8, contents[c].size),
                contents[c].utf8, contents[c].size);
        }
    }
    assert_makes(hf_str_from_utf8("h\xc3\xa9\0x"), "h\xc3\xa9");
    assert_makes(hf_str_from_utf8_n(NULL, 0), "");
    assert_makes(hf_str_from_utf8_n("ab", 0), "");
}

/* refusal is what CPython raises for these bytes: type, start, end, reason. */
static hf_object refusal(const char *utf8, Py_ssize_t size)
{
    assert_null(PyUnicode_DecodeUTF8(utf8, size, NULL));
    hf_exception e = hf_error_fetch();
    PyObject *args = PyObject_GetAttrString(hf_as_raw(e), "args");
    hf_decref(e);
    return hf_object_from_owned(args);
}

static void assert_refused_as_by_cpython(bool result, const char *utf8,
                                         Py_ssize_t size)
{
    assert_false(result);
    assert_true(hf_error_matches(PyExc_UnicodeDecodeError));
    hf_auto(exception, e, hf_error_fetch());
    hf_auto(object, args, hf_object_getattr_utf8(hf_as_object(e), "args"));
    hf_auto(object, expected, refusal(utf8, size));
    bool equal;
    assert_true(answered(hf_object_equal(hf_borrow(args), hf_borrow(expected)), &equal));
    assert_true(equal);
}

static void invalid_utf8_raises_with_cpythons_positions(void)
{
    const struct content bad[] = {
        {BYTES("\xff"), 0},
        {BYTES("ab\xc3"), 0},
        {BYTES("ab\xc3zz"), 0},
        {BYTES("\xe2\x82"), 0},
        {BYTES("a\xed\xa0\x80"), 0}, /* a surrogate */
        {BYTES("\xc0\x80"), 0},      /* overlong */
        {BYTES("\xf4\x90\x80\x80"), 0},
        {BYTES("h\xc3\xa9\x80\xc3\xa9"), 0},
        {BYTES("\xf0\x9f\x98\x80\xf0\x9f\x98"), 0},
    };
    static char big[200000];
    memset(big, 'a', sizeof(big));
    big[sizeof(big) - 5] = '\xff';
    for (size_t i = 0; i <= COUNT(bad); i++) {
        bool last = i == COUNT(bad);
        const char *utf8 = last ? big : bad[i].utf8;
        Py_ssize_t size = last ? (Py_ssize_t)sizeof(big) : bad[i].size;
        for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
            hf_auto(str, s, text_as(form, "xy", 2));
            Py_ssize_t count = hf_refcnt(s);
            assert_refused_as_by_cpython(done(hf_str_from_utf8_n(utf8, size)),
                                         utf8, size);
            assert_refused_as_by_cpython(
                done(hf_str_append_utf8_n(hf_incref(s), utf8, size)), utf8,
                size);
            assert_refused_as_by_cpython(
                done(hf_str_concat_utf8_n(hf_borrow(s), utf8, size)), utf8,
                size);
            bool equal = true;
            assert_true(answered(hf_str_equal_utf8_n(hf_borrow(s), utf8, size), &equal));
            assert_false(equal);
            assert_int_equal(hf_refcnt(s), count);
            pend();
            assert_false(done(hf_str_from_utf8_n(utf8, size)));
            assert_false(done(hf_str_append_utf8_n(hf_incref(s), utf8, size)));
            assert_pending();
            assert_int_equal(hf_refcnt(s), count);
            assert_content_n(s, "xy", 2);
        }
    }
}

/* utf8_calls makes all calls with this pointer and size. */
static void utf8_calls(const char *utf8, Py_ssize_t size, PyObject *type,
                       const char *const messages[4])
{
    hf_auto(str, s, text("ab"));
    bool equal = true;
    assert_fails(hf_str_from_utf8_n(utf8, size), type, messages[0]);
    assert_fails(hf_str_append_utf8_n(hf_incref(s), utf8, size), type,
                 messages[1]);
    assert_fails(hf_str_concat_utf8_n(hf_borrow(s), utf8, size), type,
                 messages[2]);
    if (type != PyExc_MemoryError) {
        assert_refused(answered(hf_str_equal_utf8_n(hf_borrow(s), utf8, size), &equal),
                       type, messages[3]);
        assert_false(equal);
    }
    pend();
    assert_false(done(hf_str_from_utf8_n(utf8, size)));
    assert_false(done(hf_str_append_utf8_n(hf_incref(s), utf8, size)));
    assert_false(done(hf_str_concat_utf8_n(hf_borrow(s), utf8, size)));
    assert_pending();
    assert_int_equal(hf_refcnt(s), 1);
    assert_text(s, "ab");
}

static void negative_sizes_raise_overflow_error(void)
{
#define SAYS                                                                   \
    " is no size: it is negative, or was more than a Py_ssize_t can "          \
    "hold"
    const char *const messages[] = {
        "hf_str_from_utf8_n: -1" SAYS, "hf_str_append_utf8_n: -1" SAYS,
        "hf_str_concat_utf8_n: -1" SAYS, "hf_str_equal_utf8_n: -1" SAYS};
    utf8_calls("ab", -1, PyExc_OverflowError, messages);
    utf8_calls(NULL, -1, PyExc_OverflowError, messages);
    utf8_calls("ab", PY_SSIZE_T_MIN, PyExc_OverflowError,
               (const char *const[4]){NULL});
}

static void null_pointers_raise_system_error(void)
{
#define IS_NULL ": the UTF-8 pointer is NULL"
    const char *const messages[] = {
        "hf_str_from_utf8_n" IS_NULL, "hf_str_append_utf8_n" IS_NULL,
        "hf_str_concat_utf8_n" IS_NULL, "hf_str_equal_utf8_n" IS_NULL};
    utf8_calls(NULL, 5, PyExc_SystemError, messages);
    const char *volatile null = NULL;
    hf_auto(str, s, text("ab"));
    assert_fails(hf_str_from_utf8(null), PyExc_SystemError, messages[0]);
    assert_fails(hf_str_append_utf8(hf_incref(s), null), PyExc_SystemError,
                 messages[1]);
    assert_fails(hf_str_concat_utf8(hf_borrow(s), null), PyExc_SystemError,
                 messages[2]);
    assert_refused(answered(hf_str_equal_utf8(hf_borrow(s), null), &bool_out),
                   PyExc_SystemError, messages[3]);
    assert_int_equal(hf_refcnt(s), 1);
}

static void sizes_that_no_memory_has_raise_memory_error(void)
{
    const char *const messages[4] = {NULL};
    utf8_calls("ab", PY_SSIZE_T_MAX, PyExc_MemoryError, messages);
    utf8_calls("ab", PY_SSIZE_T_MAX - 1, PyExc_MemoryError, messages);
    utf8_calls("\xc3\xa9", PY_SSIZE_T_MAX / 2, PyExc_MemoryError, messages);
}

static void from_code_point_makes_each_kind(void)
{
    const struct {
        Py_UCS4 code_point;
        const char *utf8;
        Py_ssize_t size;
    } cases[] = {
        {0, BYTES("\0")},
        {'a', BYTES("a")},
        {0x7F, BYTES("\x7f")},
        {0x80, BYTES("\xc2\x80")},
        {0xFF, BYTES("\xc3\xbf")},
        {0x100, BYTES("\xc4\x80")},
        {0xD800, BYTES("\xed\xa0\x80")},
        {0xFFFF, BYTES("\xef\xbf\xbf")},
        {0x10000, BYTES("\xf0\x90\x80\x80")},
        {0x10FFFF, BYTES("\xf4\x8f\xbf\xbf")},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_makes_n(hf_str_from_code_point(cases[i].code_point),
                       cases[i].utf8, cases[i].size);
    }
}

static void from_code_point_beyond_the_last_raises_value_error(void)
{
    assert_fails(hf_str_from_code_point(0x110000), PyExc_ValueError,
                 "0x110000 is no code point: they end at 0x10FFFF");
    assert_fails(hf_str_from_code_point(0xFFFFFFFF), PyExc_ValueError,
                 "0xffffffff is no code point: they end at 0x10FFFF");
    pend();
    assert_false(done(hf_str_from_code_point(0x110000)));
    assert_pending();
}

static void format_makes_what_cpython_does(void)
{
    hf_auto(str, s, text("h\xc3\xa9"));
    assert_makes(hf_str_format("%d %s %U %R", 3, "\xe2\x82\xac", hf_as_raw(s),
                               hf_as_raw(s)),
                 "3 \xe2\x82\xac h\xc3\xa9 'h\xc3\xa9'");
    assert_makes(hf_str_format("%s", ""), "");
    assert_int_equal(hf_refcnt(s), 1);
}

/* It takes no argument: CPython copies the rest, or refuses it. */
static void a_percent_behind_flags_is_what_cpython_says(void)
{
    const char *const formats[] = {"%-%d%s", "%l%d%s", "%.3%s"};
    assert_fails(hf_str_format("%5%%s", 7), PyExc_SystemError,
                 "hf_str_format: %s is given an int: argument 1 of the format "
                 "\"%5%%s\"");
    for (size_t i = 0; i < COUNT(formats); i++) {
        hf_auto(str, wanted,
                hf_str_from_owned(PyUnicode_FromFormat(formats[i], 7, "text")));
        if (hf_is_null(wanted)) {
            assert_raised(PyExc_SystemError, NULL);
            assert_fails(hf_str_format(formats[i], 7, "text"),
                         PyExc_SystemError, NULL);
        } else {
            const char *utf8 = PyUnicode_AsUTF8(hf_as_raw(wanted));
            assert_makes_n(hf_str_format(formats[i], 7, "text"), utf8,
                           (Py_ssize_t)strlen(utf8));
        }
    }
}

static void format_refuses_what_is_null(void)
{
    hf_auto(str, s, text("kelp"));
    hf_decref(hf_move(&s)); /* and s is null */
    PyObject *raw = NULL;
    const char *utf8 = NULL;
    assert_fails(hf_str_format("%d: %U", 1, s), PyExc_SystemError,
                 "hf_str_format: %U is given NULL (was it moved out, or not "
                 "given?): argument 2 of the format \"%d: %U\"");
    assert_fails(hf_str_format("%lld %ld %R", 1LL, 2L, raw), PyExc_SystemError,
                 "hf_str_format: %R is given NULL (was it moved out, or not "
                 "given?): argument 3 of the format \"%lld %ld %R\"");
    assert_fails(hf_str_format("%.*s", 1, utf8), PyExc_SystemError,
                 "hf_str_format: %s is given NULL (was it moved out, or not "
                 "given?): argument 2 of the format \"%.*s\"");
    hf_str_builder b = {0};
    hf_str_builder_append_format(&b, "%S", s);
    assert_fails(hf_str_builder_finish(&b), PyExc_SystemError, NULL);
    assert_makes(hf_str_format("%V %V", s, "it", raw, "is"), "it is");
}

static void format_runs_no_python_while_an_exception_is_pending(void)
{
    python_run("ran = 0\n"
               "class C:\n"
               "    def __repr__(self):\n"
               "        global ran\n"
               "        ran += 1\n"
               "        return 'c'\n");
    hf_auto(object, c, python_eval("C()"));
    pend();
    assert_false(done(hf_str_format("%R", hf_as_raw(c))));
    assert_pending();
    assert_int_equal(python_long("ran"), 0);
    assert_makes(hf_str_format("%R", hf_as_raw(c)), "c");
    assert_int_equal(python_long("ran"), 1);
}

static void format_passes_on_what_repr_raises(void)
{
    python_run("class C:\n"
               "    def __repr__(self): raise OSError('repr')\n");
    hf_auto(object, c, python_eval("C()"));
    assert_fails(hf_str_format("%d%R", 3, hf_as_raw(c)), PyExc_OSError, "repr");
}

/* ---- Asking. */

static void length_counts_code_points(void)
{
    const Py_ssize_t lengths[] = {0, 1, 1, 2, 4, 3, 2, 2, 2, 48};
    for (size_t c = 0; c < COUNT(contents); c++) {
        hf_auto(str, s, text_n(contents[c].utf8, contents[c].size));
        Py_ssize_t length;
        assert_true(hf_str_length(hf_borrow(s), &length));
        assert_int_equal(length, lengths[c]);
    }
    Py_ssize_t length = 5;
    assert_refused(hf_str_length(hf_null(str_borrowed), &length),
                   PyExc_SystemError, no_handle("hf_str_length", "str"));
    assert_int_equal(length, -1);
}

static void view_has_the_bytes_and_a_nul_after_them(void)
{
    for (size_t c = 0; c < COUNT(contents); c++) {
        for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
            hf_auto(str, s, text_as(form, contents[c].utf8, contents[c].size));
            hf_utf8 view = {"x", 1}, again;
            if (!contents[c].encodable) {
                assert_refused(hf_str_as_utf8(hf_borrow(s), &view),
                               PyExc_UnicodeEncodeError, NULL);
                assert_null(view.data);
                assert_int_equal(view.size, -1);
                pend();
                assert_false(hf_str_as_utf8(hf_borrow(s), &view));
                assert_pending();
                continue;
            }
            assert_true(hf_str_as_utf8(hf_borrow(s), &view));
            assert_int_equal(view.size, contents[c].size);
            assert_memory_equal(view.data, contents[c].utf8,
                                (size_t)view.size + 1);
            assert_true(hf_str_as_utf8(hf_borrow(s), &again));
#ifdef HF_CHECKED
            assert_memory_equal(again.data, view.data, (size_t)view.size + 1);
#else
            assert_ptr_equal(again.data, view.data);
#endif
        }
    }
    hf_utf8 view = {"x", 1};
    assert_refused(hf_str_as_utf8(hf_null(str_borrowed), &view),
                   PyExc_SystemError, NULL);
    assert_null(view.data);
    assert_int_equal(view.size, -1);
}

static void equal_and_compare_agree_with_python(void)
{
    for (size_t i = 0; i < COUNT(contents) * TEXT_FORMS; i++) {
        for (size_t j = 0; j < COUNT(contents) * TEXT_FORMS; j++) {
            const struct content *a = &contents[i % COUNT(contents)];
            const struct content *b = &contents[j % COUNT(contents)];
            text_form aform = (text_form)(i / COUNT(contents));
            text_form bform = (text_form)(j / COUNT(contents));
            hf_auto(str, x, text_as(aform, a->utf8, a->size));
            hf_auto(str, y, text_as(bform, b->utf8, b->size));
            bool equal = a != b;
            assert_true(answered(hf_str_equal(hf_borrow(x), hf_borrow(y)), &equal));
            assert_int_equal(equal, a == b);
            int order = 7;
            assert_true(hf_str_compare(hf_borrow(x), hf_borrow(y), &order));
            /* UTF-8 has the order of the code points. */
            size_t size = (size_t)Py_MIN(a->size, b->size);
            int expected = memcmp(a->utf8, b->utf8, size);
            if (expected == 0) {
                expected = (a->size > b->size) - (a->size < b->size);
            }
            assert_int_equal(order, (expected > 0) - (expected < 0));
            equal = a != b;
            assert_true(
                answered(hf_str_equal_utf8_n(hf_borrow(x), b->utf8, b->size), &equal));
            assert_int_equal(equal, a == b && a->encodable);
        }
    }
}

static void equal_sees_a_difference_anywhere(void)
{
    const char *letters[] = {"a", "\xc3\xa9", "\xe2\x82\xac",
                             "\xf0\x9f\x98\x80"};
    for (size_t kind = 0; kind < COUNT(letters); kind++) {
        char utf8[200] = "";
        for (int i = 0; i < 20; i++) {
            strcat(utf8, letters[kind]);
        }
        size_t size = strlen(letters[kind]);
        hf_auto(str, x, text(utf8));
        for (size_t i = 0; i < 20; i++) {
            char other[200];
            strcpy(other, utf8);
            other[(i + 1) * size - 1]++; /* the next code point */
            hf_auto(str, y, text(other));
            bool equal = true;
            assert_true(answered(hf_str_equal(hf_borrow(x), hf_borrow(y)), &equal));
            assert_false(equal);
            equal = true;
            assert_true(answered(hf_str_equal_utf8(hf_borrow(x), other), &equal));
            assert_false(equal);
            other[(i + 1) * size] = '\0'; /* shorter */
            other[(i + 1) * size - 1]--;
            assert_true(answered(hf_str_equal_utf8(hf_borrow(x), other), &equal));
            assert_int_equal(equal, i == 19);
            strcat(other, "z"); /* longer, at the end */
            assert_true(answered(hf_str_equal_utf8(hf_borrow(x), other), &equal));
            assert_false(equal);
        }
    }
}

static void substring_is_a_slice(void)
{
    for (size_t c = 0; c < COUNT(contents); c++) {
        for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
            hf_auto(str, s, text_as(form, contents[c].utf8, contents[c].size));
            hf_auto(str, plain, text_n(contents[c].utf8, contents[c].size));
            for (Py_ssize_t start = 0; start < 6; start++) {
                for (Py_ssize_t end = 0; end < 6; end++) {
                    PyObject *expected = PySequence_GetSlice(hf_as_raw(plain),
                                                             start, end);
                    hf_str result = hf_str_substring(hf_borrow(s), start, end);
                    assert_false(hf_is_null(result));
                    assert_int_equal(
                        PyUnicode_Compare(hf_as_raw(result), expected), 0);
                    assert_true(PyUnicode_CheckExact(hf_as_raw(result)));
                    assert_true(hf_str_is_valid(hf_borrow(result), HF_DEPTH_DEEP));
                    hf_decref(result);
                    Py_DECREF(expected);
                }
            }
        }
    }
    hf_auto(str, s, text("abcd"));
    assert_makes(hf_str_substring(hf_borrow(s), 1, PY_SSIZE_T_MAX), "bcd");
    assert_makes(hf_str_substring(hf_borrow(s), PY_SSIZE_T_MAX, PY_SSIZE_T_MAX),
                 "");
}

static void substring_of_all_is_the_str_itself(void)
{
    hf_auto(str, s, text("abcd"));
    hf_auto(str, result, hf_str_substring(hf_borrow(s), 0, 9));
    assert_same(result, s);
    assert_int_equal(hf_refcnt(s), 2);
}

static void substring_refuses_negative_indexes(void)
{
    hf_auto(str, s, text("abcd"));
    assert_fails(hf_str_substring(hf_borrow(s), -1, 2), PyExc_IndexError,
                 "hf_str_substring: index -1 is negative");
    assert_fails(hf_str_substring(hf_borrow(s), 1, -2), PyExc_IndexError,
                 "hf_str_substring: index -2 is negative");
    pend();
    assert_false(done(hf_str_substring(hf_borrow(s), -1, 2)));
    assert_pending();
}

static void find_agrees_with_python(void)
{
    const char *texts[] = {"", "abcab", "h\xc3\xa9h\xc3\xa9",
                           "\xe2\x82\xac"
                           "ab\xe2\x82\xac",
                           "\xf0\x9f\x98\x80"
                           "ab"};
    const char *needles[] = {"",
                             "a",
                             "b",
                             "ab",
                             "\xc3\xa9",
                             "\xe2\x82\xac",
                             "\xf0\x9f\x98\x80",
                             "nope",
                             "h\xc3\xa9h"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        for (size_t j = 0; j < COUNT(needles) * TEXT_FORMS; j++) {
            hf_auto(str, s, text(texts[i]));
            const char *utf8 = needles[j % COUNT(needles)];
            hf_auto(str, needle,
                    text_as((text_form)(j / COUNT(needles)), utf8,
                            (Py_ssize_t)strlen(utf8)));
            for (Py_ssize_t start = -7; start < 7; start++) {
                for (Py_ssize_t end = -7; end < 7; end++) {
                    PyObject *expected = PyObject_CallMethod(
                        hf_as_raw(s), "find", "Onn", hf_as_raw(needle), start,
                        end);
                    Py_ssize_t at = 77;
                    hf_lookup found = hf_str_find(
                        hf_borrow(s), hf_borrow(needle), start, end, &at);
                    assert_int_equal(at, PyLong_AsSsize_t(expected));
                    assert_int_equal(hf_status(found), at < 0 ? MISSING : FOUND);
                    Py_DECREF(expected);
                }
            }
        }
    }
    assert_no_error();
    Py_ssize_t at = 3;
    hf_auto(str, s, text("ab"));
    assert_int_equal(hf_status(hf_str_find(hf_borrow(s), hf_null(str_borrowed), 0, 1, &at)), FAILED);
    assert_raised(PyExc_SystemError, NULL);
    assert_int_equal(at, -1);
}

/* ---- The validity predicate: of strs that are broken on purpose. */

static void is_valid_is_false_for_what_is_no_str(void)
{
    hf_auto(object, n, number(1));
    assert_false(hf_str_is_valid(hf_null(str_borrowed), HF_DEPTH_CHEAP));
    assert_false(hf_str_is_valid(hf_str_from_borrowed(hf_as_raw(n)), HF_DEPTH_DEEP));
    assert_no_error();
}

static void is_valid_is_true_for_every_kind_and_form(void)
{
    for (size_t c = 0; c < COUNT(contents); c++) {
        for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
            hf_auto(str, s, text_as(form, contents[c].utf8, contents[c].size));
            assert_true(hf_str_is_valid(hf_borrow(s), HF_DEPTH_CHEAP));
            assert_true(hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP));
        }
    }
}

static void is_valid_sees_a_missing_nul(void)
{
    const char *texts[] = {"ab", "h\xc3\xa9", "\xe2\x82\xac!",
                           "\xf0\x9f\x98\x80!"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        hf_auto(str, s, text(texts[i]));
        PyObject *raw = hf_as_raw(s);
        int kind = (int)PyUnicode_KIND(raw);
        PyUnicode_WRITE(kind, PyUnicode_DATA(raw), 2, 'z');
        assert_false(hf_str_is_valid(hf_borrow(s), HF_DEPTH_CHEAP));
        PyUnicode_WRITE(kind, PyUnicode_DATA(raw), 2, 0);
        assert_true(hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP));
    }
}

static void is_valid_sees_a_kind_that_is_not_the_narrowest(void)
{
    const Py_UCS4 maxchars[] = {0x7F, 0xFF, 0xFFFF, 0x10FFFF};
    for (size_t i = 0; i < COUNT(maxchars); i++) {
        for (size_t j = 0; j < COUNT(maxchars); j++) {
            hf_auto(str, s, hf_str_from_owned(PyUnicode_New(2, maxchars[i])));
            PyObject *raw = hf_as_raw(s);
            int kind = (int)PyUnicode_KIND(raw);
            PyUnicode_WRITE(kind, PyUnicode_DATA(raw), 0, 'a');
            Py_UCS4 c = maxchars[j] == 0x7F ? 'b' : maxchars[j];
            if (c > (kind == 1 ? 0xFF : kind == 2 ? 0xFFFF : 0x10FFFF)) {
                continue; /* it does not fit */
            }
            PyUnicode_WRITE(kind, PyUnicode_DATA(raw), 1, c);
            assert_true(hf_str_is_valid(hf_borrow(s), HF_DEPTH_CHEAP));
            assert_int_equal(hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP), i == j);
        }
    }
}

static void is_valid_sees_a_stale_hash_and_stale_utf8(void)
{
    hf_auto(str, s, text_as(HASHED, "ab", 2));
    PyUnicode_WRITE(PyUnicode_1BYTE_KIND, PyUnicode_DATA(hf_as_raw(s)), 0, 'x');
    assert_false(hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP));
    hf_auto(str, t, text_as(ENCODED, "h\xc3\xa9", 3));
    PyUnicode_WRITE(PyUnicode_1BYTE_KIND, PyUnicode_DATA(hf_as_raw(t)), 0, 'x');
    assert_false(hf_str_is_valid(hf_borrow(t), HF_DEPTH_DEEP));
    assert_true(hf_str_is_valid(hf_borrow(t), HF_DEPTH_CHEAP));
}

static void is_valid_sees_code_points_beyond_the_last(void)
{
    hf_auto(str, s, text("\xf0\x9f\x98\x80!"));
    PyUnicode_4BYTE_DATA(hf_as_raw(s))[0] = 0x110000;
    assert_false(hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP));
    PyUnicode_4BYTE_DATA(hf_as_raw(s))[0] = 0x10FFFF;
    assert_true(hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(null_operands_raise_or_keep_what_is_pending),
        TEST(operands_that_are_no_str_raise_type_error),
        TEST(good_operands_keep_what_is_pending),
        TEST(operands_of_every_form_work_and_keep_count_and_content),
        TEST(append_joins_every_kind_and_form),
        TEST(append_utf8_joins_every_kind_and_form),
        TEST(concat_joins_every_kind_and_form),
        TEST(concat_utf8_joins_every_kind_and_form),
        TEST(str_may_stand_on_both_sides),
        TEST(append_utf8_takes_a_view_of_its_left_side),
        TEST(append_utf8_takes_the_end_of_a_view_of_its_left_side),
        TEST(append_utf8_takes_one_byte_kind_data_of_its_left_side),
        TEST(append_utf8_joins_long_text),
        TEST(empty_operands_give_the_other_one_itself),
        TEST(empty_operands_give_an_exact_copy_of_a_subclass),
        TEST(append_to_the_only_reference_grows_it_in_place),
        TEST(append_of_wider_text_to_a_shared_str_leaves_it),
        TEST(chain_of_nulls_is_checked_once_at_its_end),
        TEST(right_side_may_die_with_a_subclass_on_the_left),
        TEST(from_utf8_makes_what_the_bytes_say),
        TEST(invalid_utf8_raises_with_cpythons_positions),
        TEST(negative_sizes_raise_overflow_error),
        TEST(null_pointers_raise_system_error),
        TEST(sizes_that_no_memory_has_raise_memory_error),
        TEST(from_code_point_makes_each_kind),
        TEST(from_code_point_beyond_the_last_raises_value_error),
        TEST(format_makes_what_cpython_does),
        TEST(a_percent_behind_flags_is_what_cpython_says),
        TEST(format_refuses_what_is_null),
        TEST(format_runs_no_python_while_an_exception_is_pending),
        TEST(format_passes_on_what_repr_raises),
        TEST(length_counts_code_points),
        TEST(view_has_the_bytes_and_a_nul_after_them),
        TEST(equal_and_compare_agree_with_python),
        TEST(equal_sees_a_difference_anywhere),
        TEST(substring_is_a_slice),
        TEST(substring_of_all_is_the_str_itself),
        TEST(substring_refuses_negative_indexes),
        TEST(find_agrees_with_python),
        TEST(is_valid_is_false_for_what_is_no_str),
        TEST(is_valid_is_true_for_every_kind_and_form),
        TEST(is_valid_sees_a_missing_nul),
        TEST(is_valid_sees_a_kind_that_is_not_the_narrowest),
        TEST(is_valid_sees_a_stale_hash_and_stale_utf8),
        TEST(is_valid_sees_code_points_beyond_the_last),
    };
    return RUN_TESTS(tests);
}
