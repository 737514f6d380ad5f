"""Suspicions: seen again alone, made small, and looked at closely. In the server."""

import bisect
import collections
import gc
import itertools
import os
import re
import signal
import sys
import time
import types

from .. import _fuzz, _native, blame, decide, isolate, oom, report
from ..entries import Entries
from ..installed import Installed
from . import discover, hooks, program, safety, worker
from .state import key_of, last_target, outcome_of

HANGS = 3  # until a call is left out
TRIES = 250  # of one program
SECONDS = 2.5  # of the processor, for it
LONGEST = 6.0  # for it, by the clock
TRIAL_SECONDS = 5.0
SHARE = 0.25  # of the time, for suspicions
SHARE_OF_NEW = 0.6  # for those of calls that were not suspected before
KEPT_RUNS = 5
MOST_OBJECTS = 300000  # that are followed to one that is kept
OOM_SHARE = 0.2
OOM_MOST = 9  # allocations of a program
OOM_SECONDS = 0.4
OOM_PROGRAMS = 3  # for each target

_SYMBOLS = "symbols"
CRASHED, LEAKED, BROKE, WROTE = "crash", "leak", "system error", "write after release"


class Symbolizer(report.Symbolizer):
    """Starts a program, which others may not."""

    def look_up(self, addresses):
        with safety.Allowed():
            super().look_up(addresses)

    def since(self, known):
        """What was looked up since it knew that many, for learn() in another process."""
        return dict(itertools.islice(self._known.items(), known, None))

    def learn(self, places):
        self._known.update(places)

    def count(self):
        return len(self._known)


class Verdict:
    """What one trial of a program gave."""

    def __init__(self):
        self.death = None
        self.step = None
        self.outcomes = []
        self.types = []  # the name of the type that each step gave, or None
        self.errors = []  # (step, message)
        self.left = None
        self.damage = None
        self.said = ""
        self.keys = set()


class _Repeater:
    """Runs a program as oom wants a test to be run."""

    def __init__(self, compiled):
        self._compiled = compiled

    def once(self, before=None, after=None):
        if before is not None:
            before()
        try:
            results = _fuzz.run(self._compiled)
        finally:
            if after is not None:
                after()
        for result in results:
            if worker.is_mistake(result):
                raise decide.NotRepeatable(f"SystemError: {result[1]}")


