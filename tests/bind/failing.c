/* failing: a call in which one allocation fails, and what is left of it, for
 * test_without_memory.py. */
#include "bind/module.h"

#include "testing/allocator.h"

/* Counted in C: an object that kept a number would be counted itself. */
static totals before;

static hf_worked mark(void)
{
    before = totals_now();
    return hf_worked_if(true);
}
HF_FUNCTION(mark, none, "Counts from here.")

static hf_tuple left(void)
{
    const totals change = totals_since(before);
    hf_tuple_builder b = {0};
    hf_tuple_builder_append(&b, hf_int_from(change.references));
    hf_tuple_builder_append(&b, hf_int_from(change.blocks));
    return hf_tuple_builder_finish(&b);
}
HF_FUNCTION(left, tuple, "How many references and blocks there are more.")

/* Nothing but the call itself runs while an allocation may fail. */
static hf_tuple call(int64_t k, hf_object_borrowed function, hf_rest arguments,
                     hf_dict_borrowed named)
{
    hf_auto(tuple, given, hf_rest_to_tuple(arguments));
    if (hf_is_null(given)) {
        return hf_null(tuple);
    }
    PyObject *names = hf_as_raw(named);
    fail_allocation((size_t)k);
    PyObject *found = PyObject_Call(hf_as_raw(function), hf_as_raw(given),
                                    PyDict_GET_SIZE(names) > 0 ? names : NULL);
    bool failed = end_of_failure();
    hf_exception error = hf_error_fetch();
    hf_tuple_builder b = {0};
    hf_tuple_builder_append(&b, hf_into_object(hf_bool_from(failed)));
    hf_tuple_builder_append(&b, found == NULL ? hf_none()
                                              : hf_object_from_owned(found));
    hf_tuple_builder_append(&b, hf_is_null(error) ? hf_none()
                                                  : hf_into_object(error));
    return hf_tuple_builder_finish(&b);
}
HF_FUNCTION(call, tuple,
            "Calls the function while its k-th allocation fails: whether that "
            "happened, the result, and the exception.",
            arg(int64_t, k), arg(object, function), slash, rest(arguments),
            names(named))

static hf_worked begin(hf_module_borrowed Py_UNUSED(module))
{
    hook_allocator();
    return hf_worked_if(true);
}
HF_MODULE(failing, "Calls without memory.", function(mark), function(left),
          function(call), exec(begin))
