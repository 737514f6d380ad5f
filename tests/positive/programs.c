#include "tests/ledger/program.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

/* Programs that look odd and are right. */

static hf_str made(const char *utf8)
{
    hf_str s = hf_str_from_utf8(utf8);
    expect(!hf_is_null(s));
    return s;
}

static bool is(hf_str_borrowed s, const char *utf8)
{
    return hf_yes(hf_str_equal_utf8(s, utf8));
}

/* ---- What lives as long as the module. */

static void kept_in_a_global(void)
{
#ifdef HF_CHECKED
    static hf_str global;
    hf_ledger_window window = hf_ledger_begin();
    global = made("kept");
    expect(hf_ledger_count(window) == 1);
    HF_KEEP(global);
    expect(hf_ledger_count(window) == 0);
    expect(hf_ledger_end(window) == 0);
    expect(is(hf_borrow(global), "kept"));
    hf_clear(&global);
#endif
}

static void moved_and_then_borrowed(void)
{
    hf_str s = made("ab");
    hf_str t = hf_move(&s);
    t = hf_str_append(t, hf_borrow(t));
    hf_str u = hf_move(&t);
    expect(is(hf_borrow(u), "abab"));
    hf_decref(u);
}

/* ---- Aliases. */

static void appended_to_itself(void)
{
    hf_str s = made("ab");
    for (int i = 0; i < 3; i++) {
        s = hf_str_append(s, hf_borrow(s));
    }
    expect(is(hf_borrow(s), "abababababababab"));
    hf_str other = hf_incref(s);
    s = hf_str_append(s, hf_borrow(s));
    s = hf_str_append(s, hf_borrow(other));
    hf_decref(other);
    hf_str twice = hf_str_concat(hf_borrow(s), hf_borrow(s));
    hf_decref(twice);
    hf_decref(s);
}

static void replaced_by_itself(void)
{
    hf_str s = made("the same");
    expect(hf_replace(&s, hf_incref(s)));
    expect(hf_replace(&s, hf_str_concat_utf8(hf_borrow(s), "")));
    expect(is(hf_borrow(s), "the same"));
    hf_clear(&s);
    hf_clear(&s);
    hf_decref(s);
}

static void many_handles_of_one_object(void)
{
    hf_str copies[100];
    copies[0] = made("one object");
    for (int i = 1; i < 100; i++) {
        copies[i] = hf_incref(copies[i / 2]);
    }
    for (int i = 0; i < 100; i++) { /* the first one first */
        expect(hf_refcnt(copies[i]) == 100 - i);
        hf_decref(copies[i]);
    }
}

static void view_of_itself_appended(void)
{
    hf_utf8 view;
    hf_str s = made("gr\xc3\xbc\xc3\x9f");
    expect(hf_str_as_utf8(hf_borrow(s), &view));
    s = hf_str_append_utf8(s, view.data);
    expect(hf_str_as_utf8(hf_borrow(s), &view));
    s = hf_str_append_utf8_n(s, view.data + 2, view.size - 2);
    expect(hf_str_as_utf8(hf_borrow(s), &view));
    hf_str copy = hf_incref(s);
    s = hf_str_append_utf8_n(s, view.data, view.size);
    hf_decref(s);
    hf_decref(copy);
}

static void two_views_of_one_str(void)
{
    hf_utf8 first, second;
    hf_str s = made("viewed twice"), other = hf_incref(s);
    expect(hf_str_as_utf8(hf_borrow(s), &first));
    expect(hf_str_as_utf8(hf_borrow(other), &second));
    hf_decref(s);
    expect(strcmp(second.data, "viewed twice") == 0);
    hf_decref(other);
}

static void thousands_of_views(void)
{
    hf_utf8 views[3000];
    hf_str s = made("viewed often"), other = made("viewed later");
    for (int i = 0; i < 3000; i++) {
        expect(hf_str_as_utf8(hf_borrow(s), &views[i]));
    }
    for (int i = 0; i < 3000; i++) {
        expect(strcmp(views[i].data, "viewed often") == 0);
    }
    hf_decref(s);
    for (int i = 0; i < 3000; i++) {
        expect(hf_str_as_utf8(hf_borrow(other), &views[i]));
        expect(strcmp(views[i].data, "viewed later") == 0);
        hf_decref(other);
        other = made("viewed later");
    }
    hf_decref(other);
}

/* ---- Borrowed handles. */

static hf_str_borrowed same(hf_str_borrowed s)
{
    return s;
}

static void borrowed_of_borrowed(void)
{
    hf_str s = made("lender");
    hf_str_borrowed a = hf_borrow(s), b = hf_borrow(a), c = same(hf_borrow(b));
    hf_object_borrowed o = hf_as_object(c);
    hf_str_borrowed back = hf_str_cast(o);
    expect(is(back, "lender"));
    hf_str kept = hf_incref(back);
    hf_decref(s);
    expect(is(hf_borrow(kept), "lender"));
    hf_decref(kept);
}

static void borrowed_of_what_moved(void)
{
    hf_str s = made("moved");
    hf_str_borrowed b = hf_borrow(s);
    hf_str t = hf_move(&s);
    hf_object o = hf_into_object(t);
    hf_str back = hf_str_cast(o);
    expect(is(b, "moved")); /* the ticket is still the same */
    hf_decref(back);
}

static void borrowed_outside_of_a_scope(void)
{
    /* What nobody said when it ends is not watched. */
    PyObject *raw = PyUnicode_FromString("raw");
    hf_str_borrowed b = hf_str_from_borrowed(raw);
    expect(is(b, "raw"));
    Py_DECREF(raw);
}

