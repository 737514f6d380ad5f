/* classed: classes of every kind, for test_classes.py. */
#include "bind/module.h"

HF_STATE(classed_state, owns(type, token), has(int64_t, ended),
         has(int64_t, chained))

/* ---- A class with all of what an object can be. */

HF_FIELDS(box, "Box", owns(object, item), has(int64_t, size),
          has(double, weight), has(int64_t, shown), weakrefs, attributes)

static hf_worked box_new(struct box *self, hf_object_borrowed item,
                         int64_t size)
{
    if (size < 0) {
        hf_error_raise(PyExc_ValueError, "a box has a size");
        return hf_worked_if(false);
    }
    self->size = size;
    return hf_replace(&self->item, hf_incref(item));
}
HF_CONSTRUCT(box, arg(object, item), def(int64_t, size, 3))

static hf_object box_item(struct box *self)
{
    return hf_is_null(self->item) ? hf_none() : hf_incref(self->item);
}
static hf_worked box_set_item(struct box *self, hf_object_borrowed item)
{
    return hf_replace(&self->item, hf_incref(item));
}
static hf_worked box_delete_item(struct box *self)
{
    hf_clear(&self->item);
    return hf_worked_if(true);
}
static int64_t box_twice(struct box *self)
{
    return 2 * self->size;
}

static hf_str box_repr(struct box *self)
{
    return hf_str_format("Box(%R, %lld)", self->item, (long long)self->size);
}
static hf_str box_str(struct box *self)
{
    return hf_str_format("a box of %lld", (long long)self->size);
}
static hf_worked box_hash(struct box *self, Py_hash_t *out)
{
    if (self->size == 99) {
        hf_error_raise(PyExc_TypeError, "no hash of 99");
        return hf_worked_if(false);
    }
    *out = self->size == 1 ? -1 : (Py_hash_t)self->size;
    return hf_worked_if(true);
}
static hf_answer box_truth(struct box *self)
{
    if (self->size == 99) {
        hf_error_raise(PyExc_TypeError, "no truth of 99");
        return hf_answer_failed();
    }
    return hf_answer_yes_if(self->size > 0);
}
static hf_answer box_compare(struct box *self, hf_box_borrowed other, int op)
{
    int64_t l = self->size, r = hf_box_data(other)->size;
    return hf_answer_yes_if(op == Py_LT   ? l < r
                            : op == Py_LE ? l <= r
                            : op == Py_EQ ? l == r
                            : op == Py_NE ? l != r
                            : op == Py_GT ? l > r
                                          : l >= r);
}
static hf_worked box_length(struct box *self, Py_ssize_t *out)
{
    *out = (Py_ssize_t)(self->size == 98 ? -5 : self->size);
    return hf_worked_if(true);
}
static hf_answer box_contains(struct box *self, int64_t i)
{
    return hf_answer_yes_if(i >= 0 && i < self->size);
}
static hf_str box_getitem(struct box *self, int64_t i)
{
    if (i < 0 || i >= self->size) {
        hf_error_raise(PyExc_IndexError, "no %lld", (long long)i);
        return hf_null(str);
    }
    return hf_str_format("item %lld", (long long)i);
}
static hf_worked box_setitem(struct box *self, int64_t i, hf_str_borrowed s)
{
    hf_auto(object, pair,
            hf_into_object(hf_str_format("%lld=%S", (long long)i, s)));
    return hf_replace(&self->item, hf_move(&pair));
}
static hf_worked box_delitem(struct box *self, int64_t i)
{
    self->size = i;
    return hf_worked_if(true);
}

static hf_str box_call(struct box *self, hf_str_borrowed a, int64_t b)
{
    return hf_str_format("%lld %S %lld", (long long)self->size, a,
                         (long long)b);
}
HF_CALL(box, str, arg(str, a), def(int64_t, b, 7))

/* ---- Methods. */

static int64_t box_plus(struct box *self, int64_t a, int64_t b)
{
    return self->size + a + b;
}
HF_METHOD(box, plus, int64_t, "Size, a and b.", arg(int64_t, a),
          def(int64_t, b, 0))
static hf_str box_make(hf_type_borrowed cls, hf_str_borrowed s)
{
    return hf_str_format("%R %S", cls, s);
}
HF_CLASS_METHOD(box, make, str, "The class.", arg(str, s))
static int64_t box_sum(int64_t a, int64_t b)
{
    return a + b;
}
HF_STATIC_METHOD(box, sum, int64_t, "a + b.", arg(int64_t, a),
                 def(int64_t, b, 1))
