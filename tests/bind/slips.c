/* slips: mistakes that no compiler sees, for test_checked.py. */
#include "bind/module.h"

static hf_str_borrowed earlier;

/* Keeps what was lent for a call, and uses it in another. */
static hf_worked keep(hf_str_borrowed word)
{
    hf_str both = hf_is_null(earlier) ? hf_incref(word)
                                      : hf_str_concat(earlier, word);
    earlier = word;
    hf_worked worked = hf_worked_if(!hf_is_null(both));
    hf_decref(both);
    return worked;
}
HF_FUNCTION(keep, none, "Keeps word.", arg(str, word), slash) /* lent */

static hf_worked fail_in_silence(hf_str_borrowed Py_UNUSED(word))
{
    return hf_worked_if(false);
}
HF_FUNCTION(fail_in_silence, none, "Fails.", arg(str, word)) /* lies */

static int raise_in_silence(int x)
{
    hf_error_raise(PyExc_ValueError, "unnoticed");
    return x;
}
HF_FUNCTION(raise_in_silence, int, "Raises.", def(int, x, 0)) /* raises */

static hf_object_borrowed first;

/* What is among the rest is lent as the others are. */
static hf_worked keep_first(hf_rest all)
{
    if (!hf_is_null(first)) {
        hf_decref(hf_object_repr(first));
        first = hf_null(object_borrowed);
        return hf_worked_if(!hf_error_occurred());
    }
    first = hf_rest_get_borrowed(all, 0);
    return hf_worked_if(true);
}
HF_FUNCTION(keep_first, none, "Keeps one.", rest(all))

/* Nor are they there once the call is over, however they are asked for. */
static hf_object first_kept(bool as_tuple, hf_rest all)
{
    static hf_rest kept;
    if (all.size > 0) {
        kept = all;
        return hf_none();
    }
    if (as_tuple) {
        return hf_into_object(hf_rest_to_tuple(kept)); /* all of them, late */
    }
    return hf_incref(hf_rest_get_borrowed(kept, 0)); /* one of them, late */
}
HF_FUNCTION(first_kept, object, "Keeps the rest.", arg(bool, as_tuple),
            rest(all)) /* lends them */

static char view_of(hf_utf8 text)
{
    static hf_utf8 kept;
    char found = kept.data != NULL ? *(volatile const char *)kept.data : 'x';
    kept = text;
    return found;
}
HF_FUNCTION(view_of, char, "Keeps a view.", arg(utf8, text))

/* What Python does with an instance ends without an object, mostly: with the
 * exception |error|, or without, and as a failure where |fails|. */
HF_FIELDS(slip, "Slip", has(bool, fails), owns(type, error))

static bool slips(struct slip *self)
{
    if (!hf_is_null(self->error)) {
        hf_error_raise(hf_as_raw(self->error), "unnoticed");
    }
    return self->fails;
}

static hf_worked slip_new(struct slip *self, bool fails, hf_type_borrowed error)
{
    self->fails = fails;
    self->error = hf_incref(error);
    return hf_worked_if(true);
}
HF_CONSTRUCT(slip, arg(bool, fails), opt(type, error))

static hf_answer slip_answers(struct slip *self)
{
    return slips(self) ? hf_answer_failed() : hf_answer_yes_if(true);
}

static hf_lookup slip_looks_up(struct slip *self, int *out)
{
    *out = 1;
    return slips(self) ? hf_lookup_failed() : hf_lookup_found_if(false);
}

static int slip_value(struct slip *Py_UNUSED(self))
{
    return 1;
}

static hf_worked slip_set_value(struct slip *self, int Py_UNUSED(value))
{
    return hf_worked_if(!slips(self));
}

static hf_worked slip_delete_value(struct slip *self)
{
    return hf_worked_if(!slips(self));
}

static hf_worked slip_hash(struct slip *self, Py_hash_t *out)
{
    *out = 1;
    return hf_worked_if(!slips(self));
}

static hf_answer slip_truth(struct slip *self)
{
    return slip_answers(self);
}

static hf_answer slip_compare(struct slip *self,
                              hf_slip_borrowed Py_UNUSED(other),
                              int Py_UNUSED(op))
{
    return slip_answers(self);
}

static hf_worked slip_length(struct slip *self, Py_ssize_t *out)
{
    *out = 1;
    return hf_worked_if(!slips(self));
}

static hf_answer slip_contains(struct slip *self, int Py_UNUSED(item))
{
    return slip_answers(self);
}

static hf_worked slip_setitem(struct slip *self, int Py_UNUSED(key),
                              int Py_UNUSED(value))
{
    return hf_worked_if(!slips(self));
}

static hf_worked slip_delitem(struct slip *self, int Py_UNUSED(key))
{
    return hf_worked_if(!slips(self));
}

static hf_lookup slip_getattr(struct slip *self,
                              hf_str_borrowed Py_UNUSED(name), int *out)
{
    return slip_looks_up(self, out);
}

