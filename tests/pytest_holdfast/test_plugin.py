"""What the plugin does to a session: outcomes, reports, options."""

import os
import pathlib
import re

import pytest

import pytest_holdfast

pytest_plugins = ["pytester"]

# Leaks without an extension of their own.
LEAKS = """
    import ctypes
    import pytest

    ctypes.pythonapi.Py_IncRef.argtypes = [ctypes.py_object]
    malloc = ctypes.CDLL(None).malloc
    malloc.restype = ctypes.c_void_p
    free = ctypes.CDLL(None).free
    free.argtypes = [ctypes.c_void_p]

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


def test_a_test_that_is_marked_needs_no_option(pytester):
    pytester.makepyfile(LEAKS + """
    @pytest.mark.leaks
    def test_marked():
        malloc(1000)

    @pytest.mark.leaks
    @pytest.mark.no_leaks
    def test_marked_as_both():
        malloc(1000)

    def test_not_marked():
        malloc(1000)
    """)
    command = ["-p", "pytest_holdfast", "-p", "no:cacheprovider"]
    result = pytester.runpytest_subprocess(*command)
    result.assert_outcomes(failed=1, passed=2)
    result.stdout.fnmatch_lines(["*malloc blocks are not freed, 1 block, 1000 bytes per run"])
    # And where none is run, nothing is started again.
    pytester.runpytest_subprocess(*command, "-k", "not_marked").stdout.no_fnmatch_line("*again*")


FORMS = """
    import asyncio
    import unittest

    @pytest.fixture(scope="session")
    def session():
        return [1]

    @pytest.fixture(scope="module", params=[1, 2])
    def module(request, session):
        yield [request.param]

    @pytest.fixture
    def own(module, tmp_path):
        kept = [module]
        yield kept
        assert kept

    @pytest.mark.parametrize("x", ["a", "b"])
    def test_fixtures(own, x, record_property, caplog, capsys, monkeypatch, request):
        record_property("x", x)
        request.node.add_marker(pytest.mark.usefixtures("own"))
        monkeypatch.setenv("HOLDFAST_X", x)
        print(x)

    class Case(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            cls.shared = [1]

        def setUp(self):
            self.own = [2]

        def test_clean(self):
            for i in range(3):
                with self.subTest(i=i):
                    assert self.shared and self.own

        def test_lost(self):
            malloc(100)

        def test_skipped(self):
            self.skipTest("no")

    class Async(unittest.IsolatedAsyncioTestCase):
        async def test_clean(self):
            await asyncio.sleep(0)

        async def test_lost(self):
            await asyncio.sleep(0)
            malloc(100)
"""


def test_all_forms_of_tests_are_repeated(run):
    result = run(FORMS)
    result.assert_outcomes(passed=6, failed=2, skipped=1)
    result.stdout.no_fnmatch_line("*not repeatable*")


def test_workers_of_xdist_find_the_same(run):
    pytest.importorskip("xdist")
    # Its socket needs a host name; it has a test of its own below.
    result = run(FORMS, "-n2", "-p", "no:rerunfailures")
    result.assert_outcomes(passed=6, failed=2, skipped=1)
    result.stdout.fnmatch_lines(["memory: *, 1 block, 100 bytes per run"])


def test_a_leak_is_a_failure_also_when_it_is_run_again(run):
    pytest.importorskip("pytest_rerunfailures")
    result = run("""
    RUN = {}

    def test_fails_at_first():
        first, RUN["before"] = not RUN, True
        assert not first

    def test_lost():
        malloc(100)
    """, "--reruns=1")
    result.assert_outcomes(passed=1, failed=1)
    assert result.parseoutcomes()["rerun"] == 2


def test_junit_has_it_as_a_failure(run, pytester):
    run("""
    def test_lost():
        malloc(100)
    """, "--junitxml=report.xml", "-x")
    text = (pytester.path / "report.xml").read_text()
    assert 'errors="0" failures="1"' in text
    assert re.search('<failure message="memory in ffi_call of libffi.*: malloc blocks are not freed', text)


def test_a_test_that_cannot_be_repeated_keeps_its_outcome(run):
    result = run("""
    RUNS = []

    def test_once():
        RUNS.append(1)
        assert len(RUNS) == 1
    """)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*leaks: not repeatable*", "*::test_once: AssertionError*"])


def test_a_cache_that_fills_up_is_no_leak(run):
    result = run("""
    import functools, itertools

    NEW = itertools.count()
    CACHE, FIRST = {}, []

    @functools.lru_cache(maxsize=100)
    def cached(x):
        return [x]

    def test_bounded():
        cached(next(NEW))

    def test_once():
        CACHE.setdefault("x", [object()])

    def test_twice():
        if len(FIRST) < 3:
            FIRST.append(object())
    """)
    result.assert_outcomes(passed=3)


def test_what_python_keeps_forever_is_a_leak_with_its_holder(run):
    result = run("""
    KEPT = []

    class Thing:
        pass

    def test_kept():
        KEPT.append(Thing())
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["object: a Thing is not released*", "  held by    list *.KEPT"])


