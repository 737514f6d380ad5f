from example import mistakes


def test_leak():
    mistakes.leak("kelp")


def test_consumed_twice():
    mistakes.consumed_twice("kelp")
