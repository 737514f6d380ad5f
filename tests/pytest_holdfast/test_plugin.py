"""What the plugin does to a session: outcomes, reports, options."""

import re

import pytest

pytest_plugins = ["pytester"]

# Leaks without an extension of their own.
LEAKS = """
    import ctypes
    import pytest

    ctypes.pythonapi.Py_IncRef.argtypes = [ctypes.py_object]
    malloc = ctypes.CDLL(None).malloc
    malloc.restype = ctypes.c_void_p

    OBJECT = object()

    def lose(thing):
        ctypes.pythonapi.Py_IncRef(thing)
"""


@pytest.fixture
def run(pytester):
    """Runs pytest --leaks on a test file, in a process of its own."""

    def run(source, *options, plugins=()):
        pytester.makepyfile(LEAKS + source)
        return pytester.runpytest_subprocess(
            "-p", "pytest_holdfast", "-p", "no:cacheprovider", *plugins, "--leaks", *options
        )

    return run


def test_a_clean_test_passes(run):
    result = run("""
    def test_clean():
        assert [object()]
    """)
    result.assert_outcomes(passed=1)
    assert result.ret == 0


def test_a_lost_reference_fails_the_test(run):
    result = run("""
    def test_lost():
        lose(OBJECT)
    """)
    result.assert_outcomes(failed=1)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["reference: *, 1 reference per run", "  object     object"])


def test_a_lost_block_is_reported_with_its_stack(run):
    result = run("""
    def test_lost():
        malloc(100)
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["memory: *, 1 block, 100 bytes per run", "    #0 *"])
    assert re.search(r"#\d+ ffi_call", result.stdout.str())


def test_a_test_without_leaks_is_left_alone(run):
    result = run("""
    import os

    RUNS = []

    @pytest.mark.no_leaks
    def test_lost():
        RUNS.append(lose(OBJECT))

    def test_once():
        assert len(RUNS) == 1
    """)
    result.assert_outcomes(passed=2)


def test_ordinary_outcomes_stay(run):
    result = run("""
    def test_fails():
        lose(OBJECT)
        assert False

    def test_skips():
        pytest.skip("no")

    @pytest.mark.xfail
    def test_expected_to_fail():
        assert False

    @pytest.fixture
    def broken():
        raise ValueError

    def test_with_an_error(broken):
        pass
    """)
    result.assert_outcomes(failed=1, skipped=1, xfailed=1, errors=1)


def test_an_expected_failure_that_passes_is_told_as_that(run):
    result = run("""
    @pytest.mark.xfail(strict=True)
    def test_strict():
        lose(OBJECT)

    @pytest.mark.xfail
    def test_lenient():
        lose(OBJECT)

    @pytest.mark.xfail(False, reason="not here")
    def test_not_expected_here():
        lose(OBJECT)
    """)
    result.assert_outcomes(failed=2, xpassed=1)
    result.stdout.fnmatch_lines(["*XPASS(strict)*", "reference: *"])


def test_who_raised_a_count_is_known_to_the_extension_alone(run):
    source = """
    def test_memory():
        malloc(100)

    def test_reference():
        lose(OBJECT)
    """
    hint = "*python3 -m pytest_holdfast --cflags*"
    run(source).stdout.fnmatch_lines([hint])
    run(source, "-k", "memory").stdout.no_fnmatch_line(hint)
