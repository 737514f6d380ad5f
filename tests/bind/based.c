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

HF_STATE(based_state, owns(type, tally))
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

HF_MODULE(based, "Classes with bases of other modules.", state(based_state),
          class_kept(based_state, tally), class(mixed), function(note_of),
          function(tally_with), per_interpreter_gil)
