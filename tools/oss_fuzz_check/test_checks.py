"""Each check passes what is right, and finds the one thing that it is for."""

import os
import pathlib
import shutil
import subprocess
import zipfile

import checks
import pytest
from service import AFL, RUN, SANITIZER_FLAGS, Service

# A target with so many reads and writes, sums and branches that each sanitizer, and the
# fuzzer, has enough to do. A seed that begins with ! ends it.
FUNCTION = "int f%d(int *p, int i) { if (p[i] > %d) p[i + 1] += p[i + 2] * %d; return p[i]; }\n"
TARGET = """\
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int numbers[8] = {0};
    if (size > 0 && data[0] == '!') abort();
    return f0(numbers, size > 4 ? 4 : (int)size) * 0;
}
"""
# Ways to start, and what is said of a target that does so. NAME.start, which is beside it,
# has the number of one: so all are in one program, which takes its time to be made.
STARTS = [
    ("abort();", "no 4 runs"),
    ("exit(0);", "no 4 runs"),
    # It needs what only the machine has that built it, or only some folders do.
    ('if (!getenv("HOME")) abort();', "no 4 runs"),
    ('if (!fopen("target.options", "r")) abort();', "no 4 runs"),
    ('if (!fopen("written", "w")) abort();', "no 4 runs"),
    ('if (!fopen(beside, "w")) abort();', "no 4 runs"),
    ('if (access("/usr/lib/python3/dist-packages", F_OK)) abort();', "no 4 runs"),
    # What it may need.
    ('if (!fopen("/tmp/written", "w")) abort();', ""),
    ('if (!fopen(beside, "r")) abort();', ""),
]
START = """\
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    char beside[999];
    snprintf(beside, sizeof(beside), "%%s.start", **argv);
    FILE *file = fopen(beside, "r");
    switch (file ? fgetc(file) - '0' : -1) {
    %s
    }
    return 0;
}
""" % "".join(f"case {number}: {start} break;\n" for number, (start, _) in enumerate(STARTS))
FLAGS = {
    **SANITIZER_FLAGS,
    "none": "",
    "both": SANITIZER_FLAGS["address"] + " " + SANITIZER_FLAGS["undefined"],
}
# As few as show it: they are what these tests take their time for.
FUNCTIONS = {"address": 160, "both": 160, "undefined": 40, "none": 1, "coverage": 40}
COUNTERS = "-fsanitize=fuzzer-no-link"


def clang(source, *words):
    subprocess.run(["clang", "-O0", "-x", "c", source, *words], check=True)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Programs: of the sanitizer's name, other flags, and the folder of their source."""
    top = tmp_path_factory.mktemp("targets")
    made = {}

    def compile(sanitizer="address", counters=COUNTERS, link=(), folder="tree"):
        key = (sanitizer, counters, *link, folder)
        if key in made:
            return made[key]
        made[key] = top / folder / f"target{len(made)}"
        made[key].parent.mkdir(exist_ok=True)
        source = made[key].with_suffix(".c")
        count = FUNCTIONS[sanitizer] if counters else 1
        source.write_text("".join(FUNCTION % (i, i, i) for i in range(count)) + TARGET + START)
        flags = [*FLAGS[sanitizer].split(), *counters.split()]
        clang(source, "-fsanitize=fuzzer", *flags, *link, "-o", made[key])
        return made[key]

    return compile


@pytest.fixture
def service(tmp_path, compiled, monkeypatch):
    """A folder OUT with a target that nothing is wrong with."""
    # Stacks with names, which nobody reads here, take most of the time of what fails.
    monkeypatch.setitem(RUN, "ASAN_OPTIONS", f"{RUN['ASAN_OPTIONS']}:symbolize=0")
    made = Service(tmp_path, "libfuzzer", "address")
    made.out = tmp_path / "moved"
    made.out.mkdir()
    put(made, compiled())
    seed(made, {"a": b"a", "b": b"b"})
    (made.out / "target.options").write_text("[libfuzzer]\nmax_len = 64\n")
    (made.out / "target.dict").write_text('# words\nname="\\x00a"\n"b"\n')
    return made


