"""mypy compares the stubs with the modules, and takes from them what users do wrong."""

import importlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from pyholdfast import stub

pytest.importorskip("mypy")

STUBS = pathlib.Path("tests/stub/stubs")
USERS = pathlib.Path("tests/stub/users.py")
HELP = subprocess.run(
    [sys.executable, "-m", "mypy.stubtest", "--help"], capture_output=True, text=True
).stdout  # fmt: skip
# The stubs are those for any mypy; newer ones know what no older one does.
PLAIN = [word for word in ["--ignore-disjoint-bases"] if word in HELP]

# Of an __init__ in C, CPython says (*args, **kwargs); where the stub has none but named
# parameters, stubtest takes that for a difference; newer ones do not.
NOT_SAID_BY_CPYTHON = ["ports._packer.Packer.__init__"]


def mypy(program, stubs, *words, cwd):
    environment = {**os.environ, "MYPYPATH": str(stubs.resolve())}
    done = subprocess.run(
        [sys.executable, "-m", program, *map(str, words)],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout)
    return done.returncode, done.stdout


def test_stubtest_passes(tmp_path):
    modules = ["bound", "classed", "parts"]
    for folder, number in ("example", 14), ("ports", 3):
        names = [file.stem for file in (STUBS / folder).iterdir() if file.stem != "__init__"]
        assert len(names) == number
        modules += [f"{folder}.{name}" for name in names]
    allowed = tmp_path / "allowed"
    allowed.write_text("\n".join(NOT_SAID_BY_CPYTHON))
    words = [*PLAIN, "--allowlist", allowed, "--ignore-unused-allowlist"]
    status, output = mypy("mypy.stubtest", STUBS, *words, *modules, cwd=tmp_path)
    assert status == 0
    assert "no issues found" in output


@pytest.mark.skipif(not PLAIN, reason="this mypy knows no disjoint bases")
@pytest.mark.parametrize("name", ["example.classes", "classed"])
def test_disjoint_bases_are_those_of_stubtest(name, tmp_path):
    text, _ = stub.stub_of(importlib.import_module(name), disjoint=True)
    assert "@typing_extensions.disjoint_base\n" in text
    file = tmp_path / "stubs" / f"{name.replace('.', '/')}.pyi"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    status, output = mypy("mypy.stubtest", tmp_path / "stubs", name, cwd=tmp_path)
    assert status == 0, output


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("def add(x: int, y: int)", "def add(x: int, z: int)"),
        ("def species(self)", "def kind(self)"),
        ("    count: int\n", ""),
        ("class User:", "class Users:"),
    ],
)
def test_stubtest_would_not_pass_otherwise(right, wrong, tmp_path):
    shutil.copytree(STUBS, tmp_path / "stubs")
    file = tmp_path / "stubs" / "example" / "classes.pyi"
    assert right in file.read_text()
    file.write_text(file.read_text().replace(right, wrong))
    words = [*PLAIN, "example.classes"]
    status, output = mypy("mypy.stubtest", tmp_path / "stubs", *words, cwd=tmp_path)
    assert status == 1
    assert "error: example.classes." in output


def test_the_stubs_are_typed_strictly(tmp_path):
    files = [file.resolve() for file in STUBS.rglob("*.pyi")]
    words = ["--strict", f"--cache-dir={os.devnull}", *files]
    assert mypy("mypy", STUBS, *words, cwd=tmp_path)[0] == 0


def test_users_are_told_types_and_mistakes(tmp_path):
    words = ["--show-error-codes", f"--cache-dir={os.devnull}", USERS.resolve()]
    _, output = mypy("mypy", STUBS, *words, cwd=tmp_path)
    told = {}
    for line, what in re.findall(r"users\.py:(\d+): (.*)", output):
        known = re.search(r'Revealed type is "(.*)"', what)
        # As newer ones say it: builtins are without their module.
        kind = known[1].replace("builtins.", "") if known else "error"
        told.setdefault(int(line), kind)
    expected = {
        number: line.rpartition("# ")[2]
        for number, line in enumerate(USERS.read_text().splitlines(), 1)
        if "  # " in line
    }
    assert told == expected
