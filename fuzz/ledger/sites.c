#include "fuzz/ledger/sites.h"

site_input in;
site_output out;

/* ---- Places of mistakes. */

#define SITE __attribute__((noinline))

SITE void open_object(void)
{
    out.handle.object = hf_object_from_owned(in.raw);
}

SITE void open_str(void)
{
    out.handle.str = hf_str_from_owned(in.raw);
}

SITE void again(void)
{
    out.handle.object = hf_incref(in.handle.borrowed);
}

SITE void again_typed(void)
{
    out.handle.str = hf_str_incref(in.handle.borrowed_str);
}

SITE void decref(void)
{
    hf_decref(in.handle.object);
}

SITE void decref_too(void)
{
    hf_decref(in.handle.str);
}

SITE void give(void)
{
    out.raw = hf_into_raw(in.handle.object);
}

SITE void status(void)
{
    out.number = hf_status(in.size < 0 ? hf_answer_failed()
                                       : hf_answer_yes_if(in.size > 0));
}

SITE void lend(void)
{
    out.handle.borrowed = hf_object_from_borrowed(in.raw);
}

SITE void lend_str(void)
{
    out.handle.borrowed_str = hf_str_from_borrowed(in.raw);
}

/* The list is what |handle| says it is. */
SITE void lend_item(void)
{
    out.handle.borrowed = hf_list_get_borrowed(
        HF_PRIVATE_AS(hf_list_borrowed, in.handle.borrowed), in.size);
}

SITE void lend_item_too(void)
{
    out.handle.borrowed = hf_list_get_borrowed(
        HF_PRIVATE_AS(hf_list_borrowed, in.handle.borrowed), in.size);
    out.ok = true; /* so that it is no second name of the code above */
}

SITE void use(void)
{
    out.raw = hf_as_raw(in.handle.borrowed);
}

SITE void refcnt(void)
{
    out.number = hf_refcnt(in.handle.borrowed_str);
}

SITE void repr(void)
{
    out.handle.str = hf_object_repr(in.handle.borrowed);
}

SITE void call_object(void)
{
    out.handle.object = hf_object_call(in.handle.borrowed, in.arguments,
                                       in.size, in.keywords, in.n_keywords);
}

SITE void call_method(void)
{
    hf_str_borrowed name = HF_PRIVATE_MADE(hf_str_borrowed, 0,
                                           HF_PRIVATE_IN(in.raw));
    out.handle.object = hf_object_call_method(in.handle.borrowed, name,
                                              in.arguments, in.size,
                                              in.keywords, in.n_keywords);
}

SITE void call_method_utf8(void)
{
    out.handle.object = hf_object_call_method_utf8(in.handle.borrowed, "append",
                                                   in.arguments, in.size,
                                                   in.keywords, in.n_keywords);
}

SITE void view(void)
{
    out.ok = hf_str_as_utf8(in.handle.borrowed_str, &out.utf8);
}

SITE void read_for(void)
{
    known_place[at_read_view] = (uintptr_t)__builtin_return_address(0);
    out.number = *(const volatile char *)in.data;
}

/* A library reads; whose fault it is, is told all the same. */
SITE void read_by_python(void)
{
    out.number = PyOS_mystrnicmp(in.data, "", 1);
}

SITE void read_view(void)
{
    read_for();
}

void write_view(void)
{
    *(volatile char *)(uintptr_t)in.data = 'x';
}

SITE void append(void)
{
    out.handle.str = hf_str_append_utf8_n(in.handle.str, in.data, in.size);
}

/* It has no handle that would be looked at. */
SITE void ask(void)
{
    out.ok = hf_error_occurred();
}

/* One variable is borrowed for a call, and moved out of for the same one. */
SITE void append_own(void)
{
    hf_str_borrowed lent_first = in.handle.borrowed_str;
    out.handle.str = hf_str_append(hf_move(&in.handle.str), lent_first);
}

/* Nobody lends it: it has no ticket. */
SITE void get_buffer(void)
{
    hf_object_borrowed of = HF_PRIVATE_MADE(hf_object_borrowed, 0,
                                            HF_PRIVATE_IN(in.raw));
    out.ok = hf_buffer_get(of, (hf_buffer_needs){0}, in.buffer);
}

SITE void release_buffer(void)
{
    hf_buffer_release(in.buffer);
}

SITE void clear_buffer(void)
{
    hf_buffer_clear(in.buffer);
}

SITE void size_buffer(void)
{
    out.number = hf_buffer_size(in.buffer);
}

SITE void array_of_buffer(void)
{
    out.utf8.data = (const char *)hf_buffer_array(uint8_t, in.buffer,
                                                  &out.utf8.size);
}

SITE void append_builder(void)
{
    hf_list_builder_append(in.builder, hf_object_from_owned(Py_NewRef(in.raw)));
}

SITE void clear_builder(void)
{
    hf_list_builder_clear(in.builder);
}

SITE void add_to_str(void)
{
    hf_str_builder_append_code_point(in.other_builder, 'x');
}

SITE void add_to_bytes(void)
{
    hf_bytes_builder_append_byte(in.other_builder, 'x');
}

SITE void add_to_dict(void)
{
    hf_dict_builder_set_utf8(in.other_builder, "x", hf_null(object));
}

SITE void say_owned(void)
{
    out.raw = hf_private_said_owned(in.data, in.raw);
}

SITE void say_borrowed(void)
{
    out.raw = hf_private_said_borrowed(in.data, in.raw);
}

SITE void enter(void)
{
    hf_private_ledger_enter(in.scope);
}

SITE void leave(void)
{
    hf_private_ledger_leave(in.scope);
}

SITE void unwatch(void)
{
    hf_private_ledger_unwatch(in.neutral);
}

/* As if the calls further out were those at |in.data|. */
SITE void open_crafted(void)
{
    const void **frame = __builtin_frame_address(0), *before = frame[0];
    frame[0] = in.data;
    out.handle.object = hf_object_from_owned(in.raw);
    frame[0] = before;
}

hf_object held_at_once[HELD_AT_ONCE];

SITE void hold(void)
{
    for (int i = 0; i < HELD_AT_ONCE; i++) {
        held_at_once[i] = hf_object_from_owned(Py_NewRef(in.raw));
    }
}

SITE void churn(void)
{
    for (int i = 0; i < CHURN; i++) {
        hf_object o = hf_object_from_owned(Py_NewRef(in.raw));
        hf_decref(o);
    }
}

/* ---- Those that are no place of a mistake. */

void open_nothing(void)
{
    out.handle.object = hf_object_from_owned(NULL);
}

void watch(void)
{
    hf_private_ledger_watch(in.neutral, in.raw);
}

/* A call begins, and one within it, and what is to be raised after these is raised. */
void enter_pending(void)
{
    hf_private_call_scope inner;
    PyObject *type, *value, *traceback;
    hf_private_ledger_enter(in.scope);
    hf_private_ledger_enter(&inner);
    hf_private_ledger_leave(&inner);
    (void)Py_MakePendingCalls();
    PyErr_Fetch(&type, &value, &traceback);
    (void)Py_MakePendingCalls(); /* what stands behind one that has raised */
    PyErr_Restore(type, value, traceback);
}

void end_window(void)
{
    out.number = (Py_ssize_t)hf_ledger_end((hf_ledger_window)in.size);
}

void end_window_of_table(void)
{
    hf_ledger_table *t = hf_ledger_first();
    out.number = (Py_ssize_t)t->end((hf_ledger_window)in.size);
}
