/* check.h: how much the layer checks itself, and how it speaks when it fails.
 *
 * HF_ASSERT_LEVEL chooses; each level includes those below it.
 *
 *   0  nothing. The default where NDEBUG is defined.
 *   1  what costs a few instructions: a cast_unchecked that lies, HF_NEVER, and
 *      hf_assert_result(). The default otherwise.
 *   2  what walks memory: every str that a function is given is valid, to the
 *      last code point (hf_str_is_valid, HF_DEPTH_DEEP).
 *
 * Input is never checked by an assertion: what the type system lets through
 * is refused with an exception at every level, also in release builds.
 */
#ifndef HF_CHECK_H
#define HF_CHECK_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>
#include <stddef.h>

#ifndef HF_ASSERT_LEVEL
#ifdef NDEBUG
#define HF_ASSERT_LEVEL 0
#else
#define HF_ASSERT_LEVEL 1
#endif
#endif

#define HF_PRIVATE_LIKELY(x) __builtin_expect(!!(x), 1)
#define HF_PRIVATE_UNLIKELY(x) __builtin_expect(!!(x), 0)

/* HF_PRIVATE_NAMED(name, __COUNTER__) is a name that nothing else has. */
#define HF_PRIVATE_PASTED(a, b) a##b
#define HF_PRIVATE_NAMED(name, number) HF_PRIVATE_PASTED(name, number)

/* HF_NODISCARD results must be used: see the flags in docs/ownership.md. */
#define HF_NODISCARD __attribute__((warn_unused_result))

/* HF_PRIVATE_READS(i, n) says that the parameter i is an array of as many items as
 * the parameter n says: gcc sees one that is too short. HF_PRIVATE_AS_MANY(array, n) says
 * the same to clang, by their names, behind the parameters. */
