/* example.code: who has called. The innermost frame is that of the code in
 * Python which has called: C functions have none. */
#include "bind/module.h"

/* The frame of the caller; or null and an exception, where C has called. */
static hf_frame caller(void)
{
    hf_frame frame;
    if (hf_missing(hf_frame_current(&frame))) {
        hf_raise(RuntimeError, "no Python code has called");
    }
    return frame;
}

static hf_code code_of_caller(void)
{
    hf_auto(frame, frame, caller());
    return hf_frame_code(hf_borrow(frame));
}

static hf_worked line_number(int *out)
{
    hf_auto(frame, frame, caller());
    return hf_frame_line(hf_borrow(frame), out);
}
HF_FUNCTION(line_number, none, "The line that calls this.", out(int))

static hf_worked first_line_number(int *out)
{
    hf_auto(code, code, code_of_caller());
    return hf_code_first_line(hf_borrow(code), out);
}
HF_FUNCTION(first_line_number, none, "Where the function begins that calls.",
            out(int))

static hf_str function_name(void)
{
    hf_auto(code, code, code_of_caller());
    return hf_code_name(hf_borrow(code));
}
HF_FUNCTION(function_name, str, "The name of the function that calls.")

static hf_str file_name(void)
{
    hf_auto(code, code, code_of_caller());
    return hf_code_filename(hf_borrow(code));
}
HF_FUNCTION(file_name, str, "The file that this is called from.")

/* And who has called that, and so on. */
static hf_list callers(void)
{
    hf_frame frame = caller();
    hf_list_builder names = {0};
    hf_lookup lookup;
    do { /* null goes through all of this, and to the result */
        hf_auto(code, code, hf_frame_code(hf_borrow(frame)));
        hf_list_builder_append(&names, hf_code_name(hf_borrow(code)));
        hf_frame back;
        lookup = hf_frame_back(hf_borrow(frame), &back);
        hf_decref(frame);
        frame = back;
    } while (hf_found(lookup));
    return hf_list_builder_finish(&names);
}
HF_FUNCTION(callers, list, "The names of all functions that wait for this.")

HF_MODULE(code, "Who has called.", function(line_number),
          function(first_line_number), function(function_name),
          function(file_name), function(callers), per_interpreter_gil)
