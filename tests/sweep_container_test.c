/* sweep_container_test: lists, tuples, dicts, sets, ranges, slices, the sequence and
 * mapping protocols, iterators and builders, each allocation failing in turn: see
 * sweep.h. */
#include "tests/sweep.h"

/* Equal has an __eq__ and a __hash__ that allocate, so that looking for one may fail. */
static hf_object make_equal(void)
{
    python_run("if 'Equal' not in globals():\n"
               "    class Equal:\n"
               "        def __eq__(self, other): return len([other]) == 1\n"
               "        def __hash__(self): return hash((5,))\n"
               "        def __repr__(self): return 'equal'\n");
    return python_eval("Equal()");
}

/* What is deleted of so many items is not put aside on C's stack. */
static const char range_20[] = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, "
                               "14, 15, 16, 17, 18, 19]";

/* ---- list. */

static bool walks_list(hf_list_borrowed list)
{
    int n = 0;
    hf_list_each(item, list)
    {
        n += !hf_is_null(item);
    }
    return n == 3 && !hf_error_occurred();
}

CALLS(list)
{
    const char *before = "[[300], 2, 1]";
    hf_auto(list, l, hf_list_cast(python_eval("[[300], 2, 1]")));
    hf_auto(list, many, hf_list_cast(python_eval(range_20)));
    hf_auto(list, numbers, hf_list_cast(python_eval("[3, 2, 1]")));
    hf_auto(list, mixed, hf_list_cast(python_eval("[3, 'ab']")));
    hf_auto(object, item, number(1));
    hf_auto(object, equal, make_equal());
    /* No list or tuple: docs/cpython/list_of_a_tuple.c. */
    hf_auto(object, items, python_eval("{4: 0, 5: 0}"));
    Py_ssize_t n;
    CALL(gives(hf_list_new(), "[]"));
    CALL(gives(hf_list_from_iterable(items), "[4, 5]"));
    CALL(refuses(hf_list_from_iterable(item), PyExc_TypeError));
    READ(outcome(hf_list_length(hf_borrow(l), &n) && n == 3));
    READ(gives(hf_list_get(hf_borrow(l), 0), "[300]"));
    READ(lends(hf_list_get_borrowed(hf_borrow(l), 0), "[300]"));
    CALL(refuses(hf_list_get(hf_borrow(l), 3), PyExc_IndexError));
    CALL(refusal(!hf_is_null(hf_list_get_borrowed(hf_borrow(l), 3)),
                 PyExc_IndexError));
    READ(changes(hf_list_set(hf_borrow(l), 0, hf_incref(item)), l, before,
                 "[1000001, 2, 1]"));
    CALL(refusal(hf_list_set(hf_borrow(l), 3, hf_incref(item)),
                 PyExc_IndexError));
    CALL(changes(hf_list_append(hf_borrow(l), hf_incref(item)), l, before,
                 "[[300], 2, 1, 1000001]"));
    CALL(changes(hf_list_insert(hf_borrow(l), 0, hf_incref(item)), l, before,
                 "[1000001, [300], 2, 1]"));
    READ(gives(hf_list_pop(hf_borrow(l)), "1"));
    READ(gives(hf_list_pop_at(hf_borrow(l), 0), "[300]"));
    READ(changes(hf_list_delete(hf_borrow(l), 0), l, before, "[2, 1]"));
    READ(changes(hf_list_delete_all(hf_borrow(l)), l, before, "[]"));
    CALL(gives(hf_list_slice(hf_borrow(l), 0, 2), "[[300], 2]"));
    CALL(changes(hf_list_set_slice(hf_borrow(l), 0, 1, items), l, before,
                 "[4, 5, 2, 1]"));
    CALL(changes(hf_list_delete_slice(hf_borrow(many), 2, 20), many, range_20,
                 "[0, 1]"));
    CALL(changes(hf_list_extend(hf_borrow(l), items), l, before,
                 "[[300], 2, 1, 4, 5]"));
    READ(changes(hf_list_sort(hf_borrow(numbers)), numbers, ANY, "[1, 2, 3]"));
    CALL(refusal(hf_list_sort(hf_borrow(mixed)), PyExc_TypeError));
    READ(changes(hf_list_reverse(hf_borrow(l)), l, before, "[1, 2, [300]]"));
    CALL(outcome(hf_found(hf_list_index(hf_borrow(l), equal, &n)) && n == 0));
    CALL(outcome(hf_list_count(hf_borrow(l), equal, &n) && n == 3));
    CALL(answers(hf_list_contains(hf_borrow(l), equal), true));
    CALL(gives(hf_list_copy(hf_borrow(l)), before));
    CALL(gives(hf_list_to_tuple(hf_borrow(l)), "([300], 2, 1)"));
    READ(outcome(walks_list(hf_borrow(l))));
    hf_decref(hf_move(&l));
    assert_int_equal(hf_refcnt(item), 1);
    assert_int_equal(hf_refcnt(equal), 1);
    assert_int_equal(hf_refcnt(items), 1);
}

