"""Writes what is made from the table.

    python3 capi/generate.py [--check]

- pytest_holdfast/include/holdfast/watch_functions.h: what depth B wraps;
- docs/capi.md: the page to look functions up in;
- capi/annotated.h: prototypes with attributes for clang's retain-count analysis.

Types come from CPython's headers. Those of one version do not have all functions,
so the types of the others are in the file `types`, one a line.
"""

import argparse
import dataclasses
import pathlib
import re
import sys

import rows

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
WATCH = pathlib.Path("pytest_holdfast/include/holdfast/watch_functions.h")
BY_HAND = pathlib.Path("pytest_holdfast/include/holdfast")
PAGE = pathlib.Path("docs/capi.md")
ANNOTATED = pathlib.Path("capi/annotated.h")


@dataclasses.dataclass(frozen=True)
class Prototype:
    result: str
    parameters: list
    inline: bool  # in some version: then no prototype of ours fits


def read_types():
    """{function: Prototype}, of all versions."""
    found = {}
    for line in (HERE / "types").read_text().splitlines():
        if line and not line.startswith("#"):
            result, name, parameters, *inline = line.split("|")
            types = parameters.split(", ") if parameters else []
            found[name] = Prototype(result, types, bool(inline))
    return found


def hexversion(version):
    return f"0x{version[0]:02X}{version[1]:02X}0000"


def condition(row, first=(3, 9)):
    said = []
    if row.since and row.since > first:
        said.append(f"PY_VERSION_HEX >= {hexversion(row.since)}")
    if row.until:
        said.append(f"PY_VERSION_HEX < {hexversion(row.until)}")
    return " && ".join(said)


def joined(pairs):
    """[(row, line)], where rows that follow each other and have the same line are one."""
    found = []
    for row, line in pairs:
        if found and found[-1][1] == line and found[-1][0].until == row.since:
            row = dataclasses.replace(row, since=found.pop()[0].since)
        found.append((row, line))
    return [(row, line) for row, line in found if line]


# ---- Depth B.

WATCH_HEAD = """\
/* watch_functions.h: one line for each function of the C API that gives a new
 * reference or lends one, and is no more than that. The others are in watch.h.
 * A function is listed only where CPython has it: what an extension defines for
 * older versions under the same name is its own.
 *
 * Made from capi/table by capi/generate.py.
 */
// clang-format off
"""

# Written out: macros of CPython, by another name or as something to assign to.
WATCH_MACROS = """
/* Macros of CPython, written out. */
#undef PyObject_New
#undef PyObject_NewVar
#undef PyObject_GC_New
#undef PyObject_GC_NewVar
#define PyObject_New(type, of) HFW_GIVES_AS(type, _PyObject_New, of)
#define PyObject_NewVar(type, of, n) HFW_GIVES_AS(type, _PyObject_NewVar, of, n)
#define PyObject_GC_New(type, of) HFW_GIVES_AS(type, _PyObject_GC_New, of)
#define PyObject_GC_NewVar(type, of, n) HFW_GIVES_AS(type, _PyObject_GC_NewVar, of, n)
#undef PyList_GET_ITEM
#undef PyTuple_GET_ITEM
#define PyList_GET_ITEM(l, i) (*hfw_list_item((PyObject *)(l), i, HFW_HERE))
#define PyTuple_GET_ITEM(t, i) (*hfw_tuple_item((PyObject *)(t), i, HFW_HERE))
"""

# PY_SSIZE_T_CLEAN is looked at where they are called.
WATCH_FORMATTED = {"PyObject_CallFunction", "PyObject_CallMethod"}

# It tells of an exception, and is asked all the time.
WATCH_NOT = {"PyErr_Occurred", "PyErr_ProgramText"}

# Whose header Python.h does not include, or not before a version: a macro would stand
# in the way of the prototype.
NOT_IN_PYTHON_H = {
    "PyFrame_GetBack": (3, 11),
    "PyFrame_New": None,
    "PyMember_GetOne": (3, 12),
}

# Not to be called with an exception set, as all that calls back. Of the others that
# may run Python code, many do so for few arguments only: that would accuse right code.
CALLS = re.compile(
    r"Py(Object|Number|Mapping|Sequence|Iter|Eval|Run|Vectorcall)_"
    r"|PyImport_(Import|Reload)|PyCFunction_Call$"
)
CALLS_NOT = {"PyObject_GenericGetAttr", "PySequence_ITEM"}


