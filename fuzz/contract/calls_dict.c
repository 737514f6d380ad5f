/* The calls of contract.c that are for dicts, and for their builder. */

#include "fuzz/contract/containers.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"
#include "fuzz/engine/calls.h"

enum {
    NEW,
    LENGTH,
    DELETE_ALL,
    KEYS,
    VALUES,
    ITEMS,
    COPY, /* those from here on may run Python code */
    GET,
    GET_BORROWED,
    CONTAINS,
    SET,
    POP,
    DISCARD,
    DELETE, /* those from GET on have a form with UTF-8, */
    GET_UTF8,
    GET_BORROWED_UTF8,
    CONTAINS_UTF8,
    SET_UTF8,
    POP_UTF8,
    DISCARD_UTF8,
    DELETE_UTF8, /* in the same order */
    SET_DEFAULT,
    UPDATE,
    FUNCTIONS
};
enum { UTF8 = GET_UTF8 - GET };

static const char *const functions[FUNCTIONS] = {
    "hf_dict_new",           "hf_dict_length",       "hf_dict_delete_all",
    "hf_dict_keys",          "hf_dict_values",       "hf_dict_items",
    "hf_dict_copy",          "hf_dict_get",          "hf_dict_get_borrowed",
    "hf_dict_contains",      "hf_dict_set",          "hf_dict_pop",
    "hf_dict_discard",       "hf_dict_delete",       "hf_dict_get_utf8",
    "hf_dict_get_borrowed_utf8", "hf_dict_contains_utf8", "hf_dict_set_utf8",
    "hf_dict_pop_utf8",      "hf_dict_discard_utf8", "hf_dict_delete_utf8",
    "hf_dict_set_default",   "hf_dict_update"};

static bool is_by_utf8(const deed *d)
{
    return d->function >= GET_UTF8 && d->function <= DELETE_UTF8;
}

/* function_of is the function that takes an object. */
static int function_of(const deed *d)
{
    return is_by_utf8(d) ? d->function - UTF8 : d->function;
}

static void dict_needs(deed *d)
{
    call *c = d->c;
    const char *function = functions[d->function];
    PyObject *raw = d->self.raw;
    if (is_by_utf8(d)) {
        const contract_name *name = &contract_names[c->more % NAMES];
        d->key = name->raw;
        d->utf8 = name->utf8;
        if (name->utf8 == NULL) {
            needs_name(c, function, NULL);
        } else if (c->more % NAMES == NAMES - 1) {
            Py_XDECREF(PyUnicode_FromString(name->utf8));
            raises_as(c);
        }
    }
    if (d->function == NEW) {
        return;
    }
    needs_a(c, function, raw, "dict", raw != NULL && PyDict_Check(raw));
    if (d->function >= GET && !is_by_utf8(d)) {
        needs_object(c, function, d->key);
    }
    if (function_of(d) == SET || d->function == SET_DEFAULT) {
        needs_object(c, function, d->value->raw);
    }
}

static void look_up(deed *d, bool only_asks)
{
    PyObject *value = PyDict_GetItemWithError(d->self.raw, d->key);
    if (!PyErr_Occurred()) {
        gives_lookup(d, value != NULL, only_asks ? NULL : Py_XNewRef(value));
    }
}

static PyObject *pop_method, *missing;

void dict_start(void)
{
    /* CPython's method cache may keep the name. */
    PyObject *name = fuzz_made(PyUnicode_InternFromString("pop"));
    pop_method = fuzz_made(PyObject_GetAttr((PyObject *)&PyDict_Type, name));
    missing = fuzz_made(PyObject_CallNoArgs((PyObject *)&PyBaseObject_Type));
}

/* take_out does as dict.pop. */
static void take_out(deed *d)
{
    PyObject *pop = NULL;
    if (d->function == DELETE || d->function == DELETE_UTF8) {
        PyDict_DelItem(d->self.raw, d->key);
        return;
    }
    pop = PyObject_CallFunctionObjArgs(pop_method, d->self.raw, d->key, missing,
                                       NULL);
    if (pop != NULL) {
        bool only_asks = function_of(d) == DISCARD;
        bool found = pop != missing;
        gives_lookup(d, found, found && !only_asks ? Py_NewRef(pop) : NULL);
        Py_DECREF(pop);
    }
}

