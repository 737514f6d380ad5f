#include "tests/support.h"

#include <string.h>
#include <structmember.h>

/* A handle is a pointer, in size, alignment and register; in the checked build
 * with a ticket, still in registers. */
#ifdef HF_CHECKED
#define HANDLE_SIZE (sizeof(hf_private_number) + sizeof(void *))
#else
#define HANDLE_SIZE sizeof(void *)
#endif
#define ASSERT_LAYOUT(T, parent, name, check)                                  \
    _Static_assert(sizeof(hf_##T) == HANDLE_SIZE, #T);                         \
    _Static_assert(sizeof(hf_##T##_borrowed) == HANDLE_SIZE, #T);              \
    _Static_assert(_Alignof(hf_##T) == _Alignof(void *), #T);                  \
    _Static_assert(_Alignof(hf_##T##_borrowed) == _Alignof(void *), #T);
HF_TYPES(ASSERT_LAYOUT)

/* One fresh operand of each type that has some of which nobody else knows. */
#define MADE_BY(X)                                                             \
    X(int, "int('1' + '0' * 30)")                                              \
    X(float, "float('1.5')")                                                   \
    X(complex, "complex('1j')")                                                \
    X(bytes, "bytes([97, 98, 97, 98])")                                        \
    X(bytearray, "bytearray(b'ab')")                                           \
    X(memoryview, "memoryview(b'ab')")                                         \
    X(list, "[1]")                                                             \
    X(tuple, "tuple([1, 2])")                                                  \
    X(dict, "{1: 2}")                                                          \
    X(set, "{1}")                                                              \
    X(frozenset, "frozenset([1])")                                             \
    X(range, "range(3)")                                                       \
    X(slice, "slice(1, 2, int('3'))")                                          \
    X(iterator, "iter([1])")
#define FRESH(X) MADE_BY(X) X(object, ) X(str, ) X(exception, )

#define MAKE(T, source)                                                        \
    static hf_##T make_##T(void)                                               \
    {                                                                          \
        return hf_##T##_cast_owned(python_eval(source));                       \
    }
MADE_BY(MAKE)

static hf_object make_object(void)
{
    return number(1);
}

static hf_str make_str(void)
{
    return text("ab");
}

static hf_exception make_exception(void)
{
    hf_error_raise(PyExc_ValueError, "made");
    return hf_error_fetch();
}

/* ---- The typed verbs, once for each type. */

#define TYPED_VERBS(T, source)                                                 \
    static void typed_verbs_of_##T##_keep_the_count(void)                      \
    {                                                                          \
        hf_##T x = make_##T();                                                 \
        PyObject *raw = hf_##T##_as_raw(hf_##T##_borrow(&x));                  \
        assert_non_null(raw);                                                  \
        assert_int_equal(hf_##T##_refcnt(hf_##T##_borrow(&x)), 1);             \
                                                                               \
        hf_##T y = hf_##T##_incref(hf_##T##_borrow(&x));                       \
        assert_ptr_equal(hf_##T##_as_raw(hf_##T##_borrow(&y)), raw);           \
        assert_int_equal(Py_REFCNT(raw), 2);                                   \
        hf_##T##_decref(y);                                                    \
        assert_int_equal(Py_REFCNT(raw), 1);                                   \
                                                                               \
        hf_##T moved = hf_##T##_move(&x);                                      \
        assert_true(hf_##T##_is_null(hf_##T##_borrow(&x)));                    \
        assert_false(hf_##T##_is_null(hf_##T##_borrow(&moved)));               \
        assert_int_equal(Py_REFCNT(raw), 1);                                   \
                                                                               \
        hf_object_borrowed up = hf_##T##_as_object(hf_##T##_borrow(&moved));   \
        assert_ptr_equal(hf_object_as_raw(up), raw);                           \
        hf_object whole = hf_##T##_into_object(moved);                         \
        assert_ptr_equal(hf_object_into_raw(whole), raw);                      \
        assert_int_equal(Py_REFCNT(raw), 1);                                   \
                                                                               \
        hf_##T##_borrowed lent = hf_##T##_from_borrowed(raw);                  \
        assert_ptr_equal(hf_##T##_as_raw(lent), raw);                          \
        hf_##T back = hf_##T##_from_owned(raw);                                \
        assert_int_equal(Py_REFCNT(raw), 1);                                   \
        assert_true(                                                           \
            hf_##T##_replace(&back, hf_##T##_incref(hf_##T##_borrow(&back)))); \
        assert_int_equal(Py_REFCNT(raw), 1);                                   \
        assert_ptr_equal(hf_##T##_into_raw(back), raw);                        \
        hf_##T last = hf_##T##_from_owned(raw);                                \
        hf_##T##_clear(&last);                                                 \
        assert_true(hf_##T##_is_null(hf_##T##_borrow(&last)));                 \
    }                                                                          \
                                                                               \
    static void null_##T##_passes_through_the_typed_verbs(void)                \
    {                                                                          \
        hf_##T null = {0};                                                     \
        hf_##T##_borrowed lent = hf_##T##_borrow(&null);                       \
        assert_null(hf_##T##_as_raw(lent));                                    \
        assert_true(hf_##T##_is_null(lent));                                   \
        assert_int_equal(hf_##T##_refcnt(lent), 0);                            \
        assert_null(hf_##T##_into_raw(hf_##T##_incref(lent)));                 \
        hf_##T##_decref(null);                                                 \
        assert_null(hf_##T##_into_raw(hf_##T##_move(&null)));                  \
        hf_##T##_clear(&null);                                                 \
        assert_null(hf_object_as_raw(hf_##T##_as_object(lent)));               \
        assert_null(hf_object_into_raw(hf_##T##_into_object(null)));           \
        assert_null(hf_##T##_into_raw(ON_PURPOSE(HF_NULL_WITHOUT_EXCEPTION, 1, \
                                                 hf_##T##_from_owned(NULL)))); \
        assert_null(hf_##T##_as_raw(hf_##T##_from_borrowed(NULL)));            \
        assert_false(hf_##T##_replace(&null, hf_null(T)));                     \
    }

FRESH(TYPED_VERBS)

/* ---- The generic verbs. */

static void incref_takes_owned_borrowed_and_auto(void)
{
    hf_auto(str, scoped, make_str());
    hf_str_borrowed borrowed = hf_borrow(scoped);
    hf_str from_auto = hf_incref(scoped);
    hf_str from_borrowed = hf_incref(borrowed);
    hf_str from_owned = hf_incref(from_auto);
    assert_int_equal(hf_refcnt(scoped), 4);
    assert_int_equal(hf_refcnt(borrowed), 4);
    assert_int_equal(hf_refcnt(from_owned), 4);
    assert_same(from_owned, scoped);
    assert_same(from_borrowed, borrowed);
    hf_decref(from_owned);
    hf_decref(from_borrowed);
    hf_decref(from_auto);
    assert_int_equal(hf_refcnt(scoped), 1);
}

static void generic_verbs_choose_by_type(void)
{
    hf_str s = make_str();
    hf_exception e = make_exception();
    assert_ptr_equal(hf_as_raw(hf_as_object(s)), hf_as_raw(s));
    assert_ptr_equal(hf_as_raw(hf_as_object(e)), hf_as_raw(e));
    assert_false(hf_is_null(s));
    assert_false(hf_is_null(hf_borrow(e)));
    hf_object o = hf_into_object(hf_move(&s));
    assert_int_equal(hf_refcnt(o), 1);
    assert_true(hf_is_null(s));
    assert_true(hf_replace(&o, hf_into_object(e)));
    PyObject *raw = hf_into_raw(o);
    assert_true(PyExceptionInstance_Check(raw));
    assert_int_equal(Py_REFCNT(raw), 1);
    Py_DECREF(raw);
}

static void null_passes_through_the_generic_verbs_in_silence(void)
{
    for (int with_error = 0; with_error < 2; with_error++) {
        if (with_error) {
            pend();
        }
        hf_str null = hf_null(str);
        hf_auto(str, scoped, hf_null(str));
        assert_true(hf_is_null(null));
        assert_true(hf_is_null(hf_null(str_borrowed)));
        assert_true(hf_is_null(scoped));
        assert_null(hf_as_raw(null));
        assert_int_equal(hf_refcnt(scoped), 0);
        hf_decref(hf_incref(null));
        hf_decref(hf_incref(hf_borrow(scoped)));
        hf_decref(hf_move(&scoped));
        hf_clear(&null);
        assert_null(hf_as_raw(hf_as_object(null)));
        assert_null(hf_into_raw(hf_into_object(null)));
        assert_int_equal(hf_error_occurred(), with_error);
        if (with_error) {
            assert_pending();
        }
    }
}

static int evaluations;
static hf_str *counted(hf_str *x)
{
    evaluations++;
    return x;
}

static void generic_verbs_evaluate_their_operand_once(void)
{
    hf_str x = make_str();
    evaluations = 0;
    hf_str y = hf_incref(*counted(&x));
    assert_same(hf_borrow(*counted(&x)), y);
    assert_non_null(hf_as_raw(*counted(&x)));
    assert_false(hf_is_null(*counted(&x)));
    assert_int_equal(hf_refcnt(*counted(&x)), 2);
    assert_non_null(hf_as_raw(hf_as_object(*counted(&x))));
    assert_int_equal(evaluations, 6);
    hf_decref(*counted(&x));
    x = hf_move(counted(&y));
    assert_true(hf_replace(counted(&x), text("cd")));
    hf_object o = hf_into_object(*counted(&x));
    x = make_str();
    hf_clear(counted(&x));
    assert_int_equal(evaluations, 11);
    Py_DECREF(hf_into_raw(o));
}

static void generic_verbs_take_const_operands(void)
{
    const hf_str x = make_str();
    hf_str y = hf_incref(x);
    assert_int_equal(hf_refcnt(x), 2);
    assert_same(hf_borrow(x), hf_as_object(y));
    hf_decref(y);
    hf_decref(x);
}

static void decref_of_the_last_reference_runs_del(void)
{
    python_run("ran = 0\n"
               "class Sub(str):\n"
               "    def __del__(self):\n"
               "        global ran\n"
               "        ran += 1\n");
    hf_str x = text_as(SUBCLASS, "ab", 2);
    hf_str y = hf_incref(x);
    hf_decref(x);
    assert_int_equal(python_long("ran"), 0);
    hf_decref(y);
    assert_int_equal(python_long("ran"), 1);
}

static void decref_keeps_the_pending_exception_from_del(void)
{
    python_run("class Sub(str):\n"
               "    def __del__(self):\n"
               "        try: [][1]\n"
               "        except IndexError: pass\n");
    hf_str x = text_as(SUBCLASS, "ab", 2);
    pend();
    hf_decref(x);
    assert_pending();
}

static void replace_consumes_the_value_and_releases_the_old(void)
{
    hf_str x = make_str();
    hf_auto(str, old, hf_incref(x));
    hf_str value = text("cd");
    hf_auto(str, new, hf_incref(value));
    assert_true(hf_replace(&x, hf_move(&value)));
    assert_int_equal(hf_refcnt(old), 1);
    assert_int_equal(hf_refcnt(new), 2);
    assert_same(x, new);
    hf_decref(x);
}

static void replace_into_null_takes_the_value(void)
{
    hf_str x = hf_null(str);
    assert_true(hf_replace(&x, make_str()));
    assert_text(x, "ab");
    assert_int_equal(hf_refcnt(x), 1);
    hf_decref(x);
}

static void replace_by_null_keeps_the_value(void)
{
    hf_str x = make_str();
    assert_false(hf_replace(&x, hf_null(str)));
    assert_text(x, "ab");
    pend();
    assert_false(hf_replace(&x, hf_null(str)));
    assert_pending();
    assert_int_equal(hf_refcnt(x), 1);
    hf_decref(x);
}

static void replace_by_itself_keeps_one_reference(void)
{
    hf_str x = make_str();
    assert_true(hf_replace(&x, hf_incref(x)));
    assert_int_equal(hf_refcnt(x), 1);
    assert_text(x, "ab");
    hf_decref(x);
}

/* A place that the __del__ of what it held looks at. */
static hf_str place;
static PyObject *seen;

static PyObject *look(PyObject *self, PyObject *arguments)
{
    (void)self;
    (void)arguments;
    seen = hf_as_raw(place);
    Py_RETURN_NONE;
}

static void fill_place(void)
{
    static PyMethodDef method = {"look", look, METH_NOARGS, NULL};
    python_hook(&method);
    python_run("class Sub(str):\n"
               "    def __del__(self): look()\n");
    place = text_as(SUBCLASS, "ab", 2);
    seen = (PyObject *)&place;
}

static void replace_stores_before_it_releases(void)
{
    fill_place();
    hf_str value = text("cd");
    PyObject *raw = hf_as_raw(value);
    assert_true(hf_replace(&place, value));
    assert_ptr_equal(seen, raw);
    hf_clear(&place);
}

static void clear_stores_null_before_it_releases(void)
{
    fill_place();
    hf_clear(&place);
    assert_null(seen);
}

static void move_does_not_touch_the_count(void)
{
    hf_str x = make_str();
    hf_auto(str, other, hf_incref(x));
    hf_str y = hf_move(&x);
    assert_true(hf_is_null(x));
    assert_int_equal(hf_refcnt(y), 2);
    hf_decref(y);
}

/* ---- hf_auto. */

static hf_str leave(hf_str_borrowed lender, int where)
{
    hf_auto(str, first, hf_incref(lender));
    if (where == 0) {
        return hf_null(str);
    }
    for (int i = 0; i < where; i++) {
        hf_auto(str, inner, hf_incref(lender));
        if (i == 3) {
            return hf_move(&inner);
        }
        if (i == 1) {
            continue;
        }
    }
    return hf_move(&first);
}

static void auto_is_released_on_every_way_out(void)
{
    hf_auto(str, x, make_str());
    for (int where = 0; where < 6; where++) {
        hf_str left = leave(hf_borrow(x), where);
        assert_int_equal(hf_is_null(left), where == 0);
        assert_int_equal(hf_refcnt(x), 1 + (where != 0));
        hf_decref(left);
        assert_int_equal(hf_refcnt(x), 1);
    }
}

static void auto_takes_an_initializer_with_commas(void)
{
    hf_auto(str, x, (evaluations = 0, make_str()));
    hf_auto(object, o, hf_into_object(hf_incref(x)));
    assert_int_equal(hf_refcnt(o), 2);
    assert_text(x, "ab");
}

static void moved_out_auto_is_not_released_again(void)
{
    hf_str out;
    {
        hf_auto(str, x, make_str());
        out = hf_move(&x);
        assert_true(hf_is_null(x));
    }
    assert_int_equal(hf_refcnt(out), 1);
    hf_decref(out);
}

/* ---- Downcasts. */

static void check_asks_by_dynamic_type(void)
{
    hf_auto(object, n, number(1));
    hf_auto(object, s, hf_into_object(make_str()));
    hf_auto(object, sub, hf_into_object(text_as(SUBCLASS, "ab", 2)));
    hf_auto(object, e, hf_into_object(make_exception()));
    const struct {
        hf_object_borrowed object;
        bool is_str, is_exception;
    } cases[] = {
        {hf_borrow(n), false, false},
        {hf_borrow(s), true, false},
        {hf_borrow(sub), true, false},
        {hf_borrow(e), false, true},
        {hf_object_from_borrowed(PyExc_ValueError), false, false},
        {hf_null(object_borrowed), false, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(hf_str_check(cases[i].object), cases[i].is_str);
        assert_int_equal(hf_exception_check(cases[i].object),
                         cases[i].is_exception);
    }
}

static void cast_converts_owned_to_owned(void)
{
    hf_str s = hf_str_cast(hf_into_object(make_str()));
    assert_int_equal(hf_refcnt(s), 1);
    assert_makes(s, "ab");
    hf_str sub = hf_str_cast(hf_into_object(text_as(SUBCLASS, "ab", 2)));
    assert_int_equal(hf_refcnt(sub), 1);
    hf_decref(sub);
    hf_exception e = hf_exception_cast(hf_into_object(make_exception()));
    assert_int_equal(hf_refcnt(e), 1);
    hf_decref(e);
}

static void cast_converts_borrowed_to_borrowed(void)
{
    hf_auto(object, o, hf_into_object(make_str()));
    hf_str_borrowed s = hf_str_cast(hf_borrow(o));
    assert_same(s, o);
    hf_str_borrowed t = hf_str_cast_unchecked(hf_borrow(o));
    assert_same(t, o);
    assert_int_equal(hf_refcnt(o), 1);
}

static void cast_refuses_another_type_by_name(void)
{
    hf_auto(object, n, number(1));
    assert_refused(!hf_is_null(hf_str_cast(hf_borrow(n))), PyExc_TypeError,
                   "expected str, found int");
    assert_refused(!hf_is_null(hf_exception_cast(hf_borrow(n))),
                   PyExc_TypeError, "expected BaseException, found int");
    assert_refused(!hf_is_null(hf_exception_cast(
                       hf_object_from_borrowed(PyExc_ValueError))),
                   PyExc_TypeError, "expected BaseException, found type");
    assert_int_equal(hf_refcnt(n), 1);
}

static void cast_consumes_what_it_refuses(void)
{
    hf_auto(object, n, number(1));
    assert_fails(hf_str_cast(hf_incref(n)), PyExc_TypeError,
                 "expected str, found int");
    assert_int_equal(hf_refcnt(n), 1);
    assert_fails(hf_exception_cast(number(2)), PyExc_TypeError,
                 "expected BaseException, found int");
    pend();
    hf_decref(hf_str_cast(hf_incref(n)));
    assert_pending();
    assert_int_equal(hf_refcnt(n), 1);
}

static void cast_of_null_keeps_the_exception_or_raises(void)
{
    assert_fails(hf_str_cast(hf_null(object)), PyExc_SystemError,
                 no_handle("hf_str_cast", "str"));
    assert_refused(!hf_is_null(hf_str_cast(hf_null(object_borrowed))),
                   PyExc_SystemError, no_handle("hf_str_cast", "str"));
    assert_fails(hf_exception_cast(hf_null(object)), PyExc_SystemError,
                 no_handle("hf_exception_cast", "BaseException"));
    pend();
    hf_decref(hf_str_cast(hf_null(object)));
    assert_true(hf_is_null(hf_str_cast(hf_null(object_borrowed))));
    assert_pending();
}

static void cast_unchecked_takes_the_callers_word(void)
{
    hf_str s = hf_str_cast_unchecked(hf_into_object(make_str()));
    assert_int_equal(hf_refcnt(s), 1);
    assert_makes(s, "ab");
    hf_exception e = hf_exception_cast_unchecked(
        hf_into_object(make_exception()));
    assert_int_equal(hf_refcnt(e), 1);
    hf_decref(e);
    hf_decref(hf_str_cast_unchecked(hf_null(object)));
    assert_true(hf_is_null(hf_str_cast_unchecked(hf_null(object_borrowed))));
}

/* ---- Types that core/ does not know. */

static PyTypeObject *point_type, *corner_type;
#define is_point(raw) PyObject_TypeCheck(raw, point_type)
#define is_corner(raw) PyObject_TypeCheck(raw, corner_type)

HF_HANDLE(point, object, "Point", is_point);
HF_HANDLE(corner, point, "Corner", is_corner);

static PyTypeObject *made_type(const char *expression)
{
    return (PyTypeObject *)hf_into_raw(python_eval(expression));
}

static hf_object instance_of(PyTypeObject *type)
{
    return hf_object_call_no_args(hf_object_from_borrowed((PyObject *)type));
}

static void make_types(void)
{
    point_type = made_type("type('Point', (), {})");
    PyObject *bases = PyTuple_Pack(1, (PyObject *)point_type);
    corner_type = (PyTypeObject *)PyObject_CallFunction(
        (PyObject *)&PyType_Type, "sNN", "Corner", bases, PyDict_New());
    assert_non_null(corner_type);
}

static void drop_types(void)
{
    hf_decref(hf_object_from_owned((PyObject *)corner_type));
    hf_decref(hf_object_from_owned((PyObject *)point_type));
}

static void ones_own_type_has_all_verbs(void)
{
    make_types();
    hf_point p = hf_cast(point, instance_of(point_type));
    assert_int_equal(hf_refcnt(p), 1);
    {
        hf_auto(point, again, hf_incref(p));
        assert_int_equal(hf_refcnt(again), 2);
        hf_point_borrowed b = hf_borrow(again);
        assert_true(hf_as_raw(b) == hf_as_raw(p));
        assert_true(hf_check(point, hf_as_object(b)));
        assert_false(hf_check(corner, hf_as_object(b)));
    }
    assert_int_equal(hf_refcnt(p), 1);
    hf_point q = hf_move(&p);
    assert_true(hf_is_null(p));
    assert_true(hf_status(hf_replace(&p, hf_incref(q))) == 0);
    hf_clear(&p);
    assert_true(hf_is_null(p));
    assert_int_equal(hf_refcnt(q), 1);
    hf_point r = hf_point_from_owned(hf_into_raw(q));
    hf_object o = hf_into_object(hf_assert_result(r));
    hf_decref(hf_cast_unchecked(point, o));
    hf_decref(hf_null(point));
    drop_types();
}

static void ones_own_type_upcasts_to_a_parent_that_is_ones_own(void)
{
    make_types();
    hf_corner c = hf_cast(corner, instance_of(corner_type));
    hf_point_borrowed b = hf_as_parent(c);
    assert_true(hf_as_raw(b) == hf_as_raw(c));
    assert_true(hf_as_raw(hf_as_object(c)) == hf_as_raw(c));
    hf_point p = hf_into_parent(c);
    assert_int_equal(hf_refcnt(p), 1);
    hf_corner back = hf_cast(corner, hf_into_object(p));
    assert_int_equal(hf_refcnt(back), 1);
    hf_decref(back);
    drop_types();
}

static void cast_to_ones_own_type_refuses_others_by_name(void)
{
    make_types();
    hf_auto(object, n, number(1));
    assert_refused(!hf_is_null(hf_cast(point, hf_borrow(n))), PyExc_TypeError,
                   "expected Point, found int");
    assert_fails(hf_cast(corner, hf_incref(n)), PyExc_TypeError,
                 "expected Corner, found int");
    assert_fails(hf_cast(corner, instance_of(point_type)), PyExc_TypeError,
                 "expected Corner, found Point");
    assert_int_equal(hf_refcnt(n), 1);
    drop_types();
}

/* ---- What stands in the place of habits with raw pointers. */

typedef struct spot {
    PyObject_HEAD hf_str name;
} spot;

static void spot_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    hf_clear(&((spot *)self)->name);
    PyObject_Free(self);
    Py_DECREF(type);
}

static void offset_of_a_handle_is_where_its_pointer_is(void)
{
    PyMemberDef members[] = {
        {"name", T_OBJECT_EX, hf_offsetof(spot, name), READONLY, NULL},
        {NULL, 0, 0, 0, NULL},
    };
    PyType_Slot slots[] = {
        {Py_tp_members, members}, {Py_tp_dealloc, spot_dealloc}, {0, NULL}};
    PyType_Spec spec = {"m.spot", sizeof(spot), 0, Py_TPFLAGS_DEFAULT, slots};
    hf_auto(object, type, hf_object_from_owned(PyType_FromSpec(&spec)));
    hf_auto(object, self, hf_object_call_no_args(type));
    spot *inside = (spot *)hf_as_raw(self);
    assert_true(hf_no(hf_object_hasattr_utf8(self, "name")));
    inside->name = text("reef");
    hf_auto(object, name, hf_object_getattr_utf8(self, "name"));
    assert_true(hf_as_raw(name) == hf_as_raw(inside->name));
    assert_int_equal(hf_refcnt(name), 2);
}

static void argument_vector_is_borrowed_one_by_one(void)
{
    hf_auto(object, one, number(1));
    hf_auto(object, two, number(2));
    PyObject *raw[] = {hf_as_raw(one), hf_as_raw(two), NULL};
    hf_object_borrowed lent[4] = {[3] = hf_borrow(one)};
    hf_objects_from_borrowed(lent, raw, 3);
    assert_true(hf_as_raw(lent[0]) == raw[0]);
    assert_true(hf_as_raw(lent[1]) == raw[1]);
    assert_true(hf_is_null(lent[2]));
    assert_true(hf_as_raw(lent[3]) == raw[0]);
    assert_int_equal(hf_refcnt(one), 1);
}

#define TYPED_TESTS(T, source)                                                 \
    TEST(typed_verbs_of_##T##_keep_the_count),                                 \
        TEST(null_##T##_passes_through_the_typed_verbs),

static void exactly_that_type_and_no_subclass(void)
{
    hf_auto(object, n, number(1));
    hf_auto(object, truth, hf_true());
    assert_true(hf_check_exact(int, hf_borrow(n)));
    assert_false(hf_check_exact(object, hf_borrow(n)));
    assert_false(hf_check_exact(int, hf_borrow(truth)));
    assert_true(hf_check_exact(bool, hf_borrow(truth)));
    assert_false(hf_check_exact(int, hf_null(object_borrowed)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(TYPED_TESTS) TEST(incref_takes_owned_borrowed_and_auto),
        TEST(generic_verbs_choose_by_type),
        TEST(null_passes_through_the_generic_verbs_in_silence),
        TEST(generic_verbs_evaluate_their_operand_once),
        TEST(generic_verbs_take_const_operands),
        TEST(decref_of_the_last_reference_runs_del),
        TEST(decref_keeps_the_pending_exception_from_del),
        TEST(replace_consumes_the_value_and_releases_the_old),
        TEST(replace_into_null_takes_the_value),
        TEST(replace_by_null_keeps_the_value),
        TEST(replace_by_itself_keeps_one_reference),
        TEST(replace_stores_before_it_releases),
        TEST(clear_stores_null_before_it_releases),
        TEST(move_does_not_touch_the_count),
        TEST(auto_is_released_on_every_way_out),
        TEST(auto_takes_an_initializer_with_commas),
        TEST(moved_out_auto_is_not_released_again),
        TEST(check_asks_by_dynamic_type),
        TEST(cast_converts_owned_to_owned),
        TEST(cast_converts_borrowed_to_borrowed),
        TEST(cast_refuses_another_type_by_name),
        TEST(cast_consumes_what_it_refuses),
        TEST(cast_of_null_keeps_the_exception_or_raises),
        TEST(cast_unchecked_takes_the_callers_word),
        TEST(ones_own_type_has_all_verbs),
        TEST(ones_own_type_upcasts_to_a_parent_that_is_ones_own),
        TEST(cast_to_ones_own_type_refuses_others_by_name),
        TEST(offset_of_a_handle_is_where_its_pointer_is),
        TEST(argument_vector_is_borrowed_one_by_one),
        TEST(exactly_that_type_and_no_subclass),
    };
    return RUN_TESTS(tests);
}
