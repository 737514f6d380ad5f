"""equivalent.toml says something of mutants that there are, function by function."""

import functools
import pathlib
import re
import sys
import sysconfig

import pytest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import changed  # noqa: E402
import mutants as making  # noqa: E402
import mutate  # noqa: E402
import review as reviewing  # noqa: E402
import score  # noqa: E402

REVIEW = reviewing.Review(HERE / "equivalent.toml")
FILES = mutate.files_of(ROOT)
# A name may be pasted together.
TEXT = {file: (ROOT / file).read_text().replace("##", "") for file in FILES}


@functools.cache
def mutants_of(file, *define):
    include = sysconfig.get_paths()["include"]
    arguments = ["-std=c11", "-iquote", ".", "-isystem", include, *define]
    found, errors = making.mutants_of(file, (ROOT / file).read_bytes(), arguments)
    assert not errors
    assert {m.operator for m in found} <= score.CLASS_OF.keys()
    return found


def files_with(function):
    """The files that define it; if none is seen to, those that have the name."""
    defined = re.compile(rf"^(?=\S).*\b{function}\(", re.M)
    named = re.compile(rf"\b{function}\b")
    return [file for file in FILES if defined.search(TEXT[file])] or [
        file for file in FILES if named.search(TEXT[file])
    ]


def stale(function):
    """What is wrong with the entries of one function, and why."""
    found = {}
    for define in ([], [mutate.CHECKED]):  # in the checked build what is not in the other
        for file in files_with(function):
            found |= dict.fromkeys(mutants_of(file, *define), "survived")
        wrong = [each for each in REVIEW.stale(found) if each[0].function == function]
        if not wrong:
            break
    return wrong


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="reviewed for CPython 3.11")
@pytest.mark.parametrize("function", sorted({entry.function for entry in REVIEW.entries}))
def test_each_entry_is_for_a_mutant(function, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert stale(function) == []


def test_each_folder_of_the_layer_is_mutated():
    assert {file.partition("/")[0] for file in FILES} == set(changed.FOLDERS)


def test_each_class_has_an_entry():
    assert REVIEW.unused() == []
