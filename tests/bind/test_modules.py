"""What a module consists of, and how often it is made."""

import ctypes
import gc
import importlib
import os
import subprocess
import sys
import textwrap
import weakref

import parts
import pytest
from growth import forget_names, types_end


def imported_again():
    """A second module of the same file."""
    for name in [name for name in sys.modules if name.split(".")[0] == "parts"]:
        del sys.modules[name]
    try:
        return importlib.import_module("parts")
    finally:
        sys.modules["parts"] = parts


class Thing:
    pass


def test_constants():
    assert (parts.LIMIT, parts.HALF, parts.YES) == (10, 0.5, True)
    assert type(parts.YES) is bool
    assert (parts.UNIT, parts.NAME) == ("m", "kelp")


def test_the_state_of_what_is_no_module():
    assert parts.label_of(parts) == parts.label()
    with pytest.raises(TypeError, match="expected module, found int"):
        parts.label_of(3)
    with pytest.raises(SystemError, match="has no state 'parts_state'"):
        parts.label_of(sys)


def test_slots_are_exported_where_cpython_asks_for_them():
    library = ctypes.CDLL(parts.__file__)
    assert hasattr(library, "PyInit_parts")
    assert hasattr(library, "PyModExport_parts") == (sys.version_info >= (3, 15))


def test_exceptions_are_classes_of_the_module():
    assert issubclass(parts.Error, ValueError)
    assert issubclass(parts.Worse, parts.Error)
    assert parts.Error.__module__ == "parts"
    assert parts.Error.__qualname__ == "Error"
    assert parts.Error.__doc__ == "Is wrong."


def test_exceptions_are_raised_from_the_state():
    with pytest.raises(parts.Error, match="^no part 3$") as error:
        parts.fail()
    assert error.type is parts.Error
    with pytest.raises(parts.Worse):
        parts.fail(badly=True)


def test_what_exec_did_is_there():
    assert parts.label() == str(parts)


class TestSubmodules:
    def test_are_modules_of_their_own(self):
        assert parts.small.__name__ == "parts.small"
        assert parts.small.__doc__ == "A small one."
        assert parts.small.ONE == 1
        assert parts.small.inner.double_of(4) == 8
        assert parts.small.inner.__name__ == "parts.small.inner"
        assert parts.small.__spec__.name == "parts.small"

    def test_can_be_imported(self):
        import parts.small.inner as inner

        assert inner.double_of(2) == 4

    def test_have_a_state_of_their_own(self):
        again = imported_again()
        assert again.small.count() == 1
        assert again.small.count() == 2
        assert imported_again().small.count() == 1


class TestState:
    def test_keeps_an_object_and_lets_go_of_it(self):
        thing = Thing()
        ref = weakref.ref(thing)
        parts.keep(thing)
        assert parts.kept() is thing
        del thing
        gc.collect()
        assert ref() is not None
        parts.keep(None)
        assert ref() is None

    def test_is_new_in_each_module(self):
        before = parts.calls()
        again = imported_again()
        assert again is not parts
        assert again.calls() == 0
        again.keep(1)
        assert (again.calls(), parts.calls()) == (1, before)
        assert again.Error is not parts.Error

    @types_end
    def test_is_released_with_its_module(self):
        again = imported_again()
        thing = Thing()
        ref = weakref.ref(thing)
        again.keep(thing)
        del again, thing
        gc.collect()
        assert ref() is None

    @types_end
    def test_is_seen_by_the_garbage_collector(self):
        again = imported_again()
        thing = Thing()
        thing.module = again  # a cycle through the state
        ref = weakref.ref(thing)
        again.keep(thing)
        assert thing in gc.get_referents(again)
        del again, thing
        gc.collect()
        assert ref() is None

    def test_stays_when_the_module_is_reloaded(self):
        again = imported_again()
        again.keep(7)
        sys.modules["parts"] = again
        try:
            assert importlib.reload(again) is again
        finally:
            sys.modules["parts"] = parts
        assert again.kept() == 7

    @types_end
    @pytest.mark.skipif(not hasattr(sys, "gettotalrefcount"), reason="no debug CPython")
    def test_imports_leave_nothing_behind(self):
        # Caches of the import system grow now and then, and not with each import.
        # One reference more is the sum's own.
        totals = []
        for _ in range(6):
            for _ in range(20):
                imported_again().keep(Thing())
            gc.collect()
            forget_names()
            totals.append(sys.gettotalrefcount())
        growths = [after - before for before, after in zip(totals, totals[1:])]
        assert min(map(abs, growths)) <= 1, growths


def test_an_exec_that_fails_fails_the_import():
    os.environ["PARTS_FAIL"] = "yes"
    try:
        for _ in range(3):
            with pytest.raises(RuntimeError, match="^told to fail: yes$"):
                imported_again()
    finally:
        del os.environ["PARTS_FAIL"]
    assert imported_again().LIMIT == 10


def run(program):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_an_import_that_fails_leaves_no_submodule():
    done = run(
        """
        import os, sys
        os.environ["PARTS_FAIL"] = "yes"
        try:
            import parts
        except RuntimeError as e:
            assert str(e) == "told to fail: yes"
        assert not [name for name in sys.modules if name.startswith("parts")]
        del os.environ["PARTS_FAIL"]
        import parts.small.inner
        assert sys.modules["parts.small.inner"].double_of(2) == 4
        """
    )
    assert done.returncode == 0, done.stdout


def test_each_interpreter_has_one():
    done = run(
        """
        import parts, sys
        parts.keep("main")
        try:
            import _xxsubinterpreters as interpreters
        except ImportError:
            import _interpreters as interpreters
        for _ in range(3):
            other = interpreters.create()
            failed = interpreters.run_string(other, '''
        import sys; sys.path[:] = %r
        import parts
        assert parts.kept() is None
        parts.keep([1])
        try:
            parts.fail()
        except parts.Error as error:
            assert str(error) == "no part 3"
        assert parts.small.inner.double_of(1) == 2
        print("fine", flush=True)
        ''' % sys.path)
            assert failed is None, failed  # from 3.13 on
            interpreters.destroy(other)
        assert parts.kept() == "main"
        """
    )
    assert (done.returncode, done.stdout) == (0, "fine\n" * 3)


def test_python_ends_with_a_state_that_is_full():
    done = run("import parts; parts.keep(parts); parts.keep([parts.small])")
    assert (done.returncode, done.stdout) == (0, "")
