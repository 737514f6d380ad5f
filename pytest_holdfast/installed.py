"""Depth A: any extension, as it is installed.

What is counted after each repetition: blocks of malloc and of Python's own
allocator, file descriptors, thread states, and the reference counts of all
that a test can reach and that was there before. A closer look keeps the stack
of each allocation, and asks what the blocks are.
"""

import builtins
import gc
import importlib.machinery
import itertools
import os
import sys
import time
import types

from . import blame, holding, report
from .decide import Depth
from .blame import HEAP_TYPE, LIBRARY, Kinds, is_a, of_type
from .noise import PYTEST, Noise
from .report import Finding, plural

try:
    from . import _native as native
except ImportError:  # not Linux
    from . import portable as native

# As in native/counters.c.
GREW_LIVE, GREW_BLOCKS, GREW_REFERENCES, GREW_THREADS, GREW_DESCRIPTORS = 1, 2, 4, 8, 16
CHANGED_COUNTS = 32
EVERYTHING = 63
FELL = 64  # times a bit

# These may fall without anybody's doing: a test waits for that as long.
ENDS_LATER = GREW_THREADS | GREW_DESCRIPTORS
SECONDS = 0.5

# How often a counter may stay as it was while a test is repeated often, which is
# so many times for each. At first it may only once, and where something else has
# changed, which may have hidden what was left.
PATIENCE = 2
REPETITIONS_FOR_EACH = 16

LISTS = {}  # the ids of those in which this module holds what it watches

MOST_WATCHED = 4096  # of what a test file can reach

HARNESS = PYTEST | {__package__}

HOLDERS = Kinds(list, tuple, set, frozenset)

HEAPS = ["malloc", "PyMem_RawMalloc", "PyMem_Malloc", "Python's objects"]
IN_OBJECT_HEAP = 3


def _everywhere():
    """What any extension can reach, and often does."""
    found = [None, True, False, NotImplemented, Ellipsis, (), "", b"", frozenset()]
    found += range(-5, 257)
    found += map(chr, range(256))
    found += (bytes([i]) for i in range(256))
    found += (each for each in vars(builtins).values())
    found += (each for each in vars(types).values() if isinstance(each, type))
    found += sys.modules.values()
    return found


def file_of(module):
    """The name of a module's file, or "": it may be anything that somebody has put
    into sys.modules."""
    if not is_a(module, types.ModuleType):
        return ""
    file = types.ModuleType.__getattribute__(module, "__dict__").get("__file__")
    return file if type(file) is str else ""


def is_extension(module):
    return file_of(module).endswith((".so", ".pyd"))


def is_harness(kind):
    """Whether that is a type of who runs the tests."""
    module = of_type(kind, "__module__")
    return type(module) is str and module.partition(".")[0] in HARNESS


def _inside(thing):
    """What a thing that a test can name holds, one step further. No code of its own
    runs: that may raise, load what is made when it is needed, or be an extension's,
    whose mistakes are the test's only where the test calls it."""
    kind = type(thing)
    if kind in HOLDERS:
        return thing
    if kind is dict:
        return [*thing, *thing.values()]
    if kind is types.FunctionType:
        cells = thing.__closure__ or ()
        return [thing.__code__, thing.__defaults__, thing.__kwdefaults__, *map(_content, cells)]
    if kind is types.MethodType:
        return [thing.__func__, thing.__self__]
    if kind is types.CodeType:
        return [*thing.co_consts, *thing.co_names]
    if is_a(thing, types.ModuleType):
        contents = types.ModuleType.__getattribute__(thing, "__dict__")
        name = contents.get("__name__")
        top = name.partition(".")[0] if type(name) is str else ""
        return () if top in LIBRARY else list(contents.values())
    if is_a(thing, type):
        return list(of_type(thing, "__dict__").values())
    contents = _dict_of(thing, kind)
    return contents.values() if type(contents) is dict else ()


