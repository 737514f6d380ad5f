"""Operators of a second kind: each word is right, but stands in another order, is
not quite what was meant, or remembers what it should not.

Those of mutants.py change one token, and tests find nearly all. These are what is
written in good faith, passes a review, and works until an operand is the last
reference, means well and differs, calls back, is large, or comes again.
"""

import dataclasses
import re

# ---- Functions that are taken for each other: either way.

PAIRS = """
    PyUnicode_Check PyUnicode_CheckExact
    PyLong_Check PyLong_CheckExact
    PyFloat_Check PyFloat_CheckExact
    PyBytes_Check PyBytes_CheckExact
    PyList_Check PyList_CheckExact
    PyTuple_Check PyTuple_CheckExact
    PyDict_Check PyDict_CheckExact
    PySet_Check PyAnySet_Check
    PyAnySet_Check PyAnySet_CheckExact
    PyBool_Check PyLong_Check
    PyExceptionInstance_Check PyExceptionClass_Check
    PyCallable_Check PyType_Check
    PyMapping_Check PySequence_Check
    PyNumber_Check PyIndex_Check
    PyObject_Str PyObject_Repr
    PyObject_Str PyUnicode_FromObject
    PyObject_Repr PyObject_ASCII
    PyObject_IsTrue PyObject_Not
    PyObject_Size PyMapping_Size
    PyObject_GetAttr PyObject_GenericGetAttr
    PyObject_SetAttr PyObject_GenericSetAttr
    PyObject_GetAttr PyObject_GetItem
    PyObject_IsInstance PyObject_IsSubclass
    PyNumber_Index PyNumber_Long
    PyNumber_Add PyNumber_InPlaceAdd
    PyNumber_TrueDivide PyNumber_FloorDivide
    PyLong_AsLong PyLong_AsUnsignedLong
    PyLong_AsLongLong PyLong_AsUnsignedLongLong
    PyLong_AsSsize_t PyNumber_AsSsize_t
    PyDict_GetItem PyDict_GetItemWithError
    PyDict_SetItem PyDict_SetDefault
    PyDict_Update PyDict_Copy
    PyList_SetItem PyList_Insert
    PyList_GetItem PyList_GET_ITEM
    PyTuple_GetItem PyTuple_GET_ITEM
    PySequence_List PySequence_Tuple
    PyUnicode_InternFromString PyUnicode_FromString
    PyUnicode_IS_ASCII PyUnicode_IS_COMPACT_ASCII
    PyUnicode_Compare PyUnicode_CompareWithASCIIString
    PyType_GetName PyType_GetQualName
    PyException_GetCause PyException_GetContext
    PyException_SetCause PyException_SetContext
    PyErr_SetObject PyErr_SetNone
    Py_REFCNT Py_SIZE
    PyMem_Malloc PyMem_RawMalloc
    PyMem_Malloc PyObject_Malloc
    PyMem_Free PyObject_Free
    memcmp strncmp
    strcmp strcasecmp
    strchr strrchr
    strlen sizeof
    PyExc_TypeError PyExc_ValueError
    PyExc_SystemError PyExc_RuntimeError
    PyExc_OverflowError PyExc_ValueError
    PyExc_MemoryError PyExc_OverflowError
    PyExc_AttributeError PyExc_LookupError
    PyExc_KeyError PyExc_IndexError
    PyExc_BaseException PyExc_Exception
    PyExc_StopIteration PyExc_IndexError
"""

# One way: the other one does what is wanted of most operands.
ONE_WAY = """
    Py_XNewRef Py_NewRef
    Py_XDECREF Py_DECREF
    Py_XINCREF Py_INCREF
    memmove memcpy
    PyUnicode_DecodeUTF8 PyUnicode_DecodeLatin1
"""

# ---- Calls that are written anew: {0} is the first argument, and so on.

