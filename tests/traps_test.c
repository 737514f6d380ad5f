/* What goes wrong in layers over the C API: each of these was found in a real
 * one, those from 29 on in CPython's issue tracker. Where the raw call can be made
 * without harm, what it does stands beside what the layer does. */
#include "tests/support.h"

#include <string.h>

/* An invalid right side: is self consumed, or still the caller's? */
static void trap_01_append_of_invalid_utf8_consumes_self(void)
{
    hf_str self = text("ab");
    hf_auto(str, other, hf_incref(self));
    assert_fails(hf_str_append_utf8(self, "c\xff"), PyExc_UnicodeDecodeError,
                 "'utf-8' codec can't decode byte 0xff in position 1: invalid "
                 "start byte");
    assert_int_equal(hf_refcnt(other), 1);
    assert_text(other, "ab");
    assert_fails(hf_str_append_utf8(text("ab"), "c\xff"),
                 PyExc_UnicodeDecodeError, NULL);
}

/* PyUnicode_Append grows the left side, then reads the freed right one. */
static void trap_02_append_of_the_only_reference_to_itself(void)
{
    const char *texts[] = {"abc", "h\xc3\xa9", "\xe2\x82\xac!",
                           "\xf0\x9f\x98\x80!"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        hf_str s = text(texts[i]);
        char expected[1 << 16];
        size_t size = strlen(texts[i]);
        strcpy(expected, texts[i]);
        for (int n = 0; n < 12; n++, size *= 2) { /* until it is moved */
            memcpy(expected + size, expected, size);
            expected[2 * size] = '\0';
            s = hf_str_append(s, hf_borrow(s));
        }
        assert_makes_n(s, expected, (Py_ssize_t)strlen(expected));
    }
}

/* A view is part of the str: an append that grows the str in place frees it. */
static void trap_03_append_of_a_view_of_itself(void)
{
    hf_str s = text("0123456789");
    for (int n = 0; n < 10; n++) {
        hf_utf8 view;
        assert_true(hf_str_as_utf8(hf_borrow(s), &view));
        s = hf_str_append_utf8_n(s, view.data + 1, 9);
    }
    assert_makes(s, "0123456789123456789123456789123456789123456789123456789"
                    "123456789123456789123456789123456789123456789");
    s = text("h\xc3\xa9");
    for (int n = 0; n < 3; n++) {
        hf_utf8 view;
        assert_true(hf_str_as_utf8(hf_borrow(s), &view));
        s = hf_str_append_utf8(s, view.data);
    }
    assert_makes(s, "h\xc3\xa9h\xc3\xa9h\xc3\xa9h\xc3\xa9"
                    "h\xc3\xa9h\xc3\xa9h\xc3\xa9h\xc3\xa9");
}

static void trap_03_view_taken_after_an_append_is_right(void)
{
    hf_str s = text_as(ENCODED, "h\xc3\xa9", 3);
    s = hf_str_append_utf8(s, "llo");
    hf_utf8 view;
    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
    assert_int_equal(view.size, 6);
    assert_string_equal(view.data, "h\xc3\xa9llo");
    hf_decref(s);
}

/* CPython raises SystemError "bad argument", and a retry uses freed memory. */
static void trap_04_append_of_no_str_consumes_self_and_names_both_types(void)
{
    hf_auto(object, n, number(1));
    hf_str self = text("ab");
    hf_auto(str, other, hf_incref(self));
    hf_str_borrowed lie = hf_str_from_borrowed(hf_as_raw(n));
    assert_fails(hf_str_append(hf_move(&self), lie), PyExc_TypeError,
                 "expected str, found int");
    assert_int_equal(hf_refcnt(other), 1);
    assert_fails(hf_str_append(hf_move(&self), lie), PyExc_SystemError,
                 no_handle("hf_str_append", "str"));
    assert_int_equal(hf_refcnt(n), 1);
    assert_text(other, "ab");
    /* The lie on the left is consumed, too. */
    assert_fails(hf_str_append(hf_str_from_owned(hf_into_raw(hf_incref(n))),
                               hf_borrow(other)),
                 PyExc_TypeError, "expected str, found int");
    assert_int_equal(hf_refcnt(n), 1);
}

/* The result is an operand, with one more reference. */
static void trap_05_empty_operand_gives_the_other_itself(void)
{
    hf_auto(str, x, text("ab"));
    hf_auto(str, left, hf_str_append(text(""), hf_borrow(x)));
    hf_auto(str, right, hf_str_append_utf8(hf_incref(x), ""));
    hf_auto(str, empty, text(""));
    hf_auto(str, both, hf_str_concat(hf_borrow(x), hf_borrow(empty)));
    assert_same(left, x);
    assert_same(right, x);
    assert_same(both, x);
    assert_int_equal(hf_refcnt(x), 4);
    /* One that is shared by now must not be changed. */
    hf_auto(str, longer, hf_str_append_utf8(hf_move(&left), "cd"));
    assert_text(x, "ab");
    assert_text(longer, "abcd");
}

/* -1 as an unsigned size is all of memory. */
static void trap_06_size_of_minus_one_raises_overflow_error(void)
{
    hf_str_builder b = {0};
    hf_auto(str, s, text("ab"));
    bool equal;
    assert_fails(hf_str_from_utf8_n("ab", -1), PyExc_OverflowError, NULL);
    assert_fails(hf_str_append_utf8_n(hf_incref(s), "ab", -1),
                 PyExc_OverflowError, NULL);
    assert_fails(hf_str_concat_utf8_n(hf_borrow(s), "ab", -1),
                 PyExc_OverflowError, NULL);
    assert_refused(answered(hf_str_equal_utf8_n(hf_borrow(s), "ab", -1), &equal),
                   PyExc_OverflowError, NULL);
    hf_str_builder_append_utf8_n(&b, "ab", -1);
    assert_fails(hf_str_builder_finish(&b), PyExc_OverflowError, NULL);
    hf_auto(object, dict, python_eval("dict"));
    assert_fails(hf_object_call(hf_borrow(dict), NULL, unseen(-1), NULL, 0),
                 PyExc_OverflowError, NULL);
    assert_fails(hf_object_call(hf_borrow(dict), NULL, 0, NULL, unseen(-1)),
                 PyExc_OverflowError, NULL);
    assert_fails(hf_str_substring(hf_borrow(s), 0, -1), PyExc_IndexError, NULL);
    assert_int_equal(hf_refcnt(s), 1);
}