static void set_default(deed *d)
{
    int there = PyDict_Contains(d->self.raw, d->key);
    if (there < 0) {
        return;
    }
    /* What is asked twice is noted twice. */
    PyErr_Clear();
    python_reset();
    PyObject *now = PyDict_SetDefault(d->self.raw, d->key, d->value->raw);
    if (now != NULL) {
        gives_lookup(d, there, Py_NewRef(now));
    }
}

/* update_with is what a dict is updated with, new: the right operand; or a dict of the
 * same keys, with other values. */
static PyObject *update_with(const deed *d)
{
    if (d->c->a != d->c->b || d->self.kept == NULL ||
        !PyDict_Check(d->self.kept)) {
        return Py_NewRef(d->key);
    }
    PyObject *type, *set, *traceback; /* what is set before stays */
    PyErr_Fetch(&type, &set, &traceback);
    PyObject *made = fuzz_made(PyDict_Copy(d->self.kept)), *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(made, &at, &key, &value)) {
        PyDict_SetItem(made, key, Py_None); /* which changes no key */
        PyErr_Clear();
    }
    /* What the keys did for it is not the function's. */
    Py_DECREF(python_log());
    PyErr_Restore(type, set, traceback);
    return made;
}

static void dict_by_cpython(deed *d)
{
    PyObject *raw = d->self.raw;
    switch (function_of(d)) {
    case NEW:
        gives(d, PyDict_New());
        break;
    case LENGTH:
        d->wanted.number = PyDict_Size(raw);
        break;
    case DELETE_ALL:
        PyDict_Clear(raw);
        break;
    case COPY:
        gives(d, PyDict_Copy(raw));
        break;
    case KEYS:
        gives(d, PyDict_Keys(raw));
        break;
    case VALUES:
        gives(d, PyDict_Values(raw));
        break;
    case ITEMS:
        gives(d, PyDict_Items(raw));
        break;
    case GET:
    case GET_BORROWED:
        look_up(d, false);
        break;
    case CONTAINS:
        look_up(d, true);
        break;
    case SET:
        PyDict_SetItem(raw, d->key, d->value->raw);
        break;
    case SET_DEFAULT:
        set_default(d);
        break;
    case UPDATE: {
        PyObject *with = update_with(d);
        PyDict_Update(raw, with);
        Py_DECREF(with);
        break;
    }
    default:
        take_out(d);
        break;
    }
}

static bool by_utf8(deed *d, hf_dict_borrowed self)
{
    const char *key = handed_name(0, d->utf8);
    hf_object out = hf_null(object);
    hf_object_borrowed lent_out;
    hf_lookup found;
    switch (function_of(d)) {
    case GET:
        found = hf_dict_get_utf8(self, key, &out);
        return gave_lookup(d, found, out);
    case GET_BORROWED:
        found = hf_dict_get_borrowed_utf8(self, key, &lent_out);
        gave_lent(d, lent_out);
        d->found.end = hf_status(found);
        return !hf_failed(found);
    case CONTAINS:
        return gave_answer(d, hf_dict_contains_utf8(self, key));
    case SET:
        return hf_dict_set_utf8(self, key, given_object(d->value));
    case POP:
        found = hf_dict_pop_utf8(self, key, &out);
        return gave_lookup(d, found, out);
    case DISCARD:
        return gave_lookup(d, hf_dict_discard_utf8(self, key), out);
    default:
        return hf_dict_delete_utf8(self, key);
    }
}