class Judge:
    def __init__(self, server):
        self._server = server
        self._runner = server.runner
        self._without = set(server.options.get("without", ()))
        self._symbolizer = Symbolizer(Entries(discover.is_extension))
        self.leaks = {}  # (target, outcome) of what is known: what it leaves
        self.errors = set()
        self.damages = set()
        self.skip = set()  # what takes for ever
        self._hangs = collections.Counter()
        self._tried = collections.Counter()
        self._last = {}  # of a suspicion: what is known to leak because of it
        self._lost = collections.Counter()
        self._known = {}  # key: cause
        self._queue = []  # (kind, steps, what)
        self._looked = collections.Counter()  # at suspicions of a call
        self._fresh = collections.deque()
        self._spent = self._spent_oom = 0.0
        self._started = time.monotonic()
        self._deaths = 0
        self._functions = server.options.get("functions") or {}
        self._bases = server._bases()
        self._half_built = collections.defaultdict(set)
        with safety.Allowed():
            self._stderr = open("stderr-of-trials", "w+b", buffering=0)

    # ---- What comes in.

    def suspect(self, kind, steps, *more):
        if kind == "leak":
            left, last = more
            self.leaks[last] = left
            self._queue.append((LEAKED, steps, left))
            self._last[steps] = last
        elif kind == "damage":
            self.damages.add(steps[-1].target)
            self._queue.append((WROTE, steps, None))
        else:
            message, key = more
            self.errors.add(key)
            self._queue.append((BROKE, steps, message))

    def new_outcome(self, steps):
        if "failures" in self._without:
            return
        self._tried[steps[-1].target] += 1
        if self._tried[steps[-1].target] <= OOM_PROGRAMS:
            self._fresh.append(steps)

    def died(self, death, step, steps):
        self._deaths += 1
        if death.name == "SIGPROF":
            if step < len(steps):
                target = steps[step].target
                self._hangs[target] += 1
                self._server.generator.took_long(steps)
                if self._hangs[target] == HANGS:
                    self.skip.add(target)
                    self._server.tell("hang", target=target, program=program.text_of(steps))
            return
        if death.name.startswith("exit status") and "pytest_holdfast" in death.python:
            said = death.python.strip().splitlines()[-1:]
            self._server.tell("lost", what=f"the worker itself: {said}", program=program.text_of(steps))
            return
        self._mute(step, steps)
        key = self._crash_key(death, steps[step].target if step < len(steps) else "release")
        known = self._known.get(key)
        if known is not None:
            self._again(known)
            return
        if sum(1 for kind, _, other in self._queue if other == key) < 2:
            self._queue.append((CRASHED, steps, key))

    def _again(self, cause):
        cause["count"] += 1
        if cause["count"] & (cause["count"] - 1) == 0:
            self._server.tell("again", key=cause["key"], count=cause["count"])

    def _mute(self, step, steps):
        """What crashes is called more rarely."""
        state = self._server.state
        chosen = [steps[step]] if step < len(steps) else steps
        for each in chosen:
            if each.what.startswith("Sub_"):  # its type is none that is offered
                key = last_target((each,))
                state.weight[key] = max(0.01, state.weight.get(key, 1.0) * 0.6)
            for target in self._server.offer.targets:
                if target.kind == each.kind and target.what == each.what:
                    key = key_of(target)
                    state.weight[key] = max(0.01, state.weight.get(key, 1.0) * 0.6)
        if step >= len(steps) or not steps:
            return
        # What made the receiver may be to blame.
        for name, recipes in state.recipes.items():
            for recipe in list(recipes):
                if len(recipes) > 1 and all(any(r[:3] == s[:3] for s in steps) for r in recipe):
                    self._half_built[recipe].add(steps[step].target)
                    if len(self._half_built[recipe]) >= 4:
                        recipes.remove(recipe)

    # ---- Keys.

    def _place(self, address):
        """(file, start of the function) of code of the package, or None."""
        for start, end in self._server.ranges:
            if start <= address - 1 < end:
                for path in self._server.files:
                    offset = address - 1 - self._bases.get(path, 1 << 63)
                    if 0 <= offset < (end - self._bases[path]):
                        starts = self._functions.get(path, ())
                        at = bisect.bisect_right(starts, offset) - 1
                        return path, starts[at] if at >= 0 else offset
        return None

    def _crash_key(self, death, target):
        kind = kind_of_death(death)
        for address in death.places:
            place = self._place(address)
            if place is not None:
                return (CRASHED, kind, os.path.basename(place[0]), hex(place[1]))
        return (CRASHED, kind, target, "")

    # ---- Trials.

    def _in_child(self, work, seconds=TRIAL_SECONDS):
        self._server.told.reset()
        with safety.Allowed():
            self._stderr.seek(0)
            self._stderr.truncate()

            def inner(send):
                safety.allowed = False
                os.dup2(self._stderr.fileno(), 2)
                os.dup2(os.open(os.devnull, os.O_RDWR), 1)
                signal.signal(signal.SIGPROF, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_PROF, seconds)
                known = self._symbolizer.count()
                work(send)
                send((_SYMBOLS, self._symbolizer.since(known)))

            sent, death = isolate.in_child(inner)
        if sent and type(sent[-1]) is tuple and sent[-1][0] == _SYMBOLS:
            # It is slow to look these up: what a child has seen is seen for all.
            self._symbolizer.learn(sent.pop()[1])
        if death is not None:
            self._stderr.seek(0)
            death.python += self._stderr.read(20000).decode("utf-8", "replace")
        return sent, death

    def trial(self, steps, measured=True):
        """Runs it alone, in a fork."""
        _, verdict = self.first_of([steps], None, measured)
        return verdict

    def first_of(self, candidates, key, measured=True):
        """(index, verdict) of the first of these programs that shows the key, or
        (None, the last one's verdict). One fork, as long as nothing dies."""
        at, verdict = 0, Verdict()
        while at < len(candidates):
            number, verdict = self._first_of(candidates[at:], key, measured)
            if number is None:
                return None, verdict
            at += number
            if key is None or key in verdict.keys:
                return at, verdict
            at += 1
        return None, verdict

    def _first_of(self, candidates, key, measured):
        """The same until one dies: its number, too."""
        made = []
        for steps in candidates:
            try:
                made.append(self._runner.compiled(steps))
            except Exception:
                made.append(None)
        self._server.accounts.refresh()

        def work(send):
            for number, compiled in enumerate(made):
                if compiled is None:
                    continue
                signal.setitimer(signal.ITIMER_PROF, TRIAL_SECONDS)
                send(("number", number))
                found = self._look(compiled, measured)
                send(("found", found))
                if key is None or key in _keys_of(found):
                    break

        sent, death = self._in_child(work)
        number, found = None, {}
        for kind, value in sent:
            if kind == "number":
                number, found = value, {}
            else:
                found = value
        verdict = Verdict()
        vars(verdict).update(found)
        verdict.keys = _keys_of(found)
        if death is not None and number is not None:
            steps = candidates[number]
            verdict.death = death
            verdict.step = self._server.memory[0]
            if death.name != "SIGPROF":
                target = steps[verdict.step].target if verdict.step < len(steps) else "release"
                verdict.keys = {self._crash_key(death, target)}
            return number, verdict
        if key is not None and key not in verdict.keys:
            return None, verdict
        return number, verdict

    def _look(self, compiled, measured):
        """What one run of it gives, in a child."""
        found = {"left": None}
        results = _fuzz.run(compiled)
        found["outcomes"] = list(map(outcome_of, results))
        found["types"] = [discover.name_of_type(each) if isinstance(each, type) else None for each in results]
        found["errors"] = [
            (number, each[1])
            for number, each in enumerate(results)
            if worker.is_mistake(each) and "exceptions" not in self._without
        ]
        results = None
        found["damage"] = _fuzz.damage()
        if found["damage"] is None:
            _fuzz.measure(compiled, None, None)
            found["damage"] = _fuzz.damage()
        accounts = self._server.accounts
        if measured and _fuzz.measure(compiled, None, None) is not None and not accounts.is_doubtful(compiled):
            found["left"] = accounts.leak(compiled, 5)
        return found

    def minimise(self, steps, key):
        """(the smallest program with that key, its verdict), or None."""
        is_over = self._limit(60) if self._server.options["programs"] else self._limit(LONGEST, SECONDS)
        verdict = self.trial(steps)
        if key not in verdict.keys:
            verdict = self.trial(steps)
            if key not in verdict.keys:
                return None
        measured = key[0] == LEAKED
        steps = tuple(steps)
        if key[0] == CRASHED and not key[3]:
            # Where it crashes is not known: it may be seen later than it is done, and what
            # a hook calls may be called alone.
            shorter = [steps[:number] for number in range(1, len(steps))]
            for candidate in [*shorter, *_direct(steps)]:
                alone = self.trial(candidate, False)
                other = next((each for each in alone.keys if each[:2] == key[:2] and not each[3]), None)
                if other is not None:
                    steps, verdict, key = candidate, alone, other
                    break
        accepted, tried = [(steps, verdict)], {steps}
        if verdict.step is not None and verdict.step < len(steps) - 1:
            shorter = steps[: verdict.step + 1]
            number, verdict = self.first_of([shorter], key, measured)
            if number is not None:
                accepted.append((shorter, verdict))
        while not is_over() and len(tried) < TRIES:
            best = accepted[-1][0]
            candidates = [each for each in _smaller(best, measured) if each not in tried]
            candidates = candidates[: TRIES - len(tried)]
            number, verdict = self.first_of(candidates, key, measured)
            tried.update(candidates if number is None else candidates[: number + 1])
            if number is None:
                break
            accepted.append((candidates[number], verdict))
        # What was small in a process that had run others must be so alone.
        while len(accepted) > 1:
            verdict = self.trial(accepted[-1][0])
            if key in verdict.keys:
                return accepted[-1][0], verdict
            accepted.pop()
        return accepted[0]

    @staticmethod
    def _limit(seconds, of_processor=float("inf")):
        """A function that says whether the time is over."""

        def worked():
            return sum(os.times()[:4])

        ends, most = time.monotonic() + seconds, worked() + of_processor
        return lambda: time.monotonic() > ends or worked() > most

    # ---- Causes.

    def work(self, ends):
        if self._server.options["programs"]:  # not by time: all of it
            return self.finish(ends - time.monotonic())
        while self._queue and time.monotonic() < ends:
            number, looked = self._rarest()
            elapsed = time.monotonic() - self._started
            if self._spent > (SHARE if looked else SHARE_OF_NEW) * elapsed + 1.0:
                break
            self._one(self._queue.pop(number))
        elapsed = time.monotonic() - self._started
        while self._fresh and self._spent_oom < OOM_SHARE * elapsed and time.monotonic() < ends:
            self._oom(self._fresh.popleft())
            elapsed = time.monotonic() - self._started

    def _rarest(self):
        """The position of a suspicion of a call of which few were looked at, and how many."""
        counts = [self._looked[_suspect(each)] for each in self._queue]
        return counts.index(min(counts)), min(counts)

    def finish(self, seconds):
        """The rest, when the time is over."""
        ends = time.monotonic() + seconds
        while self._queue and time.monotonic() < ends:
            self._one(self._queue.pop(self._rarest()[0]))
        if self._server.options["programs"]:  # not by time: all of it
            while self._fresh and time.monotonic() < ends:
                self._oom(self._fresh.popleft())
        if self._queue:
            self._server.tell("unseen", count=len(self._queue))

    def _one(self, suspicion):
        began = time.monotonic()
        self._looked[_suspect(suspicion)] += 1
        try:
            self._confirm(*suspicion)
        finally:
            self._spent += time.monotonic() - began

    def _confirm(self, kind, steps, what):
        if kind == CRASHED:
            key = quick = what
        elif kind == LEAKED:
            key = (LEAKED, worker.signature(what))
            quick = (*key, steps[-1].target)
        elif kind == BROKE:
            key = quick = (BROKE, _plain_message(what))
        else:
            key, quick = (WROTE,), (WROTE, steps[-1].target)
        if quick in self._known:
            return self._again(self._known[quick])
        found = self.minimise(steps, key)
        if found is None:
            self._server.tell("lost", what=str(key), program=program.text_of(steps))
            last = self._last.get(steps)
            self._lost[last] += 1
            if last is not None and self._lost[last] < 4:
                self.leaks.pop(last, None)  # it may be seen again
            return None
        steps, verdict = found
        where, text, title = [], [], ""
        if kind == CRASHED:
            where = self._symbolizer.stack(verdict.death.places)
            step = verdict.step
            title = _title_of_death(verdict.death, steps, step)
        elif kind == LEAKED:
            closer = self._closer(steps, verdict)
            if closer is None:
                self._known[quick] = {"key": list(map(str, quick)), "count": 1}
                return self._server.tell("kept", target=steps[-1].target, program=program.text_of(steps))
            where, text, title = closer
        elif kind == BROKE:
            number, title = verdict.errors[0]
            where = self._function(steps, number, verdict)
        else:
            size, offset, change = verdict.damage
            title = f"a word of a freed block is changed by {change}" if abs(change) < 1 << 32 else "a freed block is written to"
            if offset == 0 and change in (-1, 1):
                title = f"the count of a dead object is {'lowered' if change < 0 else 'raised'}"
        if kind == CRASHED and _half_built(steps):
            title += ": what __new__ alone leaves is half-built"
        elif kind == CRASHED and self._made_of_nothing(steps):
            title += ": its receiver may be half-built"
        title = re.sub(r" at 0x[0-9a-f]+", "", title)
        where = [place for place in where if not report.is_own(place.module)]
        cause_key = self._cause_key(kind, key, steps, where, verdict)
        also = [_initialised_again(steps)] if kind in (LEAKED, CRASHED) else []
        if kind == LEAKED:
            also.append(self._failed_key(steps, verdict))
            also.append(also[0] and self._initialised_key(steps, verdict))
            also.append(self._broken_key(steps, verdict))
            also.append(verdict.left[0] > 0 and self._place_key(where))
            also += [self._given_key(steps, verdict)] if cause_key[1] == "counts" else []
        also = list(filter(None, also))
        known = next((self._known[each] for each in (cause_key, *also) if each in self._known), None)
        if known is not None:
            self._known[quick] = known
            return self._again(known)
        self._tell(kind, cause_key, steps, verdict, title, where, text, also=also)
        self._known[quick] = self._known[cause_key]
        return None

    def _cause_key(self, kind, key, steps, where, verdict):
        """What is one cause: the same place in C, or else the same call."""
        texts = [step.what for step in steps]
        half_built = _half_built(steps) + self._made_of_nothing(steps)
        if half_built and kind in (CRASHED, BROKE):
            return ("half-built", half_built[0])
        if kind == CRASHED and not key[3] and any(each.startswith("Sub_") for each in texts):
            return ("subclass", key[1])
        if kind == CRASHED:
            return self._earlier(steps) or (key if key[3] else self._dropped(steps))
        if kind == LEAKED:
            blocks, changes = key[1]
            if any(not rises for _, rises in changes):
                return self._dropped(steps)
            types = {text for _, text in self._server.offer.types.values()}
            leaked = [_base_of(name) for name, _ in changes]
            if not blocks and leaked and all(name in types for name in leaked):
                # Whoever makes an instance; and several, where one is known already.
                keys = [(LEAKED, "type", name) for name in leaked]
                return next((each for each in keys if each in self._known), keys[0])
            place = next((each for each in where if self._is_theirs(each)), None)
            failed = self._failed_key(steps, verdict)
            if failed in self._known:
                return failed
            given = self._given_key(steps, verdict)
            counts = tuple(sorted(verdict.left[1].items()))
            if not blocks and given not in self._known and self._is_inner(counts, steps[-1]):
                # The same numbers: the same function, called by several.
                return (LEAKED, "counts", counts)
            if blocks and place is not None and place not in self._function(steps, len(steps) - 1, verdict):
                return self._place_key(where)
            return given
        if kind == BROKE:
            if steps[-1].kind == "op":
                # A slot's: what calls it does not matter.
                message = re.sub(r"<.*?>", "", key[1])
                return (BROKE, message, self._maker_of(steps[-1].arguments[0].text, steps))
            place = next((each for each in where if self._is_theirs(each)), None)
            return key if place is None else (BROKE, os.path.basename(place.module), self._start_of(place))
        return self._dropped(steps)

    def _initialised_key(self, steps, verdict):
        """Of a program that calls __init__ again, the key of what the constructor leaves: a
        reference to None for each of its members, where this leaves what has come in their
        place. An __init__ that does not release what is there does both."""
        made = next(n for n in range(len(steps) - 2, -1, -1) if steps[n].slot == steps[-1].arguments[0].text)
        first = self.trial(steps[: made + 1])
        if first.left is None or first.left[0] or set(first.left[1]) != {"None"}:
            return None
        blocks, changes = verdict.left
        if not 0 < first.left[1]["None"] <= max(blocks, 0) + sum(change for change in changes.values() if change > 0):
            return None
        return self._cause_key(LEAKED, (LEAKED, worker.signature(first.left)), steps[: made + 1], [], first)

    def _made_of_nothing(self, steps):
        """The types of the interpreter's own, of which no place in C is known, that the
        program calls with nothing: what that leaves is most often half-built."""
        if self._server.ranges:
            return []
        types = {text for _, text in self._server.offer.types.values()}
        return [step.what for step in steps if step.kind == "call" and not step.arguments and step.what in types]

    def _earlier(self, steps):
        """Of a crash: the call before it that took a reference away, where one can be seen
        to have done so."""
        for number in range(1, len(steps)):
            verdict = self.trial(steps[:number])
            falls = verdict.left is not None and any(change < 0 for change in verdict.left[1].values())
            if falls or (WROTE,) in verdict.keys:
                return self._dropped(steps[:number])
            if verdict.death is not None and verdict.keys:  # none where it took too long
                return self._cause_key(CRASHED, *verdict.keys, steps[:number], [], verdict)
        return None

    @staticmethod
    def _dropped(steps):
        """One cause, whether it is seen as a count that falls, in a dead object, or
        where the interpreter stumbles over it: the last call of the package."""
        calls = [step.target for step in steps if step.kind in ("call", "method", "set", "get")]
        return ("dropped", calls[-1] if calls else steps[-1].target if steps else "")

    @staticmethod
    def _maker_of(slot, steps):
        """What has made a receiver."""
        return next((step.what for step in reversed(steps) if step.slot == slot), slot)

    def _given_key(self, steps, verdict):
        """Of what the call was given: whether that is new or lasts is no other cause."""
        last = steps[-1]
        own = next((each for each in self._function(steps, len(steps) - 1, verdict) if self._is_theirs(each)), None)
        called = last.target
        if own is not None:
            called = f"{os.path.basename(own.module)} {self._start_of(own)}"
        elif last.kind == "op" and called in FAMILIES:
            maker = self._maker_of(last.arguments[0].text, steps)
            called = FAMILIES[called] if FAMILIES[called].startswith(".") else f"{FAMILIES[called]} {maker}"
        return (LEAKED, called, "given")

    @staticmethod
    def _failed_key(steps, verdict):
        """Of a call that leaves something where it fails: whatever that is. None of one
        that does not fail."""
        outcome = verdict.outcomes[-1]
        return (LEAKED, steps[-1].target, outcome) if ": " in outcome else None

    def _place_key(self, where):
        """Of the function of the package that has allocated it, whether it is called or another one calls it."""
        place = next((each for each in where if self._is_theirs(each)), None)
        return (LEAKED, os.path.basename(place.module), self._start_of(place)) if place is not None else None

    @staticmethod
    def _broken_key(steps, verdict):
        """Of a call that leaves something where it breaks a rule: the rule, whoever comes there."""
        message = next((text for number, text in verdict.errors if number == len(steps) - 1), None)
        return (LEAKED, "beside", _plain_message(message)) if message else None

    @staticmethod
    def _is_inner(counts, step):
        """Whether what leaks is nothing that the call was given, nor just its result."""
        if len(counts) != 1:
            return False
        ((name, change),) = counts
        if name == "None":
            return abs(change) > 1
        return name.isdigit() and name not in re.findall(r"\w+", " ".join(each.text for each in step.arguments))

    def _is_theirs(self, place):
        return place.module in self._server.files

    def _start_of(self, place):
        if place.file:
            return f"{place.function} {place.line}"
        return place.function.partition("+")[0]

    def _tell(self, kind, key, steps, verdict, title, where, text, failing="", also=()):
        """also: keys under which others may see the same."""
        raising = [n for n, each in enumerate(verdict.outcomes) if ": " in each or each == "no arguments"]
        if verdict.death is not None and not verdict.outcomes and len(steps) > 1:
            before = self.trial(steps[:-1], False)
            raising = [n for n, each in enumerate(before.outcomes) if ": " in each]
        own = [each for each in where if self._is_theirs(each)]
        cause = {
            "kind": kind,
            "key": list(map(str, key)),
            "also": [list(map(str, each)) for each in also],
            "title": title,
            "count": 1,
            "steps": program.to_plain(steps),
            "raising": raising,
            "where": [_place_dict(each) for each in report_stack(where)],
            "place": _place_dict(own[0]) if own else None,
            "text": text,
            "target": steps[-1].target if steps else "",
            "left": [verdict.left[0], verdict.left[1]] if verdict.left is not None else None,
            "failing": failing,
            "said": _said(verdict.death),
        }
        self._known.update(dict.fromkeys([key, *also], cause))
        self._server.tell("cause", **{"cause": cause})

    def _function(self, steps, number, verdict):
        """Where the code of what that step calls is."""
        step = steps[number]
        try:
            if step.kind == "call":
                thing = eval(step.what, self._runner.namespace)
            elif step.kind == "method":
                made = {each.slot: name for each, name in zip(steps[:number], verdict.types)}
                owner = made.get(step.arguments[0].text)
                kinds = [kind for kind, _ in self._server.offer.types.values() if discover.name_of_type(kind) == owner]
                thing = getattr(kinds[0], step.what) if kinds else None
            else:
                return []
            return self._symbolizer.stack([_native.address(thing)])[-1:]  # not what is inlined there
        except Exception:
            return []

    def _closer(self, steps, verdict):
        """(where, text, title) of a leak: what depth A of pytest --leaks says. None where a
        module of Python keeps all of it: that is meant so."""
        compiled = self._runner.compiled(steps)
        symbolizer = self._symbolizer
        blocks, changes = verdict.left

        def work(send):
            found = decide.judge(
                None, lambda: _fuzz.run(compiled), [Installed(symbolizer)], seconds=0.05
            )
            for finding in found:
                finding.type = None
            send(found)
            _fuzz.run(compiled)  # a dict to which something is added is one that the collector knows
            send(kept(set(filter(None, (each.address for each in found)))))
            send(self._counts_kept(compiled, changes))

        sent, _ = self._in_child(work, 20)
        if not blocks and sent and sent[2]:
            return None
        title = leak_title(blocks, changes)
        findings = sent[0] if sent else []
        wanted = [each for each in findings if each.kind in (report.MEMORY, report.OBJECT, report.CYCLE, report.BUFFER)]
        if not blocks:
            wanted = [each for each in findings if each.kind in (report.REFERENCE, report.DROPPED, report.BUFFER)]
            # Others are of earlier steps.
            wanted = [each for each in wanted if each.object and each.object.rpartition(" ")[2] in changes]
        if not wanted:
            return self._function(steps, len(steps) - 1, verdict), [], title
        wanted = [each for each in wanted if each.address is None or each.address not in sent[1]]
        if not wanted:
            return None
        first = wanted[0]
        text = [f"object     {first.object}"] if first.object else []
        text += first.text
        title = f"{first.what}: {title}" if first.what not in title else title
        where = first.where
        if not any(map(self._is_theirs, where)):
            # What is taken from a free list has the stack of who has put it there.
            where = next((each for each in first.within if any(map(self._is_theirs, each))), where)
        return where or self._function(steps, len(steps) - 1, verdict), text, title

    def _counts_kept(self, compiled, changes):
        """Whether the references that each run adds are all from what modules lead to."""
        accounts = self._server.accounts
        things = {id(each): changes[accounts.name(each)] for each in accounts.watched() if accounts.name(each) in changes}
        before = references_kept(things)[0]
        for _ in range(KEPT_RUNS):
            _fuzz.run(compiled)
        after = references_kept(things)[0]
        return bool(things) and all(after[each] - before[each] >= KEPT_RUNS * by > 0 for each, by in things.items())

    # ---- Allocations that fail.

    def _oom(self, steps):
        began = time.monotonic()
        try:
            compiled = self._runner.compiled(steps)
            if not self._server.ranges:
                return
            verdict = self.trial(steps)
            if not verdict.keys and verdict.death is None:  # else it is known
                self._find_oom(steps, compiled)
        except Exception as error:
            self._server.tell("lost", what=f"oom: {error!r}", program=program.text_of(steps))
        finally:
            self._spent_oom += time.monotonic() - began

    def _find_oom(self, steps, compiled):
        findings = oom.judge(
            None, _Repeater(compiled), self._symbolizer, OOM_MOST, OOM_SECONDS, self._in_child
        )
        for finding in findings:
            where = [place for place in finding.where if not report.is_own(place.module)]
            own = next((each for each in where if self._is_theirs(each)), None)
            if "exit status 127" in finding.what:
                continue  # the dynamic loader's: it had no memory for a thread's variables
            if "<function " in finding.what:
                continue  # of Python's own: its frame found no memory
            if own is None and finding.kind in (report.MEMORY, report.OBJECT, report.REFERENCE):
                continue  # CPython's: list_extend forgets a tuple so
            failing = next((each for each in finding.text if each.startswith("when ")), "")
            start = self._start_of(own) if own else _OFFSET.sub("", failing) or finding.what[:60]
            if own is not None and any(each["place"] == _place_dict(own) for each in self._known.values()):
                continue  # without such a failure, too
            terminated = any("terminate" in each.function or "bad_alloc" in each.function for each in where)
            key = ("allocation failure", finding.kind, "std::bad_alloc" if terminated else start)
            if key in self._known:
                self._again(self._known[key])
                continue
            verdict = Verdict()
            verdict.outcomes = []
            self._tell(
                "allocation failure",
                key,
                steps,
                verdict,
                f"{finding.kind}: {finding.what} {failing}",
                where,
                finding.text,
                failing,
            )


