"""Runs programs, and judges each. A process of its own, which may die."""

import collections
import gc
import io
import itertools
import marshal
import re
import signal
import struct
import time

from .. import _fuzz, installed
from ..noise import Noise
from . import discover, program
from .state import CORPUS, key_of, outcome_of

HANG = 1  # seconds for one program, of the processor
REPETITIONS = 14  # of what seems to leak
# Of programs in which something is known to leak, and more is left:
LOOKS = 3  # at those with the same other outcomes, until that many of them are left out
LEFT_OUT = 0.95
FREEZE = 250  # programs between two looks at the constants
TELL = 50  # programs until what was learned is told: a worker may die at any

# What the process that outlives this one reads when it is dead: the step; numbers
# of programs and calls; the length of the program, and it.
HEADER = struct.Struct("<8xQQdI")
AT = 64
SHARED = 1 << 18


class Told:
    """What the worker was doing, in memory that is shared."""

    def __init__(self, memory):
        self.memory = memory

    def read(self):
        """(step, program), as _fuzz.attempt has written them: a step after the other."""
        _, _, _, length = HEADER.unpack_from(self.memory)
        data, rows = io.BytesIO(self.memory[AT : AT + length]), []
        while data.tell() < length:
            rows.append(marshal.load(data))
        return self.memory[0], program.from_plain(rows)

    def counts(self):
        """Programs, calls, seconds of the processor."""
        return HEADER.unpack_from(self.memory)[:3]

    def reset(self):
        self.memory[0] = 254
        HEADER.pack_into(self.memory, 0, 0, 0, 0.0, 0)


class Accounts:
    """What programs leave: exact, since nothing else runs in between."""

    def __init__(self, runner, offer, without=()):
        self._without = set(without)
        self._runner = runner
        self._offer = offer
        self._noise = Noise()
        self._watched = {}  # by id
        self.names = {}
        self._size = None

    def refresh(self):
        """Also watches what has come since: constants, types, functions."""
        runner, offer = self._runner, self._offer
        size = (len(runner.constants), len(runner.namespace), len(offer.types), len(offer.targets))
        if size == self._size:
            gc.freeze()
            return
        if self._size is None:
            self._watched = {id(each): each for each in installed._everywhere() if each is not runner.namespace}
            self._size = (0, 0, 0, 0)
        constants, names, types, targets = self._size
        self._size = size
        new = {}  # id: (object, name or None)
        for text, each in itertools.islice(runner.constants.items(), constants, None):
            new[id(each)] = (each, text)
        for name, each in itertools.islice(runner.namespace.items(), names, None):
            if isinstance(each, type):
                new[id(each)] = (each, name)
        for kind, text in itertools.islice(offer.types.values(), types, None):
            new[id(kind)] = (kind, text or discover.name_of_type(kind))
        for target in offer.targets[targets:]:
            if target.kind == "call":
                try:
                    each = eval(target.what, runner.namespace)
                except Exception:
                    continue
                new.setdefault(id(each), (each, None))
        for key, (each, name) in new.items():
            if name is not None:
                self._watched[key] = each
                self.names[key] = name
            else:
                self._watched.setdefault(key, each)
        _fuzz.watch(list(self._watched.values()))
        gc.freeze()

    def watched(self):
        return self._watched.values()

    def name(self, thing):
        known = self.names.get(id(thing))
        if known:
            return known
        if isinstance(thing, type):
            return discover.name_of_type(thing)
        if type(thing) in (int, str, bytes, float, bool, type(None)):
            return repr(thing)
        return getattr(thing, "__name__", None) or type(thing).__name__

    def leak(self, compiled, repetitions=REPETITIONS):
        """(blocks, {name: change}) of what the last step leaves each time, or None: what
        those before it leave by themselves is theirs."""
        left = self._left(compiled, repetitions)
        if left is None or len(compiled) < 2:
            return left
        before = self._left(compiled[:-1], repetitions)
        return left if before is None else rest_of(left, before)

    def is_doubtful(self, compiled):
        """Whether the steps before the last one leave blocks: what the last one seems to
        leave may be in them."""
        before = self._left(compiled[:-1], 4) if len(compiled) > 1 else None
        return before is not None and before[0] > 0

    def _left(self, compiled, repetitions):
        """The same of all steps."""
        blocks, changes = None, None
        for number in range(repetitions):
            left = _fuzz.measure(compiled, self._noise.begin, self._noise.end)
            if number == 0:
                continue  # something may have been imported
            if left is None:
                return None
            count, changed = left
            now = {self.name(each): change for each, change in changed}
            if "blocks" in self._without:
                count = 0
            if "counts" in self._without:
                now = {}
            if blocks is None:
                blocks, changes = count, now
                continue
            if (count > 0) != (blocks > 0):
                blocks = 0
            blocks = min(blocks, count) if blocks > 0 else 0
            changes = {
                name: min(change, now[name], key=abs)
                for name, change in changes.items()
                if name in now and (now[name] > 0) == (change > 0)
            }
            if not blocks and not changes:
                return None
        return (blocks, changes) if blocks or changes else None


