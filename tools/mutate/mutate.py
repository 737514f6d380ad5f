"""The mutation score of the fuzz targets: which mistakes in core/ they find.

    ./bazelw run //tools/mutate -- [--only core/str.h] [--jobs N]

Each mutant (mutants.py) is built with the fuzz targets (build.py), replays their
corpora, then fuzzes from there, up to a number of operations for each target. It is
killed by the first that fails. All get a first, short run; those that survive it
the whole number. What is known is kept by content: run it again after a change,
or after an interruption, and it does what is left.

What stands under HF_CHECKED is not in the release build that all else is examined
in: its mutants are examined in the checked build, by the same targets and those
that make mistakes on purpose.

Not counted are mutants that do not compile, whose code is the original's, or
another mutant's, and those that equivalent.toml has a reason for.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import json
import os
import pathlib
import queue
import signal
import sqlite3
import sys
import tempfile
import threading
import time
import tomllib
import zlib

import build as building
import mutants as making
import page

TARGETS = ["contract", "str_sequence", "object_sequence", "utf8_decode"]
CHECKED_TARGETS = ["ledger", "ledger_stacks", *TARGETS]
CHECKED = "-DHF_CHECKED"
FIRST = 200_000  # operations of the first run
LIKELY = 24  # inputs that are tried before all others


class Cache:
    """What is known, by content, on disk: values and objects."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.Lock()
        self.base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("PRAGMA synchronous=OFF")
        self.base.execute("CREATE TABLE IF NOT EXISTS known (key TEXT PRIMARY KEY, value BLOB)")

    def get_bytes(self, key):
        with self.lock:
            row = self.base.execute("SELECT value FROM known WHERE key = ?", (key,)).fetchone()
        return zlib.decompress(row[0]) if row else None

    def put_bytes(self, key, data):
        value = zlib.compress(data, 1)
        with self.lock:
            self.base.execute("INSERT OR REPLACE INTO known VALUES (?, ?)", (key, value))

    def get(self, key):
        data = self.get_bytes(key)
        return None if data is None else json.loads(data)

    def put(self, key, value):
        self.put_bytes(key, json.dumps(value).encode())


