"""Runs in the interpreter that is looked at: calls functions, and counts.

    python worker.py JOBS PROVER_FOLDER < numbers of jobs > findings

A job is a row (or a flipped one) and the steps to do. Each job is done in a
child of its own, for a row that is wrong corrupts the heap; where a child dies,
the next one goes on behind the step that killed it. What a step means is said
where it is written; README.md has the whole.
"""

import dataclasses
import gc
import json
import os
import resource
import signal
import sys

import makers
import rows
import witness

TOTALS = hasattr(sys, "gettotalrefcount")
COUNT = sys.gettotalrefcount if TOTALS else sys.getallocatedblocks
LIMIT = 10  # seconds for one child
MOST_ALLOCATIONS = 60
IMMORTAL = 1 << 29
SHARED = 300  # more references than any object has that is ours


class Wrong(Exception):
    """What the row says is not what happened."""


@dataclasses.dataclass
class Outcome:
    success: bool
    null: bool  # NULL or a failure's number came
    error: str
    allocations: int
    number: int
    heard: int = 0
    raised: int = 0
    count: int = None  # of the watched object, when all is settled
    address: int = 0
    kept: int = 0
    keeper: str = None
    same: bool = False  # what came back is the watched object itself


class Call:
    """One row, with one list of arguments."""

    def __init__(self, job, row, values, before="", undo="", thunk=None):
        self.row, self.values, self.before, self.undo = row, values, before, undo
        self.kinds, self.types = job["kinds"], job["types"]
        self.parameters = [each for each in row.parameters if each.name != "..."]
        self.program = bool(row.program)
        self.thunk = thunk
        self.own = {}
        more = row.parameter("...") or row.parameter("arguments")
        self.more = dataclasses.replace(more, name="...") if more else None

    # ---- Arguments.

    def objects(self):
        """[(slot, parameter)] of what can be watched."""
        found = []
        for slot, parameter in enumerate(self.parameters):
            if parameter.how == "fresh":
                continue
            if self.kinds[slot] in ("object", "array") or parameter.how == "inout":
                if self.values[slot] != "NULL":
                    found.append((slot, parameter))
        for slot in range(len(self.parameters), len(self.values)):
            if witness.kind(self.values[slot]) == "object" and self.values[slot] != "NULL":
                found.append((slot, self.more))
        return found

    def word(self, slot):
        value = self.values[slot]
        return self.parameters[slot].name if value == "_" else value

    def make(self, slot, makers_of):
        word = self.word(slot)
        return (makers_of.get(word) or makers.MAKERS[word])()

    def fill(self, makers_of={}):
        for slot, value in enumerate(self.values):
            if slot < len(self.parameters):
                kind, parameter = self.kinds[slot], self.parameters[slot]
                type = self.types[slot]
            else:
                kind, parameter, type = witness.kind(value), None, ""
            if kind in ("va_list", "type"):
                continue
            if kind == "cell":
                if parameter and parameter.how == "inout":
                    if value == "NULL":
                        P.set_cell(slot)
                    else:
                        P.set_cell(slot, self.make(slot, makers_of))
                elif value == "NULL":
                    P.set_null(slot)
                else:
                    P.set_cell(slot)
            elif value == "NULL":
                P.set_null(slot)
            elif parameter and parameter.how == "fresh":
                P.set_null(slot)  # made by the program
            elif kind == "object":
                P.set_object(slot, self.make(slot, makers_of))
            elif kind == "array":
                word = self.word(slot)
                if word == "arguments":
                    P.set_array(slot, [makers.thing(), makers.thing()])
                else:
                    P.set_array(slot, [self.make(slot, makers_of)])
            elif kind in ("integer", "struct"):
                if value == "_":
                    value = makers.INTEGERS.get(parameter.name, 0)
                P.set_integer(slot, int(value))
            elif kind in ("double", "complex"):
                P.set_double(slot, 1234.5 if value == "_" else float(value))
            elif kind == "wide":
                P.set_memory(slot, "kelp\0".encode("utf-32-le"))
            elif value.startswith('"'):
                P.set_memory(slot, eval("b" + value))
            elif value != "_":
                P.set_named(slot, value)
            elif kind == "string":
                P.set_memory(slot, makers.STRINGS.get(parameter.name, b"kelp"))
            elif type in makers.POINTERS:
                P.set_named(slot, makers.POINTERS[type])
            elif type == "Py_buffer *" or "*" in type:
                P.set_memory(slot, b"")
            elif kind == "function":
                P.set_null(slot)
            else:
                raise AssertionError((self.row.name, kind, type))

    # ---- The call, and what the row says of its end.

    def judge(self, error, number):
        """Was it success? Raises Wrong where the row does not know this end."""
        result, flags = self.row.result, self.row.flags
        new_error = error is not None and not (
            error == "KeyError" and self.before_error_stays()
        )
        if result.is_object or result.kind in ("", "memory"):
            null = number == 0 if result.failure in ("NULL", "") else number == int(result.failure)
        elif result.failure == "NULL":
            null = number == 0 and new_error
        elif result.failure:
            null = number == int(result.failure) and (
                new_error or number not in result.numbers and result.kind != "number"
            )
        else:
            null = result.kind == "void" and new_error and "sets error" not in flags
        if result.kind == "":
            if not null:
                raise Wrong(f"succeeded with {number}")
            if not new_error:
                raise Wrong("failed without an exception")
            return True, True
        if result.numbers and not null and number not in result.numbers:
            raise Wrong(f"gave {number}")
        if null and not new_error:
            if result.is_object and result.none:
                return True, True
            raise Wrong("NULL or a failure without an exception")
        if null and not result.failure and result.kind != "void":
            raise Wrong("NULL with an exception")
        if not null and new_error and "sets error" not in flags:
            raise Wrong(f"{error} is set, and it did not fail")
        if not null and error is None and "sets error" in flags:
            raise Wrong("no exception is set")
        return not null, null

    def before_error_stays(self):
        return self.before == "error" and "clears error" not in self.row.flags

    def run(self, watch=None, nth=0, makers_of={}, find_keeper=False, free_first=None, know=False):
        """Makes, calls, and settles as the row says.

        watch: a slot, ("cell", slot) or "result". Returns an Outcome.
        """
        before = makers.BEFORE.get(self.before)
        if isinstance(watch, int):
            self.own_references(watch)
        if before:
            before(P)
        self.fill(makers_of)
        error = makers.error() if self.before == "error" else None
        if isinstance(watch, int):
            if self.is_cell(watch):
                P.watch_cell(watch)
            else:
                P.watch_slot(watch)
        count = P.watched_count()
        heard, raised = makers.heard[0], makers.raised[0]
        program = self.program
        makers.angry[0] = any(makers_of is each for each in makers.ANGRY)
        allocations, name = P.call(self.thunk, program, nth, error)
        makers.angry[0] = False
        heard, raised = makers.heard[0] - heard, makers.raised[0] - raised
        self.heard = heard
        error = None
        number = P.result_number()
        success, null = self.judge(name, number)
        outcome = Outcome(success, null, name, allocations, number, heard, raised)
        if know:
            P.know_cell(watch[1]) if isinstance(watch, tuple) else P.know_result()
        if watch == "result":
            P.watch_result()
        elif isinstance(watch, tuple):
            P.watch_cell(watch[1])
        outcome.address = P.watched_address()
        if isinstance(watch, int):
            if find_keeper:
                collect()  # the cache of attributes keeps names
            outcome.kept = P.watched_count() - count
        if self.undo:
            try:
                makers.UNDO[self.undo](P)
            except Exception:  # there was nothing to undo
                pass
        elif self.before == "handled":
            P.undo("handled")
        outcome.same = outcome.address in [number] + [
            P.cell_address(slot)
            for slot, parameter in enumerate(self.parameters)
            if parameter.how == "out"
        ]
        self.settle(outcome, watch if find_keeper else None, count, free_first)
        outcome.count = P.watched_count()
        if isinstance(watch, int) and outcome.count is not None:
            outcome.count -= self.own_references(watch)
        P.unwatch()
        P.clear()
        return outcome

    def own_references(self, slot):
        """What an object holds of itself, as types do: it is left when we let go."""
        if slot not in self.own:
            self.own[slot] = 0
            if not set(self.values) & makers.ENTANGLED:
                self.fill()
                if self.is_cell(slot):
                    P.watch_cell(slot)
                else:
                    P.watch_slot(slot)
                for each in range(len(self.values)):
                    P.release_cell(each)
                    P.release_slot(each)
                collect()
                self.own[slot] = P.watched_count() or 0
                P.unwatch()
                P.clear()
        return self.own[slot]

    def is_cell(self, slot):
        return slot < len(self.parameters) and self.parameters[slot].how == "inout"

    def settle(self, outcome, find_keeper_of, count, free_first):
        row, success = self.row, outcome.success
        order = []
        fresh = row.result.kind == "same" and row.parameter(row.result.owner).how == "fresh"
        if row.result.kind == "memory":
            P.free_result()
        if (row.result.kind == "new" or fresh) and not outcome.null:
            order.append(("result", P.release_result, None))
        for slot in range(len(self.values)):
            if slot < len(self.parameters):
                parameter, kind = self.parameters[slot], self.kinds[slot]
            else:
                parameter, kind = self.more, witness.kind(self.values[slot])
            how = parameter.how
            if kind == "cell":
                if how == "inout":
                    if not success and row.failure_clears == parameter.name:
                        if P.cell_address(slot):
                            raise Wrong(f"it failed and left {parameter.name}")
                    order.append((parameter.name, P.release_cell, slot))
                elif how == "out" and parameter.gift.kind == "new" and success:
                    order.append((parameter.name, P.release_cell, slot))
                else:
                    order.append((parameter.name, P.forget_slot, slot))
            elif kind in ("object", "array"):
                consumed = how == "steals" or how == "steals-on-success" and success
                if consumed:
                    P.forget_slot(slot)
                else:
                    order.append((parameter.name, P.release_slot, slot))
                if how == "gives" and self.values[slot] != "NULL":
                    P.release_given(slot)
            elif kind == "pointer" and self.types[slot] == "Py_buffer *":
                if any(keeper == parameter.name for _, keeper in row.keeps) and success:
                    order.append((parameter.name, P.release_buffer, slot))
            elif kind == "pointer" and self.types[slot] == "PyLongExport *" and success:
                order.append((parameter.name, P.release_export, slot))
        if free_first:
            order.sort(key=lambda each: each[0] != free_first)
        for name, release, slot in order:
            own = find_keeper_of is not None and slot == find_keeper_of
            now = P.watched_count()
            release(*([slot] if slot is not None else []))
            if find_keeper_of is not None or free_first:
                collect()
                if find_keeper_of is not None and not own and P.watched_count() < now:
                    if outcome.keeper is None:
                        outcome.keeper = name
                elif free_first == name and now is not None:
                    outcome.kept = P.watched_count() - now
        collect()


