#include "tests/support.h"

#include <pthread.h>

static void with_gil_takes_it_again_and_gives_it_back(void)
{
    int rounds = 0;
    hf_without_gil {
        assert_int_equal(PyGILState_Check(), 0);
        hf_with_gil {
            assert_int_equal(PyGILState_Check(), 1);
            hf_with_gil {
                hf_auto(str, s, text("made within"));
                assert_text(s, "made within");
                rounds++;
            }
        }
        assert_int_equal(PyGILState_Check(), 0);
        rounds++;
    }
    assert_int_equal(PyGILState_Check(), 1);
    assert_int_equal(rounds, 2);
}

/* Leaves the block in one way or another. */
static int leave(int way)
{
    for (int i = 0; i < 2; i++) {
        hf_without_gil {
            if (way == 0) {
                break;
            }
            if (way == 1) {
                continue;
            }
            if (way == 2) {
                return 2;
            }
            if (way == 3) {
                goto out;
            }
            way = 5;
        }
        assert_int_equal(PyGILState_Check(), 1);
    }
    return way;
out:
    assert_int_equal(PyGILState_Check(), 1);
    return 3;
}

static void without_gil_ends_in_each_way(void)
{
    const int wanted[] = {0, 1, 2, 3, 5};
    for (int way = 0; way < 5; way++) {
        assert_int_equal(leave(way), wanted[way]);
        assert_int_equal(PyGILState_Check(), 1);
    }
}

static PyObject *list_of_the_test;

static void *in_a_thread(void *unused)
{
    hf_auto_gil(gil);
    hf_auto(object, n, number(1));
    assert_int_equal(PyList_Append(list_of_the_test, hf_as_raw(n)), 0);
    return unused;
}

static void auto_gil_is_for_threads_that_python_does_not_know(void)
{
    hf_auto(list, list, hf_list_new());
    list_of_the_test = hf_as_raw(list);
    hf_without_gil {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, in_a_thread, NULL), 0);
        pthread_join(thread, NULL);
    }
    assert_int_equal(PyList_GET_SIZE(list_of_the_test), 1);
}

static void critical_sections_take_any_handles_and_null(void)
{
    hf_auto(str, s, text("one"));
    hf_auto(object, n, number(1));
    int rounds = 0;
    hf_critical_section(s) {
        rounds++;
        hf_critical_section2(s, n) {
            rounds++;
            continue;
        }
        break;
    }
    hf_critical_section(hf_null(object_borrowed)) {
        rounds++;
    }
    assert_int_equal(rounds, 3);
    assert_int_equal(hf_refcnt(n), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(with_gil_takes_it_again_and_gives_it_back),
        TEST(without_gil_ends_in_each_way),
        TEST(auto_gil_is_for_threads_that_python_does_not_know),
        TEST(critical_sections_take_any_handles_and_null),
    };
    return RUN_TESTS(tests);
}