/* ---- tuple. */

static bool walks_tuple(hf_tuple_borrowed tuple)
{
    int n = 0;
    hf_tuple_each(item, tuple)
    {
        n += !hf_is_null(item);
    }
    return n == 3 && !hf_error_occurred();
}

CALLS(tuple)
{
    hf_auto(tuple, t, hf_tuple_cast(python_eval("([300], 2, 1)")));
    hf_auto(object, equal, make_equal());
    hf_auto(object, items, python_eval("[4, 5]"));
    Py_ssize_t n;
    READ(gives(hf_tuple_new(), "()"));
    CALL(gives(hf_tuple_from_iterable(items), "(4, 5)"));
    READ(outcome(hf_tuple_length(hf_borrow(t), &n) && n == 3));
    READ(gives(hf_tuple_get(hf_borrow(t), 0), "[300]"));
    READ(lends(hf_tuple_get_borrowed(hf_borrow(t), 0), "[300]"));
    CALL(refuses(hf_tuple_get(hf_borrow(t), 3), PyExc_IndexError));
    CALL(gives(hf_tuple_slice(hf_borrow(t), 0, 2), "([300], 2)"));
    CALL(outcome(hf_found(hf_tuple_index(hf_borrow(t), equal, &n)) && n == 0));
    CALL(outcome(hf_tuple_count(hf_borrow(t), equal, &n) && n == 3));
    CALL(answers(hf_tuple_contains(hf_borrow(t), equal), true));
    READ(outcome(walks_tuple(hf_borrow(t))));
    assert_int_equal(hf_refcnt(t), 1);
    assert_int_equal(hf_refcnt(equal), 1);
    assert_int_equal(hf_refcnt(items), 1);
}

/* ---- dict. */

static bool walks_dict(hf_dict_borrowed dict)
{
    int n = 0;
    hf_dict_each(key, value, dict)
    {
        n += !hf_is_null(key) && !hf_is_null(value);
    }
    return n == 2 && !hf_error_occurred();
}