def kept(addresses):
    """Those of these objects all references to which are from what the modules lead to."""
    found, queue = references_kept(addresses)
    # Those of the queue, of the variable and, up to CPython 3.13, of the argument are ours.
    (ours,) = [sys.getrefcount(each) for each in [object()]]
    return {id(each) for each in queue if id(each) in found and sys.getrefcount(each) - ours <= found[id(each)]}


def references_kept(addresses):
    """({address: how many references to it are from what the modules lead to that are neither
    CPython's nor of this}, what was seen). Forwards: the collector does not know each dict. And
    to containers that an extension's object points to and does not visit, as cffi's FFI does."""
    found = dict.fromkeys(addresses, 0)
    tracked = {id(each): each for each in gc.get_objects()} if found else {}
    named = [(name.partition(".")[0], names) for name, names in blame.modules()]
    known = {id(names) for _, names in named}
    queue = [names for name, names in named if name not in blame.LIBRARY and name != "__main__"]
    for each in queue if found else ():  # it grows meanwhile
        for held in gc.get_referents(each):
            if id(held) in found:
                found[id(held)] += 1
            if id(held) not in known and len(queue) < MOST_OBJECTS and type(held) is not types.FrameType:
                known.add(id(held))
                queue.append(held)
        if _is_foreign(type(each)):
            hidden = [tracked[word] for word in _native.words(each) if word in tracked and word not in known]
            known.update(map(id, hidden))
            queue += hidden
    tracked = hidden = None
    return found, queue


