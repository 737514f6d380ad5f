"""The escaping of MarkupSafe: what the package's own tests ask of its module of C."""

import itertools
import random
import subprocess
import sys
import types

import pytest
from growth import growth
from ports import _speedups


class Markup(str):
    """As the package's, as far as the module uses it."""

    def __html__(self):
        return self


class Fails:
    def __html__(self):
        raise ZeroDivisionError


@pytest.fixture(autouse=True)
def package(monkeypatch):
    monkeypatch.setitem(sys.modules, "markupsafe", types.SimpleNamespace(Markup=Markup))


def expected(text):
    for character, entity in [("&", "&amp;"), (">", "&gt;"), ("<", "&lt;"), ("'", "&#39;"), ('"', "&#34;")]:
        text = text.replace(character, entity)
    return text


WIDTHS = {"ASCII": "x?@", "Latin-1": "xé\x80ÿ", "UCS-2": "xéこ\ud800\uffff", "UCS-4": "xéこ🍣\U0010ffff"}


@pytest.mark.parametrize("width", WIDTHS)
def test_any_mix_of_characters(width):
    for text in itertools.product(WIDTHS[width][-1] + "&<x", repeat=4):
        text = "".join(text)
        assert _speedups._escape_inner(text) == expected(text)
    random.seed(width)
    for share in [0.001, 0.05, 0.5, 1]:
        for _ in range(50):
            size = random.randrange(300)
            text = "".join(
                random.choice("&<>'\"" if random.random() < share else WIDTHS[width]) for _ in range(size)
            )
            assert _speedups._escape_inner(text) == expected(text)


def test_no_other_character_is_escaped():
    text = "".join(map(chr, range(0x300)))
    assert _speedups._escape_inner(text) == expected(text)
    assert _speedups._escape_inner("漢" + text) == expected("漢" + text)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_result_is_a_str_like_any_other(width):
    text = _speedups._escape_inner("<" + WIDTHS[width])
    same = expected("<" + WIDTHS[width])
    assert hash(text) == hash(same) and {text: 1}[same] and sys.getsizeof(text) == sys.getsizeof(same)


@pytest.mark.parametrize("text", ["", "x", "no specials here", "é", "こ", "🍣" * 100])
def test_what_needs_no_escape_is_given_as_it_is(text):
    assert _speedups._escape_inner(text) is text


def test_what_is_no_str_is_refused():
    for wrong in [None, 1, b"<", ["<"]]:
        with pytest.raises(TypeError, match="must be str, not"):
            _speedups._escape_inner(wrong)


def test_escape():
    assert _speedups.escape("<a> & 'b'") == "&lt;a&gt; &amp; &#39;b&#39;"
    for plain in [1, 1.5, True, None, ["<"]]:
        assert _speedups.escape(plain) == expected(str(plain))
        assert type(_speedups.escape(plain)) is Markup
    assert _speedups.escape(Markup("<b>")) == "<b>"


def test_escape_asks_for_html():
    class Foo:
        def __html__(self):
            return "<em>awesome</em>"

        def __str__(self):
            return "awesome"

    assert _speedups.escape(Foo()) == "<em>awesome</em>" and type(_speedups.escape(Foo())) is Markup
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'self'"):
        _speedups.escape(Foo)  # as the original, it asks a class, too

    class Asked:
        def __getattr__(self, name):
            raise KeyError(name)

    for wrong, error in [(Fails(), ZeroDivisionError), (Asked(), KeyError)]:
        with pytest.raises(error):
            _speedups.escape(wrong)


def test_escape_silent_and_soft_str():
    assert _speedups.escape_silent(None) == "" and type(_speedups.escape_silent(None)) is Markup
    assert _speedups.escape_silent("<") == "&lt;"
    markup = Markup("<b>")
    assert _speedups.soft_str(markup) is markup and _speedups.soft_str(15) == "15"


def test_a_proxy_of_a_str_is_asked_for_its_str():
    class Proxy:
        __class__ = str

        def __str__(self):
            return "<test>"

    assert isinstance(Proxy(), str)
    assert _speedups.escape(Proxy()) == "&lt;test&gt;"
    assert _speedups.soft_str(Proxy()) == "<test>"


def test_the_package_is_looked_up_when_it_is_needed_first():
    """The package imports this module when it has no Markup itself yet."""
    code = (
        "import sys, types\n"
        "from ports import _speedups\n"
        "for package in [None, types.SimpleNamespace()]:\n"
        "    sys.modules['markupsafe'] = package\n"
        "    try:\n"
        "        _speedups.escape('<')\n"
        "    except (ImportError, AttributeError) as error:\n"
        "        print(type(error).__name__)\n"
        "sys.modules['markupsafe'] = types.SimpleNamespace(Markup=str.upper)\n"
        "print(_speedups.escape('<'))\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["ModuleNotFoundError", "AttributeError", "&LT;"]


def test_each_import_makes_a_module_of_its_own():
    again = dict(sys.modules)
    del sys.modules["ports._speedups"]
    try:
        from ports import _speedups as new
        import importlib

        new = importlib.import_module("ports._speedups")
        assert new is not _speedups and new._escape_inner is not _speedups._escape_inner
        with pytest.raises(ZeroDivisionError):
            new.escape(Fails())  # before it has looked up the package
        assert type(new.escape("<")) is Markup
    finally:
        sys.modules.update(again)


def test_nothing_grows():
    class Broken:
        def __html__(self):
            raise ValueError

        __str__ = __html__

    class NoText:
        def __str__(self):
            raise ValueError

    def work():
        for text in ["", "<plain>", "é<", "こ<", "🍣<", "none"]:
            _speedups._escape_inner(text)
            _speedups.escape(text), _speedups.escape_silent(text), _speedups.soft_str(text)
        _speedups.escape(Markup("<")), _speedups.escape(17), _speedups.escape_silent(None)
        _speedups.soft_str(17), _speedups.soft_str(Markup("<"))
        for wrong in [Broken(), NoText()]:
            for call in [_speedups.escape, _speedups.escape_silent, _speedups._escape_inner]:
                try:
                    call(wrong)
                except (ValueError, TypeError):
                    pass

    assert growth(work) == 0
