"""docs/porting.md: its code compiles, or fails as the page says, and runs; what its
tables name is there, and what they say of ownership is what capi/table and the headers
say."""

import functools
import os
import pathlib
import re
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

PAGE = "docs/porting.md"
TEXT = pathlib.Path(PAGE).read_text()
INCLUDE = sysconfig.get_paths()["include"]
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")
COMPILERS = ["gcc", "clang"]
BUILDS = {"release": ["-DNDEBUG"], "checked": ["-DHF_CHECKED"]}
STRICT = ["-Wall", "-Wextra", "-Werror"]
# Macros that are no functions, so the table has none of them.
SINCE_3_13 = {"Py_BEGIN_CRITICAL_SECTION", "Py_BEGIN_CRITICAL_SECTION2"}
NO_COUNTERPART = "no counterpart"


@dataclass
class Row:
    line: int
    cells: list

    @property
    def raw(self):
        return re.findall(r"\b_?(?:Py|METH_)\w+", self.cells[0])

    @property
    def code(self):
        """The code of the second cell, one call a span."""
        return re.findall(r"`([^`]*)`", self.cells[1])


def blocks():
    """Line, info string and content of each fenced block."""
    for match in re.finditer(r"^```(.*)\n((?:.*\n)*?)^```$", TEXT, re.M):
        yield TEXT.count("\n", 0, match.start()) + 2, match[1], match[2]


def block(info):
    ((line, content),) = [(line, content) for line, i, content in blocks() if i == info]
    return f'#line {line} "{PAGE}"\n{content}'


def rows(heading):
    """The rows of all tables whose first cell is so headed."""
    found, inside = [], False
    for number, line in enumerate(TEXT.splitlines(), 1):
        if not line.startswith("|"):
            inside = False
        elif inside:
            if not line.startswith("|---"):
                found.append(Row(number, [cell.strip() for cell in line[1:-1].split(" |")]))
        else:
            inside = line.startswith(f"| {heading} |")
    return found


ROWS = rows("raw call")
FORMATS = rows("in the format")
CALLS = [
    (row.line, code) for row in ROWS for code in row.code if code.startswith("hf_") or "; " in code
]


def compiled(compiler, source, *flags):
    done = subprocess.run(
        [compiler, "-std=c11", "-fPIC", "-I.", f"-I{INCLUDE}", *flags],
        input=source,
        env=dict(os.environ, LC_ALL="C"),  # gcc's quotes depend on it
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout)
    return done.returncode, done.stdout


def checked_syntax(compiler, source, *flags):
    return compiled(compiler, source, *flags, "-fsyntax-only", "-xc", "-")


@functools.cache
def preprocessed(include, *flags):
    status, text = compiled("gcc", include, *flags, "-E", "-P", "-xc", "-")
    assert status == 0
    return text


@functools.cache
def holdfast_names():
    """What is declared, for each type, and each macro."""
    include = '#include "bind/module.h"'
    text = preprocessed(include) + preprocessed(include, "-dM")
    return set(re.findall(r"\b(?:hf|HF)_\w+", text))


@functools.cache
def python_names():
    """The words of this CPython's headers, and what the table knows of other versions'."""
    names = set(re.findall(r"^(\w+)\(", pathlib.Path("capi/table").read_text(), re.M))
    for header in pathlib.Path(INCLUDE).rglob("*.h"):
        names.update(re.findall(r"\b\w+", header.read_text(errors="replace")))
    return names | SINCE_3_13


@functools.cache
def effects(of):
    """What the table of the C API says of a function: its rows, without the remarks."""
    table = pathlib.Path("capi/table").read_text()
    return [line.partition(";")[0] for line in re.findall(rf"^{of}\(.*", table, re.M)]


@functools.cache
def consumers():
    """The functions that take an owned handle."""
    text = preprocessed('#include "bind/module.h"')
    declared = re.findall(r"\b(hf_\w+)\(([^()]*)\);", text)
    types = set(re.findall(r"\bhf_(\w+)_from_owned\(", text))
    owned = re.compile(rf"hf_({'|'.join(types)}) \w+")
    return {
        name
        for name, parameters in declared
        if any(owned.fullmatch(parameter.strip()) for parameter in parameters.split(","))
    }


# ---- The tables.


def test_the_tables_are_whole():
    assert 200 < len(ROWS)
    assert [row for row in ROWS + FORMATS if len(row.cells) != 3] == []


