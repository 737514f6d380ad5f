"""What a built module declares: the tables of bind/stub.h, read in the module itself.

Whatever an object of Python says of itself is not here: names and order of parameters are
in signatures, docstrings in __doc__.
"""

import ctypes
import sys
from ctypes import POINTER, Structure, c_bool, c_char_p, c_int, c_short, c_ssize_t, c_void_p

VERSION = 1


class NotDeclared(Exception):
    """The module has no declarations that we can read."""


class _About(Structure):
    _fields_ = [("expected", c_char_p), ("annotation", c_char_p)]


class _Parameter(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("size", c_ssize_t),
        ("kind", POINTER(_About)),
        ("value", c_char_p),
    ]


class _Function(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("of", c_char_p),
        ("result", POINTER(_About)),
        ("parameters", POINTER(_Parameter)),
        ("count", c_short),
        ("slash", c_short),
        ("star", c_short),
        ("rest", c_bool),
        ("names", c_bool),
        ("self", c_bool),
    ]


class _Told(Structure):
    _fields_ = [("part", c_char_p), ("of", c_void_p * 2)]


class _Layout(Structure):
    _fields_ = [("name", c_char_p), ("dealloc", c_void_p), ("base", c_void_p)]


class _Slot(Structure):
    _fields_ = [("id", c_int), ("function", c_void_p)]


class _Class(Structure):
    _fields_ = [
        ("layout", POINTER(_Layout)),
        ("help", c_char_p),
        ("signature", c_char_p),
        ("slots", POINTER(_Slot)),
        ("construct", c_void_p),
        ("size", c_int),
        ("flags", ctypes.c_uint),
        ("constructor", POINTER(POINTER(_Function))),
        ("told", POINTER(_Told)),
    ]


class _Content(Structure):
    _fields_ = [
        ("function", POINTER(_Function)),
        ("add", c_void_p),
        ("submodule", c_void_p),
        ("told", c_void_p),
    ]


class _Declared(Structure):
    _fields_ = [("version", c_int), ("contents", POINTER(_Content))]


class Parameter:
    def __init__(self, row):
        self.name = row.name.decode()
        self.annotation = row.kind[0].annotation.decode()
        self.value = row.value and row.value.decode()  # as in C; None: it must be given


class Function:
    def __init__(self, f):
        self.name = f.name.decode()
        written = f.parameters[f.count].kind  # by out(kind), in place of none
        self.result = (written or f.result)[0].annotation.decode()
        self.parameters = [Parameter(f.parameters[i]) for i in range(f.count)]
        self.slash, self.star = f.slash, f.star
        self.rest, self.names = f.rest, f.names


class Class:
    """Its constructor is a Function, or None; its methods are Functions by their names,
    its parts the others of HF_CLASS that have kinds: [("binary", "add", [kind, kind])];
    slots has the ids of what typeslots.h calls Py_tp_call and so on."""

    def __init__(self, c):
        self.name = c.layout[0].name.decode()
        self.constructor = Function(c.constructor[0][0]) if c.constructor else None
        self.slots = {slot.id for slot in _rows(c.slots, lambda slot: slot.id)}
        self.methods, self.parts, self.call = {}, [], None
        for row in _rows(c.told, lambda row: row.part):
            part, _, name = row.part.decode().partition(" ")
            pointers = [address for address in row.of if address]
            if part in ("method", "call"):
                function = Function(_Function.from_address(pointers[0]))
                if part == "call":
                    self.call = function
                else:
                    self.methods[function.name] = function
            else:
                kinds = [_About.from_address(each).annotation.decode() for each in pointers]
                self.parts.append((part, name, kinds))


# In a PyModuleDef, behind the head of an object and three pointers.
_M_NAME = object.__basicsize__ + 3 * ctypes.sizeof(c_void_p)


class Contents:
    """Of a module, or a submodule."""

    def __init__(self, rows):
        self.functions, self.classes, self.submodules = {}, {}, {}
        for row in _rows(rows, lambda row: row.function or row.add):
            if row.function:
                function = Function(row.function[0])
                self.functions[function.name] = function
            elif row.submodule:
                name = c_char_p.from_address(row.submodule + _M_NAME).value.decode()
                self.submodules[name] = Contents(ctypes.cast(row.told, POINTER(_Content)))
            elif row.told:
                class_ = Class(_Class.from_address(row.told))
                self.classes[class_.name] = class_


def _rows(table, is_one):
    i = 0
    while is_one(table[i]):
        yield table[i]
        i += 1


def contents_of(module):
    """The contents of an imported module; a submodule's are in those of its module."""
    spec = module.__spec__
    parent, _, name = module.__name__.rpartition(".")
    if not spec.has_location and parent in sys.modules:
        try:
            return contents_of(sys.modules[parent]).submodules[name]
        except KeyError:
            raise NotDeclared(f"{module.__name__} is no submodule of HF_SUBMODULE") from None
    try:
        library = ctypes.PyDLL(spec.origin if spec.has_location else None)
        declared = _Declared.in_dll(library, f"hf_private_declared_by_{name}")
    except (OSError, ValueError):
        raise NotDeclared(
            f"{module.__name__} is no module of HF_MODULE, or of an older Holdfast"
        ) from None
    if declared.version != VERSION:
        raise NotDeclared(f"{module.__name__} is of another version of Holdfast than this one")
    return Contents(declared.contents)
