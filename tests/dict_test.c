#include "tests/support.h"

static hf_dict dict_of(const char *expression)
{
    return hf_dict_cast(python_eval(expression));
}

#define assert_dict(x, expression)                                             \
    check_dict(hf_as_raw(x), expression, __FILE__, __LINE__)
static void check_dict(PyObject *raw, const char *expression, const char *file,
                       int line)
{
    hf_auto(object, wanted, python_eval(expression));
    _assert_true(raw != NULL && Py_TYPE(raw) == Py_TYPE(hf_as_raw(wanted)),
                 "of the same type", file, line);
    _assert_true(PyObject_RichCompareBool(raw, hf_as_raw(wanted), Py_EQ) == 1,
                 expression, file, line);
}

static void lookups_have_three_ends(void)
{
    python_run("class Unhashable:\n"
               "    __hash__ = None\n");
    hf_auto(dict, dict, dict_of("{'k': [300], 5: None}"));
    hf_auto(object, there, python_eval("'k'"));
    hf_auto(object, missing, python_eval("'missing'"));
    hf_auto(object, bad, python_eval("Unhashable()"));
    hf_object out;
    assert_true(hf_found(hf_dict_get(hf_borrow(dict), there, &out)));
    assert_int_equal(hf_refcnt(out), 2);
    hf_decref(out);
    assert_true(hf_missing(hf_dict_get(hf_borrow(dict), missing, &out)));
    assert_true(hf_is_null(out));
    assert_refused(!hf_failed(hf_dict_get(hf_borrow(dict), bad, &out)),
                   PyExc_TypeError, UNHASHABLE("Unhashable", "dict key"));
    assert_true(hf_found(hf_dict_get_utf8(hf_borrow(dict), "k", &out)));
    hf_decref(out);
    assert_true(hf_missing(hf_dict_get_utf8(hf_borrow(dict), "n", &out)));
    assert_refused(!hf_failed(hf_dict_get_utf8(hf_borrow(dict), "\xff", &out)),
                   PyExc_UnicodeDecodeError, NULL);
    assert_refused(!hf_failed(hf_dict_get_utf8(hf_borrow(dict), NULL, &out)),
                   PyExc_SystemError, no_handle("hf_dict_get_utf8", "str"));
#ifndef Py_GIL_DISABLED
    hf_object_borrowed lent;
    assert_true(hf_found(hf_dict_get_borrowed(hf_borrow(dict), there, &lent)));
    assert_false(hf_is_null(lent));
    assert_true(
        hf_missing(hf_dict_get_borrowed_utf8(hf_borrow(dict), "n", &lent)));
    assert_true(hf_is_null(lent));
#endif
    assert_true(hf_yes(hf_dict_contains(hf_borrow(dict), there)));
    assert_true(hf_no(hf_dict_contains_utf8(hf_borrow(dict), "n")));
}

static void set_borrows_the_key_and_consumes_the_value(void)
{
    hf_auto(dict, dict, hf_dict_new());
    hf_auto(object, key, number(1));
    hf_auto(object, value, number(2));
    assert_true(hf_dict_set(hf_borrow(dict), key, hf_incref(value)));
    assert_true(hf_dict_set_utf8(hf_borrow(dict), "k", hf_incref(value)));
    assert_int_equal(hf_refcnt(key), 2);
    assert_int_equal(hf_refcnt(value), 3);
    assert_dict(dict, "{1000001: 1000002, 'k': 1000002}");
    hf_auto(object, bad, python_eval("[]"));
    assert_refused(hf_dict_set(hf_borrow(dict), bad, hf_incref(value)),
                   PyExc_TypeError, UNHASHABLE("list", "dict key"));
    assert_refused(hf_dict_set(hf_borrow(dict), key, hf_null(object)),
                   PyExc_SystemError, no_handle("hf_dict_set", "object"));
    assert_refused(hf_dict_set(hf_null(dict_borrowed), key, hf_incref(value)),
                   PyExc_SystemError, no_handle("hf_dict_set", "dict"));
    assert_int_equal(hf_refcnt(value), 3);
    Py_ssize_t n;
    assert_true(hf_dict_length(hf_borrow(dict), &n));
    assert_int_equal(n, 2);
}

static void set_default_says_whether_the_key_was_there(void)
{
    hf_auto(dict, dict, hf_dict_new());
    hf_auto(object, key, number(1));
    hf_auto(object, value, number(2));
    hf_object now;
    assert_true(hf_missing(
        hf_dict_set_default(hf_borrow(dict), key, hf_incref(value), &now)));
    assert_same(now, value);
    hf_decref(now);
    assert_true(hf_found(
        hf_dict_set_default(hf_borrow(dict), key, hf_incref(value), &now)));
    hf_decref(now);
    assert_true(
        hf_found(hf_dict_set_default(hf_borrow(dict), key, number(3), &now)));
    assert_same(now, value);
    hf_decref(now);
    assert_int_equal(hf_refcnt(value), 2);
}

