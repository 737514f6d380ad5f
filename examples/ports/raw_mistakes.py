"""The mistakes of mistakes.py, made in the C that two of the ports take the place of: the
module of MarkupSafe 2, and CPython's _json.c. They are compiled for a release CPython, and
what is printed is how many do not compile, and how many the originals' own tests notice.

msgpack is left out: its original is Cython, which counts the references itself, and the C
behind it has none.

    ./bazelw run //examples/ports:mistakes -- --originals [--count N] [--list]
"""

import functools
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile

from seeding import REFUSED, Mistake, chosen, try_all

MARKUPSAFE = "markupsafe==2.1.5"
MINOR = "%d.%d" % sys.version_info[:2]
INCLUDE = sysconfig.get_paths()["include"]
FLAGS = [
    *"-fPIC -O1 -g -DPy_BUILD_CORE_MODULE".split(),
    *["-I" + INCLUDE, "-I" + INCLUDE + "/internal"],
    *REFUSED,
    *"-Wno-unused-parameter -Wno-missing-field-initializers -Wno-cast-function-type".split(),
]

BALANCED = r"(?:[^();]|\((?:[^();]|\((?:[^();]|\([^();]*\))*\))*\))*"
# A call gives a variable a new reference, unless it is one of those that borrow.
MADE = rf"(\n\s+(?:PyObject \*)?(\w+) = (?:\([\w *]+\))?(\w+)\({BALANCED}\);)"
BORROWS = re.compile("GET_|GetItem|SetDefault|FromId|_DATA$")
FAILED = r"(?:return (?:NULL|-1)|goto bail);"
# What is done, where, and what stands there instead. FAIL is what the function returns
# where it fails.
OPERATORS = {
    "drop an incref": (rf"\bPy_X?INCREF\(({BALANCED})\);", r";"),
    "return what is borrowed": (rf"\bPy_NewRef\(({BALANCED})\)", r"\1"),
    "incref where decref was": (r"\bPy_(X?)DECREF\((\w+)\);", r"Py_\1INCREF(\2);"),
    "decref where incref was": (rf"\bPy_(X?)INCREF\(({BALANCED})\);", r"Py_\1DECREF(\2);"),
    "move twice": (r"\breturn (_steal_\w+\(\w+, (\w+)\));", r"Py_DECREF(\2); return \1;"),
    "never release": (r"\bPy_X?DECREF\(\w+\);", r";"),
    "release too early": (MADE, r"\1 Py_XDECREF(\2);"),
    "release twice": (r"\b(Py_X?DECREF\(\w+\);)", r"{ \1 \1 }"),
    "leak a second reference": (MADE, r"\1 Py_XINCREF(\2);"),
    "release what is lent": (
        r"(\n(?:static [^;{}()]*?)?\w+\((?:[^;{}()]*, ?)?Py(?:Unicode)?Object ?\*(\w+)[^;{}()]*\)\n\{)",
        r"\1 Py_DECREF(\2);"),
    "overwrite a field": (r"\bPy_CLEAR\(([^()]+)\);", r"\1 = NULL;"),
    "forget an error": (
        rf"\bif \((?:\w+ == NULL|!\w+)\)(?:\s*{FAILED}|\s*\{{\s*{FAILED}\s*\}})", r";"),
    "forget that it failed": (
        rf"\bif \((\w+\({BALANCED}\))(?: < 0)?\)(?:\s*{FAILED}|\s*\{{\s*{FAILED}\s*\}})", r"(void)\1;"),
    "leak where it fails": (r"\bgoto bail;", r"return FAIL;"),
    "drop a result": (rf"\breturn (_?Py\w+\({BALANCED}\));", r"{ (void)\1; return FAIL; }"),
}  # fmt: skip
# Where a function fails that holds nothing yet: to leave it at once is no mistake.
NOTHING_HELD = {
    "scanstring_unicode": "end is out of bounds",
    "encoder_listencode_dict": "(ident == NULL)",
}

DEFINITION = re.compile(r"^(?:static )?(\w+ ?\*?)\s*\n?(\w+)\((?:(?!\n\n)[^;{}])*\)\n\{$", re.M)


def function_at(text, at):
    """The type and the name of the function that |at| is in, and the text from there."""
    found = [definition for definition in DEFINITION.finditer(text, 0, at)][-1]
    return found[1], found[2], text[found.start() : at]


def is_object(text, found):
    """Whether a call gives a PyObject pointer to a variable, and a reference with it."""
    declared = rf"\bPyObject ?\* ?(?:[^;(]*\*)?{found[2]}\b"
    is_global = re.search(rf"^static PyObject ?\* ?{found[2]};", text, re.M)
    body = function_at(text, found.start())[2] + found[0]
    return not BORROWS.search(found[3]) and bool(is_global or re.search(declared, body))


# ---- Where the originals come from.

