"""README's first catch, followed to the letter."""

import os
import pathlib
import re
import shutil
import subprocess
import textwrap

import pytest

README = pathlib.Path("README.md").read_text()
SECTION = textwrap.dedent(re.split(r"^## ", README, flags=re.M)[2])
BLOCKS = re.findall(r"^ *```(\w+) ?(.*)\n((?:.*\n)*?)^ *```$", SECTION, re.M)
BLOCKS = {name or word: textwrap.dedent(content) for word, name, content in BLOCKS}


@pytest.fixture
def folder(tmp_path):
    """Step 1."""
    shutil.copytree("core", tmp_path / "holdfast" / "core")
    return tmp_path


def follow(folder, source):
    """Steps 2 and 3: the status, and what was printed."""
    (folder / "kelp.c").write_text(source)
    done = subprocess.run(
        ["sh", "-e", "-c", BLOCKS["sh"]],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("HOLDFAST", "PYTHON"))},
            "LC_ALL": "C",  # gcc's quotes depend on it
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout)
    return done.returncode, done.stdout


def test_the_section_is_the_first_after_what_it_is():
    assert SECTION.startswith("A first catch, in three steps\n")
    assert BLOCKS.keys() == {"kelp.c", "sh", "caught"}


def test_the_mistake_is_caught_as_shown(folder):
    status, printed = follow(folder, BLOCKS["kelp.c"])
    assert status != 0
    printed = re.sub(r" at 0x[0-9a-f]+, count \d+$", "", printed, flags=re.M)
    printed = printed.replace(f" {folder}/", " ")
    assert BLOCKS["caught"] in printed


def corrected():
    source = BLOCKS["kelp.c"]
    declared = re.sub(r"hf_str name = (.*);", r"hf_auto(str, name, \1);", source)
    assert declared != source
    return declared, declared.replace("utf8(name,", "utf8(hf_move(&name),")


def test_corrected_as_the_text_says_nothing_is_reported(folder):
    status, printed = follow(folder, corrected()[1])
    assert (status, printed) == (0, "bull!\n" + 2 * "a forest of kelp\n")


def test_without_the_move_it_does_not_compile(folder):
    status, printed = follow(folder, corrected()[0])
    assert status != 0
    assert "error: incompatible type for argument 1 of 'hf_str_append_utf8'" in printed
