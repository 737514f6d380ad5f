#include "tests/support.h"

/* ---- Operands. */

static hf_list list_of(const char *expression)
{
    return hf_list_cast(python_eval(expression));
}

/* check_all says that a list is what |expression| gives, and of exact type. */
#define assert_list(x, expression)                                             \
    check_list(hf_as_raw(x), expression, __FILE__, __LINE__)
static void check_list(PyObject *raw, const char *expression, const char *file,
                       int line)
{
    hf_auto(object, wanted, python_eval(expression));
    _assert_true(raw != NULL && Py_TYPE(raw) == Py_TYPE(hf_as_raw(wanted)),
                 "of the same type", file, line);
    _assert_true(PyObject_RichCompareBool(raw, hf_as_raw(wanted), Py_EQ) == 1,
                 expression, file, line);
}

/* A list of which nobody knows that it is none. */
static hf_list_borrowed lie(const hf_object *of)
{
    return hf_list_from_borrowed(hf_as_raw(*of));
}

static bool given(hf_object x)
{
    bool there = !hf_is_null(x);
    hf_decref(x);
    return there;
}

/* ---- What holds for every function: a table. */

typedef bool operation(hf_list_borrowed self, hf_object_borrowed item);
static Py_ssize_t number_out;

#define OPERATION(name, result)                                                \
    static bool do_##name(hf_list_borrowed self, hf_object_borrowed item)      \
    {                                                                          \
        (void)item;                                                            \
        return result;                                                         \
    }

OPERATION(length, hf_list_length(self, &number_out))
OPERATION(get, given(hf_list_get(self, 0)))
#ifndef Py_GIL_DISABLED /* without it no items are lent */
OPERATION(get_borrowed, !hf_is_null(hf_list_get_borrowed(self, 0)))
#endif
OPERATION(set, hf_list_set(self, 0, hf_incref(item)))
OPERATION(append, hf_list_append(self, hf_incref(item)))
OPERATION(insert, hf_list_insert(self, 0, hf_incref(item)))
OPERATION(pop, given(hf_list_pop(self)))
OPERATION(pop_at, given(hf_list_pop_at(self, 0)))
OPERATION(delete, hf_list_delete(self, 0))
OPERATION(delete_all, hf_list_delete_all(self))
OPERATION(slice, given(hf_into_object(hf_list_slice(self, 0, 1))))
OPERATION(set_slice, hf_list_set_slice(self, 0, 1, item))
OPERATION(delete_slice, hf_list_delete_slice(self, 0, 1))
OPERATION(extend, hf_list_extend(self, item))
OPERATION(sort, hf_list_sort(self))
OPERATION(reverse, hf_list_reverse(self))
OPERATION(index, hf_found(hf_list_index(self, item, &number_out)))
OPERATION(count, hf_list_count(self, item, &number_out))
OPERATION(contains, hf_yes(hf_list_contains(self, item)))
OPERATION(copy, given(hf_into_object(hf_list_copy(self))))
OPERATION(to_tuple, given(hf_into_object(hf_list_to_tuple(self))))

static const struct {
    operation *call;
    const char *function;
    bool has_item, runs_python;
} operations[] = {
    {do_length, "hf_list_length", false, false},
    {do_get, "hf_list_get", false, false},
#ifndef Py_GIL_DISABLED
    {do_get_borrowed, "hf_list_get_borrowed", false, false},
#endif
    {do_set, "hf_list_set", true, false},
    {do_append, "hf_list_append", true, false},
    {do_insert, "hf_list_insert", true, false},
    {do_pop, "hf_list_pop", false, false},
    {do_pop_at, "hf_list_pop_at", false, false},
    {do_delete, "hf_list_delete", false, false},
    {do_delete_all, "hf_list_delete_all", false, false},
    {do_slice, "hf_list_slice", false, false},
    {do_set_slice, "hf_list_set_slice", true, true},
    {do_delete_slice, "hf_list_delete_slice", false, false},
    {do_extend, "hf_list_extend", true, true},
    {do_sort, "hf_list_sort", false, true},
    {do_reverse, "hf_list_reverse", false, false},
    {do_index, "hf_list_index", true, true},
    {do_count, "hf_list_count", true, true},
    {do_contains, "hf_list_contains", true, true},
    {do_copy, "hf_list_copy", false, false},
    {do_to_tuple, "hf_list_to_tuple", false, false},
};

