"""What is said at the end: the causes of all that was found, in the terminal and in
files; and the baseline.

Reports carry findings as plain data, so that xdist's workers and the children of
--leaks-isolate send them along.
"""

import copy
import os

import pytest
from _pytest import terminal

from .report import annotate, causes, page, plain, sarif, text
from .report.baseline import Baseline, Unreadable, place_of
from .report.finding import as_data, from_data, plural

FILES = {"html": page.text_of, "sarif": sarif.text_of, "json": plain.text_of, "gitlab": annotate.gitlab}

HINT = """\
Who raises or lowers a count leaves no trace. An extension that is compiled with
what `python3 -m pytest_holdfast --cflags` prints names the line."""

FEW = 3  # tests of a cause that are named, without -v


def add_options(group):
    group.addoption("--leaks-html", metavar="FILE", help="write a page: causes, sources, pictures")
    group.addoption("--leaks-sarif", metavar="FILE", help="write the causes as SARIF 2.1.0")
    group.addoption("--leaks-json", metavar="FILE", help="write the causes as JSON")
    group.addoption("--leaks-gitlab", metavar="FILE", help="write GitLab's code quality report")
    group.addoption(
        "--leaks-annotations",
        choices=["auto", "no", *annotate.FORMS],
        default="auto",
        help="print what a service for CI shows beside the lines of a change "
        "(default: %(default)s, for the one that pytest runs on)",
    )
    group.addoption(
        "--leaks-baseline",
        metavar="FILE",
        help="causes in this file are known: only others let a test fail",
    )
    group.addoption(
        "--leaks-baseline-update",
        action="store_true",
        help="make that file, or bring it up to date, and let no test fail",
    )


def _meant(config, name):
    """A file by the name that was given; bazel run goes to another folder first."""
    folder = os.environ.get("BUILD_WORKING_DIRECTORY") or str(config.invocation_params.dir)
    return os.path.join(folder, name)


def _baseline(config):
    name, update = config.option.leaks_baseline, config.option.leaks_baseline_update
    if name is None:
        if update:
            raise pytest.UsageError("--leaks-baseline-update wants --leaks-baseline=FILE")
        return None
    try:
        baseline = Baseline(_meant(config, name))
    except Unreadable as error:
        raise pytest.UsageError(f"--leaks-baseline: {error}") from None
    if not baseline.exists and not update:
        raise pytest.UsageError(f"--leaks-baseline: there is no {name}; --leaks-baseline-update makes it")
    return baseline


def attach(report, findings, alone):
    """To a test's report. alone: whether it failed by nothing else."""
    report.leaks = {
        "findings": [as_data(each) for each in findings],
        "alone": alone,
        "head": text.head_of(findings[0]) if findings and alone else "",
    }


