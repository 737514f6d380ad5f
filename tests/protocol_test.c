/* Sets, iterators, the protocols of sequences and mappings, slices and ranges. */
#include "tests/support.h"

static bool is(hf_object_borrowed x, const char *expression)
{
    hf_auto(object, wanted, python_eval(expression));
    return Py_TYPE(hf_as_raw(x)) == Py_TYPE(hf_as_raw(wanted)) &&
           hf_yes(hf_object_equal(x, wanted));
}

static void sets_have_lookups_of_three_ends(void)
{
    hf_auto(set, set, hf_set_new());
    hf_auto(object, one, number(1));
    hf_auto(object, bad, python_eval("[]"));
    assert_true(hf_set_add(hf_borrow(set), one));
    assert_true(hf_set_add(hf_borrow(set), one));
    assert_int_equal(hf_refcnt(one), 2);
    assert_true(hf_yes(hf_set_contains(hf_borrow(set), one)));
    assert_true(hf_found(hf_set_discard(hf_borrow(set), one)));
    assert_true(hf_missing(hf_set_discard(hf_borrow(set), one)));
    assert_refused(!hf_failed(hf_set_discard(hf_borrow(set), bad)),
                   PyExc_TypeError, UNHASHABLE("list", "set element"));
    assert_fails(hf_set_pop(hf_borrow(set)), PyExc_KeyError,
                 "'pop from an empty set'");
    hf_auto(object, pair, python_eval("(1, 2)"));
    assert_refused(hf_set_delete(hf_borrow(set), pair), PyExc_KeyError,
                   "(1, 2)");
    assert_true(hf_set_update(hf_borrow(set), pair));
    hf_auto(set, copy, hf_set_copy(hf_borrow(set)));
    hf_auto(object, popped, hf_set_pop(hf_borrow(set)));
    Py_ssize_t n;
    assert_true(hf_set_length(hf_borrow(set), &n));
    assert_int_equal(n, 1);
    assert_true(hf_set_delete_all(hf_borrow(set)));
    assert_true(is(hf_as_object(copy), "{1, 2}"));
    hf_auto(frozenset, frozen, hf_frozenset_from_iterable(copy));
    assert_true(hf_no(hf_frozenset_contains(hf_borrow(frozen), one)));
    assert_true(hf_frozenset_length(hf_borrow(frozen), &n));
    assert_int_equal(n, 2);
    assert_refused(hf_set_length(hf_set_from_borrowed(hf_as_raw(frozen)), &n),
                   PyExc_TypeError, "expected set, found frozenset");
}

static void next_has_three_ends(void)
{
    python_run("def items():\n"
               "    yield 300\n"
               "    raise LookupError\n");
    hf_auto(object, iterable, python_eval("items()"));
    hf_auto(iterator, iterator, hf_object_iter(iterable));
    hf_object out;
    assert_true(hf_found(hf_iterator_next(hf_borrow(iterator), &out)));
    assert_int_equal(PyLong_AsLong(hf_as_raw(out)), 300);
    hf_decref(out);
    assert_refused(!hf_failed(hf_iterator_next(hf_borrow(iterator), &out)),
                   PyExc_LookupError, NULL);
    assert_true(hf_missing(hf_iterator_next(hf_borrow(iterator), &out)));
    assert_true(hf_is_null(out));
    hf_auto(object, none, number(1));
    assert_fails(hf_object_iter(none), PyExc_TypeError,
                 "'int' object is not iterable");
}

static void send_tells_what_is_yielded_from_what_is_returned(void)
{
    python_run("def echo():\n"
               "    got = yield 'first'\n"
               "    return got\n");
    hf_auto(iterator, echo, hf_iterator_cast(python_eval("echo()")));
    hf_auto(object, none, hf_none());
    hf_auto(object, value, number(1));
    hf_object out;
    assert_true(hf_found(hf_iterator_send(hf_borrow(echo), none, &out)));
    assert_true(is(hf_as_object(out), "'first'"));
    hf_decref(out);
    assert_true(hf_missing(hf_iterator_send(hf_borrow(echo), value, &out)));
    assert_same(out, value);
    hf_decref(out);
}

