"""Each check finds what it is for, and nothing finds that when it is off."""

import pytest

from fuzzing import causes, fuzz

CASES = [
    ("blocks", "malloc_left"),
    ("counts", "none_increfd"),
    ("exceptions", "wrong_type"),
    ("quarantine", "dead_object_decrefd"),
    ("quarantine", "written_after_free"),
    ("failures", "left_when_allocation_fails"),
]

# What another check sees, too.
MORE = {"exceptions": ["--without", "failures"]}


@pytest.mark.parametrize(("check", "name"), CASES)
def test_finds_with_the_check_and_not_without(tmp_path, check, name):
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    _, report, said = fuzz("planted", tmp_path / "with", "--only", name)
    assert report and causes(report, f"planted.{name}"), said
    status, report, said = fuzz("planted", tmp_path / "without", "--only", name, "--without", check, *MORE.get(check, ()))
    assert report and not causes(report, f"planted.{name}"), said
    assert status == 0
