/* object_sequence: all that can be done with objects, in any order, where some
 * of the objects run Python code that raises or drops references.
 * When they drop a slot, they tell the model in the same moment. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/planted.h"
#endif

#include "fuzz/engine/engine.h"
#include "fuzz/targets/object_world.h"

#include <stdarg.h>

static int expected_ends; /* of Hooks, in this program */

static mode mode_of(const fuzz_object *object)
{
    return (mode)(object->mark / 8);
}

static int number_of(const fuzz_object *object)
{
    return object->mark % 8;
}

static void gone(fuzz_object *object)
{
    expected_ends += object->kind == &fuzz_Hook;
}

/* Python code may run in any step, by a finalizer, as long as there is a Hook;
 * and CPython 3.11 aborts when it cannot allocate a frame. */
static bool no_oom(void)
{
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        const fuzz_object *object = fuzz_slot[slot];
        if (object == NULL) {
            continue;
        }
        bool found = object->kind == &fuzz_Hook;
        for (int i = 0; i < object->n_parts; i++) {
            const fuzz_object *part = object->part[i];
            found |= part != NULL && part->kind == &fuzz_Hook;
        }
        if (found) {
            return true;
        }
    }
    return false;
}

static int take_expected_ends(void)
{
    int n = expected_ends;
    expected_ends = 0;
    return n;
}

/* ---- Predictions. */

/* shares predicts an object that CPython has but once. */
static void shares(fuzz_step *step, const fuzz_kind *kind, int value)
{
    fuzz_object *made = fuzz_makes(step, kind);
    made->number = value;
    made->uncounted = true;
    step->identity = FUZZ_EITHER;
}

static void makes_str(fuzz_step *step, fuzz_text text)
{
    fuzz_makes(step, &fuzz_str)->text = text;
    if (text.length > FUZZ_TEXT_MOST) {
        step->inapplicable = true;
    }
    if (text.length < 2) {
        step->identity = FUZZ_EITHER;
    }
}

__attribute__((format(printf, 1, 2))) static fuzz_text words(const char *format,
                                                             ...)
{
    char buffer[64];
    va_list values;
    va_start(values, format);
    vsnprintf(buffer, sizeof(buffer), format, values);
    va_end(values);
    return fuzz_text_from_ascii(buffer);
}

static void makes_none(fuzz_step *step)
{
    shares(step, &fuzz_NoneType, 0);
}

static void expect_runs(fuzz_step *step, int n)
{
    fuzz_expect(step, FUZZ_RUNS, "special methods that ran", n);
}

/* hooked predicts that a special method of |hook| runs once, and says whether
 * it comes to its end. */
static bool hooked(fuzz_step *step, const fuzz_object *hook)
{
    expect_runs(step, 1);
    if (mode_of(hook) == RAISES) {
        step->raises = PyExc_ValueError;
    } else if (mode_of(hook) == INTERRUPTS) {
        step->raises = PyExc_KeyboardInterrupt;
    }
    return step->raises == NULL;
}

static void predict_none(fuzz_step *step)
{
    makes_none(step);
}

static void predict_true(fuzz_step *step)
{
    shares(step, &fuzz_bool, 1);
}

static int int_of(uint8_t value)
{
    return FUZZ_INT_OWN + value;
}

static void predict_int(fuzz_step *step)
{
    step->n[0] = int_of(step->value);
    fuzz_makes(step, &fuzz_int)->number = int_of(step->value);
}

static void predict_str(fuzz_step *step)
{
    if (step->valid) {
        makes_str(step, step->text);
    } else {
        step->raises = PyExc_UnicodeDecodeError;
    }
}

static void predict_plain(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_Plain);
}

static void predict_hook(fuzz_step *step)
{
    int mark = step->value % (8 * NESTS);
    step->n[0] = mark / 8;
    step->n[1] = mark % 8;
    fuzz_makes(step, &fuzz_Hook)->mark = mark;
}

