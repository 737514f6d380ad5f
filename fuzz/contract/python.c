#include "fuzz/contract/python.h"

#include "fuzz/engine/calls.h"

#include <string.h>

/* Each class overrides one thing, which does one thing, and notes that it was
 * asked. */
const char *const python_base[BASES] = {"object", "int",   "str",  "float",
                                        "list",   "tuple", "dict", "KeyError"};
const char *const python_method[METHODS] = {
    "__repr__",     "__str__",     "__bool__",    "__len__",
    "__hash__",     "__eq__",      "__ne__",      "__lt__",
    "__le__",       "__gt__",      "__ge__",      "__index__",
    "__int__",      "__iter__",    "__getattr__", "__getattribute__",
    "__setattr__",  "__delattr__", "__call__",    "__class__",
    "a",            "echo",        "its own echo", "__name__",
    "__getitem__",  "__add__",     "__contains__", "__format__"};
const char *const python_behaviour[BEHAVIOURS] = {
    "does what the base does",
    "answers differently",
    "returns None",
    "returns 3.5",
    "raises KeyError",
    "raises AttributeError",
    "raises a subclass of AttributeError",
    "raises what is no Exception",
    "raises StopIteration",
    "raises the same exception each time",
    "raises from a cause",
    "raises in a context",
    "raises from None",
    "returns NotImplemented",
    "raises every second time",
    "calls the layer"};

