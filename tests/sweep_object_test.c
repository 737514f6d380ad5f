/* sweep_object_test: what any object can do, and types, modules, capsules, weak
 * references, frames and code, each allocation failing in turn: see sweep.h. */
#include "tests/sweep.h"

#include <string.h>

/* ---- object. Hook has methods in Python that allocate. */

static hf_object make_hook(void)
{
    python_run("if 'Hook' not in globals():\n"
               "    class Hook:\n"
               "        def __repr__(self): return 'ho' + 'ok'.lower()\n"
               "        def __eq__(self, other): return [other, self]\n"
               "        def __bool__(self): return bool([self])\n"
               "        def __hash__(self): return hash((id(self), 'x'))\n"
               "        def __getattr__(self, name):\n"
               "            if name == 'computed': return [name]\n"
               "            raise AttributeError(name)\n"
               "        def __call__(self, *a, **k): return [a, k]\n"
               "        def __len__(self): return len([self])\n"
               "        def __contains__(self, item): return [item]\n"
               "        def __getitem__(self, key): return [key]\n"
               "        def __setitem__(self, key, value): [key, value]\n"
               "        def __delitem__(self, key): [key]\n"
               "        def __format__(self, spec): return spec.upper()\n"
               "        def __dir__(self): return {'b': 0, 'a': 0}\n"
               "        def method(self, *a, **k): return [a, k]\n");
    return python_eval("Hook()");
}

ALLOCATES(type_name, 2)
{
    hf_auto(object, o, variant ? number(1) : make_hook());
    arm();
    makes(hf_object_type_name(hf_borrow(o)), variant ? "int" : "Hook");
}

ALLOCATES(repr_and_str, 4)
{
    hf_auto(object, o, variant < 2 ? number(1) : make_hook());
    arm();
    makes(variant % 2 ? hf_object_repr(hf_borrow(o))
                      : hf_object_str(hf_borrow(o)),
          variant < 2 ? "1000001" : "hook");
    assert_int_equal(hf_refcnt(o), 1);
}

ALLOCATES(equal_and_truth_and_hash, 3)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    bool truth = false;
    Py_hash_t hash = -1;
    arm();
    bool ok = variant == 0   ? answered(hf_object_equal(hook, n), &truth)
              : variant == 1 ? answered(hf_object_truth(hook), &truth)
                             : (bool)hf_object_hash(hook, &hash);
    outcome(ok);
    assert_int_equal(truth, ok && variant < 2);
    assert_int_equal(hash != -1, ok && variant == 2);
    assert_int_equal(hf_refcnt(hook), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

ALLOCATES(hash_of_what_has_none, 1)
{
    hf_auto(object, list, python_eval("[]"));
    Py_hash_t hash;
    arm();
    refusal(hf_object_hash(hf_borrow(list), &hash), PyExc_TypeError);
    assert_int_equal(hash, -1);
}

ALLOCATES(cast_of_no_str, 2)
{
    hf_auto(object, n, number(1));
    arm();
    refuses(hf_str_cast(variant ? hf_incref(n) : hf_null(object)),
            variant ? PyExc_TypeError : PyExc_SystemError);
    assert_int_equal(hf_refcnt(n), 1);
}

static const char *const names[] = {"computed", "nope_never"};

ALLOCATES(getattr, 2)
{
    hf_auto(object, hook, make_hook());
    hf_auto(str, name, text_as(INTERNED, names[0], 8));
    arm();
    gives(variant ? hf_object_getattr_utf8(hf_borrow(hook), names[0])
                  : hf_object_getattr(hf_borrow(hook), hf_borrow(name)),
          ANY);
}

ALLOCATES(getattr_of_what_is_missing, 1)
{
    hf_auto(object, hook, make_hook());
    arm();
    refuses(hf_object_getattr_utf8(hf_borrow(hook), names[1]),
            PyExc_AttributeError);
}

ALLOCATES(lookups, 4)
{
    hf_auto(object, hook, make_hook());
    bool missing = variant % 2;
    hf_object out = hf_null(object);
    arm();
    int found = variant < 2
                    ? hf_status(hf_object_hasattr_utf8(hook, names[missing]))
                    : hf_status(hf_object_getattr_optional_utf8(
                          hook, names[missing], &out));
    outcome(found != FAILED);
    if (found != FAILED) {
        assert_int_equal(found, missing ? MISSING : FOUND);
    }
    assert_int_equal(!hf_is_null(out), found == FOUND && variant >= 2);
    hf_decref(out);
}

ALLOCATES(setattr_and_delattr, 1)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    arm();
    bool set = hf_object_setattr_utf8(hf_borrow(hook), "other", hf_borrow(n));
    bool deleted = set && hf_object_delattr_utf8(hf_borrow(hook), "other");
    outcome(deleted);
    assert_int_equal(hf_refcnt(n), set && !deleted ? 2 : 1);
}

