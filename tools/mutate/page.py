"""The page: the source, each line coloured by the worst fate of its mutants."""

import collections
import html

import score

# The worst first: a line has the colour of the first that one of its mutants has.
FATES = {
    "survived": "#f8b4b4",
    "open": "#e5e5e5",
    "prose": "#f5e6b8",
    "killed": "#c6ecc6",
    "checked": "#dfe6ff",
    "same": "",
    "equal": "",
    "no code": "",
}
STYLE = """\
body { font: 14px/1.4 sans-serif; margin: 2em; }
table { border-collapse: collapse; }
td, th { border: 1px solid #ccc; padding: 2px 8px; text-align: right; }
td:first-child, th:first-child { text-align: left; }
.line { font: 12px/1.4 monospace; white-space: pre; }
.line summary { list-style: none; cursor: pointer; }
.number { color: #888; display: inline-block; width: 4em; }
ul { font: 12px/1.4 sans-serif; white-space: normal; margin: 0 0 .5em 5em; background: #fff; }
"""


def words(mutant, fate, known, reason, verdict):
    """What became of a mutant, in HTML."""
    change = (
        f"{html.escape(mutant.operator)}: <code>{html.escape(mutant.was)}</code> &rarr; "
        f"<code>{html.escape(mutant.becomes)}</code>"
    )
    if fate == "killed" and known["fate"] != "killed":
        what = html.escape(verdict.words())
    elif fate == "killed":
        what = f"killed by {known['target']}, {html.escape(known['oracle'])}"
        if known["inputs"] is not None:
            what += f", after {known['inputs']:,} inputs" if known["inputs"] else ", at its start"
    elif fate == "survived":
        what = f"<b>survived</b> {known['operations']:,} operations of each target"
    elif fate in ("checked", "prose"):
        said = verdict.words() if verdict is not None else "by prose alone"
        what = f"reviewed: {html.escape(reason)} ({html.escape(said)})"
    else:
        what = {
            "open": "not examined",
            "same": "the same code as another mutant's",
            "equal": "the same code as the original's",
            "no code": "does not compile",
        }[fate]
    return f'<li style="background: {FATES[fate]}">{change}: {what}</li>'


def source_of(study, file, fates, review):
    lines = collections.defaultdict(list)
    for mutant in study.mutants:
        if mutant.file == file:
            lines[mutant.line].append(mutant)
    result = []
    for number, text in enumerate(study.sources[file].decode().split("\n"), 1):
        shown = f'<span class="number">{number}</span>{html.escape(text)}'
        here = lines.get(number)
        if not here:
            result.append(f'<div class="line">{shown}</div>')
            continue
        colour = next(FATES[fate] for fate in FATES if any(fates[m] == fate for m in here))
        items = []
        for m in here:
            verdict = study.verdicts.get(m)
            items.append(words(m, fates[m], study.known[m], review.reason(m), verdict))
        result.append(
            f'<details class="line" style="background: {colour}"><summary>{shown}</summary>'
            f"<ul>{''.join(items)}</ul></details>"
        )
    return "\n".join(result)


def oracles(study, fates):
    """Which target and oracle killed how many."""
    found = collections.Counter(
        (study.known[m]["target"], study.known[m]["oracle"])
        for m, fate in fates.items()
        if fate == "killed" and study.known[m]["fate"] == "killed"
    )
    rows = "".join(
        f"<tr><td>{html.escape(f'{target}: {oracle}')}</td><td>{n}</td></tr>"
        for (target, oracle), n in found.most_common()
    )
    return f"<table><tr><th>killed by</th><th>mutants</th></tr>{rows}</table>"


def as_table(rows):
    head, *body = rows
    cells = "".join(f"<th>{html.escape(c)}</th>" for c in head)
    table = [f"<tr>{cells}</tr>"]
    for row in body:
        name = html.escape(row[0])
        link = f'<a href="#{name}">{name}</a>' if "/" in name else name
        table.append(f"<tr><td>{link}</td>{''.join(f'<td>{c}</td>' for c in row[1:])}</tr>")
    return f"<table>{''.join(table)}</table>"


def pairs(study, fates):
    """The pairs that survived: those that were found are counted."""
    items = "".join(
        f"<li>{html.escape(f'{p.file}:{p.line}: {p.function}: {p.was}; {p.becomes}')}</li>"
        for p in study.pairs
        if fates[p] == "survived"
    )
    return f"<h2>Pairs that survived</h2><ul>{items}</ul>" if items else ""


def render(study, fates, review):
    files = score.by_file(study, fates)
    parts = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Mutants of the layer</title>",
        f"<style>{STYLE}</style></head><body><h1>Mutants of the layer</h1>",
        f"{as_table(files)}<p>{html.escape(score.reviewed_words(fates, review))}</p>",
        f"<h2>By class of mistake</h2>{as_table(score.by_class(fates))}<p></p>",
        oracles(study, fates),
        pairs(study, fates),
    ]
    for row in files[1:-1]:
        name = html.escape(row[0])
        parts.append(f'<h2 id="{name}">{name}</h2>')
        parts.append(source_of(study, row[0], fates, review))
    return "\n".join([*parts, "</body></html>", ""])
