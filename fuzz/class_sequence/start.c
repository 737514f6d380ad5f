/* How class_sequence starts: the module with its classes, Python's subclasses
 * of them, and each call once; and what ends an input. */

#include "fuzz/class_sequence/rows.h"

PyObject *held[ALL_SLOTS], *class_of[KINDS], *the_module;
PyObject *hosts_module, *based_module, *mixins_module;
bool classes_have_started;

static const char source[] = "class Sub(Node): pass\n"
                             "class Slotted(Leaf): __slots__ = ('extra',)\n"
                             "class Later(Late): pass\n"
                             "class Plain: pass\n";

/* Nothing of it is code that runs: no frame, no cache. */
static const char mixins[] =
    "import abc, operator\n"
    "class Mixin:\n"
    "    __slots__ = ()\n"
    "    twin = property(operator.attrgetter('number'))\n"
    "class Other: __slots__ = ()\n"
    "class Abstract(abc.ABC):\n"
    "    __slots__ = ()\n"
    "    @abc.abstractmethod\n"
    "    def side(self): pass\n";
static const char mixins_on_based[] =
    "class Subguest(Guest): pass\n"
    "class Substock(Stock): pass\n"
    "class Subline(Line): __slots__ = ('extra',)\n"
    "class Submixed(Mixed): pass\n"
    "class Clear(Vague): side = None\n"
    "class ClearList(VagueList): side = None\n";

/* What no call asks, so it is asserted once: the collector sees what owns something, and
 * that alone; it finds who has what is in a class that inherits; and what a property
 * raises that is no AttributeError is raised. */
static const char asserted[] = "import gc\n"
                               "leaf = Leaf()\n"
                               "leaf.tail = tail = []\n"
                               "assert gc.get_referrers(tail).count(leaf) == 1\n"
                               "assert not gc.is_tracked(Counter(1))\n"
                               "try: leaf.xbad\n"
                               "except KeyError: leaf.number = 1\n"
                               "assert leaf.number == 1\n"
                               "del gc, leaf, tail\n";
static const char asserted_on_based[] = "import gc\n"
                                        "assert gc.is_tracked(Bag(1))\n"
                                        "del gc\n";

void classes_end(void)
{
    call c = {0};
    do { /* once in any case: it empties CPython's free lists */
        for (c.x = 0; c.x < SLOTS; c.x++) {
            drop(&c);
        }
        collect(&c);
        model_check();
    } while (model_any());
    model_watch_none();
    model_reset();
    PyType_ClearCache(); /* it keeps the names of attributes */
}

static PyObject *new_spec(const char *module)
{
    PyObject *types = fuzz_made(PyImport_ImportModule("types"));
    PyObject *empty = fuzz_made(PyTuple_New(0));
    PyObject *name = fuzz_made(Py_BuildValue("{s:s}", "name", module));
    PyObject *simple = fuzz_made(
        PyObject_GetAttrString(types, "SimpleNamespace"));
    PyObject *spec = fuzz_made(PyObject_Call(simple, empty, name));
    Py_DECREF(simple);
    Py_DECREF(name);
    Py_DECREF(empty);
    Py_DECREF(types);
    return spec;
}

/* Under the name of a spec, so that a call finds it. */
static PyObject *spec_of(PyObject *globals, const char *key, const char *module)
{
    PyObject *spec = new_spec(module);
    PyDict_SetItemString(globals, key, spec);
    Py_DECREF(spec);
    return spec;
}

static void run(const char *text, PyObject *globals)
{
    Py_DECREF(fuzz_made(PyRun_String(text, Py_file_input, globals, globals)));
}

static void find_classes(PyObject *globals, int first, int after)
{
    static const char *const names[KINDS] = {
        "Node",     "Leaf", "Sub",     "Slotted",  "Late",    "Later",
        "Plain",    "Host", "Guest",   "Subguest", "Stock",   "Shelf",
        "Substock", "Line", "Subline", "Mixed",    "Submixed"};
    for (int i = first; i < after; i++) {
        class_of[i] = fuzz_made(PyDict_GetItemString(globals, names[i]));
    }
}

static void closed_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    type->tp_free(o);
    Py_DECREF(type);
}