CALLS(dict)
{
    const char *before = "{'key': [300], equal: 2}", *without = "{equal: 2}";
    hf_auto(object, equal, make_equal());
    python_set("equal", hf_borrow(equal));
    hf_auto(dict, d, hf_dict_cast(python_eval("{'key': [300], equal: 2}")));
    hf_auto(object, other, make_equal());
    hf_auto(object, key, python_eval("'key'"));
    hf_auto(object, value, number(1));
    hf_auto(object, more, python_eval("{i: i for i in range(9)}"));
    hf_object out = hf_null(object);
    hf_object_borrowed lent = hf_null(object_borrowed);
    Py_ssize_t n;
    CALL(gives(hf_dict_new(), "{}"));
    READ(outcome(hf_dict_length(hf_borrow(d), &n) && n == 2));
    CALL(finds(hf_dict_get(hf_borrow(d), other, &out), out, "2"));
    READ(finds(hf_dict_get(hf_borrow(d), value, &out), out, NULL));
    CALL(finds(hf_dict_get_utf8(hf_borrow(d), "key", &out), out, "[300]"));
    CALL(outcome(hf_found(hf_dict_get_borrowed(hf_borrow(d), other, &lent)) &&
                 !hf_is_null(lent)));
    CALL(outcome(
        hf_found(hf_dict_get_borrowed_utf8(hf_borrow(d), "key", &lent)) &&
        !hf_is_null(lent)));
    CALL(answers(hf_dict_contains(hf_borrow(d), other), true));
    CALL(answers(hf_dict_contains_utf8(hf_borrow(d), "nope"), false));
    CALL(changes(hf_dict_set(hf_borrow(d), other, hf_incref(value)), d, before,
                 "{'key': [300], equal: 1000001}"));
    CALL(changes(hf_dict_set_utf8(hf_borrow(d), "kelp", hf_incref(value)), d,
                 before, "{'key': [300], equal: 2, 'kelp': 1000001}"));
    CALL(finds(hf_dict_set_default(hf_borrow(d), other, hf_incref(value), &out),
               out, "2"));
    CALL(finds(hf_dict_pop(hf_borrow(d), other, &out), out, "2"));
    CALL(finds(hf_dict_pop_utf8(hf_borrow(d), "key", &out), out, "[300]"));
    CALL(looks_up(hf_dict_discard(hf_borrow(d), other), true));
    CALL(looks_up(hf_dict_discard_utf8(hf_borrow(d), "key"), true));
    READ(changes(hf_dict_delete(hf_borrow(d), key), d, before, without));
    CALL(refusal(hf_dict_delete(hf_borrow(d), value), PyExc_KeyError));
    CALL(changes(hf_dict_delete_utf8(hf_borrow(d), "key"), d, before, without));
    READ(changes(hf_dict_delete_all(hf_borrow(d)), d, before, "{}"));
    CALL(changes(hf_dict_update(hf_borrow(d), more), d, ANY,
                 "{'key': [300], equal: 2, 0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, "
                 "6: 6, 7: 7, 8: 8}"));
    CALL(gives(hf_dict_from_object(d), before));
    CALL(refuses(hf_dict_from_object(value), PyExc_TypeError));
    CALL(gives(hf_dict_copy(hf_borrow(d)), before));
    CALL(gives(hf_dict_keys(hf_borrow(d)), "['key', equal]"));
    CALL(gives(hf_dict_values(hf_borrow(d)), "[[300], 2]"));
    CALL(gives(hf_dict_items(hf_borrow(d)), "[('key', [300]), (equal, 2)]"));
    READ(outcome(walks_dict(hf_borrow(d))));
    hf_decref(hf_move(&d));
    assert_int_equal(hf_refcnt(other), 1);
    assert_int_equal(hf_refcnt(value), 1);
    assert_int_equal(hf_refcnt(more), 1);
}

/* ---- set and frozenset. */

CALLS(set)
{
    hf_auto(set, s, hf_set_cast(python_eval("{3}")));
    hf_auto(frozenset, f, hf_frozenset_cast(python_eval("frozenset([3])")));
    hf_auto(object, equal, make_equal());
    hf_auto(object, item, number(1));
    hf_auto(object, three, python_eval("3"));
    hf_auto(object, items, python_eval("[1, 2, 4, 5, 6, 7, 8, 9]"));
    Py_ssize_t n;
    CALL(gives(hf_set_new(), "set()"));
    CALL(gives(hf_frozenset_new(), "frozenset()"));
    CALL(gives(hf_set_from_iterable(items), "{1, 2, 4, 5, 6, 7, 8, 9}"));
    CALL(gives(hf_frozenset_from_iterable(items),
               "frozenset({1, 2, 4, 5, 6, 7, 8, 9})"));
    READ(outcome(hf_set_length(hf_borrow(s), &n) && n == 1));
    READ(outcome(hf_frozenset_length(hf_borrow(f), &n) && n == 1));
    CALL(answers(hf_set_contains(hf_borrow(s), equal), false));
    CALL(answers(hf_frozenset_contains(hf_borrow(f), equal), false));
    CALL(changes(hf_set_add(hf_borrow(s), equal), s, "{3}", ANY));
    CALL(looks_up(hf_set_discard(hf_borrow(s), equal), false));
    READ(looks_up(hf_set_discard(hf_borrow(s), three), true));
    READ(changes(hf_set_delete(hf_borrow(s), three), s, "{3}", "set()"));
    CALL(refusal(hf_set_delete(hf_borrow(s), item), PyExc_KeyError));
    READ(gives(hf_set_pop(hf_borrow(s)), "3"));
    READ(changes(hf_set_delete_all(hf_borrow(s)), s, "{3}", "set()"));
    CALL(changes(hf_set_update(hf_borrow(s), items), s, ANY,
                 "{1, 2, 3, 4, 5, 6, 7, 8, 9}"));
    CALL(gives(hf_set_copy(hf_borrow(s)), "{3}"));
    hf_decref(hf_move(&s));
    assert_int_equal(hf_refcnt(equal), 1);
    assert_int_equal(hf_refcnt(item), 1);
    assert_int_equal(hf_refcnt(items), 1);
}

