"""Each header compiles alone, pedantically, as C; the public ones as C++ too."""

import os
import pathlib
import re
import subprocess
import sysconfig

import pytest

CORE, BIND = pathlib.Path("core"), pathlib.Path("bind")
# Some are parts of handle.h, and say so.
ALL = sorted(
    str(header)
    for folder in (CORE, BIND)
    for header in folder.rglob("*.h")
    if "A part of handle.h" not in header.read_text()
)
PUBLIC = ["core/holdfast.h"] + re.findall(
    r'^#include "(.*)"', (CORE / "holdfast.h").read_text(), re.MULTILINE
)
PUBLIC[1:] = [f"core/{header}" for header in PUBLIC[1:]]
PUBLIC += sorted(map(str, BIND.glob("*.h"))) + ["holdfast.h"]
ALL.append("holdfast.h")
C = os.environ["COPTS"].split()
CXX = ["-x", "c++", "-std=c++17", "-Wall", "-Wextra", "-Werror"]


def compiles(compiler, flags, header):
    return 0 == subprocess.run(
        [compiler, *flags, "-pedantic", "-fsyntax-only", "-I."]
        + ["-isystem", sysconfig.get_paths()["include"], "-"],
        # From a source of its own: a header compiled as the main file gets
        # warnings of its own. Twice: it is guarded.
        input=f'#include "{header}"\n' * 2 + "extern int not_empty;\n",
        text=True,
    ).returncode


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("header", ALL)
def test_compiles_alone_as_c(header, compiler):
    assert compiles(compiler, [*C, "-x", "c"], header)


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
@pytest.mark.parametrize("header", PUBLIC)
def test_compiles_alone_as_cxx(header, compiler):
    assert compiles(compiler, CXX, header)
