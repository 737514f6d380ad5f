/* example.classes: classes, from the smallest on. */
#include "bind/module.h"

#include <string.h>

/* ---- The smallest: Python knows it, and can make none. */
HF_FIELDS(some_class, "SomeClass", has(int, count))
HF_NO_CONSTRUCT(some_class)
HF_CLASS(some_class, "A class of C.", member(int, count))

/* ---- A class that holds a number, and how it is made. */
HF_FIELDS(constructable, "ConstructableClass", has(int, count))

static hf_worked constructable_new(struct constructable *self, int count)
{
    self->count = count;
    return hf_worked_if(true);
}
HF_CONSTRUCT(constructable, arg(int, count))
HF_CLASS(constructable, "A number.", member(int, count))

/* ---- An attribute that is the field itself, and a method. */
HF_FIELDS(counter, "Counter", has(size_t, count))

static hf_worked counter_new(struct counter *self)
{
    self->count = 0;
    return hf_worked_if(true);
}
HF_CONSTRUCT(counter)

static hf_worked counter_increment(struct counter *self)
{
    self->count++;
    return hf_worked_if(true);
}
HF_METHOD(counter, increment, none, "Count one more.")
HF_CLASS(counter, "Counts.", member(size_t, count), method(increment))

/* ---- A function that has no line of its own is C's alone. */
HF_FIELDS(c_only, "ZigOnlyMethod", has(int, number))

static hf_worked c_only_new(struct c_only *self, int x)
{
    self->number = x;
    return hf_worked_if(true);
}
HF_CONSTRUCT(c_only, arg(int, x))

static int c_only_get_number(struct c_only *self)
{
    return self->number;
}

static int c_only_reexposed(struct c_only *self)
{
    return c_only_get_number(self);
}
HF_METHOD(c_only, reexposed, int, "What get_number is in C.")
HF_CLASS(c_only, "Has a function that Python does not see.", method(reexposed))

/* ---- One class inherits from another. */
HF_FIELDS(animal, "Animal", owns(str, species))

static hf_worked animal_new(struct animal *self, hf_str_borrowed species)
{
    return hf_replace(&self->species, hf_incref(species));
}
HF_CONSTRUCT(animal, arg(str, species))

static hf_str animal_get_species(struct animal *self)
{
    return hf_incref(self->species);
}
HF_METHOD_AS("species", animal, get_species, str, "What it is.")
HF_CLASS(animal, "An animal.", method(get_species))

HF_FIELDS(dog, "Dog", inherits(animal), owns(str, breed))

static hf_worked dog_new(struct dog *self, hf_str_borrowed breed)
{
    return hf_replace(&self->base.species, hf_str_from_utf8("dog")) &&
                   hf_replace(&self->breed, hf_incref(breed))
               ? hf_worked_if(true)
               : hf_worked_if(false);
}
HF_CONSTRUCT(dog, arg(str, breed))

static hf_str dog_get_breed(struct dog *self)
{
    return hf_incref(self->breed);
}
HF_METHOD_AS("breed", dog, get_breed, str, "Which kind of dog.")
HF_CLASS(dog, "A dog.", method(get_breed))

/* ---- Properties: one is checked where it is set, one can only be read. */
HF_FIELDS(user, "User", owns(str, name), owns(object, email))

static hf_worked user_new(struct user *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(user, arg(str, name))

static hf_object user_email(struct user *self)
{
    return hf_is_null(self->email) ? hf_none() : hf_incref(self->email);
}

static hf_worked user_set_email(struct user *self, hf_object_borrowed email)
{
    hf_utf8 text;
    if (!hf_str_as_utf8(hf_str_cast(email), &text)) {
        return hf_worked_if(false); /* no str, or no UTF-8: TypeError, ... */
    }
    if (strchr(text.data, '@') == NULL) {
        hf_error_raise(PyExc_ValueError, "Invalid email address for %U",
                       self->name);
        return hf_worked_if(false);
    }
    return hf_replace(&self->email, hf_incref(email));
}

static hf_str user_greeting(struct user *self)
{
    return hf_str_format("Hello, %U!", self->name);
}
HF_CLASS(user, "Somebody.", property(object, email), readonly(str, greeting))

/* ---- Methods of the class, and of nobody. */
HF_FIELDS(math, "Math", has(int, none))
HF_NO_CONSTRUCT(math)

static int64_t math_add(int64_t x, int64_t y)
{
    return x + y;
}
HF_STATIC_METHOD(math, add, int64_t, "x + y.", arg(int64_t, x), arg(int64_t, y))

static hf_str math_name(hf_type_borrowed cls)
{
    return hf_type_name(cls);
}
HF_CLASS_METHOD(math, name, str, "What the class is called.")
HF_CLASS(math, "Some arithmetic.", method(add), method(name))

/* ---- Attributes that are made up as they are asked for. */
HF_FIELDS(get_attr, "GetAttr", has(int, none))

static hf_worked get_attr_new(struct get_attr *self)
{
    self->none = 0;
    return hf_worked_if(true);
}
HF_CONSTRUCT(get_attr)

static hf_lookup get_attr_getattr(struct get_attr *self, hf_str_borrowed name,
                                  int *out)
{
    (void)self;
    *out = 42;
    hf_answer is_number = hf_str_equal_utf8(name, "number");
    return hf_failed(is_number) ? hf_lookup_failed()
                                : hf_lookup_found_if(hf_yes(is_number));
}
HF_CLASS(get_attr, "Has a number.", getattr(int))

/* ---- What an object is to == and hash(), */
HF_FIELDS(amount, "Hash", has(Py_hash_t, value))

static hf_worked amount_new(struct amount *self, Py_hash_t value)
{
    self->value = value;
    return hf_worked_if(true);
}
HF_CONSTRUCT(amount, arg(Py_hash_t, value))

static hf_worked amount_hash(struct amount *self, Py_hash_t *out)
{
    *out = self->value;
    return hf_worked_if(true);
}

static hf_answer amount_equal(struct amount *self, hf_amount_borrowed other)
{
    return hf_answer_yes_if(self->value == hf_amount_data(other)->value);
}
HF_CLASS(amount, "An amount.", hash, equal)

/* ---- and to a call. */
HF_FIELDS(callable, "Callable", has(int, none))

static hf_worked callable_new(struct callable *self)
{
    self->none = 0;
    return hf_worked_if(true);
}
HF_CONSTRUCT(callable)

static uint32_t callable_call(struct callable *self, uint32_t i)
{
    (void)self;
    return i;
}
HF_CALL(callable, uint32_t, arg(uint32_t, i))
HF_CLASS(callable, "Gives what it is called with.", call)

HF_MODULE(classes, "Classes, from the smallest on.", class(some_class),
          class(constructable), class(counter), class(c_only), class(animal),
          class(dog), class(user), class(math), class(get_attr), class(amount),
          class(callable), per_interpreter_gil)
