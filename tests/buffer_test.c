#include "tests/support.h"

#include <string.h>

static bool get(const char *source, hf_buffer_needs needs, hf_buffer *b)
{
    hf_auto(object, x, python_eval(source));
    return hf_buffer_get(x, needs, b);
}

static void what_is_needed_is_what_is_got(void)
{
    hf_auto_buffer(b);
    assert_true(get("memoryview(bytearray(range(64))).cast('d')",
                    (hf_buffer_needs){.writable = true,
                                      .contiguous = true,
                                      .format = "d",
                                      .dimensions = 1},
                    &b));
    assert_int_equal(hf_buffer_dimensions(&b), 1);
    assert_int_equal(hf_buffer_length(&b, 0), 8);
    assert_int_equal(hf_buffer_length(&b, 1), 0);
    assert_int_equal(hf_buffer_size(&b), 64);
    assert_string_equal(hf_buffer_raw(&b)->format, "d");
}

static void what_is_not_what_is_needed_is_refused_by_name(void)
{
    hf_buffer b = {0};
    assert_refused(get("b'ab'", (hf_buffer_needs){.writable = true}, &b),
                   PyExc_BufferError, "Object is not writable.");
    assert_refused(get("memoryview(b'abcd')[::2]",
                       (hf_buffer_needs){.contiguous = true}, &b),
                   PyExc_BufferError, NULL);
    assert_refused(get("b'ab'", (hf_buffer_needs){.format = "d"}, &b),
                   PyExc_BufferError,
                   "expected a buffer of format 'd', found one of 'B'");
    assert_refused(get("b'ab'", (hf_buffer_needs){.dimensions = 2}, &b),
                   PyExc_BufferError,
                   "expected a buffer of 2 dimensions, found one of 1");
    assert_refused(get("b'ab'", (hf_buffer_needs){.format = "Zd"}, &b),
                   PyExc_SystemError,
                   "hf_buffer_get: 'Zd' is no letter of the struct module for a "
                   "number");
    assert_refused(get("7", (hf_buffer_needs){0}, &b), PyExc_TypeError,
                   "a bytes-like object is required, not 'int'");
    assert_null(hf_buffer_raw(&b));
    hf_buffer_release(&b);
}

/* l and q, and i and l on other systems, are one type of C by two names. */
static void formats_are_compared_by_size_and_kind(void)
{
    static const char *const same[] = {"l", "q", "n", "@q", "=q"};
    for (size_t i = 0; i < COUNT(same); i++) {
        hf_auto_buffer(b);
        assert_true(get("memoryview(bytes(64)).cast('l')",
                        (hf_buffer_needs){.format = same[i]}, &b));
    }
    hf_buffer b = {0};
    assert_refused(get("memoryview(bytes(64)).cast('l')",
                       (hf_buffer_needs){.format = "Q"}, &b),
                   PyExc_BufferError,
                   "expected a buffer of format 'Q', found one of 'l'");
    assert_refused(get("memoryview(bytes(64)).cast('l')",
                       (hf_buffer_needs){.format = ">q"}, &b),
                   PyExc_SystemError, NULL);
}

static void items_are_read_and_written_by_index(void)
{
    hf_auto(object, x, python_eval("memoryview(bytearray(32)).cast('i')"));
    hf_auto_buffer(b);
    assert_true(hf_buffer_get(x, (hf_buffer_needs){.writable = true}, &b));
    for (int i = 0; i < hf_buffer_length(&b, 0); i++) {
        int item = -i * 1000;
        assert_true(hf_buffer_write(&b, i, &item));
    }
    int item = 77;
    assert_true(hf_buffer_read(&b, 7, &item));
    assert_int_equal(item, -7000);
    assert_refused(hf_buffer_read(&b, 8, &item), PyExc_IndexError,
                   "hf_buffer_read: index 8 is out of range: dimension 0 has 8 "
                   "items");
    assert_int_equal(item, 0);
    assert_refused(hf_buffer_write(&b, -1, &item), PyExc_IndexError, NULL);
    double wrong = 77;
    assert_refused(hf_buffer_read(&b, 0, &wrong), PyExc_TypeError,
                   "expected floating-point numbers of 8 bytes, found items of "
                   "format 'i'");
    assert_true(wrong == 0);
    unsigned other = 77;
    assert_refused(hf_buffer_read(&b, 0, &other), PyExc_TypeError,
                   "expected unsigned integers of 4 bytes, found items of format "
                   "'i'");
    int64_t longer = 77;
    assert_refused(hf_buffer_write(&b, 0, &longer), PyExc_TypeError, NULL);
}

