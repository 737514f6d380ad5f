/* Every function, with its first allocation failing, then its second, and so
 * on until it succeeds without a failure. Each time what it consumes is
 * released, what it borrows is as before, and the result is null with a
 * MemoryError, or right. */
#include "tests/support.h"

#include <string.h>

static size_t failing; /* the allocation that fails; 0 for none */
static bool fired;
static int variant; /* of the running scenario */

/* arm and disarm stand around the call: CPython must not run out of memory in
 * what the test itself does. */
static void arm(void)
{
    fired = false;
    fail_allocation(failing);
}

static void disarm(void)
{
    fired = end_of_failure();
}

/* same_totals runs |scenario| between two counts. */
static bool same_totals(test_body scenario, totals *before, totals *after)
{
    *before = totals_now();
    scenario();
    assert_no_error();
    *after = totals_now();
    return after->references == before->references &&
           after->blocks == before->blocks;
}

/* sweep_one gives the number of failures that were injected. */
static size_t sweep_one(test_body scenario)
{
    totals before, after;
    failing = 0;
    scenario(); /* warms caches */
    scenario();
    for (failing = 1;; failing++) {
        bool same = same_totals(scenario, &before, &after);
        /* A leak shows each time, and a free list that fills up does not. */
        for (int i = 0; !same && i < 4; i++) {
            same = same_totals(scenario, &before, &after);
        }
        if (!same) {
            fail_msg("variant %d: failure of allocation %zu leaves %+zd "
                     "references and %+zd blocks",
                     variant, failing, after.references - before.references,
                     after.blocks - before.blocks);
        }
        if (!fired) {
            return failing - 1;
        }
    }
}

static void sweep(test_body scenario, int variants, bool allocates)
{
    SKIP_WHERE_CPYTHON_NEEDS_MEMORY();
    size_t injected = 0;
    for (variant = 0; variant < variants; variant++) {
        injected += sweep_one(scenario);
    }
    if ((injected > 0) != allocates) {
        fail_msg("%zu failures were injected", injected);
    }
}

/* ALLOCATES(name, n) { body } is a test of that name, which sweeps the body
 * in n variants. ALLOCATES_NOT is one that must find nothing to fail. */
