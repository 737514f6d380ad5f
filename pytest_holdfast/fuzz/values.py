"""Arguments that are plain: expressions by category.

A category is what is learned about: which kinds of value a function takes at a
place. Literals are one object for ever, whose count is watched; everything else
is made anew each time, so that a program changes nothing that lasts.
"""

PLAIN = {
    "none": ["None"],
    "bool": ["True", "False"],
    "int": ["0", "1", "2", "7", "100", "255", "256", "-1"],
    "int_odd": ["-2", "257", "1000", "65535", "65536", "-32769", "1114112", "2**31 - 1"],
    "int_big": ["2**31", "2**32", "2**63 - 1", "-2**63", "2**63", "2**64", "-2**31 - 1"],
    "int_huge": ["2**100", "-2**100", "10**400"],
    "float": ["0.0", "1.5", "-1.0", "1e308", "0.1"],
    "float_odd": ["float('nan')", "float('inf')", "-0.0", "1e-320"],
    "complex": ["1j", "complex('nan')"],
    "str": ["'abc'", "'a'", "''", "'0101'", "'12'", "'x=1'", "'utf-8'", "'{}'", "'[1, 2]'"],
    "str_wide": ["'\\xe9'", "'\\u20ac'", "'\\U0001f600'", "'a\\u0394b'"],
    "str_odd": ["'\\ud800'", "'a\\x00b'", "'\\udcff\\ud800'", "'%s %d'", "'\\n'", "'a' * 5000"],
    "str_new": ["''.join(['ab', 'cd'])", "str(12345)", "'\\u20ac'.join(['a', 'b'])"],
    "bytes": ["b'abc'", "b''", "b'\\x00'", "b'\\xff\\xfe'", "b'0101'", "b'1'"],
    "bytes_new": ["bytes(8)", "bytes(range(40))", "bytes([1, 2, 3])", "bytes(5000)"],
    "bytearray": ["bytearray(b'abc')", "bytearray()", "bytearray(100)"],
    "memoryview": ["memoryview(b'abcdef')", "memoryview(bytearray(8))"],
    "view_odd": [
        "memoryview(b'abcdef')[::2]",
        "memoryview(bytes(8)).cast('I')",
        "memoryview(bytes(6)).cast('B', (2, 3))",
        "memoryview(b'abc')[::-1]",
        "memoryview(b'')",
    ],
    "array": ["array.array('i', [1, 2, 3])", "array.array('d', [1.5])", "array.array('B', b'ab')"],
    "list": ["[]", "[1, 2, 3]", "[0]", "[1, 0, 1]"],
    "list_str": ["['a', 'b']", "['']", "['a', b'b', 1]"],
    "list_odd": [
        "[None]",
        "[[1], [2]]",
        "[(1, 2), (3, 4)]",
        "[('a', 1)]",
        "[{'a': 1}]",
        "[0] * 300",
        "[1.5, 2**70]",
        "[b'a', b'b']",
    ],
    "tuple": ["tuple([1, 2])", "()", "tuple([1])", "tuple(['a', 1])", "tuple([None, None])"],
    "dict": ["{}", "{'a': 1}", "{'a': object(), 'b': [1]}", "{1: 2, 'b': None}", "{'a': [1, {'b': 2}]}"],
    "dict_odd": ["{None: 1}", "{b'a': 1}", "{tuple([1]): 1}", "{'\\ud800': 1}", "{1.5: 'x'}"],
    "set": ["{1, 2}", "set()", "{'a'}", "frozenset([1, 2])"],
    "iterator": ["iter([1, 2, 3])", "iter('ab')", "iter(())", "range(3)", "range(0)"],
    # The last one raises after its first item.
    "generator": ["(x for x in [1, 2])", "map(str, [1, 2])", "zip('ab', [1, 2])", "map(int, '1x')"],
    # What it gives has no other reference.
    "generator_new": [
        "(object() for _ in [1, 2])",
        "(str(x + 1000) for x in [1, 2])",
        "map(float, [1, 2])",
        "(bytes([x, 2, 3]) for x in [1, 2])",
    ],
    "slice": ["slice(None)", "slice(0, 2)", "slice(None, None, -1)", "slice(5, 1, 2**70)"],
    "type": ["int", "str", "list", "dict", "object", "ValueError", "type"],
    "callable": ["len", "str", "int", "list", "repr", "print_nothing"],
    "raiser": ["raise_value_error"],
    "object": ["object()", "Ellipsis", "NotImplemented"],
    "file": ["io.BytesIO(b'abc')", "io.BytesIO()", "io.StringIO('abc')", "io.StringIO()"],
    "decimal": ["decimal.Decimal('1.5')", "decimal.Decimal('nan')", "fractions.Fraction(1, 3)"],
    "datetime": [
        "datetime.datetime(2020, 1, 1)",
        "datetime.date(2020, 1, 1)",
        "datetime.time(1, 2)",
        "datetime.timedelta(1)",
        "datetime.timezone.utc",
        "datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)",
    ],
    "exotic": [
        "uuid.UUID(int=1)",
        "ipaddress.ip_address('::1')",
        "re.compile('a')",
        "collections.OrderedDict(a=1)",
        "collections.deque([1])",
        "email.message.Message()",
        "types.SimpleNamespace(a=1)",
        "weakref.ref(set())",
    ],
    "recursive": ["itself([])", "itself({})"],
    "deep": ["nested(200)", "nested(1000)"],
    "very_deep": ["nested(100000)"],
    "exception": ["ValueError('x')"],
}

