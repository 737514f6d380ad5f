"""What a fuzzer's output says of a failure: who saw it, and where.

Two failures are the same when their oracle and their frames are: the functions
of core/ and bind/ on the stack, and where there are none, those of the target, or the
operation that failed.
"""

import os
import pathlib
import re
import subprocess
from dataclasses import dataclass

# Who sees a failure: a pattern, and what it is called. What comes first counts.
SEEN_BY = [
    (r"^== holdfast: (?:\w+: )?the (?P<what>\w+) oracle ==$", "{} oracle"),
    (r"^holdfast: (?P<what>[a-z ]+): ", "ledger: {}"),
    (r": holdfast: does not hold: (?P<what>.+)$", "assertion: {}"),
    (r": Assertion `(?P<what>.+)' failed\.?$", "assertion: {}"),
    (r"^Fatal Python error: (?P<what>.+?)(?:: .*)?$", "CPython: {}"),
    (r"ERROR: AddressSanitizer: (?P<what>[\w-]+)", "AddressSanitizer: {}"),
    (r": runtime error: (?P<what>[a-z ]+)", "UndefinedBehaviorSanitizer: {}"),
    (r"ERROR: libFuzzer: (?P<what>[\w -]+?)(?: \(|$| after)", "libFuzzer: {}"),
]
FRAME = re.compile(
    r"^ *#\d+ 0x[0-9a-f]+ in (?P<function>\w+) .*?"
    r"(?P<file>\b(?:bind|core|fuzz)/[\w/]+\.[ch]):(?P<line>\d+)",
    re.M,
)
PLACE = re.compile(r"^  \w+ +(?P<function>\w+) at (?P<file>\S+?):(?P<line>\d+)", re.M)
# Of the fuzzer, not of the target.
HARNESS = re.compile(r"fuzz/engine/\w+\.c")
FRAMES = 3
PREFIXES = ("crash-", "leak-", "oom-", "timeout-", "slow-unit-")
SECONDS = 60
ASAN_OPTIONS = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"


@dataclass(frozen=True)
class Frame:
    function: str
    file: str
    line: int


@dataclass(frozen=True)
class Failure:
    oracle: str
    message: str  # in a line, as the fuzzer says it
    operation: str  # the last one that was done, or ""
    frames: tuple  # the innermost first

    @property
    def key(self):
        where = tuple(frame.function for frame in self.frames) or self.operation
        return self.oracle, where

    def __str__(self):
        return f"{self.oracle}, in {self.place}"

    @property
    def place(self):
        if self.frames:
            return " < ".join(frame.function for frame in self.frames)
        return self.operation or "no operation"


def frames_of(report):
    """The first stack of |report|: the layer's part of it, or the target's."""
    stack = []
    for line in report.splitlines():
        match = FRAME.match(line)
        if match:
            stack.append(Frame(match["function"], match["file"], int(match["line"])))
        elif stack and not re.match(r" *#\d+ ", line):
            break
    ours = [frame for frame in stack if frame.file.startswith(("bind/", "core/"))]
    targets = [frame for frame in stack if not HARNESS.match(frame.file)]
    return tuple((ours or targets)[:FRAMES])


def places_of(report):
    """What the ledger names: where a handle was opened, consumed, used."""
    return tuple(
        Frame(match["function"], match["file"], int(match["line"]))
        for match in PLACE.finditer(report)
    )[:FRAMES]


def first_seen(output):
    """Where |output| first says that something failed, and who saw it."""
    seen = []
    for pattern, name in SEEN_BY:
        match = re.search(pattern, output, re.M)
        if match:
            seen.append((match, name))
    return min(seen, key=lambda entry: entry[0].start(), default=None)


def parse(output):
    """The failure that |output| is about, or None."""
    seen = first_seen(output)
    if seen is None:
        return None
    match, name = seen
    report = output[match.start() :]
    oracle = name.format(match["what"].strip())
    operation = ""
    if oracle.endswith(" oracle"):
        lines = report.splitlines()
        message = lines[1] if len(lines) > 1 else ""
        said = re.match(r"(?:step \d+, )?(\w+): (.*)", message)
        if said:
            operation, message = said.groups()
        frames = ()
        if oracle == "totals oracle":
            operation = ""  # the last one has no part in it
            message = re.sub(r"found .* each", "found something each", message)
    elif oracle.startswith("ledger: "):
        message, frames = match.string[match.end() :].splitlines()[0], places_of(report)
    else:
        message, frames = match[0].strip(" :"), frames_of(report)
    if not operation and oracle != "totals oracle":
        steps = re.findall(r"^ +\d+  (\w+) ", report, re.M)
        operation = steps[-1] if steps else ""
    return Failure(oracle, message, operation, frames)


def run(binary, file, seconds=SECONDS):
    """Runs one input in a process of its own: the failure or None, and what was
    printed."""
    command = [binary, "-timeout=10", "-rss_limit_mb=2560"]
    try:
        done = subprocess.run(
            [*command, file],
            env={**os.environ, "ASAN_OPTIONS": ASAN_OPTIONS},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
        )
        status, output = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        status, output = 1, (late.stdout or b"") + b"\nERROR: libFuzzer: timeout\n"
    output = output.decode(errors="replace")
    if status == 0:
        return None, output
    failure = parse(output)
    if failure is None:
        failure = Failure(f"exit status {status}", output.strip()[-200:], "", ())
    return failure, output


def target_of(file, targets):
    """The target that |file| belongs to: a folder that it is in says so."""
    for part in reversed(pathlib.Path(file).resolve().parts[:-1]):
        if part in targets:
            return part
    return None


def from_caller(path):
    """A path as it was meant where bazel run was called."""
    return pathlib.Path(os.environ.get("BUILD_WORKING_DIRECTORY", ""), path).absolute()


def output_of(command, errors=True):
    """What |command| prints. How it ends does not matter."""
    # The programs of --emit-c are made of sources that are here.
    sources = os.environ.get("HOLDFAST_SOURCES", os.getcwd())
    try:
        done = subprocess.run(
            command,
            env={
                **os.environ,
                "HOLDFAST_SOURCES": sources,
                "ASAN_OPTIONS": ASAN_OPTIONS,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if errors else subprocess.DEVNULL,
            timeout=SECONDS,
        )
        printed = done.stdout
    except subprocess.TimeoutExpired as late:
        printed = late.stdout or b""
    return printed.decode(errors="replace")


def write_beside(binary, file):
    """FILE.c, the program of an input, and FILE.txt, its trace and what failed."""
    trace = output_of([binary, "--emit-c", file, f"{file}.c"])
    pathlib.Path(f"{file}.txt").write_text(trace)


def report_of(output):
    """The part of |output| that is for a reader."""
    seen = first_seen(output)
    report = output[seen[0].start() :] if seen else output
    report = report.partition("\nThe input is in the file")[0]
    shadow = r"^Shadow bytes around.*?^  Right alloca redzone: .*?\n"
    return re.sub(shadow, "", report, flags=re.M | re.S).strip()


def binaries_of(words):
    """{target: fuzzer} of words like NAME=BINARY."""
    pairs = (word.split("=", 1) for word in words)
    return {name: os.path.abspath(binary) for name, binary in pairs}
