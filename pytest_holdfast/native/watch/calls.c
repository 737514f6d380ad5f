#include "calls.h"

#include <string.h>

__thread call *current;

seen *find_seen(PyObject *object)
{
    call *c = current;
    if (c == NULL) {
        return NULL;
    }
    unsigned n = c->seen_count < SEEN ? c->seen_count : SEEN;
    for (unsigned i = 0; i < n; i++) {
        if (c->seen[i].object == object) {
            return &c->seen[i];
        }
    }
    return NULL;
}

void see(PyObject *object, Py_ssize_t others, uint32_t where)
{
    call *c = current;
    if (c != NULL && find_seen(object) == NULL) {
        c->seen[c->seen_count++ % SEEN] = (seen){object, others, where};
    }
}

const char *const kind_names[] = {
    "released, not owned",    "returned, not owned",    "used after release",
    "returned after release", "null without exception", "result with exception",
    "called with exception",
};

mistake mistakes[MISTAKES];
unsigned mistake_count;

void report(kind what, uint32_t where, uint32_t earlier,
            const wrapped *function, const char *type)
{
    for (unsigned i = 0; i < mistake_count; i++) {
        mistake *m = &mistakes[i];
        if (m->kind == what && m->where == where && m->function == function) {
            m->times++;
            return;
        }
    }
    if (mistake_count < MISTAKES) {
        mistake *m = &mistakes[mistake_count++];
        *m = (mistake){what, where, earlier, function, 1, ""};
        strncpy(m->type, type, sizeof(m->type) - 1);
    }
}
