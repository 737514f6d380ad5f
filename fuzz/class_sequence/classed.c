/* The classes of class_sequence. */
#include "fuzz/class_sequence/world.h"

#include <string.h>

#ifdef HF_PLANTED
#include "fuzz/class_sequence/planted.h"
#endif

int ends, views;
PyObject *odd_attribute_error;

void rises(PyObject *raw)
{
    PyObject *before = held[RISEN];
    held[RISEN] = Py_NewRef(raw);
    Py_XDECREF(before);
}

hf_object it_or_none(hf_object_borrowed x)
{
    return hf_is_null(x) ? hf_none() : hf_incref(x);
}

HF_STATE(classes_state, owns(type, node), has(int64_t, asked))

/* ---- Node: all of what an object can be. */

HF_FIELDS(node, "Node", owns(object, left), owns(object, right),
          has(int64_t, number), has(bool, has_ended), weakrefs)

static hf_worked node_new(struct node *self, hf_object_borrowed left,
                          hf_object_borrowed right, int64_t number)
{
    self->left = hf_incref(left);
    if (PyObject_GC_IsTracked(hf_as_raw(hf_node_of(self)))) {
        fuzz_failed("totals", "the collector sees an instance half-made");
    }
    if (number == REFUSED) {
        hf_error_raise(PyExc_ValueError, "no node has this number");
        return hf_worked_if(false);
    }
    self->right = hf_incref(right);
    self->number = number;
    return hf_worked_if(true);
}
HF_CONSTRUCT(node, opt(object, left), opt(object, right),
             def(int64_t, number, 0))

DELETABLE(node, left)
SETTABLE(node, right)
static int64_t node_twice(struct node *self)
{
    return 2 * self->number;
}
static hf_str node_repr(struct node *self)
{
    return hf_str_format("node %lld", (long long)self->number);
}
static hf_str node_str(struct node *self)
{
    return hf_str_format("the node %lld", (long long)self->number);
}
static hf_worked node_hash(struct node *self, Py_hash_t *out)
{
    if (self->number == 13) {
        hf_error_raise(PyExc_TypeError, "no hash of 13");
        return hf_worked_if(false);
    }
    *out = self->number == 1 ? -1 : (Py_hash_t)self->number;
    return hf_worked_if(true);
}
static hf_answer node_truth(struct node *self)
{
    if (self->number == 13) {
        hf_error_raise(PyExc_TypeError, "no truth of 13");
        return hf_answer_failed();
    }
    return hf_answer_yes_if(self->number > 1);
}
static hf_answer node_compare(struct node *self, hf_node_borrowed other, int op)
{
    int64_t l = self->number, r = hf_node_data(other)->number;
    if (r == 13) {
        hf_error_raise(PyExc_ValueError, "13 is not compared");
        return hf_answer_failed();
    }
    return hf_answer_yes_if(op == Py_LT   ? l < r
                            : op == Py_LE ? l <= r
                            : op == Py_EQ ? l == r
                            : op == Py_NE ? l != r
                            : op == Py_GT ? l > r
                                          : l >= r);
}
static hf_worked node_length(struct node *self, Py_ssize_t *out)
{
    *out = self->number == 14 ? -5 : (Py_ssize_t)self->number;
    return hf_worked_if(true);
}
static hf_answer node_contains(struct node *self, int64_t i)
{
    return hf_answer_yes_if(self->number == i);
}
static hf_object node_getitem(struct node *self, int64_t i)
{
    return i == 0 ? node_left(self) : node_right(self);
}
static hf_worked node_setitem(struct node *self, int64_t i,
                              hf_object_borrowed x)
{
    return i == 0 ? node_set_left(self, x) : node_set_right(self, x);
}
static hf_worked node_delitem(struct node *self, int64_t i)
{
    if (i == 0) {
        return node_delete_left(self);
    }
    hf_clear(&self->right);
    return hf_worked_if(true);
}
static hf_lookup node_getattr(struct node *self, hf_str_borrowed name,
                              int64_t *out)
{
    hf_utf8 text;
    if (!hf_str_as_utf8(name, &text)) {
        return hf_lookup_failed();
    }
    if (text.data[0] == 'y') {
        hf_error_raise(PyExc_KeyError, "y");
        return hf_lookup_failed();
    }
    *out = self->number;
    return hf_lookup_found_if(text.data[0] == 'x');
}
static int64_t node_call(struct node *self, int64_t a, int64_t b)
{
    return self->number + a + b;
}
HF_CALL(node, int64_t, arg(int64_t, a), def(int64_t, b, 7))
static int64_t node_add(struct node *self, int64_t by)
{
    return self->number + by;
}
static hf_worked node_iadd(struct node *self, int64_t by)
{
    self->number += by;
    return hf_worked_if(true);
}
static int64_t node_subtract(struct node *self, int64_t by)
{
    return self->number - by;
}
static int64_t node_rsubtract(struct node *self, int64_t by)
{
    return by - self->number;
}
static int64_t node_power(struct node *self, int64_t by)
{
    return 100 * self->number + by;
}
static int64_t node_negative(struct node *self)
{
    return -self->number;
}
hf_exported shown_by(int64_t number)
{
    static int32_t shown[4] = {1, 2, 3, 4};
    hf_exported all = {.data = shown};
    /* By other bits than the format: also how many items there are differs. */
    all.size = (Py_ssize_t)sizeof(*shown) * (1 + (number >> 1 & 3));
    if (number % 2 == 1) {
        all.itemsize = number % 4 == 1 ? sizeof(int16_t) : sizeof(int32_t);
        all.format = number % 4 == 1 ? "h" : "i";
        all.is_readonly = true;
    }
    return all;
}
static hf_worked node_buffer(struct node *self, hf_exported *out)
{
    if (self->number == 13) {
        hf_error_raise(PyExc_BufferError, "13 is not shown");
        return hf_worked_if(false);
    }
    *out = shown_by(self->number);
    views++;
    return hf_worked_if(true);
}
static void node_release_buffer(struct node *self)
{
    (void)self;
    views--;
}
static void node_finalizer(struct node *self)
{
    ends++;
    if (self->number % 8 == 7 && !self->has_ended) {
        self->has_ended = true;
        rises(hf_as_raw(hf_node_of(self)));
    }
    self->has_ended = true;
}

