"""The objects that functions are called with, each fresh and mortal.

A maker has the name of a parameter in the table. Nothing is made that others
share: no small ints, no interned strs, no constants, no builtin types, for
their counts are not only ours. LOUD has a maker of the same kind whose every
hook is heard: whether a function can run Python code.
"""

import codecs
import collections
import contextvars
import datetime
import functools
import io
import linecache
import pickle
import sys
import types
import warnings
import weakref

heard = [0]
raised = [0]

MAKERS = {}


def maker(*names):
    def register(function):
        for name in names:
            MAKERS[name] = function
        return function

    return register


class Thing:
    """An object of no special kind."""

    def __init__(self):
        self.attr = []

    def method(self, *args, **kwargs):
        return []


def text(words):
    """A str that is nobody else's."""
    return "".join([words[:1], words[1:]]) if len(words) > 1 else words


@maker("object", "value", "item", "fallback", "other", "self", "argument", "sentinel")
@maker("cause_object", "given_object", "context_object", "token", "result")
def thing():
    return Thing()


def plain(name, make):
    MAKERS[name] = make


def key():
    return text("key of kelp")


plain("key", key)
plain("str", lambda: text("kelp and reef"))
plain("right", lambda: text(" kelp"))
plain("substr", lambda: text("kelp"))
plain("sep", lambda: text(" and"))
plain("separator", lambda: text(", "))
plain("replstr", lambda: text("tang"))
plain("to_str", lambda: text("a long enough text"))
plain("from_str", lambda: text("kelp"))
plain("new_key", lambda: text("new key"))
plain("long_str", lambda: "".join(map(chr, range(256))))
plain("lines", lambda: text("kelp\nreef"))
plain("attr", lambda: text("attr"))
plain("method_name", lambda: text("method"))
plain("name", lambda: text("name of kelp"))
plain("qualname", lambda: text("qualified name"))
plain("code_name", lambda: text("code name"))
plain("filename", lambda: text("kelp.py"))
plain("filename2", lambda: text("reef.py"))
plain("pathname", lambda: text("/kelp/reef.py"))
plain("cpathname", lambda: text("/kelp/reef.pyc"))
plain("path", lambda: text("/kelp/reef"))
plain("message", lambda: text("said by kelp"))
plain("msg", lambda: text("said by kelp"))
plain("module", lambda: types.ModuleType(text("kelp_module")))
plain("module_name", lambda: text("colorsys"))
plain("source", thing)
plain("local_name", lambda: text("kelp"))  # of a frame
plain("format_spec", lambda: text("20s"))
plain("format_str", lambda: text("%s %s"))
plain("int_str", lambda: text("12345678901234567890"))
plain("float_str", lambda: text("1234.5"))
plain("strings", lambda: [text("kelp one"), text("kelp two")])
plain("bytes", lambda: bytes(bytearray(b"kelp bytes")))
plain("newpart", lambda: bytes(bytearray(b"newpart")))
plain("code_bytes", lambda: bytes(bytearray(code().co_code)))
plain("linetable", lambda: bytes(bytearray(b"line")))
plain("lnotab", lambda: bytes(bytearray(b"line")))
plain("exceptiontable", lambda: bytes(bytearray(b"ex")))
plain("bytearray", lambda: bytearray(b"kelp bytearray"))
plain("buffer", lambda: bytearray(b"kelp buffer"))
plain("exporter", lambda: bytearray(b"kelp exporter"))
plain("left_buffer", lambda: bytearray(b"kelp left"))
plain("right_buffer", lambda: bytearray(b"kelp right"))
plain("list", lambda: [Thing(), Thing()])
plain("right_list", lambda: [Thing()])
plain("sequence", lambda: [Thing(), Thing(), Thing()])
plain("tuple", lambda: (Thing(), Thing()))
plain("args", lambda: (Thing(), Thing()))
plain("iterable", lambda: [Thing(), Thing()])
plain("pairs", lambda: [(key(), Thing())])
plain("dict", lambda: {key(): Thing()})
plain("odict", lambda: collections.OrderedDict({key(): Thing()}))
plain("mapping", lambda: {key(): Thing()})
plain("container", lambda: {key(): Thing()})
plain("kwargs", lambda: {key(): Thing()})
plain("kwdefs", lambda: {key(): Thing()})
plain("registry", lambda: {})
plain("globals", lambda: {"__builtins__": __builtins__, key(): Thing()})
plain("locals", lambda: {key(): Thing()})
plain("annotations", lambda: {key(): Thing()})
plain("set", lambda: {key()})
plain("frozenset", lambda: frozenset([key()]))
plain("int", lambda: int("12345678901"))
plain("number", lambda: int("123456789012"))
plain("number2", lambda: int("98765432109"))
plain("small", lambda: int("300"))
plain("target_offset", lambda: int("302"))
plain("modulus", lambda: int("12345678"))
plain("float", lambda: float("1234.25"))
plain("complex", lambda: complex("1234+2j"))
plain("slice", lambda: slice(int("300"), int("900"), int("301")))
plain("start", lambda: int("300"))
plain("stop", lambda: int("900"))
plain("step", lambda: int("301"))
plain("weakref", lambda: weakref.ref(_kept(Thing())))
plain("callback", lambda: lambda *args: None)
plain("memoryview", lambda: memoryview(bytearray(b"kelp view")))
plain("pickle_buffer", lambda: pickle.PickleBuffer(bytearray(b"kelp pickle")))
plain("cell", lambda: types.CellType(Thing()))
plain("closure", lambda: (types.CellType(Thing()),))
plain("context", lambda: contextvars.Context())
plain("context_var", lambda: contextvars.ContextVar(text("kelp_var")))
plain("datetime", lambda: datetime.datetime(2000, 1, 2, 3, 4, 5, 6, zone()))
plain("time", lambda: datetime.time(3, 4, 5, 6, zone()))
plain("timedelta", lambda: datetime.timedelta(300, 4, 5))
plain("offset", lambda: datetime.timedelta(hours=1, minutes=2))
plain("timestamp_args", lambda: (float("1234567.25"),))
plain("descr", lambda: _with_slots().first)
plain("wrapper_descr", lambda: _with_init().__dict__["__init__"])
plain("builtin", lambda: [Thing()].append)
plain("charmap", lambda: {each: text("tang") for each in range(256)})
plain("file", lambda: io.StringIO(text("kelp\nreef\n")))
plain("stream", lambda: io.BytesIO())
plain("names", lambda: (text("name_one"),))
plain("localsplusnames", lambda: (text("local_one"),))
plain("freevars", lambda: (text("free_one"),))
plain("cellvars", lambda: (text("cell_one"),))
plain("consts", lambda: (Thing(),))
plain("fromlist", lambda: [text("fromlist")])
plain("spec", lambda: types.SimpleNamespace(name=text("kelp_spec")))
plain("mapping_proxy", lambda: types.MappingProxyType({key(): Thing()}))


