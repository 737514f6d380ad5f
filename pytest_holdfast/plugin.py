"""What pytest calls."""

import os
import pathlib
import re
import sys
import time
import types

import pytest
from _pytest.runner import runtestprotocol
from _pytest.skipping import xfailed_key

from . import decide, first, recompiled, checked, isolate, oom, report, session
from .entries import Entries
from .installed import Installed, is_extension, native
from .progress import Progress
from .repeat import Repeater
from .report.causes import likely_first

PRELOAD = pathlib.Path(__file__).with_name("libholdfast_preload.so")

# Set in the process that was started again: what LD_PRELOAD was before.
AGAIN = "HOLDFAST_LD_PRELOAD"
_was_started_again = AGAIN in os.environ


def pytest_addoption(parser):
    group = parser.getgroup("leaks", "leaks of C extensions")
    group.addoption("--leaks", action="store_true", help="let tests that leak fail")
    group.addoption(
        "--leaks-runs",
        type=int,
        default=decide.QUICK,
        metavar="N",
        help="repetitions that must all show growth before a test is looked at more closely "
        "(default: %(default)s)",
    )
    group.addoption(
        "--leaks-depth",
        default="ABC",
        metavar="ABC",
        help="how to look: A at any extension, B at those compiled with holdfast/watch.h, "
        "C at those written with Holdfast, in its checked build (default: %(default)s)",
    )
    group.addoption(
        "--leaks-isolate",
        action="store_true",
        help="run each test in a child process: a crash is the failure of that test",
    )
    group.addoption(
        "--leaks-oom",
        action="store_true",
        help="repeat each test with the k-th allocation made inside an extension failing, "
        "for each k; whatever the test says, nothing may leak or crash",
    )
    group.addoption(
        "--leaks-no-preload",
        action="store_true",
        help="do not start pytest again with an allocation hook preloaded: no stacks",
    )
    session.add_options(group)


# ---- Starting again, with the hook preloaded.


def _may_start_again(config, options):
    return (
        not options.leaks_no_preload
        and not _was_started_again
        and sys.platform == "linux"
        and PRELOAD.exists()
        and not native.preloaded()
        and "asan" not in os.environ.get("LD_PRELOAD", "")
        # pytest was started by a command line, and by this one.
        and list(config.invocation_params.args) == sys.argv[1:]
    )


def _command_line():
    if hasattr(sys, "orig_argv"):
        return [sys.executable, *sys.orig_argv[1:]]
    if os.path.basename(sys.argv[0]) == "__main__.py":
        return [sys.executable, "-m", "pytest", *sys.argv[1:]]
    return [sys.executable, *sys.argv]


def _start_again():
    before = os.environ.get("LD_PRELOAD", "")
    os.environ[AGAIN] = before
    os.environ["LD_PRELOAD"] = f"{PRELOAD} {before}".strip()
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, _command_line())


@pytest.hookimpl(hookwrapper=True, tryfirst=True)  # before output is captured
def pytest_load_initial_conftests(early_config):
    options = early_config.known_args_namespace
    asked = getattr(options, "leaks", False) or getattr(options, "leaks_oom", False)
    if asked and _may_start_again(early_config, options):
        _start_again()
    if asked or _was_started_again:
        _prepare(options.leaks_depth)
    yield


def pytest_collection_finish(session):
    """Only now it is known that a test is marked."""
    config = session.config
    if config.option.collectonly or getattr(config.option, "tx", None):
        return
    if any(map(_is_marked, session.items)) and _may_start_again(config, config.option):
        plugins = config.pluginmanager
        capture, reporter = (plugins.getplugin(n) for n in ("capturemanager", "terminalreporter"))
        if capture is not None:
            capture.stop_global_capturing()
        if reporter is not None:
            reporter.write_line("leaks: tests are marked: pytest is started again, to see what C allocates")
        _start_again()


def _is_marked(item):
    return item.get_closest_marker("leaks") is not None and not item.get_closest_marker("no_leaks")


def _prepare(letters):
    """What must be there before the first extension."""
    if "B" in letters.upper():
        try:
            recompiled.load()
        except ImportError:
            pass
    if "C" in letters.upper():
        checked.prepare()


def _hide_preload(config):
    """Programs that tests start are none of ours; xdist's workers are."""
    if AGAIN in os.environ and not getattr(config.option, "tx", None):
        before = os.environ.pop(AGAIN)
        if before:
            os.environ["LD_PRELOAD"] = before
        else:
            os.environ.pop("LD_PRELOAD", None)


def _repeat_hypothesis(options):
    """With other examples in each repetition, what caches by values grows in each."""
    is_asked = options.leaks or options.leaks_oom
    if is_asked and getattr(options, "hypothesis_seed", "") is None:
        options.hypothesis_seed = "0"