static hf_node node_self(struct node *self)
{
    return hf_incref(hf_node_of(self));
}
HF_METHOD(node, self, node, "")
static hf_type node_type(hf_type_borrowed cls)
{
    return hf_incref(cls);
}
HF_CLASS_METHOD(node, type, type, "")
static int64_t node_sum(int64_t a, int64_t b)
{
    return a + b;
}
HF_STATIC_METHOD(node, sum, int64_t, "", arg(int64_t, a), def(int64_t, b, 1))
static int64_t node_ask(struct node *self, struct classes_state *state)
{
    state->asked++;
    return self->number;
}
HF_METHOD(node, ask, int64_t, "", state(classes_state))
static hf_module node_where(hf_module_borrowed module)
{
    return hf_incref(module);
}
HF_STATIC_METHOD(node, where, module, "", module)
static hf_tuple node_reduce(struct node *self)
{
    hf_tuple_builder b = {0}, args = {0};
    hf_tuple_builder_append(&args, node_left(self));
    hf_tuple_builder_append(&args, node_right(self));
    hf_tuple_builder_append(&args, hf_int_from_i64(self->number));
    hf_tuple_builder_append(
        &b, hf_incref(hf_object_from_borrowed(
                (PyObject *)Py_TYPE(hf_as_raw(hf_node_of(self))))));
    hf_tuple_builder_append(&b, hf_tuple_builder_finish(&args));
    return hf_tuple_builder_finish(&b);
}
HF_METHOD_AS("__reduce__", node, reduce, tuple, "")

