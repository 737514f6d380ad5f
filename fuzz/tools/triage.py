"""Sorts inputs that fail: triage.py NAME=BINARY... DIR [--target NAME].

Runs each file of DIR that a fuzzer left there, puts those together that fail in
the same way (failure.py), and shows the smallest of each. Writes triage.sarif
(SARIF 2.1.0) and triage.html into DIR.
"""

import argparse
import collections
import html
import json
import os
import pathlib
import re
import sys
from dataclasses import dataclass

import failure
from columns import in_columns

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)


@dataclass(frozen=True)
class Group:
    target: str
    failure: failure.Failure
    files: tuple  # the smallest first
    report: str

    @property
    def count(self):
        """How many inputs: one that was minimised is the same one."""
        return len({re.sub(r"\.min$", "", str(file)) for file in self.files})

    @property
    def rule(self):
        return re.sub(r"[^A-Za-z0-9]+", "-", self.failure.oracle).strip("-").lower()

    @property
    def name(self):
        return f"{self.target}: {self.failure}"

    def place(self):
        """File and line: in core/ if the failure has a place there."""
        for frame in self.failure.frames:
            return frame.file, frame.line
        return operation_of(self.target, self.failure.operation)


def operation_of(target, operation):
    """Where the target says what an operation does."""
    folder = target.partition("_")[0]  # ledger_stacks is another build of ledger
    source = pathlib.Path(f"fuzz/{folder}/{folder}.c")
    if source.exists():
        files = source.parent.glob("*.[ch]")
    else:
        source = pathlib.Path(f"fuzz/targets/{target}.c")
        files = source.parent.glob(f"{target}*.[ch]")
    for file in sorted(files) if operation else []:
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if re.match(rf"(FUZZ_ACT\(|(static )?void ){operation}(_one)?\b", line):
                return str(file), number
    return str(source), 1


def inputs_of(folder):
    """The files that a fuzzer gave a name that says that they fail."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    named = (file for file in files if file.name.startswith(failure.PREFIXES))
    return sorted(file for file in named if file.suffix not in (".c", ".txt"))


def sort_into_groups(files, binaries, target):
    """The groups, and the files of which nothing is wrong."""
    found, fine = collections.defaultdict(list), []
    for file in files:
        name = target or failure.target_of(file, binaries)
        if name is None:
            sys.exit(f"{file}: of which target? Say so with --target.")
        what, output = failure.run(binaries[name], file)
        if what is None:
            fine.append(file)
        else:
            found[name, what.key].append((file.stat().st_size, file, what, output))
    groups = []
    for (name, _), members in found.items():
        members.sort(key=lambda member: member[:2])
        _, _, what, output = members[0]
        paths = tuple(file for _, file, _, _ in members)
        groups.append(Group(name, what, paths, failure.report_of(output)))
    groups.sort(key=lambda group: (-group.count, group.name))
    return groups, fine


def table(groups):
    rows = [("inputs", "oracle", "where", "smallest", "bytes")]
    for group in groups:
        smallest = group.files[0]
        rows.append(
            (
                str(group.count),
                f"{group.target}: {group.failure.oracle}",
                group.failure.place,
                smallest.name,
                str(smallest.stat().st_size),
            )
        )
    return in_columns(rows)


def location(file, line):
    place = {"uri": file, "uriBaseId": "SRCROOT"}
    return {
        "physicalLocation": {"artifactLocation": place, "region": {"startLine": line}}
    }


def sarif(groups):
    rules = {group.rule: group.failure.oracle for group in groups}
    results = []
    for group in groups:
        result = {
            "ruleId": group.rule,
            "ruleIndex": list(rules).index(group.rule),
            "level": "error",
            "message": {"text": f"{group.name}: {group.failure.message}"},
            "locations": [location(*group.place())],
            "occurrenceCount": group.count,
            "partialFingerprints": {"oracleAndFrames/v1": group.name},
            "attachments": [
                {
                    "description": {"text": "an input that shows it"},
                    "artifactLocation": {"uri": file.as_uri()},
                }
                for file in group.files[:1]
            ],
        }
        if group.failure.frames:
            frames = [
                {
                    "location": {
                        **location(frame.file, frame.line),
                        "message": {"text": frame.function},
                    }
                }
                for frame in group.failure.frames
            ]
            result["stacks"] = [{"message": {"text": "in core/"}, "frames": frames}]
        results.append(result)
    driver = {
        "name": "holdfast-fuzz",
        "rules": [
            {"id": rule, "shortDescription": {"text": f"Seen by: {oracle}"}}
            for rule, oracle in rules.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {
            "SRCROOT": {"description": {"text": "The top of the source tree."}}
        },
        "columnKind": "utf16CodeUnits",
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Holdfast: what the fuzzers found</title>
<style>
body {{ font-family: sans-serif; margin: 2em; max-width: 70em; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #ccc; padding: .3em .6em; text-align: left; }}
pre {{ background: #f4f4f4; overflow-x: auto; padding: .6em; }}
</style>
<h1>{count} failures in {files} inputs</h1>
<table>
<tr><th>inputs<th>target<th>oracle<th>where<th>place<th>smallest
{rows}
</table>
{details}
</html>
"""


def page(groups):
    def cells(group, number):
        file, line = group.place()
        values = [group.target, group.failure.oracle, group.failure.place]
        values += [f"{file}:{line}", f"{group.files[0].name}"]
        text = "".join(f"<td>{html.escape(value)}" for value in values)
        return f'<tr><td><a href="#f{number}">{group.count}</a>{text}'

    def detail(group, number):
        files = "\n".join(str(file) for file in group.files)
        return (
            f'<h2 id="f{number}">{html.escape(group.name)}</h2>\n'
            f"<p>{html.escape(group.failure.message)}</p>\n"
            f"<pre>{html.escape(group.report)}</pre>\n"
            f"<pre>{html.escape(files)}</pre>"
        )

    numbered = [(group, number) for number, group in enumerate(groups, start=1)]
    return PAGE.format(
        count=len(groups),
        files=sum(group.count for group in groups),
        rows="\n".join(cells(*entry) for entry in numbered),
        details="\n".join(detail(*entry) for entry in numbered),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binaries", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("folder", type=failure.from_caller, metavar="DIR")
    parser.add_argument(
        "--target", help="what the inputs are for; else a folder says it"
    )
    parser.add_argument(
        "--allow-none",
        action="store_true",
        help="where nothing failed, write reports that say so",
    )
    options = parser.parse_args()
    binaries = failure.binaries_of(options.binaries)
    if options.target is not None and options.target not in binaries:
        parser.error(f"there are {', '.join(binaries)}")

    files = inputs_of(options.folder)
    if options.allow_none:
        options.folder.mkdir(parents=True, exist_ok=True)
    elif not files:
        sys.exit(f"{options.folder}: there is no {', '.join(failure.PREFIXES)}...")
    groups, fine = sort_into_groups(files, binaries, options.target)
    print(table(groups))
    if fine:
        print(f"nothing is wrong with {len(fine)}: {', '.join(f.name for f in fine)}")
    report = options.folder / "triage.sarif"
    report.write_text(json.dumps(sarif(groups), indent=2) + "\n")
    (options.folder / "triage.html").write_text(page(groups))
    print(f"{report}, {report.with_suffix('.html').name}")


if __name__ == "__main__":
    main()
