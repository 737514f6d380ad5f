"""A run as JSON, for other programs. docs/leaks.md says what the members are."""

import json
import os

from . import missing, sources
from .files import relative

VERSION = 1


def place_of(place):
    if place is None:
        return None
    return {
        "function": place.function,
        "file": relative(place.file) if place.file else None,
        "line": place.line or None,
        "library": os.path.basename(place.module) if "/" in place.module else None,
        "missing": missing.of_place(place) or None,
    }


def _graph(graph):
    if graph is None:
        return None
    nodes = [{"name": each.name, "role": each.role, "place": each.place or None} for each in graph.nodes]
    return {"nodes": nodes, "edges": [list(edge) for edge in graph.edges]}


def cause_of(cause):
    finding = cause.finding
    place = finding.place
    return {
        "id": cause.identity,
        "kind": finding.kind,
        "what": finding.what,
        "per_run": finding.per_run or None,
        "place": place_of(place),
        "source": sources.line(place.file, place.line) or None if place else None,
        "object": finding.object,
        "details": list(finding.text),
        "stack": [place_of(each) for each in finding.where],
        "history": list(finding.history),
        "graph": _graph(finding.graph),
        "tests": list(cause.tests),
        "known": cause.is_known,
        "held": cause.is_held,
        "consequences": [cause_of(each) for each in cause.consequences],
    }


def document(run):
    return {
        "version": VERSION,
        "tool": run.tool,
        "causes": [cause_of(each) for each in run.causes],
        "gone": list(run.gone),
    }


def text_of(run):
    return json.dumps(document(run), indent=1, ensure_ascii=False) + "\n"
