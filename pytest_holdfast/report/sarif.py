"""A run as SARIF 2.1.0, which code scanning services and editors read."""

import json
import os
import re
import urllib.parse

from .files import relative
from .finding import plural
from .text import head_of

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
ROOT = "SRCROOT"
# What a consequence is to its cause, which is another location.
RELATIONS = {"holds": "held by it", "seen with": "seen with it", "perhaps": "perhaps the same"}


def artifact(file):
    """Where a file is: from the top of the sources, if it is below it."""
    file = relative(file)
    uri = urllib.parse.quote(file)
    return {"uri": f"file://{uri}"} if os.path.isabs(file) else {"uri": uri, "uriBaseId": ROOT}


def location(file, line, function=None):
    place = {
        "physicalLocation": {"artifactLocation": artifact(file), "region": {"startLine": max(1, line)}}
    }
    if function:
        place["logicalLocations"] = [{"name": function, "kind": "function"}]
    return place


def rule_of(kind):
    return re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-")


def document(tool, rules, results):
    """rules: {id: what it means}; results as result() makes them."""
    names = list(rules)
    driver = {
        "name": tool,
        "rules": [{"id": name, "shortDescription": {"text": text}} for name, text in rules.items()],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the source tree."}}},
        "columnKind": "unicodeCodePoints",
        "results": [{**each, "ruleIndex": names.index(each["ruleId"])} for each in results],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def stack(where, text):
    """What is known of it: frames without a line have a name."""
    frames = []
    for place in where:
        if place.file:
            frame = location(place.file, place.line, place.function)
        else:
            frame = {"logicalLocations": [{"name": place.function, "kind": "function"}]}
        frames.append({"location": {**frame, "message": {"text": str(place)}}})
    return {"message": {"text": text}, "frames": frames}


def _graph(graph):
    nodes = [
        {
            "id": str(number),
            "label": {"text": node.name + (f", {node.place}" if node.place else "")},
            "properties": {"role": node.role},
        }
        for number, node in enumerate(graph.nodes)
    ]
    edges = [
        {"id": str(number), "sourceNodeId": str(holder), "targetNodeId": str(held)}
        for number, (holder, held) in enumerate(graph.edges)
    ]
    return {"description": {"text": "Who holds whom."}, "nodes": nodes, "edges": edges}


def result(cause, run):
    finding, place = cause.finding, cause.place
    lines = [f"{head_of(finding)}: {finding.what}" + (f", {finding.per_run} per run" if finding.per_run else "")]
    if finding.object:
        lines.append(f"object: {finding.object}")
    lines += finding.text
    lines.append(f"{plural(len(cause.tests), run.noun)}: {cause.tests[0]}" + (", ..." if cause.tests[1:] else ""))
    made = {
        "ruleId": rule_of(finding.kind),
        "level": "error",
        "message": {"text": "\n".join(lines)},
        "occurrenceCount": len(cause.tests),
        "partialFingerprints": {"causeIdentity/v1": cause.identity},
        "properties": {f"{run.noun}s": cause.tests},
    }
    if place is not None and place.file:
        made["locations"] = [location(place.file, place.line, place.function)]
    elif run.file_of(cause.tests[0]):
        # Services take no result without a place: then it is the test's.
        made["locations"] = [location(run.file_of(cause.tests[0]), 1, place.function if place else None)]
    if finding.where:
        made["stacks"] = [stack(finding.where, "innermost first")]
    if finding.graph is not None:
        made["graphs"] = [_graph(finding.graph)]
    if cause.consequences:
        made["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": f"{RELATIONS[each.relation]}: {head_of(each.finding)}: {each.finding.what}"},
                **(location(each.place.file, each.place.line) if each.place and each.place.file else {}),
            }
            for number, each in enumerate(cause.consequences, 1)
        ]
    if run.baseline:
        made["baselineState"] = "unchanged" if cause.is_known else "new"
    if cause.is_known:
        made["suppressions"] = [{"kind": "external", "justification": "It is in the baseline."}]
    return made


MEANING = {
    "memory": "A block of memory is not freed.",
    "object": "An object is not released: somebody has a reference too many.",
    "reference": "A count rises, and no decrement matches it.",
    "dropped-reference": "A reference is released that was not owned.",
    "cycle": "Objects hold each other, and the collector cannot see it.",
    "buffer": "A Py_buffer is not released.",
    "file-descriptor": "A file descriptor is left open.",
    "thread-state": "A thread state is left.",
    "null-without-exception": "NULL was returned, and no exception was set.",
    "result-with-exception": "A result was returned, and an exception was set.",
    "call-with-exception": "Python code was to run while an exception was set.",
    "use-after-release": "An object is used after its release.",
    "crash": "The process ended.",
}


def _absent(row, run):
    """What is gone from the baseline."""
    file = run.file_of(row["tests"][0]) if row["tests"] else None
    return {
        "ruleId": rule_of(row["kind"]),
        "level": "none",
        "kind": "pass",
        "message": {"text": f"gone: {row['what']}, in {row['function'] or '?'} of {row['file'] or '?'}"},
        "partialFingerprints": {"causeIdentity/v1": row["id"]},
        "locations": [location(file, 1)] if file else [],
        "baselineState": "absent",
    }


def of_run(run):
    results = [result(cause, run) for cause in run.causes] + [_absent(row, run) for row in run.gone]
    rules = {each["ruleId"]: MEANING.get(each["ruleId"], each["ruleId"]) for each in results}
    return document(run.tool, rules, results)


def text_of(run):
    return json.dumps(of_run(run), indent=1, ensure_ascii=False) + "\n"
