"""Suites that nobody here wrote, at the versions that Debian 12 has: bench/leaks.py
--suites FOLDER runs them.

They are fetched from Python's index, as sdists. FOLDER then has a venv with pytest and
what the suites import, and for each suite its source, its tests, and two builds of it:
plain, with -g, and watched, for depth B.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import types
import xml.etree.ElementTree as ElementTree

PYTEST = "pytest==7.2.1"
BUILDERS = ["setuptools<67", "wheel", "cython<3", "setuptools_scm<8", "cppy", "pkgconfig"]


def suite(version, tests, sdist=None, needs=(), beside=(), options=(), environment=()):
    """tests: in the sdist; with "*/" before, in the package that is installed. needs:
    from the index. beside: what the tests open, in the sdist. environment: pairs."""
    return types.SimpleNamespace(**locals())


SUITES = {
    # InternalTests wants a build for debugging.
    "bitarray": suite("2.7.3", "*/bitarray/test_bitarray.py", options=["-k", "not InternalTests"]),
    "multidict": suite("6.0.4", "tests"),
    "frozenlist": suite("1.3.3", "tests"),
    # One opens a file by its path in the sdist.
    "cbor2": suite("5.4.6", "tests", options=["-k", "not dtypes_from_file"]),
    "kiwisolver": suite("1.4.4", "py/tests", needs=["typing_extensions"]),
    "zstandard": suite("0.20.0", "tests", needs=["hypothesis", "cffi"]),
    "ahocorasick": suite("1.4.1", "unittests.py", sdist="pyahocorasick"),
    "rapidjson": suite("1.4", "tests", sdist="python-rapidjson", needs=["pytz"]),
    # Of 156 files those whose subjects are written in C; the others open pictures.
    "Pillow": suite(
        "9.4.0",
        "Tests",
        beside=["Tests/images"],
        options=["-k", "imagingcore or image_getdata or image_point or imagepath or imagechops or core_resources"],
    ),
    "zope.interface": suite("5.5.2", "*/zope/interface/tests", needs=["zope.testing"]),
    "wrapt": suite("1.14.1", "tests"),
    "psutil": suite("5.9.4", "*/psutil/tests/test_linux.py"),
    "cytoolz": suite("0.12.0", "*/cytoolz/tests", needs=["toolz"]),
    "pyrsistent": suite("0.18.1", "tests", needs=["hypothesis"], options=["-o", "python_files=*_test.py"]),
    # stream is experimental, and not built.
    "lz4": suite("4.0.2", "tests", needs=["psutil"], options=["--ignore-glob=*stream*"]),
    # They repeat themselves, to find leaks: not here.
    "greenlet": suite(
        "2.0.2",
        "*/greenlet/tests",
        needs=["objgraph", "psutil"],
        options=["-k", "not test_leaks"],
        environment=[("GREENLET_SKIP_LEAKCHECKS", "1")],
    ),
    "xxhash": suite("3.2.0", "tests"),
    "pyxattr": suite("0.8.1", "tests"),
}


class Prepared:
    """A suite in the folder."""

    def __init__(self, folder, name, plugin):
        self._suite, self.name = SUITES[name], name
        self.python = folder / "venv" / "bin" / "python"
        self._sdists, self._own = folder / "sdists", folder / name
        self._own.mkdir(parents=True, exist_ok=True)
        if not self.python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
            self._pip("install", PYTEST, *BUILDERS)
        self.builds = [each for each in ("plain", "watched") if self._is_built(each, plugin)]

    def _pip(self, *arguments, **environment):
        subprocess.run(
            [self.python, "-m", "pip", "-q", "--disable-pip-version-check", *arguments],
            check=True,
            env={**os.environ, **environment},
        )

    def _source(self):
        sdist = self._suite.sdist or self.name
        name = f"{sdist}-{self._suite.version}"
        if not (self._own / "source").exists():
            if self._suite.needs:
                self._pip("install", *self._suite.needs)
            wanted = f"{sdist}=={self._suite.version}"
            only = ["--no-deps", "--no-build-isolation", "--no-binary", sdist]
            self._pip("download", *only, "-d", self._sdists, wanted)
            with tarfile.open(self._sdists / f"{name}.tar.gz") as archive:
                archive.extractall(self._own)
            (self._own / name).rename(self._own / "source")
        return self._own / "source"

    def _is_built(self, build, plugin):
        target = self._own / build
        if target.exists():
            return any(target.iterdir())
        flags = "-g"
        if build == "watched":
            command = [sys.executable, "-m", "pytest_holdfast", "--cflags"]
            environment = {**os.environ, "PYTHONPATH": str(plugin)}
            flags = subprocess.check_output(command, env=environment, text=True).strip()
        # setuptools does not see that the flags are others.
        copy = self._own / f"source-{build}"
        shutil.copytree(self._source(), copy)
        try:
            self._pip("install", "--no-deps", "--no-build-isolation", "--target", target, copy, CFLAGS=flags)
        except subprocess.CalledProcessError:
            target.mkdir(exist_ok=True)  # psutil, for the limited API: not again
            return False
        return True

    def build(self, name):
        return self._own / name

    def tests(self, build):
        where = self._suite.tests
        if where.startswith("*/"):
            where, folder = where[2:], self._own / build
            for part in pathlib.Path(where).parent.parts:  # pytest goes up as far as these
                folder = folder / part
                (folder / "__init__.py").touch()
            return self._own / build / where
        found = self._own / "tests" / where
        for each in [where, *self._suite.beside]:
            source, copy = self._source() / each, self._own / "tests" / each
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if source.is_dir() else shutil.copy)(source, copy)
        return found

    def command(self, way):
        """(the modules' folder, where to run it, its options and tests)."""
        build = "watched" if way == "B" else "plain"
        tests = self.tests(build)
        options = ["-c", os.devnull, f"--junitxml={self._own / way}.xml", *self._suite.options]
        if way != "plain":
            options += [f"--leaks-json={self._own / way}.json"]
        folder = tests if tests.is_dir() else tests.parent
        where = folder.parent if self._suite.beside else folder  # by which these are named
        return self._own / build, where, [f"--rootdir={folder}", *options], [tests]

    @property
    def environment(self):
        return dict(self._suite.environment)

    def outcomes(self, way):
        found = {}
        for case in ElementTree.parse(f"{self._own / way}.xml").iter("testcase"):
            names = {each.tag for each in case} & {"failure", "error", "skipped"}
            found[f"{case.get('classname')}::{case.get('name')}"] = "".join(names) or "passed"
        return found

    def causes(self, way):
        return json.loads((self._own / f"{way}.json").read_text())["causes"]

    def others(self, way):
        """Tests that end otherwise than in plain pytest, and have shown no leak."""
        leaking = {
            test.rpartition("::")[2]
            for cause in self.causes(way)
            for each in (cause, *cause["consequences"])
            for test in each["tests"]
        }
        plain, now = self.outcomes("plain"), self.outcomes(way)
        return [
            each
            for each in sorted({*plain, *now})
            if plain.get(each) != now.get(each) and each.rpartition("::")[2] not in leaking
        ]