/* A class that nothing has a constructor for, and one that is another one later. */
static void add_hosts(PyObject *hosts)
{
    static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)closed_dealloc},
                                  {0, NULL}};
    static PyType_Spec closed = {
        .name = "hosts.Closed",
        .basicsize = sizeof(PyObject),
        .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE |
                 Py_TPFLAGS_DISALLOW_INSTANTIATION,
        .slots = slots,
    };
    PyObject *globals = PyModule_GetDict(hosts);
    PyObject *type = fuzz_made(PyType_FromSpec(&closed));
    PyDict_SetItemString(globals, "Closed", type);
    Py_DECREF(type);
    PyDict_SetItemString(globals, "Shifting", (PyObject *)&PyList_Type);
}

static void begin_based(PyObject *globals)
{
    mixins_module = fuzz_made(Py_XNewRef(PyImport_AddModule("mixins")));
    PyObject *names = PyModule_GetDict(mixins_module);
    PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins());
    run(mixins, names);
    PyObject *spec = spec_of(globals, "hosts_spec", "hosts");
    hosts_module = fuzz_made(imported(hosts_definition(), spec));
    add_hosts(hosts_module);
    PyDict_SetItemString(PyImport_GetModuleDict(), "hosts", hosts_module);
    spec_of(globals, "refused_spec", "refused");
    spec = spec_of(globals, "based_spec", "based");
    based_module = fuzz_made(imported(based_definition(), spec));
    PyDict_Update(names, PyModule_GetDict(hosts_module));
    PyDict_Update(names, PyModule_GetDict(based_module));
    PyDict_SetItemString(names, "__name__", interned("mixins"));
    run(mixins_on_based, names);
    run(asserted_on_based, names);
    find_classes(names, MORE, KINDS);
}

/* The calls from there on are those of the other classes. */
enum { FIRST_MORE = 30 };

static bool makes_modules(const fuzz_row *row)
{
    return row->act == module || row->act == imports || row->act == based ||
           row->act == refused || row->act == rounds;
}

/* prime makes a call, also where an allocation fails, with an instance that |makes|
 * makes: what CPython keeps from the first time on is there before the first
 * input. */
static void prime(const fuzz_row *row, void (*makes)(call *c), int kind,
                  int value)
{
    call made = {.x = 1, .y = 2, .z = 3, .value = kind};
    call c = {.x = 1, .y = 1, .z = 1, .value = value};
    makes(&made);
    fuzz_do(row, &c);
    call failing = {.x = 1, .y = 1, .z = 1, .armed = (unsigned)value};
    makes(&made);
    fuzz_do(row, &failing);
}

void fuzz_begin(void)
{
    PyObject *spec = new_spec("classes");
    odd_attribute_error = fuzz_made(
        PyErr_NewException("classes.Odd", PyExc_AttributeError, NULL));
    the_module = fuzz_made(imported(classes_definition(), spec));
    PyObject *globals = PyModule_GetDict(the_module);
    PyDict_SetItemString(globals, "spec", spec);
    Py_DECREF(spec);
    spec_of(globals, "outer_spec", "outer");
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    run(source, globals);
    run(asserted, globals);
    find_classes(globals, 0, MORE);
    model_reset();
    begin_based(globals);
    for (int i = 0; i < 2 * fuzz_n_rows; i++) {
        const fuzz_row *row = &fuzz_rows[i / 2];
        for (int value = 0; value < 12; value++) {
            for (int kind = 0; kind < MADE && row->id < FIRST_MORE; kind++) {
                prime(row, make, kind, value);
            }
            for (int kind = 0; kind < N_MORE && !makes_modules(row); kind++) {
                prime(row, more, kind, value);
            }
            if (row->id >= FIRST_MORE) {
                prime(row, more, 0, value);
            }
            classes_end();
        }
    }
    PyObject *gc = fuzz_made(PyImport_ImportModule("gc"));
    Py_XDECREF(fuzz_made(PyObject_CallMethod(gc, "freeze", NULL)));
    Py_DECREF(gc);
    classes_end();
    fuzz_calls_made = 0;
    fuzz_counted.steps = 0;
    classes_have_started = true;
}
