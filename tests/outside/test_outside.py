"""docs/bazel.md is followed to the letter, in a workspace beside this tree; and in
another one that pyholdfast makes."""

import ast
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


# ---- MODULE.bazel, which Bazel reads from version 7 on.


def calls(text):
    """[(the function, what is given by name, what is not)] of a file of Bazel's."""
    made = []
    for each in ast.walk(ast.parse(text)):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            named = {word.arg: word.value for word in each.keywords}
            known = {k: v.value for k, v in named.items() if isinstance(v, ast.Constant)}
            plain = [arg.value for arg in each.args if isinstance(arg, ast.Constant)]
            made.append((each.func.id, known, plain))
    return made


def of(function, made):
    return [(named, plain) for name, named, plain in made if name == function]


TEMPLATES = pathlib.Path("pyholdfast/templates/bazel")


@pytest.mark.parametrize(
    "workspace_file, module_file",
    [
        (FILES["WORKSPACE"], FILES["MODULE.bazel"]),
        [(TEMPLATES / f"{name}.template").read_text() for name in ("WORKSPACE", "MODULE.bazel")],
    ],
    ids=["page", "template"],
)
def test_a_module_is_what_a_workspace_is(workspace_file, module_file):
    """The same name, and the same checkout of Holdfast."""
    old, new = calls(workspace_file), calls(module_file)
    assert {name for name, _, _ in new} == {"module", "bazel_dep", "local_path_override"}
    assert of("module", new) == of("workspace", old)
    ((checkout, _),) = of("local_repository", old)
    ((override, _),) = of("local_path_override", new)
    assert override == {"module_name": checkout["name"], "path": checkout["path"]}
    assert of("bazel_dep", new) == of("module", calls(pathlib.Path("MODULE.bazel").read_text()))


def test_holdfast_is_one_module_with_what_its_workspace_has():
    old, new = (calls(pathlib.Path(name).read_text()) for name in ("WORKSPACE", "MODULE.bazel"))
    assert of("module", new) == of("workspace", old)
    bzl = pathlib.Path("tools/repositories.bzl").read_text()
    (of_this_machine,) = re.findall(r"^def toolchain_repositories.*\n((?: .*\n)+)", bzl, re.M)
    ((_, names),) = of("use_repo", new)
    assert sorted(names) == sorted(re.findall(r'name = "(\w+)"', of_this_machine))
    for named, _ in of("bazel_dep", new):
        assert f'"{named["name"]}"' in bzl
    ((_, (label, extension)),) = of("use_extension", new)
    file = pathlib.Path(label.strip("/").replace(":", "/"))
    assert f"\n{extension} = module_extension(" in file.read_text()


def is_new():
    """Whether this Bazel can read MODULE.bazel: Debian 12's says no version."""
    said = subprocess.run(["bazel", "--version"], stdout=subprocess.PIPE, text=True).stdout
    version = re.match(r"bazel (\d+)", said)
    return version is not None and int(version[1]) >= 7


BZLMOD = pytest.param("1", marks=pytest.mark.skipif(not is_new(), reason="this Bazel is too old"))


@pytest.mark.parametrize("bzlmod", ["0", BZLMOD])
def test_what_pyholdfast_makes_passes_its_tests(workspace, bzlmod, monkeypatch):
    """By the commands of its CI file."""
    monkeypatch.setenv("HOLDFAST_BZLMOD", bzlmod)
    folder = workspace.folder.parent
    shutil.rmtree(folder / "kelp", ignore_errors=True)  # of the other one
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
