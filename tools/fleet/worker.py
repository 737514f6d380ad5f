"""One run of a fuzz target, for a while, and what its output says of it."""

import os
import pathlib
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field

import failure

PULSE = re.compile(
    rb"^#(?P<runs>\d+)\t\w+ +cov: (?P<covered>\d+) .*?corp: (?P<inputs>\d+)/"
    rb".*?rss: (?P<memory>\d+)Mb",
    re.M,
)
FINAL = {
    "runs": re.compile(rb"^stat::number_of_executed_units: +(\d+)", re.M),
    "new": re.compile(rb"^stat::new_units_added: +(\d+)", re.M),
    "memory": re.compile(rb"^stat::peak_rss_mb: +(\d+)", re.M),
    # The target says it itself; not where it is interrupted or fails.
    "operations": re.compile(rb"^\w+: \d+ inputs, (\d+) operations", re.M),
}
# What is slow is kept by libFuzzer, and is no mistake.
MISTAKES = tuple(prefix for prefix in failure.PREFIXES if prefix != "slow-unit-")


@dataclass
class Worker:
    """A process that fuzzes |target|. Its output goes to |log|."""

    target: str
    log: object
    artifacts: object
    started: float = field(default_factory=time.monotonic)
    seen: dict = field(default_factory=dict)
    process: subprocess.Popen = None
    limit: float = 0  # seconds that it was given
    _read: int = 0

    def start(self, binary, corpora, seconds, folder):
        self.limit = seconds
        self.artifacts.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    binary,
                    f"-max_total_time={seconds}",
                    "-timeout=60",
                    "-rss_limit_mb=2560",
                    "-reload=1",
                    "-print_final_stats=1",
                    f"-artifact_prefix={self.artifacts}/",
                    *corpora,
                ],
                cwd=folder,
                env={**os.environ, "ASAN_OPTIONS": failure.ASAN_OPTIONS},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for the fleet, which tells its workers.
                start_new_session=True,
            )
        return self

    def look(self):
        """What is new in the output; whether the process still runs."""
        running = self.process.poll() is None
        with self.log.open("rb") as log:
            log.seek(self._read)
            fresh = log.read()
        whole = len(fresh) if not running else fresh.rfind(b"\n") + 1
        for match in PULSE.finditer(fresh[:whole]):
            self.seen.update({name: int(n) for name, n in match.groupdict().items()})
        for name, pattern in FINAL.items():
            if match := pattern.search(fresh[:whole]):
                self.seen[name] = int(match[1])
        self._read += whole
        return running

    def stop(self, how=signal.SIGINT):
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)

    @property
    def seconds(self):
        return time.monotonic() - self.started

    @property
    def failed(self):
        """Whether it ended by itself, and not well."""
        return self.process.poll() not in (None, 0)

    def found(self):
        """The inputs that it kept because they fail."""
        kept = map(pathlib.Path, re.findall(r"Test unit written to (\S+)$", self.said(), re.M))
        return [file for file in kept if file.name.startswith(MISTAKES) and file.exists()]

    def said(self):
        return self.log.read_text(errors="replace")

    def tail(self):
        return self.said()[-8000:]
