"""Measures, and writes docs/performance.md: its tables, and a chart for each.

    ./bazelw run -c opt //bench:page            all that it shows (an hour)
    ./bazelw run -c opt //bench:page -- str     one part
    ./bazelw run //bench:page -- --charts       only the charts, of the tables it has

A part of the page stands between <!-- measured: NAME --> and <!-- end -->, and is
what the benchmark of that name prints.
"""

import argparse
import datetime
import os
import pathlib
import re
import subprocess
import sys

import chart

PAGE = pathlib.Path("docs/performance.md")
CHARTS = PAGE.with_suffix("")
PART = re.compile(
    r"(?P<begin>^<!-- measured: (?P<name>\w+) -->\n)(?P<body>.*?)(?P<end>^<!-- end -->$)",
    re.M | re.S,
)
TABLE = re.compile(r"^\|.*\|\n\|[-:| ]+\|\n(?:\|.*\|\n)+", re.M)
IMAGE = re.compile(r"^!\[.*\]\(performance/.*\.svg\)\n\n", re.M)


def cells_of(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def number_of(cell):
    """The value of a cell, or None; 734k and 1,405 are numbers."""
    match = re.match(r"([\d,]+(?:\.\d+)?)(k?)(?: !)?$", cell)
    if not match:
        return None
    return float(match[1].replace(",", "")) * (1000 if match[2] else 1)


def drawn_columns(head):
    """What of a table is drawn: [(column, what it is)], and the note. What there is
    first: the ratios to what it is compared with, or else a rate, or else a time."""
    for wanted, note in [
        (r"ratio$", "ratio: shorter is faster"),
        (r"operations/s$", "operations a second: longer is faster"),
        (r"more$", "seconds more: shorter is faster"),
        (r"characters$", "characters: shorter is better"),
        (r"lines$", "lines: shorter is better"),
    ]:
        found = [n for n, name in enumerate(head) if re.search(wanted, name)]
        if found:
            break
    else:
        raise ValueError(f"no column of {head} can be drawn")
    series = []
    for n in found:
        # The first column of a group says which it is: "n = 10: ours".
        groups = [name.rpartition(":")[0] for name in head[: n + 1] if ":" in name]
        series.append((n, groups[-1] if groups else head[n]))
    return series, note


def drawn(table):
    """The chart of a table in Markdown."""
    head, _, *lines = table.strip().splitlines()
    head = cells_of(head)
    columns, note = drawn_columns(head)
    rows = {}
    for cells in map(cells_of, lines):
        bars = []
        for n, _ in columns:
            value = number_of(cells[n])
            bars.append(value is not None and (value, cells[n].rstrip(" !"), "!" in cells[n]))
        if any(bars):
            rows[cells[0]] = [bar or None for bar in bars]
    title = head[0]
    ratios = note.startswith("ratio")
    return chart.bars(title, [name for _, name in columns], rows, 1 if ratios else None, note)


def illustrated(name, body):
    """The part with an image before each table, and {file name: chart}."""
    charts = {}

    def with_image(match):
        file = f"{name}-{len(charts) + 1}.svg"
        charts[file] = drawn(match[0])
        title = cells_of(match[0].splitlines()[0])[0]
        return f"![{title}]({CHARTS.name}/{file})\n\n{match[0]}"

    return TABLE.sub(with_image, IMAGE.sub("", body)), charts


def rewrite(page, measured):
    """The page, with the output of |measured| benchmarks in its parts; its charts."""
    charts = {}

    def part(match):
        body = match["body"]
        if match["name"] in measured:
            body = "\n" + measured[match["name"]].strip() + "\n\n"
        body, made = illustrated(match["name"], body)
        charts.update(made)
        return match["begin"] + body + match["end"]

    return PART.sub(part, page), charts


def run(command):
    done = subprocess.run(command.split(), stdout=subprocess.PIPE, text=True, check=True)
    print(done.stdout, flush=True)
    return done.stdout + f"\nMeasured on {datetime.date.today()}.\n"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--charts", action="store_true", help="measure nothing")
    parser.add_argument("--benchmark", action="append", default=[], help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    commands = dict(each.split("=", 1) for each in options.benchmark)
    names = [] if options.charts else options.names or list(commands)
    for name in set(names) - set(commands):
        parser.error(f"{name} is none of {', '.join(commands)}")

    measured = {name: run(commands[name]) for name in names}
    top = pathlib.Path(os.environ.get("BUILD_WORKSPACE_DIRECTORY", "."))
    page, charts = rewrite((top / PAGE).read_text(), measured)
    (top / PAGE).write_text(page)
    (top / CHARTS).mkdir(exist_ok=True)
    for old in (top / CHARTS).glob("*.svg"):
        old.unlink()
    for name, svg in charts.items():
        (top / CHARTS / name).write_text(svg)
    print(f"{PAGE}: {len(charts)} charts", file=sys.stderr)


if __name__ == "__main__":
    main()