def zone():
    return datetime.timezone(datetime.timedelta(hours=1, minutes=3), text("Kelp"))


def _module_with_file():
    module = types.ModuleType(text("kelp_module"))
    module.__file__ = text("/kelp/reef.py")
    return module


_referents = []


def _kept(object):
    """For what a weak reference is to: it lives until the next one is made."""
    _referents[:] = [object]
    return object


@maker("callable", "search_function", "overflow_callable")
def callable_():
    def answer(*args, **kwargs):
        return []

    return answer


@maker("iterator")
def iterator():
    return iter([Thing(), Thing()])


@maker("generator")
def generator():
    def generate():
        yield Thing()

    return generate()


@maker("code")
def code():
    return compile("[[], []]", text("kelp.py"), "eval")


@maker("function")
def function():
    def answer(first=[], *, second=[]):
        return object_

    object_ = Thing()
    answer.__annotations__ = {key(): Thing()}
    return answer


@maker("method")
def method():
    return types.MethodType(callable_(), Thing())


@maker("type", "cls", "type2", "origin")
def type_():
    return type("Fresh", (), {})


@maker("exc_type", "overflow_exception")
def exc_type():
    return type("KelpError", (Exception,), {})


@maker("bases")
def bases():
    return type("KelpBase", (Exception,), {})


@maker("category")
def category():
    return type("KelpWarning", (UserWarning,), {})


