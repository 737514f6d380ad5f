"""Arguments that run code while a call is under way.

A hook is a class whose name says all of it: Iter_clear_v1 has an __iter__ that
clears what the program calls v1, which the running call may hold. So a program
is its text alone, and its classes can be written out from the names in it.
"""

import re

# Shape: (base, lines). ACT is where its action goes, with the same indent.
SHAPES = {
    "Index": ("", ["def __index__(self):", "    ACT", "    return 1"]),
    "Int": ("", ["def __int__(self):", "    ACT", "    return 1"]),
    "Float": ("", ["def __float__(self):", "    ACT", "    return 1.0"]),
    "Bool": ("", ["def __bool__(self):", "    ACT", "    return True"]),
    "Str": ("", ["def __str__(self):", "    ACT", "    return 'x'"]),
    "Repr": ("", ["def __repr__(self):", "    ACT", "    return 'x'"]),
    "Bytes": ("", ["def __bytes__(self):", "    ACT", "    return b'x'"]),
    "Path": ("", ["def __fspath__(self):", "    ACT", "    return 'x'"]),
    "Iter": ("", ["def __iter__(self):", "    ACT", "    return iter([1, 2, 3])"]),
    "IterStr": ("", ["def __iter__(self):", "    ACT", "    return iter(['a', 'b'])"]),
    "IterNone": ("", ["def __iter__(self):", "    ACT", "    return None"]),
    "Next": (
        "",
        [
            "n = 0",
            "def __iter__(self):",
            "    return self",
            "def __next__(self):",
            "    self.n += 1",
            "    if self.n == 2:",
            "        ACT",
            "    if self.n > 3:",
            "        raise StopIteration",
            "    return self.n % 2",
        ],
    ),
    "Pairs": ("", ["def __iter__(self):", "    ACT", "    return iter([('a', 1), ('b', 2)])"]),
    "Hint": (
        "",
        [
            "def __iter__(self):",
            "    return iter([1, 2, 3])",
            "def __length_hint__(self):",
            "    ACT",
            "    return 1",
        ],
    ),
    "Len": (
        "",
        [
            "def __len__(self):",
            "    ACT",
            "    return 3",
            "def __getitem__(self, i):",
            "    if i in (0, 1, 2):",
            "        return i",
            "    raise IndexError",
        ],
    ),
    "Item": (
        "",
        [
            "def __len__(self):",
            "    return 3",
            "def __getitem__(self, i):",
            "    ACT",
            "    if i in (0, 1, 2):",
            "        return i",
            "    raise IndexError",
        ],
    ),
    "Liar": (
        "",
        [
            "def __len__(self):",
            "    return 5",
            "def __getitem__(self, i):",
            "    ACT",
            "    raise IndexError",
        ],
    ),
    "Eq": (
        "",
        [
            "def __eq__(self, other):",
            "    ACT",
            "    return True",
            "def __hash__(self):",
            "    return 1",
        ],
    ),
    "Ne": (
        "",
        [
            "def __eq__(self, other):",
            "    ACT",
            "    return False",
            "def __hash__(self):",
            "    return 1",
        ],
    ),
    "Hash": ("", ["def __hash__(self):", "    ACT", "    return 1"]),
    "Lt": (
        "",
        [
            "def __lt__(self, other):",
            "    ACT",
            "    return True",
            "def __gt__(self, other):",
            "    ACT",
            "    return False",
        ],
    ),
    "Call": ("", ["def __call__(self, *args, **more):", "    ACT", "    return 1"]),
    "CallStr": ("", ["def __call__(self, *args, **more):", "    ACT", "    return 'x'"]),
    "CallArg": (
        "",
        ["def __call__(self, *args, **more):", "    ACT", "    return args[0] if args else None"],
    ),
    "CallNone": ("", ["def __call__(self, *args, **more):", "    ACT"]),
    "Write": ("", ["def write(self, data):", "    ACT", "    return len(data)"]),
    "WriteNone": ("", ["def write(self, *data):", "    ACT"]),
    "Read": ("", ["def read(self, n=-1):", "    ACT", "    return b'1'"]),
    "ReadStr": ("", ["def read(self, n=-1):", "    ACT", "    return '1'"]),
    "ReadInt": ("", ["def read(self, n=-1):", "    ACT", "    return 5"]),
    "ReadLong": ("", ["def read(self, n=-1):", "    ACT", "    return bytes(1000)"]),
    "Get": ("", ["def __getattr__(self, name):", "    ACT", "    raise AttributeError(name)"]),
    "Any": (
        "",
        [
            "def __getattr__(self, name):",
            "    ACT",
            "    if name.startswith('__array') or name == '__class__':",
            "        raise AttributeError(name)",
            "    return lambda *args, **more: 1",
        ],
    ),
    "AnyStr": (
        "",
        [
            "def __getattr__(self, name):",
            "    ACT",
            "    if name.startswith('__array'):",
            "        raise AttributeError(name)",
            "    return lambda *args, **more: 'x'",
        ],
    ),
    "Del": ("", ["def __del__(self):", "    ACT"]),
    "Keys": (
        "",
        [
            "def keys(self):",
            "    ACT",
            "    return ['a', 'b']",
            "def __getitem__(self, key):",
            "    return 1",
        ],
    ),
    "Items": ("(dict)", ["def items(self):", "    ACT", "    return [('a', 1)]"]),
    "ItemsBad": ("(dict)", ["def items(self):", "    ACT", "    return [1]"]),
    "ItemsIter": ("(dict)", ["def items(self):", "    ACT", "    return iter([('a', 1)])"]),
    "DictIter": ("(dict)", ["def __iter__(self):", "    ACT", "    return iter('a')"]),
    "DictGet": ("(dict)", ["def __getitem__(self, key):", "    ACT", "    return 1"]),
    "ListIter": ("(list)", ["def __iter__(self):", "    ACT", "    return iter([1])"]),
    "ListLen": ("(list)", ["def __len__(self):", "    ACT", "    return 5"]),
    "TupleIter": ("(tuple)", ["def __iter__(self):", "    ACT", "    return iter([1])"]),
    "StrSub": (
        "(str)",
        [
            "def __eq__(self, other):",
            "    ACT",
            "    return True",
            "def __hash__(self):",
            "    return 1",
        ],
    ),
    "StrPlain": ("(str)", ["def __str__(self):", "    ACT", "    return 'x'"]),
    "IntSub": ("(int)", ["def __int__(self):", "    ACT", "    return 1"]),
    "IntIndex": ("(int)", ["def __index__(self):", "    ACT", "    return 1"]),
    "FloatSub": ("(float)", ["def __float__(self):", "    ACT", "    return 1.0"]),
    "BytesSub": ("(bytes)", ["def __bytes__(self):", "    ACT", "    return b'x'"]),
    "Utc": (
        "(datetime.tzinfo)",
        ["def utcoffset(self, when):", "    ACT", "    return datetime.timedelta(0)"],
    ),
    "UtcNone": ("(datetime.tzinfo)", ["def utcoffset(self, when):", "    ACT"]),
    "All": (
        "",
        [
            "def __eq__(self, other):",
            "    ACT",
            "    return True",
            "def __hash__(self):",
            "    ACT",
            "    return 1",
            "def __lt__(self, other):",
            "    ACT",
            "    return True",
            "def __bool__(self):",
            "    ACT",
            "    return True",
            "def __index__(self):",
            "    ACT",
            "    return 1",
            "def __float__(self):",
            "    ACT",
            "    return 1.0",
            "def __str__(self):",
            "    ACT",
            "    return 'x'",
            "def __repr__(self):",
            "    ACT",
            "    return 'x'",
            "def __iter__(self):",
            "    ACT",
            "    return iter(['a', 'b'])",
            "def __len__(self):",
            "    ACT",
            "    return 2",
            "def __getitem__(self, i):",
            "    ACT",
            "    return 'ab'[i]",
            "def __call__(self, *args, **more):",
            "    ACT",
            "    return 'x'",
        ],
    ),
    "Enter": (
        "",
        [
            "def __enter__(self):",
            "    ACT",
            "    return self",
            "def __exit__(self, *args):",
            "    ACT",
        ],
    ),
}