def _is_foreign(kind):
    """Whether a type is neither CPython's nor of this."""
    module = blame.of_type(kind, "__module__")
    return isinstance(module, str) and module.partition(".")[0] not in blame.LIBRARY


# Operators that come to the same function.
FAMILIES = {
    **dict.fromkeys(
        ("copy.copy({0})", "copy.deepcopy({0})", "through_pickle({0})", "{0}.__reduce_ex__(4)"), ".__reduce__"
    ),
    **dict.fromkeys(
        ("next({0})", "take({0})", "list({0})", "sorted({0})", "sum({0})", "bytes({0})", "bytearray({0})"), "iteration"
    ),
}


def _base_of(name):
    """The type of which a plain subclass is one."""
    found = hooks.subclasses_in(name)
    return found[0][1] if found else name


def _half_built(steps):
    """The types of which it makes instances by __new__ alone."""
    called = [step.what for step in steps if step.arguments]  # without, that refuses
    return [each[: -len(".__new__")] for each in called if each.endswith(".__new__")]


def _initialised_again(steps):
    """The key of a program that calls __init__ of what a constructor has made: what was there
    is lost, whether that leaks or is released as something else."""
    last = steps[-1]
    if last.kind != "method" or last.what != "__init__":
        return None
    made = next((each for each in reversed(steps[:-1]) if each.slot == last.arguments[0].text), None)
    return ("initialised again", made.what) if made is not None and made.kind == "call" else None


