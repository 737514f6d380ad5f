/* function.h: a C function that Python can call.
 *
 *     static hf_str shout(hf_str_borrowed text, int times, bool loud) {...}
 *     HF_FUNCTION(shout, str, "Text, with an end.",
 *                 arg(str, text), def(int, times, 1),
 *                 star, def(bool, loud, True))
 *
 * binds the C function shout: its result, what help() says, and its parameters
 * in the order of the C function. The compiler compares the line with the
 * function, and what Python sees all comes from the line: the signature, the
 * names, the defaults, the exceptions for a wrong call, worded as for a
 * function written in Python. HF_MODULE (module.h) puts it into a module, by
 * function(shout).
 *
 * A parameter is one of
 *
 *   arg(kind, name)         must be given
 *   def(kind, name, value)  is |value| where it is not given, which is C, and
 *                           shown by help(): 3, -1, "x", True. No handle
 *   opt(kind, name)         a null handle, or zero, where it is not given or
 *                           is None
 *   rest(name)              the other positional arguments: an hf_rest
 *   names(name)             the others by name: an hf_dict_borrowed
 *
 * or stands between them, as in Python
 *
 *   slash                   those before it are given by position only
 *   star                    those after it are given by name only
 *
 * or is nothing that Python gives
 *
 *   module                  the module: an hf_module_borrowed
 *   state(S)                the module's state, struct S *: see module.h
 *   out(kind)               where the C function writes its result: the last
 *
 * Kinds are words: kinds.h lists them, and says how to add one. The result is a
 * kind; with none the C function gives an hf_worked, and Python None, or what
 * was written to out(kind): so where a number is the result of what may fail,
 * which no number says.
 *
 * An argument is borrowed until the function returns, a result is owned, and
 * null where an exception is set: as everywhere. The checked build watches
 * both. A function that has no parameters is bound as METH_NOARGS, one with a
 * single arg(), slash as METH_O, the others as METH_FASTCALL, with
 * METH_KEYWORDS where something may be given by name: so say slash where names
 * are of no use.
 *
 * HF_FUNCTION_AS("index", f, result, ...) is HF_FUNCTION for another name in
 * Python than in C.
 *
 * gcc's -ftrack-macro-expansion=0, and clang's -fmacro-backtrace-limit=1, make
 * the errors about a wrong line short.
 */
#ifndef HF_BIND_FUNCTION_H
#define HF_BIND_FUNCTION_H

#include "each.h"
#include "kinds.h"
#include "core/internal/shorthand.h"

HF_BEGIN_DECLS

/* hf_rest is what rest(name) gives: |size| arguments, lent until the function
 * returns. */
typedef struct hf_rest {
    PyObject *const *hf_private_items;
    Py_ssize_t size;
#ifdef HF_CHECKED
    hf_object_borrowed hf_private_call; /* lent for as long as they are */
#endif
} hf_rest;

/* hf_rest_get_borrowed is the argument with the index |i|, from 0 on.
 *
 *   -> borrowed or null | raises IndexError
 */
HF_NODISCARD HF_INLINE hf_object_borrowed hf_rest_get_borrowed(hf_rest self,
                                                               Py_ssize_t i);

/* hf_rest_to_tuple makes a tuple of the arguments.
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD HF_API hf_tuple hf_rest_to_tuple(hf_rest self);

/* ---- What a function is, for all that is not fast. */

struct hf_private_parameter {
    const char *name;
    Py_ssize_t size; /* of the name */
    const struct hf_private_about *kind;
    const char *value; /* NULL where it must be given */
};

struct hf_private_function {
    const char *name; /* as errors say it, */
    const char *of;   /* behind that of its class; or NULL */
    const struct hf_private_about *result;
    const struct hf_private_parameter *parameters; /* the last has no name */
    short count; /* of the parameters */
    short slash; /* how many of them are given by position only */
    short star;  /* how many may be given by position */
    bool rest;   /* whether more may be */
    bool names;  /* whether other names may be */
    bool self;   /* whether errors count what it is called on, as Python does */
};

/* hf_private_bind sorts the arguments of a call into |slots|, one for each
 * parameter, NULL where it was not given; and those of other names into a new
 * dict, |others|, where the function takes them. False: an exception is set. */
HF_NODISCARD HF_API bool hf_private_bind(const struct hf_private_function *f,
                                         PyObject *const *args,
                                         Py_ssize_t nargs, PyObject *kwnames,
                                         PyObject **slots, PyObject **others);

/* hf_private_bad_argument raises for an argument that its kind did not take. */
HF_API __attribute__((cold)) PyObject *hf_private_bad_argument(
    const struct hf_private_function *f, int i, PyObject *argument,
    hf_answer answer);

HF_API __attribute__((cold)) void hf_private_bad_index(void);

HF_INLINE hf_rest hf_private_make_rest(PyObject *const *items, Py_ssize_t size)
{
#ifdef HF_CHECKED
    hf_rest rest = {items, size > 0 ? size : 0,
                    HF_PRIVATE_LEND_OF(hf_object_borrowed, "hf_rest", Py_None)};
#else
    hf_rest rest = {items, size > 0 ? size : 0};
#endif
    return rest;
}

/* HF_PRIVATE_REST_IS_LENT(rest, T) gives a null hf_T where the call of |rest| does not
 * go on, which is reported. */
