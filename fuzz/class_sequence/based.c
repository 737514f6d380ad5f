/* The classes of class_sequence that stand on those of other modules: behind a
 * builtin, behind a bound class of another module, beside classes of Python. */
#include "fuzz/class_sequence/based.h"

#ifdef HF_PLANTED
#include "fuzz/class_sequence/planted.h"
#endif

PyObject *seen_ending;

static hf_worked is_not_refused(int64_t number)
{
    if (number == REFUSED) {
        hf_error_raise(PyExc_ValueError, "no node has this number");
    }
    return hf_worked_if(number != REFUSED);
}

/* What a finalizer does here. */
static void ended_with(PyObject *raw, int64_t number, bool *has_ended)
{
    ends++;
    if (number % 8 == 6) {
        Py_XSETREF(seen_ending, PyWeakref_NewRef(raw, NULL));
        PyErr_Clear(); /* there may be no memory for it */
    }
    bool is_first = !*has_ended;
    *has_ended = true;
    if (number % 8 == 7 && is_first) {
        rises(raw);
    }
}

/* ---- Host, of a module of its own, which the others know nothing of. */

HF_FIELDS(host, "Host", owns(object, left), has(int64_t, number),
          has(bool, has_ended), weakrefs)
static hf_worked host_new(struct host *self, hf_object_borrowed left,
                          int64_t number)
{
    self->left = hf_incref(left);
    self->number = number;
    return is_not_refused(number);
}
HF_CONSTRUCT(host, opt(object, left), def(int64_t, number, 0))
DELETABLE(host, left)
static void host_finalizer(struct host *self)
{
    ended_with(hf_as_raw(hf_host_of(self)), self->number, &self->has_ended);
}
HF_CLASS(host, "What guests stand on.", deletable(object, left),
         member(int64_t, number), finalizer)
static hf_object take_host(hf_host_borrowed x)
{
    return hf_incref(hf_as_object(x));
}
HF_FUNCTION(take_host, object, "", arg(host, x), slash)
HF_MODULE(hosts, "Hosts.", class(host), function(take_host))

PyModuleDef *hosts_definition(void)
{
    return (PyModuleDef *)PyInit_hosts();
}

/* ---- Guest, whose left and number are those of its host. */

HF_FIELDS(guest, "Guest", extends("hosts.Host"), owns(object, right),
          attributes)
static hf_tuple guest_base(hf_type_borrowed type, hf_object_borrowed left,
                           hf_object_borrowed right, int64_t number)
{
    (void)type, (void)right;
    if (number == NO_BASE) {
        hf_error_raise(PyExc_ValueError, "nothing to stand on");
        return hf_null(tuple);
    }
    hf_tuple_builder b = {0};
    hf_tuple_builder_append(&b, it_or_none(left));
    if (number == BAD_BASE) {
        hf_tuple_builder_append(&b, hf_none());
    } else {
        hf_tuple_builder_append(&b, hf_int_from_i64(number));
    }
    return hf_tuple_builder_finish(&b);
}
static hf_worked guest_new(struct guest *self, hf_object_borrowed left,
                           hf_object_borrowed right, int64_t number)
{
    (void)left;
    if (number == BAD_GUEST) {
        hf_error_raise(PyExc_ValueError, "no guest has this number");
        return hf_worked_if(false);
    }
    self->right = hf_incref(right);
    return hf_worked_if(true);
}
HF_CONSTRUCT_WITH_BASE(guest, opt(object, left), opt(object, right),
                       def(int64_t, number, 0))
SETTABLE(guest, right)
HF_CLASS(guest, "It stands on a host.", property(object, right))

/* ---- Stock, a list; what is on its left is in it at first. */

HF_FIELDS(stock, "Stock", extends("list"), owns(object, left),
          owns(object, right), has(int64_t, number), has(bool, has_ended),
          weakrefs, attributes)