static void keys_are_taken_out(void)
{
    hf_auto(dict, dict, dict_of("{'a': 300, 'b': 400, 'c': 500, 'd': 600}"));
    hf_auto(object, a, python_eval("'a'"));
    hf_auto(object, b, python_eval("'b'"));
    hf_object out;
    assert_true(hf_found(hf_dict_pop(hf_borrow(dict), a, &out)));
    assert_int_equal(PyLong_AsLong(hf_as_raw(out)), 300);
    hf_decref(out);
    assert_true(hf_missing(hf_dict_pop(hf_borrow(dict), a, &out)));
    assert_true(hf_is_null(out));
    assert_true(hf_found(hf_dict_discard(hf_borrow(dict), b)));
    assert_true(hf_missing(hf_dict_discard(hf_borrow(dict), b)));
    assert_true(hf_dict_delete_utf8(hf_borrow(dict), "c"));
    assert_refused(hf_dict_delete_utf8(hf_borrow(dict), "c"), PyExc_KeyError,
                   "'c'");
    assert_true(hf_found(hf_dict_pop_utf8(hf_borrow(dict), "d", &out)));
    hf_decref(out);
    assert_true(hf_missing(hf_dict_discard_utf8(hf_borrow(dict), "d")));
    assert_dict(dict, "{}");
}

static void all_items_are_had_in_order(void)
{
    hf_auto(dict, dict, dict_of("{'b': 1, 'a': 2}"));
    hf_auto(list, keys, hf_dict_keys(hf_borrow(dict)));
    hf_auto(list, values, hf_dict_values(hf_borrow(dict)));
    hf_auto(list, items, hf_dict_items(hf_borrow(dict)));
    assert_dict(keys, "['b', 'a']");
    assert_dict(values, "[1, 2]");
    assert_dict(items, "[('b', 1), ('a', 2)]");
    hf_auto(dict, copy, hf_dict_copy(hf_borrow(dict)));
    hf_auto(object, more, python_eval("{'a': 3, 'c': 4}"));
    assert_true(hf_dict_update(hf_borrow(copy), more));
    assert_dict(copy, "{'b': 1, 'a': 3, 'c': 4}");
    assert_dict(dict, "{'b': 1, 'a': 2}");
    assert_true(hf_dict_delete_all(hf_borrow(dict)));
    assert_dict(dict, "{}");
}

static void one_is_made_of_a_mapping_or_of_pairs(void)
{
    python_run("class Mapping:\n"
               "    def keys(self): return ['k']\n"
               "    def __getitem__(self, key): return 300\n");
    const char *const sources[] = {"{'k': 300}", "[('k', 300)]",
                                   "iter([['k', 300]])", "Mapping()"};
    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
        hf_auto(object, source, python_eval(sources[i]));
        hf_auto(dict, made, hf_dict_from_object(source));
        assert_dict(made, "{'k': 300}");
        assert_false(hf_object_is(made, source));
    }
    hf_auto(object, no_pair, python_eval("[(1, 2, 3)]"));
    assert_fails(hf_dict_from_object(no_pair), PyExc_ValueError, NULL);
    hf_auto(object, one, number(1));
    assert_fails(hf_dict_from_object(one), PyExc_TypeError,
                 "'int' object is not iterable");
    assert_fails(hf_dict_from_object(hf_null(object_borrowed)),
                 PyExc_SystemError, NULL);
}

static void a_copy_asks_what_is_iterated_in_its_own_way(void)
{
    python_run("class Own(dict):\n"
               "    def __iter__(self): return iter(())\n"
               "    def keys(self): raise KeyError('keys')\n");
    hf_auto(dict, own, dict_of("Own(a=1)"));
    assert_fails(hf_dict_copy(hf_borrow(own)), PyExc_KeyError, "'keys'");
    pend();
    hf_dict none = ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                              hf_dict_copy(hf_borrow(own)));
    assert_true(hf_is_null(none));
    hf_decref(none);
    assert_pending();
}

