"""Where the table and what CPython says of itself differ.

`documented` has what the documentation and refcounts.dat of 3.11.2 say. Each
difference is explained in the file `differences`: test_differences.py.
"""

import dataclasses
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Said:
    """What CPython says of one function."""

    result: str  # new, borrowed, null (always), - (nothing), none (undocumented)
    steals: bool  # the word is there
    counted: str  # refcounts.dat's effect on the result: +1, 0, null, - or nothing
    parameters: tuple  # refcounts.dat: (name, effect)


def documented(path=HERE / "documented"):
    found = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            name, result, steals, counts = (part.strip() for part in line.split(" |"))
            counted, _, rest = counts.partition("; ")
            pairs = [each.split() for each in rest.rstrip(";").split(", ") if each.strip()]
            found[name] = Said(
                result,
                steals == "steals",
                counted.rstrip(";"),
                tuple((pair[0], pair[1] if len(pair) > 1 else "") for pair in pairs),
            )
    return found


def _result(row):
    """A row's result, in the documentation's words."""
    if not row.result.kind:
        return "null" if row.result.failure == "NULL" else "-"
    return {"new": "new", "borrowed": "borrowed", "same": "borrowed"}.get(row.result.kind, "-")


def _raises(row):
    """Does the row say that somebody holds one reference more afterwards?"""
    hows = {each.how for each in row.parameters}
    error = "sets error" in row.flags or not row.result.kind
    same = row.name in ("Py_NewRef", "Py_XNewRef")
    return bool(row.keeps) or bool(hows & {"gives", "out", "inout"}) or error or same


def stolen(row):
    return [each.name for each in row.parameters if each.how.startswith("steals")]


def differences(table, said):
    """{(function, kind): what differs}. table: {name: row}."""
    found = {}
    for name, row in table.items():
        if name not in said:
            continue
        there, mine = said[name], _result(row)
        if there.result == "-" and mine != "-":
            found[name, "silent"] = f"the documentation does not say that the result is {mine}"
        elif there.result not in ("none", "-", mine):
            found[name, "wrong"] = f"the documentation says {there.result}, the table {mine}"
        if there.result != "none" and stolen(row) and not there.steals:
            names = ", ".join(stolen(row))
            found[name, "no word"] = f"{names}: stolen, and the documentation has no such word"
        replaces = any(each.how == "inout" for each in row.parameters)
        if there.steals and not stolen(row) and not replaces:
            found[name, "not stolen"] = "the documentation has the word; nothing is stolen"
        if there.counted in ("+1", "0") and (there.counted == "+1") != (mine == "new"):
            if row.result.is_object:
                found[name, "refcounts"] = f"refcounts.dat says {there.counted}, the table {mine}"
        raised = [parameter for parameter, effect in there.parameters if effect == "+1"]
        if stolen(row) and there.parameters:
            found[name, "refcounts steals"] = (
                f"refcounts.dat has {' '.join(f'{p} {e}' for p, e in there.parameters)}; "
                f"stolen: {', '.join(stolen(row))}"
            )
        elif raised and not _raises(row):
            found[name, "refcounts keeps"] = f"refcounts.dat counts {', '.join(raised)} as +1"
    return found


def explanations(path=HERE / "differences"):
    """{(function, kind) or kind: why they differ}"""
    found = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            key, why = line.split(": ", 1)
            name, _, kind = key.partition(" / ")
            found[(name, kind) if kind else key] = why
    return found


def undocumented(table, said):
    """Public functions that the documentation does not name."""
    return [
        name for name in table
        if name[0] != "_" and (name not in said or said[name].result == "none")
    ]  # fmt: skip