ALLOCATES(call, 7 * 2)
{
    static const Py_ssize_t numbers[][2] = {{0, 0}, {1, 0}, {0, 1}, {9, 0},
                                            {0, 9}, {4, 4}, {5, 4}};
    const Py_ssize_t *number_of = numbers[variant / 2];
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    static const char *const keys[] = {"k0", "k1", "k2", "k3", "k4",
                                       "k5", "k6", "k7", "k8"};
    hf_object_borrowed arguments[9];
    hf_keyword keywords[9];
    for (size_t i = 0; i < 9; i++) {
        arguments[i] = hf_borrow(n);
        keywords[i] = (hf_keyword){keys[i], hf_borrow(n)};
    }
    arm();
    hf_object result = variant % 2 ? hf_object_call(hf_borrow(hook), arguments,
                                                    number_of[0], keywords,
                                                    number_of[1])
                                   : hf_object_call_method_utf8(
                                         hf_borrow(hook), "method", arguments,
                                         number_of[0], keywords, number_of[1]);
    gives(result, ANY);
    assert_int_equal(hf_refcnt(n), 1);
    assert_int_equal(hf_refcnt(hook), 1);
}

ALLOCATES(call_of_what_raises, 2)
{
    hf_auto(object, hook, make_hook());
    arm();
    refuses(
        hf_object_call_method_utf8(hf_borrow(hook), names[1], NULL, 0, NULL, 0),
        PyExc_AttributeError);
}

