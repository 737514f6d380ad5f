/* support.h: what the tests share.
 *
 * A test is a function without parameters, listed with TEST(); its name says
 * the behaviour that it pins down. It runs once to warm CPython's caches, and
 * again between two counts of all references (debug builds) and blocks: what
 * is not released fails the test, also where no assertion looks.
 */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include "core/holdfast.h"
#include "testing/allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- Running. */

typedef void (*test_body)(void);
/* clang-format off */
#define TEST(name) {#name, run_body, NULL, NULL, &(test_body){name}}
/* clang-format on */
#define RUN_TESTS(tests)                                                       \
    cmocka_run_group_tests_name(__FILE__, tests, start_python, stop_python)

/* warming_up is true in the first run, whose result does not count: a long
 * test may then do less. */
extern bool warming_up;

void run_body(void **state);
int start_python(void **state);
int stop_python(void **state);

/* settle releases what only waits for the cyclic collector. */
void settle(void);

/* ON_PURPOSE(kind, n, expression) is the expression. It is a mistake, which the
 * checked build must report |n| times, as |kind|; the release build allows it.
 */
#ifdef HF_CHECKED
#define ON_PURPOSE(kind, n, ...)                                               \
    __extension__({                                                            \
        __typeof__(__VA_ARGS__) result_ = (__VA_ARGS__);                       \
        check_mistakes(kind, n, __FILE__, __LINE__);                           \
        result_;                                                               \
    })
void check_mistakes(hf_mistake kind, size_t n, const char *file, int line);
#else
#define ON_PURPOSE(kind, n, ...) (__VA_ARGS__)
#endif

/* A list of CPython's that gets no memory for its items ends the process where there is
 * no GIL, with what was in the memory of another list (gh-152125): so there allocations
 * cannot fail. */
#ifdef Py_GIL_DISABLED
#define SKIP_WHERE_CPYTHON_NEEDS_MEMORY()                                      \
    do {                                                                       \
        print_message("skipped: gh-152125, PyList_New without memory\n");      \
        return;                                                                \
    } while (0)
#else
#define SKIP_WHERE_CPYTHON_NEEDS_MEMORY() ((void)0)
#endif

/* What CPython says where it cannot hash a key or an element: from 3.14 on what it is
 * for, too. */
#if PY_VERSION_HEX >= 0x030E0000
#define UNHASHABLE(type, as)                                                   \
    "cannot use '" type "' as a " as " (unhashable type: '" type "')"
#else
#define UNHASHABLE(type, as) "unhashable type: '" type "'"
#endif

/* unseen is a size of which gcc does not know that the array is not so long. */
static inline Py_ssize_t unseen(Py_ssize_t size)
{
    volatile Py_ssize_t same = size;
    return same;
}

/* ---- Making operands. They fail the test rather than give null. */

/* text makes a str of UTF-8, in which surrogates may stand. It is fresh, but
 * for those of fewer than two code points, which CPython shares. */
hf_str text(const char *utf8);
hf_str text_n(const char *utf8, Py_ssize_t size);

/* The forms that a str with some content may have. */
typedef enum text_form {
    PLAIN,
    HASHED,
    INTERNED,
    ENCODED,  /* its UTF-8 is kept in it, where it has one */
    SUBCLASS, /* an instance of class Sub(str) */
    UNREADY,  /* before CPython 3.12: not in its final form yet; else PLAIN */
    TEXT_FORMS
} text_form;
hf_str text_as(text_form form, const char *utf8, Py_ssize_t size);

/* An int, and one that is lent as a str by somebody who lies. Immortal or
 * cached objects would not show a lost reference: it is a fresh one. */
hf_object number(long value);

/* Python source that runs in a namespace of the test. */
void python_run(const char *source);
hf_object python_eval(const char *expression);
long python_long(const char *expression);
void python_set(const char *name, hf_object_borrowed value);

/* python_hook makes |function| callable from Python as name(). */
void python_hook(PyMethodDef *method);

/* What hf_status gives for an answer or a lookup. */
enum { FAILED = -1, NO = 0, YES = 1, MISSING = 0, FOUND = 1 };

/* answered writes a yes to |out|, and says whether there is an answer. */
bool answered(hf_answer answer, bool *out);

/* pend sets an exception, as if an earlier call had failed. */
void pend(void);

/* ---- Assertions. Those with an owned handle consume it. */

#define assert_no_error() check_no_error(__FILE__, __LINE__)
void check_no_error(const char *file, int line);

/* The exception of pend() is still set; afterwards none is. */
#define assert_pending() check_pending(__FILE__, __LINE__)
void check_pending(const char *file, int line);

/* An exception of exactly |type| is set, with that message unless NULL;
 * afterwards none is. */
#define assert_raised(type, message)                                           \
    check_raised(type, message, __FILE__, __LINE__)
void check_raised(PyObject *type, const char *message, const char *file,
                  int line);

/* |x| is null (or false) and the exception is set; afterwards none is. */
#define assert_fails(x, type, message)                                         \
    check_fails(hf_into_object(x), type, message, __FILE__, __LINE__)
#define assert_refused(x, type, message)                                       \
    check_refused(x, type, message, __FILE__, __LINE__)
void check_fails(hf_object result, PyObject *type, const char *message,
                 const char *file, int line);
void check_refused(bool result, PyObject *type, const char *message,
                   const char *file, int line);

/* no_handle is the message for a null |expected| without an exception. */
const char *no_handle(const char *function, const char *expected);

/* The str lent as |x| is of exact type and sound, and has this content. */
#define assert_text(x, utf8)                                                   \
    assert_text_n(x, utf8, (Py_ssize_t)sizeof(utf8) - 1)
#define assert_text_n(x, utf8, size)                                           \
    check_text(hf_as_raw(x), utf8, size, true, __FILE__, __LINE__)
/* The same, also for a subclass. */
#define assert_content_n(x, utf8, size)                                        \
    check_text(hf_as_raw(x), utf8, size, false, __FILE__, __LINE__)
void check_text(PyObject *raw, const char *utf8, Py_ssize_t size, bool exact,
                const char *file, int line);

/* The owned |x| is such a str, and no exception is set. */
#define assert_makes(x, utf8)                                                  \
    assert_makes_n(x, utf8, (Py_ssize_t)sizeof(utf8) - 1)
#define assert_makes_n(x, utf8, size)                                          \
    check_makes(x, utf8, size, __FILE__, __LINE__)
void check_makes(hf_str result, const char *utf8, Py_ssize_t size,
                 const char *file, int line);

#define assert_same(x, y) assert_ptr_equal(hf_as_raw(x), hf_as_raw(y))

#endif /* TESTS_SUPPORT_H */