static hf_tuple stock_base(hf_type_borrowed type, hf_object_borrowed left,
                           hf_object_borrowed right, int64_t number)
{
    (void)type, (void)right;
    if (number == NO_BASE) {
        hf_error_raise(PyExc_ValueError, "nothing to stand on");
        return hf_null(tuple);
    }
    hf_tuple_builder b = {0}, items = {0};
    if (!hf_is_null(left)) {
        hf_tuple_builder_append(&items, hf_incref(left));
    }
    if (number == BAD_BASE) {
        hf_tuple_builder_append(&b, hf_int_from_i64(number));
    } else {
        /* Of a tuple list.__init__ loses a reference where it has no memory:
         * docs/cpython/list_of_a_tuple.c. */
        hf_auto(tuple, all, hf_tuple_builder_finish(&items));
        hf_tuple_builder_append(&b, hf_iterator_into_object(hf_object_iter(
                                        hf_as_object(hf_borrow(all)))));
    }
    hf_tuple given = hf_tuple_builder_finish(&b);
    hf_tuple_builder_clear(&items);
    return given;
}
static hf_worked stock_new(struct stock *self, hf_object_borrowed left,
                           hf_object_borrowed right, int64_t number)
{
    if (PyObject_GC_IsTracked(hf_as_raw(hf_stock_of(self)))) {
        fuzz_failed("totals", "the collector sees an instance half-made");
    }
    if ((uintptr_t)self % _Alignof(max_align_t) != 0) {
        fuzz_failed("memory", "the fields behind a list are not aligned");
    }
    self->left = hf_incref(left);
    self->right = hf_incref(right);
    if (!is_not_refused(number)) {
        return hf_worked_if(false);
    }
    self->number = number;
    return hf_worked_if(true);
}
HF_CONSTRUCT_WITH_BASE(stock, opt(object, left), opt(object, right),
                       def(int64_t, number, 0))
DELETABLE(stock, left)
SETTABLE(stock, right)
static void stock_finalizer(struct stock *self)
{
    ended_with(hf_as_raw(hf_stock_of(self)), self->number, &self->has_ended);
}
HF_CLASS(stock, "A list with fields.", deletable(object, left),
         property(object, right), member(int64_t, number), finalizer)

/* ---- Shelf inherits from it, and is an empty list at first. */

HF_FIELDS(shelf, "Shelf", inherits(stock), owns(object, tail))
static hf_worked shelf_new(struct shelf *self, hf_object_borrowed left,
                           hf_object_borrowed right, int64_t number)
{
    return stock_new(&self->base, left, right, number);
}
HF_CONSTRUCT(shelf, opt(object, left), opt(object, right),
             def(int64_t, number, 0))
DELETABLE(shelf, tail)
HF_CLASS(shelf, "A stock with a tail.", deletable(object, tail))

/* ---- Line, a list that begins with __init__. */

HF_FIELDS(line, "Line", extends("list"), owns(object, left),
          owns(object, right), has(int64_t, number), weakrefs)
static hf_worked line_init(struct line *self, hf_object_borrowed left,
                           hf_object_borrowed right, int64_t number)
{
    if (!is_not_refused(number)) {
        return hf_worked_if(false);
    }
    hf_clear(&self->left);
    hf_clear(&self->right);
    self->left = hf_incref(left);
    self->right = hf_incref(right);
    self->number = number;
    return hf_worked_if(true);
}
HF_INIT(line, opt(object, left), opt(object, right), def(int64_t, number, 0))
DELETABLE(line, left)
SETTABLE(line, right)
HF_CLASS(line, "A list that begins with __init__.", deletable(object, left),
         property(object, right), member(int64_t, number))

/* ---- Mixed, with a class of Python. */

HF_FIELDS(mixed, "Mixed", owns(object, left), owns(object, right),
          has(int64_t, number), has(bool, has_ended), weakrefs)
static hf_worked mixed_new(struct mixed *self, hf_object_borrowed left,
                           hf_object_borrowed right, int64_t number)
{
    self->left = hf_incref(left);
    self->right = hf_incref(right);
    if (!is_not_refused(number)) {
        return hf_worked_if(false);
    }
    self->number = number;
    return hf_worked_if(true);
}
HF_CONSTRUCT(mixed, opt(object, left), opt(object, right),
             def(int64_t, number, 0))
DELETABLE(mixed, left)
SETTABLE(mixed, right)
static void mixed_finalizer(struct mixed *self)
{
    ended_with(hf_as_raw(hf_mixed_of(self)), self->number, &self->has_ended);
}
HF_CLASS(mixed, "It has bases.", deletable(object, left),
         property(object, right), member(int64_t, number), finalizer,
         base("mixins.Mixin"), base("mixins.Other"))

/* ---- Those of which there is no instance, or none for long. */

HF_FIELDS(vague, "Vague", owns(object, left))
static hf_worked vague_new(struct vague *self)
{
    return hf_replace(&self->left, hf_none());
}
HF_CONSTRUCT(vague)
HF_CLASS(vague, "An abstract class.", base("mixins.Abstract"))