static void item_that_the_list_keeps(void)
{
    HF_CALL_SCOPE;
    PyObject *list = value("[str(10 ** 9)]");
    hf_str_borrowed s = hf_str_from_borrowed(PyList_GET_ITEM(list, 0));
    hf_str_borrowed t = hf_str_from_borrowed(PyList_GET_ITEM(list, 0));
    expect(is(s, "1000000000") && is(t, "1000000000"));
    hf_str mine = hf_incref(s);
    Py_DECREF(list);
    expect(is(s, "1000000000")); /* mine keeps it */
    expect(is(t, "1000000000"));
    hf_decref(mine);
}

static void thousands_of_items_in_one_call(void)
{
    HF_CALL_SCOPE;
    PyObject *list = value("[str(i) for i in range(20000)]");
    Py_ssize_t total = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        hf_str_borrowed s = hf_str_from_borrowed(PyList_GET_ITEM(list, i));
        Py_ssize_t length;
        expect(hf_str_length(s, &length));
        expect(hf_str_length(s, &length));
        total += length;
    }
    expect(total == 88890);
    Py_DECREF(list);
}

/* ---- Moves. */

static void into_containers(void)
{
    PyObject *tuple = PyTuple_New(2), *list = PyList_New(1);
    hf_str s = made("stolen");
    PyTuple_SET_ITEM(tuple, 0, hf_into_raw(hf_incref(s)));
    expect(PyTuple_SetItem(tuple, 1, hf_into_raw(hf_incref(s))) == 0);
    expect(PyList_SetItem(list, 0, hf_into_raw(s)) == 0);
    PyObject *item = PyUnicode_FromObject(PyList_GET_ITEM(list, 0));
    hf_str again = hf_str_from_owned(item);
    Py_DECREF(list);
    Py_DECREF(tuple);
    hf_decref(again);
}

static void out_of_auto(void)
{
    hf_str out;
    {
        hf_auto(str, s, made("moved out"));
        hf_auto(str, never, hf_null(str));
        hf_auto(str, emptied, made("emptied"));
        hf_decref(hf_move(&emptied));
        out = hf_move(&s);
    }
    expect(is(hf_borrow(out), "moved out"));
    hf_decref(out);
}

static void in_a_struct_that_is_copied(void)
{
    struct {
        hf_str s;
        int n;
    } a = {made("a member"), 1}, b = a; /* a is not used any more */
    memset(&a, 0, sizeof(a));
    expect(hf_is_null(a.s));
    hf_decref(a.s);
    hf_decref(b.s);
}

static void raw_and_back(void)
{
    hf_str s = made("raw");
    for (int i = 0; i < 10; i++) {
        s = hf_str_from_owned(hf_into_raw(s));
    }
    hf_object o = hf_object_from_owned(hf_into_raw(s));
    s = hf_str_cast_unchecked(o);
    hf_decref(s);
}

/* Each of these takes a reference of its own of what hf_as_raw lends, or gives the
 * handle's away, and the handle ends before the call does. */
static PyObject *put_into(PyObject *list)
{
    HF_CALL_SCOPE;
    hf_auto(str, in_list, made("in a list"));
    hf_auto(int, in_tuple, hf_int_from_i64(1 << 20));
    hf_auto(float, returned, hf_float_from_double(2.5));
    hf_bytes stolen = hf_bytes_from("stolen", 6);
    PyObject *tuple = PyTuple_Pack(1, hf_as_raw(in_tuple)),
             *one = PyTuple_New(1);
    expect(tuple != NULL && one != NULL && hf_as_raw(stolen) != NULL);
    PyTuple_SET_ITEM(one, 0, hf_into_raw(hf_move(&stolen)));
    expect(PyList_Append(list, hf_as_raw(in_list)) == 0);
    expect(PyList_Append(list, tuple) == 0 && PyList_Append(list, one) == 0);
    Py_DECREF(tuple);
    Py_DECREF(one);
    return Py_NewRef(hf_as_raw(returned));
}

static PyObject *taken_over(void)
{
    HF_CALL_SCOPE;
    hf_str s = made("taken over");
    PyObject *raw = hf_as_raw(s);
    Py_INCREF(raw);
    hf_decref(s);
    PyUnicode_InternInPlace(&raw);
    return raw;
}

static Py_ssize_t only_read(void)
{
    HF_CALL_SCOPE;
    hf_auto(list, l, hf_list_new());
    expect(hf_list_append(hf_borrow(l), hf_str_into_object(made("an item"))));
    expect(PyList_Reverse(hf_as_raw(l)) == 0);
    hf_str s = made("read");
    const Py_ssize_t length = PyUnicode_GET_LENGTH(hf_as_raw(s));
    s = hf_str_append_utf8(s, " on");
    hf_decref(s);
    return length + PyList_GET_SIZE(hf_as_raw(l));
}

static void shown_and_released(void)
{
    PyObject *list = PyList_New(0);
    for (int i = 0; i < 200; i++) {
        PyObject *returned = put_into(list), *taken = taken_over();
        expect(Py_REFCNT(returned) == 1 && PyFloat_AS_DOUBLE(returned) == 2.5);
        expect(only_read() == 5);
        Py_DECREF(taken);
        Py_DECREF(returned);
        if (i % 3 == 0) {
            PyList_SetSlice(list, 0, PyList_GET_SIZE(list), NULL);
        }
    }
    Py_DECREF(list);
}

static hf_str state;

