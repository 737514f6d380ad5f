#include "fuzz/contract/operands.h"

#include "fuzz/contract/python.h"
#include "fuzz/engine/calls.h"
#include "fuzz/engine/str_oracle.h"

#include <string.h>

static const struct {
    uint32_t at[70];
    ptrdiff_t length;
} contents[TEXTS] = {
    {{0}, 0},
    {{'a'}, 1},
    {{'a', 'b', 'c'}, 3},
    {{'a', 'b', 'a', 'b', 'a', 'c', 'a', 'b'}, 8},
    {{0xE9}, 1},
    {{'x', 0xE9, 'a'}, 3},
    {{0x20AC, 'a', 0xFFFF}, 3},
    {{0x1F600, 'a', 0x10FFFF}, 3},
    {{0xD800, 'a'}, 2},
    {{'b', 'a'}, 70}, /* and 68 NULs */
    /* As some above, but for the end. */
    {{'a', 'b', 'd'}, 3},
    {{'x', 0xE9, 'b'}, 3},
    {{0x20AC, 'a', 0xFFFE}, 3},
    {{0x1F600, 'a', 0x10FFFE}, 3},
};

static const uint32_t cuts[CUTS][4] = {{'a', 'b', 0, 'c'},
                                       {'a', 'b', 0, 'd'},
                                       {0x20AC, 'a', 0, 'c'},
                                       {0x20AC, 'a', 0, 'd'}};

static const uint32_t name_text[4] = {'k', 'e', 'l', 'p'};
static const uint32_t crafted_text[3] = {'a', 'b', 0xE9};

operand operand_fixed[FIXED];

PyObject *operand_subclass(void)
{
    return python_global("S");
}

static PyObject *str_of(fuzz_text text)
{
    return fuzz_made(PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.at,
                                               text.length));
}

static PyObject *instance_of(const char *type)
{
    return fuzz_made(PyObject_CallNoArgs(python_global(type)));
}

/* new_one makes what is at |i|, or a copy of it. */
static PyObject *new_one(int i)
{
    PyObject *function = python_global("echo");
    switch (i) {
    case NOTHING:
        return NULL;
    case INT:
        return fuzz_made(PyLong_FromLong(1 << 20));
    case NONE:
        return Py_NewRef(Py_None);
    case EXCEPTION:
        return fuzz_made(PyObject_CallFunction(PyExc_KeyError, "s", "key"));
    case PLAIN:
        return instance_of("Plain");
    case RAISER:
        return instance_of("Raiser");
    case ECHO:
        return fuzz_made(PyFunction_New(PyFunction_GET_CODE(function),
                                        PyFunction_GET_GLOBALS(function)));
    case ODD:
        return fuzz_made(PyComplex_FromDoubles(Py_NAN, 0));
    case NAME: /* no attribute has this name: CPython keeps those for a while */
        return operand_fixed[NAME].raw == NULL
                   ? fuzz_made(PyUnicode_InternFromString("kelp"))
                   : str_of(operand_fixed[NAME].text);
    default:
        break;
    }
    PyObject *text = str_of(operand_fixed[i].text);
    if (i >= STRS + TEXTS && i < ODD) {
        PyObject *same = fuzz_made(
            PyObject_CallOneArg(operand_subclass(), text));
        Py_DECREF(text);
        text = same;
    }
    return text;
}

void operand_fill_free_lists(void)
{
    /* CPython 3.11 keeps tuples of 20 items, and never takes one out again. */
    enum { MANY = 120, SIZES = 19, EACH = 200 };
    static PyObject *all[3][MANY], *tuples[SIZES * EACH];
    for (int i = 0; i < MANY; i++) {
        all[0][i] = fuzz_made(PyDict_New());
        PyDict_SetItemString(all[0][i], "k", Py_None);
        all[1][i] = fuzz_made(PyList_New(0));
        all[2][i] = fuzz_made(PyFloat_FromDouble(i));
    }
    for (int i = 0; i < SIZES * EACH; i++) {
        tuples[i] = fuzz_made(PyTuple_New(1 + i / EACH));
    }
    for (int i = 0; i < MANY; i++) {
        Py_DECREF(all[0][i]);
        Py_DECREF(all[1][i]);
        Py_DECREF(all[2][i]);
    }
    for (int i = 0; i < SIZES * EACH; i++) {
        Py_DECREF(tuples[i]);
    }
    fill_free_lists();
}

void operand_start(void)
{
    operand_fill_free_lists();
    operand_fixed[NAME].text = (fuzz_text){name_text, 4};
    for (int i = 0; i < TEXTS; i++) {
        operand_fixed[STRS + i].text = (fuzz_text){contents[i].at,
                                                   contents[i].length};
    }
    const int subclassed[SUBCLASS] = {STRS, STRS + 2, STRS + 6};
    for (int i = 0; i < SUBCLASS; i++) {
        operand_fixed[STRS + TEXTS + i].text = operand_fixed[subclassed[i]]
                                                   .text;
    }
    for (int i = 0; i < CUTS; i++) {
        operand_fixed[CUT + i].text = (fuzz_text){cuts[i], 4};
    }
    for (int i = 0; i < FIXED; i++) {
        operand *o = &operand_fixed[i];
        o->raw = new_one(i);
        o->is_str = i >= NAME && i != ODD;
    }
    /* CPython keeps one: the count is that of all its references. */
    for (int i = INT; i < FIXED; i++) {
        operand_fixed[i].count = Py_REFCNT(operand_fixed[i].raw);
    }
}

