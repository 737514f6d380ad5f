"""Who holds whom, among what a repetition has left: for a picture."""

import gc

from .report.finding import HOLDER, LEAKED, MISSING, Finding, Graph, Node, plural

MOST = 24  # nodes
HELD_BY = "held by "


def _places(leaked):
    """{id of an object: where it was allocated}"""
    places = {}
    for each in leaked:
        place = Finding("", "", where=each.where).place
        for row in each.rows:
            if row[2] is not None:
                places[id(row[2])] = place.short if place is not None else ""
    return places


def inside(thing, others):
    """The addresses of those of |others|, by address, that it holds."""
    queue, found = [thing], set()
    for each in queue:
        for held in gc.get_referents(each):
            if id(held) in others and id(held) not in found:
                found.add(id(held))
                queue.append(held)
    return frozenset(found - {id(thing)})


def graph(thing, count, leaked, text, describe):
    """Of |thing|, which has leaked with |count| references: what it holds of what has
    leaked with it, and who holds it. text: the finding's lines; describe(object) names
    one without asking it."""
    places = _places(leaked)
    made = Graph([Node(describe(thing), LEAKED, places.get(id(thing), ""))])
    queue, numbers = [thing], {id(thing): 0}
    for each in queue:  # it grows meanwhile
        for held in gc.get_referents(each):
            if id(held) not in places:
                continue
            if id(held) not in numbers:
                if len(made.nodes) >= MOST:
                    continue
                numbers[id(held)] = len(made.nodes)
                made.nodes.append(Node(describe(held), LEAKED, places[id(held)]))
                queue.append(held)
            edge = numbers[id(each)], numbers[id(held)]
            if edge not in made.edges:
                made.edges.append(edge)
    # References from what leaked, in the graph or not.
    known = sum(
        1
        for each in leaked
        for row in each.rows
        if row[2] is not None
        for held in gc.get_referents(row[2])
        if held is thing
    )
    known += _add_holders(made, text)
    if count > known:
        made.edges.append((len(made.nodes), 0))
        made.nodes.append(Node(f"{plural(count - known, 'reference')}, holder unknown", MISSING))
    return made


def _add_holders(made, text):
    """Those that a finding's lines name: how many."""
    lines = [line for line in text if line.startswith(HELD_BY)]
    for line in lines:
        made.edges.append((len(made.nodes), 0))
        made.nodes.append(Node(line[len(HELD_BY) :].strip(), HOLDER))
    return len(lines)


def raised(name, finding):
    """Of an object to which each repetition adds references, at the finding's place."""
    made = Graph([Node(name, LEAKED)])
    _add_holders(made, finding.text)
    made.edges.append((len(made.nodes), 0))
    place = finding.place.short if finding.place is not None else ""
    made.nodes.append(Node(f"{finding.per_run} per run", MISSING, place))
    return made