#if defined(__GNUC__) && !defined(__clang__)
#define HF_PRIVATE_READS(i, n) __attribute__((access(read_only, i, n)))
#define HF_PRIVATE_AS_MANY(array, n)
#else
#define HF_PRIVATE_READS(i, n)
/* -pedantic warns that gcc does not know it. */
#define HF_PRIVATE_AS_MANY(array, n)                                           \
    _Pragma("clang diagnostic push") _Pragma(                                  \
        "clang diagnostic ignored \"-Wgcc-compat\"")                           \
        __attribute__((diagnose_if(                                            \
            (n) > 0 && __builtin_object_size(array, 0) / sizeof(*(array)) <    \
                           (size_t)(n),                                        \
            "the array has fewer than " #n, "error")))                         \
        _Pragma("clang diagnostic pop")
#endif

/* HF_API marks what a .c file defines. It is hidden: two extension modules in
 * one process may hold two versions of the layer. HF_INLINE marks the bodies in
 * headers, and HF_LOCAL a function of a .c file that touches handles;
 * HF_LOCAL_APART one that is best kept out of its callers.
 *
 * In the checked build the place of a mistake is the return address of a call
 * from user code: so no such call may become a jump or be merged with another,
 * and no HF_INLINE or HF_LOCAL one may be a function of its own. */
#ifndef HF_CHECKED
#define HF_PRIVATE_API __attribute__((visibility("hidden")))
#define HF_PRIVATE_INLINE static inline __attribute__((unused))
#define HF_PRIVATE_LOCAL static
#define HF_PRIVATE_LOCAL_APART static __attribute__((noinline))
#else
#define HF_PRIVATE_INLINE static inline __attribute__((unused, always_inline))
#define HF_PRIVATE_LOCAL static inline __attribute__((always_inline))
#define HF_PRIVATE_LOCAL_APART HF_PRIVATE_LOCAL
#ifdef __clang__
#define HF_PRIVATE_API                                                         \
    __attribute__((visibility("hidden"), not_tail_called, nomerge))
#else
#define HF_PRIVATE_API __attribute__((visibility("hidden")))
#pragma GCC optimize("no-optimize-sibling-calls", "no-crossjumping")
#pragma GCC optimize("no-tree-tail-merge")
#endif
#endif

/* HF_BEGIN_DECLS opens the declarations of a header. */
#ifdef __cplusplus
/* HF_PRIVATE_OVERLOAD is HF_INLINE for overloads and templates. */
#ifdef HF_CHECKED
#define HF_PRIVATE_OVERLOAD inline __attribute__((always_inline))
#else
#define HF_PRIVATE_OVERLOAD inline
#endif
#define HF_PRIVATE_BEGIN_DECLS extern "C" {
#define HF_PRIVATE_END_DECLS }
#else
#define HF_PRIVATE_BEGIN_DECLS
#define HF_PRIVATE_END_DECLS
#endif

#include "internal/shorthand.h"

HF_BEGIN_DECLS

/* One of these is defined in check.c, and each object refers to the one that it
 * was compiled for: a mixture does not link. */
#ifdef HF_CHECKED
#define HF_PRIVATE_ABI hf_all_objects_must_be_compiled_with_HF_CHECKED
#else
#define HF_PRIVATE_ABI hf_all_objects_must_be_compiled_without_HF_CHECKED
#endif
extern __attribute__((visibility("hidden"))) const char HF_PRIVATE_ABI;
static const char *const hf_private_abi __attribute__((used)) = &HF_PRIVATE_ABI;

/* hf_private_assertion_failed prints one line to stderr, without allocating, and
 * aborts. */
HF_API __attribute__((noreturn, cold)) void hf_private_assertion_failed(
    const char *what, const char *file, int line);

/* hf_private_result_agrees says whether an exception is set exactly when a call
 * |failed|. */
HF_API bool hf_private_result_agrees(bool failed);

/* hf_private_assert_result asserts it, for hf_assert_result. */
HF_API void hf_private_assert_result(bool failed, const char *file, int line);

/* hf_private_refuse raises for an |operand| that a function cannot work on: the
 * exception that is set already stays; a null operand raises SystemError,
 * another one TypeError "expected str, found int". |function| is named in the
 * SystemError. That it is false the compiler sees: otherwise it takes what stands
 * behind the question for as rare as the refusal.
 *
 *   borrows operand | -> always false | raises SystemError, TypeError
 */
HF_API __attribute__((cold)) void hf_private_raise_refusal(
    const char *function, PyObject *operand, const char *expected);
HF_INLINE bool hf_private_refuse(const char *function, PyObject *operand,
                                 const char *expected)
{
    hf_private_raise_refusal(function, operand, expected);
    return false;
}

/* hf_private_refuse_memory raises for |size| bytes at a |pointer|, which is
 * named in the SystemError, where the one is negative or the other NULL. Always
 * false.
 */
HF_API __attribute__((cold)) void hf_private_raise_memory_refusal(
    const char *function, const char *pointer, Py_ssize_t size);
HF_INLINE bool hf_private_refuse_memory(const char *function,
                                        const char *pointer, Py_ssize_t size)
{
    hf_private_raise_memory_refusal(function, pointer, size);
    return false;
}

/* hf_private_memory_usable says whether |size| bytes at |data| can be read, as
 * far as can be seen; otherwise an exception is set. */
HF_INLINE bool hf_private_memory_usable(const char *function, const void *data,
                                        Py_ssize_t size)
{
    if (HF_LIKELY(size >= 0 && (data != NULL || size == 0))) {
        return true;
    }
    return hf_private_refuse_memory(function, "pointer", size);
}

HF_END_DECLS

#if HF_ASSERT_LEVEL >= 1
#define HF_ASSERT(condition)                                                   \
    (HF_PRIVATE_LIKELY(condition)                                              \
         ? (void)0                                                             \
         : hf_private_assertion_failed(#condition, __FILE__, __LINE__))
#else
#define HF_ASSERT(condition) ((void)0)
#endif

/* HF_NEVER(condition) is a condition that never holds, of a branch that stands
 * in release builds all the same. //fuzz:coverage does not ask for the branch,
 * nor for a function with HF_NEVER in the comment before it. */
#if HF_ASSERT_LEVEL >= 1
#define HF_NEVER(condition)                                                    \
    (HF_PRIVATE_UNLIKELY(condition)                                            \
         ? (hf_private_assertion_failed("never " #condition, __FILE__,         \
                                        __LINE__),                             \
            true)                                                              \
         : false)
#else
#define HF_NEVER(condition) (condition)
#endif

#if HF_ASSERT_LEVEL >= 2
#define HF_ASSERT_DEEP(condition) HF_ASSERT(condition)
#else
#define HF_ASSERT_DEEP(condition) ((void)0)
#endif

#endif /* HF_CHECK_H */