@maker("exception", "cause", "given")
def exception():
    return ValueError(Thing())


@maker("exception_group")
def exception_group():
    """One that was raised."""
    made = ExceptionGroup(text("kelp"), [ValueError(Thing())])
    made.__traceback__ = traceback()
    return made


@maker("traceback")
def traceback():
    return types.TracebackType(None, frame(), 0, 1)


@maker("frame")
def frame():
    """One that has returned, and that nobody else has."""

    def run():
        kelp = Thing()
        return sys._getframe(), kelp

    return run()[0]


@maker("encode_error")
def encode_error():
    return UnicodeEncodeError(text("ascii"), text("k\xe9lp"), 1, 2, text("because"))


@maker("decode_error")
def decode_error():
    return UnicodeDecodeError(text("ascii"), bytes(bytearray(b"k\xe9lp")), 1, 2, text("because"))


@maker("translate_error")
def translate_error():
    return UnicodeTranslateError(text("k\xe9lp"), 1, 2, text("because"))


class Matrix:
    def __matmul__(self, other):
        return []

    __imatmul__ = __rmatmul__ = __matmul__


@maker("matrix", "right_matrix")
def matrix():
    return Matrix()


class Async:
    def __aiter__(self):
        return self

    async def __anext__(self):
        return []


@maker("async_iterable", "async_iterator")
def async_iterable():
    return Async()


def _with_slots():
    return type("Slotted", (), {"__slots__": ("first",)})


def _with_init():
    return type("Slotted", (), {"__init__": lambda self: None})


def made(name):
    MAKERS[name] = lambda: P.make(name)


for _name in (
    "async_generator_frame bare_memoryview builtin_method capsule coroutine_frame entered_context gc_type "
    "gc_var_object gc_var_type generator_frame loose_descr instance_method legacy_str list_of_holes module_of_def "
    "module_type new_frame plain_type sequence_of_holes tuple_of_holes var_type"
).split():
    made(_name)


def pair_type():
    return P.make("struct_sequence_type")


plain("struct_sequence_type", pair_type)
plain("struct_sequence", lambda: pair_type()([Thing(), Thing()]))
plain("kwnames", lambda: ())
plain("static_builtin", lambda: str.maketrans)
plain("proc_version", lambda: text("/proc/version"))
plain("bare_function", lambda: types.FunctionType(code(), {}))
plain("no_module_name", lambda: text("no_such_kelp"))
plain("no_attr", lambda: text("no_attr"))
plain("empty_iterator", lambda: iter([]))
plain("one_name", lambda: (text("one"),))
plain("huge", lambda: int("1" + "0" * 120))
plain("number_dict", lambda: {int("123456789012"): Thing()})
plain("type_with_attr", lambda: type("Fresh", (), {text("attr"): Thing()}))
plain("bad_slice", lambda: slice(Thing(), None, None))
plain("bare_decode_error", lambda: UnicodeDecodeError.__new__(UnicodeDecodeError))
plain("bare_encode_error", lambda: UnicodeEncodeError.__new__(UnicodeEncodeError))
plain("bare_translate_error", lambda: UnicodeTranslateError.__new__(UnicodeTranslateError))


@maker("full_exception")
def full_exception():
    made = ValueError(Thing())
    made.__cause__, made.__context__ = KeyError(Thing()), KeyError(Thing())
    made.__traceback__ = traceback()
    return made


@maker("frame_of_generator")
def frame_of_generator():
    return _kept(started_generator()).gi_frame


@maker("code_of_function")
def code_of_function():
    space = {}
    exec(
        "def outer(reef=1):\n"
        "    def kelp(first):\n"
        "        def inner():\n"
        "            return first, reef\n"
        "        return inner\n"
        "    return kelp\n",
        space,
    )
    return space["outer"]().__code__


class Raiser:
    def __bool__(self):
        raise KeyError(Thing())

    __len__ = __length_hint__ = __bool__


plain("raiser", Raiser)
plain("instance", lambda: type_()())
plain("metaclass", lambda: type("FreshMeta", (type,), {}))
plain("colorsys_attr", lambda: text("ONE_THIRD"))
plain("exceptions", lambda: [ValueError(Thing())])
plain("shared", lambda: None)  # a wrong witness, for the test of them
plain("empty_cell", lambda: types.CellType())