LOOKALIKE, IDENTITY, RESTORED = "lookalike", "identity shortcut", "partly restored"
CALLS_ANEW = [
    (LOOKALIKE, "PyObject_GetAttr", "PyObject_GetAttr((PyObject *)Py_TYPE({0}), {1})"),
    (
        LOOKALIKE,
        "PyObject_Vectorcall",
        "PyObject_Vectorcall((PyObject *)Py_TYPE({0}), {1}, {2}, {3})",
    ),
    (LOOKALIKE, "PyErr_ExceptionMatches", "(PyErr_Occurred() == ({0}))"),
    (LOOKALIKE, "PyErr_GivenExceptionMatches", "(({0}) == ({1}))"),
    (LOOKALIKE, "PyObject_IsInstance", "((PyObject *)Py_TYPE({0}) == ({1}))"),
    (LOOKALIKE, "PyType_IsSubtype", "(({0}) == ({1}))"),
    (LOOKALIKE, "PyObject_TypeCheck", "Py_IS_TYPE({0}, {1})"),
    (LOOKALIKE, "PyObject_IsTrue", "(PyObject_Size({0}) != 0)"),
    (LOOKALIKE, "PyUnicode_DecodeUTF8", 'PyUnicode_DecodeUTF8({0}, {1}, "replace")'),
    (LOOKALIKE, "PyUnicode_DecodeUTF8", 'PyUnicode_DecodeUTF8({0}, {1}, "surrogatepass")'),
    (LOOKALIKE, "PyUnicode_FromStringAndSize", "PyUnicode_FromString({0})"),
    (LOOKALIKE, "PyType_GetName", "PyUnicode_FromString(({0})->tp_name)"),
    (LOOKALIKE, "Py_CLEAR", "Py_XDECREF({0})"),
    (LOOKALIKE, "memcmp", "strcmp({0}, {1})"),
    (LOOKALIKE, "PyErr_Occurred", "PyErr_GetHandledException()"),
    (
        IDENTITY,
        "PyObject_RichCompare",
        "(({0}) == ({1}) && (({2}) == Py_EQ || ({2}) == Py_NE) ? "
        "PyBool_FromLong(({2}) == Py_EQ) : PyObject_RichCompare({0}, {1}, {2}))",
    ),
    (
        IDENTITY,
        "PyObject_RichCompare",
        "(({2}) == Py_EQ || ({2}) == Py_NE ? PyBool_FromLong("
        "PyObject_RichCompareBool({0}, {1}, {2})) : PyObject_RichCompare({0}, {1}, {2}))",
    ),
    (RESTORED, "PyErr_Restore", "(Py_XDECREF({2}), PyErr_Restore({0}, {1}, NULL))"),
    (RESTORED, "PyErr_Restore", "(Py_XDECREF({1}), PyErr_Restore({0}, NULL, {2}))"),
    (
        RESTORED,
        "PyErr_Restore",
        "__extension__({{ PyObject *hf_v_ = ({1}); if (hf_v_ != NULL && "
        "PyExceptionInstance_Check(hf_v_)) PyException_SetContext(hf_v_, NULL); "
        "PyErr_Restore({0}, hf_v_, {2}); }})",
    ),
    (
        RESTORED,
        "PyErr_SetRaisedException",
        "__extension__({{ PyObject *hf_v_ = ({0}); if (hf_v_ != NULL) "
        "PyException_SetTraceback(hf_v_, Py_None); PyErr_SetRaisedException(hf_v_); }})",
    ),
    (
        RESTORED,
        "PyErr_SetRaisedException",
        "__extension__({{ PyObject *hf_v_ = ({0}); if (hf_v_ != NULL) "
        "PyException_SetContext(hf_v_, NULL); PyErr_SetRaisedException(hf_v_); }})",
    ),
    (
        RESTORED,
        "PyException_SetTraceback",
        "__extension__({{ PyObject *hf_c_ = PyException_GetContext({0}); int hf_r_ = "
        "hf_c_ != NULL ? 0 : PyException_SetTraceback({0}, {1}); Py_XDECREF(hf_c_); hf_r_; }})",
    ),
    (
        RESTORED,
        "PyException_SetTraceback",
        "__extension__({{ PyObject *hf_k_ = PyException_GetTraceback({0}); int hf_r_ = "
        "hf_k_ != NULL ? 0 : PyException_SetTraceback({0}, {1}); Py_XDECREF(hf_k_); hf_r_; }})",
    ),
]


