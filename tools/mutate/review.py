"""equivalent.toml: mutants that nothing can find, and why.

An entry names mutants by their function, operator and the statement that they
change. So it outlives edits elsewhere, and moves of the file. Its reason is that
of a class, which is defined once; the class says, too, whether a machine checks
it (checks.py) or whether it is only believed.
"""

import collections
import dataclasses
import difflib
import json
import pathlib
import re
import tomllib

# What a class may ask for.
CHECKS = {
    "": "by prose alone",
    "value": "both values are the same, wherever the domain comes",
    "result": "the domain comes there, and every oracle is content",
    "never": "HF_NEVER asserts it in each run of a target",
}
HEAD = """\
# Mutants that no run of the fuzz targets can tell from the original, each with the
# class of its reason; docs/fuzzing.md says how they are named and checked. What
# matches no mutant, or one that is killed, is told: see --port.
"""


@dataclasses.dataclass(frozen=True)
class Class:
    name: str
    reason: str
    check: str = ""


@dataclasses.dataclass(frozen=True)
class Entry:
    function: str
    what: str
    class_: str
    file: str = ""  # the last part of its path, where several have such a mutant
    note: str = ""

    def matches(self, mutant):
        return (
            (self.function, self.what) == (mutant.function, mutant.what)
            and self.file in ("", pathlib.PurePath(mutant.file).name)
        )  # fmt: skip


class Review:
    def __init__(self, path=None):
        data = tomllib.loads(path.read_text()) if path is not None and path.exists() else {}
        self.classes = {}
        for name, given in data.get("class", {}).items():
            if not given.get("reason") or given.keys() - {"reason", "check"}:
                raise SystemExit(f"{path}: class {name}: it has a reason, and may have a check")
            self.classes[name] = Class(name, given["reason"], given.get("check", ""))
            if self.classes[name].check not in CHECKS:
                raise SystemExit(f"{path}: class {name}: no such check: {given['check']}")
        self.entries = []
        for given in data.get("equivalent", []):
            if not {"function", "class", "mutants"} <= given.keys() or given.keys() - {
                "function",
                "class",
                "mutants",
                "file",
                "note",
            }:
                raise SystemExit(f"{path}: no entry with function, class and mutants: {given}")
            if given["class"] not in self.classes:
                raise SystemExit(f"{path}: there is no class {given['class'] or 'without a name'}")
            for what in given["mutants"]:
                self.entries.append(
                    Entry(
                        given["function"],
                        what,
                        given["class"],
                        given.get("file", ""),
                        given.get("note", ""),
                    )
                )
        self.by_key = {}
        for entry in self.entries:
            self.by_key.setdefault((entry.function, entry.what), []).append(entry)

    def entry(self, mutant):
        for entry in self.by_key.get((mutant.function, mutant.what), []):
            if entry.matches(mutant):
                return entry
        return None

    def class_of(self, mutant):
        entry = self.entry(mutant)
        return self.classes[entry.class_] if entry else None

    def reason(self, mutant):
        entry = self.entry(mutant)
        if entry is None:
            return None
        reason = self.classes[entry.class_].reason
        return f"{reason}: {entry.note}" if entry.note else reason

    def stale(self, fates):
        """Entries that are for no mutant, for several files', or for none that
        survives; and classes that nothing is of."""
        found = collections.defaultdict(list)
        for mutant in fates:
            entry = self.entry(mutant)
            if entry is not None:
                found[entry].append(mutant)
        result = []
        for entry in self.entries:
            some = found[entry]
            if not some:
                result.append((entry, "there is no such mutant"))
            elif len({m.file for m in some}) > 1:
                result.append((entry, "two files have such a mutant: give it a file"))
            elif {fates[m] for m in some} == {"killed"}:
                result.append((entry, "it was killed"))
        return result

    def unused(self):
        used = {entry.class_ for entry in self.entries}
        return [name for name in self.classes if name not in used]

    # -- Edits.

    def ported(self, mutants):
        """The entries as they are called in other sources: those that match none are
        given the mutant that is most like what they were, if one is. And what was
        done: (entry, new entry or None)."""
        free = {m for m in mutants if self.entry(m) is None}
        matched = {self.entry(m) for m in mutants}
        done, kept = [], []
        for entry in self.entries:
            if entry in matched:
                kept.append(entry)
                continue
            mutant = nearest(entry, free)
            if mutant is None:
                done.append((entry, None))
                kept.append(entry)
                continue
            free.discard(mutant)
            moved = dataclasses.replace(entry, function=mutant.function, what=mutant.what)
            done.append((entry, moved))
            kept.append(moved)
        return kept, done


CHANGE = re.compile(r"([\w -]+): .*?(«.*»)")


def nearest(entry, mutants):
    """The mutant that an entry was written for, after an edit: the same change by the
    same operator, in a statement like the one that it names; or none, or None where
    two are as good."""
    found = CHANGE.match(entry.what)
    change = found.groups() if found else ()
    scored = []
    for m in mutants:
        other = CHANGE.match(m.what)
        same_change = other is not None and other.groups() == change
        if not same_change and (m.function != entry.function or not other):
            continue
        if not same_change and other[1] != change[0]:
            continue
        like = difflib.SequenceMatcher(None, entry.what, m.what).ratio()
        least = {(True, True): 0.5, (False, True): 0.85, (True, False): 0.9}
        least = least.get((m.function == entry.function, same_change), 1.0)
        if like >= least:
            scored.append((m.function == entry.function, like, m))
    scored.sort(key=lambda s: s[:2], reverse=True)
    if not scored or len(scored) > 1 and scored[0][:2] == scored[1][:2]:
        return None
    return scored[0][2]


# ---- As text.


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def as_toml(entries):
    """Entries, those with one function, class and note together."""
    groups = {}
    for entry in entries:
        key = entry.class_, entry.function, entry.file, entry.note
        groups.setdefault(key, []).append(entry.what)
    lines = []
    for (class_, function, file, note), some in sorted(groups.items()):
        lines += ["", "[[equivalent]]", f"class = {quoted(class_)}"]
        lines += [f"function = {quoted(function)}"]
        lines += [f"file = {quoted(file)}"] if file else []
        lines += [f"note = {quoted(note)}"] if note else []
        if len(some) == 1:
            lines.append(f"mutants = [{quoted(some[0])}]")
        else:
            lines += ["mutants = [", *(f"    {quoted(what)}," for what in sorted(some)), "]"]
    return "\n".join(lines).lstrip("\n") + "\n"


def whole_file(classes, entries):
    lines = [HEAD]
    for class_ in classes:
        lines += [f"[class.{class_.name}]", f"reason = {quoted(class_.reason)}"]
        lines += [f"check = {quoted(class_.check)}"] if class_.check else []
        lines.append("")
    return "\n".join([*lines, as_toml(entries)])


def survivors_as_toml(mutants):
    """Survivors, as entries that have no class yet."""
    return as_toml([Entry(m.function, m.what, "") for m in mutants])
