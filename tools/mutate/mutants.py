"""Mutants of a C file: small mistakes, one at a time, made where clang's AST has
something that can go wrong.

A function that a macro defines is mutated in the macro, once for all types. The
AST is that of a view of the file: the same text, of the same length, in which
such a macro's body stands as the function itself, for a type that is named as
the parameter. What the preprocessor leaves out has no mutants.
"""

import ctypes
import dataclasses
import os
import pathlib
import re
import sys

try:
    from clang import cindex
except ImportError:  # another Python than Debian's
    sys.path.append("/usr/lib/python3/dist-packages")
    from clang import cindex

import mistakes

Kind = cindex.CursorKind
Type = cindex.TypeKind


@dataclasses.dataclass(frozen=True)
class Mutant:
    file: str
    function: str
    operator: str
    was: str  # the text that is replaced, on one line
    becomes: str
    before: str  # the rest of the statement that it is in, to either side
    after: str
    ordinal: int  # among those that are the same in all of the above
    line: int
    start: int  # offsets into the file, in bytes
    end: int
    text: str  # what takes the place of it
    value: tuple = None  # the expression whose value it changes, as offsets

    @property
    def what(self):
        """What names it in equivalent.toml: not the place in the file or the
        function, but the statement. So it outlives edits elsewhere, and moves."""
        becomes = self.becomes
        if len(self.was) > 12:
            becomes = becomes.replace(self.was, "…")
        ordinal = f" #{self.ordinal}" if self.ordinal else ""
        change = f"«{shortened(self.was)} → {shortened(becomes)}»"
        return f"{self.operator}: {self.before}{change}{self.after}{ordinal}"

    def edits(self):
        """file -> what it does to it, as apply() takes it."""
        return {self.file: [(self.start, self.end, self.text)]}

    def apply(self, source):
        return apply(self.edits()[self.file], source)


def apply(edits, source):
    """The text with all edits made. They do not overlap."""
    for start, end, text in sorted(edits, reverse=True):
        source = source[:start] + text.encode() + source[end:]
    return source


def shortened(text):
    return text if len(text) <= 100 else f"{text[:60]}…{text[-30:]}"


# ---- The view.

# What the bodies of macros need to stand alone; and headers are seen as core/
# sees them.
PRELUDE = """\
#define HF_CORE
typedef unsigned int unit;
typedef signed char type;
extern const char *const name;
enum { HF_PRIVATE_INTEGER_name, least = -1, most = 1 };
int is_instance(void *);
"""
DEFINES_FUNCTIONS = re.compile(
    rb"#define (\w+)\(\w+(?:, [\w, ]+)?\)[ \t]*\\\n(?=(?:.*\\\n)*?[^\n]*\)[ \t]*\\\n[ \t]*\{)"
)


def blank(text):
    return re.sub(rb"[^\n]", b" ", text)


def padded(text, size):
    return text + b" " * (size - len(text))


def macro_end(source, at):
    while True:
        end = source.index(b"\n", at)
        if source[end - 1 : end] != b"\\":
            return end
        at = end + 1


def declared(define):
    """A macro that declares what |define| defines: what its other uses are in the view."""
    line, bodies = define.replace("\\\n", " "), 1
    while bodies:  # the innermost ones first
        line, bodies = re.subn(r"\{[^{}]*\}", ";", line)
    return line + "\n"


def as_functions(source):
    """The view of a file's text, the spans in it that are a macro's body, and the macros
    that declare the functions of other types."""
    spans, others = [], ""
    view = bytearray(source)
    for found in DEFINES_FUNCTIONS.finditer(source):
        end = macro_end(source, found.end())
        body = source[found.end() : end].replace(b"\\\n", b" \n")
        body = re.sub(
            rb"\w*(?:##\w+)+(?:##)?\w*",
            lambda name: padded(name[0].replace(b"##", b""), len(name[0])),
            body,
        )
        body = re.sub(rb"#\w+", lambda name: padded(b'""', len(name[0])), body)
        view[found.start() : end] = blank(source[found.start() : found.end()]) + body
        spans.append((found.end(), end))
        others += declared(source[found.start() : end].decode())
    return with_one_more(bytes(view)), spans, others