class Configuration:
    """One way to build the targets, and the mutants that are examined in it: those
    of |files|; with |define|, a compiler's option that the build has, only those
    that would not exist without it."""

    def __init__(self, build, files, cache, jobs, folder, define=None):
        self.build, self.cache = build, cache
        self.sources = build.sources()
        self.inputs = {
            name: sorted(path for path in pathlib.Path(corpus).rglob("*") if path.is_file())
            for name, corpus in build.corpora.items()
        }
        contents = {name: [p.read_bytes() for p in some] for name, some in self.inputs.items()}
        self.corpora = {name: building.digest(*data) for name, data in contents.items()}
        empty = pathlib.Path(folder) / "empty"  # libFuzzer always begins with it
        empty.parent.mkdir(parents=True, exist_ok=True)
        empty.touch()
        self.paths = {
            name: dict(zip(map(building.digest, [b"", *contents[name]]), [empty, *some]))
            for name, some in self.inputs.items()
        }
        self.base = building.digest(
            {name: building.digest(data) for name, data in self.sources.items()},
            build.compile,
            {name: [list(s), c] for name, (s, c) in build.targets.items()},
            self.corpora,
            building.RUN,
        )
        self.seconds = {}  # target -> how long a replay of its corpus takes
        self.likely = {name: [] for name in build.corpora}  # inputs, who killed last is first
        self.stopped = False
        self.trees = queue.SimpleQueue()
        for i in range(jobs):
            self.trees.put(building.Tree(build, self.sources, f"{folder}/{i}", cache))
        self.mutants = []
        for file in files:
            some = self.mutants_of(file)
            if define is not None:
                known = {(m.start, m.end, m.text) for m in self.mutants_of(file, define)}
                some = [m for m in some if (m.start, m.end, m.text) not in known]
            self.mutants += some

    @contextlib.contextmanager
    def tree(self):
        tree = self.trees.get()
        try:
            yield tree
        finally:
            self.trees.put(tree)

    def mutants_of(self, file, without=None):
        compiled = file if file in self.build.compile else next(iter(self.build.compile))
        arguments, take = [], False
        for argument in self.build.compile[compiled][1:]:
            if take or argument.startswith(("-D", "-I", "-std=")):
                arguments.append(argument)
                take = False
            elif argument in ("-iquote", "-isystem", "-include"):
                arguments.append(argument)
                take = True
        arguments = [a for a in arguments if a != without]
        with self.tree() as tree, contextlib.chdir(tree.folder):
            found, errors = making.mutants_of(file, self.sources[file], arguments)
        if errors:
            raise SystemExit(f"{file} cannot be read:\n" + "\n".join(errors))
        return found

    def key(self, mutant):
        return building.digest(self.base, mutant.file, mutant.start, mutant.end, mutant.text)

    # -- One mutant.

    def run(self, name, program, data, operations, inputs=None):
        """None, or what says that a target's program was killed: by a replay of its
        corpus, or of |inputs| of that, or by so many |operations| behind it."""
        key = building.digest("run", data, self.corpora.get(name), building.RUN, operations)
        known = self.cache.get(key)
        if known is None and not operations:
            known = self.killed_alone(data, name)
        if known is None:
            if self.stopped:
                raise building.Interrupted
            found = self.outcome(name, program, inputs or self.inputs.get(name), operations)
            known = {"oracle": found[0], "inputs": found[1]} if found else {}
            if found and not operations:
                self.keep_alone(data, name, program, found)
            if found or inputs is None:
                self.cache.put(key, known)
        return {"fate": "killed", "target": name, **known} if known else None

    def outcome(self, name, program, inputs, operations):
        """What takes ten times as long as the original is taken not to end."""
        share = len(inputs) / (len(self.inputs[name]) or 1) if inputs is not None else 1
        replay = self.seconds[name] * share
        most = 10 + 10 * replay + operations / 2_000
        return building.outcome(program, inputs, operations, most)

    # An input that kills a program in a run of its own does so whatever else is
    # in the corpus, now or later.

    def killed_alone(self, data, name):
        known = self.cache.get(building.digest("alone", data, building.RUN))
        if known is not None and known.pop("input") in self.paths.get(name, ()):
            return known
        return None

    def keep_alone(self, data, name, program, found):
        oracle, inputs, killer = found
        if killer is None or building.digest(killer) not in self.paths.get(name, ()):
            return
        alone = self.paths[name][building.digest(killer)]
        if self.outcome(name, program, [alone], 0) is not None:
            known = {"oracle": oracle, "inputs": inputs, "input": building.digest(killer)}
            self.cache.put(building.digest("alone", data, building.RUN), known)
            if killer:
                likely = self.likely[name]
                likely[:] = [alone, *(path for path in likely if path != alone)]

    def examine(self, mutant, operations):
        """What becomes of a mutant, with so many operations for each target."""
        with self.tree() as tree:
            tree.start()
            result = self.examine_in(tree, mutant, operations)
        self.cache.put(self.key(mutant), result)
        return result

    def examine_in(self, tree, mutant, operations):
        result = {"operations": operations, "objects": None}
        data = mutant.apply(self.sources[mutant.file])
        try:
            changed = tree.change(mutant.file, data)
            if not changed:
                return {"fate": "equal", **result}
            result["objects"] = building.digest(
                {source: building.digest(code) for source, code in changed.items()}
            )
            programs = []
            for name, *program in tree.affected(changed):
                likely = None
                if name in self.inputs:
                    programs.append((name, *program))
                    likely = self.likely[name][:LIKELY]
                    if not likely:
                        continue
                killed = self.run(name, *program, 0, likely)
                if killed is not None:
                    return {**killed, **result}
            for replay_or_fuzz in (0, operations):
                for run in programs:
                    killed = self.run(*run, replay_or_fuzz)
                    if killed is not None:
                        return {**killed, **result}
            return {"fate": "survived", **result}
        except building.DoesNotCompile:
            return {"fate": "no code", **result}
        finally:
            tree.restore(mutant.file)

    def check_original(self, operations):
        """Nothing is measured where the original fails. And how long it takes says
        when a mutant's run is one that does not end."""
        with self.tree() as tree:
            tree.start()
            for name in self.build.targets:
                program = tree.link(name)
                start = time.monotonic()
                found = building.outcome(program, self.inputs.get(name), 0, 600)
                self.seconds[name] = time.monotonic() - start
                if found is not None:
                    raise SystemExit(f"{name} fails without any mutant: {found[0]}")
                if name not in self.inputs:
                    continue
                killed = self.run(name, program, program.read_bytes(), operations)
                if killed is not None:
                    raise SystemExit(f"{name} fails without any mutant: {killed['oracle']}")


