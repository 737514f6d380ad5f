"""Tests of regex."""

import concurrent.futures
import pickle
import re

import pytest

regex = pytest.importorskip("regex")

MATCHES = [
    (r"\d+", "kelp 42", "42"),
    (r"(?i)KELP", "Kelp", "Kelp"),
    (r"\p{Han}+", "die 海藻", "海藻"),
    (r"(?<n>k)(?P<m>e)", "kelp", "ke"),
    (r"\X", "e\u0301x", "e\u0301"),
    (r"(?:kelp){e<=1}", "kemp", "kemp"),
    (r"(?>a+)b", "aaab", "aaab"),
    (r"a++", "aaa", "aaa"),
    (r"(?<=k)e", "kelp", "e"),
    (r"\bl\w*", "a leaf", "leaf"),
    (r"(?r)\w", "abc", "c"),
    (r"(?V1)[[a-z]--[aeiou]]+", "abcd", "bcd"),
    (r"(a)|(b)", "b", "b"),
    (r"(\w)\1", "kelloggs", "ll"),
    (r"(?P<x>\((?:[^()]|(?&x))*\))", "f(a(b)c)", "(a(b)c)"),
    (r"\L<words>", "rock and kelp", "kelp"),
]


@pytest.mark.parametrize(("pattern", "text", "found"), MATCHES, ids=range(len(MATCHES)))
def test_search(pattern, text, found):
    words = {"words": ["kelp", "reef"]} if "<words>" in pattern else {}
    assert regex.search(pattern, text, **words).group() == found


@pytest.mark.parametrize(
    "pattern", ["(", "[", "*", "a{2,1}", r"(?P<1>a)", r"\p{Nope}", "(?P=x)", r"(?<=a"]
)
def test_bad_patterns(pattern):
    with pytest.raises(regex.error):
        regex.compile(pattern)


@pytest.fixture(scope="module")
def word():
    return regex.compile(r"\b(?P<first>\w)(?P<rest>\w*)\b")


@pytest.fixture
def text():
    return "the kelp holds to the rock " * 200


def test_find_all(word, text):
    assert len(word.findall(text)) == 1200


def test_iterate(word, text):
    assert sum(match.end() - match.start() for match in word.finditer(text)) == 4200


def test_an_iterator_left_in_the_middle(word, text):
    iterator = word.finditer(text)
    assert next(iterator)["rest"] == "he"
    assert next(iterator)["first"] == "k"


def test_sub(word, text):
    assert word.sub(r"\g<rest>\g<first>", text).startswith("het elpk")
    assert word.sub(lambda match: match["first"].upper(), "kelp and rock") == "K A R"
    assert word.subf("{rest}", "kelp") == "elp"


def test_sub_with_a_function_that_raises(word):
    def replace(match):
        raise OSError(match.group())

    with pytest.raises(OSError, match="kelp"):
        word.sub(replace, "kelp")


def test_split(text):
    assert len(regex.split(r"\s+", text)) == 1201
    assert list(regex.splititer(",", "a,b,c")) == ["a", "b", "c"]


def test_captures():
    match = regex.fullmatch(r"(?:(\w),?)+", "a,b,c")
    assert match.captures(1) == ["a", "b", "c"]
    assert match.spans(1) == [(0, 1), (2, 3), (4, 5)]


def test_groups_and_dicts(word):
    match = word.match("kelp")
    assert match.groupdict() == {"first": "k", "rest": "elp"}
    assert match.capturesdict() == {"first": ["k"], "rest": ["elp"]}
    assert match.expand(r"\2\1") == "elpk"
    assert match.expandf("{2}{1}") == "elpk"
    assert match[1:3] == ("k", "elp")
    with pytest.raises(IndexError):
        match.group("nope")


def test_partial():
    assert regex.fullmatch(r"\d{4}", "20", partial=True).partial


def test_overlapped():
    assert regex.findall(r"..", "abcd", overlapped=True) == ["ab", "bc", "cd"]


def test_bytes():
    assert regex.findall(rb"\w+", b"kelp rock") == [b"kelp", b"rock"]
    with pytest.raises(TypeError):
        regex.findall(rb"\w+", "kelp")


def test_pickle(word):
    assert pickle.loads(pickle.dumps(word)).pattern == word.pattern


def test_detach(word):
    match = word.search("kelp")
    match.detach_string()
    assert match.string is None and match.group() == "kelp"


def test_timeout():
    with pytest.raises(TimeoutError):
        regex.search(r"(?:(?:a|aa)+(b|ab|))+c", "a" * 3000, timeout=0.001)


def test_scanner():
    scanner = regex.Scanner(
        [(r"\d+", lambda _, t: int(t)), (r"\w+", lambda _, t: t), (r"\s+", None)]
    )
    assert scanner.scan("kelp 42 rock") == (["kelp", 42, "rock"], "")


def test_many_patterns():
    for i in range(60):
        assert regex.match(rf"kelp{i}(\d)?", f"kelp{i}")


def test_purge():
    regex.purge()
    assert regex.match("kelp", "kelp")


def test_pool(text):
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        counts = list(
            pool.map(
                lambda p: len(regex.findall(p, text, concurrent=True)), ["kelp", "the", "rock"]
            )
        )
    assert counts == [200, 400, 200]


@pytest.mark.parametrize("flag", [regex.I, regex.M, regex.S, regex.X, regex.V1, regex.B])
def test_flags(flag):
    assert regex.compile("k", flag).search("kelp")


@pytest.mark.parametrize("text", ["", "kelp", "a.b*c", "[x]", "\\"])
def test_escape_as_re_reads_it(text):
    assert re.fullmatch(regex.escape(text), text)
