"""types.md has all that Pydust has, and each function that it names is there."""

import pathlib
import re

PAGE = pathlib.Path("docs/types.md").read_text()
NAMES = {
    line.split()[0]
    for file in ("public_names.txt", "public_names_bind.txt")
    for line in pathlib.Path("tests/headers", file).read_text().splitlines()
    if line and not line.startswith("#")
}
# Words of the rows; examples are compiled.
ROWS = [line for line in PAGE.splitlines() if line.startswith("|")]
NAMED = sorted({name for row in ROWS for name in re.findall(r"`((?:hf|HF)_\w+)", row)})
# What Pydust has, by the headings of the page.
PYDUST = {
    "Every type": "check checked checkedCast unchecked incref decref refcnt",
    "Any object": "getTypeName call0 call get getAttribute getAs has set del getBuffer repr str callable len"
    " eq ne lt le gt ge not_ is_none isinstance type_ None NotImplemented True False true_ false_",
    "str": "create createFmt append appendSlice concat concatSlice length asSlice",
    "Numbers": "PyBool create asbool intobool PyLong as PyFloat",
    "bytes, bytearray": "create fromObject length asSlice",
    "Buffers and memoryviews": "fields flags release isContiguous initFromSlice asSlice format fromSlice fromObject",
    "Containers and iteration": "PyList new length getItem getSlice toTuple setOwnedItem setItem insert append sort"
    " reverse PyTuple create contains index tuple PyDict copy clear delItem itemsIterator dict PyIter next iter"
    " PySlice getStart getStop getStep",
    "Exceptions": "raise raiseFmt",
    "type, module, code, frame": "PyType name qualifiedName getSlot hasFeature super PyModule import getState"
    " addObjectRef init fromCode PyFrame current code line PyCode first file",
    "The GIL, and deep calls": "ensure release nogil acquire",
    "Modules and classes of C": "functions arguments results positional keyword default varargs kwargs submodules"
    " state classes init del properties attributes operators iteration buffer call hash compare len traverse clear",
}


def section(heading):
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def cells(text):
    """(what Pydust has, what is here) of each row of a section."""
    rows = [line.strip("|").split(" | ", 1) for line in text.splitlines() if line.startswith("| ")]
    return [(left.strip(), right.strip()) for left, right in rows if left.strip() not in ("Pydust", "Python")]


def test_there_is_a_row_for_each_entry_of_pydust():
    missing = []
    for heading, entries in PYDUST.items():
        there = {word for left, _ in cells(section(heading)) for word in re.findall(r"\w+", left)}
        missing += [f"{heading}: {entry}" for entry in entries.split() if entry not in there]
    assert not missing


def test_each_row_names_a_function_or_says_why_there_is_none():
    for left, right in cells(PAGE):
        assert re.search(r"`\w+", right), left
        assert "None." not in right or len(right.split()) > 5, left


def test_each_section_has_an_example():
    without = [heading for heading in PYDUST if "\n```c\n" not in section(heading)]
    assert without == ["Every type"]  # its verbs are in all the others


def test_each_name_is_public():
    assert len(NAMED) > 100
    assert [name for name in NAMED if name not in NAMES] == []