def collect():
    clear_cache()
    gc.collect()


clear_cache = getattr(sys, "_clear_internal_caches", None) or sys._clear_type_cache


# ---- The steps. Each raises Wrong, or gives what it has observed.


class Steps:
    def __init__(self, job):
        self.job = job
        self.row = rows.parse(job["row"])
        self.failed = bool(job.get("failed"))
        self.calls = [self.call(each) for each in job["witnesses"] if not each["fails"]]
        self.failing = [self.call(each) for each in job["witnesses"] if each["fails"]]

    def call(self, said):
        return Call(
            self.job, self.row, said["values"], said["before"], said["undo"], said["thunk"]
        )

    def all(self):
        """[(name of the step, what does it)]"""
        found = []
        for number, call in enumerate(self.calls):
            mark = f" #{number}" if number else ""
            found.append((f"success{mark}", lambda call=call: self.success(call)))
            for slot, parameter in call.objects():
                name = f"own {parameter.name}{mark}" + (
                    f" {slot}" if parameter.name == "..." else ""
                )
                found.append((name, lambda call=call, slot=slot: self.own(call, slot)))
            if self.row.result.is_object:
                found.append((f"own result{mark}", lambda call=call: self.gift(call, "result")))
            for slot, parameter in enumerate(call.parameters):
                if parameter.how == "out" and call.values[slot] != "NULL":
                    found.append(
                        (
                            f"own {parameter.name}{mark}",
                            lambda call=call, slot=slot: self.gift(call, ("cell", slot)),
                        )
                    )
            found.append((f"total{mark}", lambda call=call: self.total(call)))
        if not self.calls:
            return found
        call = self.calls[0]
        if self.row.result.kind == "borrowed":
            found.append(("lender", lambda: self.lender(call, "result", self.row.result.owner)))
        for slot, parameter in enumerate(call.parameters):
            if parameter.how == "out" and parameter.gift.kind == "borrowed":
                found.append(
                    (
                        f"lender {parameter.name}",
                        lambda slot=slot, owner=parameter.gift.owner: self.lender(
                            call, ("cell", slot), owner
                        ),
                    )
                )
        for slot, parameter in call.objects():
            if parameter.how in ("inout", "gives", "fresh"):
                continue
            if parameter.name != "..." and call.kinds[slot] == "object":
                found.append((f"keeps {parameter.name}", lambda slot=slot: self.keeps(slot)))
        for number, failing in enumerate(self.failing):
            found.append((f"failure {number}", lambda failing=failing: self.failure(failing)))
        for slot, parameter in enumerate(call.parameters):
            if call.kinds[slot] in ("object", "cell", "array") and "..." not in parameter.name:
                found.append((f"null {parameter.name}", lambda slot=slot: self.null(slot)))
        for slot, parameter in call.objects():
            if parameter.name != "..." and call.kinds[slot] == "object":
                found.append(
                    (f"stranger {parameter.name}", lambda slot=slot: self.stranger(slot))
                )
        for slot, kind in enumerate(call.kinds):
            odd = {"integer": ["-7", "1000000"], "string": ['"no such kelp"', '"k\\xff"']}
            for value in odd.get(kind, []):
                found.append(
                    (
                        f"odd {call.parameters[slot].name} {value}",
                        lambda slot=slot, value=value: self.odd(slot, value, True),
                    )
                )
        found.append(("runs", self.runs))
        found.append(("drops errors", self.drops))
        found += [
            (f"memory {nth}", lambda nth=nth: self.memory(call, nth))
            for nth in range(1, MOST_ALLOCATIONS)
        ]
        return found

    def success(self, call):
        """It ends as the row says, and not by failing."""
        outcome = call.run()
        if not outcome.success:
            raise Wrong(f"it failed: {outcome.error}")
        return dict(number=outcome.number, null=outcome.null)

    def own(self, call, slot, nth=0):
        """After the settlement, an argument has the guards' references alone."""
        outcome = call.run(slot, nth)
        if outcome.count is not None and outcome.count > IMMORTAL:
            return dict(immortal=True)
        if call.own[slot] > SHARED:
            raise Wrong("the witness is everybody's")
        if outcome.count and outcome.count > 0 and not call.own[slot]:
            # What it came to hold of itself, as a module does by its functions, goes
            # when the guards go: then the total is as it was.
            self.total(call, nth, wrong=f"{outcome.count:+} references")
            return dict(by_total=True)
        if outcome.count:
            raise Wrong(f"{outcome.count:+} references")
        return dict(success=outcome.success)

    def gift(self, call, what, nth=0):
        """What came back is gone after the settlement, or as it was before."""
        counts, addresses = [], []
        for _ in range(5):  # an outcome that is kept holds a reference to None
            outcome = call.run(what, nth)
            counts.append(outcome.count)
            addresses.append(outcome.address)
        if counts[-1] is None:
            return dict(null=True)
        if counts[-1] > IMMORTAL:
            return dict(immortal=True)
        if not any(counts):
            return dict(fresh=True)
        if min(counts) < 0:
            raise Wrong(f"{min(counts):+} references")
        if len({*addresses[3:]}) == 1 and counts[-1] > SHARED:
            return self.shared(call, what, nth)
        if len({*addresses[3:]}) == 1:
            if counts[3] == counts[4]:
                return dict(fresh=False)
            raise Wrong(f"its references go {', '.join(map(str, counts))}")
        if len({*counts[3:]}) > 1:
            raise Wrong(f"{counts[-1]:+} references each time")
        # What holds itself, as types do, is left alone when the guards go.
        self.total(call, nth, wrong=f"{counts[-1]:+} references each time")
        return dict(by_total=True)

    def shared(self, call, what, nth):
        """What everybody has, as None: only the call itself is looked at."""
        call.run(what, nth, know=True)
        call.run(what, nth)
        changed = P.known_changed()
        gift = self.row.result if what == "result" else call.parameters[what[1]].gift
        if changed != (gift.kind == "new"):
            raise Wrong(f"the call gives {changed:+} references")
        return dict(fresh=False)

    def total(self, call, nth=0, times=6, wrong=""):
        """Make, call, release, collect: all references together stay as they are."""
        P.take_marks()
        for _ in range(times):
            call.run(None, nth)
            P.mark(COUNT)
        seen = P.take_marks()
        drifts = [after - before for before, after in zip(seen, seen[1:])][-2:]
        if any(drifts):
            raise Wrong(wrong or f"the total grows by {drifts[-1]}")
        return {}

    def lender(self, call, what, owner):
        """It is the owner who holds what is lent, and none of the other arguments."""
        names = [each.name for _, each in call.objects()]
        for name in names:
            outcome = call.run(what, free_first=name)
            if outcome.count is None:
                return dict(null=True)
            if outcome.count > IMMORTAL:
                return dict(immortal=True)
            if (outcome.kept < 0) != (name == owner):
                raise Wrong(f"{name} {'holds' if outcome.kept < 0 else 'does not hold'} it")
        return {}

    def keeps(self, slot):
        """Does somebody hold the argument after a call, and who?"""
        parameter = self.row.parameters[slot]
        said = dict(self.row.keeps).get(parameter.name)
        stolen = parameter.how in ("steals", "steals-on-success")
        found, observed = None, False
        for call in self.calls:
            if call.values[slot] == "NULL":
                continue
            outcome = call.run(slot, find_keeper=True)
            if outcome.count is None or outcome.count > IMMORTAL or outcome.same:
                continue
            observed = True
            if outcome.kept + stolen > 0 and found is None:
                found = outcome.keeper or ""
        if observed and found != said:
            raise Wrong(f"kept in {found!r}")
        return dict(keeper=found, observed=observed)

    def failure(self, call):
        outcome = call.run()
        if outcome.success and self.row.result.kind:
            raise Wrong("it did not fail")
        for slot, _ in call.objects():
            self.own(call, slot)
        self.total(call)
        return dict(error=outcome.error)

    def changed(self, slot, value):
        call = self.calls[0]
        values = list(call.values)
        values[slot] = value
        return Call(self.job, self.row, values, call.before, call.undo, call.thunk)

    def null(self, slot):
        """NULL is accepted where the row has a question mark, and there alone."""
        said = self.changed(slot, "NULL")
        try:
            outcome = said.run()
            accepted = outcome.success and self.row.result.kind != ""
        except Wrong:
            accepted = False
        if accepted != self.row.parameters[slot].null:
            raise Wrong("accepted" if accepted else "an error")
        return dict(accepted=accepted)

    def stranger(self, slot):
        """An object of another type makes it fail, if not crash."""
        return self.odd(slot, "object")

    def odd(self, slot, value, only_if_needed=False):
        """Something that may make it fail: then all is given back, too."""
        if only_if_needed and self.failed:
            return {}
        said = self.changed(slot, value)
        outcome = said.run()
        if outcome.success:
            return dict(success=True)
        for each, _ in said.objects():
            self.own(said, each)
        self.total(said)
        self.failed = True
        return dict(success=False, failed=True, error=outcome.error)

    def runs(self):
        """Is a function of Python called, or one of the arguments' hooks?"""
        heard = 0
        for call in self.calls + self.failing:
            loud = self.safe(makers.LOUD) if call not in self.failing else []
            for makers_of in [{}, *loud]:
                call.heard = 0
                # Functions of Python that are called without being an argument's.
                P.set_listening(makers_of == {} and call.before != "error")
                try:
                    call.run(makers_of=makers_of)
                except Wrong:
                    pass
                heard += call.heard + P.count_python_calls()
                P.set_listening(False)
        if bool(heard) != ("runs" in self.row.flags):
            raise Wrong("it runs" if heard else "nothing was heard")
        return dict(heard=heard)

    def safe(self, kinds):
        """Without the objects of no kind, where those would not be refused."""
        return kinds[:-1] if "unchecked" in self.row.flags else kinds

    def drops(self):
        """Hooks that raise: is there a call after which no exception is set?"""
        raised = dropped = 0
        for makers_of in self.safe(makers.ANGRY):
            try:
                outcome = self.calls[0].run(makers_of=makers_of)
            except Wrong:
                continue
            raised += outcome.raised
            dropped += bool(outcome.raised and outcome.error is None)
        if bool(dropped) != ("drops errors" in self.row.flags):
            raise Wrong("errors are dropped" if dropped else "no error was dropped")
        return dict(raised=raised)

    def memory(self, call, nth):
        """The n-th allocation fails: what it owns is given back all the same."""
        outcome = call.run(None, nth)
        if outcome.allocations < nth:
            return dict(end=True)
        for slot, _ in call.objects():
            self.own(call, slot, nth)
        if TOTALS:
            self.total(call, nth, 4)
        return dict(failed=not outcome.success, error=outcome.error)