/* A helper leaks the type or the name, or gives a view of a dead one. */
static void trap_07_type_name_outlives_the_type(void)
{
    python_run("C = type('Ephemeral', (), {})\n");
    hf_object c = python_eval("C()");
    hf_auto(object, type, python_eval("C"));
    Py_ssize_t count = hf_refcnt(type);
    hf_str name = hf_object_type_name(hf_borrow(c));
    assert_int_equal(hf_refcnt(type), count);
    hf_decref(c);
    python_run("del C\n");
    hf_decref(hf_move(&type));
    settle();
    assert_makes(name, "Ephemeral");
}

/* hasattr() of the C API takes KeyboardInterrupt for "no". */
static void trap_08_has_attribute_passes_interrupts_on(void)
{
    python_run("class C:\n"
               "    def __getattr__(self, name):\n"
               "        raise {'k': KeyboardInterrupt, 'm': MemoryError,\n"
               "               'a': AttributeError}[name]('raised')\n");
    hf_auto(object, c, python_eval("C()"));
    assert_int_equal(hf_status(hf_object_hasattr_utf8(hf_borrow(c), "k")), FAILED);
    assert_raised(PyExc_KeyboardInterrupt, "raised");
    assert_int_equal(hf_status(hf_object_hasattr_utf8(hf_borrow(c), "m")), FAILED);
    assert_raised(PyExc_MemoryError, "raised");
    assert_int_equal(hf_status(hf_object_hasattr_utf8(hf_borrow(c), "a")), MISSING);
    assert_no_error();
}

/* The result of a comparison dies before its truth is asked. */
static void trap_10_nothing_is_released_before_its_last_use(void)
{
    python_run("class Result:\n"
               "    dead = False\n"
               "    def __bool__(self): return not self.dead\n"
               "    def __del__(self): Result.dead = True\n"
               "class C:\n"
               "    def __eq__(self, other): return Result()\n");
    hf_auto(object, c, python_eval("C()"));
    bool equal = false;
    assert_true(answered(hf_object_equal(hf_borrow(c), hf_borrow(c)), &equal));
    assert_true(equal);
    assert_int_equal(python_long("Result.dead"), 1);
}

/* CPython's -1 is an error only together with an exception, and a stale one
 * makes a good result look bad. */
static void trap_11_stale_exception_does_not_make_a_result_look_failed(void)
{
    hf_auto(str, a, text("ab"));
    hf_auto(str, b, text("cd"));
    Py_ssize_t n = 7;
    int order = 7;
    bool equal = true;
    hf_utf8 view;
    pend();
    assert_true(hf_str_compare(hf_borrow(a), hf_borrow(b), &order));
    assert_int_equal(order, -1);
    assert_int_equal(hf_status(hf_str_find(hf_borrow(a), hf_borrow(b), 0, 9, &n)),
                     MISSING);
    assert_int_equal(n, -1);
    assert_true(hf_str_length(hf_borrow(a), &n));
    assert_int_equal(n, 2);
    assert_true(answered(hf_str_equal(hf_borrow(a), hf_borrow(b)), &equal));
    assert_false(equal);
    assert_true(answered(hf_str_equal_utf8(hf_borrow(a), "ab"), &equal));
    assert_true(equal);
    assert_true(hf_str_as_utf8(hf_borrow(a), &view));
    hf_str made = hf_str_concat(hf_borrow(a), hf_borrow(b));
    assert_false(hf_is_null(made));
    assert_pending();
    assert_makes(made, "abcd");
}

/* A number that does not fit is cut down to one that does. */
static void trap_12_number_that_does_not_fit_is_refused_not_truncated(void)
{
    /* 0x80000041 as an int is negative, and its last byte is 'A'. */
    assert_fails(hf_str_from_code_point(0x80000041), PyExc_ValueError,
                 "0x80000041 is no code point: they end at 0x10FFFF");
    hf_str_builder b = {0};
    hf_str_builder_append_code_point(&b, 0x110041);
    assert_fails(hf_str_builder_finish(&b), PyExc_ValueError,
                 "0x110041 is no code point: they end at 0x10FFFF");
    /* 2 ** 32 + 1 operands, as a C int, are 1. */
    hf_auto(object, dict, python_eval("dict"));
    hf_object_borrowed one = hf_borrow(dict);
    assert_fails(
        hf_object_call(hf_borrow(dict), &one, unseen(PY_SSIZE_T_MAX / 8), NULL,
                       0),
        PyExc_OverflowError, NULL);
}

/* The new object is lost when it becomes a C value, or is of a wrong type. */
static void trap_13_new_reference_is_released_when_its_check_fails(void)
{
    python_run("alive = 0\n"
               "class Counted:\n"
               "    def __init__(self):\n"
               "        global alive\n"
               "        alive += 1\n"
               "    def __del__(self):\n"
               "        global alive\n"
               "        alive -= 1\n"
               "class Result(Counted):\n"
               "    def __bool__(self): raise OSError('no')\n"
               "class C:\n"
               "    def __eq__(self, other): return Result()\n");
    hf_auto(object, counted, python_eval("Counted"));
    hf_auto(object, c, python_eval("C()"));
    assert_fails(hf_str_cast(hf_object_call_no_args(hf_borrow(counted))),
                 PyExc_TypeError, "expected str, found Counted");
    assert_int_equal(python_long("alive"), 0);
    assert_fails(hf_exception_cast(hf_object_call_no_args(hf_borrow(counted))),
                 PyExc_TypeError, "expected BaseException, found Counted");
    assert_int_equal(python_long("alive"), 0);
    bool equal = true;
    assert_refused(answered(hf_object_equal(hf_borrow(c), hf_borrow(c)), &equal),
                   PyExc_OSError, "no");
    assert_false(equal);
    assert_int_equal(python_long("alive"), 0);
}

/* The arguments of a call are released where a later one cannot be made. */
static void trap_14_arguments_are_kept_where_a_call_fails(void)
{
    hf_auto(object, callable, python_eval("dict"));
    hf_auto(object, value, number(1));
    hf_keyword keywords[] = {{"good", hf_as_object(value)},
                             {"\xff", hf_as_object(value)}};
    hf_object_borrowed arguments[] = {hf_as_object(value)};
    assert_fails(hf_object_call(callable, NULL, 0, keywords, 2),
                 PyExc_UnicodeDecodeError, NULL);
    keywords[1].name = NULL;
    assert_fails(hf_object_call(callable, NULL, 0, keywords, 2),
                 PyExc_SystemError, NULL);
    keywords[1] = (hf_keyword){"b", hf_null(object_borrowed)};
    assert_fails(hf_object_call(callable, arguments, 1, keywords, 2),
                 PyExc_SystemError, NULL);
    assert_int_equal(hf_refcnt(value), 1);
}