/* ---- range and slice. */

CALLS(range_and_slice)
{
    hf_auto(range, r, hf_range_new(1000, 2000, 300));
    hf_auto(range, endless, hf_range_cast(python_eval("range(1 << 70)")));
    hf_auto(object, a, number(1));
    hf_auto(object, none, python_eval("None"));
    python_run("class One:\n"
               "    def __index__(self): return len([self])\n");
    hf_auto(slice, s, hf_slice_cast(python_eval("slice(One(), None)")));
    hf_slice_part part = {0};
    Py_ssize_t n, m, step;
    CALL(gives(hf_range_new(1000, 2000, 300), "range(1000, 2000, 300)"));
    CALL(refuses(hf_range_new(1000, 2000, 0), PyExc_ValueError));
    READ(outcome(hf_range_length(hf_borrow(r), &n) && n == 4));
    CALL(refusal(hf_range_length(hf_borrow(endless), &n), PyExc_OverflowError));
    CALL(gives(hf_range_start(hf_borrow(r)), "1000"));
    CALL(gives(hf_range_stop(hf_borrow(r)), "2000"));
    CALL(gives(hf_range_step(hf_borrow(r)), "300"));
    CALL(gives(hf_slice_new(a, none, none), "slice(1000001, None, None)"));
    READ(gives(hf_slice_start(hf_borrow(s)), ANY));
    READ(gives(hf_slice_stop(hf_borrow(s)), "None"));
    READ(gives(hf_slice_step(hf_borrow(s)), "None"));
    CALL(
        outcome(hf_slice_of_length(hf_borrow(s), 9, &part) && part.count == 8));
    CALL(outcome(hf_slice_unpack(hf_borrow(s), &n, &m, &step) && n == 1));
    READ(part = hf_slice_part_of(9, 1, 9, 3); outcome(part.count == 3));
    assert_int_equal(hf_refcnt(r), 1);
    assert_int_equal(hf_refcnt(a), 1);
}

/* ---- What any object can do. */