# What an action does to V, a variable. Those that make a thing grow do it once.
ACTIONS = {
    "none": None,
    "raise": "raise ValueError('no')",
    "gc": "gc.collect()",
    "clear": "V.clear()",
    "del": "del V[:]",
    "pop": "V.pop()",
    "release": "V.release()",
    "close": "V.close()",
    "extend": "V.extend([0] * 99)",
    "bytes": "V.extend(bytes(99))",
    "update": "V.update(dict.fromkeys(range(99)))",
    "add": "V.update(range(99))",
    "drop": "V = None",
    "init": "V.__init__()",
}
ONCE = {"extend", "bytes", "update", "add", "init"}

# What one may do to what a display makes.
FOR_TYPE = {
    "list": ["clear", "del", "pop", "extend", "drop"],
    "dict": ["clear", "update", "drop"],
    "set": ["clear", "add", "drop"],
    "bytearray": ["clear", "bytes", "del", "drop"],
    "memoryview": ["release", "drop"],
    "array": ["del", "pop", "bytes", "drop"],
}

# What an instance of a subclass is made of.
BASES = {
    "list": "([1, 2])",
    "dict": "(a=1)",
    "tuple": "([1, 2])",
    "str": "('a')",
    "int": "(1)",
    "float": "(1.5)",
    "bytes": "(b'ab')",
}