static bool by_key(deed *d, hf_dict_borrowed self)
{
    hf_object_borrowed key = lent_object(d->item), lent_out;
    hf_object out = hf_null(object);
    hf_lookup found;
    switch (d->function) {
    case GET:
        found = hf_dict_get(self, key, &out);
        return gave_lookup(d, found, out);
    case GET_BORROWED:
        found = hf_dict_get_borrowed(self, key, &lent_out);
        gave_lent(d, lent_out);
        d->found.end = hf_status(found);
        return !hf_failed(found);
    case CONTAINS:
        return gave_answer(d, hf_dict_contains(self, key));
    case SET:
        return hf_dict_set(self, key, given_object(d->value));
    case SET_DEFAULT:
        found = hf_dict_set_default(self, key, given_object(d->value), &out);
        return gave_lookup(d, found, out);
    case POP:
        found = hf_dict_pop(self, key, &out);
        return gave_lookup(d, found, out);
    case DISCARD:
        return gave_lookup(d, hf_dict_discard(self, key), out);
    case DELETE:
        return hf_dict_delete(self, key);
    default: {
        PyObject *with = d->key != NULL ? update_with(d) : NULL;
        hf_worked worked = hf_dict_update(self, hf_object_from_borrowed(with));
        Py_XDECREF(with);
        return worked;
    }
    }
}

static bool by_dict(deed *d)
{
    hf_dict_borrowed self = hf_dict_from_borrowed(d->self.raw);
    switch (d->function) {
    case NEW:
        return gave(d, hf_into_object(hf_dict_new()));
    case LENGTH:
        return hf_dict_length(self, &d->found.number);
    case DELETE_ALL:
        return hf_dict_delete_all(self);
    case COPY:
        return gave(d, hf_into_object(hf_dict_copy(self)));
    case KEYS:
        return gave(d, hf_into_object(hf_dict_keys(self)));
    case VALUES:
        return gave(d, hf_into_object(hf_dict_values(self)));
    case ITEMS:
        return gave(d, hf_into_object(hf_dict_items(self)));
    default:
        return is_by_utf8(d) ? by_utf8(d, self) : by_key(d, self);
    }
}

void dict_does(call *c)
{
    static const deeds of = {.n = FUNCTIONS,
                             .quiet = COPY, .make = box_dict,
                             .needs = dict_needs,
                             .by_cpython = dict_by_cpython, .ours = by_dict};
    if (c->value % FUNCTIONS == UPDATE && c->a == c->b) {
        c->armed = 0; /* a dict is made for it */
    }
    deed_do(c, &of);
}

/* ---- A walk. */

enum { TO_THE_END, BREAK, CONTINUE, RETURN, GOTO, LONGER, VALUES_CHANGED, MOVED };

/* changed does to a dict what a walk does at its second item. */
static void change(PyObject *dict, int how, PyObject *key)
{
    if (how == LONGER) {
        PyDict_SetItem(dict, contract_names[1].raw, Py_None);
    } else if (how == VALUES_CHANGED) {
        PyDict_SetItem(dict, key, Py_None);
        PyErr_Clear();
    }
}

static int walk(hf_dict_borrowed dict, int how, PyObject *log)
{
    hf_dict_each(key, value, dict) {
        PyList_Append(log, hf_as_raw(key));
        PyList_Append(log, hf_as_raw(value));
        if (PyList_GET_SIZE(log) != 4) {
            continue;
        }
        if (how == BREAK) {
            break;
        }
        if (how == CONTINUE) {
            continue;
        }
        if (how == RETURN) {
            return 1;
        }
        if (how == GOTO) {
            goto left;
        }
        if (how == MOVED) {
            hf_decref(hf_move(&key));
            hf_decref(hf_move(&value));
        } else {
            change(hf_as_raw(dict), how, hf_as_raw(key));
        }
        hf_dict_each(inner, other, dict) {
            PyList_Append(log, hf_as_raw(inner));
            break;
        }
    }
    return 0;
left:
    return 2;
}

static int walk_by_hand(call *c, PyObject *dict, int how, PyObject *log)
{
    Py_ssize_t at = 0, size = PyDict_GET_SIZE(dict);
    PyObject *key, *value;
    while (PyDict_Next(dict, &at, &key, &value)) {
        PyList_Append(log, key);
        PyList_Append(log, value);
        if (PyList_GET_SIZE(log) == 4) {
            if (how == BREAK || how == RETURN || how == GOTO) {
                return how == RETURN ? 1 : how == GOTO ? 2 : 0;
            }
            if (how != CONTINUE) {
                change(dict, how, key);
                Py_ssize_t first = 0;
                PyDict_Next(dict, &first, &key, &value);
                PyList_Append(log, key);
            }
        }
        if (PyDict_GET_SIZE(dict) != size) {
            raises(c, PyExc_RuntimeError,
                   "dictionary changed size during iteration");
            break;
        }
    }
    return 0;
}

