"""What the blocks that leaked are, and who holds what."""

import bisect
import collections
import dataclasses
import gc
import reprlib
import sys
import types
import weakref
from typing import List

from . import holding, report
from .decide import Depth
from .noise import PYTEST, STANDARD
from .report import Finding, plural

try:
    from . import _native as native
except ImportError:  # not Linux
    from . import portable as native

# Modules of Python's own, and of who runs the tests: what their caches hold is no leak.
LIBRARY = STANDARD | PYTEST | {__package__, "hypothesis"}

HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE

IMMORTAL = 0x3FFFFFFF  # on 64 bits 0xFFFFFFFF


class Kinds:
    """Types to compare with by identity: a metaclass may compare its types, and hash
    them, in a way of its own."""

    def __init__(self, *kinds):
        self._kinds = kinds  # so that no other type gets such an id
        self.ids = frozenset(map(id, kinds))

    def __contains__(self, kind):
        return id(kind) in self.ids


SCALARS = Kinds(str, bytes, bytearray, int, float, complex, bool, type(None))
SEQUENCES = Kinds(list, tuple)
GROWING = Kinds(list, dict)
CONTAINERS = Kinds(dict, list, set, tuple)
QUEUED = Kinds(list, tuple, set)
FUNCTIONS = Kinds(types.FunctionType, types.BuiltinFunctionType)
CACHES = Kinds(dict, list, collections.OrderedDict, collections.deque)


def _repr(thing, level=2):
    """The repr of what has no code of its own, or None."""
    kind = type(thing)
    if kind in SCALARS:
        text = reprlib.repr(thing)
        return text[len("bytearray(") : -1] if kind is bytearray else text
    if kind not in SEQUENCES or level == 0:
        return None
    # Not by its items: an extension may have left some of them out.
    items = gc.get_referents(thing)
    if len(items) != len(thing):
        return f"of {plural(len(thing), 'item')}, some of them NULL"
    items.reverse()  # the order in which they are visited
    shown = [_repr(item, level - 1) or short_name(type(item)) for item in items[:4]]
    shown += ["..."] if len(items) > 4 else []
    return ("[%s]" if kind is list else "(%s)") % ", ".join(shown)


# ---- What is asked of an object runs no code of its own: its class may have a
# __class__, a __getattribute__ or a __repr__ that raises, lies, or never ends.


def is_a(thing, kinds):
    return issubclass(type(thing), kinds)


def of_type(kind, name):
    """What |type| itself knows of it, whatever its metaclass says."""
    return type.__dict__[name].__get__(kind)


def short_name(kind):
    return of_type(kind, "__name__")


def name_of(kind):
    module, name = of_type(kind, "__module__"), of_type(kind, "__qualname__")
    return name if type(module) is not str or module == "builtins" else f"{module}.{name}"


def describe(thing):
    """Its type and, where that cannot do harm, its repr."""
    kind = type(thing)
    if is_a(thing, type):
        return f"type {name_of(thing)}"
    if kind in FUNCTIONS:
        return f"{name_of(kind)} {thing.__name__}"
    if is_a(thing, types.ModuleType):
        name = types.ModuleType.__getattribute__(thing, "__dict__").get("__name__")
        return f"{name_of(kind)} {name}" if type(name) is str else name_of(kind)
    return f"{name_of(kind)} {_repr(thing) or ''}".rstrip()


@dataclasses.dataclass
class Leaked:
    """What one stack has allocated and a repetition has left."""

    heap: str
    where: List[report.Place]
    blocks: int  # in each repetition
    size: int  # of one
    rows: list  # (address, size, object or None, its count, its type), of one
    history: list = dataclasses.field(default_factory=list)  # blocks after each repetition
    filled: List[report.Place] = dataclasses.field(default_factory=list)  # see with_owners

    def count_of(self, thing):
        return next(row[3] for row in self.rows if row[2] is thing)

    def finding(self):
        return Finding(
            report.MEMORY,
            f"{self.heap} blocks are not freed",
            f"{plural(self.blocks, 'block')}, {self.blocks * self.size} bytes",
            self.where,
            history=self.history,
        )


def are_immortal(rows):
    """CPython 3.12 keeps what was interned for ever: no extension does."""
    return bool(rows) and all(type(row[2]) is str and row[3] >= IMMORTAL for row in rows)


def objects(leaked):
    return [row[2] for each in leaked for row in each.rows if row[2] is not None]


WEAK = (weakref.ReferenceType, weakref.ProxyType, weakref.CallableProxyType)


def _is_c(kind, extensions):
    """Whether instances are deallocated by the code of an extension."""
    for each in of_type(kind, "__mro__"):
        address = native.address(each)
        if any(start <= address < end for start, end in extensions):
            return True
        if not of_type(each, "__flags__") & HEAP_TYPE:
            return False
    return False


