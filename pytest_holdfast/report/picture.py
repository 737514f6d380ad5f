"""Pictures for a page, as SVG: who holds whom, and what is left run by run.

Colours are classes: the page's style sheet has them, for a light and a dark ground.
"""

from html import escape

from .finding import HOLDER, LEAKED, MISSING

CHARACTER = 7.2  # of a fixed font of 12 pixels
HEIGHT, GAP, SPACE = 40, 16, 70
MOST = 34  # characters of a name


def _short(text):
    return text if len(text) <= MOST else text[: MOST - 1] + "…"


def _back(graph):
    """The edges that close a cycle, seen from the first node."""
    back, done = set(), set()

    def visit(node, way):
        for edge in graph.edges:
            if edge[0] == node and edge[1] in way:
                back.add(edge)
            elif edge[0] == node and edge[1] not in done:
                visit(edge[1], way | {edge[1]})
        done.add(node)

    for node in range(len(graph.nodes)):
        if node not in done:
            visit(node, {node})
    return back


def _levels(graph, back):
    """How far each node is from one that nobody holds: holders are on the left."""
    forward = [edge for edge in graph.edges if edge not in back]
    levels = [0] * len(graph.nodes)
    for _ in graph.nodes:  # no way is longer
        for a, b in forward:
            levels[b] = max(levels[b], levels[a] + 1)
    return levels


def _place(graph):
    """{node: (x, y)}, the width of each box by its level, and the size of all."""
    back = _back(graph)
    levels = _levels(graph, back)
    columns = [[n for n in range(len(levels)) if levels[n] == each] for each in range(max(levels) + 1)]
    ends = {node for edge in back for node in edge}
    for column in columns:
        column.sort(key=lambda node: node in ends)  # their edges are below the boxes

    def width(node):
        each = graph.nodes[node]
        return max(len(_short(each.name)), len(_short(each.place))) * CHARACTER + 20

    widths = [max(map(width, column), default=0) for column in columns]
    tallest = max(len(column) for column in columns)
    height = tallest * (HEIGHT + GAP) - GAP
    where, x = {}, 1.0
    for column, wide in zip(columns, widths):
        y = (height - (len(column) * (HEIGHT + GAP) - GAP)) / 2 + 1
        for node in column:
            where[node] = x, y, wide
            y += HEIGHT + GAP
        x += wide + SPACE
    return where, x - SPACE + 1, height + 2


def _edge(start, end):
    (x1, y1, wide), (x2, y2, other) = start, end
    y1, y2 = y1 + HEIGHT / 2, y2 + HEIGHT / 2
    if start == end:  # it holds itself
        x = x1 + wide / 2
        top = y1 - HEIGHT / 2
        return f"M{x - 12:.0f},{top:.0f} c-10,-18 34,-18 24,0"
    if x1 < x2:
        a, b = x1 + wide, x2
        return f"M{a:.0f},{y1:.0f} C{a + SPACE / 2:.0f},{y1:.0f} {b - SPACE / 2:.0f},{y2:.0f} {b - 3:.0f},{y2:.0f}"
    # Back: below the boxes.
    a, b = x1 + wide / 2, x2 + other / 2
    low, high = y1 + HEIGHT / 2, y2 + HEIGHT / 2
    deep = max(low, high) + 30
    return f"M{a:.0f},{low:.0f} C{a:.0f},{deep:.0f} {b:.0f},{deep:.0f} {b:.0f},{high + 3:.0f}"


CLASSES = {LEAKED: "leaked", HOLDER: "holder", MISSING: "missing"}


def graph(graph, identity):
    """The picture, or "" where nobody holds anybody."""
    if not graph or not graph.edges:
        return ""
    where, width, height = _place(graph)
    extra = 30 if any(where[a][0] >= where[b][0] for a, b in graph.edges) else 0
    parts = [
        f'<svg class="graph" role="img" aria-label="who holds whom" '
        f'width="{width:.0f}" height="{height + 2 * extra:.0f}" '
        f'viewBox="0 {-extra} {width:.0f} {height + 2 * extra:.0f}">',
        f'<defs><marker id="arrow-{identity}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path class="arrow" d="M0,0 L8,4 L0,8 z"/></marker></defs>',
    ]
    for a, b in graph.edges:
        back = " back" if where[a][0] >= where[b][0] else ""
        parts.append(
            f'<path class="edge{back}" d="{_edge(where[a], where[b])}" marker-end="url(#arrow-{identity})"/>'
        )
    for number, node in enumerate(graph.nodes):
        x, y, wide = where[number]
        first = " first" if number == 0 else ""
        full = node.name + (f"\n{node.place}" if node.place else "")
        parts.append(f'<g class="{CLASSES.get(node.role, "holder")}{first}"><title>{escape(full)}</title>')
        parts.append(f'<rect x="{x:.0f}" y="{y:.0f}" width="{wide:.0f}" height="{HEIGHT}" rx="6"/>')
        lines = [(_short(node.name), "name")] + ([(_short(node.place), "place")] if node.place else [])
        top = y + (25 if len(lines) == 1 else 17)
        for i, (text, kind) in enumerate(lines):
            parts.append(
                f'<text class="{kind}" x="{x + 10:.0f}" y="{top + 15 * i:.0f}">{escape(text)}</text>'
            )
        parts.append("</g>")
    return "\n".join(parts) + "\n</svg>"


def history(values):
    """What was left after each run: one bar for each."""
    if not values:
        return ""
    bar, gap, height = 18, 6, 60
    most = max(max(values), 1)
    width = len(values) * (bar + gap) + 4
    parts = [
        f'<svg class="history" role="img" aria-label="left after each run: {", ".join(map(str, values))}" '
        f'width="{max(width, 60):.0f}" height="{height + 34}">'
    ]
    for i, value in enumerate(values):
        tall = max(1, height * max(value, 0) / most)
        x = 2 + i * (bar + gap)
        parts.append(f'<rect x="{x}" y="{height - tall + 14:.1f}" width="{bar}" height="{tall:.1f}"/>')
        parts.append(f'<text x="{x + bar / 2}" y="{height - tall + 10:.1f}">{value}</text>')
        parts.append(f'<text class="place" x="{x + bar / 2}" y="{height + 28}">{i + 1}</text>')
    return "\n".join(parts) + "\n</svg>"
