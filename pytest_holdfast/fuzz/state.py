"""What is learned: of arguments, of types, and which programs are worth to be varied."""

import bisect
import itertools
import re

MOST_WEIGHT = 30.0
CORPUS = 3000  # programs

# Numbers, addresses and quoted texts are no new outcome.
_VARYING = re.compile(r"0x[0-9a-fA-F]+|\d+|'[^']*'|\"[^\"]*\"")

_texts = {}  # (type, message): what outcome_of gives


def outcome_of(result):
    """What a step gave, in a few words: "list", "ValueError: bad N"."""
    if result is None:
        return "no arguments"
    if type(result) is not tuple:
        return result.__name__
    text = _texts.get(result)
    if text is None:
        if len(_texts) > 20000:
            _texts.clear()
        text = _texts[result] = f"{result[0].__name__}: {_VARYING.sub('N', result[1])[:80]}"
    return text


class Place:
    """What is known of an argument, or of the number of them."""

    __slots__ = ("name", "weights", "_keys", "_sums")

    def __init__(self, name, weights):
        self.name = name  # the table of State in which it is, and its key there
        self.weights = weights
        self._keys = None

    def add(self, key, by):
        self.weights[key] = min(MOST_WEIGHT, max(0.05, self.weights.get(key, 0.0) + by))
        self._keys = None

    def pick(self, random):
        if self._keys is None:
            self._keys = list(self.weights)
            self._sums = list(itertools.accumulate(self.weights.values()))
        return self._keys[bisect.bisect(self._sums, random() * self._sums[-1], 0, len(self._keys) - 1)]

    def __reduce__(self):
        return Place, (self.name, self.weights)


class State:
    """What was learned: it outlives the process that runs the programs."""

    def __init__(self):
        self.places = {}  # (target, position or name): Place
        self.counts = {}  # target: Place of the number of arguments
        self.recipes = {}  # type name: [program]
        self.outcomes = {}  # (target, outcome): how often
        self.turns = {}  # target, or owner: how often it was called
        self.corpus = []  # programs with a new outcome
        self.worked = []  # those of them whose last call gave something
        self.names = {}  # target: names of keywords
        self.weight = {}  # target: how likely it is to be called
        self.seeds = {}  # target: [arguments], from the package's tests
        self.changed = set()  # (table, key) of what taken() has not given

    def taken(self):
        """What is new, for take(): ({(table, key): value}, turns)."""
        new = {(table, key): getattr(self, table)[key] for table, key in self.changed}
        self.changed.clear()
        return new, dict(self.turns)

    def take(self, new, turns):
        for (table, key), value in new.items():
            getattr(self, table)[key] = value
        self.turns.update(turns)


def key_of(target):
    return f"{target.kind} {target.owner} {target.what}"


def last_target(steps):
    """The key of its last step's target, as far as the step alone says it."""
    step = steps[-1]
    return f"{step.kind}  {step.what}"


class Index:
    """Programs by what they call last."""

    def __init__(self, listed):
        self._listed = listed
        self._known = None, 0  # the list, and how much of it is in the tables
        self.programs = {}
        self.keys = []

    def refresh(self):
        listed = self._listed()
        known, many = self._known
        if known is not listed:
            many = 0
            self.programs, self.keys = {}, []
        for steps in listed[many:] if many < len(listed) else ():
            key = last_target(steps)
            if key not in self.programs:
                self.programs[key] = []
                self.keys.append(key)
            self.programs[key].append(steps)
        self._known = listed, len(listed)