def markupsafe(folder):
    """The unpacked source of the package."""
    subprocess.run(
        [shutil.which("pip3") or "pip", "download", "--quiet", "--no-deps", "--no-binary", "markupsafe",
         "--dest", folder, MARKUPSAFE], check=True,
    )  # fmt: skip
    with tarfile.open(next(folder.glob("*.tar.gz"))) as tar:
        tar.extractall(folder)
    return next(path for path in folder.iterdir() if path.is_dir())


def more_of_test(folder):
    """A folder that has test_json, which belongs to the package test, where this Python
    has none: Debian has it in a package of its own."""
    probe = "import test.test_json"
    if subprocess.run([sys.executable, "-c", probe], stderr=subprocess.DEVNULL).returncode == 0:
        return ""
    name = f"libpython{MINOR}-testsuite"
    subprocess.run(["apt-get", "-q", "download", name], cwd=folder, check=True, capture_output=True)
    subprocess.run(["dpkg", "-x", next(folder.glob("*.deb")), folder], check=True)
    return str(next(folder.glob("usr/lib/python3*/test")))


# ---- Their tests.

# The module is found before all others by its name, also again and again, as test_json
# imports it.
RUN_JSON = """
import importlib.util, pkgutil, sys, unittest
library, more = sys.argv[1:]
class Ours:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return importlib.util.spec_from_file_location(name, library) if name == "_json" else None
sys.meta_path.insert(0, Ours)
import _json, test
assert _json.__file__ == library
if more:
    test.__path__.append(more)
from test import test_json
names = [f"test.test_json.{name}" for _, name, _ in pkgutil.iter_modules(test_json.__path__)]
names.remove("test.test_json.__main__")
suite = unittest.defaultTestLoader.loadTestsFromNames(names)
result = unittest.TextTestRunner(verbosity=0, failfast=True).run(suite)
sys.exit(not result.wasSuccessful() or result.testsRun < 100)
"""
RUN_MARKUPSAFE = """
import sys, pytest
package, library, tests = sys.argv[1:]
sys.path.insert(0, package)
import markupsafe._speedups
assert markupsafe._speedups.__file__ == library
sys.exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore", tests]))
"""


def run_json(more, library):
    return [sys.executable, "-X", "faulthandler", "-c", RUN_JSON, library, more]


def run_markupsafe(source, library):
    package = library.parent.parent
    for module in (source / "src" / "markupsafe").glob("*.py"):
        (library.parent / module.name).write_text(module.read_text())
    return [sys.executable, "-X", "faulthandler", "-c", RUN_MARKUPSAFE, package, library, source / "tests"]


ENDS = ["does not compile", "crashes in their tests", "fails in their tests", "unseen"]


def compiled(text, *arguments):
    return subprocess.run(
        ["gcc", *FLAGS, *arguments, "-x", "c", "-"], input=text, capture_output=True, text=True,
    )  # fmt: skip


def outcome(text, module, run, folder):
    """What becomes of |text|, in a folder of its own in |folder|."""
    place = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "markupsafe"
    place.mkdir()
    library = place / f"{module}{sysconfig.get_config_var('EXT_SUFFIX')}"
    if compiled(text, "-shared", "-o", library).returncode:
        return "does not compile"
    try:
        found = subprocess.run(run(library), capture_output=True, cwd=place, timeout=180)
    except subprocess.TimeoutExpired:
        return "fails in their tests"
    if found.returncode < 0:
        return "crashes in their tests"
    return "fails in their tests" if found.returncode else "unseen"


def originals(folder):
    """For each: where its C lies, the module's name, and how its tests are run."""
    for name in ["markupsafe", "json", "tests"]:
        (folder / name).mkdir()
    source = markupsafe(folder / "markupsafe")
    subprocess.run(["tools/cpython", "--fetch", folder / "json", "--version", MINOR], check=True)
    return {
        "markupsafe": (
            source / "src" / "markupsafe" / "_speedups.c",
            "_speedups",
            functools.partial(run_markupsafe, source),
        ),
        "json": (
            folder / "json" / "Modules" / "_json.c",
            "_json",
            functools.partial(run_json, more_of_test(folder / "tests")),
        ),
    }


def mistakes(port, path):
    """All that can be made in an original."""
    text = path.read_text()
    for operator, (pattern, becomes) in OPERATORS.items():
        for found in re.finditer(pattern, text):
            new = found.expand(becomes)
            if pattern == MADE and not is_object(text, found):
                continue
            if "FAIL" in becomes:
                kind, name, before = function_at(text, found.start())
                is_pointer = kind.endswith("*")
                if operator == "drop a result" and not is_pointer:
                    continue
                if NOTHING_HELD.get(name, "\0") in before[-80:]:
                    continue
                new = new.replace("FAIL", "NULL" if is_pointer else "-1")
            yield Mistake(port, str(path), operator, found.start(), found.end(), new)


def main(count, is_listed):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        known = originals(folder)
        for path, *how in known.values():
            assert outcome(path.read_text(), *how, folder) == "unseen", path
        rows = [mistake for port, (path, *_) in known.items() for mistake in mistakes(port, path)]
        made = chosen(rows, OPERATORS, count)
        try_all(made, lambda m: outcome(m.source(), *known[m.port][1:], folder), ENDS, is_listed)
