"""Checks of what equivalent.toml says: what a reason claims, over all inputs of a
small domain.

The domain of a target is a set of inputs that is run whole: every program up to a
length, every call on its own with every operand, and the committed corpora.

Many mutants are built into one program, each beside the original, and a run
chooses one, or none (probe.c). The run of none says to which of them the domain
comes, and where the value would have been another one. Then each is chosen, in
the programs that come to it, and every oracle must be content.
"""

import dataclasses
import re

from mutants import closing

DECLARE = (
    "extern int mutate_which; "
    "extern volatile unsigned char mutate_reached[], mutate_differs[];"
)
TRUTHS = {"negate", "always", "never", "drop a test", "tighten", "check behind the use"}
# What may be computed twice, and beside what it replaces.
PURE = re.compile(
    r"(?:sizeof|HF_(?:LIKELY|UNLIKELY|NEVER)|Py_(?:REFCNT|MAX|MIN|TYPE|SIZE|IS_TYPE)"
    r"|Py\w+_(?:GET_\w+|IS_\w+|KIND|DATA|MAX_CHAR_VALUE|READ|Check|CheckExact)"
    r"|PyErr_Occurred|(?:\w+_)?is_\w+|hf_utf8_is_ascii|entry_(?:of|at)|may_grow|strlen"
    r"|memcmp|strn?cmp|strchr|current_thread|readlink|LOCKED)\Z"
)
CALL = re.compile(r"\b(\w+)\s*\(")
EFFECT = re.compile(r"\+\+|--|(?<![=!<>])=(?!=)")
NAME = re.compile(rb"[A-Za-z_]\w*")
STRINGS = re.compile(r'"(?:\\.|[^"\\])*"')


def is_pure(text):
    text = STRINGS.sub('""', text)
    names = [name for name in CALL.findall(text) if name not in ("if", "return")]
    return not EFFECT.search(text) and all(PURE.match(name) for name in names)


def one_line(source):
    return re.sub(r"\s+", " ", source.decode().replace("\\\n", " ")).strip()


def padded(text, source, start, end):
    """As many lines as before, and in a macro if it was in one."""
    line_end = source.find(b"\n", start)
    is_macro = line_end > 0 and source[line_end - 1 : line_end] == b"\\"
    return text + (" \\\n" if is_macro else "\n") * source[start:end].count(b"\n")


def becomes_of(source, mutant):
    (start, end), _ = place_of(source, mutant)
    before, after = source[start : mutant.start], source[mutant.end : end]
    return one_line(before + mutant.text.encode() + after)


def place_of(source, mutant):
    """What a program has to choose, as a span, and whether that is statements. Of another
    function's name it is the call."""
    start, end = mutant.value or (mutant.start, mutant.end)
    is_call = NAME.fullmatch(source[start:end]) and source[end : end + 1] == b"("
    if mutant.value is not None or not is_call:
        return (start, end), mutant.value is None
    end = closing(source, end) + 1
    is_alone = source[end:].lstrip()[:1] == b";" and source[:start].rstrip()[-1:] in b";{}):"
    return (start, end), is_alone


def tells(source, mutant):
    """Whether the values can be compared: both are computed, and only one is used."""
    if mutant.value is None:
        return False
    start, end = mutant.value
    return is_pure(one_line(source[start:end])) and is_pure(becomes_of(source, mutant))


def batches(sources, mutants):
    """Mutants in groups that fit into one program: of one place, or apart."""
    result = []
    places_of = {m: (m.file, *place_of(sources[m.file], m)) for m in mutants}
    for mutant in sorted(mutants, key=places_of.get):
        place = places_of[mutant]
        for places, batch in result:
            if all(place == other or is_apart(place, other) for other in places):
                break
        else:
            places, batch = set(), []
            result.append((places, batch))
        places.add(place)
        batch.append(mutant)
    return [batch for _, batch in result]


def is_apart(place, other):
    (file, (start, end), _), (other_file, (other_start, other_end), _) = place, other
    return file != other_file or end <= other_start or other_end <= start


