"""example.operators: what they give, what they refuse, and what they leave alone."""

import gc
import operator

import pytest
from example import operators
from growth import growth

Ops = operators.Ops


def test_binary():
    assert (Ops(3) + Ops(2)).num() == 5
    assert (Ops(3) * Ops(2)).num() == 6
    assert (Ops(3) & Ops(2)).num() == 2
    assert (-Ops(3)).num() == -3


def test_operands_stay_as_they_are():
    three, two = Ops(3), Ops(2)
    assert three + two is not three
    assert (three.num(), two.num()) == (3, 2)


def test_in_place():
    ops = same = Ops(3)
    ops += Ops(2)
    assert ops is same and same.num() == 5
    ops *= Ops(2)  # has none in place, so this is ops = ops * ...
    assert ops.num() == 10 and same.num() == 5


@pytest.mark.parametrize("op", [operator.add, operator.iadd, operator.mul, operator.and_, operator.sub])
def test_other_operands(op):
    with pytest.raises(TypeError, match="unsupported operand"):
        op(Ops(3), 2)
    with pytest.raises(TypeError, match="unsupported operand"):
        op(2, Ops(3))


def test_overflow():
    most = Ops(2**63 - 1)
    for op in (operator.add, operator.iadd, operator.mul):
        with pytest.raises(OverflowError):
            op(most, Ops(2))
    with pytest.raises(OverflowError):
        -Ops(-(2**63))


def test_conversions():
    assert range(5)[Ops(3)] == int(Ops(3)) == 3
    assert Ops(3) and not Ops(0)


def test_the_other_operand_is_asked():
    class Other:
        def __radd__(self, left):
            return left.num() + 0.5

    assert Ops(3) + Other() == 3.5


def test_a_subclass_makes_its_own():
    class Sub(Ops):
        pass

    assert type(Sub(1) + Ops(2)) is Sub and type(Ops(1) + Sub(2)) is Ops


def test_division():
    assert operators.Operator(3) / 2 == 1.5
    assert 6 / operators.Operator(3) == 2.0
    assert operators.Operator(3) / operators.Operator(2) == 1.5
    for wrong in (lambda: operators.Operator(3) / 0, lambda: 1.0 / operators.Operator(0)):
        with pytest.raises(ZeroDivisionError):
            wrong()
    for wrong in (lambda: operators.Operator(3) / "2", lambda: "6" / operators.Operator(3)):
        with pytest.raises(TypeError, match="unsupported operand"):
            wrong()


SIX = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]


@pytest.mark.parametrize("op", SIX)
@pytest.mark.parametrize("kind, values", [(operators.Comparison, (1, 2)), (operators.LessThan, ("a", "b"))])
def test_comparison(op, kind, values):
    for x in values:
        for y in values:
            assert op(kind(x), kind(y)) is op(x, y)


@pytest.mark.parametrize("kind", [operators.Comparison, operators.LessThan])
def test_comparison_with_others(kind):
    assert kind(1) != 1 and not kind(1) == 1
    with pytest.raises(TypeError, match="not supported between"):
        kind(1) < 1


def test_comparison_that_fails():
    with pytest.raises(TypeError, match="'int' and 'str'"):
        operators.LessThan(1) < operators.LessThan("a")


def test_equals():
    assert operators.Equals(1) == operators.Equals(1) != operators.Equals(2)
    with pytest.raises(TypeError, match="not supported between"):
        operators.Equals(1) < operators.Equals(2)


def test_nothing_grows():
    def work():
        ops = Ops(3) + Ops(2)
        ops += -Ops(2) * Ops(1000)
        1 / (operators.Operator(3) / operators.Operator(2))
        for op in SIX:
            op(operators.Comparison(1), operators.Comparison(2))
            op(operators.LessThan("a"), operators.LessThan("b"))
        for wrong in (lambda: ops + 1, lambda: ops + Ops(-(2**63)), lambda: 1 / operators.Operator(0)):
            try:
                wrong()
            except (TypeError, OverflowError, ZeroDivisionError):
                pass

    gc.collect()
    assert growth(work) == 0