static void strides_and_dimensions_are_followed(void)
{
    hf_auto_buffer(backwards);
    assert_true(get("memoryview(bytes(range(16)))[::-3]", (hf_buffer_needs){0},
                    &backwards));
    unsigned char item = 77;
    assert_true(hf_buffer_read(&backwards, 1, &item));
    assert_int_equal(item, 12);
    hf_auto_buffer(b);
    assert_true(get("memoryview(bytes(range(24))).cast('B', [2, 3, 4])",
                    (hf_buffer_needs){.dimensions = 3}, &b));
    const Py_ssize_t at[3] = {1, 2, 3}, beyond[3] = {1, 3, 0};
    assert_true(hf_buffer_read_at(&b, at, &item));
    assert_int_equal(item, 23);
    assert_refused(hf_buffer_read_at(&b, beyond, &item), PyExc_IndexError,
                   "hf_buffer_read: index 3 is out of range: dimension 1 has 3 "
                   "items");
    assert_refused(hf_buffer_read(&b, 0, &item), PyExc_IndexError,
                   "hf_buffer_read: 1 index for a buffer of 3 dimensions");
    Py_ssize_t count = 77;
    assert_null(hf_buffer_array(unsigned char, &backwards, &count));
    assert_raised(PyExc_BufferError, "the items are no C array: they have gaps, "
                                     "or are not aligned");
    assert_int_equal(count, 0);
}

static void items_that_are_not_aligned_are_copied(void)
{
    hf_auto_buffer(b);
    assert_true(get("memoryview(bytes(range(65)))[1:].cast('i')",
                    (hf_buffer_needs){.format = "i"}, &b));
    int item = 77;
    assert_true(hf_buffer_read(&b, 0, &item));
    assert_int_equal(item, PY_BIG_ENDIAN ? 0x01020304 : 0x04030201);
    Py_ssize_t n = 77;
    assert_null(hf_buffer_array(int, &b, &n));
    assert_raised(PyExc_BufferError, NULL);
}

static void an_array_is_the_memory_itself(void)
{
    hf_auto(object, x, python_eval("memoryview(bytearray(32)).cast('d')"));
    hf_auto_buffer(b);
    assert_true(hf_buffer_get(x, (hf_buffer_needs){.writable = true}, &b));
    Py_ssize_t n = 0;
    double *items = hf_buffer_array_writable(double, &b, &n);
    assert_non_null(items);
    assert_int_equal(n, 4);
    items[3] = 2.5;
    const double *same = hf_buffer_array(double, &b, &n);
    assert_ptr_equal(same, items);
    double item = 0;
    assert_true(hf_buffer_read(&b, 3, &item));
    assert_true(item == 2.5);
    hf_auto_buffer(fixed);
    assert_true(get("b'ab'", (hf_buffer_needs){0}, &fixed));
    assert_null(hf_buffer_array_writable(unsigned char, &fixed, &n));
    assert_raised(PyExc_BufferError, "the buffer is read-only");
    unsigned char byte = 1;
    assert_refused(hf_buffer_write(&fixed, 0, &byte), PyExc_BufferError,
                   "the buffer is read-only");
    hf_auto_buffer(none);
    assert_true(get("b''", (hf_buffer_needs){0}, &none));
    assert_non_null(hf_buffer_array(unsigned char, &none, &n));
    assert_int_equal(n, 0);
}