/* PyModule_AddObject steals only on success. */
static void trap_21_module_add_consumes_on_failure(void)
{
    hf_auto(str, name, text("kelp"));
    hf_auto(module, module, hf_module_new(hf_borrow(name)));
    hf_auto(object, value, number(1));
    assert_refused(hf_module_add(hf_borrow(module), "\xff", hf_incref(value)),
                   PyExc_UnicodeDecodeError, NULL);
    for (size_t k = 1;; k++) {
        hf_object given = hf_incref(value);
        fail_allocation(k);
        bool worked = hf_module_add(hf_borrow(module), "value", given);
        if (!end_of_failure()) {
            assert_true(worked);
            break;
        }
        assert_refused(worked, PyExc_MemoryError, NULL);
        assert_int_equal(hf_refcnt(value), 1);
    }
    assert_int_equal(hf_refcnt(value), 2);
}

static void starved(hf_str result)
{
    assert_true(end_of_failure());
    assert_fails(result, PyExc_MemoryError, "");
}

/* A null result for want of memory, and no exception. The sweep_*_test.c fail every
 * allocation of every function; here are the first ones, in the open. */
static void trap_22_out_of_memory_raises_memory_error(void)
{
    hf_auto(str, a, text("ab"));
    hf_auto(str, wide, text("\xe2\x82\xac\xe2\x82\xac"));
    hf_auto(object, hook, python_eval("lambda *a: None"));
    hf_object_borrowed many[9];
    for (size_t i = 0; i < COUNT(many); i++) {
        many[i] = hf_borrow(hook);
    }
    hf_utf8 view;
    hf_str_builder b = {0};
    fail_allocation(1);
    starved(hf_str_from_utf8("ab"));
    fail_allocation(1);
    starved(hf_str_concat(hf_borrow(a), hf_borrow(wide)));
    fail_allocation(1);
    starved(hf_str_concat_utf8(hf_borrow(a), "cd"));
    fail_allocation(1);
    starved(hf_str_append(hf_incref(a), hf_borrow(wide)));
    fail_allocation(1);
    starved(hf_str_append_utf8(hf_incref(a), "cd"));
    fail_allocation(1);
    starved(hf_str_substring(hf_borrow(wide), 0, 1));
    fail_allocation(1);
    starved(hf_str_cast(
        hf_object_call(hf_borrow(hook), many, COUNT(many), NULL, 0)));
    fail_allocation(1);
    hf_str_builder_append_utf8(&b, "ab");
    starved(hf_str_builder_finish(&b));
    fail_allocation(1);
    assert_false(hf_str_as_utf8(hf_borrow(wide), &view));
    starved(hf_null(str));
    assert_int_equal(hf_refcnt(a), 1);
    assert_int_equal(hf_refcnt(wide), 1);
}

/* -1 is a hash for no object, and an error for a length. */
static void trap_23_minus_one_never_stands_for_two_things(void)
{
    python_run("class Sized:\n"
               "    def __init__(self, n): self.n = n\n"
               "    def __len__(self): return self.n\n"
               "    def __hash__(self): return self.n\n");
    hf_auto(object, negative, python_eval("Sized(-1)"));
    hf_auto(object, huge, python_eval("Sized(2 ** 70)"));
    Py_hash_t hash = 7;
    Py_ssize_t length = 7;
    assert_true(hf_object_hash(negative, &hash));
    assert_int_equal(hash, -2);
    assert_refused(hf_object_length(negative, &length), PyExc_ValueError, NULL);
    assert_int_equal(length, -1);
    assert_refused(hf_object_length(huge, &length), PyExc_OverflowError, NULL);
    python_run("del Sized");
}

/* CPython shares these; a count of one there would mean nothing, and they
 * must not be grown in place. */
static void trap_25_shared_strs_are_not_changed(void)
{
    for (Py_UCS4 c = 0; c < 0x100; c++) {
        hf_auto(str, shared, hf_str_from_code_point(c));
        hf_str s = hf_str_append(hf_incref(shared), hf_borrow(shared));
        s = hf_str_append_utf8(s, "x");
        assert_int_equal(PyUnicode_READ_CHAR(hf_as_raw(s), 1), c);
        hf_decref(s);
        s = hf_str_append_utf8(hf_str_from_code_point(c), "yz");
        hf_decref(s);
        hf_auto(str, again, hf_str_from_code_point(c));
        assert_same(again, shared);
        assert_int_equal(PyUnicode_GET_LENGTH(hf_as_raw(again)), 1);
        assert_int_equal(PyUnicode_READ_CHAR(hf_as_raw(again), 0), c);
    }
    hf_decref(hf_str_append_utf8(text(""), "ab"));
    assert_makes(text(""), "");
    for (int n = 0; n < 100; n++) { /* not one reference lost to each */
        hf_decref(hf_none());
        hf_decref(hf_true());
        hf_decref(hf_false());
        hf_decref(hf_not_implemented());
    }
}

/* Small ints, (), b"" and bytes of one byte are shared, too. */
static void trap_25_shared_ints_tuples_and_bytes_are_not_changed(void)
{
    hf_auto(object, one, python_eval("1"));
    for (int i = -5; i <= 256; i++) { /* those that CPython has */
        hf_auto(int, shared, hf_int_from(i));
        hf_object n = hf_into_object(hf_incref(shared));
        n = hf_number_add_in_place(n, hf_borrow(one));
        n = hf_number_multiply_in_place(n, hf_borrow(n));
        hf_decref(n);
        hf_auto(int, again, hf_int_from(i));
        int value = 77;
        assert_same(again, shared);
        assert_true(hf_int_as(hf_borrow(again), &value));
        assert_int_equal(value, i);
    }
    for (int c = 0; c < 256; c++) {
        unsigned char byte = (unsigned char)c;
        hf_auto(bytes, shared, hf_bytes_from(&byte, 1));
        hf_bytes b = hf_bytes_append(hf_incref(shared), hf_borrow(shared));
        hf_decref(hf_bytes_append_data(b, "x", 1));
        hf_decref(hf_bytes_append_data(hf_bytes_from(&byte, 1), "yz", 2));
        hf_bytes_builder builder = {0};
        hf_bytes_builder_append_byte(&builder, byte);
        hf_decref(
            hf_bytes_append_data(hf_bytes_builder_finish(&builder), "!", 1));
        hf_auto(bytes, again, hf_bytes_from(&byte, 1));
        hf_bytes_view view;
        assert_true(hf_bytes_as_view(hf_borrow(again), &view));
        assert_int_equal(view.size, 1);
        assert_int_equal((unsigned char)view.data[0], c);
    }
    hf_auto(bytes, none, hf_bytes_from("", 0));
    hf_decref(hf_bytes_append_data(hf_incref(none), "ab", 2));
    hf_decref(hf_bytes_append_data(hf_bytes_from("", 0), "ab", 2));
    Py_ssize_t n = 77;
    assert_true(hf_bytes_length(hf_borrow(none), &n));
    assert_int_equal(n, 0);
    hf_auto(tuple, empty, hf_tuple_new());
    hf_auto(object, longer, python_eval("(1, 2)"));
    hf_decref(hf_sequence_append_all(hf_incref(empty), longer));
    hf_tuple_builder builder = {0};
    hf_tuple_builder_append(&builder, hf_incref(one));
    hf_decref(hf_tuple_builder_finish(&builder));
    hf_auto(tuple, still, hf_tuple_builder_finish(&builder));
    assert_same(still, empty);
    assert_true(hf_tuple_length(hf_borrow(still), &n));
    assert_int_equal(n, 0);
}

