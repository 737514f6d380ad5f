"""The table, the details, JSON, SARIF, an HTML page, and tests."""

import html
import json
import os
import shlex
import sys

from ..report.sarif import artifact, document, rule_of
from . import plain


def place_of(cause):
    """The C line, or function and offset."""
    place = cause["place"]
    if place is None:
        return ""
    if place["file"]:
        return f"{os.path.basename(place['file'])}:{place['line']}"
    return f"{os.path.basename(place['module'])}+{place['function']}"


def ordered(causes):
    kinds = ["crash", "system error", "write after release", "leak", "allocation failure"]
    return sorted(causes.values(), key=lambda each: (kinds.index(each["kind"]), place_of(each), each["title"]))


def name_of(session, number, confirmed):
    return session.folder / ("causes" if confirmed else "unconfirmed") / f"{number:03}.py"


def save(session):
    """What is known so far: on disk at every moment."""
    session.folder.mkdir(parents=True, exist_ok=True)
    for causes, confirmed in ((session.causes, True), (session.unconfirmed, False)):
        for number, cause in enumerate(causes.values(), 1):
            file = name_of(session, number, confirmed)
            if cause.get("file") == str(file):
                continue
            file.parent.mkdir(exist_ok=True)
            file.write_text(_head(cause) + cause["script"], encoding="utf-8", errors="backslashreplace")
            cause["file"] = str(file)
    text = json.dumps(as_json(session), indent=1)
    temporary = session.folder / "report.json.new"
    temporary.write_text(text)
    temporary.replace(session.folder / "report.json")


def _head(cause):
    lines = [f"# {cause['kind']}: {cause['title']}"]
    lines += [f"#   {place['text']}" for place in cause["where"][:8]]
    return "\n".join(line.encode("ascii", "backslashreplace").decode() for line in lines) + "\n\n"


def command_of(cause):
    if cause["plain"] is None:
        return ""
    python = os.path.basename(sys.executable)
    return f"{cause['plain']}{python} {shlex.quote(cause['file'])}"


def as_json(session):
    def row(cause, confirmed):
        return {
            key: cause.get(key)
            for key in ("kind", "title", "count", "seconds", "lines", "script", "file", "plain", "target", "text", "said")
        } | {
            "place": place_of(cause),
            "stack": [place["text"] for place in cause["where"]],
            "confirmed": confirmed,
            "command": command_of(cause) if "file" in cause else "",
            "steps": cause["steps"],
        }

    return {
        "package": session.options.package,
        "python": sys.version.split()[0],
        "extensions": session.ready["extensions"] if session.ready else [],
        "totals": session.totals(),
        "causes": [row(each, True) for each in session.causes.values()],
        "unconfirmed": [row(each, False) for each in session.unconfirmed.values()],
        "hangs": session.hangs,
        "kept": session.kept,
        "not seen again": session.lost,
        "not looked at": session.unseen,
    }


# ---- For people.


def table(causes):
    rows = [("", "kind", "times", "where", "what")]
    for number, cause in enumerate(causes, 1):
        rows.append(
            (str(number), cause["kind"], str(cause["count"]), place_of(cause) or cause["target"], cause["title"][:70])
        )
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def details(number, cause):
    lines = [f"{number}. {cause['kind']}: {cause['title']}"]
    if cause["said"]:
        lines += [f"     {line}" for line in cause["said"].splitlines()]
    lines += [f"     {line}" for line in cause["text"][:6]]
    lines += [f"       #{i} {place['text']}" for i, place in enumerate(cause["where"][:6])]
    lines += ["", *(f"     {line}" for line in program_of(cause).splitlines()), ""]
    if command_of(cause):
        lines.append(f"     {command_of(cause)}")
    return "\n".join(lines)


def program_of(cause):
    """What a person reads: the classes and the lines, without what counts."""
    from . import program

    steps = program.from_plain(cause["steps"])
    printed = program.printed(steps, [], set(cause["raising"]))
    return "\n".join(each for each in (printed.classes, "\n".join(printed.lines)) if each)