class _Graph:
    """Which leaked object refers to which, as far as that can be seen.

    An extension's object may point to what its tp_traverse does not visit: such a
    pointer may also be borrowed, or weak, or a number by chance. By itself it
    explains nothing."""

    def __init__(self, leaked, extensions):
        self.leaked = leaked
        self._extensions = extensions
        self._words = {}  # a number in an object that has leaked: that object
        self._counts = {id(row[2]): row[3] for each in leaked for row in each.rows if row[2] is not None}
        self._told = {}  # id -> the ids of what it refers to, as often as it does
        self._hidden = {}  # id -> ids of what an extension's points to and does not visit
        self._pointers = {}  # id -> how many others point to it and do not visit it
        self._things = {id(thing): thing for thing in objects(leaked)}
        for thing in self._things.values():
            told = [id(each) for each in gc.get_referents(thing)]
            self._told[id(thing)] = told
            for word in native.words(thing):
                self._words.setdefault(word, thing)
                if word in told or word not in self._things or is_a(thing, WEAK):
                    continue
                self._pointers[word] = self._pointers.get(word, 0) + 1
                if self._may_hide(thing, self._things[word], extensions):
                    self._hidden.setdefault(id(thing), []).append(word)
        self._sorted = sorted(self._words)
        self._seen = {}  # references to an object, from others that leaked
        for told in self._told.values():
            for each in told:
                self._seen[each] = self._seen.get(each, 0) + 1

    @staticmethod
    def _may_hide(thing, other, extensions):
        kind = type(thing)
        return kind is not other and not is_a(other, WEAK) and _is_c(kind, extensions)

    def is_of_c(self, kind):
        return _is_c(kind, self._extensions)

    def is_held(self, thing, count):
        """Whether other leaked objects explain its whole count."""
        return self._seen.get(id(thing), 0) + self._pointers.get(id(thing), 0) >= count

    def is_owned(self, address, size):
        """Whether an object points to it, or into it."""
        i = bisect.bisect_left(self._sorted, address)
        return i < len(self._sorted) and self._sorted[i] < address + size

    def _points(self, thing):
        return self._hidden.get(id(thing), [])

    def hidden(self, thing):
        """The object that closes a cycle with |thing| by a reference that it hides;
        or None. In a cycle nobody else holds any of them."""
        for holder in self._things.values():
            if id(thing) not in self._points(holder):
                continue
            ring = self._ring(id(thing), id(holder))
            if ring and all(self._is_explained(each) for each in ring):
                return holder
        return None

    def _ring(self, start, end):
        """The ids on a way from one to the other; or None."""
        ways, queue = {start: None}, [start]
        for each in queue:
            if each == end:
                ring = []
                while each is not None:
                    ring.append(each)
                    each = ways[each]
                return ring
            for other in [*self._told[each], *self._hidden.get(each, ())]:
                if other in self._things and other not in ways:
                    ways[other] = each
                    queue.append(other)
        return None

    def _is_explained(self, each):
        hidden = sum(1 for told in self._hidden.values() if each in told)
        return self._seen.get(each, 0) + hidden >= self._counts[each]


def with_owners(leaked):
    """The same, but in place of blocks that belong to lists or dicts those: CPython took
    them from a free list, so that no allocation of theirs was seen."""
    graph = _Graph(leaked, ())
    alone = [
        [row for row in each.rows if row[2] is None and not graph.is_owned(row[0], row[1])]
        for each in leaked
    ]
    if not any(alone):
        return leaked
    things = [thing for thing in gc.get_objects() if type(thing) in GROWING]
    return [_with_owners(each, rows, things) for each, rows in zip(leaked, alone)]


def _with_owners(each, alone, things):
    owners = [native.owner(row[0], things) for row in alone]
    if not owners or None in owners:
        return each
    rows = [(id(thing), each.size, thing, count, type(thing)) for thing, count in owners]
    rows += [row for row in each.rows if row not in alone]
    return dataclasses.replace(each, where=[], rows=rows, filled=each.where)


