#include "fuzz/engine/interpreter.h"

#include <stdio.h>
#include <stdlib.h>

static struct {
    PyMemAllocatorEx next[2]; /* what serves the object and the mem domain */
    Py_ssize_t blocks;
    fuzz_alloc_counts calls;
    unsigned asked;
    unsigned countdown; /* to the failure; 0 while none is armed */
    bool fired;
} allocator;

/* What no machine has: AddressSanitizer would take it for a mistake. */
static const size_t too_much = (size_t)1 << 48;

static bool fails_now(size_t size)
{
    if (size >= too_much) {
        return true;
    }
    allocator.asked++;
    if (allocator.countdown == 0 || --allocator.countdown > 0) {
        return false;
    }
    allocator.fired = true;
    return true;
}

static void *hook_malloc(void *context, size_t size)
{
    PyMemAllocatorEx *next = context;
    void *block = fails_now(size) ? NULL : next->malloc(next->ctx, size);
    allocator.calls.made++;
    allocator.blocks += block != NULL;
    return block;
}

static void *hook_calloc(void *context, size_t n, size_t size)
{
    PyMemAllocatorEx *next = context;
    void *block = fails_now(n * size) ? NULL : next->calloc(next->ctx, n, size);
    allocator.calls.made++;
    allocator.blocks += block != NULL;
    return block;
}

static void *hook_realloc(void *context, void *old, size_t size)
{
    PyMemAllocatorEx *next = context;
    void *block = fails_now(size) ? NULL : next->realloc(next->ctx, old, size);
    allocator.calls.made += old == NULL;
    allocator.calls.resized += old != NULL;
    allocator.blocks += block != NULL && old == NULL;
    return block;
}

static void hook_free(void *context, void *block)
{
    PyMemAllocatorEx *next = context;
    allocator.blocks -= block != NULL;
    next->free(next->ctx, block);
}

static void install_hooks(void)
{
    const PyMemAllocatorDomain domains[2] = {PYMEM_DOMAIN_OBJ,
                                             PYMEM_DOMAIN_MEM};
    for (int i = 0; i < 2; i++) {
        PyMem_GetAllocator(domains[i], &allocator.next[i]);
        PyMemAllocatorEx hooked = {&allocator.next[i], hook_malloc, hook_calloc,
                                   hook_realloc, hook_free};
        PyMem_SetAllocator(domains[i], &hooked);
    }
}

void fuzz_alloc_arm(unsigned k)
{
    allocator.countdown = k;
    allocator.fired = false;
}

bool fuzz_alloc_disarm(void)
{
    bool fired = allocator.fired;
    allocator.countdown = 0;
    allocator.fired = false;
    return fired;
}

unsigned fuzz_alloc_asked(void)
{
    return allocator.asked;
}

fuzz_alloc_counts fuzz_alloc_calls(void)
{
    return allocator.calls;
}

size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

fuzz_totals fuzz_totals_now(void)
{
    fuzz_totals now = {.blocks = allocator.blocks};
    if (__sanitizer_get_current_allocated_bytes != NULL) {
        now.bytes = (Py_ssize_t)__sanitizer_get_current_allocated_bytes();
    }
#ifndef Py_REF_DEBUG
    /* Nobody sums them up. */
#elif PY_VERSION_HEX >= 0x030C0000
    now.references = _Py_GetGlobalRefTotal();
#else
    now.references = _Py_GetRefTotal();
#endif
    return now;
}

fuzz_totals fuzz_totals_since(fuzz_totals before)
{
    fuzz_totals change = fuzz_totals_now();
    change.references -= before.references;
    change.blocks -= before.blocks;
    change.bytes -= before.bytes;
    return change;
}

static void require(PyStatus status)
{
    if (PyStatus_Exception(status)) {
        fprintf(stderr, "the interpreter does not start: %s\n",
                status.err_msg ? status.err_msg : "(no reason given)");
        exit(2);
    }
}

/* warm fills what CPython fills once, on first use: no input shall look as if
 * it leaked that. */
static void warm(void)
{
    /* The strs that CPython shares: each with its hash and UTF-8. */
    for (int c = -1; c < 256; c++) {
        PyObject *s = c < 0 ? PyUnicode_New(0, 0) : PyUnicode_FromOrdinal(c);
        PyUnicode_InternInPlace(&s);
        PyObject_Hash(s);
        PyUnicode_AsUTF8(s);
        Py_DECREF(s);
    }
    /* The free list of MemoryErrors. */
    PyObject *errors[40];
    for (int i = 0; i < 40; i++) {
        PyErr_NoMemory();
        PyObject *type, *traceback;
        PyErr_Fetch(&type, &errors[i], &traceback);
        PyErr_NormalizeException(&type, &errors[i], &traceback);
        Py_XDECREF(type);
        Py_XDECREF(traceback);
    }
    for (int i = 0; i < 40; i++) {
        Py_XDECREF(errors[i]);
    }
    PyObject *bad = PyUnicode_DecodeUTF8("\xff", 1, NULL);
    Py_XDECREF(bad);
    PyErr_Clear();
}

void fuzz_interpreter_start(void)
{
    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig(&before);
    before.allocator = PYMEM_ALLOCATOR_MALLOC;
    before.utf8_mode = 1;
    require(Py_PreInitialize(&before));

    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.use_hash_seed = 1;
    config.hash_seed = 1;
    config.write_bytecode = 0;
#ifdef HOLDFAST_PYTHON_PROGRAM
    require(PyConfig_SetBytesString(&config, &config.program_name,
                                    HOLDFAST_PYTHON_PROGRAM));
#endif
    require(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);

    PyGC_Disable();
    install_hooks();
    warm();
}