#define SCENARIO(name, variants, allocates)                                    \
    static void scenario_##name(void);                                         \
    static void name(void)                                                     \
    {                                                                          \
        sweep(scenario_##name, variants, allocates);                           \
    }                                                                          \
    static void scenario_##name(void)
#define ALLOCATES(name, variants) SCENARIO(name, variants, true)
#define ALLOCATES_NOT(name, variants) SCENARIO(name, variants, false)

/* ---- What must hold after the call. */

/* A failure is the one that was injected. */
static void outcome(bool ok)
{
    disarm();
    if (ok || !fired) {
        assert_no_error();
        assert_true(ok);
    } else {
        assert_raised(PyExc_MemoryError, NULL);
    }
}

/* The call fails in any case: with |type|, or for want of memory. */
static void refusal(bool ok, PyObject *type)
{
    disarm();
    assert_false(ok);
    if (fired && hf_error_matches(PyExc_MemoryError)) {
        hf_error_clear();
    } else {
        assert_raised(type, NULL);
    }
}

static void makes_n(hf_str result, const char *utf8, Py_ssize_t size)
{
    bool ok = !hf_is_null(result);
    outcome(ok);
    if (ok) {
        assert_makes_n(result, utf8, size);
    }
}

static void makes(hf_str result, const char *utf8)
{
    makes_n(result, utf8, (Py_ssize_t)strlen(utf8));
}

static void makes_object(hf_object result)
{
    outcome(!hf_is_null(result));
    hf_decref(result);
}

static void refuses(hf_object result, PyObject *type)
{
    bool ok = !hf_is_null(result);
    hf_decref(result);
    refusal(ok, type);
}

/* ---- str. */

static const char *const texts[] = {"ab", "h\xc3\xa9", "\xe2\x82\xac\xdf\xbf",
                                    "\xf0\x9f\x98\x80!", ""};
enum { TEXTS = 4, TEXTS_AND_EMPTY = 5 };

/* make_long fills long_text, with ASCII and |last|, and gives its size. */
static char long_text[1 << 17];
static Py_ssize_t make_long(const char *last)
{
    Py_ssize_t size = (1 << 16) + 10;
    memset(long_text, 'a', (size_t)size);
    strcpy(long_text + size, last);
    return size + (Py_ssize_t)strlen(last);
}

ALLOCATES(from_utf8, TEXTS)
{
    arm();
    makes(hf_str_from_utf8(texts[variant]), texts[variant]);
}

ALLOCATES(from_long_utf8, TEXTS)
{
    Py_ssize_t size = make_long(texts[variant]);
    arm();
    makes_n(hf_str_from_utf8_n(long_text, size), long_text, size);
}

ALLOCATES(from_invalid_utf8, 2)
{
    Py_ssize_t size = make_long("\xff");
    const char *utf8 = long_text + (variant == 0 ? size - 3 : 0);
    arm();
    refuses(hf_into_object(hf_str_from_utf8(utf8)), PyExc_UnicodeDecodeError);
}

ALLOCATES(from_code_point, 2)
{
    arm();
    makes(hf_str_from_code_point(variant ? 0x1F600 : 0x20AC),
          variant ? "\xf0\x9f\x98\x80" : "\xe2\x82\xac");
}

ALLOCATES(from_no_code_point, 1)
{
    arm();
    refuses(hf_into_object(hf_str_from_code_point(0x110000)), PyExc_ValueError);
}

ALLOCATES(format, 1)
{
    hf_auto(str, s, text(texts[1]));
    arm();
    makes(hf_str_format("%d %U %R", 12, hf_as_raw(s), hf_as_raw(s)),
          "12 h\xc3\xa9 'h\xc3\xa9'");
    assert_int_equal(hf_refcnt(s), 1);
}

/* A left and a right operand, in every mixture of form and kind, the left one
 * being the only reference or not. */
typedef struct pair {
    hf_str left, other, right;
    const char *left_utf8, *right_utf8;
    char both[20];
    bool shared, counted;
} pair;
enum { PAIRS = TEXT_FORMS * TEXTS_AND_EMPTY * TEXTS_AND_EMPTY * 2 };

static pair make_pair(void)
{
    pair p = {.shared = variant % 2};
    int n = variant / 2;
    p.left_utf8 = texts[n % TEXTS_AND_EMPTY];
    n /= TEXTS_AND_EMPTY;
    p.right_utf8 = texts[n % TEXTS_AND_EMPTY];
    text_form form = (text_form)(n / TEXTS_AND_EMPTY);
    p.left = text_as(form, p.left_utf8, (Py_ssize_t)strlen(p.left_utf8));
    p.other = p.shared ? hf_incref(p.left) : hf_null(str);
    p.right = text(p.right_utf8);
    p.counted = form != INTERNED && *p.left_utf8 != '\0';
    strcpy(p.both, p.left_utf8);
    strcat(p.both, p.right_utf8);
    return p;
}

/* end_pair checks what is left of the operands. */
static void end_pair(pair *p)
{
    hf_clear(&p->left);
    if (p->shared) {
        assert_content_n(p->other, p->left_utf8,
                         (Py_ssize_t)strlen(p->left_utf8));
        if (p->counted) {
            assert_int_equal(hf_refcnt(p->other), 1);
        }
    }
    assert_content_n(p->right, p->right_utf8,
                     (Py_ssize_t)strlen(p->right_utf8));
    if (*p->right_utf8 != '\0') {
        assert_int_equal(hf_refcnt(p->right), 1);
    }
    hf_clear(&p->other);
    hf_clear(&p->right);
}

ALLOCATES(append, PAIRS)
{
    pair p = make_pair();
    arm();
    makes(hf_str_append(hf_move(&p.left), hf_borrow(p.right)), p.both);
    end_pair(&p);
}

ALLOCATES(append_utf8, PAIRS)
{
    pair p = make_pair();
    arm();
    makes(hf_str_append_utf8(hf_move(&p.left), p.right_utf8), p.both);
    end_pair(&p);
}

ALLOCATES(concat, PAIRS)
{
    pair p = make_pair();
    arm();
    makes(hf_str_concat(hf_borrow(p.left), hf_borrow(p.right)), p.both);
    assert_content_n(p.left, p.left_utf8, (Py_ssize_t)strlen(p.left_utf8));
    end_pair(&p);
}

ALLOCATES(concat_utf8, PAIRS)
{
    pair p = make_pair();
    arm();
    makes(hf_str_concat_utf8(hf_borrow(p.left), p.right_utf8), p.both);
    assert_content_n(p.left, p.left_utf8, (Py_ssize_t)strlen(p.left_utf8));
    end_pair(&p);
}

ALLOCATES(append_of_itself, TEXTS * 2)
{
    const char *utf8 = texts[variant / 2];
    char both[20];
    strcpy(both, utf8);
    strcat(both, utf8);
    hf_str s = text(utf8);
    hf_auto(str, other, variant % 2 ? hf_incref(s) : hf_null(str));
    hf_str_borrowed alias = hf_borrow(s);
    arm();
    makes(hf_str_append(s, alias), both);
    if (variant % 2) {
        assert_content_n(other, utf8, (Py_ssize_t)strlen(utf8));
    }
}

ALLOCATES(append_of_a_view_of_itself, TEXTS)
{
    char both[20];
    strcpy(both, texts[variant]);
    strcat(both, texts[variant]);
    hf_str s = text(texts[variant]);
    hf_utf8 view;
    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
    arm();
    makes(hf_str_append_utf8_n(s, view.data, view.size), both);
}

ALLOCATES(append_of_long_utf8, TEXTS * 2)
{
    Py_ssize_t size = make_long(texts[variant / 2]);
    hf_str s = text_n(long_text, 3);
    hf_auto(str, other, variant % 2 ? hf_incref(s) : hf_null(str));
    arm();
    makes_n(hf_str_append_utf8_n(s, long_text + 3, size - 3), long_text, size);
}

ALLOCATES(append_of_invalid_utf8, 4)
{
    Py_ssize_t size = make_long("\xff");
    const char *utf8 = long_text + (variant % 2 ? size - 3 : 0);
    hf_auto(str, s, text("ab"));
    arm();
    refuses(hf_into_object(variant < 2
                               ? hf_str_append_utf8(hf_incref(s), utf8)
                               : hf_str_concat_utf8(hf_borrow(s), utf8)),
            PyExc_UnicodeDecodeError);
    assert_int_equal(hf_refcnt(s), 1);
    assert_text(s, "ab");
}

ALLOCATES(append_of_no_str, 4)
{
    hf_auto(str, s, text("ab"));
    hf_auto(object, n, number(1));
    hf_str_borrowed bad = hf_str_from_borrowed(variant % 2 ? hf_as_raw(n)
                                                           : NULL);
    arm();
    refuses(hf_into_object(variant < 2 ? hf_str_append(hf_incref(s), bad)
                                       : hf_str_concat(bad, hf_borrow(s))),
            variant % 2 ? PyExc_TypeError : PyExc_SystemError);
    assert_int_equal(hf_refcnt(s), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

ALLOCATES(as_utf8, TEXT_FORMS *TEXTS)
{
    const char *utf8 = texts[variant % TEXTS];
    hf_auto(
        str, s,
        text_as((text_form)(variant / TEXTS), utf8, (Py_ssize_t)strlen(utf8)));
    hf_utf8 view;
    arm();
    bool ok = hf_str_as_utf8(hf_borrow(s), &view);
    outcome(ok);
    if (ok) {
        assert_string_equal(view.data, utf8);
    } else {
        assert_null(view.data);
        assert_int_equal(view.size, -1);
    }
    assert_content_n(s, utf8, (Py_ssize_t)strlen(utf8));
}

ALLOCATES(as_utf8_of_surrogates, 1)
{
    hf_auto(str, s, text("\xed\xa0\x80z"));
    hf_utf8 view;
    arm();
    refusal(hf_str_as_utf8(hf_borrow(s), &view), PyExc_UnicodeEncodeError);
    assert_text(s, "\xed\xa0\x80z");
}

ALLOCATES_NOT(length_equal_and_compare, TEXTS *TEXTS)
{
    hf_auto(str, a, text(texts[variant % TEXTS]));
    hf_auto(str, b, text(texts[variant / TEXTS]));
    Py_ssize_t length;
    int order = 7;
    bool equal[2] = {false, false};
    arm();
    outcome(
        hf_str_length(hf_borrow(a), &length) &&
        answered(hf_str_equal(hf_borrow(a), hf_borrow(b)), &equal[0]) &&
        answered(hf_str_equal_utf8(hf_borrow(a), texts[variant / TEXTS]), &equal[1]) &&
        hf_str_compare(hf_borrow(a), hf_borrow(b), &order));
    assert_int_equal(equal[0], variant % TEXTS == variant / TEXTS);
    assert_int_equal(equal[1], equal[0]);
    assert_int_equal(order == 0, equal[0]);
}

ALLOCATES(substring, TEXTS)
{
    const char *utf8 = texts[variant];
    hf_auto(str, s, hf_str_format("%s%s", utf8, utf8));
    arm();
    makes(hf_str_substring(hf_borrow(s), 0, 2), utf8);
    assert_int_equal(hf_refcnt(s), 1);
}

ALLOCATES(find, TEXTS *TEXTS)
{
    const char *utf8 = texts[variant / TEXTS], *last = texts[variant % TEXTS];
    hf_auto(str, s, hf_str_format("%s%s!!", utf8, last));
    hf_auto(str, needle, text(last));
    Py_ssize_t at;
    arm();
    hf_lookup found = hf_str_find(hf_borrow(s), hf_borrow(needle), 0, 99, &at);
    outcome(!hf_failed(found));
    if (hf_failed(found)) {
        assert_int_equal(at, -1);
    } else {
        assert_int_equal(hf_status(found), FOUND);
        assert_int_equal(at, utf8 == last ? 0 : 2);
    }
    assert_int_equal(hf_refcnt(needle), 1);
}

SCENARIO(length_of_what_is_not_ready, TEXTS, PY_VERSION_HEX < 0x030C0000)
{
    const char *utf8 = texts[variant];
    hf_auto(str, s, text_as(UNREADY, utf8, (Py_ssize_t)strlen(utf8)));
    Py_ssize_t length;
    arm();
    bool ok = hf_str_length(hf_borrow(s), &length);
    outcome(ok);
    assert_int_equal(length, ok ? 2 : -1);
    assert_content_n(s, utf8, (Py_ssize_t)strlen(utf8));
}

/* ---- The builder. */

ALLOCATES(builder, TEXTS *TEXTS)
{
    const char *first = texts[variant % TEXTS];
    const char *second = texts[variant / TEXTS];
    char expected[1000] = "";
    for (int i = 0; i < 40; i++) {
        strcat(expected, first);
        strcat(expected, second);
    }
    strcat(expected, "z7");
    hf_auto(str, s, text(second));
    hf_str_builder b = {0};
    arm();
    for (int i = 0; i < 40; i++) {
        hf_str_builder_append_utf8(&b, first);
        hf_str_builder_append(&b, hf_borrow(s));
    }
    hf_str_builder_append_code_point(&b, 'z');
    hf_str_builder_append_format(&b, "%d", 7);
    makes(hf_str_builder_finish(&b), expected);
    assert_int_equal(hf_refcnt(s), 1);
}

ALLOCATES(builder_of_long_pieces, TEXTS)
{
    Py_ssize_t size = make_long(texts[variant]);
    hf_str_builder b = {0};
    arm();
    hf_str_builder_append_utf8_n(&b, long_text, 3);
    hf_str_builder_append_utf8_n(&b, long_text + 3, size - 3);
    makes_n(hf_str_builder_finish(&b), long_text, size);
}

ALLOCATES(builder_that_fails, 1)
{
    hf_str_builder b = {0};
    arm();
    hf_str_builder_append_utf8(&b, "ab");
    hf_str_builder_append_utf8(&b, "\xff");
    hf_str_builder_append_utf8(&b, "cd");
    refuses(hf_into_object(hf_str_builder_finish(&b)),
            PyExc_UnicodeDecodeError);
}

ALLOCATES(builder_that_is_cleared, 1)
{
    hf_str_builder b = {0};
    arm();
    hf_str_builder_append_utf8(&b, "ab");
    hf_str_builder_append_utf8(&b, "\xe2\x82\xac");
    hf_str_builder_clear(&b);
    outcome(!hf_error_occurred());
    assert_makes(hf_str_builder_finish(&b), "");
}

/* ---- Exceptions and casts. */

ALLOCATES(raise, 1)
{
    arm();
    hf_error_raise(PyExc_ValueError, "%d %s", 12, "twelve");
    refusal(false, PyExc_ValueError);
}

/* Before CPython 3.12 what is set is not an instance yet. */
SCENARIO(fetch, 1, PY_VERSION_HEX < 0x030C0000)
{
    PyErr_SetString(PyExc_ValueError, "text");
    arm();
    hf_exception e = hf_error_fetch();
    disarm();
    assert_no_error();
    assert_false(hf_is_null(e)); /* for that would mean that none was set */
    hf_error_restore(e);
    refusal(false, PyExc_ValueError);
}

ALLOCATES_NOT(fetch_and_restore_of_an_instance, 1)
{
    hf_error_raise(PyExc_ValueError, "%d", 12);
    hf_error_restore(hf_error_fetch());
    arm();
    hf_exception e = hf_error_fetch();
    bool none = !hf_error_occurred();
    hf_error_restore(e);
    disarm();
    assert_true(none);
    assert_raised(PyExc_ValueError, "12");
}

ALLOCATES(cast_of_no_str, 2)
{
    hf_auto(object, n, number(1));
    arm();
    refuses(
        hf_into_object(hf_str_cast(variant ? hf_incref(n) : hf_null(object))),
        variant ? PyExc_TypeError : PyExc_SystemError);
    assert_int_equal(hf_refcnt(n), 1);
}

/* ---- object. Hook has methods in Python that allocate. */

static hf_object make_hook(void)
{
    python_run("if 'Hook' not in globals():\n"
               "    class Hook:\n"
               "        def __repr__(self): return 'ho' + 'ok'.lower()\n"
               "        def __eq__(self, other): return [other, self]\n"
               "        def __bool__(self): return bool([self])\n"
               "        def __hash__(self): return hash((id(self), 'x'))\n"
               "        def __getattr__(self, name):\n"
               "            if name == 'computed': return [name]\n"
               "            raise AttributeError(name)\n"
               "        def __call__(self, *a, **k): return [a, k]\n"
               "        def method(self, *a, **k): return [a, k]\n");
    return python_eval("Hook()");
}

ALLOCATES(type_name, 2)
{
    hf_auto(object, o, variant ? number(1) : make_hook());
    arm();
    makes(hf_object_type_name(hf_borrow(o)), variant ? "int" : "Hook");
}

ALLOCATES(repr_and_str, 4)
{
    hf_auto(object, o, variant < 2 ? number(1) : make_hook());
    arm();
    makes(variant % 2 ? hf_object_repr(hf_borrow(o))
                      : hf_object_str(hf_borrow(o)),
          variant < 2 ? "1000001" : "hook");
    assert_int_equal(hf_refcnt(o), 1);
}

ALLOCATES(equal_and_truth_and_hash, 3)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    bool truth = false;
    Py_hash_t hash = -1;
    arm();
    bool ok = variant == 0
                  ? answered(hf_object_equal(hook, n), &truth)
              : variant == 1 ? answered(hf_object_truth(hook), &truth)
                             : (bool)hf_object_hash(hook, &hash);
    outcome(ok);
    assert_int_equal(truth, ok && variant < 2);
    assert_int_equal(hash != -1, ok && variant == 2);
    assert_int_equal(hf_refcnt(hook), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

ALLOCATES(hash_of_what_has_none, 1)
{
    hf_auto(object, list, python_eval("[]"));
    Py_hash_t hash;
    arm();
    refusal(hf_object_hash(hf_borrow(list), &hash), PyExc_TypeError);
    assert_int_equal(hash, -1);
}

static const char *const names[] = {"computed", "nope_never"};

ALLOCATES(getattr, 2)
{
    hf_auto(object, hook, make_hook());
    hf_auto(str, name, text_as(INTERNED, names[0], 8));
    arm();
    makes_object(variant ? hf_object_getattr_utf8(hf_borrow(hook), names[0])
                         : hf_object_getattr(hf_borrow(hook), hf_borrow(name)));
}

ALLOCATES(getattr_of_what_is_missing, 1)
{
    hf_auto(object, hook, make_hook());
    arm();
    refuses(hf_object_getattr_utf8(hf_borrow(hook), names[1]),
            PyExc_AttributeError);
}

ALLOCATES(lookups, 4)
{
    hf_auto(object, hook, make_hook());
    bool missing = variant % 2;
    hf_object out = hf_null(object);
    arm();
    int found = variant < 2
                    ? hf_status(hf_object_hasattr_utf8(hook, names[missing]))
                    : hf_status(hf_object_getattr_optional_utf8(
                          hook, names[missing], &out));
    outcome(found != FAILED);
    if (found != FAILED) {
        assert_int_equal(found, missing ? MISSING : FOUND);
    }
    assert_int_equal(!hf_is_null(out), found == FOUND && variant >= 2);
    hf_decref(out);
}

ALLOCATES(setattr_and_delattr, 1)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    arm();
    bool set = hf_object_setattr_utf8(hf_borrow(hook), "other", hf_borrow(n));
    bool deleted = set && hf_object_delattr_utf8(hf_borrow(hook), "other");
    outcome(deleted);
    assert_int_equal(hf_refcnt(n), set && !deleted ? 2 : 1);
}

ALLOCATES(call, 7 * 2)
{
    static const Py_ssize_t numbers[][2] = {{0, 0}, {1, 0}, {0, 1}, {9, 0},
                                            {0, 9}, {4, 4}, {5, 4}};
    const Py_ssize_t *number_of = numbers[variant / 2];
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    static const char *const keys[] = {"k0", "k1", "k2", "k3", "k4",
                                       "k5", "k6", "k7", "k8"};
    hf_object_borrowed arguments[9];
    hf_keyword keywords[9];
    for (size_t i = 0; i < 9; i++) {
        arguments[i] = hf_borrow(n);
        keywords[i] = (hf_keyword){keys[i], hf_borrow(n)};
    }
    arm();
    hf_object result = variant % 2 ? hf_object_call(hf_borrow(hook), arguments,
                                                    number_of[0], keywords,
                                                    number_of[1])
                                   : hf_object_call_method_utf8(
                                         hf_borrow(hook), "method", arguments,
                                         number_of[0], keywords, number_of[1]);
    makes_object(result);
    assert_int_equal(hf_refcnt(n), 1);
    assert_int_equal(hf_refcnt(hook), 1);
}

ALLOCATES(call_of_what_raises, 2)
{
    hf_auto(object, hook, make_hook());
    arm();
    refuses(
        hf_object_call_method_utf8(hf_borrow(hook), names[1], NULL, 0, NULL, 0),
        PyExc_AttributeError);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(from_utf8),
        TEST(from_long_utf8),
        TEST(from_invalid_utf8),
        TEST(from_code_point),
        TEST(from_no_code_point),
        TEST(format),
        TEST(append),
        TEST(append_utf8),
        TEST(concat),
        TEST(concat_utf8),
        TEST(append_of_itself),
        TEST(append_of_a_view_of_itself),
        TEST(append_of_long_utf8),
        TEST(append_of_invalid_utf8),
        TEST(append_of_no_str),
        TEST(as_utf8),
        TEST(as_utf8_of_surrogates),
        TEST(length_equal_and_compare),
        TEST(substring),
        TEST(find),
        TEST(length_of_what_is_not_ready),
        TEST(builder),
        TEST(builder_of_long_pieces),
        TEST(builder_that_fails),
        TEST(builder_that_is_cleared),
        TEST(raise),
        TEST(fetch),
        TEST(fetch_and_restore_of_an_instance),
        TEST(cast_of_no_str),
        TEST(type_name),
        TEST(repr_and_str),
        TEST(equal_and_truth_and_hash),
        TEST(hash_of_what_has_none),
        TEST(getattr),
        TEST(getattr_of_what_is_missing),
        TEST(lookups),
        TEST(setattr_and_delattr),
        TEST(call),
        TEST(call_of_what_raises),
    };
    return RUN_TESTS(tests);
}
