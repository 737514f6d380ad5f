"""pyholdfast new: what it makes is built and passes its tests, where nothing else is."""

import os
import pathlib
import re
import shutil
import sys
import tarfile
import zipfile

import pytest

from installing import FOLDER, SUFFIX, install, python, run


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
    status, output = python(site, "-m", "pytest", "-p", "no:cacheprovider", "tests", cwd=folder)
    return status == 0 and "3 passed" in output


def ci(folder):
    """The commands of the CI file, but for what installs, with {} for the value that
    asks for the checked build; and the two that it has, in the file's own words."""
    text = (folder / ".github" / "workflows" / "test.yml").read_text()
    (values,) = re.findall(r"^ *checked: \[(.*), (.*)\]$", text, re.M)
    commands = re.findall(r"^ *- run: (.*)", text, re.M)
    assert commands[0].startswith("python3 -m pip install ")
    names = [command.replace("${{ matrix.checked }}", "{}") for command in commands[1:]]
    return names, [value.strip('"') for value in values]


def python_first(folder):
    """A folder for PATH with this Python as python3: tools take the first one."""
    bin_ = folder.parent / "bin"
    bin_.mkdir(exist_ok=True)
    if not (bin_ / "python3").exists():
        (bin_ / "python3").symlink_to(sys.executable)
    return bin_


def pass_ci(site, folder, checked, only=None):
    """Each command that |only| is in passes, with this Python as the first on PATH."""
    bin_ = python_first(folder)
    commands, values = ci(folder)
    outputs = []
    for command in commands:
        if only is None or only in command:
            command = command.format(values[checked])
            if command.startswith("cmake -S"):
                command += f" -DPython3_EXECUTABLE={sys.executable}"
            path = f"{bin_}:{os.environ['PATH']}"
            done = run(site, "sh", "-ec", command, cwd=folder, PATH=path, HOME=str(folder.parent))
            assert done[0] == 0
            outputs.append(done[1])
    assert outputs
    return "".join(outputs)


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
        (["--bazel"], [".bazelrc", "BUILD", "MODULE.bazel", "WORKSPACE"]),
    ],
)
def test_the_names_are_those_that_were_asked_for(installed, tmp_path, options, of_the_build):
    folder = make(installed, tmp_path, *options)
    files = [file for file in folder.rglob("*") if file.is_file()]
    names = {str(file.relative_to(folder)) for file in files}
    common = {"README.md", "reef.c", "tests/test_reef.py", "reef-stubs/__init__.pyi"}
    assert names == common | {".github/workflows/test.yml", *of_the_build}
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


def test_its_build_by_setuptools(installed, folder, tmp_path):
    """The checked one, which is tested; then the sdist and a release wheel that is made
    from what the sdist has; then the checked one is built over."""
    site = folder.parent / "site"
    shutil.copytree(installed, site)
    output = pass_ci(site, folder, checked=True)
    assert "3 passed" in output
    assert is_checked(folder / f"reef{SUFFIX}")

    (sdist,) = (folder / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {"reef.c", "tests/test_reef.py", "reef-stubs/__init__.pyi"} <= names
    assert not any("core" in name for name in names)

    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(tmp_path / "wheel")
    assert not is_checked(tmp_path / "wheel" / f"reef{SUFFIX}")
    assert (tmp_path / "wheel" / "reef-stubs" / "__init__.pyi").exists()
    shutil.copytree(folder / "tests", tmp_path / "elsewhere" / "tests")
    assert passes_its_tests(tmp_path / "wheel", tmp_path / "elsewhere")

    pass_ci(site, folder, checked=False, only="build_ext")
    assert not is_checked(folder / f"reef{SUFFIX}")
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


@pytest.mark.parametrize("checked", [True, False], ids=["checked", "release"])
@pytest.mark.parametrize("build", ["cmake", "meson"])
def test_its_build_by(build, installed, tmp_path, checked):
    folder = make(installed, tmp_path, f"--{build}")
    output = pass_ci(installed, folder, checked)
    assert re.search({"cmake": "100% tests passed", "meson": r"^1/1 (\w+:)?tests +OK"}[build], output, re.M)
    assert is_checked(folder / "build" / f"reef{SUFFIX}") == checked


MESON = """\
project('reef', 'c', meson_version: '>=1.0')
python = import('python').find_installation('python3', pure: false)
holdfast = dependency('holdfast', fallback: 'holdfast')
python.extension_module(
  'reef',
  'reef.c',
  holdfast.get_variable('sources', default_value: '').split(),
  dependencies: [holdfast, python.dependency()],
)
"""


@pytest.mark.parametrize("way", ["pkg-config", "subproject"])
def test_meson_finds_the_dependency(way, installed, folder):
    """By the lines of README.md; the sdist is the subproject, which is built checked."""
    assert MESON[MESON.index("holdfast = ") :] in pathlib.Path("README.md").read_text()
    (folder / "meson.build").write_text(MESON)
    setup, environment = ["meson", "setup", "build"], {}
    if way == "subproject":
        (sdist,) = FOLDER.glob("*.tar.gz")
        with tarfile.open(sdist) as file:
            file.extractall(folder / "subprojects")
        (unpacked,) = (folder / "subprojects").iterdir()
        unpacked.rename(folder / "subprojects" / "holdfast")
        setup.append("-Dholdfast:checked=true")
    else:
        environment["PKG_CONFIG_PATH"] = str(installed / "pyholdfast" / "pkgconfig")
    environment["PATH"] = f"{python_first(folder)}:{os.environ['PATH']}"
    for command in [setup, ["ninja", "-C", "build"]]:
        assert run(installed, *command, cwd=folder, **environment)[0] == 0
    assert is_checked(folder / "build" / f"reef{SUFFIX}") == (way == "subproject")
    assert passes_its_tests(folder / "build", folder)
