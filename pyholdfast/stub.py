"""pyholdfast stub MODULE: a .pyi for a built module, from what it declares.

The kinds come from the tables of bind/stub.h; what Python objects say of themselves
(docstrings, bases, constants) comes from the imported module.
"""

import argparse
import ast
import builtins
import importlib
import pathlib
import re
import struct
import sys
import types
import typing

from .declared import NotDeclared, contents_of

# How typing calls what CPython calls so.
_ANNOTATIONS = {
    "iterator": "collections.abc.Iterator[typing.Any]",
    "module": "types.ModuleType",
    "code": "types.CodeType",
    "frame": "types.FrameType",
    "PyCapsule": "object",
    "weakref": "weakref.ReferenceType[typing.Any]",
    "list": "list[typing.Any]",
    "tuple": "tuple[typing.Any, ...]",
    "dict": "dict[typing.Any, typing.Any]",
    "set": "set[typing.Any]",
    "frozenset": "frozenset[typing.Any]",
    "type": "type[typing.Any]",
    "NoneType": "None",
}

# As the slots of binary(NAME, ...), unary and in_place are called in Python.
_OPERATORS = {
    "subtract": "sub",
    "multiply": "mul",
    "matrix_multiply": "matmul",
    "remainder": "mod",
    "power": "pow",
    "floor_divide": "floordiv",
    "true_divide": "truediv",
    "negative": "neg",
    "positive": "pos",
    "absolute": "abs",
}

_SELF = "typing_extensions.Self"
# What a class has, whatever its kinds are.
_PLAIN = {
    "__repr__": "(self) -> str",
    "__str__": "(self) -> str",
    "__hash__": "(self) -> int",
    "__bool__": "(self) -> bool",
    "__len__": "(self) -> int",
    "__contains__": "(self, item: object, /) -> bool",
    "__eq__": "(self, other: object, /) -> bool",
    "__ne__": "(self, other: object, /) -> bool",
    "__del__": "(self) -> None",
}
# Python sees them from 3.12 on. A stub says so on each version: it is made of the slots,
# by their numbers for good (typeslots.h).
_NEWER = {
    1: "__buffer__(self, flags: int, /) -> memoryview",
    2: "__release_buffer__(self, view: memoryview, /) -> None",
}
_BASETYPE = 1 << 10


def _literal(value):
    """A default as Python has it, or ... where it is C's alone."""
    try:
        return repr(ast.literal_eval(value))
    except (SyntaxError, ValueError):
        return "..."


def _docstring(text, indent):
    if not text:
        return []
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if text.endswith('"'):
        text = text[:-1] + '\\"'
    lines = text.split("\n")
    lines = ['"""' + lines[0], *lines[1:]]
    lines[-1] += '"""'
    return [indent + line if line.strip() else "" for line in lines]


_POINTER = struct.calcsize("P")


def _has_a_layout(class_):
    """Whether C puts more into an instance than its base has: beside a __dict__ and weak
    references, which any class may add. No class inherits from two such (PEP 800)."""
    base, size = class_.__base__, class_.__basicsize__
    for offset, others in [
        (class_.__weakrefoffset__, base.__weakrefoffset__),
        (class_.__dictoffset__, base.__dictoffset__),
    ]:
        if offset > 0 and not others:
            size -= _POINTER
    return size > base.__basicsize__