#ifdef HF_CHECKED
#define HF_PRIVATE_REST_IS_LENT(rest, T)                                       \
    if ((rest).size > 0 && HF_PRIVATE_USE((rest).hf_private_call) == NULL) {   \
        return hf_null(T);                                                     \
    }
#else
#define HF_PRIVATE_REST_IS_LENT(rest, T)
#endif

HF_INLINE hf_object_borrowed hf_rest_get_borrowed(hf_rest self, Py_ssize_t i)
{
    if (HF_UNLIKELY(i < 0 || i >= self.size)) {
        hf_private_bad_index();
        return hf_null(object_borrowed);
    }
    HF_PRIVATE_REST_IS_LENT(self, object_borrowed)
    return HF_PRIVATE_LEND(object, self.hf_private_items[i]);
}

/* ---- Forms. HF_PRIVATE_FORM_ is pasted to a form, which takes it apart into
 * what it is, kind, name and value; and an operation has a line for each that
 * it may be: HF_PRIVATE_TYPE_given for HF_PRIVATE_TYPE. Forms are never macros
 * themselves: arg stays free. */
#define HF_PRIVATE_FORM_arg(kind, name) given, kind, name, ~
#define HF_PRIVATE_FORM_def(kind, name, value) filled, kind, name, value
#define HF_PRIVATE_FORM_opt(kind, name) maybe, kind, name, None
#define HF_PRIVATE_FORM_rest(name) rest, ~, name, ~
#define HF_PRIVATE_FORM_names(name) names, ~, name, ~
#define HF_PRIVATE_FORM_slash slash, ~, ~, ~
#define HF_PRIVATE_FORM_star star, ~, ~, ~
#define HF_PRIVATE_FORM_module module, ~, hf_module, ~
#define HF_PRIVATE_FORM_state(S) state, S, hf_state, ~
#define HF_PRIVATE_FORM_self(class) self, class, hf_self, ~
#define HF_PRIVATE_FORM_cls cls, ~, hf_cls, ~
#define HF_PRIVATE_FORM_out(kind) out, kind, hf_out, ~
#define HF_PRIVATE_FORM_ none, ~, ~, ~

#define HF_PRIVATE_OF(op, f, ...) HF_PRIVATE_OF_(op, f, __VA_ARGS__, ~, ~, ~, ~)
#define HF_PRIVATE_OF_(op, f, what, kind, name, value, ...)                    \
    op##_##what(f, kind, name, value)
#define HF_PRIVATE_NOTHING_OF(f, kind, name, value)

