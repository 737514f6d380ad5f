/* object_sequence: all that can be done with objects, in any order, where some
 * of the objects run Python code that raises or drops references.
 * When they drop a slot, they tell the model in the same moment. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/planted.h"
#endif

#include "fuzz/targets/object_sequence.h"

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
    expected_ends += object->kind == HOOK;
    for (int i = 0; i < NAMES; i++) {
        if (object->part[i] != NULL) {
            fuzz_release(object->part[i]);
            object->part[i] = NULL;
        }
    }
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
        bool found = object->kind == HOOK;
        for (int i = 0; i < NAMES; i++) {
            found |= object->part[i] != NULL && object->part[i]->kind == HOOK;
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

static void gives(fuzz_step *step, fuzz_object *same)
{
    step->same = same;
    step->identity = FUZZ_SAME;
}

static void makes(fuzz_step *step, int kind, int mark, fuzz_text text)
{
    step->made.kind = kind;
    step->made.mark = mark;
    step->made.text = text;
    step->identity = FUZZ_FRESH;
    if (text.length > FUZZ_TEXT_MOST) {
        step->inapplicable = true;
    }
    if (kind == STR && text.length < 2) {
        step->identity = FUZZ_EITHER;
    }
    if (kind == NONE || kind == TRUE) {
        step->identity = FUZZ_EITHER;
        step->made.uncounted = true;
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
    makes(step, NONE, 0, fuzz_text_from_ascii("None"));
}

/* expect_runs folds how often special methods must run into the number. */
static void expect_runs(fuzz_step *step, int n)
{
    step->expected += (int64_t)n * RUNS;
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
    makes(step, TRUE, 0, fuzz_text_from_ascii("True"));
}

static int int_of(uint8_t value)
{
    return 1000 + value;
}

static void predict_int(fuzz_step *step)
{
    step->n[0] = int_of(step->value);
    makes(step, INT, int_of(step->value), words("%d", int_of(step->value)));
}

static void predict_str(fuzz_step *step)
{
    if (step->valid) {
        makes(step, STR, 0, step->text);
    } else {
        step->raises = PyExc_UnicodeDecodeError;
    }
}

static void predict_plain(fuzz_step *step)
{
    makes(step, PLAIN, 0, fuzz_text_from_ascii("a Plain"));
}

static void predict_hook(fuzz_step *step)
{
    int mark = step->value % (8 * MODES);
    step->n[0] = mark / 8;
    step->n[1] = mark % 8;
    static const char *const that[MODES] = {"", " that raises",
                                            " that interrupts", " that drops",
                                            " that is wrong"};
    makes(step, HOOK, mark, words("Hook %d%s", mark % 8, that[mark / 8]));
}

static void predict_exception(fuzz_step *step)
{
    makes(step, EXCEPTION, 0, words("ValueError('%d')", step->value));
}

static void predict_same_y(fuzz_step *step)
{
    gives(step, step->oy);
}

static void predict_move(fuzz_step *step)
{
    step->inapplicable = step->x == step->y;
    gives(step, step->oy);
}

static void predict_cast_str(fuzz_step *step)
{
    if (step->ox->kind == STR) {
        gives(step, step->ox);
    } else {
        step->raises = PyExc_TypeError;
    }
}

static void predict_cast_exception(fuzz_step *step)
{
    if (step->ox->kind == EXCEPTION) {
        gives(step, step->ox);
    } else {
        step->raises = PyExc_TypeError;
    }
}

static void predict_cast_borrowed(fuzz_step *step)
{
    if (step->oy->kind != STR) {
        step->raises = PyExc_TypeError;
    }
}

static void predict_checks(fuzz_step *step)
{
    step->expected = (step->oy->kind == STR) + 2 * (step->oy->kind == NONE) +
                     4 * (step->oy->kind == EXCEPTION);
}

static const char *type_name_of(const fuzz_object *object)
{
    static const char *const type_names[KINDS] = {
        "NoneType", "bool", "int", "str", "Plain", "Hook", "ValueError"};
    return type_names[object->kind];
}

static void predict_type_name(fuzz_step *step)
{
    makes(step, STR, 0, fuzz_text_from_ascii(type_name_of(step->oy)));
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
    switch (y->kind) {
    case HOOK:
        if (!hooked(step, y)) {
            return;
        }
        if (mode_of(y) == WRONG) {
            step->raises = PyExc_TypeError;
            return;
        }
        makes(step, STR, 0, words("hook %d", number_of(y)));
        return;
    case PLAIN: /* has its address in it */
        step->inapplicable = true;
        return;
    case STR:
        step->inapplicable = !is_plain_ascii(y->text);
        makes(step, STR, 0,
              fuzz_text_concat(quote, fuzz_text_concat(y->text, quote)));
        step->identity = FUZZ_FRESH;
        return;
    default:
        makes(step, STR, 0, y->text);
        step->identity = FUZZ_EITHER; /* None's is shared */
        return;
    }
}

