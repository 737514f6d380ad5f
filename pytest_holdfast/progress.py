"""Says which repetition runs, of a test that takes long."""

import sys
import time
from contextlib import nullcontext


class Progress:
    SECONDS = 1.5
    QUIET = 5.0  # with -q

    def __init__(self, item, seconds):
        option, plugins = item.config.option, item.config.pluginmanager
        self._silent = option.verbose < -1
        self._between = self.SECONDS if option.verbose >= 0 else min(self.QUIET, 4 * self.SECONDS)
        # A worker of xdist has a reporter, of which nobody reads anything.
        is_worker = hasattr(item.config, "workerinput")
        self._reporter = None if is_worker else plugins.getplugin("terminalreporter")
        self._capture = plugins.getplugin("capturemanager")
        self._nodeid = item.nodeid
        self._number = 0
        self._next = time.monotonic() + max(0, self._between - seconds)

    def __call__(self):
        self._number += 1
        if self._silent or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self._between
        with self._capture.global_and_fixture_disabled() if self._capture else nullcontext():
            self._write(f"leaks: {self._nodeid}: repetition {self._number}")

    def _write(self, line):
        if self._reporter is not None:
            self._reporter.ensure_newline()
            # Letters alone, with -q, are no begun line for it.
            begun = getattr(getattr(self._reporter, "_tw", None), "width_of_current_line", 0)
            self._reporter.write_line(f"\n{line}" if begun else line)
        elif sys.__stderr__ is not None:  # that of a worker is the controller's
            sys.__stderr__.write(line + "\n")
            sys.__stderr__.flush()
