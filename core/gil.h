/* gil.h: the GIL, and critical sections, as scopes that end in any way.
 *
 *     static void called_by_a_library(void *data)      a thread of its own
 *     {
 *         hf_with_gil {
 *             ...
 *         }
 *     }
 *
 *     hf_without_gil {                                 others may run
 *         n = read(file, buffer, size);
 *     }
 *
 *     hf_critical_section(self) {                      self alone
 *         ...
 *     }
 *
 * A block ends by its end, break, continue, return or goto, and what was taken is
 * given back. (So break and continue are the block's, not those of a loop around
 * it.) hf_auto_gil(name); takes the GIL up to the end of the scope it stands in.
 *
 * Without the GIL nothing of Python may be touched, handles included; the checked
 * build reports it. A borrowed handle from a container may die meanwhile.
 *
 * A free-threaded CPython has no GIL: there the first two attach the thread, and
 * detach it, as everything that uses Python needs. A critical section locks its
 * objects; elsewhere it does nothing, since the GIL does it.
 */
#ifndef HF_GIL_H
#define HF_GIL_H

#include "handle.h"

HF_BEGIN_DECLS

/* ---- What the macros make. */

typedef struct hf_private_gil {
    PyGILState_STATE hf_private_state;
} hf_private_gil;

typedef struct hf_private_no_gil {
    PyThreadState *hf_private_saved;
} hf_private_no_gil;

typedef struct hf_private_section {
    bool hf_private_is_held;
#ifdef Py_GIL_DISABLED
    PyCriticalSection2 hf_private_section; /* of two, or of one twice */
#endif
} hf_private_section;

HF_INLINE hf_private_gil hf_private_gil_begin(void)
{
    hf_private_gil scope = {PyGILState_Ensure()};
    return scope;
}

HF_INLINE void hf_private_gil_end(hf_private_gil *scope)
{
    PyGILState_Release(scope->hf_private_state);
}

HF_INLINE hf_private_no_gil hf_private_no_gil_begin(void)
{
    hf_private_no_gil scope = {PyEval_SaveThread()};
    return scope;
}

HF_INLINE void hf_private_no_gil_end(hf_private_no_gil *scope)
{
    PyEval_RestoreThread(scope->hf_private_saved);
}

/* Of null nothing is locked. The section stays where it is: CPython keeps its
 * address. */
HF_INLINE void *hf_private_section_begin(hf_private_section *scope,
                                         hf_object_borrowed x,
                                         hf_object_borrowed y)
{
    PyObject *left = HF_PRIVATE_USE(x), *right = HF_PRIVATE_USE(y);
    scope->hf_private_is_held = left != NULL && right != NULL;
#ifdef Py_GIL_DISABLED
    if (scope->hf_private_is_held) {
        PyCriticalSection2_Begin(&scope->hf_private_section, left, right);
    }
#endif
    return scope;
}

HF_INLINE void hf_private_section_end(hf_private_section *scope)
{
#ifdef Py_GIL_DISABLED
    if (scope->hf_private_is_held) {
        PyCriticalSection2_End(&scope->hf_private_section);
    }
#endif
    scope->hf_private_is_held = false;
}

HF_END_DECLS

#define HF_PRIVATE_ENDED_BY(end) __attribute__((cleanup(end), unused))

/* A for that runs once. The variable is released where its scope ends, however
 * that is; the pointer says whether the block has run. */
#define HF_PRIVATE_ONCE(type, begin, end, name)                                \
    for (type name HF_PRIVATE_ENDED_BY(end) = begin(),                         \
                   *HF_PRIVATE_PASTED(name, once) = &name;                     \
         HF_PRIVATE_PASTED(name, once) != NULL;                                \
         HF_PRIVATE_PASTED(name, once) = NULL)
#define HF_PRIVATE_LOCKED(x, y, name)                                          \
    for (hf_private_section name HF_PRIVATE_ENDED_BY(hf_private_section_end),  \
         *HF_PRIVATE_PASTED(name, once) =                                      \
             (hf_private_section *)hf_private_section_begin(&name, x, y);      \
         HF_PRIVATE_PASTED(name, once) != NULL;                                \
         HF_PRIVATE_PASTED(name, once) = NULL)

#define hf_auto_gil(name)                                                      \
    hf_private_gil name HF_PRIVATE_ENDED_BY(hf_private_gil_end) =              \
        hf_private_gil_begin()

#define hf_with_gil HF_PRIVATE_WITH_GIL(__COUNTER__)
#define HF_PRIVATE_WITH_GIL(n)                                                 \
    HF_PRIVATE_WITH_GIL_AS(HF_PRIVATE_NAMED(hf_gil_, n))
#define HF_PRIVATE_WITH_GIL_AS(name)                                           \
    HF_PRIVATE_ONCE(hf_private_gil, hf_private_gil_begin, hf_private_gil_end,  \
                    name)

#define hf_without_gil HF_PRIVATE_WITHOUT_GIL(__COUNTER__)
#define HF_PRIVATE_WITHOUT_GIL(n)                                              \
    HF_PRIVATE_WITHOUT_GIL_AS(HF_PRIVATE_NAMED(hf_no_gil_, n))
#define HF_PRIVATE_WITHOUT_GIL_AS(name)                                        \
    HF_PRIVATE_ONCE(hf_private_no_gil, hf_private_no_gil_begin,                \
                    hf_private_no_gil_end, name)

/* hf_critical_section(x) and hf_critical_section2(x, y): any handles. */
#define hf_critical_section(x) hf_critical_section2(x, x)
#define hf_critical_section2(x, y)                                             \
    HF_PRIVATE_SECTION(hf_as_object(x), hf_as_object(y), __COUNTER__)
#define HF_PRIVATE_SECTION(x, y, n)                                            \
    HF_PRIVATE_SECTION_AS(x, y, HF_PRIVATE_NAMED(hf_section_, n))
#define HF_PRIVATE_SECTION_AS(x, y, name) HF_PRIVATE_LOCKED(x, y, name)

#endif /* HF_GIL_H */
