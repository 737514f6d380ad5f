"""What is run: a few steps, each one call, which print as Python."""

import marshal
import operator
import re
import types
from typing import NamedTuple, Optional, Tuple

from . import hooks, values

SLOTS = tuple(f"v{i}" for i in range(9))
NUMBER = {name: number for number, name in enumerate(SLOTS)}


class Argument(NamedTuple):
    text: str
    category: str
    name: Optional[str] = None


class Step(NamedTuple):
    """kind is "call" (what is an expression), "method" (what is its name; the
    first argument is the receiver), "op" (what is a key of OPERATORS), "get",
    "set", "del" (what is an attribute), or "new" (what is a value)."""

    kind: str
    what: str
    arguments: Tuple[Argument, ...] = ()
    slot: Optional[str] = None

    @property
    def target(self):
        """What is to blame for what the step does."""
        return self.what if self.kind != "method" else "." + self.what


OPERATORS = {
    "{0} + {1}": operator.add,
    "{0} - {1}": operator.sub,
    "{0} * {1}": operator.mul,
    "{0} / {1}": operator.truediv,
    "{0} // {1}": operator.floordiv,
    "{0} % {1}": operator.mod,
    "{0} ** {1}": operator.pow,
    "{0} @ {1}": operator.matmul,
    "{0} & {1}": operator.and_,
    "{0} | {1}": operator.or_,
    "{0} ^ {1}": operator.xor,
    "{0} << {1}": operator.lshift,
    "{0} >> {1}": operator.rshift,
    "{0} == {1}": operator.eq,
    "{0} != {1}": operator.ne,
    "{0} < {1}": operator.lt,
    "{0} >= {1}": operator.ge,
    "{0} in {1}": operator.contains,
    "{0}[{1}]": operator.getitem,
    "operator.setitem({0}, {1}, {2})": operator.setitem,
    "operator.delitem({0}, {1})": operator.delitem,
    "operator.iadd({0}, {1})": operator.iadd,
    "operator.imul({0}, {1})": operator.imul,
    "operator.iand({0}, {1})": operator.iand,
    "operator.ior({0}, {1})": operator.ior,
    "operator.ixor({0}, {1})": operator.ixor,
    "operator.ilshift({0}, {1})": operator.ilshift,
    "-{0}": operator.neg,
    "~{0}": operator.invert,
    "abs({0})": abs,
    "len({0})": len,
    "hash({0})": hash,
    "repr({0})": repr,
    "str({0})": str,
    "bool({0})": bool,
    "int({0})": int,
    "float({0})": float,
    "bytes({0})": bytes,
    "memoryview({0})": memoryview,
    "iter({0})": iter,
    "next({0})": next,
    "list({0})": list,
    "take({0})": None,
    "reversed({0})": reversed,
    "operator.index({0})": operator.index,
    "operator.length_hint({0})": operator.length_hint,
    "copy.copy({0})": None,
    "copy.deepcopy({0})": None,
    "through_pickle({0})": None,
    "{0}.__reduce_ex__(4)": None,
    "{0}.__sizeof__()": None,
    "gc.get_referents({0})": None,
    "with_it({0})": None,
    "send({0})": None,
    "format({0}, {1})": format,
    "round({0})": round,
    "divmod({0}, {1})": divmod,
    "dir({0})": dir,
    "weakref.ref({0})": None,
    "isinstance({0}, {1})": isinstance,
    "sum({0})": sum,
    "sorted({0})": sorted,
    "bytearray({0})": bytearray,
    "{0}({1})": operator.call if hasattr(operator, "call") else None,
}
ARITY = {text: len(set(re.findall(r"\{(\d)\}", text))) for text in OPERATORS}