static void bools_are_true_or_false(void)
{
    hf_auto(object, x, python_eval("memoryview(bytearray(b'\\0\\1\\7')).cast('?')"));
    hf_auto_buffer(b);
    assert_true(hf_buffer_get(x, (hf_buffer_needs){.format = "?"}, &b));
    bool item = false;
    assert_true(hf_buffer_read(&b, 2, &item));
    assert_true(item == true);
    assert_true(hf_buffer_read(&b, 0, &item));
    assert_true(item == false);
}

/* Its shape and strides may point into it, so a copy of it is none. */
static void a_copy_of_a_buffer_is_refused(void)
{
    hf_auto_buffer(b);
    assert_true(get("b'ab'", (hf_buffer_needs){0}, &b));
    hf_buffer copy = b;
    unsigned char item = 77;
    assert_refused(hf_buffer_read(&copy, 0, &item), PyExc_SystemError,
                   "hf_buffer_read: the buffer is a copy of one: pass its "
                   "address");
    assert_null(hf_buffer_raw(&copy));
    assert_int_equal(hf_buffer_size(&copy), 0);
    assert_true(hf_buffer_read(&b, 0, &item));
    assert_refused(get("b'ab'", (hf_buffer_needs){0}, &b), PyExc_SystemError,
                   "hf_buffer_get: the buffer is held: release it first");
}

static bool release(hf_buffer *b)
{
    hf_buffer_release(b);
    return true;
}

static bool clear(hf_buffer *b)
{
    hf_buffer_clear(b);
    return true;
}

static void a_copy_of_a_buffer_releases_nothing(void)
{
    hf_auto(object, x, python_eval("bytearray(b'abcd')"));
    for (int i = 0; i < 2; i++) {
        hf_buffer b = {0};
        assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
        hf_buffer copy = b, another = b;
        hf_buffer_release(&copy); /* not known to be wrong yet */
        assert_int_equal(hf_refcnt(x), 2);
        unsigned char item = 77;
        assert_true(hf_buffer_read(&b, 0, &item));
        ON_PURPOSE(HF_CONSUMED_TWICE, 1, release(&copy));
        ON_PURPOSE(HF_CONSUMED_TWICE, 1, clear(&another));
        assert_int_equal(hf_refcnt(x), 2);
        ON_PURPOSE(HF_CONSUMED_TWICE, 1, (i == 0 ? release : clear)(&b));
        assert_int_equal(hf_refcnt(x), 1);
        hf_buffer_clear(&another);
        assert_null(hf_buffer_raw(&another));
    }
}

/* Where b is, is what was b; but what that held was given back. */
static void a_buffer_that_is_put_back_holds_nothing(void)
{
#ifdef HF_CHECKED /* in release it is released again, and x freed */
    hf_auto(object, x, python_eval("bytearray(b'abcd')"));
    hf_buffer b = {0};
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    hf_buffer copy = b;
    hf_buffer_release(&b);
    b = copy;
    unsigned char item = 77;
    assert_false(ON_PURPOSE(HF_USED_AFTER_CONSUMED, 1,
                            hf_buffer_read(&b, 0, &item)));
    assert_raised(PyExc_SystemError, NULL);
    assert_int_equal(item, 0);
    ON_PURPOSE(HF_CONSUMED_TWICE, 1, release(&b));
    assert_int_equal(hf_refcnt(x), 1);
    b = copy;
    ON_PURPOSE(HF_CONSUMED_TWICE, 1, clear(&b));
    hf_buffer_clear(&b);
    assert_int_equal(hf_refcnt(x), 1);
#endif
}