def in_watch_h(top):
    """What the headers beside it define already."""
    found = set()
    for path in (top / BY_HAND).glob("*.h"):
        if path.name != WATCH.name:
            found |= set(re.findall(r"^ *# *define (\w+)", path.read_text(), re.M))
    return found | set(re.findall(r"^#define (\w+)", WATCH_MACROS, re.M))


# What becomes an argument of Python code there.
PASSES = re.compile(r"PyObject_Call|PyObject_Vectorcall|PyVectorcall_Call$")


def _space(type):
    return "" if type.endswith("*") else " "


def looked_at(row, types):
    """A function around one whose arguments are objects, which may be gone; or None."""
    its = types[row.name]
    named = [each for each in row.parameters if each.name != "..."]
    if its.inline or len(named) != len(row.parameters) or len(named) != len(its.parameters):
        return None
    if any("(" in each or "[" in each for each in its.parameters):
        return None
    names = [f"a{i}" for i in range(len(named))]  # a place has names, too
    objects = [
        name
        for name, each, type in zip(names, named, its.parameters)
        if type == "PyObject *" and each.how == ""
    ]
    if not objects:
        return None
    told = f'"{row.name}", HFW_TOLD'
    calls = row.result.kind == "new" and "runs" in row.flags
    calls = calls and CALLS.match(row.name) and row.name not in CALLS_NOT
    passed = objects[1:] if calls and PASSES.match(row.name) else []
    said = [f"hfw_pending({told});"] if calls else []
    said += [f"hfw_{'passed' if each in passed else 'used'}({each}, {told});" for each in objects]
    parameters = ", ".join(f"{type}{_space(type)}{name}" for name, type in zip(names, its.parameters))
    what = "HFW_BORROWED" if row.result.kind == "borrowed" else "HFW_NEW"
    result = f"(PyObject *){row.name}({', '.join(names)})"
    said.append(f"return ({its.result})hfw_tell({result}, {what}, {told});")
    return (
        f"static inline {its.result}{_space(its.result)}hfw_{row.name}(HFW_PLACE, {parameters})"
        f" {{ {' '.join(said)} }}\n"
        f"#define {row.name}(...) hfw_{row.name}(HFW_HERE, __VA_ARGS__)"
    )


def watched(row, types):
    """The line of one function, or None."""
    result = types[row.name].result
    kind = row.result.kind
    if kind not in ("new", "borrowed"):
        return None
    name = row.name
    around = looked_at(row, types)
    if around:
        return around
    macro = "HFW_LENDS" if kind == "borrowed" else "HFW_GIVES"
    if kind == "new" and "runs" in row.flags:
        if CALLS.match(name) and name not in CALLS_NOT:
            macro = "HFW_CALLS"
    if name in WATCH_FORMATTED:
        macro = "HFW_FORMATTED"
    object = re.sub(r" ?\*$", "", result)
    if object == "PyObject":
        return f"#define {name}(...) {macro}({name}, __VA_ARGS__)"
    macro = "HFW_LENDS_AS" if kind == "borrowed" else "HFW_GIVES_AS"
    return f"#define {name}(...) {macro}({object}, {name}, __VA_ARGS__)"


def watch(table, types, top):
    by_hand = in_watch_h(top)
    groups = {}
    for name, versions in table.items():
        if name in by_hand or name in WATCH_NOT or name not in types:
            continue
        if name in NOT_IN_PYTHON_H and NOT_IN_PYTHON_H[name] is None:
            continue
        for row, line in joined((row, watched(row, types)) for row in versions):
            if name in NOT_IN_PYTHON_H:
                row = dataclasses.replace(row, since=NOT_IN_PYTHON_H[name])
            if name[0] != "_":
                groups.setdefault(condition(row), []).append(line)
    lines = [WATCH_HEAD + WATCH_MACROS]
    for said in sorted(groups):
        lines += ["", f"#if {said}"] if said else [""]
        lines += sorted(groups[said])
        lines += ["#endif"] if said else []
    return "\n".join(lines) + "\n"


# ---- Annotated prototypes.

ANNOTATED_HEAD = """\
/* annotated.h: what the C API does to references, for clang's retain-count analysis.
 *
 * Included after Python.h. A prototype here is CPython's own, with attributes:
 * whether the result is the caller's, and which arguments are consumed. What no
 * attribute can say (arguments that are stolen on success alone, variables that get
 * a reference) has a model that the analysis inlines.
 *
 * Made from capi/table by capi/generate.py.
 */
#ifndef HOLDFAST_CAPI_ANNOTATED_H
#define HOLDFAST_CAPI_ANNOTATED_H

#include <frameobject.h>
#include <structmember.h>

#ifdef __clang_analyzer__
#define HFA_NEW __attribute__((cf_returns_retained))
#define HFA_LENT __attribute__((cf_returns_not_retained))
#define HFA_CONSUMED __attribute__((cf_consumed))
#else
#define HFA_NEW
#define HFA_LENT
#define HFA_CONSUMED
#endif

#ifdef __cplusplus
extern "C" {
#endif

// clang-format off
"""

