/* example.operators: what + and < and their like do. */
#include "bind/module.h"

/* ---- Three classes hold an int, each in a struct of its own: this is what they
 * have in common. c_like is another instance of the class that self is of, which
 * may inherit from c; it consumes the number, and null makes it null. */
#define NUMBERED(c, python_name)                                               \
    HF_FIELDS(c, python_name, owns(int, number))                               \
    static hf_worked c##_new(struct c *self, hf_int_borrowed num)              \
    {                                                                          \
        return hf_replace(&self->number, hf_incref(num));                      \
    }                                                                          \
    HF_CONSTRUCT(c, arg(hf_int, num))                                          \
    static hf_int c##_num(struct c *self)                                      \
    {                                                                          \
        return hf_incref(self->number);                                        \
    }                                                                          \
    HF_METHOD(c, num, hf_int, "The number.")                                   \
    static hf_##c c##_like(struct c *self, hf_object number)                   \
    {                                                                          \
        hf_auto(int, whole, hf_cast(int, number));                             \
        hf_auto(type, type, hf_object_type(hf_##c##_of(self)));                \
        if (hf_is_null(whole)) {                                               \
            return hf_null(c);                                                 \
        }                                                                      \
        hf_auto(c, result, HF_INSTANCE(c, hf_borrow(type)));                   \
        if (hf_is_null(result) ||                                              \
            !hf_replace(&hf_##c##_data(hf_borrow(result))->number,             \
                        hf_move(&whole))) {                                    \
            return hf_null(c);                                                 \
        }                                                                      \
        return hf_move(&result);                                               \
    }

/* ---- Operators between two of a class, which make a third. Each is two
 * functions: that of + is ops_add, that of += is ops_iadd, where self changes,
 * and is what the statement gives. */
NUMBERED(ops, "Ops")

#define OPERATOR(name, compute)                                                \
    static hf_ops ops_##name(struct ops *self, hf_ops_borrowed other)          \
    {                                                                          \
        return ops_like(self,                                                  \
                        compute(self->number, hf_ops_data(other)->number));    \
    }                                                                          \
    static hf_worked ops_i##name(struct ops *self, hf_ops_borrowed other)      \
    {                                                                          \
        hf_object number = compute(self->number, hf_ops_data(other)->number);  \
        return hf_replace(&self->number, hf_cast(int, number));                \
    }
OPERATOR(add, hf_number_add)
OPERATOR(subtract, hf_number_subtract)
OPERATOR(multiply, hf_number_multiply)
OPERATOR(matrix_multiply, hf_number_multiply)
OPERATOR(true_divide, hf_number_floor_divide) /* it has no fractions */
OPERATOR(floor_divide, hf_number_floor_divide)
OPERATOR(remainder, hf_number_modulo)
OPERATOR(power, hf_number_power)
OPERATOR(lshift, hf_number_lshift)
OPERATOR(rshift, hf_number_rshift)
OPERATOR(and, hf_number_and)
OPERATOR(or, hf_number_or)
OPERATOR(xor, hf_number_xor)

/* What an operator gives need not be of the class. */
static hf_object ops_divmod(struct ops *self, hf_ops_borrowed other)
{
    return hf_number_divmod(self->number, hf_ops_data(other)->number);
}

#define BOTH(name) binary(name, ops, ops), in_place(name, ops)
HF_CLASS(ops, "An int, and what it can be together with another.", method(num),
         BOTH(add), BOTH(subtract), BOTH(multiply), BOTH(matrix_multiply),
         BOTH(true_divide), BOTH(floor_divide), BOTH(remainder), BOTH(power),
         BOTH(lshift), BOTH(rshift), BOTH(and), BOTH(or), BOTH(xor),
         binary(divmod, ops, object))

/* ---- Operators of one alone. */
NUMBERED(unary_ops, "UnaryOps")

static hf_unary_ops unary_ops_positive(struct unary_ops *self)
{
    return hf_incref(hf_unary_ops_of(self)); /* +x is x */
}

static hf_unary_ops unary_ops_negative(struct unary_ops *self)
{
    return unary_ops_like(self, hf_number_negative(self->number));
}

static hf_unary_ops unary_ops_absolute(struct unary_ops *self)
{
    return unary_ops_like(self, hf_number_absolute(self->number));
}

static hf_unary_ops unary_ops_invert(struct unary_ops *self)
{
    return unary_ops_like(self, hf_number_invert(self->number));
}

static hf_int unary_ops_index(struct unary_ops *self)
{
    return hf_incref(self->number); /* for int(), too */
}

static hf_float unary_ops_float(struct unary_ops *self)
{
    return hf_number_float(self->number);
}

static hf_answer unary_ops_truth(struct unary_ops *self)
{
    hf_auto(int, one, hf_int_from(1));
    return hf_object_equal(self->number, one);
}
HF_CLASS(unary_ops, "An int, and what it can be alone: true where it is 1.",
         method(num), unary(positive, unary_ops), unary(negative, unary_ops),
         unary(absolute, unary_ops), unary(invert, unary_ops),
         unary(index, hf_int), unary(float, hf_float), truth)

/* ---- Operators between it and others. */
NUMBERED(operator, "Operator")

/* An operand that may be of several types is any object. NotImplemented makes
 * Python ask the other operand, and then raise TypeError. */
static hf_object operator_true_divide(struct operator *self,
                                      hf_object_borrowed other)
{
    if (hf_check(float, other)) {
        return hf_number_divide(self->number, other);
    }
    if (hf_check(int, other)) {
        return hf_number_floor_divide(self->number, other);
    }
    if (hf_check(operator, other)) {
        struct operator *by =
            hf_operator_data(hf_cast_unchecked(operator, other));
        return hf_into_object(operator_like(
            self, hf_number_floor_divide(self->number, by->number)));
    }
    return hf_not_implemented();
}

/* With a number on either side: since there is a float() of it, one is
 * multiplied by another, too. */
static hf_float operator_multiply(struct operator *self, double right)
{
    hf_auto(float, by, hf_float_from_double(right));
    return hf_cast(float, hf_number_multiply(self->number, by));
}

static hf_float operator_rmultiply(struct operator *self, double left)
{
    return operator_multiply(self, left);
}

static hf_float operator_float(struct operator *self)
{
    return hf_number_float(self->number);
}
HF_CLASS(operator, "An int, and what it can be together with numbers.",
         method(num), binary(true_divide, object, object),
         reflected(multiply, double, hf_float), unary(float, hf_float))

/* ---- Comparison: all six, by C; == alone; and all six, by a field. */
HF_FIELDS(comparator, "Comparator", has(int64_t, num))

static hf_worked comparator_new(struct comparator *self, int64_t num)
{
    self->num = num;
    return hf_worked_if(true);
}
HF_CONSTRUCT(comparator, arg(int64_t, num))

static hf_answer comparator_compare(struct comparator *self,
                                    hf_comparator_borrowed other, int op)
{
    int64_t x = self->num, y = hf_comparator_data(other)->num;
    bool answers[] = {[Py_LT] = x < y,  [Py_LE] = x <= y, [Py_EQ] = x == y,
                      [Py_NE] = x != y, [Py_GT] = x > y,  [Py_GE] = x >= y};
    return hf_answer_yes_if(answers[op]);
}
HF_CLASS(comparator, "Ordered by its number.", compare)

HF_FIELDS(equals, "Equals", has(int64_t, num))

static hf_worked equals_new(struct equals *self, int64_t num)
{
    self->num = num;
    return hf_worked_if(true);
}
HF_CONSTRUCT(equals, arg(int64_t, num))

static hf_answer equals_equal(struct equals *self, hf_equals_borrowed other)
{
    return hf_answer_yes_if(self->num == hf_equals_data(other)->num);
}
HF_CLASS(equals, "Equal, or not.", equal)

HF_FIELDS(less_than, "LessThan", owns(object, name))

static hf_worked less_than_new(struct less_than *self, hf_object_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(less_than, arg(object, name))

static hf_answer less_than_compare(struct less_than *self,
                                   hf_less_than_borrowed other, int op)
{
    return hf_object_compare(self->name, hf_less_than_data(other)->name, op);
}
HF_CLASS(less_than, "Ordered by its name.", compare)

HF_MODULE(operators, "What + and < and their like do.", class(ops),
          class(unary_ops), class(operator), class(comparator), class(equals),
          class(less_than), per_interpreter_gil)
