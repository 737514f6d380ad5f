#include "tests/support.h"

static hf_type type_of_expression(const char *expression)
{
    hf_auto(object, o, python_eval(expression));
    hf_type type = hf_cast(type, hf_incref(o));
    assert_false(hf_is_null(type));
    return type;
}

static void names_are_those_of_python(void)
{
    python_run("class Outer:\n"
               "    class Inner: pass\n");
    hf_auto(type, inner, type_of_expression("Outer.Inner"));
    assert_makes(hf_type_name(hf_borrow(inner)), "Inner");
    assert_makes(hf_type_qualified_name(hf_borrow(inner)), "Outer.Inner");
    hf_auto(type, integer, type_of_expression("int"));
    assert_makes(hf_type_qualified_name(hf_borrow(integer)), "int");
    hf_auto(object, module, hf_type_module_name(hf_borrow(integer)));
    assert_text(module, "builtins");
    python_run("del Outer");
}

static void what_is_no_type_is_refused(void)
{
    hf_auto(object, n, number(1));
    hf_type_borrowed wrong = hf_type_from_borrowed(hf_as_raw(n));
    unsigned long flags;
    void *slot;
    assert_fails(hf_type_name(wrong), PyExc_TypeError,
                 "expected type, found int");
    assert_fails(hf_type_mro(wrong), PyExc_TypeError,
                 "expected type, found int");
    assert_refused(hf_type_flags(wrong, &flags), PyExc_TypeError, NULL);
    assert_int_equal(flags, 0);
    assert_true(hf_failed(hf_type_slot(wrong, Py_tp_new, &slot)));
    assert_raised(PyExc_TypeError, "expected type, found int");
    assert_fails(hf_type_name(hf_null(type_borrowed)), PyExc_SystemError,
                 no_handle("hf_type_name", "type"));
    pend();
    hf_str none = hf_type_name(hf_null(type_borrowed));
    assert_true(hf_is_null(none));
    assert_pending();
}

static void module_is_that_of_the_spec(void)
{
    hf_auto(type, plain, type_of_expression("int"));
    assert_fails(hf_type_module(hf_borrow(plain)), PyExc_TypeError, NULL);
    pend();
    hf_module none = hf_type_module(hf_borrow(plain));
    assert_true(hf_is_null(none));
    assert_pending();
}

static void flags_and_features_are_those_of_the_type(void)
{
    hf_auto(type, plain, type_of_expression("int"));
    hf_auto(type, list, type_of_expression("list"));
    unsigned long flags;
    assert_true(hf_type_flags(hf_borrow(plain), &flags));
    assert_int_equal(flags, PyLong_Type.tp_flags);
    assert_true(
        hf_no(hf_type_has_feature(hf_borrow(plain), Py_TPFLAGS_HAVE_GC)));
    assert_true(
        hf_yes(hf_type_has_feature(hf_borrow(list), Py_TPFLAGS_HAVE_GC)));
}

static void is_subtype_asks_nobody_else(void)
{
    python_run("import abc\n"
               "class Any(abc.ABC):\n"
               "    @classmethod\n"
               "    def __subclasshook__(cls, other): return True\n");
    hf_auto(type, any, type_of_expression("Any"));
    hf_auto(type, integer, type_of_expression("int"));
    hf_auto(type, boolean, type_of_expression("bool"));
    assert_true(
        hf_yes(hf_type_is_subtype(hf_borrow(boolean), hf_borrow(integer))));
    assert_true(hf_no(hf_type_is_subtype(hf_borrow(integer), hf_borrow(any))));
    assert_true(hf_yes(hf_object_issubclass(integer, any)));
    python_run("del Any, abc");
}

static void mro_is_the_tuple_of_the_type(void)
{
    hf_auto(type, boolean, type_of_expression("bool"));
    hf_auto(tuple, mro, hf_type_mro(hf_borrow(boolean)));
    assert_int_equal(PyTuple_GET_SIZE(hf_as_raw(mro)), 3);
    assert_ptr_equal(PyTuple_GET_ITEM(hf_as_raw(mro), 1), &PyLong_Type);
}

static void slot_is_found_missing_or_an_error(void)
{
    python_run("class Plain: pass\n");
    hf_auto(type, plain, type_of_expression("Plain"));
    void *slot = &slot;
    assert_true(hf_found(hf_type_slot(hf_borrow(plain), Py_tp_dealloc, &slot)));
    assert_non_null(slot);
    assert_true(hf_missing(hf_type_slot(hf_borrow(plain), Py_nb_add, &slot)));
    assert_null(slot);
    pend(); /* which is not taken for its own */
    assert_true(hf_missing(hf_type_slot(hf_borrow(plain), Py_nb_add, &slot)));
    assert_pending();
    assert_true(hf_failed(hf_type_slot(hf_borrow(plain), -1, &slot)));
    assert_raised(PyExc_SystemError, NULL);
    python_run("del Plain");
}

static void new_instance_calls_the_type(void)
{
    hf_auto(type, integer, type_of_expression("int"));
    hf_auto(str, digits, text("1234"));
    hf_object_borrowed arguments[] = {hf_as_object(digits)};
    hf_auto(object, made,
            hf_type_new_instance(hf_borrow(integer), arguments, 1, NULL, 0));
    assert_int_equal(PyLong_AsLong(hf_as_raw(made)), 1234);
}

static void super_gives_what_the_classes_behind_have(void)
{
    python_run("class Base:\n"
               "    def name(self): return 'base'\n"
               "class Derived(Base):\n"
               "    def name(self): return 'derived'\n");
    hf_auto(type, derived, type_of_expression("Derived"));
    hf_auto(object, instance, python_eval("Derived()"));
    hf_auto(object, behind, hf_type_super(hf_borrow(derived), instance));
    hf_auto(object, name,
            hf_object_call_method_utf8(behind, "name", NULL, 0, NULL, 0));
    assert_text(name, "base");
    hf_auto(object, other, number(300));
    assert_fails(hf_type_super(hf_borrow(derived), other), PyExc_TypeError,
                 NULL);
    hf_type_borrowed wrong = hf_type_from_borrowed(hf_as_raw(other));
    assert_fails(hf_type_super(wrong, other), PyExc_TypeError,
                 "expected type, found int");
    assert_fails(hf_type_super(hf_borrow(derived), hf_null(object_borrowed)),
                 PyExc_SystemError, no_handle("hf_type_super", "object"));
    pend();
    hf_object none = ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                                hf_type_super(hf_borrow(derived), instance));
    assert_true(hf_is_null(none));
    assert_pending();
    python_run("del Base, Derived");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_those_of_python),
        TEST(what_is_no_type_is_refused),
        TEST(module_is_that_of_the_spec),
        TEST(flags_and_features_are_those_of_the_type),
        TEST(is_subtype_asks_nobody_else),
        TEST(mro_is_the_tuple_of_the_type),
        TEST(slot_is_found_missing_or_an_error),
        TEST(new_instance_calls_the_type),
        TEST(super_gives_what_the_classes_behind_have),
    };
    return RUN_TESTS(tests);
}