/* attributes are the instance's own, borrowed; or NULL. */
static PyObject *attributes(PyObject *raw)
{
    PyObject *dict = PyObject_GenericGetDict(raw, NULL);
    PyErr_Clear();
    Py_XDECREF(dict);
    return dict;
}

static operand crafted(int byte, int behaviour)
{
    int base = (byte - CRAFTED) / METHODS % BASES;
    operand o = {.raw = python_instance(base, (byte - CRAFTED) % METHODS,
                                        behaviour)};
    o.is_str = PyUnicode_Check(o.raw);
    o.text = (fuzz_text){crafted_text, o.is_str ? 3 : 0};
    /* Not PyDict_Copy: CPython 3.11 takes no dict from its free list for it, and
     * puts one there. */
    o.kept = fuzz_made(PyDict_New());
    PyDict_Update(o.kept, attributes(o.raw));
    return o;
}

operand operand_make(int byte, int behaviour, bool is_last)
{
    if (byte >= CRAFTED) {
        operand o = crafted(byte, behaviour);
        o.count = Py_REFCNT(o.raw);
        o.is_last = is_last;
        return o;
    }
    operand o = operand_fixed[byte % FIXED];
    o.is_last = is_last && byte % FIXED != NONE;
    if (is_last) {
        o.raw = new_one(byte % FIXED);
    } else {
        Py_XINCREF(o.raw);
    }
    o.count = o.raw != NULL ? Py_REFCNT(o.raw) : 0;
    return o;
}

static const char *const containers[] = {
    "a list",
    "a tuple",
    "a list of pairs",
    "a list that iterates in its own way",
    "what iterates alone",
    "a list that iterates in its own way, of pairs"};

operand operand_within(const operand *inner, int kind, int n, bool is_last)
{
    bool is_of_pairs = kind % 3 == 2;
    PyObject *items = fuzz_made(PyList_New(0));
    PyObject *other = operand_fixed[STRS + 2].raw;
    for (int i = 0; i < n; i++) {
        PyObject *item = i == 0 && inner->raw != NULL ? inner->raw : other;
        item = is_of_pairs ? fuzz_made(PyTuple_Pack(2, item, other))
                           : Py_NewRef(item);
        PyList_Append(items, item);
        Py_DECREF(item);
    }
    operand o = {.raw = items, .is_last = is_last};
    if (kind >= 3) {
        o.raw = fuzz_made(PyObject_CallOneArg(
            python_global(kind == 4 ? "Again" : "Own"), items));
        o.kept = fuzz_made(PyDict_New());
        PyDict_Update(o.kept, attributes(o.raw));
    } else if (kind == 1) {
        o.raw = fuzz_made(PyList_AsTuple(items));
    }
    if (o.raw != items) {
        Py_DECREF(items);
    }
    o.count = Py_REFCNT(o.raw);
    return o;
}

void operand_print_within(FILE *to, int kind, int n)
{
    fprintf(to, "%s, of %d", containers[kind], n);
}

void operand_reset(operand *o)
{
    PyObject *now = o->kept != NULL && !o->is_given ? attributes(o->raw) : NULL;
    if (now != NULL) {
        PyDict_Clear(now);
        PyDict_Update(now, o->kept);
    }
}

void operand_unset(operand *o, PyObject *name)
{
    PyObject *now = o->raw != NULL ? attributes(o->raw) : NULL;
    if (now != NULL && name != NULL && PyUnicode_Check(name) &&
        (o->kept == NULL || PyDict_GetItem(o->kept, name) == NULL) &&
        PyDict_GetItem(now, name) != NULL) {
        PyDict_DelItem(now, name);
    }
}

void operand_drop(operand *o)
{
    if (!o->is_given) {
        Py_XDECREF(o->raw);
    }
    Py_CLEAR(o->kept);
    o->raw = NULL;
}

bool operand_overrides(int byte, const char *method)
{
    return byte >= CRAFTED &&
           strcmp(python_method[(byte - CRAFTED) % METHODS], method) == 0;
}

void operand_print(FILE *to, int byte, int behaviour)
{
    static const char *const names[] = {
        "nothing", "an int",     "None",     "a KeyError",
        "a Plain", "a Raiser", "a function", "the str"};
    if (byte >= CRAFTED) {
        int method = (byte - CRAFTED) % METHODS;
        fprintf(to, "a kind of %s whose %s %s",
                python_base[(byte - CRAFTED) / METHODS % BASES],
                python_method[method], python_behaviour[behaviour]);
        return;
    }
    int i = byte % FIXED;
    fputs(i < NAME                       ? names[i]
          : i == ODD                     ? "a complex that is not a number"
          : i < STRS + TEXTS || i >= CUT ? names[NAME]
                                         : "an instance of a subclass of str,",
          to);
    if (operand_fixed[i].is_str) {
        putc(' ', to);
        fuzz_text_print(to, operand_fixed[i].text);
    }
}

void operand_check(void)
{
    for (int i = INT; i < FIXED; i++) {
        const operand *o = &operand_fixed[i];
        Py_ssize_t count = Py_REFCNT(o->raw);
        if (i != NONE && count != o->count) {
            fprintf(stderr, "a reference of ");
            operand_print(stderr, i, 0);
            fputc('\n', stderr);
            fuzz_failed("references", "expected %zd references, found %zd",
                        o->count, count);
        }
        if (o->is_str) {
            fuzz_check_str(o->raw, o->text);
        }
    }
}
