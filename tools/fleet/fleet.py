"""Fuzzes with every target, by turns, for as long as it is let.

    ./bazelw run //tools/fleet -- [--jobs N] [--seconds S] [--only TARGET]... [--folder DIR]
    ./bazelw run //tools/fleet -- --changed --seconds 600
    ./bazelw run //tools/fleet -- --merge

Each worker runs one target for a while (--slice); the next is the one that has had the
least time. All workers of a target share a corpus in DIR, also those of other machines
where DIR is shared: libFuzzer reads what the others add. What fails goes through triage;
a new cause gets its program of C, and the work goes on. Ctrl-C ends it cleanly; the
next run goes on from there. --merge adds to corpus/ what DIR has and corpus/ lacks.

The exit status is 1 where a cause is known that still shows.
"""

import argparse
import fcntl
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).parents[2]
sys.path += [str(ROOT / "fuzz/tools"), str(ROOT / "tools/mutate")]

import changed
import failure
import shown
import touched
from columns import in_columns
from totals import Totals, histories, together
from worker import Worker

TICK = 0.2  # seconds between two looks at the workers
SLICE, LEAST = 300, 5  # seconds of a run, at most and at least
NOTE = 60  # seconds between two lines of history
PENALTY = 60  # what a slice counts for at least: one that fails at once is not next again
GIVEN_UP = 3  # so many slices that end at once, with nothing to show for it
PATIENCE = 30  # seconds for a worker to end when it is told to


