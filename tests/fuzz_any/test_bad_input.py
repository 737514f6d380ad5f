"""Packages that cannot be fuzzed get one sentence, others are coped with."""

import pathlib

import planted
import pytest
from fuzzing import fuzz


def package(folder, text, name="odd"):
    (folder / f"{name}.py").write_text(text)
    return name


SENTENCES = {
    "import nothing_like_that": "odd cannot be imported: ModuleNotFoundError: No module named 'nothing_like_that'",
    "x = 1": "odd has no extension module",
    "import os; os._exit(3)": "odd ends the process when it is imported: exit status 3",
    "import ctypes; ctypes.string_at(0)": "odd ends the process when it is imported: SIGSEGV",
    "import os; os._exit(70)": "odd ends the process when it is imported: exit status 70",
    "import os; os._exit(77)": "odd ends the process when it is imported: exit status 77",
    "import os; os._exit(0)": "odd ends the process when it is imported: exit status 0",
    "raise ValueError('no' + 'o' * 100000)": "odd cannot be imported: ValueError: nooo",
    "import os; os.fork()": "odd cannot be imported: PermissionError: os.fork is refused",
    "import subprocess; subprocess.Popen(['sleep', '300'])": "odd cannot be imported: PermissionError: subprocess.Popen",
    "import sys; sys.exit('no')": "odd ends the process when it is imported: exit status 1",
    "raise RuntimeError('no display, and no $DISPLAY')": "odd cannot be imported: RuntimeError: no display",
    "def (": "odd cannot be imported: SyntaxError",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_one_sentence(tmp_path, text):
    package(tmp_path, text)
    status, _, said = fuzz("odd", tmp_path, "--path", tmp_path)
    assert status == 2
    assert SENTENCES[text] in said
    assert len(said.strip().splitlines()) == 1


def test_no_such_package(tmp_path):
    status, _, said = fuzz("there_is_none", tmp_path)
    assert (status, len(said.strip().splitlines())) == (2, 1)


@pytest.mark.parametrize("what", ["pass", "print('x' * 10000), sys.stderr.write('x' * 10000)"])
def test_import_for_ever(tmp_path, monkeypatch, what):
    package(tmp_path, f"import sys\nwhile True: {what}")
    monkeypatch.setenv("HOLDFAST_IMPORT_SECONDS", "3")
    status, _, said = fuzz("odd", tmp_path, "--path", tmp_path)
    assert status == 2
    assert "its import runs for ever" in said


# Each does to the process what it should not, and has an extension to call.
COPES = {
    "prints": "import sys\nfor _ in range(20000): print('x' * 100); sys.stderr.write('y' * 100)\n",
    "locale": "import locale\nlocale.setlocale(locale.LC_ALL, 'C')\n",
    "signals": "import signal\nsignal.signal(signal.SIGSEGV, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_IGN)\n",
    "recursion": "import sys\nsys.setrecursionlimit(50)\n",
    "modules": "import sys\nsys.modules.pop('re', None); sys.modules['odd.nothing'] = None; sys.modules['strange'] = 5\n",
    "no modules": "import sys\nfor name in ('re', 'io', 'json', 'types', 'inspect'): sys.modules[name] = None\n",
    "path": "import sys\nsys.path.clear()\n",
    "timer": "import signal\nsignal.setitimer(signal.ITIMER_REAL, 1)\n",
    "descriptors": "import os\nos.closerange(3, 64)\n",
    "thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n",
    "reads": "import sys\ntry:\n    sys.stdin.read()\nexcept Exception:\n    pass\n",
    "output": "import sys\nsys.stdout.close(); sys.stderr = None\n",
    "excepthook": "import sys\nsys.excepthook = sys.unraisablehook = None\n",
}


def package_with_extension(folder, text):
    (folder / "odd").mkdir()
    extension = pathlib.Path(planted.__file__)
    (folder / "odd" / extension.name).write_bytes(extension.read_bytes())
    (folder / "odd" / "__init__.py").write_text(text)


@pytest.mark.parametrize("name", COPES)
def test_is_coped_with(tmp_path, name):
    package_with_extension(tmp_path, COPES[name] + "from odd import planted\n")
    before = _processes(tmp_path)
    options = ["--path", tmp_path, "--only", "new_reference_left", "--without", "failures"]
    status, report, said = fuzz("odd", tmp_path, *options, programs=50)
    assert status == 1 and report["totals"]["programs"] == 50, said
    assert [each["target"].split(".")[-1] for each in report["causes"]] == ["new_reference_left"]
    assert _processes(tmp_path) <= before


def _processes(folder):
    """Those that have to do with the folder."""
    found = set()
    for each in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (each / "cmdline").read_bytes():
                found.add(each.name)
        except OSError:
            continue
    return found


def test_nothing_is_left_behind(tmp_path):
    before = {each.name for each in pathlib.Path("/tmp").glob("holdfast-*")}
    fuzz("planted", tmp_path, "--only", "new_reference_left", programs=50)
    assert {each.name for each in pathlib.Path("/tmp").glob("holdfast-*")} <= before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out"]


def test_nothing_to_call(tmp_path):
    status, _, said = fuzz("planted", tmp_path, "--only", "there_is_none")
    assert status == 2
    assert "offers nothing to call by that name" in said


def test_what_stands_in_the_place_of_the_package(tmp_path):
    package_with_extension(tmp_path, "import sys\nfrom odd import planted\nsys.modules[__name__] = type('Lazy', (), {})()\n")
    status, _, said = fuzz("odd", tmp_path, "--path", tmp_path)
    assert (status, said.strip()) == (2, "odd offers nothing that can be called by its name")