static void trap_25_interned_strs_are_not_changed(void)
{
    hf_str s = text_as(INTERNED, "interned_here", 13);
    PyObject *raw = hf_as_raw(s);
    s = hf_str_append_utf8(s, "!");
    assert_ptr_not_equal(hf_as_raw(s), raw);
    assert_makes(s, "interned_here!");
    hf_auto(str, again, text_as(INTERNED, "interned_here", 13));
    assert_text(again, "interned_here");
}

/* Before CPython 3.12 there are strs that are not in their final form yet. */
static void trap_26_strs_that_are_not_ready_work_everywhere(void)
{
    const char *texts[] = {"ab", "h\xc3\xa9", "\xe2\x82\xac!",
                           "\xf0\x9f\x98\x80!"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        char twice[20];
        Py_ssize_t size = (Py_ssize_t)strlen(texts[i]), n;
        strcpy(twice, texts[i]);
        strcat(twice, texts[i]);
        for (int function = 0; function < 9; function++) {
            hf_auto(str, a, text_as(UNREADY, texts[i], size));
            hf_auto(str, b, text_as(UNREADY, texts[i], size));
            hf_str_builder builder = {0};
            hf_utf8 view;
            bool equal = false;
            int order = 7;
            switch (function) {
            case 0:
                assert_makes_n(hf_str_append(hf_move(&a), hf_borrow(b)), twice,
                               2 * size);
                break;
            case 1:
                assert_makes_n(hf_str_append_utf8(hf_move(&a), texts[i]), twice,
                               2 * size);
                break;
            case 2:
                assert_makes_n(hf_str_concat(hf_borrow(a), hf_borrow(b)), twice,
                               2 * size);
                break;
            case 3:
                assert_true(hf_str_length(hf_borrow(a), &n));
                assert_int_equal(n, i == 0 ? size : 2);
                break;
            case 4:
                assert_true(hf_str_as_utf8(hf_borrow(a), &view));
                assert_string_equal(view.data, texts[i]);
                break;
            case 5:
                assert_true(answered(hf_str_equal(hf_borrow(a), hf_borrow(b)), &equal));
                assert_true(equal);
                break;
            case 6:
                assert_true(hf_str_compare(hf_borrow(a), hf_borrow(b), &order));
                assert_int_equal(order, 0);
                break;
            case 7:
                assert_int_equal(hf_status(hf_str_find(hf_borrow(a), hf_borrow(b), 0, 9, &n)),
                    FOUND);
                assert_int_equal(n, 0);
                break;
            case 8:
                hf_str_builder_append(&builder, hf_borrow(a));
                hf_str_builder_append(&builder, hf_borrow(b));
                assert_makes_n(hf_str_builder_finish(&builder), twice,
                               2 * size);
                break;
            }
        }
    }
}

/* CPython 3.11 gives a str whose content is not written yet. */
static void trap_26_str_of_no_content_yet_does_not_crash(void)
{
#if PY_VERSION_HEX < 0x030C0000
    hf_str s = hf_str_from_owned(PyUnicode_FromStringAndSize(NULL, 3));
    assert_false(hf_is_null(s));
    PyErr_Clear();
    (void)!hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP);
    assert_no_error();
    hf_decref(s);
#else
    assert_null(PyUnicode_FromStringAndSize(NULL, 3));
    assert_raised(PyExc_SystemError, NULL);
#endif
}

static void trap_27_nuls_and_surrogates_are_content(void)
{
    hf_str s = hf_str_append_utf8_n(text_n("a\0b", 3), "\0c\0", 3);
    assert_makes(s, "a\0b\0c\0");
    hf_auto(str, high, text("\xed\xa0\xbd"));
    hf_auto(str, low, text("\xed\xb8\x80"));
    /* Two surrogates stay two; and are not UTF-8. */
    hf_auto(str, both, hf_str_concat(hf_borrow(high), hf_borrow(low)));
    assert_text(both, "\xed\xa0\xbd\xed\xb8\x80");
    hf_utf8 view;
    assert_refused(hf_str_as_utf8(hf_borrow(both), &view),
                   PyExc_UnicodeEncodeError, NULL);
    assert_fails(hf_str_from_utf8("\xed\xa0\xbd"), PyExc_UnicodeDecodeError,
                 NULL);
}

static void trap_27_kind_changes_in_the_middle_of_an_append(void)
{
    hf_str s = text("ab");
    s = hf_str_append_utf8(s, "c\xc3\xa9");
    s = hf_str_append_utf8(s, "d\xe2\x82\xac");
    s = hf_str_append_utf8(s, "e\xf0\x9f\x98\x80");
    s = hf_str_append_utf8(s, "f");
    assert_makes(s, "abc\xc3\xa9"
                    "d\xe2\x82\xac"
                    "e\xf0\x9f\x98\x80"
                    "f");
}

static void trap_27_hashed_interned_and_subclassed_left_sides(void)
{
    for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
        hf_str s = text_as(form, "left", 4);
        s = hf_str_append_utf8(s, "right");
        Py_hash_t hash, expected;
        assert_true(hf_object_hash(hf_as_object(s), &hash));
        hf_auto(str, plain, text("leftright"));
        assert_true(hf_object_hash(hf_as_object(plain), &expected));
        assert_int_equal(hash, expected);
        assert_makes(s, "leftright");
    }
}