static PyObject *remember(PyObject *self, PyObject *arguments)
{
    HF_CALL_SCOPE;
    (void)self;
    hf_object_borrowed o = hf_object_from_borrowed(
        PyTuple_GET_ITEM(arguments, 0));
    hf_str_borrowed s = hf_str_cast(o);
    hf_str before = hf_is_null(state) ? hf_str_from_code_point('-')
                                      : hf_incref(state);
    if (!hf_replace(&state, hf_incref(s))) {
        hf_decref(before);
        return NULL;
    }
    return hf_into_raw(before);
}

static void kept_in_module_state(void)
{
    hook("remember", remember);
    python("for i in range(1000):\n"
           "    was = remember(str(i))\n"
           "    assert was == (str(i - 1) if i else '-'), was\n"
           "try: remember(1)\n"
           "except TypeError: pass\n"
           "else: assert False\n");
    expect(is(hf_borrow(state), "999"));
    hf_clear(&state);
}

/* ---- Python code. */

static PyObject *again(PyObject *self, PyObject *arguments)
{
    HF_CALL_SCOPE;
    (void)self;
    hf_object_borrowed f = hf_object_from_borrowed(
        PyTuple_GET_ITEM(arguments, 0));
    long n = PyLong_AsLong(PyTuple_GET_ITEM(arguments, 1));
    hf_str s = hf_str_format("%ld", n);
    if (n > 0) {
        hf_auto(object, less, hf_object_from_owned(PyLong_FromLong(n - 1)));
        hf_object_borrowed operands[] = {f, hf_borrow(less)};
        hf_object inner = hf_object_call(f, operands, 2, NULL, 0);
        hf_str right = hf_str_cast(inner);
        s = hf_str_append(s, hf_borrow(right));
        hf_decref(right);
    }
    expect(hf_as_raw(f) != NULL);
    return hf_into_raw(s);
}

static void re_entrant_callback(void)
{
    hook("again", again);
    python("assert again(again, 20) == ''.join(map(str, range(20, -1, -1)))");
}

static PyObject *fail(PyObject *self, PyObject *arguments)
{
    HF_CALL_SCOPE;
    (void)self;
    (void)arguments;
    hf_str s = hf_str_from_utf8("lost");
    s = hf_str_append_utf8(s, "\xff");
    s = hf_str_append_utf8(s, "more");
    return hf_into_raw(s);
}

static void exceptions_in_del(void)
{
    hook("fail", fail);
    python("class C:\n"
           "    def __del__(self):\n"
           "        try: fail()\n"
           "        except UnicodeDecodeError: C.seen = C.seen + 1\n"
           "    seen = 0\n");
    hf_object a = hf_object_from_owned(value("C()"));
    hf_object b = hf_object_from_owned(value("C()"));
    hf_decref(a);
    hf_error_raise(PyExc_ValueError, "pending");
    hf_clear(&b); /* __del__ runs while an exception is set */
    expect(hf_error_matches(PyExc_ValueError));
    hf_error_clear();
    python("assert C.seen == 2");
}

static PyObject *held_by_del(PyObject *self, PyObject *arguments)
{
    HF_CALL_SCOPE;
    (void)self;
    hf_object_borrowed dying = hf_object_from_borrowed(
        PyTuple_GET_ITEM(arguments, 0));
    hf_object o = hf_incref(dying);
    hf_str r = hf_object_repr(hf_borrow(o));
    hf_decref(o);
    return hf_into_raw(r);
}

static void used_by_its_del(void)
{
    hook("held_by_del", held_by_del);
    python("class D:\n"
           "    def __del__(self): D.seen = held_by_del(self)\n");
    hf_decref(hf_object_from_owned(value("D()")));
    python("assert 'D object' in D.seen");
}

/* ---- Exceptions. */

static void saved_and_restored(void)
{
    hf_error_raise(PyExc_KeyError, "pending");
    hf_exception pending = hf_error_fetch();
    hf_auto(object, o, hf_none());
    hf_str r = hf_object_repr(hf_borrow(o));
    expect(is(hf_borrow(r), "None"));
    hf_decref(r);
    hf_error_restore(pending);
    expect(hf_error_matches(PyExc_KeyError));
    pending = hf_error_fetch();
    hf_error_restore(hf_null(exception));
    hf_decref(pending);
    pending = hf_error_fetch(); /* none was set: null, and right */
    expect(hf_is_null(pending));
    hf_error_restore(pending);
}

static void chain_of_nulls(void)
{
    hf_str s = hf_str_from_utf8("\xff");
    s = hf_str_append_utf8(s, "1, ");
    s = hf_str_append(s, hf_borrow(s));
    hf_str t = hf_str_concat_utf8(hf_borrow(s), "2");
    hf_str part = hf_str_substring(hf_borrow(t), 0, 1);
    hf_str r = hf_object_repr(hf_as_object(part)); /* null: passed on */
    hf_str copy = hf_incref(r);
    expect(hf_failed(hf_object_truth(hf_as_object(copy))));
    expect(hf_is_null(copy));
    expect(hf_error_matches(PyExc_UnicodeDecodeError));
    hf_decref(copy);
    hf_decref(part);
    hf_decref(t);
    hf_decref(s);
    hf_error_clear();
}

static hf_str joined(const char *left, const char *right)
{
    hf_auto(str, a, hf_str_from_utf8(left));
    hf_auto(str, b, hf_str_from_utf8(right));
    return hf_str_concat(hf_borrow(a), hf_borrow(b));
}

static void error_paths_of_auto(void)
{
    hf_decref(joined("left", "right"));
    for (int i = 0; i < 2; i++) {
        hf_str s = joined(i ? "\xff" : "left", i ? "right" : "\xff");
        expect(hf_is_null(s) && hf_error_matches(PyExc_UnicodeDecodeError));
        hf_error_clear();
    }
}