def _suspect(suspicion):
    """What is blamed at first sight."""
    kind, steps, what = suspicion
    return (kind, what[1:] if kind == CRASHED else steps[-1].target)


def report_stack(where):
    return report.text.shown(where)[:12]


def _place_dict(place):
    return {"file": place.file, "line": place.line, "function": place.function, "module": place.module, "text": str(place)}


_KINDS = [
    ("holdfast: a block is freed twice", "freed twice"),
    ("holdfast: a block was written beyond its end", "written beyond its end"),
    ("double free", "freed twice"),
    ("returned NULL without setting an exception", "NULL without exception"),
    ("a function returned NULL without setting an exception", "NULL without exception"),
    ("returned a result with an exception set", "result with exception"),
    ("terminate called", "C++ exception"),
    ("AddressSanitizer", "AddressSanitizer"),
    ("Assertion", "assertion"),
    ("negative refcount", "negative count"),
    ("deallocator", "deallocator"),
]


def kind_of_death(death):
    for text, kind in _KINDS:
        if text in death.python:
            return kind
    return death.name


def _said(death):
    if death is None:
        return ""
    lines = [
        line
        for line in death.python.splitlines()
        if re.search(r"^Fatal|holdfast:|terminate|what\(\)|Assertion|ERROR: Addr|free\(\)|corrupt|malloc", line)
    ]
    return "\n".join(dict.fromkeys(lines[:5]))