ANNOTATED_MODELS = """
#ifdef __clang_analyzer__

/* Stolen on success alone. It has no body: the analysis would look into it. */
void hfa_take(PyObject *object HFA_CONSUMED);
"""

ANNOTATED_TAIL = """
#endif
// clang-format on

#ifdef __cplusplus
}
#endif

#endif
"""


def _name(parameter):
    """A parameter's name, in C and in C++."""
    return parameter.name + "_" if parameter.name in KEYWORDS else parameter.name


KEYWORDS = {"complex", "default", "export", "float", "int", "module"}


def prototype(row, types):
    """The annotated prototype of a function, or None where it would say nothing."""
    result, parameters = types[row.name].result, types[row.name].parameters
    named = [each for each in row.parameters if each.name != "..."]
    if len(named) != len(parameters) or any("(" in each or "[" in each for each in parameters):
        return None
    attribute = {"new": "HFA_NEW ", "borrowed": "HFA_LENT "}.get(row.result.kind, "")
    consumed = any(each.how == "steals" for each in named)
    if not attribute and not consumed:
        return None
    said = []
    for parameter, type in zip(named, parameters):
        space = "" if type.endswith("*") else " "
        mark = " HFA_CONSUMED" if parameter.how == "steals" else ""
        said.append(f"{type}{space}{_name(parameter)}{mark}")
    said += ["..."] if row.parameter("...") else []
    space = "" if result.endswith("*") else " "
    return f"PyAPI_FUNC({result}) {row.name}({', '.join(said) or 'void'}) {attribute}".rstrip() + ";"


def model(row, types):
    """For what is stolen on success alone: the analysis inlines it."""
    result, parameters = types[row.name].result, types[row.name].parameters
    named = [each for each in row.parameters if each.name != "..."]
    taken = [each for each in named if each.how == "steals-on-success"]
    if not taken or result != "int" or len(named) != len(parameters):
        return None
    said = ", ".join(
        type + ("" if type.endswith("*") else " ") + _name(each)
        for each, type in zip(named, parameters)
    )
    names = ", ".join(map(_name, named))
    takes = "".join(f"    hfa_take({_name(each)});\n" for each in taken)
    return (
        f"static inline int hfa_{row.name}({said})\n{{\n"
        f"    if ({row.name}({names}) < 0) {{\n        return -1;\n    }}\n"
        f"{takes}    return 0;\n}}\n"
        f"#define {row.name}(...) hfa_{row.name}(__VA_ARGS__)\n"
    )


def annotated(table, types):
    groups, models = {}, []
    for name, versions in table.items():
        # A macro or a static inline hides what we would declare.
        if name not in types or types[name].inline:
            continue
        for row, line in joined((row, prototype(row, types)) for row in versions):
            groups.setdefault(condition(row, first=(0, 0)), []).append(line)
        models += [text for _, text in joined((row, model(row, types)) for row in versions)]
    lines = [ANNOTATED_HEAD]
    for said in sorted(groups):
        lines += [f"#if {said}"] if said else []
        lines += groups[said]
        lines += ["#endif", ""] if said else [""]
    return "\n".join(lines) + ANNOTATED_MODELS + "\n" + "\n".join(models) + ANNOTATED_TAIL


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--top", type=pathlib.Path, default=TOP)
    options = parser.parse_args()
    stale = [path for path, text in made(options.top).items() if _is_stale(options, path, text)]
    if options.check and stale:
        sys.exit("made from an older table: " + ", ".join(map(str, stale)))


def _is_stale(options, path, text):
    there = options.top / path
    if there.exists() and there.read_text() == text:
        return False
    if not options.check:
        there.write_text(text)
        print(f"wrote {path}")
    return True


def made(top=TOP):
    """{path: what has to be in it}"""
    import page

    table, types = rows.read(), read_types()
    return {
        WATCH: watch(table, types, top),
        ANNOTATED: annotated(table, types),
        PAGE: page.page(table, types),
    }


if __name__ == "__main__":
    main()
