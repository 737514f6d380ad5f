"""Each way to build, with all targets: check.py's own table and its status."""

import check
import pytest


@pytest.mark.parametrize("engine, sanitizer", check.WAYS)
def test_all_targets_are_as_the_services_want_them(engine, sanitizer):
    assert check.main(["--engine", engine, "--sanitizer", sanitizer]) == 0