static void predict_nester(fuzz_step *step)
{
    step->n[0] = NESTS;
    step->n[1] = step->value % 8;
    fuzz_makes(step, &fuzz_Hook)->mark = NESTS * 8 + step->value % 8;
}

static void predict_exception(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_ValueError)->number = step->value;
}

static void predict_same_y(fuzz_step *step)
{
    fuzz_gives(step, step->oy);
}

static void predict_move(fuzz_step *step)
{
    step->inapplicable = step->x == step->y;
    fuzz_gives(step, step->oy);
}

static void predict_same_x(fuzz_step *step)
{
    fuzz_gives(step, step->ox);
}

static void predict_cast_exception(fuzz_step *step)
{
    if (step->ox->kind == &fuzz_ValueError) {
        fuzz_gives(step, step->ox);
    } else {
        fuzz_refuses(step, "BaseException", step->ox);
    }
}

static void predict_checks(fuzz_step *step)
{
    const fuzz_kind *kind = step->oy->kind;
    fuzz_expect(step, 0, "is a str", kind == &fuzz_str);
    fuzz_expect(step, 1, "is None", kind == &fuzz_NoneType);
    fuzz_expect(step, 2, "is an exception", kind == &fuzz_ValueError);
}

static void predict_type_name(fuzz_step *step)
{
    makes_str(step, fuzz_text_from_ascii(step->oy->kind->name));
    step->identity = FUZZ_EITHER; /* the type's own, or a copy */
}

static bool is_plain_ascii(fuzz_text text)
{
    for (ptrdiff_t i = 0; i < text.length; i++) {
        if (text.at[i] < 0x20 || text.at[i] > 0x7E || text.at[i] == '\'' ||
            text.at[i] == '\\') {
            return false;
        }
    }
    return true;
}

static void predict_repr(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    fuzz_text quote = fuzz_text_from_ascii("'");
    if (y->kind == &fuzz_Hook) {
        if (!hooked(step, y)) {
            return;
        }
        if (mode_of(y) == WRONG) {
            step->raises = PyExc_TypeError;
            return;
        }
        makes_str(step, words("hook %d", number_of(y)));
    } else if (y->kind == &fuzz_Plain) { /* has its address in it */
        step->inapplicable = true;
    } else if (y->kind == &fuzz_str) {
        step->inapplicable = !is_plain_ascii(y->text);
        makes_str(step,
                  fuzz_text_concat(quote, fuzz_text_concat(y->text, quote)));
        step->identity = FUZZ_FRESH;
    } else {
        makes_str(step, y->kind == &fuzz_NoneType ? words("None")
                        : y->kind == &fuzz_bool   ? words("True")
                        : y->kind == &fuzz_int
                            ? words("%d", (int)y->number)
                            : words("ValueError('%d')", (int)y->number));
        step->identity = FUZZ_EITHER; /* None's is shared */
    }
}

static void predict_str_of(fuzz_step *step)
{
    if (step->oy->kind == &fuzz_str) {
        fuzz_gives(step, step->oy);
    } else if (step->oy->kind == &fuzz_ValueError) {
        step->inapplicable = true;
    } else {
        predict_repr(step);
    }
}

static bool is_equal(const fuzz_object *y, const fuzz_object *z)
{
    return y == z ||
           (y->kind == z->kind && y->kind == &fuzz_int &&
            y->number == z->number) ||
           (y->kind == z->kind && y->kind == &fuzz_str &&
            fuzz_text_equal(y->text, z->text));
}

static bool is_number(const fuzz_object *o)
{
    return o->kind == &fuzz_bool || o->kind == &fuzz_int;
}

static void predict_comparison(fuzz_step *step, bool equality)
{
    const fuzz_object *y = step->oy, *z = step->oz;
    const fuzz_object *hook = y->kind == &fuzz_Hook   ? y
                              : z->kind == &fuzz_Hook ? z
                                                      : NULL;
    bool answer = false;
    if (hook != NULL) {
        if (hooked(step, hook)) {
            step->raises = mode_of(hook) == WRONG ? PyExc_ValueError : NULL;
            answer = number_of(hook) % 2;
        }
    } else if (equality) {
        answer = is_equal(y, z);
    } else if (y->kind == &fuzz_str && z->kind == &fuzz_str) {
        answer = fuzz_text_compare(y->text, z->text) < 0;
    } else if (is_number(y) && is_number(z)) {
        answer = y->number < z->number;
    } else {
        step->raises = PyExc_TypeError;
    }
    fuzz_expect(step, 0, equality ? "equal" : "less", answer);
}

