"""The page of measurements, and its charts."""

import pathlib
import re
import xml.etree.ElementTree as ElementTree

import pytest

import chart
import page

SVG = "{http://www.w3.org/2000/svg}"
TABLE = """\
| Wrappers | n = 1: ours | raw | ratio | n = 2: ours | raw | ratio | goal |
|---|--:|--:|--:|--:|--:|--:|--:|
| incref | 1.0 | 2.0 | 0.50 | 734k | 1,405 | 1.10 ! | 1.05 |
| a <b> | | | - | 1 | 1 | 1.00 | 1.05 |
"""


def bars_of(svg):
    """[(row, [(width, colour)])], in their order, without the legend's."""
    row, rows = None, []
    for element in ElementTree.fromstring(svg):
        if element.tag == SVG + "text" and element.get("text-anchor") == "end":
            row = element.text
        elif element.tag == SVG + "rect" and element.get("height") != "10" or (
            element.tag == SVG + "rect" and element.get("x") == str(chart.LEFT)
            and element.get("width") != "10"
        ):
            if not rows or rows[-1][0] != row:
                rows.append((row, []))
            rows[-1][1].append((float(element.get("width")), element.get("fill")))
    return rows


def test_a_bar_is_as_long_as_its_value():
    (first, one), (second, two) = bars_of(page.drawn(TABLE))
    assert (first, second) == ("incref", "a <b>")
    assert len(one) == 2 and len(two) == 1
    assert one[0][0] / one[1][0] == pytest.approx(0.50 / 1.10, abs=0.01)
    assert one[0][0] / two[0][0] == pytest.approx(0.50, abs=0.01)


def test_what_is_beyond_its_goal_has_a_colour_of_its_own():
    (_, one), _ = bars_of(page.drawn(TABLE))
    assert [colour == chart.BEYOND for _, colour in one] == [False, True]


def test_a_chart_is_readable_in_the_dark():
    svg = page.drawn(TABLE)
    light, dark = svg.split("@media (prefers-color-scheme: dark)")
    assert "fill: #57606a" in light and "fill: #c9d1d9" in dark
    assert "<rect width" not in svg  # nothing is painted behind it


def test_a_new_measurement_takes_the_place_of_the_old_one():
    old = "A\n<!-- measured: x -->\nold\n<!-- end -->\nB\n<!-- measured: y -->\nold\n<!-- end -->\n"
    new, charts = page.rewrite(old, {"x": TABLE})
    assert new.count("old") == 1 and new.index("old") > new.index("B")
    assert list(charts) == ["x-1.svg"]
    assert "![Wrappers](performance/x-1.svg)\n\n| Wrappers" in new
    assert page.rewrite(new, {}) == (new, charts)


def test_the_charts_of_the_page_are_those_of_its_tables():
    text = page.PAGE.read_text()
    again, charts = page.rewrite(text, {})
    assert again == text
    assert len(charts) == len(re.findall(r"^\|[-:| ]+\|$", text, re.M)) > 5
    kept = {path.name: path.read_text() for path in page.CHARTS.glob("*.svg")}
    assert kept == charts


def test_each_part_of_the_page_has_figures():
    parts = {match["name"]: match["body"] for match in page.PART.finditer(page.PAGE.read_text())}
    assert {*parts} >= {"str", "ledger", "leaks", "fuzz_rate"}
    for name, body in parts.items():
        assert page.TABLE.search(body), name


def test_no_other_page_has_measurements():
    assert page.PART.search(page.PAGE.read_text())
    for name in ["README.md", "docs/leaks.md"]:
        path = pathlib.Path(name)
        assert not path.exists() or "| ratio |" not in path.read_text()
