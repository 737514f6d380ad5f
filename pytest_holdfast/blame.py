"""What the blocks that leaked are, and who holds what."""

import dataclasses
import gc
import reprlib
import sys
import types
from typing import List

from . import holding, report
from .report import Finding, plural

try:
    from . import _native as native
except ImportError:  # not Linux
    from . import portable as native

HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE

IMMORTAL = 0x3FFFFFFF  # on 64 bits 0xFFFFFFFF

SCALARS = (str, bytes, bytearray, int, float, complex, bool, type(None))


def _repr(thing, level=2):
    """The repr of what has no code of its own, or None."""
    kind = type(thing)
    if kind in SCALARS:
        text = reprlib.repr(thing)
        return text[len("bytearray(") : -1] if kind is bytearray else text
    if kind not in (list, tuple) or level == 0:
        return None
    # Not by its items: an extension may have left some of them out.
    items = gc.get_referents(thing)
    if len(items) != len(thing):
        return f"of {plural(len(thing), 'item')}, some of them NULL"
    items.reverse()  # the order in which they are visited
    shown = [_repr(item, level - 1) or type(item).__name__ for item in items[:4]]
    shown += ["..."] if len(items) > 4 else []
    return ("[%s]" if kind is list else "(%s)") % ", ".join(shown)


def name_of(kind):
    if kind.__module__ == "builtins":
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


NAMED = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType)


def describe(thing):
    """Its type and, where that cannot do harm, its repr."""
    if isinstance(thing, type):
        return f"type {name_of(thing)}"
    if isinstance(thing, NAMED):
        return f"{name_of(type(thing))} {thing.__name__}"
    return f"{name_of(type(thing))} {_repr(thing) or ''}".rstrip()


@dataclasses.dataclass
class Leaked:
    """What one stack has allocated and a repetition has left."""

    heap: str
    where: List[report.Place]
    blocks: int  # in each repetition
    size: int  # of one
    rows: list  # (address, size, object or None, its count, its type), of one
    history: list = dataclasses.field(default_factory=list)  # blocks after each repetition

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


class _Graph:
    """Which leaked object refers to which, as far as that can be seen."""

    def __init__(self, leaked):
        self.leaked = leaked
        self._owner = {}  # of an address that is no object's
        self._seen = {}  # references to an object, from others that leaked
        self._hidden = {}  # an object that tells gc nothing of a reference to it
        things = objects(leaked)
        ids = {id(thing) for thing in things}
        for thing in things:
            told = [id(each) for each in gc.get_referents(thing)]
            for each in told:
                self._seen[each] = self._seen.get(each, 0) + 1
            for word in native.words(thing):
                if word in ids and word not in told and word != id(type(thing)):
                    self._hidden[word] = thing
                elif word not in ids:
                    self._owner.setdefault(word, thing)

    def is_held(self, thing, count):
        """Whether other leaked objects explain its whole count."""
        return self._seen.get(id(thing), 0) >= count

    def owner(self, address):
        return self._owner.get(address)

    def hidden(self, thing):
        return self._hidden.get(id(thing))


def findings(leaked):
    """One for each object that is not held by another one, and one for each
    other stack: what an object consists of is not told apart."""
    graph = _Graph(leaked)
    found, folded = [], {}
    for each in leaked:
        things = [(row[2], row[3]) for row in each.rows if row[2] is not None]
        roots = [thing for thing, count in things if not graph.is_held(thing, count)]
        if roots:
            found.append(_object(each, roots[0], graph))
            folded[id(roots[0])] = found[-1]
        elif things or any(graph.owner(row[0]) is not None for row in each.rows):
            folded.setdefault(None, []).append(each)
        else:
            found.append(_block(each))
    rest = folded.pop(None, [])
    if not folded:  # they hold each other
        for each in rest:
            things = objects([each])
            found.append(_object(each, things[0], graph) if things else each.finding())
        return found
    for each in rest:
        _fold(found, each, graph)
    return found


def _block(each):
    finding = each.finding()
    for _, _, _, _, kind in each.rows:
        if kind is not None:
            finding.what = f"the memory of {indefinite(kind.__name__)} is not freed: tp_dealloc calls no tp_free"
            finding.type = kind
    return finding


def _object(each, thing, graph):
    finding = each.finding()
    finding.kind = report.OBJECT
    finding.what = f"{indefinite(type(thing).__name__)} is not released"
    finding.per_run = f"{plural(each.blocks, 'object')}, {each.blocks * each.size} bytes"
    finding.object = describe(thing)
    finding.address = id(thing)
    hidden = graph.hidden(thing)
    if hidden is not None:
        kind = name_of(type(hidden))
        finding.kind = report.CYCLE
        finding.what = f"{indefinite(type(thing).__name__)} and {indefinite(type(hidden).__name__)} hold each other"
        finding.text.append(f"unvisited  by {kind}: its tp_traverse is missing, or forgets it")
        finding.type = type(hidden)
    elif exports(thing):
        finding.kind = report.BUFFER
        finding.what = f"a buffer of {indefinite(type(thing).__name__)} is not released"
    finding.text += holders(thing)
    finding.holds = holding.inside(thing, {id(other) for other in objects(graph.leaked)})
    count = next(row[3] for row in each.rows if row[2] is thing)
    finding.graph = holding.graph(thing, count, graph.leaked, finding.text, describe)
    return finding


def _fold(found, each, graph):
    """Mentions what is held by an object that is reported."""
    things = objects([each])
    what = plural(each.blocks, f"{type(things[0]).__name__} object" if things else "block")
    for finding in found:
        if finding.kind in (report.OBJECT, report.CYCLE, report.BUFFER):
            finding.text.append(f"with it    {what}, {each.blocks * each.size} bytes")
            if finding.place is None and each.finding().place is not None:
                finding.where = each.where
            return


def _globals():
    """(module, name, value) of all modules."""
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            yield module, name, value


def holders(thing):
    """Lines about who refers to it, among what has a name."""
    referrers = gc.get_referrers(thing)
    # Their frames and rows are the plugin's own.
    containers = [each for each in referrers if type(each) in (dict, list, set, tuple)]
    lines = []
    for module, name, value in _globals():
        if value is thing:
            lines.append(f"held by    {module.__name__}.{name}")
        elif any(value is each for each in containers):
            lines.append(f"held by    {type(value).__name__} {module.__name__}.{name}")
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


def explained(thing, leaked):
    """How many references to it are from objects that have leaked in one run."""
    count = 0
    for each in leaked:
        told = sum(1 for other in gc.get_referents(each) if other is thing)
        if told:
            count += told
        elif type(each) is thing and thing.__flags__ & HEAP_TYPE:
            count += 1
    return count


def reference(thing, change):
    """A finding for an object whose count has changed, and nothing explains it."""
    kind = report.REFERENCE if change > 0 else report.DROPPED
    what = f"the count of {indefinite(type(thing).__name__)} {'rises' if change > 0 else 'falls'}"
    if change > 0 and exports(thing):
        kind, what = report.BUFFER, f"a buffer of {indefinite(type(thing).__name__)} is not released"
    finding = Finding(kind, what, plural(abs(change), "reference"), object=describe(thing))
    if isinstance(thing, type) and thing.__flags__ & HEAP_TYPE:
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