# What of them a type must offer, so that it is worth to try.
NEEDS = {
    "{0} + {1}": "__add__ __radd__",
    "{0} - {1}": "__sub__ __rsub__",
    "{0} * {1}": "__mul__ __rmul__",
    "{0} / {1}": "__truediv__",
    "{0} // {1}": "__floordiv__",
    "{0} % {1}": "__mod__",
    "{0} ** {1}": "__pow__",
    "{0} @ {1}": "__matmul__",
    "{0} & {1}": "__and__",
    "{0} | {1}": "__or__",
    "{0} ^ {1}": "__xor__",
    "{0} << {1}": "__lshift__",
    "{0} >> {1}": "__rshift__",
    "{0} in {1}": "__contains__ __iter__",
    "{0}[{1}]": "__getitem__",
    "operator.setitem({0}, {1}, {2})": "__setitem__",
    "operator.delitem({0}, {1})": "__delitem__",
    "operator.iadd({0}, {1})": "__iadd__ __add__",
    "operator.imul({0}, {1})": "__imul__",
    "operator.iand({0}, {1})": "__iand__",
    "operator.ior({0}, {1})": "__ior__",
    "operator.ixor({0}, {1})": "__ixor__",
    "operator.ilshift({0}, {1})": "__ilshift__",
    "-{0}": "__neg__",
    "~{0}": "__invert__",
    "abs({0})": "__abs__",
    "len({0})": "__len__",
    "int({0})": "__int__ __index__",
    "float({0})": "__float__",
    "bytes({0})": "__bytes__ __iter__ __len__",
    "iter({0})": "__iter__ __getitem__",
    "next({0})": "__next__",
    "list({0})": "__iter__ __getitem__",
    "take({0})": "__iter__ __getitem__",
    "reversed({0})": "__reversed__ __getitem__",
    "operator.index({0})": "__index__",
    "operator.length_hint({0})": "__length_hint__ __len__",
    "with_it({0})": "__enter__",
    "send({0})": "send",
    "round({0})": "__round__",
    "divmod({0}, {1})": "__divmod__",
    "sum({0})": "__iter__",
    "sorted({0})": "__iter__",
    "bytearray({0})": "__iter__ __len__",
    "{0}({1})": "__call__",
}


def operators_for(kind):
    """The keys of OPERATORS that a type offers."""
    return [
        text
        for text in OPERATORS
        if text not in NEEDS or any(hasattr(kind, name) for name in NEEDS[text].split())
    ]


# ---- Printing.


def call_text(step):
    texts = [each.text for each in step.arguments]
    if step.kind == "new":
        return step.what
    if step.kind == "op":
        return step.what.format(*texts)
    if step.kind == "get":
        return f"{texts[0]}.{step.what}"
    if step.kind == "set":
        return f"{texts[0]}.{step.what} = {texts[1]}"
    if step.kind == "del":
        return f"del {texts[0]}.{step.what}"
    words = [f"{each.name}={each.text}" if each.name else each.text for each in step.arguments]
    if step.kind == "method":
        receiver = words.pop(0)
        return f"{receiver}.{step.what}({', '.join(words)})"
    return f"{step.what}({', '.join(words)})"


def step_text(step):
    """A line. What it gives is kept as long as the program runs, or dropped."""
    text = call_text(step)
    return f"{step.slot} = {text}" if step.slot and step.kind not in ("set", "del") else text


def text_of(program):
    return "\n".join(map(step_text, program))


_SLOT = re.compile(r"(?<![A-Za-z0-9])v\d\b")
_WORD = re.compile(r"\b[A-Za-z]\w*")


def used_slots(step):
    """What it reads: in its arguments, and in the hooks among them."""
    texts = [step.what] if step.kind in ("new", "call") else []
    texts += [each.text for each in step.arguments]
    text = " ".join(texts)
    return set(_SLOT.findall(text))


_PLAIN_NAMES = "abcdefgh"


class Printed(NamedTuple):
    imports: str
    classes: str
    lines: list


def printed(program, package, raising=()):
    """The program with short names, and what has to stand before it. raising are
    the numbers of the steps that end in an exception."""
    text = text_of(program)
    names, classes = {}, []
    used = sorted(set(_SLOT.findall(text)))
    for number, name in enumerate(used):
        names[name] = _PLAIN_NAMES[number] if number < len(_PLAIN_NAMES) else name
    count = 0
    for word, shape, action, variable in dict.fromkeys(hooks.used_in(text)):
        count += 1
        names[word] = "Hook" if count == 1 else f"Hook{count}"
        classes.append(hooks.source(word, shape, action, variable, names[word]))
    for name, base in dict.fromkeys(hooks.subclasses_in(text)):
        names[name] = "Sub" + base.rpartition(".")[2].capitalize()
        classes.append(hooks.subclass_source(base, names[name]))
    for name, source in values.HELPERS.items():
        if re.search(rf"\b{name}\b", text):
            classes.append(source)
    whole = "\n\n\n".join(classes)

    def rename(code):
        return _WORD.sub(lambda match: names.get(match[0], match[0]), code)

    lines = []
    assigned = {step.slot for step in program if step.slot}
    lines += [f"{names[name]} = None" for name in used if name not in assigned]
    for number, step in enumerate(program):
        line = rename(step_text(step))
        lines.append(f"with suppress(Exception): {line}" if number in raising else line)
    whole = rename(whole)
    everything = whole + "\n" + "\n".join(lines)
    imports = [f"import {name}" for name in imports_of(everything, package)]
    if raising:
        imports.append("from contextlib import suppress")
    return Printed("\n".join(imports), whole, lines)


