"""Builds programs and extension modules of the checked build, by hand.

Not by Bazel: whatever --config says, each is built with HF_CHECKED, by both
compilers, with and without optimization. The interpreter that runs this is the one
that they are built for.

core/ is compiled once for each way: "building.py WAY OUT" makes one object of all of it,
as Bazel does before the tests.
"""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CORE = sorted(pathlib.Path("core").rglob("*.c"))
FLAGS = os.environ["COPTS"].split() + ["-g", "-fno-omit-frame-pointer"]
CHECKED = ["-DHF_CHECKED"]
SANITIZED = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# Otherwise gcc follows a debug CPython's links to the release headers, and finds
# the wrong pyconfig.h beside them.
# And it makes one function of two that are alike: a report may name the other.
GCC = ["gcc", "-fno-canonical-system-headers", "-fno-ipa-icf"]
# The ways in which everything is built: a compiler and its options.
WAYS = {
    "gcc-O0": [*GCC, "-O0"],
    "gcc-O2": [*GCC, "-O2"],
    "clang-O0": ["clang", "-O0"],
    "clang-O2": ["clang", "-O2"],
    "gcc-asan": [*GCC, "-O1", *SANITIZED],
}
PYTHON = json.loads(
    subprocess.run(
        [sys.executable, "-I", "tools/python_facts.py"],
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
)

# What a compiler makes does not depend on the interpreter: on the release one not all of
# the ways are tried again.
EVERY = hasattr(sys, "gettotalrefcount")
# Where Bazel puts core/ of each way, for this interpreter.
MADE_BEFORE = pathlib.Path("tests/ledger", "core_debug" if EVERY else "core")

_made = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR")))
_objects = {}


def run(command, **kwargs):
    """Runs |command|; its output, errors among it, is printed and returned."""
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **kwargs,
    )
    print("$", *command, "\n" + done.stdout)
    return done


def succeed(command, **kwargs):
    done = run(command, **kwargs)
    assert done.returncode == 0, done.stdout
    return done.stdout


def compile(way, sources, *flags, folder=None):
    """The objects made of |sources|. Two at a time: some machines are small."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=_made)) if folder is None else folder
    # The headers of CPython are not ours to warn about.
    includes = [word for path in PYTHON["includes"] for word in ("-isystem", path)]
    program = f'-DHOLDFAST_PYTHON_PROGRAM="{PYTHON["executable"]}"'

    def one(source):
        out = folder / (pathlib.Path(source).stem + ".o")
        command = [*WAYS[way], *FLAGS, *flags, program, "-fPIC", "-I.", *includes]
        succeed([*command, "-c", source, "-o", out])
        return out

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, sources))


def core(way, *flags):
    """The objects of core/, compiled once for each |way| and |flags|."""
    ready = MADE_BEFORE / f"{way}.o"
    if list(flags) == CHECKED and ready.exists():
        return [ready]
    if (way, flags) not in _objects:
        _objects[way, flags] = compile(way, CORE, *flags)
    return _objects[way, flags]


def link(way, objects, out, *flags):
    return run([*WAYS[way], *objects, *flags, "-o", out])


def library():
    """What a program that embeds CPython is linked with."""
    path = pathlib.Path(PYTHON["library"])
    return [path, f"-Wl,-rpath,{path.parent}", *PYTHON["libs"], "-pthread"]


def program(way, sources, *flags):
    """A program made of |sources| and core/."""
    objects = compile(way, sources, *CHECKED, *flags) + core(way, *CHECKED, *flags)
    out = objects[0].with_suffix("")
    done = link(way, objects, out, *library())
    assert done.returncode == 0
    return out


def module(way, name, objects):
    """An extension module; its folder is what PYTHONPATH needs."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=_made))
    done = link(way, objects, folder / (name + PYTHON["ext_suffix"]), "-shared")
    return done, folder


def copy_of_core():
    """A folder that holds a copy of core/, to be changed."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=_made))
    shutil.copytree("core", folder / "core")
    return folder


def environment(**variables):
    """The environment with |variables| alone as far as the ledger goes."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HOLDFAST_")}
    kept.update(
        ASAN_OPTIONS="detect_leaks=0:abort_on_error=0:exitcode=99",
        **{k: str(v) for k, v in variables.items()},
    )
    return kept


if __name__ == "__main__":
    succeed(["ld", "-r", *core(sys.argv[1], *CHECKED), "-o", sys.argv[2]])
