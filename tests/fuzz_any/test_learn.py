"""What a blind generator never says, the package's own tests do."""

import pathlib

import planted
from fuzzing import causes, fuzz

PACKAGE = """\
from guarded import planted

def gate(first, second, third):
    if (first, second, third) != ("open sesame 12345", 98765, b"and a token"):
        raise ValueError("no")
    return planted.malloc_left()
"""

TESTS = """\
import guarded, unittest

class Tests(unittest.TestCase):
    def test_gate(self):
        word = "open sesame " + "12345"
        guarded.gate(word, 98765, third=b"and a token")
"""


def test_learns_arguments_from_tests(tmp_path):
    package = tmp_path / "guarded"
    package.mkdir()
    (package / "__init__.py").write_text(PACKAGE)
    extension = pathlib.Path(planted.__file__)
    (package / extension.name).write_bytes(extension.read_bytes())
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_guarded.py").write_text(TESTS)
    options = ["--path", tmp_path, "--only", "gate", "--without", "failures"]
    status, report, said = fuzz("guarded", tmp_path, *options)
    assert (status, report["causes"]) == (0, []), said
    status, report, said = fuzz("guarded", tmp_path, *options, "--learn", tmp_path / "tests")
    assert "learn: 1 calls of 1 functions, methods and types" in said
    assert status == 1 and causes(report, "guarded.gate"), said
