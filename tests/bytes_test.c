#include "tests/support.h"

#include <string.h>

static hf_bytes of(const char *content)
{
    return hf_bytes_from(content, (Py_ssize_t)strlen(content));
}

/* assert_bytes(x, content): the owned x is exact bytes of that content. */
static void check_bytes(hf_bytes x, const char *content, Py_ssize_t size,
                        const char *file, int line)
{
    check_no_error(file, line);
    _assert_true(!hf_is_null(x), "a result", file, line);
    PyObject *raw = hf_as_raw(x);
    _assert_true(PyBytes_CheckExact(raw) != 0, "exact bytes", file, line);
    _assert_true(PyBytes_GET_SIZE(raw) == size, "as many bytes", file, line);
    _assert_memory_equal(PyBytes_AS_STRING(raw), content, (size_t)size + 1, file,
                         line);
    hf_decref(x);
}
#define assert_bytes(x, content)                                               \
    check_bytes(x, content, (Py_ssize_t)sizeof(content) - 1, __FILE__, __LINE__)

static void bytes_are_copied_in_and_viewed(void)
{
    hf_auto(bytes, x, hf_bytes_from("a\0b", 3));
    Py_ssize_t length = 77;
    hf_bytes_view view;
    uint8_t byte = 77;
    assert_true(hf_bytes_length(hf_borrow(x), &length));
    assert_int_equal(length, 3);
    assert_true(hf_bytes_as_view(hf_borrow(x), &view));
    assert_int_equal(view.size, 3);
    assert_memory_equal(view.data, "a\0b", 4);
    assert_true(hf_bytes_get(hf_borrow(x), 2, &byte));
    assert_int_equal(byte, 'b');
    assert_refused(hf_bytes_get(hf_borrow(x), 3, &byte), PyExc_IndexError,
                   "hf_bytes_get: index 3 is out of range");
    assert_int_equal(byte, 0);
    assert_refused(hf_bytes_get(hf_borrow(x), -1, &byte), PyExc_IndexError,
                   "hf_bytes_get: index -1 is out of range");
    assert_bytes(hf_bytes_from(NULL, 0), "");
}

static void sizes_that_cannot_be_are_refused(void)
{
    assert_fails(hf_bytes_from("a", -1), PyExc_OverflowError,
                 "hf_bytes_from: -1 is no size: it is negative, or was more than "
                 "a Py_ssize_t can hold");
    assert_fails(hf_bytes_from(NULL, 1), PyExc_SystemError,
                 "hf_bytes_from: the pointer is NULL");
    assert_fails(hf_bytes_from("a", PY_SSIZE_T_MAX), PyExc_OverflowError, NULL);
    assert_fails(hf_bytes_from("a", PY_SSIZE_T_MAX - 100), PyExc_MemoryError,
                 NULL);
    assert_fails(hf_bytes_append_data(of("ab"), "c", PY_SSIZE_T_MAX),
                 PyExc_OverflowError, "bytes objects are too large to concat");
    assert_fails(hf_bytes_append_data(of("ab"), NULL, 2), PyExc_SystemError,
                 "hf_bytes_append_data: the pointer is NULL");
}

static void append_grows_the_only_reference_in_place(void)
{
    hf_bytes x = of("0123456789");
    PyObject *first = hf_as_raw(x);
    hf_auto(bytes, y, of("ab"));
    x = hf_bytes_append(x, hf_borrow(y));
    x = hf_bytes_append_data(x, "\0c", 2);
    assert_int_equal(hf_refcnt(x), 1);
    assert_int_equal(hf_refcnt(y), 1);
#ifdef Py_GIL_DISABLED
    (void)first; /* its allocator moves whatever grows, in a debug build */
#else
    assert_ptr_equal(hf_as_raw(x), first); /* a few more bytes have room there */
#endif
    assert_bytes(x, "0123456789ab\0c");
}

static void append_to_what_others_hold_leaves_theirs(void)
{
    hf_auto(bytes, x, of("ab"));
    hf_auto(bytes, y, of("cd"));
    assert_bytes(hf_bytes_append(hf_incref(x), hf_borrow(y)), "abcd");
    assert_bytes(hf_bytes_concat(hf_borrow(x), hf_borrow(y)), "abcd");
    assert_bytes(hf_incref(x), "ab");
    assert_int_equal(hf_refcnt(x), 1);
}

