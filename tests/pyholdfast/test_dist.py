"""Of core/ and bind/ two files are made, and a module needs no more than these."""

import pathlib
import re
import shutil
import sysconfig

import pytest

from installing import build_kelp, call_kelp, run
from pyholdfast import get_cflags

DIST = [pathlib.Path("core/dist/holdfast.h"), pathlib.Path("core/dist/holdfast.c")]
PYTHON = "-I" + sysconfig.get_paths()["include"]


@pytest.fixture
def folder(tmp_path):
    for file in DIST:
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize("checked", [False, True], ids=["release", "checked"])
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_a_module_is_compiled_with_the_two_files(folder, compiler, checked):
    command = [compiler, *get_cflags(checked), "-I.", PYTHON, "holdfast.c"]
    build_kelp(folder, command, folder)
    call_kelp(folder, checked, folder)


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
def test_the_header_is_for_cxx_too(folder, compiler):
    (folder / "kelp.cc").write_text("#include <holdfast.h>\n#include <holdfast.h>\n")
    command = [compiler, "-std=c++17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
    assert run(folder, *command, "-I.", PYTHON, "kelp.cc", cwd=folder) == (0, "")


def test_the_two_files_need_no_others_of_holdfast():
    included = [re.findall(r'^ *# *include +"(.*)"', file.read_text(), re.M) for file in DIST]
    assert included == [[], ["holdfast.h"]]
