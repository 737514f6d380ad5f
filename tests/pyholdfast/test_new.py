"""pyholdfast new: what it makes is built and passes its tests, where nothing else is."""

import os
import re
import shutil
import sys
import tarfile
import zipfile

import pytest

from installing import SUFFIX, install, python, run


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    return install(tmp_path_factory.mktemp("site"))


def make(installed, folder, *options):
    assert python(installed, "-m", "pyholdfast", "new", "reef", *options, cwd=folder)[0] == 0
    return folder / "reef"


@pytest.fixture
def folder(installed, tmp_path):
    return make(installed, tmp_path)


def passes_its_tests(site, folder):
    status, output = python(site, "-m", "pytest", "-p", "no:cacheprovider", cwd=folder)
    return status == 0 and "2 passed" in output


def is_checked(module):
    content = module.read_bytes()
    (is_it,) = [
        word == b"with"
        for word in (b"with", b"without")
        if b"all_objects_must_be_compiled_%s_HF_CHECKED" % word in content
    ]
    return is_it


@pytest.mark.parametrize(
    "options, of_the_build",
    [
        ([], ["MANIFEST.in", "pyproject.toml", "setup.py"]),
        (["--setuptools"], ["MANIFEST.in", "pyproject.toml", "setup.py"]),
        (["--meson"], ["meson.build", "meson_options.txt"]),
        (["--cmake"], ["CMakeLists.txt"]),
    ],
)
def test_the_names_are_those_that_were_asked_for(installed, tmp_path, options, of_the_build):
    folder = make(installed, tmp_path, *options)
    files = [file for file in folder.rglob("*") if file.is_file()]
    names = {str(file.relative_to(folder)) for file in files}
    assert names == {"README.md", "reef.c", "tests/test_reef.py", *of_the_build}
    assert not any("kelp" in file.read_text() for file in files)


@pytest.mark.parametrize("name", ["two-words", "class", "a/b", ""])
def test_what_is_no_name_is_refused(installed, tmp_path, name):
    status, output = python(installed, "-m", "pyholdfast", "new", name, cwd=tmp_path)
    assert status == 2
    assert "is no name for a module" in output
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_stays(installed, folder):
    (folder / "reef.c").write_text("mine")
    status, output = python(installed, "-m", "pyholdfast", "new", "reef", cwd=folder.parent)
    assert status == 2
    assert "is there already" in output
    assert (folder / "reef.c").read_text() == "mine"


def test_its_sdist_and_wheel(installed, folder, tmp_path):
    """The wheel is made from what the sdist has."""
    build = python(installed, "-m", "build", "--no-isolation", cwd=folder, HOME=str(tmp_path))
    assert build[0] == 0
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {"reef.c", "tests/test_reef.py"} <= names
    assert not any("core" in name for name in names)

    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(tmp_path / "site")
    assert not is_checked(tmp_path / "site" / f"reef{SUFFIX}")
    shutil.copytree(folder / "tests", tmp_path / "elsewhere" / "tests")
    assert passes_its_tests(tmp_path / "site", tmp_path / "elsewhere")


def test_its_checked_build_and_back(installed, folder):
    for options, checked in [(["--checked"], True), ([], False)]:
        command = ["setup.py", "build_ext", "--inplace", *options]
        assert python(installed, *command, cwd=folder)[0] == 0
        assert is_checked(folder / f"reef{SUFFIX}") == checked
        assert passes_its_tests(folder, folder)


@pytest.mark.parametrize("value, checked", [("1", True), ("0", False), ("", False)])
def test_the_environment_asks_for_the_checked_build(installed, tmp_path, value, checked):
    program = (
        "from pyholdfast.building import BuildExt\n"
        "from setuptools import Distribution\n"
        "print('checked:', BuildExt(Distribution()).checked)"
    )
    status, output = python(installed, "-c", program, cwd=tmp_path, HOLDFAST_CHECKED=value)
    assert status == 0
    assert output.endswith(f"checked: {checked}\n")


def test_its_build_by_cmake(installed, tmp_path):
    folder = make(installed, tmp_path, "--cmake")
    configure = ["cmake", "-S", ".", "-B", "build", f"-DPython3_EXECUTABLE={sys.executable}"]
    for option, checked in [("ON", True), ("OFF", False)]:
        for command in [
            [*configure, f"-DHOLDFAST_CHECKED={option}"],
            ["cmake", "--build", "build"],
            ["ctest", "--test-dir", "build", "--output-on-failure", "--no-tests=error"],
        ]:
            assert run(installed, *command, cwd=folder)[0] == 0
        assert is_checked(folder / "build" / f"reef{SUFFIX}") == checked


def test_its_build_by_meson(installed, tmp_path):
    folder = make(installed, tmp_path, "--meson")
    # Meson takes the first python3 there is.
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    assert run(installed, "meson", "setup", "build", cwd=folder, PATH=path)[0] == 0
    for option, checked in [("true", True), ("false", False)]:
        for command in [
            ["meson", "configure", "build", f"-Dchecked={option}"],
            ["meson", "test", "-C", "build", "--print-errorlogs"],
        ]:
            status, output = run(installed, *command, cwd=folder, PATH=path)
            assert status == 0
        assert re.search(r"^1/1 tests +OK", output, re.M)
        assert is_checked(folder / "build" / f"reef{SUFFIX}") == checked
