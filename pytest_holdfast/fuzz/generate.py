"""Programs, and what is learned from what they gave."""

import random
import re

from . import discover, hooks, program, values
from .program import SLOTS, Argument, Step

MOST_WEIGHT = 30.0
CORPUS = 3000
RECIPES = 8

# Numbers, addresses and quoted texts are no new outcome.
_VARYING = re.compile(r"0x[0-9a-fA-F]+|\d+|'[^']*'|\"[^\"]*\"")


_NUMBER = re.compile(r"(?:exactly|at least|at most|takes) (\d+|one|two|no)\b.*?argument")
_MISSING = re.compile(r"(?:required|missing).*?argument:?s? '(\w+)'")
_PLACE = re.compile(r"(?:argument|arg) (\d+)|(?:argument|parameter) '(\w+)'|^'?(\w+)'? must be")
_FOUND = re.compile(r", not .*$|\(?got .*$|, found .*$|'.*?' object")
_WORDS = re.compile(r"[a-z][a-z-]+")


def outcome_of(result):
    """What a step gave, in a few words: "list", "ValueError: bad N"."""
    if result is None:
        return "no arguments"
    if isinstance(result, type):
        return result.__name__
    arguments = BaseException.args.__get__(result)
    text = arguments[0] if arguments and type(arguments[0]) is str else ""
    return f"{type(result).__name__}: {_VARYING.sub('N', text)[:80]}"


def message_of(result):
    arguments = BaseException.args.__get__(result)
    return arguments[0] if arguments and type(arguments[0]) is str else ""


class Place:
    """What is known of an argument, or of the number of them."""

    __slots__ = ("weights", "total")

    def __init__(self, weights):
        self.weights = weights
        self.total = sum(weights.values())

    def add(self, key, by):
        old = self.weights.get(key, 0.0)
        new = min(MOST_WEIGHT, max(0.05, old + by))
        self.weights[key] = new
        self.total += new - old

    def pick(self, rng):
        at = rng.random() * self.total
        for key, weight in self.weights.items():
            at -= weight
            if at <= 0:
                return key
        return key


class State:
    """What was learned: it outlives the process that runs the programs."""

    def __init__(self):
        self.places = {}  # (target, position or name): Place
        self.counts = {}  # target: Place of the number of arguments
        self.recipes = {}  # type name: [program]
        self.outcomes = {}  # (target, outcome): how often
        self.corpus = []  # programs with a new outcome
        self.names = {}  # target: names of keywords
        self.weight = {}  # target: how likely it is to be called
        self.seeds = {}  # target: [arguments], from the package's tests


def key_of(target):
    return f"{target.kind} {target.owner} {target.what}"