# What All may turn out to be.
PARTS = ["Eq", "Hash", "Lt", "Bool", "Index", "Float", "Str", "Repr", "IterStr", "Len", "Item", "CallStr"]


def name_of(shape, action, variable=None):
    return f"{shape}_{action}" + (f"_{variable}" if variable else "")


def instance(shape, action, variable=None):
    """The expression that makes one."""
    base = SHAPES[shape][0].strip("()")
    return name_of(shape, action, variable) + BASES.get(base, "()")


def method_action(name, argument=""):
    """An action that calls V's method of that name, with nothing or one of these."""
    return f"m{argument or '0'}__{name}"


def set_action(name):
    """One that sets V's attribute."""
    return f"set__{name}"


_ARGUMENTS = {"0": "", "n": "None", "b": "b'xy'", "i": "1", "s": "'xy'"}
_METHOD = re.compile(r"m([0nbis])__(\w+)")


def called_by(action):
    """(name, arguments) of the method that an action calls, or None."""
    method = _METHOD.fullmatch(action)
    if method:
        words = _ARGUMENTS[method.group(1)]
        return method.group(2), [words] if words else []
    call = ACTIONS.get(action) or ""
    if call.startswith("V.") and call.endswith("()"):
        return call[2:-2], []
    return None


def _act(action, variable):
    """The lines of an action."""
    method = _METHOD.fullmatch(action)
    if method:
        line, once = f"V.{method.group(2)}({_ARGUMENTS[method.group(1)]})", True
    elif action.startswith("set__"):
        line, once = f"V.{action[len('set__'):]} = None", True
    else:
        line, once = ACTIONS[action], action in ONCE
    if line is None:
        return [], False
    lines = [f"global {variable}"] if action == "drop" else []
    return lines + [line.replace("V", variable or "V", 1)], once


_HOOK = re.compile(r"\b[A-Z][A-Za-z]+_\w+(?=\()")
_VARIABLE = re.compile(r"(.*)_(v\d)")
_SUBCLASS = re.compile(r"\bSub_\w+")


def used_in(text):
    """(class name, shape, action, variable) of each hook in an expression."""
    found = []
    for word in _HOOK.findall(text):
        shape, _, rest = word.partition("_")
        if shape not in SHAPES:
            continue
        variable = None
        match = _VARIABLE.fullmatch(rest)
        if match:
            rest, variable = match.groups()
        found.append((word, shape, rest, variable))
    return found


def source(word, shape, action, variable, name=None):
    """The class, as Python."""
    base, body = SHAPES[shape]
    act, once = _act(action, variable)
    lines = [f"class {name or word}{base}:"]
    if once:
        lines.append("    done = False")
    for number, line in enumerate(body):
        indent = line[: len(line) - len(line.lstrip())]
        if line.strip() != "ACT":
            lines.append("    " + line)
            continue
        if once:
            declared = [each for each in act if each.startswith("global")]
            lines += [f"    {indent}{each}" for each in declared]
            lines.append(f"    {indent}if not self.done:")
            lines.append(f"    {indent}    self.done = True")
            lines += [f"    {indent}    {each}" for each in act if each not in declared]
        else:
            lines += [f"    {indent}{each}" for each in act]
        rest = body[number + 1 :]
        if not act and (not rest or len(rest[0]) - len(rest[0].lstrip()) < len(indent)):
            lines.append(f"    {indent}pass")
    return "\n".join(lines)


def subclass_name(text):
    return "Sub_" + text.replace("_", "_u").replace(".", "_d")


def subclasses_in(text):
    """(name, base) of the plain subclasses in an expression."""
    return [
        (name, name[4:].replace("_d", ".").replace("_u", "_"))
        for name in _SUBCLASS.findall(text)
    ]


def subclass_source(base, name):
    return f"class {name}({base}):\n    pass"
