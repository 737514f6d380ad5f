#include "tests/support.h"

static int destroyed, thing;

static void destroy(void *pointer)
{
    assert_ptr_equal(pointer, &thing);
    destroyed++;
}

static void destroy_and_raise(void *pointer)
{
    destroy(pointer);
    hf_raise(KeyError, "nobody sees it");
    hf_error_clear();
}

static hf_capsule a_capsule(void (*end)(void *))
{
    destroyed = 0;
    hf_capsule made = hf_capsule_new(&thing, "sea.kelp", end);
    assert_false(hf_is_null(made));
    return made;
}

static void pointer_is_given_for_the_right_name(void)
{
    hf_auto(capsule, made, a_capsule(NULL));
    void *found;
    const char *name;
    assert_true(hf_capsule_pointer(hf_borrow(made), "sea.kelp", &found));
    assert_ptr_equal(found, &thing);
    assert_refused(hf_capsule_pointer(hf_borrow(made), "sea.wave", &found),
                   PyExc_ValueError, NULL);
    assert_null(found);
    assert_true(hf_capsule_name(hf_borrow(made), &name));
    assert_string_equal(name, "sea.kelp");
    assert_refused(hf_capsule_name(hf_null(capsule_borrowed), &name),
                   PyExc_SystemError,
                   no_handle("hf_capsule_name", "PyCapsule"));
    assert_null(name);
}

static void what_it_owns_is_destroyed_once(void)
{
    hf_capsule made = a_capsule(destroy);
    hf_capsule again = hf_incref(made);
    hf_decref(made);
    assert_int_equal(destroyed, 0);
    hf_decref(again);
    assert_int_equal(destroyed, 1);
}

static void what_it_does_not_own_stays(void)
{
    hf_decref(a_capsule(NULL));
    assert_int_equal(destroyed, 0);
}

static void what_cannot_be_kept_is_destroyed(void)
{
    for (size_t k = 1;; k++) {
        destroyed = 0;
        fail_allocation(k);
        hf_capsule made = hf_capsule_new(&thing, "sea.kelp", destroy);
        if (!end_of_failure()) {
            hf_decref(made);
            assert_int_equal(destroyed, 1);
            return;
        }
        assert_fails(made, PyExc_MemoryError, NULL);
        assert_int_equal(destroyed, 1);
    }
}

static void null_is_refused_and_not_destroyed(void)
{
    destroyed = 0;
    assert_fails(hf_capsule_new(NULL, "sea.kelp", destroy), PyExc_ValueError,
                 NULL);
    assert_int_equal(destroyed, 0);
}

static void destruction_leaves_a_pending_exception_alone(void)
{
    hf_capsule made = a_capsule(destroy_and_raise);
    pend();
    hf_decref(made);
    assert_pending();
    assert_int_equal(destroyed, 1);
}

static void import_takes_the_capsule_of_a_module(void)
{
    hf_auto(object, module, hf_module_import_utf8("sys"));
    hf_auto(capsule, made, hf_capsule_new(&thing, "sys.kelp", NULL));
    assert_true(hf_object_setattr_utf8(module, "kelp", made));
    void *found;
    assert_true(hf_capsule_import("sys.kelp", &found));
    assert_ptr_equal(found, &thing);
    assert_true(hf_object_delattr_utf8(module, "kelp"));
    assert_refused(hf_capsule_import("sys.kelp", &found), PyExc_AttributeError,
                   NULL);
    assert_refused(hf_capsule_import("sys.version", &found), PyExc_TypeError,
                   "expected PyCapsule, found str");
    assert_refused(hf_capsule_import("sys", &found), PyExc_ImportError, NULL);
    assert_null(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pointer_is_given_for_the_right_name),
        TEST(what_it_owns_is_destroyed_once),
        TEST(what_it_does_not_own_stays),
        TEST(what_cannot_be_kept_is_destroyed),
        TEST(null_is_refused_and_not_destroyed),
        TEST(destruction_leaves_a_pending_exception_alone),
        TEST(import_takes_the_capsule_of_a_module),
    };
    return RUN_TESTS(tests);
}
