"""Tests of markupsafe's markupsafe."""

import html
import pickle
import string

import pytest

markupsafe = pytest.importorskip("markupsafe")
pytest.importorskip("markupsafe._speedups")

TEXTS = [
    "",
    "plain",
    "<",
    "<b>",
    "a & b",
    "'\"",
    "é < è",
    "海 & 藻",
    "🌊 > 🪨",
    "x" * 1000,
    "<" * 1000,
    "a" * 999 + "&",
    "\x00<\x01",
    "&amp;",
]


def escaped(text):
    return html.escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_escape_as_html_does(text):
    assert markupsafe.escape(text) == escaped(text)


@pytest.mark.parametrize("value", [None, 0, 1.5, True, b"<", [1, "<"], {"a": "&"}, object])
def test_other_objects(value):
    assert markupsafe.escape(value) == escaped(str(value))


@pytest.mark.parametrize("value", [None, "", "<a>", 3])
def test_escape_silent(value):
    assert markupsafe.escape_silent(value) == ("" if value is None else markupsafe.escape(value))


def test_soft_str():
    class Text(str):
        pass

    text = Text("a")
    assert markupsafe.soft_str(text) is text
    assert markupsafe.soft_str(12) == "12"


def test_html_method():
    class Element:
        def __html__(self):
            return markupsafe.Markup("<b>%s</b>") % "&"

    assert markupsafe.escape(Element()) == "<b>&amp;</b>"


def test_html_method_that_raises():
    class Broken:
        def __html__(self):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        markupsafe.escape(Broken())


def test_str_that_raises():
    class Broken:
        def __str__(self):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        markupsafe.escape(Broken())


@pytest.mark.parametrize("character", string.punctuation)
def test_punctuation(character):
    escaped = markupsafe.escape(character)
    assert (escaped == character) is (character not in "<>&'\"")


def test_format():
    Markup = markupsafe.Markup
    assert Markup("<a href='{}'>{}</a>").format("'", "<") == "<a href='&#39;'>&lt;</a>"
    assert Markup("%(a)s %(b)d") % {"a": "<", "b": 3} == "&lt; 3"


def test_join_split_and_strip():
    markup = markupsafe.Markup(", ").join(["<a>", markupsafe.Markup("<b>")])
    assert markup == "&lt;a&gt;, <b>"
    assert markup.split(", ")[1] == "<b>"
    assert markup.striptags() == "<a>,"
    assert markup.unescape() == "<a>, <b>"


def test_pickle():
    markup = markupsafe.Markup("<b>")
    assert pickle.loads(pickle.dumps(markup)) == markup


def test_wrong_number_of_arguments():
    with pytest.raises(TypeError):
        markupsafe.escape()
    with pytest.raises(TypeError):
        markupsafe.escape("a", "b")


def test_a_page():
    rows = [markupsafe.Markup("<li>%s</li>") % f"{i} < {i + 1}" for i in range(300)]
    assert markupsafe.Markup("\n").join(rows).count("&lt;") == 300