CALLS(sequence)
{
    const char *before = "[[300], 2]";
    hf_auto(object, x, python_eval("[[300], 2]"));
    hf_auto(object, many, python_eval(range_20));
    hf_auto(object, item, number(1));
    hf_auto(object, equal, make_equal());
    hf_auto(object, items, python_eval("[4, 5]"));
    Py_ssize_t n;
    READ(outcome(hf_sequence_check(x)));
    READ(outcome(hf_sequence_length(x, &n) && n == 2));
    CALL(refusal(hf_sequence_length(item, &n), PyExc_TypeError));
    READ(gives(hf_sequence_get(x, 0), "[300]"));
    CALL(refuses(hf_sequence_get(item, 2), PyExc_TypeError));
    READ(changes(hf_sequence_set(x, 0, hf_incref(item)), x, before,
                 "[1000001, 2]"));
    CALL(refusal(hf_sequence_set(x, 2, hf_incref(item)), PyExc_IndexError));
    READ(changes(hf_sequence_delete(x, 0), x, before, "[2]"));
    CALL(gives(hf_sequence_slice(x, 0, 1), "[[300]]"));
    CALL(
        changes(hf_sequence_set_slice(x, 0, 1, items), x, before, "[4, 5, 2]"));
    CALL(changes(hf_sequence_delete_slice(many, 2, 20), many, range_20,
                 "[0, 1]"));
    CALL(gives(hf_sequence_concat(x, items), "[[300], 2, 4, 5]"));
    CALL(gives(hf_sequence_repeat(x, 2), "[[300], 2, [300], 2]"));
    CALL(
        gives(hf_sequence_append_all(hf_incref(x), items), "[[300], 2, 4, 5]"));
    CALL(refuses(hf_sequence_append_all(hf_incref(x), item), PyExc_TypeError));
    CALL(outcome(hf_sequence_count(x, equal, &n) && n == 2));
    CALL(outcome(hf_found(hf_sequence_index(x, equal, &n)) && n == 0));
    CALL(answers(hf_sequence_contains(x, equal), true));
    assert_int_equal(hf_refcnt(x), 1);
    hf_decref(hf_move(&x));
    assert_int_equal(hf_refcnt(item), 1);
    assert_int_equal(hf_refcnt(equal), 1);
    assert_int_equal(hf_refcnt(items), 1);
}

CALLS(mapping)
{
    const char *before = "{'k': [300]}";
    hf_auto(object, x, python_eval("{'k': [300]}"));
    hf_auto(object, key, python_eval("'k'"));
    hf_auto(object, equal, make_equal());
    hf_auto(object, value, number(1));
    hf_object out = hf_null(object);
    Py_ssize_t n;
    READ(outcome(hf_mapping_check(x)));
    READ(outcome(hf_mapping_length(x, &n) && n == 1));
    READ(finds(hf_mapping_get(x, key, &out), out, "[300]"));
    CALL(finds(hf_mapping_get(x, equal, &out), out, NULL));
    CALL(answers(hf_mapping_contains(x, equal), false));
    CALL(changes(hf_mapping_set(x, equal, hf_incref(value)), x, before,
                 "{'k': [300], equal: 1000001}"));
    READ(changes(hf_mapping_delete(x, key), x, before, "{}"));
    CALL(refusal(hf_mapping_delete(x, value), PyExc_KeyError));
    CALL(gives(hf_mapping_keys(x), "['k']"));
    CALL(gives(hf_mapping_values(x), "[[300]]"));
    CALL(gives(hf_mapping_items(x), "[('k', [300])]"));
    CALL(refuses(hf_mapping_keys(value), PyExc_AttributeError));
    assert_int_equal(hf_refcnt(x), 1);
    hf_decref(hf_move(&x));
    assert_int_equal(hf_refcnt(equal), 1);
    assert_int_equal(hf_refcnt(value), 1);
}

static bool walks(hf_object_borrowed iterable)
{
    int n = 0;
    hf_iterator_each(item, iterable)
    {
        n += !hf_is_null(item);
    }
    return n == 2 && !hf_error_occurred();
}

CALLS(iterator)
{
    python_run("def generate():\n"
               "    got = yield [300]\n"
               "    yield [got]\n"
               "    return [got, got]\n"
               "class Closed:\n"
               "    def __iter__(self): return self\n"
               "    def __next__(self): return [300]\n"
               "    def close(self): return [300]\n");
    hf_auto(object, list, python_eval("[[1], [2]]"));
    hf_auto(object, n, number(1));
    hf_auto(object, none, python_eval("None"));
    hf_auto(iterator, begun, hf_iterator_cast(python_eval("generate()")));
    hf_auto(iterator, ended, hf_iterator_cast(python_eval("iter(())")));
    hf_auto(iterator, closed, hf_iterator_cast(python_eval("Closed()")));
    hf_object out = hf_null(object);
    CALL(gives(hf_object_iter(list), ANY));
    CALL(refuses(hf_object_iter(n), PyExc_TypeError));
    CALL(finds(hf_iterator_next(hf_borrow(begun), &out), out, "[300]"));
    READ(finds(hf_iterator_next(hf_borrow(ended), &out), out, NULL));
    CALL(finds(hf_iterator_send(hf_borrow(begun), none, &out), out, "[300]"));
    CALL(outcome((bool)hf_iterator_close(hf_borrow(closed))));
    CALL(outcome(walks(hf_borrow(list))));
    assert_int_equal(hf_refcnt(list), 1);
    assert_int_equal(hf_refcnt(n), 1);
    assert_int_equal(hf_refcnt(begun), 1);
}

