"""pytest --leaks finds what leaks in extensions that others wrote."""

import pathlib
import re

pytest_plugins = ["pytester"]
SUITE = pathlib.Path("tests/pytest_holdfast/found/suite.py").resolve()


def test_all_leaks_are_found(pytester):
    command = ["-p", "pytest_holdfast", "-p", "no:cacheprovider", "-rs", str(SUITE)]
    plain = pytester.runpytest_subprocess(*command)
    skipped = plain.parseoutcomes().get("skipped", 0)  # it was another version that leaked
    tests = len(re.findall(r"^def test_", SUITE.read_text(), re.M))
    plain.assert_outcomes(passed=tests - skipped, skipped=skipped)
    leaks = pytester.runpytest_subprocess(*command, "--leaks")
    leaks.assert_outcomes(failed=tests - skipped, skipped=skipped)
    reports = re.findall(r"^(?:object|memory): .* per run$", leaks.stdout.str(), re.M)
    assert len(reports) >= tests - skipped