HF_FIELDS(vague_list, "VagueList", extends("list"), owns(object, left))
static hf_worked vague_list_new(struct vague_list *self)
{
    return hf_replace(&self->left, hf_none());
}
HF_CONSTRUCT(vague_list)
HF_CLASS(vague_list, "An abstract list.", base("mixins.Abstract"))

HF_FIELDS(shut, "Shut", extends("hosts.Closed"), owns(object, left))
static hf_worked shut_new(struct shut *self)
{
    return hf_replace(&self->left, hf_none());
}
HF_CONSTRUCT(shut)
HF_CLASS(shut, "It stands on what Python cannot make.")

/* What it extends may give another object than is asked for. */
HF_FIELDS(walk, "Walk", extends("reversed"), owns(object, over))
static hf_worked walk_init(struct walk *self, hf_object_borrowed over)
{
    return hf_replace(&self->over, hf_incref(over));
}
HF_INIT(walk, arg(object, over))
static hf_object walk_over(struct walk *self)
{
    return it_or_none(hf_borrow(self->over));
}
HF_CLASS(walk, "Backwards.", readonly(object, over))

HF_FIELDS(bag, "Bag", owns(object, first), owns(tuple, others),
          owns(dict, named))
static hf_worked bag_new(struct bag *self, hf_object_borrowed first,
                         hf_rest others, hf_dict_borrowed named)
{
    self->first = hf_incref(first);
    self->named = hf_incref(named);
    return hf_replace(&self->others, hf_rest_to_tuple(others));
}
HF_CONSTRUCT(bag, arg(object, first), rest(others), names(named))
static hf_object bag_first(struct bag *self)
{
    return hf_incref(self->first);
}
static hf_tuple bag_others(struct bag *self)
{
    return hf_incref(self->others);
}
static hf_dict bag_named(struct bag *self)
{
    return hf_incref(self->named);
}
HF_CLASS(bag, "Whatever it is called with.", readonly(object, first),
         readonly(tuple, others), readonly(dict, named))

/* Of what it extends the arguments are those of __init__, by name, too. */
HF_FIELDS(visitor, "Visitor", extends("hosts.Host"), owns(object, right))
static hf_worked visitor_init(struct visitor *self, hf_object_borrowed left,
                              int64_t number)
{
    (void)number;
    return hf_is_null(left) ? hf_worked_if(true)
                            : hf_replace(&self->right, hf_incref(left));
}
HF_INIT(visitor, opt(object, left), def(int64_t, number, 0))
static hf_object visitor_right(struct visitor *self)
{
    return it_or_none(hf_borrow(self->right));
}
HF_CLASS(visitor, "It has the arguments of its host.", readonly(object, right))

HF_FIELDS(mishap, "Mishap", extends("OSError"), owns(object, left))
static hf_worked mishap_new(struct mishap *self, hf_object_borrowed left)
{
    return hf_replace(&self->left, hf_incref(left));
}
HF_CONSTRUCT(mishap, arg(object, left))
static hf_object mishap_left(struct mishap *self)
{
    return hf_incref(self->left);
}
HF_CLASS(mishap, "An exception with a field.", readonly(object, left))

/* Python makes none, C does. */
HF_FIELDS(ghost, "Ghost", extends("list"), owns(object, left))
HF_NO_CONSTRUCT(ghost)
HF_CLASS(ghost, "A list of C's.")

/* It has a finalizer, and nothing to be visited. */
HF_FIELDS(tick, "Tick", has(int64_t, number))
static hf_worked tick_new(struct tick *self, int64_t number)
{
    self->number = number;
    return hf_worked_if(true);
}
HF_CONSTRUCT(tick, arg(int64_t, number))
static void tick_finalizer(struct tick *self)
{
    ends += self->number == 1;
}
HF_CLASS(tick, "It has an end.", finalizer)

HF_FIELDS(strict, "Strict", has(int64_t, a), has(int64_t, b))
static hf_worked strict_new(struct strict *self, int64_t a, int64_t b)
{
    self->a = a;
    self->b = b;
    return hf_worked_if(true);
}
HF_CONSTRUCT(strict, arg(int64_t, a), star, def(int64_t, b, 2))
HF_CLASS(strict, "Its b has to be named.", member(int64_t, a),
         member(int64_t, b))

/* ---- The module. */

