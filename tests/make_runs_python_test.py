"""Writes a C program that calls each function of core/ that is marked runs-python with
an exception set: python3 make_runs_python_test.py HEADER...

What must hold comes from the declarations alone. Where an operand is null the call
failed before: the exception passes through, and nobody is blamed. Where none is, the
call is a mistake: the exception passes through, and the checked build reports one.
"""

import pathlib
import re
import sys

BLOCK = re.compile(r"/\*((?:(?!\*/).)*)\*/\n((?:HF_NODISCARD|HF_API|HF_INLINE).*?;\n)(?=\n|/\*)", re.S)
FUNCTION = re.compile(
    r"(?:HF_NODISCARD |HF_API |HF_INLINE )+([\w ]+?)[\s]+(\w+)\(([^()]*)\);", re.S
)
EFFECT = re.compile(r"^ \*   \S.*(?:\n \*   \S.*)*", re.M)

# An operand of each type, in Python.
OPERANDS = {
    "object": "object()",
    "exception": "ValueError('operand')",
    "type": "int",
    "int": "10 ** 30",
    "bool": "True",
    "float": "float('1.5')",
    "complex": "complex('1j')",
    "str": "str(b'name', 'ascii')",
    "bytes": "bytes(b'ab' * 2)",
    "bytearray": "bytearray(b'ab')",
    "memoryview": "memoryview(b'ab')",
    "list": "[1]",
    "tuple": "tuple([1, 2])",
    "dict": "{1: 2}",
    "set": "{1}",
    "frozenset": "frozenset([1])",
    "range": "range(3)",
    "slice": "slice(1, 2)",
    "iterator": "iter([1])",
    "module": "__import__('sys')",
}
# What is neither a handle nor a number: (statements before, what is passed).
PLAIN = {
    "hf_buffer_needs": ([], "(hf_buffer_needs){0}"),
    "hf_buffer *": (["hf_buffer buffer = {0};"], "&buffer"),
}
FAILED = {
    "hf_worked": "!({})",
    "hf_answer": "hf_failed({})",
    "hf_lookup": "hf_failed({})",
}


class Declaration:
    def __init__(self, result, name, parameters, runs_python):
        self.result = result.strip()
        self.name = name
        self.parameters = [
            re.fullmatch(r"(.*?[\s*])(\w+)", parameter.strip(), re.S).groups()
            for parameter in parameters.split(",")
            if parameter.strip() not in ("void", "...")
        ]
        self.is_variadic = parameters.rstrip().endswith("...")
        self.runs_python = runs_python


def declarations(headers):
    """All functions. A comment that has no line of effects is about the kin of an
    earlier function, which it names, or which the name begins with."""
    found = {}
    for header in headers:
        for comment, body in BLOCK.findall(pathlib.Path(header).read_text()):
            effect = EFFECT.search(comment)
            for result, name, parameters in FUNCTION.findall(body):
                if effect:
                    runs = "runs-python" in comment
                else:
                    kin = [f for f in found if f in comment or name.startswith(f + "_")]
                    runs = any(found[f].runs_python for f in kin)
                found[name] = Declaration(result, name, parameters, runs)
    return found.values()


def only_with_the_gil(headers):
    """The names of functions that there are not without it."""
    blocks = [
        block
        for header in headers
        for block in re.findall(
            r"^#ifndef Py_GIL_DISABLED\n(.*?)^#endif", pathlib.Path(header).read_text(), re.M | re.S
        )
    ]
    return {name for block in blocks for _, name, _ in FUNCTION.findall(block)}


def guarded(function, names, lines):
    if function.name not in names:
        return lines
    return ["#ifndef Py_GIL_DISABLED", *lines, "#endif"]


def handle(kind):
    """(the type, whether it is borrowed) of a parameter that is a handle."""
    match = re.fullmatch(r"hf_(\w+?)(_borrowed)?", kind.strip())
    if not match or match[1] in ("worked", "answer", "lookup"):
        return None
    return match[1], bool(match[2])


