/* watch_events.h: what watch.h says to the recorder, and what it answers. Each
 * declares the functions its way, by HFW_HOOK. */
#ifndef HOLDFAST_WATCH_EVENTS_H
#define HOLDFAST_WATCH_EVENTS_H

#ifdef __GNUC__
#pragma GCC system_header /* an extension's warnings are about its own code */
#endif

/* What happened to a reference. Positive: the extension has one more. */
enum {
    HFW_INCREF = 1,    /* counted once more */
    HFW_NEW = 2,       /* a function gave one */
    HFW_KEPT = 3,      /* a function that steals did not */
    HFW_RETURNS = 4,   /* counted once more, for who is returned to */
    HFW_BORROWED = 0,  /* a function lent one */
    HFW_DECREF = -1,   /* about to be counted once less */
    HFW_STOLEN = -2,   /* about to be stolen */
    HFW_GONE = -3,     /* has been taken, and nobody need be asked */
    HFW_RELEASED = -4, /* what was taken is released by now */
    HFW_PENDING = -5,  /* Python code is about to run; the object is NULL */
    HFW_USED = -6,     /* a function is about to look at it */
    HFW_HELD = -7,     /* a function is about to count it, for what it makes */
    HFW_PASSED = -8,   /* it is about to be an argument of Python code */
    HFW_SHOWN = -9     /* it is about to become an attribute */
};

/* The answers to HFW_DECREF. Whatever the recorder thinks of it, what the
 * extension does is done. */
enum {
    HFW_GO = 0,  /* as always */
    HFW_TELL = 1 /* the last reference: tell HFW_RELEASED when it is done */
};

#define HFW_PLACE const char *file, int line, const char *function

#ifdef __cplusplus
extern "C" {
#endif

/* holdfast_watch is told what happens: before it does where that may be the end
 * of the object, and afterwards where a function decides. */
HFW_HOOK int holdfast_watch(PyObject *object, int what, const char *how,
                            const char *file, int line, const char *function);

/* These give what to use instead of a table of methods, a definition or a spec:
 * the same with each function wrapped, so that a call's arguments and its
 * result are seen. holdfast_watch_type changes the type. |dealloc| says
 * whether tp_dealloc is wrapped, too: some code compares it with its own. */
HFW_HOOK PyMethodDef *holdfast_watch_methods(PyMethodDef *methods,
                                             const char *owner);
HFW_HOOK PyMethodDef *holdfast_watch_method(PyMethodDef *method);
HFW_HOOK PyModuleDef *holdfast_watch_module(PyModuleDef *definition);
HFW_HOOK PyTypeObject *holdfast_watch_type(PyTypeObject *type, int dealloc);
HFW_HOOK PyType_Spec *holdfast_watch_spec(PyType_Spec *spec, int dealloc);
HFW_HOOK PyCapsule_Destructor
holdfast_watch_destructor(PyCapsule_Destructor destructor);

/* holdfast_watch_original is what a wrapped function was, or itself. */
HFW_HOOK void *holdfast_watch_original(void *function);

/* These walk the arguments that belong to |format|, for the buffers that were
 * filled, and for the references that are stolen. */
HFW_HOOK void holdfast_watch_parsed(const char *format, va_list arguments,
                                    HFW_PLACE);
HFW_HOOK void holdfast_watch_built(const char *format, va_list arguments,
                                   int clean, HFW_PLACE);

#ifdef __cplusplus
}
#endif

#endif
