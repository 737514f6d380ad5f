#include "tests/ledger/program.h"

/* Handles that were released or stolen, and borrowed ones whose lender was. */

/* ---- straight_line */
static void straight_line(void)
{
    hf_str s = hf_str_from_utf8("released"); /* opened */
    hf_decref(s);                            /* consumed */
    memory_ends();
    Py_ssize_t length;
    expect(!hf_str_length(hf_borrow(s), &length)); /* mistake */
}

/* ---- after_steal */
static void after_steal(void)
{
    hf_str s = hf_str_from_utf8("stolen");     /* opened */
    hf_str longer = hf_str_append_utf8(s, "."); /* consumed */
    hf_str again = hf_str_concat(hf_borrow(longer), hf_borrow(s)); /* mistake */
    hf_decref(again);
    hf_decref(longer);
}

/* ---- error_path */
static bool add(hf_str *place, const char *utf8)
{
    hf_str s = hf_str_append_utf8(*place, utf8); /* consumed */
    if (hf_is_null(s)) {
        hf_error_clear();
        PyObject *raw = hf_as_raw(*place); /* mistake */
        expect(raw == NULL);
        return false;
    }
    *place = s;
    return true;
}

static void error_path(void)
{
    hf_str s = hf_str_from_utf8("stolen on failure, too"); /* opened */
    expect(!add(&s, "\xff"));
}

/* ---- across_functions */
static hf_object finish(hf_str s)
{
    return hf_into_object(hf_str_append_utf8(s, ".")); /* consumed */
}

static bool is_long(hf_str_borrowed s)
{
    Py_ssize_t length;
    return hf_str_length(s, &length) && length > 3; /* mistake */
}

static void across_functions(void)
{
    hf_str s = hf_str_from_utf8("given away"); /* opened */
    hf_object o = finish(s);
    expect(!is_long(hf_borrow(s)));
    hf_decref(o);
}

/* ---- stale_copy */
static void stale_copy(void)
{
    hf_str s = hf_str_from_utf8("copied"); /* opened */
    hf_str copies[2] = {s, hf_null(str)};
    memcpy(&copies[1], &copies[0], sizeof(s));
    hf_decref(s); /* consumed */
    for (int i = 0; i < 4000; i++) {
        hf_decref(hf_str_from_utf8("in between"));
    }
    Py_ssize_t length;
    expect(!hf_str_length(hf_borrow(copies[1]), &length)); /* mistake */
}

/* ---- long_ago */
static void long_ago(void)
{
    hf_str s = hf_str_from_utf8("copied");
    hf_decref(s);
    for (int i = 0; i < 20000; i++) {
        hf_decref(hf_str_from_utf8("in between"));
    }
    /* Its ticket names something else now: but the mistake is known. */
    expect(hf_refcnt(s) == 0); /* mistake */
}

/* ---- borrowed_straight_line */
static void borrowed_straight_line(void)
{
    hf_str lender = hf_str_from_utf8("lender"); /* opened */
    hf_str_borrowed b = hf_borrow(lender);
    hf_decref(lender); /* consumed */
    expect(hf_as_raw(b) == NULL); /* mistake */
}

/* ---- borrowed_error_path */
static void borrowed_error_path(void)
{
    hf_str s = hf_str_from_utf8("lender"); /* opened */
    hf_object_borrowed b = hf_as_object(s);
    s = hf_str_append_utf8(s, "\xff"); /* consumed */
    if (hf_is_null(s)) {
        hf_error_clear();
        hf_str r = hf_object_repr(b); /* mistake */
        expect(hf_is_null(r));
    }
}

/* ---- borrowed_across_functions */
static hf_str_borrowed name_of(int number)
{
    hf_str name = hf_str_format("number %d", number); /* opened */
    hf_auto(str, kept, name);                         /* gcc: consumed */
    return hf_borrow(kept);
} /* clang: consumed */

static void borrowed_across_functions(void)
{
    hf_str_borrowed b = name_of(7);
    hf_str s = hf_incref(b); /* mistake */
    expect(hf_is_null(s));
}