class Fleet:
    def __init__(self, binaries, options, workspace):
        self.binaries, self.options, self.workspace = binaries, options, workspace
        self.folder = options.folder
        self.totals = Totals(self.folder, socket.gethostname())
        self.workers, self.dead = [], {}
        self.due = {name: self.totals.of(name)["seconds"] for name in binaries}
        self.started = time.monotonic()
        self.stopping = 0
        self.shown = self.noted = 0

    def run(self):
        self.look_again()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        try:
            while not self.is_over() or self.workers:
                self.step()
                time.sleep(TICK)
        finally:
            for worker in self.workers:
                worker.stop(signal.SIGKILL)
        self.show(last=True)

    def look_again(self):
        """A cause of an earlier run that does not show any more, by its input alone,
        is gone."""
        for cause in list(self.totals.causes):
            binary, file = self.binaries.get(cause["target"]), pathlib.Path(cause["file"])
            is_input = file.suffix != ".log" and file.exists()
            if binary and not (is_input and failure.run(binary, file)[0]):
                self.totals.causes.remove(cause)
                print(f"{cause['target']}: gone: {cause['name']}", flush=True)
        self.totals.save()

    def is_over(self):
        late = self.options.seconds and self.seconds >= self.options.seconds
        return self.stopping or late or not self.alive()

    @property
    def seconds(self):
        return time.monotonic() - self.started

    def alive(self):
        return [name for name in self.binaries if self.dead.get(name, 0) < GIVEN_UP]

    def stop(self, *_):
        """Once: the workers end what they do. Twice: now."""
        self.stopping += 1
        for worker in self.workers:
            worker.stop(signal.SIGINT if self.stopping == 1 else signal.SIGKILL)

    def step(self):
        for worker in list(self.workers):
            if not worker.look():
                self.workers.remove(worker)
                self.ended(worker)
            elif worker.seconds > worker.limit + 2 * PATIENCE:
                worker.stop(signal.SIGKILL)  # it did not see its time end
        while not self.is_over() and len(self.workers) < self.options.jobs:
            self.begin()
        now = time.monotonic()
        if now - self.noted > NOTE:
            self.noted = now
            self.totals.note(self.workers)
            self.write_page()
        if now - self.shown > (2 if sys.stdout.isatty() else NOTE):
            self.shown = now
            self.show()

    def slice(self):
        left = self.options.seconds - self.seconds if self.options.seconds else self.options.slice
        return max(1, round(min(self.options.slice, left)))

    def begin(self):
        name = min(self.alive(), key=lambda name: self.due[name])
        self.due[name] += self.options.slice
        corpus = self.folder / "corpus" / name
        corpus.mkdir(parents=True, exist_ok=True)
        free = set(range(self.options.jobs)) - {
            int(worker.log.stem.rpartition("-")[2]) for worker in self.workers
        }
        log = self.folder / "logs" / f"{name}-{min(free)}.log"
        log.parent.mkdir(exist_ok=True)
        worker = Worker(name, log, self.folder / "artifacts" / name)
        seeds = self.workspace / "corpus" / name
        corpora = [corpus, seeds] if seeds.is_dir() else [corpus]
        self.workers.append(
            worker.start(self.binaries[name], corpora, self.slice(), self.workspace)
        )

    def ended(self, worker):
        name, found = worker.target, worker.found()
        quick = worker.failed and worker.seconds < 10 and not found
        self.dead[name] = self.dead.get(name, 0) + 1 if quick else 0
        self.due[name] += max(worker.seconds, PENALTY) - self.options.slice
        failed = max(len(found), int(worker.failed and not self.stopping))
        self.totals.add(name, worker.seconds, worker.seen, failed)
        for file in found:
            what, _ = failure.run(self.binaries[name], file)
            self.note_cause(name, what or self.not_alone(worker), file)
        if not found and worker.failed and not self.stopping:
            file = worker.artifacts / f"died-{int(time.time())}.log"
            file.write_text(worker.tail())
            self.note_cause(name, failure.parse(worker.tail()) or self.ended_with(worker), file)
        self.totals.save()

    def note_cause(self, name, what, file):
        if self.totals.add_cause(name, what, file):
            if file.suffix != ".log":
                failure.write_beside(self.binaries[name], file)
            print(f"\n{name}: new: {what}\n  {what.message}\n  {file}", flush=True)

    @staticmethod
    def not_alone(worker):
        """It failed after all that the process had done before, and does not alone."""
        seen = failure.parse(worker.tail())
        name = f"{seen.oracle}, not by that input alone" if seen else "not by that input alone"
        return failure.Failure(name, seen.message if seen else "", "", ())

    @staticmethod
    def ended_with(worker):
        name = f"ended with {worker.process.returncode}, without an input"
        return failure.Failure(name, worker.tail().strip()[-200:], "", ())

    def show(self, last=False):
        table = in_columns([shown.HEAD, *shown.rows(self.totals.targets, self.workers)])
        head = f"{shown.span(self.seconds)}, {len(self.workers)} workers, "
        head += f"{len(self.totals.causes)} causes; {self.folder}"
        if sys.stdout.isatty() and not last:
            print("\033[H\033[J", end="")
        print(f"{head}\n{table}", flush=True)
        if last:
            self.totals.note(())
            self.write_page()
            print(shown.causes(self.totals.causes))
            for name in sorted(set(self.binaries) - set(self.alive())):
                print(f"{name} was given up: it ended {GIVEN_UP} times as it began")

    def write_page(self):
        (self.folder / "report.html").write_text(
            shown.page(*together(self.folder), histories(self.folder))
        )


