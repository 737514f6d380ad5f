"""What can be done with an input that fails, from the fuzzer's end to bazel test.

The failures are those of planted bugs (planted.h).
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

import failure
import minimize
import reproducers
import triage

TARGETS = ["str_sequence", "utf8_decode"]
BINARY = {target: os.path.abspath(f"fuzz/planted_{target}") for target in TARGETS}
FUZZERS = [f"{target}={binary}" for target, binary in BINARY.items()]


def largest(target):
    """The longest program of the corpus."""
    files = [
        file for file in pathlib.Path("corpus", target).iterdir() if file.is_file()
    ]
    return max(files, key=lambda file: file.stat().st_size)


def fuzz(target, bug, folder):
    """Runs the target as bazel run does, until it finds |bug|; gives the input."""
    corpus = pathlib.Path("corpus", target)
    arguments = ["-runs=200000", "-seed=1", "-max_len=400"]
    done = reproducers.run(
        ["fuzz/tools/run.sh", target, "libfuzzer", f"fuzz/planted_{target}"]
        + [corpus, "/dev/null", *arguments],
        env={
            **os.environ,
            "ASAN_OPTIONS": "detect_leaks=0",
            "HF_PLANTED": bug,
            "HOLDFAST_FUZZ_OUT": str(folder),
        },
    )
    assert done.returncode != 0, "not found"
    # The oracle said where; libFuzzer's stack behind it is of the fuzzer alone.
    report = done.stdout.partition(" oracle ==")[2]
    assert "ERROR: libFuzzer: deadly signal" in report
    assert not re.search(r"^ *#\d+ 0x", report, re.M)
    inputs = triage.inputs_of(folder / target / "artifacts")
    assert len(inputs) == 1, done.stdout[-2000:]
    return inputs[0]


def tool(name, *arguments, bug="", **environment):
    return reproducers.run(
        [sys.executable, f"fuzz/tools/{name}.py", *arguments],
        env={**os.environ, "HF_PLANTED": bug, **environment},
    )


def planted_build(program, bug):
    """What the program prints when it runs with the bug."""
    built = reproducers.build(program, planted=True)
    return reproducers.run([built], env={**os.environ, "HF_PLANTED": bug}).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz-out")


@pytest.fixture(scope="module")
def wrong_kind(folder):
    return fuzz("str_sequence", "wrong_kind", folder)


# ---- What the fuzzer leaves.


def test_the_program_and_the_trace_are_beside_a_failing_input(wrong_kind):
    trace = pathlib.Path(f"{wrong_kind}.txt").read_text()
    assert "the kind oracle" in trace
    assert "Aborted" not in trace and "run.sh" not in trace
    printed = planted_build(pathlib.Path(f"{wrong_kind}.c"), "wrong_kind")
    assert failure.parse(printed).oracle == "kind oracle"


def test_emit_c_prints_the_program_of_any_file():
    file = largest("str_sequence")
    done = subprocess.run(
        ["fuzz/tools/run.sh", "str_sequence", "libfuzzer", "fuzz/planted_str_sequence"]
        + ["corpus/str_sequence", "/dev/null", "--emit-c", file.resolve()],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    assert done.stdout.startswith("/* str_sequence: ")
    assert "\n *       reproducer.c \\\n" in done.stdout
    assert "void program(void)" in done.stdout


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_helps_and_fuzzes_nothing(word, tmp_path):
    done = reproducers.run(
        ["fuzz/tools/run.sh", "str_sequence", "libfuzzer", "fuzz/planted_str_sequence"]
        + ["corpus/str_sequence", "/dev/null", word],
        env={**os.environ, "HOLDFAST_FUZZ_OUT": str(tmp_path / "out")},
    )
    assert done.returncode == 0
    assert done.stdout.startswith("./bazelw run //fuzz:str_sequence_run -- ")
    assert not (tmp_path / "out").exists()
    done = reproducers.run(["fuzz/planted_str_sequence", "--help"])
    assert done.returncode == 0
    assert "--replay FILE" in done.stdout and "INFO" not in done.stdout


def test_the_program_in_the_docs_is_that_of_its_input(tmp_path):
    create, append = number_of("create"), number_of("append")
    records = [[create, 1, 0, 0x22], [create, 2, 0, 3], [append, 1, 2, 0]]
    crash, program = tmp_path / "crash", tmp_path / "program.c"
    crash.write_bytes(bytes(sum(records, [])) + b"\xC3\xA9x" + b"ab")
    trace = emit(crash, program, "count_changed")
    shown = pathlib.Path("docs/fuzzing.md").read_text()
    text = program.read_text()
    assert text[text.index("void program(void)\n") :].strip() in shown
    # Its report, and the fuzzer's.
    printed = planted_build(program, "count_changed")
    assert failure.report_of(printed) in shown
    assert printed.partition("\n\n")[0] in shown
    assert failure.report_of(trace) in shown


def emit(file, program, bug):
    return reproducers.run(
        ["fuzz/planted_str_sequence", "--emit-c", file, program],
        env={**os.environ, "HF_PLANTED": bug},
    ).stdout


def test_emit_c_of_a_file_that_is_not_there_fails():
    done = reproducers.run(
        ["fuzz/tools/run.sh", "str_sequence", "libfuzzer", "fuzz/planted_str_sequence"]
        + ["corpus/str_sequence", "/dev/null", "--emit-c", "not_there"]
    )
    assert done.returncode != 0 and "cannot open not_there" in done.stdout


# A program is complete at each moment, also when the process is not.
def test_the_program_of_an_input_that_hangs_is_complete(tmp_path):
    program = tmp_path / "program.c"
    with subprocess.Popen(
        ["fuzz/planted_str_sequence", "--emit-c", largest("str_sequence"), program],
        stderr=subprocess.PIPE,
    ) as process:
        for line in process.stderr:
            if b"->" in line:
                process.kill()
                break
    assert "every check held" in reproducers.run([reproducers.build(program)]).stdout


# ---- Smaller.


def padded(file, folder):
    """The failing input, behind much that has no part in it."""
    create = number_of("create")
    operations = [
        minimize.Operation(bytes([create, n % minimize.SLOTS, 0, 0x22]), b"ab")
        for n in range(30)
    ]
    clear = [
        minimize.Operation(bytes([number_of("clear"), slot, 0, 0]), b"")
        for slot in range(minimize.SLOTS)
    ]
    out = folder / "padded"
    found = minimize.operations_of(BINARY["str_sequence"], file)
    out.write_bytes(minimize.joined(operations + clear + found))
    return out


def number_of(operation):
    text = pathlib.Path("fuzz/targets/str_sequence.c").read_text()
    return int(re.search(rf"^    FUZZ_OP\((\d+), {operation}, ", text, re.M)[1])


def test_an_input_becomes_smaller_and_fails_in_the_same_way(tmp_path):
    create, concat = number_of("create"), number_of("concat")
    file = tmp_path / "crash"
    file.write_bytes(bytes([create, 4, 0, 0x23, concat, 1, 4 * 7, 0]) + b"hey")
    long = padded(file, tmp_path)
    done = tool(
        "minimize", "str_sequence", BINARY["str_sequence"], long, bug="wrong_kind"
    )
    assert done.returncode == 0, done.stdout
    small = pathlib.Path(f"{long}.min")
    # One str, in the first slot, and concat with itself.
    assert len(minimize.operations_of(BINARY["str_sequence"], small)) == 2
    program = pathlib.Path(f"{small}.c").read_text()
    assert "hf_str_concat(hf_borrow(s[0].as_str), hf_borrow(s[0].as_str))" in program
    assert "UTF8(97, 0)" in program
    assert small.stat().st_size <= 9
    assert re.search(r"^before: .*; kind oracle, in concat$", done.stdout, re.M)
    assert re.search(
        r"^after: .*; kind oracle, in concat; \d+ tries$", done.stdout, re.M
    )
    printed = planted_build(pathlib.Path(f"{small}.c"), "wrong_kind")
    assert failure.parse(printed).oracle == "kind oracle"


def test_a_slot_is_renamed_in_all_operations_at_once(monkeypatch):
    def one_slot(_, data):
        return data[1] == data[6] % minimize.SLOTS  # x of the first, y of the second

    monkeypatch.setattr(minimize.Minimizer, "fails", one_slot)
    minimizer = minimize.Minimizer(None, None)
    operations = [
        minimize.Operation(bytes([0, 5, 0, 0]), b""),
        minimize.Operation(bytes([1, 1, 5 + 2 * minimize.SLOTS, 0]), b""),
    ]
    first, second = minimizer.fewer_slots(operations)
    assert (first.record[1], second.record[1], second.record[2]) == (0, 0, 0)


def test_bytes_become_fewer_where_a_target_has_no_operations(folder, tmp_path):
    file = fuzz("utf8_decode", "surrogates_decoded", folder)
    long = tmp_path / "long"
    long.write_bytes(file.read_bytes() + b"abcdefgh")
    bug = "surrogates_decoded"
    done = tool("minimize", "utf8_decode", BINARY["utf8_decode"], long, bug=bug)
    assert done.returncode == 0, done.stdout
    small = pathlib.Path(f"{long}.min").read_bytes()
    # Where it is cut, how often, and three bytes of a surrogate.
    assert len(small) == 5 and small[2] == 0xED


def test_another_failure_is_not_the_same(wrong_kind, monkeypatch):
    monkeypatch.setenv("HF_PLANTED", "wrong_kind")
    kind, _ = failure.run(BINARY["str_sequence"], wrong_kind)
    monkeypatch.setenv("HF_PLANTED", "length_off_by_one")
    assert not minimize.Minimizer(BINARY["str_sequence"], kind).fails(
        wrong_kind.read_bytes()
    )


def test_what_does_not_fail_is_not_minimized(wrong_kind):
    done = tool("minimize", "str_sequence", BINARY["str_sequence"], wrong_kind)
    assert done.returncode != 0 and "nothing is wrong" in done.stdout


# ---- Sorted.


def check_sarif(log):
    """That it has the form of SARIF 2.1.0, as far as readers of it rely on that."""
    assert log["version"] == "2.1.0" and log["$schema"].endswith(
        "sarif-schema-2.1.0.json"
    )
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert isinstance(driver["name"], str)
    identifiers = [rule["id"] for rule in driver["rules"]]
    assert len(set(identifiers)) == len(identifiers)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    for result in run["results"]:
        assert result["ruleId"] == identifiers[result["ruleIndex"]]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        for location in result["locations"]:
            place = location["physicalLocation"]
            base = place["artifactLocation"]["uriBaseId"]
            assert base in run["originalUriBaseIds"]
            assert os.path.exists(place["artifactLocation"]["uri"])
            assert place["region"]["startLine"] >= 1
        for stack in result.get("stacks", []):
            assert all(
                "physicalLocation" in frame["location"] for frame in stack["frames"]
            )
        assert all(
            isinstance(text, str) for text in result["partialFingerprints"].values()
        )
        assert result["occurrenceCount"] >= 1
    return run["results"]


def test_inputs_are_sorted_by_how_they_fail(wrong_kind, tmp_path):
    artifacts = tmp_path / "str_sequence" / "artifacts"
    artifacts.mkdir(parents=True)
    shutil.copy(wrong_kind, artifacts / "crash-a")
    padded(wrong_kind, tmp_path).rename(artifacts / "crash-longer")
    shutil.copy(largest("str_sequence"), artifacts / "timeout-fixed")
    (artifacts / "crash-a.c").write_text("not an input")
    shutil.copy(wrong_kind, artifacts / "crash-a.min")  # the same one once more
    done = tool("triage", *FUZZERS, tmp_path, bug="wrong_kind")
    assert done.returncode == 0, done.stdout
    (row,) = re.findall(r"^ *(\d+) +(.*oracle) +(\w+) +(crash-\S+)", done.stdout, re.M)
    assert row == ("2", "str_sequence: kind oracle", "concat", "crash-a")
    assert "nothing is wrong with 1: timeout-fixed" in done.stdout

    (result,) = check_sarif(json.loads((tmp_path / "triage.sarif").read_text()))
    assert result["occurrenceCount"] == 2
    place = result["locations"][0]["physicalLocation"]
    file = pathlib.Path(place["artifactLocation"]["uri"])
    line = file.read_text().splitlines()[place["region"]["startLine"] - 1]
    assert line.startswith("FUZZ_ACT(concat,")
    page = (tmp_path / "triage.html").read_text()
    assert page.count("<h2") == 1 and "kind oracle" in page and "&lt;" not in page[:200]


def test_where_nothing_failed_reports_are_made_if_asked_for(tmp_path):
    done = tool("triage", *FUZZERS, tmp_path / "none")
    assert done.returncode == 1 and "there is no crash-" in done.stdout
    done = tool("triage", *FUZZERS, tmp_path / "none", "--allow-none")
    assert done.returncode == 0, done.stdout
    assert check_sarif(json.loads((tmp_path / "none" / "triage.sarif").read_text())) == []
    assert "<h2" not in (tmp_path / "none" / "triage.html").read_text()


@pytest.mark.parametrize(
    "target, operation, line",
    [
        ("str_sequence", "append", "FUZZ_ACT(append,"),
        ("contract", "append", "void append(call *c)"),
        ("ledger", "open", "void open_one(call *c)"),
        ("ledger_stacks", "read", "void read_one(call *c)"),
        ("utf8_decode", "hf_str_from_utf8_n", "/* utf8_decode: "),
    ],
)
def test_an_operation_has_its_place_in_the_target(target, operation, line):
    file, number = triage.operation_of(target, operation)
    assert pathlib.Path(file).read_text().splitlines()[number - 1].startswith(line)


# A sanitizer's report, an assertion, the ledger: each as it is printed.
REPORTS = {
    "AddressSanitizer: heap-use-after-free": (
        "==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x6\n"
        "READ of size 8 at 0x6 thread T0\n"
        "    #0 0x1 in Py_TYPE /usr/include/python3.11d/object.h:133:16\n"
        "    #1 0x2 in hf_str_append /proc/self/cwd/core/str.c:7:3\n"
        "    #2 0x3 in act_append /proc/self/cwd/fuzz/targets/str_sequence.c:9:1\n"
        "\nfreed by thread T0 here:\n"
        "    #0 0x1 in hf_str_decref /proc/self/cwd/core/handle.h:1:1\n"
        "    0  create             ok = x;\n    1  append             s = y;\n",
        "hf_str_append",
        "append",
    ),
    "UndefinedBehaviorSanitizer: signed integer overflow": (
        "core/str.c:7:3: runtime error: signed integer overflow: 1 + 2\n"
        "    #0 0x2 in hf_str_append /proc/self/cwd/core/str.c:7:3\n",
        "hf_str_append",
        "",
    ),
    "assertion: unicode_check_consistency(op)": (
        "fuzzer: Objects/unicodeobject.c:1: f: Assertion `unicode_check_consistency(op)'"
        " failed.\n==1== ERROR: libFuzzer: deadly signal\n"
        "    #8 0x1 in __assert_fail assert/assert.c:101:3\n"
        "    #9 0x2 in hf_str_append core/str.c:7:3\n",
        "hf_str_append",
        "",
    ),
    "libFuzzer: timeout": (
        "ALARM: working on the last Unit for 10 seconds\n"
        "==1== ERROR: libFuzzer: timeout after 10 seconds\n"
        "    #4 0x2 in hf_str_append core/str.c:7:3\n",
        "hf_str_append",
        "",
    ),
    "ledger: leak": (
        "holdfast: leak: a handle was not consumed\n"
        "  object     str at 0x7f\n"
        "  opened     hf_str_append at core/str.c:7:3\n",
        "hf_str_append",
        "",
    ),
    "CPython: _Py_NegativeRefcount": (
        "Fatal Python error: _Py_NegativeRefcount: object has negative ref count\n"
        "    #4 0x2 in hf_str_append core/str.c:7:3\n",
        "hf_str_append",
        "",
    ),
}


@pytest.mark.parametrize("oracle", REPORTS)
def test_a_report_says_who_saw_what_where(oracle):
    report, function, operation = REPORTS[oracle]
    found = failure.parse("INFO: Seed: 1\n" + report)
    assert found.oracle == oracle
    assert found.frames == (failure.Frame(function, "core/str.c", 7),)
    assert found.operation == operation


def test_what_is_no_failure_is_none():
    assert failure.parse("INFO: Seed: 1\n#1 INITED cov: 3\nDone 1 runs\n") is None


# ---- Kept.


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "corpus" / "str_sequence").mkdir(parents=True)
    shutil.copy("corpus/REGRESSIONS.md", tmp_path / "corpus")
    return tmp_path


def add(workspace, file, *arguments, bug=""):
    root = {"BUILD_WORKSPACE_DIRECTORY": str(workspace)}
    return tool("add_regression", *FUZZERS, file, *arguments, bug=bug, **root)


def test_an_input_is_kept_with_a_name_and_a_reason(workspace, wrong_kind):
    done = add(workspace, wrong_kind, "--name", "wide", "--why", "it was too wide")
    assert done.returncode == 0, done.stdout
    kept = workspace / "corpus/str_sequence/regressions/wide"
    assert kept.read_bytes() == wrong_kind.read_bytes()
    notes = (workspace / "corpus/REGRESSIONS.md").read_text()
    assert notes.endswith("\n| `str_sequence/wide` | it was too wide |\n")


def test_without_a_name_the_failure_gives_it(workspace, wrong_kind):
    done = add(workspace, wrong_kind, bug="wrong_kind")
    assert done.returncode == 0, done.stdout
    assert (workspace / "corpus/str_sequence/regressions/kind_oracle_concat").exists()
    assert "expected" in (workspace / "corpus/REGRESSIONS.md").read_text()


@pytest.mark.parametrize(
    "arguments", [["--name", "Not a name"], [], ["--why", "two\nlines"]]
)
def test_an_input_is_not_kept_without_a_good_name_and_reason(
    arguments, workspace, wrong_kind
):
    done = add(workspace, wrong_kind, "--why", "x", *arguments)
    assert done.returncode != 0
    assert not (workspace / "corpus/str_sequence/regressions").exists()


def test_an_input_is_not_kept_twice(workspace, wrong_kind):
    assert add(workspace, wrong_kind, "--name", "a", "--why", "x").returncode == 0
    done = add(workspace, wrong_kind, "--name", "b", "--why", "x")
    assert done.returncode != 0 and "the same input" in done.stdout


def test_each_kept_input_has_its_reason():
    notes = pathlib.Path("corpus/REGRESSIONS.md").read_text()
    noted = re.findall(r"^\| `(\w+/\w+)` \| .+ \|$", notes, re.M)
    kept = pathlib.Path("corpus").glob("*/regressions/*")
    assert sorted(noted) == sorted(f"{file.parts[1]}/{file.name}" for file in kept)


def test_each_call_of_a_kept_input_is_made():
    """An input that has more of them than a run makes does not show what it is kept for."""
    bounds = re.compile(r"fuzz_record = (\d+), fuzz_most_calls = (\d+)")
    found = set()
    for source in pathlib.Path("fuzz").glob("*/*.c"):
        for record, most in bounds.findall(source.read_text()):
            found.add(source.stem)
            for file in pathlib.Path("corpus", source.stem).glob("regressions/*"):
                calls = file.stat().st_size // int(record)
                assert calls <= int(most), f"{file}: {calls} calls, of which {most} are made"
    assert {"class_sequence", "contract", "ledger"} <= found