static void null_operands_raise_or_keep_what_is_pending(void)
{
    hf_auto(object, item, python_eval("tuple([1, 2])"));
    for (size_t i = 0; i < COUNT(operations); i++) {
        const char *function = operations[i].function;
        assert_refused(
            operations[i].call(hf_null(list_borrowed), hf_borrow(item)),
            PyExc_SystemError, no_handle(function, "list"));
        if (operations[i].has_item) {
            hf_auto(list, self, list_of("[(1, 2), 3]"));
            assert_refused(
                operations[i].call(hf_borrow(self), hf_null(object_borrowed)),
                PyExc_SystemError, no_handle(function, "object"));
            assert_list(self, "[(1, 2), 3]");
        }
        pend();
        assert_false(
            operations[i].call(hf_null(list_borrowed), hf_borrow(item)));
        assert_pending();
    }
    assert_int_equal(hf_refcnt(item), 1);
}

static void operands_that_are_no_list_raise_type_error(void)
{
    hf_auto(object, item, python_eval("tuple([1, 2])"));
    hf_object no_list = python_eval("{1: 2}");
    for (size_t i = 0; i < COUNT(operations); i++) {
        assert_refused(operations[i].call(lie(&no_list), hf_borrow(item)),
                       PyExc_TypeError, "expected list, found dict");
    }
    assert_int_equal(hf_refcnt(item), 1);
    hf_decref(no_list);
}

static void what_runs_no_python_works_while_an_exception_is_pending(void)
{
    hf_auto(object, item, python_eval("tuple([1, 2])"));
    for (size_t i = 0; i < COUNT(operations); i++) {
        hf_auto(list, self, list_of("[(1, 2), 3]"));
        pend();
        bool worked = operations[i].runs_python
                          ? ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                                       operations[i].call(hf_borrow(self),
                                                          hf_borrow(item)))
                          : operations[i].call(hf_borrow(self),
                                               hf_borrow(item));
        assert_int_equal(worked, !operations[i].runs_python);
        assert_pending();
    }
}

/* ---- Each function. */

static void new_is_empty_and_from_iterable_has_all_items(void)
{
    hf_auto(list, empty, hf_list_new());
    assert_list(empty, "[]");
    hf_auto(object, range, python_eval("range(3)"));
    hf_auto(list, made, hf_list_from_iterable(range));
    assert_list(made, "[0, 1, 2]");
    hf_auto(list, same, hf_list_from_iterable(made));
    assert_ptr_not_equal(hf_as_raw(same), hf_as_raw(made));
    hf_auto(object, n, number(1));
    assert_fails(hf_list_from_iterable(n), PyExc_TypeError,
                 "'int' object is not iterable");
    assert_fails(hf_list_from_iterable(hf_null(object_borrowed)),
                 PyExc_SystemError,
                 no_handle("hf_list_from_iterable", "object"));
}

static void get_gives_a_new_reference(void)
{
    hf_object n = number(1);
    hf_auto(list, list, hf_list_new());
    assert_true(hf_list_append(hf_borrow(list), hf_incref(n)));
    hf_auto(object, got, hf_list_get(hf_borrow(list), 0));
    assert_same(got, n);
    assert_int_equal(hf_refcnt(n), 3);
#ifndef Py_GIL_DISABLED
    hf_object_borrowed lent = hf_list_get_borrowed(hf_borrow(list), 0);
    assert_same(lent, n);
#endif
    hf_decref(n);
}

static void indexes_out_of_range_raise_index_error(void)
{
    const Py_ssize_t wrong[] = {-1, -2, 2, 3, PY_SSIZE_T_MAX, PY_SSIZE_T_MIN};
    hf_auto(list, list, list_of("[1, 2]"));
    hf_auto(object, item, number(1));
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_fails(hf_list_get(hf_borrow(list), wrong[i]), PyExc_IndexError,
                     "list index out of range");
#ifndef Py_GIL_DISABLED
        assert_refused(
            !hf_is_null(hf_list_get_borrowed(hf_borrow(list), wrong[i])),
            PyExc_IndexError, "list index out of range");
#endif
        assert_refused(hf_list_set(hf_borrow(list), wrong[i], hf_incref(item)),
                       PyExc_IndexError, "list assignment index out of range");
        assert_refused(hf_list_delete(hf_borrow(list), wrong[i]),
                       PyExc_IndexError, "list assignment index out of range");
        assert_fails(hf_list_pop_at(hf_borrow(list), wrong[i]),
                     PyExc_IndexError, "pop index out of range");
        pend();
        hf_decref(hf_list_get(hf_borrow(list), wrong[i]));
        assert_pending();
    }
    assert_list(list, "[1, 2]");
    assert_int_equal(hf_refcnt(item), 1);
    hf_auto(list, empty, hf_list_new());
    assert_fails(hf_list_pop(hf_borrow(empty)), PyExc_IndexError,
                 "pop from empty list");
}

