#include "tests/ledger/program.h"

/* ---- straight_line */
static void straight_line(void)
{
    hf_str s = hf_str_from_utf8("twice"); /* opened */
    hf_decref(s);                         /* consumed */
    memory_ends();
    hf_decref(s); /* mistake */
}

/* ---- error_path */
static hf_str quoted(const char *utf8)
{
    hf_str s = hf_str_from_utf8("'");          /* opened */
    hf_str more = hf_str_append_utf8(s, utf8); /* consumed */
    if (hf_is_null(more)) {
        hf_error_clear();
        hf_decref(s); /* mistake */
        return hf_null(str);
    }
    return hf_str_append_utf8(more, "'");
}

static void error_path(void)
{
    hf_decref(quoted("right"));
    hf_decref(quoted("\xff"));
}

/* ---- across_functions */
static void consume(hf_object o)
{
    hf_decref(o); /* consumed */
}

static void across_functions(void)
{
    hf_str s = hf_str_from_utf8("given away"); /* opened */
    consume(hf_into_object(s));
    s = hf_str_append_utf8(s, /* mistake */
                           "more");
    hf_decref(s);
}

/* ---- stale_copy */
static void recycle(void)
{
    for (int i = 0; i < 4000; i++) {
        hf_decref(hf_str_from_utf8("in between"));
    }
}

static void stale_copy(void)
{
    struct {
        hf_str s;
    } a = {hf_str_from_utf8("copied")}, b = a; /* opened */
    hf_decref(a.s);                            /* consumed */
    recycle();
    hf_clear(&b.s); /* mistake */
}

/* ---- given_to_python */
static void given_to_python(void)
{
    hf_str s = hf_str_from_utf8("in a tuple"); /* opened */
    PyObject *tuple = PyTuple_New(1);
    PyTuple_SET_ITEM(tuple, 0, hf_into_raw(s)); /* consumed */
    Py_DECREF(tuple);
    hf_decref(s); /* mistake */
}

/* ---- replaced */
static void replaced(void)
{
    hf_str place = hf_str_from_utf8("the old one");
    hf_str s = hf_str_from_utf8("the new one"); /* opened */
    expect(hf_replace(&place, s));
    hf_decref(s);     /* consumed */
    hf_clear(&place); /* mistake */
}

/* ---- scope_of_auto */
static void scope_of_auto(void)
{
    hf_auto(str, kept, hf_str_from_utf8("moved out")); /* opened */
    hf_str s = hf_move(&kept);
    hf_str copy = s;
    hf_object o = hf_into_object(s);
    hf_decref(o);                      /* consumed */
    PyObject *raw = hf_into_raw(copy); /* mistake */
    expect(raw == NULL);
}

/* ---- tail_position */
__attribute__((noinline)) static hf_str finished(hf_str s)
{
    return hf_str_append_utf8_n(s, ".", 1); /* mistake */
}

__attribute__((noinline)) static hf_str finished_twice(hf_str s)
{
    return finished(s);
}

static void tail_position(void)
{
    hf_str s = hf_str_from_utf8("finished");       /* opened */
    hf_str first = hf_str_append(s, hf_borrow(s)); /* consumed */
    hf_str second = finished_twice(s);
    expect(hf_is_null(second));
    hf_decref(first);
}

/* ---- branches_alike */
__attribute__((noinline)) static hf_str either(hf_str s, int n)
{
    if (n > 10) {
        return hf_str_append_utf8_n(s, ".", 1); /* consumed */
    } else if (n > 5) {
        return hf_str_append_utf8_n(s, ".", 1); /* mistake */
    }
    return hf_str_append_utf8_n(s, ".", 1);
}

static void branches_alike(void)
{
    hf_str s = hf_str_from_utf8("either"); /* opened */
    hf_str first = either(s, 11);
    hf_str second = either(s, 6);
    expect(hf_is_null(second));
    hf_decref(first);
}

/* ---- functions_alike */
__attribute__((noinline)) static hf_str first_of_two(hf_str s)
{
    s = hf_str_append_utf8_n(s, "alike", 5); /* consumed */
    return hf_str_append_utf8_n(s, "too", 3);
}

__attribute__((noinline)) static hf_str second_of_two(hf_str s)
{
    s = hf_str_append_utf8_n(s, "alike", 5); /* mistake */
    return hf_str_append_utf8_n(s, "too", 3);
}

static void functions_alike(void)
{
    hf_str s = hf_str_from_utf8("functions"); /* opened */
    hf_str first = first_of_two(s);
    hf_str second = second_of_two(s);
    expect(hf_is_null(second));
    hf_decref(first);
}

/* ---- across_threads */
static hf_str shared;

static void consume_shared(void)
{
    hf_decref(shared); /* consumed */
}

static void across_threads(void)
{
    shared = hf_str_from_utf8("shared"); /* opened */
    in_thread(consume_shared);
    hf_decref(shared); /* mistake */
}