def _dict_of(thing, kind):
    """Its __dict__, if that is where CPython keeps it: it may be a property, too."""
    for each in of_type(kind, "__mro__"):
        descriptor = of_type(each, "__dict__").get("__dict__")
        if descriptor is not None:
            is_plain = type(descriptor) is types.GetSetDescriptorType and of_type(each, "__flags__") & HEAP_TYPE
            return descriptor.__get__(thing) if is_plain else None
    return None


def _content(cell):
    try:
        return cell.cell_contents
    except ValueError:
        return None


def reachable(roots, most):
    """The roots and what they hold, nearest first."""
    seen = set()
    found = []
    queue = list(roots)
    for thing in queue:  # it grows meanwhile
        if id(thing) in seen or is_harness(type(thing)):
            continue
        seen.add(id(thing))
        found.append(thing)
        if len(found) == most:
            break
        try:
            queue.extend(_inside(thing))
        except Exception:  # a property or a __getattr__ of the test's
            pass
    return found


class _Watched:
    """The objects whose counts are compared: shared by the tests of a file, and
    a test's own."""

    def __init__(self):
        self._everywhere = None
        self._module = None
        self.shared = []
        self._known = set()  # their ids

    def is_everywhere(self, thing):
        return any(each is thing for each in self._everywhere or ())

    def of(self, item):
        module = getattr(item, "module", None)
        if self._everywhere is None or module is not self._module:
            self._everywhere = self._everywhere or _everywhere()
            self._module = module
            shared = {id(each): each for each in self._everywhere}
            for each in reachable(vars(module).values() if module else (), MOST_WATCHED):
                shared[id(each)] = each
            self.shared = list(shared.values())
            self._known = set(shared)
            LISTS["everywhere"], LISTS["shared"] = id(self._everywhere), id(self.shared)
        roots = [getattr(item, "function", None)]
        spec = getattr(item, "callspec", None)
        if spec is not None:
            roots += spec.params.values()
        info = getattr(item, "_fixtureinfo", None)
        for definitions in getattr(info, "name2fixturedefs", {}).values():
            cached = getattr(definitions[-1], "cached_result", None)
            if cached is not None:
                roots.append(cached[0])
        roots = [each for each in roots if id(each) not in self._known]
        own = reachable(roots, MOST_WATCHED // 4) if roots else ()
        own = [each for each in own if id(each) not in self._known]
        LISTS["own"] = id(own)
        return self.shared, own


class _Total:
    """A debug CPython's total of references: wrong with extensions that were
    built for a release one, whose Py_INCREF does not count there."""

    def __init__(self):
        self._modules = 0
        self.is_right = True

    def look(self):
        if len(sys.modules) == self._modules or not hasattr(sys, "gettotalrefcount"):
            return
        self._modules = len(sys.modules)
        files = [file_of(each) for each in sys.modules.copy().values()]
        debug, *others = importlib.machinery.EXTENSION_SUFFIXES
        self.is_right = not any(
            file.endswith(tuple(others)) and not file.endswith(debug)
            for file in files
        )


def all_types():
    """By address: a metaclass may compare and hash its types in a way of its own."""
    queue = [object, type]
    found = {id(each): each for each in queue}
    for each in queue:
        for kind in type.__subclasses__(each):
            if id(kind) not in found:
                found[id(kind)] = kind
                queue.append(kind)
    return found


def extension_ranges():
    """Where the code of extension modules is, except those of Python itself."""
    modules = [each for each in list(sys.modules.values()) if is_extension(each)]
    paths = {os.path.realpath(file_of(module)) for module in modules}  # as they are mapped
    return [
        (start, end)
        for start, end, _, executable, path in report.mapped_files()
        if executable
        and path in paths
        and not report.is_interpreter(path)
        and not report.is_system(path)
    ]


class Installed(Depth):
    name = "A"

    def __init__(self, symbolizer=None):
        self._watched = _Watched()
        self._closer = False
        self._calling = False
        self._modules, self._ranges = 0, []
        self._noise = Noise()
        self._total = _Total()
        self.symbolizer = symbolizer or report.Symbolizer()
        self._raising = set()  # (an object's id, a type's), whose tp_dealloc has raised its count
        self._guilty = set()  # the ids of what lives as long as Python, and was reported

    def open(self, item):
        self._closer = False
        self._thorough = False
        # The bits that were set each time.
        self._always = EVERYTHING
        self._patient = False
        self._missed = [0] * 5
        self._repetitions = 0
        self._waited = 0
        self._total.look()
        if not self._total.is_right:
            self._always &= ~GREW_REFERENCES
        native.watch(*self._watched.of(item))
        # Only what the test makes is looked at for garbage from now on.
        gc.freeze()

    def begin(self):
        if self._thorough:
            self._noise.begin()
        if self._closer:
            self._repetition += 1  # before the ints are counted
        native.begin()
        if self._recorded:
            native.record(self._repetition)
        if self._calling:
            native.calls(self._ranges, self._files, self._types)

    def pause(self):
        native.pause()

    def resume(self):
        native.resume()

    def left_nothing(self):
        grew = native.end()
        if not self._total.is_right:
            grew &= ~(GREW_REFERENCES | GREW_REFERENCES * FELL)
        return grew == 0

    def stop(self):
        if self._calling:
            native.no_calls()

    def end(self):
        if self._recorded:
            native.record(0)
        if self._thorough:
            self._noise.end()
        grew = native.end()  # alone: an expression around it holds objects
        if self._calling:
            native.no_deallocs()
        if grew & ENDS_LATER and self._waited < SECONDS:
            grew = self._wait(grew)
        self._always &= grew % FELL | self._excused(grew)
        if self._closer:
            self._look()
        elif not self._thorough and self._always:
            # From now on without what Python itself keeps.
            gc.unfreeze()
            self._thorough = True
            native.afresh()
            self._noise.begin()
            gc.freeze()
        return self._always != 0

    def _wait(self, grew):
        """The same, after a while: threads that nobody has joined end by themselves,
        and close what they have opened."""
        pause = 0.001
        while grew & ENDS_LATER and self._waited < SECONDS:
            time.sleep(pause)
            self._waited += pause
            pause = min(2 * pause, 0.05)
            grew = native.end()
        return grew

    def _excused(self, grew):
        """The bits of counters that did not grow, but may have."""
        bits = 0
        self._repetitions += 1
        most = 0 if self._closer else PATIENCE if self._patient else 1
        for i in range(5):
            bit = 1 << i
            if self._always & bit and not grew & bit and (self._patient or grew):
                self._missed[i] += 1
                if self._missed[i] <= most:
                    bits |= bit
        return bits

    def _be_patient(self, patient):
        if not patient:
            for i, missed in enumerate(self._missed):
                if missed * REPETITIONS_FOR_EACH > self._repetitions:
                    self._always &= ~(1 << i)
        self._patient = patient
        self._missed = [0] * 5
        self._repetitions = 0

    def longer(self):
        self._be_patient(True)
        native.patience(PATIENCE)

    def costly(self):
        """Of threads and open files a process has not many."""
        return self._always & (GREW_THREADS | GREW_DESCRIPTORS) != 0

    def known(self):
        """No memory, then: a cache that fills with None has some."""
        changed = native.changes()
        return self._always == CHANGED_COUNTS and all([id(each) in self._guilty for each, _ in changed])

    def closer(self):
        if self._patient:
            self._be_patient(False)
        self._closer = True
        self._repetition = 0
        self._growth = []
        self._changes = []  # of counts, by the address of what has them
        self._stacks = []
        self._opened = []
        changed = [each for each, _ in native.changes()]
        LISTS["own"] = id(changed)
        native.watch(changed, [])
        if native.preloaded():
            native.start()
        # Somebody else may profile the tests.
        self._calling = sys.getprofile() is None
        if self._modules != len(sys.modules):
            self._modules, self._ranges = len(sys.modules), extension_ranges()
        self._types = list(all_types().values()) if self._calling else []
        self._library = blame.Library()
        self._files = self._always & GREW_DESCRIPTORS != 0

    @property
    def _recorded(self):
        return self._closer and native.preloaded()

    def _look(self):
        self._growth.append(native.growth())
        self._changes.append({id(thing): change for thing, change in native.changes()})
        self._opened.append([self._target(fd) for fd in native.opened()])
        if self._recorded:
            self._stacks.append({row[0]: row for row in native.stacks()})

    @staticmethod
    def _target(fd):
        try:
            return f"{fd}: {os.readlink(f'/proc/self/fd/{fd}')}"
        except OSError:
            return str(fd)

    def back(self):
        if self._recorded:
            native.stop()
        self._closer = self._calling = False
        gc.freeze()

    def proven(self):
        self._guilty |= self._suspected

    def findings(self):
        gc.unfreeze()
        self._suspected = set()
        self._calls, self._skipped, deallocs = native.called()
        # Fewer times it may be what runs there meanwhile, and holds None for a while.
        self._deallocs = {(thing, kind): by for thing, kind, by in deallocs if abs(by) >= self._repetition}
        self._raising |= {each for each, by in self._deallocs.items() if by > 0}
        self._types = []
        memory, leaked = [], []
        if self._always & (GREW_LIVE | GREW_BLOCKS):
            memory, leaked = self._memory()
        found = []
        if self._always & GREW_THREADS:
            finding = self._simple(report.THREAD, "threads", "thread state")
            memory = blame.fold(finding, memory, "PyThreadState_New", "new_threadstate")
            found.append(finding)
        if self._always & GREW_DESCRIPTORS:
            finding = self._simple(report.DESCRIPTOR, "descriptors", "file descriptor")
            finding.text += [f"open       {each}" for each in self._opened[-1]]
            self._explain(finding, 0)
            found.append(finding)
        for finding in memory:
            if finding.address is not None:
                self._explain(finding, finding.address)
        found += memory + self._references(leaked)
        if not found and self._always & GREW_REFERENCES:
            found.append(self._simple(report.REFERENCE, "references", "reference"))
        for finding in found:
            if finding.type is not None and finding.place is None:
                finding.where = self._functions([native.address(finding.type)])
                finding.entry = True
            finding.type = None  # it is kept no longer than the test
        return found

    def _simple(self, kind, counter, noun):
        least = min(growth[counter] for growth in self._growth)
        history = itertools.accumulate(growth[counter] for growth in self._growth)
        return Finding(kind, f"{noun}s are left", plural(least, noun), history=list(history))

    @property
    def _told(self):
        """The repetition that is told of: of the latest, some may be replaced in the
        next ones."""
        return max(1, self._repetition - 2)

    def _memory(self):
        """(findings, the objects that leaked in one repetition)."""
        grown = []
        for stack, (_, heap, blocks, size) in self._stacks[-1].items() if self._stacks else ():
            counts = [each.get(stack, (0, 0, 0, 0))[2] for each in self._stacks]
            if all(a < b for a, b in zip([0, *counts], counts)):
                grown.append((stack, heap, counts, size // blocks))
        if not grown and self._recorded and not native.full():
            return [], []  # each time something else, which is replaced: no place leaks
        if not grown:
            return [
                self._simple(report.MEMORY, name, "block")
                for name, bit in (("live", GREW_LIVE), ("blocks", GREW_BLOCKS))
                if self._always & bit
            ], []
        known = set(all_types())
        leaked = []
        for stack, heap, counts, size in grown:
            where = report.without_traced(
                [
                    place
                    for place in self.symbolizer.stack(native.places(stack))
                    if not report.is_own(place.module)
                ]
            )
            rows = native.blocks(stack, self._told, known)
            if not blame.are_immortal(rows):
                blocks = counts[-1] - counts[-2]
                leaked.append(blame.Leaked(HEAPS[heap], where, blocks, size, rows, counts))
        leaked = blame.with_owners(leaked)
        return blame.findings(leaked, self._ranges), blame.objects(leaked)

    def _references(self, leaked):
        found = []
        put = self._library.put(self._repetition)
        # The names in a class are shared by all that have such.
        has_type = any(is_a(each, type) for each in leaked)
        for thing, change in native.changes():
            if change > 0:
                change = self._changes[self._told - 1].get(id(thing), change)
                change -= blame.explained(thing, leaked) + sum(1 for each in put if each is thing)
                change = max(change, 0)
            if change == 0 or (has_type and type(thing) is str):
                continue
            if self._watched.is_everywhere(thing) or is_a(thing, type):
                self._suspected.add(id(thing))
            finding = blame.reference(thing, change, self._ranges)
            steps = [each[id(thing)] for each in self._changes if id(thing) in each]
            finding.history = list(itertools.accumulate(map(abs, steps)))
            self._explain(finding, id(thing), sum(steps))
            if change > 0:
                finding.graph = holding.raised(finding.object, finding)
            found.append(finding)
        return found

    def _explain(self, finding, address, total=None):
        """Adds the calls of an extension that have changed a count. Where only one
        function has, it is the one, if nothing was taken back then, as where it did not
        change it by more than the |total|; its line is not known."""
        rises = finding.kind != report.DROPPED
        rows = [each for each in self._calls if each[0] == address and (each[5] > 0) == rises]
        calls = [each for each in rows if not each[6]]
        if not calls:
            # Made in a call, where it may hold itself: that is no more than a hint.
            if finding.place is None:
                for _, name, _, file, line, *_ in rows[:1]:
                    finding.text.append(f"made       in a call of {name} at {report.relative(file)}:{line}")
                if rows:
                    finding.where = self._functions({each[2] for each in rows[:1]})
                    finding.entry = True
            return
        functions = {each[2] for each in calls}
        finding.text = [line for line in finding.text if not line.startswith("perhaps ")]
        finding.what = finding.what.partition(": its tp_dealloc seems")[0]
        by = sum(each[5] for each in calls)
        is_taken_back = total is not None and abs(by) > abs(total)
        is_taken_back |= any(self._may_give_back(address, each[7], by) for each in calls)
        if is_taken_back:
            finding.text.append("perhaps    one of these calls, of which some is taken back")
        elif len(functions) > 1:
            finding.text.append("one of these calls")
        for _, name, _, file, line, *_ in calls:
            what = "raised" if rises else "lowered"
            finding.text.append(f"{what:<10} in a call of {name} at {report.relative(file)}:{line}")
        if finding.place is not None:
            finding.text.append(f"allocated  {finding.place}")
        is_one = len(functions) == 1 and not is_taken_back
        finding.where = self._functions(functions) if is_one else []
        finding.entry = True

    def _may_give_back(self, address, kind, by):
        """Whether the tp_dealloc of that type has, so that what a method has stored in
        its object is no leak; or whether it has raised that count itself, in this test or
        another one: then it may have done both."""
        changed = self._deallocs.get((address, kind), 0)
        return changed * by < 0 or (by > 0 and (address, kind) in self._raising)

    def _functions(self, addresses):
        """Where they begin: at which of its lines a function is wrong is not known."""
        return [place for address in addresses for place in self.symbolizer.stack([address])[:1]]

    def cut(self):
        """What was left out, in a line; or None."""
        if self._skipped:
            return f"the closer look left out {plural(self._skipped, 'call')}: they took too long"
        return None

    def close(self):
        gc.unfreeze()
        if self._recorded:
            native.stop()
        native.watch(self._watched.shared, [])
        self._closer = self._calling = False