static void predict_equal(fuzz_step *step)
{
    predict_comparison(step, true);
}

static void predict_less(fuzz_step *step)
{
    predict_comparison(step, false);
}

static void predict_truth(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    bool answer = y->kind == &fuzz_str ? y->text.length > 0
                                       : y->kind != &fuzz_NoneType;
    if (y->kind == &fuzz_Hook && hooked(step, y)) {
        step->raises = mode_of(y) == WRONG ? PyExc_TypeError : NULL;
        answer = number_of(y) % 2;
    }
    fuzz_expect(step, 0, "true", answer);
}

static void predict_hash(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    bool is_hook = y->kind == &fuzz_Hook;
    step->n[0] = is_hook || y->kind == &fuzz_int; /* others: any hash */
    if (is_hook) {
        hooked(step, y);
    }
    fuzz_expect(step, 0, "the hash",
                !step->n[0] ? 0
                : is_hook   ? number_of(y)
                            : y->number);
}

static void predict_pending(fuzz_step *step)
{
    step->n[0] = step->value % 6;
    step->raises = PyExc_ValueError; /* and no special method runs */
}

static void predict_restore(fuzz_step *step)
{
    step->raises = PyExc_ValueError;
}

/* What is no exception is refused, and its type named, which may have no other
 * reference than this one. */
static void predict_restore_any(fuzz_step *step)
{
    if (step->ox->kind == &fuzz_ValueError) {
        step->raises = PyExc_ValueError;
    } else {
        fuzz_refuses(step, "BaseException", step->ox);
    }
}

/* choose_name notes which name, and as what it is passed. */
static int choose_name(fuzz_step *step)
{
    step->n[0] = step->value % NAMES;
    step->n[1] = step->value / NAMES % 2 ? AS_UTF8 : AS_STR;
    return (int)step->n[0];
}

/* part_of is the value of the |i|-th attribute, or NULL. */
static fuzz_object *part_of(const fuzz_object *o, int i)
{
    return i < o->n_parts ? o->part[i] : NULL;
}

/* lookup_of predicts a look-up: the part, or NULL: not there, or raises. */
static fuzz_object *lookup_of(fuzz_step *step)
{
    int i = choose_name(step);
    if (step->oy->kind == &fuzz_Hook) {
        hooked(step, step->oy);
        return NULL;
    }
    return part_of(step->oy, i);
}

static void predict_getattr(fuzz_step *step)
{
    fuzz_object *found = lookup_of(step);
    if (found != NULL) {
        fuzz_gives(step, found);
    } else if (step->raises == NULL) {
        step->raises = PyExc_AttributeError;
    }
}

static void predict_getattr_optional(fuzz_step *step)
{
    fuzz_object *found = lookup_of(step);
    fuzz_expect(step, 0, "found", found != NULL);
    if (found != NULL) {
        fuzz_gives(step, found);
    }
}

static void predict_hasattr(fuzz_step *step)
{
    fuzz_expect(step, 0, "found", lookup_of(step) != NULL);
}

static void predict_setattr(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    choose_name(step);
    if (step->oz->kind == &fuzz_Plain || y->kind == &fuzz_ValueError) {
        step->inapplicable = true; /* a cycle would live on */
    } else if (y->kind != &fuzz_Plain) {
        step->raises = PyExc_AttributeError;
    }
}

static void predict_delattr(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    int i = choose_name(step);
    if (y->kind == &fuzz_ValueError) {
        step->inapplicable = true;
    } else if (part_of(y, i) == NULL) {
        step->raises = PyExc_AttributeError;
    }
}