static void a_tuple_is_sent_as_it_is(void)
{
    python_run("def sent():\n"
               "    got = yield\n"
               "    return got\n");
    hf_auto(iterator, sent, hf_iterator_cast(python_eval("sent()")));
    hf_auto(object, none, hf_none());
    hf_auto(object, two, python_eval("(1, 2)"));
    hf_object out;
    assert_true(hf_found(hf_iterator_send(hf_borrow(sent), none, &out)));
    hf_decref(out);
    assert_true(hf_missing(hf_iterator_send(hf_borrow(sent), two, &out)));
    assert_same(out, two);
    hf_decref(out);
}

static void close_ends_a_generator_and_passes_on_what_it_raises(void)
{
    python_run("closed = 0\n"
               "def items(bad):\n"
               "    global closed\n"
               "    try: yield 1\n"
               "    finally:\n"
               "        closed += 1\n"
               "        if bad: raise LookupError\n");
    for (int bad = 0; bad < 2; bad++) {
        hf_auto(iterator, items,
                hf_iterator_cast(python_eval(bad ? "items(1)" : "items(0)")));
        hf_object out;
        assert_true(hf_found(hf_iterator_next(hf_borrow(items), &out)));
        hf_decref(out);
        if (bad) {
            assert_refused(hf_iterator_close(hf_borrow(items)),
                           PyExc_LookupError, NULL);
        } else {
            assert_true(hf_iterator_close(hf_borrow(items)));
        }
        assert_int_equal(python_long("closed"), bad + 1);
    }
    hf_auto(object, list, python_eval("[1]"));
    hf_auto(iterator, plain, hf_object_iter(list));
    assert_true(hf_iterator_close(hf_borrow(plain))); /* has nothing to close */
}

static long visited(hf_object_borrowed iterable, long stop, bool jumps)
{
    long sum = 0;
    hf_iterator_each(item, iterable) {
        long value = PyLong_AsLong(hf_as_raw(item));
        if (value == stop && jumps) {
            goto left;
        }
        if (value == stop) {
            return sum;
        }
        hf_iterator_each(inner, iterable) { /* it is a generator: the rest */
            sum += PyLong_AsLong(hf_as_raw(inner));
            break;
        }
        sum += value;
    }
    return sum + 1;
left:
    return -1;
}

static void each_visits_any_iterable_and_closes_it_on_every_way_out(void)
{
    python_run("closed = 0\n"
               "def items():\n"
               "    global closed\n"
               "    try: yield from range(300, 306)\n"
               "    finally: closed += 1\n");
    const long stops[] = {0, 302, 304}, sums[] = {1816, 601, -1};
    for (int i = 0; i < 3; i++) {
        hf_object iterable = python_eval("items()");
        assert_int_equal(visited(hf_borrow(iterable), stops[i], i == 2),
                         sums[i]);
        assert_no_error();
        hf_decref(iterable);
        assert_int_equal(python_long("closed"), i + 1);
    }
    hf_auto(object, no_iterable, number(1));
    hf_iterator_each(item, no_iterable) {
        fail();
    }
    assert_raised(PyExc_TypeError, "'int' object is not iterable");
    hf_auto(object, bad, python_eval("(1 // (2 - i) for i in range(5))"));
    int n = 0;
    hf_iterator_each(item, bad) {
        n++;
    }
    assert_raised(PyExc_ZeroDivisionError, NULL);
    assert_int_equal(n, 2);
}