def findings(leaked, extensions=()):
    """One for each object that is not held by another one, and one for each
    other stack: what an object consists of is not told apart."""
    graph = _Graph(leaked, extensions)
    found, folded = [], {}
    for each in leaked:
        things = [(row[2], row[3]) for row in each.rows if row[2] is not None]
        roots = [thing for thing, count in things if not graph.is_held(thing, count)]
        # Where the others are all that the place grows by, what nobody holds is not left: it
        # was replaced since, or has the memory of one that had ended, which CPython kept.
        if len(roots) <= len(each.rows) - each.blocks:
            roots = []
        if roots:
            folded[id(roots[0])] = True
            if not is_librarys(roots[0], each.count_of(roots[0]), leaked):
                found.append(_object(each, roots[0], graph, leaked))
        elif things or any(graph.is_owned(row[0], row[1]) for row in each.rows):
            folded.setdefault(None, []).append(each)
        else:
            found.append(_block(each))
    rest = folded.pop(None, [])
    if not folded:  # they hold each other
        rest.sort(key=lambda each: _weight(each, graph), reverse=True)
        things = objects(rest[:1])
        if things:
            found.append(_object(rest[0], things[0], graph, leaked))
        elif rest:
            found.append(rest[0].finding())
        del rest[:1]
    for each in rest:
        _fold(found, each)
    return _without_subclasses(found)


def _weight(each, graph):
    """Of what holds each other, what is the most likely to be why."""
    things = objects([each])
    return (
        any(graph.hidden(thing) is not None for thing in things),
        any(is_a(thing, type) for thing in things),
        bool(things),
    )


def _without_subclasses(found):
    """A type is a weak entry in a dict of its base's: nobody sees that by itself."""
    if not any(finding.what == "a type is not released" for finding in found):
        return found
    return [each for each in found if not any(place.function == "add_subclass" for place in each.where)]


def _block(each):
    finding = each.finding()
    for _, _, _, _, kind in each.rows:
        if kind is not None:
            finding.what = f"the memory of {indefinite(short_name(kind))} is not freed: tp_dealloc calls no tp_free"
            finding.type = kind
    return finding


def _object(each, thing, graph, leaked):
    finding = each.finding()
    finding.kind = report.OBJECT
    finding.what = f"{indefinite(short_name(type(thing)))} is not released"
    finding.per_run = f"{plural(each.blocks, 'object')}, {each.blocks * each.size} bytes"
    finding.object = describe(thing)
    finding.address = id(thing)
    if each.filled:
        finding.text.append(f"filled     {Finding('', '', where=each.filled).place}")
    hidden = graph.hidden(thing)
    if hidden is not None:
        kind = name_of(type(hidden))
        finding.kind = report.CYCLE
        finding.what = f"{indefinite(short_name(type(thing)))} and {indefinite(short_name(type(hidden)))} hold each other"
        finding.text.append(f"unvisited  by {kind}: its tp_traverse is missing, or forgets it")
        finding.type = type(hidden)
        places = [finding.place, *(other.finding().place for other in leaked if any(each is hidden for each in objects([other])))]
        finding.text += [f"allocated  {place}" for place in places if place is not None][:1]
        finding.where = []
    elif is_a(thing, type) and graph.is_of_c(thing):
        finding.text += [f"allocated  {finding.place}"] if finding.place else []
        finding.text.append("perhaps    the tp_dealloc of its instances does not release it")
        finding.where = []
        finding.type = thing
    elif exports(thing):
        finding.kind = report.BUFFER
        finding.what = f"a buffer of {indefinite(short_name(type(thing)))} is not released"
    finding.text += holders(thing)
    finding.holds = holding.inside(thing, {id(other) for other in objects(graph.leaked)})
    count = next(row[3] for row in each.rows if row[2] is thing)
    finding.graph = holding.graph(thing, count, graph.leaked, finding.text, describe)
    return finding


def _fold(found, each):
    """Mentions what is held by an object that is reported."""
    things = objects([each])
    what = plural(each.blocks, f"{short_name(type(things[0]))} object" if things else "block")
    for finding in found:
        if finding.kind in (report.OBJECT, report.CYCLE, report.BUFFER):
            finding.text.append(f"with it    {what}, {each.blocks * each.size} bytes")
            finding.within.append(each.where)
            return


def modules():
    """(name, its globals) of all modules: not all that is in sys.modules is one."""
    for name, module in list(sys.modules.items()):
        if is_a(module, types.ModuleType):
            yield name, types.ModuleType.__getattribute__(module, "__dict__")


def _globals():
    """(module's name, name, value) of all modules."""
    for module, names in modules():
        for name, value in list(names.items()):
            yield module, name, value


def referrers(thing, besides):
    """[(an object that refers to it, how often)], but for frames."""
    found = []
    for each in gc.get_referrers(thing):
        if id(each) in besides or type(each) is types.FrameType:
            continue
        # No generator and no function of its own: they would refer to it, too.
        times = 0
        for other in gc.get_referents(each):
            times += other is thing
        found.append((each, times))
    return found