# Around what is in the variable V: an instance of the package's types.
AROUND = {
    "list_of": ["[V]", "[V, V]", "[1, V]"],
    "tuple_of": ["tuple([V])", "tuple([V, V])", "tuple(['a', V])"],
    "dict_of": ["{'a': V}", "{'a': V, 'b': V}", "{1: V, 'b': V}", "{object(): V}"],
    "iterator_of": ["iter([V])", "(x for x in [V, V])", "map(copy.copy, [V])"],
}

# Shapes of hooks, by the category that they are learned as.
HOOKED = {
    "h_index": ["Index", "Int", "IntSub", "IntIndex"],
    "h_float": ["Float", "FloatSub"],
    "h_bool": ["Bool"],
    "h_str": ["Str", "Repr", "StrSub", "StrPlain", "Bytes", "BytesSub", "Path"],
    "h_iter": ["Iter", "IterStr", "IterNone", "Next", "Next", "Pairs", "Hint", "TupleIter", "ListIter"],
    "h_seq": ["Len", "Item", "Liar", "ListLen"],
    "h_eq": ["Eq", "Ne", "Hash", "Lt"],
    "h_call": ["Call", "CallStr", "CallArg", "CallNone"],
    "h_file": ["Write", "WriteNone", "Read", "ReadStr", "ReadInt", "ReadLong"],
    "h_get": ["Get", "Any", "AnyStr", "Enter"],
    "h_del": ["Del"],
    "h_map": ["Keys", "Items", "ItemsBad", "ItemsIter", "DictIter", "DictGet"],
    "h_time": ["Utc", "UtcNone"],
    "h_all": ["All"],
}

CATEGORIES = [*PLAIN, *HOOKED, *AROUND, "slot", "instance"]

# How likely each is before anything was learned; 1 where it is not said.
WEIGHT = {
    **dict.fromkeys(HOOKED, 0.6),
    **dict.fromkeys(AROUND, 0.5),
    "int": 3,
    "str": 3,
    "bytes": 2,
    "none": 1.5,
    "list": 2,
    "dict": 1.5,
    "int_big": 0.3,
    "int_huge": 0.4,
    "deep": 0.15,
    "very_deep": 0.01,
    "recursive": 0.7,
    "exotic": 0.5,
    "decimal": 0.5,
    "exception": 0.3,
    "complex": 0.3,
    "h_all": 1.5,
    "slot": 2,
    "instance": 2,
}

# What an error message says of a place means these: values, and hooks for them.
WORDS = {
    "str": ["str", "str_wide", "str_odd", "str_new", "h_str"],
    "string": ["str", "str_wide", "bytes", "h_str"],
    "bytes": ["bytes", "bytes_new"],
    "bytes-like": ["bytes", "bytes_new", "bytearray", "memoryview", "view_odd", "array"],
    "buffer": ["bytes", "bytearray", "memoryview", "view_odd", "array"],
    "int": ["int", "int_odd", "int_big", "bool", "h_index"],
    "integer": ["int", "int_odd", "int_big", "bool", "h_index"],
    "float": ["float", "float_odd", "int", "h_float"],
    "number": ["float", "int"],
    "list": ["list", "list_str", "list_odd", "h_iter", "list_of"],
    "tuple": ["tuple", "tuple_of"],
    "dict": ["dict", "dict_odd", "h_map", "dict_of"],
    "mapping": ["dict", "dict_odd", "h_map", "dict_of"],
    "iterable": [
        "list",
        "tuple",
        "iterator",
        "generator",
        "str",
        "h_iter",
        "h_seq",
        "list_of",
        "iterator_of",
        "generator_new",
    ],
    "iterator": ["iterator", "generator", "h_iter", "iterator_of", "generator_new"],
    "sequence": ["list", "tuple", "str", "h_seq", "list_of", "tuple_of"],
    "callable": ["callable", "raiser", "h_call"],
    "slice": ["slice"],
    "bool": ["bool"],
    "type": ["type"],
    "set": ["set"],
    "file": ["file", "h_file"],
    "write": ["file", "h_file"],
    "read": ["file", "h_file"],
    "datetime": ["datetime"],
    "date": ["datetime"],
    "tzinfo": ["datetime", "h_time"],
    "bytearray": ["bytearray"],
    "memoryview": ["memoryview"],
}