static PyObject *called_while_pending(void)
{
    HF_CALL_SCOPE; /* an exception is set already, as in a tp_finalize */
    hf_str s = hf_str_from_utf8("a result");
    return hf_into_raw(s);
}

static void scope_while_pending(void)
{
    hf_error_raise(PyExc_ValueError, "pending");
    PyObject *result = called_while_pending();
    expect(result != NULL && hf_error_matches(PyExc_ValueError));
    Py_DECREF(result);
    hf_error_clear();
}

/* ---- Builders. */

static void abandoned_builder(void)
{
    hf_str_builder b = {0}, never_used = {0};
    hf_str_builder_append_utf8(&b, "cleared");
    hf_str_builder_clear(&b);
    hf_str_builder_append_utf8(&b, "cleared again, after it grew: ");
    for (int i = 0; i < 1000; i++) {
        hf_str_builder_append_code_point(&b, (Py_UCS4)i + 32);
    }
    hf_str_builder_clear(&b);
    hf_str_builder_append_utf8(&b, "failed");
    hf_str_builder_append_utf8(&b, "\xff");
    hf_str_builder_append_utf8(&b, "more");
    hf_str_builder_clear(&b);
    hf_error_clear();
    hf_str_builder_append_utf8(&b, "finished");
    hf_decref(hf_str_builder_finish(&b));
    hf_decref(hf_str_builder_finish(&never_used));
}

static void builder_of_itself(void)
{
    hf_str_builder b = {0};
    hf_str piece = made("piece");
    for (int i = 0; i < 50; i++) {
        hf_str_builder_append(&b, hf_borrow(piece));
        expect(hf_replace(&piece, hf_incref(piece)));
    }
    hf_decref(piece);
    hf_str whole = hf_str_builder_finish(&b);
    hf_str_builder_append(&b, hf_borrow(whole));
    hf_decref(whole);
    hf_str_builder_clear(&b);
}

/* ---- Order. */

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void thousands_in_random_order(void)
{
    enum { N = 10000 };
    static hf_str all[N];
    unsigned seed = 1;
    for (int i = 0; i < N; i++) {
        all[i] = hf_str_format("number %d", i);
    }
    for (int round = 0; round < 3 * N; round++) {
        hf_str *place = &all[next_random(&seed) % N];
        if (hf_is_null(*place)) {
            *place = hf_str_format("number %d", (int)(place - all));
        } else if (next_random(&seed) % 3 == 0) {
            *place = hf_str_append_utf8(*place, ".");
        } else {
            Py_ssize_t length;
            expect(hf_str_length(hf_borrow(*place), &length));
            hf_clear(place);
        }
    }
    for (int i = 0; i < N; i++) {
        hf_clear(&all[i]);
    }
}

static void free_lists(void)
{
    /* The same memory again and again, in handles of several types. */
    for (int i = 0; i < 10000; i++) {
        hf_object o = hf_object_from_owned(PyFloat_FromDouble(i));
        hf_object_borrowed b = hf_borrow(o);
        expect(hf_as_raw(b) != NULL);
        hf_decref(o);
        hf_object p = hf_object_from_owned(PyTuple_New(1 + i % 3));
        hf_decref(p);
        hf_error_raise(PyExc_MemoryError, "%d", i);
        hf_decref(hf_error_fetch());
    }
}

static void shared_and_immortal_objects(void)
{
    HF_CALL_SCOPE;
    hf_object all[2000];
    for (size_t i = 0; i < 2000; i++) {
        all[i] = i % 4 == 0   ? hf_none()
                 : i % 4 == 1 ? hf_true()
                 : i % 4 == 2 ? hf_object_from_owned(PyLong_FromLong(1))
                              : hf_into_object(hf_str_from_utf8("x"));
    }
    hf_object_borrowed none = hf_object_from_borrowed(Py_None);
    {
        HF_COUNT_NEUTRAL(none);
        hf_object more = hf_none(), other = hf_incref(none);
        expect(hf_is_none(none) && hf_is_none(hf_borrow(more)));
        hf_decref(more);
        hf_decref(other);
    }
    for (size_t i = 0; i < 2000; i++) {
        hf_decref(all[i]);
    }
}

/* ---- Windows. */

static void nested_windows(void)
{
    hf_str before = made("opened before any");
    hf_ledger_window outer = hf_ledger_begin();
    hf_str s = made("opened in the outer");
    hf_ledger_window inner = hf_ledger_begin();
    hf_str t = made("opened in the inner");
    hf_decref(before);
    hf_decref(s);
    expect(hf_ledger_count(outer) == 1 && hf_ledger_count(inner) == 1);
    hf_decref(t);
    expect(hf_ledger_end(inner) == 0);
    s = made("opened in the outer, again");
    hf_ledger_window empty = hf_ledger_begin();
    expect(hf_ledger_end(empty) == 0);
    hf_decref(s);
    expect(hf_ledger_end(outer) == 0);
}

/* ---- Count-neutral functions. */

static void neutral(hf_str_borrowed s, hf_object_borrowed o)
{
    HF_COUNT_NEUTRAL(s);
    HF_COUNT_NEUTRAL(o);
    hf_str mine = hf_incref(s);
    hf_str more = hf_str_concat(s, hf_borrow(mine));
    hf_decref(more);
    Py_XINCREF(hf_as_raw(s));
    Py_XDECREF(hf_as_raw(s));
    hf_str r = hf_object_repr(o);
    hf_decref(r);
    hf_decref(mine);
}