/* choose_call notes how many arguments and keywords a call passes, all of them
 * z, and as what it names a method. */
static void choose_call(fuzz_step *step)
{
    step->n[0] = step->value % ARGUMENTS;
    step->n[1] = step->value / ARGUMENTS % 3;
    step->n[2] = step->value / NAMES % 2 ? AS_UTF8 : AS_STR;
}

static void predict_call(fuzz_step *step)
{
    choose_call(step);
    if (step->oy->kind != &fuzz_Hook) {
        step->raises = PyExc_TypeError;
    } else if (hooked(step, step->oy)) {
        if (step->n[0] == 0) {
            makes_none(step);
        } else {
            fuzz_gives(step, step->oz);
        }
    }
}

static void predict_call_method(fuzz_step *step)
{
    choose_call(step);
    if (step->oy->kind == &fuzz_Hook) {
        if (hooked(step, step->oy)) {
            step->raises = PyExc_AttributeError;
        }
    } else if (step->oy->kind != &fuzz_Plain) {
        step->raises = PyExc_AttributeError;
    } else if (step->n[0] == 0) {
        makes_none(step);
    } else {
        fuzz_gives(step, step->oz);
    }
}

/* ---- Actions. */

FUZZ_ACT(none, ok = hf_replace(&s[$x].as_object, hf_none()))

FUZZ_ACT(true, ok = hf_replace(&s[$x].as_object, hf_true()))

FUZZ_ACT(int, ok = hf_replace(&s[$x].as_object,
                              hf_object_from_owned(PyLong_FromLong($0))))

FUZZ_ACT(str, ok = hf_replace(&s[$x].as_object,
                              hf_into_object(hf_str_from_utf8_n($utf8, $size))))

FUZZ_ACT(plain, ok = hf_replace(&s[$x].as_object,
                                hf_object_call_no_args(hf_borrow(plain_class))))

FUZZ_ACT(hook, {
    hf_object_borrowed arguments[2] = {hf_borrow(number[$0]),
                                       hf_borrow(number[$1])};
    ok = hf_replace(&s[$x].as_object, hf_object_call(hf_borrow(hook_class),
                                                     arguments, 2, NULL, 0));
})

FUZZ_ACT(nester, {
    hf_object_borrowed arguments[2] = {hf_borrow(number[$0]),
                                       hf_borrow(number[$1])};
    ok = hf_replace(&s[$x].as_object, hf_object_call(hf_borrow(hook_class),
                                                     arguments, 2, NULL, 0));
})

FUZZ_ACT(exception, ok = hf_replace(&s[$x].as_object, exception($value)))

FUZZ_ACT(restore, {
    hf_error_raise(PyExc_ValueError, "%d", $value);
    hf_exception caught = hf_error_fetch();
    hf_error_restore(caught);
    ok = false;
})

FUZZ_ACT(restore_any, {
    hf_error_restore(hf_move(&s[$x].as_exception));
    ok = false;
})

FUZZ_ACT(incref, ok = hf_replace(&s[$x].as_object, hf_incref(s[$y].as_object)))

FUZZ_ACT(decref, hf_decref(hf_move(&s[$x].as_object)))

FUZZ_ACT(clear, hf_clear(&s[$x].as_object))

FUZZ_ACT(move, ok = hf_replace(&s[$x].as_object, hf_move(&s[$y].as_object)))

FUZZ_ACT(replace_null,
         found[0] = !!hf_replace(&s[$x].as_object, hf_null(object)))

FUZZ_ACT(cast_str, s[$x].as_object =
                       hf_into_object(hf_str_cast(hf_move(&s[$x].as_object))))

FUZZ_ACT(cast_exception, s[$x].as_object = hf_into_object(
                             hf_exception_cast(hf_move(&s[$x].as_object))))

FUZZ_ACT(cast_borrowed,
         ok = !hf_is_null(hf_str_cast(hf_borrow(s[$y].as_object))))

FUZZ_ACT(checks, {
    found[0] = hf_str_check(hf_borrow(s[$y].as_object));
    found[1] = hf_is_none(hf_borrow(s[$y].as_object));
    found[2] = hf_exception_check(hf_borrow(s[$y].as_object));
})

