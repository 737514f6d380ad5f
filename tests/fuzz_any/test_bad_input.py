"""Packages that cannot be fuzzed get one sentence, others are coped with."""

import json
import pathlib

import planted
import pytest
from fuzzing import fuzz, start


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
    "import builtins; builtins.__import__ = builtins.len = None; import re": "odd cannot be imported: TypeError: 'NoneType'",
    "import os; os.closerange(0, 1024)": "odd closes descriptors that it has not opened",
    "import os; os.chdir('/')": "odd cannot be imported: PermissionError: os.chdir is refused",
    "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))": "PermissionError: resource.setrlimit is refused",
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
    "builtin": "import builtins\nbuiltins.open = builtins.compile = None; del builtins.len\n",
    "functions": "import os, sys\nos.fork = os.read = os.write = os.waitpid = os._exit = sys.exit = None\n",
    "modules' functions": "import json, io, pickle, time\njson.dumps = io.open = pickle.dumps = time.monotonic = None\n",
    "finders": "import sys\nfrom odd import planted\nsys.meta_path = []; sys.path_hooks = sys.path = None\n",
    "thread that is no daemon": "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n",
    "exit handler that waits": "import atexit, time\natexit.register(time.sleep, 600)\n",
    "exit handler that ends": "import atexit, os\natexit.register(os._exit, 9)\n",
    "exit handler that crashes": "import atexit, ctypes\natexit.register(ctypes.string_at, 0)\n",
    "output that raises": "import sys\nsys.stdout = sys.stderr = type('W', (), {'write': lambda *_: 1 / 0, 'flush': lambda *_: 1 / 0})()\n",
    "thread that prints": "import threading\ndef run():\n    while True: print('x' * 1000000)\nthreading.Thread(target=run, daemon=True).start()\n",
    "traceback later": "import faulthandler\nfaulthandler.dump_traceback_later(1, exit=True)\n",
    "alarm": "import signal\nsignal.alarm(2)\n",
    "blocked signals": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\n",
    "children": "import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\n",
    "collector": "import gc\ngc.set_debug(gc.DEBUG_SAVEALL); gc.callbacks.append(lambda *_: 1 / 0)\n",
    "switch interval": "import sys\nsys.setswitchinterval(1000)\n",
    "umask": "import os\nos.umask(0o777)\n",
    "standard error": "import os\nos.close(2)\n",
    "temporary file": "import tempfile\ntempfile.TemporaryFile(dir=tempfile.gettempdir()).close()\n",
    "program": "import subprocess\ntry:\n    subprocess.Popen(['sleep', '314'])\nexcept Exception:\n    pass\n",
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
    assert not _processes("sleep\x00314")


# What an import has broken, and nobody can mend.
BROKEN = {
    "import sys\ndef hook(event, arguments):\n    if event == 'open': raise ValueError('no')\nsys.addaudithook(hook)\n": (
        "odd has changed the interpreter: nothing else can run in it: ValueError: no"
    ),
    "import os\nos.register_at_fork(after_in_child=lambda: os._exit(9))\n": (
        "odd ends each process that is forked after its import"
    ),
    "import os, threading, time\nthreading.Thread(target=lambda: (time.sleep(1), os._exit(5)), daemon=True).start()\n": (
        "odd ends the process after its import: exit status 5"
    ),
}


@pytest.mark.parametrize("text", BROKEN)
def test_one_sentence_where_it_can_be_imported(tmp_path, text):
    package_with_extension(tmp_path, text + "from odd import planted\n")
    status, _, said = fuzz("odd", tmp_path, "--path", tmp_path, programs=100000)
    assert (status, said.strip()) == (2, BROKEN[text])


def test_a_module_whose_name_cannot_be_said(tmp_path):
    package_with_extension(tmp_path, "from odd import planted\n")
    for name in ("async", "two-words", "plain"):
        (tmp_path / "odd" / f"{name}.py").write_text("def called():\n    pass\n")
    options = ["--path", tmp_path, "--only", "new_reference_left|called", "--without", "failures"]
    status, report, said = fuzz("odd", tmp_path, *options, programs=50)
    assert status == 1 and report["totals"]["programs"] == 50, said


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


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Where temporary files are."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_nothing_is_left_behind(tmp_path, temporary):
    fuzz("planted", tmp_path, "--only", "new_reference_left", programs=50)
    assert not list(temporary.iterdir())
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "temporary"]


