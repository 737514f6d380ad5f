"""Which fuzz targets a change touches, and what is said of their runs; Bazel and the
fuzzers are a few lines of shell each."""

import subprocess
import types

import pytest

import fuzz
import touched


def git(folder, *arguments):
    who = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)


@pytest.fixture
def workspace(tmp_path):
    """One commit, of two packages."""
    for name in ("BUILD", "core/BUILD", "core/str.c", "core/old.c", "core/internal/deep.c", "docs/a.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1\n")
    program(tmp_path / "bazelw", 'echo "$@" >>bazel.log\n')
    (tmp_path / ".gitignore").write_text("bazel.log\n")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "all")
    return tmp_path


def test_what_is_changed_new_moved_and_deleted_is_touched(workspace):
    (workspace / "core/str.c").write_text("2\n")
    (workspace / "core/new.c").write_text("3\n")
    (workspace / "core/old.c").rename(workspace / "core/other.c")
    assert touched.files_since(workspace, "HEAD") == [
        "core/new.c",
        "core/old.c",
        "core/other.c",
        "core/str.c",
    ]


def test_a_commit_counts_as_a_change(workspace):
    (workspace / "core/str.c").write_text("2\n")
    git(workspace, "commit", "-a", "-m", "two")
    assert touched.files_since(workspace, "HEAD") == []
    assert touched.files_since(workspace, "HEAD~") == ["core/str.c"]


def test_an_unknown_revision_is_an_error(workspace):
    with pytest.raises(SystemExit, match="knows no revision nowhere"):
        touched.files_since(workspace, "nowhere")


@pytest.mark.parametrize(
    "files, patterns",
    [
        (["core/str.c"], ["//core:str.c"]),
        (["core/internal/deep.c"], ["//core:internal/deep.c"]),
        (["README.md"], ["//:all"]),
        (["docs/a.md"], ["//:docs/a.md"]),
        (["core/gone.c", "core/str.c"], ["//core:all", "//core:str.c"]),
        (["core/BUILD"], ["//core:all"]),
        (["core/str.c", "tools/defs.bzl"], ["//..."]),
        ([".bazelrc"], ["//..."]),
        ([], []),
    ],
)
def test_a_file_is_what_its_package_calls_it(workspace, files, patterns):
    assert touched.patterns_of(workspace, files) == patterns


def test_targets_that_bazel_names_are_given_though_a_file_is_in_none(workspace):
    program(workspace / "bazelw", 'cat "${5#--query_file=}" >asked; echo //b:y; echo //a:x; exit 3\n')
    query = touched.query_of(["//core:str.c", "//:docs/a b.md"], "fuzz-test")
    assert touched.ask(workspace, query) == ["//a:x", "//b:y"]
    assert (workspace / "asked").read_text() == (
        'attr(tags, "\\bfuzz-test\\b", rdeps(//..., set("//core:str.c" "//:docs/a b.md")))'
        ' except attr(tags, "\\bmanual\\b", //...)'
    )


def test_a_query_that_fails_is_an_error(workspace):
    program(workspace / "bazelw", "exit 7\n")
    with pytest.raises(SystemExit, match="failed with 7"):
        touched.ask(workspace, "//...")


def test_a_change_of_nothing_asks_nobody(workspace):
    assert fuzz.chosen(workspace, "HEAD") == []
    assert not (workspace / "bazel.log").exists()


def test_where_the_history_ends_all_targets_are_run(workspace, capsys):
    fuzz.chosen(workspace, "")
    assert "all targets" in capsys.readouterr().out
    assert (workspace / "bazel.log").read_text().startswith("query ")


@pytest.fixture
def fuzzing(tmp_path, monkeypatch):
    monkeypatch.delenv("HOLDFAST_FUZZ_OUT", raising=False)
    made = fuzz.Fuzzing(tmp_path, 7)
    made.programs = tmp_path / "bin"
    return made