def text(session):
    parts = []
    causes, others = ordered(session.causes), ordered(session.unconfirmed)
    total = session.totals()
    reached = f", {total['reached']} of {total['blocks']} blocks reached" if total["blocks"] else ""
    parts.append(
        f"{session.options.package}: {total['programs']} programs, {total['calls']} calls "
        f"({total['rate']:.0f} a second of the processor), {total['outcomes']} outcomes{reached}"
    )
    if causes:
        parts.append(f"{len(causes)} cause{'s' * (len(causes) != 1)}, each seen in a plain interpreter:\n" + table(causes))
        parts += [details(number, each) for number, each in enumerate(causes, 1)]
    else:
        parts.append("nothing was found")
    if others:
        parts.append("Seen here only, not in a plain interpreter:\n" + table(others))
        parts += [details(number, each) for number, each in enumerate(others, 1)]
    for target, example in session.hangs.items():
        parts.append(f"{target} was left out after it had not returned in time, twice: {example!r}")
    for target, example in session.kept.items():
        parts.append(f"{target} leaves what its package keeps in Python, which is no mistake of C: {example!r}")
    if session.unseen:
        parts.append(f"{session.unseen} suspicions were not looked at: the time was over")
    parts += session.failures
    return "\n\n".join(parts)


# ---- For machines.


def sarif(session):
    causes = ordered(session.causes)
    rules = {rule_of(each["kind"]): each["kind"] for each in causes}
    results = []
    for cause in causes:
        place = cause["place"]
        result = {
            "ruleId": rule_of(cause["kind"]),
            "level": "error",
            "message": {"text": f"{cause['title']}\n\n{program_of(cause)}"},
            "occurrenceCount": cause["count"],
            "partialFingerprints": {"cause/v1": " ".join(cause["key"])},
        }
        if place is not None:
            physical = {"artifactLocation": artifact(place["file"] or place["module"])}
            if place["line"]:
                physical["region"] = {"startLine": place["line"]}
            result["locations"] = [
                {"physicalLocation": physical, "logicalLocations": [{"name": place["function"], "kind": "function"}]}
            ]
        if cause["where"]:
            frames = [{"location": {"message": {"text": each["text"]}}} for each in cause["where"]]
            result["stacks"] = [{"message": {"text": "in C"}, "frames": frames}]
        results.append(result)
    return document("holdfast-fuzz", rules, results)


PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{package}: what the fuzzer found</title>
<style>
body {{ font-family: sans-serif; margin: 2em; max-width: 70em; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #ccc; padding: .3em .6em; text-align: left; }}
pre {{ background: #f4f4f4; overflow-x: auto; padding: .6em; }}
</style>
<h1>{package}: {count}</h1>
<p>{summary}</p>
<table>
<tr><th><th>kind<th>times<th>where<th>what
{rows}
</table>
{details}
{coverage}
</html>
"""


def page(session):
    causes = ordered(session.causes)
    rows, parts = [], []
    for number, cause in enumerate(causes, 1):
        cells = [cause["kind"], str(cause["count"]), place_of(cause) or cause["target"], cause["title"]]
        rows.append(
            f'<tr><td><a href="#c{number}">{number}</a>' + "".join(f"<td>{html.escape(each)}" for each in cells)
        )
        stack = "\n".join(place["text"] for place in cause["where"])
        parts.append(
            f'<h2 id="c{number}">{number}. {html.escape(cause["title"])}</h2>\n'
            f"<pre>{html.escape(program_of(cause))}</pre>\n"
            + (f"<pre>{html.escape(stack)}</pre>\n" if stack else "")
            + f"<p><code>{html.escape(command_of(cause))}</code></p>"
        )
    total = session.totals()
    summary = f"{total['programs']} programs, {total['calls']} calls, {total['outcomes']} outcomes"
    return PAGE.format(
        package=html.escape(session.options.package),
        count=f"{len(causes)} cause{'s' * (len(causes) != 1)}",
        summary=summary,
        rows="\n".join(rows),
        details="\n".join(parts),
        coverage=_coverage(session),
    )


def coverage_by_function(session):
    """(file, function's offset, blocks, reached) of each function."""
    import bisect

    found = []
    for path, offsets in session.blocks.items():
        starts = session.functions.get(path) or [0]
        counts = {}
        reached = session.reached.get(path, set())
        for offset in offsets:
            at = max(0, bisect.bisect_right(starts, offset) - 1)
            row = counts.setdefault(starts[at], [0, 0])
            row[0] += 1
            row[1] += offset in reached
        found += [(path, start, *row) for start, row in sorted(counts.items())]
    return found


def _coverage(session):
    from .. import report

    rows = coverage_by_function(session)
    if not rows:
        return ""
    names = _names(session, report)
    lines = [
        f"<tr><td>{html.escape(os.path.basename(path))}<td>{html.escape(names.get((path, start), hex(start)))}"
        f"<td>{reached} of {count}"
        for path, start, count, reached in sorted(rows, key=lambda row: (row[0], row[3] / row[2], -row[2]))
    ]
    return (
        "<h2>Blocks of code that were reached, by function</h2>\n<table>\n<tr><th>file<th>function<th>blocks\n"
        + "\n".join(lines)
        + "\n</table>"
    )


def _names(session, report):
    """What the symbolizer calls the functions."""
    from ..report import symbols

    names = {}
    for path, starts in session.functions.items():
        chosen = starts[:3000]
        try:
            answers = symbols._ask(path, chosen)
        except Exception:
            continue
        for start, places in zip(chosen, answers):
            if places and places[-1][0] not in ("", "??"):
                names[path, start] = places[-1][0]
    return names


TESTS = '''\
"""What fuzzing has found in {package}: each test is expected to fail until its
mistake is mended."""

import subprocess
import sys

import pytest


def run(program):
    """The exit status: {left} where it leaks, less than 0 where it crashes."""
    result = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={{**ENVIRONMENT}}
    )
    output = result.stdout.decode("utf-8", "replace")
    return "SystemError" if "SystemError" in output else result.returncode


ENVIRONMENT = __import__("os").environ
'''

TEST = '''

@pytest.mark.xfail(strict=True, reason={reason!r})
def test_{name}():
    status = run({program})
    assert {condition}
'''


def emit_tests(session, file):
    """A pytest file with one test for each cause."""
    import re

    parts = [TESTS.format(package=session.options.package, left=plain.LEFT)]
    for number, cause in enumerate(ordered(session.causes), 1):
        name = re.sub(r"\W+", "_", f"{cause['kind']}_{number}_{cause['target']}").strip("_").lower()
        program = _literal(cause["script"])
        words = cause["plain"].split()
        condition = {
            "leak": f"status != {plain.LEFT}",
            "system error": 'status != "SystemError"',
        }.get(cause["kind"], 'status == "SystemError" or status >= 0')
        test = TEST.format(reason=cause["title"], name=name, program=program, condition=condition)
        if words:
            settings = dict(word.split("=") for word in words)
            test = test.replace(f"def test_{name}():\n", f"def test_{name}(monkeypatch):\n" + "".join(
                f"    monkeypatch.setenv({key!r}, {value!r})\n" for key, value in settings.items()
            ))
        parts.append(test)
    with open(file, "w", encoding="utf-8", errors="backslashreplace") as out:
        out.write("".join(parts))


def _literal(text):
    """A literal of several lines that is the text."""
    lines = "\n".join(f"        {line + chr(10)!r}" for line in text.split("\n"))
    return f"\n{lines}\n    "


def write(session):
    save(session)
    (session.folder / "report.sarif").write_text(json.dumps(sarif(session), indent=2) + "\n")
    (session.folder / "report.html").write_text(page(session), encoding="utf-8", errors="backslashreplace")
    (session.folder / "report.txt").write_text(text(session) + "\n", encoding="utf-8", errors="backslashreplace")
