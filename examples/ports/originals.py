"""Holds the ports against their originals: runs the originals' own tests on them, unchanged,
and measures both. The originals are fetched by pip.

    ./bazelw run -c opt //examples/ports:originals -- [--no-tests] [--no-times]
"""

import argparse
import gc
import importlib
import importlib.util
import json
import json.encoder
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time

from ports import _json, _speedups

MARKUPSAFE = ["markupsafe==3.0.2", "markupsafe==2.1.5"]
MSGPACK = "msgpack==1.1.0"
TURNS, TURN_NS = 21, 2_000_000


def pip(*args):
    subprocess.run([shutil.which("pip3") or "pip", *args, "--quiet", "--no-deps"], check=True)


def fetched(requirement, folder):
    """The unpacked source of a package, and the folder of the package as it is built."""
    name = requirement.partition("=")[0]
    pip("download", "--no-binary", name, "--dest", folder / "sdist", requirement)
    archive = next((folder / "sdist").glob("*.tar.gz"))
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "source")
    pip("install", "--target", folder / "built", requirement)
    return next((folder / "source").iterdir()), folder / "built"


def run_tests(what, tests, path, *options):
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, tests],
        env=dict(os.environ, PYTHONPATH=f"{path}{os.pathsep}{os.environ['PYTHONPATH']}"),
        cwd=tests.parent,
        capture_output=True,
        text=True,
    )
    print(f"{what}: {found.stdout.strip().splitlines()[-1]}")
    if found.returncode:
        print(found.stdout[-4000:])
    return found.returncode == 0


def put_in_place(module, package, name):
    for old in package.glob(f"{name}.*.so"):
        old.unlink()
    shutil.copy(module.__file__, package / pathlib.Path(module.__file__).name)


def turn(function, argument, times):
    begin = time.thread_time_ns()
    for _ in range(times):
        function(argument)
    return time.thread_time_ns() - begin


def ratio(ours, theirs, argument):
    """The median of that of turns, which alternate."""
    assert ours(argument) == theirs(argument)
    times = 1
    while turn(theirs, argument, times) < TURN_NS:
        times *= 2
    return statistics.median(
        turn(ours, argument, times) / turn(theirs, argument, times) for _ in range(TURNS)
    )


def row(name, ratios):
    print(f"  {name:12}" + "".join(f"{r:8.2f}" for r in ratios))


def markupsafe_times(built):
    sys.path.insert(0, str(built))
    theirs = importlib.import_module("markupsafe._speedups")
    del sys.path[0]
    sizes = [8, 40, 1000, 20_000]
    print("markupsafe: _escape_inner, of the original's time; of length " + ", ".join(map(str, sizes)))
    for width, c in {"ASCII": "x", "Latin-1": "é", "UCS-2": "こ", "UCS-4": "🍣"}.items():
        for every in [0, 100, 20, 4]:
            texts = [
                "".join("&<>'\""[i % 5] if every and i % every == min(3, every) else c for i in range(n))
                for n in sizes
            ]
            ratios = [ratio(_speedups._escape_inner, theirs._escape_inner, t) for t in texts]
            row(f"{width} {f'1/{every}' if every else 'none'}", ratios)


def by_make_encoder(module, encoder):
    def dumps(o):
        return "".join(module(
            {}, None, encoder, None, ": ", ", ", False, False, True
        )(o, 0))  # fmt: skip

    return dumps


def json_times():
    cases = {
        "text": "hello world", "escapes": 'a "quoted"\n é text ' * 5, "Japanese": "こんにちは" * 40,
        "long text": "x" * 5000, "ints": list(range(1000)), "floats": [i / 7 for i in range(200)],
        "large ints": [10**30 + i for i in range(100)], "texts": [f"item {i}" for i in range(500)],
        "records": [{"id": i, "name": "Somebody", "tags": ["x", "y"], "active": True, "none": None} for i in range(100)],
        "nested": [[[[[[i]]]]] for i in range(50)], "int keys": {i: i for i in range(300)},
        "empty": {}, "tuples": [(1, 2, 3)] * 100,
    }  # fmt: skip
    ours = by_make_encoder(_json.make_encoder, _json.encode_basestring_ascii)
    theirs = by_make_encoder(json.encoder.c_make_encoder, json.encoder.c_encode_basestring_ascii)
    print("json: dumps, and make_encoder in its place, of the standard library's time")
    for name, o in cases.items():
        row(name, [ratio(_json.dumps, json.dumps, o), ratio(ours, theirs, o)])


def msgpack_times(built):
    sys.path.insert(0, str(built))
    theirs = importlib.import_module("msgpack._cmsgpack").Packer().pack
    ours = importlib.import_module("ports._packer").Packer().pack
    del sys.path[0]
    cases = {
        "int": 7, "text": "hello world", "ints": list(range(1000)), "floats": [i / 7 for i in range(200)],
        "texts": [f"item {i}" for i in range(500)], "bytes": b"x" * 10_000,
        "records": [{"id": i, "name": "Somebody", "tags": ["x", "y"], "active": True} for i in range(100)],
    }  # fmt: skip
    print("msgpack: pack, of the original's time")
    for name, o in cases.items():
        row(name, [ratio(ours, theirs, o)])


# The tests of C are those of test_json.cjson, a json of their own. Two look at nothing
# but the name of the module.
STDLIB = """
import sys, unittest
from ports import _json
from test import test_json
encoder = test_json.cjson.encoder
for name in ["make_encoder", "encode_basestring_ascii", "encode_basestring"]:
    setattr(encoder, "c_" + name, getattr(_json, name))
encoder.encode_basestring_ascii = _json.encode_basestring_ascii
encoder.encode_basestring = _json.encode_basestring
test_json.TestCTest.test_cjson = lambda self: None
from test.test_json import test_speedups
test_speedups.TestSpeedups.test_encode_basestring_ascii = lambda self: None
suite = unittest.defaultTestLoader.loadTestsFromModule(test_json)
sys.exit(not unittest.TextTestRunner(verbosity=0).run(suite).wasSuccessful())
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--no-tests", action="store_true")
    arguments.add_argument("--no-times", action="store_true")
    arguments = arguments.parse_args()
    well = True
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        fetches = {what: fetched(what, folder / what) for what in [*MARKUPSAFE, MSGPACK]}
        if not arguments.no_times:
            markupsafe_times(fetches[MARKUPSAFE[0]][1])
            json_times()
            msgpack_times(fetches[MSGPACK][1])
        if not arguments.no_tests:
            for what in MARKUPSAFE:
                source, built = fetches[what]
                put_in_place(_speedups, built / "markupsafe", "_speedups")
                well &= run_tests(what, source / "tests", built, "-W", "ignore")
            source, built = fetches[MSGPACK]
            package = built / "msgpack"
            packer = importlib.import_module("ports._packer")
            put_in_place(packer, package, "_cmsgpack")
            (package / "_cmsgpack.py").write_text(
                "from .fallback import Unpacker, unpackb\nfrom ._packer import Packer\n"
            )
            well &= run_tests(MSGPACK, source / "test", built, "-W", "ignore")
            if importlib.util.find_spec("test.test_json"):
                found = subprocess.run([sys.executable, "-c", STDLIB], capture_output=True, text=True)
                print("test.test_json:", " ".join(found.stderr.split()[-6:]))
                well &= found.returncode == 0
            else:
                print("test.test_json: this Python has none (libpython3-testsuite)")
    sys.exit(not well)


if __name__ == "__main__":
    main()
