/* The model: which objects there are, and what each holds. From that follow the
 * count of each, when it ends, and what a collector finds. */
#include "fuzz/class_sequence/based.h"
#include "fuzz/class_sequence/call.h"

enum { MOST = 256 };

typedef struct object {
    PyObject *raw;
    int kind;
    int64_t number;
    int field[FIELDS]; /* objects, or NOTHING */
    Py_ssize_t count;  /* of references, all of slots and fields */
    bool is_alive, has_ended;
} object;

static object all[MOST];
static int n_objects, slot_of[ALL_SLOTS], model_ends;
static int watched, listened, model_told, told;
static PyObject *watch, *listener;

void model_reset(void)
{
    n_objects = model_ends = ends = 0;
    watched = listened = NOTHING;
    told = model_told = 0;
    for (int i = 0; i < ALL_SLOTS; i++) {
        slot_of[i] = NOTHING;
    }
}

static bool is_bound(int kind)
{
    return kind != PLAIN;
}

bool is_a(int kind, int base)
{
    static const int parents[KINDS] = {
        [NODE] = NOTHING,   [LEAF] = NODE,     [SUB] = NODE,
        [SLOTTED] = LEAF,   [LATE] = NOTHING,  [LATER] = LATE,
        [PLAIN] = NOTHING,  [HOST] = NOTHING,  [GUEST] = HOST,
        [SUBGUEST] = GUEST, [STOCK] = NOTHING, [SHELF] = STOCK,
        [SUBSTOCK] = STOCK, [LINE] = NOTHING,  [SUBLINE] = LINE,
        [MIXED] = NOTHING,  [SUBMIXED] = MIXED};
    while (kind != NOTHING && kind != base) {
        kind = parents[kind];
    }
    return kind == base;
}

static bool has_finalizer(int kind)
{
    return is_bound(kind) && !is_a(kind, LATE) && !is_a(kind, LINE);
}

static const object *in_slot(int slot)
{
    return slot_of[slot] == NOTHING ? NULL : &all[slot_of[slot]];
}

bool model_is(int slot)
{
    return slot_of[slot] != NOTHING;
}

int model_kind(int slot)
{
    return in_slot(slot)->kind;
}

bool model_is_bound(int slot)
{
    return model_is(slot) && is_bound(model_kind(slot));
}

int64_t model_number(int slot)
{
    return in_slot(slot)->number;
}

void model_set_number(int slot, int64_t number)
{
    all[slot_of[slot]].number = number;
}

void model_set_kind(int slot, int kind)
{
    all[slot_of[slot]].kind = kind;
}

PyObject *model_field(int slot, int field)
{
    int i = in_slot(slot)->field[field];
    return i == NOTHING ? NULL : all[i].raw;
}

/* ---- References. */

static void release(int i);

static void take_slot(int slot, int i)
{
    int before = slot_of[slot];
    slot_of[slot] = i;
    if (i != NOTHING) {
        all[i].count++;
    }
    release(before);
}

/* watch_ends and listener_ends note that weak references to an object are cleared:
 * one without a callback, and one with one. */
static void watch_ends(int i)
{
    watched = watched == i ? NOTHING : watched;
}

static void listener_ends(int i)
{
    if (listened == i) {
        listened = NOTHING;
        model_told++;
    }
}

/* will_rise notes an end, and says whether the instance rises from it. */
static bool will_rise(object *o)
{
    bool is_first = has_finalizer(o->kind) && !o->has_ended;
    o->has_ended = true;
    model_ends += is_first;
    return is_first && o->number % 8 == 7;
}

/* order_of gives the order in which the fields end. */
static const int *order_of(int kind)
{
    /* What a subclass of Python's added goes first; */
    static const int usual[FIELDS] = {EXTRA, LEFT, RIGHT, TAIL, ITEM};
    /* attributes are a field of the class, and what it extends ends last. */
    static const int stock[FIELDS] = {LEFT, RIGHT, EXTRA, TAIL, ITEM};
    static const int guest[FIELDS] = {RIGHT, EXTRA, LEFT, TAIL, ITEM};
    return is_a(kind, GUEST) ? guest : is_a(kind, STOCK) ? stock : usual;
}

