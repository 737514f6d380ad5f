"""What mypy makes of the stubs: of each line that ends in it, this type or an error."""

import example.modules.submod
from example import classes, functions, iterators, modules, operators
from ports import _json, _packer, _speedups

reveal_type(classes.GetAttr().number)  # int
reveal_type(classes.Dog("pug").species())  # str
reveal_type(classes.User("Ann").greeting)  # str
reveal_type(classes.User("Ann").email)  # Any
reveal_type(classes.Math.add(1, 2))  # int
reveal_type(classes.Callable()(2))  # int
reveal_type(classes.Counter().count)  # int
classes.User("Ann").greeting = "Hi"  # error
classes.ConstructableClass("three")  # error
classes.Math()  # error

reveal_type(operators.Ops(1) + operators.Ops(2))  # example.operators.Ops
reveal_type(divmod(operators.Ops(1), operators.Ops(2)))  # Any
reveal_type(-operators.UnaryOps(1))  # example.operators.UnaryOps
reveal_type(2 * operators.Operator(2))  # float
reveal_type(operators.LessThan("a") < operators.LessThan("b"))  # bool
operators.Ops(1) + 1  # error
1 + operators.Ops(1)  # error
operators.Equals(1) < operators.Equals(2)  # error

reveal_type([x for x in iterators.Range(1, 2)])  # list[int]

reveal_type(functions.join("a", None, between=":"))  # str
functions.join("a", "b", ":")  # error
functions.join(1)  # error
functions.length(text="a")  # error

reveal_type(modules.LIMIT)  # int
reveal_type(example.modules.submod.world())  # str
try:
    modules.decrement()
except modules.Drained as drained:
    reveal_type(drained)  # example.modules.Drained

reveal_type(_json.dumps([1], sort_keys=True))  # str
_json.dumps([1], True)  # error
reveal_type(_packer.Packer().pack(1))  # Any
reveal_type(_speedups.escape("<"))  # Any
_speedups._escape_inner(1)  # error
