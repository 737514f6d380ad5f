/* based: classes that inherit from classes of Python and of other modules. */
#include "bind/module.h"

/* A Mapping: what it has in C comes first, the rest is the base's. */
HF_FIELDS(tally, "Tally", owns(dict, counts), owns(object, note))
static hf_worked tally_new(struct tally *self, hf_object_borrowed note)
{
    if (!hf_replace(&self->note, hf_incref(note))) {
        return hf_worked_if(false);
    }
    return hf_replace(&self->counts, hf_dict_new());
}
HF_CONSTRUCT(tally, arg(object, note))

static hf_object tally_getitem(struct tally *self, hf_object_borrowed key)
{
    hf_object found = hf_null(object);
    hf_lookup lookup = hf_dict_get(hf_borrow(self->counts), key, &found);
    return hf_missing(lookup) ? hf_int_into_object(hf_int_from_i64(0)) : found;
}

static hf_worked tally_length(struct tally *self, Py_ssize_t *out)
{
    return hf_dict_length(hf_borrow(self->counts), out);
}

static hf_iterator tally_iter(struct tally *self)
{
    return hf_object_iter(hf_as_object(hf_borrow(self->counts)));
}

static hf_worked tally_add(struct tally *self, hf_object_borrowed key)
{
    hf_auto(object, there, tally_getitem(self, key));
    int64_t count;
    if (!hf_object_as_i64(hf_borrow(there), &count)) {
        return hf_worked_if(false);
    }
    return hf_dict_set(hf_borrow(self->counts), key,
                       hf_int_from_i64(count + 1));
}
HF_METHOD(tally, add, none, "One more.", arg(object, key))

static hf_object tally_note(struct tally *self)
{
    return hf_incref(self->note);
}
HF_CLASS(tally, "How often each was there.", getitem(object, object), length,
         iter(iterator), method(add), readonly(object, note),
         base("collections.abc.Mapping"))

static hf_object note_of(hf_tally_borrowed tally)
{
    return hf_incref(hf_tally_data(tally)->note);
}
HF_FUNCTION(note_of, object, "Its note, in C.", arg(tally, tally))

HF_STATE(based_state, owns(type, tally), owns(type, ghost))
static hf_tally tally_with(struct based_state *state, hf_object_borrowed note)
{
    hf_tally made = HF_INSTANCE(tally, hf_borrow(state->tally));
    if (!hf_is_null(made) && !tally_new(hf_tally_data(hf_borrow(made)), note)) {
        hf_clear(&made);
    }
    return made;
}
HF_FUNCTION(tally_with, tally, "One that C makes.", state(based_state),
            arg(object, note))

/* based_on is a module that the test makes, with One and Two. */
HF_FIELDS(mixed, "Mixed", owns(object, kept))
static hf_worked mixed_new(struct mixed *self, hf_object_borrowed kept)
{
    return hf_replace(&self->kept, hf_incref(kept));
}
HF_CONSTRUCT(mixed, arg(object, kept))
static hf_object mixed_kept(struct mixed *self)
{
    return hf_incref(self->kept);
}
static hf_str mixed_where(struct mixed *Py_UNUSED(self))
{
    return hf_str_from_utf8("C");
}
HF_METHOD(mixed, where, str, "Which class it is of.")
HF_CLASS(mixed, "Of what a test has made.", readonly(object, kept),
         method(where), base("based_on.One"), base("based_on.Two"))

/* Structs behind what classes of C have: builtins, and a class of classed. */
HF_FIELDS(shelf, "Shelf", extends("list"), owns(object, label), weakrefs,
          attributes)
static hf_tuple shelf_base(hf_type_borrowed Py_UNUSED(type),
                           hf_object_borrowed items,
                           hf_object_borrowed Py_UNUSED(label))
{
    hf_tuple_builder builder = {0};
    hf_tuple_builder_append(&builder, hf_incref(items));
    return hf_tuple_builder_finish(&builder);
}
static hf_worked shelf_new(struct shelf *self,
                           hf_object_borrowed Py_UNUSED(items),
                           hf_object_borrowed label)
{
    if (hf_check(int, label)) { /* fails, half-made */
        hf_error_raise(PyExc_ValueError, "no label: %R", hf_as_raw(label));
        return hf_worked_if(false);
    }
    return hf_replace(&self->label, hf_incref(label));
}
HF_CONSTRUCT_WITH_BASE(shelf, arg(object, items), arg(object, label))
static hf_object shelf_label(struct shelf *self)
{
    return hf_incref(self->label);
}
static hf_worked shelf_set_label(struct shelf *self, hf_object_borrowed label)
{
    return hf_replace(&self->label, hf_incref(label));
}
HF_CLASS(shelf, "A list with a label.", property(object, label))