static void insert_counts_as_python_does(void)
{
    hf_auto(list, list, hf_list_new());
    const Py_ssize_t at[] = {0, 0, 5, -1, -9, 2};
    for (size_t i = 0; i < COUNT(at); i++) {
        assert_true(hf_list_insert(hf_borrow(list), at[i], number((long)i)));
    }
    assert_list(list,
                "[i + 1000000 for i in (4, 1, 5, 0, 3, 2)]");
}

static void pop_and_delete_take_items_out(void)
{
    hf_auto(list, list, list_of("list(range(300, 310))"));
    hf_auto(object, last, hf_list_pop(hf_borrow(list)));
    hf_auto(object, third, hf_list_pop_at(hf_borrow(list), 2));
    assert_true(hf_list_delete(hf_borrow(list), 0));
    assert_true(hf_list_delete_slice(hf_borrow(list), 4, 100));
    assert_list(list, "[301, 303, 304, 305]");
    assert_int_equal(PyLong_AsLong(hf_as_raw(last)), 309);
    assert_int_equal(PyLong_AsLong(hf_as_raw(third)), 302);
    assert_int_equal(hf_refcnt(third), 1);
    assert_true(hf_list_delete_all(hf_borrow(list)));
    assert_list(list, "[]");
}

static void slices_are_cut_at_the_end_and_refuse_negative_bounds(void)
{
    hf_auto(list, list, list_of("[1, 2, 3]"));
    hf_auto(list, tail, hf_list_slice(hf_borrow(list), 1, PY_SSIZE_T_MAX));
    assert_list(tail, "[2, 3]");
    hf_auto(list, none, hf_list_slice(hf_borrow(list), 2, 1));
    assert_list(none, "[]");
    assert_fails(hf_list_slice(hf_borrow(list), 0, -1), PyExc_IndexError,
                 "hf_list_slice: index -1 is negative");
    assert_refused(hf_list_delete_slice(hf_borrow(list), -7, 1),
                   PyExc_IndexError,
                   "hf_list_delete_slice: index -7 is negative");
    assert_refused(hf_list_set_slice(hf_borrow(list), -7, 1, list),
                   PyExc_IndexError, "hf_list_set_slice: index -7 is negative");
    assert_true(hf_list_set_slice(hf_borrow(list), 1, 2, list));
    assert_list(list, "[1, 1, 2, 3, 3]");
}

static void extend_takes_all_items_or_none(void)
{
    hf_auto(list, list, list_of("[1]"));
    assert_true(hf_list_extend(hf_borrow(list), list));
    hf_auto(object, good, python_eval("(i for i in (2, 3))"));
    assert_true(hf_list_extend(hf_borrow(list), good));
    hf_auto(object, bad, python_eval("(6 // (2 - i) for i in range(4))"));
    assert_refused(hf_list_extend(hf_borrow(list), bad), PyExc_ZeroDivisionError,
                   NULL);
    assert_list(list, "[1, 1, 2, 3]");
}

static void sort_and_reverse_are_pythons(void)
{
    hf_auto(list, list, list_of("[3, 1, 2]"));
    assert_true(hf_list_sort(hf_borrow(list)));
    assert_list(list, "[1, 2, 3]");
    assert_true(hf_list_reverse(hf_borrow(list)));
    assert_list(list, "[3, 2, 1]");
    hf_auto(list, mixed, list_of("[1, '']"));
    assert_refused(hf_list_sort(hf_borrow(mixed)), PyExc_TypeError, NULL);
}