def test_what_a_package_keeps_in_python_is_no_leak(tmp_path):
    text = "from odd import planted\nkept = {}\ndef keep(thing):\n    kept.setdefault('all', []).append([thing])\n"
    text += "class Keeps:\n    all = {}\n    def __init__(self, thing):\n        self.all[thing, 1] = self\n"
    package_with_extension(tmp_path, text)
    options = ["--path", tmp_path, "--only", "keep|Keeps|new_reference_left", "--without", "failures"]
    status, report, said = fuzz("odd", tmp_path, *options)
    assert status == 1, said
    assert [each["target"] for each in report["causes"]] == ["odd.planted.new_reference_left"]
    assert not report["unconfirmed"] and set(report["kept"]) >= {"odd.keep", "odd.Keeps"}
    assert "odd.keep leaves what its package keeps in Python" in said


def test_a_count_that_a_package_keeps_in_python_is_no_leak(tmp_path):
    package_with_extension(tmp_path, "from odd import planted\nkept = [0] * 99\ndef keep(thing):\n    kept.append(thing)\n")
    (tmp_path / "out").mkdir()
    rows = [[["call", "odd.keep", [["None", "none", None]], None]], [["call", "odd.planted.none_increfd", [], None]]]
    (tmp_path / "out" / "corpus.json").write_text(json.dumps({"package": "odd", "programs": rows}))
    status, report, said = fuzz("odd", tmp_path, "--path", tmp_path, "--replay", "--without", "failures", "--without", "blocks")
    assert status == 1 and [each["target"] for each in report["causes"]] == ["odd.planted.none_increfd"], said
    assert list(report["kept"]) == ["odd.keep"]


def test_nothing_to_call(tmp_path):
    status, _, said = fuzz("planted", tmp_path, "--only", "there_is_none")
    assert status == 2
    assert "offers nothing to call by that name" in said


def test_what_stands_in_the_place_of_the_package(tmp_path):
    package_with_extension(tmp_path, "import sys\nfrom odd import planted\nsys.modules[__name__] = type('Lazy', (), {})()\n")
    status, _, said = fuzz("odd", tmp_path, "--path", tmp_path)
    assert (status, said.strip()) == (2, "odd offers nothing that can be called by its name")


OPTIONS = {
    ("--seconds", "0"): "'0' is no number from 0.1 on",
    ("--seconds", "nan"): "'nan' is no number from 0.1 on",
    ("--jobs", "0"): "'0' is no number from 1 on",
    ("--programs", "-3"): "'-3' is no number from 0 on",
    ("--only", "("): "'(' is no regular expression",
    ("--path", "/there/is/none"): "'/there/is/none' is no folder",
    ("--learn", "/there/is/none"): "there is no '/there/is/none'",
    ("--output", "/proc/none"): "--output cannot be made",
    ("--emit-tests", "/there/is/none"): "'/there/is' is no folder",
}


@pytest.mark.parametrize("options", OPTIONS)
def test_options_that_mean_nothing(tmp_path, options):
    status, _, said = fuzz("planted", tmp_path, *options)
    assert status == 2
    assert OPTIONS[options] in said and "Traceback" not in said


CORPORA = {
    "[]": False,
    "{": False,
    '{"programs": 5}': False,
    '{"programs": [[]]}': False,
    '{"programs": [[["zzz", "planted.f", [], null]]]}': False,
    '{"programs": [[["call", "planted.f", [["1", 2, 3]], null]]]}': False,
    '{"programs": [[["method", "f", [], null]]]}': False,
    '{"programs": [[["call", "planted.new_reference_left", [], "v0"]]]}': True,
}


@pytest.mark.parametrize("text", CORPORA)
def test_a_damaged_corpus(tmp_path, text):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "corpus.json").write_text(text)
    status, _, said = fuzz("planted", tmp_path, "--replay", "--without", "failures")
    assert status == (1 if CORPORA[text] else 2), said
    assert ("is no corpus that a run has left" in said) is not CORPORA[text]
    assert (tmp_path / "out" / "corpus.json").read_text() == text


def test_nothing_is_left_behind_by_one_that_is_ended(tmp_path, temporary):
    process = start("planted", tmp_path, "--seconds", "100")
    while not (tmp_path / "out" / "report.json").exists():
        assert process.poll() is None
    assert list(temporary.iterdir())
    process.terminate()
    said, _ = process.communicate()
    assert process.returncode == 1 and b"interrupted" in said
    assert not list(temporary.iterdir())
    assert (tmp_path / "out" / "report.html").exists()