@maker("token_of_first")
def token_of_first():
    variable = P.slot_object(0)
    return variable.set(Thing()) if isinstance(variable, contextvars.ContextVar) else Thing()


@maker("class_of_first")
def class_of_first():
    return type(P.slot_object(0))


plain("heap_exception", lambda: exc_type()(Thing()))
plain("folder", lambda: text("/usr"))
plain("devnull", lambda: text("/dev/null"))
plain("imported_name", lambda: text("colorsys"))
plain("module_with_file", _module_with_file)
plain("numbers", lambda: [int("987654321098"), int("123456789012")])
plain("charmap_of_numbers", lambda: {each: each for each in range(256)})
plain("byte_strings", lambda: [bytes(bytearray(b"kelp")), bytes(bytearray(b"reef"))])
plain("attr_dict", lambda: {text("attr"): Thing()})
plain("repr_descr", lambda: object.__repr__)
plain("partial", lambda: functools.partial(callable_()))
plain("plain_base", lambda: P.make("plain_base"))


@maker("imported_module")
def imported_module():
    sys.modules.pop("colorsys", None)
    import colorsys

    return colorsys


@maker("started_generator")
def started_generator():
    def generate():
        yield Thing()
        yield Thing()

    generator = generate()
    next(generator)
    return generator


# What a call leaves behind in the interpreter, and how it is taken back.


def _codec(P):
    codecs.unregister(P.slot_object(0))


def _error_handler(P):
    codecs.register_error("attr", codecs.strict_errors)


def _context_var(P):
    P.slot_object(0).reset(P.result_object())


def _modules(P):
    for name in set(sys.modules) - _known["modules"]:
        del sys.modules[name]


def _importers(P):
    for name in set(sys.path_importer_cache) - _known["importers"]:
        del sys.path_importer_cache[name]


def _trace(P):
    sys.setprofile(None)
    sys.settrace(None)


def _lines(P):
    linecache.clearcache()
    getattr(linecache, "_interactive_cache", {}).clear()


def _config(P):
    sys.platlibdir = _known["platlibdir"]


def _warn_options(P):
    sys.warnoptions.clear()


def _flush(P):
    sys.stdout.flush()
    sys.stderr.flush()


def _sys(P):
    del sys.attr


_known = {}

UNDO = dict(
    codec=_codec,
    config=_config,
    context=lambda P: P.undo("context"),
    context_var=_context_var,
    error_handler=_error_handler,
    finished_writer=lambda P: P.undo("finished_writer"),
    flush=_flush,
    handled=lambda P: P.undo("handled"),
    importers=_importers,
    lines=_lines,
    member=lambda P: P.undo("member"),
    modules=_modules,
    repr=lambda P: P.undo("repr"),
    state=lambda P: P.undo("state"),
    sys=_sys,
    trace=_trace,
    warn_options=_warn_options,
    writer=lambda P: P.undo("writer"),
)

# What there is before a call.


def _handled(P):
    P.before("handled")


def error():
    """The exception that is set when a function is called before which there is one."""
    made = KeyError(Thing())
    made.__traceback__ = traceback()
    return made


def _trampoline(P):
    if not sys.is_stack_trampoline_active():
        sys.activate_stack_trampoline("perf")


BEFORE = {
    "error": lambda P: None,
    "handled": _handled,
    "code_extra": lambda P: P.before("code_extra"),
    "state": lambda P: P.before("state"),
    "trampoline": _trampoline,
    "type_watcher": lambda P: P.before("type_watcher"),
}

# ---- Objects that are heard.

angry = [False]


class Anger(Exception):
    pass


def _hear():
    heard[0] += 1
    if angry[0]:
        raised[0] += 1
        raise Anger


