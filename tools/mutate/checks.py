"""Checks of what equivalent.toml says: what a reason claims, over all inputs of a
small domain.

The domain of a target is a set of inputs that is run whole: every program up to a
length, every call on its own with every operand, and the committed corpora. A
mutant is run over those of all targets that it is part of. Where it changes a
value, the original's is computed beside it: so it is known whether the domain
comes to the place, and whether it ever tells the two apart.
"""

import dataclasses
import re

DECLARE = "extern volatile unsigned char mutate_reached, mutate_differs;"
MARK = f"(void)__extension__({{ {DECLARE} mutate_reached = 1; }});"
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


def beside(source, mutant):
    """The mutant, computed beside the original, as an edit; or None."""
    if mutant.value is None:
        return None
    start, end = mutant.value
    was = one_line(source[start:end])
    becomes = one_line(
        source[start : mutant.start] + mutant.text.encode() + source[mutant.end : end]
    )
    if not is_pure(was) or not is_pure(becomes):
        return None
    is_truth = mutant.operator in TRUTHS or re.search(r"&&|\|\|", was)
    type_ = "int" if is_truth else f"__typeof__({was})"
    no = "!!" if is_truth else ""
    text = (
        f"(__extension__({{ {DECLARE} {type_} hf_a_ = {no}({was}), hf_b_ = {no}({becomes}); "
        "mutate_reached = 1; if (hf_a_ != hf_b_) mutate_differs = 1; hf_b_; }))"
    )
    return start, end, padded(text, source, start, end)


def marked(source, mutant):
    """The mutant, with a mark that a run comes there, as an edit."""
    if mutant.value is None:
        return mutant.start, mutant.end, f"{MARK} {mutant.text}"
    start, end = mutant.value
    becomes = source[start : mutant.start] + mutant.text.encode() + source[mutant.end : end]
    text = f"(__extension__({{ {DECLARE} mutate_reached = 1; {one_line(becomes)}; }}))"
    return start, end, padded(text, source, start, end)


def edits(source, mutant):
    """What to build, the one that tells most first; and whether it tells values apart,
    and where it comes."""
    first = beside(source, mutant)
    if first is not None:
        yield first, True
    yield marked(source, mutant), False


def in_never(source, mutant):
    """Whether what is changed is what HF_NEVER asserts never to hold, or part of it."""
    for found in re.finditer(rb"\bHF_NEVER\(", source[: mutant.end]):
        depth = 0
        for at in range(found.end() - 1, len(source)):
            depth += {40: 1, 41: -1}.get(source[at], 0)
            if depth == 0:
                break
        if found.start() <= mutant.start and mutant.end <= at + 1:
            return True
    return False


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