CALLS(questions)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    hf_auto(object, int_type, python_eval("int"));
    hf_auto(object, meta,
            python_eval("type('Meta', (type,), {\n"
                        "    '__instancecheck__': lambda c, x: [x],\n"
                        "    '__subclasscheck__': lambda c, x: [x]\n"
                        "})('C', (), {})"));
    Py_ssize_t length;
    READ(gives(hf_none(), "None"));
    READ(gives(hf_true(), "True"));
    READ(gives(hf_false(), "False"));
    READ(gives(hf_not_implemented(), "NotImplemented"));
    READ(outcome(!hf_is_none(n) && !hf_object_is(hook, n) &&
                 !hf_object_callable(n)));
    READ(gives(hf_object_type(n), "<class 'int'>"));
    CALL(answers(hf_object_compare(hook, n, Py_EQ), true));
    CALL(refusal(!hf_failed(hf_object_compare(hook, n, Py_LT)),
                 PyExc_TypeError));
    READ(answers(hf_object_isinstance(n, int_type), true));
    CALL(answers(hf_object_isinstance(n, meta), true));
    CALL(refusal(!hf_failed(hf_object_isinstance(n, n)), PyExc_TypeError));
    READ(answers(hf_object_issubclass(int_type, int_type), true));
    CALL(answers(hf_object_issubclass(int_type, meta), true));
    CALL(outcome(hf_object_length(hook, &length) && length == 1));
    CALL(refusal(hf_object_length(n, &length), PyExc_TypeError));
    CALL(answers(hf_object_contains(hook, n), true));
    assert_int_equal(hf_refcnt(hook), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

CALLS(texts_and_names)
{
    hf_auto(object, hook, make_hook());
    hf_auto(str, s, text("h\xc3\xa9"));
    hf_auto(str, spec, text("spec"));
    CALL(makes(hf_object_ascii(s), "'h\\xe9'"));
    CALL(makes(hf_object_format(hook, hf_borrow(spec)), "SPEC"));
    CALL(gives(hf_object_dir(hook), "['a', 'b']"));
    assert_int_equal(hf_refcnt(hook), 1);
    assert_int_equal(hf_refcnt(s), 1);
    assert_int_equal(hf_refcnt(spec), 1);
}

CALLS(items)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    CALL(gives(hf_object_getitem(hook, n), "[1000001]"));
    CALL(refuses(hf_object_getitem(n, n), PyExc_TypeError));
    CALL(outcome((bool)hf_object_setitem(hook, n, hf_incref(n))));
    CALL(refusal(hf_object_setitem(n, n, hf_incref(n)), PyExc_TypeError));
    CALL(outcome((bool)hf_object_delitem(hook, n)));
    assert_int_equal(hf_refcnt(hook), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

/* The names are interned, since CPython keeps what was a name. */
CALLS(attributes)
{
    python_run("class Keeps:\n"
               "    def __setattr__(self, name, value): [name, value]\n"
               "    def __delattr__(self, name): [name]\n");
    hf_auto(object, keeps, python_eval("Keeps()"));
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    hf_auto(str, computed, text_as(INTERNED, names[0], 8));
    hf_auto(str, missing, text_as(INTERNED, names[1], 10));
    hf_object out = hf_null(object);
    CALL(finds(hf_object_getattr_optional(hook, hf_borrow(computed), &out), out,
               "['computed']"));
    CALL(finds(hf_object_getattr_optional(hook, hf_borrow(missing), &out), out,
               NULL));
    CALL(answers(hf_object_hasattr(hook, hf_borrow(computed)), true));
    CALL(outcome((bool)hf_object_setattr(keeps, hf_borrow(missing), n)));
    CALL(outcome((bool)hf_object_delattr(keeps, hf_borrow(missing))));
    CALL(refusal(hf_object_setattr(n, hf_borrow(missing), hook),
                 PyExc_AttributeError));
    CALL(refusal(hf_object_delattr(n, hf_borrow(missing)),
                 PyExc_AttributeError));
    hf_decref(hf_move(&keeps));
    python_run("del Keeps\n");
    assert_int_equal(hf_refcnt(hook), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

CALLS(calls)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    hf_auto(str, method, text_as(INTERNED, "method", 6));
    hf_object_borrowed arguments[] = {hf_borrow(n)};
    hf_keyword keywords[] = {{"key", hf_borrow(n)}};
    CALL(gives(hf_object_call_no_args(hook), "[(), {}]"));
    CALL(gives(hf_object_call_one_arg(hook, n), "[(1000001,), {}]"));
    CALL(gives(hf_object_call_method(hook, hf_borrow(method), arguments, 1,
                                     keywords, 1),
               "[(1000001,), {'key': 1000001}]"));
    CALL(refuses(hf_object_call_no_args(n), PyExc_TypeError));
    assert_int_equal(hf_refcnt(hook), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

/* ---- type. */

CALLS(type)
{
    python_run("class Base:\n"
               "    def method(self): return [self]\n"
               "class Kelp(Base):\n"
               "    def __init__(self, *a, **k): self.all = [a, k]\n"
               "    def __repr__(self): return 'kelp'\n");
    hf_auto(type, kelp, hf_cast(type, python_eval("Kelp")));
    hf_auto(type, plain, hf_cast(type, python_eval("int")));
    hf_auto(object, instance, python_eval("Kelp()"));
    hf_auto(object, n, number(1));
    hf_type_borrowed lie = hf_type_from_borrowed(hf_as_raw(n));
    hf_object_borrowed arguments[] = {hf_borrow(n)};
    hf_keyword keywords[] = {{"key", hf_borrow(n)}};
    unsigned long flags;
    void *slot;
    CALL(makes(hf_type_name(hf_borrow(plain)), "int"));
    CALL(makes(hf_type_qualified_name(hf_borrow(plain)), "int"));
    READ(makes(hf_type_name(hf_borrow(kelp)), "Kelp"));
    CALL(refuses(hf_type_name(lie), PyExc_TypeError));
    CALL(gives(hf_type_module_name(hf_borrow(plain)), "'builtins'"));
    CALL(refuses(hf_type_module(hf_borrow(plain)), PyExc_TypeError));
    READ(outcome(hf_type_flags(hf_borrow(kelp), &flags) && flags != 0));
    READ(answers(hf_type_has_feature(hf_borrow(kelp), Py_TPFLAGS_HEAPTYPE),
                 true));
    READ(answers(hf_type_is_subtype(hf_borrow(kelp), hf_borrow(plain)), false));
    READ(gives(hf_type_mro(hf_borrow(plain)),
               "(<class 'int'>, <class 'object'>)"));
    READ(
        outcome(hf_found(hf_type_slot(hf_borrow(kelp), Py_tp_dealloc, &slot))));
    CALL(refusal(!hf_failed(hf_type_slot(hf_borrow(kelp), -1, &slot)),
                 PyExc_SystemError));
    CALL(gives(hf_type_new_instance(hf_borrow(kelp), arguments, 1, keywords, 1),
               "kelp"));
    CALL(gives(hf_type_super(hf_borrow(kelp), instance), ANY));
    CALL(refuses(hf_type_super(hf_borrow(kelp), n), PyExc_TypeError));
    hf_decref(hf_move(&instance));
    python_run("del Kelp, Base\n");
    assert_int_equal(hf_refcnt(n), 1);
}

/* ---- module. */

CALLS(module)
{
    hf_auto(str, name, text_as(INTERNED, "swept_kelp", 10));
    hf_auto(str, os, text_as(INTERNED, "os", 2));
    hf_auto(module, kelp, hf_module_new(hf_borrow(name)));
    hf_auto(object, n, number(1));
    hf_auto(object, file, python_eval("'swept_kelp.py'"));
    assert_true(hf_object_setattr_utf8(kelp, "__file__", file));
    void *state;
    CALL(gives(hf_module_import(hf_borrow(os)), ANY));
    CALL(gives(hf_module_import_utf8("os"), ANY));
    CALL(gives(hf_module_new(hf_borrow(name)), "<module 'swept_kelp'>"));
    READ(makes(hf_module_name(hf_borrow(kelp)), "swept_kelp"));
    READ(makes(hf_module_filename(hf_borrow(kelp)), "swept_kelp.py"));
    READ(gives(hf_module_dict(hf_borrow(kelp)), ANY));
    READ(looks_up(hf_module_get_state(hf_borrow(kelp), &state), false));
    CALL(outcome((bool)hf_module_add(hf_borrow(kelp), "value", hf_incref(n))));
    hf_decref(hf_move(&kelp));
    assert_int_equal(hf_refcnt(n), 1);
}

/* ---- capsule and weakref. */

static int destroyed;

static void destroy(void *pointer)
{
    (void)pointer;
    destroyed++;
}

static bool made_and_destroyed(void)
{
    destroyed = 0;
    hf_capsule made = hf_capsule_new(&destroyed, "sys.swept", destroy);
    bool worked = !hf_is_null(made);
    hf_decref(made);
    assert_int_equal(destroyed, 1);
    return worked;
}

CALLS(capsule)
{
    hf_auto(object, sys, hf_module_import_utf8("sys"));
    hf_auto(capsule, made, hf_capsule_new(&destroyed, "sys.swept", NULL));
    assert_true(hf_object_setattr_utf8(sys, "swept", made));
    void *pointer;
    const char *name;
    CALL(outcome(made_and_destroyed()));
    READ(outcome(hf_capsule_pointer(hf_borrow(made), "sys.swept", &pointer) &&
                 pointer == &destroyed));
    CALL(refusal(hf_capsule_pointer(hf_borrow(made), "sys.other", &pointer),
                 PyExc_ValueError));
    READ(outcome(hf_capsule_name(hf_borrow(made), &name) &&
                 strcmp(name, "sys.swept") == 0));
    CALL(outcome(hf_capsule_import("sys.swept", &pointer) &&
                 pointer == &destroyed));
    CALL(refusal(hf_capsule_import("sys.nope_never", &pointer),
                 PyExc_AttributeError));
    assert_true(hf_object_delattr_utf8(sys, "swept"));
    assert_int_equal(hf_refcnt(made), 1);
}

CALLS(weakref)
{
    hf_auto(object, referent, make_hook());
    hf_auto(object, callback, python_eval("print"));
    hf_auto(object, n, number(1));
    hf_auto(weakref, weak, hf_weakref_new_with_callback(referent, callback));
    hf_object out = hf_null(object);
    CALL(gives(hf_weakref_new(referent), ANY));
    CALL(gives(hf_weakref_new_with_callback(referent, callback), ANY));
    CALL(refuses(hf_weakref_new(n), PyExc_TypeError));
    READ(finds(hf_weakref_get(hf_borrow(weak), &out), out, "hook"));
    hf_decref(hf_move(&weak));
    assert_int_equal(hf_refcnt(referent), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

/* ---- Frames and code, which a function sees that Python code has called. */

/* CPython makes a frame that is looked at; it says nothing where it has no memory. */
static void current_or_missing(void)
{
    hf_frame frame;
    bool found = hf_found(hf_frame_current(&frame));
    assert_int_equal(hf_is_null(frame), !found);
    hf_decref(frame);
    outcome(true);
    assert_true(found || fired());
}

static PyObject *look(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    hf_frame frame, out = hf_null(frame);
    int line;
    CALL(current_or_missing());
    assert_true(hf_found(hf_frame_current(&frame)));
    hf_auto(code, code, hf_frame_code(hf_borrow(frame)));
    CALL(finds(hf_frame_back(hf_borrow(frame), &out), out, ANY));
    READ(gives(hf_frame_code(hf_borrow(frame)), ANY));
    READ(outcome(hf_frame_line(hf_borrow(frame), &line) && line == 2));
    READ(makes(hf_code_name(hf_borrow(code)), "inner"));
    READ(makes(hf_code_qualified_name(hf_borrow(code)), "inner"));
    READ(makes(hf_code_filename(hf_borrow(code)), "<string>"));
    READ(outcome(hf_code_first_line(hf_borrow(code), &line) && line == 1));
    hf_decref(frame);
    return hf_into_raw(hf_none());
}

CALLS(frames_and_code)
{
    static PyMethodDef method = {"look", look, METH_NOARGS, NULL};
    python_hook(&method);
    python_run("def inner():\n"
               "    look()\n"
               "def outer():\n"
               "    inner()\n"
               "outer()\n");
}

static bool within(long depth)
{
    hf_auto_recursion(guard, " while it is swept");
    return hf_recursion_entered(guard) && (depth == 0 || within(depth - 1));
}

CALLS(recursion)
{
    READ(outcome(within(10)));
    CALL(refusal(within(1000000), PyExc_RecursionError));
}

CALLS(gil)
{
    hf_auto(object, n, number(1));
    int blocks = 0;
    READ(hf_auto_gil(scope); outcome(true));
    READ(hf_with_gil { blocks++; } outcome(blocks == 1));
    READ(hf_without_gil { blocks++; } outcome(blocks == 1));
    READ(hf_critical_section(n) { blocks++; } outcome(blocks == 1));
    READ(hf_critical_section2(n, n) { blocks++; } outcome(blocks == 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(type_name),
        TEST(repr_and_str),
        TEST(equal_and_truth_and_hash),
        TEST(hash_of_what_has_none),
        TEST(cast_of_no_str),
        TEST(getattr),
        TEST(getattr_of_what_is_missing),
        TEST(lookups),
        TEST(setattr_and_delattr),
        TEST(call),
        TEST(call_of_what_raises),
        TEST(questions),
        TEST(texts_and_names),
        TEST(items),
        TEST(attributes),
        TEST(calls),
        TEST(type),
        TEST(module),
        TEST(capsule),
        TEST(weakref),
        TEST(frames_and_code),
        TEST(recursion),
        TEST(gil),
    };
    return RUN_TESTS(tests);
}