def test_each_raw_name_is_one_of_cpython_and_stands_once():
    named = [name for row in ROWS for name in row.raw]
    assert sorted({name for name in named if named.count(name) > 1}) == []
    assert sorted(set(named) - python_names()) == []
    assert [row.cells[0] for row in ROWS if not row.raw] == []


def test_each_holdfast_name_on_the_page_is_there():
    said = re.sub(r"^```text(.*\n)*?```$", "", TEXT, flags=re.M)  # but by compilers
    named = set(re.findall(r"\b(?:hf|HF)_\w+", said)) - {"HF_CHECKED"}  # the flag
    assert len(named) > 300
    assert sorted(named - holdfast_names()) == []
    assert [name for name in named if name.lower().startswith("hf_private")] == []


def test_each_row_names_something_or_says_what_to_do():
    for row in ROWS:
        if row.cells[1] == NO_COUNTERPART:
            assert row.cells[2], row
        else:
            assert row.code and NO_COUNTERPART not in row.cells[1], row
            for code in row.code:
                assert re.search(r"\b(hf|HF)_", code), row


def test_what_was_borrowed_or_stolen_is_said():
    """Of each function that gives a borrowed reference, or steals one, the row says so:
    that is what a port must look at."""
    silent = []
    for row in ROWS:
        if row.cells[1] == NO_COUNTERPART:
            continue
        for name in row.raw:
            for effect in effects(name):
                if "-> borrowed" in effect and not re.search(
                    "borrow|lent", row.cells[2], re.I
                ):
                    silent.append((row.line, name, "borrowed"))
                if re.search("[(, ]steals ", effect) and not re.search(
                    "steal|stole|onsume", row.cells[2], re.I
                ):
                    silent.append((row.line, name, "steals"))
    assert not silent, silent


def test_what_is_consumed_is_said():
    silent = [
        (row.line, name)
        for row in ROWS
        for name in sorted(consumers().intersection(re.findall(r"hf_\w+", row.cells[1])))
        if not re.search("steal|stole|onsume", row.cells[2], re.I)
    ]
    assert not silent, silent
    assert {"hf_list_append", "hf_str_append"} < consumers()
    assert not {"hf_list_get", "hf_object_setattr"} & consumers()


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("compiler", COMPILERS)
def test_the_calls_compile(compiler, build):
    lines = ['#include "bind/module.h"', block("c names")]
    lines.append("void calls(void);\nvoid calls(void)\n{")
    lines += [f'#line {line} "{PAGE}"\n    {{ {code}; }}' for line, code in CALLS]
    assert len(CALLS) > 200
    unread = ["-Wno-unused-result", "-Wno-unused-value", "-Wno-unused-variable"]
    flags = [*BUILDS[build], *STRICT, *unread, "-Wno-unused-but-set-variable"]
    assert checked_syntax(compiler, "\n".join([*lines, "}\n"]), *flags)[0] == 0


def test_the_kinds_of_the_formats_compile():
    kinds = [(row.line, kind) for row in FORMATS for kind in row.code]
    assert len(kinds) > 20
    lines = ['#include "bind/module.h"']
    for number, (line, kind) in enumerate(kinds):
        lines.append(f'#line {line} "{PAGE}"')
        lines.append(
            f"static hf_worked f{number}(hf_kind_{kind} a) "
            "{ (void)a; return hf_worked_if(true); } "
            f'HF_FUNCTION(f{number}, none, "", arg({kind}, a), slash)'
        )
    functions = ", ".join(f"function(f{number})" for number in range(len(kinds)))
    lines.append(f'HF_MODULE(kinds, "", {functions})\n')
    assert checked_syntax("gcc", "\n".join(lines), *STRICT)[0] == 0


# ---- The code.


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("name", ["before.c", "mixed.c", "after.c", ""])
def test_right_code_compiles(name, compiler, build):
    code = block(f"c {name}") if name else '#include "core/holdfast.h"\n' + block("c")
    assert checked_syntax(compiler, code, *BUILDS[build], *STRICT)[0] == 0


@pytest.mark.parametrize("compiler", COMPILERS)
def test_wrong_code_fails_as_the_page_says(compiler):
    code = '#include "core/holdfast.h"\n' + block("c wrong")
    # Not -Werror: what makes it fail are the types.
    status, printed = checked_syntax(compiler, code)
    assert status != 0

    def plain(message):
        """Without what gcc's versions disagree about: 'struct hf_str', 'hf_str'."""
        return message.strip().replace("'struct hf_", "'hf_")

    left = iter(printed.splitlines())
    for said in block(f"text {compiler}").splitlines()[1:]:
        # The iterator goes on: what follows is printed later.
        assert any(plain(said) in plain(line) for line in left), said