void dict_walk(call *c)
{
    int how = c->value & 7, wanted_end = 0;
    hashes_are_ints(c);
    box b = box_dict(c, c->value >> 3);
    PyObject *wanted = fuzz_made(PyList_New(0));
    PyObject *found = fuzz_made(PyList_New(0));
    never_fails(c);
    if (how == VALUES_CHANGED) {
        never_pending(c); /* keys may be compared */
    }
    python_reset(); /* some raise every second time */
    if (needs_a(c, "hf_dict_each", b.raw, "dict",
                b.raw != NULL && PyDict_Check(b.raw))) {
        wanted_end = walk_by_hand(c, b.raw, how, wanted);
    }
    python_reset();
    box_is_done(&b);
    begin(c);
    int ended = walk(hf_dict_from_borrowed(b.raw), how, found);
    python_reset();
    end(c, !hf_error_occurred() || (c->is_pending && !c->fails));
    expect(c, "where the walk ended", wanted_end, ended);
    expect_object(c, "what was visited", wanted, found);
    Py_DECREF(wanted);
    Py_DECREF(found);
    box_check(c, &b);
}

/* ---- A dict of what is in another, or in what is iterated. */

static void from_needs(deed *d)
{
    needs_object(d->c, "hf_dict_from_object", d->self.raw);
}

static void from_by_cpython(deed *d)
{
    gives(d, PyObject_CallFunctionObjArgs((PyObject *)&PyDict_Type, d->self.raw,
                                          NULL));
}

static bool from_by_ours(deed *d)
{
    return gave(d, hf_into_object(hf_dict_from_object(
                       hf_object_from_borrowed(d->self.raw))));
}

void dict_from(call *c)
{
    static const deeds of = {.n = 1,
                             .make = box_dict,
                             .needs = from_needs,
                             .by_cpython = from_by_cpython,
                             .ours = from_by_ours};
    deed_do(c, &of);
}

/* ---- The builder. */

enum { BY_UTF8 = 1, NULL_VALUE = 2, FORGOTTEN = 4, CLEARED = 8, TWICE = 16 };

static void set_one(hf_dict_builder *b, const call *c, operand *key,
                    operand *value)
{
    hf_object item = c->value & NULL_VALUE ? hf_null(object)
                                           : given_object(value);
    if (c->value & BY_UTF8) {
        hf_dict_builder_set_utf8(
            b, handed_name(0, contract_names[c->more % NAMES].utf8), item);
    } else {
        hf_dict_builder_set(b, lent_object(key), item);
    }
}

static void expect_set(call *c, PyObject *key, PyObject *value)
{
    const char *function = c->value & BY_UTF8 ? "hf_dict_builder_set_utf8"
                                              : "hf_dict_builder_set";
    int name = c->more % NAMES;
    if (c->value & BY_UTF8) {
        if (contract_names[name].utf8 == NULL) {
            needs_name(c, function, NULL);
        }
    } else {
        needs_object(c, function, key);
    }
    needs_object(c, function, value);
    if (c->value & BY_UTF8 && name == NAMES - 1 && !is_refused(c)) {
        Py_XDECREF(PyUnicode_FromString(contract_names[name].utf8));
        raises_as(c);
    }
}