class _Stub:
    def __init__(self, module, contents, disjoint=False):
        self.module, self.contents, self.disjoint = module, contents, disjoint
        self.imports = set()
        self.in_class = set()  # names that hide those of the module, where we are

    # ---- Types

    def type_of(self, annotation, result=False):
        """The annotation of a kind, by names that the stub has."""
        if result and annotation == "object":
            annotation = "Any"
        annotation = _ANNOTATIONS.get(annotation, annotation)
        return re.sub(r"[^\W\d][\w.]*", lambda found: self._name(found[0]), annotation)

    def _name(self, name):
        first = name.partition(".")[0]
        there = vars(self.module).get(name)
        ours = isinstance(there, type) and there.__module__ == self.module.__name__
        if ours and name not in self.in_class:
            return name
        if name in ("None", "True", "False"):
            return name
        if hasattr(builtins, name) and not name.startswith("_"):
            if name in self.in_class or name in vars(self.module):
                self.imports.add("builtins")
                return f"builtins.{name}"
            return name
        if "." in name:
            self.imports.add(name.rpartition(".")[0])
            return name
        if hasattr(typing, name):
            self.imports.add("typing")
            return f"typing.{name}"
        for other in self._relatives():
            if isinstance(vars(other).get(name), type):
                self.imports.add(other.__name__)
                return f"{other.__name__}.{name}"
        print(f"{self.module.__name__}: {name} is no type that is known here", file=sys.stderr)
        self.imports.add("typing")
        return "typing.Any"

    def _relatives(self):
        """Modules whose classes a kind may be of: this one and those that it is in."""
        names = self.module.__name__.split(".")
        for n in range(len(names), 0, -1):
            if ".".join(names[:n]) in sys.modules:
                yield sys.modules[".".join(names[:n])]

    def type_of_value(self, value):
        return self.type_of(self._class_name(type(value)))

    def _class_name(self, class_):
        if class_.__module__ in ("builtins", self.module.__name__):
            return class_.__qualname__
        return f"{class_.__module__}.{class_.__qualname__}"

    # ---- Functions

    def parameters(self, function, signature):
        """What is between the parentheses, behind self."""
        named = dict.fromkeys(("*", "**"))
        for stars, name in re.findall(r"(?<!\w)(\*{1,2})(\w+)", signature or ""):
            named[stars] = name
        words = []
        for i, parameter in enumerate(function.parameters):
            if i == function.slash and i > 0:
                words.append("/")
            if i == function.star:
                words.append(self._star(function, named))
            word = f"{parameter.name}: {self.type_of(parameter.annotation)}"
            if parameter.value is not None:
                if parameter.value == "None" and not word.endswith(": object"):
                    word += " | None"
                word += f" = {_literal(parameter.value)}"
            words.append(word)
        count = len(function.parameters)
        if function.slash == count > 0:
            words.append("/")
        if function.rest and function.star == count:
            words.append(self._star(function, named))
        if function.names:
            words.append(f"**{named['**'] or 'kwargs'}: {self.type_of('Any')}")
        return words

    def _star(self, function, named):
        return f"*{named['*'] or 'args'}: {self.type_of('Any')}" if function.rest else "*"

    def define(self, name, words, result, doc="", indent="", decorator=None):
        lines = [indent + decorator] if decorator else []
        line = f"{indent}def {name}({', '.join(words)}) -> {result}:"
        body = _docstring(doc, indent + "    ")
        if not body:
            return [*lines, line + " ..."]
        return [*lines, line, *body]

    def function(self, name, value):
        declared = self.contents.functions[name]
        words = self.parameters(declared, value.__text_signature__)
        return self.define(name, words, self.type_of(declared.result, True), value.__doc__)

    # ---- Classes

    def class_(self, name, class_):
        declared = self.contents.classes[name]
        # Where it has bases of other modules, what is written in C is one of its bases.
        full = self._class_name(class_)
        bases = [base for base in class_.__bases__ if self._class_name(base) != full]
        if len(bases) < len(class_.__bases__):
            class_ = class_.__bases__[0]
        there = vars(class_)
        self.in_class = {each for each in there if not each.startswith("__")}
        body = _docstring(class_.__doc__, "    ")
        body += self._constructor(declared, class_)
        for part, attribute, kinds in declared.parts:
            if part == "property":
                body.append(f"    {attribute}: {self.type_of(kinds[0], True)}")
            elif part == "readonly":
                type_ = self.type_of(kinds[0], True)
                body += self.define(attribute, ["self"], type_, "", "    ", "@property")
        for each, method in declared.methods.items():
            body += self._method(method, there[each])
        for each, line in self._specials(declared, there):
            line = line if ":" in line.partition("(")[0] else f"def {line}: ..."
            if each == "__ipow__" and hasattr(class_, "__pow__"):
                line += "  # type: ignore[misc]"  # mypy misses the mod of __pow__
            body.append(f"    {line}")
        body += self._newer(declared)
        self.in_class = set()
        names = [self.type_of(self._class_name(base)) for base in bases]
        bases = "" if bases == [object] else f"({', '.join(names)})"
        head = []
        if not class_.__flags__ & _BASETYPE:
            head.append(f"@{self.type_of('typing.final')}")
        elif self.disjoint and _has_a_layout(class_):
            head.append(f"@{self.type_of('typing_extensions.disjoint_base')}")
        head.append(f"class {name}{bases}:")
        if not body:
            head[-1] += " ..."
        return head + body

    def _constructor(self, declared, class_):
        if declared.constructor is None:  # no call has what it asks for
            words = ["cls", f"never: {self.type_of('NoReturn')}", "/"]
            return self.define("__new__", words, self.type_of(_SELF), "", "    ")
        words = self.parameters(declared.constructor, class_.__text_signature__)
        if declared.constructor.name == "__init__":
            return self.define("__init__", ["self", *words], "None", "", "    ")
        return self.define("__new__", ["cls", *words], self.type_of(_SELF), "", "    ")

    def _method(self, declared, found):
        decorator, first = None, ["self"]
        if isinstance(found, staticmethod):
            decorator, first, found = "@staticmethod", [], found.__func__
        elif isinstance(found, types.ClassMethodDescriptorType):
            decorator, first = "@classmethod", ["cls"]
        if decorator and decorator[1:] in self.in_class:
            self.imports.add("builtins")
            decorator = f"@builtins.{decorator[1:]}"
        words = first + self.parameters(declared, found.__text_signature__)
        result = self.type_of(declared.result, True)
        return self.define(declared.name, words, result, found.__doc__, "    ", decorator)

    def _specials(self, declared, there):
        """(name, what stands behind def) for what Python calls by itself."""
        made = {}
        for each, text in _PLAIN.items():
            if each in there:
                made[each] = re.sub("str|int|bool|object", lambda t: self.type_of(t[0]), text)
        if "__hash__" in there and there["__hash__"] is None:
            none = f"{self.type_of('typing.ClassVar')}[None]"
            made["__hash__"] = f": {none}  # type: ignore[assignment]"
        if declared.call is not None:
            words = ["self", *self.parameters(declared.call, None)]
            made["__call__"] = f"({', '.join(words)}) -> {self.type_of(declared.call.result, True)}"
        for part, name, kinds in declared.parts:
            made.update(self._special(part, _OPERATORS.get(name, name), kinds, declared.name))
        return [(each, each + text) for each, text in made.items()]

    def _special(self, part, op, kinds, class_name):
        takes = [self.type_of(kind) for kind in kinds]
        gives = [self.type_of(kind, True) for kind in kinds]
        mod = ", mod: None = None" if op == "pow" else ""
        if part == "compare":
            other = self.type_of(class_name)
            answer = f"(self, other: {other}, /) -> {self.type_of('bool')}"
            return {f"__{op}__": answer for op in ("lt", "le", "gt", "ge")}
        if part in ("setitem", "setdelitem"):
            ends = "None" if part == "setdelitem" else self.type_of("NoReturn")
            return {
                "__setitem__": f"(self, key: {takes[0]}, value: {takes[1]}, /) -> None",
                "__delitem__": f"(self, key: {takes[0]}, /) -> {ends}",
            }
        if part == "getitem":
            return {"__getitem__": f"(self, key: {takes[0]}, /) -> {gives[1]}"}
        if part == "getattr":
            return {"__getattribute__": f"(self, name: {self.type_of('str')}, /) -> {gives[0]}"}
        if part == "iter_self":
            return {"__iter__": f"(self) -> {self.type_of(_SELF)}"}
        if part in ("iter", "next"):
            return {f"__{part}__": f"(self) -> {gives[0]}"}
        if part == "unary":
            return {f"__{op}__": f"(self) -> {gives[0]}"}
        if part in ("binary", "reflected"):
            made = {f"__{op}__": f"(self, other: {takes[0]}{mod}, /) -> {gives[1]}"}
            # CPython shows __radd__ wherever there is __add__; with nothing it works.
            none = self.type_of("NoReturn")
            made[f"__r{op}__"] = f"(self, other: {none}{mod}, /) -> {none}"
            if part == "reflected":
                made[f"__r{op}__"] = made[f"__{op}__"]
            return made
        if part == "in_place":
            return {f"__i{op}__": f"(self, other: {takes[0]}, /) -> {self.type_of(_SELF)}"}
        return {}

    def _newer(self, declared):
        found = [_NEWER[slot] for slot in sorted(declared.slots & _NEWER.keys())]
        if not found:
            return []
        self.imports.add("sys")
        lines = ["    if sys.version_info >= (3, 12):"]
        return lines + [f"        def {each}: ..." for each in found]

    # ---- The module

    def exception(self, name, class_):
        bases = ", ".join(self.type_of(self._class_name(base)) for base in class_.__bases__)
        doc = _docstring(class_.__doc__, "    ")
        return [f"class {name}({bases}):" + ("" if doc else " ..."), *doc]

    def lines(self):
        lines, imported = [], []
        for name, value in vars(self.module).items():
            if name.startswith("__"):
                continue
            if name in self.contents.functions:
                lines += ["", *self.function(name, value)]
            elif name in self.contents.classes:
                lines += ["", *self.class_(name, value)]
            elif name in self.contents.submodules:
                imported.append(f"from . import {name} as {name}")
            elif isinstance(value, type) and issubclass(value, BaseException):
                lines += ["", *self.exception(name, value)]
            else:
                lines += ["", f"{name}: {self.type_of_value(value)}"]
        head = _docstring(self.module.__doc__, "")
        if self.imports or imported:
            head += ["", *(f"import {name}" for name in sorted(self.imports)), *imported]
        return head + lines