/* ---- borrowed_then_cast */
static void borrowed_then_cast(void)
{
    hf_object o = hf_into_object(hf_str_from_utf8("lender")); /* opened */
    hf_str_borrowed s = hf_str_cast(hf_borrow(o));
    hf_object_borrowed up = hf_as_object(hf_borrow(s));
    hf_object taken = o;
    hf_clear(&taken); /* consumed */
    hf_str_borrowed down = hf_str_cast(up); /* mistake */
    expect(hf_is_null(down));
}

/* ---- across_threads */
static hf_str shared;

static void read_shared(void)
{
    hf_utf8 view;
    expect(!hf_str_as_utf8(hf_borrow(shared), &view)); /* mistake */
}

static void across_threads(void)
{
    shared = hf_str_from_utf8("shared"); /* opened */
    hf_decref(shared);                   /* consumed */
    in_thread(read_shared);
}

/* ---- buffer */
static void buffer(void)
{
    hf_auto(object, x, hf_object_from_owned(value("b'abcd'")));
    hf_buffer b = {0};
    unsigned char item;
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    expect(hf_buffer_read(&b, 3, &item));
    hf_buffer_release(&b); /* consumed */
    expect(!hf_buffer_read(&b, 3, &item)); /* mistake */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- length_of_a_buffer */
static void length_of_a_buffer(void)
{
    hf_object x = hf_object_from_owned(value("b'kept by it alone'"));
    hf_auto_buffer(b);
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    hf_decref(x);
    Py_ssize_t sum = 0;
    for (Py_ssize_t i = 0; i < 10; i++) {
        sum += i;
        if (i == 9) {
            hf_buffer_release(&b); /* consumed */
        }
    }
    expect(sum == 45);
    expect(hf_buffer_length(&b, 0) == 0); /* mistake */
}

/* ---- copy_of_a_buffer */
static const Py_buffer *raw_of(const hf_buffer *b)
{
    return hf_buffer_raw(b); /* mistake */
}

static void copy_of_a_buffer(void)
{
    hf_auto(object, x, hf_object_from_owned(value("b'abcd'")));
    hf_buffer copy;
    {
        hf_auto_buffer(b); /* gcc: consumed */
        expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
        copy = b;
    } /* clang: consumed */
    expect(raw_of(&copy) == NULL);
}

/* ---- buffer_across_threads */
static hf_buffer shared_buffer;

static void write_shared(void)
{
    unsigned char item = 1;
    expect(!hf_buffer_write(&shared_buffer, 0, &item)); /* mistake */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

static void buffer_across_threads(void)
{
    hf_auto(object, x, hf_object_from_owned(value("bytearray(b'abcd')")));
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &shared_buffer)); /* opened */
    hf_buffer_release(&shared_buffer); /* consumed */
    in_thread(write_shared);
}

