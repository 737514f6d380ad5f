#include "fuzz/targets/number_model.h"

#include <math.h>
#include <string.h>

/* ---- What an object is. */

bool is_subclass(const fuzz_object *o)
{
    return (o->kind == &fuzz_int && (o->mark & FUZZ_INT_SUBCLASS)) ||
           ((o->kind == &fuzz_float || o->kind == &fuzz_complex) &&
            (o->mark & FUZZ_FLOAT_SUBCLASS));
}

bool is_int(const fuzz_object *o)
{
    return o->kind == &fuzz_int || o->kind == &fuzz_bool;
}

bool is_exact(const fuzz_object *o, const fuzz_kind *kind)
{
    return o->kind == kind && !is_subclass(o);
}

static bool is_real(const fuzz_object *o)
{
    return is_int(o) || o->kind == &fuzz_float;
}

bool is_number(const fuzz_object *o)
{
    return is_real(o) || o->kind == &fuzz_complex;
}

bool is_hook(const fuzz_object *o)
{
    return o->kind == &fuzz_Hook;
}

mode mode_of(const fuzz_object *hook)
{
    return (mode)(hook->mark / 8);
}

fuzz_whole hook_number(const fuzz_object *hook)
{
    return hook_value(hook->mark % 8);
}

/* Python code runs where one of these is: and CPython 3.11 aborts when it cannot
 * allocate a frame. */
bool no_oom(void)
{
    bool found = false;
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        const fuzz_object *o = fuzz_slot[slot];
        found |= o != NULL && (is_hook(o) || is_subclass(o));
    }
    return found;
}

/* ---- Predictions: what is made. */

void makes_int(fuzz_step *step, const fuzz_whole *value)
{
    int64_t small;
    fuzz_object *made = fuzz_makes(step, &fuzz_int);
    step->inapplicable |= fuzz_whole_bits(value) > FUZZ_WHOLE_BITS;
    if (step->inapplicable) {
        return;
    }
    fuzz_int_set(made, value);
    /* CPython shares those from -5 on, and others of its code have them. */
    if (fuzz_whole_as_i64(value, &small) && small >= -5 &&
        small <= FUZZ_INT_SHARED) {
        made->uncounted = true;
        step->identity = FUZZ_EITHER;
    }
}

/* may_share is for an int that CPython may give again where it is the same. */
void may_share(fuzz_step *step, const fuzz_whole *value)
{
    makes_int(step, value);
    step->identity = FUZZ_EITHER;
}

/* copies predicts |o| as an exact int: itself, or a copy. */
void copies_int(fuzz_step *step, fuzz_object *o)
{
    if (is_exact(o, &fuzz_int)) {
        fuzz_gives(step, o);
    } else {
        fuzz_whole value = fuzz_int_get(o);
        makes_int(step, &value);
    }
}

void makes_i64(fuzz_step *step, int64_t value)
{
    fuzz_whole whole = fuzz_whole_from_i64(value);
    makes_int(step, &whole);
}

void makes_bool(fuzz_step *step, bool value)
{
    fuzz_object *made = fuzz_makes(step, &fuzz_bool);
    made->number = value;
    made->uncounted = true;
    step->identity = FUZZ_EITHER;
}

void makes_float(fuzz_step *step, double value)
{
    fuzz_float_set(fuzz_makes(step, &fuzz_float), value);
}

void makes_complex(fuzz_step *step, double real, double imaginary)
{
    fuzz_complex_set(fuzz_makes(step, &fuzz_complex), real, imaginary);
}

void makes_str(fuzz_step *step, const char *ascii)
{
    fuzz_makes(step, &fuzz_str)->text = fuzz_text_from_ascii(ascii);
    step->identity = strlen(ascii) < 2 ? FUZZ_EITHER : FUZZ_FRESH;
}

/* ---- Predictions: what is raised. */

const char *type_of(const fuzz_object *o)
{
    return Py_TYPE(o->raw)->tp_name;
}

/* A TypeError whose words are not CPython's in all versions. */
void wrong_type(fuzz_step *step)
{
    fuzz_raises(step, PyExc_TypeError, NULL);
}

void raises_naming(fuzz_step *step, PyObject *type, const char *format,
                   const char *first, const char *second)
{
    fuzz_raises(step, type, format);
    step->named[0] = first;
    step->named[1] = second;
}

char *kept(const char *text)
{
    char *copy = fuzz_room(strlen(text) + 1);
    strcpy(copy, text);
    return copy;
}

void out_of_range(fuzz_step *step, const fuzz_whole *value, const char *what)
{
    char text[FUZZ_WHOLE_TEXT];
    if (isinf(fuzz_whole_as_double(value))) {
        raises_naming(step, PyExc_OverflowError,
                      "an int of 1024 bits or more is out of range for %s",
                      kept(what), NULL);
    } else {
        fuzz_whole_to_text(value, 10, text);
        raises_naming(step, PyExc_OverflowError, "%s is out of range for %s",
                      kept(text), kept(what));
    }
}

void too_large_for_float(fuzz_step *step)
{
    fuzz_raises(step, PyExc_OverflowError, "int too large to convert to float");
}

/* ---- Special methods that run. */

/* hooked predicts that a method of |hook| runs so often, and says whether it
 * comes to its end. */
bool hooked(fuzz_step *step, const fuzz_object *hook, int times)
{
    bool raises = mode_of(hook) == RAISES || mode_of(hook) == INTERRUPTS;
    fuzz_expect(step, FUZZ_RUNS, "special methods that ran",
                raises ? 1 : times);
    if (raises) {
        fuzz_raises(step,
                    mode_of(hook) == RAISES ? PyExc_ValueError
                                            : PyExc_KeyboardInterrupt,
                    mode_of(hook) == RAISES ? "hook" : "");
    }
    return !raises;
}

/* is_right says that a method of |hook| gives a number; otherwise that is said by
 * a TypeError of these words. */
bool is_right(fuzz_step *step, const fuzz_object *hook, const char *message)
{
    if (!hooked(step, hook, 1)) {
        return false;
    }
    if (mode_of(hook) == WRONG) {
        fuzz_raises(step, PyExc_TypeError, message);
        return false;
    }
    return true;
}

void lies(fuzz_step *step)
{
    fuzz_expect(step, FUZZ_RUNS, "special methods that ran", 1);
}