# A list of types, which has one more in the view: named as the parameter.
LIST = re.compile(rb"(#define \w+_TYPES\(X\))( +)\\\n\s*X(\([^()]*\))")
ROW = [b"T", b"T", b"name", b"is_instance"]


def with_one_more(source):
    def row(found):
        size = found[3].count(b",") + 1
        text = b" X(%s)" % b", ".join(ROW[:size])
        if len(text) > len(found[2]):
            return found[0]
        return found[0].replace(found[1] + found[2], found[1] + padded(text, len(found[2])), 1)

    return LIST.sub(row, source)


def lists_beside(file):
    """The headers of the layer with a list of types, as they are in the view."""
    top = pathlib.PurePath(file).parts[0]
    for path in sorted(pathlib.Path(top).rglob("*.h")) if top == LAYER else ():
        if path.as_posix() != file and LIST.search(path.read_bytes()):
            yield path.as_posix(), with_one_more(path.read_bytes()).decode()


# ---- Where things are.

LIBRARY = cindex.conf.lib
LIBRARY.clang_getFileLocation.argtypes = [
    cindex.SourceLocation,
    ctypes.POINTER(ctypes.c_void_p),
    *[ctypes.POINTER(ctypes.c_uint)] * 3,
]


def offset_of(location):
    """The file and offset of a location; of a macro's argument, where it is
    written, of what a macro makes, where the macro is used. The file is a handle,
    whose name is asked for once: most locations are in CPython's headers."""
    file, offset = ctypes.c_void_p(), ctypes.c_uint()
    LIBRARY.clang_getFileLocation(location, ctypes.byref(file), None, None, ctypes.byref(offset))
    return file.value, offset.value


def closing(source, at):
    """Where the bracket that opens at that offset is closed."""
    depth = 0
    for end in range(at, len(source)):
        depth += {40: 1, 41: -1}.get(source[end], 0)
        if depth == 0:
            return end
    return len(source) - 1


def is_balanced(text):
    depth = 0
    for c in re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', "", text):
        depth += (c in "([{") - (c in ")]}")
        if depth < 0:
            return False
    return depth == 0


# ---- Operators.

TRANSPARENT = {
    Kind.UNEXPOSED_EXPR,
    Kind.PAREN_EXPR,
    Kind.CSTYLE_CAST_EXPR,
    Kind.COMPOUND_LITERAL_EXPR,
    Kind.INIT_LIST_EXPR,
    Kind.StmtExpr,
}
# What statements stand in.
BODIES = {
    Kind.COMPOUND_STMT,
    Kind.LABEL_STMT,
    Kind.CASE_STMT,
    Kind.DEFAULT_STMT,
    Kind.IF_STMT,
    Kind.WHILE_STMT,
    Kind.FOR_STMT,
    Kind.DO_STMT,
}
AROUND = 60
STATEMENTS = {
    Kind.CALL_EXPR,
    Kind.BINARY_OPERATOR,
    Kind.COMPOUND_ASSIGNMENT_OPERATOR,
    Kind.UNARY_OPERATOR,
    Kind.RETURN_STMT,
    Kind.GOTO_STMT,
    Kind.BREAK_STMT,
    Kind.UNEXPOSED_EXPR,
}
OTHER_OPERATORS = {
    "<": ["<=", ">"],
    "<=": ["<", ">="],
    ">": [">=", "<"],
    ">=": [">", "<="],
    "==": ["!="],
    "!=": ["=="],
    "+": ["-"],
    "-": ["+"],
    "*": ["+"],
    "/": ["*"],
    "&": ["|"],
    "|": ["&"],
    "<<": [">>"],
    ">>": ["<<"],
}
OTHER_CALLS = {
    "hf_private_ledger_use": ["hf_private_ledger_close"],
    "hf_private_ledger_close": ["hf_private_ledger_use", "hf_private_ledger_give"],
    "hf_private_ledger_close_late": ["hf_private_ledger_close"],
    "hf_private_ledger_give": ["hf_private_ledger_use", "hf_private_ledger_close"],
    "hf_private_ledger_open": ["hf_private_ledger_open_again", "hf_private_ledger_open_result"],
    "hf_private_ledger_open_result": ["hf_private_ledger_open"],
    "hf_private_ledger_open_again": ["hf_private_ledger_open", "hf_private_ledger_lend"],
    "hf_private_ledger_lend": ["hf_private_ledger_open_again"],
    "hf_private_ledger_enter": ["hf_private_ledger_leave"],
    "hf_private_ledger_watch": ["hf_private_ledger_unwatch"],
}
# What is changed in macros, but for while (0) and (T *)0; and those that say how,
# or whether, to compile.
IN_MACROS = re.compile(
    rb"(?P<literal>(?<!while \()(?<!\*\))\b(?:0x[0-9A-Fa-f]+|\d+)\b)"
    rb"|(?P<test>[!=]=)|(?P<call>\bhf_private_ledger_\w+)"
)
NO_BEHAVIOUR = re.compile("HF_(PRIVATE_)?(ASSERT|NEVER|LIKELY|UNLIKELY|LOCK|UNLOCK)")
RELATIONAL = {"<", "<=", ">", ">=", "==", "!="}
MAXCHARS = [0x7F, 0xFF, 0xFFFF, 0x10FFFF]
HANDLES = re.compile(r"HF_(PRIVATE_)?(NEW|RESULT|AGAIN|LEND|RECAST)(_OF)?\(")
MESSAGES = ("PyErr_Format(", "PyErr_SetString(")
INTEGERS = {
    Type.INT,
    Type.UINT,
    Type.LONG,
    Type.ULONG,
    Type.LONGLONG,
    Type.ULONGLONG,
    Type.SHORT,
    Type.USHORT,
    Type.UCHAR,
}


