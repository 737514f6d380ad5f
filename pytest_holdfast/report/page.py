"""A run as one page of HTML, which needs nothing beside it."""

from html import escape

from . import missing, picture, sources
from .baseline import place_of
from .files import relative
from .finding import plural
from .text import head_of, ordered, shown

STYLE = """\
:root {
  color-scheme: light dark;
  --ground: #fff; --text: #1d2125; --soft: #626b75; --line: #d5dae0; --box: #f5f7f9;
  --mark: #fff0c2; --leaked: #fde4e1; --leaked-line: #c4362b; --holder: #e3eefb;
  --holder-line: #2f6db5; --missing-line: #8a8f96; --bar: #c4362b; --link: #1a5fb4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16191d; --text: #e4e7ea; --soft: #99a2ac; --line: #383f47; --box: #1f242a;
    --mark: #4c3f14; --leaked: #47211f; --leaked-line: #f0776c; --holder: #1c324c;
    --holder-line: #79aeea; --missing-line: #7d848c; --bar: #f0776c; --link: #7fb2f0;
  }
}
body { background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif;
  margin: 2rem auto; max-width: 64rem; padding: 0 1.2rem; }
a { color: var(--link); }
h1 { font-size: 1.5rem; margin-bottom: .2rem; }
h2 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere; }
h3 { font-size: .8rem; text-transform: uppercase; letter-spacing: .05em; color: var(--soft);
  margin: 1.1rem 0 .3rem; }
p { margin: .3rem 0; }
.soft, .place { color: var(--soft); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: var(--soft); font-weight: 500; }
th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
article { border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.2rem; margin: 1.4rem 0; }
code, pre, svg text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; }
pre { background: var(--box); border-radius: 6px; margin: .3rem 0; padding: .5rem 0; overflow-x: auto;
  line-height: 1.5; }
pre span { display: block; padding: 0 .8rem; min-width: max-content; }
pre .here { background: var(--mark); }
pre i { font-style: normal; color: var(--soft); user-select: none; }
.plain { padding: .5rem .8rem; }
.tag { border: 1px solid var(--line); border-radius: 1em; padding: 0 .6em; font-size: .8rem;
  color: var(--soft); white-space: nowrap; }
.picture { overflow-x: auto; }
svg { display: block; }
svg text { fill: var(--text); }
svg text.place { fill: var(--soft); font-size: 11px; }
.graph rect { stroke-width: 1.2; }
.leaked rect { fill: var(--leaked); stroke: var(--leaked-line); }
.first rect { stroke-width: 2.4; }
.holder rect { fill: var(--holder); stroke: var(--holder-line); }
.missing rect { fill: none; stroke: var(--missing-line); stroke-dasharray: 4 3; }
.edge { fill: none; stroke: var(--soft); stroke-width: 1.3; }
.edge.back { stroke: var(--leaked-line); }
.arrow { fill: var(--soft); }
.history rect { fill: var(--bar); }
.history text { text-anchor: middle; font-size: 11px; }
ul { margin: .2rem 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
"""

STACK = 6  # places of a stack that are shown with their source
TESTS = 8  # that are shown without being asked


def _amount(finding):
    return f", {finding.per_run} per run" if finding.per_run else ""


def _source(place):
    lines = sources.around(place.file, place.line)
    if not lines:
        return ""
    width = len(str(lines[-1][0]))
    rows = "".join(
        f'<span{" class=here" if number == place.line else ""}><i>{number:>{width}}  </i>{escape(text) or " "}</span>'
        for number, text in lines
    )
    return f"<pre>{rows}</pre>"


