/* example.operators: what + and < and their like do. */
#include "bind/module.h"

/* ---- Operators between two of a class, which make a third. */
HF_FIELDS(ops, "Ops", has(int64_t, number))

static hf_worked ops_new(struct ops *self, int64_t num)
{
    self->number = num;
    return hf_worked_if(true);
}
HF_CONSTRUCT(ops, arg(int64_t, num))

static int64_t ops_num(struct ops *self)
{
    return self->number;
}
HF_METHOD(ops, num, int64_t, "The number.")

/* An instance of the class that self is of, which may inherit from Ops. */
static hf_ops ops_like(struct ops *self, bool overflows, int64_t number)
{
    if (overflows) {
        hf_raise(OverflowError, "the result has more than 64 bits");
        return hf_null(ops);
    }
    hf_auto(type, type, hf_object_type(hf_ops_of(self)));
    hf_auto(ops, result, HF_INSTANCE(ops, hf_borrow(type)));
    if (!hf_is_null(result)) {
        hf_ops_data(hf_borrow(result))->number = number;
    }
    return hf_move(&result);
}

static hf_ops ops_add(struct ops *self, hf_ops_borrowed other)
{
    int64_t sum;
    bool overflows = __builtin_add_overflow(self->number,
                                            hf_ops_data(other)->number, &sum);
    return ops_like(self, overflows, sum);
}

static hf_ops ops_multiply(struct ops *self, hf_ops_borrowed other)
{
    int64_t product;
    bool overflows = __builtin_mul_overflow(
        self->number, hf_ops_data(other)->number, &product);
    return ops_like(self, overflows, product);
}

static hf_ops ops_and(struct ops *self, hf_ops_borrowed other)
{
    return ops_like(self, false, self->number & hf_ops_data(other)->number);
}

static hf_ops ops_negative(struct ops *self)
{
    return ops_like(self, self->number == INT64_MIN,
                    self->number == INT64_MIN ? 0 : -self->number);
}

/* In place, self changes, and is what the statement gives. */
static hf_worked ops_iadd(struct ops *self, hf_ops_borrowed other)
{
    if (__builtin_add_overflow(self->number, hf_ops_data(other)->number,
                               &self->number)) {
        hf_raise(OverflowError, "the result has more than 64 bits");
        return hf_worked_if(false);
    }
    return hf_worked_if(true);
}

static int64_t ops_index(struct ops *self)
{
    return self->number;
}

static hf_answer ops_truth(struct ops *self)
{
    return hf_answer_yes_if(self->number != 0);
}
HF_CLASS(ops, "A number of 64 bits.", method(num), binary(add, ops, ops),
         binary(multiply, ops, ops), binary(and, ops, ops),
         unary(negative, ops), unary(index, int64_t), in_place(add, ops), truth)

/* ---- An operator between it and a number, on either side. Since there is a
 * float() of it, one divides another, too. */
HF_FIELDS(operator, "Operator", has(double, number))

static hf_worked operator_new(struct operator *self, double num)
{
    self->number = num;
    return hf_worked_if(true);
}
HF_CONSTRUCT(operator, arg(double, num))

static hf_float divided(double left, double right)
{
    if (right == 0) {
        hf_raise(ZeroDivisionError, "division by zero");
        return hf_null(float);
    }
    return hf_float_from_double(left / right);
}

static hf_float operator_true_divide(struct operator *self, double right)
{
    return divided(self->number, right);
}

static hf_float operator_rtrue_divide(struct operator *self, double left)
{
    return divided(left, self->number);
}

static double operator_float(struct operator *self)
{
    return self->number;
}
HF_CLASS(operator, "What numbers can be divided by.",
         reflected(true_divide, double, hf_float), unary(float, double))

/* ---- Comparison: all six, by C; == alone; and all six, by a field. */
HF_FIELDS(comparison, "Comparison", has(int64_t, num))

static hf_worked comparison_new(struct comparison *self, int64_t num)
{
    self->num = num;
    return hf_worked_if(true);
}
HF_CONSTRUCT(comparison, arg(int64_t, num))

static hf_answer comparison_compare(struct comparison *self,
                                    hf_comparison_borrowed other, int op)
{
    int64_t x = self->num, y = hf_comparison_data(other)->num;
    bool answers[] = {[Py_LT] = x < y,  [Py_LE] = x <= y, [Py_EQ] = x == y,
                      [Py_NE] = x != y, [Py_GT] = x > y,  [Py_GE] = x >= y};
    return hf_answer_yes_if(answers[op]);
}
HF_CLASS(comparison, "Ordered by its number.", compare)

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
          class(operator), class(comparison), class(equals), class(less_than),
          per_interpreter_gil)
