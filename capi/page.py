"""Writes docs/capi.md: what each function does to references, to be searched."""

import re

import differences
import prove
import rows

HEAD = """\
# What does this function do to my references?

Search this page for a function of CPython's C API. For each there is said: what
becomes of the arguments' references, whose the result is, how it fails, and whether
Python code may run in between. The lines are made from [the table](../capi/table)
of which those of the installed versions are proved: executed on a debug and a release
interpreter, with counts before and after ([how](../capi/README.md)).

What is not said is the rule: **arguments are borrowed**, NULL is not allowed, no
Python code runs, and an exception is set if and only if the function fails.

| it says | and means |
|---|---|
| new | the result is yours: release it |
| borrowed from X | it is X's: take a reference before X may let go of it |
| **steals** X | the reference to X is not yours any more, also if the function fails |
| **steals X on success** | if it fails, X is still yours |
| replaces X | a variable: its reference is released or moved, and it gets another |
| runs | Python code may run: whatever you have borrowed may be gone |
| unchecked | an argument of another type is not refused: it crashes |
| no error | NULL without an exception: there is nothing |

"""

TAIL = """\

*Made from `capi/table` by `capi/generate.py`; `//capi:generated_test` looks that it is
current.*
"""


def _result(gift):
    said = []
    if gift.kind == "new":
        said.append("**new**")
    elif gift.kind == "borrowed":
        said.append(f"borrowed from {gift.owner}")
    elif gift.kind == "same":
        said.append(f"{gift.owner} itself")
    elif gift.kind == "memory":
        said.append("memory, for PyMem_Free")
    elif gift.kind:
        said.append(gift.kind)
    if gift.none:
        said.append("NULL: no error")
    if gift.failure:
        said.append(f"{gift.failure}: error" if gift.kind else f"{gift.failure}, always: error")
    return "; ".join(said)


def _references(row):
    """What becomes of the arguments."""
    said = []
    words = dict(steals="**steals** {}", inout="replaces {}", gives="adds a reference to {}")
    words["steals-on-success"] = "**steals {} on success**"
    words["sole"] = "only you may have {}"
    words["fresh"] = "{} is memory yet"
    for parameter in row.parameters:
        if parameter.how == "out":
            said.append(f"{parameter.name} gets: {_result(parameter.gift)}")
        elif parameter.how:
            said.append(words[parameter.how].format(parameter.name))
    for name, keeper in row.keeps:
        said.append(f"{keeper or 'the interpreter'} keeps {name}")
    nulls = [each.name for each in row.parameters if each.null]
    if nulls:
        said.append("may be NULL: " + ", ".join(nulls))
    return "; ".join(said)


def _flags(row):
    said = [flag for flag in rows.FLAGS if flag in row.flags]
    if row.failure_clears:
        said.append(f"a failure makes {row.failure_clears} NULL")
    if row.since:
        said.append("since {}.{}".format(*row.since))
    if row.until:
        said.append("not in {}.{} any more".format(*row.until))
    return ", ".join(said)


def _group(name):
    match = re.match(r"_?(Py[A-Za-z]*?)_", name)
    return match.group(1) if match else "Py"


def _escape(text):
    return text.replace("|", "\\|")


def functions(table):
    lines, groups = [], {}
    for name, versions in table.items():
        groups.setdefault(_group(name), []).extend(versions)
    for group in sorted(groups):
        lines += [f"### {group}", "", "| function | result | references | also |", "|---|---|---|---|"]
        for row in sorted(groups[group], key=lambda row: (row.name.lstrip("_"), row.since or (0, 0))):
            names = ", ".join(each.name for each in row.parameters)
            cells = [f"`{row.name}`({names})", _result(row.result), _references(row), _flags(row)]
            lines.append("| " + " | ".join(map(_escape, cells)) + " |")
        lines.append("")
    return lines


def news(table):
    """Where CPython's documentation is wrong or silent, and what is wrong in CPython."""
    here = {name: row for name, [row, *_] in table.items() if row.is_in((3, 11))}
    for name, versions in table.items():
        for row in versions:
            if row.is_in((3, 11)):
                here[name] = row
    said = differences.documented()
    found = differences.differences(here, said)
    silent = [name for name, kind in found if kind == "silent"]
    wrong = [(name, what) for (name, kind), what in found.items() if kind == "wrong"]
    no_word = [name for name, kind in found if kind == "no word"]
    why = differences.explanations()
    missing = differences.undocumented(here, said)
    lines = ["## Where CPython's documentation is wrong or silent", ""]
    lines += ["Compared with the documentation of 3.11.2.", ""]
    if wrong:
        lines += ["**Wrong about the result:**", ""]
        lines += [f"- `{name}`: {what}" for name, what in wrong] + [""]
    else:
        lines += ['No "new" or "borrowed" of the documentation was found to be wrong.', ""]
    lines += [
        f"**Silent about whose the result is** ({len(silent)} functions; the lines below have it): "
        + ", ".join(f"`{name}`" for name in silent) + ".",
        "",
        "**Without the word \"steals\", so that a search misses them:**",
        "",
    ]
    lines += [f"- `{name}`: {why[name, 'no word']}." for name in no_word]
    lines += ["", "**Silent about failure.** It does not say that the reference is gone then, too:", ""]
    lines += [f"- `{name}`: {text}." for name, text in SILENT_ON_FAILURE.items()]
    lines += [
        "",
        f"**Not documented at all** ({len(missing)} public functions and macros): "
        + ", ".join(f"`{name}`" for name in missing) + ".",
        "",
        "**refcounts.dat** (the documentation's own list) has -1, 0 and +1 for the same thing: it",
        "does not know stealing. " + _refcounts(found),
        "",
        "## What is wrong in CPython itself",
        "",
        "Found by the proof, in 3.11.2, 3.13.5 and 3.14.10 (3.12 was not run); most of it",
        "where an allocation fails:",
        "",
    ]
    for text, names in _by_text(prove.notes("found")).items():
        lines.append("- " + ", ".join(f"`{name}`" for name in names) + f": {text}.")
    return lines + [""]


SILENT_ON_FAILURE = {
    "PyList_SetItem": "the item is released when the index is out of range",
    "PyTuple_SetItem": "the item is released when the index is out of range, or the tuple is shared",
    "PyBytes_ConcatAndDel": "newpart is released, and the variable becomes NULL",
    "PyUnicode_AppendAndDel": "right is released, and the variable becomes NULL",
    "Py_BuildValue": "an object for `N` is consumed also when another item fails",
}


def _refcounts(found):
    wrong = [
        (name, what) for (name, kind), what in found.items()
        if kind in ("refcounts", "refcounts steals")
    ]  # fmt: skip
    return "What it says of functions that steal: " + "; ".join(
        f"`{name}`: {what.removeprefix('refcounts.dat has ').partition(';')[0]}"
        for name, what in wrong if what.startswith("refcounts.dat has")
    ) + "."  # fmt: skip


def _versions(limits):
    """When something is so, where that is not always: of a note."""
    said = []
    if limits.since:
        said.append("since {}.{}".format(*limits.since))
    if limits.until:
        said.append("not in {}.{} any more".format(*limits.until))
    return f" ({', '.join(said)})" if said else ""


def _by_text(notes):
    found = {}
    for note in notes:
        found.setdefault(note.text + _versions(note), []).append(note.function)
    return found


def page(table, types):
    count = sum(map(len, table.values()))
    lines = [f"There are {count} lines, for CPython 3.9 to 3.14.", "", "## The functions", ""]
    return HEAD + "\n".join(news(table) + lines + functions(table)) + TAIL
