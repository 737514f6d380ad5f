"""What a diff touches: the lines of the layer that are other than in a revision."""

import re
import subprocess

HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def git(workspace, *arguments):
    """What git says, or None where it fails: in a clone without history, say."""
    result = subprocess.run(
        ["git", *arguments], cwd=workspace, capture_output=True, text=True, check=False
    )
    return result.stdout if result.returncode == 0 else None


# What is mutated.
FOLDERS = ("core", "bind")


def last(workspace, folders=FOLDERS):
    """The revision before the change at hand: where the branch left the main one;
    on the main one itself, what was before the last commit that touched the
    layer. None where the clone does not go back that far."""
    head = git(workspace, "rev-parse", "HEAD")
    for main in ("origin/main", "origin/master"):
        base = git(workspace, "merge-base", "HEAD", main)
        if base and base != head:
            return base.strip()
    if git(workspace, "status", "--porcelain", "--", *folders):
        return "HEAD"
    commit = git(workspace, "log", "-1", "--format=%H", "--", *folders)
    if not commit or not commit.strip():
        return None
    parent = git(workspace, "rev-parse", "--verify", "--quiet", commit.strip() + "^")
    return parent.strip() if parent else None


def lines_of(diff):
    """file -> the numbers of its lines that a diff without context adds or changes.
    Where lines are only taken away, those to either side."""
    result, file = {}, None
    for line in diff.split("\n"):
        if line.startswith("+++ "):
            file = line[4:].partition("\t")[0].removeprefix("b/")
            continue
        hunk = HUNK.match(line)
        if hunk and file != "/dev/null":
            first, size = int(hunk[1]), int(hunk[2] if hunk[2] is not None else 1)
            touched = range(first, first + size) if size else range(first, first + 2)
            result.setdefault(file, set()).update(touched)
    return result


def since(workspace, revision, folders=FOLDERS):
    """The lines of the folders that the tree has and the revision had not. A file that
    only moved has none."""
    how = "-U0", "-M", "-C", "--no-color", "--no-ext-diff"
    diff = git(workspace, "diff", *how, revision, "--", *folders)
    if diff is None:
        raise SystemExit(f"git knows no revision {revision}")
    new = git(workspace, "ls-files", "--others", "--exclude-standard", "--", *folders) or ""
    result = lines_of(diff)
    for file in new.split():
        size = (workspace / file).read_bytes().count(b"\n") + 1
        result[file] = set(range(1, size + 1))
    return result


def is_touched(mutant, lines):
    """Whether a mutant's text is on one of the lines."""
    touched = lines.get(mutant.file, ())
    size = mutant.text.count("\n") + 1
    return any(number in touched for number in range(mutant.line, mutant.line + size))
