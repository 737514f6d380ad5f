"""A fleet's table, for a terminal, and its page."""

import html
import pathlib

HEAD = ("target", "time", "runs", "operations", "a second", "covered", "new", "failed", "MB")


def span(seconds):
    hours, minutes = divmod(int(seconds) // 60, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min" if minutes else f"{int(seconds)} s"


def rows(targets, running=()):
    """The table of |targets|, {name: sums}, with what |running| workers did so far."""
    out = []
    for target in sorted({*targets, *(worker.target for worker in running)}):
        total = dict(targets.get(target, {}))
        mine = [worker for worker in running if worker.target == target]
        seconds = total.get("seconds", 0) + sum(worker.seconds for worker in mine)
        runs = total.get("runs", 0) + sum(worker.seen.get("runs", 0) for worker in mine)

        def most(name):
            return max([total.get(name, 0), *(worker.seen.get(name, 0) for worker in mine)])

        out.append(
            (
                target + " *" * len(mine),
                span(seconds),
                f"{runs:,}",
                f"{total.get('operations', 0):,}",
                f"{runs / seconds:,.0f}" if seconds >= 1 else "",
                f"{most('covered'):,}",
                f"{total.get('new', 0):,}",
                f"{total.get('failures', 0):,}",
                f"{most('memory'):,}",
            )
        )
    return out


def causes(found):
    return "\n".join(
        f"{cause['target']}: {cause['name']}\n"
        f"  {cause['message']}\n"
        f"  {cause['inputs']} inputs since {cause['since']}; the program: {cause['file']}.c"
        for cause in found
    )


WIDTH, HEIGHT = 330, 110
STYLE = """
body { font: 15px system-ui, sans-serif; margin: 2em; max-width: 76em; color-scheme: light dark; }
table { border-collapse: collapse; }
th, td { padding: .2em .8em; text-align: right; border-bottom: 1px solid #8c959f55; }
th:first-child, td:first-child { text-align: left; }
figure { display: inline-block; margin: 0 1em 1em 0; }
polyline { fill: none; stroke: #3b82f6; stroke-width: 1.5; }
pre { overflow-x: auto; background: #8c959f22; padding: .6em; }
"""


def chart(target, points):
    """How many places were covered, over the time that a target had."""
    hours = max(x for x, _ in points) or 1
    low, high = min(y for _, y in points), max(y for _, y in points)
    scale = (HEIGHT - 10) / ((high - low) or 1)
    line = " ".join(
        f"{x / hours * (WIDTH - 2) + 1:.1f},{HEIGHT - 5 - (y - low) * scale:.1f}" for x, y in points
    )
    return (
        f"<figure><figcaption>{html.escape(target)}: {low:,} to {high:,} places in "
        f"{span(hours * 3600)}</figcaption>"
        f'<svg width="{WIDTH}" height="{HEIGHT}" role="img"><polyline points="{line}"/></svg>'
        "</figure>"
    )


def page(targets, found, lines):
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in row) for row in rows(targets)
    )
    failed = "".join(
        f"<h3>{html.escape(cause['target'])}: {html.escape(cause['name'])}</h3>"
        f"<p>{html.escape(cause['message'])}; {cause['inputs']} inputs since {cause['since']}"
        f"<pre>{html.escape(program(cause))}</pre>"
        for cause in found
    )
    charts = "".join(chart(target, points) for target, points in sorted(lines.items()) if points)
    return (
        '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>Holdfast: the fleet</title>'
        f"<style>{STYLE}</style><h1>{span(sum(t['seconds'] for t in targets.values()))} of "
        f"fuzzing, {len(found)} causes</h1>"
        "<table><tr>" + "".join(f"<th>{name}" for name in HEAD) + cells + "</table>"
        f"<h2>Places covered, over the time that each had</h2>{charts}"
        f"<h2>Causes</h2>{failed or '<p>None.'}</html>\n"
    )


def program(cause):
    try:
        return pathlib.Path(cause["file"] + ".c").read_text(errors="replace")
    except FileNotFoundError:
        return f"no program: {cause['file']}"
