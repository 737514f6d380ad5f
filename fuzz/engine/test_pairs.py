"""contract with all pairs of operands: fuzz/engine/pairs.c. HF_PAIRS_SEED asks for
other values beside them than those of seed 1, HF_PAIRS_ROUNDS for more than three."""

import os
import pathlib
import re
import subprocess

FUZZ = pathlib.Path(__file__).parent.parent
SEED = os.environ.get("HF_PAIRS_SEED", "1")
ROUNDS = os.environ.get("HF_PAIRS_ROUNDS", "3")


def run(program, *arguments, **environment):
    done = subprocess.run(
        [FUZZ / program, *arguments],
        env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    print(done.stdout[-4000:])
    return done.returncode, done.stdout


def test_each_call_with_each_pair_does_what_cpython_does():
    status, said = run("pairs_contract", SEED, ROUNDS)
    assert status == 0
    calls, rows = map(int, re.search(r"(\d+) calls of (\d+) rows", said).groups())
    assert calls > 1000 * int(ROUNDS) * rows > 100_000


def test_a_planted_bug_is_found_and_its_input_kept(tmp_path):
    bug = {"HF_PLANTED": "int_by_size", "TEST_UNDECLARED_OUTPUTS_DIR": str(tmp_path)}
    status, said = run("pairs_planted_contract", SEED, ROUNDS, **bug)
    assert status != 0 and "oracle ==" in said
    kept = tmp_path / "contract-failing-program"
    assert run("planted_contract", "-runs=1", kept, **bug)[0] != 0
    assert run("planted_contract", "-runs=1", kept)[0] == 0
