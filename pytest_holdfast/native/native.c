/* pytest_holdfast._native: counters for the repetitions of a test; and for a
 * closer look, what libholdfast_preload.so knows where that is loaded. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dlsym's RTLD_DEFAULT */
#endif
#include "native.h"

#include <dlfcn.h>

const holdfast_preload_table *preload;

static PyMethodDef methods[] = {
    {"afresh", native_afresh, METH_NOARGS,
     PyDoc_STR("What was there before the next begin() does not matter.")},
    {"begin", native_begin, METH_NOARGS, PyDoc_STR("Read all counters.")},
    {"end", native_end, METH_NOARGS,
     PyDoc_STR("Read them again: bits for those that have grown.")},
    {"pause", native_pause, METH_NOARGS,
     PyDoc_STR("What happens from now on is not counted.")},
    {"resume", native_resume, METH_NOARGS, PyDoc_STR("It is again.")},
    {"growth", native_growth, METH_NOARGS,
     PyDoc_STR("By how much, between the last begin() and end().")},
    {"opened", native_opened, METH_NOARGS,
     PyDoc_STR("The file descriptors that were opened in between.")},
    {"watch", native_watch, METH_VARARGS,
     PyDoc_STR("Compare the counts of the objects in two lists, too.")},
    {"patience", native_patience, METH_O,
     PyDoc_STR("How often a count may stay as it was.")},
    {"changes", native_changes, METH_NOARGS,
     PyDoc_STR("(object, change) where the count changed each time.")},
    {"preloaded", native_preloaded, METH_NOARGS,
     PyDoc_STR("Whether allocations can be looked at.")},
    {"start", native_start, METH_NOARGS, PyDoc_STR("Keep stacks.")},
    {"stop", native_stop, METH_NOARGS, PyDoc_STR("Forget them.")},
    {"record", native_record, METH_O,
     PyDoc_STR("Keep what is allocated, in a repetition; 0 for none.")},
    {"full", native_full, METH_NOARGS,
     PyDoc_STR("Whether there was more than could be kept.")},
    {"stacks", native_stacks, METH_NOARGS,
     PyDoc_STR("(stack, heap, blocks, bytes) of what was kept and lives.")},
    {"places", native_places, METH_O, PyDoc_STR("The addresses of a stack.")},
    {"blocks", native_blocks, METH_VARARGS,
     PyDoc_STR("(address, size, object, count, type) of a stack's blocks.")},
    {"words", native_words, METH_O,
     PyDoc_STR("The words that an object's struct is made of.")},
    {"owner", native_owner, METH_VARARGS,
     PyDoc_STR("(object, count) of who has an address in its struct.")},
    {"fail", native_fail, METH_VARARGS,
     PyDoc_STR("Make the k-th allocation within address ranges fail.")},
    {"failures", native_failures, METH_NOARGS,
     PyDoc_STR("How many were made there since.")},
    {"calls", native_calls, METH_VARARGS,
     PyDoc_STR("Watch what calls of functions at addresses do to counts.")},
    {"no_calls", native_no_calls, METH_NOARGS, PyDoc_STR("No longer.")},
    {"no_deallocs", native_no_deallocs, METH_NOARGS,
     PyDoc_STR("Nor what a tp_dealloc does.")},
    {"called", native_called, METH_NOARGS,
     PyDoc_STR("(address, function, file, line, change), where it stayed.")},
    {"failed", native_failed, METH_NOARGS,
     PyDoc_STR("The addresses of the stack of the one that failed.")},
    {"stack_at_death", native_stack_at_death, METH_O,
     PyDoc_STR("Write the addresses of a crash's stack to a file.")},
    {"address", native_address, METH_O,
     PyDoc_STR("Where a built-in function or a tp_dealloc is, plus one.")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "pytest_holdfast._native",
    .m_doc = PyDoc_STR("Counters for the repetitions of a test."),
    .m_size = -1, /* one state for the process: what it counts is, too */
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit__native(void);
PyMODINIT_FUNC PyInit__native(void)
{
    const holdfast_preload_table *table = dlsym(RTLD_DEFAULT, HOLDFAST_PRELOAD);
    if (table != NULL && table->version == HOLDFAST_PRELOAD_VERSION) {
        preload = table;
    }
    return start_counters() ? PyModule_Create(&definition) : NULL;
}
