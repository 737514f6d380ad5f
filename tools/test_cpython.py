"""tools/cpython, with a tree whose configure and make are a line each."""

import os
import pathlib
import subprocess

import pytest

CONFIGURE = """#!/bin/sh
PYTHON_VERSION=3.99
echo "$@" >arguments
for word; do
    case $word in --prefix=*) prefix=${word#--prefix=} ;; esac
done
cat >Makefile <<END
all:
	@echo cc -c one.c
altinstall:
	mkdir -p $prefix/bin
	printf '#!/bin/sh\\nexit 0\\n' >$prefix/bin/NAME
	chmod +x $prefix/bin/NAME
	cp arguments $prefix/arguments
END
"""


@pytest.fixture
def tree(tmp_path):
    """A source tree that installs the interpreter of that name."""

    def make(name):
        folder = tmp_path / "tree"
        folder.mkdir(exist_ok=True)
        (folder / "configure").write_text(CONFIGURE.replace("NAME", name))
        (folder / "configure").chmod(0o755)
        return folder

    return make


@pytest.fixture
def cpython(tmp_path):
    def run(*arguments, **env):
        return subprocess.run(
            ["tools/cpython", *map(str, arguments)],
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


def test_it_prints_the_interpreter_alone(cpython, tree, tmp_path):
    done = cpython("--pydebug", "--source", tree("python3.99d"))
    python = tmp_path / "cache/holdfast/cpython-3.99-pydebug-tree/bin/python3.99d"
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{python}\n" and os.access(python, os.X_OK)
    assert "cpython: make: " in done.stderr and " files" in done.stderr
    arguments = (python.parent.parent / "arguments").read_text().split()
    assert "--with-pydebug" in arguments and "CC=gcc" in arguments


def test_a_sanitizer_asks_for_clang(cpython, tree, tmp_path):
    assert cpython("--address", "--source", tree("python3.99")).returncode == 0
    arguments = next(tmp_path.rglob("cpython-3.99-address-tree/arguments")).read_text()
    assert "--with-address-sanitizer" in arguments and "CC=clang" in arguments


def test_without_the_gil_and_with_threads_watched(cpython, tree, tmp_path):
    done = cpython("--disable-gil", "--thread", "--source", tree("python3.99t"))
    assert done.returncode == 0, done.stderr
    arguments = next(tmp_path.rglob("*/arguments")).read_text()
    assert "--disable-gil" in arguments and "-fsanitize=thread" in arguments


def test_what_is_built_is_not_built_again(cpython, tree):
    first = cpython("--source", tree("python3.99"))
    second = cpython("--source", tree("no_such_name"))
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")


def test_a_build_that_fails_says_why_and_leaves_nothing(cpython, tree, tmp_path):
    folder = tree("python3.99")
    with open(folder / "configure", "a") as file:
        file.write("echo no compiler; exit 1\n")
    done = cpython("--source", folder)
    assert done.returncode != 0 and done.stdout == ""
    assert "no compiler" in done.stderr and "cpython: configure failed" in done.stderr
    assert list(pathlib.Path(tmp_path, "cache/holdfast").iterdir()) == []


def test_a_source_that_is_fetched_is_not_built(cpython, tree, tmp_path):
    (tmp_path / "there").mkdir()
    done = cpython("--source", tree("python3.99"), "--fetch", tmp_path / "there")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["configure"]
    assert list(pathlib.Path(tmp_path, "cache/holdfast").iterdir()) == []


# update works, and the source is in one list only.
APT_GET = """#!/bin/sh
for word; do
    case $word in Dir::Etc::sourcelist=*) list=${word#*=} ;; esac
done
case "$*" in *" update"*) exit ;; esac
cat "$list" >>LISTS
grep -q ' trixie ' "$list" || exit 100
tar -czf python3.99_3.99.0.orig.tar.gz -C FOLDER tree
"""


def test_the_source_may_be_that_of_another_debian(cpython, tree, tmp_path):
    tree("python3.99")
    folder = tmp_path / "bin"
    folder.mkdir()
    program = APT_GET.replace("LISTS", str(tmp_path / "lists")).replace("FOLDER", str(tmp_path))
    (folder / "apt-get").write_text(program)
    (folder / "apt-get").chmod(0o755)
    done = cpython("--version=3.99", PATH=f"{folder}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("/cpython-3.99/bin/python3.99\n")
    # The last that is asked is the one that has it, and not sid, which comes behind it.
    asked = (tmp_path / "lists").read_text().splitlines()
    assert asked[-1].startswith("deb-src ") and asked[-1].endswith("/debian trixie main")


def test_an_unknown_option_is_named(cpython):
    done = cpython("--addresses")
    assert done.returncode != 0 and "--addresses" in done.stderr
