/* The calls of contract.c that are for handles. */

#include "fuzz/contract/rows.h"

#include <stddef.h>

static const char *const pointer_is = "whether the pointer is the operand's";
static const char *const count_is = "the count of references";

/* is_uncounted says that new references do not show in a count. */
static bool is_uncounted(const operand *o)
{
    return PY_VERSION_HEX >= 0x030C0000 &&
           Py_REFCNT(o->raw) >= PY_SSIZE_T_MAX >> 34;
}

static void check_auto(const call *c, operand *o, Py_ssize_t count)
{
    hf_auto(object, scoped, given_object(o));
    expect(c, count_is, count, hf_refcnt(scoped));
    expect(c, pointer_is, true, hf_as_raw(scoped) == o->raw);
    hf_auto(object, other, hf_move(&scoped));
    expect(c, "whether what was moved out of is null", true,
           hf_is_null(scoped));
    expect(c, pointer_is, true, hf_as_raw(other) == o->raw);
}

static void check_replace(const call *c, operand *o, operand *other,
                          hf_object value)
{
    bool is_there = o->raw != NULL;
    hf_object over = given_object(other);
    bool replaced = hf_replace(&over, value);
    expect(c, "whether it was replaced", is_there, replaced);
    expect(c, "whether the new pointer is there", true,
           hf_as_raw(over) == (is_there ? o : other)->raw);
    hf_clear(&over);
    expect(c, "whether what was cleared is null", true, hf_is_null(over));
    hf_clear(&over);
}

static void check_upcasts(const call *c, operand *o)
{
    hf_str text = given(o);
    hf_object up = hf_into_object(hf_incref(text));
    expect(c, pointer_is, true,
           hf_as_raw(up) == o->raw &&
               hf_as_raw(hf_as_object(text)) == o->raw);
    hf_decref(up);
    hf_decref(text);
}

void verbs(call *c)
{
    never_pending(c);
    c->is_last = false;
    operand *o = left(c), *other = right(c);
    bool is_there = o->raw != NULL;
    hf_object x = given_object(o);
    Py_ssize_t count = is_there ? Py_REFCNT(o->raw) : 0;
    expect(c, "whether it is null", !is_there, hf_is_null(x));
    expect(c, count_is, count, hf_refcnt(x));
    expect(c, "whether it is None", o->raw == Py_None,
           hf_is_none(hf_borrow(x)));
    hf_object y = hf_incref(x);
    expect(c, count_is, !is_there || is_uncounted(o) ? count : count + 1,
           hf_refcnt(y));
    hf_object z = hf_move(&y);
    expect(c, "whether what was moved out of is null", true, hf_is_null(y));
    expect(c, pointer_is, true, hf_as_raw(z) == o->raw);
    expect(c, "whether it was replaced", is_there,
           !!hf_replace(&y, hf_move(&z)));
    /* Over one that is there: which is released. */
    check_replace(c, o, other, hf_move(&y));
    PyObject *pointer = hf_into_raw(x);
    expect(c, pointer_is, true, pointer == o->raw);
    Py_XDECREF(pointer);
    check_auto(c, o, count);
    check_upcasts(c, o);
    hf_decref(hf_null(object));
    c->ok = true;
}

/* The verbs by the name of a type, and the step up to a type's parent. */
void typed_verbs(call *c)
{
    never_pending(c);
    c->is_last = false;
    operand *o = left(c);
    bool is_there = o->raw != NULL;
    hf_object x = given_object(o);
    Py_ssize_t count = hf_object_refcnt(hf_object_borrow(&x));
    hf_object y = hf_object_incref(hf_object_borrow(&x));
    expect(c, count_is, !is_there || is_uncounted(o) ? count : count + 1,
           hf_object_refcnt(hf_object_as_object(hf_object_borrow(&y))));
    hf_object z = hf_object_move(&y);
    expect(c, "whether it was replaced", is_there, !!hf_object_replace(&y, z));
    hf_object_decref(hf_object_into_object(hf_object_move(&y)));
    hf_object_clear(&y);
    PyObject *pointer = hf_object_into_raw(x);
    expect(c, pointer_is, true, pointer == o->raw);
    Py_XDECREF(pointer);
    expect(c, "whether it is a no", !is_there,
           hf_no(hf_answer_yes_if(is_there)));
    expect(c, "whether it is missing", !is_there,
           hf_missing(hf_lookup_found_if(is_there)));
    expect(c, "the status of what worked", is_there ? 0 : -1,
           hf_status(hf_worked_if(is_there)));
    hf_object truth = hf_true();
    hf_bool one = hf_cast_unchecked(bool, truth);
    expect(c, "whether the parent is the same object", true,
           hf_as_raw(hf_as_parent(one)) == Py_True);
    hf_int number = hf_into_parent(one);
    expect(c, "whether the parent is the same object", true,
           hf_as_raw(number) == Py_True);
    hf_decref(number);
    c->ok = true;
}