void dict_build(call *c)
{
    hf_dict_builder b = {0};
    hashes_are_ints(c);
    c->is_last = false; /* it may be set twice */
    operand *key = right(c), *value = left(c);
    PyObject *item = c->value & NULL_VALUE ? NULL : value->raw;
    Py_ssize_t many = many_before(c);
    int n = c->value >> 5; /* others, first */
    PyObject *wanted = fuzz_made(PyDict_New());
    if (c->value & (FORGOTTEN | CLEARED | TWICE)) {
        never_pending(c);
    }
    if (runs_python(c)) {
        expect_set(c, key->raw, item);
    }
    for (Py_ssize_t i = 0; i < many; i++) {
        PyDict_SetItem(wanted, many_item(i), many_item(i));
    }
    for (int i = 0; i < n; i++) {
        PyDict_SetItem(wanted, operand_fixed[STRS + i].raw,
                       operand_fixed[INT].raw);
    }
    if (!is_refused(c)) {
        PyDict_SetItem(wanted,
                       c->value & BY_UTF8 ? contract_names[c->more % NAMES].raw
                                          : key->raw,
                       item);
        bool is_cleared = c->value & CLEARED;
        if (c->value & TWICE && !is_cleared && !PyErr_Occurred()) {
            /* which may ask the key */
            PyDict_SetItem(wanted, operand_fixed[STRS].raw,
                           operand_fixed[NAME].raw);
        }
        as_cpython(c, wanted);
    } else {
        Py_DECREF(wanted);
    }
    if (c->value & FORGOTTEN) {
        c->armed = 0; /* what is expected is made meanwhile */
    }
    begin(c);
    for (Py_ssize_t i = 0; i < many; i++) {
        hf_object_borrowed one = hf_object_from_borrowed(many_item(i));
        hf_dict_builder_set(&b, one, hf_incref(one));
    }
    for (int i = 0; i < n; i++) {
        hf_dict_builder_set(&b, lent_object(&operand_fixed[STRS + i]),
                            given_object(&operand_fixed[INT]));
    }
    set_one(&b, c, key, value);
    if (!hf_is_null(b.hf_private_dict)) { /* the collector may not find it half-made */
        expect(c, "whether the collector sees what is being built", false,
               PyObject_GC_IsTracked(hf_as_raw(b.hf_private_dict)));
    }
    if (c->value & FORGOTTEN && is_refused(c)) {
        PyErr_Clear();
        succeeds(c);
        raises(c, PyExc_SystemError,
               "hf_dict_builder_finish: the builder failed before, and its "
               "exception was cleared");
        set_one(&b, c, key, value);
    } else if (c->value & CLEARED && !is_refused(c)) {
        hf_dict_builder_clear(&b);
        PyDict_Clear(c->result);
    } else if (c->value & TWICE && !is_refused(c)) {
        hf_dict_builder_set(&b, lent_object(&operand_fixed[STRS]),
                            given_object(&operand_fixed[NAME]));
    }
    /* Somebody may have got hold of the dict that it works on. */
    PyObject *seen = c->more & 0x40 ? Py_XNewRef(hf_as_raw(b.hf_private_dict))
                                    : NULL;
    hf_dict made = hf_dict_builder_finish(&b);
    bool is_seen = seen != NULL && hf_as_raw(made) == seen;
    end_object(c, hf_into_object(made));
    expect(c, "whether what is given was seen before", false, is_seen);
    Py_XDECREF(seen);
    hf_auto(dict, again, hf_dict_builder_finish(&b));
    expect(c, "the length of what an empty builder makes", 0,
           hf_is_null(again) ? -1 : PyDict_GET_SIZE(hf_as_raw(again)));
}

/* A key finishes the builder that it is just set in. */
static hf_dict_builder met_again;
static hf_dict finished_within;

static void finish_within(void)
{
    if (!hf_replace(&finished_within, hf_dict_builder_finish(&met_again))) {
        fuzz_failed("prediction", "expected a dict, found a failure");
    }
}

/* What the builder lets go of when it fails puts something in again. */
static void set_again(PyObject *capsule)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    hf_dict_builder_set(PyCapsule_GetPointer(capsule, NULL),
                        lent_object(&operand_fixed[NAME]),
                        given_object(&operand_fixed[INT]));
    PyErr_Restore(type, value, traceback);
}