@pytest.hookimpl(tryfirst=True)  # before hypothesis reads its option
def pytest_configure(config):
    _repeat_hypothesis(config.option)
    config.addinivalue_line("markers", "leaks: fail if the test leaks, also without --leaks")
    config.addinivalue_line("markers", "no_leaks: the test may leak")
    _hide_preload(config)
    told = session.Session(config)
    config.pluginmanager.register(told, "holdfast_session")
    leaks = Leaks(config, told)
    config.pluginmanager.register(leaks, "holdfast_leaks")
    first.register(config.pluginmanager, leaks.first)


def pytest_report_header(config):
    """What is missing, if anything is."""
    options = config.option
    if not (options.leaks or options.leaks_oom) or native.preloaded():
        return None
    why = "in this process" if PRELOAD.exists() else "on this system"
    return f"leaks: no allocation hook {why}: nothing is known of what C allocates"


# ---- Tests.


class Leak(Exception):
    def __init__(self, findings):
        super().__init__("\n\n".join(map(report.text_of, findings)))
        self.findings = findings


def _depths(letters, symbolizer):
    depths = []
    if "A" in letters:
        depths.append(Installed(symbolizer))
    if "B" in letters:
        try:
            depths.append(recompiled.Recompiled(symbolizer))
        except ImportError:  # not built here
            pass
    if "C" in letters:
        depths.append(checked.Checked())
    return depths


def _is_expected_to_fail(item):
    """Whether an xfail holds for it."""
    store = getattr(item, "stash", None) or getattr(item, "_store", {})
    return store.get(xfailed_key, None) is not None


class Leaks:
    def __init__(self, config, told):
        self._config = config
        self._options = config.option
        self._session = told
        self._found = {}  # what a test has shown, by its id, until that is reported
        report.text.verbose = config.option.verbose > 0
        report.folders.append(str(config.rootpath))
        self._depths = None
        self._symbolizer = report.Symbolizer(Entries(is_extension))
        self._repeating = False
        self._first = None  # of the test that runs, until it is judged
        self._skipped = []  # (nodeid, why it could not be repeated)
        self._proven = decide.Proven()
        self._torn = {}  # item: what its teardown has raised

    def _wanted(self, item):
        if self._repeating or not isinstance(item, pytest.Function):
            return False
        if self._options.leaks or self._options.leaks_oom:
            return not item.get_closest_marker("no_leaks")
        return _is_marked(item)

    def _before(self, item):
        if self._depths is None:
            self._depths = _depths(self._options.leaks_depth.upper(), self._symbolizer)
        for depth in self._depths:
            depth.before(item)

    def first(self, item, begins):
        """The First of a test that runs for the first time, or None."""
        if self._repeating:
            return None
        if begins:
            self._forget_first()
            if self._wanted(item) and not first.others_look_at(item):
                self._before(item)
                self._first = first.First(item, self._depths)
        return self._first

    def _forget_first(self):
        if self._first is not None:
            self._first.close()
        seen, self._first = self._first, None
        return seen

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item):
        wanted = self._wanted(item)
        if wanted and self._first is None:
            self._before(item)
        started = time.monotonic()
        outcome = yield
        if not wanted:
            return
        seen = self._forget_first()
        if seen is not None and seen.error is not None:
            self._torn[item] = seen.error
            return
        if outcome.excinfo is not None or getattr(item, "_excinfo", None):
            seen = [each for depth in self._depths for each in depth.mistakes()]
            if seen:
                item.add_report_section("call", "leaks", "\n\n".join(map(report.text_of, seen)))
                self._found[item.nodeid] = seen
            return
        if _is_expected_to_fail(item):
            return  # and has passed, which is what is to be said of it
        findings = likely_first(self._judge(item, seen, time.monotonic() - started))
        self._found[item.nodeid] = findings
        fresh = self._session.fresh(item, findings)
        if fresh:
            self._fail(outcome, Leak(fresh))

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item):
        if not self._repeating:
            self._forget_first()
        outcome = yield
        error = None if self._repeating else self._torn.pop(item, None)
        if error is not None and outcome.excinfo is None:
            self._fail(outcome, error)

    @staticmethod
    def _fail(outcome, error):
        if hasattr(outcome, "force_exception"):
            outcome.force_exception(error)
        else:
            outcome._result, outcome._excinfo = None, (type(error), error, error.__traceback__)

    def _judge(self, item, seen, seconds):
        """seen: the First, or None."""
        is_acquitted = seen is not None and seen.left_nothing
        if is_acquitted and not self._options.leaks_oom:
            return []
        repeater = Repeater(item)
        self._repeating = True
        try:
            repeater.tear_down()
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, pytest.exit.Exception)):
                self._repeating = False
                raise
            # It is the teardown's, as in plain pytest: it shall raise it again.
            self._torn[item] = error
            repeater.ready()
            self._repeating = False
            return []
        try:
            findings = [] if is_acquitted else decide.judge(
                item,
                repeater.once,
                self._depths,
                quick=self._options.leaks_runs,
                progress=Progress(item, seconds),
                proven=self._proven,
            )
            if self._options.leaks_oom and not findings:
                findings = oom.judge(item, repeater, self._symbolizer)
            return findings
        except decide.NotRepeatable as reason:
            self._skipped.append((item.nodeid, str(reason)))
            # What was seen may be why it ended otherwise.
            return [each for depth in self._depths for each in depth.mistakes()]
        finally:
            repeater.ready()
            self._repeating = False

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        error = call.excinfo.value if call.excinfo is not None else None
        is_leak = isinstance(error, Leak)
        if is_leak:  # in place of a traceback through pytest, which takes long to write
            shown = _representation(item, error.findings)
            item.repr_failure = lambda excinfo: shown
        try:
            outcome = yield
        finally:
            vars(item).pop("repr_failure", None)
        result = outcome.get_result()
        found = self._found.pop(item.nodeid, None) if call.when == "call" else None
        if found is not None:
            session.attach(result, found, is_leak and result.failed)
        if isinstance(error, SystemError) and result.failed:
            finding = _system_error(error, self._symbolizer)
            if finding is not None:
                result.sections.append(("leaks", report.text_of(finding)))
                session.attach(result, [finding, *(found or [])], False)

    # With --leaks-isolate.

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        if not self._options.leaks_isolate or not hasattr(os, "fork"):
            return None
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for each in self._isolated(item):
            hook.pytest_runtest_logreport(report=each)
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def _isolated(self, item):
        hook, config = self._config.hook, self._config
        known = len(self._skipped)

        def work(send):
            for each in runtestprotocol(item, log=False, nextitem=None):
                send(hook.pytest_report_to_serializable(config=config, report=each))
            send(self._skipped[known:])

        sent, death = isolate.in_child(work)
        # Taken in any case: the next child's are its own.
        seen = recompiled.mistakes_of_a_child(self._symbolizer)
        reports = [
            hook.pytest_report_from_serializable(config=config, data=each)
            for each in sent
            if isinstance(each, dict)
        ]
        for each in sent:
            self._skipped += each if isinstance(each, list) else []
        output = self._take_output()
        if death is not None:
            finding = isolate.finding(death, self._symbolizer, output)
            findings = isolate.with_death(seen, finding)
            reports.append(self._of_death(item, findings, output))
        return reports

    def _of_death(self, item, findings, output):
        outcome, text = "failed", _representation(item, findings)
        if not self._session.fresh(item, findings):
            path, line, _ = item.location
            outcome, text = "skipped", (str(path), (line or 0) + 1, f"known: {findings[-1].what}")
        made = pytest.TestReport(
            item.nodeid,
            item.location,
            {each: 1 for each in item.keywords},
            outcome,
            text,
            "call",
            [("Captured output of the child", output)] if output else [],
        )
        session.attach(made, findings, outcome == "failed")
        return made

    def _take_output(self):
        """What the child wrote and could not report."""
        capture = self._config.pluginmanager.getplugin("capturemanager")
        if capture is None or not capture.is_globally_capturing():
            return ""
        return "".join(capture.read_global_capture())

    def pytest_terminal_summary(self, terminalreporter):
        self._session.write(terminalreporter)
        if self._skipped:
            terminalreporter.section("leaks: not repeatable")
            for nodeid, reason in self._skipped:
                terminalreporter.line(f"{nodeid}: {reason}")