static void a_buffer_that_was_never_set_is_refused(void)
{
#ifdef HF_CHECKED
    hf_auto(object, x, python_eval("b'abcd'"));
    unsigned char item = 77;
    hf_buffer b, *without_a_ticket = &b;
    memset(&b, 0x5A, sizeof(b));
    assert_int_equal(
        ON_PURPOSE(HF_NEVER_INITIALISED, 1, hf_buffer_size(&b)), 0);
    assert_false(ON_PURPOSE(HF_NEVER_INITIALISED, 1,
                            hf_buffer_read(&b, 0, &item)));
    assert_raised(PyExc_SystemError, NULL);
    ON_PURPOSE(HF_NEVER_INITIALISED, 1, release(&b));
    ON_PURPOSE(HF_NEVER_INITIALISED, 1, clear(&b));
    hf_buffer_clear(&b);
    memset(&b, 0x5A, sizeof(b));
    b.hf_private_self = NULL;
    ON_PURPOSE(HF_NEVER_INITIALISED, 1, clear(&b));
    memset(&b, 0x5A, sizeof(b));
    without_a_ticket->hf_private_any = (hf_private_inside){0};
    ON_PURPOSE(HF_NEVER_INITIALISED, 1, release(&b));
    assert_true(ON_PURPOSE(HF_NEVER_INITIALISED, 1,
                           hf_buffer_get(x, (hf_buffer_needs){0}, &b)));
    assert_true(hf_buffer_read(&b, 0, &item));
    hf_buffer_release(&b);
#endif
}

/* It has a ticket as long as it is held. */
static void a_held_buffer_is_open(void)
{
#ifdef HF_CHECKED
    hf_auto(object, x, python_eval("b'abcd'"));
    hf_ledger_window window = hf_ledger_begin();
    hf_buffer b = {0}, other = {0};
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    assert_int_equal(hf_ledger_count(window), 1);
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &other));
    assert_int_equal(hf_ledger_count(window), 2);
    HF_KEEP(other);
    assert_int_equal(hf_ledger_count(window), 1);
    hf_buffer_clear(&other);
    hf_buffer copy = b;
    hf_buffer_release(&copy); /* which it is not */
    assert_int_equal(ON_PURPOSE(HF_LEAK, 1, hf_ledger_end(window)), 1);
    ON_PURPOSE(HF_CONSUMED_TWICE, 1, release(&b));
    assert_int_equal(hf_ledger_count(window), 0);
#endif
}

static void a_buffer_is_cleared_as_often_as_you_like(void)
{
    hf_auto(object, x, python_eval("bytearray(b'abcd')"));
    hf_buffer b = {0};
    hf_buffer_clear(&b);
    hf_buffer_release(&b);
    for (int i = 0; i < 3; i++) {
        assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
        i == 1 ? hf_buffer_release(&b) : hf_buffer_clear(&b);
        hf_buffer_clear(&b);
        hf_buffer_clear(&b);
        assert_int_equal(hf_refcnt(x), 1);
        assert_null(hf_buffer_raw(&b)); /* it is empty, not released */
    }
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    hf_buffer_release(&b);
    assert_refused(hf_buffer_get(x, (hf_buffer_needs){.format = "d"}, &b),
                   PyExc_BufferError, NULL);
    hf_buffer_release(&b); /* what could not be got is empty */
    assert_int_equal(hf_refcnt(x), 1);
    hf_auto_buffer(early);
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &early));
    hf_buffer_release(&early);
    assert_int_equal(hf_refcnt(x), 1);
}

/* The owner is kept by the buffer alone; its end gets another one. */
static hf_buffer field;
static hf_object next_owner;

static int owner_get(PyObject *self, Py_buffer *view, int flags)
{
    static char memory[4];
    return PyBuffer_FillInfo(view, self, memory, 4, 0, flags);
}

static void owner_ends(PyObject *self)
{
    hf_object owner = hf_move(&next_owner);
    assert_true(hf_buffer_get(owner, (hf_buffer_needs){0}, &field));
    hf_decref(owner);
    Py_TYPE(self)->tp_free(self);
}

static PyBufferProcs owner_buffer = {.bf_getbuffer = owner_get};
static PyTypeObject owner_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "owner",
    .tp_basicsize = sizeof(PyObject),
    .tp_dealloc = owner_ends,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_buffer = &owner_buffer,
};

static void what_is_got_while_a_buffer_is_cleared_stays(void)
{
    assert_int_equal(PyType_Ready(&owner_type), 0);
    hf_object x = hf_object_from_owned(PyType_GenericAlloc(&owner_type, 0));
    next_owner = python_eval("bytearray(b'abcd')");
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &field));
    hf_decref(x);
    hf_buffer_clear(&field);
    unsigned char item = 77;
    assert_true(hf_buffer_read(&field, 3, &item));
    assert_int_equal(item, 'd');
    hf_buffer_clear(&field);
    assert_null(hf_buffer_raw(&field));
}