/* In C, too, a class can inherit from it. */
HF_FIELDS(rack, "Rack", inherits(shelf), has(int64_t, height))
static hf_tuple rack_base(hf_type_borrowed Py_UNUSED(type),
                          int64_t Py_UNUSED(height))
{
    return hf_tuple_new();
}
static hf_worked rack_new(struct rack *self, int64_t height)
{
    self->height = height;
    return hf_replace(&self->base.label, hf_none());
}
HF_CONSTRUCT_WITH_BASE(rack, arg(int64_t, height))
HF_CLASS(rack, "A shelf of some height.", member(int64_t, height))

static int64_t height_of(hf_rack_borrowed rack)
{
    return hf_rack_data(rack)->height;
}
HF_FUNCTION(height_of, int64_t, "Its height, in C.", arg(rack, rack))

HF_FIELDS(mishap, "Mishap", extends("OSError"), owns(str, place))
static hf_worked mishap_init(struct mishap *self, int64_t Py_UNUSED(code),
                             hf_str_borrowed place)
{
    return hf_replace(&self->place, hf_incref(place));
}
HF_INIT(mishap, arg(int64_t, code), arg(str, place))
static hf_object mishap_place(struct mishap *self)
{
    return hf_is_null(self->place) ? hf_none()
                                   : hf_into_object(hf_incref(self->place));
}
static hf_worked mishap_clear(struct mishap *self)
{
    hf_clear(&self->place);
    return hf_worked_if(true);
}
HF_METHOD(mishap, clear, none, "Forgets its place.")
HF_CLASS(mishap, "What went wrong, and where.", readonly(object, place),
         method(clear))

HF_FIELDS(puppy, "Puppy", extends("classed.Dog"), owns(object, toy))
static hf_tuple puppy_base(hf_type_borrowed Py_UNUSED(type),
                           hf_str_borrowed name,
                           hf_object_borrowed Py_UNUSED(toy))
{
    hf_tuple_builder builder = {0};
    hf_tuple_builder_append(&builder, hf_incref(name));
    hf_tuple_builder_append(&builder, hf_int_from_i64(1));
    return hf_tuple_builder_finish(&builder);
}
static hf_worked puppy_new(struct puppy *self, hf_str_borrowed Py_UNUSED(name),
                           hf_object_borrowed toy)
{
    return hf_replace(&self->toy, hf_incref(toy));
}
HF_CONSTRUCT_WITH_BASE(puppy, arg(str, name), arg(object, toy))
static hf_object puppy_toy(struct puppy *self)
{
    return hf_incref(self->toy);
}
static void puppy_finalizer(struct puppy *self)
{
    hf_clear(&self->toy);
}
HF_CLASS(puppy, "A dog with a toy.", readonly(object, toy), finalizer)

/* An object of C that the collector does not see, and that varies by test. */
HF_FIELDS(guest, "Guest", extends("based_on.Host"), has(int64_t, room),
          owns(object, luggage))
static hf_worked guest_new(struct guest *self)
{
    self->room = 7;
    return hf_replace(&self->luggage, hf_list_into_object(hf_list_new()));
}
HF_CONSTRUCT(guest)
HF_CLASS(guest, "What it is varies.", member(int64_t, room))

/* What it extends is made by __new__, and may give something else. */
HF_FIELDS(walk, "Walk", extends("reversed"), owns(object, over))
static hf_worked walk_init(struct walk *self, hf_object_borrowed over)
{
    return hf_replace(&self->over, hf_incref(over));
}
HF_INIT(walk, arg(object, over))
static hf_object walk_over(struct walk *self)
{
    return hf_is_null(self->over) ? hf_none() : hf_incref(self->over);
}
HF_CLASS(walk, "Backwards.", readonly(object, over))

HF_FIELDS(ghost, "Ghost", extends("list"), has(int64_t, age))
HF_NO_CONSTRUCT(ghost)
HF_CLASS(ghost, "Made by C alone.", member(int64_t, age))
static hf_ghost ghost_of(struct based_state *state, int64_t age)
{
    hf_ghost made = HF_INSTANCE(ghost, hf_borrow(state->ghost));
    if (!hf_is_null(made)) {
        hf_ghost_data(hf_borrow(made))->age = age;
    }
    return made;
}
HF_FUNCTION(ghost_of, ghost, "One that C makes.", state(based_state),
            arg(int64_t, age))

HF_MODULE(based, "Classes with bases of other modules.", state(based_state),
          class_kept(based_state, tally), class(mixed), class(shelf),
          class(rack), class(mishap), class(puppy), class(guest), class(walk),
          class_kept(based_state, ghost), function(note_of),
          function(tally_with), function(height_of), function(ghost_of),
          per_interpreter_gil)
