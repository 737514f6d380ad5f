"""The wheel and the sdist have what the author of an extension needs, and the command
says how to use it."""

import importlib.metadata
import os
import pathlib
import re
import shlex
import tarfile

import pytest

from installing import FOLDER, build_kelp, call_kelp, install, python, run

LAYER = {"holdfast.h"} | {
    str(file)
    for folder in ("core", "bind")
    for file in pathlib.Path(folder).rglob("*")
    if file.suffix in (".c", ".h")
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    return install(tmp_path_factory.mktemp("site"))


def printed(installed, *options, cwd):
    status, output = python(installed, "-m", "pyholdfast", *options, cwd=cwd)
    assert status == 0
    return shlex.split(output)


def test_the_wheel_has_the_whole_layer(installed):
    include = installed / "pyholdfast" / "include"
    files = (file for file in include.rglob("*") if file.is_file())
    assert {str(file.relative_to(include)) for file in files} == LAYER
    for file in LAYER:
        assert (include / file).read_text() == pathlib.Path(file).read_text()


def test_the_sdist_has_the_whole_layer():
    (sdist,) = FOLDER.glob("*.tar.gz")
    with tarfile.open(sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert LAYER <= names


def test_both_are_of_one_distribution(installed):
    assert {re.match(r"[a-z_]+", file.name)[0] for file in FOLDER.iterdir()} == {"pyholdfast"}
    (found,) = importlib.metadata.distributions(path=[str(installed)])
    assert {(each.group, each.name, each.value) for each in found.entry_points} == {
        ("console_scripts", "pyholdfast", "pyholdfast.__main__:main"),
        ("pytest11", "pytest_holdfast", "pytest_holdfast"),
    }


def test_python_is_told_what_the_command_prints(installed, tmp_path):
    program = (
        "import pyholdfast as p\n"
        "print('-I' + p.get_include(), *p.get_sources(), *p.get_cflags(), *p.get_cflags(True))"
    )
    status, output = python(installed, "-c", program, cwd=tmp_path)
    assert status == 0
    words = [
        printed(installed, *options, cwd=tmp_path)
        for options in [["--includes"], ["--sources"], ["--cflags"], ["--cflags", "--checked"]]
    ]
    assert words[0][0] == f"-I{installed}/pyholdfast/include"
    assert output.split() == [words[0][0], *words[1], *words[2], *words[3]]


def test_the_flags_are_those_that_are_recommended(installed, tmp_path):
    page = pathlib.Path("docs/ownership.md").read_text()
    (flags,) = re.findall(r"^```flags c\n((?:.*\n)*?)^```$", page, re.M)
    listed = {line.split()[0] for line in flags.splitlines()}
    own = {"-fvisibility=hidden", "-fPIC"}
    release = set(printed(installed, "--cflags", cwd=tmp_path))
    checked = set(printed(installed, "--cflags", "--checked", cwd=tmp_path))
    assert release == listed | own | {"-O2", "-DNDEBUG"}
    of_checked = {"-DHF_CHECKED", "-g", "-fno-omit-frame-pointer"}
    assert checked == listed | own | of_checked | {"-ftrivial-auto-var-init=pattern"}


def test_a_build_may_define_what_the_layer_defines_for_itself(installed, tmp_path):
    """As pytest_holdfast's flags do, whose header includes Python.h before all else."""
    flags = printed(installed, "--cflags", "--checked", "--includes", cwd=tmp_path)
    sources = [s for s in printed(installed, "--sources", cwd=tmp_path) if "/core/ledger/" in s]
    assert len(sources) > 5
    more = ["-Werror", "-D_GNU_SOURCE=1", "-fsyntax-only"]
    assert run(installed, "gcc", *flags, *more, *sources, cwd=tmp_path) == (0, "")


def test_pkg_config_says_the_same(installed, tmp_path):
    (folder,) = printed(installed, "--pkgconfigdir", cwd=tmp_path)

    def asked(*options):
        command = ["pkg-config", *options, "holdfast"]
        status, output = run(installed, *command, cwd=tmp_path, PKG_CONFIG_PATH=folder)
        assert status == 0
        return [os.path.normpath(each) if "/" in each else each for each in shlex.split(output)]

    include, both = asked("--cflags-only-I"), asked("--cflags-only-other")
    assert include == [f"-I{installed}/pyholdfast/include"]
    checked, release = (
        printed(installed, "--cflags", *options, cwd=tmp_path) for options in (["--checked"], [])
    )
    assert both + asked("--variable=checked") == checked
    assert both + ["-O2", "-DNDEBUG"] == release
    assert sorted(asked("--variable=sources")) == printed(installed, "--sources", cwd=tmp_path)
    (dist,) = importlib.metadata.distributions(path=[str(installed)])
    assert asked("--modversion") == [dist.version]


@pytest.mark.parametrize("options", [[], ["--checked"], ["--checked", "--sources"]])
def test_a_question_that_means_nothing_is_refused(installed, tmp_path, options):
    status, output = python(installed, "-m", "pyholdfast", *options, cwd=tmp_path)
    assert status == 2
    assert "usage: pyholdfast" in output


@pytest.mark.parametrize("compiler, checked", [("gcc", []), ("clang", ["--checked"])])
def test_a_module_is_compiled_by_what_is_printed(installed, tmp_path, compiler, checked):
    options = ["--cflags", "--includes", "--sources", *checked]
    words = printed(installed, *options, cwd=tmp_path)
    build_kelp(installed, [compiler, *words], tmp_path)
    call_kelp(installed, checked, tmp_path)