class Study:
    """All mutants of some files, and what became of them."""

    def __init__(self, configurations, jobs, say=print):
        self.configurations, self.jobs, self.say = configurations, jobs, say
        self.of = {m: c for c in configurations for m in c.mutants}
        self.mutants = sorted(self.of, key=lambda m: m.file)
        self.sources = {name: d for c in configurations for name, d in c.sources.items()}
        self.known = {m: c.cache.get(c.key(m)) for m, c in self.of.items()}

    def is_done(self, mutant, operations):
        known = self.known[mutant]
        return known is not None and (
            known["fate"] != "survived" or known["operations"] >= operations
        )

    def examine_all(self, some, operations):
        """Examines those that are not known yet, and shows how far it is."""
        left = [m for m in some if not self.is_done(m, operations)]
        for configuration in {self.of[m]: None for m in left}:
            if not configuration.seconds:
                configuration.check_original(min(FIRST, operations))
        progress = Progress(len(left), len(some) - len(left), operations, self.say)

        def one(mutant):
            return mutant, self.of[mutant].examine(mutant, operations)

        pool = concurrent.futures.ThreadPoolExecutor(self.jobs)
        try:
            for future in concurrent.futures.as_completed([pool.submit(one, m) for m in left]):
                mutant, result = future.result()
                self.known[mutant] = result
                progress.step(result["fate"])
        finally:  # where that was interrupted, nothing more is begun
            for configuration in self.configurations:
                configuration.stopped = True
            pool.shutdown(cancel_futures=True)
            for configuration in self.configurations:
                configuration.stopped = False
        progress.end()


class Progress:
    def __init__(self, left, known, operations, say):
        self.left, self.say, self.start = left, say, time.monotonic()
        self.fates = collections.Counter()
        self.shown = self.start
        if left:
            say(f"{left} mutants, up to {operations:,} operations a target ({known} known before)")

    def step(self, fate):
        self.fates[fate] += 1
        now = time.monotonic()
        if now - self.shown > (1 if sys.stderr.isatty() else 30):
            self.shown = now
            self.show(now)

    def show(self, now):
        done = self.fates.total()
        estimate = (now - self.start) / done * (self.left - done)
        fates = ", ".join(f"{n} {fate}" for fate, n in self.fates.most_common())
        end = "\r" if sys.stderr.isatty() else "\n"
        line = f"{done} of {self.left}, about {estimate / 60:.0f} min left: {fates}"
        print(f"{line:<100}", end=end, file=sys.stderr, flush=True)

    def end(self):
        if self.left:
            self.show(time.monotonic())
            print(file=sys.stderr)


# ---- What is reviewed.


class Equivalents:
    """equivalent.toml: reasons for mutants that nothing could find."""

    def __init__(self, path):
        self.entries = []
        if path.exists():
            self.entries = tomllib.loads(path.read_text()).get("equivalent", [])
        self.reasons = {}  # (file, function, what or None) -> reason
        for entry in self.entries:
            if entry.keys() - {"mutants"} != {"file", "function", "reason"} or not entry["reason"]:
                raise SystemExit(f"{path}: no entry with a file, function and reason: {entry}")
            for what in entry.get("mutants", [None]):
                self.reasons[entry["file"], entry["function"], what] = entry["reason"]

    def reason(self, mutant):
        for what in (mutant.what, None):
            reason = self.reasons.get((mutant.file, mutant.function, what))
            if reason:
                return reason
        return None

    def stale(self, fates, files):
        """Entries that are for no mutant, or for none that survives."""
        matching = {}
        for mutant, fate in fates.items():
            for what in (mutant.what, None):
                matching.setdefault((mutant.file, mutant.function, what), set()).add(fate)
        result = []
        for key in self.reasons:
            if key[0] not in files:
                continue
            if key not in matching:
                result.append((key, "there is no such mutant"))
            elif matching[key] == {"killed"}:
                result.append((key, "it was killed"))
        return result


# ---- The score.


def fates_of(study, equivalents):
    """Each mutant's fate: as it was found, or "equivalent", "same" as another's
    code, "open" where it was not examined."""
    fates, seen = {}, {}
    for mutant in study.mutants:
        known = study.known[mutant]
        if known is None:
            fates[mutant] = "open"
            continue
        fate = known["fate"]
        if known["objects"] is not None:
            first = seen.setdefault(known["objects"], mutant)
            if first is not mutant:
                fates[mutant] = "same"
                continue
        if fate == "survived" and equivalents.reason(mutant):
            fate = "equivalent"
        fates[mutant] = fate
    return fates


COLUMNS = ["mutants", "no code", "equal", "same", "equivalent", "killed", "survived", "score"]


def score_of(counts):
    counted = counts["killed"] + counts["survived"]
    return f"{100 * counts['killed'] / counted:.1f} %" if counted else "-"


def table(study, fates):
    """Rows of text: one for each file, and one for all."""
    rows = [["file", *COLUMNS]]
    everything = collections.Counter()
    for file in dict.fromkeys(m.file for m in study.mutants):
        counts = collections.Counter(fates[m] for m in study.mutants if m.file == file)
        everything += counts
        rows.append([file, *row_of(counts)])
    rows.append(["all", *row_of(everything)])
    return rows


def row_of(counts):
    values = [counts.total(), *[counts[c] for c in COLUMNS[1:-1]]]
    return [*map(str, values), score_of(counts)]