static const char python_source[] =
    "import gc\n"
    "log = []\n"
    "times = [0]\n"
    "classes = {}\n"
    "kept = KeyError('kept')\n"
    "def note(name):\n"
    "    def method(self, *values, **named):\n"
    "        log.append((name, values, named))\n"
    "        return getattr(str, name)(self, *values, **named)\n"
    "    return method\n"
    "class S(str): pass\n"
    "for name in ('__str__ __repr__ __len__ __hash__ __eq__ __ne__ __lt__'\n"
    "             ' __le__ __gt__ __ge__ __add__ __iter__ __getitem__'\n"
    "             ' __contains__ __format__ __mod__ encode join find').split():\n"
    "    setattr(S, name, note(name))\n"
    /* What iterates in its own way. */
    "class Own(list):\n"
    "    def __iter__(self):\n"
    "        log.append(('__iter__',))\n"
    "        return iter(tuple(list.__iter__(self))[::-1])\n"
    "class Again:\n"
    "    def __init__(self, items): self.items = items\n"
    "    def __iter__(self):\n"
    "        log.append(('__iter__',))\n"
    "        return iter(self.items)\n"
    "class Renamed: pass\n"
    /* What is changed where two keys are compared: emptied, or longer. */
    "changing = [None, None, None]\n"
    "class Key:\n"
    "    def __init__(self, n): self.n = n\n"
    "    def __hash__(self):\n"
    "        log.append(('__hash__', self.n))\n"
    "        return 7\n"
    "    def __eq__(self, other):\n"
    "        log.append(('__eq__', self.n, other.n))\n"
    "        it, is_emptied, is_longer = changing\n"
    "        if is_emptied: it.clear()\n"
    "        if is_longer: it['more'] = None\n"
    "        return False\n"
    "class Plain:\n"
    "    a = 1000\n"
    "    def echo(self, *values, **named): return values, named\n"
    "class Raiser:\n"
    "    def __repr__(self): raise KeyError\n"
    "    def __eq__(self, other): raise KeyError\n"
    "    def __lt__(self, other): return self\n"
    "    __le__ = __gt__ = __ge__ = __ne__ = __eq__\n"
    "    def __hash__(self): raise KeyError\n"
    "    def __bool__(self): raise KeyError\n"
    "    def __call__(self, *values): raise KeyError\n"
    "    def __getattr__(self, name):\n"
    "        raise KeyError if name == 'a' else AttributeError\n"
    "    def __setattr__(self, name, value): raise KeyError\n"
    "    def __delattr__(self, name): raise KeyError\n"
    "def echo(*values, **named): return values, named\n"
    "class Missing(AttributeError): pass\n"
    "def elsewhere(name):\n" /* about another name than was asked for */
    "    it = Missing(name)\n"
    "    it.name = 'elsewhere'\n"
    "    return it\n"
    "class MissingKey(KeyError): pass\n"
    "class Both(Missing, KeyError): pass\n" /* whose tp_base is the first */
    "class Stop(BaseException): pass\n"
    "class WeakRef(__import__('_weakref').ref):\n"
    "    def __call__(self):\n"
    "        log.append(('__call__',))\n"
    "        return 5\n"
    "def with_context(name):\n"
    "    try: raise ValueError('inner')\n"
    "    except ValueError: raise KeyError(name)\n"
    "def with_cause(name):\n"
    "    try: raise ValueError('inner')\n"
    "    except ValueError as e: raise KeyError(name) from e\n"
    "def from_none(name):\n"
    "    try: raise ValueError('inner')\n"
    "    except ValueError: raise KeyError(name) from None\n"
    "missing = {'__bool__': True, '__len__': 2, '__index__': 7, '__int__': 7,\n"
    "           '__iter__': None, '__call__': 'called', 'a': 1000,\n"
    "           '__getitem__': 'item', '__add__': 'sum', '__contains__': True}\n"
    "others = {'__repr__': 'other', '__str__': 'other', '__bool__': False,\n"
    "          '__len__': 0, '__hash__': -1, '__eq__': [], '__ne__': [1],\n"
    "          '__lt__': [], '__le__': [1], '__gt__': [], '__ge__': [1],\n"
    "          '__index__': 9, '__int__': 9, '__getattr__': 'got',\n"
    "          '__getattribute__': 'got', '__call__': None,\n"
    "          '__class__': str, 'a': 1001, 'echo': log.count,\n"
    "          '__format__': 'other'}\n"
    "def natural(base, name, self, values):\n"
    "    if name == '__getattr__': raise AttributeError(*values)\n"
    "    if name == '__call__': return 'called'\n"
    "    if name == 'echo': return lambda *values, **named: (values, named)\n"
    "    if name == '__class__': return type(self)\n"
    "    if hasattr(base, name): return getattr(base, name)(self, *values)\n"
    "    return missing.get(name)\n"
    "def act(base, name, behaviour, self, values):\n"
    "    log.append((name, values))\n"
    /* Iteration by __getitem__ ends, whatever it returns. */
    "    if name == '__getitem__' and type(values[0]) is int and values[0] > 9:\n"
    "        raise IndexError(name)\n"
    "    if behaviour == 1: return others.get(name)\n"
    "    if behaviour == 2: return None\n"
    "    if behaviour == 3: return 3.5\n"
    "    if behaviour == 4: raise KeyError(name)\n"
    "    if behaviour == 5: raise AttributeError(name)\n"
    "    if behaviour == 6:\n"
    "        raise (MissingKey if name == '__getitem__' else elsewhere)(name)\n"
    "    if behaviour == 7: raise Stop(name)\n"
    "    if behaviour == 8: raise StopIteration(name)\n"
    "    if behaviour == 9: raise kept\n"
    "    if behaviour == 10: with_cause(name)\n"
    "    if behaviour == 11: with_context(name)\n"
    "    if behaviour == 12: from_none(name)\n"
    "    if behaviour == 13: return NotImplemented\n"
    "    if behaviour == 14:\n"
    "        times[0] += 1\n"
    "        if times[0] % 2 == 0: raise KeyError(name)\n"
    "    if behaviour == 15: nested()\n"
    "    return natural(base, name, self, values)\n"
    "names = ['a.b', 'a.', '.b', 'n' * 199, 'n' * 200, 'n' * 201,\n"
    "         'n' * 199 + '\\xe9', '\\xe9\\xe9', '\\u20ac.\\u20ac', '\\U0001f600',\n"
    "         '%s', 'a.b.c', '..', '  ', 'str', 'NoneType']\n"
    /* Who asks an object that has ended what it was is told something else. */
    "ending = [False]\n"
    "def rename(it):\n"
    "    if ending[0]: type(it).__name__ = 'ended'\n"
    "def to_complex(it):\n" /* which floats and ints have none of */
    "    log.append(('__complex__',))\n"
    "    return 2.5 + 1j\n"
    "def to_float(it):\n" /* which is not what it is as an int */
    "    log.append(('__float__',))\n"
    "    return 4.5\n"
    /* What only some functions ask for, and others must not. */
    "def to_bytes(it):\n"
    "    log.append(('__bytes__',))\n"
    "    return b'bytes'\n"
    "def to_path(it):\n"
    "    log.append(('__fspath__',))\n"
    "    return 'path'\n"
    "def turned(it):\n"
    "    log.append(('__reversed__',))\n"
    "    return iter('detrever')\n"
    "def missing_key(it, key):\n"
    "    log.append(('__missing__', key))\n"
    "    return 'missing'\n"
    /* What iterates, and breaks off. */
    "def broken_off():\n"
    "    yield 1\n"
    "    yield 2\n"
    "    raise KeyError('broken off')\n"
    /* A method that the layer calls where CPython does not, or otherwise, is seen. */
    "def noting(base, name):\n"
    "    does = getattr(base, name)\n"
    "    def method(self, *values, **named):\n"
    "        log.append((name, values, named))\n"
    "        return does(self, *values, **named)\n"
    "    return method\n"
    "class Kind(type):\n"
    "    def __instancecheck__(self, of):\n"
    "        log.append(('__instancecheck__',))\n"
    "        return type.__instancecheck__(self, of)\n"
    "    def __subclasscheck__(self, of):\n"
    "        log.append(('__subclasscheck__',))\n"
    "        return type.__subclasscheck__(self, of)\n"
    /* A class that does what its base does, and notes that it was asked. */
    "def loud(base):\n"
    "    of = {name: noting(base, name) for name in\n"
    "          ('__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __len__'\n"
    "           ' __iter__ __getitem__ __contains__ __add__ __mul__'\n"
    "           ' __repr__ __str__').split()}\n"
    "    if base.__hash__ is None: del of['__hash__']\n"
    "    return type('Sub', (base,), of)\n"
    "class Exporter(bytearray):\n"
    "    def __del__(self): nested()\n"
    "class Above(metaclass=Kind): __slots__ = ()\n"
    "def craft(base, name, behaviour):\n"
    "    def method(self, *values):\n"
    "        return act(base, name, behaviour, self, values)\n"
    "    of = {'a': 1000, '__module__': 'f',\n"
    "          'echo': lambda self, *values, **named: (values, named)}\n"
    "    for other in dir(base):\n"
    "        if (other in ('__setitem__', '__delitem__') or other[0] != '_' and\n"
    "                callable(getattr(base, other))):\n"
    "            of[other] = noting(base, other)\n"
    "    if base in (int, float):\n"
    "        of.update(__complex__=to_complex, __float__=to_float)\n"
    "    of.update(__bytes__=to_bytes, __fspath__=to_path, __reversed__=turned)\n"
    "    if base is dict: of['__missing__'] = missing_key\n"
    "    called = 'Crafted'\n"
    "    if name != '__name__': of['__qualname__'] = 'craft.<locals>.Crafted'\n"
    "    else:\n"
    "        called = names[behaviour]\n"
    "        of['__del__'] = rename\n"
    "    if name in ('a', 'echo', '__class__'):\n"
    "        of[name] = property(method, method, method)\n"
    "    elif name[:2] == '__': of[name] = method\n"
    /* CPython asks the class of an exception when it makes one. */
    "    if base is KeyError: return type(called, (base,), of)\n"
    "    bases = (Above,) if base is object else (base, Above)\n"
    "    return Kind(called, bases, of)\n"
    "values = {int: (7,), str: ('ab\\xe9',), float: ('nan',), list: ([1, 2],),\n"
    "          tuple: ((1, 2),), dict: ({'k': 1},), KeyError: ('key',)}\n"
    "def fill_keys(it):\n" /* which the instances of a class share, for good */
    "    attributes = object.__getattribute__(it, '__dict__')\n"
    "    for name in 'a', 'b', 'echo': attributes[name] = None\n"
    "for of in S, Plain, Raiser, Own: fill_keys(of())\n"
    "fill_keys(Again(()))\n"
    "def instance(base, name, behaviour):\n"
    "    made = classes.get((base, name, behaviour))\n"
    "    if made is None:\n"
    "        made = classes[base, name, behaviour] = craft(base, name, behaviour)\n"
    "        fill_keys(made(*values.get(base, ())))\n"
    /* A debug build walks over all that its collector knows, each time that a call
     * collects: classes are some hundred objects each, and stay. */
    "        gc.freeze()\n"
    "    if name == '__name__': made.__name__ = names[behaviour]\n"
    "    it = made(*values.get(base, ()))\n"
    /* What is behind a property, or behind who answers for all: nobody sees it. */
    "    if name in ('a', 'echo', '__getattribute__'):\n"
    "        attributes = object.__getattribute__(it, '__dict__')\n"
    "        attributes['a'] = attributes['echo'] = 1002\n"
    "    if name == 'its own echo':\n"
    "        its_own = lambda *values, **named: (\n"
    "            act(base, 'own', behaviour, None, values), values, named)\n"
    "        it.__dict__['echo'] = 5 if behaviour == 1 else its_own\n"
    "    return it\n";

