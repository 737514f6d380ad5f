"""Runs the programs here: each makes one mistake, which must be reported.

A file holds the programs of one kind, each from a line like "/* ---- name */"
to the next. In it /* opened */, /* consumed */ and /* mistake */ mark the lines
that the report must name, and no others; the function is the one around it.
What happens at the end of a scope has another line for each compiler, which
/* gcc: consumed */ and /* clang: consumed */ mark.
"""

import pathlib
import re

import pytest

import building

HERE = pathlib.Path("tests/negative")
# What a report calls these lines, in the order of hf_mistake.
LABELS = {
    "leak": {"opened": "opened"},
    "consumed_twice": {"opened": "opened", "consumed": "consumed", "mistake": "again"},
    "used_after_consumed": {
        "opened": "opened",
        "consumed": "consumed",
        "mistake": "used",
    },
    "borrowed_too_long": {"opened": "lent", "consumed": "ended", "mistake": "used"},
    "owner_dropped_it": {"opened": "lent", "mistake": "used"},
    "null_without_exception": {"mistake": "result"},
    "result_with_exception": {"mistake": "result", "opened": "none yet"},
    "run_with_exception": {"mistake": "called", "opened": "none yet"},
    "count_changed": {"mistake": "returned"},
    "view_read_too_late": {"opened": "viewed", "consumed": "consumed", "mistake": "read"},
    "without_the_gil": {"mistake": "touched"},
    "never_initialised": {"mistake": "used"},
    "moved_and_borrowed": {"opened": "opened", "mistake": "called"},
    "new_not_owned": {"mistake": "borrowed"},
    "lent_not_owned": {"mistake": "owned"},
    "given_not_owned": {"opened": "opened", "consumed": "released", "mistake": "shown"},
}
KINDS = list(LABELS)
# After these nothing can go on, whatever the policy.
FATAL = {"view_read_too_late", "without_the_gil"}
LEAST = 3  # programs of each kind
ABORTED = -6
# With AddressSanitizer the ledger holds nothing: that sees objects used that are gone.
SANITIZED = {"given_not_owned"}
# Lines of which the callers are not kept.
NO_STACK = {"consumed", "ended", "viewed", "released", "shown", "none yet"}
MARKER = re.compile(r"/\* (?:(gcc|clang): )?(opened|consumed|mistake) \*/")


def regions(kind):
    """The lines of each program, numbered, by its name."""
    found = {}
    for number, line in enumerate((HERE / f"{kind}.c").read_text().splitlines(), 1):
        start = re.fullmatch(r"/\* ---- (\w+) \*/", line)
        if start:
            found[start[1]] = []
        elif found:
            found[list(found)[-1]].append((number, line))
    return found


def expected(kind, name, way):
    """{label: "function at file:line"}, as the markers have it."""
    function, lines = None, {}
    for number, line in regions(kind)[name]:
        start = re.match(r"\w.*?\b(\w+)\([^;]*$", line)
        if start:
            function = start[1]
        for compiler, marker in MARKER.findall(line):
            if not way.startswith(compiler):
                continue
            label = LABELS[kind][marker]
            assert label not in lines, f"{kind}.c, {name}: two lines are {marker}"
            lines[label] = f"{function} at {HERE}/{kind}.c:{number}"
    return lines


def reported(kind, report):
    """The same, as the report has it."""
    lines = {}
    for label in LABELS[kind].values():
        found = re.findall(rf"^  {label} +(\S.*)$", report, re.M)
        assert len(found) < 2, report
        for place in found:
            # The path may be absolute, and a column may follow.
            lines[label] = re.sub(
                rf" at \S*?({HERE}/\w+\.c:\d+)(:\d+)?$", r" at \1", place
            )
    return lines


def first_report(text):
    start = text.index("holdfast: ")
    end = text.find("\nholdfast: ", start)
    return text[start : end if end >= 0 else None]


_programs = {}


def program(way, kind):
    if (way, kind) not in _programs:
        _programs[way, kind] = building.program(
            way, [HERE / f"{kind}.c", "tests/ledger/program.c"]
        )
    return _programs[way, kind]


