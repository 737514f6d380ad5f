"""docs/bazel.md is followed to the letter, in a workspace beside this tree; and in
another one that pyholdfast makes."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

PAGE = pathlib.Path("docs/bazel.md").read_text()
BLOCKS = re.findall(r"^```(\w+) ?(.*)\n((?:.*\n)*?)^```$", PAGE, re.M)
FILES = {name: content for _, name, content in BLOCKS if name}
(COMMANDS,) = [content.splitlines() for word, _, content in BLOCKS if word == "sh"]
TARGETS = {"reef_test", "reef_test_debug", "strs_test", "strs_test_debug"}
# Bazel in Bazel: no sandbox inside the sandbox, and nothing is left running.
STARTUP = ["--max_idle_secs=10", "--host_jvm_args=-Xmx400m"]
OPTIONS = ["--spawn_strategy=local", "--jobs=2", "--noshow_progress"]


class Workspace:
    def __init__(self, folder):
        self.disk = folder / "disk"  # both have the same of Holdfast
        self.folder = folder / "reef"
        self.holdfast = folder / "holdfast"
        self.root = folder / "bazel"
        # What is in the runfiles is a link to what the tree has.
        shutil.copytree(".", self.holdfast, ignore=shutil.ignore_patterns("*.runfiles"))
        self.folder.mkdir()

    def write(self, **changed):
        """The files of the page; |changed| has others by their stem."""
        for name, content in FILES.items():
            path = self.folder / name
            path.write_text(changed.get(path.stem, content))

    def run(self, command, *more):
        """Runs a command of the page: its status, and all it printed."""
        program, *words = command.split()
        done = subprocess.run(
            [program, *self.startup(), *words, *self.options(words), *more],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.root)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        print("$", command, *more, "\n" + done.stdout)
        return done.returncode, done.stdout

    def options(self, words):
        return [] if words == ["shutdown"] else [*OPTIONS, f"--disk_cache={self.disk}"]

    def startup(self):
        return [*STARTUP, f"--output_user_root={self.root}"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = Workspace(tmp_path_factory.mktemp("outside"))
    made.write()
    yield made
    made.run("../holdfast/bazelw shutdown")


def passed(output):
    return set(re.findall(r"^//:(\w+) +(?:\(cached\) )?PASSED", output, re.M))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_passes(workspace, command):
    workspace.write()
    status, output = workspace.run(command)
    assert status == 0
    assert passed(output) == TARGETS


def with_line(line):
    """reef.c, with one line more in shout."""
    return FILES["reef.c"].replace("    return hf_into", f"    {line}\n    return hf_into")


def test_a_warning_that_is_no_lost_reference_stops_nobody(workspace):
    workspace.write(reef=with_line("char *writable = \"kelp\"; unsigned n = -1; (void)n, (void)writable;"))
    status, _ = workspace.run("../holdfast/bazelw build //:reef", "--copt=-Wwrite-strings")
    assert status == 0


def test_a_lost_reference_does(workspace):
    workspace.write(reef=with_line("hf_str_concat_utf8(text, \"?\");"))
    status, output = workspace.run("../holdfast/bazelw build //:reef")
    assert status != 0
    assert "ignoring return value of" in output


def test_checked_reports_what_the_compiler_lets_through(workspace):
    twice = "hf_str s = hf_str_concat_utf8(text, \"!\");\n    hf_decref(s);\n    return hf_into_raw(s);"
    workspace.write(reef=re.sub(r"return hf_into.*;", twice, FILES["reef.c"]))
    status, output = workspace.run(COMMANDS[1], "--test_output=errors")
    assert status != 0
    assert passed(output) == {"strs_test", "strs_test_debug"}
    for target in ["reef_test", "reef_test_debug"]:
        (log,) = workspace.root.glob(f"*/execroot/reef/bazel-out/*/testlogs/{target}/test.log")
        assert "OwnershipError: holdfast: consumed twice" in log.read_text()
        assert re.search(r"again +shout at \S*reef\.c:\d+", log.read_text())


def test_the_macros_take_the_flags_that_are_recommended():
    page = pathlib.Path("docs/ownership.md").read_text()
    (flags,) = re.findall(r"^```flags c\n((?:.*\n)*?)^```$", page, re.M)
    listed = {line.split()[0] for line in flags.splitlines()}
    macros = pathlib.Path("tools/defs.bzl").read_text()
    lists = re.findall(r"^_USERS_(?:C_)?COPTS = \[\n((?:.*\n)*?)\]$", macros, re.M)
    given = set(re.findall(r'"(.*)"', "".join(lists)))
    assert given == listed | {"-fvisibility=hidden"}


def test_what_pyholdfast_makes_passes_its_tests(workspace):
    """By the commands of its CI file."""
    folder = workspace.folder.parent
    made = subprocess.run(
        [sys.executable, "-m", "pyholdfast", "new", "kelp", "--bazel"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(workspace.holdfast)},
    )
    assert made.returncode == 0
    kelp = Workspace.__new__(Workspace)
    kelp.__dict__.update(workspace.__dict__, folder=folder / "kelp")
    text = (kelp.folder / ".github" / "workflows" / "test.yml").read_text()
    (values,) = re.findall(r"^ *checked: \[(.*), (.*)\]$", text, re.M)
    (command,) = re.findall(r"^ *- run: (.*)", text, re.M)
    try:
        for value in values:
            status, output = kelp.run(command.replace("${{ matrix.checked }}", value.strip('"')))
            assert status == 0
            assert passed(output) == {"kelp_test", "kelp_test_debug"}
    finally:
        kelp.run("../holdfast/bazelw shutdown")