class Generator:
    def __init__(self, offer, runner, state, seed, known_types=(), top=()):
        self.offer = offer
        self.runner = runner
        self.state = state
        self.rng = random.Random(seed)
        self.half_built = False
        self._counted, self._share = 0, 0.5
        self._types = {}  # step: the type that it gave
        self._fresh = []
        self._known_types = known_types
        self._top = top
        self._owners = {}  # owner: [target]
        self._owner_operators = {}  # the same, of operators
        self._free = []  # targets that need no receiver
        self._by_step = {}
        for target in offer.targets:
            self._add_target(target)
        self.new_recipes = []
        for text, kind in offer.constants:
            name = discover.name_of_type(kind)
            self.state.recipes.setdefault(name, [])
            self._keep_recipe(name, (Step("new", text, (), "v0"),))

    def _add_target(self, target):
        if target.owner:
            table = self._owner_operators if target.kind == "op" else self._owners
            table.setdefault(target.owner, []).append(target)
            self._owners.setdefault(target.owner, [])
        else:
            self._free.append(target)
        self._by_step[target.kind, target.what, target.owner] = target
        if not target.owner:
            self._by_step[target.kind, target.what] = target

    # ---- Arguments.

    def _place(self, target, position, name=None):
        key = (key_of(target), position)
        place = self.state.places.get(key)
        if place is None:
            weights = {each: values.WEIGHT.get(each, 1.0) for each in values.CATEGORIES}
            name = name or (target.parameters[position] if isinstance(position, int) and position < len(target.parameters) else "")
            for word, categories in values.NAMES.items():
                if isinstance(name, str) and word in name.lower():
                    for each in categories:
                        weights[each] += 6
            place = self.state.places[key] = Place(weights)
        return place

    def _count(self, target):
        known = self.state.counts.get(key_of(target))
        if known is None:
            most = target.most if target.most is not None else 3
            weights = {n: 1.0 for n in range(0, max(most, target.least) + 1)}
            for n in weights:
                if n < target.least:
                    weights[n] = 0.1
            weights[max(weights) + 1] = 0.1
            known = self.state.counts[key_of(target)] = Place(weights)
        return known

    def _plain(self, category):
        return self.rng.choice(values.PLAIN[category])

    def _instance(self, steps, owner=None):
        """The slot of an instance of some type of the package, or None."""
        names = [owner] if owner else [each for each, known in self.state.recipes.items() if known]
        if not names:
            return None
        name = self.rng.choice(names)
        recipes = self.state.recipes.get(name)
        if not recipes:
            return None
        recipe = self.rng.choice(recipes)
        if self.half_built and self.rng.random() < 0.5:
            text = next((text for kind, text in self.offer.types.values() if text and discover.name_of_type(kind) == name), None)
            if text is not None:
                recipe = (Step("call", f"{text}.__new__", (Argument(text, "receiver"),), "v0"),)
        made = program.renumbered(recipe, self._free_slot(steps))
        if made is None:
            return None
        steps += made
        return made[-1].slot

    def _free_slot(self, steps):
        return max([int(step.slot[1:]) + 1 for step in steps if step.slot], default=0)

    def _keep(self, steps, text, kind):
        """Puts a value into a variable, with hooks inside that change it."""
        slot = self._free_slot(steps)
        if slot >= len(SLOTS) - 1:
            return text
        name = SLOTS[slot]
        if kind in ("list", "dict", "set") and self.rng.random() < 0.5:
            action = self.rng.choice(hooks.FOR_TYPE[kind])
            shape = "All" if self.rng.random() < 0.5 else self.rng.choice(
                ["Eq", "Ne", "Hash", "Lt", "Index", "Float", "Iter", "Str", "Repr", "Call", "Any", "Bool", "Del"]
            )
            inner = hooks.instance(shape, action, name)
            if kind == "list":
                text = self.rng.choice([f"[{inner}, 1, 2]", f"[1, {inner}, 2]", f"[{inner}] * 3", f"[{inner}]"])
            elif kind == "dict":
                text = self.rng.choice(
                    [f"{{'a': {inner}, 'b': 1}}", f"{{{inner}: 1, 'b': 2}}", f"{{'a': 1, 'b': {inner}, 'c': 2}}"]
                )
            else:
                text = f"{{{inner}, 1}}"
        steps.append(Step("new", text, (), name))
        self._kinds[name] = kind
        self._fresh.append(name)
        return name

    def _hook(self, category, receiver):
        shape = self.rng.choice(values.HOOKED[category])
        rng = self.rng
        if not self._kinds or rng.random() < 0.45:
            return hooks.instance(shape, rng.choice(["none", "none", "raise", "raise", "gc"]))
        name = rng.choice(list(self._kinds))
        if receiver in self._kinds and rng.random() < 0.5:
            name = receiver
        elif self._fresh and self._fresh[-1] in self._kinds:
            name = self._fresh[-1]
        kind = self._kinds[name]
        actions = hooks.FOR_TYPE.get(kind)
        if actions is None:
            actions = ["drop", "init"]
            methods = [
                each.what
                for each in self._owners.get(kind, ())
                if each.kind == "method" and not each.what.startswith("__") and each.least <= 1
            ]
            if methods and rng.random() < 0.7:
                name_of = rng.choice(methods)
                argument = rng.choice(["", "", "b", "i", "s"])
                actions = [hooks.method_action(name_of, argument)]
        return hooks.instance(shape, rng.choice(actions), name)

    def _argument(self, steps, target, position, receiver, name=None):
        rng = self.rng
        place = self._place(target, position, name)
        category = place.pick(rng)
        if self._fresh and rng.random() < 0.3:
            # What the call holds already is there to be changed under it.
            some = rng.sample(list(values.HOOKED), 3)
            category = max(some, key=lambda each: place.weights.get(each, 0.0))
        if category == "slot":
            if not self._kinds:
                return Argument("None", "none", name)
            return Argument(rng.choice(list(self._kinds)), category, name)
        if category == "instance":
            slot = self._instance(steps)
            if slot is None:
                return Argument("None", "none", name)
            self._note_kinds(steps)
            return Argument(slot, category, name)
        if category in values.HOOKED:
            return Argument(self._hook(category, receiver), category, name)
        text = self._plain(category)
        if rng.random() < 0.12 and category in ("list", "list_odd", "tuple", "list_str"):
            inner = self._plain(rng.choice(["int", "str", "bytes", "none", "dict", "float", "int_huge", "tuple"]))
            text = f"[{inner}]" if category != "tuple" else f"tuple([{inner}])"
        if category in values.CHANGEABLE and rng.random() < 0.4:
            text = self._keep(steps, text, values.CHANGEABLE[category])
        return Argument(text, category, name)

    def _note_kinds(self, steps):
        """What the recipes have put into slots, as far as they say."""
        for step in steps:
            if step.slot and step.slot not in self._kinds:
                self._kinds[step.slot] = self._types.get(step, "object")

    # ---- Programs.

    def next(self):
        rng = self.rng
        self._kinds = {}
        corpus = self.state.corpus
        if corpus and rng.random() < 0.35:
            made = self._mutated(rng.choice(corpus))
            if made:
                return made
        steps = []
        for _ in range(rng.choice((1, 1, 2, 3, 4, 6))):
            self._add_call(steps)
            if len(steps) >= 9:
                break
        if not steps:
            steps.append(Step("new", "None", (), None))
        return tuple(steps)

    def _share_of_methods(self):
        """How often what is called is a method, or an operator."""
        if len(self.offer.targets) != self._counted:
            self._counted = len(self.offer.targets)
            owned = sum(map(len, self._owners.values())) + 3 * len(self._owner_operators)
            self._share = min(0.8, max(0.25, owned / (owned + len(self._free) + 1)))
        return self._share

    def _pick_target(self, targets):
        weight = self.state.weight
        for _ in range(20):
            target = self.rng.choice(targets)
            if self.rng.random() < weight.get(key_of(target), 1.0):
                return target
        return target

    def _add_call(self, steps):
        rng = self.rng
        receiver = owner = None
        if self.state.recipes and (not self._free or rng.random() < self._share_of_methods()):
            # One that is there, or a new one.
            here = [(name, kind) for name, kind in self._kinds.items() if kind in self._owners]
            if here and rng.random() < 0.7:
                receiver, owner = rng.choice(here)
            else:
                owners = [each for each, known in self.state.recipes.items() if known and each in self._owners]
                if owners:
                    owner = rng.choice(owners)
                    before = len(steps)
                    receiver = self._instance(steps, owner)
                    for step in steps[before:]:
                        if step.slot:
                            self._kinds.setdefault(step.slot, "object")
                    if receiver:
                        self._kinds[receiver] = owner
                    elif not self._free:
                        return
        if receiver:
            methods, operators = self._owners[owner], self._owner_operators.get(owner, ())
            chosen = operators if operators and (not methods or rng.random() < 0.3) else methods
            target = self._pick_target(chosen)
        elif self._free:
            target = self._pick_target(self._free)
        else:
            return
        steps.append(self._call(steps, target, receiver))

    def _call(self, steps, target, receiver):
        rng = self.rng
        self._fresh = [receiver] if receiver else []  # what this call holds
        if target.kind in ("get", "set", "del"):
            arguments = [Argument(receiver, "receiver")]
            if target.kind == "set":
                arguments.append(self._argument(steps, target, 0, receiver))
            return self._kept(Step(target.kind, target.what, tuple(arguments)), steps)
        if target.kind == "op":
            places = list(range(program.ARITY[target.what]))
            arguments = [self._argument(steps, target, i, receiver) for i in places[1:]]
            arguments.insert(0, Argument(receiver, "receiver"))
            if len(arguments) == 2 and rng.random() < 0.15:
                arguments.reverse()
            return self._kept(Step("op", target.what, tuple(arguments)), steps)
        seeds = self.state.seeds.get(key_of(target))
        if seeds and rng.random() < 0.5:
            arguments = self._seeded(steps, target, receiver, rng.choice(seeds))
            if target.kind == "method":
                arguments.insert(0, Argument(receiver, "receiver"))
            return self._kept(Step(target.kind, self._called(target), tuple(arguments)), steps)
        n = self._count(target).pick(rng)
        arguments = [self._argument(steps, target, i, receiver) for i in range(n)]
        names = self.state.names.get(key_of(target), ()) or target.parameters
        if names and rng.random() < 0.3:
            wanted = rng.sample(list(names), min(len(names), rng.choice((1, 1, 2, 3))))
            arguments = arguments[: min([i for i, name in enumerate(target.parameters) if name in wanted] + [n])]
            arguments += [self._argument(steps, target, name, receiver, name) for name in wanted]
        if target.kind == "method":
            arguments.insert(0, Argument(receiver, "receiver"))
        return self._kept(Step(target.kind, self._called(target), tuple(arguments)), steps)

    def _seeded(self, steps, target, receiver, seed):
        """The arguments that a test used, perhaps with one that it did not."""
        arguments = []
        change = self.rng.randrange(2 * len(seed) + 1)
        for number, (name, text) in enumerate(seed):
            if text is None or number == change:
                arguments.append(self._argument(steps, target, name or number, receiver, name))
            else:
                arguments.append(Argument(text, "seed", name))
        return arguments

    def _called(self, target):
        """A constructor sometimes is a subclass's."""
        if target.kind == "call" and self.rng.random() < 0.12:
            kind = next((kind for kind, text in self.offer.types.values() if text == target.what), None)
            if kind is not None and kind.__flags__ & (1 << 10):
                return hooks.subclass_name(target.what)
        return target.what

    def _kept(self, step, steps):
        slot = self._free_slot(steps)
        if slot < len(SLOTS) and step.kind not in ("set", "del") and self.rng.random() < 0.6:
            step = step._replace(slot=SLOTS[slot])
        return step

    def _mutated(self, old):
        """A program like it."""
        rng = self.rng
        self._fresh = []
        steps = list(old)
        for step in steps:
            if step.slot:
                self._kinds.setdefault(step.slot, self._types.get(step, "object"))
        choice = rng.random()
        at = rng.randrange(len(steps))
        step = steps[at]
        if choice < 0.6 and step.arguments:
            number = rng.randrange(len(step.arguments))
            argument = step.arguments[number]
            target = self._target_of(step)
            if argument.category == "receiver" or target is None:
                return None
            before = []
            position = argument.name or (number - (step.kind in ("method", "op", "set")))
            self._kinds = {name: kind for name, kind in self._kinds.items() if name in {s.slot for s in steps[:at]}}
            room = list(steps[:at])
            new = self._argument(room, target, position, None, argument.name)
            before = room[at:]
            later = {s.slot for s in steps[at:] if s.slot}
            if any(s.slot in later for s in before):
                return None
            arguments = list(step.arguments)
            arguments[number] = new
            steps[at : at + 1] = [*before, step._replace(arguments=tuple(arguments))]
        elif choice < 0.8:
            self._add_call(steps)
        elif choice < 0.9:
            steps.insert(at, step)
        else:
            other = rng.choice(self.state.corpus)
            made = program.renumbered(other, self._free_slot(steps))
            if made is None:
                return None
            steps += made
        return tuple(steps[:9])

    def _target_of(self, step):
        if step.kind in ("call",):
            return self._by_step.get((step.kind, step.what))
        if not step.arguments:
            return None
        owner = self._kinds.get(step.arguments[0].text)
        return self._by_step.get((step.kind, step.what, owner))

    # ---- Learning.

    def learn(self, steps, results):
        """Of the first run. Says whether an outcome was new."""
        new = False
        outcomes = self.state.outcomes
        self._kinds = {}
        for number, (step, result) in enumerate(zip(steps, results)):
            if isinstance(result, type):
                if step.slot:
                    self._kinds[step.slot] = discover.name_of_type(result) if step.kind != "new" else self._kinds.get(step.slot, result.__name__)
                if step.slot and step.kind in ("call", "method", "op", "get"):
                    self._types[step] = discover.name_of_type(result)
                if step.kind != "new":
                    self._learn_type(result, steps, number)
            if step.kind == "new":
                continue
            text = outcome_of(result)
            key = (step.kind, step.what if step.kind != "method" else f"{self._owner(step)}.{step.what}", text)
            count = outcomes.get(key, 0)
            outcomes[key] = count + 1
            target = self._target_of(step)
            if target is not None and (count < 3 or count % 64 == 0):
                self._learn_call(target, step, result, 2.0 if count == 0 else 0.5)
            if count == 0:
                new = True
                if len(self.state.corpus) < CORPUS:
                    self.state.corpus.append(program.needed(steps, number))
        if len(self._types) > 20000:
            self._types.clear()
        return new

    def _owner(self, step):
        return self._kinds.get(step.arguments[0].text, "") if step.arguments else ""

    def _learn_call(self, target, step, result, by):
        arguments = step.arguments[1:] if step.kind in ("method", "op", "set") else step.arguments
        if isinstance(result, type):
            for number, argument in enumerate(arguments):
                if argument.category != "seed":
                    self._place(target, argument.name or number, argument.name).add(argument.category, by)
            if step.kind in ("call", "method"):
                self._count(target).add(sum(1 for each in arguments if not each.name), by)
            return
        if result is None:
            return
        self._learn_message(target, type(result).__name__, message_of(result), arguments)

    def _learn_message(self, target, kind, message, arguments):
        """TypeErrors say what was wanted."""
        if not message or kind not in ("TypeError", "ValueError", "AttributeError"):
            return
        match = _NUMBER.search(message)
        if match:
            n = {"one": 1, "two": 2, "no": 0}.get(match.group(1))
            n = int(match.group(1)) if n is None else n
            if n < 30 and target.kind in ("call", "method"):
                self._count(target).add(n, 2.0)
                if sum(1 for each in arguments if not each.name) != n:
                    self._count(target).add(sum(1 for each in arguments if not each.name), -0.5)
            return
        for name in _MISSING.findall(message):
            known = list(self.state.names.get(key_of(target), target.parameters))
            if name not in known:
                self.state.names[key_of(target)] = [*known, name]
        match = _PLACE.search(message)
        places = [number for number in range(len(arguments))]
        if match and match.group(1):
            places = [int(match.group(1)) - 1]
        elif match:
            name = match.group(2) or match.group(3)
            if name in target.parameters:
                places = [target.parameters.index(name), name]
        wanted = _FOUND.sub("", message)
        found = [word for word in _WORDS.findall(wanted.lower()) if word in values.WORDS]
        for word in found[:3]:
            for category in values.WORDS[word]:
                for place in places:
                    if isinstance(place, str) or 0 <= place < 30:
                        self._place(target, place).add(category, 0.7)

    def _learn_type(self, kind, steps, number):
        name = discover.name_of_type(kind)
        if id(kind) not in self.offer.types:
            if kind.__module__ == "__main__" or not discover.is_theirs(kind, self._known_types, self._top):
                return
            if kind.__flags__ & (1 << 9) and kind.__module__ == self.runner.namespace.get("__name__", ""):
                return
            known = len(self.offer.targets)
            self.offer.add_type(kind, None, ((), ()))
            for target in self.offer.targets[known:]:
                self._add_target(target)
        recipe = program.needed(steps, number)
        if recipe[-1].slot is None:
            recipe = (*recipe[:-1], recipe[-1]._replace(slot="v8"))
            if any(step.slot == "v8" for step in recipe[:-1]):
                return
        self._keep_recipe(name, recipe)

    def _keep_recipe(self, name, recipe):
        known = self.state.recipes.setdefault(name, [])
        if len(recipe) > 4 or recipe in known:
            return
        cost = len(program.text_of(recipe))
        if len(known) < RECIPES:
            known.append(recipe)
        else:
            at = self.rng.randrange(RECIPES)
            if cost < len(program.text_of(known[at])) or self.rng.random() < 0.02:
                known[at] = recipe
            else:
                return
        self.new_recipes.append((name, recipe))
