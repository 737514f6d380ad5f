"""Many tests that fail, for few reasons. Run by test_causes.py."""

import pytest

import grove

KEPT = [object() for _ in range(4)]


@pytest.mark.parametrize("n", range(5))
def test_grow(n):
    grove.grow(n)


@pytest.mark.parametrize("n", [10, 20, 30, 40])
def test_prune(n):
    grove.prune(n)


@pytest.mark.parametrize("n", range(4))
def test_graft_with_a_name_that_takes_nearly_all_of_a_line_of_the_terminal(n):
    grove.graft(KEPT[n])


@pytest.mark.parametrize("n", range(4))
def test_branch(n):
    assert grove.branch(n) == 5


def test_plant():
    grove.plant(["what is planted"])


@pytest.mark.parametrize("n", range(4))
def test_look(n):
    assert grove.look(n) == n
