/* bound.c: a module, bound as a user binds it: two classes and functions that work on
 * the state. Nothing here takes a lock. */
#include "fuzz/threads_sequence/bound.h"

HF_STATE(shared_state, has(int64_t, count), owns(object, value))

/* ---- A node. */

HF_FIELDS(node, "Node", owns(object, value), owns(object, once),
          owns(list, items), has(int64_t, count), has(int64_t, made))

static hf_worked node_new(struct node *self, hf_object_borrowed value)
{
    return hf_worked_if(hf_replace(&self->value, hf_incref(value)) &&
                        hf_replace(&self->items, hf_list_new()));
}
HF_CONSTRUCT(node, arg(object, value))

static hf_object node_value(struct node *self)
{
    return hf_incref(self->value);
}

static hf_worked node_set_value(struct node *self, hf_object_borrowed value)
{
    return hf_replace(&self->value, hf_incref(value));
}

/* What was there, for what comes. */
static hf_object node_swap(struct node *self, hf_object_borrowed value)
{
    hf_object old = hf_move(&self->value);
    self->value = hf_incref(value);
    return old;
}
HF_METHOD(node, swap, object, "Another value.", arg(object, value), slash)

static int64_t node_add(struct node *self, int64_t n)
{
    return self->count += n;
}
HF_METHOD(node, add, int64_t, "Counts.", arg(int64_t, n), slash)

/* The same, as of a long computation: who waits for the instance does not wait by
 * turning round and round for so long, and lets go of what it had. */
static int64_t node_work(struct node *self, int64_t n)
{
    int64_t count = self->count;
    for (int i = 0; i < 30000; i++) {
        __asm__ volatile("" ::: "memory");
    }
    return self->count = count + n;
}
HF_METHOD(node, work, int64_t, "Counts, and takes its time.", arg(int64_t, n),
          slash)

/* Made when it is asked for first, and from then on the same. */
static hf_object node_once(struct node *self)
{
    if (hf_is_null(self->once)) {
        self->once = token(++self->made);
    }
    return hf_incref(self->once);
}

/* Puts something into what it owns, and says how much that is now. */
static int64_t node_push(struct node *self, hf_object_borrowed value)
{
    Py_ssize_t n = FAILED;
    if (hf_list_append(hf_borrow(self->items), hf_incref(value)) &&
        !hf_list_length(hf_borrow(self->items), &n)) {
        n = FAILED;
    }
    return n;
}
HF_METHOD(node, push, int64_t, "One item more.", arg(object, value), slash)

/* The instance and the state, at the same time; and not in no time. */
static int64_t node_both(struct node *self, struct shared_state *state,
                         int64_t n)
{
    int64_t count = self->count + n, shared = state->count + n;
    hf_auto(object, meanwhile, token(0));
    self->count = count;
    state->count = shared;
    return count * 1000 + shared;
}
HF_METHOD(node, both, int64_t, "Counts both.", state(shared_state),
          arg(int64_t, n), slash)

HF_CLASS(node, "A node.", property(object, value), readonly(object, once),
         member(int64_t, count), method(swap), method(add), method(work),
         method(push), method(both))

/* ---- A page. */

HF_FIELDS(page, "Page", owns(str, text))

static hf_worked page_new(struct page *self)
{
    return hf_replace(&self->text, hf_str_from_utf8("pp"));
}
HF_CONSTRUCT(page, slash)

static hf_str page_text(struct page *self)
{
    return hf_incref(self->text);
}

static hf_worked page_set_text(struct page *self, hf_str_borrowed text)
{
    return hf_replace(&self->text, hf_incref(text));
}

/* Released is what was there when something else is there. With hf_str_append, which
 * would grow it in place, the field was null meanwhile; and where that releases the str
 * of another thread, it may wait, and CPython lets others have the instance. */
static int64_t page_write(struct page *self, hf_str_borrowed more)
{
    Py_ssize_t n = FAILED;
    hf_str text = hf_str_concat(hf_borrow(self->text), more);
    return hf_str_length(hf_borrow(text), &n) && hf_replace(&self->text, text)
               ? n
               : FAILED;
}
HF_METHOD(page, write, int64_t, "More text.", arg(str, more), slash)

HF_CLASS(page, "A page.", property(str, text), method(write))

/* ---- The state. */

static int64_t shared_add(struct shared_state *state, int64_t n)
{
    return state->count += n;
}
HF_FUNCTION(shared_add, int64_t, "Counts.", state(shared_state),
            arg(int64_t, n), slash)

static hf_object shared_swap(struct shared_state *state,
                             hf_object_borrowed value)
{
    hf_object old = hf_move(&state->value);
    state->value = hf_incref(value);
    return hf_is_null(old) ? hf_none() : old;
}
HF_FUNCTION(shared_swap, object, "Another value.", state(shared_state),
            arg(object, value), slash)

static int64_t shared_reset(struct shared_state *state)
{
    state->count = 0;
    hf_clear(&state->value);
    return 0;
}
HF_FUNCTION(shared_reset, int64_t, "As it was at first.", state(shared_state))

HF_MODULE(shared, "What threads share.", state(shared_state), class(node),
          class(page), function(shared_add), function(shared_swap),
          function(shared_reset), gil_not_used)

PyModuleDef *shared_definition(void)
{
    return (PyModuleDef *)PyInit_shared();
}
