"""The checked build names the function, and its lines, for what goes wrong where a
call from Python ends."""

import pathlib
import re
import subprocess
import sys

import pytest
import slips

SOURCE = pathlib.Path("tests/bind/slips.c").read_text().splitlines()


def line_of(text):
    (found,) = [i for i, line in enumerate(SOURCE, 1) if text in line]
    return found


def reported(call, *args):
    with pytest.raises(Exception) as error:
        call(*args)
    assert type(error.value).__name__ == "OwnershipError", error.value
    return re.sub(r" at \S*/slips.c", " at slips.c", str(error.value))


def test_an_argument_that_is_kept():
    slips.keep("kelp")
    report = reported(slips.keep, "dulse")
    assert "borrowed too long" in report
    assert "  object     str at " in report
    assert f"keep at slips.c:{line_of('/* lent */')}" in report
    assert f"keep at slips.c:{line_of('hf_str_concat(earlier')}" in report
    assert "hf_private" not in report


def test_one_of_the_rest_that_is_kept():
    slips.keep_first("kelp")
    report = reported(slips.keep_first)
    assert "borrowed too long" in report
    assert "keep_first at slips.c:" in report


@pytest.mark.parametrize("late", ["one of them", "all of them"])
def test_the_rest_that_is_kept(late):
    as_tuple = late.startswith("all")
    slips.first_kept(as_tuple, "kelp")
    report = reported(slips.first_kept, as_tuple)
    assert "borrowed too long" in report
    assert f"  lent       first_kept at slips.c:{line_of('/* lends them */') - 1}" in report
    assert f"  used       first_kept at slips.c:{line_of(late + ', late')}" in report


def test_a_failure_without_an_exception():
    report = reported(slips.fail_in_silence, "kelp")
    assert "null without exception" in report
    assert f"fail_in_silence at slips.c:{line_of('/* lies */')}" in report
    assert "hf_private" not in report


def test_a_result_with_an_exception():
    report = reported(slips.raise_in_silence)
    assert "result with exception" in report
    assert f"raise_in_silence at slips.c:{line_of('/* raises */')}" in report


def run(program):
    """What a process of its own prints: a mistake may end it."""
    return subprocess.run(
        [sys.executable, "-c", "import slips; " + program],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_a_view_that_is_kept():
    done = run("slips.view_of('kelp'); slips.view_of('dulse')")
    assert done.returncode != 0
    assert "view read too late" in done.stdout
    assert "  viewed     view_of at " in done.stdout
    assert "  read       view_of at " in done.stdout


def test_a_field_that_is_released_before_the_instance():
    done = run("clam = slips.Clam([]); clam.lose(); del clam")
    report = re.sub(r" at \S*/slips.c", " at slips.c", done.stdout)
    assert "consumed twice" in report
    assert f"  consumed   clam_lose at slips.c:{line_of('/* loses */')}" in report
    assert re.search(rf"  again      \w+ at slips.c:{line_of('/* ends */')}", report)


# What ends without an object: {the function: how Python calls it}
ENDS = {
    "slip_set_value": lambda slip: setattr(slip, "value", 2),
    "slip_delete_value": lambda slip: delattr(slip, "value"),
    "slip_hash": hash,
    "slip_truth": bool,
    "slip_compare": lambda slip: slip < slip,
    "slip_length": len,
    "slip_contains": lambda slip: 1 in slip,
    "slip_setitem": lambda slip: slip.__setitem__(1, 2),
    "slip_delitem": lambda slip: slip.__delitem__(1),
    "slip_getattr": lambda slip: slip.other,
    "slip_next": next,
    "slip_iadd": lambda slip: slip.__iadd__(1),
    "slip_buffer": bytes,
}
# That which Python calls for two of them has the name of the first.
NAMED = {
    "slip_delete_value": "slip_set_value",
    "slip_delitem": "slip_setitem",
}
LINE_OF_SLIP = "HF_CLASS(slip,"


@pytest.mark.parametrize("function", ENDS)
class TestEndsWithoutAnObject:
    def test_fails_in_silence(self, function):
        report = reported(ENDS[function], slips.Slip(True))
        assert "null without exception" in report
        named = NAMED.get(function, function)
        assert f"  result     {named} at slips.c:{line_of(LINE_OF_SLIP)}" in report

    def test_says_that_it_worked_with_an_exception(self, function):
        report = reported(ENDS[function], slips.Slip(False, ValueError))
        assert "result with exception" in report
        named = NAMED.get(function, function)
        assert f"  result     {named} at slips.c:{line_of(LINE_OF_SLIP)}" in report

    def test_fails_rightly(self, function):
        with pytest.raises(ValueError, match="unnoticed"):
            ENDS[function](slips.Slip(True, ValueError))

    def test_works_rightly(self, function):
        missing = {"slip_getattr": AttributeError, "slip_next": StopIteration}
        if function in missing:
            with pytest.raises(missing[function]):
                ENDS[function](slips.Slip(False))
        else:
            ENDS[function](slips.Slip(False))


class TestAHandleOfAClass:
    def test_is_kept_in_a_variable(self):
        pea, king = slips.Crab("pea"), slips.Crab("king")
        assert pea.seen() == "pea"
        report = reported(king.seen)
        assert "borrowed too long" in report
        assert f"  lent       crab_seen at slips.c:{line_of('/* itself */')}:" in report
        assert f"  used       name_of at slips.c:{line_of('/* names */')}:" in report

    def test_is_kept_in_a_field(self):
        crab, friend = slips.Crab("pea"), slips.Crab("king")
        crab.befriend(friend)
        report = reported(crab.of_friend)
        assert "borrowed too long" in report
        assert f"  lent       crab_befriend at slips.c:{line_of('HF_METHOD(crab, befriend')}:" in report
        assert f"  used       name_of at slips.c:{line_of('/* names */')}:" in report

    def test_is_used_after_its_object(self):
        report = reported(slips.Crab.gone)
        assert "used after consumed" in report
        assert f"  opened     crab_gone at slips.c:{line_of('/* made */')}:" in report
        assert f"  consumed   crab_gone at slips.c:{line_of('/* gone */')}:" in report
        assert f"  used       name_of at slips.c:{line_of('/* names */')}:" in report


def test_in_the_conversion_to_a_kind_of_its_own():
    report = reported(slips.letter_of, "a")
    assert "used after consumed" in report
    assert f"  used       hf_from_letter at slips.c:{line_of('/* late */')}" in report


def test_what_is_right_is_not_accused():
    for _ in range(100):
        slips.right("a", 1, 2, x=3, y=4)
        with pytest.raises(TypeError, match="must be str, not int"):
            slips.right(1, x=2)
        with pytest.raises(TypeError, match="multiple values"):
            slips.right("a", word="b")
