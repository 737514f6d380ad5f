"""Mutants in the builds that they are examined in, and what becomes of them."""

import concurrent.futures
import contextlib
import dataclasses
import functools
import json
import pathlib
import queue
import random
import sqlite3
import threading
import time
import zlib

import build as building
import checks
import mutants as making
from progress import Progress

FIRST = 200_000  # operations of the first run
LIKELY = 24  # inputs that are tried before all others


class Cache:
    """What is known, by content, on disk: values and objects."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.Lock()
        self.base = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=60)
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


# ---- Second order.


@dataclasses.dataclass(frozen=True)
class Pair:
    """Two mutants at once."""

    first: making.Mutant
    second: making.Mutant
    operator = "pair"

    file = property(lambda self: self.first.file)
    line = property(lambda self: self.first.line)
    start = property(lambda self: self.first.start)
    function = property(lambda self: self.first.function)
    was = property(lambda self: self.first.what)
    becomes = property(
        lambda self: f"{self.second.file}:{self.second.line}: "
        f"{self.second.function}: {self.second.what}"
    )
    what = property(lambda self: f"pair: {self.was} and {self.becomes}")

    def edits(self):
        edits = self.first.edits()
        for file, some in self.second.edits().items():
            edits[file] = edits.get(file, []) + some
        return edits


def pairs_of(mutants, number, seed=1):
    """So many random pairs, the same ones each time, of mutants that are apart."""
    some = sorted(mutants, key=lambda m: (m.file, m.start, m.end, m.text))
    choose, result = random.Random(seed), {}
    for _ in range(20 * number if len(some) > 1 else 0):
        a, b = sorted(choose.sample(range(len(some)), 2))
        first, second = some[a], some[b]
        if first.file != second.file or first.end <= second.start:
            result[a, b] = Pair(first, second)
        if len(result) == number:
            break
    return list(result.values())


# ---- One way to build.


class Configuration:
    """One way to build the targets, and the mutants that are examined in it: those
    of |files|; with |define|, a compiler's option that the build has, only those
    that would not exist without it, and those of what only it tells apart."""

    def __init__(self, build, files, cache, jobs, folder, define=None):
        self.build, self.cache, self.jobs = build, cache, jobs
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
                some = [
                    m
                    for m in some
                    if m.operator == CHECKED_ONLY or (m.start, m.end, m.text) not in known
                ]
            else:
                some = [m for m in some if m.operator != CHECKED_ONLY]
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
        edits = {file: sorted(some) for file, some in mutant.edits().items()}
        return building.digest(self.base, edits)

    def changes(self, edits):
        """file -> its content with edits made."""
        return {file: making.apply(some, self.sources[file]) for file, some in edits.items()}

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
        changes = self.changes(mutant.edits())
        try:
            changed = tree.change(changes)
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
            tree.restore(changes)

    def check_original(self, operations):
        """Nothing is measured where the original fails. And how long it takes says
        when a mutant's run is one that does not end."""
        with self.tree() as tree, concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            tree.start()
            list(pool.map(lambda name: self.check_target(tree, name, operations), self.build.targets))

    def check_target(self, tree, name, operations):
        program = tree.link(name)
        start = time.monotonic()
        found = building.outcome(program, self.inputs.get(name), 0, 600)
        self.seconds[name] = time.monotonic() - start
        if found is not None:
            self.say_what_fails(name, program, found[0])
        if name in self.inputs:
            killed = self.run(name, program, program.read_bytes(), operations)
            if killed is not None:
                self.say_what_fails(name, program, killed["oracle"])

    @staticmethod
    def say_what_fails(name, program, oracle):
        said = program.with_suffix(".said").read_text().splitlines()
        raise SystemExit("\n".join([*said[-40:], f"{name} fails without any mutant: {oracle}"]))

    # -- What is reviewed, over its domain.

    def is_in_never(self, mutant):
        asserted = not any("NDEBUG" in a for c in self.build.compile.values() for a in c)
        return asserted and checks.in_never(self.sources[mutant.file], mutant)

    def check_key(self, mutant):
        domains = {name: dataclasses.asdict(d) for name, d in self.build.domains.items()}
        return building.digest("check", self.key(mutant), domains)

    def known_verdict(self, mutant):
        known = self.cache.get(self.check_key(mutant))
        return checks.Verdict(**known) if known is not None else None

    def check(self, mutants, say=lambda _: None):
        """The domains' verdicts on mutants, as many at once as one program holds."""
        batches = checks.batches(self.sources, mutants)
        with self.tree() as tree:
            tree.start()
            while batches:
                batch = batches.pop()
                if self.stopped:
                    raise building.Interrupted
                try:
                    self.check_batch(tree, batch, say)
                except building.DoesNotCompile as error:
                    if len(batch) == 1:
                        self.note_verdict(batch[0], checks.Verdict(), say)
                        continue
                    lines = checks.lines_in(str(error), self.sources)
                    bad = [m for m in batch if (m.file, m.line) in lines]
                    if not 0 < len(bad) < len(batch):
                        bad = batch[: len(batch) // 2]
                    batches += [bad, [m for m in batch if m not in set(bad)]]

    def note_verdict(self, mutant, verdict, say):
        self.cache.put(self.check_key(mutant), dataclasses.asdict(verdict))
        say(mutant)

    def check_batch(self, tree, batch, say):
        changes = self.changes(checks.schema(self.sources, batch))
        try:
            survey = building.Survey(tree, tree.change(changes), self.inputs, lambda _: 900)
        finally:
            tree.restore(changes)
        came, told, seconds = {}, set(), {}
        for name in survey.commands:
            start = time.monotonic()
            failed, came[name], differs = survey.run(name)
            seconds[name] = 60 + 20 * (time.monotonic() - start)
            told |= differs
            if failed:
                self.say_what_fails(name, survey.commands[name][0], failed)
        survey.seconds = seconds.get
        for number, mutant in enumerate(batch):
            if self.stopped:
                raise building.Interrupted
            names = [name for name in survey.commands if number in came[name]]
            differs = number in told if checks.tells(self.sources[mutant.file], mutant) else None
            verdict = checks.Verdict("", bool(names), differs, len(names))
            # Where it is the same, so are the runs. And the corpora were replayed before:
            # a mutant that they kill is not asked about.
            for name in names if differs is not False else ():
                if name in self.build.domains:
                    verdict.killed, *_ = survey.run(name, number)
                    if verdict.killed:
                        break
            self.note_verdict(mutant, verdict, say)


CHECKED_ONLY = "swap consumptions"  # handles are consumed in the checked build alone


class Study:
    """All mutants of some files, and what became of them."""

    def __init__(self, configurations, jobs, say=print, keep=lambda mutant: True, minutes=None):
        """Nothing is begun so many |minutes| after the first mutant."""
        self.configurations, self.jobs, self.say = configurations, jobs, say
        self.minutes, self.until = minutes, None
        self.of = {m: c for c in configurations for m in c.mutants if keep(m)}
        self.mutants = sorted(self.of, key=lambda m: m.file)
        self.sources = {name: d for c in configurations for name, d in c.sources.items()}
        self.known = {m: c.cache.get(c.key(m)) for m, c in self.of.items()}
        self.verdicts = {}  # of those that are reviewed, and checked
        self.pairs = []
        self.noting = threading.Lock()

    def add_pairs(self, number, mutants):
        """Second order: random pairs of these, in the build of both."""
        for configuration in self.configurations:
            some = [m for m in mutants if self.of[m] is configuration]
            share = round(number * len(some) / (len(mutants) or 1))
            for pair in pairs_of(some, share):
                self.of[pair] = configuration
                self.known[pair] = configuration.cache.get(configuration.key(pair))
                self.pairs.append(pair)

    def is_done(self, mutant, operations):
        known = self.known[mutant]
        return known is not None and (
            known["fate"] != "survived" or known["operations"] >= operations
        )

    def examine_all(self, some, operations, title="mutants"):
        """Examines those that are not known yet, and shows how far it is."""
        left = [m for m in some if not self.is_done(m, operations)]
        for configuration in {self.of[m]: None for m in left}:
            if not configuration.seconds:
                configuration.check_original(min(FIRST, operations))
        if left:
            self.begin()
        detail = f"up to {operations:,} operations a target"
        progress = Progress(title, detail, len(left), len(some) - len(left), self.say)

        def one(mutant):
            result = self.of[mutant].examine(mutant, operations)
            self.known[mutant] = result
            return result["fate"]

        self.in_parallel(one, left, progress.step)
        progress.end()

    def check_all(self, some):
        """Runs what is reviewed and can be checked over its domain."""
        for mutant in some:
            self.verdicts[mutant] = self.of[mutant].known_verdict(mutant)
        left = [m for m in some if self.verdicts[m] is None]
        if left:
            self.begin()
        progress = Progress(
            "domains", "over all inputs", len(left), len(some) - len(left), self.say
        )

        def note(mutant):
            self.verdicts[mutant] = verdict = self.of[mutant].known_verdict(mutant)
            said = "killed" if verdict.killed else "reached" if verdict.reached else "not reached"
            with self.noting:
                progress.step(said)

        def one(mutants):
            self.of[mutants[0]].check(mutants, note)

        groups = {}
        for mutant in left:
            groups.setdefault((id(self.of[mutant]), mutant.file), []).append(mutant)
        self.in_parallel(one, list(groups.values()), lambda _: None)
        progress.end()

    def begin(self):
        """Begins the time, which what the original takes is not part of: once."""
        if self.until is None and self.minutes is not None:
            self.until = time.monotonic() + 60 * self.minutes

    def in_parallel(self, work, left, step):
        def unless_late(one):
            is_late = self.until is not None and time.monotonic() > self.until
            return "late" if is_late else work(one)

        pool = concurrent.futures.ThreadPoolExecutor(self.jobs)
        try:
            futures = [pool.submit(functools.partial(unless_late, one)) for one in left]
            for future in concurrent.futures.as_completed(futures):
                step(future.result())
        finally:  # where that was interrupted, nothing more is begun
            for configuration in self.configurations:
                configuration.stopped = True
            pool.shutdown(cancel_futures=True)
            for configuration in self.configurations:
                configuration.stopped = False
