"""What the pages show is true: their code compiles, or fails as they say.

A block of code is fenced by ```c or ```c++ and compiled as a file, after an
#include of bind/module.h. One that is fenced by ```c wrong must not compile;
the blocks ```text gcc and ```text clang that follow hold lines, or parts of
lines, that the compiler must print, in their order. A ```diff is a change to
README's example, which then must not compile either.
"""

import os
import pathlib
import re
import subprocess
import sysconfig
from dataclasses import dataclass, field

import pytest

PAGES = ["README.md", "CONTRIBUTING.md", "docs/debugging.md", "docs/ownership.md", "docs/types.md"]
EXAMPLE = pathlib.Path("examples/memory/memory.c")
PROGRAMS = {"c": ["gcc", "clang"], "c++": ["g++", "clang++"]}
# What a snippet may have that a program has not.
LENIENT = ["-Wno-unused-function"]


@dataclass
class Snippet:
    name: str
    language: str
    code: str
    wrong: bool
    messages: dict = field(default_factory=dict)


def blocks(page):
    """Line number, info string and content of each fenced block."""
    text = pathlib.Path(page).read_text()
    for match in re.finditer(r"^```(.*)\n((?:.*\n)*?)^```$", text, re.M):
        yield text.count("\n", 0, match.start()) + 1, match[1], match[2]


def patched(code, diff):
    """The code with each line that the diff takes out replaced."""
    old = "".join(line[1:] for line in diff.splitlines(True) if line[0] in "- ")
    new = "".join(line[1:] for line in diff.splitlines(True) if line[0] in "+ ")
    assert code.count(old) == 1, f"not once in {EXAMPLE}:\n{old}"
    return code.replace(old, new)


def snippets():
    found = []
    for page in PAGES:
        for line, info, content in blocks(page):
            word, _, more = info.partition(" ")
            name = f"{page}:{line}"
            if "." in more:
                continue  # a file: test_readme.py, //tests/outside
            if word in PROGRAMS:
                assert more in ("", "wrong"), f"{name}: {info}"
                code = f'#include "bind/module.h"\n#line {line + 1} "{page}"\n'
                found.append(Snippet(name, word, code + content, more == "wrong"))
            elif word == "diff":
                code = patched(EXAMPLE.read_text(), content)
                found.append(Snippet(name, "c", code, True))
            elif word == "text" and more in sum(PROGRAMS.values(), []):
                assert found[-1].wrong, f"{name} says what compiles"
                found[-1].messages[more] = content.splitlines()
    return found


SNIPPETS = snippets()
CASES = [
    pytest.param(snippet, program, id=f"{snippet.name}-{program}")
    for snippet in SNIPPETS
    for program in PROGRAMS[snippet.language]
]


def recommended(language, program):
    """The flags that docs/ownership.md recommends: some to gcc alone."""
    flags = [
        content
        for _, info, content in blocks("docs/ownership.md")
        if info in (f"flags {language}", f"flags {program}")
    ]
    return [line.split()[0] for line in "".join(flags).splitlines()]


def plain(message):
    """Without what gcc's versions disagree about: 'struct hf_str', 'hf_str'."""
    return message.strip().replace("'struct hf_", "'hf_")


def run(program, snippet, directory, *flags):
    # A file, not a pipe: gcc shows the line.
    file = directory / "snippet"
    file.write_text(snippet.code)
    done = subprocess.run(
        [program, *recommended(snippet.language, program), *flags]
        + ["-isystem", sysconfig.get_paths()["include"], "-I."]
        + ["-x", snippet.language, "-c", file, "-o", "/dev/null"],
        env=dict(os.environ, LC_ALL="C"),  # gcc's quotes depend on it
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout)
    return done


@pytest.mark.parametrize("snippet, program", CASES)
def test_a_snippet_compiles_or_fails_as_its_page_says(snippet, program, tmp_path):
    if not snippet.wrong:
        assert run(program, snippet, tmp_path, "-Werror", *LENIENT).returncode == 0
        return
    done = run(program, snippet, tmp_path)
    assert done.returncode != 0
    printed = iter(done.stdout.splitlines())
    for line in snippet.messages[program]:
        # The iterator goes on: what follows is printed later.
        assert any(plain(line) in plain(other) for other in printed), line


def test_the_pages_have_snippets_of_both_sorts():
    assert {snippet.wrong for snippet in SNIPPETS} == {True, False}


def test_readme_shows_the_example_as_it_is():
    (region,) = re.findall(
        r"^/\* readme: begin \*/\n(.*?)^/\* readme: end \*/$",
        EXAMPLE.read_text(),
        re.M | re.S,
    )
    shown = [content for _, info, content in blocks("README.md") if info == "c"]
    assert region in shown
