/* example.iterators: to be iterated over, and to iterate over anything. */
#include "bind/module.h"

/* ---- An iterator is a class with next, whose iter() is itself. */
HF_FIELDS(range_iterator, "RangeIterator", has(int64_t, next),
          has(int64_t, stop), has(int64_t, step))
HF_NO_CONSTRUCT(range_iterator)

static hf_lookup range_iterator_next(struct range_iterator *self, int64_t *out)
{
    bool is_there = self->step > 0 ? self->next < self->stop
                                   : self->next > self->stop;
    *out = self->next;
    if (is_there &&
        __builtin_add_overflow(self->next, self->step, &self->next)) {
        self->next = self->stop; /* no int64_t is behind it: that is the end */
    }
    return hf_lookup_found_if(is_there); /* what is missing ends it */
}
HF_CLASS(range_iterator, "Walks along a Range.", iter_self, next(int64_t))

/* ---- What can be walked along more than once gives a new iterator each time.
 * The module's state keeps the class, for C to make instances of it. */
HF_STATE(iterators_state, owns(type, range_iterator))

HF_FIELDS(range_of, "Range", has(int64_t, start), has(int64_t, stop),
          has(int64_t, step), owns(type, iterator))

static hf_worked range_of_new(struct range_of *self,
                              struct iterators_state *state, int64_t start,
                              int64_t stop, int64_t step)
{
    if (step == 0) {
        hf_raise(ValueError, "step must not be zero");
        return hf_worked_if(false);
    }
    self->start = start;
    self->stop = stop;
    self->step = step;
    return hf_replace(&self->iterator, hf_incref(state->range_iterator));
}
HF_CONSTRUCT(range_of, state(iterators_state), arg(int64_t, start),
             arg(int64_t, stop), def(int64_t, step, 1))

static hf_range_iterator range_of_iter(struct range_of *self)
{
    hf_auto(range_iterator, iterator,
            HF_INSTANCE(range_iterator, hf_borrow(self->iterator)));
    if (hf_is_null(iterator)) {
        return hf_null(range_iterator);
    }
    struct range_iterator *data = hf_range_iterator_data(hf_borrow(iterator));
    data->next = self->start;
    data->stop = self->stop;
    data->step = self->step;
    return hf_move(&iterator);
}
HF_CLASS(range_of, "The ints from start up to stop.", iter(range_iterator),
         member(int64_t, start), member(int64_t, stop), member(int64_t, step))

/* ---- To iterate over anything that can be. The walk ends where the items do,
 * and where one cannot be had. */
static hf_worked total(hf_object_borrowed items, double *out)
{
    *out = 0;
    hf_iterator_each(item, items) {
        double value = 0;
        if (!hf_object_as_double(item, &value)) {
            break;
        }
        *out += value;
    }
    return hf_worked_if(!hf_error_occurred());
}
HF_FUNCTION(total, none, "The sum of the items.", arg(object, items), slash,
            out(double))

/* Two iterators at once, by hand: next is an item, the end, or an error. */
static hf_list pairs(hf_object_borrowed left, hf_object_borrowed right)
{
    hf_auto(iterator, a, hf_object_iter(left));
    hf_auto(iterator, b, hf_is_null(a) ? hf_null(iterator)
                                       : hf_object_iter(right));
    hf_list_builder list = {0};
    while (!hf_error_occurred()) {
        hf_object x, y;
        if (!hf_found(hf_iterator_next(hf_borrow(a), &x))) {
            break;
        }
        if (!hf_found(hf_iterator_next(hf_borrow(b), &y))) {
            hf_decref(x);
            break;
        }
        hf_tuple_builder pair = {0};
        hf_tuple_builder_append(&pair, x);
        hf_tuple_builder_append(&pair, y);
        hf_list_builder_append(&list, hf_tuple_builder_finish(&pair));
    }
    if (hf_error_occurred()) {
        hf_list_builder_clear(&list);
        return hf_null(list);
    }
    return hf_list_builder_finish(&list);
}
HF_FUNCTION(pairs, list, "list(zip(left, right)).", arg(object, left),
            arg(object, right), slash)

HF_MODULE(iterators, "Being iterated over, and iterating.",
          state(iterators_state), class_kept(iterators_state, range_iterator),
          class(range_of), function(total), function(pairs),
          per_interpreter_gil)