/* ---- Builders. They are longer than what they keep in themselves. */

enum { LONG = 40 };

ALLOCATES(list_builder, 2)
{
    hf_auto(object, item, number(1));
    hf_list_builder b = {0};
    arm();
    if (variant == 1) {
        hf_list_builder_reserve(&b, LONG);
    }
    for (int i = 0; i < LONG; i++) {
        hf_list_builder_append(&b, hf_incref(item));
    }
    hf_auto(list, made, hf_list_builder_finish(&b));
    outcome(!hf_is_null(made));
    Py_ssize_t kept = hf_is_null(made) ? 0 : PyList_GET_SIZE(hf_as_raw(made));
    assert_int_equal(kept, hf_is_null(made) ? 0 : LONG);
    assert_int_equal(hf_refcnt(item), 1 + kept);
}

ALLOCATES(tuple_builder, 2)
{
    hf_auto(object, item, number(1));
    hf_tuple_builder b = {0};
    arm();
    if (variant == 1) {
        hf_tuple_builder_reserve(&b, LONG);
    }
    for (int i = 0; i < LONG; i++) {
        hf_tuple_builder_append(&b, hf_incref(item));
    }
    hf_auto(tuple, made, hf_tuple_builder_finish(&b));
    outcome(!hf_is_null(made));
    Py_ssize_t kept = hf_is_null(made) ? 0 : PyTuple_GET_SIZE(hf_as_raw(made));
    assert_int_equal(kept, hf_is_null(made) ? 0 : LONG);
    assert_int_equal(hf_refcnt(item), 1 + kept);
}

ALLOCATES(dict_builder, 1)
{
    hf_auto(object, value, number(1));
    hf_auto(object, equal, make_equal());
    hf_dict_builder b = {0};
    arm();
    for (int i = 0; i < LONG; i++) {
        char key[] = {(char)('A' + i), '-', '\0'};
        hf_dict_builder_set_utf8(&b, key, hf_incref(value));
    }
    hf_dict_builder_set(&b, equal, hf_incref(value));
    hf_auto(dict, made, hf_dict_builder_finish(&b));
    outcome(!hf_is_null(made));
    Py_ssize_t kept = hf_is_null(made) ? 0 : PyDict_GET_SIZE(hf_as_raw(made));
    assert_int_equal(kept, hf_is_null(made) ? 0 : LONG + 1);
    assert_int_equal(hf_refcnt(value), 1 + kept);
}

ALLOCATES(builders_that_are_cleared, 3)
{
    hf_auto(object, item, number(1));
    hf_list_builder l = {0};
    hf_tuple_builder t = {0};
    hf_dict_builder d = {0};
    arm();
    for (int i = 0; i < LONG && variant == 0; i++) {
        hf_list_builder_append(&l, hf_incref(item));
    }
    for (int i = 0; i < LONG && variant == 1; i++) {
        hf_tuple_builder_append(&t, hf_incref(item));
    }
    if (variant == 2) {
        hf_dict_builder_set(&d, item, hf_incref(item));
    }
    hf_list_builder_clear(&l);
    hf_tuple_builder_clear(&t);
    hf_dict_builder_clear(&d);
    outcome(!hf_error_occurred());
    assert_int_equal(hf_refcnt(item), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(list),
        TEST(tuple),
        TEST(dict),
        TEST(set),
        TEST(range_and_slice),
        TEST(sequence),
        TEST(mapping),
        TEST(iterator),
        TEST(list_builder),
        TEST(tuple_builder),
        TEST(dict_builder),
        TEST(builders_that_are_cleared),
    };
    return RUN_TESTS(tests);
}
