#include "tests/ledger/program.h"

/* ---- straight_line */
static void straight_line(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_str leaked = hf_str_from_utf8("leaked"); /* opened */
    hf_str released = hf_str_from_utf8("released");
    hf_decref(released);
    (void)leaked;
    memory_ends();
    expect(hf_ledger_end(window) == 1);
}

/* ---- error_path */
static hf_str greeting(const char *name)
{
    hf_str s = hf_str_from_utf8("Hello "); /* opened */
    hf_str right = hf_str_from_utf8(name);
    if (hf_is_null(right)) {
        return hf_null(str);
    }
    s = hf_str_append(s, hf_borrow(right));
    hf_decref(right);
    return s;
}

static void error_path(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_decref(greeting("you"));
    expect(hf_ledger_count(window) == 0);
    hf_str failed = greeting("\xff");
    expect(hf_is_null(failed));
    hf_error_clear();
    expect(hf_ledger_end(window) == 1);
}

/* ---- across_functions */
static hf_str cached;

static hf_str make(const char *utf8)
{
    return hf_str_from_utf8(utf8); /* opened */
}

static void cache(hf_str value)
{
    cached = value; /* without hf_replace: the old one is lost */
}

static void across_functions(void)
{
    hf_ledger_window window = hf_ledger_begin();
    cache(make("first"));
    cache(make("second"));
    hf_clear(&cached);
    expect(hf_ledger_end(window) == 1);
}

/* ---- across_threads */
static void lose(void)
{
    hf_str s = hf_str_from_utf8("of another thread"); /* opened */
    expect(hf_refcnt(s) == 1);
}

static void across_threads(void)
{
    hf_ledger_window window = hf_ledger_begin();
    in_thread(lose);
    expect(hf_ledger_end(window) == 1);
}

/* ---- moved_out_of_auto */
static void moved_out_of_auto(void)
{
    hf_ledger_window window = hf_ledger_begin();
    {
        hf_auto(str, kept, hf_str_from_utf8("moved")); /* opened */
        hf_str lost = hf_move(&kept);
        (void)lost;
    }
    expect(hf_ledger_end(window) == 1);
}

/* ---- inner_window */
static void inner_window(void)
{
    hf_ledger_window outer = hf_ledger_begin();
    hf_str mine = hf_str_from_utf8("of the outer window");
    hf_ledger_window inner = hf_ledger_begin();
    hf_str lost = hf_incref(mine); /* opened */
    (void)lost;
    expect(hf_ledger_end(inner) == 1);
    hf_decref(mine);
    expect(hf_ledger_count(outer) == 1);
}

/* ---- builder */
static void builder(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_str_builder b = {0};
    hf_str_builder_append_utf8(&b, "neither finished"); /* opened */
    hf_str_builder_append_utf8(&b, " nor cleared");
    expect(hf_ledger_end(window) == 1);
}

/* ---- buffer */
static void buffer(void)
{
    hf_auto(object, x, hf_object_from_owned(value("bytearray(b'abcd')")));
    hf_ledger_window window = hf_ledger_begin();
    hf_buffer b = {0};
    expect(hf_buffer_get(x, (hf_buffer_needs){.writable = true}, &b)); /* opened */
    expect(hf_buffer_size(&b) == 4);
    expect(hf_ledger_end(window) == 1);
}

/* ---- buffer_of_what_is_refused */
static hf_worked first_item(hf_object_borrowed x, double *out)
{
    hf_buffer b = {0};
    if (!hf_buffer_get(x, (hf_buffer_needs){0}, &b)) { /* opened */
        return hf_worked_if(false);
    }
    if (!hf_buffer_read(&b, 0, out)) {
        return hf_worked_if(false);
    }
    hf_buffer_release(&b);
    return hf_worked_if(true);
}

static void buffer_of_what_is_refused(void)
{
    hf_ledger_window window = hf_ledger_begin();
    double item;
    {
        hf_auto(object, right,
                hf_object_from_owned(value("memoryview(bytes(8)).cast('d')")));
        expect(first_item(hf_borrow(right), &item));
        hf_auto(object, wrong, hf_object_from_owned(value("b'abcd'")));
        expect(!first_item(hf_borrow(wrong), &item));
        hf_error_clear();
    }
    expect(hf_ledger_end(window) == 1);
}

/* ---- buffer_by_value */
static hf_buffer kept_memory;

static void keep_memory(hf_object_borrowed x)
{
    hf_buffer b = {0};
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    kept_memory = b;
}

static void buffer_by_value(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_object x = hf_object_from_owned(value("bytearray(b'kept by it alone')"));
    keep_memory(hf_borrow(x));
    hf_decref(x);
    hf_buffer_release(&kept_memory); /* it is not the buffer */
    expect(hf_ledger_end(window) == 1);
}

/* ---- buffer_overwritten */
static void buffer_overwritten(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_object x = hf_object_from_owned(value("bytearray(b'abcd')"));
    hf_auto_buffer(b);
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b)); /* opened */
    b = (hf_buffer){0};
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    hf_buffer_release(&b);
    hf_decref(x);
    expect(hf_ledger_end(window) == 1);
}

/* ---- builder_of_a_list */
static void builder_of_a_list(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_list_builder b = {0};
    hf_list_builder_append(&b, hf_int_from(7)); /* opened */
    hf_list_builder_append(&b, hf_int_from(8));
    expect(hf_ledger_end(window) == 1);
}

/* ---- builder_of_a_tuple */
static hf_tuple tuple_of(int n)
{
    hf_tuple_builder b = {0};
    hf_tuple_builder_reserve(&b, 3); /* opened */
    if (n > 3) {
        return hf_null(tuple);
    }
    for (int i = 0; i < n; i++) {
        hf_tuple_builder_append(&b, hf_int_from(i));
    }
    return hf_tuple_builder_finish(&b);
}

static void builder_of_a_tuple(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_decref(tuple_of(3));
    hf_tuple none = tuple_of(4);
    expect(hf_is_null(none));
    expect(hf_ledger_end(window) == 1);
}

/* ---- builder_of_a_dict */
static void builder_of_a_dict(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_dict_builder b = {0};
    hf_dict_builder_set_utf8(&b, "key", hf_none()); /* opened */
    hf_dict_builder_set_utf8(&b, "other", hf_none());
    expect(hf_ledger_end(window) == 1);
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(error_path),
    PROGRAM(across_functions),
    PROGRAM(across_threads),
    PROGRAM(moved_out_of_auto),
    PROGRAM(inner_window),
    PROGRAM(builder),
    PROGRAM(buffer),
    PROGRAM(buffer_of_what_is_refused),
    PROGRAM(buffer_by_value),
    PROGRAM(buffer_overwritten),
    PROGRAM(builder_of_a_list),
    PROGRAM(builder_of_a_tuple),
    PROGRAM(builder_of_a_dict),
    {NULL, NULL},
};
