"""docs/leaks.md shows what pytest --leaks says of the examples."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

import pytest

PAGE = pathlib.Path("docs/leaks.md").read_text()
# ```text session MODULES TEST: the first line is the command.
SESSIONS = re.findall(r"^```text session (\S+) (\S+)\n\$ (.*)\n((?:.*\n)*?)^```$", PAGE, re.M)
PATH = os.environ["PYTHONPATH"].split(":")


def roots(modules):
    """Those parts of PYTHONPATH that have the plugin, the modules, or pytest."""
    wanted = ("pytest_holdfast/plugin", modules)
    return [path for path in PATH if path.endswith((*wanted, *(w + "_debug" for w in wanted)))
            or path.endswith("dist-packages")]


def of_every_run(text):
    """Without addresses, times, and the folder of the sources; and without what
    only those see who have CPython's debug information."""
    # On a slow machine, what takes long, and the letters of tests after it.
    text = re.sub(r"\n?leaks: \S+: repetition \d+\n", "", text)
    text = re.sub(r" +\[100%\]", " [100%]", text)
    text = re.sub(r"0x[0-9a-f]+", "0x...", text)
    text = re.sub(r"in \d+\.\d+s", "in ...s", text)
    text = re.sub(r"\bcount \d+|\d+ times", "...", text)
    # From CPython 3.12 on, a str is 8 bytes smaller.
    text = re.sub(r"1 object, (4[59]|5[37]) bytes", "...", text)
    text = re.sub(r"(?<= )\S*/(\w+\.c:\d+)", r"\1", text)
    return re.sub(r"=+", "=", text)


def session(modules, test, command, folder):
    shutil.copy(next(pathlib.Path("examples").glob(f"*/{test}")).resolve(), folder)
    python, *options = shlex.split(command)
    assert python == "pytest"
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_holdfast", "-p", "no:cacheprovider", *options],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if k != "HOLDFAST_LEDGER"},
            "COLUMNS": "80",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": ":".join(roots(modules)),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return process


@pytest.mark.parametrize(("modules", "test", "command", "shown"), SESSIONS)
def test_the_page_shows_the_session(modules, test, command, shown, tmp_path):
    process = session(modules, test, command, tmp_path)
    assert of_every_run(process.stdout) == of_every_run(shown), process.stdout
    assert process.returncode == 1


def test_there_are_sessions():
    assert SESSIONS and len(SESSIONS) == PAGE.count("\n```text session ")
