"""What _native does, as far as Python itself can: where that was not built.

Counts of objects and of blocks of Python's own allocator, threads, and open
files where they can be listed. Not: what C allocates, and stacks.
"""

import array
import gc
import os
import sys
import types

DESCRIPTORS = next((each for each in ("/proc/self/fd", "/dev/fd") if os.path.isdir(each)), None)
IMMORTAL = 0x3FFFFFFF

NAMES = ("live", "blocks", "references", "threads", "descriptors")
CHANGED_COUNTS, FELL = 32, 64

# By its new name: the old one warns, and that is kept.
_clear = getattr(sys, "_clear_internal_caches", getattr(sys, "_clear_type_cache", bool))

# Numbers are kept in arrays: an int of its own would be a block more.
_before = array.array("q", [0] * 5)
_after = array.array("q", [0] * 5)
_previous = array.array("q", [0] * 5)
_state = types.SimpleNamespace(
    has_previous=False,
    fresh=True,
    objects=[],
    direction=[],
    before=array.array("q"),
    after=array.array("q"),
)


def _take(out):
    gc.collect()
    _clear()
    out[1] = sys.getallocatedblocks()
    out[2] = sys.gettotalrefcount() if hasattr(sys, "gettotalrefcount") else 0
    out[3] = len(sys._current_frames())
    out[4] = len(os.listdir(DESCRIPTORS)) if DESCRIPTORS else 0


def _read(objects, out):
    """For begin() and end() alike: what it holds itself is the same, and so is
    what was looked up since the cache of type attributes was empty."""
    _clear()
    for i in range(len(objects)):
        out[i] = sys.getrefcount(objects[i])


def begin():
    _take(_before)
    _previous[:] = _after
    _read(_state.objects, _state.before)


def afresh():
    _state.has_previous = False


def _grown():
    bits = 0
    for i in range(len(NAMES)):
        if _after[i] > _before[i] and not (_state.has_previous and _after[i] <= _previous[i]):
            bits |= 1 << i
        elif _after[i] < _before[i]:
            bits |= FELL << i
    return bits


def end():
    # No number in a variable yet: its count would be another one.
    _take(_after)
    if _grown() % FELL:
        _take(_after)
    _read(_state.objects, _state.after)
    bits = _grown()
    for i, then in enumerate(_state.before):
        by = _state.after[i] - then
        sign = (by > 0) - (by < 0)
        if not _state.fresh and _state.direction[i] != sign:
            sign = 0
        _state.direction[i] = sign
        if sign:
            bits |= CHANGED_COUNTS
    _state.fresh = False
    _state.has_previous = True
    return bits


def growth():
    return {name: _after[i] - _before[i] for i, name in enumerate(NAMES)}


def opened():
    return []


def watch(shared, own):
    # An immortal object's count says nothing.
    _state.objects = [each for each in shared + own if sys.getrefcount(each) < IMMORTAL]
    _state.direction = [0] * len(_state.objects)
    _state.before = array.array("q", _state.direction)
    _state.after = array.array("q", _state.direction)
    _state.fresh, _state.has_previous = True, False


def patience(number):
    pass


def changes():
    if _state.fresh:
        return []
    rows = zip(_state.objects, _state.direction, _state.before, _state.after)
    return [(thing, now - then) for thing, direction, then, now in rows if direction]


def preloaded():
    return False


def stack_at_death(file):
    pass


def address(function):
    return None


def calls(ranges, files, types):
    pass


def no_calls():
    pass


def no_deallocs():
    pass


def called():
    return [], 0, []
