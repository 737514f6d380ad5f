"""The wheel, as pip would unpack it."""

import os
import pathlib
import subprocess
import sys
import zipfile

import pytest

FOLDER = pathlib.Path("pytest_holdfast/wheel")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    (wheel,) = FOLDER.glob("*.whl")
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(folder)
    return folder


def run(installed, *command, **options):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    environment["PYTHONPATH"] = str(installed)
    return subprocess.run(
        [sys.executable, "-m", *command],
        env=environment,
        stdout=subprocess.PIPE,
        universal_newlines=True,
        **options,
    )


def test_pytest_finds_the_plugin_and_it_preloads_its_hook(installed, tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import ctypes\n"
        "def test_clean(): pass\n"
        "def test_lost(): ctypes.CDLL(None).malloc(100)\n"
    )
    result = run(installed, "pytest", "--leaks", "-p", "no:cacheprovider", cwd=tmp_path)
    assert "1 failed, 1 passed" in result.stdout
    assert "memory: malloc blocks are not freed, 1 block, 100 bytes per run" in result.stdout
    assert result.returncode == 1


def test_it_says_how_to_compile_for_depth_b(installed):
    flags = run(installed, "pytest_holdfast", "--cflags", check=True).stdout.split()
    include = run(installed, "pytest_holdfast", "--include-dir", check=True).stdout.strip()
    assert f"-I{include}" in flags and "-include" in flags
