"""The rows, executed on the interpreters of this machine: prove.py."""

import pytest

import flips
import prove
import rows
import witness

SHARE = 0.05  # of the flips; the nightly command tries all


@pytest.fixture(scope="session")
def proof(interpreter, tmp_path_factory):
    made = prove.prove(interpreter, tmp_path_factory.mktemp("proof"), share=SHARE)
    print("\n" + "\n".join(prove.report(made)))
    return made


def test_ownership_is_proved(proof):
    """Of the rows that are needed, at least 98 %; of all, what has no reason not to be."""
    version = proof.interpreter.version
    needed = prove.needed_names() & set(rows.of(version))
    unproved = proof.unproved()
    assert needed <= set(proof.findings)
    assert len(needed - set(unproved)) >= 0.98 * len(needed)
    assert set(unproved) - set(prove.reasons(version)) == set()


def test_all_else_that_a_row_says_is_so(proof):
    version = proof.interpreter.version
    files = ("unproved", "found")
    assert prove.unexplained(proof.findings, version, prove.OTHER_STEPS, *files) == {}


def test_failing_allocations_lose_nothing(proof):
    """But for what is wrong in CPython, and known."""
    version = proof.interpreter.version
    assert prove.unexplained(proof.findings, version, ("memory",), "found") == {}


def test_most_fields_are_observed(proof):
    there, observed = map(sum, zip(*proof.fields().values()))
    assert there > 5000
    assert observed >= 0.95 * there


def test_flips_are_noticed(proof):
    assert len(proof.flips) > 200
    assert proof.missed() == []


def test_unchecked_rows_crash(proof):
    """And those that are checked do not."""
    if proof.interpreter.debug:  # what a release one does with them cannot be known
        unchecked = {name for name, each in proof.findings.items() if each.unchecked}
        said = {name for name, each in proof.findings.items() if "unchecked" in each.row.flags}
        found = prove.notes("found", proof.interpreter.version)
        wrong = {each.function for each in found if each.step == "stranger"}
        assert unchecked - said - wrong == set()


# ---- Witnesses that hide something.

WRONG_WITNESSES = [
    "PyList_Append(_, shared)",  # whose count says nothing
    "PyList_SetItem(_, 99, _)",  # it fails
    "PyNumber_Add(_, object)",
    "PyDict_GetItem(_, new_key)",  # nothing comes back
    "PyErr_Fetch(_, _, _)",  # there is no error
    "PyModule_AddObject(_, _, NULL)",  # nothing to steal
    "PyObject_New(T, type)",  # its objects are more than a head
    "PyInterpreterState_GetDict(zeroed)",  # not an interpreter
    "PyCell_SET(cell, _)",  # what was there is lost
]


@pytest.fixture(scope="session")
def little_proofs(interpreter, tmp_path_factory):
    """With the wrong witnesses, and with those that there are."""
    wrong = {each.name: [each] for each in map(witness.parse, WRONG_WITNESSES)}
    table = {name: row for name, row in rows.of(interpreter.version).items() if name in wrong}
    right = witness.read(interpreter.version)
    return [
        prove.prove(interpreter, tmp_path_factory.mktemp("little"), table, witnesses=each)
        for each in (wrong, {name: all for name, all in right.items() if name in wrong})
    ]


@pytest.mark.parametrize("line", WRONG_WITNESSES)
def test_a_wrong_witness_is_noticed(little_proofs, line):
    """The row is not proved by it, or fewer of its fields are observed."""
    name = line.partition("(")[0]
    wrong, right = (proof.findings[name] for proof in little_proofs)
    assert right.proved
    assert not wrong.proved or observed(wrong) < observed(right)


def observed(finding):
    return sum(map(finding.observed, flips.fields(finding.row, finding.objects)))
