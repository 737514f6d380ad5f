"""What pytest calls."""

import os
import pathlib
import sys
import time

import pytest

from . import decide, report
from .depth_a import DepthA, native
from .repeat import Repeater

PRELOAD = pathlib.Path(__file__).with_name("libholdfast_preload.so")

# Set in the process that was started again: what LD_PRELOAD was before.
AGAIN = "HOLDFAST_LD_PRELOAD"


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
        "--leaks-no-preload",
        action="store_true",
        help="do not start pytest again with an allocation hook preloaded: no stacks",
    )


# ---- Starting again, with the hook preloaded.


def _may_start_again(config):
    options = config.known_args_namespace
    return (
        getattr(options, "leaks", False)
        and not options.leaks_no_preload
        and AGAIN not in os.environ
        and sys.platform == "linux"
        and PRELOAD.exists()
        and native is not None
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


@pytest.hookimpl(hookwrapper=True, tryfirst=True)  # before output is captured
def pytest_load_initial_conftests(early_config):
    if _may_start_again(early_config):
        before = os.environ.get("LD_PRELOAD", "")
        os.environ[AGAIN] = before
        os.environ["LD_PRELOAD"] = f"{PRELOAD} {before}".strip()
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(sys.executable, _command_line())
    yield


def _hide_preload(config):
    """Programs that tests start are none of ours; xdist's workers are."""
    if AGAIN in os.environ and not getattr(config.option, "tx", None):
        before = os.environ.pop(AGAIN)
        if before:
            os.environ["LD_PRELOAD"] = before
        else:
            os.environ.pop("LD_PRELOAD", None)


def pytest_configure(config):
    config.addinivalue_line("markers", "leaks: fail if the test leaks, also without --leaks")
    config.addinivalue_line("markers", "no_leaks: the test may leak")
    _hide_preload(config)
    config.pluginmanager.register(Leaks(config), "holdfast_leaks")


# ---- Tests.


class Leak(Exception):
    def __init__(self, findings):
        super().__init__("\n\n".join(map(report.text_of, findings)))
        self.findings = findings


def _depths(letters):
    depths = []
    if "A" in letters and native is not None:
        depths.append(DepthA())
    if "B" in letters:
        try:
            from .depth_b import DepthB
        except ImportError:
            pass
        else:
            depths.append(DepthB())
    if "C" in letters:
        try:
            from .depth_c import DepthC
        except ImportError:
            pass
        else:
            depths.append(DepthC())
    return depths


class Leaks:
    def __init__(self, config):
        self._config = config
        self._depths = None
        self._repeating = False
        self._skipped = []  # (nodeid, why it could not be repeated)

    def _wanted(self, item):
        if self._repeating or not isinstance(item, pytest.Function):
            return False
        if item.get_closest_marker("no_leaks"):
            return False
        return self._config.option.leaks or item.get_closest_marker("leaks") is not None

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item):
        started = time.monotonic()
        outcome = yield
        if outcome.excinfo is not None or getattr(item, "_excinfo", None):
            return
        if not self._wanted(item):
            return
        findings = self._judge(item, time.monotonic() - started)
        if findings:
            self._fail(outcome, Leak(findings))

    @staticmethod
    def _fail(outcome, error):
        try:
            raise error
        except Leak:
            if hasattr(outcome, "force_exception"):
                outcome.force_exception(error)
            else:
                outcome._result, outcome._excinfo = None, sys.exc_info()

    def _judge(self, item, seconds):
        if self._depths is None:
            self._depths = _depths(self._config.option.leaks_depth.upper())
        repeater = Repeater(item)
        self._repeating = True
        try:
            repeater.tear_down()
            return decide.judge(
                item, repeater.once, self._depths, quick=self._config.option.leaks_runs
            )
        except decide.NotRepeatable as reason:
            self._skipped.append((item.nodeid, str(reason)))
            return []
        finally:
            repeater.ready()
            self._repeating = False

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        result = outcome.get_result()
        if call.excinfo is None or not isinstance(call.excinfo.value, Leak):
            return
        if result.failed:
            result.longrepr = _representation(item, call.excinfo.value.findings)

    def pytest_terminal_summary(self, terminalreporter):
        if self._skipped:
            terminalreporter.section("leaks: not repeatable")
            for nodeid, reason in self._skipped:
                terminalreporter.line(f"{nodeid}: {reason}")


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