def check(kind, name, way, output):
    report = first_report(output)
    assert report.startswith(f"holdfast: {kind.replace('_', ' ').replace('gil', 'GIL')}:")
    assert reported(kind, report) == expected(kind, name, way)


NAMES = [(kind, name) for kind in KINDS for name in regions(kind)]
IDS = [f"{kind}-{name}" for kind, name in NAMES]
PLAIN = [way for way in building.WAYS if way != "gcc-asan"] if building.EVERY else ["clang-O2"]
every_program = pytest.mark.parametrize("kind, name", NAMES, ids=IDS)


def test_there_are_programs_of_each_kind():
    assert {path.stem for path in HERE.glob("*.c")} == set(KINDS)
    for kind in KINDS:
        assert len(regions(kind)) >= LEAST, kind


@pytest.mark.parametrize("way", PLAIN)
@every_program
def test_is_reported(way, kind, name):
    done = building.run([program(way, kind), name], env=building.environment())
    assert done.returncode == ABORTED
    check(kind, name, way, done.stdout)
    assert done.stdout.count("holdfast: ") == 1


@pytest.mark.parametrize("way", ["gcc-asan", "clang-O2"] if building.EVERY else ["clang-O2"])
@pytest.mark.parametrize("policy", ["raise", "collect"])
@every_program
def test_goes_on(way, policy, kind, name):
    done = building.run(
        [program(way, kind), name], env=building.environment(HOLDFAST_LEDGER=policy)
    )
    if way.endswith("asan") and kind in SANITIZED:
        assert "holdfast: " not in done.stdout
        return
    if kind in FATAL:
        assert done.returncode == ABORTED
        check(kind, name, way, done.stdout)
        return
    assert done.returncode == 0
    assert done.stdout.endswith("finished\n")
    if policy == "raise":
        assert done.stdout.startswith("raised <class 'holdfast.OwnershipError'>\n")
    else:
        assert done.stdout.startswith(f"collected {KINDS.index(kind)}\n")
        assert "\n1 reports\n" in done.stdout
    check(kind, name, way, done.stdout)


@pytest.mark.parametrize("way", ["gcc-O2", "clang-O0"] if building.EVERY else ["gcc-O2"])
@pytest.mark.parametrize("kind", KINDS)
class TestFirstOfEachKind:
    def test_without_a_symbolizer(self, kind, way):
        done = building.run(
            [program(way, kind), "straight_line"],
            env=building.environment(HOLDFAST_SYMBOLIZER="/nonexistent"),
        )
        assert done.returncode == ABORTED
        lines = reported(kind, first_report(done.stdout))
        assert lines.keys() == expected(kind, "straight_line", way).keys()
        file = program(way, kind)
        for place in lines.values():
            assert re.match(rf"0x[0-9a-f]+ \({file}\+0x[0-9a-f]+: no symbolizer", place)

    def test_with_each_symbolizer(self, kind, way):
        for symbolizer in ["llvm-symbolizer", "addr2line"]:
            done = building.run(
                [program(way, kind), "straight_line"],
                env=building.environment(HOLDFAST_SYMBOLIZER=symbolizer),
            )
            assert done.returncode == ABORTED
            check(kind, "straight_line", way, done.stdout)

    def test_without_memory(self, kind, way):
        assert "memory_ends();" in str(regions(kind)["straight_line"])
        done = building.run(
            [program(way, kind), "straight_line", "exhausted"],
            env=building.environment(),
        )
        assert done.returncode == ABORTED
        check(kind, "straight_line", way, done.stdout)

    def test_with_stacks(self, kind, way):
        done = building.run(
            [program(way, kind), "straight_line"],
            env=building.environment(HOLDFAST_LEDGER_STACKS="1"),
        )
        assert done.returncode == ABORTED
        check(kind, "straight_line", way, done.stdout)
        stacks = re.findall(r"^  (\w+) .*\n((?:      #.*\n)+)", done.stdout, re.M)
        wanted = expected(kind, "straight_line", way).keys() - NO_STACK
        assert {label for label, _ in stacks} == wanted
        for _, stack in stacks:
            assert re.search(r"#\d main at \S*program.c", stack)
            if kind != "view_read_too_late":  # there, those of the handler
                assert "/core/" not in stack