def imports_of(text, package):
    """The modules that it names."""
    found = []
    for name in [*values.IMPORTS, *package]:
        if re.search(rf"(?<![\w.]){re.escape(name)}\.\w", text) or (
            "." not in name and re.search(rf"(?<![\w.]){re.escape(name)}\b", text)
        ):
            found.append(name)
    return found


def without(steps, number):
    """The program without that step. Who used what it gave has None instead."""
    slot = steps[number].slot
    rest = steps[:number] + steps[number + 1 :]
    if slot is None or any(step.slot == slot for step in steps[:number]):
        return rest
    made, again = [], False
    for at, step in enumerate(rest):
        if at >= number and not again:
            arguments = tuple(
                each._replace(text="None") if each.text == slot else each for each in step.arguments
            )
            step = step._replace(arguments=arguments)
            again = step.slot == slot
        made.append(step)
    return tuple(made)


# ---- Running.


class Runner:
    """Makes of programs what _fuzz runs, in one namespace."""

    def __init__(self, package):
        self.namespace = {name: None for name in SLOTS}
        for name in [*values.IMPORTS, *package]:
            exec(f"import {name}", self.namespace)
        for source in values.HELPERS.values():
            exec(source, self.namespace)
        self._values = {}
        self._templates = {}  # compiled classes of hooks
        self.fresh = []  # texts that were compiled since somebody took them
        self.constants = {}  # text: what lasts
        self._steps = {}

    def define(self, text):
        """The classes that it names."""
        for word, shape, action, variable in hooks.used_in(text):
            if word not in self.namespace:
                self.namespace[word] = self._hook(word, shape, action, variable)
        for name, base in hooks.subclasses_in(text):
            if name not in self.namespace:
                exec(hooks.subclass_source(base, name), self.namespace)

    def _hook(self, word, shape, action, variable):
        """The class. Its source is compiled once for all variables."""
        code = self._templates.get((shape, action, variable is None))
        if code is None:
            source = hooks.source("Hook", shape, action, variable and SLOTS[0])
            code = self._templates[shape, action, variable is None] = compile(source, "<hook>", "exec")
        made = {}
        exec(_renamed(code, SLOTS[0], variable) if variable else code, self.namespace, made)
        made["Hook"].__name__ = made["Hook"].__qualname__ = word
        return made["Hook"]

    def evaluate(self, text):
        self.define(text)
        return eval(text, self.namespace)

    def maker(self, text):
        """A function that makes the value, or the value where it lasts."""
        known = self._values.get(text)
        if known is not None:
            return known[0]
        self.define(text)
        made = eval(f"lambda: {text}", self.namespace)
        code = made.__code__
        simple = not code.co_names and not any(
            isinstance(each, types.CodeType) for each in code.co_consts
        )
        if simple:
            value = made()
            if type(value) in (int, str, bytes, float, complex, bool, type(None), tuple):
                for each in code.co_consts:
                    self.constants[repr(each)] = each
                if any(value is each for each in code.co_consts) or value in (None, True, False, ()):
                    self.constants[text] = value
                    made = value
        else:
            for each in code.co_consts:
                if not isinstance(each, types.CodeType):
                    self.constants.setdefault(repr(each), each)
        self._values[text] = (made,)
        self.fresh.append(text)
        return made

    def _callable(self, text):
        self.define(text)
        thing = eval(text, self.namespace)
        return thing if not isinstance(thing, types.FunctionType) else self.maker(text)

    def compiled_step(self, step):
        """(what _fuzz runs, what is told of it)."""
        known = self._steps.get(step)
        if known is not None:
            return known
        arguments = tuple(self.maker(each.text) for each in step.arguments)
        names = tuple(each.name for each in step.arguments if each.name) or None
        name, slot = None, step.slot
        if step.kind == "new":
            made = eval(f"lambda: (lambda: {step.what})", self._ready(step.what))
            for each in made.__code__.co_consts:
                if isinstance(each, types.CodeType):
                    for constant in each.co_consts:
                        if not isinstance(constant, types.CodeType):
                            self.constants.setdefault(repr(constant), constant)
            called, arguments = made, ()
        elif step.kind == "method":
            called, name, arguments = arguments[0], step.what, arguments[1:]
        elif step.kind == "op":
            called = OPERATORS[step.what]
            if called is None:
                numbers = range(ARITY[step.what])
                body = step.what.format(*(f"a{i}" for i in numbers))
                called = eval(
                    f"lambda: (lambda {', '.join(f'a{i}' for i in numbers)}: {body})",
                    self.namespace,
                )
        elif step.kind == "get":
            called, arguments = getattr, (*arguments, step.what)
        elif step.kind == "set":
            called, arguments = setattr, (arguments[0], step.what, arguments[1])
        elif step.kind == "del":
            called, arguments = delattr, (*arguments, step.what)
        else:
            called = self._callable(step.what)
        if len(self._steps) > 50000:
            self._steps.clear()
        made = ((called, name, arguments, names, slot), marshal.dumps(to_plain([step])[0]))
        self._steps[step] = made
        return made

    def _ready(self, text):
        self.define(text)
        return self.namespace

    def compiled(self, program):
        return tuple([self.compiled_step(step)[0] for step in program])

    def prepared(self, program):
        """The same, and its text for Told."""
        rows = [self.compiled_step(step) for step in program]
        return tuple([row[0] for row in rows]), b"".join([row[1] for row in rows])


