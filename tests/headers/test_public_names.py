"""What holdfast.h adds to a program's names is what public_names.txt has, no more; and
what bind/module.h adds to those is what public_names_bind.txt has."""

import os
import pathlib
import re
import subprocess
import sysconfig

import pytest

LIST = pathlib.Path("tests/headers/public_names.txt")
BIND_LIST = pathlib.Path("tests/headers/public_names_bind.txt")
FLAGS = os.environ["COPTS"].split() + ["-I.", "-isystem", sysconfig.get_paths()["include"]]
WHAT_TO_DO = (
    "what users do not need begins with hf_private_ or HF_PRIVATE_; "
    f"what they need has a line in {LIST}, and is documented"
)
# Guards of headers, and what a macro declares inside its own block.
IGNORED = re.compile(r"hf_private_|HF_PRIVATE_|\w+_H$|hf_\w*_$|PY_SSIZE_T_CLEAN$")


def preprocessed(flags, text):
    return subprocess.run(
        ["gcc", *FLAGS, *flags, "-E", "-dD", "-x", "c", "-"],
        input=text,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout


def names(flags, more=""):
    """The names that core/ defines or declares, and |more|. hf_T_verb stands for what
    all types have."""
    found, ours = set(), False
    for line in preprocessed(flags, f'#include "core/holdfast.h"\n{more}').splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            ours = marker[1].startswith(("core/", "./core/", "bind/", "./bind/", "<stdin>"))
        elif ours and line.startswith("#define"):
            found.add(line.split()[1].split("(")[0])
        elif ours and line.startswith("#undef"):
            found.discard(line.split()[1])
        elif ours and not line.startswith("#"):
            # Texts are no names.
            found.update(re.findall(r"\b(?:hf|HF)_\w+", re.sub(r'"[^"]*"', "", line)))
    found = {name for name in found if not IGNORED.match(name)}
    types = {name[3:-5] for name in found if re.fullmatch(r"hf_[a-z]+_auto", name)}
    of_types = {}
    for name in found:
        match = re.fullmatch(rf"hf_({'|'.join(types)})(_\w+|)", name)
        if match:
            of_types.setdefault(match[2], set()).add(match[1])
    for rest, having in of_types.items():
        if having == types:
            found -= {f"hf_{type_}{rest}" for type_ in types}
            found.add(f"hf_T{rest}")
    return found


def listed(build, file=LIST):
    """The lines of the file that hold for |build|: "name", or "name build"."""
    lines = [line.split() for line in file.read_text().splitlines() if line[:1] != "#"]
    assert all(len(words) in (1, 2) for words in lines)
    return {words[0] for words in lines if words[1:] in ([], [build])}


BUILDS = {"release": [], "checked": ["-DHF_CHECKED"]}


@pytest.mark.parametrize("build", BUILDS)
def test_no_name_is_public_by_accident(build):
    added = names(BUILDS[build]) - listed(build)
    assert not added, f"{sorted(added)} are new: {WHAT_TO_DO}"


@pytest.mark.parametrize("build", BUILDS)
def test_all_names_that_are_listed_exist(build):
    gone = listed(build) - names(BUILDS[build])
    assert not gone, f"{sorted(gone)} are no more: take them out of {LIST}"


# Each kind has these, and each kind of core/ is in the head of kinds.h.
OF_KINDS = re.compile(r"hf_(kind|result|from|to)_(\w+)$")


@pytest.mark.parametrize("build", BUILDS)
def test_the_names_of_bind_are_those_that_are_listed(build):
    bind = names(BUILDS[build], '#include "bind/module.h"\n')
    added = bind - names(BUILDS[build])
    kinds = {OF_KINDS.match(name)[2] for name in added if OF_KINDS.match(name)}
    assert {"str", "int", "uint8_t", "utf8", "none"} <= kinds
    assert {name for name in added if not OF_KINDS.match(name)} == listed(build, BIND_LIST)


# ---- Without memory.

# The functions that no sweep_*_test.c calls, and why.
NOT_SWEPT = {
    r"hf_(T_from_\w+|as_\w+|into_\w+|check|check_exact|replace|offsetof)": "allocates nothing",
    r"hf_(missing|no|assert_result|objects_from_borrowed)": "allocates nothing",
    r"hf_(answer|lookup|worked)_\w+": "allocates nothing",
    r"hf_auto_(buffer|builder)": "declares what is swept",
    r"hf_(\w+_)?cast(_unchecked)?": "is hf_cast, which is swept for str",
    r"hf_module_from_source": "needs CPython's compiler, which loses objects without memory",
}
SCENARIO = re.compile(r"^(?:CALLS|ALLOCATES|ALLOCATES_NOT|SCENARIO)\([^\n]*\)\n\{\n(.*?)^\}", re.M | re.S)
BEFORE = re.compile(r"\A.*?(?=\b(?:arm|CALL|READ)\()", re.S)


def swept(text):
    """The names in a sweep_*_test.c that do more than make operands."""
    text = SCENARIO.sub(lambda match: BEFORE.sub("", match[1]), text)
    return set(re.findall(r"\bhf_\w+", text))


def functions():
    """The public functions, and the macros that are like them."""
    headers = "".join(file.read_text() for file in pathlib.Path("core").rglob("*.h"))
    called = set(re.findall(r"\b(hf_\w+)\(", headers))
    return {name for name in listed("release") if name in called}


def not_swept():
    tests = sorted(pathlib.Path("tests").glob("sweep_*_test.c"))
    assert len(tests) > 5
    return functions() - set().union(*(swept(file.read_text()) for file in tests))


def test_each_function_is_swept_or_left_out_for_a_reason():
    left = {name for name in not_swept() if not any(re.fullmatch(r, name) for r in NOT_SWEPT)}
    assert not left, f"{sorted(left)} are in no tests/sweep_*_test.c"


def test_each_reason_is_needed():
    idle = [r for r in NOT_SWEPT if not any(re.fullmatch(r, name) for name in not_swept())]
    assert idle == []


def test_what_makes_operands_is_not_swept():
    text = "CALLS(a)\n{\n    hf_made();\n    CALL(hf_called());\n}\n"
    assert swept(text) == {"hf_called"}
    assert swept(text.replace("CALL(", "arm();\n    (")) == {"hf_called"}


def test_each_handle_of_core_is_known_to_be_no_plain_field():
    types = re.findall(r"^    X\((\w+),", pathlib.Path("core/types.h").read_text(), re.M)
    fields = pathlib.Path("bind/fields.h").read_text()
    known = re.findall(r"^#define HF_PRIVATE_HANDLE_(\w+) ~, struct hf_private_handle$", fields, re.M)
    assert len(types) > 20
    assert sorted(known) == sorted(f"hf_{t}{of}" for t in types for of in ("", "_borrowed"))


def test_a_macro_a_function_and_a_type_by_accident_are_found():
    more = (
        "#define HF_ACCIDENT 1\n#define HF_PRIVATE_FINE 1\n"
        "void hf_accident(void);\ntypedef struct hf_accident_type hf_accident_type;\n"
    )
    found = names([], more) - names([])
    assert found == {"HF_ACCIDENT", "hf_accident", "hf_accident_type"}