# "<built-in function f> returned NULL without setting an exception" and
# "<method 'm' of 'T' objects> returned a result with an exception set".
CHECKED = re.compile(r"(<.*>) returned (NULL without|a result with)")


def _system_error(error, symbolizer):
    """A Finding, where a function of an extension broke the rule."""
    match = CHECKED.match(str(error))
    if match is None:
        return None
    kind = report.NULL if match.group(2).startswith("NULL") else report.RESULT
    finding = report.Finding(kind, str(error))
    address = find_function(match.group(1))
    if address is not None:
        finding.where = symbolizer.stack([address])
    return finding


def find_function(text):
    """The address of the function of an extension that prints like that."""
    for module in list(sys.modules.values()):
        if not is_extension(module):
            continue
        for thing in list(vars(module).values()):
            for each in vars(thing).values() if isinstance(thing, type) else (thing,):
                if repr_of_function(each) == text:
                    return native.address(each)
    return None


def repr_of_function(thing):
    kinds = (types.BuiltinFunctionType, types.MethodDescriptorType)
    return repr(thing) if isinstance(thing, kinds) else None


def _representation(item, findings):
    """As pytest represents an exception, so that it travels through xdist."""
    from _pytest._code.code import (
        ReprEntryNative,
        ReprExceptionInfo,
        ReprFileLocation,
        ReprTraceback,
    )

    path, line, _ = item.location
    texts = "\n\n".join(map(report.text_of, findings))
    return ReprExceptionInfo(
        reprcrash=ReprFileLocation(str(path), (line or 0) + 1, report.summary_of(findings)),
        reprtraceback=ReprTraceback([ReprEntryNative([texts + "\n"])], None, "native"),
    )