static PyObject *globals, *log_list, *ending, *times, *kept, *classes, *instance,
    *bases[BASES], *methods[METHODS];
void (*python_nested)(void);

PyObject *python_watched;
Py_ssize_t python_counted;

static PyObject *nested(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    if (python_watched != NULL) {
        python_counted = Py_REFCNT(python_watched);
    }
    if (python_nested != NULL) {
        python_nested();
    }
    return Py_NewRef(Py_None);
}

PyObject *python_global(const char *name)
{
    return fuzz_made(PyDict_GetItemString(globals, name));
}

PyObject *python_value(const char *expression)
{
    return fuzz_made(
        PyRun_String(expression, Py_eval_input, globals, globals));
}

void python_start(void)
{
    static PyMethodDef definition = {"nested", nested, METH_NOARGS, NULL};
    globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyObject *name = fuzz_made(PyUnicode_FromString("f"));
    PyObject *function = fuzz_made(PyCFunction_New(&definition, NULL));
    PyDict_SetItemString(globals, "__name__", name);
    PyDict_SetItemString(globals, "nested", function);
    Py_DECREF(name);
    Py_DECREF(function);
    Py_DECREF(
        fuzz_made(PyRun_String(python_source, Py_file_input, globals, globals)));
    log_list = python_global("log");
    ending = python_global("ending");
    times = python_global("times");
    kept = python_global("kept");
    classes = python_global("classes");
    instance = python_global("instance");
    for (int i = 0; i < BASES; i++) {
        bases[i] = python_value(python_base[i]);
    }
    /* The first repr of a list makes one of all reprs that are being made. */
    Py_DECREF(python_value("repr([1])"));
    for (int i = 0; i < METHODS; i++) {
        methods[i] = fuzz_made(PyUnicode_InternFromString(python_method[i]));
    }
}

