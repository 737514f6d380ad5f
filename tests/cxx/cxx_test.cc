// The layer from C++, where the generic verbs are overloads.

#include "core/holdfast.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

extern "C" {
#include <cmocka.h>
}

#include <type_traits>
#include <utility>

#ifdef HF_CHECKED
const size_t handle_size = sizeof(hf_private_number) + sizeof(void *);
#else
const size_t handle_size = sizeof(void *);
#endif
static_assert(sizeof(hf_str) == handle_size, "a handle is a pointer");
static_assert(sizeof(hf_str_borrowed) == handle_size, "a handle is a pointer");
static_assert(std::is_trivially_copyable<hf_str>::value,
              "it needs no destructor");
static_assert(!std::is_convertible<hf_str_borrowed, hf_str>::value, "");
static_assert(!std::is_convertible<PyObject *, hf_str>::value, "");
static_assert(!std::is_assignable<hf_str_auto &, hf_str_auto>::value, "");

// Types that core/ does not know, of which one is a special case of the other.
static bool is_number(PyObject *raw)
{
    return PyNumber_Check(raw);
}
HF_HANDLE(number, object, "number", is_number);
HF_HANDLE(integer, number, "integer", PyLong_Check);

static Py_ssize_t count_of(hf_number_borrowed x)
{
    return hf_refcnt(x);
}

static int start(void **)
{
    Py_InitializeEx(0);
    return 0;
}

static int finish(void **)
{
    return Py_FinalizeEx();
}

static void verbs_take_owned_borrowed_and_auto(void **)
{
    hf_str owned = hf_str_from_utf8("ab");
    hf_str_borrowed borrowed = hf_borrow(owned);
    hf_auto(str, scoped, hf_incref(owned));
    hf_str other = hf_incref(borrowed);
    hf_str third = hf_incref(scoped);
    assert_int_equal(hf_refcnt(owned), 4);
    assert_int_equal(hf_refcnt(borrowed), 4);
    assert_int_equal(hf_refcnt(scoped), 4);
    assert_ptr_equal(hf_as_raw(owned), hf_as_raw(scoped));
    assert_ptr_equal(hf_as_raw(borrowed), hf_as_raw(hf_as_object(scoped)));
    assert_false(hf_is_null(owned));
    assert_false(hf_is_null(borrowed));
    assert_false(hf_is_null(scoped));
    assert_false(hf_is_null(hf_borrow(borrowed)));
    hf_decref(third);
    hf_decref(other);
    hf_decref(owned);
    assert_int_equal(hf_refcnt(scoped), 1);
}

static void move_replace_and_clear(void **)
{
    hf_str x = hf_str_from_utf8("ab"), y = hf_move(&x);
    assert_true(hf_is_null(x));
    assert_true(hf_replace(&x, hf_incref(y)));
    assert_false(hf_replace(&x, hf_null(str)));
    assert_int_equal(hf_refcnt(y), 2);
    hf_clear(&x);
    assert_int_equal(hf_refcnt(y), 1);
    hf_object o = hf_into_object(hf_move(&y));
    hf_clear(&o);
    hf_auto(exception, none, hf_null(exception));
    assert_true(hf_is_null(hf_borrow(none)));
}

static hf_str moved_out()
{
    hf_auto(str, x, hf_str_from_utf8("ab"));
    return hf_move(&x);
}

static void auto_is_released_or_moved_out(void **)
{
    hf_str x = moved_out();
    {
        hf_auto(str, y, hf_incref(x));
        assert_int_equal(hf_refcnt(x), 2);
    }
    assert_int_equal(hf_refcnt(x), 1);
    hf_decref(x);
}

static void raw_pointers_go_in_and_out(void **)
{
    PyObject *raw = PyUnicode_FromString("ab");
    hf_str x = hf_str_from_owned(raw);
    assert_ptr_equal(hf_as_raw(hf_str_from_borrowed(raw)), raw);
    assert_ptr_equal(hf_into_raw(x), raw);
    assert_int_equal(Py_REFCNT(raw), 1);
    Py_DECREF(raw);
}

static void casts_keep_owned_owned_and_borrowed_borrowed(void **)
{
    hf_object o = hf_into_object(hf_str_from_utf8("ab"));
    hf_str_borrowed lent = hf_str_cast(hf_borrow(o));
    static_assert(std::is_same<decltype(hf_str_cast_unchecked(hf_borrow(o))),
                               hf_str_borrowed>::value,
                  "");
    static_assert(std::is_same<decltype(hf_str_cast_unchecked(std::move(o))),
                               hf_str>::value,
                  "");
    assert_ptr_equal(hf_as_raw(lent), hf_as_raw(o));
    assert_true(hf_str_check(hf_borrow(o)));
    hf_str s = hf_str_cast(o);
    assert_int_equal(hf_refcnt(s), 1);
    hf_decref(s);
    hf_auto(object, n, hf_object_from_owned(PyLong_FromLong(1000000)));
    assert_true(hf_is_null(hf_str_cast(hf_borrow(n))));
    assert_true(hf_error_matches(PyExc_TypeError));
    hf_auto(exception, e, hf_error_fetch());
    assert_true(hf_exception_check(hf_as_object(e)));
}

static void assert_result_is_its_operand(void **)
{
    hf_str x = hf_assert_result(hf_str_from_utf8("ab"));
    assert_true(hf_assert_result(
        hf_yes(hf_object_hasattr_utf8(x, "lower"))));
    hf_decref(hf_assert_result(x));
}

