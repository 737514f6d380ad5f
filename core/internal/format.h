/* format.h: formats whose arguments may be handles. Private to core/.
 *
 * hf_error_raise, hf_str_format and hf_str_builder_append_format are macros that
 * hand on, for each argument, what a format takes: a handle's pointer for a
 * handle, anything else as it is; and before them a string with a letter for
 * each, so that a conversion which does not fit its argument is an exception, and
 * no garbage.
 *
 *   i  int and what is promoted to it      s  char pointer
 *   l  long   L  long long                 p  void pointer
 *   o  PyObject or PyTypeObject pointer    h  handle
 *   d  double, which no conversion takes
 */
#ifndef HF_FORMAT_H
#define HF_FORMAT_H

#include "../handle.h"

#include <stdarg.h>
#ifdef __cplusplus
#include <type_traits>
#endif

HF_BEGIN_DECLS

/* hf_private_format makes the str of |format|, which is itself the first of the
 * arguments that |letters| speaks of. |function| is named in errors.
 *
 *   -> new or NULL | raises SystemError, anything | runs-python (for %S, %R)
 */
HF_API PyObject *hf_private_format(const char *function, const char *letters,
                                   const char *format, va_list arguments);

HF_END_DECLS

#ifdef __cplusplus

template <class A> struct hf_private_letter {
    static constexpr char value = 'h';
};
#define HF_PRIVATE_LETTER(A, letter)                                           \
    template <> struct hf_private_letter<A> {                                  \
        static constexpr char value = letter;                                  \
    };
HF_PRIVATE_LETTER(bool, 'i')
HF_PRIVATE_LETTER(char, 'i')
HF_PRIVATE_LETTER(signed char, 'i')
HF_PRIVATE_LETTER(unsigned char, 'i')
HF_PRIVATE_LETTER(short, 'i')
HF_PRIVATE_LETTER(unsigned short, 'i')
HF_PRIVATE_LETTER(int, 'i')
HF_PRIVATE_LETTER(unsigned, 'i')
HF_PRIVATE_LETTER(long, 'l')
HF_PRIVATE_LETTER(unsigned long, 'l')
HF_PRIVATE_LETTER(long long, 'L')
HF_PRIVATE_LETTER(unsigned long long, 'L')
HF_PRIVATE_LETTER(float, 'd')
HF_PRIVATE_LETTER(double, 'd')
HF_PRIVATE_LETTER(char *, 's')
HF_PRIVATE_LETTER(const char *, 's')
HF_PRIVATE_LETTER(void *, 'p')
HF_PRIVATE_LETTER(const void *, 'p')
HF_PRIVATE_LETTER(PyObject *, 'o')
HF_PRIVATE_LETTER(PyTypeObject *, 'o')
#undef HF_PRIVATE_LETTER

template <char letter> struct hf_private_argument {
    template <class A> static typename std::decay<A>::type of(A &&x)
    {
        return x;
    }
};
template <> struct hf_private_argument<'h'> {
    template <class A> static HF_PRIVATE_OVERLOAD PyObject *of(A &&x)
    {
        return hf_as_raw(static_cast<A &&>(x));
    }
};
#define HF_PRIVATE_LETTERS(A)                                                  \
    {                                                                          \
        's', hf_private_letter<typename std::decay<A>::type>::value..., '\0'   \
    }
#define HF_PRIVATE_ARGUMENTS(A, x)                                             \
    hf_private_argument<                                                       \
        hf_private_letter<typename std::decay<A>::type>::value>::              \
        of(static_cast<A &&>(x))...

#else

/* What is no handle gives |plain|, a handle |other|. */
#define HF_PRIVATE_UNLESS_HANDLE(x, plain, other)                              \
    _Generic((x), bool: plain, char: plain, signed char: plain,                \
             unsigned char: plain, short: plain, unsigned short: plain,        \
             int: plain, unsigned: plain, long: plain, unsigned long: plain,   \
             long long: plain, unsigned long long: plain, float: plain,        \
             double: plain, char *: plain, const char *: plain, void *: plain, \
             const void *: plain, PyObject *: plain, PyTypeObject *: plain,    \
             default: other)