# What the names of a parameter suggest.
NAMES = {
    "data": ["bytes", "bytearray", "memoryview", "str"],
    "buf": ["bytes", "bytearray", "memoryview"],
    "file": ["file"],
    "fp": ["file"],
    "stream": ["file"],
    "encoding": ["str"],
    "errors": ["str"],
    "key": ["callable", "str", "int"],
    "func": ["callable", "raiser"],
    "hook": ["callable", "raiser"],
    "default": ["callable", "raiser", "none"],
    "callback": ["callable", "raiser"],
    "size": ["int", "int_odd"],
    "index": ["int", "int_odd"],
    "level": ["int"],
    "name": ["str"],
    "text": ["str", "str_wide", "str_odd"],
    "string": ["str", "bytes"],
    "iterable": ["list", "iterator", "generator"],
}

# The types that a display makes which a hook can change.
CHANGEABLE = {
    "list": "list",
    "list_str": "list",
    "list_odd": "list",
    "list_of": "list",
    "dict_of": "dict",
    "dict": "dict",
    "dict_odd": "dict",
    "set": "set",
    "bytearray": "bytearray",
    "memoryview": "memoryview",
    "array": "array",
}

# Where such a value was taken, one of these types may be taken, too.
SIMILAR = {
    "h_map": "dict",
    "tuple": "list",
    "h_iter": "list",
    "bytes": "bytearray",
    "bytes_new": "bytearray",
}

# A display of a new object, whose only reference is in it; and what it begins with.
HOLDERS = {
    "list": ("[object(), 1]", "[[1], [2]]"),
    "dict": ("{'a': object(), 'b': [1]}", "{'a': [1]}"),
    "set": ("{object(), 1}",),
    "bytearray": ("bytearray(b'abc')", "bytearray(5000)"),
    "memoryview": ("memoryview(bytearray(8))", "memoryview(b'abcdef')"),
    "array": ("array.array('B', b'ab')", "array.array('d', [1.5])"),
}

# Numbers that may make a call take long.
LARGE = ("int_odd", "int_big", "int_huge")

# What may hold one value of another category, and of which.
NESTED = ("list", "list_odd", "tuple", "list_str")
INNER = ("int", "str", "bytes", "none", "dict", "float", "int_huge", "tuple")

# Which hooks may stand where such a value was taken.
FITTING = {
    **dict.fromkeys(("int", "int_odd", "int_big", "bool"), ("h_index", "h_index", "h_all")),
    **dict.fromkeys(("float", "float_odd"), ("h_float", "h_index", "h_all")),
    **dict.fromkeys(("str", "str_new", "bytes", "bytes_new"), ("h_str", "h_all")),
    **dict.fromkeys(
        ("list", "tuple", "iterator", "generator", "generator_new", "list_of", "tuple_of", "iterator_of"),
        ("h_iter", "h_iter", "h_seq", "h_all"),
    ),
    **dict.fromkeys(("dict", "dict_odd", "dict_of"), ("h_map", "h_all")),
    **dict.fromkeys(("callable", "raiser"), ("h_call", "h_call", "h_all")),
    "file": ("h_file",),
    **{category: (category, category, "h_all") for category in HOOKED},
    # Anything is taken there: it may be kept, and released later.
    **dict.fromkeys(("object", "none"), (*HOOKED, "h_del", "h_del", "h_del", "h_eq", "h_call")),
}

# What expressions may name, beside the package.
IMPORTS = [
    "array",
    "collections",
    "datetime",
    "decimal",
    "email.message",
    "fractions",
    "gc",
    "io",
    "ipaddress",
    "operator",
    "copy",
    "pickle",
    "re",
    "types",
    "uuid",
    "weakref",
]

# And these, which are written out where they are used.
HELPERS = {
    "print_nothing": "def print_nothing(*args, **more):\n    pass",
    "raise_value_error": "def raise_value_error(*args, **more):\n    raise ValueError('no')",
    "itself": (
        "def itself(thing):\n"
        "    thing.append(thing) if type(thing) is list else thing.update(a=thing)\n"
        "    return thing"
    ),
    "nested": (
        "def nested(depth):\n"
        "    thing = []\n"
        "    for _ in range(depth):\n"
        "        thing = [thing]\n"
        "    return thing"
    ),
    "with_it": "def with_it(thing):\n    with thing as value:\n        return value",
    "send": "def send(thing):\n    return thing.send(None)",
    "through_pickle": "def through_pickle(thing):\n    return pickle.loads(pickle.dumps(thing, 4))",
    "take": (
        "def take(thing):\n"
        "    return [item for _, item in zip(range(50), thing)]"
    ),
}
