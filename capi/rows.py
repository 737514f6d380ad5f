"""The rows of the table: what each function of the C API does to references.

The file `table` has one row a line, sorted by name:

    name(how parameter?, ...) -> result | failure            ; flag, flag

README.md says what each word means. Types are not written: CPython's headers
have them. This file turns a row into objects and back, and knows nothing else.
"""

import dataclasses
import pathlib
import re

TABLE = pathlib.Path(__file__).with_name("table")

# How a parameter is taken. "" is the rule: it is borrowed.
HOWS = ["", "steals", "steals-on-success", "inout", "out", "sole", "fresh", "gives"]

# Flags of one word, or of two.
FLAGS = ["runs", "unchecked", "sets error", "clears error", "drops errors", "needs error"]

# Flags with words of their own.
WORDY = ["keeps", "failure clears", "since", "until", "program"]

_PARAMETER = re.compile(r"(?:([a-z-]+) )?(\w+|\.\.\.)(\?)?(?:: (.+))?$")
_ROW = re.compile(r"(\w+)\((.*)\) -> (.*)$")


class TableError(Exception):
    pass


@dataclasses.dataclass(frozen=True)
class Gift:
    """What comes back: by the result, or through an out parameter.

    kind: "new", "borrowed", "same", "void", "pointer", "memory", "number", "" (it
    always fails), or the numbers of success, as in "1, 0". owner: whom it is borrowed
    from, or which parameter it is. none: NULL comes without an error, too.
    failure: what comes with an error; "" if it cannot fail.
    """

    kind: str
    owner: str = ""
    none: bool = False
    failure: str = ""

    @property
    def numbers(self):
        return [int(each) for each in self.kind.split(", ")] if self.kind[-1:].isdigit() else []

    @property
    def is_object(self):
        return self.kind in ("new", "borrowed", "same")

    def __str__(self):
        said = [" ".join(filter(None, [self.kind, self.owner]))]
        said += ["none"] * self.none + [self.failure] * bool(self.failure)
        return " | ".join(said).strip()


@dataclasses.dataclass(frozen=True)
class Parameter:
    name: str
    how: str = ""
    null: bool = False
    gift: Gift = None  # of an out parameter

    def __str__(self):
        said = " ".join(filter(None, [self.how, self.name])) + "?" * self.null
        return f"{said}: {self.gift}" if self.gift else said


def version(text):
    """(3, 13), of "3.13"."""
    major, minor = text.split(".")
    return int(major), int(minor)


def is_in(asked, since, until):
    """Is a version one of those from since on, and before until? None: no limit."""
    return (since is None or since <= asked) and (until is None or asked < until)


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    parameters: tuple
    result: Gift
    flags: tuple = ()
    keeps: tuple = ()  # (name, name of what keeps it or "")
    failure_clears: str = ""
    since: tuple = None
    until: tuple = None  # the first version that does not have it
    program: str = ""

    def is_in(self, version):
        return is_in(version, self.since, self.until)

    def parameter(self, name):
        return next((each for each in self.parameters if each.name == name), None)

    def prototype(self):
        said = ", ".join(map(str, self.parameters))
        return f"{self.name}({said}) -> {self.result}"

    def flag_text(self):
        said = [each for each in FLAGS if each in self.flags]
        keepers = {}
        for name, keeper in self.keeps:
            keepers.setdefault(keeper, []).append(name)
        for keeper, names in keepers.items():
            said.append("keeps " + " ".join(names) + (f" in {keeper}" if keeper else ""))
        if self.failure_clears:
            said.append(f"failure clears {self.failure_clears}")
        for word, version in (("since", self.since), ("until", self.until)):
            if version:
                said.append(f"{word} {version[0]}.{version[1]}")
        if self.program:
            said.append(f"program {self.program}")
        return ", ".join(said)

    def __str__(self):
        flags = self.flag_text()
        return f"{self.prototype():72} ; {flags}" if flags else self.prototype()


def _gift(text, numbers_can_fail=True):
    kind, owner, none, failure = "", "", False, ""
    for number, part in enumerate(part.strip() for part in text.split("|")):
        word, _, rest = part.partition(" ")
        if part == "none":
            none = True
        elif number > 0:
            if failure or not re.fullmatch(r"NULL|-?\d+", part):
                raise TableError(f"{part}: not a failure")
            failure = part
        elif word in ("borrowed", "same"):
            kind, owner = word, rest
        elif word in ("new", "void", "pointer", "memory", "number", "") and not rest:
            kind = word
        elif re.fullmatch(r"-?\d+(, -?\d+)*", part):
            kind = part
        else:
            raise TableError(f"{part}: not a result")
    return Gift(kind, owner, none, failure)


def _parameter(text):
    match = _PARAMETER.match(text)
    if not match:
        raise TableError(f"{text}: not a parameter")
    how, name, null, gift = match.groups()
    if (how or "") not in HOWS:
        raise TableError(f"{how}: no way to take a parameter")
    if (how == "out") != bool(gift):
        raise TableError(f"{text}: what an out parameter gives is said after a colon")
    return Parameter(name, how or "", bool(null), _gift(gift) if gift else None)


def _split(text):
    """At commas, but not inside of what an out parameter gives."""
    return [part for part in re.split(r", (?=[a-z-]+ [\w.]|\w+\??(?:,|$)|\.)", text) if part]


def parse(line):
    line, _, flags = line.partition(" ; ")
    match = _ROW.match(line.strip())
    if not match:
        raise TableError(f"{line}: not a row")
    name, parameters, result = match.groups()
    said = dict(flags=[], keeps=[])
    for flag in filter(None, (flag.strip() for flag in flags.split(","))):
        word = next((word for word in WORDY if flag.startswith(word + " ")), None)
        rest = flag[len(word) + 1 :] if word else ""
        if flag in FLAGS:
            said["flags"].append(flag)
        elif word == "keeps":
            names, _, keeper = rest.partition(" in ")
            said["keeps"] += [(each, keeper) for each in names.split()]
        elif word in ("since", "until"):
            said[word] = version(rest)
        elif word:
            said[word.replace(" ", "_")] = rest
        else:
            raise TableError(f"{name}: {flag}: not a flag")
    row = Row(
        name,
        tuple(map(_parameter, _split(parameters))),
        _gift(result),
        tuple(said.pop("flags")),
        tuple(said.pop("keeps")),
        **said,
    )
    names = [each.name for each in row.parameters]
    if len(set(names)) != len(names):
        raise TableError(f"{name}: two parameters have one name")
    for kept, keeper in row.keeps:
        if kept not in names:
            raise TableError(f"{name}: keeps {kept}, which is no parameter")
    return row


def read(path=TABLE):
    """The rows, by name."""
    found = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            try:
                row = parse(line)
            except (TableError, ValueError) as error:
                raise TableError(f"{path.name}:{number}: {error}") from None
            found.setdefault(row.name, []).append(row)
    return found


def of(version, path=TABLE):
    """The rows that a version has, by name."""
    found = {}
    for name, rows in read(path).items():
        there = [row for row in rows if row.is_in(version)]
        if len(there) > 1:
            raise TableError(f"{name}: two rows for {version[0]}.{version[1]}")
        if there:
            found[name] = there[0]
    return found