/* ---- array_of_a_buffer */
static void array_of_a_buffer(void)
{
    hf_auto(object, x, hf_object_from_owned(value("bytearray(b'abcd')")));
    hf_buffer b = {0};
    Py_ssize_t n;
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    hf_buffer_release(&b);                              /* consumed */
    const char *array = hf_buffer_array(char, &b, &n); /* mistake */
    expect(array == NULL && n == 0);
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- builder_of_a_list */
static void builder_of_a_list(void)
{
    hf_list_builder b = {0};
    hf_list_builder_append(&b, hf_int_from(7)); /* opened */
    hf_list_builder copy = b;
    hf_list made = hf_list_builder_finish(&b); /* consumed */
    hf_list_builder_append(&copy, hf_none());  /* mistake */
    hf_list_builder_append(&copy, hf_none());
    hf_list_builder_clear(&copy);
    hf_decref(made);
}

/* ---- builder_that_grows */
static void builder_that_grows(void)
{
    hf_list_builder b = {0};
    hf_list_builder_append(&b, hf_int_from(7)); /* opened */
    hf_list_builder copy = b;
    hf_list_builder_reserve(&b, 1000);          /* consumed */
    hf_list_builder_append(&copy, hf_none());   /* mistake */
    hf_list_builder_clear(&copy);
    hf_list_builder_clear(&b);
}

/* ---- builder_of_a_str */
static void builder_of_a_str(void)
{
    hf_str_builder b = {0};
    hf_str_builder_append_utf8(&b, "a piece"); /* opened */
    hf_str_builder copy = b;
    hf_str made = hf_str_builder_finish(&b);     /* consumed */
    hf_str_builder_append_utf8(&copy, "another"); /* mistake */
    hf_str_builder_append_utf8(&copy, "and one more");
    hf_str_builder_clear(&copy);
    hf_decref(made);
}

/* ---- builder_of_a_dict */
static void builder_of_a_dict(void)
{
    hf_dict_builder b = {0};
    hf_dict_builder_set_utf8(&b, "key", hf_none()); /* opened */
    hf_dict_builder copy = b;
    hf_dict_builder_clear(&b);                      /* consumed */
    hf_dict made = hf_dict_builder_finish(&copy);   /* mistake */
    expect(hf_is_null(made));
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- item_of_an_iterator */
static void item_of_an_iterator(void)
{
    hf_auto(object, list, hf_object_from_owned(value("[str(10 ** 9)]")));
    hf_auto(iterator, all, hf_object_iter(hf_borrow(list)));
    hf_object item;
    expect(hf_found(hf_iterator_next(hf_borrow(all), &item))); /* opened */
    hf_object_borrowed kept_one = hf_borrow(item);
    hf_decref(item); /* consumed */
    hf_str s = hf_object_str(kept_one); /* mistake */
    expect(hf_is_null(s));
}

/* ---- item_of_the_round_before */
static void item_of_the_round_before(void)
{
    hf_auto(object, list, hf_object_from_owned(value("[str(10 ** 9), 10 ** 9]")));
    hf_auto(iterator, all, hf_object_iter(hf_borrow(list)));
    hf_object_borrowed before = hf_null(object_borrowed);
    hf_object item;
    while (hf_found(hf_iterator_next(hf_borrow(all), &item))) { /* opened */
        if (!hf_is_null(before)) {
            expect(hf_as_raw(before) == NULL); /* mistake */
        } else {
            before = hf_borrow(item);
        }
        hf_decref(item); /* consumed */
    }
}

/* ---- item_of_a_generator */
static hf_object_borrowed next_of(hf_iterator_borrowed all)
{
    hf_object next;
    expect(hf_found(hf_iterator_next(all, &next))); /* opened */
    hf_object_borrowed lent = hf_borrow(next);
    hf_decref(next); /* consumed */
    return lent;
}

static void item_of_a_generator(void)
{
    hf_auto(object, list, hf_object_from_owned(value("(str(10 ** 9 + i) for i in [1])")));
    hf_auto(iterator, all, hf_object_iter(hf_borrow(list)));
    hf_object_borrowed item = next_of(hf_borrow(all));
    expect(hf_as_raw(item) == NULL); /* mistake */
}

/* ---- builder_of_a_str_by_value */
static void body_of_a_str(hf_str_builder b)
{
    hf_str_builder_append_utf8(&b, "body");
}

static void builder_of_a_str_by_value(void)
{
    hf_str_builder b = {0};
    hf_str_builder_append_code_point(&b, '<'); /* opened */
    body_of_a_str(b);
    hf_str_builder_append_code_point(&b, '>'); /* mistake */
    hf_decref(hf_str_builder_finish(&b));
}

/* ---- builder_of_bytes_by_value */
static void body_of_bytes(hf_bytes_builder b)
{
    hf_bytes_builder_append_data(&b, "body", 4);
}

static void builder_of_bytes_by_value(void)
{
    hf_bytes_builder b = {0};
    hf_bytes_builder_append_byte(&b, '<'); /* opened */
    body_of_bytes(b);
    hf_decref(hf_bytes_builder_finish(&b)); /* mistake */
}

/* ---- builder_of_a_list_by_value */
static void body_of_a_list(hf_list_builder b)
{
    hf_list_builder_append(&b, hf_none());
}

static void builder_of_a_list_by_value(void)
{
    hf_list_builder b = {0};
    hf_list_builder_append(&b, hf_int_from(7)); /* opened */
    body_of_a_list(b);
    hf_list_builder_append(&b, hf_int_from(8)); /* mistake */
    hf_decref(hf_list_builder_finish(&b));
}

/* ---- builder_of_a_tuple_by_value */
static hf_worked body_of_a_tuple(hf_tuple_builder b)
{
    hf_tuple_builder_append(&b, hf_none());
    return hf_worked_if(!hf_error_occurred());
}

static void builder_of_a_tuple_by_value(void)
{
    hf_tuple_builder b = {0};
    hf_tuple_builder_reserve(&b, 2); /* opened */
    hf_tuple_builder_append(&b, hf_int_from(7));
    expect(body_of_a_tuple(b));
    hf_decref(hf_tuple_builder_finish(&b)); /* mistake */
}

/* ---- span_of_a_builder_by_value */
static hf_worked line_of(hf_str_builder b)
{
    hf_str_span to;
    hf_str_builder_append_utf8(&b, "");
    if (!hf_str_builder_extend(&b, 1, 0x7F, &to)) {
        return hf_worked_if(false);
    }
    hf_str_span_write(&to, 0, '-');
    return hf_worked_if(true);
}

static void span_of_a_builder_by_value(void)
{
    hf_str_builder b = {0};
    hf_str_builder_append_utf8(&b, "a line: "); /* opened */
    expect(line_of(b));
    hf_decref(hf_str_builder_finish(&b)); /* mistake */
}

/* ---- span_of_a_builder_that_goes_on */
static void span_of_a_builder_that_goes_on(void)
{
    hf_str_builder b = {0};
    hf_str_span to;
    hf_str_builder_append_utf8(&b, "a line: "); /* opened */
    expect(hf_str_builder_extend(&b, 3, 0x7F, &to));
    hf_str_builder_append_utf8(&b, "\n");
    hf_str_span_write(&to, 0, '-'); /* mistake */
    memset(to.data, '-', 3);
    hf_decref(hf_str_builder_finish(&b));
}

/* ---- span_of_a_str_that_was_given_away */
static void span_of_a_str_that_was_given_away(void)
{
    hf_str_span to;
    hf_str_view from;
    hf_auto(str, s, hf_str_from_utf8("kelp"));
    expect(hf_str_as_view(hf_borrow(s), &from));
    hf_str made = hf_str_new(from.length, from.maxchar, &to); /* opened */
    hf_auto(list, l, hf_list_new());
    expect(hf_list_append(hf_borrow(l), made));      /* consumed */
    hf_str_span_copy(&to, 0, &from, 0, from.length); /* mistake */
    memset(to.data, '-', 4);
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(after_steal),
    PROGRAM(error_path),
    PROGRAM(across_functions),
    PROGRAM(stale_copy),
    PROGRAM(long_ago),
    PROGRAM(borrowed_straight_line),
    PROGRAM(borrowed_error_path),
    PROGRAM(borrowed_across_functions),
    PROGRAM(borrowed_then_cast),
    PROGRAM(across_threads),
    PROGRAM(buffer),
    PROGRAM(length_of_a_buffer),
    PROGRAM(copy_of_a_buffer),
    PROGRAM(buffer_across_threads),
    PROGRAM(array_of_a_buffer),
    PROGRAM(builder_of_a_list),
    PROGRAM(builder_that_grows),
    PROGRAM(builder_of_a_str),
    PROGRAM(builder_of_a_dict),
    PROGRAM(item_of_an_iterator),
    PROGRAM(item_of_the_round_before),
    PROGRAM(item_of_a_generator),
    PROGRAM(builder_of_a_str_by_value),
    PROGRAM(builder_of_bytes_by_value),
    PROGRAM(builder_of_a_list_by_value),
    PROGRAM(builder_of_a_tuple_by_value),
    PROGRAM(span_of_a_builder_by_value),
    PROGRAM(span_of_a_builder_that_goes_on),
    PROGRAM(span_of_a_str_that_was_given_away),
    {NULL, NULL},
};
