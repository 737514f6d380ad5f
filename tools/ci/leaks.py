"""Runs the tests of the examples under the leak harness.

    ./bazelw run //tools/ci:leaks -- --leaks-sarif=leaks.sarif

What comes after -- goes to pytest, which runs in the workspace.
"""

import os
import pathlib
import subprocess
import sys

PLUGIN = "//pytest_holdfast:plugin"
# Each example's own. The ports are tested by files of others, from archives; and gil's
# tests keep other threads from running, those of a longer session, too.
TESTS = (
    'filter("^//examples/[a-z_]+:[a-z_]+_test$",'
    ' attr(modules, "//", kind(_python_test, //examples/... except //examples/gil/...)))'
)


def bazel(workspace, *arguments):
    """What it prints, word by word."""
    done = subprocess.run(
        ["./bazelw", *arguments],
        cwd=workspace,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.split()


def path_of(label):
    return label[2:].replace(":", "/")


def for_release(labels):
    """Without the halves of pairs that are for the debug CPython."""
    return [label for label in labels if not label.endswith("_debug")]


def main():
    workspace = pathlib.Path(os.environ["BUILD_WORKSPACE_DIRECTORY"])
    tests = bazel(workspace, "query", "--noshow_progress", f"labels(srcs, {TESTS})")
    modules = bazel(workspace, "query", "--noshow_progress", f"labels(modules, {TESTS})")
    built = [PLUGIN, *for_release(modules)]
    # With lines: a cause is named by the line of C that it has.
    bazel(workspace, "build", "--noshow_progress", "--copt=-g", *built)
    (programs,) = bazel(workspace, "info", "--noshow_progress", "--copt=-g", "bazel-bin")
    roots = [f"{programs}/{path_of(label)}" for label in built]
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": ":".join([*roots, str(workspace / "testing"), *sys.path[1:2]]),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "pytest_holdfast", "--leaks", "--import-mode=importlib", *sys.argv[1:]]
    command += [path_of(test) for test in sorted(set(tests))]
    return subprocess.run(command, cwd=workspace, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