@pytest.fixture(scope="module", params=BUILDS)
def modules(request, tmp_path_factory):
    """A folder for each module of the page, all named titles."""
    folder = tmp_path_factory.mktemp(request.param)
    flags = [*BUILDS[request.param], "-g", "-fvisibility=hidden", "-O0"]
    sources = [str(file) for part in ("core", "bind") for file in pathlib.Path(part).rglob("*.c")]

    def an_object(source):
        made = str(folder / (source.replace("/", "_") + ".o"))
        assert compiled("gcc", None, *flags, "-c", source, "-o", made)[0] == 0
        return made

    with ThreadPoolExecutor(2) as pool:
        objects = list(pool.map(an_object, sources))
    for name in "before", "mixed", "after":
        (folder / name).mkdir()
        made = folder / name / f"titles{SUFFIX}"
        code = block(f"c {name}.c")
        more = [] if name == "before" else ["-xnone", *objects]
        status, _ = compiled("gcc", code, *flags, "-shared", "-xc", "-", *more, "-o", str(made))
        assert status == 0
    return folder


def run(folder, program):
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
            "PYTHONPATH": str(folder),
            "HOLDFAST_LEDGER_EXIT": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout)
    return done.returncode, done.stdout


# Both objects are kept a hundred times, so that a count that is too low harms nobody.
COUNTS = """
import sys, titles
cache, key = {}, "".join(["bull ", "kelp"])
made = titles.title(cache, (key,))
kept = [key, made] * 100
row = (key,)
counts = sys.getrefcount(key), sys.getrefcount(made)
for i in range(10):
    assert titles.title(cache, row) == "Bull Kelp"
print(sys.getrefcount(key) - counts[0], sys.getrefcount(made) - counts[1])
"""


def test_the_mistakes_are_what_the_page_says(modules):
    # Each call releases one reference to each of the two that it does not own.
    # No more is run with such counts: Python would crash at its end.
    leave = "sys.stdout.flush(); __import__('os')._exit(0)"
    assert run(modules / "before", COUNTS + leave) == (0, "-10 -10\n")


@pytest.mark.parametrize("name", ["mixed", "after"])
def test_the_port_has_none_of_them(modules, name):
    assert run(modules / name, COUNTS) == (0, "0 0\n")


BEHAVIOUR = """
import titles

class Odd(str):
    def __hash__(self):
        raise ValueError("no hash")

class Untitled(str):
    def title(self):
        raise LookupError("no title")

cache = {}
assert titles.title(cache, ("sea oak", 1)) == "Sea Oak" and cache == {"sea oak": "Sea Oak"}
assert titles.lengths(("bull", "", [1, 2])) == [4, 0, 2] and titles.lengths(()) == []
for f, *args in [
    (titles.title, cache, ()),
    (titles.title, cache, (Odd("x"),)),
    (titles.title, cache, (Untitled("x"),)),
    (titles.title, cache, ([],)),
    (titles.title, cache, (3,)),
    (titles.title, cache, ["list"]),
    (titles.title, cache),
    (titles.lengths, ("bull", 3)),
    (titles.lengths, "bull"),
]:
    try:
        f(*args)
    except Exception as error:
        print(type(error).__name__)
"""


def test_the_port_does_what_was_done_before(modules):
    expected = run(modules / "before", BEHAVIOUR)
    assert expected[0] == 0 and expected[1].split() == [
        "IndexError",
        "ValueError",
        "LookupError",
        *["TypeError", "AttributeError"],
        *["TypeError"] * 4,
    ]
    # The checked build would report what is open at the end, too.
    assert run(modules / "mixed", BEHAVIOUR) == expected
    assert run(modules / "after", BEHAVIOUR) == expected


def test_nothing_raw_is_left():
    assert re.findall(r"Py[A-Z]\w*_|PyObject", block("c after.c")) == []
    assert re.findall(r"Py[A-Z]\w*_|PyObject", block("c mixed.c"))


def test_the_steps_are_ten():
    assert re.findall(r"^### (\d+)\.", TEXT, re.M) == [str(i) for i in range(1, 11)]


# ---- The links.


def test_each_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)]*)\)", TEXT):
        file, _, heading = target.partition("#")
        page = pathlib.Path("docs", file).resolve() if file else pathlib.Path(PAGE)
        assert page.exists(), target
        headings = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
        slugs = [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]
        assert not heading or heading in slugs, target
