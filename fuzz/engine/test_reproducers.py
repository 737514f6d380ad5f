"""A program that is made of an input does what the fuzzer did, without it.

Of a corpus that is large a part is tried, with all its regressions; with
HOLDFAST_EVERY_INPUT=1 in the environment each of its inputs is, and with HOLDFAST_PART
(testing/parts.py) a part of those that were to be tried.
"""

import os
import pathlib
import re

import pytest

import reproducers
from testing.parts import is_in_part

TARGETS = sorted(folder.name for folder in pathlib.Path("corpus").iterdir() if folder.is_dir())


MOST = 300  # inputs of a target that are tried, and its regressions


def corpus(target):
    files = sorted(file for file in pathlib.Path("corpus", target).rglob("*") if file.is_file())
    assert files, "the corpus is not there"
    if os.environ.get("HOLDFAST_EVERY_INPUT"):
        return files
    kept = [file for file in files if file.parent.name == "regressions"]
    others = [file for file in files if file.parent.name != "regressions"]
    return sorted(kept + others[:: -(-len(others) // MOST) or 1])


def emit(target, files, folder):
    """The programs made of |files|, and the traces in words."""
    programs = [folder / f"{file.name}.c" for file in files]
    pairs = [word for pair in zip(files, programs) for word in pair]
    done = reproducers.run([f"fuzz/{target}_replay_bin", "--emit-c", *pairs])
    assert done.returncode == 0, done.stdout[-4000:]
    traces = re.split(r"^corpus/.*: \d+ bytes$", done.stdout, flags=re.M)[1:]
    assert len(traces) == len(programs)
    return programs, traces


@pytest.mark.parametrize("target", TARGETS)
def test_the_program_of_each_input_does_the_same(target, tmp_path):
    files = [file for file in corpus(target) if is_in_part(file.name)]
    programs, traces = emit(target, files, tmp_path)
    reproducers.together(programs, tmp_path / "all.c")
    flags = reproducers.flags_of(programs[0])
    printed = reproducers.run([reproducers.build(tmp_path / "all.c", flags)]).stdout
    parts = re.split(r"^program \d+$", printed, flags=re.M)[1:]
    assert len(parts) == len(files)
    steps = 0
    bad = []
    for file, part, trace in zip(files, parts, traces):
        assert "every check held\nended with 0" in part, f"{file}: {part[-2000:]}"
        did = reproducers.outcomes(part)
        ended = reproducers.trace_outcomes(trace)
        assert [step[:2] for step in did] == [step[:2] for step in ended], file
        for step, (*_, end) in zip(did, ended):
            if not step[2].startswith(end):
                bad.append((str(file), step, end))
        steps += len(did)
    assert not bad, bad
    assert steps > len(files)


# One for each kind of command: plain, with a folder of its own, with the ledger. That
# the others name all that they need is seen where programs are built of those names.
# They compile the whole layer, so that where a part is asked for it is a part of these.
COMMANDS = ["str_sequence", "class_sequence", "ledger"]


@pytest.mark.parametrize("target", filter(is_in_part, COMMANDS))
def test_the_command_on_top_of_a_program_compiles_it(target, tmp_path):
    (program, *_), _ = emit(target, corpus(target)[:1], tmp_path)
    text = program.read_text()
    # It has the steps, and includes all else.
    included = re.findall(r'^#include "(.*)"$', text, re.M)
    assert included and all(pathlib.Path(file).exists() for file in included)
    commands = re.findall(r"^ \*   (cc .*\n(?: \*  .*\n)+)", text, re.M)
    assert len(commands) == 2 and "-fsanitize=address" in commands[1]
    for command in commands:
        command = command.replace("\\\n *", "").replace("\n *", "\n")
        assert str(program) in command
        program_here = str(tmp_path / "reproducer")
        command, n = re.subn(r"(-o |\./)reproducer$", rf"\1{program_here}", command, flags=re.M)
        assert n == 2
        command = command.replace("./", "")
        done = reproducers.run(["sh", "-e", "-c", command])
        assert done.returncode == 0 and "every check held" in done.stdout, done.stdout


# What a program looks at, and a change to it that it must see.
WRONG = {
    "references": (
        r"(NEW, .*\n)    holds\((\d+), (\d+), 1\);",
        r"\1    holds(\2, \3, 2);",
    ),
    "content": (r"TEXT\((\d+), ", r"TEXT(\1 + 1, "),
    "consumption": (r"^    holds\((\d+), .*\);", r"    empty(\1);"),
    "prediction": (r"^    succeeds\(\);", r"    fails_with(PyExc_TypeError, NULL);"),
    "exception": (
        r"^    fails_with\(PyExc_UnicodeDecodeError, NULL\);",
        r"    fails_with(PyExc_TypeError, NULL);",
    ),
    "message": (
        r'^    fails_with\(PyExc_TypeError, "(.*)"\);',
        r'    fails_with(PyExc_TypeError, "\1 or so");',
    ),
    "identity": (
        r"^    same\((\d+), (\d+)\);",
        r"    s[\1].as_object = hf_none();\n\g<0>",
    ),
    "number": (
        r"^    finds\((\d), (.*), (-?\d+)\);",
        r"    finds(\1, \2, \3 + 1);",
    ),
    "totals": (
        r"^    clear_all\(\);",
        r"\g<0>\n    Py_INCREF(Py_True), (void)PyMem_Malloc(1);",
    ),
    "bytes": (
        r"^    clear_all\(\);",
        r"\g<0>\n    static void *lost[9], **next = lost;\n    *next++ = malloc(1);",
    ),
}
ORACLE = {"number": "content", "bytes": "totals", "message": "exception"}
FLAGS = {"bytes": ("-fsanitize=address",)}


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    files = corpus("str_sequence")
    return emit("str_sequence", files, tmp_path_factory.mktemp("programs"))[0]


@pytest.mark.parametrize("check", WRONG)
def test_a_program_sees_what_is_not_as_in_the_fuzzer(check, programs, tmp_path):
    wanted, instead = WRONG[check]
    texts = (program.read_text() for program in programs)
    text = next(text for text in texts if re.search(wanted, text, re.M))
    wrong = tmp_path / "wrong.c"
    wrong.write_text(re.sub(wanted, instead, text, count=1, flags=re.M))
    done = reproducers.run([reproducers.build(wrong, FLAGS.get(check, ()))])
    assert done.returncode != 0
    assert f"the {ORACLE.get(check, check)} oracle" in done.stdout
