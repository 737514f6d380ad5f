"""example.operators: what they give, what they refuse, and what they leave alone."""

import gc
import operator

import pytest
from example import operators
from growth import growth

Ops = operators.Ops


# What each makes of 3 and 2: a new one, and in place.
BINARY = {
    "add": 5,
    "sub": 1,
    "mul": 6,
    "matmul": 6,
    "truediv": 1,
    "floordiv": 1,
    "mod": 1,
    "pow": 9,
    "lshift": 12,
    "rshift": 0,
    "and_": 2,
    "or_": 3,
    "xor": 1,
}
IN_PLACE = {f"i{name.rstrip('_')}": number for name, number in BINARY.items()}


@pytest.mark.parametrize("name", BINARY)
def test_binary(name):
    three, two = Ops(3), Ops(2)
    result = getattr(operator, name)(three, two)
    assert type(result) is Ops and result.num() == BINARY[name]
    assert result is not three and (three.num(), two.num()) == (3, 2)


@pytest.mark.parametrize("name", IN_PLACE)
def test_in_place(name):
    three, two = Ops(3), Ops(2)
    assert getattr(operator, name)(three, two) is three
    assert (three.num(), two.num()) == (IN_PLACE[name], 2)


def test_divmod():
    assert divmod(Ops(3), Ops(2)) == (1, 1)
    assert divmod(Ops(-7), Ops(2)) == divmod(-7, 2)


@pytest.mark.parametrize("name", [*BINARY, *IN_PLACE])
def test_other_operands(name):
    op = getattr(operator, name)
    with pytest.raises(TypeError, match="unsupported operand"):
        op(Ops(3), 2)
    with pytest.raises(TypeError, match="unsupported operand"):
        op(2, Ops(3))


@pytest.mark.parametrize(
    "name, number, error",
    [
        ("truediv", 0, ZeroDivisionError),
        ("floordiv", 0, ZeroDivisionError),
        ("mod", 0, ZeroDivisionError),
        ("lshift", -1, ValueError),
        ("rshift", -1, ValueError),
        ("pow", -1, TypeError),  # a third is no int
    ],
)
def test_what_fails_leaves_it_as_it_is(name, number, error):
    three = Ops(3)
    for op in (getattr(operator, name), getattr(operator, f"i{name}")):
        with pytest.raises(error):
            op(three, Ops(number))
    assert three.num() == 3


def test_no_number_is_too_large():
    assert (Ops(2**63) * Ops(-(2**63))).num() == -(2**126)


def test_the_other_operand_is_asked():
    class Other:
        def __radd__(self, left):
            return left.num() + 0.5

    assert Ops(3) + Other() == 3.5


@pytest.mark.parametrize("kind, op", [(Ops, lambda x: x + Ops(2)), (operators.UnaryOps, operator.neg)])
def test_a_subclass_makes_its_own(kind, op):
    class Sub(kind):
        pass

    assert type(op(Sub(1))) is Sub and type(op(kind(1))) is kind


@pytest.mark.parametrize("number", [-3, 0, 3, -(2**63)])
@pytest.mark.parametrize("op", [operator.pos, operator.neg, operator.abs, operator.invert])
def test_unary(op, number):
    one = operators.UnaryOps(number)
    result = op(one)
    assert type(result) is operators.UnaryOps and result.num() == op(number)
    assert one.num() == number


def test_conversions():
    unary = operators.UnaryOps(-3)
    assert operator.index(unary) == int(unary) == -3 and float(unary) == -3.0
    assert range(5)[unary] == 2
    assert operators.UnaryOps(1) and not unary and not operators.UnaryOps(0)


def test_division_by_each_type():
    three = operators.Operator(3)
    for by, result in [(2, 1), (2.0, 1.5), (True, 3)]:
        assert three / by == result and type(three / by) is type(result)
    assert type(three / operators.Operator(2)) is operators.Operator
    assert (three / operators.Operator(3)).num() == 1 and three.num() == 3
    for by in (0, 0.0, operators.Operator(0)):
        with pytest.raises(ZeroDivisionError):
            three / by
    for wrong in (lambda: three / "2", lambda: 6 / three):
        with pytest.raises(TypeError, match="unsupported operand"):
            wrong()


def test_multiplication_on_either_side():
    three = operators.Operator(3)
    assert three * 2 == 2 * three == 6.0 and three * 0.5 == 0.5 * three == 1.5
    assert three * operators.Operator(2) == 6.0
    for wrong in (lambda: three * "2", lambda: "2" * three):
        with pytest.raises(TypeError):
            wrong()


SIX = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]


@pytest.mark.parametrize("op", SIX)
@pytest.mark.parametrize("kind, values", [(operators.Comparator, (1, 2)), (operators.LessThan, ("a", "b"))])
def test_comparison(op, kind, values):
    for x in values:
        for y in values:
            assert op(kind(x), kind(y)) is op(x, y)


@pytest.mark.parametrize("kind", [operators.Comparator, operators.LessThan])
def test_comparison_with_others(kind):
    assert kind(1) != 1 and not kind(1) == 1
    with pytest.raises(TypeError, match="not supported between"):
        kind(1) < 1


def test_comparison_that_fails():
    with pytest.raises(TypeError, match="'int' and 'str'"):
        operators.LessThan(1) < operators.LessThan("a")


def test_equals():
    assert operators.Equals(1) == operators.Equals(1) != operators.Equals(2)
    assert operators.Equals(1) != 1 and not operators.Equals(1) == 1
    for op in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError, match="not supported between"):
            op(operators.Equals(1), operators.Equals(2))


def test_nothing_grows():
    def work():
        ops, three = Ops(3), operators.Operator(3)
        for name in [*BINARY, *IN_PLACE]:
            getattr(operator, name)(ops, Ops(2))
        divmod(ops, Ops(2)), three / 2, three / 2.0, three / three, 2 * three
        for op in (operator.pos, operator.neg, operator.abs, operator.invert, int, float, bool):
            op(operators.UnaryOps(-3000))
        for op in SIX:
            op(operators.Comparator(1), operators.Comparator(2))
            op(operators.LessThan("a"), operators.LessThan("b"))
        for wrong in (lambda: ops + 1, lambda: ops / Ops(0), lambda: three / "2", lambda: three / 0):
            try:
                wrong()
            except (TypeError, ZeroDivisionError):
                pass

    gc.collect()
    assert growth(work) == 0