static void count_neutral(void)
{
    HF_CALL_SCOPE;
    hf_str s = made("neutral");
    neutral(hf_borrow(s), hf_as_object(s)); /* the same object twice */
    PyObject *raw = value("str(10 ** 9)");
    hf_str_borrowed b = hf_str_from_borrowed(raw);
    neutral(b, hf_as_object(b));
    hf_str kept = hf_null(str);
    {
        HF_COUNT_NEUTRAL(b);
        kept = hf_incref(b); /* opened: it explains the change */
    }
    hf_decref(kept);
    hf_decref(s);
    {
        HF_COUNT_NEUTRAL(b);
        hf_str_borrowed more = hf_str_from_borrowed(raw); /* the scope's */
        expect(hf_refcnt(more) > 0);
    }
    neutral(b, hf_null(object_borrowed));
    hf_error_clear();
    Py_DECREF(raw);
}

/* ---- Threads, interpreters, processes. */

static hf_str handed;

static void take_over(void)
{
    hf_str s = hf_str_append_utf8(handed, ", by another thread");
    handed = hf_incref(s);
    hf_decref(s);
}

static void handed_to_a_thread(void)
{
    handed = made("made here");
    in_thread(take_over);
    expect(is(hf_borrow(handed), "made here, by another thread"));
    hf_decref(handed);
    for (int i = 0; i < 50; i++) {
        handed = made("again");
        in_thread(take_over);
        hf_decref(handed);
    }
}

/* Really at once where Python is free-threaded. */
static void *one_of_many(void *shared)
{
    PyGILState_STATE gil = PyGILState_Ensure();
    for (int i = 0; i < 5000; i++) {
        HF_CALL_SCOPE;
        hf_str_borrowed right = hf_str_from_borrowed(shared);
        hf_str s = hf_str_append(made("a thread's "), right);
        hf_str more = hf_str_append_utf8(hf_incref(s), ", and more");
        hf_utf8 view;
        expect(hf_str_as_utf8(hf_borrow(more), &view) && view.size == 24);
        hf_decref(s);
        if (i % 16 == 0) {
            Py_BEGIN_ALLOW_THREADS Py_END_ALLOW_THREADS
        }
        hf_decref(more);
    }
    PyGILState_Release(gil);
    return NULL;
}

static void many_threads(void)
{
    pthread_t threads[4];
    hf_ledger_window window = hf_ledger_begin();
    hf_str shared = made("own");
    for (int i = 0; i < 4; i++) {
        expect(pthread_create(&threads[i], NULL, one_of_many,
                              hf_as_raw(shared)) == 0);
    }
    Py_BEGIN_ALLOW_THREADS for (int i = 0; i < 4; i++)
    {
        pthread_join(threads[i], NULL);
    }
    Py_END_ALLOW_THREADS expect(hf_ledger_count(window) == 1);
    hf_decref(shared);
    expect(hf_ledger_end(window) == 0);
}

static void gil_released_in_between(void)
{
    hf_str s = made("kept");
    hf_utf8 view;
    expect(hf_str_as_utf8(hf_borrow(s), &view));
    size_t n;
    Py_BEGIN_ALLOW_THREADS n = strlen(view.data); /* a view needs no GIL */
    Py_END_ALLOW_THREADS expect(n == 4);
    hf_decref(s);
}

static void subinterpreter(void)
{
    hf_str mine = made("of the first interpreter");
    PyThreadState *first = PyThreadState_Get();
    for (int i = 0; i < 3; i++) {
        PyThreadState *second = Py_NewInterpreter();
        expect(second != NULL);
        hf_str s = made("of another interpreter");
        hf_object o = hf_object_from_owned(value("[1, 2, 3]"));
        hf_str r = hf_object_repr(hf_borrow(o));
        s = hf_str_append(s, hf_borrow(r));
        hf_decref(r);
        hf_decref(o);
        hf_decref(s);
        expect(hf_ledger_first() != NULL);
        Py_EndInterpreter(second);
        PyThreadState_Swap(first);
        mine = hf_str_append_utf8(mine, ".");
    }
    hf_decref(mine);
}

static void finalized_and_started_again(void)
{
    hf_str s = made("of the first life");
    hf_decref(s);
    expect(Py_FinalizeEx() == 0);
    Py_InitializeEx(0);
    s = made("of the second life");
    hf_str r = hf_object_repr(hf_as_object(s));
    hf_decref(r);
    hf_decref(s);
    expect(hf_ledger_first() != NULL);
}

