/* example.exceptions: how C raises, catches, and says what led to what. */
#include "bind/module.h"

/* The module's own class, which C raises and Python catches. */
HF_STATE(exceptions_state, owns(type, CustomError))

/* ---- To raise: what returns a handle returns null then. */
static hf_worked raise_value_error(hf_str_borrowed message)
{
    hf_raise(ValueError, "%U", message);
    return hf_worked_if(false);
}
HF_FUNCTION(raise_value_error, none, "Raise ValueError(message).",
            arg(str, message))

static hf_worked raise_custom_error(struct exceptions_state *state)
{
    hf_error_raise(hf_as_raw(state->CustomError), "Oops");
    return hf_worked_if(false);
}
HF_FUNCTION(raise_custom_error, none, "Raise CustomError.",
            state(exceptions_state))

/* An exception may carry any value, not only a message. */
static hf_worked raise_with(struct exceptions_state *state,
                            hf_object_borrowed value)
{
    hf_error_raise_with(hf_as_raw(state->CustomError), value);
    return hf_worked_if(false);
}
HF_FUNCTION(raise_with, none, "Raise CustomError(value).",
            state(exceptions_state), arg(object, value), slash)

/* ---- To catch: what is not meant to be caught is passed on, by returning. */
static hf_object get_or(hf_object_borrowed mapping, hf_object_borrowed key,
                        hf_object_borrowed otherwise)
{
    hf_object value = hf_object_getitem(mapping, key);
    if (hf_is_null(value) && hf_error_matches(PyExc_LookupError)) {
        hf_error_clear();
        return hf_incref(otherwise);
    }
    return value;
}
HF_FUNCTION(get_or, object, "mapping[key], or otherwise where there is none.",
            arg(object, mapping), arg(object, key), arg(object, otherwise),
            slash)

/* The exception itself, as a result. */
static hf_object caught(hf_object_borrowed call)
{
    hf_auto(object, result, hf_object_call_no_args(call));
    return hf_is_null(result) ? hf_into_object(hf_error_fetch()) : hf_none();
}
HF_FUNCTION(caught, object, "What call() raises, or None.", arg(object, call),
            slash)

/* ---- To chain. This is "raise CustomError(...) from" what was caught. */
static hf_object translated(struct exceptions_state *state,
                            hf_object_borrowed call)
{
    hf_object result = hf_object_call_no_args(call);
    if (hf_is_null(result) && hf_error_matches(PyExc_Exception)) {
        hf_error_raise_from(hf_error_fetch(), hf_as_raw(state->CustomError),
                            "%R failed", call);
    }
    return result;
}
HF_FUNCTION(translated, object, "call(), all of whose errors are CustomError.",
            state(exceptions_state), arg(object, call), slash)

/* This is try and finally: |last| is called in any case, with no exception set,
 * and the first exception is the context of the second. */
static hf_object finally(hf_object_borrowed call, hf_object_borrowed last)
{
    hf_auto(object, result, hf_object_call_no_args(call));
    hf_exception pending = hf_error_fetch();
    hf_auto(object, ignored, hf_object_call_no_args(last));
    hf_error_chain(pending);
    return hf_error_occurred() ? hf_null(object) : hf_move(&result);
}
HF_FUNCTION_AS("finally_", finally, object, "call(), and last() at the end.",
               arg(object, call), arg(object, last), slash)

HF_MODULE(exceptions, "Raising, catching, chaining.", state(exceptions_state),
          exception(exceptions_state, CustomError, PyExc_RuntimeError,
                    "What this module raises."),
          function(raise_value_error), function(raise_custom_error),
          function(raise_with), function(get_or), function(caught),
          function(translated), function(finally), per_interpreter_gil)