def as_markdown(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]

    def line(cells):
        first, *rest = zip(cells, widths)
        return " | ".join(["| " + first[0].ljust(first[1]), *[c.rjust(w) for c, w in rest]]) + " |"

    ruler = ["-" * widths[0], *["-" * (w - 1) + ":" for w in widths[1:]]]
    return "\n".join([line(rows[0]), line(ruler), *map(line, rows[1:])])


def as_toml(survivors):
    """Survivors, as equivalent.toml would have them."""
    by_function = {}
    for m in survivors:
        by_function.setdefault((m.file, m.function), []).append(m)
    lines = []
    for (file, function), some in by_function.items():
        lines += ["[[equivalent]]", f'file = "{file}"', f'function = "{function}"', "mutants = ["]
        lines += [f"    {json.dumps(m.what, ensure_ascii=False)}," for m in some]
        lines += ["]", 'reason = ""', ""]
    return "\n".join(lines)


def is_in_sample(mutant, n):
    """Whether a mutant is one of those in n that are taken: always the same ones."""
    return int(building.digest(mutant.file, mutant.function, mutant.what)[:8], 16) % n == 0


def parse(arguments):
    parser = argparse.ArgumentParser(prog="mutate", description=__doc__.split("\n")[0])
    parser.add_argument("--only", action="append", metavar="FILE", help="mutants of this file")
    parser.add_argument("--function", action="append", help="mutants in this function")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="one mutant of N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument(
        "--operations", type=int, default=20_000_000, help="of each target, for what survives"
    )
    parser.add_argument(
        "--html",
        type=pathlib.Path,
        default=pathlib.Path("mutants.html"),
        help="where the page goes",
    )
    parser.add_argument("--unit-tests", action="store_true", help="run //tests first")
    parser.add_argument("--survivors", action="store_true", help="as entries for equivalent.toml")
    parser.add_argument("--list", action="store_true", help="the mutants, and nothing else")
    return parser.parse_args(arguments)


def main():
    options = parse(sys.argv[1:])
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    workspace = pathlib.Path(os.environ["BUILD_WORKSPACE_DIRECTORY"])
    here = pathlib.Path(os.environ.get("BUILD_WORKING_DIRECTORY", "."))
    everything = sorted(
        path.relative_to(workspace).as_posix()
        for path in (workspace / "core").iterdir()
        if path.suffix in (".c", ".h")
    )
    files = options.only or everything
    for file in files:
        if file not in everything:
            raise SystemExit(f"{file} is not a file of core/")
    equivalents = Equivalents(workspace / "tools/mutate/equivalent.toml")
    tests = sorted(path.stem for path in (workspace / "tests").glob("*_test.c"))
    tests = tests if options.unit_tests else []
    release = building.from_bazel(workspace, TARGETS, tests)
    checked = building.from_bazel(workspace, CHECKED_TARGETS, tests, "--config=checked")
    caches = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    cache = Cache(caches / "holdfast" / "mutate" / "known.sqlite")

    def say(*words):
        print(*words, file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        configurations = [
            Configuration(release, files, cache, options.jobs, f"{folder}/release"),
            Configuration(checked, files, cache, options.jobs, f"{folder}/checked", CHECKED),
        ]
        study = Study(configurations, options.jobs, say)
        if options.function:
            study.mutants = [m for m in study.mutants if m.function in options.function]
        study.mutants = [m for m in study.mutants if is_in_sample(m, options.sample)]
        if options.list:
            for m in study.mutants:
                print(f"{m.file}:{m.line}: {m.function}: {m.what}")
            return
        interrupted = False
        try:
            first = min(FIRST, options.operations)
            # What is reviewed last: those that may be found, first.
            reviewed = [m for m in study.mutants if equivalents.reason(m)]
            study.examine_all([m for m in study.mutants if m not in set(reviewed)], first)
            study.examine_all(reviewed, first)
            fates = fates_of(study, equivalents)
            left = [m for m in study.mutants if fates[m] == "survived"]
            study.examine_all(left, options.operations)
        except (KeyboardInterrupt, building.Interrupted):
            interrupted = True
            say("\ninterrupted; what is known is kept")
    fates = fates_of(study, equivalents)
    survivors = [m for m in study.mutants if fates[m] == "survived"]
    if options.survivors:
        print(as_toml(survivors))
    for m in survivors if not options.survivors else []:
        operations = study.known[m]["operations"]
        print(f"survived {operations:,} operations: {m.file}:{m.line}: {m.function}: {m.what}")
    is_all = not options.function and options.sample == 1
    stale = equivalents.stale(fates, files) if is_all else []
    for (file, function, what), why in stale:
        print(f"equivalent.toml: {why}: {file}: {function}: {what or 'all'}")
    rows = table(study, fates)
    print(as_markdown(rows))
    html = here / options.html
    html.write_text(page.render(study, fates, equivalents, rows))
    say(f"the page is {html}")
    sys.exit(1 if interrupted or stale else 0)


if __name__ == "__main__":
    main()
