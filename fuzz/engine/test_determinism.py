"""Same input, same behaviour: each input of the corpus is run twice in one
process, and once in a process that has run nothing before. The traces and the
coverage counters of the layer must be the same.

What differs is state that leaks from one input to the next, or something that
depends on addresses, hashes or the environment: such an input cannot be
minimised, and its failure may not come back. With HOLDFAST_PART (testing/parts.py) it
is a part of the inputs of each target.
"""

import difflib
import os
import pathlib
import subprocess

import pytest

from testing.parts import is_in_part

HERE = pathlib.Path(__file__).parent.parent  # where the programs are
TARGETS = sorted(folder.name for folder in (HERE.parent / "corpus").iterdir() if folder.is_dir())


def counts_coverage(program):
    """Not where the build has no counters, nor in the checked one (outcomes.c)."""
    content = (HERE / program).read_bytes()
    return b"\0__sancov_cntrs\0" in content and b"_compiled_with_HF_CHECKED" not in content


def is_asan(program):
    """Elsewhere addresses matter: a block grows in place or moves, and CPython's method
    cache, which is keyed by them, evicts one name or another."""
    return b"__asan_init" in (HERE / program).read_bytes()


def outcomes(program, corpus, how, **env):
    """What each run resulted in: {input: [run, ...]}. Of a run that was begun again
    (process.c), it is what it resulted in at last."""
    corpus = HERE.parent / "corpus" / corpus
    inputs = sorted(
        str(path) for path in corpus.rglob("*") if path.is_file() and is_in_part(path.name)
    )
    process = subprocess.run(
        [HERE / program, "--outcomes", how],
        env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0", **env},
        input="\n".join(inputs),
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        check=True,
    )
    found = {}
    for run in ("\n" + process.stdout).split("\n= ")[1:]:
        header, outcome = run.split("\n", 1)
        path, number = header.split()
        name = str(pathlib.Path(path).relative_to(corpus))
        found.setdefault(name, {})[number] = outcome.rstrip()
    return {name: list(runs.values()) for name, runs in found.items()}


def differences(pairs):
    """What differs, in the first three of {input: (one, other)}."""
    found = []
    for path, (one, other) in pairs.items():
        if one != other:
            lines = difflib.unified_diff(one.split("\n"), other.split("\n"), n=1, lineterm="")
            found.append("\n".join([path, *(line[:300] for line in list(lines)[2:20])]))
    return "\n".join([f"{len(found)} of {len(pairs)} inputs differ", *found[:3]]) if found else ""


def same(pairs):
    found = differences(pairs)
    if found:
        pytest.fail(found, pytrace=False)


@pytest.fixture(scope="module", params=TARGETS)
def runs(request):
    target = request.param
    if not is_asan(f"{target}_bin"):
        pytest.skip("the build is not AddressSanitizer's")
    twice = outcomes(f"{target}_bin", target, "twice")
    fresh = outcomes(f"{target}_bin", target, "fresh", PYTHONHASHSEED="7", HOME="/nowhere")
    return target, twice, fresh


def test_each_input_was_run(runs):
    _, twice, fresh = runs
    assert len(twice) > 3  # also of a part
    assert twice.keys() == fresh.keys()
    assert {len(results) for results in twice.values()} == {2}
    assert {len(results) for results in fresh.values()} == {1}


def test_each_run_counts_the_layers_coverage(runs):
    target, twice, _ = runs
    if not counts_coverage(f"{target}_bin"):
        pytest.skip("there are no counters")
    uncovered = [path for path, (one, _) in twice.items() if one.endswith("covered:")]
    # Inputs that are cut off, or that do nothing.
    assert len(uncovered) <= 1 + len(twice) / 20


def test_an_input_does_the_same_again_in_the_same_process(runs):
    _, twice, _ = runs
    same(twice)


def test_an_input_does_the_same_in_a_fresh_process(runs):
    _, twice, fresh = runs
    pairs = {path: (results[0], fresh[path][0]) for path, results in twice.items()}
    same(pairs)


def test_state_that_outlives_an_input_is_found():
    if not counts_coverage("planted_str_sequence"):
        pytest.skip("only the counters show it")
    twice = outcomes("planted_str_sequence", "str_sequence", "twice", HF_PLANTED="remembers")
    assert "covered:" in differences(twice)
