"""Programs, and what is learned from what they gave."""

import collections
import random
import re

from . import discover, hooks, program, values
from .program import SLOTS, Argument, Step
from .state import CORPUS, Index, Place, key_of, last_target, outcome_of

RECIPES = 8
CRASHES = 0.2  # the weight of what is called more rarely because of that
VARIANTS = 2  # of each program
SHARE_OF_ATTACKS = 0.4  # of the programs, as long as there are some
ATTACKS = 10  # on each that had a new result

# By type: what is in itself, and how a display begins.
_THEMSELVES = {"list": ("itself([])",), "dict": ("itself({})",)}
_DISPLAYS = {"[": "list", "{": "dict"}
_HOOKED = tuple(values.HOOKED)
_OF_PACKAGE = ("instance", *values.AROUND)
_ALONE = ("none", "none", "raise", "raise", "gc")  # actions that need no variable
_ON_ANY = ("drop", "init")

_NUMBER = re.compile(r"(?:exactly|at least|at most|takes) (\d+|one|two|no)\b.*?argument")
_MISSING = re.compile(r"(?:required|missing).*?argument:?s? '(\w+)'")
_PLACE = re.compile(r"(?:argument|arg) (\d+)|(?:argument|parameter) '(\w+)'|^'?(\w+)'? must be")
_FOUND = re.compile(r", not .*$|\(?got .*$|, found .*$|'.*?' object")
_WORDS = re.compile(r"[a-z][a-z-]+")