def _title_of_death(death, steps, step):
    kind = kind_of_death(death)
    what = {"SIGSEGV": "a crash", "SIGABRT": "an abort", "SIGBUS": "a crash (SIGBUS)", "SIGFPE": "a division by zero"}.get(
        kind, kind
    )
    if step is not None and step < len(steps):
        return f"{what} in {program.call_text(steps[step])[:70]}"
    return f"{what} when what was made is released"


# "when the allocation f+0x12 in x.so fails", but for the function.
_OFFSET = re.compile(r"\+0x[0-9a-f]+ in .*")

# A method, bound or not: "<method 'f' of 'T' objects>", "<built-in method f of T object>".
_FUNCTION = re.compile(r"<(?:built-in |slot |class )?\w+[\w -]*? '?([\w.]+)'?(?: of [^<>]*| at [^<>]*)?>")


def _plain_message(message):
    message = _FUNCTION.sub(r"<\1>", message)
    return re.sub(r"0x[0-9a-f]+|\d+", "N", message)[:120]


def leak_title(blocks, changes):
    parts = []
    if blocks > 0:
        parts.append(f"{report.plural(blocks, 'block')} left")
    for name, change in list(changes.items())[:3]:
        verb = "rises" if change > 0 else "falls"
        parts.append(f"the count of {name} {verb} by {abs(change)}")
    return ", ".join(parts)