GROWS = """\
echo "$@" >arguments
mkdir -p "$HOLDFAST_FUZZ_OUT/one/corpus"
echo a >"$HOLDFAST_FUZZ_OUT/one/corpus/a"
echo 'stat::number_of_executed_units: 12'
"""


def test_a_run_is_given_its_time_and_its_corpus_is_counted(fuzzing):
    program(fuzzing.programs / "fuzz/one_run", GROWS)
    result = fuzzing.run("//fuzz:one")
    assert (result.words, result.runs, result.before, result.after) == ("ok", 12, 0, 1)
    assert "-max_total_time=7" in (fuzzing.workspace / "arguments").read_text().split()


def test_the_folder_is_that_of_the_target(fuzzing):
    program(fuzzing.programs / "examples/memory/memory_fuzz_run", "exit 0\n")
    fuzzing.run("//examples/memory:memory_fuzz")
    assert (fuzzing.out / "examples/memory/memory_fuzz/log").exists()


@pytest.mark.parametrize(
    "text, words",
    [
        ("echo stat::number_of_executed_units: 5; echo boom; exit 77\n", "failed (77)"),
        ("echo boom; exit 0\n", "did not run"),
    ],
)
def test_a_run_that_is_not_one_is_shown(fuzzing, capsys, text, words):
    program(fuzzing.programs / "fuzz/one_run", text)
    assert fuzzing.run("//fuzz:one").words == words
    assert "boom" in capsys.readouterr().out


def test_a_fuzzer_that_hangs_is_ended(fuzzing, monkeypatch):
    monkeypatch.setattr(fuzz, "GRACE", -6.9)
    program(fuzzing.programs / "fuzz/one_run", "exec sleep 600\n")
    assert fuzzing.run("//fuzz:one").words == "failed (124)"


def corpus_of(fuzzing, names):
    folder = fuzzing.out / "one/corpus"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text(name)
    return folder


def test_merging_keeps_what_the_fuzzer_says(fuzzing):
    corpus = corpus_of(fuzzing, "abc")
    program(fuzzing.programs / "fuzz/one_bin", 'cp "$3/b" "$2/"\n')
    fuzzing.merge("//fuzz:one")
    assert [file.name for file in corpus.iterdir()] == ["b"]


@pytest.mark.parametrize("text", ["exit 0\n", 'cp "$3/b" "$2/"; exit 1\n'])
def test_a_merge_that_fails_loses_nothing(fuzzing, text):
    corpus = corpus_of(fuzzing, "abc")
    program(fuzzing.programs / "fuzz/one_bin", text)
    fuzzing.merge("//fuzz:one")
    assert sorted(file.name for file in corpus.iterdir()) == ["a", "b", "c"]


@pytest.mark.parametrize("fails, status", [("//fuzz:two", 1), (None, 0)])
def test_one_that_fails_fails_all_and_the_others_run(workspace, monkeypatch, capsys, fails, status):
    ran = []

    def fuzzing(_, seconds):
        def run(label):
            ran.append((label, seconds))
            return fuzz.Result(label, int(label == fails), 1, 9, 0, 0)

        return types.SimpleNamespace(build=lambda labels: None, run=run)

    monkeypatch.setenv("BUILD_WORKSPACE_DIRECTORY", str(workspace))
    monkeypatch.setattr(fuzz, "chosen", lambda *_: ["//fuzz:one", "//fuzz:two", "//fuzz:three"])
    monkeypatch.setattr(fuzz, "Fuzzing", fuzzing)
    monkeypatch.setattr("sys.argv", ["fuzz", "--minutes=1", "--jobs=1"])
    assert fuzz.main() == status
    # Each has a third of the minute.
    assert sorted(ran) == [("//fuzz:one", 20), ("//fuzz:three", 20), ("//fuzz:two", 20)]
    assert ("failed (1)" in capsys.readouterr().out) == bool(status)