CRASH = """
    def test_before():
        pass

    def test_crash():
        ctypes.string_at(0)

    def test_exit():
        import os
        os._exit(7)

    def test_lost():
        malloc(100)

    def test_after():
        pass
"""


def test_a_crash_is_the_failure_of_its_test(run):
    result = run(CRASH, "--leaks-isolate")
    result.assert_outcomes(passed=2, failed=3)
    result.stdout.fnmatch_lines([
        "crash: the test was ended by SIGSEGV*",
        "    File *test_a_crash_is_the_failure_of_its_test.py* in test_crash",
        "    #0 *",
        "crash: the test was ended by exit status 7",
        "memory: *, 1 block, 100 bytes per run",
    ])
    result.stdout.no_fnmatch_line("    File *pluggy*")


@pytest.mark.parametrize("options", [[], ["-q"], ["-n1", "-p", "no:rerunfailures"], ["-qq"]])
def test_progress_is_shown_of_what_takes_long(run, pytester, options):
    if "-n1" in options:
        pytest.importorskip("xdist")
    pytester.makeconftest("""
    from pytest_holdfast import plugin

    plugin.Progress.SECONDS = 0  # all do
    """)
    result = run("""
    KEPT = []

    def test_fast():
        pass

    def test_slow():
        KEPT[:] = [object() for _ in range(len(KEPT) or 1)]
    """, *options)
    assert result.ret == 0
    output = result.stderr if "-n1" in options else result.stdout  # a worker has no terminal
    line = "leaks: *::test_slow: repetition 1"
    if "-qq" in options:
        output.no_fnmatch_line(line)
    else:
        output.fnmatch_lines([line])  # all of one


def test_without_what_is_compiled_the_rest_works_and_says_so(pytester, monkeypatch):
    package = pytester.mkdir("pytest_holdfast")
    source = pathlib.Path(pytest_holdfast.__file__).parent
    for file in source.rglob("*.py"):
        if file.name.endswith("_test.py"):
            continue  # it would be run here
        copy = package / file.relative_to(source)
        copy.parent.mkdir(exist_ok=True, parents=True)
        copy.write_text(file.read_text())
    path = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", f"{pytester.path}{os.pathsep}{path}")
    pytester.makepyfile(LEAKS + """
    def test_clean():
        assert [object()]

    def test_lost():
        lose(OBJECT)

    def test_lost_object():
        lose([1, 2])
    """)
    result = pytester.runpytest_subprocess("-p", "pytest_holdfast", "--leaks")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["leaks: no allocation hook on this system*"])


