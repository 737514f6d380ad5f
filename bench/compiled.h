/* compiled.h: how a module that is measured was compiled, for the heading of what is
 * printed of it. */
#ifndef BENCH_COMPILED_H
#define BENCH_COMPILED_H

#include "core/holdfast.h"

/* Adds COMPILER, its name and version, and OPTIMIZED. 0, or -1 with an exception. */
static inline int add_how_compiled(PyObject *module)
{
#ifdef __clang__
    const char *compiler = __VERSION__;
#else
    const char *compiler = "gcc " __VERSION__;
#endif
#ifdef __OPTIMIZE__
    int optimized = 1;
#else
    int optimized = 0;
#endif
    int added = PyModule_AddStringConstant(module, "COMPILER", compiler);
    return added < 0 ? -1 : PyModule_AddIntConstant(module, "OPTIMIZED", optimized);
}

#endif /* BENCH_COMPILED_H */