/* PyBytes_Concat resizes the left side while the right one, itself, is read. */
static void append_of_itself_and_of_its_own_view(void)
{
    for (int n = 0; n < 2; n++) {
        hf_bytes x = of("0123456789");
        for (int i = 0; i < 8; i++) {
            hf_bytes_view view;
            assert_true(hf_bytes_as_view(hf_borrow(x), &view));
            x = n == 0 ? hf_bytes_append(x, hf_borrow(x))
                       : hf_bytes_append_data(x, view.data, view.size);
        }
        Py_ssize_t length = 0;
        assert_true(hf_bytes_length(hf_borrow(x), &length));
        assert_int_equal(length, 2560);
        hf_auto(bytes, end, hf_bytes_slice(hf_borrow(x), 2550, 9999));
        hf_decref(x);
        assert_bytes(hf_move(&end), "0123456789");
    }
}

static void operands_of_a_subclass_give_exact_bytes(void)
{
    python_run("class Sub(bytes):\n"
               "    def __add__(self, other): raise SystemExit\n");
    hf_auto(object, o, python_eval("Sub(b'ab')"));
    hf_auto(bytes, empty, of(""));
    hf_bytes_borrowed x = hf_bytes_cast(hf_borrow(o));
    assert_bytes(hf_bytes_append(hf_incref(x), hf_borrow(empty)), "ab");
    assert_bytes(hf_bytes_append(hf_incref(x), x), "abab");
}

static void slices_and_comparison(void)
{
    hf_auto(bytes, x, of("abcdef"));
    hf_auto(bytes, same, of("abcdef"));
    hf_auto(bytes, other, of("abcdeg"));
    assert_bytes(hf_bytes_slice(hf_borrow(x), 1, 3), "bc");
    assert_bytes(hf_bytes_slice(hf_borrow(x), 3, 1), "");
    assert_bytes(hf_bytes_slice(hf_borrow(x), 9, 99), "");
    assert_fails(hf_bytes_slice(hf_borrow(x), 0, -2), PyExc_IndexError,
                 "hf_bytes_slice: index -2 is out of range");
    assert_true(hf_yes(hf_bytes_equal(hf_borrow(x), hf_borrow(same))));
    assert_true(hf_no(hf_bytes_equal(hf_borrow(x), hf_borrow(other))));
}

static void anything_that_has_bytes_can_be_copied(void)
{
    hf_auto(object, list, python_eval("[1, 2]"));
    hf_auto(object, array, python_eval("bytearray(b'ab')"));
    hf_auto(object, n, number(1));
    assert_bytes(hf_bytes_from_object(list), "\1\2");
    assert_bytes(hf_bytes_from_object(array), "ab");
    assert_fails(hf_bytes_from_object(n), PyExc_TypeError, NULL);
}

static void paths_are_what_the_system_takes(void)
{
    python_run("import pathlib\n");
    hf_auto(object, path, python_eval("pathlib.PurePosixPath('a/b')"));
    hf_auto(object, raw, python_eval("b'a\\xff'"));
    hf_auto(object, bad, python_eval("'a\\0b'"));
    hf_auto(object, n, number(1));
    assert_bytes(hf_bytes_from_path(path), "a/b");
    assert_bytes(hf_bytes_from_path(raw), "a\xff");
    assert_makes(hf_str_from_path(path), "a/b");
    hf_auto(str, kept, hf_str_from_path(raw));
    assert_bytes(hf_bytes_from_path(kept), "a\xff");
    hf_auto(str, same, hf_str_from_path_data("a\xff", 2));
    assert_true(hf_yes(hf_str_equal(hf_borrow(kept), hf_borrow(same))));
    assert_fails(hf_bytes_from_path(bad), PyExc_ValueError,
                 "embedded null byte");
    assert_fails(hf_bytes_from_path(n), PyExc_TypeError, NULL);
    assert_fails(hf_str_from_path(bad), PyExc_ValueError, NULL);
}

/* ---- The builder. */