#define HF_PRIVATE_ARGUMENT(x)                                                 \
    HF_PRIVATE_UNLESS_HANDLE(                                                  \
        x, (x),                                                                \
        hf_as_raw(HF_PRIVATE_UNLESS_HANDLE(x, hf_null(object_borrowed), (x))))
#define HF_PRIVATE_LETTER(x)                                                   \
    _Generic((x), bool: 'i', char: 'i', signed char: 'i', unsigned char: 'i',  \
             short: 'i', unsigned short: 'i', int: 'i', unsigned: 'i',         \
             long: 'l', unsigned long: 'l', long long: 'L',                    \
             unsigned long long: 'L', float: 'd', double: 'd', char *: 's',    \
             const char *: 's', void *: 'p', const void *: 'p',                \
             PyObject *: 'o', PyTypeObject *: 'o', default: 'h')

/* HF_PRIVATE_EACH(M, a, b) is M(a), M(b): for up to 16. */
#define HF_PRIVATE_EACH_1(M, a) M(a)
#define HF_PRIVATE_EACH_2(M, a, ...) M(a), HF_PRIVATE_EACH_1(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_3(M, a, ...) M(a), HF_PRIVATE_EACH_2(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_4(M, a, ...) M(a), HF_PRIVATE_EACH_3(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_5(M, a, ...) M(a), HF_PRIVATE_EACH_4(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_6(M, a, ...) M(a), HF_PRIVATE_EACH_5(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_7(M, a, ...) M(a), HF_PRIVATE_EACH_6(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_8(M, a, ...) M(a), HF_PRIVATE_EACH_7(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_9(M, a, ...) M(a), HF_PRIVATE_EACH_8(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_10(M, a, ...) M(a), HF_PRIVATE_EACH_9(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_11(M, a, ...) M(a), HF_PRIVATE_EACH_10(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_12(M, a, ...) M(a), HF_PRIVATE_EACH_11(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_13(M, a, ...) M(a), HF_PRIVATE_EACH_12(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_14(M, a, ...) M(a), HF_PRIVATE_EACH_13(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_15(M, a, ...) M(a), HF_PRIVATE_EACH_14(M, __VA_ARGS__)
#define HF_PRIVATE_EACH_16(M, a, ...) M(a), HF_PRIVATE_EACH_15(M, __VA_ARGS__)
#define HF_PRIVATE_EACH(M, ...)                                                \
    HF_PRIVATE_SIXTEEN(__VA_ARGS__, HF_PRIVATE_EACH_16, HF_PRIVATE_EACH_15,    \
                       HF_PRIVATE_EACH_14, HF_PRIVATE_EACH_13,                 \
                       HF_PRIVATE_EACH_12, HF_PRIVATE_EACH_11,                 \
                       HF_PRIVATE_EACH_10, HF_PRIVATE_EACH_9,                  \
                       HF_PRIVATE_EACH_8, HF_PRIVATE_EACH_7,                   \
                       HF_PRIVATE_EACH_6, HF_PRIVATE_EACH_5,                   \
                       HF_PRIVATE_EACH_4, HF_PRIVATE_EACH_3,                   \
                       HF_PRIVATE_EACH_2, HF_PRIVATE_EACH_1, ~)                \
    (M, __VA_ARGS__)
#define HF_PRIVATE_SIXTEEN(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, M,  \
                           ...)                                                \
    M

/* The letters of the arguments, and then the arguments. */
#define HF_PRIVATE_ARGUMENTS(...)                                              \
    (const char[]){HF_PRIVATE_EACH(HF_PRIVATE_LETTER, __VA_ARGS__), '\0'},     \
        HF_PRIVATE_EACH(HF_PRIVATE_ARGUMENT, __VA_ARGS__)

#endif

#endif /* HF_FORMAT_H */