def kind_of_drop(text):
    for pattern, name in [
        (r"return\b", "drop return"),
        (r"goto\b", "drop goto"),
        (r"break\b", "drop break"),
        (r"Py_X?DECREF|Py_CLEAR|PyMem_Free|\w+_decref\b|\w+_clear\b", "drop decref"),
        (r"Py_X?INCREF|\w+_incref\b", "drop incref"),
        (r"PyErr_Clear", "drop PyErr_Clear"),
        (r"PyErr_(Format|SetString|SetObject|Restore)|hf_private_refuse", "drop raise"),
        (r"[\w>.*\[\]()+-]+ [-+|]?= ", "drop assignment"),
    ]:
        if re.match(pattern, text):
            return name
    return "drop call"


LAYER = "core"
WHOLE = "core/holdfast.h"


def parsed(main, views, arguments, others):
    """The AST of a file, where others are as in their views and the macros |others| are
    there; and what is wrong."""
    prelude = os.path.abspath("prelude.h")  # nowhere but in memory
    unit = cindex.Index.create().parse(
        main,
        ["-x", "c", *arguments, "-w", "-include", prelude],
        unsaved_files=[*views, (prelude, PRELUDE + others)],
        options=cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD,
    )
    return unit, [str(d) for d in unit.diagnostics if d.severity >= 3]


