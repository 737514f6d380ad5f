"""docs/module.md, followed to the letter: the files are written, the commands run, and
what they print is what the page shows."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

BLOCKS = re.findall(
    r"^```(\w+) ?(.*)\n((?:.*\n)*?)^```$", pathlib.Path("docs/module.md").read_text(), re.M
)


def run(command, folder):
    done = subprocess.run(
        ["sh", "-e", "-c", command],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("HOLDFAST", "PYTHON"))},
            "LC_ALL": "C",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout)
    return done.returncode, done.stdout


@pytest.fixture
def folder(tmp_path):
    """Step 1."""
    for name in "core", "bind", "pyholdfast":
        shutil.copytree(name, tmp_path / "holdfast" / name)
    return tmp_path


def test_the_steps_do_what_the_page_says(folder):
    printed, compared = "", 0
    for word, more, content in BLOCKS:
        if word in ("c", "python", "toml"):
            (folder / more).write_text(content)
        elif word == "sh":
            status, printed = run(content, folder)
            assert (status != 0) == (more == "wrong"), printed
        else:
            assert word == "text"
            assert content.strip() in printed if more == "part" else content == printed
            compared += 1
    assert compared == 8


def test_the_steps_are_ten():
    headings = re.findall(r"^## (\d+)\.", pathlib.Path("docs/module.md").read_text(), re.M)
    assert headings == [str(i) for i in range(1, 11)]
