"""What //bench:calls compares does the same, and its goals are read as they are meant."""

import calls
import calls_bound
import calls_by_hand
import pytest


@pytest.mark.parametrize("call", [call for call, _ in calls.CASES])
def test_both_do_the_same(call):
    found = []
    for module in (calls_by_hand, calls_bound):
        point = module.Point(1.0, 2.0, "dulse")
        scope = {**vars(module), "s": "kelp", "p": point}
        exec(f"result = {call}" if "= s" not in call.replace("=s", "") else call, scope)
        result = scope.get("result")
        if isinstance(result, module.Point):
            result = (result.x, result.name, result.sum())
        found.append((result, point.name, point.x))
    assert found[0] == found[1]


def test_goals():
    assert calls.reaches("+5", 100, 105) and not calls.reaches("+5", 100, 106)
    assert calls.reaches("×1.05", 100, 105) and not calls.reaches("×1.05", 100, 106)