/* A sum of sizes that wraps is a buffer overflow. */
static void trap_28_sizes_near_the_end_of_py_ssize_t_never_wrap(void)
{
    hf_auto(str, s, text("ab"));
    for (Py_ssize_t less = 0; less < 70; less++) {
        Py_ssize_t size = PY_SSIZE_T_MAX - less;
        hf_str_builder b = {0};
        assert_fails(hf_str_from_utf8_n("ab", size), PyExc_MemoryError, "");
        assert_fails(hf_str_append_utf8_n(hf_incref(s), "ab", size),
                     PyExc_MemoryError, "");
        assert_fails(hf_str_concat_utf8_n(hf_borrow(s), "ab", size),
                     PyExc_MemoryError, "");
        hf_str_builder_append_utf8(&b, "cd");
        hf_str_builder_append_utf8_n(&b, "ab", size);
        assert_fails(hf_str_builder_finish(&b), PyExc_MemoryError, "");
        bool equal = true;
        assert_true(answered(hf_str_equal_utf8_n(hf_borrow(s), "ab", size), &equal));
        assert_false(equal);
        assert_makes(hf_str_substring(hf_borrow(s), 1, size), "b");
        assert_makes(hf_str_substring(hf_borrow(s), size, size), "");
    }
    assert_int_equal(hf_refcnt(s), 1);
}

/* An item is stolen also where it cannot be put in; and may be there already. */
static void trap_15_item_is_consumed_also_where_it_cannot_be_put_in(void)
{
    hf_auto(object, item, number(1));
    hf_auto(list, list, hf_list_new());
    assert_refused(hf_list_set(hf_borrow(list), 0, hf_incref(item)),
                   PyExc_IndexError, "list assignment index out of range");
    assert_int_equal(hf_refcnt(item), 1);
    assert_true(hf_list_append(hf_borrow(list), hf_incref(item)));
    for (int i = 0; i < 3; i++) { /* the object that is there */
        assert_true(hf_list_set(hf_borrow(list), 0,
                                hf_list_get(hf_borrow(list), 0)));
        assert_int_equal(hf_refcnt(item), 2);
    }
    hf_auto(object, key, python_eval("[]"));
    hf_auto(dict, dict, hf_dict_new());
    assert_refused(hf_dict_set(hf_borrow(dict), key, hf_incref(item)),
                   PyExc_TypeError, UNHASHABLE("list", "dict key"));
    assert_int_equal(hf_refcnt(item), 2);
    hf_tuple_builder b = {0}; /* half-built, and an error */
    hf_tuple_builder_append(&b, hf_incref(item));
    hf_tuple_builder_append(&b, hf_list_get(hf_borrow(list), 7));
    hf_tuple_builder_append(&b, hf_incref(item));
    assert_fails(hf_tuple_builder_finish(&b), PyExc_IndexError, NULL);
    assert_int_equal(hf_refcnt(item), 2);
}

/* A container with places that are empty is there for gc.get_objects() at once. */
static void trap_16_nobody_sees_a_container_that_is_half_built(void)
{
    python_run("import gc\n"
               "def lengths():\n"
               "    return [len(o) for o in gc.get_objects()\n"
               "            if type(o) in (list, tuple, dict) and len(o) > 7\n"
               "            and any(x is mark for x in o)]\n"
               /* At run time: constants are interned, in a dict of CPython's. */
               "mark = 'mark' * int('9')\n");
    hf_auto(object, mark, python_eval("mark"));
    hf_list_builder l = {0};
    hf_tuple_builder t = {0};
    hf_dict_builder d = {0};
    for (long i = 0; i < 9; i++) {
        hf_auto(object, n, number(i));
        hf_list_builder_append(&l, hf_incref(mark));
        hf_tuple_builder_append(&t, hf_incref(mark));
        hf_dict_builder_set(&d, mark, python_eval("[]"));
        hf_dict_builder_set(&d, n, python_eval("[]"));
        assert_int_equal(python_long("len(lengths())"), 0);
    }
    hf_auto(list, list, hf_list_builder_finish(&l));
    hf_auto(tuple, tuple, hf_tuple_builder_finish(&t));
    hf_auto(dict, dict, hf_dict_builder_finish(&d));
    assert_int_equal(python_long("sorted(lengths()) == [9, 9, 10]"), 1);
}

/* Python code that runs meanwhile takes the item out of the list. */
static void trap_17_item_that_was_got_outlives_its_place(void)
{
    python_run("class Empties:\n"
               "    def __eq__(self, other):\n"
               "        l.clear()\n"
               "        d.clear()\n"
               "        return False\n"
               "    def __hash__(self): return 1\n"
               "l = [[300]]\n"
               "d = {1: [300]}\n");
    hf_auto(list, list, hf_list_cast(python_eval("l")));
    hf_auto(dict, dict, hf_dict_cast(python_eval("d")));
    hf_auto(object, empties, python_eval("Empties()"));
    hf_auto(object, one, python_eval("1"));
    hf_auto(object, of_list, hf_list_get(hf_borrow(list), 0));
    hf_object value;
    assert_true(hf_found(hf_dict_get(hf_borrow(dict), one, &value)));
    assert_true(hf_no(hf_object_equal(empties, of_list)));
    assert_int_equal(hf_refcnt(of_list), 1);
    assert_int_equal(hf_refcnt(value), 1);
    hf_decref(value);
}

/* A dict that is changed while it is walked. */
static void trap_18_dict_that_changes_size_ends_its_walk(void)
{
    hf_auto(dict, dict, hf_dict_cast(python_eval("{i: [i] for i in range(9)}")));
    int n = 0;
    hf_dict_each(key, value, hf_borrow(dict)) {
        assert_true(hf_dict_delete(hf_borrow(dict), key));
        assert_int_equal(hf_refcnt(value), 1); /* it is still ours */
        n++;
    }
    assert_raised(PyExc_RuntimeError,
                  "dictionary changed size during iteration");
    assert_int_equal(n, 1);
}

/* Py_buffer by value: its shape and strides may point into the copy's original. */
static void trap_09_a_copy_of_a_buffer_is_refused(void)
{
    hf_auto(object, x, python_eval("b'abcd'"));
    hf_auto_buffer(b);
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    hf_buffer copy = b;
    unsigned char byte = 77;
    assert_refused(hf_buffer_read(&copy, 0, &byte), PyExc_SystemError, NULL);
    assert_true(hf_buffer_read(&b, 0, &byte));
    assert_int_equal(byte, 'a');
}