HF_CLASS(node, "A node.", method(self), method(type), method(sum), method(ask),
         method(where), method(reduce), call, deletable(object, left),
         property(object, right), member(int64_t, number),
         readonly(int64_t, twice), repr, str, hash, truth, compare, length,
         contains(int64_t), getitem(int64_t, object),
         setdelitem(int64_t, object), getattr(int64_t),
         binary(add, int64_t, int64_t), in_place(add, int64_t),
         reflected(subtract, int64_t, int64_t), binary(power, int64_t, int64_t),
         unary(negative, int64_t), buffer, release_buffer, finalizer)

/* ---- Leaf, which inherits. */

HF_FIELDS(leaf, "Leaf", inherits(node), owns(object, tail))
static hf_worked leaf_new(struct leaf *self, hf_object_borrowed left,
                          hf_object_borrowed right, int64_t number)
{
    return node_new(&self->base, left, right, number);
}
HF_CONSTRUCT(leaf, opt(object, left), opt(object, right),
             def(int64_t, number, 0))
DELETABLE(leaf, tail)
/* What it raises is an AttributeError, so that getattr of a node is asked. */
static hf_object leaf_xleaf(struct leaf *self)
{
    (void)self;
    hf_error_raise(odd_attribute_error, "there is none");
    return hf_null(object);
}
/* What it raises is no AttributeError, so getattr of a node is not asked. */
static hf_object leaf_xbad(struct leaf *self)
{
    (void)self;
    hf_error_raise(PyExc_KeyError, "bad");
    return hf_null(object);
}
HF_CLASS(leaf, "A node with a tail.", deletable(object, tail),
         readonly(object, xleaf), readonly(object, xbad))

/* ---- Late, whose fields may be empty, and come behind those of another class:
 * object alone has nothing that the model would have to know. */

HF_FIELDS(late, "Late", extends("object"), owns(object, left),
          owns(object, right), has(int64_t, number), weakrefs)
static hf_worked late_init(struct late *self, hf_object_borrowed left,
                           hf_object_borrowed right, int64_t number)
{
    if (number == REFUSED) {
        hf_error_raise(PyExc_ValueError, "no node has this number");
        return hf_worked_if(false);
    }
    hf_clear(&self->left);
    hf_clear(&self->right);
    self->left = hf_incref(left);
    self->right = hf_incref(right);
    self->number = number;
    return hf_worked_if(true);
}
HF_INIT(late, opt(object, left), opt(object, right), def(int64_t, number, 0))
DELETABLE(late, left)
SETTABLE(late, right)
static hf_answer late_equal(struct late *self, hf_late_borrowed other)
{
    if (hf_late_data(other)->number == 13) {
        hf_error_raise(PyExc_ValueError, "13 is not compared");
        return hf_answer_failed();
    }
    return hf_answer_yes_if(self->number == hf_late_data(other)->number);
}
static hf_worked late_setitem(struct late *self, int64_t i,
                              hf_object_borrowed x)
{
    return i == 0 ? late_set_left(self, x) : late_set_right(self, x);
}
HF_CLASS(late, "It begins with __init__.", deletable(object, left),
         property(object, right), member(int64_t, number), equal,
         setitem(int64_t, object))

/* ---- Small ones. */

HF_FIELDS(counter, "Counter", has(int, n))
static hf_worked counter_new(struct counter *self, int n)
{
    self->n = n;
    return hf_worked_if(true);
}
HF_CONSTRUCT(counter, arg(int, n))
static hf_lookup counter_next(struct counter *self, int *out)
{
    *out = self->n;
    return hf_lookup_found_if(self->n-- > 0);
}
HF_CLASS(counter, "It counts.", iter_self, next(int), final)

HF_FIELDS(hidden, "Hidden", has(int, n))
HF_NO_CONSTRUCT(hidden)
HF_CLASS(hidden, "Python makes none.")