bool python_returns_other(int behaviour)
{
    return behaviour == 2 || behaviour == 3 || behaviour == 13;
}

PyObject *python_instance(int base, int method, int behaviour)
{
    PyObject *number = fuzz_made(PyLong_FromLong(behaviour));
    PyObject *made = fuzz_made(PyObject_CallFunctionObjArgs(
        instance, bases[base], methods[method], number, NULL));
    Py_DECREF(number);
    return made;
}

Py_ssize_t python_classes(void)
{
    return PyDict_Size(classes);
}

void python_ends(bool in_call)
{
    PyList_SetItem(ending, 0, PyBool_FromLong(in_call));
}

void python_reset(void)
{
    PyException_SetTraceback(kept, Py_None);
    PyException_SetContext(kept, NULL);
    PyException_SetCause(kept, NULL);
    ((PyBaseExceptionObject *)kept)->suppress_context = 0;
    PyList_SetSlice(log_list, 0, PyList_GET_SIZE(log_list), NULL);
    PyList_SetItem(times, 0, PyLong_FromLong(0));
}

PyObject *python_log(void)
{
    Py_ssize_t n = PyList_GET_SIZE(log_list);
    PyObject *taken = fuzz_made(PyList_GetSlice(log_list, 0, n));
    PyList_SetSlice(log_list, 0, n, NULL);
    return taken;
}
