/* Classes that no module can have, one in a module of its own each: its import
 * fails. */
#include "fuzz/class_sequence/based.h"

#define REFUSED_CLASS(c, ...)                                                  \
    HF_NO_CONSTRUCT(c)                                                         \
    HF_CLASS(c, "No module has it.", __VA_ARGS__)                              \
    HF_MODULE(with_##c, "It cannot be imported.", class(c))

HF_FIELDS(of_int, "Bad", extends("int"), owns(object, left))
REFUSED_CLASS(of_int, final)
HF_FIELDS(of_function, "Bad", extends("len"), owns(object, left))
REFUSED_CLASS(of_function, final)
HF_FIELDS(of_abstract, "Bad", extends("collections.abc.Sized"),
          owns(object, left))
REFUSED_CLASS(of_abstract, final)
HF_FIELDS(of_python, "Bad", extends("mixins.Mixin"), owns(object, left))
REFUSED_CLASS(of_python, final)
HF_FIELDS(of_nothing, "Bad", extends("mixins.Missing"), owns(object, left))
REFUSED_CLASS(of_nothing, final)
HF_FIELDS(of_final, "Bad", extends("range"), owns(object, left))
REFUSED_CLASS(of_final, final)
HF_FIELDS(with_list, "Bad", owns(object, left))
REFUSED_CLASS(with_list, base("list"))
HF_FIELDS(with_nothing, "Bad", owns(object, left))
REFUSED_CLASS(with_nothing, base("mixins.Mixin"), base("mixins.Missing"))

/* What it extends is another class from time to time. */
HF_FIELDS(shifting, "Bad", extends("hosts.Shifting"), owns(object, left))
REFUSED_CLASS(shifting, final)

/* What it inherits from is not in the module, or is another class there. */
HF_FIELDS(parent, "Parent", owns(object, left))
HF_NO_CONSTRUCT(parent)
HF_CLASS(parent, "It has a base.", base("mixins.Mixin"))
HF_FIELDS(orphan, "Bad", inherits(parent), owns(object, right))
REFUSED_CLASS(orphan, final)
HF_MODULE(with_parent, "It cannot be imported.", class(parent), class(orphan))

#define DEFINITION(m)                                                          \
    static PyModuleDef *m##_definition(void)                                   \
    {                                                                          \
        return (PyModuleDef *)PyInit_##m();                                    \
    }
DEFINITION(with_shifting)
DEFINITION(with_of_int)
DEFINITION(with_of_function)
DEFINITION(with_of_abstract)
DEFINITION(with_of_python)
DEFINITION(with_of_nothing)
DEFINITION(with_of_final)
DEFINITION(with_with_list)
DEFINITION(with_with_nothing)
DEFINITION(with_orphan)
DEFINITION(with_parent)

#define NO_PARENT                                                              \
    "the class 'Bad' inherits from 'Parent', which is not there: list it "     \
    "before, in the same HF_MODULE, and without a base"

const refused_module refused_modules[] = {
    {with_shifting_definition, &PyExc_TypeError,
     "'Bad' cannot extend 'hosts.Shifting': its size is another one than "
     "before"},
    {with_of_int_definition, &PyExc_TypeError,
     "'Bad' cannot extend 'int': its instances vary in size"},
    {with_of_function_definition, &PyExc_TypeError,
     "'Bad' cannot extend 'len': it is no class"},
    {with_of_abstract_definition, &PyExc_TypeError,
     "'Bad' cannot extend 'collections.abc.Sized': it has a metaclass"},
    {with_of_python_definition, &PyExc_TypeError,
     "'Bad' cannot extend 'mixins.Mixin': it has no layout of C; base(...) in "
     "HF_CLASS is for such classes"},
    {with_of_nothing_definition, &PyExc_AttributeError,
     "module 'mixins' has no attribute 'Missing'"},
    {with_of_final_definition, &PyExc_TypeError,
     "type 'range' is not an acceptable base type"},
    {with_with_list_definition, &PyExc_TypeError,
     "multiple bases have instance lay-out conflict"},
    {with_with_nothing_definition, &PyExc_AttributeError,
     "module 'mixins' has no attribute 'Missing'"},
    {with_orphan_definition, &PyExc_SystemError, NO_PARENT},
    {with_parent_definition, &PyExc_SystemError, NO_PARENT},
};
const int n_refused_modules = sizeof(refused_modules) /
                              sizeof(refused_modules[0]);
