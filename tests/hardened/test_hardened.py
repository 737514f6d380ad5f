"""What extension modules export; and in the hardened build, what the linker and the
compiler have put into them, by binutils."""

import importlib.util
import os
import platform
import re
import subprocess
import sys

import pytest

HARDENED = "HARDENED" in os.environ
MODULES = ["probe", "example.memory", "example.hello", "example.classes"]
# What a linker adds by itself.
LINKERS = {"_edata", "_end", "__bss_start"}

hardened = pytest.mark.skipif(not HARDENED, reason="bazel test --config=hardened")
each = pytest.mark.parametrize("module", MODULES)


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def file_of(module):
    return importlib.util.find_spec(module).origin


def symbols(module):
    """(name, type, whether it is defined here) of what the dynamic linker knows."""
    found = re.findall(
        r"^ *\d+: [0-9a-f]+ +\w+ (\w+) +(?:GLOBAL|WEAK) +\w+ +(\w+) (\S+)",
        output("readelf", "--dyn-syms", "-W", file_of(module)),
        re.M,
    )
    return [(name.partition("@")[0], kind, index != "UND") for kind, index, name in found]


def imported(module):
    return {name for name, _, here in symbols(module) if not here}


@each
def test_only_what_others_look_up_is_exported(module):
    """What Python calls, and what stubs are made from (bind/stub.h)."""
    exported = {name for name, _, here in symbols(module) if here} - LINKERS
    name = module.rpartition(".")[2]
    assert exported == {"PyInit_" + name, "hf_private_declared_by_" + name}


@hardened
@each
def test_what_is_relocated_is_read_only_from_the_start(module):
    assert "GNU_RELRO" in output("readelf", "-lW", file_of(module))
    assert re.search(r"\bBIND_NOW\b|FLAGS_1.*\bNOW\b", output("readelf", "-dW", file_of(module)))


@hardened
@each
def test_no_memory_is_for_writing_and_for_running(module):
    segments = re.findall(
        r"^ +(\w+) +(?:0x[0-9a-f]+ +){5}([RWE ]{3})", output("readelf", "-lW", file_of(module)), re.M
    )
    assert {"LOAD", "GNU_STACK"} <= {name for name, _ in segments}
    assert [name for name, flags in segments if "W" in flags and "E" in flags] == []


@hardened
@pytest.mark.skipif(platform.machine() != "x86_64", reason="Intel's")
@each
def test_a_function_begins_with_a_landing_pad(module):
    init = "PyInit_" + module.rpartition(".")[2]
    code = output("objdump", "-d", "--no-show-raw-insn", f"--disassemble={init}", file_of(module))
    first = re.search(rf"^[0-9a-f]+ <{init}>:\n +[0-9a-f]+:\t(\w+)", code, re.M)
    assert first[1] == "endbr64"


@hardened
def test_the_stack_is_guarded_where_there_is_no_text():
    assert "__stack_chk_fail" in imported("probe")


@hardened
def test_copies_are_checked():
    assert "__memcpy_chk" in imported("probe")


@hardened
def test_a_copy_that_is_too_long_ends_the_process():
    code = "import probe, sys; print(probe.copied('short'), flush=True); probe.copied('x' * 17)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stdout == "short\n"
    assert done.returncode == -6 and "buffer overflow detected" in done.stderr
