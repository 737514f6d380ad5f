"""Runs the fuzz targets for a while: all, or those that a change touches.

    ./bazelw run //tools/ci:fuzz -- --changed --minutes 10
    ./bazelw run //tools/ci:fuzz -- --minutes 300 --merge

The time is for all together: each has an equal part of it. Corpora grow in
fuzz-out/NAME/corpus; what failed is in fuzz-out/NAME/artifacts, for
./bazelw run //fuzz:triage -- fuzz-out. Fails if one did, or if one did not run.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "mutate"))
import changed  # noqa: E402
import touched  # noqa: E402

TAG = "fuzz-test"
LEAST = 5  # seconds
# Starting, replaying what is there and saying how it ends take their time, too.
GRACE = 600
RUNS = re.compile(r"^stat::number_of_executed_units: *(\d+)", re.M)


@dataclasses.dataclass
class Result:
    label: str
    status: int
    seconds: int
    runs: int
    before: int  # inputs in the corpus
    after: int

    @property
    def words(self):
        if self.status != 0:
            return f"failed ({self.status})"
        return "ok" if self.runs else "did not run"


def name_of(label):
    """The target's folder in fuzz-out, as fuzz/defs.bzl has it."""
    path = label[2:].replace(":", "/")
    return path[len("fuzz/") :] if path.startswith("fuzz/") else path


def inputs(folder):
    return sum(file.is_file() for file in folder.iterdir()) if folder.is_dir() else 0


class Fuzzing:
    def __init__(self, workspace, seconds):
        self.workspace = workspace
        self.seconds = seconds
        self.out = pathlib.Path(os.environ.get("HOLDFAST_FUZZ_OUT", workspace / "fuzz-out"))
        self.programs = None

    def build(self, labels):
        run = [f"{label}_run" for label in labels]
        subprocess.run(
            ["./bazelw", "build", "--noshow_progress", *run], cwd=self.workspace, check=True
        )
        where = subprocess.run(
            ["./bazelw", "info", "--noshow_progress", "bazel-bin"],
            cwd=self.workspace,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        self.programs = pathlib.Path(where.stdout.strip())

    def program(self, label, suffix):
        return self.programs / (label[2:].replace(":", "/") + suffix)

    def run(self, label):
        """One target's part."""
        folder = self.out / name_of(label)
        folder.mkdir(parents=True, exist_ok=True)
        before, started = inputs(folder / "corpus"), time.monotonic()
        log = folder / "log"
        command = [
            self.program(label, "_run"),
            f"-max_total_time={self.seconds}",
            "-print_final_stats=1",
        ]
        environment = {
            **os.environ,
            "BUILD_WORKSPACE_DIRECTORY": str(self.workspace),
            "HOLDFAST_FUZZ_OUT": str(self.out),
        }
        with log.open("w") as file:
            try:
                status = subprocess.run(
                    command,
                    cwd=self.workspace,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    timeout=self.seconds + GRACE,
                    check=False,
                ).returncode
            except subprocess.TimeoutExpired:
                status = 124
        said = log.read_text(errors="replace")
        runs = sum(int(number) for number in RUNS.findall(said))
        seconds = round(time.monotonic() - started)
        result = Result(label, status, seconds, runs, before, inputs(folder / "corpus"))
        if result.words != "ok":
            print(said[-4000:])
        print(f"{label}: {result.words}, {runs} runs", flush=True)
        return result

    def merge(self, label):
        """Keeps, of a corpus that grew, what reaches something that the rest does not."""
        corpus = self.out / name_of(label) / "corpus"
        fuzzer = self.program(label, "_bin")
        if not corpus.is_dir() or not fuzzer.exists():
            return
        before, small = inputs(corpus), corpus.with_name("merged")
        shutil.rmtree(small, ignore_errors=True)
        small.mkdir()
        done = subprocess.run(
            [fuzzer, "-merge=1", small, corpus],
            cwd=self.out,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0 or not inputs(small):
            print(f"{label}: the corpus stays as it is: {done.stderr[-1000:]}")
            shutil.rmtree(small)
            return
        shutil.rmtree(corpus)
        small.rename(corpus)
        print(f"{label}: {before} inputs, {inputs(corpus)} after merging")


def table(results):
    rows = [("target", "seconds", "runs", "corpus before", "after", "result")]
    for each in results:
        numbers = (each.seconds, each.runs, each.before, each.after)
        rows.append((each.label, *map(str, numbers), each.words))
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows
    )


def parse(arguments):
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--changed",
        nargs="?",
        const="",
        metavar="REV",
        help="only what is touched by what is other than in REV; without it, than where the "
        "branch left the main one, or before the last commit",
    )
    parser.add_argument("--minutes", type=float, default=10, help="for all together")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="so many at once")
    parser.add_argument("--merge", action="store_true", help="make the corpora small, at the end")
    parser.add_argument("--list", action="store_true", help="only say which targets")
    return parser.parse_args(arguments)


def chosen(workspace, revision):
    """The targets to run: all, where it is not known what the change is."""
    patterns = ["//..."]
    if revision is not None:
        revision = revision or changed.last(workspace, ".")
        if revision is None:
            print("the history does not go back to what was before the change: all targets")
        else:
            patterns = touched.patterns_of(workspace, touched.files_since(workspace, revision))
    return touched.ask(workspace, touched.query_of(patterns, TAG)) if patterns else []


def main():
    options = parse(sys.argv[1:])
    workspace = pathlib.Path(os.environ["BUILD_WORKSPACE_DIRECTORY"])
    labels = chosen(workspace, options.changed)
    if not labels:
        print("the change touches no fuzz target")
        return 0
    print("\n".join(labels), flush=True)
    if options.list:
        return 0
    jobs = max(1, min(options.jobs, len(labels)))
    seconds = max(LEAST, int(60 * options.minutes * jobs / len(labels)))
    fuzzing = Fuzzing(workspace, seconds)
    fuzzing.build(labels)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = list(pool.map(fuzzing.run, labels))
        if options.merge:
            list(pool.map(fuzzing.merge, labels))
    print("\n" + table(results))
    return int(any(each.words != "ok" for each in results))


if __name__ == "__main__":
    sys.exit(main())
