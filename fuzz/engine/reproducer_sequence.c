#include "fuzz/engine/reproducer_sequence.h"

#include "fuzz/engine/in_step.h"
#include "fuzz/engine/late.h"

#include <string.h>

fuzz_any s[FUZZ_SLOTS];
bool ok;
int64_t found[4];

enum { OBJECTS = 256 };
static fuzz_object object[OBJECTS];

/* The steps under way, the innermost last: as many as the engine's FUZZ_NESTED. */
enum { NESTED = 3 };
static struct {
    int number;
    const char *name;
    int x, y, z;
    uint8_t value;
} current[NESTED];
static int depth;

void fuzz_begin(void)
{
    fuzz_world_start();
}

void fuzz_where(FILE *to)
{
    if (current[depth].name != NULL) {
        fprintf(to, "step %d, %s: ", current[depth].number,
                current[depth].name);
    }
}

static Py_ssize_t blocks_before; /* the first step */

void step(int number, const char *name, int x, int y, int z, uint8_t value)
{
    if (number == 0) {
        blocks_before = blocks_now();
    }
    current[depth].number = number;
    current[depth].name = name;
    current[depth].x = x;
    current[depth].y = y;
    current[depth].z = z;
    current[depth].value = value;
    ok = true;
    memset(found, 0, sizeof(found));
}

/* ---- The names of in_step.h, for the target's own code. */

uint8_t fuzz_step_value(void)
{
    return current[depth].value;
}

bool fuzz_in_use(int slot)
{
    bool in_use = false;
    for (int i = 0; i <= depth; i++) {
        in_use |= slot == current[i].x || slot == current[i].y ||
                  slot == current[i].z;
    }
    return in_use;
}

int fuzz_steps_under_way(void)
{
    return depth + 1;
}

int fuzz_step_y(void)
{
    return current[depth].y;
}

void fuzz_tell(int what)
{
    (void)what;
}

void fuzz_left(int slot)
{
    (void)slot;
}

void fuzz_nest(int most)
{
    (void)most;
    bool was_ok = ok;
    int64_t was_found[4];
    memcpy(was_found, found, sizeof(found));
    int outer = depth;
    if (depth + 1 < NESTED) {
        depth++;
        do_nested();
        depth = outer; /* also where the program ended in there */
    }
    ok = was_ok;
    memcpy(found, was_found, sizeof(found));
}

/* ---- How a step ended. */

/* print_end prints the step: when it ends, since others may be done in it. */
static void print_end(const char *ended)
{
    printf("%5d  %-18s %s\n", current[depth].number, current[depth].name,
           ended);
}

static const char *name_of(PyObject *exception)
{
    return exception != NULL ? ((PyTypeObject *)exception)->tp_name : "success";
}

static void check_exception(PyObject *type)
{
    PyObject *error = PyErr_Occurred();
    if (ok && error != NULL) {
        fuzz_failed("exception", "a result, and an exception set with it: %s",
                    name_of(error));
    }
    if (!ok && error == NULL) {
        fuzz_failed("exception", "a failure, and no exception set");
    }
    if (!ok && (type == NULL || !PyErr_ExceptionMatches(type))) {
        fuzz_failed(
            type == NULL ? "prediction" : "exception",
            "expected %s, found an exception of another kind:", name_of(type));
    }
    if (ok && type != NULL) {
        fuzz_failed("prediction", "expected %s, found success", name_of(type));
    }
}

void gives_back(int slot)
{
    ok = !hf_is_null(s[slot].as_object);
}

void succeeds(void)
{
    check_exception(NULL);
    print_end("ok");
}

void finds(int i, const char *what, int64_t value)
{
    if (found[i] != value) {
        fuzz_failed("content", "%s: expected %lld, found %lld", what,
                    (long long)value, (long long)found[i]);
    }
}

static void check_message(const char *message)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = PyObject_Str(value);
    const char *says = text != NULL ? PyUnicode_AsUTF8(text) : NULL;
    if (says == NULL || strcmp(says, message) != 0) {
        fuzz_failed("exception", "expected the message \"%s\", found \"%s\"",
                    message, says != NULL ? says : "(none)");
    }
    Py_DECREF(text);
    PyErr_Restore(type, value, traceback);
}