class Session:
    def __init__(self, config):
        self._config = config
        self._option = config.option
        self._is_worker = hasattr(config, "workerinput")
        self._baseline = _baseline(config)
        self._rows = []  # (test, what it has shown)
        self._ran = set()  # tests that were judged
        self._run = None
        self._written = []
        self._change = None  # of the baseline: (rows before, rows after)

    def fresh(self, item, findings):
        """Those that let the test fail."""
        if self._baseline is None:
            return findings
        if self._option.leaks_baseline_update:
            return []
        return causes.unknown(findings, lambda each: self._baseline.knows(each, item.nodeid))

    def pytest_runtest_logreport(self, report):
        leaks = getattr(report, "leaks", None)
        if self._is_worker or leaks is None:
            return
        self._ran.add(report.nodeid)
        self._rows.append((report.nodeid, [from_data(each) for each in leaks["findings"]]))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        if self._is_worker:
            return
        found = causes.grouped(self._rows)
        self._run = causes.Run(found, baseline=self._baseline is not None)
        if self._baseline is not None:
            self._compare(found)
        for name, write in FILES.items():
            path = getattr(self._option, f"leaks_{name}")
            if path is not None:
                self._write_file(session, path, write(self._run))

    def _write_file(self, session, name, content):
        path = _meant(self._config, name)
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
        except OSError as error:
            self._written.append(f"{name} could not be written: {error.strerror}")
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
        else:
            self._written.append(name)

    def _compare(self, found):
        baseline = self._baseline
        every = [each for cause in found for each in (cause, *cause.consequences)]
        self._run.gone = baseline.gone({each.identity for each in every}, self._ran)
        if self._option.leaks_baseline_update:
            before = baseline.rows
            baseline.write(baseline.updated(every, self._ran))
            self._change = before, baseline.rows
        for cause in every:
            cause.is_known = cause.identity in baseline.rows

    # ---- The terminal.

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)  # before pytest's own
    def pytest_terminal_summary(self, terminalreporter):
        for each in terminalreporter.getreports("failed"):
            leaks = getattr(each, "leaks", None) or {}
            if leaks.get("alone") and not (each.sections and self._shows_output(leaks)):
                each._pdbshown = True  # as what was shown by a debugger: not again
        original = getattr(terminal, "_get_line_with_reprcrash_message", None)
        if original is not None:
            terminal._get_line_with_reprcrash_message = _whole(original)
        try:
            yield
        finally:
            if original is not None:
                terminal._get_line_with_reprcrash_message = original

    def _shows_output(self, leaks):
        """What a crashing test wrote may say why."""
        return self._option.verbose > 0 or any(each["kind"] == "crash" for each in leaks["findings"])

    def write(self, reporter):
        """The sections, between pytest's failures and its summary."""
        run = self._run
        if run is None:
            return
        self._write_causes(reporter, [each for each in run.causes if not each.is_known])
        if self._baseline is not None:
            self._write_baseline(reporter)
        name = self._option.leaks_annotations
        name = annotate.service(os.environ) if name == "auto" else name
        if name in annotate.FORMS and run.causes:
            reporter.ensure_newline()
            for line in annotate.lines_of(run, name):
                reporter.write_line(line)
        for line in self._written:
            reporter.write_line(f"leaks: {line}")

    def _write_causes(self, reporter, found):
        if not found or self._option.tbstyle == "no":
            return
        tests = {test for cause in found for each in (cause, *cause.consequences) for test in each.tests}
        reporter.section(f"leaks: {plural(len(found), 'cause')} in {plural(len(tests), 'test')}")
        for number, cause in enumerate(found, 1):
            head = text.head_of(cause.finding).partition(" (")[0]
            reporter.write_sep("_", f"{number}. {head}, {plural(len(cause.tests), 'test')}", bold=True)
            self._write_cause(reporter, cause)
        if any(cause.finding.wants_recorder for cause in found):
            for line in HINT.splitlines():
                reporter.line(line)

    def _write_cause(self, reporter, cause):
        if self._option.tbstyle != "line":
            reporter.line(text.text_of(cause.finding))
            for each in cause.consequences:
                amount = f", {each.finding.per_run} per run" if each.finding.per_run else ""
                reporter.line(f"  {each.relation:<10} {text.head_of(each.finding)}: {each.finding.what}{amount}")
        few = cause.tests if self._option.verbose > 0 else cause.tests[:FEW]
        for i, test in enumerate(few):
            reporter.line(f"  {'' if i else 'shown by':<10} {test}")
        if len(few) < len(cause.tests):
            reporter.line(f"  {'':<10} and {len(cause.tests) - len(few)} more: -v names them")

    def _write_baseline(self, reporter):
        name = self._option.leaks_baseline
        known = [each for each in self._run.causes if each.is_known]
        tests = {test for cause in known for test in cause.tests}
        reporter.section(f"leaks: {name}", sep="-")
        if self._change is not None:
            before, after = self._change
            new, gone = set(after) - set(before), set(before) - set(after)
            reporter.line(f"{plural(len(after), 'cause')}: {len(new)} new, {len(gone)} gone")
            for row in (before[each] for each in sorted(gone)):
                reporter.line(f"  gone       {place_of(row)}: {row['line']}")
            return
        reporter.line(f"{plural(len(known), 'known cause')} in {plural(len(tests), 'test')}")
        if self._option.verbose > 0:
            for cause in known:
                reporter.line(f"  known      {text.head_of(cause.finding)}: {cause.finding.what}")
        for row in self._run.gone:
            reporter.line(f"  gone       {place_of(row)}: {row['line']}")
        if self._run.gone:
            reporter.line("--leaks-baseline-update removes what is gone.")


def _whole(original):
    """pytest cuts the line of a failed test where the terminal ends: not before the
    place in C."""

    def line_of(config, report, *rest, **options):
        line = original(config, report, *rest, **options)
        head = (getattr(report, "leaks", None) or {}).get("head")
        if not head or f" - {head}" in line:
            return line
        bare = copy.copy(report)
        bare.longrepr = None
        return f"{original(config, bare, *rest, **options)} - {head}"

    return line_of
