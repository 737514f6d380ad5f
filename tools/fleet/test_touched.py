"""Which fuzz targets a change touches; Bazel is a few lines of shell."""

import subprocess

import pytest

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
