/* sweep_bytes_test: bytes, bytearrays, paths, buffers and memoryviews, each allocation
 * failing in turn: see sweep.h. */
#include "tests/sweep.h"

#include <string.h>

CALLS(bytes)
{
    hf_auto(bytes, b, hf_bytes_from("abcd", 4));
    hf_auto(bytes, other, hf_incref(b));
    hf_auto(bytes, alone, hf_bytes_from("xy", 2));
    hf_auto(bytes, right, hf_bytes_from("123", 3));
    hf_auto(object, ints, python_eval("[1, 2]"));
    hf_auto(object, no_bytes, number(1));
    hf_bytes_borrowed lie = hf_bytes_from_borrowed(hf_as_raw(no_bytes));
    hf_bytes_view view;
    Py_ssize_t n;
    uint8_t byte;
    CALL(gives(hf_bytes_from("a\0b", 3), "b'a\\x00b'"));
    CALL(refuses(hf_bytes_from("ab", -1), PyExc_OverflowError));
    CALL(gives(hf_bytes_from_object(ints), "b'\\x01\\x02'"));
    CALL(refuses(hf_bytes_from_object(no_bytes), PyExc_TypeError));
    READ(outcome(hf_bytes_length(hf_borrow(b), &n) && n == 4));
    READ(outcome(hf_bytes_get(hf_borrow(b), 1, &byte) && byte == 'b'));
    CALL(refusal(hf_bytes_get(hf_borrow(b), 4, &byte), PyExc_IndexError));
    READ(outcome(hf_bytes_as_view(hf_borrow(b), &view) &&
                 strcmp(view.data, "abcd") == 0));
    CALL(gives(hf_bytes_append(hf_move(&other), hf_borrow(right)),
               "b'abcd123'"));
    CALL(gives(hf_bytes_append(hf_move(&alone), hf_borrow(right)), "b'xy123'"));
    CALL(refuses(hf_bytes_append(hf_move(&alone), lie), PyExc_TypeError));
    CALL(gives(hf_bytes_append_data(hf_move(&other), "!", 1), "b'abcd!'"));
    CALL(gives(hf_bytes_append_data(hf_move(&alone), "!", 1), "b'xy!'"));
    CALL(gives(hf_bytes_concat(hf_borrow(b), hf_borrow(right)), "b'abcd123'"));
    CALL(gives(hf_bytes_slice(hf_borrow(b), 1, 3), "b'bc'"));
    READ(answers(hf_bytes_equal(hf_borrow(b), hf_borrow(right)), false));
    hf_decref(hf_move(&other));
    assert_int_equal(hf_refcnt(b), 1);
    assert_int_equal(hf_refcnt(right), 1);
    assert_int_equal(hf_refcnt(ints), 1);
    assert_int_equal(hf_refcnt(no_bytes), 1);
}

ALLOCATES(bytes_builder, 2)
{
    hf_auto(bytes, piece, hf_bytes_from("0123456789", 10));
    hf_bytes_builder b = {0};
    arm();
    for (int i = 0; i < 40; i++) {
        hf_bytes_builder_append(&b, hf_borrow(piece));
        hf_bytes_builder_append_data(&b, "ab", 2);
        hf_bytes_builder_append_byte(&b, '!');
    }
    if (variant == 0) {
        hf_auto(bytes, made, hf_bytes_builder_finish(&b));
        Py_ssize_t n = -1;
        outcome(!hf_is_null(made) && hf_bytes_length(hf_borrow(made), &n));
        assert_true(hf_is_null(made) || n == 40 * 13);
    } else {
        hf_bytes_builder_clear(&b);
        outcome(!hf_error_occurred());
    }
    assert_int_equal(hf_refcnt(piece), 1);
}

CALLS(paths)
{
    /* No method: where there is no memory to bind one, CPython says that there is no
     * __fspath__. */
    python_run("class Named:\n"
               "    def __call__(self): return ''.join(['/tm', 'p'])\n"
               "class Path:\n"
               "    __fspath__ = Named()\n");
    hf_auto(object, path, python_eval("Path()"));
    hf_auto(object, none, python_eval("None"));
    hf_auto(str, name, text("h\xc3\xa9"));
    hf_auto(bytes, encoded, hf_bytes_from("ab", 2));
    CALL(gives(hf_bytes_from_path(path), "b'/tmp'"));
    CALL(gives(hf_bytes_from_path(name), "b'h\\xc3\\xa9'"));
    CALL(refuses(hf_bytes_from_path(none), PyExc_TypeError));
    CALL(makes(hf_str_from_path(path), "/tmp"));
    CALL(makes(hf_str_from_path(encoded), "ab"));
    CALL(makes(hf_str_from_path_data("a\xc3\xa9", 3), "a\xc3\xa9"));
    assert_int_equal(hf_refcnt(path), 1);
    assert_int_equal(hf_refcnt(name), 1);
    assert_int_equal(hf_refcnt(encoded), 1);
}