static void sequences_are_asked_by_index(void)
{
    hf_auto(object, bytes, python_eval("bytearray(b'abc')"));
    hf_auto(object, list, python_eval("[300, 400]"));
    hf_auto(object, dict, python_eval("{}"));
    Py_ssize_t n;
    assert_true(hf_sequence_check(bytes));
    assert_false(hf_sequence_check(dict));
    assert_true(hf_mapping_check(dict));
    assert_true(hf_sequence_length(bytes, &n));
    assert_int_equal(n, 3);
    hf_auto(object, last, hf_sequence_get(bytes, -1));
    assert_true(is(hf_as_object(last), "ord('c')"));
    assert_true(hf_sequence_set(list, -1, hf_incref(last)));
    assert_true(is(hf_as_object(list), "[300, ord('c')]"));
    assert_true(hf_sequence_set_slice(list, 0, 1, bytes));
    hf_auto(object, both, hf_sequence_concat(list, list));
    hf_auto(object, thrice, hf_sequence_repeat(list, 3));
    assert_true(hf_sequence_count(thrice, last, &n));
    assert_int_equal(n, 6);
    assert_true(hf_yes(hf_sequence_contains(list, last)));
    assert_true(hf_sequence_delete_slice(list, 1, 3));
    assert_true(hf_sequence_delete(list, 0));
    assert_true(is(hf_as_object(list), "[ord('c')]"));
    hf_auto(object, slice, hf_sequence_slice(both, 1, 3));
    assert_true(is(hf_as_object(slice), "[98, 99]"));
    hf_auto(object, more, hf_sequence_append_all(hf_incref(list), bytes));
    assert_same(more, list);
    assert_fails(hf_sequence_get(dict, 0), PyExc_TypeError, NULL);
}

static void index_tells_what_is_missing_from_a_failed_comparison(void)
{
    python_run("class Bad:\n"
               "    def __eq__(self, other): raise ValueError('compared')\n");
    hf_auto(object, range, python_eval("range(1000000, 1000010)"));
    hf_auto(object, there, number(5));
    hf_auto(object, not_there, number(11));
    Py_ssize_t n = 77;
    assert_true(hf_found(hf_sequence_index(range, there, &n)));
    assert_int_equal(n, 5);
    assert_true(hf_missing(hf_sequence_index(range, not_there, &n)));
    assert_int_equal(n, -1);
    hf_auto(object, bad, python_eval("['', Bad(), 1000005]"));
    n = 77;
    assert_refused(!hf_failed(hf_sequence_index(bad, there, &n)),
                   PyExc_ValueError, "compared");
    assert_int_equal(n, -1);
    hf_auto(object, ending, python_eval("(1 // (2 - i) for i in range(5))"));
    assert_refused(!hf_failed(hf_sequence_index(ending, there, &n)),
                   PyExc_ZeroDivisionError, NULL);
    assert_refused(!hf_failed(hf_sequence_index(there, there, &n)),
                   PyExc_TypeError, "'int' object is not iterable");
    n = 77;
    assert_refused(
        !hf_failed(hf_sequence_index(hf_null(object_borrowed), there, &n)),
        PyExc_SystemError, NULL);
    assert_int_equal(n, -1);
    assert_refused(
        !hf_failed(hf_sequence_index(range, hf_null(object_borrowed), &n)),
        PyExc_SystemError, NULL);
    hf_auto(object, self, python_eval("[300]"));
    PyList_Append(hf_as_raw(self), hf_as_raw(self));
    assert_true(hf_found(hf_sequence_index(self, self, &n)));
    assert_int_equal(n, 1);
}

