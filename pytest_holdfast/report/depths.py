"""One list of what several depths have found."""

import os

from .finding import DROPPED, MEMORY, OBJECT, REFERENCE


def same(finding, deeper):
    """Whether a deeper look has found the same."""
    if finding.object and (deeper.object or "").startswith(finding.object):
        return True
    if finding.kind == REFERENCE and finding.address in deeper.alike:
        return True
    lines = [(os.path.basename(each.file), each.line) for each in finding.where if each.file]
    place = deeper.place
    return (
        place is not None
        and bool(place.file)
        and (os.path.basename(place.file), place.line) in lines
    )


def merged(depths):
    """One list of what the depths have found, each once. The deeper one names the
    line, the other one says how much it was."""
    if not depths:
        return []
    first, *others = depths
    deeper = [finding for found in others for finding in found]
    kept = []
    for finding in first:
        twin = next((each for each in deeper if same(finding, each)), None)
        if twin is None or finding.kind not in (MEMORY, OBJECT, REFERENCE, DROPPED):
            kept.append(finding)
            continue
        if finding.kind in (MEMORY, OBJECT):
            twin.text.append(f"memory     {finding.per_run} per run")
        twin.text += finding.text
        graphs = [each for each in (twin.graph, finding.graph) if each is not None]
        twin.graph = max(graphs, key=lambda each: len(each.nodes), default=None)
        twin.holds |= finding.holds
        twin.history = finding.history or twin.history
    return kept + merged(others)
