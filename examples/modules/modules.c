/* example.modules: what else a module has, beside functions. */
#include "bind/module.h"

/* What the module keeps is in its state, and not in variables of C: each
 * interpreter that imports it has its own. */
HF_STATE(modules_state, owns(type, Drained), owns(str, name),
         has(int64_t, count))

static hf_worked begin(hf_module_borrowed module)
{
    struct modules_state *state = HF_STATE_OF(modules_state, module);
    if (state == NULL) {
        return hf_worked_if(false);
    }
    return hf_replace(&state->name, hf_str_from_utf8("Ziggy"));
}

static hf_str whoami(struct modules_state *state)
{
    return hf_incref(state->name);
}
HF_FUNCTION(whoami, str, "The name of the module.", state(modules_state))

static hf_str hello(struct modules_state *state, hf_str_borrowed name)
{
    return hf_str_format("Hello, %S. It's %S", name, state->name);
}
HF_FUNCTION(hello, str, "Greet by name.", state(modules_state), arg(str, name))

static hf_worked increment(struct modules_state *state)
{
    state->count++;
    return hf_worked_if(true);
}
HF_FUNCTION(increment, none, "Count one more.", state(modules_state))

/* Drained is an exception class of the module. */
static hf_worked decrement(struct modules_state *state)
{
    if (state->count == 0) {
        hf_error_raise(hf_as_raw(state->Drained), "there are none");
        return hf_worked_if(false);
    }
    state->count--;
    return hf_worked_if(true);
}
HF_FUNCTION(decrement, none, "Count one less.", state(modules_state))

static int64_t count(struct modules_state *state)
{
    return state->count;
}
HF_FUNCTION(count, int64_t, "How many there are.", state(modules_state))

static const char *world(void)
{
    return "Hello, World!";
}
HF_FUNCTION(world, text, "Greet everybody.")
HF_SUBMODULE(submod, "A module in the module.", function(world))

HF_MODULE(modules,
          "Zig multi-line strings make it easy to define a docstring...\n"
          "\n"
          "Strings of C that stand one after another are one, too.",
          state(modules_state), function(whoami), function(hello),
          function(increment), function(decrement), function(count),
          constant(int, LIMIT, 10), constant(text, UNIT, "m"),
          exception(modules_state, Drained, PyExc_ValueError,
                    "There are none."),
          submodule(submod), exec(begin), per_interpreter_gil)
