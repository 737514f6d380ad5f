/* calls_bound: what //bench:calls calls, bound by bind/. calls_by_hand.c has the
 * same. */
#include "bind/module.h"

static hf_str noop(hf_str_borrowed s)
{
    return hf_incref(s);
}
HF_FUNCTION(noop, str, "s.", arg(str, s), slash)

static hf_str append(hf_str_borrowed left)
{
    hf_auto(str, right, hf_str_from_utf8("right"));
    return hf_str_append(hf_incref(left), hf_borrow(right));
}
HF_FUNCTION(append, str, "left + 'right'.", arg(str, left), slash)

static hf_str concat(hf_str_borrowed left)
{
    return hf_str_concat_utf8(left, "right");
}
HF_FUNCTION(concat, str, "left + 'right'.", arg(str, left), slash)

static hf_str chain(void)
{
    hf_str s = hf_str_from_utf8("Hello ");
    s = hf_str_append_utf8(s, "1, ");
    s = hf_str_append_utf8(s, "2, ");
    s = hf_str_append_utf8(s, "3");
    return s;
}
HF_FUNCTION(chain, str, "A str made by three appends.", slash)

static int64_t add(int64_t a, int64_t b)
{
    return a + b;
}
HF_FUNCTION(add, int64_t, "a + b.", arg(int64_t, a), arg(int64_t, b), slash)

static int64_t flag(hf_str_borrowed s, bool loud)
{
    (void)s;
    return loud;
}
HF_FUNCTION(flag, int64_t, "Whether it is loud.", arg(str, s), star,
            def(bool, loud, True))

HF_FIELDS(point, "Point", has(double, x), has(double, y), owns(str, name))

static hf_worked point_new(struct point *self, double x, double y,
                           hf_str_borrowed name)
{
    self->x = x;
    self->y = y;
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(point, arg(double, x), arg(double, y), arg(str, name))

static hf_str point_name(struct point *self)
{
    return hf_incref(self->name);
}

static hf_worked point_set_name(struct point *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}

static double point_sum(struct point *self)
{
    return self->x + self->y;
}
HF_METHOD(point, sum, double, "x + y.")
HF_CLASS(point, "A point.", property(str, name), member(double, x), method(sum))

HF_MODULE(calls_bound, "Bound.", function(noop), function(append),
          function(concat), function(chain), function(add), function(flag),
          class(point))