static void mappings_swallow_a_key_error_and_nothing_else(void)
{
    python_run("class Odd(dict):\n"
               "    def __getitem__(self, key):\n"
               "        if key == 1: raise KeyError\n"
               "        if key == 2: raise LookupError\n"
               "        return 'odd'\n");
    hf_auto(object, odd, python_eval("Odd(a=300)"));
    hf_auto(object, zero, python_eval("0"));
    hf_auto(object, one, python_eval("1"));
    hf_auto(object, two, python_eval("2"));
    hf_object out;
    assert_true(hf_found(hf_mapping_get(odd, zero, &out)));
    assert_true(is(hf_as_object(out), "'odd'"));
    hf_decref(out);
    assert_true(hf_missing(hf_mapping_get(odd, one, &out)));
    assert_refused(!hf_failed(hf_mapping_get(odd, two, &out)),
                   PyExc_LookupError, NULL);
    assert_true(hf_no(hf_mapping_contains(odd, one)));
    assert_refused(!hf_failed(hf_mapping_contains(odd, two)),
                   PyExc_LookupError, NULL);
    assert_true(hf_mapping_set(odd, zero, hf_incref(two)));
    hf_auto(list, keys, hf_mapping_keys(odd));
    hf_auto(list, values, hf_mapping_values(odd));
    hf_auto(list, items, hf_mapping_items(odd));
    assert_true(is(hf_as_object(keys), "['a', 0]"));
    assert_true(is(hf_as_object(values), "[300, 2]"));
    assert_true(is(hf_as_object(items), "[('a', 300), (0, 2)]"));
    assert_true(hf_mapping_delete(odd, zero));
    Py_ssize_t n;
    assert_true(hf_mapping_length(odd, &n));
    assert_int_equal(n, 1);
}

static void slices_name_a_part_of_any_length(void)
{
    hf_auto(object, none, hf_none());
    hf_auto(object, two, python_eval("-2"));
    hf_auto(slice, slice, hf_slice_new(none, none, two));
    hf_auto(object, step, hf_slice_step(hf_borrow(slice)));
    assert_same(step, two);
    hf_auto(object, start, hf_slice_start(hf_borrow(slice)));
    assert_true(hf_is_none(start));
    hf_slice_part part;
    assert_true(hf_slice_of_length(hf_borrow(slice), 10, &part));
    assert_int_equal(part.start, 9);
    assert_int_equal(part.step, -2);
    assert_int_equal(part.count, 5);
    hf_auto(object, zero, python_eval("0"));
    hf_auto(slice, bad, hf_slice_new(none, none, zero));
    assert_refused(hf_slice_of_length(hf_borrow(bad), 10, &part),
                   PyExc_ValueError, "slice step cannot be zero");
    assert_refused(hf_slice_of_length(hf_borrow(slice), -1, &part),
                   PyExc_OverflowError, NULL);
    Py_ssize_t a, b, c;
    assert_true(hf_slice_unpack(hf_borrow(slice), &a, &b, &c));
    part = hf_slice_part_of(3, a, b, c);
    assert_int_equal(part.start, 2);
    assert_int_equal(part.count, 2);
}

static void ranges_have_ints_of_any_size(void)
{
    hf_auto(range, range, hf_range_new(300, 1000, 7));
    Py_ssize_t n;
    assert_true(hf_range_length(hf_borrow(range), &n));
    assert_int_equal(n, 100);
    hf_auto(int, start, hf_range_start(hf_borrow(range)));
    hf_auto(int, step, hf_range_step(hf_borrow(range)));
    assert_true(is(hf_as_object(start), "300"));
    assert_true(is(hf_as_object(step), "7"));
    assert_fails(hf_range_new(0, 1, 0), PyExc_ValueError,
                 "range() arg 3 must not be zero");
    hf_auto(range, large, hf_range_cast(python_eval("range(2 ** 70)")));
    hf_auto(int, stop, hf_range_stop(hf_borrow(large)));
    assert_true(is(hf_as_object(stop), "2 ** 70"));
    assert_refused(hf_range_length(hf_borrow(large), &n), PyExc_OverflowError,
                   NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sets_have_lookups_of_three_ends),
        TEST(next_has_three_ends),
        TEST(send_tells_what_is_yielded_from_what_is_returned),
        TEST(a_tuple_is_sent_as_it_is),
        TEST(close_ends_a_generator_and_passes_on_what_it_raises),
        TEST(each_visits_any_iterable_and_closes_it_on_every_way_out),
        TEST(sequences_are_asked_by_index),
        TEST(index_tells_what_is_missing_from_a_failed_comparison),
        TEST(mappings_swallow_a_key_error_and_nothing_else),
        TEST(slices_name_a_part_of_any_length),
        TEST(ranges_have_ints_of_any_size),
    };
    return RUN_TESTS(tests);
}
