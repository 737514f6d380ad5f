"""What a row says, field by field, and each field turned into what is wrong.

A proof that would not notice a wrong field proves nothing about it: so each flip
is proved, too, and has to fail.
"""

import dataclasses

import rows


@dataclasses.dataclass(frozen=True)
class Field:
    """One thing that a row says. kind: what sort of thing; steps: what looks at it
    (the first word of a step's name, or all of it); flipped: rows that say otherwise.
    """

    name: str
    kind: str
    steps: tuple
    flipped: tuple

    def looks(self, step):
        base = step.partition(" #")[0]
        if base.startswith("own ..."):
            base = "own ..."
        return base in self.steps or base.split()[0] in self.steps


def _parameter(row, name, **changes):
    return dataclasses.replace(
        row,
        parameters=tuple(
            dataclasses.replace(each, **changes) if each.name == name else each
            for each in row.parameters
        ),
    )


def _result(row, **changes):
    return dataclasses.replace(row, result=dataclasses.replace(row.result, **changes))


def _flag(row, flag):
    flags = tuple(each for each in row.flags if each != flag)
    return dataclasses.replace(row, flags=flags if flag in row.flags else (*row.flags, flag))


def _ownership(row, objects):
    for parameter in row.parameters:
        name, how = parameter.name, parameter.how
        if name == "arguments" and name not in objects:  # a va_list: what is in it
            flipped = (_parameter(row, name, how="steals"),)
            yield Field("...", "ownership", ("own ...", "total", "success"), flipped)
            continue
        if how in ("", "sole", "steals", "gives"):
            other = "" if how in ("steals", "gives") else "steals"
            flipped = (_parameter(row, name, how=other),)
            yield Field(name, "ownership", (f"own {name}", "total", "success"), flipped)
        elif how == "steals-on-success":
            flipped = (_parameter(row, name, how=""), _parameter(row, name, how="steals"))
            steps = (f"own {name}", "total", "memory", "failure")
            yield Field(name, "ownership", steps, flipped)
        elif how == "inout":
            # As if the variable were only read: what is in it is not ours.
            flipped = (_parameter(row, name, how="out", gift=rows.Gift("borrowed")),)
            yield Field(name, "ownership", (f"own {name}", "total"), flipped)
        elif how == "out" and parameter.gift.kind in ("new", "borrowed"):
            other = "borrowed" if parameter.gift.kind == "new" else "new"
            gift = dataclasses.replace(parameter.gift, kind=other, owner="")
            flipped = (_parameter(row, name, gift=gift),)
            yield Field(name, "ownership", (f"own {name}", "total"), flipped)
    if row.result.kind in ("new", "borrowed"):
        other = "borrowed" if row.result.kind == "new" else "new"
        flipped = (_result(row, kind=other, owner=""),)
        yield Field("result", "ownership", ("own result", "total"), flipped)


def _ends(row):
    result = row.result
    if result.numbers:
        # None of the numbers that there are.
        yield Field("numbers", "result", ("success",), (_result(row, kind="4711"),))
    if result.failure and result.kind:
        none = _result(row, failure="")
        other = none if result.failure == "NULL" else _result(row, failure="-4711")
        yield Field("failure", "failure", ("failure", "memory", "stranger", "odd"), (other,))
    if result.none:
        flipped = (_result(row, none=False),)
        yield Field("none", "none", ("success",), flipped)
    if "sets error" in row.flags:
        yield Field("sets error", "error", ("success",), (_flag(row, "sets error"),))
    if "clears error" in row.flags:
        yield Field("clears error", "error", ("success",), (_flag(row, "clears error"),))
    if row.failure_clears:
        flipped = (dataclasses.replace(row, failure_clears=""),)
        yield Field("failure clears", "failure", ("failure", "memory"), flipped)


def _others(row, objects):
    yield Field("runs", "runs", ("runs",), (_flag(row, "runs"),))
    if "runs" in row.flags:
        flipped = (_flag(row, "drops errors"),)
        yield Field("drops errors", "drops errors", ("drops errors",), flipped)
    for parameter in row.parameters:
        name = parameter.name
        if name not in objects or parameter.how == "fresh":
            continue
        yield Field(
            f"{name}?", "null", (f"null {name}",), (_parameter(row, name, null=not parameter.null),)
        )
        if parameter.how not in ("inout", "out", "gives"):
            keeper = dict(row.keeps).get(name)
            rest = tuple(each for each in row.keeps if each[0] != name)
            said = rest if keeper is not None else (*rest, (name, "result"))
            flipped = (dataclasses.replace(row, keeps=said),)
            yield Field(f"keeps {name}", "keeps", (f"keeps {name}",), flipped)
    if row.result.kind == "borrowed":
        yield Field("owner", "owner", ("lender",), (_lent_by_other(row, objects),))


def _lent_by_other(row, objects):
    """Another argument lends it; if there is none, nobody."""
    others = [name for name in objects if name != row.result.owner and row.parameter(name)]
    return _result(row, owner=others[0] if others else "nobody")


def fields(row, objects):
    """All that a row says and that can be looked at. objects: the parameters that
    are objects, by name."""
    found = [*_ownership(row, objects), *_ends(row), *_others(row, objects)]
    return [field for field in found if field.kind != "ownership" or _counts(row, field, objects)]


def _counts(row, field, objects):
    parameter = row.parameter(field.name)
    if field.name == "...":
        return "..." in objects
    return field.name == "result" or field.name in objects or parameter.how in ("inout", "out")