/* A bool that is released before it is read; a buffer's fields after release. */
static void trap_10_nothing_is_read_after_its_release(void)
{
    hf_auto(object, x, python_eval("b'abcd'"));
    hf_buffer b = {0};
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    hf_buffer_release(&b);
    assert_null(ON_PURPOSE(HF_USED_AFTER_CONSUMED, 1, hf_buffer_raw(&b)));
    assert_int_equal(ON_PURPOSE(HF_USED_AFTER_CONSUMED, 1, hf_buffer_size(&b)),
                     0);
    bool yes = false;
    hf_auto(bool, made, hf_bool_from(true));
    assert_true(hf_bool_as_bool(hf_borrow(made), &yes));
    assert_true(yes);
}

/* -1 and an exception: but the exception is an older one. */
static void trap_11_a_stale_exception_fails_no_conversion(void)
{
    hf_auto(int, minus, hf_int_from(-1));
    hf_auto(int, most, hf_int_from(UINT64_MAX));
    hf_auto(float, x, hf_float_from_double(-1.0));
    int64_t i = 0;
    uint64_t u = 0;
    double d = 0;
    pend();
    assert_true(hf_int_as_i64(hf_borrow(minus), &i));
    assert_true(hf_int_as_u64(hf_borrow(most), &u));
    assert_true(hf_int_as_double(hf_borrow(minus), &d));
    assert_true(d == -1.0);
    assert_true(hf_float_as_double(hf_borrow(x), &d));
    assert_pending();
    assert_true(i == -1 && u == UINT64_MAX && d == -1.0);
}

static void trap_12_300_is_no_uint8_and_says_so(void)
{
    hf_auto(int, x, hf_int_from(300));
    uint8_t byte = 77;
    assert_refused(hf_int_as_u8(hf_borrow(x), &byte), PyExc_OverflowError,
                   "300 is out of range for uint8_t (0 to 255)");
    assert_int_equal(byte, 0);
}

/* The new reference that __index__ gives is released, whatever comes of it. */
static void trap_13_what_index_returns_is_not_lost(void)
{
    python_run("kept = 10 ** 30\n"
               "class I:\n"
               "    def __index__(self): return kept\n");
    hf_auto(object, x, python_eval("I()"));
    hf_auto(object, kept, python_eval("kept"));
    Py_ssize_t count = hf_refcnt(kept);
    int64_t value = 77;
    assert_refused(hf_object_as_i64(x, &value), PyExc_OverflowError, NULL);
    assert_fails(hf_float_cast(hf_into_object(hf_number_index(x))),
                 PyExc_TypeError, "expected float, found int");
    assert_int_equal(hf_refcnt(kept), count);
}

static void trap_19_read_only_gaps_alignment_and_format_are_looked_at(void)
{
    hf_auto(object, fixed, python_eval("b'abcd'"));
    hf_auto(object, gaps, python_eval("memoryview(bytearray(8))[::2]"));
    hf_auto(object, odd, python_eval("memoryview(bytearray(9))[1:].cast('i')"));
    hf_auto_buffer(b);
    assert_refused(hf_buffer_get(fixed, (hf_buffer_needs){.writable = true}, &b),
                   PyExc_BufferError, NULL);
    assert_refused(hf_buffer_get(gaps, (hf_buffer_needs){.contiguous = true}, &b),
                   PyExc_BufferError, NULL);
    assert_refused(hf_buffer_get(fixed, (hf_buffer_needs){.format = "i"}, &b),
                   PyExc_BufferError, NULL);
    assert_true(hf_buffer_get(odd, (hf_buffer_needs){.format = "i"}, &b));
    Py_ssize_t n = 77;
    assert_null(hf_buffer_array(int, &b, &n));
    assert_raised(PyExc_BufferError, NULL);
    int item = 77;
    assert_true(hf_buffer_read(&b, 0, &item));
    assert_int_equal(item, 0);
}

static int wiped;

/* wipe ends what owns the memory. */
static void wipe(void *memory)
{
    memset(memory, 'x', 3);
    wiped++;
}

static void trap_20_a_memoryview_keeps_the_owner_of_its_memory(void)
{
    char memory[] = "abc";
    wiped = 0;
    hf_auto(object, owner,
            hf_into_object(hf_capsule_new(memory, "sea.memory", wipe)));
    hf_auto(memoryview, v,
            hf_memoryview_from_memory(
                hf_incref(owner),
                (hf_memory){.data = memory, .count = 3, .item_size = 1}));
    assert_int_equal(hf_refcnt(owner), 2);
    hf_decref(hf_move(&owner));
    settle();
    hf_auto(bytes, all, hf_bytes_from_object(v));
    hf_bytes_view view;
    assert_true(hf_bytes_as_view(hf_borrow(all), &view));
    assert_string_equal(view.data, "abc");
    /* So does what Python makes of the view. */
    hf_auto(object, end, hf_sequence_slice(v, 1, 3));
    hf_decref(hf_move(&v));
    settle();
    assert_int_equal(wiped, 0);
    hf_auto(bytes, rest, hf_bytes_from_object(end));
    assert_true(hf_bytes_as_view(hf_borrow(rest), &view));
    assert_string_equal(view.data, "bc");
    hf_decref(hf_move(&end));
    assert_int_equal(wiped, 1);
}

/* PyDict_GetItem takes what __hash__ and __eq__ raise for "missing". */
static void trap_29_what_a_key_raises_is_no_missing_key(void)
{
    python_run("import sys\n"
               "class Key:\n"
               "    def __hash__(self): return 1\n"
               "    def __eq__(self, other): raise OSError('no')\n");
    hf_auto(dict, dict, hf_dict_cast(python_eval("{1: 2}")));
    hf_auto(object, key, python_eval("Key()"));
    hf_auto(object, list, python_eval("[]"));
    hf_object out;
    hf_object_borrowed lent;
    python_run("sys.unraisablehook = lambda *a: None\n"); /* 3.13 tells it */
    assert_null(PyDict_GetItem(hf_as_raw(dict), hf_as_raw(key)));
    assert_no_error();
    python_run("sys.unraisablehook = sys.__unraisablehook__\n");
    assert_refused(!hf_failed(hf_dict_get(hf_borrow(dict), key, &out)),
                   PyExc_OSError, "no");
    assert_refused(
        !hf_failed(hf_dict_get_borrowed(hf_borrow(dict), key, &lent)),
        PyExc_OSError, "no");
    assert_refused(!hf_failed(hf_dict_get(hf_borrow(dict), list, &out)),
                   PyExc_TypeError, NULL);
    assert_refused(!hf_failed(hf_mapping_get(dict, key, &out)), PyExc_OSError,
                   "no");
}

/* arguments_of_what_is_set is how many arguments the exception that is set was
 * made of; it is cleared. */