class Library:
    """The containers that modules of LIBRARY have, and what is put into them from
    now on."""

    def __init__(self):
        kinds = CACHES.ids
        self._before = {
            id(value): (value, len(value))
            for module, names in modules()
            if module.partition(".")[0] in LIBRARY
            for value in list(names.values())
            if id(type(value)) in kinds
        }

    def put(self, repetitions):
        """What was put into them in each repetition: a list, with what it holds."""
        found = []
        for value, before in self._before.values():
            each = (len(value) - before) // repetitions
            if each > 0:
                items = list(value.items() if is_a(value, dict) else value)
                found += [thing for item in items[-each:] for thing in _flat(item)]
        return found


def _flat(thing):
    if type(thing) not in SEQUENCES:
        return [thing]
    return [thing, *(other for each in thing for other in _flat(each))]


def ours(things):
    """The ids of the containers with which the plugin itself holds |things| now."""
    known = set(map(id, things))
    queue = []
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__package__") == __package__:
            names = frame.f_locals  # it stays with the frame
            known.add(id(names))
            queue += names.values()
        frame = frame.f_back
    known.add(id(queue))
    for each in queue:  # it grows meanwhile
        if id(each) in known:
            continue
        known.add(id(each))
        kind = type(each)
        if kind in QUEUED:
            queue.extend(each)
        elif kind is dict:
            queue.extend(each.values())
        elif is_a(each, (Leaked, _Graph, Depth)):
            queue.append(vars(each))
    return known


def is_librarys(thing, count, leaked):
    """Whether all references to it are from what Python sees, and that is a cache of
    Python's own library or of pytest: it empties them some time."""
    mine = ours(objects(leaked)) - set(map(id, objects(leaked)))
    library = {id(names) for name, names in modules() if name.partition(".")[0] in LIBRARY}
    level, known = [(thing, count)], {id(thing)}
    for _ in range(4):
        above = []
        for each, references in level:
            inside = {id(above), id(level), *map(id, above), *map(id, level)}
            seen = referrers(each, mine | inside)
            if each is thing and sum(times for _, times in seen) < references:
                return False  # somebody else holds it
            for holder, _ in seen:
                if id(holder) in library:
                    return True
                if id(holder) not in known and len(known) < 50:
                    known.add(id(holder))
                    above.append((holder, 0))
        level = above
    return False


def holders(thing):
    """Lines about who refers to it, among what has a name."""
    referrers = gc.get_referrers(thing)
    # Their frames and rows are the plugin's own.
    containers = {id(each) for each in referrers if type(each) in CONTAINERS}
    lines = []
    for module, name, value in _globals():
        if value is thing:
            lines.append(f"held by    {module}.{name}")
        elif id(value) in containers:
            lines.append(f"held by    {short_name(type(value))} {module}.{name}")
    return lines[:3]


def exports(thing):
    """Whether somebody holds a buffer of it."""
    if type(thing) is not bytearray:
        return False
    try:
        thing.append(0)
    except BufferError:
        return True
    thing.pop()
    return False


def _referents(thing):
    """What it holds. The keys of a dict are not visited where all are strs."""
    if type(thing) is dict:
        return [*thing, *thing.values()]
    keys = dict.keys(thing) if is_a(thing, dict) else ()
    return [*keys, *gc.get_referents(thing)]


def explained(thing, leaked):
    """How many references to it are from objects that have leaked in one run."""
    count = 0
    for each in leaked:
        told = sum(1 for other in _referents(each) if other is thing)
        if told:
            count += told
        elif id(thing) in native.words(each):
            count += 1
        elif type(each) is thing and of_type(thing, "__flags__") & HEAP_TYPE:
            count += 1
    return count


def reference(thing, change, extensions=()):
    """A finding for an object whose count has changed, and nothing explains it."""
    kind = report.REFERENCE if change > 0 else report.DROPPED
    what = f"the count of {indefinite(short_name(type(thing)))} {'rises' if change > 0 else 'falls'}"
    if change > 0 and exports(thing):
        kind, what = report.BUFFER, f"a buffer of {indefinite(short_name(type(thing)))} is not released"
    forgets = change > 0 and is_a(thing, type) and _is_c(thing, extensions)
    forgets = forgets and of_type(thing, "__flags__") & HEAP_TYPE
    if forgets:
        what += ": its tp_dealloc seems not to release the type"
    finding = Finding(kind, what, plural(abs(change), "reference"), object=describe(thing), address=id(thing))
    if forgets:
        finding.type = thing  # an instance has not given it back
    return finding


def indefinite(noun):
    return f"an {noun}" if noun[:1] in "aeiouAEIO" else f"a {noun}"


def fold(finding, memory, *functions):
    """Takes the place of |finding| from what was allocated in |functions|."""
    for each in memory:
        if any(place.function in functions for place in each.where):
            finding.where = each.where
            return [other for other in memory if other is not each]
    return memory
