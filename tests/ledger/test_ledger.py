"""The ledger as a whole: several modules in one process, objects that do not
belong together, the variables, its memory; and that a release build has none."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

import building

HERE = pathlib.Path("tests/ledger")
ABI = "hf_all_objects_must_be_compiled_{}_HF_CHECKED"
ABORTED = -6
BYTES = 48  # of an open handle
CYCLES = 100_000_000  # some seconds


def module_objects(way, name, *flags):
    return building.compile(way, [HERE / "module.c"], *flags, f"-DMODULE={name}")


def python(source, *folders, **variables):
    path = os.pathsep.join(str(folder) for folder in folders)
    return building.run(
        [sys.executable, "-c", source],
        env=building.environment(PYTHONPATH=path, **variables),
    )


# ---- Several modules.


@pytest.fixture(scope="module")
def modules():
    """Two modules, each with a copy of core/; one by each compiler."""
    folders = []
    for way, name in [("gcc-O2", "one"), ("clang-O0", "two")]:
        flags = building.CHECKED
        objects = module_objects(way, name, *flags) + building.core(way, *flags)
        done, folder = building.module(way, name, objects)
        assert done.returncode == 0
        folders.append(folder)
    return folders


def file_of(folder):
    (file,) = folder.iterdir()
    return str(file)


def test_the_list_has_each_module(modules):
    done = python(
        "import one, two\n"
        "one.keep('a'); two.keep('b')\n"
        "print(*sorted(one.ledgers()), sep='\\n')\n"
        "assert sorted(one.ledgers()) == sorted(two.ledgers())\n",
        *modules,
    )
    assert done.returncode == 0
    pairs = sorted((file_of(folder), 1) for folder in modules)
    assert done.stdout.splitlines() == [str(pair) for pair in pairs]


def test_the_list_is_the_same_in_a_subinterpreter(modules):
    done = python(
        "import one\n"
        # From CPython 3.13 on; an isolated one would not take these modules.
        "try: import _interpreters as sub; kind = ['legacy']\n"
        "except ImportError: import _xxsubinterpreters as sub; kind = []\n"
        "one.keep('a')\n"
        "for i in range(3):\n"
        "    other = sub.create(*kind)\n"
        "    sub.run_string(other, 'import one, two; one.keep(1); two.keep(2);'\n"
        "                          'print(len(one.ledgers()), len(two.ledgers()))')\n"
        "    sub.destroy(other)\n"
        "print(len(one.ledgers()))\n",
        *modules,
    )
    assert done.returncode == 0
    assert done.stdout == "2 2\n" * 3 + "2\n"


@pytest.mark.parametrize("holder", ["keep", "keep_for_ever", "hold"])
def test_what_a_module_holds_at_the_end_of_python(modules, holder):
    """Where it says so, or gives it back when it is freed, it holds it rightly."""
    done = python(
        f"import one\none.{holder}('x' * len('abc'))\none.{holder}('y' * len('abc'))\n",
        modules[0],
        HOLDFAST_LEDGER_EXIT="1",
    )
    if holder == "keep":
        assert "at the end of Python 1 handle" in done.stdout
        assert line_of("module.c", "/* kept */") in done.stdout
        assert done.returncode == ABORTED
    else:
        assert (done.stdout, done.returncode) == ("", 0)


GIVES_AWAY = {
    "at the end of Python": "len(one.give_away('kelp'))",
    "at the end of Python, kept until then": "kept = one.give_away('kelp')",
    "in the next call": "len(one.give_away('kelp')); one.give_another('')",
    "in a loop": "for word in 'kelp', 'moss', 'fern': len(one.give_away(word))",
}


@pytest.mark.parametrize("when", GIVES_AWAY)
def test_what_is_given_away_is_seen_when_it_was_used(modules, when):
    done = python(f"import one, os\n{GIVES_AWAY[when]}\nos.write(1, b'all ran\\n')", modules[0])
    ends = "all ran\n" if "end" in when else ""
    assert done.stdout.startswith(ends + "holdfast: given not owned: ")
    assert "str 'kelp!'" in done.stdout
    shown = line_of("module.c", "/* shown */")
    assert re.search(rf"^  shown +give_away at .*{shown}", done.stdout, re.M)
    assert done.returncode == ABORTED


def test_what_was_given_away_is_raised_after_the_next_call(modules):
    done = python(
        "import one\n"
        "def work():\n"
        "    one.give_away('kelp')\n"
        "    print(one.give_another('moss'))\n"
        "try: work()\n"
        "except Exception as error: print(type(error).__name__)\n"
        "print(one.give_another('fern'))\n",
        modules[0],
        HOLDFAST_LEDGER="raise",
    )
    assert done.stdout in ("OwnershipError\nfern!\n", "moss!\nOwnershipError\nfern!\n")
    assert done.returncode == 0


def test_what_is_given_rightly_is_held_by_nobody(modules):
    """Far more than the ledger would hold."""
    done = python(
        "import one, sys\n"
        "kept = [one.give_another(str(i)) for i in range(300)]\n"
        "plain = [str(i) + '!' for i in range(300)]\n"
        "print([sys.getrefcount(s) for s in kept] == [sys.getrefcount(s) for s in plain])\n",
        modules[0],
    )
    assert (done.stdout, done.returncode) == ("True\n", 0)


def test_another_version_is_refused(modules):
    flags = [*building.CHECKED, "-DHF_LEDGER_VERSION=999"]
    objects = module_objects("gcc-O2", "three", *flags)
    objects += building.core("gcc-O2", *flags)
    done, folder = building.module("gcc-O2", "three", objects)
    assert done.returncode == 0
    alone = python("import three; three.keep('c')", folder)
    assert alone.returncode == 0
    both = python("import one, three; one.keep('a'); three.keep('c')", *modules, folder)
    assert both.returncode == ABORTED
    assert re.search(
        rf"^holdfast: {file_of(modules[0])} and {file_of(folder)} are compiled with "
        r"ledgers of versions 1 and 999: ",
        both.stdout,
        re.M,
    )


def test_a_release_module_is_no_concern(modules):
    objects = module_objects("gcc-O2", "plain") + building.core("gcc-O2")
    done, folder = building.module("gcc-O2", "plain", objects)
    assert done.returncode == 0
    done = python(
        "import one, plain\n"
        "plain.keep('p'); one.keep('a')\n"
        "assert len(one.ledgers()) == 1",
        *modules,
        folder,
    )
    assert done.returncode == 0


# ---- Objects that do not belong together.


@pytest.mark.parametrize("way", ["gcc-O2", "clang-O2"])
@pytest.mark.parametrize("user_is_checked", [False, True])
def test_mixed_objects_do_not_link(way, user_is_checked):
    user = building.CHECKED if user_is_checked else []
    layer = [] if user_is_checked else building.CHECKED
    objects = module_objects(way, "mixed", *user) + building.core(way, *layer)
    wanted = ABI.format("with" if user_is_checked else "without")
    done, _ = building.module(way, "mixed", objects)
    assert done.returncode != 0
    assert wanted in done.stdout

    main = building.copy_of_core() / "main.c"
    main.write_text("int main(void);\nint main(void) { return 0; }\n")
    objects += building.compile(way, [main])
    done = building.link(way, objects, main.with_suffix(""), *building.library())
    assert done.returncode != 0
    assert wanted in done.stdout


# ---- Variables, policies, reports.


@pytest.fixture(scope="module")
def programs():
    return building.program("gcc-O2", [HERE / "open.c", HERE / "program.c"])


def run(programs, name, **variables):
    return building.run([programs, name], env=building.environment(**variables))


def line_of(file, text):
    lines = (HERE / file).read_text().splitlines()
    (number,) = [n for n, line in enumerate(lines, 1) if text in line]
    return f"{HERE / file}:{number}"


@pytest.mark.parametrize("policy", ["abort", "raise", "collect"])
def test_what_is_open_at_the_end_of_python(programs, policy):
    """There is nobody left to raise to, and nobody to collect for."""
    done = run(
        programs, "open_at_the_end", HOLDFAST_LEDGER=policy, HOLDFAST_LEDGER_EXIT=1
    )
    assert "at the end of Python 3 handles are open:" in done.stdout
    for text in ["/* instance */", "/* str */", "/* once more */"]:
        assert line_of("open.c", text) in done.stdout
    assert "str 'at the end'" in done.stdout
    assert done.returncode == ABORTED


def test_at_the_end_of_python_nothing_is_said_unasked(programs):
    done = run(programs, "open_at_the_end")
    assert done.stdout == "no report\nfinished\n"


def test_each_place_that_leaks_is_reported_once(programs):
    done = run(programs, "at_three_places")
    assert done.returncode == ABORTED
    assert done.stdout.count("holdfast: leak") == 3
    assert done.stdout.count("(3 times; this is one of them)") == 1
    for text in ["/* thrice */", "/* once */", "/* and once */"]:
        assert done.stdout.count(line_of("open.c", text)) == 1


def test_a_hundred_reports_are_kept(programs):
    done = run(programs, "more_than_are_kept", HOLDFAST_LEDGER="collect")
    assert done.returncode == 0
    assert done.stdout.count("collected 1\n") == 100
    assert "\n150 reports\n" in done.stdout


def test_the_policy_of_the_program_comes_first(programs):
    done = run(programs, "policy_of_the_program", HOLDFAST_LEDGER="abort")
    assert done.returncode == 0


def test_an_exception_that_is_set_becomes_the_context(programs):
    done = run(programs, "pending_exception", HOLDFAST_LEDGER="raise")
    assert done.returncode == 0
    assert done.stdout.startswith("raised <class 'holdfast.OwnershipError'>\n")


def test_names_are_looked_up_among_signals(programs, tmp_path):
    symbolizer = tmp_path / "slow"
    symbolizer.write_text('#!/bin/sh\nsleep 0.1\nexec llvm-symbolizer "$@"\n')
    symbolizer.chmod(0o755)
    done = run(programs, "among_signals", HOLDFAST_SYMBOLIZER=symbolizer)
    assert line_of("open.c", "/* among signals */") in done.stdout
    assert done.returncode == ABORTED


def test_memory_that_never_was_a_handle(programs):
    done = run(programs, "not_a_handle")
    assert done.returncode == ABORTED
    assert line_of("open.c", "expect(hf_refcnt(s) == 0)") in done.stdout


# ---- C++.

NAMED = re.findall(r"^static void (\w+)\(\)", (HERE / "named.cc").read_text(), re.M)


@pytest.fixture(scope="module", params=["gcc", "clang"])
def named(request, tmp_path_factory):
    """A module in C++, in which no call is inlined that need not be."""
    way = f"{request.param}-O0"
    out = tmp_path_factory.mktemp("named") / "named.o"
    includes = [word for path in building.PYTHON["includes"] for word in ("-I", path)]
    options = ["-std=c++17", "-fno-exceptions", "-g", "-fPIC", "-I.", *includes]
    compiler = [*building.WAYS[way], *building.CHECKED]
    building.succeed([*compiler, *options, "-c", HERE / "named.cc", "-o", out])
    done, folder = building.module(way, "named", [out, *building.core(way, *building.CHECKED)])
    assert done.returncode == 0
    return folder


@pytest.mark.parametrize("name", NAMED)
def test_a_mistake_in_cxx_is_reported_at_its_line(named, name):
    source = f"import named; named.make({NAMED.index(name)})"
    done = python(source, named, HOLDFAST_LEDGER="raise")
    last = done.stdout.rstrip().splitlines()[-1]
    assert f"{name}() at " in last
    assert line_of("named.cc", f"/* {name} */") in last


# ---- Memory.


@pytest.mark.parametrize("stacks", [False, True])
def test_memory_is_bounded(stacks):
    program = building.program("gcc-O2", [HERE / "live.c", HERE / "program.c"])
    variables = {"HOLDFAST_LEDGER_STACKS": 1} if stacks else {}
    done = building.run(
        [program, "live", "1000000", str(CYCLES // 10 if stacks else CYCLES)],
        env=building.environment(**variables),
    )
    assert done.returncode == 0
    each, growth, of_process, _ = done.stdout.splitlines()[0].split()
    most = BYTES + 8 * 8 if stacks else BYTES
    assert float(each) <= most + 1
    assert int(growth) == 0
    assert int(of_process) < 1 << 20


# ---- The release build.


@pytest.mark.parametrize("way", ["gcc-O2", "clang-O0"])
class TestRelease:
    def test_refers_to_no_ledger(self, way):
        objects = module_objects(way, "plain") + building.core(way)
        for file in objects:
            names = building.succeed(["nm", file])
            assert "hf_ledger" not in names and "hf_report" not in names
            if file.name in {"ledger.o", "report.o"}:
                # Nothing but the mark of how it was compiled.
                defined = building.succeed(["nm", "--defined-only", file])
                assert {line.split()[-1] for line in defined.splitlines()} <= {
                    "hf_private_abi",
                    file.name.replace(".o", ".c"),
                }
                sizes = building.succeed(["size", "-A", file])
                assert re.search(r"^\.text\s+0 ", sizes, re.M)
        assert {f.name for f in objects} >= {"ledger.o", "report.o"}

    def test_the_checked_build_does(self, way):
        names = building.succeed(
            ["nm", *module_objects(way, "plain", *building.CHECKED)]
        )
        assert "hf_private_ledger_drop" in names