static Py_ssize_t arguments_of_what_is_set(void)
{
    hf_auto(exception, e, hf_error_fetch());
    hf_auto(tuple, arguments, hf_tuple_cast(hf_object_getattr_utf8(e, "args")));
    Py_ssize_t n = -1;
    assert_true(hf_tuple_length(hf_borrow(arguments), &n));
    return n;
}

/* PyErr_SetObject makes of a tuple all arguments of the exception. */
static void trap_30_a_tuple_is_one_argument_of_an_exception(void)
{
    hf_auto(object, key, python_eval("(1, 2)"));
    PyErr_SetObject(PyExc_KeyError, hf_as_raw(key));
    assert_int_equal(arguments_of_what_is_set(), 2);
    hf_error_raise_key(key);
    assert_int_equal(arguments_of_what_is_set(), 1);
    hf_error_raise_with(PyExc_ValueError, key);
    assert_int_equal(arguments_of_what_is_set(), 1);
    hf_error_raise_stop_iteration(key);
    assert_int_equal(arguments_of_what_is_set(), 1);
    hf_auto(dict, dict, hf_dict_new());
    assert_false(hf_dict_delete(hf_borrow(dict), key));
    assert_int_equal(arguments_of_what_is_set(), 1);
    hf_auto(set, set, hf_set_new());
    assert_false(hf_set_delete(hf_borrow(set), key));
    assert_int_equal(arguments_of_what_is_set(), 1);
}

/* PyObject_CallFunction with "O" makes of a tuple all arguments of the call. */
static void trap_31_a_tuple_is_one_argument_of_a_call(void)
{
    python_run("class Counts:\n"
               "    def __call__(self, *a): return len(a)\n"
               "    method = __call__\n");
    hf_auto(object, counts, python_eval("Counts()"));
    hf_auto(object, tuple, python_eval("(1, 2, 3)"));
    hf_object_borrowed arguments[] = {hf_borrow(tuple)};
    hf_auto(int, raw,
            hf_int_cast(hf_object_from_owned(PyObject_CallFunction(
                hf_as_raw(counts), "O", hf_as_raw(tuple)))));
    hf_auto(int, one, hf_int_cast(hf_object_call_one_arg(counts, tuple)));
    hf_auto(int, call,
            hf_int_cast(hf_object_call(counts, arguments, 1, NULL, 0)));
    hf_auto(int, method,
            hf_int_cast(hf_object_call_method_utf8(counts, "method", arguments,
                                                   1, NULL, 0)));
    int n[4];
    assert_true(hf_int_as(hf_borrow(raw), &n[0]) &&
                hf_int_as(hf_borrow(one), &n[1]) &&
                hf_int_as(hf_borrow(call), &n[2]) &&
                hf_int_as(hf_borrow(method), &n[3]));
    assert_int_equal(n[0], 3);
    assert_int_equal(n[1], 1);
    assert_int_equal(n[2], 1);
    assert_int_equal(n[3], 1);
    python_run("del Counts\n");
}

/* An object ends also while an exception is set: what it runs then must not see it,
 * nor put another in its place. */
static bool saw_exception;

static void look_and_raise(void *pointer)
{
    (void)pointer;
    saw_exception = hf_error_occurred();
    hf_raise(KeyError, "nobody sees it");
    hf_error_clear();
}

static void look_as_raw(PyObject *capsule)
{
    (void)capsule;
    saw_exception = PyErr_Occurred() != NULL;
}

static void trap_32_what_ends_an_object_sees_no_exception_and_leaves_it(void)
{
    static int thing;
    hf_object raw = hf_object_from_owned(
        PyCapsule_New(&thing, "sea.kelp", look_as_raw));
    hf_capsule capsule = hf_capsule_new(&thing, "sea.kelp", look_and_raise);
    python_run("class Ends:\n"
               "    def __del__(self):\n"
               "        try: raise KeyError\n"
               "        except KeyError: ended.append(self)\n"
               "ended = []\n");
    hf_object ends = python_eval("Ends()");
    pend();
    hf_decref(raw);
    assert_true(saw_exception);
    hf_decref(capsule);
    assert_false(saw_exception);
    hf_clear(&ends);
    assert_pending();
    assert_int_equal(python_long("len(ended)"), 1);
    python_run("ended.clear()\n"
               "del Ends\n");
}

/* The memory of a bytearray moves when its size changes. */
static void trap_33_a_bytearray_keeps_its_size_while_its_memory_is_held(void)
{
    hf_auto(bytearray, bytes, hf_bytearray_from("abcd", 4));
    python_set("b", hf_as_object(bytes));
    /* Nothing keeps it from that where the raw pointer is in use. */
    assert_non_null(PyByteArray_AsString(hf_as_raw(bytes)));
    assert_int_equal(PyByteArray_Resize(hf_as_raw(bytes), 1 << 16), 0);
    hf_auto_buffer(held);
    assert_true(
        hf_buffer_get(bytes, (hf_buffer_needs){.writable = true}, &held));
    assert_refused(hf_bytearray_resize(hf_borrow(bytes), 0), PyExc_BufferError,
                   NULL);
    assert_refused(hf_bytearray_append(hf_borrow(bytes), "!", 1),
                   PyExc_BufferError, NULL);
    assert_fails(hf_object_call_method_utf8(bytes, "clear", NULL, 0, NULL, 0),
                 PyExc_BufferError, NULL);
    unsigned char byte = 0;
    assert_true(hf_buffer_read(&held, (1 << 16) - 1, &byte));
    assert_true(hf_buffer_read(&held, 3, &byte));
    assert_int_equal(byte, 'd');
    hf_buffer_clear(&held);
    assert_true(hf_bytearray_resize(hf_borrow(bytes), 0));
    python_run("del b\n");
}

/* The length of a list, asked for before __index__ of a slice has changed the list. */
static void trap_34_a_slice_is_cut_to_the_length_that_is_left(void)
{
    python_run("class Empties:\n"
               "    def __index__(self):\n"
               "        items.clear()\n"
               "        return 0\n"
               "items = [1, 2, 3]\n");
    hf_auto(list, list, hf_list_cast(python_eval("items")));
    hf_auto(slice, slice, hf_slice_cast(python_eval("slice(Empties(), 3)")));
    Py_ssize_t length = PyList_GET_SIZE(hf_as_raw(list)), start, stop, step;
    Py_ssize_t n = 77;
    assert_int_equal(PySlice_GetIndicesEx(hf_as_raw(slice), length, &start,
                                          &stop, &step, &n),
                     0);
    assert_int_equal(n, 3); /* of none */
    python_run("items += [1, 2, 3]\n");
    assert_true(hf_slice_unpack(hf_borrow(slice), &start, &stop, &step));
    assert_true(hf_list_length(hf_borrow(list), &length));
    assert_int_equal(hf_slice_part_of(length, start, stop, step).count, 0);
    python_run("del items, Empties\n");
}