static void index_count_and_contains_find_what_is_it_or_equals_it(void)
{
    python_run("nan = float('nan')\n"
               "class Raises:\n"
               "    def __eq__(self, other): raise LookupError\n");
    hf_auto(list, list, list_of("[1.0, nan, 1, nan, 2, Raises(), 3]"));
    hf_auto(object, one, python_eval("True"));
    hf_auto(object, nan, python_eval("nan"));
    hf_auto(object, three, python_eval("3"));
    hf_auto(list, few, list_of("[1.0, nan, 1, nan]"));
    Py_ssize_t at = 7;
    assert_true(hf_found(hf_list_index(hf_borrow(list), nan, &at)));
    assert_int_equal(at, 1);
    assert_true(hf_list_count(hf_borrow(few), one, &at));
    assert_int_equal(at, 2);
    assert_true(hf_missing(hf_list_index(hf_borrow(few), three, &at)));
    assert_int_equal(at, -1);
    assert_true(hf_yes(hf_list_contains(hf_borrow(few), nan)));
    assert_true(hf_no(hf_list_contains(hf_borrow(few), three)));
    assert_refused(!hf_failed(hf_list_index(hf_borrow(list), three, &at)),
                   PyExc_LookupError, NULL);
    assert_refused(hf_list_count(hf_borrow(list), one, &at), PyExc_LookupError,
                   NULL);
    assert_int_equal(at, -1);
    assert_refused(!hf_failed(hf_list_contains(hf_borrow(list), three)),
                   PyExc_LookupError, NULL);
}

/* The items that are compared may empty the list. */
static void find_lives_when_a_comparison_empties_the_list(void)
{
    python_run("class Empties:\n"
               "    def __eq__(self, other): l.clear()\n"
               "l = [Empties(), 1, 2]\n");
    hf_auto(list, list, list_of("l"));
    hf_auto(object, two, python_eval("2"));
    Py_ssize_t at;
    assert_true(hf_missing(hf_list_index(hf_borrow(list), two, &at)));
    assert_list(list, "[]");
}

static void copy_and_tuple_are_new(void)
{
    hf_auto(list, list, list_of("[1, [2]]"));
    hf_auto(list, copy, hf_list_copy(hf_borrow(list)));
    assert_list(copy, "[1, [2]]");
    assert_ptr_not_equal(hf_as_raw(copy), hf_as_raw(list));
    hf_auto(tuple, tuple, hf_list_to_tuple(hf_borrow(list)));
    assert_list(tuple, "(1, [2])");
}

static void list_may_contain_itself(void)
{
    hf_list list = hf_list_new();
    assert_true(hf_list_append(hf_borrow(list), hf_incref(list)));
    assert_int_equal(hf_refcnt(list), 2);
    Py_ssize_t at;
    assert_true(hf_found(hf_list_index(hf_borrow(list), list, &at)));
    assert_true(hf_list_set(hf_borrow(list), 0, number(1)));
    assert_int_equal(hf_refcnt(list), 1);
    hf_decref(list);
}

/* ---- A subclass: what it overrides is not asked. */
static void functions_look_at_the_content_of_a_subclass(void)
{
    python_run("class Sub(list):\n"
               "    def __len__(self): return 99\n"
               "    def __getitem__(self, i): return 'lie'\n"
               "    def __contains__(self, x): return True\n"
               "    def append(self, x): raise LookupError\n");
    hf_auto(list, list, list_of("Sub([1, 2])"));
    hf_auto(object, item, number(3));
    Py_ssize_t n;
    assert_true(hf_list_length(hf_borrow(list), &n));
    assert_int_equal(n, 2);
    assert_true(hf_no(hf_list_contains(hf_borrow(list), item)));
    assert_true(hf_list_append(hf_borrow(list), hf_move(&item)));
    hf_auto(list, copy, hf_list_copy(hf_borrow(list)));
    assert_list(copy, "[1, 2, 1000003]");
}

/* ---- A walk. */

static long sum;

/* walked adds up the items and leaves at one that is |stop|, in one way. */
static const char *walked(hf_list_borrowed list, long stop, int way)
{
    sum = 0;
    hf_list_each(item, list) {
        long value = PyLong_AsLong(hf_as_raw(item));
        if (value == stop && way == 0) {
            break;
        }
        if (value == stop && way == 1) {
            continue;
        }
        if (value == stop && way == 2) {
            return "returned";
        }
        if (value == stop && way == 3) {
            goto elsewhere;
        }
        sum += value;
    }
    return "ended";
elsewhere:
    return "jumped";
}

