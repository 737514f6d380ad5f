"""What is known of a suite: causes that are there today, in a file.

A cause is known by what it is, its file, its function and the text of its line;
not by the number of the line, which moves.
"""

import json
import os

from . import causes

VERSION = 1
TESTS = 10  # of a cause, that are kept: by them it is seen that it is gone


class Unreadable(Exception):
    pass


def row_of(cause):
    kind, file, function, text = causes.about(cause.finding, cause.tests[0])
    return {
        "id": cause.identity,
        "kind": cause.finding.kind,
        "file": file,
        "function": function,
        "line": text,
        "what": cause.finding.what,
        "tests": sorted(cause.tests)[:TESTS],
    }


def place_of(row):
    """As one reads it."""
    return f"{row['kind']} in {row['function'] or '?'}" + (f" of {row['file']}" if row["file"] else "")


class Baseline:
    def __init__(self, path):
        self.path = path
        self.rows = {}
        self.exists = os.path.exists(path)
        if self.exists:
            self._read()

    def _read(self):
        try:
            with open(self.path, encoding="utf-8") as file:
                data = json.load(file)
            if data["version"] != VERSION:
                raise Unreadable(f"{self.path}: version {data['version']}, not {VERSION}")
            self.rows = {row["id"]: row for row in data["causes"]}
            for row in self.rows.values():
                place_of(row), list(row["tests"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"{self.path}: {type(error).__name__}: {error}") from None

    def knows(self, finding, test):
        return causes.identity(finding, test) in self.rows

    def gone(self, seen, ran):
        """The rows whose tests have run, all of those that are kept, and did not
        show it. seen: the identities of causes; ran: tests that were judged."""
        return [
            row
            for name, row in self.rows.items()
            if name not in seen and row["tests"] and ran.issuperset(row["tests"])
        ]

    def updated(self, found, ran):
        """The rows after a run: what was found, and what it cannot say is gone."""
        seen = {each.identity for each in found}
        gone = {row["id"] for row in self.gone(seen, ran)}
        rows = {name: row for name, row in self.rows.items() if name not in gone}
        for cause in found:
            row = row_of(cause)
            before = self.rows.get(cause.identity)
            if before is not None:  # tests that did not run may still show it
                kept = [test for test in before["tests"] if test not in ran]
                row["tests"] = sorted({*kept, *row["tests"]})[:TESTS]
            rows[cause.identity] = row
        return rows

    def write(self, rows):
        ordered = sorted(rows.values(), key=lambda row: (row["file"], row["function"], row["line"], row["id"]))
        data = {"version": VERSION, "causes": ordered}
        temporary = f"{self.path}.{os.getpid()}"
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
        os.replace(temporary, self.path)
        self.rows = rows