def schema(sources, mutants):
    """file -> edits that make one program of all, each by its number."""
    places = {}
    for number, mutant in enumerate(mutants):
        key = mutant.file, *place_of(sources[mutant.file], mutant)
        places.setdefault(key, []).append((number, mutant))
    result = {}
    for (file, (start, end), is_statement), some in places.items():
        source = sources[file]
        was = one_line(source[start:end])
        text = statements(source, was, some) if is_statement else values(source, was, some)
        edit = start, end, padded(text, source, start, end)
        result.setdefault(file, []).append(edit)
    return result


def values(source, was, some):
    """An expression, or what a mutant makes of it."""
    notes, choice = [], ""
    for number, mutant in some:
        becomes = becomes_of(source, mutant)
        notes.append(f"mutate_reached[{number}] = 1;")
        if tells(source, mutant):
            is_truth = mutant.operator in TRUTHS or re.search(r"&&|\|\|", was)
            no = "!!" if is_truth else ""
            notes.append(f"if ({no}({was}) != {no}({becomes})) mutate_differs[{number}] = 1;")
        choice += f"mutate_which == {number} ? ({becomes}) : "
    return f"(__extension__({{ {DECLARE} {' '.join(notes)} {choice}({was}); }}))"


def statements(source, was, some):
    """Statements, or what a mutant makes of them; what they declare is there after them."""
    notes = " ".join(f"mutate_reached[{number}] = 1;" for number, _ in some)
    choice = "".join(
        f"if (mutate_which == {number}) {{ {assigning(becomes_of(source, mutant))[1]}; }} else "
        for number, mutant in some
    )
    declared, was = assigning(was)
    return f"{declared}{{ {DECLARE} {notes} {choice}{{ {was}; }} }}"


def outermost(text, ends):
    """The parts of a text, each up to one of |ends| that is in no brackets."""
    depth, start, parts = 0, 0, []
    for at, c in enumerate(STRINGS.sub(lambda found: "s" * len(found[0]), text)):
        depth += (c in "([{") - (c in ")]}")
        if c in ends and depth == 0:
            parts.append(text[start : at + 1].strip())
            start = at + 1
    return [*parts, text[start:].strip()]


DECLARATION = re.compile(r"(?:const (?=[\w ]+=))?((?:\w+ )+)(\**\w+ = .*);")


def assigning(text):
    """The declarations of |text| without their values, and |text| with assignments in
    their place: what the one order declares the other assigns to."""
    declared, rest = "", []
    for part in outermost(text, ";}"):
        found = DECLARATION.fullmatch(part)
        if found and not found[1].startswith(("return ", "static ", "else ")):
            values = [one.rstrip(",") for one in outermost(found[2], ",") if one]
            names = [one.partition(" = ")[0] for one in values]
            declared += f"{found[1]}{', '.join(names)}; "
            part = " ".join(f"{one.lstrip('*')};" for one in values)
        rest.append(part)
    return declared, " ".join(rest)


def lines_in(log, files):
    """The lines that a compiler's errors are about: (file, line)."""
    found = re.findall(r"^([\w./-]+):(\d+):\d+: (?:fatal )?(?:error|note)", log, re.M)
    return {(file, int(line)) for file, line in found if file in files}


def in_never(source, mutant):
    """Whether what is changed is what HF_NEVER asserts never to hold, or part of it."""
    return any(
        found.start() <= mutant.start and mutant.end <= closing(source, found.end() - 1) + 1
        for found in re.finditer(rb"\bHF_NEVER\(", source[: mutant.end])
    )


@dataclasses.dataclass
class Verdict:
    """What became of a mutant in the domain."""

    killed: str = ""  # the target and oracle that found it after all
    reached: bool = False
    differs: bool | None = None  # None: it cannot be told
    programs: int = 0  # how many were run

    def holds(self, check, is_in_never):
        """Whether what a class claims was found to be so."""
        if self.killed or not self.reached:
            return False
        if check == "value":
            return self.differs is False
        if check == "never":
            return self.differs is False and is_in_never
        return check == "result" and self.differs is not False

    def words(self):
        if self.killed:
            return f"the domain finds it: {self.killed}"
        if not self.reached:
            return "the domain does not come there"
        return {
            True: "the domain tells the values apart, and nothing else",
            False: "both values are the same throughout the domain",
            None: "the domain comes there, and finds nothing",
        }[self.differs]