class Generator:
    def __init__(self, offer, runner, state, seed, known_types=(), top=()):
        self.offer = offer
        self.runner = runner
        self.state = state
        self.rng = random.Random(seed)
        self.half_built = False
        self._counted, self._share = 0, 0.5
        self._types = {}  # step: the type that it gave
        self._kinds = {}  # slot: the type of what is in it, in the program at hand
        self._fresh = []
        self._last, self._variants = (), 0  # what is varied, and how often still
        self._foreign = set()  # ids of types that are not the package's
        self._to_attack = collections.deque(maxlen=800)
        self._programs = Index(lambda: self.state.corpus)
        self._worked = Index(lambda: self.state.worked or self.state.corpus)
        self._type_words = {kind.__name__.lower() for kind, _ in offer.types.values()}
        self._constructors = {text: discover.name_of_type(kind) for kind, text in offer.types.values() if text}
        self._known_types = known_types
        self._top = top
        self._owners = {}  # owner: [target]
        self._owner_operators = {}  # the same, of operators
        self._free = []  # targets that need no receiver
        self._by_step = {}
        for target in offer.targets:
            self._add_target(target)
        self.new_recipes = []
        self.new_programs = []  # (program, key of its outcome, whether that is a result)
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
        # Of some type, where that of a receiver is not known.
        self._by_step.setdefault((target.kind, target.what), target)

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
            place = self.state.places[key] = Place(("places", key), weights)
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
            known = self.state.counts[key_of(target)] = Place(("counts", key_of(target)), weights)
        return known

    def _one_of(self, some):
        """As rng.choice, in half of its time."""
        return some[int(self.rng.random() * len(some))]

    def _rarest(self, some, key):
        """One of two: that which had fewer turns. What crashes is rarely the better one
        of two that do so."""
        turns, weight = self.state.turns, self.state.weight
        for _ in range(8):
            a, b = self._one_of(some), self._one_of(some)
            one, other = key(a), key(b)
            of_one, of_other = weight.get(one, 1.0), weight.get(other, 1.0)
            if turns.get(one, 0) * of_other > turns.get(other, 0) * of_one:
                a, of_one = b, of_other
            if of_one > CRASHES or self.rng.random() * CRASHES < of_one:
                break
        return a

    def _plain(self, category):
        return self._one_of(values.PLAIN[category])

    def _instance(self, steps, owner=None):
        """The slot of an instance of some type of the package, or None."""
        names = [owner] if owner else [each for each, known in self.state.recipes.items() if known]
        if not names:
            return None
        name = self._one_of(names)
        recipes = self.state.recipes.get(name)
        if not recipes:
            return None
        recipe = self._one_of(recipes)
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
        return max([program.NUMBER[step.slot] + 1 for step in steps if step.slot], default=0)

    def _keep(self, steps, text, kind, hooked=None):
        """Puts a value into a variable, perhaps with hooks inside that change it."""
        slot = self._free_slot(steps)
        if slot >= len(SLOTS) - 1:
            return text
        name = SLOTS[slot]
        if hooked is None:
            hooked = self.rng.random() < 0.5
        if kind in ("list", "dict", "set") and hooked:
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

    def _hook(self, category, receiver, alone=0.4, held=False, attacked=None):
        shape = self._one_of(values.HOOKED[category])
        rng = self.rng
        if not self._kinds or rng.random() < alone:
            return hooks.instance(shape, self._one_of(_ALONE))
        if receiver in self._kinds and rng.random() < 0.5:
            name = receiver
        elif self._fresh and self._fresh[-1] in self._kinds:
            name = self._fresh[-1]
        else:
            name = self._one_of(list(self._kinds))
        actions = hooks.FOR_TYPE.get(self._kinds[name])
        if actions is None:
            actions = self._actions_on(self._kinds[name], attacked)
        if held:  # by the call: another reference to it does not matter
            actions = [each for each in actions if each != "drop"]
        return hooks.instance(shape, self._one_of(actions), name)

    def _actions_on(self, kind, attacked=None):
        """What may be done to an instance of the package's types while it is used: most
        often the same once more, where something is attacked."""
        if self.rng.random() < 0.3:
            return _ON_ANY
        called = [
            each
            for each in self._owners.get(kind, ())
            if each.kind == "set" or each.kind == "method" and not each.what.startswith("__") and each.least <= 1
        ]
        if not called:
            return _ON_ANY
        target = attacked if attacked in called and self.rng.random() < 0.5 else self._one_of(called)
        if target.kind == "set":
            return [hooks.set_action(target.what)]
        takes = self._count(target).pick(self.rng.random)
        return [hooks.method_action(target.what, self._one_of("nbis") if takes else "")]

    def _argument(self, steps, target, position, receiver, name=None):
        rng = self.rng
        place = self._place(target, position, name)
        category = place.pick(rng.random)
        if self._fresh and rng.random() < 0.3:
            # What the call holds already is there to be changed under it.
            some = [self._one_of(_HOOKED), self._one_of(_HOOKED), self._one_of(_HOOKED)]
            category = max(some, key=lambda each: place.weights.get(each, 0.0))
        if category == "slot" or category == "instance" and steps is None:
            if not self._kinds:
                return Argument("None", "none", name)
            return Argument(self._one_of(list(self._kinds)), "slot", name)
        if category == "instance":
            slot = self._instance(steps)
            if slot is None:
                return Argument("None", "none", name)
            self._note_kinds(steps)
            return Argument(slot, category, name)
        if category in values.HOOKED:
            return Argument(self._hook(category, receiver), category, name)
        if category in values.AROUND:
            slot = self._instance(steps) if steps is not None else None
            if slot is not None:
                self._note_kinds(steps)
            elif self._kinds:
                slot = self._one_of(list(self._kinds))
            else:
                return Argument("None", "none", name)
            text = self._one_of(values.AROUND[category]).replace("V", slot)
        else:
            text = self._plain(category)
        if category in values.NESTED and rng.random() < 0.12:
            inner = self._plain(self._one_of(values.INNER))
            text = f"[{inner}]" if category != "tuple" else f"tuple([{inner}])"
        if steps is not None and category in values.CHANGEABLE and rng.random() < 0.4:
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
        if self._variants > 0:
            self._variants -= 1
            made = self._varied()
            if made is not None:
                return made
        self._kinds = {}
        corpus = self.state.corpus
        made = None
        choice = rng.random()
        if self._to_attack and choice < SHARE_OF_ATTACKS:
            old = self._to_attack.popleft()
            weight = self.state.weight.get(last_target(old), 1.0)
            if weight > CRASHES or rng.random() < weight:
                made = self._attack(old)
        elif corpus and choice < 0.55:
            made = self._attack(self._rarest_program(self._worked))
        elif corpus and choice < 0.8:
            made = self._mutated(self._rarest_program(self._programs))
        if not made:
            steps = []
            for _ in range(self._one_of((1, 1, 2, 3, 4, 6))):
                self._add_call(steps)
                if steps and rng.random() < 0.12:
                    self._add_again(steps)
                if len(steps) >= 9:
                    break
            made = tuple(steps) or (Step("new", "None", (), None),)
        self._last, self._variants = made, VARIANTS
        return made

    def _rarest_program(self, index):
        """One of those whose last call had few turns."""
        index.refresh()
        key = self._rarest(index.keys, str)
        self.state.turns[key] = self.state.turns.get(key, 0) + 1
        return self._one_of(index.programs[key])

    def _varied(self):
        """The last program with another value at one place: that is made quickly."""
        steps = self._last
        at = int(self.rng.random() * len(steps))
        step = steps[at]
        first = step.kind in ("method", "op", "set", "get", "del")
        if step.kind == "new" or len(step.arguments) <= first:
            return None
        target = self._target_of(step)
        if target is None:
            return None
        number = first + int(self.rng.random() * (len(step.arguments) - first))
        old = step.arguments[number]
        if old.category == "receiver":
            return None
        receiver = step.arguments[0].text if first else None
        self._fresh = [each.text for each in step.arguments if each.text in self._kinds]
        new = self._argument(None, target, old.name or number - first, receiver, old.name)
        arguments = (*step.arguments[:number], new, *step.arguments[number + 1 :])
        return (*steps[:at], Step(step.kind, step.what, arguments, step.slot), *steps[at + 1 :])

    def _attack(self, old):
        """A program that worked, with a hook in its last call that does something to
        what the call holds then: its receiver, or another argument."""
        steps = list(old)
        step = steps[-1]
        target = self._note_steps(steps)
        is_method = step.kind in ("method", "op", "set", "get", "del")
        if target is None or step.kind == "new" or len(step.arguments) <= is_method:
            return None
        del steps[-1]
        arguments = list(step.arguments)
        self._fresh = [each.text for each in arguments if each.text in self._kinds]
        places = list(range(is_method, len(arguments)))
        at = self._one_of(places)
        for number in places:
            category = arguments[number].category
            kind = values.CHANGEABLE.get(category)
            if kind is None and number != at and self.rng.random() < 0.5:
                kind = values.SIMILAR.get(category)
            if kind is None:
                continue
            if number == at:
                if len(places) > 1 or self.rng.random() < 0.3:
                    continue
                if kind in ("list", "dict") and self.rng.random() < 0.3:
                    text = self._one_of(_THEMSELVES[kind])
                else:
                    text = self._keep(steps, arguments[number].text, kind, True)
            else:
                around = arguments[number].category in values.AROUND
                text = arguments[number].text if around else self._one_of(values.HOLDERS[kind])
                text = self._keep(steps, text, kind, False)
            arguments[number] = Argument(text, arguments[number].category, arguments[number].name)
        if arguments[at] == step.arguments[at]:
            fitting = values.FITTING.get(step.arguments[at].category, _HOOKED)
            if is_method and self.rng.random() < 0.3:
                fitting = ("h_del",)  # it may be kept, and released by a later call
            receiver = arguments[0].text if is_method else None
            if self._fresh or is_method or self.rng.random() < 0.3:
                if self.rng.random() < 0.08:
                    text = "itself([])"
                else:
                    text = self._hook(self._one_of(fitting), receiver, 0.1, True, target)
                arguments[at] = Argument(text, step.arguments[at].category, arguments[at].name)
        steps.append(Step(step.kind, step.what, tuple(arguments), step.slot))
        is_kept = "Del_" in arguments[at].text  # it does nothing before it is released
        if is_method and (is_kept or self.rng.random() < 0.5):
            self._add_again(steps)
        return tuple(steps) if len(steps) <= 9 else None

    def _note_steps(self, steps):
        """Takes the types of what is in the slots, and gives the last one's target."""
        for step in steps:
            if step.slot:
                self._kinds.setdefault(step.slot, self._types.get(step) or self._type_of(step))
        for step in steps:
            # What a method is called on is of the type that has it.
            if step.kind in ("method", "get", "set", "op") and self._kinds.get(step.arguments[0].text) == "object":
                target = self._by_step.get((step.kind, step.what))
                if target is not None and target.kind != "op":
                    self._kinds[step.arguments[0].text] = target.owner
        return self._target_of(steps[-1])

    def _type_of(self, step):
        """As far as it says it."""
        if step.kind == "new":
            return _DISPLAYS.get(step.what[:1], "object") if step.what[:1] in _DISPLAYS else "object"
        kind = self._constructors.get(step.what) if step.kind == "call" else None
        return kind or "object"

    def _add_again(self, steps):
        """The last call once more, on the same receiver: what it kept is replaced."""
        step = steps[-1]
        if step.kind not in ("method", "set") or len(steps) >= 9:
            return
        target = self._target_of(step)
        if target is not None:
            steps.append(self._call(steps, target, step.arguments[0].text))

    def _share_of_methods(self):
        """How often what is called is a method, or an operator."""
        if len(self.offer.targets) != self._counted:
            self._counted = len(self.offer.targets)
            owned = sum(map(len, self._owners.values())) + 3 * len(self._owner_operators)
            self._share = min(0.8, max(0.25, owned / (owned + len(self._free) + 1)))
        return self._share

    def _pick_target(self, targets):
        target = self._rarest(targets, key_of)
        key = key_of(target)
        self.state.turns[key] = self.state.turns.get(key, 0) + 1
        return target

    def _add_call(self, steps):
        rng = self.rng
        receiver = owner = None
        if self.state.recipes and (not self._free or rng.random() < self._share_of_methods()):
            # One that is there, or a new one.
            here = [(name, kind) for name, kind in self._kinds.items() if kind in self._owners]
            if here and rng.random() < 0.7:
                receiver, owner = self._one_of(here)
            else:
                owners = [each for each, known in self.state.recipes.items() if known and each in self._owners]
                if owners:
                    owner = self._rarest(owners, str)
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
            turns = self.state.turns
            turns[owner] = turns.get(owner, 0) + 1
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
            arguments = self._seeded(steps, target, receiver, self._one_of(seeds))
            if target.kind == "method":
                arguments.insert(0, Argument(receiver, "receiver"))
            return self._kept(Step(target.kind, self._called(target), tuple(arguments)), steps)
        n = self._count(target).pick(rng.random)
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
            name = hooks.subclass_name(target.what)
            weight = self.state.weight.get(last_target((Step("call", name),)), 1.0)
            if kind is not None and kind.__flags__ & (1 << 10) and self.rng.random() < weight:
                return name
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
        self._note_steps(steps)
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
            position = argument.name or max(0, number - (step.kind in ("method", "op", "set")))
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
        if step.kind == "call":
            return self._by_step.get(("call", step.what))
        if not step.arguments:
            return None
        owner = self._kinds.get(step.arguments[0].text)
        if owner is None or owner == "object":
            return self._by_step.get((step.kind, step.what))
        return self._by_step.get((step.kind, step.what, owner))

    # ---- Learning.

    def learn(self, steps, results):
        """Of the first run. Whether an outcome was new, and whether one says that a
        rule was broken."""
        new = mistakes = False
        outcomes = self.state.outcomes
        kinds = self._kinds = {}
        for number, result in enumerate(results):
            step = steps[number]
            is_result = type(result) is not tuple and result is not None
            if step.kind == "new":
                if is_result and step.slot:
                    kinds.setdefault(step.slot, result.__name__)
                continue
            if is_result:
                if step.slot:
                    kinds[step.slot] = discover.name_of_type(result)
                    if step.kind in ("call", "method", "op", "get"):
                        self._types[step] = kinds[step.slot]
                if id(result) not in self._foreign:
                    self._learn_type(result, steps, number)
            elif result is not None and result[0] is SystemError:
                mistakes = True
            text = outcome_of(result)
            key = (step.kind, step.what if step.kind != "method" else f"{self._owner(step)}.{step.what}", text)
            count = outcomes.get(key, 0)
            outcomes[key] = count + 1
            if count < 3 or count % 64 == 0:
                target = self._target_of(step)
                if target is not None:
                    self._learn_call(target, step, result, 2.0 if count == 0 else 0.5)
            if count == 0:
                new = True
                self.state.changed.add(("outcomes", key))
                if len(self.state.corpus) < CORPUS:
                    self.state.corpus.append(program.needed(steps, number))
                    self.new_programs.append((self.state.corpus[-1], key, is_result))
                    if is_result:
                        self.to_be_attacked(self.state.corpus[-1])
        if len(self._types) > 20000:
            self._types.clear()
        return new, mistakes

    def to_be_attacked(self, steps):
        self._to_attack.extend([steps] * ATTACKS)
        self.state.worked.append(steps)

    def others_ran(self, programs):
        """Another process did, from the same state: it may have died of an attack, which
        must not be tried again."""
        for _ in range(min(int(programs * SHARE_OF_ATTACKS) + 1, len(self._to_attack))):
            self._to_attack.popleft()

    def took_long(self, steps):
        """Most often a number was too large: such are given more rarely."""
        self._kinds = {}
        self._note_steps(list(steps))
        large = set()
        for step in steps:
            target = self._target_of(step) if step.kind != "new" else None
            first = step.kind in ("method", "op", "set")
            for number, argument in enumerate(step.arguments):
                if argument.category in values.LARGE:
                    large.add((step.what, step.arguments))
                if target is not None and argument.category in values.LARGE:
                    place = self._place(target, argument.name or max(0, number - first), argument.name)
                    for category in values.LARGE:
                        place.weights[category] = 0.05
                        place.add(category, 0.0)
        for name in ("corpus", "worked"):
            kept = [each for each in getattr(self.state, name) if not any((step.what, step.arguments) in large for step in each)]
            setattr(self.state, name, kept)

    def _owner(self, step):
        return self._kinds.get(step.arguments[0].text, "") if step.arguments else ""

    def _learn_call(self, target, step, result, by):
        arguments = step.arguments[1:] if step.kind in ("method", "op", "set") else step.arguments
        if isinstance(result, type):
            for number, argument in enumerate(arguments):
                if argument.category not in ("seed", "receiver"):
                    self._add(self._place(target, argument.name or number, argument.name), argument.category, by)
            if step.kind in ("call", "method"):
                self._add(self._count(target), sum(1 for each in arguments if not each.name), by)
            return
        if result is None:
            return
        self._learn_message(target, result[0].__name__, result[1], arguments)

    def _add(self, place, key, by):
        place.add(key, by)
        self.state.changed.add(place.name)

    def _learn_message(self, target, kind, message, arguments):
        """TypeErrors say what was wanted."""
        if not message or kind not in ("TypeError", "ValueError", "AttributeError"):
            return
        match = _NUMBER.search(message)
        if match:
            n = {"one": 1, "two": 2, "no": 0}.get(match.group(1))
            n = int(match.group(1)) if n is None else n
            if n < 30 and target.kind in ("call", "method"):
                self._add(self._count(target), n, 2.0)
                if sum(1 for each in arguments if not each.name) != n:
                    self._add(self._count(target), sum(1 for each in arguments if not each.name), -0.5)
            return
        for name in _MISSING.findall(message):
            known = list(self.state.names.get(key_of(target), target.parameters))
            if name not in known:
                self.state.names[key_of(target)] = [*known, name]
                self.state.changed.add(("names", key_of(target)))
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
        if any(word in self._type_words for word in _WORDS.findall(wanted.lower())):
            found.insert(0, "")
        for word in found[:3]:
            for category in values.WORDS[word] if word else _OF_PACKAGE:
                for place in places:
                    if isinstance(place, str) or 0 <= place < 30:
                        self._add(self._place(target, place), category, 0.7)

    def _learn_type(self, kind, steps, number):
        name = discover.name_of_type(kind)
        if id(kind) not in self.offer.types:
            if kind.__module__ == "__main__" or not discover.is_theirs(kind, self._known_types, self._top):
                if id(kind) in self._known_types:  # those live for ever
                    self._foreign.add(id(kind))
                return
            if kind.__flags__ & (1 << 9) and kind.__module__ == self.runner.namespace.get("__name__", ""):
                return
            known = len(self.offer.targets)
            self.offer.add_type(kind, None, ((), ()))
            for target in self.offer.targets[known:]:
                self._add_target(target)
        if len(self.state.recipes.get(name, ())) >= RECIPES and self.rng.random() > 0.05:
            return
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
        if any(argument.category in values.LARGE for step in recipe for argument in step.arguments):
            return  # each program with it would take long
        cost = len(program.text_of(recipe))
        if len(known) < RECIPES:
            known.append(recipe)
        else:
            at = self.rng.randrange(RECIPES)
            if cost < len(program.text_of(known[at])) or self.rng.random() < 0.2:
                known[at] = recipe
            else:
                return
        self.new_recipes.append((name, recipe))
