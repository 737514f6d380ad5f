"""The examples and the ports in three interpreters: one after another, and at once.

From CPython 3.12 on each interpreter has a GIL of its own; before that they share one.
"""

import subprocess
import sys
import textwrap

import pytest

# What is called in each, and right only if it has what it keeps for itself.
CALLS = {
    "example.buffers": "memoryview(m.ConstantBuffer(7, 3)).tolist() == [7, 7, 7]",
    "example.classes": "isinstance(m.Dog('kelp'), m.Animal) and m.User('Dave')",
    "example.code": "m.function_name() == '<module>'",
    "example.containers": "m.squares(5) == [0, 1, 4, 9, 16]",
    "example.exceptions": "issubclass(m.CustomError, RuntimeError) and m.CustomError('kelp').args == ('kelp',)",
    "example.functions": "m.double(10) == 20",
    "example.gil": "m.count(b'banana', ord('a')) == 3",
    "example.hello": "m.hello() == 'Hello!'",
    "example.iterators": "list(m.Range(0, 9, 4)) == [0, 4, 8]",
    "example.memory": "m.append('left') == m.append('left')",
    "example.modules": "(m.increment(), m.count(), m.whoami()) == (None, 1, 'Ziggy')",
    "example.operators": "(m.Ops(3) + m.Ops(2)).num() == 5",
    "example.result_types": "m.half(-6) == -3",
    "ports._json": "m.dumps(['kelp', 2.5, None, True])[7:] == ', 2.5, null, true]'",
    "ports._packer": "m.Packer().pack([7, 'kelp', Ext(5, b'x')]).hex() == '9307a46b656c70d40578'",
    "ports._speedups": "m.escape('<kelp>') == '&lt;kelp&gt;' and type(m.escape('')) is Markup",
}
if sys.version_info[:2] == (3, 13):
    # It imports datetime: CPython 3.13.5 crashes where interpreters do so at the same time.
    del CALLS["ports._packer"]

PROGRAM = """
import sys, threading
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
OWN = sys.version_info >= (3, 12)
create = interpreters.create if sys.version_info[:2] != (3, 12) else lambda: interpreters.create(isolated=True)
source = "import sys; sys.path[:] = %r\\n" % sys.path + '''
import collections, importlib, types
# What the ports look for in the packages that they are of.
Ext, Markup = collections.namedtuple("Ext", "code data"), type("Markup", (str,), {})
ext = types.SimpleNamespace(ExtType=Ext, Timestamp=type("Timestamp", (), {}))
sys.modules.update({"msgpack.ext": ext, "markupsafe": types.SimpleNamespace(Markup=Markup)})
calls = {calls!r}
for name, call in calls.items():
    m = importlib.import_module(name)
    assert eval(call), call
if {own}:
    try:  # its thread finds an interpreter by PyGILState_Ensure, which knows one
        import example.callbacks
    except ImportError as error:
        assert "per-interpreter" in str(error) or "subinterpreters" in str(error), error
    else:
        raise AssertionError("example.callbacks")
'''
source = source.replace("{own}", str(OWN))

def run(times):
    for _ in range(times):
        other = create()
        failed = interpreters.run_string(other, source)
        if failed is not None:  # from 3.13 on; it raises before that
            print(failed.formatted if hasattr(failed, "formatted") else failed)
        else:
            done.append(other)
        interpreters.destroy(other)

done = []
run(3)
threads = [threading.Thread(target=run, args=(1,)) for _ in range(3)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(done), "of 6")
"""


def test_three_interpreters():
    try:
        __import__("_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters")
    except ImportError:
        pytest.skip("this CPython has no module that makes interpreters")
    program = PROGRAM.replace("{calls!r}", repr(CALLS))
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "6 of 6\n")