static int64_t box_nothing(void)
{
    return 0;
}
HF_STATIC_METHOD(box, nothing, int64_t, "0.")
static hf_object box_enter(struct box *self)
{
    return hf_into_object(hf_incref(hf_box_of(self)));
}
HF_METHOD_AS("__enter__", box, enter, object, "Begin.")
static bool box_exit(struct box *self, hf_rest why)
{
    self->size = (int64_t)why.size;
    return false;
}
HF_METHOD_AS("__exit__", box, exit, bool, "End.", rest(why))
static hf_tuple box_reduce(struct box *self)
{
    hf_tuple_builder b = {0};
    hf_tuple_builder args = {0};
    hf_tuple_builder_append(&args, box_item(self));
    hf_tuple_builder_append(&args, hf_int_from_i64(self->size));
    hf_tuple_builder_append(
        &b, hf_incref(hf_object_from_borrowed(
                (PyObject *)Py_TYPE(hf_as_raw(hf_box_of(self))))));
    hf_tuple_builder_append(&b, hf_tuple_builder_finish(&args));
    return hf_tuple_builder_finish(&b);
}
HF_METHOD_AS("__reduce__", box, reduce, tuple, "For pickle.")
static int64_t box_count(struct box *self, struct classed_state *state,
                         hf_module_borrowed module)
{
    (void)self;
    return hf_check(module, hf_as_object(module)) ? state->ended : -1;
}
HF_METHOD(box, count, int64_t, "How many ended.", state(classed_state), module)

HF_CLASS(box, "Holds something.", method(plus), method(make), method(sum),
         method(nothing), method(enter), method(exit), method(reduce),
         method(count), call, deletable(object, item), readonly(int64_t, twice),
         member(int64_t, size), member(double, weight), repr, str, hash, truth,
         compare, length, contains(int64_t), getitem(int64_t, str),
         setdelitem(int64_t, str))

/* ---- Numbers. */

HF_FIELDS(meters, "Meters", has(double, n))

static hf_worked meters_new(struct meters *self, double n)
{
    self->n = n;
    return hf_worked_if(true);
}
HF_CONSTRUCT(meters, arg(double, n), slash)
static double meters_n(struct meters *self)
{
    return self->n;
}
static double meters_add(struct meters *self, hf_meters_borrowed other)
{
    return self->n + hf_meters_data(other)->n;
}
static double meters_multiply(struct meters *self, double by)
{
    return self->n * by;
}
static double meters_subtract(struct meters *self, double by)
{
    return self->n - by;
}
static double meters_rsubtract(struct meters *self, double by)
{
    return by - self->n;
}
static hf_worked meters_iadd(struct meters *self, hf_meters_borrowed other)
{
    self->n += hf_meters_data(other)->n;
    return hf_worked_if(true);
}
static double meters_power(struct meters *self, double by)
{
    return self->n * 100 + by;
}
static double meters_rpower(struct meters *self, double by)
{
    return by * 100 + self->n;
}
static double meters_negative(struct meters *self)
{
    return -self->n;
}
static double meters_float(struct meters *self)
{
    return self->n;
}
static hf_answer meters_equal(struct meters *self, hf_meters_borrowed other)
{
    if (self->n == 99) {
        hf_error_raise(PyExc_ValueError, "99");
        return hf_answer_failed();
    }
    return hf_answer_yes_if(self->n == hf_meters_data(other)->n);
}
HF_CLASS(meters, "A length.", readonly(double, n), binary(add, meters, double),
         binary(multiply, double, double), reflected(subtract, double, double),
         reflected(power, double, double), in_place(add, meters),
         unary(negative, double), unary(float, double), equal, final)

/* ---- Iteration. */

HF_FIELDS(countdown, "Countdown", has(int, n))
static hf_worked countdown_new(struct countdown *self, int n)
{
    self->n = n;
    return hf_worked_if(true);
}
HF_CONSTRUCT(countdown, arg(int, n))
static hf_lookup countdown_next(struct countdown *self, int *out)
{
    if (self->n == 13) {
        hf_error_raise(PyExc_ValueError, "13");
        return hf_lookup_failed();
    }
    *out = self->n;
    return hf_lookup_found_if(self->n-- > 0);
}
HF_CLASS(countdown, "Counts.", iter_self, next(int))