static void a_held_buffer_keeps_its_owner_and_its_memory(void)
{
    hf_object x = python_eval("bytearray(b'abcd')");
    hf_auto(object, other, hf_incref(x));
    hf_buffer b = {0};
    assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    hf_decref(x);
    assert_int_equal(hf_refcnt(other), 2);
    hf_bytearray_borrowed array = hf_bytearray_cast(hf_borrow(other));
    assert_refused(hf_bytearray_resize(array, 100), PyExc_BufferError, NULL);
    pend();
    hf_buffer_release(&b);
    ON_PURPOSE(HF_CONSUMED_TWICE, 1, release(&b));
    assert_pending();
    assert_int_equal(hf_refcnt(other), 1);
    assert_true(hf_bytearray_resize(array, 100));
    unsigned char item = 77;
    assert_refused(ON_PURPOSE(HF_USED_AFTER_CONSUMED, 1,
                              hf_buffer_read(&b, 0, &item)),
                   PyExc_SystemError, "hf_buffer_read: the buffer is empty");
}

static void a_buffer_is_released_where_its_scope_ends(void)
{
    hf_auto(object, x, python_eval("bytearray(b'abcd')"));
    for (int i = 0; i < 3; i++) {
        hf_auto_buffer(b);
        assert_true(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
        assert_int_equal(hf_refcnt(x), 2);
        if (i == 1) {
            continue;
        }
    }
    assert_int_equal(hf_refcnt(x), 1);
}

static void nothing_is_got_while_an_exception_is_pending(void)
{
    hf_buffer b = {0};
    hf_auto(object, x, python_eval("b'ab'"));
    pend();
    assert_false(ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                            hf_buffer_get(x, (hf_buffer_needs){0}, &b)));
    assert_false(hf_buffer_get(hf_null(object_borrowed), (hf_buffer_needs){0},
                               &b));
    assert_pending();
    assert_refused(hf_buffer_get(hf_null(object_borrowed), (hf_buffer_needs){0},
                                 &b),
                   PyExc_SystemError, no_handle("hf_buffer_get", "object"));
}

/* ---- memoryview. */

static double numbers[3] = {1.5, 2.5, 3.5};

static void a_memoryview_over_memory_is_the_memory(void)
{
    hf_auto(object, owner, number(1));
    hf_auto(memoryview, v,
            hf_memoryview_from_memory(hf_incref(owner),
                                      (hf_memory){.data = numbers,
                                                  .count = 3,
                                                  .item_size = sizeof(double),
                                                  .format = "d",
                                                  .writable = true}));
    python_set("v", hf_as_object(v));
    assert_int_equal(python_long("v.tolist() == [1.5, 2.5, 3.5]"), 1);
    python_run("v[1] = 9.0\n");
    assert_true(numbers[1] == 9.0);
    numbers[1] = 2.5;
    assert_int_equal(python_long("v.nbytes == 24 and v.format == 'd'"), 1);
    python_run("del v\n");
}

/* PyMemoryView_FromMemory has no owner: what it shows may be gone. */
static void the_owner_lives_as_long_as_any_view_of_it(void)
{
    hf_auto(object, owner, number(1));
    hf_memoryview v = hf_memoryview_from_memory(
        hf_incref(owner), (hf_memory){.data = numbers, .count = 24, .item_size = 1});
    assert_int_equal(hf_refcnt(owner), 2);
    python_set("v", hf_as_object(v));
    hf_decref(v);
    python_run("part = v[8:]\ndel v\n");
    assert_int_equal(hf_refcnt(owner), 2);
    assert_int_equal(python_long("len(part)"), 16);
    python_run("del part\n");
    assert_int_equal(hf_refcnt(owner), 1);
}