static void forked(void)
{
    hf_str s = made("of the parent");
    hf_ledger_window window = hf_ledger_begin();
    hf_str t = made("in the window");
    fflush(stdout);
    PyOS_BeforeFork();
    pid_t child = fork();
    expect(child >= 0);
    if (child != 0) {
        PyOS_AfterFork_Parent();
    } else {
        PyOS_AfterFork_Child();
        expect(hf_ledger_count(window) == 1);
        for (int i = 0; i < 10000; i++) {
            hf_decref(hf_incref(s));
        }
        hf_decref(t);
        expect(hf_ledger_end(window) == 0 && hf_ledger_reports() == 0);
        s = hf_str_append_utf8(s, ", copied");
        hf_decref(s);
        expect(Py_FinalizeEx() == 0);
        _exit(7);
    }
    int status;
    expect(waitpid(child, &status, 0) == child);
    expect(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    hf_decref(t);
    expect(hf_ledger_end(window) == 0);
    hf_decref(s);
}

/* ---- Buffers. */

static hf_object memory(void)
{
    return hf_object_from_owned(value("bytearray(b'abcd')"));
}

static void buffers_in_scopes(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_object x = memory();
    for (int i = 0; i < 6; i++) {
        hf_auto_buffer(outer);
        expect(hf_buffer_get(x, (hf_buffer_needs){0}, &outer));
        hf_auto_buffer(never);
        expect(hf_buffer_size(&never) == 0);
        if (i == 1) {
            continue;
        }
        {
            hf_auto_buffer(inner);
            expect(hf_buffer_get(x, (hf_buffer_needs){.writable = true},
                                 &inner));
            expect(hf_refcnt(x) == 3);
            if (i == 2) {
                hf_buffer_release(&outer); /* early, and then its scope ends */
                hf_buffer_clear(&inner);
            }
        }
        expect(hf_refcnt(x) == (i == 2 ? 1 : 2));
        if (i == 4) {
            break;
        }
    }
    expect(hf_refcnt(x) == 1);
    hf_decref(x);
    expect(hf_ledger_end(window) == 0);
}

static bool is_refused(PyObject *x, hf_buffer_needs needs, hf_buffer *b)
{
    bool is_got = hf_buffer_get(hf_object_from_borrowed(x), needs, b);
    hf_error_clear();
    return !is_got;
}

static void buffers_that_hold_nothing(void)
{
    hf_auto(object, x, hf_object_from_owned(value("b'abcd'")));
    hf_ledger_window window = hf_ledger_begin();
    hf_buffer zero = {0}, failed = {0}, again = {0};
    static hf_buffer ignored;
    hf_buffer_release(&zero);
    hf_buffer_release(&zero);
    expect(hf_buffer_raw(&zero) == NULL && hf_buffer_size(&zero) == 0);
    hf_buffer_clear(&zero);
    for (int i = 0; i < 3; i++) {
        expect(is_refused(hf_as_raw(x), (hf_buffer_needs){.format = "d"},
                          &failed));
        expect(is_refused(hf_as_raw(x), (hf_buffer_needs){.writable = true},
                          &ignored));
        expect(hf_buffer_dimensions(&failed) == 0);
        hf_buffer_release(&failed);
        hf_buffer_release(&failed);
    }
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &again));
    hf_buffer_release(&again);
    expect(is_refused(NULL, (hf_buffer_needs){0}, &again));
    expect(hf_buffer_length(&again, 0) == 0); /* it is what was not got */
    hf_buffer_release(&again);
    expect(hf_ledger_end(window) == 0);
}

static void one_buffer_of_many_things(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_buffer b = {0};
    for (int i = 0; i < 20000; i++) {
        hf_object x = hf_object_from_owned(
            i % 2 == 0 ? PyBytes_FromString("abcd")
                       : PyByteArray_FromStringAndSize("abcd", 4));
        unsigned char item;
        expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
        hf_decref(x); /* the buffer alone keeps it */
        expect(hf_buffer_read(&b, 3, &item) && item == 'd');
        hf_buffer_release(&b);
    }
    expect(hf_ledger_end(window) == 0);
}

/* As in an instance of a class: its own release, and then the end. */
typedef struct instance {
    int id;
    hf_buffer memory;
} instance;

static void buffer_in_a_field(void)
{
    hf_ledger_window window = hf_ledger_begin();
    for (int i = 0; i < 3; i++) {
        instance *self = calloc(1, sizeof(*self));
        expect(self != NULL);
        hf_object x = memory();
        expect(hf_buffer_get(x, (hf_buffer_needs){0}, &self->memory));
        hf_decref(x);
        expect(hf_ledger_count(window) == 1);
        for (int closed = 0; closed < i; closed++) {
            hf_buffer_clear(&self->memory);
            expect(hf_buffer_raw(&self->memory) == NULL);
        }
        hf_buffer_clear(&self->memory);
        free(self);
    }
    expect(hf_ledger_end(window) == 0);
}

static void buffer_in_a_global(void)
{
    static hf_buffer global;
    hf_ledger_window window = hf_ledger_begin();
    hf_object x = memory();
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &global));
    hf_decref(x);
    expect(hf_ledger_count(window) == 1);
    HF_KEEP(global);
    expect(hf_ledger_count(window) == 0);
    expect(hf_ledger_end(window) == 0);
    expect(hf_buffer_size(&global) == 4);
}

static void buffer_of_a_neutral_function(void)
{
    hf_auto(object, x, memory());
    hf_buffer kept = {0};
    for (int i = 0; i < 3; i++) {
        HF_COUNT_NEUTRAL(x);
        hf_auto_buffer(b);
        expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
        if (i == 1) { /* as an incref is */
            expect(hf_buffer_get(x, (hf_buffer_needs){0}, &kept));
        }
    }
    hf_buffer_release(&kept);
}

static hf_buffer for_a_thread;

static void sum_in_a_thread(void)
{
    unsigned char item = 0;
    int sum = 0;
    Py_ssize_t n = 0;
    PyThreadState *saved = PyEval_SaveThread();
    for (Py_ssize_t i = 0; i < hf_buffer_length(&for_a_thread, 0); i++) {
        sum += hf_buffer_read(&for_a_thread, i, &item) ? item : 0;
    }
    const unsigned char *array = hf_buffer_array(unsigned char, &for_a_thread,
                                                 &n);
    PyEval_RestoreThread(saved);
    expect(sum == 'a' + 'b' + 'c' + 'd' && n == 4 && array[3] == 'd');
    hf_buffer_release(&for_a_thread);
}

static void buffer_across_threads(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_object x = memory();
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &for_a_thread));
    hf_decref(x);
    in_thread(sum_in_a_thread); /* it is read without the GIL, and released */
    expect(hf_ledger_end(window) == 0);
    hf_buffer_clear(&for_a_thread);
}

static void buffer_moved_and_brought_back(void)
{
    hf_auto(object, x, memory());
    hf_buffer b = {0};
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    hf_buffer aside = b;
    b = (hf_buffer){0};
    expect(hf_buffer_raw(&b) == NULL);
    b = aside;
    expect(hf_buffer_size(&b) == 4);
    hf_buffer_release(&b);
}

