"""Draws a table of measurements: horizontal bars, as SVG.

Text and lines take their colours from whether the reader's page is dark; where a
viewer does not say, they are grey enough for both.
"""

import html

WIDTH, LEFT, RIGHT, TOP = 760, 215, 84, 46
BAR, GAP = 12, 8  # of a bar; between rows
COLOURS = ["#3b82f6", "#10b981", "#d97706"]
BEYOND = "#e11d48"
STYLE = """\
    text { font: 12px system-ui, sans-serif; fill: #57606a; }
    .title { font-size: 14px; font-weight: 600; }
    .line { stroke: #8c959f; stroke-width: 1; }
    @media (prefers-color-scheme: dark) {
      text { fill: #c9d1d9; }
      .line { stroke: #6e7681; }
    }
"""


def text(x, y, content, anchor="start", kind=""):
    kind = f' class="{kind}"' if kind else ""
    return (
        f'  <text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}"{kind}>'
        f"{html.escape(content)}</text>"
    )


def most_of(values):
    """Where the axis ends: a round number that no bar goes beyond."""
    greatest = max(values)
    step = 10 ** (len(f"{greatest:.0f}") - 1)
    if greatest < 1:
        step = 0.1
    elif greatest < 3:
        step = 0.5
    return step * -(-greatest // step) or step


def bars(title, series, rows, reference=None, note=""):
    """The chart of |rows|, {name: [(value, what is written, is beyond its goal) or
    None, for each of |series|]}; a line stands at |reference|."""
    values = [cell[0] for cells in rows.values() for cell in cells if cell]
    most = most_of(values + ([reference] if reference else []))
    scale = (WIDTH - LEFT - RIGHT) / most
    top = TOP + (18 if len(series) > 1 else 0)
    out, y = [], top
    for name, cells in rows.items():
        middle = y + len(cells) * BAR / 2 + 4
        out.append(text(LEFT - 8, middle, name, "end"))
        for number, cell in enumerate(cells):
            if cell:
                value, written, beyond = cell
                colour = BEYOND if beyond else COLOURS[number % len(COLOURS)]
                out.append(
                    f'  <rect x="{LEFT}" y="{y}" width="{max(value * scale, 1):.1f}" '
                    f'height="{BAR - 2}" fill="{colour}"/>'
                )
                out.append(text(LEFT + value * scale + 5, y + 9, written))
            y += BAR
        y += GAP
    if reference:
        x = LEFT + reference * scale
        out.append(
            f'  <line x1="{x:.1f}" y1="{top - 6}" x2="{x:.1f}" y2="{y}" class="line"/>'
        )
        out.append(text(x, y + 14, f"{reference:g}", "middle"))
    out.append(
        f'  <line x1="{LEFT}" y1="{top - 6}" x2="{LEFT}" y2="{y}" class="line"/>'
    )
    head = [text(8, 20, title, kind="title")]
    if note:
        head.append(text(WIDTH - 8, 20, note, "end"))
    if len(series) > 1:
        x = LEFT
        for number, name in enumerate(series):
            colour = COLOURS[number % len(COLOURS)]
            head.append(
                f'  <rect x="{x}" y="{TOP - 8}" width="10" height="10" fill="{colour}"/>'
            )
            head.append(text(x + 15, TOP + 1, name))
            x += 40 + 7 * len(name)
    height = y + 24
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}" role="img">',
            f"  <title>{html.escape(title)}</title>",
            "  <style>",
            STYLE.rstrip("\n"),
            "  </style>",
            *head,
            *out,
            "</svg>",
            "",
        ]
    )
