/* parts: a module with everything that a module may consist of. */
#include "bind/module.h"

#include <stdlib.h>

HF_STATE(parts_state, owns(type, Error), owns(type, Worse), owns(object, kept),
         owns(str, label), has(int64_t, calls))

/* The state outlives calls, and holds what is given to it. */
static hf_worked keep(struct parts_state *state, hf_object_borrowed x)
{
    state->calls++;
    return hf_replace(&state->kept, hf_incref(x));
}
HF_FUNCTION(keep, none, "Keeps x.", state(parts_state), arg(object, x), slash)

static hf_object kept(struct parts_state *state)
{
    return hf_is_null(state->kept) ? hf_none() : hf_incref(state->kept);
}
HF_FUNCTION(kept, object, "What is kept.", state(parts_state))

static int64_t calls(struct parts_state *state)
{
    return state->calls;
}
HF_FUNCTION(calls, int64_t, "How often keep was called.", state(parts_state))

static hf_str label(struct parts_state *state)
{
    return hf_incref(state->label);
}
HF_FUNCTION(label, str, "What exec made.", state(parts_state))

/* What is no module has no state, and is asked for none. */
static hf_str label_of(hf_object_borrowed module)
{
    struct parts_state *state = HF_STATE_OF(parts_state,
                                            hf_cast(module, module));
    return state == NULL ? hf_null(str) : hf_incref(state->label);
}
HF_FUNCTION(label_of, str, "What exec made, of a module.", arg(object, module),
            slash)

static hf_worked fail(struct parts_state *state, bool badly)
{
    PyObject *type = badly ? hf_as_raw(state->Worse) : hf_as_raw(state->Error);
    hf_error_raise(type, "no part %d", 3);
    return hf_worked_if(false);
}
HF_FUNCTION(fail, none, "Raises Error.", state(parts_state),
            def(bool, badly, False))

/* What else is to be done; and one that fails when it is told to. */
static hf_worked begin(hf_module_borrowed module)
{
    struct parts_state *state = HF_STATE_OF(parts_state, module);
    if (state == NULL) {
        return hf_worked_if(false);
    }
    return hf_replace(&state->label, hf_object_str(module));
}

static hf_worked may_fail(hf_module_borrowed Py_UNUSED(module))
{
    const char *how = getenv("PARTS_FAIL");
    if (how != NULL) {
        hf_error_raise(PyExc_RuntimeError, "told to fail: %s", how);
    }
    return hf_worked_if(how == NULL);
}

/* A submodule has a state, and submodules, of its own. */
static int double_of(int x)
{
    return 2 * x;
}
HF_FUNCTION(double_of, int, "2 * x.", arg(int, x))
HF_SUBMODULE(inner, "The inner one.", function(double_of))

HF_STATE(small_state, has(int, n))
static int count(struct small_state *state)
{
    return ++state->n;
}
HF_FUNCTION(count, int, "Counts.", state(small_state))
HF_SUBMODULE(small, "A small one.", state(small_state), function(count),
             constant(int, ONE, 1), submodule(inner))

HF_MODULE(parts, "Everything that a module may consist of.", state(parts_state),
          function(keep), function(kept), function(calls), function(label),
          function(label_of), function(fail), constant(int, LIMIT, 10),
          constant(double, HALF, 0.5), constant(bool, YES, true),
          constant(text, UNIT, "m"),
          constant(str, NAME, hf_str_from_utf8("kelp")),
          exception(parts_state, Error, PyExc_ValueError, "Is wrong."),
          exception(parts_state, Worse, hf_as_raw(state->Error), "Is worse."),
          exec(begin), submodule(small), exec(may_fail), per_interpreter_gil,
          gil_not_used)