static void end(int i)
{
    object *o = &all[i];
    if (will_rise(o)) {
        o->count++; /* CPython holds it while its finalizer runs */
        take_slot(RISEN, i);
        o->count--;
    }
    if (o->count > 0) {
        return;
    }
    o->is_alive = false;
    watch_ends(i);
    listener_ends(i);
    const int *order = order_of(o->kind);
    for (int f = 0; f < FIELDS; f++) {
        int part = o->field[order[f]];
        o->field[order[f]] = NOTHING;
        release(part);
    }
}

static void release(int i)
{
    if (i != NOTHING && --all[i].count == 0) {
        end(i);
    }
}

void model_made(int slot, PyObject *raw, int kind, int64_t number)
{
    if (n_objects == MOST) {
        fuzz_failed("engine", "more than %d objects", MOST);
    }
    all[n_objects] = (object){
        .raw = raw,
        .kind = kind,
        .number = number,
        .field = {NOTHING, NOTHING, NOTHING, NOTHING, NOTHING},
        .is_alive = true};
    take_slot(slot, n_objects++);
}

void model_put(int slot, int from)
{
    take_slot(slot, from == NOTHING ? NOTHING : slot_of[from]);
}

void model_put_field(int slot, int from, int field)
{
    take_slot(slot, in_slot(from)->field[field]);
}

void model_store(int slot, int field, int from)
{
    object *o = &all[slot_of[slot]];
    int before = o->field[field];
    int part = from == NOTHING ? NOTHING : slot_of[from];
    o->field[field] = part;
    if (part != NOTHING) {
        all[part].count++;
    }
    release(before);
}

void model_refused(void)
{
    model_ends++;
}

void model_lost_memory(void)
{
    model_ends = ends;
}

/* ---- Garbage. */

static void mark(bool *is_marked, int i)
{
    if (i == NOTHING || is_marked[i]) {
        return;
    }
    is_marked[i] = true;
    for (int f = 0; f < FIELDS; f++) {
        mark(is_marked, all[i].field[f]);
    }
}

/* Which of several that rise is the last one is the collector's choice. */
static int risen_of(const bool *could_rise)
{
    for (int i = 0; i < n_objects; i++) {
        if (could_rise[i] && all[i].raw == held[RISEN]) {
            return i;
        }
    }
    fuzz_failed("finalizer",
                "expected one that rises in the slot for that, found %p",
                (void *)held[RISEN]);
}

void model_collect(void)
{
    bool is_reached[MOST] = {false}, could_rise[MOST] = {false};
    bool is_garbage[MOST], any = false;
    for (int slot = 0; slot < ALL_SLOTS; slot++) {
        mark(is_reached, slot_of[slot]);
    }
    for (int i = 0; i < n_objects; i++) {
        is_garbage[i] = all[i].is_alive && !is_reached[i];
        if (is_garbage[i]) {
            listener_ends(i);
            if (PY_VERSION_HEX < 0x030F0000) {
                watch_ends(i);
            }
            could_rise[i] = will_rise(&all[i]);
            any |= could_rise[i];
        }
    }
    if (any) {
        take_slot(RISEN, risen_of(could_rise));
        mark(is_reached, slot_of[RISEN]);
    }
    for (int i = 0; i < n_objects; i++) {
        is_garbage[i] = is_garbage[i] && !is_reached[i];
        if (is_garbage[i]) { /* not what has risen, from CPython 3.15 on */
            watch_ends(i);
        }
        all[i].is_alive = all[i].is_alive && !is_garbage[i];
    }
    for (int i = 0; i < n_objects; i++) {
        for (int f = 0; is_garbage[i] && f < FIELDS; f++) {
            int part = all[i].field[f];
            all[i].field[f] = NOTHING;
            if (part != NOTHING) {
                all[part].count--; /* it lives on, or is garbage, too */
            }
        }
    }
}

bool model_any(void)
{
    for (int i = 0; i < n_objects; i++) {
        if (all[i].is_alive) {
            return true;
        }
    }
    return false;
}

/* ---- Weak references. */

void model_watch(int slot)
{
    PyObject *reference = PyWeakref_NewRef(held[slot], NULL);
    if (reference == NULL) {
        fuzz_failed("exception", "expected a weak reference");
    }
    Py_XSETREF(watch, reference);
    watched = slot_of[slot];
}

