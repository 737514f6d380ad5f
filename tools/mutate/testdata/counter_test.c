/* counter_test.c: a unit test for counter.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "counter.h"

static void test_unused_adds_one(void **state)
{
    (void)state;
    assert_int_equal(unused(1), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_unused_adds_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