# ---- Children.


def child(job, done, pipe):
    """Does what is not done yet, a line a step: its name first, then its end."""
    write = os.fdopen(pipe, "w", 1)
    steps = Steps(job)
    failed = any(each["step"] == "success" and each["wrong"] for each in done.values())
    over = False
    todo = steps.all()
    if job["first"]:
        # With guards first: what a wrong row frees too early is not used again.
        todo.sort(key=lambda each: not each[0].startswith("own "))
    for name, do in todo:
        if name in done or job["steps"] and name not in job["steps"]:
            if name in done and done[name].get("end"):
                over = True
            continue
        if over and name.startswith("memory ") or failed:
            continue
        write.write(json.dumps(dict(step=name)) + "\n")
        said = dict(step=name, wrong=None)
        try:
            said.update(do())
        except Wrong as wrong:
            said["wrong"] = str(wrong)
        except Exception as error:  # a maker's, or ours
            said["wrong"] = f"{type(error).__name__}: {error}"
            said["ours"] = True
        over = over or said.get("end", False)
        write.write(json.dumps(said) + "\n")
        if said["wrong"] and (name == "success" or job["first"]):
            break
        if said["wrong"]:
            break
    write.close()


def do_job(job):
    """{step: what came of it}"""
    done = {}
    while True:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            # Of its own time: a machine may be busy. And where it waits: for ever is too long.
            resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
            signal.alarm(30 * LIMIT)
            try:
                child(job, done, writing)
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as lines:
            found = [json.loads(line) for line in lines]
        status = os.waitpid(pid, 0)[1]
        if os.path.exists(f"/tmp/perf-{pid}.map"):  # the perf trampoline's
            os.unlink(f"/tmp/perf-{pid}.map")
        started = None
        for each in found:
            if "wrong" in each:
                done[each["step"]], started = each, None
            else:
                started = each["step"]
        if started is not None:
            how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "exit"
            done[started] = dict(step=started, wrong=f"crash: {how}", crash=True)
        wrong = [each for each in found if each.get("wrong")]
        if started is None and not wrong:
            return done
        if job["first"] and any(each["wrong"] for each in done.values()):
            return done
        if "success" in done and done["success"]["wrong"]:
            return done
        if not found:
            return {"nothing": dict(step="nothing", wrong=None)}


def main():
    global P
    with open(sys.argv[1]) as lines:
        jobs = json.load(lines)
    sys.path.insert(0, sys.argv[2])
    import prover as P

    makers.P = P

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    if not os.environ.get("CAPI_STDERR"):
        os.dup2(null, 2)
    out = os.fdopen(out, "w", 1)
    makers.warm()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        number = int(line)
        out.write(json.dumps([number, do_job(jobs[number])]) + "\n")


if __name__ == "__main__":
    main()