/* array_of is the array of bytes of a buffer. */
static const unsigned char *array_of(const hf_buffer *b, const char *wanted)
{
    Py_ssize_t n;
    const unsigned char *array = hf_buffer_array(unsigned char, b, &n);
    expect(array != NULL && n == (Py_ssize_t)strlen(wanted));
    expect(memcmp(array, wanted, (size_t)n) == 0);
    return array;
}

static void arrays_of_one_buffer(void)
{
    hf_object x = hf_object_from_owned(value("memoryview(b'abcdef')[2:]"));
    hf_buffer first = {0}, second = {0};
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &first));
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &second));
    hf_decref(x);
    const unsigned char *kept = array_of(&first, "cdef");
    array_of(&second, "cdef");
    for (int i = 0; i < 3000; i++) {
        expect(array_of(&first, "cdef") == kept);
    }
    hf_buffer_release(&second);
    python("import gc; gc.collect()");
    expect(kept + 3 == array_of(&first, "cdef") + 3 && kept[3] == 'f');
    hf_buffer_release(&first);
}

static void arrays_of_one_variable(void)
{
    hf_buffer b = {0};
    hf_auto(object, x, hf_object_from_owned(value("b'abcd'")));
    hf_auto(object, y, hf_object_from_owned(value("b'efghi'")));
    for (int i = 0; i < 3; i++) {
        expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
        array_of(&b, "abcd");
        hf_buffer_clear(&b);
        expect(hf_buffer_get(y, (hf_buffer_needs){0}, &b));
        array_of(&b, "efghi");
        hf_buffer_release(&b);
    }
}

static void array_of_read_only_memory_that_changes(void)
{
    hf_auto_buffer(b);
    python("changes = bytearray(b'abcd')");
    hf_auto(object, x,
            hf_object_from_owned(value("memoryview(changes).toreadonly()")));
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    const unsigned char *array = array_of(&b, "abcd");
    python("changes[1] = ord('x')");
    expect(array[1] == 'x' && array_of(&b, "axcd") == array);
}

static void array_without_items(void)
{
    Py_ssize_t n;
    hf_auto_buffer(b);
    hf_auto(object, x, hf_object_from_owned(value("b''")));
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    expect(hf_buffer_array(unsigned char, &b, &n) != NULL && n == 0);
}

/* Larger than a page, and asked for the first time without the GIL. */
static void array_asked_for_without_the_gil(void)
{
    enum { SIZE = 1 << 20 };
    unsigned long long sum = 0;
    Py_ssize_t n;
    hf_auto_buffer(b);
    hf_auto(object, x,
            hf_object_from_owned(
                value("memoryview(bytes(range(256)) * 4096).cast('Q')")));
    expect(hf_buffer_get(x, (hf_buffer_needs){0}, &b));
    const unsigned long long *array = NULL;
    hf_without_gil {
        array = hf_buffer_array(unsigned long long, &b, &n);
        for (Py_ssize_t i = 0; i < n; i++) {
            sum += array[i] & 0xFF;
        }
    }
    expect(n == SIZE / 8 && sum == 4096 * 32 * 124ULL);
    expect(hf_buffer_array(unsigned long long, &b, &n) == array);
}

/* A builder that is moved is another copy, and the only one that is used. */
typedef struct collected {
    hf_list_builder list;
    hf_tuple_builder tuple;
} collected;

static void builders_in_a_struct(void)
{
    hf_ledger_window window = hf_ledger_begin();
    for (int n = 0; n < 70; n += 23) {
        collected first = {0};
        for (int i = 0; i < n; i++) {
            hf_list_builder_append(&first.list, hf_int_from(i));
            hf_tuple_builder_append(&first.tuple, hf_int_from(i));
        }
        collected second = first;
        hf_tuple_builder_reserve(&second.tuple, 5);
        hf_list_builder_append(&second.list, hf_none());
        hf_tuple tuple = hf_tuple_builder_finish(&second.tuple);
        hf_list_builder_append(&second.list, tuple);
        hf_list list = hf_list_builder_finish(&second.list);
        Py_ssize_t length;
        expect(hf_list_length(hf_borrow(list), &length) && length == n + 2);
        hf_decref(list);
        hf_list_builder_append(&second.list, hf_none()); /* it is {0} again */
        hf_list_builder_clear(&second.list);
        hf_list_builder_clear(&second.list);
    }
    expect(hf_ledger_end(window) == 0);
}

static void builders_that_fail(void)
{
    hf_ledger_window window = hf_ledger_begin();
    for (int n = 0; n < 3; n++) {
        hf_list_builder list = {0};
        hf_tuple_builder tuple = {0};
        hf_tuple_builder_reserve(&tuple, 2);
        for (int i = 0; i < n; i++) {
            hf_list_builder_append(&list, hf_none());
            hf_tuple_builder_append(&tuple, hf_none());
        }
        hf_list_builder_append(&list, hf_int_from_double(0.5));
        hf_error_clear();
        hf_list_builder_append(&list, hf_none());
        hf_list_builder_reserve(&list, 7);
        hf_list none = hf_list_builder_finish(&list);
        expect(hf_is_null(none));
        hf_error_clear();
        hf_tuple_builder_reserve(&tuple, -1);
        hf_error_clear();
        hf_tuple_builder_clear(&tuple);
    }
    expect(hf_ledger_end(window) == 0);
}