FUZZ_ACT(type_name,
         ok = hf_replace(&s[$x].as_object, hf_into_object(hf_object_type_name(
                                               hf_borrow(s[$y].as_object)))))

FUZZ_ACT(repr, {
    ok = hf_replace(&s[$x].as_object,
                    hf_into_object(hf_object_repr(hf_borrow(s[$y].as_object))));
    found[3] = take_runs();
})

FUZZ_ACT(str_of, {
    ok = hf_replace(&s[$x].as_object,
                    hf_into_object(hf_object_str(hf_borrow(s[$y].as_object))));
    found[3] = take_runs();
})

FUZZ_ACT(equal, {
    hf_answer equal = hf_object_equal(hf_borrow(s[$y].as_object),
                                      hf_borrow(s[$z].as_object));
    ok = !hf_failed(equal);
    found[0] = hf_yes(equal);
    found[3] = take_runs();
})

FUZZ_ACT(less, {
    hf_answer less = hf_object_compare(hf_borrow(s[$y].as_object),
                                       hf_borrow(s[$z].as_object), Py_LT);
    ok = !hf_failed(less);
    found[0] = hf_yes(less);
    found[3] = take_runs();
})

FUZZ_ACT(truth, {
    hf_answer is_true = hf_object_truth(hf_borrow(s[$y].as_object));
    ok = !hf_failed(is_true);
    found[0] = hf_yes(is_true);
    found[3] = take_runs();
})

FUZZ_ACT(hash, {
    Py_hash_t hash;
    ok = hf_object_hash(hf_borrow(s[$y].as_object), &hash);
    found[0] = $0 ? hash : 0;
    found[3] = take_runs();
})

FUZZ_ACT(pending, {
    use_while_pending(hf_borrow(s[$y].as_object), (int)$0);
    ok = false;
})

FUZZ_ACT(getattr, {
    ok = hf_replace(&s[$x].as_object,
                    getattr(hf_borrow(s[$y].as_object), (int)$0, (form)$1));
    found[3] = take_runs();
})

FUZZ_ACT(getattr_optional, {
    hf_object value;
    hf_lookup lookup = getattr_optional(hf_borrow(s[$y].as_object), (int)$0,
                                        (form)$1, &value);
    ok = !hf_failed(lookup);
    if (!!hf_replace(&s[$x].as_object, value) != hf_found(lookup)) {
        fuzz_failed("exception", "a value exactly when it is found");
    }
    found[0] = hf_found(lookup);
    found[3] = take_runs();
})

FUZZ_ACT(hasattr, {
    hf_answer has = hasattr(hf_borrow(s[$y].as_object), (int)$0, (form)$1);
    ok = !hf_failed(has);
    found[0] = hf_yes(has);
    found[3] = take_runs();
})

FUZZ_ACT(setattr, ok = setattr(hf_borrow(s[$y].as_object), (int)$0, (form)$1,
                               hf_borrow(s[$z].as_object)))

/* The old value may have a finalizer that drops slots: the model lets go of it
 * only after the call, and so it never frees what the call still uses. */
static void set_part(fuzz_step *step)
{
    if (step->ok) {
        fuzz_put(step->oy, (int)step->n[0], step->oz);
    }
}

FUZZ_ACT(delattr, {
    ok = delattr(hf_borrow(s[$y].as_object), (int)$0, (form)$1);
    found[3] = take_runs();
})

static void delete_part(fuzz_step *step)
{
    if (step->ok && part_of(step->oy, (int)step->n[0]) != NULL) {
        fuzz_put(step->oy, (int)step->n[0], NULL);
    }
}

FUZZ_ACT(call, {
    ok = hf_replace(&s[$x].as_object, call(hf_borrow(s[$y].as_object),
                                           hf_borrow(s[$z].as_object), $0, $1));
    found[3] = take_runs();
})

