/* example.hello: the smallest module. */
#include "bind/module.h"

static hf_str hello(void)
{
    return hf_str_from_utf8("Hello!");
}
HF_FUNCTION(hello, str, "Say hello.")

HF_MODULE(hello, "The smallest module.", function(hello), per_interpreter_gil)