CALLS(bytearrays)
{
    hf_auto(bytearray, b, hf_bytearray_from("abcd", 4));
    const char *before = "bytearray(b'abcd')";
    char out[4];
    Py_ssize_t n;
    CALL(gives(hf_bytearray_from("ab", 2), "bytearray(b'ab')"));
    READ(outcome(hf_bytearray_length(hf_borrow(b), &n) && n == 4));
    READ(outcome(hf_bytearray_read(hf_borrow(b), 1, out, 2) && out[1] == 'c'));
    READ(changes(hf_bytearray_write(hf_borrow(b), 1, "XY", 2), b, before,
                 "bytearray(b'aXYd')"));
    CALL(refusal(hf_bytearray_write(hf_borrow(b), 3, "XY", 2),
                 PyExc_IndexError));
    CALL(changes(hf_bytearray_resize(hf_borrow(b), 9), b, before,
                 "bytearray(b'abcd\\x00\\x00\\x00\\x00\\x00')"));
    CALL(changes(hf_bytearray_append(hf_borrow(b), "12345", 5), b, before,
                 "bytearray(b'abcd12345')"));
    assert_int_equal(hf_refcnt(b), 1);
}

CALLS(buffers)
{
    python_run("class Exports(bytearray): pass\n");
    hf_auto(object, source, python_eval("Exports(b'abcd')"));
    hf_auto(object, no_source, number(1));
    hf_auto_buffer(b);
    hf_auto_buffer(held);
    assert_true(
        hf_buffer_get(source, (hf_buffer_needs){.writable = true}, &held));
    Py_ssize_t n, where[] = {1};
    unsigned char byte = 'X';
    double real = 0;
    READ(outcome(hf_buffer_get(source, (hf_buffer_needs){0}, &b)));
    CALL(refusal(hf_buffer_get(no_source, (hf_buffer_needs){0}, &b),
                 PyExc_TypeError));
    CALL(refusal(hf_buffer_get(source, (hf_buffer_needs){.format = "d"}, &b),
                 PyExc_BufferError));
    READ(outcome(hf_buffer_read(&held, 0, &byte) && byte == 'a'));
    READ(outcome(hf_buffer_read_at(&held, where, &byte) && byte == 'b'));
    READ(outcome((bool)hf_buffer_write(&held, 0, &byte)));
    READ(outcome((bool)hf_buffer_write_at(&held, where, &byte)));
    CALL(refusal(hf_buffer_read(&held, 4, &byte), PyExc_IndexError));
    CALL(refusal(hf_buffer_write(&held, 0, &real), PyExc_TypeError));
    READ(outcome(hf_buffer_array(uint8_t, &held, &n) != NULL && n == 4));
    READ(outcome(hf_buffer_array_writable(uint8_t, &held, &n) != NULL));
    CALL(refusal(hf_buffer_array(double, &held, &n) != NULL, PyExc_TypeError));
    READ(outcome(
        hf_buffer_raw(&held) != NULL && hf_buffer_dimensions(&held) == 1 &&
        hf_buffer_length(&held, 0) == 4 && hf_buffer_size(&held) == 4));
    READ(hf_buffer_release(&held); outcome(true));
    READ(hf_buffer_clear(&held); outcome(true));
    hf_buffer_clear(&b);
    hf_buffer_clear(&held);
    assert_int_equal(hf_refcnt(source), 1);
    assert_int_equal(hf_refcnt(no_source), 1);
}

CALLS(memoryviews)
{
    static char memory[] = "abc";
    hf_auto(object, owner, number(1));
    hf_auto(object, bytes, python_eval("bytes([1, 2])"));
    hf_memory all = {.data = memory, .count = 3, .item_size = 1};
    CALL(gives(hf_memoryview_from_memory(hf_incref(owner), all), ANY));
    CALL(gives(hf_memoryview_from_object(bytes), ANY));
    CALL(refuses(hf_memoryview_from_object(owner), PyExc_TypeError));
    all.count = -1;
    CALL(refuses(hf_memoryview_from_memory(hf_incref(owner), all),
                 PyExc_OverflowError));
    assert_int_equal(hf_refcnt(owner), 1);
    assert_int_equal(hf_refcnt(bytes), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes),      TEST(bytes_builder), TEST(paths),
        TEST(bytearrays), TEST(buffers),       TEST(memoryviews),
    };
    return RUN_TESTS(tests);
}