/* A number: but of a form or a kind that is none a name is left, which the
 * first error says. */
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H(f, form)                        \
    +HF_PRIVATE_OF(HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H, f,                  \
                   HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_given(f, kind, name, value)     \
    sizeof(hf_kind_##kind)
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_filled                          \
    HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_given
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_maybe                           \
    HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_given
#define HF_PRIVATE_NUMBER_OF(f, kind, name, value) 0
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_rest HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_names HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_slash HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_star HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_module HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_state HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_self HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_cls HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_none HF_PRIVATE_NUMBER_OF
#define HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_out(f, kind, name, value)       \
    sizeof(hf_result_##kind)

/* Its type in C, with a comma before it. */
#define HF_PRIVATE_TYPE(f, form)                                               \
    HF_PRIVATE_OF(HF_PRIVATE_TYPE, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_TYPE_given(f, kind, name, value) , hf_kind_##kind
#define HF_PRIVATE_TYPE_filled HF_PRIVATE_TYPE_given
#define HF_PRIVATE_TYPE_maybe HF_PRIVATE_TYPE_given
#define HF_PRIVATE_TYPE_rest(f, kind, name, value) , hf_rest
#define HF_PRIVATE_TYPE_names(f, kind, name, value) , hf_dict_borrowed
#define HF_PRIVATE_TYPE_slash HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TYPE_star HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TYPE_module(f, kind, name, value) , hf_module_borrowed
#define HF_PRIVATE_TYPE_state(f, S, name, value) , struct S *
#define HF_PRIVATE_TYPE_self(f, class, name, value) , struct class *
#define HF_PRIVATE_TYPE_cls(f, kind, name, value) , hf_type_borrowed
#define HF_PRIVATE_TYPE_out(f, kind, name, value) , hf_result_##kind *
#define HF_PRIVATE_TYPE_none HF_PRIVATE_NOTHING_OF

/* The index of a parameter. slash and star are at that of the next one, which
 * they take a step back for. */
#define HF_PRIVATE_INDEX(f, form)                                              \
    HF_PRIVATE_OF(HF_PRIVATE_INDEX, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_INDEX_given(f, kind, name, value)                           \
    hf_private_parameter_##name##_of_##f,
#define HF_PRIVATE_INDEX_filled HF_PRIVATE_INDEX_given
#define HF_PRIVATE_INDEX_maybe HF_PRIVATE_INDEX_given
#define HF_PRIVATE_INDEX_rest HF_PRIVATE_INDEX_star
#define HF_PRIVATE_INDEX_names(f, kind, name, value)                           \
    hf_private_one_names_in_##f,                                               \
        hf_private_after_names_in_##f = hf_private_one_names_in_##f - 1,
#define HF_PRIVATE_INDEX_slash(f, kind, name, value)                           \
    hf_private_one_slash_in_##f,                                               \
        hf_private_after_slash_in_##f = hf_private_one_slash_in_##f - 1,
#define HF_PRIVATE_INDEX_star(f, kind, name, value)                            \
    hf_private_one_star_or_rest_in_##f,                                        \
        hf_private_after_star_in_##f = hf_private_one_star_or_rest_in_##f - 1,
#define HF_PRIVATE_INDEX_module HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_INDEX_state HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_INDEX_self HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_INDEX_cls HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_INDEX_out(f, kind, name, value)                             \
    hf_private_one_out_in_##f,                                                 \
        hf_private_after_out_in_##f = hf_private_one_out_in_##f - 1,
#define HF_PRIVATE_INDEX_none HF_PRIVATE_NOTHING_OF

/* What is added to a number, in which everything has its bits: where slash is,
 * where star or rest is, and one more; whether there are rest and names. */
#define HF_PRIVATE_SHAPE(f, form)                                              \
    HF_PRIVATE_OF(HF_PRIVATE_SHAPE, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_SHAPE_given HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_SHAPE_filled HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_SHAPE_maybe HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_SHAPE_rest(f, kind, name, value)                            \
    +0x10000 + ((hf_private_one_star_or_rest_in_##f + 1) << 8)
#define HF_PRIVATE_SHAPE_names(f, kind, name, value) +0x20000
#define HF_PRIVATE_SHAPE_slash(f, kind, name, value)                           \
    +hf_private_one_slash_in_##f
#define HF_PRIVATE_SHAPE_star(f, kind, name, value)                            \
    +((hf_private_one_star_or_rest_in_##f + 1) << 8)
#define HF_PRIVATE_SHAPE_module HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_SHAPE_state HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_SHAPE_self HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_SHAPE_cls HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_SHAPE_out HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_SHAPE_none HF_PRIVATE_NOTHING_OF

/* The same for how many must be given: by position in the low bits, by name in
 * the others. */
#define HF_PRIVATE_NEEDED(f, form)                                             \
    HF_PRIVATE_OF(HF_PRIVATE_NEEDED, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_NEEDED_given(f, kind, name, value)                          \
    +((int)hf_private_parameter_##name##_of_##f < (int)hf_private_star_##f     \
          ? 1                                                                  \
          : 0x100)
#define HF_PRIVATE_NEEDED_filled HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_maybe HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_rest HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_names HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_slash HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_star HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_module HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_state HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_self HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_cls HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_out HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_NEEDED_none HF_PRIVATE_NOTHING_OF

/* What no signature of Python can be. */
#define HF_PRIVATE_RULE(f, form)                                               \
    HF_PRIVATE_OF(HF_PRIVATE_RULE, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_RULE_given(f, kind, name, value)                            \
    HF_PRIVATE_MUST_BE((int)hf_private_parameter_##name##_of_##f >=            \
                               (int)hf_private_star_##f ||                     \
                           (int)hf_private_parameter_##name##_of_##f <         \
                               (int)hf_private_needed_##f,                     \
                       "arg(" #kind ", " #name                                 \
                       ") follows a parameter with a default: write it "       \
                       "before that one, or as def or opt, or star before it")
#define HF_PRIVATE_RULE_filled(f, kind, name, value)                           \
    HF_PRIVATE_MUST_BE(                                                        \
        hf_private_has_default_##kind,                                         \
        "def(" #kind ", " #name ", ...): a handle has no default in C: write " \
        "opt(" #kind ", " #name "), which is null where it is not given")      \
    enum {                                                                     \
        hf_private_is_default_of_##name##_of_##f = HF_PRIVATE_IS_DEFAULT(      \
            kind, value)                                                       \
    };                                                                         \
    HF_PRIVATE_MUST_BE(hf_private_is_default_of_##name##_of_##f,               \
                       "def(" #kind ", " #name ", " #value                     \
                       "): C would make another value "                        \
                       "of it than help() shows: write one that fits " #kind   \
                       ", or opt(" #kind ", " #name ") for none")
#define HF_PRIVATE_RULE_maybe HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_RULE_rest HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_RULE_names(f, kind, name, value)                            \
    HF_PRIVATE_MUST_BE(                                                        \
        (int)hf_private_one_names_in_##f == (int)hf_private_count_##f,         \
        "names(" #name ") must be the last of what Python gives")
#define HF_PRIVATE_RULE_slash(f, kind, name, value)                            \
    HF_PRIVATE_MUST_BE((int)hf_private_slash_##f <= (int)hf_private_star_##f,  \
                       "slash must stand before star and rest")
#define HF_PRIVATE_RULE_star(f, kind, name, value)                             \
    HF_PRIVATE_MUST_BE(                                                        \
        (int)hf_private_star_##f < (int)hf_private_count_##f,                  \
        "star is followed by no parameter to be given by name: "               \
        "leave it out")
#define HF_PRIVATE_RULE_module HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_RULE_state HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_RULE_self HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_RULE_cls HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_RULE_out(f, kind, name, value)                              \
    HF_PRIVATE_MUST_BE(HF_PRIVATE_SAME(hf_private_result_of_##f, hf_worked),   \
                       "out(" #kind                                            \
                       ") goes with the result none: write none, "             \
                       "or leave out(" #kind ") out")                          \
    HF_PRIVATE_MUST_BE(                                                        \
        (int)hf_private_one_out_in_##f == (int)hf_private_count_##f,           \
        "out(" #kind ") must be the last: write it behind all others")
#define HF_PRIVATE_RULE_none HF_PRIVATE_NOTHING_OF

#ifdef __cplusplus
#define HF_PRIVATE_SAME_FUNCTION(c, type) true /* the next error names both */
#define HF_PRIVATE_ZERO                                                        \
    {                                                                          \
    }
#else
#define HF_PRIVATE_SAME_FUNCTION(c, type) _Generic(c, type : 1, default : 0)
#define HF_PRIVATE_ZERO                                                        \
    {                                                                          \
        0                                                                      \
    }
#endif

/* Whether the default of a kind of integers is a value of its type, and that of a
 * text no NULL, as far as they are constants. In C++ it is taken as it is. */
#ifdef __cplusplus
#define HF_PRIVATE_IS_DEFAULT(kind, value) true
#else
#define HF_PRIVATE_IF_DEFAULT(kind, what, x, other)                            \
    __builtin_choose_expr((int)hf_private_has_default_##kind == (int)what, x,  \
                          other)
#define HF_PRIVATE_IS_DEFAULT(kind, value)                                     \
    HF_PRIVATE_IS_INTEGER_IF_CONSTANT(                                         \
        __typeof__(HF_PRIVATE_IF_DEFAULT(kind, HF_PRIVATE_INTEGER_DEFAULT,     \
                                         *(hf_kind_##kind *)0, 0)),            \
        HF_PRIVATE_IF_DEFAULT(kind, HF_PRIVATE_INTEGER_DEFAULT, value, 0)) &&  \
        HF_PRIVATE_IF_DEFAULT(                                                 \
            kind, HF_PRIVATE_TEXT_DEFAULT,                                     \
            _Generic((value), void * : 0, int : 0, default : 1), 1)
/* A constant times 0 is a null pointer, and has no type of its own. */
#define HF_PRIVATE_IS_INTEGER_IF_CONSTANT(T, n)                                \
    HF_PRIVATE_IS_INTEGER(                                                     \
        T,                                                                     \
        __builtin_choose_expr(_Generic(1 ? (void *)((long)(n)*0L) : (int *)0,  \
                                       int * : 1, default : 0),                \
                              n, 0))
#define HF_PRIVATE_IS_INTEGER(T, n)                                            \
    (_Generic((n), float : 0, double : 0, long double : 0, unsigned : 1,       \
              unsigned long : 1, unsigned long long : 1, default               \
              : (long long)(n) >= 0 || (T)-1 < (T)1) &&                        \
     (long long)(T)(n) == (long long)(n))
#endif

/* What is said of it: a row of the table, where out is the last; */
#define HF_PRIVATE_TABLE(f, form)                                              \
    HF_PRIVATE_OF(HF_PRIVATE_TABLE, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_TABLE_given(f, kind, name, value)                           \
    {#name, sizeof(#name) - 1, &hf_private_about_##kind, NULL},
#define HF_PRIVATE_TABLE_filled(f, kind, name, value)                          \
    {#name, sizeof(#name) - 1, &hf_private_about_##kind, #value},
#define HF_PRIVATE_TABLE_maybe HF_PRIVATE_TABLE_filled
#define HF_PRIVATE_TABLE_rest HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TABLE_names HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TABLE_slash HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TABLE_star HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TABLE_module HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TABLE_state HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TABLE_self HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TABLE_cls HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_TABLE_out(f, kind, name, value)                             \
    {NULL, 0, &hf_private_about_##kind, NULL},
#define HF_PRIVATE_TABLE_none HF_PRIVATE_NOTHING_OF

/* and a piece of the signature. */
#define HF_PRIVATE_TEXT(f, form)                                               \
    HF_PRIVATE_TEXT_AND_COMMA(                                                 \
        HF_PRIVATE_OF(HF_PRIVATE_TEXT, f, HF_PRIVATE_FORM_##form))
#define HF_PRIVATE_FIRST_TEXT(f, form)                                         \
    HF_PRIVATE_TEXT_ALONE(                                                     \
        HF_PRIVATE_OF(HF_PRIVATE_TEXT, f, HF_PRIVATE_FORM_##form))
#define HF_PRIVATE_TEXT_AND_COMMA(...)                                         \
    HF_PRIVATE_TEXT_AND_COMMA_(__VA_ARGS__, ~)
#define HF_PRIVATE_TEXT_AND_COMMA_(comma, text, ...) comma text
#define HF_PRIVATE_TEXT_ALONE(...) HF_PRIVATE_TEXT_ALONE_(__VA_ARGS__, ~)
#define HF_PRIVATE_TEXT_ALONE_(comma, text, ...) text
#define HF_PRIVATE_TEXT_given(f, kind, name, value) ", ", #name
#define HF_PRIVATE_TEXT_filled(f, kind, name, value) ", ", #name "=" #value
#define HF_PRIVATE_TEXT_maybe HF_PRIVATE_TEXT_filled
#define HF_PRIVATE_TEXT_rest(f, kind, name, value) ", ", "*" #name
#define HF_PRIVATE_TEXT_names(f, kind, name, value) ", ", "**" #name
#define HF_PRIVATE_TEXT_slash(f, kind, name, value) ", ", "/"
#define HF_PRIVATE_TEXT_star(f, kind, name, value) ", ", "*"
#define HF_PRIVATE_TEXT_none(f, kind, name, value) "", ""
#define HF_PRIVATE_TEXT_module HF_PRIVATE_TEXT_none
#define HF_PRIVATE_TEXT_state HF_PRIVATE_TEXT_none
#define HF_PRIVATE_TEXT_self HF_PRIVATE_TEXT_none
#define HF_PRIVATE_TEXT_cls HF_PRIVATE_TEXT_none
#define HF_PRIVATE_TEXT_out HF_PRIVATE_TEXT_none

/* What a call works on it has for itself, from here to the end of the scope: a
 * free-threaded CPython has no GIL that would say so, and a field may be replaced
 * while it is read. */
#ifdef Py_GIL_DISABLED
#define HF_PRIVATE_ALONE(name, x, y)                                           \
    PyCriticalSection2 hf_alone_##name                                         \
        __attribute__((cleanup(PyCriticalSection2_End)));                      \
    PyCriticalSection2_Begin(&hf_alone_##name, x, y)

/* A function may work on two, its self and its module's state, and has both for
 * itself only where one section has them: the outer one of two sections is left
 * while the thread waits for the inner one, and stays so. */
typedef struct hf_private_alone {
    bool hf_private_is_held;
    PyCriticalSection2 hf_private_section;
} hf_private_alone;

HF_PRIVATE_INLINE void hf_private_alone_begin(hf_private_alone *alone,
                                              PyObject *x, PyObject *y)
{
    alone->hf_private_is_held = x != NULL || y != NULL;
    if (alone->hf_private_is_held) {
        PyCriticalSection2_Begin(&alone->hf_private_section,
                                 x != NULL ? x : y, y != NULL ? y : x);
    }
}

HF_PRIVATE_INLINE void hf_private_alone_end(hf_private_alone *alone)
{
    if (alone->hf_private_is_held) {
        PyCriticalSection2_End(&alone->hf_private_section);
    }
}

#define HF_PRIVATE_NOT_ALONE                                                   \
    PyObject *hf_alone_state = NULL, *hf_alone_self = NULL;
#define HF_PRIVATE_ALONE_WITH(name, x) hf_alone_##name = x;
#define HF_PRIVATE_ALONE_WITH_ALL                                              \
    hf_private_alone hf_alone __attribute__((cleanup(hf_private_alone_end)));  \
    hf_private_alone_begin(&hf_alone, hf_alone_state, hf_alone_self);
#else
#define HF_PRIVATE_ALONE(name, x, y) ((void)0)
#define HF_PRIVATE_NOT_ALONE
#define HF_PRIVATE_ALONE_WITH(name, x)
#define HF_PRIVATE_ALONE_WITH_ALL
#endif

/* The variable that it becomes, */
#define HF_PRIVATE_CONVERT(f, form)                                            \
    HF_PRIVATE_OF(HF_PRIVATE_CONVERT, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_CONVERT_given(f, kind, name, value)                         \
    hf_kind_##kind hf_c_##name;                                                \
    {                                                                          \
        PyObject *hf_raw = hf_slots[hf_private_parameter_##name##_of_##f];     \
        hf_answer hf_is = hf_from_##kind(HF_PRIVATE_LENT_TO(kind, hf_raw),     \
                                         &hf_c_##name);                        \
        if (HF_PRIVATE_UNLIKELY(hf_is.hf_private_value <= 0)) {                \
            return hf_private_bad_argument(                                    \
                &hf_private_HF_FUNCTION_binds_##f,                             \
                hf_private_parameter_##name##_of_##f, hf_raw, hf_is);          \
        }                                                                      \
    }
#define HF_PRIVATE_CONVERT_filled(f, kind, name, value)                        \
    hf_kind_##kind hf_c_##name = hf_private_default_##kind(value);             \
    HF_PRIVATE_CONVERT_IF(f, kind, name, true)
#define HF_PRIVATE_CONVERT_maybe(f, kind, name, value)                         \
    hf_kind_##kind hf_c_##name = HF_PRIVATE_ZERO;                              \
    HF_PRIVATE_CONVERT_IF(f, kind, name, hf_raw != Py_None)
#define HF_PRIVATE_CONVERT_IF(f, kind, name, condition)                        \
    if (hf_given > (Py_ssize_t)hf_private_parameter_##name##_of_##f) {         \
        PyObject *hf_raw = hf_slots[hf_private_parameter_##name##_of_##f];     \
        if (hf_raw != NULL && condition) {                                     \
            hf_answer hf_is = hf_from_##kind(HF_PRIVATE_LENT_TO(kind, hf_raw), \
                                             &hf_c_##name);                    \
            if (HF_PRIVATE_UNLIKELY(hf_is.hf_private_value <= 0)) {            \
                return hf_private_bad_argument(                                \
                    &hf_private_HF_FUNCTION_binds_##f,                         \
                    hf_private_parameter_##name##_of_##f, hf_raw, hf_is);      \
            }                                                                  \
        }                                                                      \
    }
#define HF_PRIVATE_CONVERT_rest(f, kind, name, value)                          \
    hf_rest hf_c_##name = hf_private_make_rest(hf_others, hf_n_others);
#define HF_PRIVATE_CONVERT_names(f, kind, name, value)                         \
    hf_dict_borrowed hf_c_##name = HF_PRIVATE_LEND(dict, hf_named);
#define HF_PRIVATE_CONVERT_slash HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_CONVERT_star HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_CONVERT_module(f, kind, name, value)                        \
    PyObject *hf_module_raw = hf_private_module_for_##f(hf_self);              \
    if (HF_PRIVATE_UNLIKELY(hf_module_raw == NULL)) {                          \
        return NULL;                                                           \
    }                                                                          \
    hf_module_borrowed hf_c_##name = HF_PRIVATE_LEND(module, hf_module_raw);
#define HF_PRIVATE_CONVERT_state(f, S, name, value)                            \
    PyObject *hf_state_raw = hf_private_module_for_##f(hf_self);               \
    struct S *hf_c_##name = hf_state_raw != NULL                               \
                                ? hf_private_state_of_##S(hf_state_raw)        \
                                : NULL;                                        \
    if (HF_PRIVATE_UNLIKELY(hf_c_##name == NULL)) {                            \
        return NULL;                                                           \
    }                                                                          \
    HF_PRIVATE_ALONE_WITH(state, hf_state_raw)
#define HF_PRIVATE_CONVERT_self(f, class, name, value)                         \
    HF_PRIVATE_ALONE_WITH(self, hf_self)                                       \
    struct class *hf_c_##name = hf_private_data_of_##class(hf_self);
#define HF_PRIVATE_CONVERT_cls(f, kind, name, value)                           \
    hf_type_borrowed hf_c_##name = HF_PRIVATE_LEND(type, hf_self);
#define HF_PRIVATE_CONVERT_out(f, kind, name, value)                           \
    hf_result_##kind hf_written = HF_PRIVATE_ZERO, *hf_c_##name = &hf_written;
#define HF_PRIVATE_CONVERT_none HF_PRIVATE_NOTHING_OF

/* Reports say of what kind it was to be. */
#define HF_PRIVATE_LENT_TO(kind, raw)                                          \
    HF_PRIVATE_LEND_OF(hf_object_borrowed, hf_private_about_##kind.annotation, \
                       raw)

/* and how it is passed, with a comma before it. */
#define HF_PRIVATE_PASS(f, form)                                               \
    HF_PRIVATE_OF(HF_PRIVATE_PASS, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_PASS_given(f, kind, name, value) , hf_c_##name
#define HF_PRIVATE_PASS_filled HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_maybe HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_rest HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_names HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_slash HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_PASS_star HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_PASS_module HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_state HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_self HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_cls HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_out HF_PRIVATE_PASS_given
#define HF_PRIVATE_PASS_none HF_PRIVATE_NOTHING_OF

/* What was written to out takes the place of None. */
#define HF_PRIVATE_WRITTEN(f, form)                                            \
    HF_PRIVATE_OF(HF_PRIVATE_WRITTEN, f, HF_PRIVATE_FORM_##form)
#define HF_PRIVATE_WRITTEN_given HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_filled HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_maybe HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_rest HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_names HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_slash HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_star HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_module HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_state HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_self HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_cls HF_PRIVATE_NOTHING_OF
#define HF_PRIVATE_WRITTEN_out(f, kind, name, value)                           \
    if (!HF_PRIVATE_IS_NULL(hf_result)) {                                      \
        hf_object_decref(hf_result);                                           \
        hf_result = hf_to_##kind(hf_written);                                  \
    }
#define HF_PRIVATE_WRITTEN_none HF_PRIVATE_NOTHING_OF

/* ONE or MANY, of a list that begins with ~. What follows begins with a name, as a
 * type does, or a variable. */
#define HF_PRIVATE_ONE_OR_MANY(...)                                            \
    HF_PRIVATE_IF_SECOND(__VA_ARGS__, NO_SECOND, ~)
#define HF_PRIVATE_IF_SECOND(first, second, ...)                               \
    HF_PRIVATE_SECOND_OF(HF_PRIVATE_IS_##second, MANY, ~)
#define HF_PRIVATE_IS_NO_SECOND ~, ONE
#define HF_PRIVATE_SECOND_OF(...) HF_PRIVATE_SECOND_OF_(__VA_ARGS__)
#define HF_PRIVATE_SECOND_OF_(first, second, ...) second

/* R (*name)(A, B), and c(a, b), of lists that begin with ~. */
#define HF_PRIVATE_POINTER(R, name, ...)                                       \
    HF_PRIVATE_POINTER_OF(HF_PRIVATE_ONE_OR_MANY(__VA_ARGS__), R, name,        \
                          __VA_ARGS__)
#define HF_PRIVATE_POINTER_OF(n, R, name, ...)                                 \
    HF_PRIVATE_POINTER_PASTE(n, R, name, __VA_ARGS__)
#define HF_PRIVATE_POINTER_PASTE(n, R, name, ...)                              \
    HF_PRIVATE_POINTER_##n(R, name, __VA_ARGS__)
#define HF_PRIVATE_POINTER_ONE(R, name, none) R (*name)(void)
#define HF_PRIVATE_POINTER_MANY(R, name, none, ...) R (*name)(__VA_ARGS__)
#define HF_PRIVATE_CALL(c, ...)                                                \
    HF_PRIVATE_CALL_OF(HF_PRIVATE_ONE_OR_MANY(__VA_ARGS__), c, __VA_ARGS__)
#define HF_PRIVATE_CALL_OF(n, c, ...) HF_PRIVATE_CALL_PASTE(n, c, __VA_ARGS__)
#define HF_PRIVATE_CALL_PASTE(n, c, ...) HF_PRIVATE_CALL_##n(c, __VA_ARGS__)
#define HF_PRIVATE_CALL_ONE(c, none) c()
#define HF_PRIVATE_CALL_MANY(c, none, ...) c(__VA_ARGS__)

/* The checked build has reported a result with an exception set: the caller in
 * Python gets the exception. */
#ifdef HF_CHECKED
HF_API PyObject *hf_private_end_call(PyObject *result);
#define HF_PRIVATE_END_CALL(result) hf_private_end_call(result)
#else
#define HF_PRIVATE_END_CALL(result) (result)
#endif

/* Of a function of a module, what it is called on is the module. */
#define HF_PRIVATE_MODULE_ITSELF(self) (self)

/* ---- hf_private_call_f calls the C function c with what a call from Python
 * gave. HF_PRIVATE_EACH is HF_PRIVATE_FOR_ALL_OF the forms. |error_name| is
 * what errors call it, behind the class |of| where that is not NULL;
 * module_of(self) is the module that it is of. In the checked build's reports
 * it is called f. */
#define HF_PRIVATE_CALLABLE(HF_PRIVATE_EACH, f, c, result, error_name, of,     \
                            counts_self, module_of, ...)                       \
    HF_PRIVATE_INLINE PyObject *hf_private_module_for_##f(PyObject *hf_self)   \
    {                                                                          \
        return module_of(hf_self);                                             \
    }                                                                          \
    enum {                                                                     \
        hf_private_forms_of_##f = 0 HF_PRIVATE_EACH(                           \
            HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H, f, __VA_ARGS__)            \
    };                                                                         \
    typedef hf_result_##result hf_private_result_of_##f;                       \
    typedef HF_PRIVATE_POINTER(                                                \
        hf_result_##result, hf_private_type_of_##f,                            \
        ~HF_PRIVATE_EACH(HF_PRIVATE_TYPE, f, __VA_ARGS__));                    \
    HF_PRIVATE_MUST_BE(                                                        \
        HF_PRIVATE_SAME_FUNCTION(c, hf_private_type_of_##f),                   \
        "the line that binds " #c " does not say the result and "              \
        "the parameters of the C function: compare the two types"              \
        " of the next error")                                                  \
    static const hf_private_type_of_##f hf_private_as_declared_##f             \
        __attribute__((unused)) = c;                                           \
    enum {                                                                     \
        HF_PRIVATE_EACH(HF_PRIVATE_INDEX, f, __VA_ARGS__) hf_private_count_##f \
    };                                                                         \
    enum {                                                                     \
        hf_private_shape_##f = 0 HF_PRIVATE_EACH(HF_PRIVATE_SHAPE, f,          \
                                                 __VA_ARGS__),                 \
        hf_private_slash_##f = hf_private_shape_##f & 0xFF,                    \
        hf_private_star_##f = (hf_private_shape_##f >> 8 & 0xFF) != 0          \
                                  ? (hf_private_shape_##f >> 8 & 0xFF) - 1     \
                                  : (int)hf_private_count_##f,                 \
        hf_private_rest_##f = hf_private_shape_##f >> 16 & 1,                  \
        hf_private_names_##f = hf_private_shape_##f >> 17 & 1                  \
    };                                                                         \
    enum {                                                                     \
        hf_private_all_needed_##f = 0 HF_PRIVATE_EACH(HF_PRIVATE_NEEDED, f,    \
                                                      __VA_ARGS__),            \
        hf_private_needed_##f = hf_private_all_needed_##f & 0xFF,              \
        hf_private_needed_by_name_##f = hf_private_all_needed_##f >> 8         \
    };                                                                         \
    HF_PRIVATE_EACH(HF_PRIVATE_RULE, f, __VA_ARGS__)                           \
    static const struct hf_private_parameter hf_private_parameters_of_##f[] =  \
        {HF_PRIVATE_EACH(HF_PRIVATE_TABLE, f, __VA_ARGS__){NULL, 0, NULL,      \
                                                           NULL}};             \
    static const struct hf_private_function hf_private_HF_FUNCTION_binds_##f = \
        {error_name,                                                           \
         of,                                                                   \
         &hf_private_about_##result,                                           \
         hf_private_parameters_of_##f,                                         \
         hf_private_count_##f,                                                 \
         hf_private_slash_##f,                                                 \
         hf_private_star_##f,                                                  \
         hf_private_rest_##f,                                                  \
         hf_private_names_##f,                                                 \
         counts_self};                                                         \
    HF_PRIVATE_INLINE PyObject *hf_private_call_##f(                           \
        PyObject *hf_self, PyObject *const *hf_slots, Py_ssize_t hf_given,     \
        PyObject *const *hf_others, Py_ssize_t hf_n_others,                    \
        PyObject *hf_named)                                                    \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        (void)hf_self, (void)hf_slots, (void)hf_given, (void)hf_others;        \
        (void)hf_n_others, (void)hf_named;                                     \
        HF_PRIVATE_NOT_ALONE                                                   \
        HF_PRIVATE_EACH(HF_PRIVATE_CONVERT, f, __VA_ARGS__)                    \
        HF_PRIVATE_ALONE_WITH_ALL                                              \
        hf_object hf_result = hf_to_##result(HF_PRIVATE_CALL(                  \
            c, ~HF_PRIVATE_EACH(HF_PRIVATE_PASS, f, __VA_ARGS__)));            \
        HF_PRIVATE_EACH(HF_PRIVATE_WRITTEN, f, __VA_ARGS__)                    \
        return HF_PRIVATE_END_CALL(HF_PRIVATE_GIVE(hf_result));                \
    }

/* Where no argument was given by name and all have a place, they are where
 * CPython has them already. */
#define HF_PRIVATE_CALLED_BY_NAME(f)                                           \
    static PyObject *hf_private_calln_##f(PyObject *self,                      \
                                          PyObject *const *args,               \
                                          Py_ssize_t nargs, PyObject *kwnames) \
    {                                                                          \
        PyObject *slots[hf_private_count_##f + 1];                             \
        PyObject *const *found = args;                                         \
        PyObject *others = NULL;                                               \
        Py_ssize_t given = nargs;                                              \
        if (hf_private_rest_##f && nargs > hf_private_star_##f) {              \
            given = hf_private_star_##f;                                       \
        }                                                                      \
        if (kwnames != NULL || nargs < hf_private_needed_##f ||                \
            given > hf_private_star_##f || hf_private_names_##f ||             \
            hf_private_needed_by_name_##f > 0) {                               \
            if (!hf_private_bind(&hf_private_HF_FUNCTION_binds_##f, args,      \
                                 nargs, kwnames, slots,                        \
                                 hf_private_names_##f ? &others : NULL)) {     \
                return NULL;                                                   \
            }                                                                  \
            found = slots;                                                     \
            given = hf_private_count_##f;                                      \
        }                                                                      \
        PyObject *hf_made = hf_private_call_##f(                               \
            self, found, given, args + hf_private_star_##f,                    \
            nargs - hf_private_star_##f, others);                              \
        if (hf_private_names_##f) {                                            \
            Py_DECREF(others);                                                 \
        }                                                                      \
        return hf_made;                                                        \
    }

/* The ways in which Python calls; the one that fits is taken. */
#define HF_PRIVATE_BOUND(HF_PRIVATE_EACH, f, c, result, python_name, of,       \
                         counts_self, module_of, text, flags, help, ...)       \
    HF_PRIVATE_CALLABLE(HF_PRIVATE_EACH, f, c, result, python_name, of,        \
                        counts_self, module_of, __VA_ARGS__)                   \
    static PyObject *hf_private_callo_##f(PyObject *self, PyObject *argument)  \
    {                                                                          \
        return hf_private_call_##f(self, &argument, hf_private_count_##f,      \
                                   NULL, 0, NULL);                             \
    }                                                                          \
    HF_PRIVATE_CALLED_BY_NAME(f)                                               \
    static PyObject *hf_private_callp_##f(                                     \
        PyObject *self, PyObject *const *args, Py_ssize_t nargs)               \
    {                                                                          \
        return hf_private_calln_##f(self, args, nargs, NULL);                  \
    }                                                                          \
    static const char hf_private_doc_of_##f[] = python_name "(" text           \
                                                            ")\n--\n\n" help;  \
    static const char hf_private_name_of_##f[] = python_name;                  \
    enum {                                                                     \
        hf_private_by_position_##f = (int)hf_private_slash_##f ==              \
                                         (int)hf_private_count_##f &&          \
                                     !hf_private_names_##f,                    \
        hf_private_simple_##f = hf_private_by_position_##f &&                  \
                                !hf_private_rest_##f &&                        \
                                (int)hf_private_count_##f <= 1 &&              \
                                (int)hf_private_needed_##f ==                  \
                                    (int)hf_private_count_##f,                 \
        hf_private_flags_of_##f =                                              \
            flags |                                                            \
            (hf_private_simple_##f                                             \
                 ? (int)hf_private_count_##f == 0 ? METH_NOARGS : METH_O       \
             : hf_private_by_position_##f ? METH_FASTCALL                      \
                                          : METH_FASTCALL | METH_KEYWORDS)     \
    };
#define HF_PRIVATE_METHOD_ROW(f)                                               \
    {hf_private_name_of_##f,                                                   \
     hf_private_simple_##f ? hf_private_callo_##f                              \
     : hf_private_by_position_##f                                              \
         ? (PyCFunction)(void (*)(void))hf_private_callp_##f                   \
         : (PyCFunction)(void (*)(void))hf_private_calln_##f,                  \
     hf_private_flags_of_##f, hf_private_doc_of_##f},

/* The comma at the end makes a form of nothing, where there is none. */
#define HF_FUNCTION(f, result, ...)                                            \
    HF_PRIVATE_FUNCTION(f, result, #f, __VA_ARGS__, )
#define HF_FUNCTION_AS(python_name, f, result, ...)                            \
    HF_PRIVATE_FUNCTION(f, result, python_name, __VA_ARGS__, )
#define HF_PRIVATE_FUNCTION(f, result, name, help, ...)                        \
    HF_PRIVATE_BOUND(                                                          \
        HF_PRIVATE_FOR_ALL_OF(__VA_ARGS__), f, f, result, name, NULL, false,   \
        HF_PRIVATE_MODULE_ITSELF,                                              \
        "$module" HF_PRIVATE_FOR(HF_PRIVATE_TEXT, f, __VA_ARGS__), 0, help,    \
        __VA_ARGS__)

HF_END_DECLS

#include "core/internal/end_shorthand.h"

#endif /* HF_BIND_FUNCTION_H */
