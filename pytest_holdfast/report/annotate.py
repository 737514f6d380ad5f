"""Notes beside the lines of a change, as services for CI want them."""

import json

from .files import relative
from .text import head_of

# What a service sets in the environment of its jobs.
SERVICES = {"github": "GITHUB_ACTIONS", "azure": "TF_BUILD", "teamcity": "TEAMCITY_VERSION"}


def service(environment):
    """The one that this process runs for, or None; GitLab reads a file."""
    return next((name for name, key in SERVICES.items() if environment.get(key)), None)


def _place(cause):
    """(file, line), as from the top of the sources; (None, None) where unknown."""
    place = cause.place
    if place is None or not place.file:
        return None, None
    return relative(place.file), place.line


def _title(cause):
    return head_of(cause.finding)


def _message(cause, noun):
    finding = cause.finding
    lines = [finding.what + (f", {finding.per_run} per run" if finding.per_run else "")]
    if finding.object:
        lines.append(f"object: {finding.object}")
    more = len(cause.tests) - 1
    lines.append(f"{noun}: {cause.tests[0]}" + (f" and {more} more" if more else ""))
    return lines


# Each escapes what its service would take for the end of a value.


def _escaped(text, table):
    return "".join(table.get(each, each) for each in text)


DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}
AZURE_DATA = {**DATA, "%": "%AZP25"}
AZURE = {**AZURE_DATA, ";": "%3B", "]": "%5D"}
TEAMCITY = {"|": "||", "'": "|'", "\n": "|n", "\r": "|r", "[": "|[", "]": "|]"}


def _github(cause, run):
    file, line = _place(cause)
    properties = {"file": file, "line": line, "title": _title(cause)}
    given = ",".join(f"{k}={_escaped(str(v), PROPERTY)}" for k, v in properties.items() if v)
    message = _escaped("\n".join(_message(cause, run.noun)), DATA)
    return f"::{'notice' if cause.is_known else 'error'} {given}::{message}"


def _azure(cause, run):
    file, line = _place(cause)
    kind = "warning" if cause.is_known else "error"
    properties = {"type": kind, "sourcepath": file, "linenumber": line, "code": cause.finding.kind}
    given = ";".join(f"{k}={_escaped(str(v), AZURE)}" for k, v in properties.items() if v)
    message = "; ".join([f"{_title(cause)}: {_message(cause, run.noun)[0]}", *_message(cause, run.noun)[1:]])
    return f"##vso[task.logissue {given}]{_escaped(message, AZURE_DATA)}"


def _teamcity(cause, run):
    def message(sort, **values):
        given = " ".join(f"{k}='{_escaped(str(v), TEAMCITY)}'" for k, v in values.items())
        return f"##teamcity[{sort} {given}]"

    file, line = _place(cause)
    kind = cause.finding.kind
    name = f"leaks: {kind}"
    return "\n".join(
        [
            message("inspectionType", id=name, name=name, category="leaks", description=kind),
            message(
                "inspection",
                typeId=name,
                message="; ".join([_title(cause), *_message(cause, run.noun)]),
                file=file or run.file_of(cause.tests[0]) or "?",
                line=line or 0,
                SEVERITY="WEAK WARNING" if cause.is_known else "ERROR",
            ),
        ]
    )


FORMS = {"github": _github, "azure": _azure, "teamcity": _teamcity}


def lines_of(run, name):
    """For the log of a job."""
    return [FORMS[name](cause, run) for cause in run.causes]


def gitlab(run):
    """GitLab's code quality report: the text of a file."""
    found = []
    for cause in run.causes:
        file, line = _place(cause)
        found.append(
            {
                "description": f"{_title(cause)}: {'; '.join(_message(cause, run.noun))}",
                "check_name": cause.finding.kind.replace(" ", "-"),
                "fingerprint": cause.identity,
                "severity": "info" if cause.is_known else "major",
                "location": {
                    # It takes no entry without a place.
                    "path": file or run.file_of(cause.tests[0]) or "?",
                    "lines": {"begin": line or 1},
                },
            }
        )
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