static void each_visits_all_and_releases_on_every_way_out(void)
{
    const char *ends[] = {"ended", "ended", "returned", "jumped"};
    const long sums[] = {300, 1000, 300, 300};
    hf_auto(list, list, list_of("[300, int('1000000'), 700]"));
    hf_auto(object, middle, hf_list_get(hf_borrow(list), 1));
    for (int way = 0; way < 4; way++) {
        assert_string_equal(walked(hf_borrow(list), 1000000, way), ends[way]);
        assert_int_equal(sum, sums[way]);
        assert_int_equal(hf_refcnt(middle), 2);
    }
    hf_auto(list, empty, hf_list_new());
    assert_string_equal(walked(hf_borrow(empty), 0, 2), "ended");
    assert_int_equal(sum, 0);
}

static void each_nests_and_its_item_can_be_moved_out(void)
{
    hf_auto(list, list, list_of("[300, 400]"));
    hf_auto(list, pairs, hf_list_new());
    hf_list_each(left, hf_borrow(list)) {
        hf_list_each(right, hf_borrow(list)) {
            if (hf_as_raw(left) == hf_as_raw(right)) {
                continue;
            }
            assert_true(hf_list_append(hf_borrow(pairs), hf_incref(left)));
            assert_true(hf_list_append(hf_borrow(pairs), hf_move(&right)));
        }
    }
    assert_list(pairs, "[300, 400, 400, 300]");
}

static void each_sees_what_the_block_does_to_the_list(void)
{
    hf_auto(list, list, list_of("[300]"));
    Py_ssize_t n = 0;
    hf_list_each(item, hf_borrow(list)) {
        if (++n < 5) {
            assert_true(hf_list_append(hf_borrow(list), hf_incref(item)));
        }
    }
    assert_int_equal(n, 5);
    hf_list_each(item, hf_borrow(list)) {
        assert_true(hf_list_delete_all(hf_borrow(list)));
        assert_int_equal(PyLong_AsLong(hf_as_raw(item)), 300);
        n++;
    }
    assert_int_equal(n, 6);
}

static void each_of_no_list_raises(void)
{
    int n = 0;
    hf_list_each(item, hf_null(list_borrowed)) {
        n++;
    }
    assert_raised(PyExc_SystemError, no_handle("hf_list_each", "list"));
    hf_object no_list = number(1);
    hf_list_each(item, lie(&no_list)) {
        n++;
    }
    assert_raised(PyExc_TypeError, "expected list, found int");
    hf_decref(no_list);
    assert_int_equal(n, 0);
}

#ifndef Py_GIL_DISABLED
/* Sixty-four of them have tickets of their own in the checked build. */
static void more_items_are_lent_than_have_tickets(void)
{
    hf_auto(list, list, list_of("list(range(1000, 1200))"));
    hf_object_borrowed lent[200];
    for (int round = 0; round < 2; round++) {
        for (Py_ssize_t i = 0; i < 200; i++) {
            lent[i] = hf_list_get_borrowed(hf_borrow(list), i);
        }
        for (long i = 0; i < 200; i++) {
            assert_int_equal(PyLong_AsLong(hf_as_raw(lent[i])), 1000 + i);
        }
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(null_operands_raise_or_keep_what_is_pending),
        TEST(operands_that_are_no_list_raise_type_error),
        TEST(what_runs_no_python_works_while_an_exception_is_pending),
        TEST(new_is_empty_and_from_iterable_has_all_items),
        TEST(get_gives_a_new_reference),
        TEST(indexes_out_of_range_raise_index_error),
        TEST(insert_counts_as_python_does),
        TEST(pop_and_delete_take_items_out),
        TEST(slices_are_cut_at_the_end_and_refuse_negative_bounds),
        TEST(extend_takes_all_items_or_none),
        TEST(sort_and_reverse_are_pythons),
        TEST(index_count_and_contains_find_what_is_it_or_equals_it),
        TEST(find_lives_when_a_comparison_empties_the_list),
        TEST(copy_and_tuple_are_new),
        TEST(list_may_contain_itself),
        TEST(functions_look_at_the_content_of_a_subclass),
        TEST(each_visits_all_and_releases_on_every_way_out),
        TEST(each_nests_and_its_item_can_be_moved_out),
        TEST(each_sees_what_the_block_does_to_the_list),
        TEST(each_of_no_list_raises),
#ifndef Py_GIL_DISABLED
        TEST(more_items_are_lent_than_have_tickets),
#endif
    };
    return RUN_TESTS(tests);
}