static void predict_str_of(fuzz_step *step)
{
    if (step->oy->kind == STR) {
        gives(step, step->oy);
    } else if (step->oy->kind == EXCEPTION) {
        step->inapplicable = true;
    } else {
        predict_repr(step);
    }
}

static void predict_comparison(fuzz_step *step, bool equality)
{
    const fuzz_object *y = step->oy, *z = step->oz;
    const fuzz_object *hook = y->kind == HOOK ? y : z->kind == HOOK ? z : NULL;
    if (hook != NULL) {
        if (hooked(step, hook)) {
            step->raises = mode_of(hook) == WRONG ? PyExc_ValueError : NULL;
            step->expected += number_of(hook) % 2;
        }
    } else if (equality) {
        step->expected = y == z ||
                         (y->kind == z->kind && y->kind == INT &&
                          y->mark == z->mark) ||
                         (y->kind == z->kind && y->kind == STR &&
                          fuzz_text_equal(y->text, z->text));
    } else if (y->kind == STR && z->kind == STR) {
        step->expected = fuzz_text_compare(y->text, z->text) < 0;
    } else if (y->kind == INT && z->kind == INT) {
        step->expected = y->mark < z->mark;
    } else if ((y->kind == TRUE || y->kind == INT) &&
               (z->kind == TRUE || z->kind == INT)) {
        step->expected = y->kind == TRUE && z->kind == INT;
    } else {
        step->raises = PyExc_TypeError;
    }
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
    if (y->kind == HOOK) {
        if (hooked(step, y)) {
            step->raises = mode_of(y) == WRONG ? PyExc_TypeError : NULL;
            step->expected += number_of(y) % 2;
        }
    } else {
        step->expected = y->kind == STR ? y->text.length > 0 : y->kind != NONE;
    }
}