static void python_runs_only_where_nothing_is_pending(void)
{
    python_run("ran = 0\n"
               "class Key:\n"
               "    def __hash__(self):\n"
               "        global ran\n"
               "        ran += 1\n"
               "        return 1\n");
    hf_auto(dict, dict, dict_of("{1: 2}"));
    hf_auto(object, key, python_eval("Key()"));
    hf_object out;
    pend();
    assert_true(hf_failed(ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                                     hf_dict_get(hf_borrow(dict), key, &out))));
    assert_false(ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                            hf_dict_set(hf_borrow(dict), key, number(1))));
    assert_pending();
    assert_int_equal(python_long("ran"), 0);
    assert_true(hf_missing(hf_dict_get(hf_borrow(dict), key, &out)));
    assert_int_equal(python_long("ran"), 1);
}

/* ---- A walk. */

static const char *walked(hf_dict_borrowed dict, int way)
{
    hf_dict_each(key, value, dict)
    {
        if (PyLong_AsLong(hf_as_raw(value)) != 400) {
            continue;
        }
        switch (way) {
        case 1:
            return "returned";
        case 2:
            goto elsewhere;
        case 3:
            hf_decref(hf_move(&key));
            break;
        default:
            break;
        }
        if (way == 0) {
            break;
        }
    }
    return "ended";
elsewhere:
    return "jumped";
}

static void each_visits_all_and_releases_on_every_way_out(void)
{
    const char *ends[] = {"ended", "returned", "jumped", "ended"};
    hf_auto(dict, dict,
            dict_of("{'a' * 9: 300, 'b' * 9: int('400'), 'c' * 9: 500}"));
    hf_object out;
    assert_true(hf_found(hf_dict_get_utf8(hf_borrow(dict), "bbbbbbbbb", &out)));
    for (int way = 0; way < 4; way++) {
        assert_string_equal(walked(hf_borrow(dict), way), ends[way]);
        assert_int_equal(hf_refcnt(out), 2);
    }
    hf_decref(out);
}

static void each_ends_where_the_size_changes(void)
{
    hf_auto(dict, dict, dict_of("{'a': 300, 'b': 400}"));
    int n = 0;
    hf_dict_each(key, value, hf_borrow(dict))
    {
        /* Other values are no other size. */
        assert_true(hf_dict_set(hf_borrow(dict), key, number(n)));
        n++;
    }
    assert_no_error();
    assert_int_equal(n, 2);
    hf_dict_each(key, value, hf_borrow(dict))
    {
        assert_true(hf_dict_set(hf_borrow(dict), value, hf_incref(key)));
        n++;
    }
    assert_raised(PyExc_RuntimeError,
                  "dictionary changed size during iteration");
    assert_int_equal(n, 3);
    hf_dict_each(key, value, hf_null(dict_borrowed))
    {
        n++;
    }
    assert_raised(PyExc_SystemError, no_handle("hf_dict_each", "dict"));
    assert_int_equal(n, 3);
}

/* ---- The builder. */

static void builder_makes_a_dict(void)
{
    hf_dict_builder b = {0};
    hf_auto(object, key, number(1));
    hf_dict_builder_set_utf8(&b, "k", number(2));
    hf_dict_builder_set(&b, key, number(3));
    hf_dict_builder_set(&b, key, number(4));
    hf_auto(dict, dict, hf_dict_builder_finish(&b));
    assert_dict(dict, "{'k': 1000002, 1000001: 1000004}");
    assert_true(PyObject_GC_IsTracked(hf_as_raw(dict)));
    hf_auto(dict, empty, hf_dict_builder_finish(&b));
    assert_true(PyObject_GC_IsTracked(hf_as_raw(empty)));
    assert_dict(empty, "{}");
}

static void builder_keeps_its_first_error(void)
{
    hf_dict_builder b = {0};
    hf_auto(object, value, number(1));
    hf_auto(object, bad, python_eval("[]"));
    hf_dict_builder_set_utf8(&b, "k", hf_incref(value));
    hf_dict_builder_set(&b, bad, hf_incref(value));
    assert_int_equal(hf_refcnt(value), 1); /* let go at once */
    hf_dict_builder_set_utf8(&b, NULL, hf_incref(value));
    assert_fails(hf_dict_builder_finish(&b), PyExc_TypeError,
                 UNHASHABLE("list", "dict key"));
    hf_dict_builder_set_utf8(&b, "k", hf_incref(value));
    hf_dict_builder_clear(&b);
    assert_int_equal(hf_refcnt(value), 1);
}

/* The end of a value comes to the builder that it was in. */
static hf_dict_builder met_again;

static void set_number(void *builder)
{
    hf_dict_builder_set_utf8(builder, "late", number(7));
}