static hf_lookup slip_next(struct slip *self, int *out)
{
    return slip_looks_up(self, out);
}

static hf_worked slip_iadd(struct slip *self, int Py_UNUSED(other))
{
    return hf_worked_if(!slips(self));
}

static hf_worked slip_buffer(struct slip *self, hf_exported *out)
{
    static char text[] = "text";
    out->data = text;
    out->size = sizeof(text);
    return hf_worked_if(!slips(self));
}
HF_CLASS(slip, "Ends otherwise than it says.", deletable(int, value), hash,
         truth, compare, length, contains(int), setdelitem(int, int),
         getattr(int), iter_self, next(int), in_place(add, int), buffer)

/* A kind of its own; the compiler makes its function a part of that which has one. */
typedef struct letter {
    char is;
} letter;
HF_KIND(letter, letter, "a letter", "str")

static inline __attribute__((always_inline)) hf_answer hf_from_letter(
    hf_object_borrowed o, letter *out)
{
    hf_str word = hf_object_str(o);
    hf_utf8 view;
    hf_decref(word);
    if (!hf_str_as_utf8(hf_borrow(word), &view)) { /* late */
        return hf_answer_failed();
    }
    out->is = view.data[0];
    return hf_answer_yes_if(view.size == 1);
}

static char letter_of(letter one)
{
    return one.is;
}
HF_FUNCTION(letter_of, char, "Converts wrongly.", arg(letter, one))

static hf_worked right(hf_str_borrowed word, hf_rest all,
                       hf_dict_borrowed named)
{
    hf_auto(tuple, others, hf_rest_to_tuple(all));
    hf_auto(str, text, hf_str_format("%S %S %S", word, others, named));
    return hf_worked_if(!hf_is_null(text));
}
HF_FUNCTION(right, none, "Is right.", arg(str, word), rest(all), names(named))

/* What a field holds is released in a method, and again with the instance; the
 * class inherits, so that it has fields before it. */
HF_FIELDS(shell, "Shell", owns(str, name))
HF_NO_CONSTRUCT(shell)
HF_CLASS(shell, "A shell.")
HF_FIELDS(clam, "Clam", inherits(shell), owns(object, kept)) /* ends */
static hf_worked clam_new(struct clam *self, hf_object_borrowed kept)
{
    self->kept = hf_incref(kept);
    return hf_worked_if(true);
}
HF_CONSTRUCT(clam, arg(object, kept))
static hf_worked clam_lose(struct clam *self)
{
    hf_object copy = self->kept;
    hf_decref(copy); /* loses */
    return hf_worked_if(true);
}
HF_METHOD(clam, lose, none, "Loses what it has.")
HF_CLASS(clam, "Holds one object.", method(lose))

/* The handles of a class are lent as all others are: one is kept in a variable, one
 * in a field, and one is used after its object. */
HF_FIELDS(crab, "Crab", owns(str, name), has(hf_crab_borrowed, friend))
static hf_worked crab_new(struct crab *self, hf_str_borrowed name)
{
    self->name = hf_incref(name);
    return hf_worked_if(true);
}
HF_CONSTRUCT(crab, arg(str, name))
static hf_str name_of(hf_crab_borrowed crab)
{
    struct crab *found = hf_crab_data(crab); /* names */
    return found == NULL ? hf_null(str) : hf_incref(found->name);
}
static hf_crab_borrowed last_seen;
static hf_str crab_seen(struct crab *self)
{
    hf_crab_borrowed before = last_seen;
    last_seen = hf_crab_of(self); /* itself */
    return name_of(hf_is_null(before) ? last_seen : before);
}
HF_METHOD(crab, seen, str, "Who was seen before.")
static hf_worked crab_befriend(struct crab *self, hf_crab_borrowed other)
{
    self->friend = other;
    return hf_worked_if(true);
}
HF_METHOD(crab, befriend, none, "Keeps other.", arg(crab, other))
static hf_str crab_of_friend(struct crab *self)
{
    return name_of(self->friend);
}
HF_METHOD(crab, of_friend, str, "Its friend's name.")
static hf_str crab_gone(hf_type_borrowed type)
{
    hf_crab made = HF_INSTANCE(crab, type); /* made */
    hf_crab_borrowed lent = hf_borrow(made);
    hf_decref(made); /* gone */
    return name_of(lent);
}
HF_CLASS_METHOD(crab, gone, str, "The name of what is not there.")
HF_CLASS(crab, "Has a name.", method(seen), method(befriend), method(of_friend),
         method(gone))

HF_MODULE(slips, "Mistakes that no compiler sees.", function(keep),
          function(fail_in_silence), function(raise_in_silence),
          function(keep_first), function(first_kept), function(view_of),
          class(slip), class(shell), class(clam), class(crab),
          function(letter_of), function(right))