static void build_and_fail(call *c, bool clears)
{
    never_pending(c);
    PyObject *key = fuzz_made(PyList_New(0)); /* it has no hash */
    PyObject *like = fuzz_made(PyDict_New());
    if (clears) {
        PyDict_SetItem(like, operand_fixed[NAME].raw, operand_fixed[INT].raw);
        c->result = like;
    } else {
        PyDict_SetItem(like, key, key);
        as_cpython(c, NULL);
        Py_DECREF(like);
    }
    hf_dict_builder b = {0};
    PyObject *item = fuzz_made(PyCapsule_New(&b, NULL, set_again));
    begin(c);
    hf_dict_builder_set(&b, lent_object(&operand_fixed[NAME]),
                        hf_object_from_owned(item));
    if (clears) {
        hf_dict_builder_clear(&b);
    } else {
        hf_dict_builder_set(&b, hf_object_from_borrowed(key),
                            given_object(&operand_fixed[INT]));
    }
    end_object(c, hf_into_object(hf_dict_builder_finish(&b)));
    Py_DECREF(key);
}

static void fail_within(PyObject *capsule)
{
    hf_dict_builder_set_utf8(PyCapsule_GetPointer(capsule, NULL), NULL,
                             given_object(&operand_fixed[INT]));
    PyErr_Clear();
}

/* Up to CPython 3.11 the collector may run where a dict is made, and what it ends come to
 * the builder. */
static void build_while_collected(call *c, bool fails, bool finishes)
{
    enum { FREE = 90 }; /* more than CPython keeps: then one is allocated */
    PyObject *dicts[FREE], *like = fuzz_made(PyDict_New());
    hf_dict_builder b = {0};
    never_pending(c);
    if (fails) {
        raises(c, PyExc_SystemError,
               "hf_dict_builder_finish: the builder failed before, and its "
               "exception was cleared");
    }
    PyDict_SetItem(like, operand_fixed[NAME].raw, operand_fixed[INT].raw);
    if (!finishes) {
        PyDict_SetItem(like, operand_fixed[STRS + 2].raw, Py_None);
    }
    c->result = like;
    for (int i = 0; i < FREE; i++) {
        dicts[i] = fuzz_made(PyDict_New());
    }
    PyObject *item = fuzz_made(
        PyCapsule_New(&b, NULL, fails ? fail_within : set_again));
    PyObject *cycle = fuzz_made(PyList_New(0));
    PyList_Append(cycle, item);
    PyList_Append(cycle, cycle);
    Py_DECREF(item);
    begin(c);
    Py_DECREF(cycle);
    collector_runs(true);
    if (!finishes) {
        hf_dict_builder_set(&b, lent_object(&operand_fixed[STRS + 2]),
                            hf_none());
    }
    hf_dict made = hf_dict_builder_finish(&b);
    collector_runs(false);
    end_object(c, hf_into_object(made));
    for (int i = 0; i < FREE; i++) {
        Py_DECREF(dicts[i]);
    }
}

void dict_build_again(call *c)
{
    static const uint8_t calls_the_layer = 15;
    if (c->value & 1) {
        build_and_fail(c, c->value & 2);
        return;
    }
    if (PY_VERSION_HEX < 0x030C0000 && c->value & 4) {
        build_while_collected(c, c->value & 2, c->value & 8);
        return;
    }
    never_pending(c);
    void (*nested)(void) = python_nested;
    python_nested = NULL;
    PyObject *key = python_instance(0, 4, calls_the_layer); /* its __hash__ */
    PyObject *item = operand_fixed[INT].raw, *like = fuzz_made(PyDict_New());
    PyDict_SetItem(like, key, item);
    PyDict_Clear(like);
    as_cpython(c, like);
    python_nested = finish_within;
    begin(c);
    hf_dict_builder_set(&met_again, hf_object_from_borrowed(key),
                        given_object(&operand_fixed[INT]));
    end_object(c, hf_into_object(hf_dict_builder_finish(&met_again)));
    python_nested = nested;
    if (hf_is_null(finished_within) ||
        PyDict_GET_SIZE(hf_as_raw(finished_within)) != 0) {
        fuzz_failed("content", "expected the dict that was finished within to "
                               "be empty");
    }
    hf_clear(&finished_within);
    Py_DECREF(key);
}