static void builder_that_fails_keeps_nothing_of_what_comes_meanwhile(void)
{
    hf_dict_builder_set_utf8(
        &met_again, "k",
        hf_into_object(hf_capsule_new(&met_again, "again", set_number)));
    hf_dict_builder_set_utf8(&met_again, "j", hf_null(object));
    PyErr_Clear();
    assert_fails(hf_dict_builder_finish(&met_again), PyExc_SystemError,
                 "hf_dict_builder_finish: the builder failed before, and its "
                 "exception was cleared");
}

static void builder_is_empty_before_its_values_end(void)
{
    hf_dict_builder_set_utf8(
        &met_again, "k",
        hf_into_object(hf_capsule_new(&met_again, "again", set_number)));
    hf_dict_builder_clear(&met_again);
    hf_auto(dict, dict, hf_dict_builder_finish(&met_again));
    assert_dict(dict, "{'late': 1000007}");
}

static void fail_it(void *builder)
{
    hf_dict_builder_set_utf8(builder, NULL, number(7));
    PyErr_Clear();
}

/* Up to CPython 3.11 the collector runs where a dict is made, and what it ends comes to
 * the builder. */
static void begin_while_what_comes_is_collected(void (*comes)(void *))
{
    hf_capsule capsule = hf_capsule_new(&met_again, "again", comes);
    python_set("again", hf_as_object(hf_borrow(capsule)));
    hf_decref(capsule);
    python_run("import gc\n"
               "held = [{} for i in range(100)]\n" /* more than CPython keeps */
               "l = [again]\n"
               "l.append(l)\n"
               "old = gc.get_threshold()\n"
               "del again, l\n"
               "gc.enable()\n"
               "gc.set_threshold(1)\n");
    hf_dict_builder_set_utf8(&met_again, "k", number(8));
    python_run("gc.set_threshold(*old)\n"
               "gc.collect()\n"
               "del held\n");
}

static void what_comes_while_the_dict_is_made_is_kept(void)
{
    begin_while_what_comes_is_collected(set_number);
    hf_auto(dict, dict, hf_dict_builder_finish(&met_again));
    python_set("d", hf_as_object(dict));
    assert_int_equal(python_long("d == {'late': 10**6 + 7, 'k': 10**6 + 8}"),
                     1);
}

static void builder_may_fail_while_its_dict_is_made(void)
{
    begin_while_what_comes_is_collected(fail_it);
    assert_fails(hf_dict_builder_finish(&met_again), PyExc_SystemError,
                 "hf_dict_builder_finish: the builder failed before, and its "
                 "exception was cleared");
}

/* A key looks for what is being built, and keeps it. */
static void dict_that_a_key_has_got_is_not_the_one_that_is_given(void)
{
    python_run("import gc\n"
               "found = []\n"
               "class Key:\n"
               "    def __hash__(self): return 1\n"
               "    def __eq__(self, other):\n"
               "        found.extend(o for o in gc.get_objects()\n"
               "                     if type(o) is dict and 'mark' in o and\n"
               "                     'found' not in o)\n"
               "        return False\n");
    hf_dict_builder b = {0};
    for (int i = 0; i < 3; i++) {
        hf_auto(object, key, python_eval("Key()"));
        hf_dict_builder_set_utf8(&b, "mark", python_eval("[]"));
        hf_dict_builder_set(&b, key, number(i));
    }
    assert_int_equal(python_long("sum('mark' in o for o in gc.get_objects()"
                                 " if type(o) is dict and len(o) < 9)"),
                     0);
    hf_auto(dict, dict, hf_dict_builder_finish(&b));
    python_set("d", hf_as_object(dict));
    assert_int_equal(python_long("any(o is d for o in found)"), 0);
    assert_int_equal(python_long("len(d)"), 4);
    python_run("found.clear()\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lookups_have_three_ends),
        TEST(set_borrows_the_key_and_consumes_the_value),
        TEST(set_default_says_whether_the_key_was_there),
        TEST(keys_are_taken_out),
        TEST(all_items_are_had_in_order),
        TEST(one_is_made_of_a_mapping_or_of_pairs),
        TEST(a_copy_asks_what_is_iterated_in_its_own_way),
        TEST(python_runs_only_where_nothing_is_pending),
        TEST(each_visits_all_and_releases_on_every_way_out),
        TEST(each_ends_where_the_size_changes),
        TEST(builder_makes_a_dict),
        TEST(builder_keeps_its_first_error),
        TEST(builder_that_fails_keeps_nothing_of_what_comes_meanwhile),
        TEST(builder_is_empty_before_its_values_end),
        TEST(what_comes_while_the_dict_is_made_is_kept),
        TEST(builder_may_fail_while_its_dict_is_made),
        TEST(dict_that_a_key_has_got_is_not_the_one_that_is_given),
    };
    return RUN_TESTS(tests);
}