def test_a_leak_is_seen_though_something_else_is_freed_once(run):
    result = run("""
    FREED = [[malloc(100) for _ in range(3)] for _ in range(2)]
    RUNS = []

    def test_lost():
        malloc(100)
        RUNS.append(None)
        if len(RUNS) in (3, 9):  # the second repetition, and one of many
            for block in FREED.pop():
                free(block)
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["memory: malloc *, 1 block, 100 bytes per run"])


def test_objects_of_modules_that_a_test_imports_are_watched(run, pytester):
    pytester.makepyfile(helper="""
    class Holder:
        thing = object()
    """)
    result = run("""
    import helper

    def test_lost():
        lose(helper.Holder.thing)
    """)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["reference: *, 1 reference per run"])


# ---- A test whose first run leaves nothing is not repeated.

COUNTED = """
    import os

    LOG = os.open("runs", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def ran(name):
        os.write(LOG, name + b"\\n")
"""


# Plugins that look at what a test's fixtures have made, once it was called: with them
# each test is repeated.
ALONE = ["-p", "no:rerunfailures"]


def test_who_leaves_nothing_runs_once(run, pytester):
    result = run(COUNTED + """
    import unittest

    @pytest.fixture(scope="module")
    def shared():
        return []

    @pytest.fixture
    def own(shared, tmp_path):
        yield [shared]
        ran(b"own torn down")

    class TestMethod:
        def test_method(self):
            pass

        def test_method_again(self):
            ran(b"method")

    class Case(unittest.TestCase):
        def test_case(self):
            pass

        def test_case_again(self):
            ran(b"case")

    @pytest.mark.parametrize("number", [1, 2])
    def test_fixtures(own, number):
        if number == 2:
            ran(b"fixtures")

    def test_lost():
        ran(b"lost")
        lose(OBJECT)
    """, *ALONE)
    result.assert_outcomes(passed=6, failed=1)
    runs = (pytester.path / "runs").read_text().splitlines()
    assert [runs.count(each) for each in ("method", "case", "fixtures")] == [1, 1, 1]
    assert runs[runs.index("fixtures") + 1] == "own torn down"
    assert runs.count("lost") > 5


def test_fixtures_are_torn_down_as_often_as_they_are_set_up(run, pytester):
    result = run(COUNTED + """
    cache = []

    @pytest.fixture
    def own(capsys):
        ran(b"up")
        yield
        ran(b"down")

    @pytest.mark.parametrize("number", [1, 2])
    def test_fixture(own, number):
        cache or cache.append([])
    """, *ALONE)
    result.assert_outcomes(passed=2)
    runs = (pytester.path / "runs").read_text().splitlines()
    assert len(runs) > 4  # the first test was repeated
    assert runs == ["up", "down"] * (len(runs) // 2)


def test_what_has_the_memory_of_an_ended_object_is_not_accused(run):
    """Lists that have ended, and in their memory some that only a StringIO knows, until the
    next run; beside it two lists in what a cache of the library has."""
    result = run("""
    import filecmp
    import io

    STREAMS = [None]

    def test_lists():
        for i in range(2):
            filecmp._cache[object()] = ([i],)
        ended = ([1], [2], [3], [4])
        streams = tuple(io.StringIO() for _ in ended)
        del ended
        for stream in streams:
            stream.getvalue()
        STREAMS[0] = streams
    """)
    result.assert_outcomes(passed=1)


def test_what_a_fixture_loses_is_seen_in_the_first_run(run):
    result = run("""
    @pytest.fixture
    def losing():
        lose(OBJECT)

    @pytest.fixture
    def losing_at_the_end():
        yield
        malloc(100)

    def test_nothing():
        pass

    def test_nothing_again():
        pass

    def test_setup(losing):
        pass

    def test_setup_again(losing):
        pass

    def test_teardown(losing_at_the_end):
        pass

    def test_teardown_again(losing_at_the_end):
        pass
    """)
    result.assert_outcomes(passed=2, failed=4)


def test_fixtures_that_live_on_are_torn_down_by_who_made_them_last(run):
    result = run("""
    @pytest.fixture(scope="session")
    def outer():
        yield
        print("outer")

    @pytest.fixture(scope="module")
    def inner(outer):
        yield
        print("inner")

    def test_nothing():
        pass

    def test_outer(outer):
        pass

    def test_inner(inner):
        pass

    def test_inner_by_name(request):
        request.getfixturevalue("inner")
    """, "-s")
    result.assert_outcomes(passed=4)
    said = result.stdout.str()
    assert said.count("inner\n") == said.count("outer\n") == 1
    assert said.index("inner\n") < said.index("outer\n")


def test_who_looks_at_fixtures_after_the_call_finds_them(run, pytester):
    pytester.makeconftest("""
    def pytest_runtest_teardown(item):
        assert item.funcargs["thing"] == [1]
    """)
    result = run("""
    @pytest.fixture
    def thing():
        return [1]

    def test_thing(thing):
        pass

    def test_thing_again(thing):
        pass
    """)
    result.assert_outcomes(passed=2)


# ---- It accuses nobody.


def test_a_teardown_that_raises_is_an_error_of_the_teardown(run):
    result = run("""
    @pytest.fixture
    def broken():
        yield
        raise ValueError("not twice")

    @pytest.fixture
    def exits():
        yield
        raise SystemExit(3)

    @pytest.fixture
    def fails():
        yield
        pytest.fail("of its own")

    def test_raises(broken):
        pass

    def test_exits(exits):
        pass

    def test_fails(fails):
        pass

    def test_after():
        pass
    """)
    result.assert_outcomes(passed=4, errors=3)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_raises*", "E *not twice"])


def test_who_exits_fails_and_the_session_goes_on(run):
    result = run("""
    RUNS = []

    def test_exits():
        raise SystemExit(3)

    def test_exits_later():
        RUNS.append(1)
        if len(RUNS) > 1:
            raise SystemExit(3)

    def test_after():
        pass
    """)
    result.assert_outcomes(failed=1, passed=2)
    assert result.stdout.str().count("test_exits_later: SystemExit: 3") == 1


def test_who_is_interrupted_ends_the_session(run):
    result = run("""
    RUNS = []

    def test_interrupted():
        RUNS.append(1)
        if len(RUNS) > 1:
            raise KeyboardInterrupt

    def test_after():
        pass
    """)
    assert result.ret == pytest.ExitCode.INTERRUPTED


def test_what_stops_growing_is_no_leak(run):
    result = run("""
    import filecmp
    import threading
    import time

    SLOW, OPEN, THREADS = [], [], []

    def test_slow_cache():
        time.sleep(0.3)
        if len(SLOW) < 8:
            SLOW.append(object())

    def test_cache_of_the_library(tmp_path):
        a, b = tmp_path / "a", tmp_path / "b"
        a.write_text("kelp")
        b.write_text("kelp")
        time.sleep(0.05)
        assert filecmp.cmp(a, b, shallow=False)

    def test_pool_of_files():
        if len(OPEN) < 8:
            OPEN.append(open(__file__))

    def test_thread_that_nobody_joins():
        threading.Thread(target=time.sleep, args=(0.05,)).start()
    """)
    result.assert_outcomes(passed=4)


@pytest.mark.parametrize("options, seed", [((), "'0'"), (("--hypothesis-seed=7",), "'7'")])
def test_hypothesis_makes_the_same_examples_in_each_repetition(run, pytester, options, seed):
    """With other examples what caches by values has grown in each."""
    pytester.makeconftest("""
    def pytest_addoption(parser):
        parser.addoption("--hypothesis-seed")  # as hypothesis's plugin does

    def pytest_configure(config):
        config.seed = config.getoption("--hypothesis-seed")

    def pytest_report_header(config):
        return f"the seed is {config.seed!r}"
    """)
    result = run("""
    def test_clean():
        assert [object()]
    """, *options)
    result.stdout.fnmatch_lines([f"the seed is {seed}"])


def test_threads_and_files_that_stay_are_leaks(run):
    result = run("""
    import threading

    OPEN, WAITING = [], threading.Event()

    def test_files():
        OPEN.append(open(__file__))

    def test_threads():
        threading.Thread(target=WAITING.wait, daemon=True).start()
    """)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["file descriptor: *, 1 file descriptor per run", "thread state: *"])


def test_what_has_leaked_is_not_asked(run):
    """Its class lies, or raises, or says that it is something else."""
    result = run("""
    def kinds():
        class Shy:
            def __getattribute__(self, name):
                raise RuntimeError(name)

        class Liar:
            __class__ = property(lambda self: 1 / 0)

            def __repr__(self):
                raise RuntimeError

        class Meta(type):
            def __getattribute__(self, name):
                raise RuntimeError(name)

        class Posing(metaclass=Meta):
            pass

        return [Shy, Liar, Posing]

    KINDS = kinds()
    # ctypes would ask for its __class__.
    raise_count = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)(("Py_IncRef", ctypes.pythonapi))

    @pytest.mark.parametrize("which", [0, 1, 2])
    def test_lost(which):
        thing = KINDS[which]()
        raise_count(id(thing))

    def test_lost_class():
        raise_count(id(KINDS[2]))
    """)
    result.assert_outcomes(failed=4)
    text = result.stdout.str()
    for name in ("Shy", "Liar", "Posing"):
        assert f"object: a {name} is not released, 1 object" in text
    assert "reference: the count of a Meta rises" in text
    assert "RuntimeError" not in text
