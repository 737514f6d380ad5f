"""The tool that seeds mistakes makes them, and knows one that does not compile."""

import collections
import pathlib

import mistakes


def test_each_operator_has_its_place():
    found = collections.Counter(m.operator for m in mistakes.mistakes())
    made = mistakes.chosen(100)
    assert len(set(made)) == 100 and {m.operator for m in made} == set(found)
    assert mistakes.chosen(100) == made
    for mistake in made:
        assert mistake.source() != pathlib.Path(mistakes.PORTS[mistake.port][0]).read_text()


def test_a_sample_does_not_compile():
    path, _ = mistakes.PORTS["msgpack"]
    assert mistakes.compiles(pathlib.Path(path).read_text())
    wrong = [
        next(m for m in mistakes.mistakes() if (m.port, m.operator) == ("msgpack", operator))
        for operator in ["release what is lent", "drop an incref", "add an incref"]
    ]
    assert [mistakes.compiles(m.source()) for m in wrong] == [False] * 3