def _keys_of(found):
    keys = {(BROKE, _plain_message(message)) for _, message in found.get("errors", ())}
    if found.get("left") is not None:
        keys.add((LEAKED, worker.signature(found["left"])))
    if found.get("damage") is not None:
        keys.add((WROTE,))
    return keys


def _smaller(steps, with_last=False):
    """Programs that may do the same: those that are much smaller first."""
    for number in range(len(steps) - 1 - with_last, -1, -1):
        if len(steps) > 1:
            yield program.without(steps, number)
    yield from _direct(steps)
    for number, step in enumerate(steps):
        for candidate in _simpler(step):
            yield steps[:number] + (candidate,) + steps[number + 1 :]


def _direct(steps):
    """Programs that call at once what a hook in the last step calls."""
    for argument in steps[-1].arguments:
        for _, _, action, variable in hooks.used_in(argument.text):
            call = hooks.called_by(action)
            if call is not None and any(step.slot == variable for step in steps):
                name, words = call
                arguments = (program.Argument(variable, "receiver"), *(program.Argument(w, "seed") for w in words))
                yield (*steps[:-1], program.Step("method", name, arguments))


def _simpler(step):
    """Steps that may do the same."""
    if step.kind == "new":
        for text in ("[]", "{}", "None", "[1, 2, 3]"):
            if len(text) < len(step.what):
                yield step._replace(what=text)
        for each in _simpler_hooks(step.what):
            yield step._replace(what=each)
        return
    if step.what.startswith("Sub_"):
        yield step._replace(what=hooks.subclasses_in(step.what)[0][1])
    arguments = step.arguments
    first = 1 if step.kind in ("method", "op", "get", "set", "del") else 0
    if step.kind in ("call", "method"):
        for number in range(len(arguments) - 1, first - 1, -1):
            yield step._replace(arguments=arguments[:number] + arguments[number + 1 :])
    for number in range(first, len(arguments)):
        argument = arguments[number]
        for text in [*_simpler_hooks(argument.text), "None", "0", "''", "b''", "[]", "object()"]:
            if text != argument.text and len(text) <= len(argument.text):
                yield step._replace(
                    arguments=arguments[:number] + (argument._replace(text=text),) + arguments[number + 1 :]
                )
    if step.slot and step.kind != "new":
        yield step._replace(slot=None)


def _simpler_hooks(text):
    for word, shape, action, variable in hooks.used_in(text):
        if shape == "All":
            for part in hooks.PARTS:
                yield text.replace(word, hooks.name_of(part, action, variable))
        if action != "none":
            yield text.replace(word, hooks.name_of(shape, "none"))
        if action not in ("none", "raise"):
            yield text.replace(word, hooks.name_of(shape, "raise"))