_ANSWERS = dict(
    __bool__=lambda self: True,
    __len__=lambda self: 1,
    __hash__=lambda self: 1,
    __eq__=lambda self, other: self is other,
    __ne__=lambda self, other: self is not other,
    __iter__=lambda self: iter([]),
    __aiter__=lambda self: self,
    __next__=lambda self: next(iter(())),
    __call__=lambda self, *args, **kwargs: [],
    __int__=lambda self: 300,
    __index__=lambda self: 300,
    __float__=lambda self: 1.5,
    __complex__=lambda self: 1.5j,
    __str__=lambda self: "loud",
    __repr__=lambda self: "loud",
    __format__=lambda self, spec: "loud",
    __bytes__=lambda self: b"loud",
    __fspath__=lambda self: "loud",
    __dir__=lambda self: [],
    __length_hint__=lambda self: 3,
    __contains__=lambda self, item: True,
    __getitem__=lambda self, item: [],
    __setitem__=lambda self, item, value: None,
    __delitem__=lambda self, item: None,
    __setattr__=object.__setattr__,
    __delattr__=lambda self, name: None,
    __getattribute__=object.__getattribute__,
    __del__=lambda self: None,
    fileno=lambda self: 1,
    keys=lambda self: [],
    method=lambda self, *args, **kwargs: [],
)
for _name in ("lt le gt ge add sub mul matmul truediv floordiv mod divmod pow lshift rshift and "
              "or xor").split():
    for _prefix in ("", "r", "i"):
        _ANSWERS[f"__{_prefix}{_name}__"] = lambda self, *others: []
for _name in "neg pos abs invert".split():
    _ANSWERS[f"__{_name}__"] = lambda self: []


def _hook(name, answer):
    if name == "__del__":
        def hook(self):
            heard[0] += 1
    else:
        def hook(self, *args, **kwargs):
            _hear()
            return answer(self, *args, **kwargs)
    return hook


def _loud_class(base):
    """A subclass all of whose hooks are heard."""
    hooks = {}
    for name, answer in _ANSWERS.items():
        own = getattr(base, name, None)
        if base is not object:
            answer = own if name not in ("__setattr__", "__del__") or own else answer
        if answer is not None:
            hooks[name] = _hook(name, answer)
    hooks.pop("__call__" if base not in (object, type) else "", None)
    if base is type:
        for name in ("__instancecheck__", "__subclasscheck__"):
            hooks[name] = _hook(name, getattr(type, name))
    return type(f"Loud{base.__name__}", (base,), hooks)


Loud = _loud_class(object)
_louds = {}


def _loud(base):
    if base not in _louds:
        _louds[base] = _loud_class(base)
    return _louds[base]


def _contents(value):
    """The same kind of container, with loud contents."""
    kind = type(value)
    if kind is Thing:
        return Loud()
    if kind in (list, tuple, set, frozenset):
        loud = [_contents(each) for each in value]
        return kind(loud)
    if kind is dict:
        return {_louder(k): v if k == "__builtins__" else _contents(v) for k, v in value.items()}
    if kind in (str, bytes, int, float):
        return _louder(value)
    if kind is types.FunctionType:
        return _loud_callable()
    if kind is types.CellType:
        return types.CellType(Loud())
    if kind is types.MethodType:
        return types.MethodType(_loud_callable(), Loud())
    if isinstance(value, BaseException):
        return _loud(kind)(*value.args)
    return value


def _loud_callable():
    def answer(*args, **kwargs):
        _hear()
        return []

    return answer


_SUBCLASSED = (str, bytes, int, float, complex, list, tuple, dict, set, frozenset, bytearray)


def _louder(value):
    """A subclass's object, equal to the value."""
    kind = type(value)
    if kind in _SUBCLASSED:
        return _loud(kind)(value)
    if kind is Thing or kind is types.FunctionType:
        return Loud()
    if kind is type:
        return _loud(type)(value.__name__, value.__bases__, {})
    if kind is types.ModuleType:
        return _loud(kind)(value.__name__)
    return _contents(value)


# What others hold until the call makes them let go.
ENTANGLED = {"class_of_first", "token_of_first", "entered_context"}

# What is half made, or cannot be made alone.
_AS_THEY_ARE = ENTANGLED | set(
    "legacy_str plain_type gc_type var_type gc_var_type list_of_holes tuple_of_holes "
    "sequence_of_holes bare_decode_error bare_encode_error bare_translate_error".split()
)


class _Changed(dict):
    """Makers whose objects are changed after they were made."""

    def __init__(self, change):
        self.change = change

    def get(self, name, default=None):
        if name not in MAKERS or name in _AS_THEY_ARE:
            return default
        return lambda: self.change(MAKERS[name]())


