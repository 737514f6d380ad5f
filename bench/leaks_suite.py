"""Tests that do nothing but call an extension: leaks.py runs them, with modules
that were compiled in one way or another.
"""

import pytest

CALLS = 5000
PLANTS = [("kelp", 12), ("dulse", 3), ("moss", 1)]


@pytest.mark.parametrize("turn", range(50))
def test_reef(turn):
    reef = pytest.importorskip("reef")
    for _ in range(CALLS):
        assert reef.parse("kelp 12") == ("kelp", 12)
        assert reef.deepest(PLANTS) == ("kelp", 12)


@pytest.mark.parametrize("turn", range(50))
def test_ledger(turn):
    try:
        import ledger_cases as ledger
    except ImportError:
        import ledger_cases_checked as ledger
    for _ in range(CALLS):
        assert ledger.append("kelp ") == "kelp right"
        assert ledger.chain()