def rest_of(left, known):
    """left without what is known to be left, or None where that is all."""
    blocks, changes = left
    if blocks > 0:
        blocks = max(0, blocks - max(0, known[0]))
    rest = {name: change - known[1].get(name, 0) for name, change in changes.items()}
    rest = {name: change for name, change in rest.items() if change and (change > 0) == (changes[name] > 0)}
    return (blocks, rest) if blocks or rest else None


def sum_of(some):
    """What all of these leave."""
    blocks, changes = 0, {}
    for more, each in some:
        blocks += more
        for name, change in each.items():
            changes[name] = changes.get(name, 0) + change
    return blocks, changes


def signature(left):
    """What is the same leak in another process: blocks, or else whose counts. Which int
    it is tells how often a program has called something, most often."""
    blocks, changes = left
    if blocks > 0:
        return (True, ())
    names = {("int" if name.lstrip("-").isdigit() else name, change > 0) for name, change in changes.items()}
    return (blocks > 0, tuple(sorted(names)))


_MISTAKE = re.compile(
    r"without (?:setting an )?exception|with an exception set|bad argument to internal function|"
    r"exception set|returned NULL"
)


def is_mistake(result):
    """Whether an exception says that C code broke a rule."""
    return type(result) is tuple and result[0] is SystemError and _MISTAKE.search(result[1]) is not None