/* An item whose __eq__ takes it out of the list dies before the other operand is asked. */
static void trap_35_an_item_lives_while_it_is_compared(void)
{
    python_run("class Item:\n"
               "    def __eq__(self, other):\n"
               "        items[0] = None\n"
               "        return NotImplemented\n"
               "    def __del__(self): ended.append(1)\n"
               "class Asked:\n"
               "    def __eq__(self, other): return not ended\n");
    for (int function = 0; function < 4; function++) {
        python_run("ended = []\n"
                   "items = [Item()]\n");
        hf_auto(object, asked, python_eval("Asked()"));
        hf_auto(list, list, hf_list_cast(python_eval("items")));
        Py_ssize_t n = 77;
        bool found = false;
        switch (function) {
        case 0:
            found = hf_found(hf_list_index(hf_borrow(list), asked, &n));
            break;
        case 1:
            found = hf_yes(hf_list_contains(hf_borrow(list), asked));
            break;
        case 2:
            found = hf_list_count(hf_borrow(list), asked, &n) && n == 1;
            break;
        default:
            found = hf_yes(hf_sequence_contains(list, asked));
            break;
        }
        assert_true(found);
        assert_int_equal(python_long("len(ended)"), 1);
    }
    python_run("del items, Item, Asked\n");
}

/* PyUnicode_AsUTF8 gives what ends at the first NUL, if nobody asks for the size. */
static void trap_36_a_nul_does_not_end_a_str(void)
{
    hf_auto(str, s, text_n("kelp\0.txt", 9));
    assert_int_equal(strlen(PyUnicode_AsUTF8(hf_as_raw(s))), 4);
    hf_utf8 view;
    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
    assert_int_equal(view.size, 9);
    bool equal = true;
    assert_true(answered(hf_str_equal_utf8(hf_borrow(s), "kelp"), &equal));
    assert_false(equal);
    /* For C it is no name of a file, and no text of a number. */
    assert_fails(hf_bytes_from_path(s), PyExc_ValueError, NULL);
    assert_fails(hf_int_from_utf8_n("12\0"
                                    "3",
                                    4, 10),
                 PyExc_ValueError, NULL);
}

/* PyWeakref_GetObject lends what may die at any moment. */
static void trap_37_what_a_weak_reference_gives_is_kept_alive(void)
{
    python_run("class Kelp: pass\n"
               "kelp = Kelp()\n");
    hf_auto(object, kelp, python_eval("kelp"));
    hf_auto(weakref, weak, hf_weakref_new(kelp));
    hf_decref(hf_move(&kelp));
    hf_object got, again;
    assert_true(hf_found(hf_weakref_get(hf_borrow(weak), &got)));
    python_run("del kelp\n");
    assert_int_equal(hf_refcnt(got), 1);
    assert_makes(hf_object_type_name(got), "Kelp");
    hf_decref(got);
    assert_true(hf_missing(hf_weakref_get(hf_borrow(weak), &again)));
    assert_true(hf_is_null(again));
    python_run("del Kelp\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(trap_01_append_of_invalid_utf8_consumes_self),
        TEST(trap_02_append_of_the_only_reference_to_itself),
        TEST(trap_03_append_of_a_view_of_itself),
        TEST(trap_03_view_taken_after_an_append_is_right),
        TEST(trap_04_append_of_no_str_consumes_self_and_names_both_types),
        TEST(trap_05_empty_operand_gives_the_other_itself),
        TEST(trap_06_size_of_minus_one_raises_overflow_error),
        TEST(trap_07_type_name_outlives_the_type),
        TEST(trap_08_has_attribute_passes_interrupts_on),
        TEST(trap_10_nothing_is_released_before_its_last_use),
        TEST(trap_11_stale_exception_does_not_make_a_result_look_failed),
        TEST(trap_12_number_that_does_not_fit_is_refused_not_truncated),
        TEST(trap_13_new_reference_is_released_when_its_check_fails),
        TEST(trap_22_out_of_memory_raises_memory_error),
        TEST(trap_25_shared_strs_are_not_changed),
        TEST(trap_25_shared_ints_tuples_and_bytes_are_not_changed),
        TEST(trap_25_interned_strs_are_not_changed),
        TEST(trap_26_strs_that_are_not_ready_work_everywhere),
        TEST(trap_26_str_of_no_content_yet_does_not_crash),
        TEST(trap_27_nuls_and_surrogates_are_content),
        TEST(trap_27_kind_changes_in_the_middle_of_an_append),
        TEST(trap_27_hashed_interned_and_subclassed_left_sides),
        TEST(trap_28_sizes_near_the_end_of_py_ssize_t_never_wrap),
        TEST(trap_14_arguments_are_kept_where_a_call_fails),
        TEST(trap_15_item_is_consumed_also_where_it_cannot_be_put_in),
        TEST(trap_16_nobody_sees_a_container_that_is_half_built),
        TEST(trap_17_item_that_was_got_outlives_its_place),
        TEST(trap_18_dict_that_changes_size_ends_its_walk),
        TEST(trap_21_module_add_consumes_on_failure),
        TEST(trap_23_minus_one_never_stands_for_two_things),
        TEST(trap_09_a_copy_of_a_buffer_is_refused),
        TEST(trap_10_nothing_is_read_after_its_release),
        TEST(trap_11_a_stale_exception_fails_no_conversion),
        TEST(trap_12_300_is_no_uint8_and_says_so),
        TEST(trap_13_what_index_returns_is_not_lost),
        TEST(trap_19_read_only_gaps_alignment_and_format_are_looked_at),
        TEST(trap_20_a_memoryview_keeps_the_owner_of_its_memory),
        TEST(trap_29_what_a_key_raises_is_no_missing_key),
        TEST(trap_30_a_tuple_is_one_argument_of_an_exception),
        TEST(trap_31_a_tuple_is_one_argument_of_a_call),
        TEST(trap_32_what_ends_an_object_sees_no_exception_and_leaves_it),
        TEST(trap_33_a_bytearray_keeps_its_size_while_its_memory_is_held),
        TEST(trap_34_a_slice_is_cut_to_the_length_that_is_left),
        TEST(trap_35_an_item_lives_while_it_is_compared),
        TEST(trap_36_a_nul_does_not_end_a_str),
        TEST(trap_37_what_a_weak_reference_gives_is_kept_alive),
    };
    return RUN_TESTS(tests);
}