void model_watch_none(void)
{
    Py_CLEAR(watch);
    Py_CLEAR(listener);
    Py_CLEAR(seen_ending);
    watched = listened = NOTHING;
}

static PyObject *is_told(PyObject *self, PyObject *reference)
{
    (void)self, (void)reference;
    told++;
    Py_RETURN_NONE;
}

void model_listen(int slot)
{
    static PyMethodDef method = {"is_told", is_told, METH_O, NULL};
    static PyObject *callback;
    if (callback == NULL) {
        callback = fuzz_made(PyCFunction_New(&method, NULL));
    }
    Py_XSETREF(listener, fuzz_made(PyWeakref_NewRef(held[slot], callback)));
    listened = slot_of[slot];
}

/* referent is what a weak reference has: where that was not cleared, also an
 * object that has ended. */
static PyObject *referent(PyObject *reference)
{
    PyObject *raw = ((PyWeakReference *)(void *)reference)->wr_object;
    return raw == Py_None ? NULL : raw;
}

static bool is_alive(PyObject *raw)
{
    for (int i = 0; i < n_objects; i++) {
        if (all[i].is_alive && all[i].raw == raw) {
            return true;
        }
    }
    return false;
}

/* ---- Comparison. */

static PyObject *in_field(const object *o, int f)
{
    if (f == ITEM) {
        return PyList_GET_SIZE(o->raw) > 0 ? PyList_GET_ITEM(o->raw, 0) : NULL;
    }
    return o->kind < MORE ? field_of(o->raw, is_a(o->kind, LATE), f)
                          : based_field(o->raw, o->kind, f);
}

static void check_object(const object *o)
{
    Py_ssize_t count = Py_REFCNT(o->raw);
    if (count != o->count) {
        fuzz_failed("references",
                    "expected %zd references to the %s at %p, found %zd",
                    o->count, Py_TYPE(o->raw)->tp_name, (void *)o->raw, count);
    }
    if (!is_bound(o->kind)) {
        return;
    }
    int64_t number = o->kind < MORE ? number_of(o->raw, is_a(o->kind, LATE))
                                    : based_number(o->raw, o->kind);
    if (number != o->number) {
        fuzz_failed("content", "expected the number %lld, found %lld",
                    (long long)o->number, (long long)number);
    }
    for (int f = LEFT; f < FIELDS; f++) {
        PyObject *wanted = o->field[f] != NOTHING ? all[o->field[f]].raw : NULL;
        if (f == EXTRA || !has_field(o->kind, f)) {
            continue;
        }
        PyObject *found = in_field(o, f);
        if (found != wanted) {
            fuzz_failed(
                "content", "expected field %d of the %s to be %p, found %p", f,
                Py_TYPE(o->raw)->tp_name, (void *)wanted, (void *)found);
        }
    }
}

void model_check(void)
{
    for (int i = 0; i < ALL_SLOTS; i++) {
        PyObject *wanted = model_is(i) ? all[slot_of[i]].raw : NULL;
        if (held[i] != wanted) {
            fuzz_failed("identity", "expected slot %d to hold %p, found %p", i,
                        (void *)wanted, (void *)held[i]);
        }
    }
    for (int i = 0; i < n_objects; i++) {
        if (all[i].is_alive) {
            check_object(&all[i]);
        }
    }
    if (ends != model_ends) {
        fuzz_failed("finalizer", "expected %d finalizers to run, found %d",
                    model_ends, ends);
    }
    if (told != model_told) {
        fuzz_failed("content", "expected to be told of %d ends, found %d",
                    model_told, told);
    }
    if (seen_ending != NULL && referent(seen_ending) != NULL &&
        !is_alive(referent(seen_ending))) {
        fuzz_failed("content", "expected no weak reference to what has ended");
    }
    if (watch != NULL) {
        PyObject *found = referent(watch);
        PyObject *wanted = watched != NOTHING ? all[watched].raw : NULL;
        if (found != wanted) {
            fuzz_failed("content",
                        "expected the weak reference to be to %p, found %p",
                        (void *)wanted, (void *)found);
        }
    }
}