FUZZ_ACT(call_method, {
    ok = hf_replace(&s[$x].as_object,
                    call_method(hf_borrow(s[$y].as_object), (form)$2,
                                hf_borrow(s[$z].as_object), $0, $1));
    found[3] = take_runs();
})

FUZZ_ACT(truth_again, {
    hf_answer is_true = hf_object_truth(hf_borrow(s[$y].as_object));
    ok = !hf_failed(is_true);
    if (!ok) {
        /* With the traceback that Python code gave it. */
        hf_error_restore(hf_error_fetch());
    }
    found[0] = hf_yes(is_true);
    found[3] = take_runs();
})

/* ---- The table. */

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TEXT = FUZZ_TEXT,
    TO_X = FUZZ_GIVES_X,
    ONTO_X = FUZZ_ONTO_X
};

static const fuzz_op ops[] = {
    FUZZ_OP(0, none, TO_X, predict_none),
    FUZZ_OP(1, true, TO_X, predict_true),
    FUZZ_OP(2, int, TO_X, predict_int),
    FUZZ_OP(3, str, TEXT | TO_X, predict_str),
    FUZZ_OP(4, plain, TO_X, predict_plain),
    FUZZ_OP(5, hook, TO_X | FUZZ_NO_OOM, predict_hook),
    FUZZ_OP(6, exception, TO_X, predict_exception),
    FUZZ_OP(7, restore, 0, predict_restore),
    FUZZ_OP(8, incref, Y | TO_X, predict_same_y),
    FUZZ_OP(9, decref, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(10, clear, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(11, move, Y | FUZZ_TAKES_Y | TO_X, predict_move),
    FUZZ_OP(12, replace_null, X, NULL),
    FUZZ_OP(13, cast_str, ONTO_X, predict_same_x, .x = &fuzz_str),
    FUZZ_OP(14, cast_exception, ONTO_X, predict_cast_exception),
    FUZZ_OP(15, cast_borrowed, Y, NULL, .y = &fuzz_str),
    FUZZ_OP(16, checks, Y, predict_checks),
    FUZZ_OP(17, type_name, Y | TO_X, predict_type_name),
    FUZZ_OP(18, repr, Y | TO_X, predict_repr),
    FUZZ_OP(19, str_of, Y | TO_X, predict_str_of),
    FUZZ_OP(20, equal, Y | Z, predict_equal),
    FUZZ_OP(21, less, Y | Z, predict_less),
    FUZZ_OP(22, truth, Y, predict_truth),
    FUZZ_OP(23, hash, Y, predict_hash),
    FUZZ_OP(24, pending, Y, predict_pending),
    FUZZ_OP(25, getattr, Y | TO_X, predict_getattr),
    FUZZ_OP(26, getattr_optional, Y | TO_X, predict_getattr_optional),
    FUZZ_OP(27, hasattr, Y, predict_hasattr),
    FUZZ_OP(28, setattr, Y | Z | FUZZ_CHANGES_Y, predict_setattr,
            .effect = set_part),
    FUZZ_OP(29, delattr, Y | FUZZ_CHANGES_Y, predict_delattr,
            .effect = delete_part),
    FUZZ_OP(30, call, Y | Z | TO_X, predict_call),
    FUZZ_OP(31, call_method, Y | Z | TO_X | FUZZ_NO_OOM, predict_call_method),
    FUZZ_ARM(32),
    FUZZ_OP(33, truth_again, Y, predict_truth),
    FUZZ_OP(35, restore_any, X | FUZZ_TAKES_X | FUZZ_NO_OOM,
            predict_restore_any),
    FUZZ_OP(34, nester, TO_X | FUZZ_NO_OOM, predict_nester),
};

static const char *const world[] = {"fuzz/targets/object_world.h",
                                    "fuzz/targets/object_world.c", NULL};

const fuzz_target fuzz_this = {
    .name = "object_sequence",
    .world = world,
    .tables = FUZZ_ONE_TABLE(ops),
    .start = fuzz_world_start,
    .gone = gone,
    .no_oom = no_oom,
    .finish = finish,
    .expected = take_expected_ends,
};
