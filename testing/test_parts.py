"""The parts of a test's cases make up the whole, and what has no cases is in each."""

import re
import subprocess
import sys

import pytest

CASES = """
import pytest

@pytest.mark.parametrize("case", range(30))
def test_case(case):
    pass

def test_alone():
    pass
"""


def ran(folder, part):
    (folder / "test_cases.py").write_text(CASES)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "testing.parts"]
        + [folder / "test_cases.py"],
        env={"PYTHONPATH": ":".join(sys.path), **({"HOLDFAST_PART": part} if part else {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return set(re.findall(r"::(test_\S+) PASSED", done.stdout)), done


def test_the_parts_are_the_whole(tmp_path):
    everything, _ = ran(tmp_path, None)
    parts = [ran(tmp_path, f"{i}/3")[0] for i in range(3)]
    assert len(everything) == 31
    assert set.union(*parts) == everything
    assert set.intersection(*parts) == {"test_alone"}
    assert sum(map(len, parts)) == 30 + 3
    assert all(len(part) > 5 for part in parts)


@pytest.mark.parametrize("part", ["3/3", "-1/3", "a third"])
def test_what_is_no_part_is_refused(part, tmp_path):
    found, done = ran(tmp_path, part)
    assert not found and done.returncode != 0