static void a_builder_joins_its_pieces(void)
{
    hf_bytes_builder b = {0};
    hf_auto(bytes, x, of("xy"));
    hf_bytes_builder_append_byte(&b, 0x7F);
    hf_bytes_builder_append_data(&b, "ELF\0", 4);
    hf_bytes_builder_append(&b, hf_borrow(x));
    hf_bytes_builder_append_data(&b, NULL, 0);
    assert_bytes(hf_bytes_builder_finish(&b), "\x7F"
                                              "ELF\0xy");
    assert_bytes(hf_bytes_builder_finish(&b), "");
    for (int i = 0; i < 1000; i++) {
        hf_bytes_builder_append_byte(&b, (uint8_t)i);
    }
    hf_auto(bytes, all, hf_bytes_builder_finish(&b));
    assert_int_equal(PyBytes_GET_SIZE(hf_as_raw(all)), 1000);
    assert_int_equal(PyBytes_AS_STRING(hf_as_raw(all))[511], (char)511);
}

static void the_first_error_of_a_builder_stays(void)
{
    hf_bytes_builder b = {0};
    hf_bytes_builder_append_data(&b, "ab", 2);
    hf_bytes_builder_append_data(&b, "ab", -1);
    hf_bytes_builder_append_data(&b, NULL, 3);
    hf_bytes_builder_append_byte(&b, 1);
    hf_bytes_builder_append(&b, hf_null(bytes_borrowed));
    assert_fails(hf_bytes_builder_finish(&b), PyExc_OverflowError, NULL);
    hf_bytes_builder_append_data(&b, "ab", PY_SSIZE_T_MAX);
    hf_error_clear();
    assert_fails(hf_bytes_builder_finish(&b), PyExc_SystemError,
                 "hf_bytes_builder_finish: the builder failed before, and its "
                 "exception was cleared");
    hf_bytes_builder_append_data(&b, "ab", 2);
    hf_bytes_builder_append(&b, hf_null(bytes_borrowed));
    hf_bytes_builder_clear(&b);
    assert_raised(PyExc_SystemError, no_handle("hf_bytes_builder_append", "bytes"));
    assert_bytes(hf_bytes_builder_finish(&b), "");
}

/* ---- bytearray. */

static void a_bytearray_is_read_written_and_resized(void)
{
    hf_auto(bytearray, x, hf_bytearray_from("abcd", 4));
    char out[4] = "zzz";
    Py_ssize_t length = 77;
    assert_true(hf_bytearray_read(hf_borrow(x), 1, out, 2));
    assert_memory_equal(out, "bcz", 3);
    assert_true(hf_bytearray_write(hf_borrow(x), 2, "XY", 2));
    assert_true(hf_bytearray_append(hf_borrow(x), "!", 1));
    assert_true(hf_bytearray_resize(hf_borrow(x), 7));
    assert_true(hf_bytearray_length(hf_borrow(x), &length));
    assert_int_equal(length, 7);
    assert_memory_equal(PyByteArray_AS_STRING(hf_as_raw(x)), "abXY!\0\0", 7);
    assert_refused(hf_bytearray_read(hf_borrow(x), 6, out, 2), PyExc_IndexError,
                   "hf_bytearray_read: there are no 2 bytes at index 6");
    assert_refused(hf_bytearray_write(hf_borrow(x), -1, out, 2),
                   PyExc_IndexError,
                   "hf_bytearray_write: there are no 2 bytes at index -1");
    assert_true(hf_bytearray_read(hf_borrow(x), 7, NULL, 0));
}

static void a_bytearray_whose_buffer_is_held_keeps_its_size(void)
{
    hf_auto(bytearray, x, hf_bytearray_from("abcd", 4));
    Py_buffer view;
    assert_int_equal(PyObject_GetBuffer(hf_as_raw(x), &view, PyBUF_SIMPLE), 0);
    assert_refused(hf_bytearray_resize(hf_borrow(x), 2), PyExc_BufferError,
                   "Existing exports of data: object cannot be re-sized");
    assert_refused(hf_bytearray_append(hf_borrow(x), "abcd", 4),
                   PyExc_BufferError, NULL);
    PyBuffer_Release(&view);
    assert_refused(hf_bytearray_resize(hf_borrow(x), PY_SSIZE_T_MAX),
                   PyExc_MemoryError, NULL);
    assert_refused(hf_bytearray_append(hf_borrow(x), "a", PY_SSIZE_T_MAX),
                   PyExc_MemoryError, NULL);
    assert_refused(hf_bytearray_resize(hf_borrow(x), -1), PyExc_OverflowError,
                   NULL);
    assert_int_equal(PyByteArray_GET_SIZE(hf_as_raw(x)), 4);
}