void singletons(call *c)
{
    never_pending(c);
    PyObject *const wanted[4] = {Py_None, Py_True, Py_False, Py_NotImplemented};
    PyObject *one = wanted[c->value & 3];
    Py_ssize_t count = Py_REFCNT(one);
    hf_object found = (c->value & 3) == 0   ? hf_none()
                      : (c->value & 3) == 1 ? hf_true()
                      : (c->value & 3) == 2 ? hf_false()
                                            : hf_not_implemented();
    expect_object(c, "the singleton", one, hf_as_raw(found));
    expect(c, "how many references were added", PY_VERSION_HEX < 0x030C0000,
           Py_REFCNT(one) - count);
    hf_decref(found);
    c->ok = true;
}

/* ---- Casts. */

/* cast does one of eight casts of |o|, and gives the pointer. */
static PyObject *cast(call *c, operand *o, bool fits)
{
    hf_object_borrowed all = lent_object(o);
    PyObject *found = NULL;
    bool unchecked = fits || o->raw == NULL;
    switch (c->value & 7) {
    case 0:
    case 4:
        return hf_as_raw(hf_str_cast(all));
    case 1:
    case 5:
        return hf_as_raw(hf_exception_cast(all));
    case 2: {
        hf_str s = hf_str_cast(given_object(o));
        found = hf_as_raw(s);
        hf_decref(s);
        break;
    }
    case 3: {
        hf_exception e = hf_exception_cast(given_object(o));
        found = hf_as_raw(e);
        hf_decref(e);
        break;
    }
    case 6:
        if (unchecked) {
            found = hf_as_raw(hf_str_cast_unchecked(all));
            hf_str s = hf_str_cast_unchecked(given_object(o));
            expect(c, pointer_is, true, hf_as_raw(s) == o->raw);
            hf_decref(s);
        }
        break;
    default:
        if (unchecked) {
            found = hf_as_raw(hf_exception_cast_unchecked(all));
            hf_exception e = hf_exception_cast_unchecked(given_object(o));
            expect(c, pointer_is, true, hf_as_raw(e) == o->raw);
            hf_decref(e);
        }
        break;
    }
    return found;
}

void casts(call *c)
{
    never_fails(c);
    operand *o = left(c);
    PyObject *raw = o->raw;
    bool exception = c->value & 1, is_checked = (c->value & 7) < 6;
    bool fits = raw != NULL && (exception ? PyExceptionInstance_Check(raw) != 0
                                          : o->is_str);
    hf_object_borrowed all = lent_object(o);
    expect(c, "whether it is of the type", fits,
           exception ? hf_exception_check(all) : hf_str_check(all));
    const char *wanted = exception ? "BaseException" : "str";
    if (raw == NULL && is_checked) {
        raises(c, PyExc_SystemError,
               "hf_%s_cast: the %s handle is null and no exception is set "
               "(was it moved out?)",
               exception ? "exception" : "str", wanted);
    } else if (!fits && is_checked) {
        raises(c, PyExc_TypeError, "expected %s, found %.200s", wanted,
               Py_TYPE(raw)->tp_name);
    }
    begin(c);
    PyObject *found = cast(c, o, fits);
    end(c, !is_checked || found != NULL);
    expect(c, pointer_is, true, found == (fits ? raw : NULL));
}

/* ---- Code that runs where an object is released, and looks at the handle. */

static hf_object watched;  /* the handle that is at work */
static PyObject *seen[2];  /* what was in it, each time that an object went */
static int n_seen;

static void look(PyObject *self)
{
    if (n_seen < 2) {
        seen[n_seen] = hf_as_raw(watched);
    }
    n_seen++;
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot looker_slots[] = {{Py_tp_dealloc, (void *)(uintptr_t)look},
                                     {0, NULL}};
static PyType_Spec looker_spec = {.name = "fuzz.Looker",
                                  .basicsize = sizeof(PyObject),
                                  .flags = Py_TPFLAGS_DEFAULT,
                                  .slots = looker_slots};

/* looks releases an object that looks at the handle while it goes. */
void looks(call *c)
{
    static PyObject *type;
    never_pending(c);
    operand *o = left(c);
    if (type == NULL) {
        type = fuzz_made(PyType_FromSpec(&looker_spec));
    }
    PyObject *raw = fuzz_made(PyType_GenericAlloc((PyTypeObject *)type, 0));
    watched = hf_object_from_owned(raw);
    n_seen = 0;
    PyObject *wanted = NULL;
    begin(c);
    switch (c->value & 3) {
    case 0:
        hf_clear(&watched);
        break;
    case 1:
        wanted = o->raw != NULL ? o->raw : raw;
        if (!hf_replace(&watched, given_object(o))) {
            expect(c, "how many objects went", 0, n_seen);
            n_seen = 1;
            seen[0] = raw;
        }
        break;
    case 2: {
        hf_auto(object, scoped, hf_move(&watched));
        expect(c, "whether what was moved out of is null", true,
               hf_is_null(watched));
        break;
    }
    default:
        hf_decref(hf_move(&watched));
        break;
    }
    end(c, true);
    expect(c, "how many objects went", 1, n_seen);
    if (seen[0] != wanted) {
        fuzz_failed("content",
                    "expected the handle to be %s while its object goes, found "
                    "%s",
                    wanted == NULL ? "null" : "the new one",
                    seen[0] == NULL  ? "null"
                    : seen[0] == raw ? "the object that goes"
                                     : "another");
    }
    hf_clear(&watched);
}