def _places(finding):
    where = shown(finding.where)
    # The place that is blamed is the first, also where it called others.
    if finding.place in where:
        where = where[where.index(finding.place) :]
    parts, seen = [], set()
    for number, place in enumerate(where[:STACK]):
        if place in seen:
            continue
        seen.add(place)
        reason = missing.of_place(place)
        note = f' <span class="soft">({escape(reason)})</span>' if reason else ""
        called = "in" if number == 0 else "called from"
        parts.append(f"<p><span class=soft>{called}</span> <code>{escape(str(place))}</code>{note}</p>{_source(place)}")
    if len(where) > STACK:
        rest = "".join(f"<span>{escape(str(each))}</span>" for each in where[STACK:])
        parts.append(f"<details><summary>{plural(len(where) - STACK, 'more place')}</summary><pre>{rest}</pre></details>")
    return "".join(parts)


def _lines(lines):
    return f'<pre class="plain">{escape(chr(10).join(lines))}</pre>' if lines else ""


def _tests(cause, noun):
    items = [f"<li><code>{escape(test)}</code>" for test in cause.tests]
    shown_, rest = items[:TESTS], items[TESTS:]
    text = f"<ul>{''.join(shown_)}</ul>"
    if rest:
        text += f"<details><summary>{len(rest)} more</summary><ul>{''.join(rest)}</ul></details>"
    return f"<h3>{plural(len(items), noun)}</h3>{text}"


def _consequences(cause):
    if not cause.consequences:
        return ""
    items = "".join(
        f"<li>{escape(head_of(each.finding))}: {escape(each.finding.what)}{escape(_amount(each.finding))}"
        for each in cause.consequences
    )
    return f"<details><summary>{plural(len(cause.consequences), 'consequence')}: what it holds, what was seen with it each time, or what is perhaps the same</summary><ul>{items}</ul></details>"


def _article(number, cause, noun):
    finding = cause.finding
    held, rest, last = ordered(finding.text)
    known = ' <span class="tag">known</span>' if cause.is_known else ""
    parts = [
        f'<article id="c{number}">',
        f"<h2>{number}. {escape(head_of(finding))}{known}</h2>",
        f"<p>{escape(finding.what)}{escape(_amount(finding))}</p>",
    ]
    if finding.object:
        parts.append(f"<p><span class=soft>object</span> <code>{escape(finding.object)}</code></p>")
    if finding.where:
        parts.append(f"<h3>Where</h3>{_places(finding)}")
    drawn = picture.graph(finding.graph, cause.identity)
    if drawn or held:
        parts.append(f'<h3>Who holds whom</h3><div class="picture">{drawn}</div>{_lines(held)}')
    if rest:
        parts.append(f"<h3>What was seen</h3>{_lines(rest)}")
    if finding.history:
        parts.append(f"<h3>Left after each repetition</h3>{picture.history(finding.history)}")
    parts += [_lines(last), _consequences(cause), _tests(cause, noun), "</article>"]
    return "\n".join(parts)


def _row(number, cause):
    finding = cause.finding
    known = ' <span class="tag">known</span>' if cause.is_known else ""
    return (
        f'<tr><td class="number"><a href="#c{number}">{number}</a><td>{escape(head_of(finding))}{known}'
        f'<td>{escape(finding.what)}<td class="number">{len(cause.tests)}'
    )


def _gone(rows):
    if not rows:
        return ""
    items = "".join(f"<li>{escape(place_of(row))}: <code>{escape(row['line'])}</code>" for row in rows)
    return f"<h3>Gone since the baseline</h3><ul>{items}</ul>"


def text_of(run):
    tests = {test for cause in run.causes for test in cause.tests}
    title = (
        f"{plural(len(run.causes), 'cause')} in {plural(len(tests), run.noun)}"
        if run.causes
        else "Nothing was found"
    )
    numbered = list(enumerate(run.causes, 1))
    table = (
        f"<table><tr><th><th>kind and place<th>what<th>{run.noun}s\n"
        + "\n".join(_row(*each) for each in numbered)
        + "\n</table>"
    )
    articles = "\n".join(_article(number, cause, run.noun) for number, cause in numbered)
    return f"""\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(run.tool)}: {title}</title>
<style>
{STYLE}</style>
<h1>{title}</h1>
<p class="soft">{escape(run.tool)}</p>
{table if run.causes else ""}
{_gone(run.gone)}
{articles}
</html>
"""