class Call:
    """A call of a function, of which the operand |null| is null: C statements."""

    def __init__(self, function, null=None):
        self.function = function
        self.before, self.arguments, self.operands = [], [], []
        for kind, name in function.parameters:
            kind = " ".join(kind.split())
            if kind in PLAIN:
                before, argument = PLAIN[kind]
                self.before += before
                self.arguments.append(argument)
            elif handle(kind):
                self.arguments.append(self.operand(name, *handle(kind), null))
            elif kind == "const hf_object_borrowed *":
                value = self.operand(name, "object", True, null)
                self.before.append(f"hf_object_borrowed {name}[] = {{{value}}};")
                self.arguments.append(name)
            elif kind == "const hf_keyword *":
                value = self.operand(name, "object", True, null)
                self.before.append(f'hf_keyword {name}[] = {{{{"k", {value}}}}};')
                self.arguments.append(name)
            elif kind == "const char *":
                self.arguments.append('"name"')
            elif kind.endswith("*"):
                self.before.append(f"{kind[:-1].strip()} {name};")
                self.arguments.append(f"&{name}")
            elif kind in ("Py_ssize_t", "int", "size_t"):
                self.arguments.append("1")
            else:
                sys.exit(f"{function.name}: say how to make a {kind} in {__file__}")

    def operand(self, name, kind, is_borrowed, null):
        self.operands.append(name)
        if name == null:
            return f"hf_null({kind}{'_borrowed' * is_borrowed})"
        if kind not in OPERANDS:
            sys.exit(f"{self.function.name}: say how to make a {kind} in {__file__}")
        made = f'hf_cast({kind}, python_eval("{OPERANDS[kind]}"))'
        self.before.append(f"hf_auto({kind}, own_{name}, {made});")
        return f"hf_borrow(own_{name})" if is_borrowed else f"hf_move(&own_{name})"

    def failed(self):
        text = f"{self.function.name}({', '.join(self.arguments)})"
        if self.function.result in FAILED:
            return FAILED[self.function.result].format(text)
        return f"is_null(hf_into_object({text}))"


def blamed(times, call):
    return f"ON_PURPOSE(HF_RUN_WITH_EXCEPTION, {times}, {call})"


def test(function):
    whole = Call(function)
    lines = [f"static void {function.name}_with_an_exception(void)", "{"]
    for null in whole.operands:
        call = Call(function, null)
        lines += ["    {", *(f"        {line}" for line in call.before)]
        lines += ["        pend();", f"        /* {null} is null. */"]
        lines += [f"        assert_true({blamed(0, call.failed())});"]
        lines += ["        assert_pending();", "    }"]
    lines += ["    {", *(f"        {line}" for line in whole.before)]
    lines += ["        pend();", f"        assert_true({blamed(1, whole.failed())});"]
    lines += ["        assert_pending();", "    }", "}", ""]
    return lines


def main(headers):
    # Parts of other headers are in internal/. What is about the exception itself is
    # there to be called with one, what a format takes is in no declaration, and what
    # gives nothing is a builder's: it says so in the end.
    public = sorted(header for header in headers if pathlib.Path(header).parent.name == "core")
    functions = [
        each
        for each in declarations(public)
        if each.runs_python and not each.name.startswith("hf_error_") and not each.is_variadic
        and each.result != "void"
    ]
    if len(functions) < 20:
        sys.exit(f"only {len(functions)} functions run Python: the headers are read wrongly")
    lines = [
        "/* Made by make_runs_python_test.py. */",
        "",
        '#include "tests/support.h"',
        "",
        "/* |x| is null, and is released. */",
        "static bool is_null(hf_object x)",
        "{",
        "    bool result = hf_is_null(x);",
        "    hf_decref(x);",
        "    return result;",
        "}",
        "",
    ]
    with_gil = only_with_the_gil(public)
    for function in functions:
        lines += guarded(function, with_gil, test(function))
    lines += ["int main(void)", "{", "    const struct CMUnitTest tests[] = {"]
    for function in functions:
        entry = f"        TEST({function.name}_with_an_exception),"
        lines += guarded(function, with_gil, [entry])
    lines += ["    };", "    return RUN_TESTS(tests);", "}"]
    print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
