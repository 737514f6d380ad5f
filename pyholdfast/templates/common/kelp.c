/* kelp: what Python sees of it is said by the lines that begin with HF_. */
#include <holdfast.h>

/* text is lent by the caller; what is returned is the caller's. */
static hf_str shout(hf_str_borrowed text, int times)
{
    hf_str s = hf_incref(text);
    for (int i = 0; i < times; i++) {
        s = hf_str_append_utf8(s, "!");
    }
    return s;
}
HF_FUNCTION(shout, str, "Text, with an end.", arg(str, text),
            def(int, times, 1))

/* The fields of an instance. What it owns is released with it. */
HF_FIELDS(tally, "Tally", owns(str, unit), has(double, total))

static hf_worked tally_new(struct tally *self, hf_str_borrowed unit)
{
    return hf_replace(&self->unit, hf_incref(unit));
}
HF_CONSTRUCT(tally, arg(str, unit))

static hf_str tally_unit(struct tally *self)
{
    return hf_incref(self->unit);
}

static double tally_add(struct tally *self, double amount)
{
    self->total += amount;
    return self->total;
}
HF_METHOD(tally, add, double, "Add to the total, and give it.",
          arg(double, amount))

HF_CLASS(tally, "A total, and what it is counted in.", readonly(str, unit),
         member(double, total), method(add))

HF_MODULE(kelp, "What help(kelp) says.", function(shout), class(tally))