def stub_of(module, disjoint=False):
    """The text of the stub, and the stubs of the submodules by their names. |disjoint|:
    classes with a struct of their own are marked as disjoint bases."""
    contents = contents_of(module)
    text = "\n".join(_Stub(module, contents, disjoint).lines()).lstrip("\n") + "\n"
    return text, {name: stub_of(getattr(module, name), disjoint) for name in contents.submodules}


def _write(path, text, submodules):
    path.write_text(text)
    for name, (text_of_it, more) in submodules.items():
        folder = path.with_name(name)
        if more:
            folder.mkdir(exist_ok=True)
        _write(folder / "__init__.pyi" if more else folder.with_suffix(".pyi"), text_of_it, more)


def main(words):
    parser = argparse.ArgumentParser(
        prog="pyholdfast stub",
        description="Print the stub (.pyi) of a built module, which is imported.",
    )
    parser.add_argument("module", help="its full name: it is imported")
    parser.add_argument("-o", dest="file", type=pathlib.Path, help="write it to this file")
    parser.add_argument("--path", default="", help="the folder that it is imported from")
    parser.add_argument(
        "--disjoint-bases",
        action="store_true",
        help="mark classes that have a struct by @disjoint_base (mypy from 1.18 on knows it)",
    )
    asked = parser.parse_args(words)
    sys.path.insert(0, asked.path)
    try:
        text, submodules = stub_of(importlib.import_module(asked.module), asked.disjoint_bases)
    except (ImportError, NotDeclared) as error:
        parser.exit(1, f"pyholdfast stub: {error}\n")
    if asked.file is None:
        return sys.stdout.write(text) and None
    if submodules and asked.file.name != "__init__.pyi":
        parser.error(f"{asked.module} has submodules: write it to a file __init__.pyi")
    _write(asked.file, text, submodules)
