/* example.callbacks: what a module keeps, and calls from C to Python. */
#include "bind/module.h"

#include <pthread.h>

HF_STATE(callbacks_state, owns(list, callbacks), owns(dict, cache))

static hf_worked begin(hf_module_borrowed module)
{
    struct callbacks_state *state = HF_STATE_OF(callbacks_state, module);
    return hf_worked_if(state != NULL &&
                        hf_replace(&state->callbacks, hf_list_new()) &&
                        hf_replace(&state->cache, hf_dict_new()));
}

/* ---- A registry: whoever is registered hears of each event. */
static hf_object add(struct callbacks_state *state, hf_object_borrowed callback)
{
    if (!hf_object_callable(callback)) {
        hf_raise(TypeError, "%R cannot be called", callback);
        return hf_null(object);
    }
    if (!hf_list_append(hf_borrow(state->callbacks), hf_incref(callback))) {
        return hf_null(object);
    }
    return hf_incref(callback); /* so it is a decorator, too */
}
HF_FUNCTION_AS("register", add, object, "Call it for each event from now on.",
               state(callbacks_state), arg(object, callback), slash)

/* A callback may register others, or clear the registry while it is walked: so
 * it is a copy that is walked. */
static hf_list notify(struct callbacks_state *state, hf_object_borrowed event)
{
    hf_auto(list, callbacks, hf_list_copy(hf_borrow(state->callbacks)));
    hf_list_builder results = {0};
    hf_list_each(callback, hf_borrow(callbacks)) {
        hf_list_builder_append(&results,
                               hf_object_call_one_arg(callback, event));
        if (hf_error_occurred()) {
            break;
        }
    }
    return hf_list_builder_finish(&results); /* null where one has raised */
}
HF_FUNCTION(notify, list, "Tell all of them; what they have returned.",
            state(callbacks_state), arg(object, event), slash)

static hf_worked clear(struct callbacks_state *state)
{
    return hf_worked_if(hf_list_delete_all(hf_borrow(state->callbacks)) &&
                        hf_dict_delete_all(hf_borrow(state->cache)));
}
HF_FUNCTION(clear, none, "Forget the callbacks, and what is cached.",
            state(callbacks_state))

/* ---- A cache: what was made for a key is made once. */
static hf_object cached(struct callbacks_state *state, hf_object_borrowed key,
                        hf_object_borrowed make)
{
    hf_object known;
    hf_lookup lookup = hf_dict_get(hf_borrow(state->cache), key, &known);
    if (!hf_missing(lookup)) {
        return known; /* found; or null, since the key has no hash */
    }
    hf_auto(object, made, hf_object_call_one_arg(make, key));
    if (hf_is_null(made) ||
        !hf_dict_set(hf_borrow(state->cache), key, hf_incref(made))) {
        return hf_null(object);
    }
    return hf_move(&made);
}
HF_FUNCTION(cached, object, "What make(key) returned the first time.",
            state(callbacks_state), arg(object, key), arg(object, make), slash)

/* ---- A thread that Python knows nothing of, and that calls back. */
struct job {
    hf_object_borrowed callback; /* it lives as long as the call of in_thread */
    int count;
    hf_exception error;
};

static void *run(void *data)
{
    struct job *self = data;
    /* Work that needs no Python would be done here, beside other threads. */
    hf_with_gil {
        for (int i = 0; i < self->count; i++) {
            hf_auto(int, number, hf_int_from(i));
            hf_auto(object, result,
                    hf_object_call_one_arg(self->callback, number));
            if (hf_is_null(result)) {
                self->error = hf_error_fetch(); /* for the other thread */
                break;
            }
        }
    }
    return NULL;
}

static hf_worked in_thread(hf_object_borrowed callback, int count)
{
    struct job job = {callback, count, hf_null(exception)};
    pthread_t thread;
    int status = pthread_create(&thread, NULL, run, &job);
    if (status != 0) {
        hf_raise(RuntimeError, "cannot start a thread: %d", status);
        return hf_worked_if(false);
    }
    hf_without_gil { /* which the thread waits for */
        pthread_join(thread, NULL);
    }
    hf_error_restore(job.error);
    return hf_worked_if(!hf_error_occurred());
}
HF_FUNCTION(in_thread, none, "Call it with 0, 1, ... in another thread.",
            arg(object, callback), arg(int, count), slash)

HF_MODULE(callbacks, "Objects that are kept, and called.",
          state(callbacks_state), exec(begin), function(add), function(notify),
          function(clear), function(cached), function(in_thread))