static void a_cycle_through_the_owner_is_collected(void)
{
    hf_list owner = hf_list_new();
    hf_auto(list, list, hf_incref(owner));
    hf_memoryview v = hf_memoryview_from_memory(
        owner, (hf_memory){.data = numbers, .count = 24, .item_size = 1});
    assert_true(hf_list_append(hf_borrow(list), v));
    /* The test itself finds what is left. */
}

static void read_only_memory_is_read_only(void)
{
    hf_auto(memoryview, v,
            hf_memoryview_from_memory(
                hf_none(), (hf_memory){.data = numbers, .count = 24, .item_size = 1}));
    hf_auto_buffer(b);
    assert_refused(hf_buffer_get(v, (hf_buffer_needs){.writable = true}, &b),
                   PyExc_BufferError, NULL);
    assert_true(hf_buffer_get(v, (hf_buffer_needs){.format = "B"}, &b));
}

static void memory_that_cannot_be_is_refused_and_the_owner_consumed(void)
{
    hf_auto(object, owner, number(1));
    assert_fails(hf_memoryview_from_memory(
                     hf_incref(owner), (hf_memory){.count = 1, .item_size = 1}),
                 PyExc_SystemError,
                 "hf_memoryview_from_memory: the pointer is NULL");
    assert_fails(
        hf_memoryview_from_memory(
            hf_incref(owner),
            (hf_memory){.data = numbers, .count = PY_SSIZE_T_MAX, .item_size = 2}),
        PyExc_OverflowError, NULL);
    assert_fails(hf_memoryview_from_memory(
                     hf_incref(owner),
                     (hf_memory){.data = numbers, .count = 1, .item_size = 0}),
                 PyExc_OverflowError,
                 "hf_memoryview_from_memory: there are no 1 items of 0 bytes");
    assert_fails(hf_memoryview_from_memory(hf_null(object), (hf_memory){0}),
                 PyExc_SystemError,
                 no_handle("hf_memoryview_from_memory", "object"));
    assert_int_equal(hf_refcnt(owner), 1);
    hf_auto(memoryview, none,
            hf_memoryview_from_memory(hf_incref(owner),
                                      (hf_memory){.item_size = 1}));
    assert_int_equal(PyObject_Size(hf_as_raw(none)), 0);
}

static void a_memoryview_of_an_object_is_that_of_python(void)
{
    hf_auto(object, x, python_eval("bytearray(b'ab')"));
    hf_auto(object, n, number(1));
    hf_auto(memoryview, v, hf_memoryview_from_object(x));
    assert_int_equal(PyObject_Size(hf_as_raw(v)), 2);
    assert_fails(hf_memoryview_from_object(n), PyExc_TypeError,
                 "memoryview: a bytes-like object is required, not 'int'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_needed_is_what_is_got),
        TEST(what_is_not_what_is_needed_is_refused_by_name),
        TEST(formats_are_compared_by_size_and_kind),
        TEST(items_are_read_and_written_by_index),
        TEST(strides_and_dimensions_are_followed),
        TEST(items_that_are_not_aligned_are_copied),
        TEST(an_array_is_the_memory_itself),
        TEST(bools_are_true_or_false),
        TEST(a_copy_of_a_buffer_is_refused),
        TEST(a_copy_of_a_buffer_releases_nothing),
        TEST(a_buffer_that_is_put_back_holds_nothing),
        TEST(a_buffer_that_was_never_set_is_refused),
        TEST(a_held_buffer_is_open),
        TEST(a_buffer_is_cleared_as_often_as_you_like),
        TEST(what_is_got_while_a_buffer_is_cleared_stays),
        TEST(a_held_buffer_keeps_its_owner_and_its_memory),
        TEST(a_buffer_is_released_where_its_scope_ends),
        TEST(nothing_is_got_while_an_exception_is_pending),
        TEST(a_memoryview_over_memory_is_the_memory),
        TEST(the_owner_lives_as_long_as_any_view_of_it),
        TEST(a_cycle_through_the_owner_is_collected),
        TEST(read_only_memory_is_read_only),
        TEST(memory_that_cannot_be_is_refused_and_the_owner_consumed),
        TEST(a_memoryview_of_an_object_is_that_of_python),
    };
    return RUN_TESTS(tests);
}