class Worker:
    def __init__(self, generator, accounts, told, send, plan):
        self._generator = generator
        self._accounts = accounts
        self._told = told
        self._send = send
        self._plan = plan
        self._known_leaks = dict(plan.known_leaks)
        self._system_errors = set(plan.known_errors)
        self._damaged = set(plan.known_damage)
        self._looked = collections.Counter()
        self.programs = self.calls = 0

    def run(self):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        gc.disable()
        self._accounts.refresh()
        _fuzz.damage()
        ends = time.monotonic() + self._plan.seconds
        covered = _fuzz.covered()
        replay = self._plan.replay
        while time.monotonic() < ends and self.programs < self._plan.programs:
            steps = replay[self.programs] if replay is not None else self._generator.next()
            if self._plan.skip and replay is None and any(self._plan.skips(step) for step in steps):
                continue
            was_new = self.one(steps)
            if self.programs % TELL == 0:
                self.tell_places()
            if self.programs % FREEZE == 0:
                self._accounts.refresh()
            now = _fuzz.covered()
            if now != covered:
                covered = now
                state = self._generator.state
                if not was_new and len(state.corpus) < CORPUS:
                    state.corpus.append(steps)
                    self._send("corpus", steps, None, False)
        signal.setitimer(signal.ITIMER_PROF, 0)
        self._send("done", self.programs)

    def tell_places(self):
        generator = self._generator
        self._send("learned", *generator.state.taken(), generator.runner.fresh)
        generator.runner.fresh = []

    def one(self, steps):
        """Runs and judges it. Whether an outcome was new."""
        self.programs += 1
        generator = self._generator
        try:
            compiled, text = generator.runner.prepared(steps)
        except Exception:  # a name that the package has taken away
            return False
        results, left, damaged = _fuzz.attempt(compiled, text, self.programs, self.calls, HANG)
        for step in steps:
            self.calls += 2 * (step.kind != "new")
        new, mistakes = generator.learn(steps, results)
        if new:
            for each in generator.new_programs:
                self._send("corpus", *each)
            generator.new_programs.clear()
        for recipe in generator.new_recipes:
            self._send("recipe", *recipe)
        generator.new_recipes.clear()
        if mistakes and not self._plan.trusting:
            for number, result in enumerate(results):
                self._system_error(steps, number, result)
        if left is not None and _fuzz.measure(compiled, bool, bool) is not None:
            outcomes = [(step.target, outcome_of(result)) for step, result in zip(steps, results)]
            self._leak(steps, compiled, outcomes, left, new)
        if damaged:
            self._damage(steps, compiled)
        return new

    def _damage(self, steps, compiled):
        """The first step after which it is seen is to blame."""
        for number in range(1, len(steps) + 1):
            _fuzz.keep(True)
            _fuzz.run(compiled[:number])
            is_seen = _fuzz.damage() is not None
            _fuzz.keep(False)
            if is_seen:
                steps = program.needed(steps, number - 1)
                break
        key = steps[-1].target
        if key not in self._damaged:
            self._damaged.add(key)
            self._send("damage", steps)

    def _system_error(self, steps, number, result):
        if not is_mistake(result):
            return
        key = (steps[number].target, outcome_of(result))
        if key not in self._system_errors:
            self._system_errors.add(key)
            self._send("system error", program.needed(steps, number), result[1], key)

    def _leak(self, steps, compiled, outcomes, seen, is_new):
        """is_new: an outcome is, so that this is looked at, whatever is known to be left: that
        may be less this time."""
        known = self._known_leaks
        some = [known[each] for each in outcomes if each in known]
        if some and not is_new:
            named = {self._accounts.name(each): change for each, change in seen[1]}
            if rest_of((seen[0], named), sum_of(some)) is None:
                return
            others = frozenset(outcomes).difference(known)
            self._looked[others] += 1
            if (not others or self._looked[others] > LOOKS) and self._generator.rng.random() < LEFT_OUT:
                return
        for number in range(len(steps), 0, -1):  # several may
            if outcomes[number - 1] not in known:
                left = self._accounts.leak(compiled[:number])
                if left is not None:
                    self._last_leaks(steps[:number], left)

    def _last_leaks(self, steps, left):
        """The last step does: it is told with those that it needs."""
        known = self._known_leaks
        small = self._reduced(steps, left)
        compiled = self._generator.runner.compiled(small)
        if self._accounts.is_doubtful(compiled):
            return
        results = _fuzz.run(compiled)
        last = (small[-1].target, outcome_of(results[-1]))
        results = None
        left = self._accounts.leak(compiled) or left
        if last in known:
            return
        known[last] = left
        self._send("leak", small, left, last)
        target = self._generator._target_of(small[-1])
        if target is not None:
            state, key = self._generator.state, key_of(target)
            state.weight[key] = max(0.02, state.weight.get(key, 1.0) * 0.4)
            self._send("weight", key, state.weight[key])

    def _reduced(self, steps, left):
        """Without the steps that the last one does not need."""
        wanted = signature(left)
        for number in range(len(steps) - 2, -1, -1):
            fewer = steps[:number] + steps[number + 1 :]
            now = self._accounts.leak(self._generator.runner.compiled(fewer), 4)
            if now is not None and signature(now) == wanted:
                steps = fewer
        return steps