static void predict_hash(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    step->n[0] = y->kind == HOOK || y->kind == INT; /* others: any hash */
    if (y->kind == HOOK) {
        hooked(step, y);
        step->expected += number_of(y);
    } else if (y->kind == INT) {
        step->expected = y->mark;
    }
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

/* choose_name notes which name, and as what it is passed. */
static int choose_name(fuzz_step *step)
{
    step->n[0] = step->value % NAMES;
    step->n[1] = step->value / NAMES % 2 ? AS_UTF8 : AS_STR;
    return (int)step->n[0];
}

/* lookup_of predicts a look-up: the part, or NULL: not there, or raises. */
static fuzz_object *lookup_of(fuzz_step *step)
{
    int i = choose_name(step);
    if (step->oy->kind == HOOK) {
        hooked(step, step->oy);
        return NULL;
    }
    return step->oy->part[i];
}

static void predict_getattr(fuzz_step *step)
{
    fuzz_object *found = lookup_of(step);
    if (found != NULL) {
        gives(step, found);
    } else if (step->raises == NULL) {
        step->raises = PyExc_AttributeError;
    }
}

static void predict_getattr_optional(fuzz_step *step)
{
    fuzz_object *found = lookup_of(step);
    step->expected += found != NULL;
    if (found != NULL) {
        gives(step, found);
    }
}

static void predict_hasattr(fuzz_step *step)
{
    step->expected += lookup_of(step) != NULL;
}

static void predict_setattr(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    choose_name(step);
    if (step->oz->kind == PLAIN || y->kind == EXCEPTION) {
        step->inapplicable = true; /* a cycle would live on */
    } else if (y->kind != PLAIN) {
        step->raises = PyExc_AttributeError;
    }
}

static void predict_delattr(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    int i = choose_name(step);
    if (y->kind == EXCEPTION) {
        step->inapplicable = true;
    } else if (y->part[i] == NULL) {
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
    if (step->oy->kind != HOOK) {
        step->raises = PyExc_TypeError;
    } else if (hooked(step, step->oy)) {
        if (step->n[0] == 0) {
            makes_none(step);
        } else {
            gives(step, step->oz);
        }
    }
}

static void predict_call_method(fuzz_step *step)
{
    choose_call(step);
    if (step->oy->kind == HOOK) {
        if (hooked(step, step->oy)) {
            step->raises = PyExc_AttributeError;
        }
    } else if (step->oy->kind != PLAIN) {
        step->raises = PyExc_AttributeError;
    } else if (step->n[0] == 0) {
        makes_none(step);
    } else {
        gives(step, step->oz);
    }
}

/* ---- Actions. */

FUZZ_ACT(none, ok = hf_replace(&o[$x], hf_none()))

FUZZ_ACT(true, ok = hf_replace(&o[$x], hf_true()))

FUZZ_ACT(int,
         ok = hf_replace(&o[$x], hf_object_from_owned(PyLong_FromLong($0))))

FUZZ_ACT(str, ok = hf_replace(&o[$x],
                              hf_into_object(hf_str_from_utf8_n($utf8, $size))))

FUZZ_ACT(plain, ok = hf_replace(&o[$x],
                                hf_object_call_no_args(hf_borrow(plain_class))))

FUZZ_ACT(hook, {
    hf_object_borrowed arguments[2] = {hf_borrow(number[$0]),
                                       hf_borrow(number[$1])};
    ok = hf_replace(
        &o[$x], hf_object_call(hf_borrow(hook_class), arguments, 2, NULL, 0));
})

FUZZ_ACT(exception, ok = hf_replace(&o[$x], exception($value)))

FUZZ_ACT(restore, {
    hf_error_raise(PyExc_ValueError, "%d", $value);
    hf_exception caught = hf_error_fetch();
    hf_error_restore(caught);
    ok = false;
})

FUZZ_ACT(incref, ok = hf_replace(&o[$x], hf_incref(o[$y])))

FUZZ_ACT(decref, hf_decref(hf_move(&o[$x])))

FUZZ_ACT(clear, hf_clear(&o[$x]))

FUZZ_ACT(move, ok = hf_replace(&o[$x], hf_move(&o[$y])))

FUZZ_ACT(replace_null, found = !!hf_replace(&o[$x], hf_null(object)))

FUZZ_ACT(cast_str, o[$x] = hf_into_object(hf_str_cast(hf_move(&o[$x]))))

FUZZ_ACT(cast_exception,
         o[$x] = hf_into_object(hf_exception_cast(hf_move(&o[$x]))))

FUZZ_ACT(cast_borrowed, ok = !hf_is_null(hf_str_cast(hf_borrow(o[$y]))))

FUZZ_ACT(checks, found = hf_str_check(hf_borrow(o[$y])) +
                         2 * hf_is_none(hf_borrow(o[$y])) +
                         4 * hf_exception_check(hf_borrow(o[$y])))

FUZZ_ACT(type_name,
         ok = hf_replace(&o[$x],
                         hf_into_object(hf_object_type_name(hf_borrow(o[$y])))))

FUZZ_ACT(repr, {
    ok = hf_replace(&o[$x], hf_into_object(hf_object_repr(hf_borrow(o[$y]))));
    found = counted(0);
})

FUZZ_ACT(str_of, {
    ok = hf_replace(&o[$x], hf_into_object(hf_object_str(hf_borrow(o[$y]))));
    found = counted(0);
})

FUZZ_ACT(equal, {
    hf_answer equal = hf_object_equal(hf_borrow(o[$y]), hf_borrow(o[$z]));
    ok = !hf_failed(equal);
    found = counted(hf_yes(equal));
})

FUZZ_ACT(less, {
    hf_answer less = hf_object_compare(hf_borrow(o[$y]), hf_borrow(o[$z]),
                                       Py_LT);
    ok = !hf_failed(less);
    found = counted(hf_yes(less));
})

FUZZ_ACT(truth, {
    hf_answer truth = hf_object_truth(hf_borrow(o[$y]));
    ok = !hf_failed(truth);
    found = counted(hf_yes(truth));
})

FUZZ_ACT(hash, {
    Py_hash_t hash;
    ok = hf_object_hash(hf_borrow(o[$y]), &hash);
    found = counted($0 ? hash : 0);
})

FUZZ_ACT(pending, {
    use_while_pending(hf_borrow(o[$y]), (int)$0);
    ok = false;
})

FUZZ_ACT(getattr, {
    ok = hf_replace(&o[$x], getattr(hf_borrow(o[$y]), (int)$0, (form)$1));
    found = counted(0);
})

FUZZ_ACT(getattr_optional, {
    hf_object value;
    hf_lookup lookup = getattr_optional(hf_borrow(o[$y]), (int)$0, (form)$1,
                                        &value);
    ok = !hf_failed(lookup);
    if (!!hf_replace(&o[$x], value) != hf_found(lookup)) {
        fuzz_failed("exception", "a value exactly when it is found");
    }
    found = counted(hf_status(lookup));
})

FUZZ_ACT(hasattr, {
    hf_answer has = hasattr(hf_borrow(o[$y]), (int)$0, (form)$1);
    ok = !hf_failed(has);
    found = counted(hf_status(has));
})

FUZZ_ACT(setattr,
         ok = setattr(hf_borrow(o[$y]), (int)$0, (form)$1, hf_borrow(o[$z])))

/* The old value may have a finalizer that drops slots: the model lets go of it
 * only after the call, and so it never frees what the call still uses. */
static void set_part(fuzz_step *step)
{
    act_setattr(step);
    if (step->ok) {
        fuzz_object **part = &step->oy->part[step->n[0]], *old = *part;
        fuzz_hold(step->oz);
        *part = step->oz;
        if (old != NULL) {
            fuzz_release(old);
        }
    }
}

FUZZ_ACT(delattr, {
    ok = delattr(hf_borrow(o[$y]), (int)$0, (form)$1);
    found = counted(0);
})

static void delete_part(fuzz_step *step)
{
    act_delattr(step);
    fuzz_object **part = &step->oy->part[step->n[0]];
    if (step->ok && *part != NULL) {
        fuzz_release(*part);
        *part = NULL;
    }
}

FUZZ_ACT(call, {
    ok = hf_replace(&o[$x], call(hf_borrow(o[$y]), hf_borrow(o[$z]), $0, $1));
    found = counted(0);
})

FUZZ_ACT(call_method, {
    ok = hf_replace(&o[$x], call_method(hf_borrow(o[$y]), (form)$2,
                                        hf_borrow(o[$z]), $0, $1));
    found = counted(0);
})

FUZZ_ACT(truth_again, {
    hf_answer truth = hf_object_truth(hf_borrow(o[$y]));
    ok = !hf_failed(truth);
    if (!ok) {
        /* With the traceback that Python code gave it. */
        hf_error_restore(hf_error_fetch());
    }
    found = counted(hf_yes(truth));
})

/* ---- The table. */

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TEXT = FUZZ_TEXT,
    TO_X = FUZZ_GIVES_X,
    ONTO_X = FUZZ_X | FUZZ_TAKES_X | FUZZ_GIVES_X
};

static const fuzz_op ops[] = {
    {"none", c_none, TO_X, predict_none, act_none},
    {"true", c_true, TO_X, predict_true, act_true},
    {"int", c_int, TO_X, predict_int, act_int},
    {"str", c_str, TEXT | TO_X, predict_str, act_str},
    {"plain", c_plain, TO_X, predict_plain, act_plain},
    {"hook", c_hook, TO_X | FUZZ_NO_OOM, predict_hook, act_hook},
    {"exception", c_exception, TO_X, predict_exception, act_exception},
    {"restore", c_restore, 0, predict_restore, act_restore},
    {"incref", c_incref, Y | TO_X, predict_same_y, act_incref},
    {"decref", c_decref, X | FUZZ_TAKES_X, NULL, act_decref},
    {"clear", c_clear, X | FUZZ_TAKES_X, NULL, act_clear},
    {"move", c_move, Y | FUZZ_TAKES_Y | TO_X, predict_move, act_move},
    {"replace_null", c_replace_null, X, NULL, act_replace_null},
    {"cast_str", c_cast_str, ONTO_X, predict_cast_str, act_cast_str},
    {"cast_exception", c_cast_exception, ONTO_X, predict_cast_exception,
     act_cast_exception},
    {"cast_borrowed", c_cast_borrowed, Y, predict_cast_borrowed,
     act_cast_borrowed},
    {"checks", c_checks, Y, predict_checks, act_checks},
    {"type_name", c_type_name, Y | TO_X, predict_type_name, act_type_name},
    {"repr", c_repr, Y | TO_X, predict_repr, act_repr},
    {"str_of", c_str_of, Y | TO_X, predict_str_of, act_str_of},
    {"equal", c_equal, Y | Z, predict_equal, act_equal},
    {"less", c_less, Y | Z, predict_less, act_less},
    {"truth", c_truth, Y, predict_truth, act_truth},
    {"hash", c_hash, Y, predict_hash, act_hash},
    {"pending", c_pending, Y, predict_pending, act_pending},
    {"getattr", c_getattr, Y | TO_X, predict_getattr, act_getattr},
    {"getattr_optional", c_getattr_optional, Y | TO_X, predict_getattr_optional,
     act_getattr_optional},
    {"hasattr", c_hasattr, Y, predict_hasattr, act_hasattr},
    {"setattr", c_setattr, Y | Z, predict_setattr, set_part},
    {"delattr", c_delattr, Y, predict_delattr, delete_part},
    {"call", c_call, Y | Z | TO_X, predict_call, act_call},
    {"call_method", c_call_method, Y | Z | TO_X | FUZZ_NO_OOM,
     predict_call_method, act_call_method},
    {"arm", NULL, FUZZ_ARMS, NULL, NULL},
    {"truth_again", c_truth_again, Y, predict_truth, act_truth_again},
};

const fuzz_target fuzz_this = {
    .name = "object_sequence",
    .prelude = "fuzz/targets/object_sequence.h",
    .ops = ops,
    .n_ops = sizeof(ops) / sizeof(ops[0]),
    .start = start,
    .raw = raw,
    .clear = clear,
    .check = check,
    .gone = gone,
    .no_oom = no_oom,
    .finish = finish,
    .expected = take_expected_ends,
    .text_kinds = 1 << STR,
};
