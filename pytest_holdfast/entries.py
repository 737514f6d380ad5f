"""Names of C functions in stripped extensions: those that Python itself can call.

Where such a function begins is known from its method, its slot or its type; where
each function begins, from the table by which exceptions are unwound. No guess: an
address is named only if its function begins exactly there.
"""

import ctypes
import sys
import types

POINTER = ctypes.sizeof(ctypes.c_void_p)
HEAD = object.__basicsize__

# Members of PyTypeObject, as words after its head, which are functions. They have
# been there since CPython 3.8.
SLOTS = {3: "tp_dealloc", 8: "tp_repr", 12: "tp_hash", 13: "tp_call", 14: "tp_str", 15: "tp_getattro",
         16: "tp_setattro", 20: "tp_traverse", 21: "tp_clear", 22: "tp_richcompare", 24: "tp_iter",
         25: "tp_iternext", 34: "tp_init", 35: "tp_alloc", 36: "tp_new", 37: "tp_free"}  # fmt: skip


def _word(address):
    return ctypes.c_void_p.from_address(address).value or 0


def _of_descriptor(thing):
    """(address, "" or what it is of it) of the functions behind one."""
    kind = type(thing)
    first = id(thing) + HEAD + 3 * POINTER  # after d_type, d_name, d_qualname
    if kind is types.WrapperDescriptorType:
        return [(_word(first + POINTER), "")]
    if kind is types.GetSetDescriptorType:
        definition = _word(first)
        return [(_word(definition + POINTER), " getter"), (_word(definition + 2 * POINTER), " setter")]
    if kind in (types.MethodDescriptorType, types.ClassMethodDescriptorType):
        return [(_word(_word(first) + POINTER), "")]
    if kind is types.BuiltinFunctionType:
        return [(_word(_word(id(thing) + HEAD) + POINTER), "")]
    return []


def _of_type(kind):
    first = id(kind) + HEAD + POINTER  # after the head, and ob_size
    for number, slot in SLOTS.items():
        yield _word(first + number * POINTER), f"{kind.__name__}.{slot}"
    for name, thing in list(type.__dict__["__dict__"].__get__(kind).items()):
        for address, what in _of_descriptor(thing):
            yield address, f"{kind.__name__}.{name}{what}"


def _of_module(module):
    for name, thing in list(vars(module).items()):
        if isinstance(thing, type):
            yield from _of_type(thing)
        else:
            for address, what in _of_descriptor(thing):
                yield address, name + what


class Entries:
    """Asked again when more modules are there."""

    def __init__(self, is_extension):
        self._is_extension = is_extension
        self._modules = 0
        self._names = {}

    def __call__(self, address):
        """The name of the function that begins there, or None."""
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            self._names = {}
            for module in list(sys.modules.values()):
                if self._is_extension(module):
                    for where, name in _of_module(module):
                        self._names.setdefault(where, name)
        return self._names.get(address)