def _renamed(code, old, new):
    """The code with another name of a global."""
    return code.replace(
        co_names=tuple(new if name == old else name for name in code.co_names),
        co_consts=tuple(_renamed(each, old, new) if isinstance(each, types.CodeType) else each for each in code.co_consts),
    )


# ---- As plain tuples: for files, and for the process that outlives this one.


def to_plain(program):
    return [
        (step.kind, step.what, [tuple(each) for each in step.arguments], step.slot)
        for step in program
    ]


KINDS = ("call", "method", "op", "get", "set", "del", "new")


def is_plain(rows):
    """Whether from_plain() can take it, as far as its shape says: a file may be damaged."""

    def is_step(row):
        if not (isinstance(row, list) and len(row) == 4):
            return False
        kind, what, arguments, slot = row
        if not (isinstance(what, str) and isinstance(arguments, list) and (slot is None or slot in SLOTS)):
            return False
        if kind not in KINDS or (kind == "op" and what not in OPERATORS):
            return False
        least = ARITY[what] if kind == "op" else kind in ("method", "get", "set", "del")
        return len(arguments) >= least and all(map(is_argument, arguments))

    def is_argument(each):
        return (
            isinstance(each, list)
            and 2 <= len(each) <= 3
            and all(isinstance(word, str) for word in each[:2])
            and isinstance(each[-1], (str, type(None)))
        )

    return isinstance(rows, list) and bool(rows) and all(map(is_step, rows))


def from_plain(rows):
    return tuple(
        Step(kind, what, tuple(Argument(*each) for each in arguments), slot)
        for kind, what, arguments, slot in rows
    )


_RENUMBERED = {}


def renumbered(program, first):
    """The same with slots from |first| on, or None where there are too few."""
    key = (program, first)
    if key not in _RENUMBERED:
        if len(_RENUMBERED) > 5000:
            _RENUMBERED.clear()
        _RENUMBERED[key] = _renumber(program, first)
    return _RENUMBERED[key]


def _renumber(program, first):
    used = sorted({name for step in program for name in used_slots(step)} | {step.slot for step in program if step.slot})
    if first + len(used) > len(SLOTS):
        return None
    names = {name: SLOTS[first + i] for i, name in enumerate(used)}

    def rename(text):
        return _SLOT.sub(lambda match: names.get(match[0], match[0]), text)

    return tuple(
        Step(
            step.kind,
            rename(step.what) if step.kind in ("new", "call") else step.what,
            tuple(each._replace(text=rename(each.text)) for each in step.arguments),
            names.get(step.slot),
        )
        for step in program
    )


def needed(program, last):
    """The steps that step |last| needs, and it: a program."""
    wanted = used_slots(program[last])
    chosen = [program[last]]
    for step in reversed(program[:last]):
        if step.slot in wanted:
            wanted = (wanted - {step.slot}) | used_slots(step)
            chosen.insert(0, step)
    return tuple(chosen)