static void functions_of_the_layer_are_called(void **)
{
    hf_str s = hf_str_from_utf8("Hello ");
    s = hf_str_append_utf8(s, "w\xc3\xb6rld");
    s = hf_str_append(s, hf_borrow(s));
    hf_utf8 view{};
    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
    assert_string_equal(view.data, "Hello w\xc3\xb6rldHello w\xc3\xb6rld");

    hf_str_builder b{};
    hf_str_builder_append(&b, hf_borrow(s));
    hf_str_builder_append_format(&b, "%d", 7);
    hf_auto(str, built, hf_str_builder_finish(&b));
    Py_ssize_t length = 0;
    assert_true(hf_str_length(hf_borrow(built), &length));
    assert_int_equal(length, 23);
    hf_decref(s);

    hf_object_borrowed arguments[] = {hf_as_object(built)};
    hf_auto(object, number,
            hf_object_call_method_utf8(hf_as_object(built), "count", arguments,
                                       1, nullptr, 0));
    assert_int_equal(PyLong_AsLong(hf_as_raw(number)), 1);
}

static void ints_go_by_the_type_of_the_variable(void **)
{
    int small = 0;
    unsigned long long large = 0;
    hf_int x = hf_int_from(-7), y = hf_int_from(~0ULL);
    assert_true(hf_int_as(x, &small));
    assert_true(hf_int_as(y, &large));
    assert_int_equal(small, -7);
    assert_true(large == ~0ULL);
    assert_false(hf_int_as(y, &small));
    assert_int_equal(small, 0);
    assert_true(hf_error_matches(PyExc_OverflowError));
    hf_error_clear();
    hf_decref(x);
    hf_decref(y);
}

static void ones_own_type_has_all_verbs(void **)
{
    hf_integer x = hf_cast(integer, hf_object_from_owned(PyLong_FromLong(4711)));
    assert_false(hf_is_null(x));
    assert_int_equal(count_of(x), 1); // it is lent, and goes up to its parent
    hf_auto(integer, scoped, hf_incref(x));
    assert_int_equal(count_of(scoped), 2);
    assert_int_equal(hf_refcnt(hf_as_parent(x)), 2);
    hf_number up = hf_into_parent(x);
    hf_integer back = hf_cast(integer, hf_into_object(up));
    assert_ptr_equal(hf_as_raw(back), hf_as_raw(scoped));
    hf_integer place = hf_null(integer);
    assert_true(hf_replace(&place, hf_move(&back)));
    assert_true(hf_is_null(back));
    hf_clear(&place);
    assert_int_equal(hf_refcnt(scoped), 1);
    hf_str text = hf_str_from_utf8("no number");
    assert_false(hf_check(number, hf_as_object(text)));
    assert_true(hf_is_null(hf_cast(number, hf_as_object(text))));
    assert_true(hf_error_matches(PyExc_TypeError));
    hf_error_clear();
    hf_decref(text);
}

static void exceptions_take_types_of_both_kinds(void **)
{
    hf_type made = hf_error_new_type("sea.Wave", nullptr, PyExc_OSError);
    hf_str text = hf_str_from_utf8("high");
    hf_error_raise(made, "%S %d", text, 9);
    assert_true(hf_error_matches(hf_as_raw(made)));
    hf_error_raise_from(hf_error_fetch(), PyExc_KeyError, "%S", text);
    assert_true(hf_error_matches(PyExc_KeyError));
    hf_raise(ValueError, "%d", 1);
    assert_true(hf_error_matches(PyExc_ValueError));
    hf_error_raise_key(text);
    assert_true(hf_error_matches(PyExc_KeyError));
    hf_error_clear();
    hf_decref(text);
    hf_decref(made);
}

static int left_early(hf_object_borrowed x)
{
    hf_critical_section(x)
    {
        hf_without_gil
        {
            assert_int_equal(PyGILState_Check(), 0);
            hf_with_gil
            {
                assert_int_equal(PyGILState_Check(), 1);
                return 1;
            }
        }
    }
    return 0;
}

static void scopes_of_the_gil_end_in_any_way(void **)
{
    hf_auto(str, text, hf_str_from_utf8("any handle"));
    assert_int_equal(left_early(text), 1);
    assert_int_equal(PyGILState_Check(), 1);
}

static void what_is_put_in_goes_up_to_object(void **)
{
    hf_object dict = hf_object_from_owned(PyDict_New());
    hf_str key = hf_str_from_utf8("key");
    assert_true(hf_object_setitem(dict, key, hf_str_from_utf8("value")));
    hf_object found = hf_object_getitem(dict, key);
    assert_true(hf_object_is(found, found));
    hf_type type = hf_object_type(key);
    assert_true(hf_yes(hf_object_isinstance(found, type)));
    hf_decref(type);
    hf_decref(found);
    hf_decref(key);
    hf_decref(dict);
}

int main()
{
    const CMUnitTest tests[] = {
        cmocka_unit_test(verbs_take_owned_borrowed_and_auto),
        cmocka_unit_test(move_replace_and_clear),
        cmocka_unit_test(auto_is_released_or_moved_out),
        cmocka_unit_test(raw_pointers_go_in_and_out),
        cmocka_unit_test(casts_keep_owned_owned_and_borrowed_borrowed),
        cmocka_unit_test(assert_result_is_its_operand),
        cmocka_unit_test(functions_of_the_layer_are_called),
        cmocka_unit_test(ones_own_type_has_all_verbs),
        cmocka_unit_test(ints_go_by_the_type_of_the_variable),
        cmocka_unit_test(exceptions_take_types_of_both_kinds),
        cmocka_unit_test(scopes_of_the_gil_end_in_any_way),
        cmocka_unit_test(what_is_put_in_goes_up_to_object),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, start, finish);
}
