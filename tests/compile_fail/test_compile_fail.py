"""Compiles each *.c here, which must fail and say why.

A file names the messages that must appear, as regular expressions, one a line:

    /* gcc: incompatible type for argument 1 */
    /* clang: passing 'hf_str_borrowed' .* incompatible type */

and has its mistake corrected under HF_RIGHT: then it must compile, so that no
broken include makes the test pass.
"""

import os
import pathlib
import re
import subprocess
import sysconfig

import pytest

HERE = pathlib.Path("tests/compile_fail")
FILES = sorted(HERE.glob("*.c"))
COMPILERS = ["gcc", "clang"]


def compile_c(compiler, file, *flags):
    """The exit status and the messages."""
    done = subprocess.run(
        [compiler, *os.environ["COPTS"].split(), *flags]
        + ["-isystem", sysconfig.get_paths()["include"], "-I."]
        + ["-c", file, "-o", "/dev/null"],
        env=dict(os.environ, LC_ALL="C"),  # gcc's quotes depend on it
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout)
    return done.returncode, done.stdout


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestEachFile:
    def test_does_not_compile_and_says_why(self, file, compiler):
        expected = re.findall(rf"/\* {compiler}: (.*?) \*/", file.read_text())
        assert expected, f"{file} does not say what {compiler} reports"
        status, messages = compile_c(compiler, file)
        assert status != 0, f"{compiler} accepts {file}"
        for message in expected:
            assert re.search(message, messages), f"{compiler} does not say: {message}"

    def test_compiles_when_corrected(self, file, compiler):
        status, _ = compile_c(compiler, file, "-DHF_RIGHT")
        assert status == 0
