/* shared.h: what these programs share: an interpreter, an allocation that fails, and a
 * count of blocks. Each program ends with 0 where CPython is right, with 1 where it is
 * wrong; or CPython ends it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyMemAllocatorEx below[2]; /* what was there before, for each domain */
static long until_failure, blocks;

static void *get(void *domain, size_t size)
{
    PyMemAllocatorEx *next = domain;
    void *block = --until_failure == 0 ? NULL : next->malloc(next->ctx, size);
    if (block != NULL) {
        memset(block, 0x11, size); /* as if something had been there before */
        blocks++;
    }
    return block;
}

static void *get_zeroed(void *domain, size_t n, size_t size)
{
    PyMemAllocatorEx *next = domain;
    void *block = --until_failure == 0 ? NULL
                                       : next->calloc(next->ctx, n, size);
    blocks += block != NULL;
    return block;
}

static void *resize(void *domain, void *old, size_t size)
{
    PyMemAllocatorEx *next = domain;
    void *block = --until_failure == 0 ? NULL
                                       : next->realloc(next->ctx, old, size);
    blocks += old == NULL && block != NULL;
    return block;
}

static void give_back(void *domain, void *block)
{
    PyMemAllocatorEx *next = domain;
    blocks -= block != NULL;
    next->free(next->ctx, block);
}

static inline void start(void)
{
    Py_Initialize();
    for (int i = 0; i < 2; i++) {
        PyMemAllocatorDomain domain = i == 0 ? PYMEM_DOMAIN_MEM
                                             : PYMEM_DOMAIN_OBJ;
        PyMemAllocatorEx ours = {&below[i], get, get_zeroed, resize, give_back};
        PyMem_GetAllocator(domain, &below[i]);
        PyMem_SetAllocator(domain, &ours);
    }
}

/* fail has the nth allocation from here fail. ended says whether there were less than n,
 * and clears the exception; no more fails then. */
static inline void fail(long nth)
{
    until_failure = nth;
}

static inline int ended(void)
{
    int there_were_less = until_failure > 0;
    until_failure = 0;
    PyErr_Clear();
    return there_were_less;
}

/* value_of is what an expression of Python gives. */
static inline PyObject *value_of(const char *expression)
{
    PyObject *names = PyModule_GetDict(PyImport_AddModule("__main__"));
    return PyRun_String(expression, Py_eval_input, names, names);
}