def add(binary, to, found, workspace):
    """Adds to a corpus what covers more of |found|, the smallest inputs of it: "", or why
    not."""
    done = subprocess.run(
        [binary, "-merge=1", "-timeout=60", to, found],
        cwd=workspace,
        env={**os.environ, "ASAN_OPTIONS": failure.ASAN_OPTIONS},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = done.stdout.decode(errors="replace")[-2000:]
    return f"merging ends with {done.returncode}\n{said}" if done.returncode != 0 else ""


def files_in(folder):
    return {file for file in folder.rglob("*") if file.is_file()}


def minimise(binaries, folder, workspace):
    """Keeps, of corpora that grew, what covers something that the rest does not."""
    for name, binary in sorted(binaries.items()):
        found, small = folder / "corpus" / name, folder / "corpus" / f"{name}~"
        if not found.is_dir():
            continue
        shutil.rmtree(small, ignore_errors=True)
        small.mkdir()
        before, fault = len(files_in(found)), add(binary, small, found, workspace)
        if fault or not files_in(small):
            shutil.rmtree(small)
            print(f"{name}: its corpus stays as it is\n{fault}", flush=True)
            continue
        shutil.rmtree(found)
        small.rename(found)
        print(f"{name}: {before} inputs, {len(files_in(found))} are kept", flush=True)


def merge(binaries, folder, workspace):
    """Adds to corpus/ what covers more."""
    rows = [("target", "found", "kept before", "added", "bytes")]
    for name, binary in sorted(binaries.items()):
        found, kept = folder / "corpus" / name, workspace / "corpus" / name
        if not found.is_dir():
            continue
        before = files_in(kept)
        if fault := add(binary, kept, found, workspace):
            sys.exit(f"{name}: {fault}")
        added = files_in(kept) - before
        counts = len(files_in(found)), len(before), len(added)
        size = sum(file.stat().st_size for file in added)
        rows.append((name, *(f"{count:,}" for count in (*counts, size))))
        print(f"{name}: {len(added)} added", file=sys.stderr)
    print(in_columns(rows))
    print("Next: ./bazelw test //fuzz/..., then commit corpus/")


def touched_by_change(names, workspace, revision):
    """Those of the targets that a change touches: all, where it is not known what the
    change is."""
    revision = revision or changed.last(workspace, ["."])
    if revision is None:
        print("the history does not go back to what was before the change: all targets")
        return names
    patterns = touched.patterns_of(workspace, touched.files_since(workspace, revision))
    labels = touched.ask(workspace, touched.query_of(patterns, "fuzz-test")) if patterns else []
    return [name for name in names if f"//fuzz:{name}" in labels]


def slice_for(options, n):
    """How long a run of one of |n| targets is where nobody says it."""
    share = options.seconds * options.jobs / n if options.seconds else SLICE
    return max(LEAST, min(share, SLICE))


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="fleet", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("binaries", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="workers at once")
    parser.add_argument("--seconds", type=float, default=0, help="end then; else at Ctrl-C")
    parser.add_argument(
        "--slice",
        type=float,
        help="seconds of a run; 300, and with --seconds so few that each target has its turn",
    )
    parser.add_argument("--only", action="append", metavar="TARGET", help="not all targets")
    parser.add_argument(
        "--changed",
        nargs="?",
        const="",
        metavar="REV",
        help="only what is touched by what is other than in REV; without it, than where the "
        "branch left the main one, or before the last commit",
    )
    parser.add_argument("--folder", default="fuzz-out/fleet", help="%(default)s")
    parser.add_argument("--minimise", action="store_true", help="make its corpora small at the end")
    parser.add_argument("--merge", action="store_true", help="add to corpus/, and end")
    options = parser.parse_args(arguments)
    if options.jobs < 1 or (options.slice or 1) < 1:
        parser.error("--jobs and --slice are at least 1")
    options.binaries = failure.binaries_of(options.binaries)
    for name in options.only or ():
        if options.binaries and name not in options.binaries:
            parser.error(f"there are {', '.join(options.binaries)}")
    return options


def main():
    options = parse(sys.argv[1:])
    workspace = pathlib.Path(os.environ.get("BUILD_WORKSPACE_DIRECTORY", os.getcwd()))
    options.folder = failure.from_caller(options.folder).resolve()
    names = options.only or list(options.binaries)
    if options.changed is not None:
        names = touched_by_change(names, workspace, options.changed)
    if not names:
        print("the change touches no target")
        return 0
    binaries = {name: options.binaries[name] for name in names}
    options.slice = options.slice or slice_for(options, len(binaries))
    options.folder.mkdir(parents=True, exist_ok=True)
    with (options.folder / f"lock-{socket.gethostname()}").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"a fleet of this machine is at work in {options.folder}")
        if options.merge:
            merge(binaries, options.folder, workspace)
            return 0
        fleet = Fleet(binaries, options, workspace)
        fleet.run()
        if options.minimise:
            minimise(binaries, options.folder, workspace)
    return 1 if fleet.totals.causes else 0


if __name__ == "__main__":
    sys.exit(main())