def put(service, program):
    path = service.out / "target"
    path.unlink(missing_ok=True)
    path.write_bytes(program.read_bytes())
    path.chmod(0o755)


def seed(service, files):
    with zipfile.ZipFile(service.out / "target_seed_corpus.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def has_cage():
    command = [pathlib.Path(checks.__file__).with_name("cage.sh"), "/usr", "--", "true"]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0


caged = pytest.mark.skipif(not has_cage(), reason="this machine gives no mounts to a program")


@caged
def test_nothing_is_wrong_with_a_right_target(service):
    for name, holds in checks.checks_of(service).items():
        if name != "seeds" or pathlib.Path("/usr/bin/unzip").exists():
            assert holds(service, "target") == "", name


def test_a_program_that_is_none_is_found(service, compiled):
    assert "no such program" in checks.program(service, "another")
    (service.out / "target").chmod(0o644)
    assert "no such program" in checks.program(service, "target")
    (service.out / "target").write_text("#!/bin/sh\n# LLVMFuzzerTestOneInput\n")
    (service.out / "target").chmod(0o755)
    assert "no program of this machine" in checks.program(service, "target")
    put(service, pathlib.Path("/usr/bin/env"))
    assert "nobody takes it for a target" in checks.program(service, "target")


def test_a_library_of_the_machine_that_built_it_is_found(service, compiled):
    assert checks.alone(service, "target") == ""
    put(service, compiled(link=["-Wl,--no-as-needed", "-lcmocka"]))
    assert "libcmocka" in checks.alone(service, "target")


@pytest.mark.parametrize(
    "asked, built, says",
    [
        ("address", "address", ""),
        ("undefined", "undefined", ""),
        ("address", "none", "1000 are asked for"),
        ("address", "undefined", "1000 are asked for"),
        ("address", "both", "though it is not built for undefined"),
        ("undefined", "address", "though it is not built for address"),
        ("undefined", "none", "169 are asked for"),
    ],
)
def test_a_sanitizer_that_lacks_or_is_too_many_is_found(service, compiled, asked, built, says):
    service.sanitizer = asked
    put(service, compiled(sanitizer=built))
    fault = checks.sanitizer(service, "target")
    assert says in fault and bool(fault) == bool(says)


@caged
@pytest.mark.parametrize("number", range(len(STARTS)))
def test_a_target_that_does_not_start_on_another_machine_is_found(service, number):
    (service.out / "target.start").write_text(str(number))
    fault = checks.start(service, "target")
    assert STARTS[number][1] in fault and bool(fault) == bool(STARTS[number][1]), STARTS[number]


@caged
def test_a_target_of_which_the_fuzzer_sees_nothing_is_found(service, compiled):
    put(service, compiled(counters=""))
    assert checks.edges(service, "target") != ""


@caged
def test_few_edges_are_found(service, monkeypatch):
    monkeypatch.setattr(checks, "EDGES", 1_000_000)
    assert "1000000 are asked for" in checks.edges(service, "target")


@caged
def test_seeds_that_lack_or_end_the_target_are_found(service):
    seed(service, {"a": b"a", "b": b"!"})
    assert "it ends with" in checks.seeds(service, "target")
    seed(service, {"empty": b""})
    assert "nothing in it" in checks.seeds(service, "target")
    seed(service, {})
    assert "nothing in it" in checks.seeds(service, "target")
    (service.out / "target_seed_corpus.zip").unlink()
    assert "is not there" in checks.seeds(service, "target")


def test_options_and_words_that_cannot_be_read_are_found(service):
    (service.out / "target.dict").write_text('"a"\n"b\n')
    assert 'target.dict: "b' in checks.options(service, "target")
    (service.out / "target.dict").unlink()
    assert checks.options(service, "target") == ""
    (service.out / "target.options").write_text("max_len = 64\n")
    assert "target.options" in checks.options(service, "target")
    (service.out / "target.options").write_text("[libFuzzer]\nmax_len = 64\n")
    assert "says nothing" in checks.options(service, "target")
    (service.out / "target.options").unlink()
    assert "is not there" in checks.options(service, "target")


def has(*programs):
    return all(shutil.which(program) for program in programs)


@caged
@pytest.mark.skipif(not has("unzip"), reason="no unzip, which is for :all_test")
def test_a_build_that_counts_no_lines_is_found(tmp_path, compiled, monkeypatch):
    monkeypatch.setattr(checks, "LINES", 1)
    made = Service(tmp_path, "libfuzzer", "coverage")
    made.out = tmp_path
    made.gone = []
    seed(made, {"a": b"a"})
    put(made, compiled(sanitizer="none"))
    assert "0 lines of core/" in checks.coverage(made, "target")
    put(made, compiled(sanitizer="coverage", counters=""))
    assert "0 lines of core/" in checks.coverage(made, "target")
    # Its only file is not in a folder core/; this one's is.
    put(made, compiled(sanitizer="coverage", counters="", folder="core"))
    assert checks.coverage(made, "target") == ""


@caged
@pytest.mark.skipif(not has("unzip", "afl-clang-fast"), reason="no AFL++, which is for :all_test")
def test_a_target_that_afl_cannot_run_is_found(tmp_path):
    made = Service(tmp_path, "afl", "address")
    made.out = tmp_path
    made.gone = []
    shutil.copy(shutil.which("afl-fuzz"), tmp_path)
    source = tmp_path / "target.c"
    source.write_text("int f0(int *p, int i) { return p[i]; }\n" + TARGET + START)
    words = ["-O1", source, AFL / "libAFLDriver.a", "-o", tmp_path / "target"]
    environment = {**os.environ, "AFL_QUIET": "1"}
    subprocess.run(["afl-clang-fast", *words], check=True, env=environment)
    seed(made, {"a": b"a", "b": b"b"})
    assert checks.afl_start(made, "target") == ""
    assert checks.afl_seeds(made, "target") == ""
    assert "edges, and 100" in checks.afl_edges(made, "target")
    seed(made, {"a": b"a", "b": b"!"})
    assert "seeds are run" in checks.afl_seeds(made, "target")
    seed(made, {})
    assert "nothing in it" in checks.afl_seeds(made, "target")
    (tmp_path / "target.start").write_text("0")
    assert "it does not start" in checks.afl_start(made, "target")
    (tmp_path / "target.start").write_text("1")
    assert checks.afl_start(made, "target") != ""


@caged
def test_options_for_sanitizers_come_last(service):
    assert service.sanitizers_options_of("target") == ""
    (service.out / "target.options").write_text("[asan]\na = 1\nb = 2\n[ubsan]\nc = 3\n")
    told = 'echo "$ASAN_OPTIONS $UBSAN_OPTIONS"'
    _, text = service.run(service.sanitizers_options_of("target") + told)
    assert text.split()[0].endswith(":a=1:b=2") and text.split()[1].endswith(":c=3")


# The build


def tree_with(folder, commands):
    """A tree whose build.sh is |commands|."""
    for name in ("bind", "core", "corpus", "fuzz", "oss-fuzz", "testing"):
        (folder / name).mkdir(parents=True)
    (folder / "oss-fuzz/build.sh").write_text(commands)
    return folder


@pytest.mark.parametrize(
    "commands, says",
    [
        ('touch "$OUT/target" "$WORK/target.o"', ""),
        ("false", "build.sh ends with 1"),
        ('test -n "$NO_SUCH_VARIABLE"', "build.sh ends with"),
        # It is run from another folder than its own.
        ("test -e oss-fuzz/build.sh", "build.sh ends with 1"),
        ('touch "$SRC/holdfast/core/made.o"', "core, which is neither"),
        ('echo "#" >>"$SRC/holdfast/oss-fuzz/build.sh"', "build.sh, which is neither"),
        ('rmdir "$SRC/holdfast/core"', "which is neither"),
    ],
)
def test_a_build_that_is_not_the_services_is_found(tmp_path, commands, says):
    made = Service(tmp_path / "scratch", "libfuzzer", "address")
    fault = made.build(tree_with(tmp_path / "tree", commands))
    assert says in fault and bool(fault) == bool(says)
    if not says:
        assert os.listdir(made.out) == ["target"]
        assert not (tmp_path / "scratch/out").exists()
