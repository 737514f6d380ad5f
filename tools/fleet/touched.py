"""Which targets a change touches, by what Bazel knows of who uses which file."""

import pathlib
import subprocess
import tempfile

# Bazel's own files, which no target names: a change there may touch anything.
ANY = (".bzl", ".bazelrc", "WORKSPACE", "WORKSPACE.bzlmod", "MODULE.bazel", "bazelw")
# Where rules come from; its BUILD file has targets that nothing else stands for.
BUILD = "BUILD"


def files_since(workspace, revision):
    """Files that the tree has and the revision had not, or had another way, and those
    that only the revision had."""
    commands = [
        ["git", "diff", "--name-only", "--no-renames", "--no-ext-diff", revision, "--"],
        ["git", "ls-files", "--others", "--exclude-standard"],
    ]
    files = set()
    for command in commands:
        done = subprocess.run(
            command, cwd=workspace, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"git knows no revision {revision}")
        files |= set(done.stdout.split("\n")) - {""}
    return sorted(files)


def package_of(workspace, file):
    """The folder of the package that a file belongs to."""
    for folder in pathlib.PurePosixPath(file).parents:
        if (workspace / folder / BUILD).is_file():
            return "" if folder.name == "" else folder.as_posix()
    return ""


def patterns_of(workspace, files):
    """What Bazel calls these files: labels, and for what has none a package's targets."""
    patterns = set()
    for file in files:
        path = pathlib.PurePosixPath(file)
        if path.name.endswith(ANY):
            return ["//..."]
        package = package_of(workspace, file)
        if path.name == BUILD or not (workspace / file).is_file():
            patterns.add(f"//{package}:all")
        else:
            patterns.add(f"//{package}:{path.relative_to(package).as_posix()}")
    return sorted(patterns)


def query_of(patterns, tag):
    """Targets with a tag that need one of |patterns|, but none that is run by hand."""
    quoted = " ".join(f'"{pattern}"' for pattern in patterns)
    return (
        f'attr(tags, "\\b{tag}\\b", rdeps(//..., set({quoted})))'
        ' except attr(tags, "\\bmanual\\b", //...)'
    )


def ask(workspace, query):
    """The labels that a query gives. Files that no BUILD file names touch nothing."""
    with tempfile.NamedTemporaryFile("w", suffix=".query") as file:
        file.write(query)
        file.flush()
        done = subprocess.run(
            ["./bazelw", "query", "--keep_going", "--noshow_progress"]
            + ["--ui_event_filters=-error,-warning,-info", f"--query_file={file.name}"],
            cwd=workspace,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode not in (0, 3):  # 3: a part of it was not to be found
        raise SystemExit(f"bazel query failed with {done.returncode}")
    return sorted(done.stdout.split())