class Maker:
    def __init__(self, file, source, arguments):
        self.file = os.path.normpath(file)
        self.source = source
        view, self.macros, others = as_functions(source)
        views = [(file, view.decode()), *lists_beside(file)]
        self.unit, self.errors = parsed(file, views, arguments, others)
        if self.errors and file.endswith(".h") and os.path.exists(WHOLE):
            # A header that is only part of another: seen where that includes it.
            self.unit, self.errors = parsed(WHOLE, views, arguments, others)
        self.handles = {}  # of files: whether they are this one
        self.found = {}
        self.function = None
        self.result = None  # the function's type of result
        self.keys = []  # parameters that a result may be kept by, and their types
        self.names = set()  # all variables of the function
        self.variables = []
        self.contexts = []  # the function's statements, as spans

    def span(self, cursor):
        """Where a cursor is in this file, as (start, end), or None."""
        extent = cursor.extent
        file, start = offset_of(extent.start)
        if not self.is_here(file):
            return None
        end_file, end = offset_of(extent.end)
        return (start, end) if self.is_here(end_file) and start < end else None

    def is_here(self, file):
        """Whether a handle is this file's."""
        if file not in self.handles:
            name = cindex.File(ctypes.cast(file, cindex.c_object_p)).name if file else None
            self.handles[file] = name is not None and os.path.normpath(name) == self.file
        return self.handles[file]

    def text(self, start, end):
        text = self.source[start:end].decode()
        return re.sub(r"\s+", " ", text.replace("\\\n", " ")).strip()

    def text_of(self, cursor):
        span = self.span(cursor)
        return self.text(*span) if span else ""

    def add(self, operator, start, end, becomes, value=None):
        """A mutant. |value|: the span of an expression that it changes the value of;
        True: what it replaces is one."""
        was = self.text(start, end)
        if was == becomes or not was or not is_balanced(was):
            return
        if b"\n#" in self.source[start:end]:
            return  # whose lines cannot be joined
        # As many lines as before, so that no line number changes.
        inside = any(a <= start < b for a, b in self.macros)
        lines = self.source[start:end].count(b"\n")
        text = becomes + (" \\\n" if inside else "\n") * lines
        line = self.source[:start].count(b"\n") + 1
        place = (start, end, text)
        if place not in self.found:
            before, after = self.around(start, end)
            self.found[place] = Mutant(
                file=self.file,
                function=self.function,
                operator=operator,
                was=was,
                becomes=becomes,
                before=before,
                after=after,
                ordinal=0,
                line=line,
                start=start,
                end=end,
                text=text,
                value=(start, end) if value is True else value,
            )

    # -- The statement that something is in.

    def around(self, start, end):
        """The statement's text before and after, as far as it tells it from others."""
        enclosing = [(a, b) for a, b in self.contexts if a <= start and end <= b]
        if not enclosing:
            return "", ""
        a, b = min(enclosing, key=lambda span: span[1] - span[0])
        before, after = self.joined(a, start), self.joined(end, b)
        if len(before) > AROUND:
            before = "…" + before[-AROUND:]
        if len(after) > AROUND:
            after = after[:AROUND] + "…"
        return before, after

    def joined(self, start, end):
        """As text(), with the spaces that part it from what is beside it."""
        text = self.source[start:end].decode().replace("\\\n", " ")
        return re.sub(r"\s+", " ", text)

    def find_contexts(self, cursor):
        """Notes the statements in a function: of those that contain others, what is
        before these."""
        for child in cursor.get_children():
            span = self.span(child)
            if child.kind == Kind.StmtExpr and span and self.source[span[0]] != ord("("):
                continue  # a macro's: its statements are no text of this file
            if span is not None and (child.kind.is_statement() or cursor.kind in BODIES):
                if child.kind != Kind.COMPOUND_STMT:
                    self.contexts.append(self.head(child, span))
            self.find_contexts(child)

    def head(self, statement, span):
        keyword = re.match(rb"(if|while|for|switch)\b", self.source[span[0] : span[1]])
        if not keyword:
            return span
        end = closing(self.source, self.source.index(b"(", span[0]))
        return (span[0], end + 1) if end < span[1] else span

    def mutants(self):
        for cursor in self.unit.cursor.get_children():
            if cursor.kind not in (Kind.FUNCTION_DECL, Kind.ENUM_DECL) or not self.span(cursor):
                continue
            if cursor.kind == Kind.FUNCTION_DECL and cursor.is_definition():
                self.visit_function(cursor)
            elif cursor.kind == Kind.ENUM_DECL and (
                not cursor.spelling or "unnamed" in cursor.spelling
            ):
                # The sizes. Enumerators of enums with a name are names.
                for item in cursor.get_children():
                    self.function = item.spelling
                    self.contexts = [self.span(item)]
                    self.visit(item, [cursor])
        self.visit_macros()
        result, seen = [], {}
        for _, mutant in sorted(self.found.items(), key=lambda item: item[0]):
            ordinal = seen.get((mutant.function, mutant.what), 0)
            seen[mutant.function, mutant.what] = ordinal + 1
            result.append(dataclasses.replace(mutant, ordinal=ordinal))
        return result

    def visit_macros(self):
        """The macros that are expressions: their text."""
        for cursor in self.unit.cursor.get_children():
            span = self.span(cursor) if cursor.kind == Kind.MACRO_DEFINITION else None
            if span is None or NO_BEHAVIOUR.match(cursor.spelling):
                continue
            head = re.match(rb"\w+(\([^)]*\))?", self.source[span[0] : span[1]])
            start = span[0] + head.end()
            body = self.source[start : span[1]]
            if b"(" not in body:
                continue
            self.function = cursor.spelling
            self.contexts = self.lines_of(start, span[1])
            for found in IN_MACROS.finditer(body):
                place = start + found.start(), start + found.end()
                text = found[0].decode()
                if found.lastgroup == "literal":
                    self.constants(*place)
                elif found.lastgroup == "test":
                    self.add("negate", *place, OTHER_OPERATORS[text][0])
                else:
                    for other in OTHER_CALLS.get(text, []):
                        self.add("another call", *place, other)

    def lines_of(self, start, end):
        """The lines of a macro's text."""
        result = []
        while start < end:
            line_end = self.source.find(b"\n", start, end)
            line_end = end if line_end < 0 else line_end
            text = self.source[start:line_end]
            left = len(text) - len(text.lstrip())
            result.append((start + left, start + len(text.rstrip(b" \\"))))
            start = line_end + 1
        return result

    def visit_function(self, cursor):
        self.function = cursor.spelling
        self.contexts = []
        self.find_contexts(cursor)
        self.result = cursor.result_type.get_canonical()
        self.variables = [(a.spelling, a.type.get_canonical(), 0) for a in cursor.get_arguments()]
        self.keys = [
            (name, self.spelling_of_key(type_))
            for name, type_, _ in self.variables
            if self.spelling_of_key(type_)
        ]
        self.names = {name for name, _, _ in self.variables} | set(self.declared_in(cursor))
        for child in cursor.get_children():
            if child.kind == Kind.COMPOUND_STMT:
                self.visit(child, [cursor])
                if self.span(child) is not None:
                    mistakes.calls(self, *self.span(child))

    def declared_in(self, cursor):
        for child in cursor.get_children():
            if child.kind == Kind.VAR_DECL:
                yield child.spelling
            yield from self.declared_in(child)

    def spelling_of_key(self, type_):
        """The type of what a result may be kept by: an address."""
        if type_.kind != Type.POINTER:
            return None
        spelling = self.spelling(type_)
        return {"PyObject": "PyObject *", "const char": "const char *"}.get(spelling)

    def visit(self, cursor, parents):
        span = self.span(cursor)
        if span is not None:
            if self.text(*span).startswith("HF_ASSERT"):
                return  # no behaviour
            if cursor.kind == Kind.CALL_EXPR and self.text(*span).startswith(MESSAGES):
                for argument, place in self.arguments_of(cursor, span):
                    if argument.type.get_canonical().kind in INTEGERS:
                        mistakes.narrowed(self, place, argument.type.get_size())
                return  # the rest is words
            handler = getattr(self, "on_" + cursor.kind.name.lower(), None)
            if handler is not None:
                handler(cursor, span, parents)
        for child in cursor.get_children():
            self.visit(child, [*parents, cursor])

    # -- Statements.

    def statements(self, cursor, parents):
        children = list(cursor.get_children())
        is_body = parents[-1].kind == Kind.FUNCTION_DECL
        self.order(children)
        for child in children:
            span = self.span(child)
            if span is None:
                continue
            text = self.text(*span)
            is_macro = bool(re.fullmatch(r"\w+\(.*\)", text)) and child.kind in (
                Kind.DO_STMT,
                Kind.IF_STMT,
            )
            if child.kind not in STATEMENTS and not is_macro:
                continue
            if text.startswith(("HF_ASSERT", "(void)", "va_")):
                continue
            last = is_body and child == children[-1]
            if child.kind == Kind.RETURN_STMT and last and self.result.kind != Type.VOID:
                continue
            operator = kind_of_drop(text)
            self.add(operator, *span, "(void)0")
            self.counts(text, span)

    def order(self, children):
        """Mistakes in the order of statements, and in what they declare."""
        statements = []
        for child in children:
            span = self.span(child)
            if span is None:
                continue
            start, end = span
            behind = re.match(rb"\s*;", self.source[end:])
            if behind:
                end += behind.end()
            text = self.text(start, end)
            if text.startswith(("HF_ASSERT", "(void)", "va_")):
                continue
            is_if = text.startswith("if (")
            statement = mistakes.Statement(
                start,
                end,
                text,
                is_declaration=child.kind == Kind.DECL_STMT,
                is_check=is_if and bool(mistakes.LEAVES.search(text)) and " else " not in text,
                is_jump=bool(re.match(r"(return|goto|break|continue)\b", text)),
            )
            statements.append(statement)
            if statement.is_declaration:
                mistakes.kept(self, statement)
                mistakes.declared(self, statement)
                self.same(statement)
        mistakes.in_order(self, statements, sorted(self.names))

    def same(self, statement):
        """A shortcut where two objects are known, in a function that says yes or no."""
        if self.result.kind != Type.BOOL:
            return
        objects = [
            name
            for name, type_, known_from in self.variables
            if known_from <= statement.start and self.spelling_of_key(type_) == "PyObject *"
        ]
        objects += re.findall(r"\*(\w+) = ", statement.text)
        if len(objects) == 2 and "PyObject" in statement.text:
            mistakes.shortcut(self, statement, objects)

    def counts(self, text, span):
        """Mistakes in a statement that changes a reference count."""
        call = re.fullmatch(r"(?:Py_X?(INC|DEC)REF|Py_(CLEAR))\((.*)\)", text)
        if call is None:
            return
        operand = call[3]
        if call[2]:
            self.add("drop decref", *span, f"{operand} = NULL")
            self.add("swap incref and decref", *span, f"Py_XINCREF({operand})")
            return
        other = "DEC" if call[1] == "INC" else "INC"
        self.add(f"add {call[1].lower()}ref", *span, f"{{ {text}; {text}; }}")
        self.add("swap incref and decref", *span, f"Py_X{other}REF({operand})")

    def on_compound_stmt(self, cursor, span, parents):
        if self.source[span[0] : span[0] + 1] != b"{":
            return  # a macro's
        self.statements(cursor, parents)
        for child in cursor.get_children():
            if child.kind == Kind.DECL_STMT:
                for item in child.get_children():
                    if item.kind == Kind.VAR_DECL:
                        end = offset_of(item.extent.end)[1]
                        self.variables.append((item.spelling, item.type.get_canonical(), end))

    def on_label_stmt(self, cursor, span, parents):
        self.statements(cursor, parents)

    def on_case_stmt(self, cursor, span, parents):
        self.statements(cursor, parents)

    on_default_stmt = on_case_stmt

    def on_return_stmt(self, cursor, span, parents):
        value = next(iter(cursor.get_children()), None)
        place = self.span(value) if value is not None else None
        if place is None:
            return
        text = self.text(*place)
        kind = self.result.kind
        if kind == Type.BOOL:
            self.add("constant", *place, "true", value=True)
            self.add("constant", *place, "false", value=True)
            if text not in ("true", "false"):
                self.add("negate", *place, f"!({text})", value=True)
        elif kind == Type.ENUM:
            for constant in ("HF_ERROR", "HF_MISSING", "HF_FOUND"):
                self.add("constant", *place, constant, value=True)
        elif kind in INTEGERS:
            for constant in ("0", "1", "-1"):
                self.add("constant", *place, constant, value=True)
            mistakes.narrowed(self, place, self.result.get_size())
        elif kind == Type.POINTER and "PyObject" in self.spelling(self.result):
            self.new_or_borrowed(place)

    def spelling(self, type_):
        pointee = type_.get_pointee().spelling
        return pointee.replace("struct _object", "PyObject")

    def new_or_borrowed(self, place):
        """A reference too many, or one too few, in what a function results in."""
        text = self.text(*place)
        if text in ("NULL", "0"):
            return
        self.add("add incref", *place, f"Py_XNewRef({text})")
        self.add(
            "borrowed for new",
            *place,
            f"__extension__({{ PyObject *hf_t_ = ({text}); Py_XDECREF(hf_t_); hf_t_; }})",
        )

    # -- Conditions.

    def condition(self, cursor, loop=False):
        span = self.span(cursor)
        if span is None:
            return
        text = self.text(*span)
        self.add("negate", *span, f"!({text})", value=True)
        self.add("never", *span, "0", value=True)
        if not loop:
            self.add("always", *span, "1", value=True)

    def on_if_stmt(self, cursor, span, parents):
        if self.source[span[0] : span[0] + 2] == b"if":
            self.condition(next(iter(cursor.get_children())))

    def on_while_stmt(self, cursor, span, parents):
        self.condition(next(iter(cursor.get_children())), loop=True)

    def on_conditional_operator(self, cursor, span, parents):
        if re.match(r"\w+\(", self.text(*span)) and self.inside_macro(cursor):
            return
        self.condition(next(iter(cursor.get_children())))

    def inside_macro(self, cursor):
        """Whether the first operand is not written here on its own."""
        first = next(iter(cursor.get_children()), None)
        return first is None or self.span(first) in (None, self.span(cursor))

    def on_binary_operator(self, cursor, span, parents):
        operands = [self.span(child) for child in cursor.get_children()]
        if len(operands) != 2 or None in operands:
            return
        (left, left_end), (right, right_end) = operands
        if not (span[0] <= left < left_end < right < right_end <= span[1]):
            return
        between = self.text(left_end, right)
        if not re.fullmatch(r"[-+*/%<>=!&|^]+", between):
            return
        at = left_end + self.source[left_end:right].index(between.encode())
        place = (at, at + len(between))
        left_text, right_text = self.text(left, left_end), self.text(right, right_end)
        children = list(cursor.get_children())
        kind = children[0].type.get_canonical().kind
        if between in ("&&", "||"):
            self.add("drop a test", *span, left_text, value=True)
            self.add("drop a test", *span, right_text, value=True)
            other = "||" if between == "&&" else "&&"
            self.add("relax" if between == "&&" else "tighten", *place, other, value=span)
            mistakes.behind(self, span, left_text, between, right_text)
            return
        if between == "=":
            self.values(children[1], children[0].type.get_canonical())
            return
        for other in OTHER_OPERATORS.get(between, []):
            if other in ("<=", ">=", "<", ">") or between not in RELATIONAL:
                operator = "relax" if between in RELATIONAL else "arithmetic"
            else:
                operator = "negate"
            self.add(operator, *place, other, value=span)
        if between in ("==", "!=") and kind in INTEGERS:
            self.add("relax", *place, "<=" if between == "==" else "<", value=span)
            self.add("relax", *place, ">=" if between == "==" else ">", value=span)

    def on_compound_assignment_operator(self, cursor, span, parents):
        operands = [self.span(child) for child in cursor.get_children()]
        if len(operands) != 2 or None in operands:
            return
        start, end = operands[0][1], operands[1][0]
        operator = self.text(start, end)
        other = {"+=": "-=", "-=": "+=", "|=": "&=", "&=": "|="}.get(operator)
        if other:
            at = start + self.source[start:end].index(operator.encode())
            self.add("arithmetic", at, at + 2, other)
        self.off_by_one(operands[1])

    def on_unary_operator(self, cursor, span, parents):
        operand = self.span(next(iter(cursor.get_children())))
        if operand is None:
            return
        text = self.text(*span)
        if text.startswith("!") and operand[0] > span[0]:
            self.add("negate", *span, self.text(*operand), value=True)
        elif "++" in (text[:2], text[-2:]):
            self.add("arithmetic", *span, text.replace("++", "--"))
        elif "--" in (text[:2], text[-2:]):
            self.add("arithmetic", *span, text.replace("--", "++"))

    # -- Values.

    def is_literal(self, text):
        return bool(re.fullmatch(r"-?(0x[0-9A-Fa-f]+|\d+)", text))

    def off_by_one(self, place):
        text = self.text(*place)
        if self.is_literal(text) or text in ("true", "false", "NULL"):
            return
        self.add("off by one", *place, f"({text}) + 1", value=True)
        self.add("off by one", *place, f"({text}) - 1", value=True)

    def values(self, cursor, type_):
        """What an assignment, an initializer or an argument could be instead."""
        place = self.span(cursor)
        if place is None:
            return
        text = self.text(*place)
        if HANDLES.match(text):
            return
        kind = type_.kind
        if kind == Type.BOOL:
            self.add("constant", *place, "true", value=True)
            self.add("constant", *place, "false", value=True)
        elif kind in INTEGERS and not self.is_literal(text):
            self.off_by_one(place)
            self.add("constant", *place, "0", value=True)
            if kind == Type.UINT:  # a Py_UCS4
                for maxchar in (0x7F, 0xFF, 0x10FFFF):
                    self.add("maxchar", *place, hex(maxchar), value=True)
            if "PyUnicode_KIND" in text:
                for width in (1, 2, 4):
                    self.add("kind", *place, str(width), value=True)
            mistakes.narrowed(self, place, type_.get_size())

    def on_var_decl(self, cursor, span, parents):
        children = [c for c in cursor.get_children() if c.kind.is_expression()]
        if children and parents[-1].kind == Kind.DECL_STMT:
            type_ = cursor.type.get_canonical()
            self.values(children[-1], type_)
            self.cached(children[-1], type_)

    def cached(self, cursor, type_):
        place = self.span(cursor)
        is_object = type_.kind == Type.POINTER and "PyObject" in self.spelling(type_)
        if place is not None and (is_object or type_.kind in INTEGERS):
            mistakes.cached(self, place, is_object, self.keys)

    def constants(self, start, end):
        text = self.text(start, end)
        value = int(text, 0)
        if value in MAXCHARS:
            others = [m for m in MAXCHARS if m != value] + [value - 1]
        else:
            others = dict.fromkeys([value + 1, value - 1, 0])
        for other in others:
            if other != value:
                becomes = hex(other) if other > 32 else str(other)
                self.add("constant", start, end, becomes, value=True)

    def on_integer_literal(self, cursor, span, parents):
        text = self.text(*span)
        if not re.fullmatch(r"0x[0-9A-Fa-f]+|\d+", text):
            return
        if parents[-1].kind == Kind.UNARY_OPERATOR and self.text_of(parents[-1]) == "-1":
            for other in ("0", "1"):
                self.add("constant", *self.span(parents[-1]), other, value=True)
            return
        self.constants(*span)

    def on_array_subscript_expr(self, cursor, span, parents):
        children = list(cursor.get_children())
        place = self.span(children[1]) if len(children) == 2 else None
        if place is not None and place != span:
            self.off_by_one(place)

    # -- Calls and variables.

    def arguments_of(self, cursor, span):
        """The arguments of a call that stand here, one by one."""
        result = []
        for argument in cursor.get_arguments():
            place = self.span(argument) if argument is not None else None
            if place is None or place[0] < span[0] or place[1] >= span[1]:
                return []
            if result and place[0] <= result[-1][1][1]:
                return []
            result.append((argument, place))
        return result

    def on_call_expr(self, cursor, span, parents):
        arguments = self.arguments_of(cursor, span)
        for argument, _ in arguments:
            self.values(argument, argument.type.get_canonical())
        for (a, a_place), (b, b_place) in zip(arguments, arguments[1:]):
            same = a.type.get_canonical().spelling == b.type.get_canonical().spelling
            texts = self.text(*a_place), self.text(*b_place)
            if same and texts[0] != texts[1]:
                self.add("swap arguments", a_place[0], b_place[1], f"{texts[1]}, {texts[0]}")

    def on_decl_ref_expr(self, cursor, span, parents):
        """Another variable in what is returned or passed on."""
        name = self.text(*span)
        if not re.fullmatch(r"\w+", name):
            return
        for parent in reversed(parents):
            if parent.kind in TRANSPARENT:
                continue
            if parent.kind not in (Kind.RETURN_STMT, Kind.CALL_EXPR):
                return
            break
        type_ = cursor.type.get_canonical()
        for other, other_type, known_from in self.variables:
            if known_from > span[0]:
                continue
            if other != name and other_type.spelling == type_.spelling:
                self.add("another variable", *span, other, value=True)

    def on_compound_literal_expr(self, cursor, span, parents):
        """HF_NEW(T, p) and its kin: p is an owned reference."""
        source = self.source[span[0] : span[1]].decode()
        new = re.match(r"HF_(?:NEW|RESULT|AGAIN)\(\w+,\s*", source)
        if new and source.endswith(")"):
            self.new_or_borrowed((span[0] + new.end(), span[1] - 1))


def mutants_of(file, source, arguments):
    """All mutants of a file, and what clang could not read in its view."""
    maker = Maker(file, source, arguments)
    return maker.mutants(), maker.errors
