"""Has imported the package. Forks workers, and tries their suspicions again alone."""

import faulthandler
import fcntl
import json
import mmap
import os
import pickle
import select
import signal
import struct
import sys
import tempfile
import time
import traceback
import warnings
from typing import NamedTuple

from .. import _fuzz, _native, installed, isolate, report
from . import discover, generate, judge, program, safety, worker
from .state import State, key_of

SLICE = 6.0  # seconds of one worker
OTHERS = 0.3  # weight of a call that is another process's
PATIENCE = 20.0  # for one program that waits for something
ALIVE = 7  # how a process ends in which all is well


class Plan(NamedTuple):
    """What a worker has to know beside what was learned."""

    seconds: float
    programs: int
    known_leaks: dict  # (target, outcome): what that leaves
    known_errors: frozenset
    known_damage: frozenset
    skip: frozenset
    trusting: bool = False  # exceptions are not looked at
    replay: tuple = None  # the programs to run, instead of new ones

    def skips(self, step):
        return step.target in self.skip


class Server:
    def __init__(self, options, out):
        self.options = options
        self._out = out
        self.memory = None

    def tell(self, kind, **fields):
        line = json.dumps({"kind": kind, **fields}, default=str) + "\n"
        with safety.Allowed():
            data = line.encode("utf-8", "backslashreplace")
            while data:
                data = data[os.write(self._out, data) :]

    # ---- Getting ready.

    def prepare(self):
        options = self.options
        warnings.simplefilter("ignore")
        sys.unraisablehook = bool  # many hooks raise where nobody can be told
        with_argv, sys.argv = sys.argv, [options["package"]]
        installed._everywhere()
        known_types = set(installed.all_types())
        package, new = discover.import_package(options["package"])
        self._still_works(options["package"])
        public, extensions = discover.modules_of(options["package"], new)
        if options["private"]:
            public = sorted({*public, *extensions})
        if not extensions:
            raise discover.Nothing(
                f"{options['package']} has no extension module: it is all Python, of which nothing is fuzzed here"
            )
        self.extensions, self.public = extensions, public
        self.ranges = discover.ranges_of(extensions)
        self.files = discover.files_of(extensions)
        chosen = (options["only"], options["exclude"])
        self.runner = program.Runner(public)
        top = {options["package"].partition(".")[0], *(e.partition(".")[0] for e in extensions)}
        self.offer = discover.offer_of(options["package"], public, extensions, known_types, chosen)
        if not self.offer.is_callable():
            raise discover.Nothing(f"{options['package']} offers nothing to call" + (" by that name" if options["only"] else ""))
        self.offer.targets = [each for each in self.offer.targets if self._is_there(each)]
        if not self.offer.is_callable():
            raise discover.Nothing(f"{options['package']} offers nothing that can be called by its name")
        self.state = State()
        self.state.seeds = {key: [tuple(each) for each in seeds] for key, seeds in options.get("seeds", {}).items()}
        self.generator = generate.Generator(self.offer, self.runner, self.state, options["seed"], known_types, top)
        # Each process has a part that it calls more often.
        part, parts = options.get("part", (0, 1))
        for number, target in enumerate(self.offer.targets):
            if number % parts != part:
                self.state.weight[key_of(target)] = OTHERS
        corpus = list(map(program.from_plain, options.get("corpus", [])))
        self.replay = corpus if options.get("replay") else None
        if self.replay is None:
            self.state.corpus += corpus
        self.memory = mmap.mmap(-1, worker.SHARED)
        _fuzz.begin(self.runner.namespace, program.SLOTS, self.memory)
        self.told = worker.Told(self.memory)
        self.accounts = worker.Accounts(self.runner, self.offer, options.get("without", ()))
        self.accounts.refresh()
        self.accounts.leak((), 2)  # finds the caches once, not in each child
        self.blocks = 0
        if options.get("blocks"):
            self.blocks = self._cover(options["blocks"])
        sys.argv = with_argv
        self.tell(
            "ready",
            extensions=extensions,
            public=public,
            targets=len(self.offer.targets),
            blocks=self.blocks,
            files=self.files,
        )

    def _is_there(self, target):
        """Whether it is found by its name: the package may have put another thing in the place
        of its module."""
        if target.kind != "call":
            return True
        try:
            return eval(target.what, self.runner.namespace) is not None
        except Exception:
            return False

    @staticmethod
    def _still_works(package):
        """Raises Nothing where the import has broken what is needed here, and cannot be undone."""
        try:
            with safety.Allowed():
                open(os.devnull, "rb").close()
                tempfile.TemporaryFile().close()
                child = isolate.fork()
                if child == 0:
                    os._exit(ALIVE)
                _, status = os.waitpid(child, 0)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            raise discover.Nothing(f"{package} has changed the interpreter: nothing else can run in it: {said}") from None
        if os.waitstatus_to_exitcode(status) != ALIVE:
            raise discover.Nothing(f"{package} ends each process that is forked after its import")

    def _cover(self, blocks):
        addresses = []
        bases = self._bases()
        for path, offsets in blocks.items():
            if path in bases:
                addresses += [bases[path] + offset for offset in offsets]
        return len(addresses) if addresses and _fuzz.cover(addresses) else 0

    @staticmethod
    def _bases():
        bases = {}
        for start, _, offset, _, path in report.mapped_files():
            if offset == 0:
                bases.setdefault(path, start)
        return bases

    # ---- Workers.

    def fuzz(self):
        self.judge = judge.Judge(self)
        with safety.Allowed():
            self._stderr = open("stderr", "w+b", buffering=0)
            self._stack = tempfile.TemporaryFile()
        started = time.monotonic()
        ends = started + self.options["seconds"]
        programs_left = self.options["programs"] or 1 << 60
        self.programs = self.calls = self.restarts = 0
        self.working = 0.0  # seconds of the processor
        self._texts = []  # what workers have compiled
        if self.replay is not None:
            programs_left = len(self.replay)
        while time.monotonic() < ends and programs_left > 0:
            left = ends - time.monotonic()
            self.generator.half_built = left < self.options["seconds"] / 10 or (
                programs_left <= self.options["programs"] / 10
            )
            self.generator.rng.seed(f"{self.options['seed']} {self.restarts}")
            seconds, programs = min(SLICE, left), programs_left
            if self.options["programs"] and not self.generator.half_built and self.replay is None:
                programs = programs_left - self.options["programs"] // 10
            done = self._work(seconds, programs)
            programs_left -= max(1, done)
            self.restarts += 1
            self.judge.work(ends)
            self.progress()
        self.judge.finish(max(10.0, 0.5 * self.options["seconds"]) if not self.options["programs"] else 120.0)
        self.progress()
        self.tell(
            "end",
            corpus=[list(_plain(each)) for each in self.state.corpus],
            reached=self._reached(),
            outcomes=len(self.state.outcomes),
        )

    def _reached(self):
        bases = self._bases()
        ranges = sorted((start, end, path) for start, end, _, executable, path in report.mapped_files() if executable)
        out = {}
        for address in _fuzz.reached():
            for start, end, path in ranges:
                if start <= address < end:
                    out.setdefault(path, []).append(address - bases[path])
                    break
        return out

    def progress(self, programs=0, calls=0, working=0.0):
        self.tell(
            "progress",
            programs=self.programs + programs,
            calls=self.calls + calls,
            working=self.working + working,
            outcomes=len(self.state.outcomes),
            corpus=len(self.state.corpus),
            reached=_fuzz.covered(),
            blocks=self.blocks,
            restarts=self.restarts,
        )

    def _work(self, seconds, programs):
        """Lets one worker run. Returns how many programs it ran."""
        self.told.reset()
        for file in (self._stderr, self._stack):
            file.seek(0)
            file.truncate()
        ours, theirs = os.pipe()
        plan = Plan(
            seconds,
            programs,
            dict(self.judge.leaks),
            frozenset(self.judge.errors),
            frozenset(self.judge.damages),
            frozenset(self.judge.skip),
            "exceptions" in self.options.get("without", ()),
            tuple(self.replay[-programs:]) if self.replay is not None else None,
        )
        for text in self._texts:  # once, for all that follow
            try:
                self.runner.maker(text)
            except Exception:  # a name that the package has taken away
                continue
        self._texts = []
        self.runner.fresh.clear()
        with safety.Allowed():
            child = isolate.fork()
        if child == 0:
            os.close(ours)
            self._child(theirs, plan)
        os.close(theirs)
        self._read(ours, child)
        _, status = os.waitpid(child, 0)
        os.close(ours)
        programs, calls, working = self.told.counts()
        self.generator.others_ran(programs)
        self.working += working
        self.programs += programs
        self.calls += calls
        if status != 0:
            step, steps = self.told.read()
            self._stack.seek(0)
            raw = self._stack.read()
            self._stderr.seek(0)
            said = self._stderr.read(20000).decode("utf-8", "replace")
            death = death_of(status, raw, said)
            self.judge.died(death, step, steps)
        return programs

    def _read(self, pipe, child):
        """Takes in what the worker says, until it ends or dies."""
        told = moved = time.monotonic()
        last = 0
        poll = select.poll()
        poll.register(pipe)
        data = b""
        while True:
            if poll.poll(500):
                more = os.read(pipe, 1 << 16)
                if not more:
                    return
                data += more
                while len(data) >= 4:
                    (length,) = struct.unpack_from("<I", data)
                    if len(data) < 4 + length:
                        break
                    self._take(pickle.loads(data[4 : 4 + length]))
                    data = data[4 + length :]
            now = time.monotonic()
            if now - told > 1:
                told = now
                self.progress(*self.told.counts())
            programs = self.told.counts()[0]
            if programs != last:
                last, moved = programs, now
            if now - moved > PATIENCE:
                with safety.Allowed():
                    os.kill(child, signal.SIGPROF)
                moved = now

    def _take(self, event):
        kind, *fields = event
        state = self.state
        if kind == "corpus":
            steps, key, is_result = fields
            state.corpus.append(steps)
            if key is not None:
                state.outcomes.setdefault(key, 1)
            if is_result:  # what refuses its arguments at once allocates nothing
                self.judge.new_outcome(steps)
                self.generator.to_be_attacked(steps)
        elif kind == "recipe":
            name, recipe = fields
            known = state.recipes.setdefault(name, [])
            if recipe not in known and len(known) < 12:
                known.append(recipe)
        elif kind == "weight":
            state.weight[fields[0]] = fields[1]
        elif kind == "learned":
            new, turns, texts = fields
            state.take(new, turns)
            self._texts += texts
        elif kind in ("leak", "system error", "damage"):
            self.judge.suspect(kind, *fields)

    def _child(self, pipe, plan):
        status = 1
        try:
            os.dup2(self._stderr.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_RDWR), 1)
            faulthandler.enable(file=self._stderr, all_threads=False)
            _native.stack_at_death(self._stack.fileno())
            def send(*event):
                data = pickle.dumps(event)
                data = struct.pack("<I", len(data)) + data
                while data:
                    data = data[os.write(pipe, data) :]

            one = worker.Worker(self.generator, self.accounts, self.told, send, plan)
            one.run()
            one.tell_places()
            status = 0
        except BaseException:
            traceback.print_exc(file=sys.stderr)
            raise
        finally:
            os._exit(status)


def death_of(status, raw, said):
    places = list(struct.unpack(f"={len(raw) // 8}Q", raw[: len(raw) // 8 * 8]))
    end = places.index(0) if 0 in places else len(places)
    return isolate.Death(status, said, places[:end], places[end + 1 :])


def _plain(steps):
    return program.to_plain(steps)


def main(argv):
    """argv: a file of options. What it finds goes to standard output, a line each."""
    with open(argv[0]) as file:
        options = json.load(file)
    sys.path[:0] = options["path"]
    out = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, safety.FAR)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    server = Server(options, out)
    try:
        safety.limit()
        server.prepare()
        safety.limit_process()
        server.fuzz()
    except discover.Nothing as why:
        server.tell("nothing", why=str(why))
        return 2
    except Exception:
        server.tell("failed", why=traceback.format_exc())
        return 3
    return 0
