/* example.containers: lists, dicts, sets and tuples, made and walked along. */
#include "bind/module.h"

/* ---- Builders: nothing is asked until the end, which is null where anything
 * before has failed. */
static hf_list squares(uint32_t n)
{
    hf_list_builder b = {0};
    for (uint32_t i = 0; i < n; i++) {
        hf_list_builder_append(&b, hf_int_from_u64((uint64_t)i * i));
    }
    return hf_list_builder_finish(&b);
}
HF_FUNCTION(squares, list, "The squares of 0, 1, ... below n.",
            arg(uint32_t, n), slash)

static hf_dict point(double x, double y)
{
    hf_dict_builder b = {0};
    hf_dict_builder_set_utf8(&b, "x", hf_float_from_double(x));
    hf_dict_builder_set_utf8(&b, "y", hf_float_from_double(y));
    return hf_dict_builder_finish(&b);
}
HF_FUNCTION(point, dict, "A dict of x and y.", arg(double, x), arg(double, y))

static hf_tuple ends(hf_list_borrowed items)
{
    hf_tuple_builder b = {0};
    hf_tuple_builder_append(&b, hf_list_get(items, 0));
    Py_ssize_t length;
    if (hf_list_length(items, &length)) {
        hf_tuple_builder_append(&b, hf_list_get(items, length - 1));
    }
    return hf_tuple_builder_finish(&b);
}
HF_FUNCTION(ends, tuple, "The first and the last item.", arg(list, items),
            slash)

/* ---- A dict that grows: what is looked up is found, missing, or an error. */
static hf_worked count_one(hf_dict_borrowed counts, hf_object_borrowed item)
{
    hf_object known;
    hf_lookup lookup = hf_dict_get(counts, item, &known);
    if (hf_failed(lookup)) {
        return hf_worked_if(false); /* no hash, or an __eq__ that raises */
    }
    hf_auto(int, one, hf_int_from_u64(1));
    if (hf_missing(lookup)) {
        return hf_dict_set(counts, item, hf_move(&one));
    }
    return hf_dict_set(counts, item, hf_number_add_in_place(known, one));
}

static hf_dict counted(hf_object_borrowed items)
{
    hf_auto(dict, counts, hf_dict_new());
    hf_iterator_each(item, items) {
        if (!count_one(hf_borrow(counts), hf_borrow(item))) {
            break;
        }
    }
    return hf_error_occurred() ? hf_null(dict) : hf_move(&counts);
}
HF_FUNCTION(counted, dict, "How often each item is there.", arg(object, items),
            slash)

static hf_dict inverted(hf_dict_borrowed dict)
{
    hf_dict_builder b = {0};
    hf_dict_each(key, value, dict) {
        hf_dict_builder_set(&b, value, hf_incref(key));
        if (hf_error_occurred()) {
            break;
        }
    }
    return hf_dict_builder_finish(&b);
}
HF_FUNCTION(inverted, dict, "Its values with their keys.", arg(dict, dict),
            slash)

/* ---- A set, and the question whether something is in it. */
static hf_set repeated(hf_object_borrowed items)
{
    hf_auto(set, once, hf_set_new());
    hf_auto(set, more, hf_set_new());
    hf_iterator_each(item, items) {
        hf_answer seen = hf_set_contains(hf_borrow(once), item);
        if (hf_failed(seen) ||
            !hf_set_add(hf_yes(seen) ? hf_borrow(more) : hf_borrow(once),
                        item)) {
            break;
        }
    }
    return hf_error_occurred() ? hf_null(set) : hf_move(&more);
}
HF_FUNCTION(repeated, set, "Those items that are there more than once.",
            arg(object, items), slash)

/* ---- A list that the caller sees change. */
static hf_worked rotate(hf_list_borrowed items)
{
    Py_ssize_t length;
    if (!hf_list_length(items, &length)) {
        return hf_worked_if(false);
    }
    return length == 0 ? hf_worked_if(true)
                       : hf_list_insert(items, 0, hf_list_pop(items));
}
HF_FUNCTION(rotate, none, "Put the last item before the first.",
            arg(list, items), slash)

HF_MODULE(containers, "Lists, dicts, sets and tuples.", function(squares),
          function(point), function(ends), function(counted),
          function(inverted), function(repeated), function(rotate),
          per_interpreter_gil)