/* What is filled, and then left by a way out, is cleared by its scope. */
static hf_tuple first_words(hf_list_borrowed items)
{
    hf_auto_builder(tuple, words);
    hf_auto_builder(list, others);
    hf_auto_builder(dict, seen);
    hf_auto_builder(bytes, raw);
    hf_auto_builder(str, text);
    hf_list_each(item, items) {
        hf_bytes_builder_append_data(&raw, "some bytes", 10);
        hf_str_builder_append_format(&text, "%S", item);
        hf_dict_builder_set(&seen, item, hf_none());
        if (!hf_check(str, hf_borrow(item))) {
            return hf_null(tuple);
        }
        hf_list_builder_append(&others, hf_incref(item));
        hf_tuple_builder_append(&words, hf_move(&item));
    }
    hf_decref(hf_str_builder_finish(&text));
    return hf_tuple_builder_finish(&words);
}

static void builders_of_a_scope(void)
{
    hf_ledger_window window = hf_ledger_begin();
    hf_auto(list, items,
            hf_list_cast(hf_object_from_owned(value("['a', 'b']"))));
    hf_tuple all = first_words(hf_borrow(items));
    Py_ssize_t length;
    expect(hf_tuple_length(hf_borrow(all), &length) && length == 2);
    hf_decref(all);
    expect(hf_list_append(hf_borrow(items), hf_int_from(3)));
    hf_auto(tuple, none, first_words(hf_borrow(items)));
    expect(hf_is_null(none));
    hf_decref(hf_move(&items));
    expect(hf_ledger_end(window) == 0);
}

/* ---- Builders that are moved, by value: one of the structs goes on alone. */

static hf_bytes_builder page_begun(void)
{
    hf_bytes_builder b = {0};
    hf_bytes_builder_append_data(&b, "<head>", 6);
    return b;
}

static hf_list page_ended(hf_list_builder lines, hf_str_builder last)
{
    hf_str_builder_append_utf8(&last, "last");
    hf_list_builder_append(&lines, hf_str_builder_finish(&last));
    return hf_list_builder_finish(&lines);
}

static void builders_that_are_moved(void)
{
    struct page {
        hf_bytes_builder body;
        hf_list_builder lines;
    } page = {page_begun(), {{0}}}, other = page;
    hf_bytes_builder_append_data(&other.body, "body", 4);
    page = other;
    hf_bytes_builder_append_data(&page.body, "", 0);
    hf_bytes_builder_append_byte(&page.body, '.');
    hf_auto(bytes, all, hf_bytes_builder_finish(&page.body));
    page.body = page_begun();
    hf_bytes_builder_clear(&page.body);
    Py_ssize_t n;
    expect(hf_bytes_length(hf_borrow(all), &n) && n == 11);
    for (int i = 0; i < 100; i++) { /* it grows, and in between does not */
        hf_list_builder moved = page.lines;
        hf_list_builder_append(&moved, hf_int_from(i));
        page.lines = moved;
    }
    hf_str_builder line = {0};
    hf_str_builder_append_utf8(&line, "the ");
    hf_auto(list, lines, page_ended(page.lines, line));
    expect(hf_list_length(hf_borrow(lines), &n) && n == 101);
}

const program programs[] = {
    PROGRAM(kept_in_a_global),
    PROGRAM(moved_and_then_borrowed),
    PROGRAM(appended_to_itself),
    PROGRAM(replaced_by_itself),
    PROGRAM(many_handles_of_one_object),
    PROGRAM(view_of_itself_appended),
    PROGRAM(two_views_of_one_str),
    PROGRAM(thousands_of_views),
    PROGRAM(borrowed_of_borrowed),
    PROGRAM(borrowed_of_what_moved),
    PROGRAM(borrowed_outside_of_a_scope),
    PROGRAM(item_that_the_list_keeps),
    PROGRAM(thousands_of_items_in_one_call),
    PROGRAM(into_containers),
    PROGRAM(out_of_auto),
    PROGRAM(in_a_struct_that_is_copied),
    PROGRAM(raw_and_back),
    PROGRAM(shown_and_released),
    PROGRAM(kept_in_module_state),
    PROGRAM(re_entrant_callback),
    PROGRAM(exceptions_in_del),
    PROGRAM(used_by_its_del),
    PROGRAM(saved_and_restored),
    PROGRAM(chain_of_nulls),
    PROGRAM(error_paths_of_auto),
    PROGRAM(scope_while_pending),
    PROGRAM(abandoned_builder),
    PROGRAM(builder_of_itself),
    PROGRAM(thousands_in_random_order),
    PROGRAM(free_lists),
    PROGRAM(shared_and_immortal_objects),
    PROGRAM(nested_windows),
    PROGRAM(count_neutral),
    PROGRAM(handed_to_a_thread),
    PROGRAM(many_threads),
    PROGRAM(gil_released_in_between),
    PROGRAM(subinterpreter),
    PROGRAM(finalized_and_started_again),
    PROGRAM(forked),
    PROGRAM(buffers_in_scopes),
    PROGRAM(buffers_that_hold_nothing),
    PROGRAM(one_buffer_of_many_things),
    PROGRAM(buffer_in_a_field),
    PROGRAM(buffer_in_a_global),
    PROGRAM(buffer_of_a_neutral_function),
    PROGRAM(buffer_across_threads),
    PROGRAM(buffer_moved_and_brought_back),
    PROGRAM(arrays_of_one_buffer),
    PROGRAM(arrays_of_one_variable),
    PROGRAM(array_of_read_only_memory_that_changes),
    PROGRAM(array_without_items),
    PROGRAM(array_asked_for_without_the_gil),
    PROGRAM(builders_in_a_struct),
    PROGRAM(builders_that_fail),
    PROGRAM(builders_of_a_scope),
    PROGRAM(builders_that_are_moved),
    {NULL, NULL},
};