void fails_with(PyObject *type, const char *message)
{
    check_exception(type);
    if (message != NULL) {
        check_message(message);
    }
    PyErr_Clear();
    print_end("fails");
}

void gets_on(void)
{
    check_exception(ok ? NULL : PyExc_MemoryError);
    PyErr_Clear();
    print_end(ok ? "ok" : "fails");
}

void hit(bool fired)
{
    if (end_of_failure() != fired) {
        fuzz_failed("engine", "expected the allocation %s, found the opposite",
                    fired ? "to fail" : "not to be reached");
    }
}

/* ---- Objects. */

fuzz_object **parts(const int *numbers, int n)
{
    fuzz_object **result = fuzz_aligned((size_t)n * sizeof(*result));
    for (int i = 0; i < n; i++) {
        result[i] = numbers[i] < 0 ? NULL : &object[numbers[i]];
    }
    return result;
}

static PyObject *raw_in(int slot)
{
    return hf_as_raw(s[slot].as_object);
}

void made(int slot, int number, how as, const fuzz_object *value)
{
    PyObject *result = raw_in(slot);
    bool immortal = fuzz_is_immortal(result);
    const fuzz_object *known = NULL;
    for (int i = 0; i < OBJECTS; i++) {
        known = object[i].raw == result ? &object[i] : known;
    }
    if (as == NEW && known != NULL) {
        fuzz_failed("identity", "expected a new object, found #%d",
                    (int)(known - object));
    }
    if (as == NEW && Py_REFCNT(result) != 1 && !immortal) {
        fuzz_failed("references",
                    "expected a new object with 1 reference, found %zd",
                    Py_REFCNT(result));
    }
    if (known == NULL) {
        object[number] = *value;
        object[number].raw = result;
        object[number].base = as == NEW ? 0 : Py_REFCNT(result) - 1;
        object[number].uncounted = immortal || as == SHARED_BY_ALL;
    } else if (known != &object[number]) {
        fuzz_failed("engine", "not the same shared objects as in the fuzzer");
    }
}

void same(int slot, int number)
{
    if (raw_in(slot) != object[number].raw) {
        fuzz_failed("identity",
                    "expected object #%d (%p) in slot %d, found another (%p)",
                    number, (void *)object[number].raw, slot,
                    (void *)raw_in(slot));
    }
}

void is_now(int number, const fuzz_object *value)
{
    fuzz_object now = *value;
    now.raw = object[number].raw;
    now.base = object[number].base;
    now.uncounted = object[number].uncounted;
    object[number] = now;
}

void gone(int number)
{
    object[number].raw = NULL;
}

static void check_references(const fuzz_object *o, Py_ssize_t references,
                             bool more_is_right)
{
    Py_ssize_t wanted = references + o->base, found_now = Py_REFCNT(o->raw);
    if (!o->uncounted && found_now != wanted &&
        !(more_is_right && found_now > wanted)) {
        fuzz_failed("references",
                    "expected %zd references to the %s (the program holds "
                    "%zd), found %zd",
                    wanted, o->kind->name, references, found_now);
    }
}

void kept(int number, Py_ssize_t references)
{
    check_references(&object[number], references, false);
    object[number].kind->check(&object[number]);
}

void kept_at_least(int number, Py_ssize_t references)
{
    check_references(&object[number], references, true);
    object[number].kind->check(&object[number]);
}

void holds(int slot, int number, Py_ssize_t references)
{
    same(slot, number);
    kept(number, references);
}

void empty(int slot)
{
    if (raw_in(slot) != NULL) {
        fuzz_failed("consumption", "slot %d still holds something (%s)", slot,
                    Py_TYPE(raw_in(slot))->tp_name);
    }
}

void blocks(Py_ssize_t n)
{
    Py_ssize_t has = blocks_now() - blocks_before;
    if (has != n) {
        fuzz_late(current[depth].number, current[depth].name, n, has);
    }
}

void clear_all(void)
{
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        hf_clear(&s[slot].as_object);
    }
    if (fuzz_world_end != NULL) {
        fuzz_world_end();
    }
    for (int i = 0; i < OBJECTS; i++) {
        object[i].raw = NULL;
    }
    fuzz_text_reset();
    depth = 0;
    if (PyErr_Occurred()) {
        fuzz_failed("exception", "one was set by releasing the slots");
    }
}