/* ---- complex. */

static void a_complex_is_two_doubles(void)
{
    hf_auto(complex, x, hf_complex_from(-1.0, 2.5));
    hf_auto(object, n, number(0));
    hf_complex_value found;
    pend();
    assert_true(hf_complex_as_value(hf_borrow(x), &found));
    assert_pending();
    assert_true(found.real == -1.0 && found.imag == 2.5);
    assert_true(hf_object_as_complex(n, &found));
    assert_true(found.real == 1000000 && found.imag == 0);
    assert_true(hf_object_as_complex(x, &found));
    assert_true(found.real == -1.0 && found.imag == 2.5);
    assert_refused(
        hf_complex_as_value(hf_complex_from_borrowed(hf_as_raw(n)), &found),
        PyExc_TypeError, "expected complex, found int");
    assert_true(found.real == 0 && found.imag == 0);
    hf_auto(str, s, text("ab"));
    assert_refused(hf_object_as_complex(s, &found), PyExc_TypeError, NULL);
}

/* ---- What holds for all. */

static void null_and_other_types_are_refused(void)
{
    hf_auto(object, n, number(1));
    hf_auto(bytes, b, of("ab"));
    hf_bytes_borrowed lie = hf_bytes_from_borrowed(hf_as_raw(n));
    Py_ssize_t length = 77;
    hf_bytes_view view;
    bool equal;
    assert_refused(hf_bytes_length(lie, &length), PyExc_TypeError,
                   "expected bytes, found int");
    assert_int_equal(length, -1);
    assert_refused(hf_bytes_as_view(hf_null(bytes_borrowed), &view),
                   PyExc_SystemError, no_handle("hf_bytes_as_view", "bytes"));
    assert_null(view.data);
    assert_fails(hf_bytes_append(hf_incref(b), lie), PyExc_TypeError,
                 "expected bytes, found int");
    assert_fails(hf_bytes_append(hf_null(bytes), hf_borrow(b)),
                 PyExc_SystemError, no_handle("hf_bytes_append", "bytes"));
    assert_fails(hf_bytes_concat(lie, hf_borrow(b)), PyExc_TypeError, NULL);
    assert_refused(answered(hf_bytes_equal(hf_borrow(b), lie), &equal),
                   PyExc_TypeError, "expected bytes, found int");
    assert_refused(
        hf_bytearray_length(hf_bytearray_from_borrowed(hf_as_raw(b)), &length),
        PyExc_TypeError, "expected bytearray, found bytes");
    assert_int_equal(hf_refcnt(b), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

static void a_pending_exception_stays_and_spoils_nothing(void)
{
    pend();
    hf_bytes x = of("0123456789");
    hf_auto(bytearray, a, hf_bytearray_from("ab", 2));
    x = hf_bytes_append_data(x, "ab", 2);
    assert_false(hf_is_null(x));
    assert_true(hf_bytearray_append(hf_borrow(a), "c", 1));
    hf_decref(hf_bytes_append_data(x, "c", PY_SSIZE_T_MAX));
    hf_decref(hf_bytes_from("a", -1));
    hf_decref(hf_bytearray_from("a", PY_SSIZE_T_MAX));
    hf_decref(hf_str_from_path_data("a\xff", 2));
    uint8_t byte;
    assert_false(hf_bytearray_read(hf_borrow(a), 9, &byte, 1));
    assert_pending();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_are_copied_in_and_viewed),
        TEST(sizes_that_cannot_be_are_refused),
        TEST(append_grows_the_only_reference_in_place),
        TEST(append_to_what_others_hold_leaves_theirs),
        TEST(append_of_itself_and_of_its_own_view),
        TEST(operands_of_a_subclass_give_exact_bytes),
        TEST(slices_and_comparison),
        TEST(anything_that_has_bytes_can_be_copied),
        TEST(paths_are_what_the_system_takes),
        TEST(a_builder_joins_its_pieces),
        TEST(the_first_error_of_a_builder_stays),
        TEST(a_bytearray_is_read_written_and_resized),
        TEST(a_bytearray_whose_buffer_is_held_keeps_its_size),
        TEST(a_complex_is_two_doubles),
        TEST(null_and_other_types_are_refused),
        TEST(a_pending_exception_stays_and_spoils_nothing),
    };
    return RUN_TESTS(tests);
}