# The contents; the object itself, of a subclass; an object of no kind but with hooks.
LOUD = [_Changed(_contents), _Changed(_louder), _Changed(lambda value: Loud())]
ANGRY = [_Changed(_contents), _Changed(_louder), _Changed(lambda value: Loud())]


def warm():
    """What is made once only is made now."""
    warnings.simplefilter("always")
    warnings.showwarning = lambda *args, **kwargs: None
    sys.kelp_object = Thing()
    _monitor()
    import colorsys
    for name, make in MAKERS.items():
        if name in _AS_THEY_ARE:
            continue
        for change in (lambda value: value, _contents, _louder):
            try:
                change(make())
            except (KeyError, NameError, SystemError):  # not in this version
                pass
    _referents.clear()
    _known.update(modules=set(sys.modules), importers=set(sys.path_importer_cache))
    _known.update(platlibdir=sys.platlibdir)


def _monitor():
    """What PyMonitoring_... fires, by the state that named.c has, is heard."""
    if hasattr(sys, "monitoring"):
        sys.monitoring.use_tool_id(1, "kelp")
        events = vars(sys.monitoring.events)
        for name, event in events.items():
            # BRANCH would take the place of those that it is made of, where it is.
            composed = name == "BRANCH" and "BRANCH_LEFT" in events
            if isinstance(event, int) and event and not composed:
                sys.monitoring.register_callback(1, event, _monitored)


def _monitored(*args):
    _hear()


# ---- What a value that is no object is, by name.

INTEGERS = {
    "index": 0,
    "len": 4,
    "size": 4,
    "n": 2,
    "v": 1234567,
    "start": 0,
    "end": 4,
    "length": 4,
    "low": 0,
    "high": 1,
    "i1": 0,
    "i2": 1,
    "count": 2,
    "base": 10,
    "nargsf": 2,
    "nargs": 2,
    "direction": 1,
    "opid": 2,
    "op": 2,
    "maxsplit": -1,
    "maxcount": -1,
    "how_many": 4,
    "module_api_version": 1013,
    "value": 1234567,
    "firstlineno": 1,
    "lineno": 1,
    "stack_level": 1,
    "stacksize": 4,
    "ordinal": 0x1234,
    "maxchar": 0x1234,
    "kind": 1,
    "buflen": 100,
    "ch": ord("k"),
    "character": ord("k"),
    "fill_char": ord("k"),
    "order": ord("C"),
    "buffertype": 0x100,
    "slot": 52,
    "min": 0,
    "max": 4,
    "fd": 1,
    "year": 2000,
    "month": 2,
    "day": 3,
    "days": 400,
    "nlocals": 1,
    "buffering": -1,
    "optimize": -1,
}

STRINGS = {
    "name": b"attr",
    "key": b"key of kelp",
    "key_string": b"key of kelp",
    "errors": b"strict",
    "encoding": b"utf-8",
    "message": b"said by kelp",
    "format": b"",
    "mode": b"r",
    "utf8path": b"/dev/null",
    "u": b"kelp",
    "s": b"1234567",
    "str": b"1234567",
    "string": b"1234567",
}

POINTERS = {
    "PyMethodDef *": "method_def",
    "PyModuleDef *": "module_def",
    "PyMemberDef *": "member_def",
    "PyGetSetDef *": "getset_def",
    "struct wrapperbase *": "wrapper",
    "PyType_Spec *": "type_spec",
    "PyStructSequence_Desc *": "sequence_desc",
    "PyThreadState *": "thread",
    "PyInterpreterState *": "interpreter",
    "PyCompilerFlags *": "compiler_flags",
    "_Py_Identifier *": "identifier",
    "FILE *": "source",
    "const Py_buffer *": "filled_buffer",
    "Py_tracefunc": "trace_function",
    "PyCapsule_Destructor": "destructor",
    "PyMonitoringState *": "monitoring_state",
    "PyLongWriter *": "long_writer",
    "PyUnicodeWriter *": "writer",
    "vectorcallfunc": "vectorcall_function",
    "visitproc": "visit_function",
}