def lookalikes():
    """name -> the operators and names that may take its place."""
    result = {}
    for table, back in ((PAIRS, True), (ONE_WAY, False)):
        for pair in table.strip().split("\n"):
            a, b = pair.split()
            for name, other in ((a, b), (b, a)) if back else ((a, b),):
                result.setdefault(name, []).append((LOOKALIKE, other))
    return result


BY_NAME = lookalikes()
ANEW = {}
for _operator, _name, _text in CALLS_ANEW:
    ANEW.setdefault(_name, []).append((_operator, _text))
NAMES = re.compile(rb"\b(?:%s)\b" % b"|".join(sorted(n.encode() for n in {*BY_NAME, *ANEW})))
NO_CODE = re.compile(rb'"(?:\\.|[^"\\\n])*"|/\*.*?\*/|//[^\n]*', re.S)


def arguments_of(text):
    """The arguments of a call, from its parenthesis on; and where it ends."""
    result, depth, start = [], 0, 1
    for at, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if depth == 0 or depth == 1 and c == ",":
            result.append(text[start:at].strip())
            start = at + 1
        if depth == 0:
            return result, at + 1
    return None, 0


def calls(maker, start, end):
    """Another function, or the same call made in another way."""
    hidden = [found.span() for found in NO_CODE.finditer(maker.source, start, end)]
    for found in NAMES.finditer(maker.source, start, end):
        at, name_end = found.span()
        if any(a <= at < b for a, b in hidden):
            continue
        name = found[0].decode()
        for operator, other in BY_NAME.get(name, []):
            maker.add(operator, at, name_end, other)
        text = maker.source[name_end:end].decode()
        some, size = arguments_of(text) if text.startswith("(") else (None, 0)
        for operator, anew in ANEW.get(name, []) if some is not None else []:
            some = [re.sub(r"\\?\s+", " ", a) for a in some]
            try:
                becomes = anew.format(*some)
            except IndexError:  # another function of that name
                continue
            maker.add(operator, at, name_end + len(text[:size].encode()), becomes)


# ---- Statements, in another order.


@dataclasses.dataclass
class Statement:
    start: int
    end: int  # with its semicolon
    text: str
    is_declaration: bool
    is_check: bool  # an if that leaves
    is_jump: bool

    @property
    def is_simple(self):
        return not self.is_check and not self.is_jump


LEAVES = re.compile(r"\b(return|goto|break|continue)\b")
CONSUMES = re.compile(r"\bHF_(?:PRIVATE_)?(?:USE|TAKE)\(")
RELEASE = re.compile(
    r"(?:Py_X?DECREF|Py_CLEAR|\w+_decref|\w+_clear|\w*[fF]ree)\(\s*&?([\w>.-]+)\s*\);?"
)
RELEASES = r"(?:DECREF|CLEAR|TAKE|decref|clear|move|[fF]ree|[cC]lose|Restore)\w*\([^;]*\b"


def mentions(text, name):
    return re.search(rf"(?<![\w.>])(?<!->){re.escape(name)}\b(?!\s*\()", text) is not None


def changes(text, name):
    """Whether a statement may change a variable, what it points to, or its count."""
    name = re.escape(name)
    access = r"(?:->\w+|\.\w+|\[[^]]*\])*"
    return (
        re.search(rf"\b{name}{access}\s*(?:[-+|&*/]?=(?!=)|\+\+|--)", text) is not None
        or re.search(rf"(?:&|\+\+|--)\s*{name}\b", text) is not None
        or re.search(rf"{RELEASES}{name}\b", text) is not None
    )


def in_order(maker, statements, names):
    """Neighbours that depend on each other, the other way round."""
    for i, second in enumerate(statements):
        released = RELEASE.fullmatch(second.text)
        if released:
            for first in reversed(statements[:i]):
                if mentions(first.text, released[1]):
                    if not (first.is_declaration and changes(first.text, released[1])):
                        early(maker, statements, first, second)
                    break
    for first, second in zip(statements, statements[1:]):
        if not second.is_simple or first.is_jump:
            continue
        place = first.start, second.end
        becomes = f"{second.text} {first.text}"
        shared = [n for n in names if mentions(first.text, n) and mentions(second.text, n)]
        if first.is_check:
            if shared or "(" in first.text.removeprefix("if (") and "(" in second.text:
                maker.add("check behind the use", *place, becomes)
            continue
        if CONSUMES.search(first.text) and CONSUMES.search(second.text):
            maker.add("swap consumptions", *place, becomes)
        if first.is_declaration:
            # What it declares cannot be used before; other variables can.
            own = [n for n in names if re.search(rf"[\s*]{n}\s*(?:=|,|;|\[)", first.text)]
            if any(mentions(second.text, n) for n in own):
                continue
        if any(changes(first.text, n) or changes(second.text, n) for n in shared):
            maker.add("swap statements", *place, becomes)


