/* The stack at a crash, which nothing that allocates can find. */
#include "native.h"

#include <signal.h>
#include <stdint.h>
#include <unistd.h>
#include <unwind.h>

static int death_file = -1;
static const int deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
enum { DEADLY = sizeof(deadly) / sizeof(*deadly) };
static struct sigaction others[DEADLY]; /* who is called then: faulthandler */
static void *death_loop;

typedef struct stack {
    uint64_t places[64];
    size_t depth;
} stack;

static _Unwind_Reason_Code step(struct _Unwind_Context *context, void *argument)
{
    stack *s = argument;
    int is_exact; /* the instruction itself, not where a call returns to */
    uint64_t place = _Unwind_GetIPInfo(context, &is_exact);
    s->places[s->depth++] = place + (is_exact ? 1 : 0);
    return s->depth == sizeof(s->places) / sizeof(*s->places) ||
                   (void *)_Unwind_GetRegionStart(context) == death_loop
               ? _URC_END_OF_STACK
               : _URC_NO_REASON;
}

static void tell(const void *data, size_t size)
{
    ssize_t n = write(death_file, data, size);
    (void)n; /* there is nobody to be told */
}

static void on_death(int number)
{
    for (size_t i = 0; i < DEADLY; i++) { /* first: a walk may crash, too */
        sigaction(deadly[i], &others[i], NULL);
    }
    stack s = {.depth = 0};
    _Unwind_Backtrace(step, &s);
    tell(s.places, s.depth * sizeof(*s.places));
    /* After a 0, the allocation that was made to fail. */
    const holdfast_stack *f = preload != NULL ? preload->failed() : NULL;
    if (f != NULL && f->depth > 0) {
        uint64_t nothing = 0;
        tell(&nothing, sizeof(nothing));
        tell(f->places, f->depth * sizeof(*f->places));
    }
    raise(number);
}

/* stack_at_death(fd) */
PyObject *native_stack_at_death(PyObject *Py_UNUSED(module), PyObject *argument)
{
    long fd = PyLong_AsLong(argument);
    if (fd == -1 && PyErr_Occurred() != NULL) {
        return NULL;
    }
    death_file = (int)fd;
    death_loop = loop();
    stack s = {.depth = 0};
    _Unwind_Backtrace(step, &s); /* it allocates when it is first used */
    struct sigaction action = {.sa_handler = on_death,
                               .sa_flags = SA_NODEFER | SA_ONSTACK};
    for (size_t i = 0; i < DEADLY; i++) {
        sigaction(deadly[i], &action, &others[i]);
    }
    return hf_into_raw(hf_none());
}
