"""A function written with handles compiles to what C API code compiles to."""

import re
import subprocess
import sys
import sysconfig

import pytest

SOURCE = "tests/codegen/codegen.c"
NAMES = re.findall(r"^PAIR\((\w+)", open(SOURCE).read(), re.MULTILINE)
COMPILERS = ["gcc", "clang"]
PLANTED = [name for name in NAMES if name.startswith("planted_")]
GCC = int(subprocess.check_output(["gcc", "-dumpversion"], text=True).split(".")[0])
# How many instructions more there may be, where not the same ones are expected.
MORE = {
    # gcc 12 makes no sibling call of one whose result changes its type: three
    # instructions for a jump. And it keeps what an hf_auto variable is moved to
    # in a register of its own.
    ("gcc", "method"): 3,
    ("gcc", "chain"): 3,
    ("gcc", "auto_moved"): 4,
    # From 14 on it also ends the function twice, which is two registers more to
    # restore; what is executed is as long.
    ("gcc", "auto_either"): 7 if GCC < 14 else 9,
    ("gcc", "int_from_i64"): 3,
    ("gcc", "float_from_double"): 3,
    # The same instructions; the cold ones lie at another place, behind one jump more.
    ("gcc", "float_as_double"): 0,
    ("clang", "float_as_double"): 1,
    # The same instructions in another order.
    ("gcc", "list_length"): 0,
    ("gcc", "dict_length"): 0,
    # The call of what is seldom is no sibling call, see above.
    ("gcc", "list_get"): 3,
    ("gcc", "tuple_get"): 3,
    ("clang", "list_set"): 3,
    # What is asked first, and by hand is not: whether an exception is set, since Python
    # code may run, and whether the operands are there and of that type. These have
    # registers meanwhile. And the two calls for what is refused, or not found. Newer
    # compilers take as many, or less; gcc 14 three more around PyDict_GetItemRef.
    ("gcc", "dict_look_up"): 31 if GCC == 14 else 28,
    ("clang", "dict_look_up"): 26,
    ("gcc", "next"): 33,
    ("clang", "next"): 33,
    # The variable is written after the call, as in the raw one, by another way.
    ("clang", "int_as_i64"): 3,
    # hf_incref and hf_decref take null, which Py_INCREF and Py_DECREF do not.
    ("gcc", "incref_unless_null"): 3,
    ("gcc", "decref_unless_null"): 3,
    # The same instructions in another order; clang shares a return.
    ("gcc", "replace"): 0,
    ("clang", "replace"): 1,
    ("clang", "incref_unless_null"): 3,
    ("clang", "decref_unless_null"): 3,
}
# What these call: all else that they do is in the caller, and counted.
CALLS = {
    "dict_look_up": {
        "PyErr_Occurred",
        "PyDict_GetItemWithError" if sys.hexversion < 0x030D0000 else "PyDict_GetItemRef",
        "private_dict_refuse",
    },
    "next": {"PyErr_Occurred", "private_iterator_ended", "private_iterator_refuse"},
}


def instruction(line):
    """The text of an instruction, without its address and its padding."""
    text = re.sub(r"\s+", " ", line.split("\t", 1)[1].split("#")[0]).strip()
    # A jump within the function: from its start, wherever that is.
    return re.sub(r"\b[0-9a-f]+ <\w+(\+0x[0-9a-f]+)?>", r"\1", text)


def disassemble(compiler, tmp_path):
    """The instructions of each function, by its name."""
    compiled = tmp_path / "codegen.o"
    subprocess.check_call(
        [compiler, "-std=c11", "-O2", "-DNDEBUG", "-fPIC", "-I."]
        + ["-fno-asynchronous-unwind-tables", "-fcf-protection=none"]
        + ["-isystem", sysconfig.get_paths()["include"]]
        + ["-c", SOURCE, "-o", compiled]
    )
    text = subprocess.check_output(
        ["objdump", "-dr", "--no-show-raw-insn", compiled], text=True
    )
    functions = {}
    for line in text.splitlines():
        # What is seldom gcc puts apart.
        start = re.match(r"[0-9a-f]+ <(\w+)(\.cold)?>:", line)
        relocation = re.match(r"\s+[0-9a-f]+: (R_\w+)\s+(\S+)", line)
        if start:
            current = functions.setdefault(start[1], [])
        elif relocation:  # of the instruction before: what it calls
            symbol = re.sub(r"^(with|raw|hf)_", "", relocation[2])
            current[-1] += f" {relocation[1]} {symbol}"
        elif re.match(r"\s+[0-9a-f]+:\t", line):
            if not re.search(r"\b(nop\w?|xchg +%ax,%ax)\b", line):  # padding
                current.append(instruction(line))
    return functions


@pytest.fixture(scope="module")
def functions(tmp_path_factory):
    return {
        compiler: disassemble(compiler, tmp_path_factory.mktemp(compiler))
        for compiler in COMPILERS
    }


def pair(functions, compiler, name):
    ours = functions[compiler]["with_" + name]
    theirs = functions[compiler]["raw_" + name]
    print("with handles:", *ours, sep="\n    ")
    print("by hand:", *theirs, sep="\n    ")
    assert ours and theirs
    return ours, theirs


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(PLANTED)))
@pytest.mark.parametrize("compiler", COMPILERS)
def test_compiles_to_the_same_instructions_or_few_more(functions, compiler, name):
    ours, theirs = pair(functions, compiler, name)
    if (compiler, name) in MORE:
        assert len(ours) <= len(theirs) + MORE[compiler, name]
    else:
        assert ours == theirs


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("compiler", COMPILERS)
def test_what_is_compiled_in_calls_no_more_than_it_must(functions, compiler, name):
    ours, _ = pair(functions, compiler, name)
    assert set(re.findall(r" R_\w+ (\w+)", " ".join(ours))) == CALLS[name]


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.parametrize("compiler", COMPILERS)
def test_a_planted_difference_is_seen(functions, compiler, name):
    ours, theirs = pair(functions, compiler, name)
    assert ours != theirs