static hf_object take_guest(hf_guest_borrowed x)
{
    return hf_incref(hf_as_object(x));
}
HF_FUNCTION(take_guest, object, "", arg(guest, x), slash)
static hf_object take_stock(hf_stock_borrowed x)
{
    return hf_incref(hf_as_object(x));
}
HF_FUNCTION(take_stock, object, "", arg(stock, x), slash)
static hf_object take_shelf(hf_shelf_borrowed x)
{
    hf_auto(stock, parent, hf_into_parent(hf_incref(x)));
    return hf_into_object(hf_move(&parent));
}
HF_FUNCTION(take_shelf, object, "", arg(shelf, x), slash)
static hf_object take_line(hf_line_borrowed x)
{
    return hf_incref(hf_as_object(x));
}
HF_FUNCTION(take_line, object, "", arg(line, x), slash)
static hf_object take_mixed(hf_mixed_borrowed x)
{
    return hf_incref(hf_as_object(x));
}
HF_FUNCTION(take_mixed, object, "", arg(mixed, x), slash)
static hf_stock stock_of(hf_object_borrowed type)
{
    return HF_INSTANCE(stock, type);
}
HF_FUNCTION(stock_of, stock, "", arg(object, type), slash)
static hf_guest guest_of(hf_object_borrowed type)
{
    return HF_INSTANCE(guest, type);
}
HF_FUNCTION(guest_of, guest, "", arg(object, type), slash)
static hf_mixed mixed_of(hf_object_borrowed type)
{
    return HF_INSTANCE(mixed, type);
}
HF_FUNCTION(mixed_of, mixed, "", arg(object, type), slash)

HF_STATE(based_state, owns(type, Refusal), owns(type, ghost))
static hf_ghost ghost_of(struct based_state *state)
{
    return HF_INSTANCE(ghost, hf_borrow(state->ghost));
}
HF_FUNCTION(ghost_of, ghost, "", state(based_state))
static hf_ghost ghost_of_failed(void)
{
    hf_error_raise(PyExc_LookupError, "there is no class");
    return HF_INSTANCE(ghost, hf_null(type_borrowed));
}
HF_FUNCTION(ghost_of_failed, ghost, "")
static hf_ghost ghost_of_other(hf_object_borrowed type)
{
    return HF_INSTANCE(ghost, type);
}
HF_FUNCTION(ghost_of_other, ghost, "", arg(object, type), slash)
HF_MODULE(based, "Classes on others.", state(based_state),
          exception(based_state, Refusal, PyExc_ValueError, "Not this one."),
          class(guest), class(stock), class(shelf), class(line), class(mixed),
          class(vague), class(vague_list), class(shut), class(walk),
          class(visitor), class(mishap), class_kept(based_state, ghost),
          class(tick), class(strict), function(ghost_of),
          function(ghost_of_failed), function(ghost_of_other), class(bag),
          function(take_guest), function(take_stock), function(take_shelf),
          function(take_line), function(take_mixed), function(stock_of),
          function(guest_of), function(mixed_of))

PyModuleDef *based_definition(void)
{
    return (PyModuleDef *)PyInit_based();
}

PyObject *based_field(PyObject *raw, int kind, int field)
{
    if (field == TAIL) {
        return hf_as_raw(hf_private_data_of_shelf(raw)->tail);
    }
    if (is_a(kind, HOST)) {
        return field == LEFT ? hf_as_raw(hf_private_data_of_host(raw)->left)
                             : hf_as_raw(hf_private_data_of_guest(raw)->right);
    }
    if (is_a(kind, STOCK)) {
        const struct stock *stock = hf_private_data_of_stock(raw);
        return field == LEFT ? hf_as_raw(stock->left) : hf_as_raw(stock->right);
    }
    if (is_a(kind, LINE)) {
        const struct line *line = hf_private_data_of_line(raw);
        return field == LEFT ? hf_as_raw(line->left) : hf_as_raw(line->right);
    }
    const struct mixed *mixed = hf_private_data_of_mixed(raw);
    return field == LEFT ? hf_as_raw(mixed->left) : hf_as_raw(mixed->right);
}

int64_t based_number(PyObject *raw, int kind)
{
    return is_a(kind, HOST)    ? hf_private_data_of_host(raw)->number
           : is_a(kind, STOCK) ? hf_private_data_of_stock(raw)->number
           : is_a(kind, LINE)  ? hf_private_data_of_line(raw)->number
                               : hf_private_data_of_mixed(raw)->number;
}
