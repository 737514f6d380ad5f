"""Each check passes what is right, and finds the one thing that it is for."""

import os
import pathlib
import subprocess
import zipfile

import checks
import pytest
from service import SANITIZER_FLAGS, Service

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
START = """\
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int LLVMFuzzerInitialize(int *argc, char ***argv) { %s return 0; }
"""
FLAGS = {
    **SANITIZER_FLAGS,
    "none": "",
    "both": SANITIZER_FLAGS["address"] + " " + SANITIZER_FLAGS["undefined"],
}
COUNTERS = "-fsanitize=fuzzer-no-link"


def clang(source, *words):
    subprocess.run(["clang", "-O1", "-x", "c", "-", *words], input=source, text=True, check=True)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Programs: of a start, the sanitizer's name and other flags."""
    folder = tmp_path_factory.mktemp("targets")
    objects = {}

    def compile(start="", sanitizer="address", counters=COUNTERS, link=()):
        flags = FLAGS[sanitizer].split()
        object = folder / f"{sanitizer}{counters}.o"
        if not object.exists():
            functions = "".join(FUNCTION % (i, i, i) for i in range(400))
            clang(functions + TARGET, *flags, *counters.split(), "-c", "-o", object)
        out = folder / f"target{len(objects)}"
        key = (start, object, *link)
        if key not in objects:
            rest = ["-x", "none", object, "-fsanitize=fuzzer", *flags, *link]
            clang(START % start, *rest, "-o", out)
            objects[key] = out
        return objects[key]

    return compile


@pytest.fixture
def service(tmp_path, compiled):
    """A folder OUT with a target that nothing is wrong with."""
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
@pytest.mark.parametrize(
    "start, says",
    [
        ("abort();", "no 4 runs"),
        ("exit(0);", "no 4 runs"),
        # It needs what only the machine has that built it, or only some folders do.
        ('if (!getenv("HOME")) abort();', "no 4 runs"),
        ('if (!fopen("target.options", "r")) abort();', "no 4 runs"),
        ('if (!fopen("written", "w")) abort();', "no 4 runs"),
        ('char of[999]; snprintf(of, 999, "%s.log", **argv); if (!fopen(of, "w")) abort();', "no 4"),
        ('if (access("/usr/lib/python3/dist-packages", F_OK)) abort();', "no 4 runs"),
        # What it may need.
        ('if (!fopen("/tmp/written", "w")) abort();', ""),
        ('char of[999]; snprintf(of, 999, "%s.options", **argv); if (!fopen(of, "r")) abort();', ""),
    ],
)
def test_a_target_that_does_not_start_on_another_machine_is_found(service, compiled, start, says):
    put(service, compiled(start=start))
    fault = checks.start(service, "target")
    assert says in fault and bool(fault) == bool(says)


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
