"""What a call works on it has for itself where there is no GIL: seen in what the
headers become, since few have such an interpreter."""

import re
import subprocess
import sys
import sysconfig

import pytest

SOURCES = ["tests/bind/classed.c", "tests/bind/parts.c", "tests/bind/bound.c"]
# What only CPython calls, when nobody else can: or what hands on to the others.
ALONE_BY_ITSELF = re.compile("hf_private_(data_of|object_of|state_of)_|hf_\\w+_(data|of)$")
USES = r"hf_private_data_of_\w+\("
CALLS = r"hf_object hf_result ="


def compiled(source, *flags):
    includes = {sysconfig.get_path(name) for name in ("include", "platinclude")}
    command = ["gcc", "-std=c11", "-DPy_GIL_DISABLED=1", "-I.", *flags, source]
    return subprocess.run(
        command + [f"-I{path}" for path in includes],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def functions(source):
    """(name, body) of those that get at a struct or a state by an object."""
    done = compiled(source, "-E", "-P")
    assert done.returncode == 0, done.stdout
    text = re.sub(r"\s+", " ", done.stdout)
    for match in re.finditer(r"(\w+)\(([^(){};]*)\) \{", text):
        depth = 1
        for end in range(match.end(), len(text)):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            if depth == 0:
                break
        body = text[match.end() : end]
        if re.search(r"hf_private_(data|state)_of_\w+\(", body):
            yield match[1], body


@pytest.mark.parametrize("source", SOURCES)
def test_each_trampoline_takes_the_critical_section(source):
    found = dict(functions(source))
    wanted = [name for name in found if name.startswith("hf_private_") and not ALONE_BY_ITSELF.match(name)]
    assert source.endswith("bound.c") or len(wanted) > 5
    for name in wanted:
        # HF_MODULE's own functions run while it is made.
        if not re.match("hf_private_(add|state|module)_", name):
            begun = re.search(r"(PyCriticalSection2|hf_private_alone)_[Bb]egin\(&hf_alone", found[name])
            assert begun is not None, name
            begun = begun.start()
            # A call has what it works on when it calls: the pointers to it come before.
            used = re.search(CALLS if name.startswith("hf_private_call_") else USES, found[name])
            assert used is not None or not name.startswith("hf_private_call_"), name
            assert used is None or begun < used.start(), name


@pytest.mark.skipif(sys.version_info < (3, 13), reason="before 3.13 there are no critical sections")
@pytest.mark.parametrize("source", SOURCES)
def test_it_compiles(source):
    done = compiled(source, "-fsyntax-only", "-Wall", "-Wextra", "-Wshadow", "-Werror")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("source", SOURCES)
def test_a_call_has_one_section(source):
    """Of two the outer one is left while the thread waits for the inner one."""
    bodies = [body for name, body in functions(source) if name.startswith("hf_private_call_")]
    assert bodies
    both = 0
    for body in bodies:
        assert len(re.findall(r"_[Bb]egin\(&hf_alone", body)) == 1
        both += "hf_alone_state = hf_state_raw" in body and "hf_alone_self = hf_self" in body
    assert both > 0 or source.endswith(("parts.c", "bound.c"))