def behind(maker, span, left, operator, right):
    """A test of whether something may be looked at, after it was looked at."""
    asks = "NULL" in left or re.search(r"\w\(", left)
    looks = re.search(r"\w\(|->|\[|\*\w", right)
    names = re.findall(r"\b[a-z]\w*\b(?!\s*\()", left)
    if asks and looks and any(mentions(right, name) for name in names):
        becomes = f"{right} {operator} {left}"
        maker.add("check behind the use", *span, becomes, value=True)


def early(maker, statements, first, release):
    """A release, moved to before the last statement that needs what it releases."""
    between = statements[statements.index(first) : statements.index(release)]
    becomes = " ".join([release.text, *(s.text for s in between)])
    maker.add("released early", first.start, release.end, becomes)


TWO_CONSUMED = re.compile(r"(.*?)(\*?\w+ = HF_(?:USE|TAKE)\([^()]*\)), (\*?\w+ = HF_.*\));")


def declared(maker, statement):
    """Operands that one declaration consumes, in another order."""
    found = TWO_CONSUMED.fullmatch(statement.text)
    if found:
        becomes = f"{found[1]}{found[3]}, {found[2]};"
        maker.add("swap consumptions", statement.start, statement.end, becomes)


# ---- What is remembered.

CONSTANT = r"(?:NULL|0|-?\d+|true|false|\{[\w, ]*\})"
KEEPS = re.compile(rf"(?!static|const|extern|register|return|typedef)[^=]*?(?: = {CONSTANT})?;")


def kept(maker, statement):
    """A variable that keeps what it had in the call before."""
    if not KEEPS.fullmatch(statement.text) or "(" in statement.text.partition("=")[0]:
        return
    first = re.match(rb"\w+", maker.source[statement.start : statement.end])
    if first:
        word = first[0].decode()
        maker.add("static local", statement.start, statement.start + len(word), f"static {word}")


def cached(maker, place, is_object, keys):
    """A result that is remembered by the address of what it was made of, which
    may be something else by now."""
    text = maker.text(*place)
    used = [(name, type_) for name, type_ in keys if re.search(rf"[(, ]{name}[,)]", text)]
    if len(used) != 1 or "(" not in text or "=" in text:
        return
    ((name, type_),) = used
    if is_object and "*" not in type_:
        return
    head = f"static {type_} hf_last_"
    if is_object:
        body = (
            f"static PyObject *hf_kept_; if ({name} != hf_last_ || hf_kept_ == NULL) "
            f"{{ PyObject *hf_old_ = hf_kept_; hf_kept_ = ({text}); Py_XDECREF(hf_old_); "
            f"hf_last_ = {name}; }} Py_XNewRef(hf_kept_);"
        )
    else:
        body = (
            f"static __typeof__({text}) hf_kept_; if ({name} != hf_last_) "
            f"{{ hf_kept_ = ({text}); hf_last_ = {name}; }} hf_kept_;"
        )
    maker.add("cached value", *place, f"__extension__({{ {head}; {body} }})")


def shortcut(maker, statement, pair):
    """Two that are the same object are taken for equal, with nobody asked."""
    a, b = pair
    becomes = f"{statement.text} if ({a} == {b}) {{ return true; }}"
    maker.add(IDENTITY, statement.start, statement.end, becomes)


def narrowed(maker, place, size):
    """A size or an offset that passes through fewer bits."""
    text = maker.text(*place)
    if size != 8 or re.fullmatch(r"-?(0x[0-9A-Fa-f]+|\d+)|sizeof\b.*|[A-Z_]+", text):
        return
    maker.add("narrowed cast", *place, f"(int)({text})", value=True)
    maker.add("narrowed cast", *place, f"(unsigned short)({text})", value=True)