static hf_object take(hf_node_borrowed x)
{
    return hf_incref(hf_as_object(x));
}
HF_FUNCTION(take, object, "", arg(node, x), slash)
static hf_object take_leaf(hf_leaf_borrowed x)
{
    hf_auto(node, parent, hf_into_parent(hf_incref(x)));
    return hf_into_object(hf_move(&parent));
}
HF_FUNCTION(take_leaf, object, "", arg(leaf, x), slash)
static hf_node instance_of(hf_object_borrowed type)
{
    return HF_INSTANCE(node, type);
}
HF_FUNCTION(instance_of, node, "", arg(object, type), slash)
static hf_node instance_of_null(void)
{
    return HF_INSTANCE(node, hf_null(type_borrowed));
}
HF_FUNCTION(instance_of_null, node, "")
static hf_node instance_of_kept(struct classes_state *state)
{
    return HF_INSTANCE(node, hf_borrow(state->node));
}
HF_FUNCTION(instance_of_kept, node, "", state(classes_state))

/* ---- A module whose import may fail when its submodules are there. Nobody finds one
 * of them before it is made. */

bool import_fails;

static PyObject *outer_made, *inner_made; /* borrowed, while they are made */

/* is_not_found is false where there is no memory for the name. */
static bool is_not_found(const char *what, PyObject *dict, const char *name)
{
    hf_auto(str, key, hf_str_from_utf8(name));
    if (hf_is_null(key)) {
        return false;
    }
    if (PyDict_GetItemWithError(dict, hf_as_raw(key)) != NULL) {
        fuzz_failed("content", "expected %s to have no '%s' while it is made",
                    what, name);
    }
    return true;
}

static hf_worked outer_begins(hf_module_borrowed module)
{
    outer_made = hf_as_raw(module);
    return hf_worked_if(true);
}

static hf_worked inner_begins(hf_module_borrowed module)
{
    inner_made = hf_as_raw(module);
    return hf_worked_if(true);
}

static hf_worked deep_exec(hf_module_borrowed module)
{
    (void)module;
    return hf_worked_if(
        is_not_found("sys.modules", PyImport_GetModuleDict(),
                     "outer.inner.deep") &&
        is_not_found("outer.inner", PyModule_GetDict(inner_made), "deep"));
}

static hf_worked inner_exec(hf_module_borrowed module)
{
    (void)module;
    return hf_worked_if(
        is_not_found("sys.modules", PyImport_GetModuleDict(), "outer.inner") &&
        is_not_found("outer", PyModule_GetDict(outer_made), "inner"));
}

static hf_worked outer_exec(hf_module_borrowed module)
{
    (void)module;
    if (import_fails) {
        hf_error_raise(PyExc_RuntimeError, "not now");
    }
    return hf_worked_if(!import_fails);
}
HF_SUBMODULE(deep, "Deep.", constant(int, ONE, 1), exec(deep_exec))
HF_SUBMODULE(inner, "Inner.", exec(inner_begins), constant(int, ONE, 1),
             submodule(deep), exec(inner_exec))
HF_MODULE(outer, "Outer.", exec(outer_begins), submodule(inner),
          exec(outer_exec))

PyModuleDef *outer_definition(void)
{
    return (PyModuleDef *)PyInit_outer();
}

HF_MODULE(classes, "Classes.", state(classes_state),
          class_kept(classes_state, node), class(leaf), class(late),
          class(counter), class(hidden), function(take), function(take_leaf),
          function(instance_of), function(instance_of_null),
          function(instance_of_kept), constant(text, UNIT, "m"))

PyModuleDef *classes_definition(void)
{
    return (PyModuleDef *)PyInit_classes();
}

PyObject *field_of(PyObject *raw, bool is_late, int field)
{
    if (is_late) {
        struct late *late = hf_private_data_of_late(raw);
        return field == LEFT ? hf_as_raw(late->left) : hf_as_raw(late->right);
    }
    struct node *node = hf_private_data_of_node(raw);
    if (field == TAIL) {
        return hf_as_raw(hf_private_data_of_leaf(raw)->tail);
    }
    return field == LEFT ? hf_as_raw(node->left) : hf_as_raw(node->right);
}

int64_t number_of(PyObject *raw, bool is_late)
{
    return is_late ? hf_private_data_of_late(raw)->number
                   : hf_private_data_of_node(raw)->number;
}