/* ---- put_in_twice */
static void put_in_twice(void)
{
    hf_auto(object, dict, hf_object_from_owned(PyDict_New()));
    hf_auto(str, key, hf_str_from_utf8("key"));
    hf_str value = hf_str_from_utf8("value");               /* opened */
    expect(hf_object_setitem(dict, key, value));            /* consumed */
    bool is_put = hf_object_setitem(dict, dict, value);     /* mistake */
    if (!is_put && hf_error_matches(PyExc_TypeError)) {
        hf_error_clear();
    }
}

/* ---- buffer */
static void buffer(void)
{
    hf_auto(object, x, hf_object_from_owned(value("bytearray(b'abcd')")));
    hf_buffer b = {0};
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    hf_buffer_release(&b);                              /* consumed */
    hf_buffer_release(&b);                              /* mistake */
}

/* ---- buffer_and_its_copy */
static void end_copy(hf_buffer copy)
{
    hf_buffer_release(&copy); /* mistake */
}

static void buffer_and_its_copy(void)
{
    hf_auto(object, x, hf_object_from_owned(value("b'abcd'")));
    hf_buffer b = {0};
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    hf_buffer copy = b;
    hf_buffer_release(&b); /* consumed */
    end_copy(copy);
}

/* ---- copy_and_its_buffer */
static void copy_and_its_buffer(void)
{
    hf_auto(object, x, hf_object_from_owned(value("bytearray(b'abcd')")));
    hf_buffer b = {0};
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    hf_buffer copy = b;
    hf_buffer_release(&copy);   /* consumed */
    hf_buffer_release(&b);      /* mistake */
    expect(hf_refcnt(x) == 1);  /* all the same */
}

/* ---- two_copies_of_a_buffer */
static void two_copies_of_a_buffer(void)
{
    hf_auto(object, x, hf_object_from_owned(value("bytearray(b'abcd')")));
    static hf_buffer b;
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    hf_buffer copies[2] = {b, b};
    hf_buffer_release(&copies[0]); /* consumed */
    hf_buffer_clear(&copies[1]);   /* mistake */
    expect(hf_refcnt(x) == 2);
}

/* ---- buffer_put_back */
static void buffer_put_back(void)
{
    hf_auto(object, x, hf_object_from_owned(value("bytearray(b'abcd')")));
    hf_buffer b = {0};
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    hf_buffer copy = b;
    hf_buffer_clear(&b); /* consumed */
    b = copy;
    hf_buffer_clear(&b); /* mistake */
}

/* ---- scope_of_a_buffer */
static void scope_of_a_buffer(void)
{
    hf_auto(object, x, hf_object_from_owned(value("bytearray(b'abcd')")));
    hf_auto_buffer(b); /* gcc: mistake */
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    hf_buffer copy = b;
    hf_buffer_release(&copy); /* consumed */
} /* clang: mistake */

/* ---- builder_of_a_list */
static void builder_of_a_list(void)
{
    hf_list_builder b = {0};
    hf_list_builder_append(&b, hf_int_from(7)); /* opened */
    hf_list_builder copy = b;
    hf_list made = hf_list_builder_finish(&b);  /* consumed */
    hf_list_builder_clear(&copy);               /* mistake */
    hf_list_builder_clear(&copy);
    hf_list_builder_clear(&b);
    hf_decref(made);
}

/* ---- builder_of_a_tuple */
static hf_tuple_builder begun(void)
{
    hf_tuple_builder b = {0};
    hf_tuple_builder_append(&b, hf_int_from(7)); /* opened */
    return b;
}

static void builder_of_a_tuple(void)
{
    hf_tuple_builder b = begun(), copy = b;
    hf_tuple_builder_clear(&copy);               /* consumed */
    hf_tuple made = hf_tuple_builder_finish(&b); /* mistake */
    expect(hf_is_null(made));
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- builder_of_a_str */
static void builder_of_a_str(void)
{
    hf_str_builder b = {0};
    hf_str_builder_append_utf8(&b, "a piece"); /* opened */
    hf_str_builder copy = b;
    hf_str_builder_clear(&b);    /* consumed */
    hf_str_builder_clear(&copy); /* mistake */
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(error_path),
    PROGRAM(across_functions),
    PROGRAM(stale_copy),
    PROGRAM(replaced),
    PROGRAM(given_to_python),
    PROGRAM(scope_of_auto),
    PROGRAM(tail_position),
    PROGRAM(branches_alike),
    PROGRAM(functions_alike),
    PROGRAM(across_threads),
    PROGRAM(put_in_twice),
    PROGRAM(buffer),
    PROGRAM(buffer_and_its_copy),
    PROGRAM(copy_and_its_buffer),
    PROGRAM(two_copies_of_a_buffer),
    PROGRAM(buffer_put_back),
    PROGRAM(scope_of_a_buffer),
    PROGRAM(builder_of_a_list),
    PROGRAM(builder_of_a_tuple),
    PROGRAM(builder_of_a_str),
    {NULL, NULL},
};
