"""Compiles each *.c and *.cc here, which must fail and say why.

A file names the messages that must appear, as regular expressions, one a line:

    /* gcc: incompatible type for argument 1 */
    /* clang: passing 'hf_str_borrowed' .* incompatible type */

One that cannot know says "accepts it". The flags are those that docs/ownership.md recommends to users. A file also has
its mistake corrected under HF_RIGHT: then it must compile without a warning,
so that no broken include makes the test pass.
"""

import os
import pathlib
import re
import subprocess
import sysconfig

import pytest

HERE = pathlib.Path("tests/compile_fail")
OWNERSHIP = pathlib.Path("docs/ownership.md")

# By suffix: each compiler's name in a file's comments, and its program.
COMPILERS = {
    ".c": {"gcc": "gcc", "clang": "clang"},
    ".cc": {"gcc": "g++", "clang": "clang++"},
}
CASES = [
    pytest.param(file, name, program, id=f"{file.name}-{program}")
    for file in sorted(HERE.iterdir())
    for name, program in COMPILERS.get(file.suffix, {}).items()
]
STRICT = {
    ".c": os.environ["COPTS"].split(),
    ".cc": ["-std=c++17", "-Wall", "-Wextra", "-Werror"],
}


def recommended(suffix, program):
    """The flags of the blocks that look like this: ```flags c++ (or gcc, or clang)."""
    language = {".c": "c", ".cc": "c\\+\\+"}[suffix]
    blocks = re.findall(
        rf"^```flags (?:{language}|{program.rstrip('+')})\n(.*?)^```",
        OWNERSHIP.read_text(),
        re.M | re.S,
    )
    return [line.split()[0] for line in "".join(blocks).splitlines()]


def compiles(program, file, *flags):
    """The exit status and the messages."""
    how = [] if "-fsyntax-only" in flags else ["-c", "-o", "/dev/null"]
    done = subprocess.run(
        [program, *flags, *how, "-isystem", sysconfig.get_paths()["include"], "-I.", file],
        env=dict(os.environ, LC_ALL="C"),  # gcc's quotes depend on it
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout)
    return done.returncode, done.stdout


# What newer compilers say, and gcc 12 and clang 14 for the same.
SAID_NOW = [
    (
        r"call to undeclared function ('\w+'); ISO C99 and later do not support implicit "
        r"function declarations",
        r"implicit declaration of function \1 is invalid in C99",
    ),
    (
        r"static assertion failed( due to requirement '.*?')?: (?!\")(.+)",
        r'static_assert failed\1 "\2"',
    ),
    (r"\[-Wint-conversion\]", "[-Werror=int-conversion]"),
]


def as_before(messages):
    for now, before in SAID_NOW:
        messages = re.sub(now, before, messages)
    return messages


@pytest.mark.parametrize("file, name, program", CASES)
class TestEachFile:
    def test_does_not_compile_and_says_why(self, file, name, program):
        expected = re.findall(rf"/\* {name}: (.*?) \*/", file.read_text())
        assert expected, f"{file} does not say what {name} reports"
        status, messages = compiles(program, file, *recommended(file.suffix, program))
        if expected == ["accepts it"]:
            assert status == 0, f"{program} does not accept {file} any more"
            return
        assert status != 0, f"{program} accepts {file}"
        # As they are, and without what typedefs stand for.
        messages += re.sub(r" \{aka [^}]*\}| \(aka '[^']*'\)", "", messages)
        messages += as_before(messages)
        for message in expected:
            assert re.search(message, messages), f"{program} does not say: {message}"

    def test_compiles_when_corrected(self, file, name, program):
        status, _ = compiles(program, file, *STRICT[file.suffix], "-DHF_RIGHT")
        assert status == 0


BINDING = [case for case in CASES if case.values[0].name.startswith("bind_")]


@pytest.mark.parametrize("file, name, program", BINDING)
def test_the_first_error_about_a_binding_line_says_what_to_do(file, name, program):
    """The line is long when it is expanded, and so is what follows."""
    expected = re.findall(rf"/\* {name}: (.*?) \*/", file.read_text())[0]
    _, messages = compiles(program, file, *recommended(file.suffix, program))
    first = re.search(r"^.* error: (.*)", as_before(messages), re.M)[1]
    assert re.search(expected, first)


def test_there_are_twelve_mistakes_on_a_binding_line():
    assert len({case.values[0] for case in BINDING}) >= 12


LAYER = sorted([*pathlib.Path("core").rglob("*.c"), *pathlib.Path("bind").glob("*.c")])


@pytest.mark.parametrize("build", ["release", "checked"])
@pytest.mark.parametrize("program", ["gcc", "clang"])
def test_the_layer_compiles_with_the_flags_that_it_recommends(program, build):
    """A user compiles it in one command with what is his."""
    assert len(LAYER) > 30
    checked = ["-DHF_CHECKED"] if build == "checked" else []
    for file in LAYER:
        flags = [*recommended(".c", program), "-fsyntax-only", "-Werror", *checked]
        status, messages = compiles(program, file, *flags)
        assert status == 0, messages


@pytest.mark.parametrize(
    "call",
    [
        "hf_object_call(x, one, 2, NULL, 0)",
        "hf_object_call(x, NULL, 0, named, 2)",
        'hf_object_call_method_utf8(x, "m", one, 2, NULL, 0)',
        "hf_object_call_method(x, hf_str_cast(x), NULL, 0, named, 2)",
    ],
)
def test_gcc_warns_of_an_array_that_is_shorter_than_its_number(call, tmp_path):
    file = tmp_path / "short.c"
    for text, is_long in [(call, False), (call.replace("2", "1"), True)]:
        file.write_text(f"""
            #include "core/holdfast.h"
            hf_object of(hf_object_borrowed x);
            hf_object of(hf_object_borrowed x)
            {{
                hf_object_borrowed one[] = {{x}};
                hf_keyword named[] = {{{{"name", x}}}};
                (void)one, (void)named;
                return {text};
            }}
            """)
        status, messages = compiles("gcc", file, *recommended(".c", "gcc"))
        assert status == 0
        assert ("[-Wstringop-overread]" in messages) == (not is_long)


@pytest.mark.parametrize("build", ["release", "checked"])
@pytest.mark.parametrize("program", ["gcc", "clang", "g++", "clang++"])
def test_the_page_shows_a_type_of_ones_own_that_compiles(program, build, tmp_path):
    section = OWNERSHIP.read_text().split("\n## A type of your own\n")[1]
    suffix = ".cc" if program.endswith("++") else ".c"
    file = tmp_path / f"own{suffix}"
    file.write_text(re.search(r"^```c\n(.*?)^```", section, re.M | re.S)[1])
    checked = ["-DHF_CHECKED"] if build == "checked" else []
    # A page shows what a program would use.
    flags = [*STRICT[suffix], "-Wno-unused-function", *checked]
    status, messages = compiles(program, file, *flags)
    assert status == 0, messages