HF_FIELDS(series, "Series", owns(tuple, items), has(int, opened))
static hf_worked series_new(struct series *self, hf_rest items)
{
    return hf_replace(&self->items, hf_rest_to_tuple(items));
}
HF_CONSTRUCT(series, rest(items))
static hf_iterator series_iter(struct series *self)
{
    return hf_object_iter(hf_as_object(self->items));
}
static hf_lookup series_getattr(struct series *self, hf_str_borrowed name,
                                hf_str *out)
{
    hf_utf8 text;
    *out = hf_null(str);
    if (!hf_str_as_utf8(name, &text)) {
        return hf_lookup_failed();
    }
    if (text.data[0] == 'x') {
        *out = hf_str_format("%S of %zd", name,
                             PyTuple_GET_SIZE(hf_as_raw(self->items)));
        return hf_is_null(*out) ? hf_lookup_failed() : hf_lookup_found_if(true);
    }
    if (text.data[0] == 'y') {
        hf_error_raise(PyExc_KeyError, "y");
        return hf_lookup_failed();
    }
    return hf_lookup_found_if(false);
}
HF_CLASS(series, "Items.", iter(iterator), getattr(str))

/* ---- Inheritance. */

HF_FIELDS(animal, "Animal", owns(str, name), weakrefs)
static hf_worked animal_new(struct animal *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(animal, arg(str, name))
static hf_str animal_name(struct animal *self)
{
    return hf_incref(self->name);
}
static hf_str animal_speak(struct animal *self)
{
    return hf_str_format("%S says nothing", self->name);
}
HF_METHOD(animal, speak, str, "What it says.")
HF_CLASS(animal, "An animal.", method(speak), readonly(str, name))

HF_FIELDS(dog, "Dog", inherits(animal), owns(object, owner),
          has(int64_t, tricks))
static hf_worked dog_new(struct dog *self, hf_str_borrowed name, int64_t tricks)
{
    self->tricks = tricks;
    return animal_new(&self->base, name);
}
HF_CONSTRUCT(dog, arg(str, name), def(int64_t, tricks, 0))
static hf_str dog_speak(struct dog *self)
{
    return hf_str_format("%S says wuff %lld times", self->base.name,
                         (long long)self->tricks);
}
HF_METHOD(dog, speak, str, "What it says.")
static hf_worked dog_set_owner(struct dog *self, hf_object_borrowed owner)
{
    return hf_replace(&self->owner, hf_incref(owner));
}
static hf_object dog_owner(struct dog *self)
{
    return hf_is_null(self->owner) ? hf_none() : hf_incref(self->owner);
}
HF_CLASS(dog, "A dog.", method(speak), property(object, owner),
         member(int64_t, tricks))

/* What takes an animal takes a dog. */
static hf_str name_of(hf_animal_borrowed a)
{
    return hf_incref(hf_animal_data(a)->name);
}
HF_FUNCTION(name_of, str, "Its name.", arg(animal, a), slash)
static hf_object upcast(hf_dog_borrowed d)
{
    hf_auto(animal, a, hf_into_parent(hf_incref(d)));
    return hf_into_object(hf_move(&a));
}
HF_FUNCTION(upcast, object, "The same.", arg(dog, d), slash)

/* ---- Other ways to be made. */

HF_FIELDS(started, "Started", owns(str, name), has(int, times))
static hf_worked started_init(struct started *self, hf_str_borrowed name)
{
    self->times++;
    return hf_replace(&self->name, hf_incref(name));
}
HF_INIT(started, arg(str, name))
static int started_times(struct started *self)
{
    return self->times;
}
HF_CLASS(started, "By __init__.", readonly(int, times))

HF_FIELDS(token, "Token", has(int64_t, number))
HF_NO_CONSTRUCT(token)
HF_CLASS(token, "Python makes none.", member(int64_t, number))
static hf_token new_token(struct classed_state *state, int64_t number)
{
    hf_token made = HF_INSTANCE(token, hf_borrow(state->token));
    if (!hf_is_null(made)) {
        hf_token_data(hf_borrow(made))->number = number;
    }
    return made;
}
HF_FUNCTION(new_token, token, "A token.", state(classed_state),
            arg(int64_t, number))
static hf_token other_token(hf_type_borrowed type)
{
    return HF_INSTANCE(token, type);
}
HF_FUNCTION(other_token, token, "A token of that type.", arg(type, type), slash)

/* ---- A class that owns its own instances, and finds the state where there is no
 * parameter for it. */

HF_FIELDS(chain, "Chain", owns(chain, rest), has(int64_t, number), weakrefs)
static hf_worked chain_new(struct chain *self, hf_chain_borrowed rest)
{
    struct classed_state *state = HF_STATE_OF(classed_state,
                                              hf_chain_module(self));
    if (state == NULL) {
        return hf_worked_if(false);
    }
    self->number = ++state->chained;
    self->rest = hf_incref(rest);
    return hf_worked_if(true);
}
HF_CONSTRUCT(chain, opt(chain, rest))
static hf_worked chain_length(struct chain *self, Py_ssize_t *out)
{
    for (*out = 0; self != NULL; ++*out) {
        self = hf_chain_data(hf_borrow(self->rest));
    }
    return hf_worked_if(true);
}
static hf_object chain_rest(struct chain *self)
{
    return hf_is_null(self->rest) ? hf_none()
                                  : hf_into_object(hf_incref(self->rest));
}
static hf_worked chain_set_rest(struct chain *self, hf_object_borrowed rest)
{
    return hf_replace(&self->rest, hf_incref(hf_cast(chain, rest)));
}
static int64_t chain_made(struct chain *self)
{
    struct classed_state *state = HF_STATE_OF(classed_state,
                                              hf_chain_module(self));
    return state == NULL ? -1 : state->chained;
}
HF_CLASS(chain, "A chain.", length, property(object, rest),
         member(int64_t, number), readonly(int64_t, made))

/* ---- The end. */

HF_FIELDS(ending, "Ending", owns(object, told), has(int64_t, number))
static hf_worked ending_new(struct ending *self, hf_object_borrowed told,
                            bool fails)
{
    self->number = 7;
    hf_worked worked = hf_replace(&self->told, hf_incref(told));
    if (fails) {
        hf_error_raise(PyExc_ValueError, "at once");
        return hf_worked_if(false);
    }
    return worked;
}
HF_CONSTRUCT(ending, arg(object, told), def(bool, fails, False))
static void ending_finalizer(struct ending *self)
{
    if (!hf_is_null(self->told)) {
        hf_auto(object, result,
                hf_object_call_one_arg(hf_borrow(self->told),
                                       hf_as_object(hf_ending_of(self))));
    }
}
HF_CLASS(ending, "Tells of its end.", finalizer, member(int64_t, number))

/* The collector sees a class with a finalizer, and so one that inherits from it,
 * though neither owns anything. */
static int64_t counted;
HF_FIELDS(counting, "Counting", has(int64_t, number))
static hf_worked counting_new(struct counting *self)
{
    self->number = 1;
    return hf_worked_if(true);
}
HF_CONSTRUCT(counting)
static void counting_finalizer(struct counting *self)
{
    counted += self->number;
}
static int64_t counting_count(void)
{
    return counted;
}
HF_STATIC_METHOD(counting, count, int64_t, "How many ended.")
static hf_worked counting_ipower(struct counting *self, int64_t by)
{
    self->number += by;
    return hf_worked_if(true);
}
static hf_worked counting_iadd(struct counting *self, int64_t by)
{
    self->number += by;
    return hf_worked_if(true);
}
HF_CLASS(counting, "Counts its ends.", finalizer, method(count),
         in_place(power, int64_t), in_place(add, int64_t),
         member(int64_t, number))

HF_FIELDS(counting_more, "CountingMore", inherits(counting), has(int64_t, more))
static hf_worked counting_more_new(struct counting_more *self)
{
    self->base.number = self->more = 10;
    return hf_worked_if(true);
}
HF_CONSTRUCT(counting_more)
HF_CLASS(counting_more, "Counts more.", member(int64_t, more))

/* ---- Buffers. */

HF_FIELDS(pixels, "Pixels", has(int, shown), has(int, released))
static int16_t all_pixels[3] = {1, 2, 0x0304};
static hf_worked pixels_new(struct pixels *self)
{
    self->shown = self->released = 0;
    return hf_worked_if(true);
}
HF_CONSTRUCT(pixels)
static hf_worked pixels_buffer(struct pixels *self, hf_exported *out)
{
    if (self->shown == 3) {
        hf_error_raise(PyExc_BufferError, "shown three times");
        return hf_worked_if(false);
    }
    self->shown++;
    *out = (hf_exported){.data = all_pixels,
                         .size = sizeof(all_pixels),
                         .itemsize = sizeof(int16_t),
                         .format = "h"};
    return hf_worked_if(true);
}
static void pixels_release_buffer(struct pixels *self)
{
    self->released++;
}
HF_CLASS(pixels, "Three.", buffer, release_buffer, member(int, shown),
         member(int, released))

HF_MODULE(classed, "Classes of every kind.", state(classed_state), class(box),
          class(meters), class(countdown), class(series), class(animal),
          class(dog), class(started), class_kept(classed_state, token),
          class(chain), class(ending), class(counting), class(counting_more),
          class(pixels), function(name_of), function(upcast),
          function(new_token), function(other_token))
