"""Seeds ownership mistakes into the ports, one at a time, and counts what becomes of them:
they do not compile; or the checked build reports them while the port's own tests run; or
the layer refuses a null handle, and so a test fails; or a test fails all the same; or
nobody sees them.

    ./bazelw run //examples/ports:mistakes -- [--originals] [--count N] [--list]

raw_mistakes.py makes them in the originals.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import sysconfig
import tempfile

import raw_mistakes
from seeding import REFUSED, Mistake, chosen, try_all

PORTS = {
    "markupsafe": ("examples/ports/markupsafe/speedups.c", "_speedups"),
    "json": ("examples/ports/json/encoder.c", "_json"),
    "msgpack": ("examples/ports/msgpack/packer.c", "_packer"),
}
FLAGS = [
    *"-std=c11 -fPIC -fvisibility=hidden -ftrack-macro-expansion=0 -I.".split(),
    "-I" + sysconfig.get_paths()["include"],
    *REFUSED,
    "-Werror=unused-parameter",
]

VARIABLE = r"(?:self->)?\w+"
BALANCED = r"(?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*"
# What is done, where, and what stands there instead. \1 is the operand.
#
# No operator writes a field without hf_replace: each one that the ports write is null
# then, in a constructor, after hf_clear or behind hf_is_null, so nothing would be lost.
# What may be held is what hf_clear is called for.
OPERATORS = {
    "drop an incref": (rf"\bhf_incref\(({BALANCED})\)", r"\1"),
    "borrow instead of incref": (rf"\bhf_incref\(((?:self|state|\w+)->\w+)\)", r"hf_borrow(\1)"),
    "add an incref": (r"\bhf_borrow\((\w+)\)", r"hf_incref(\1)"),
    "move twice": (rf"\bhf_move\(&({VARIABLE})\)", r"(hf_decref(hf_move(&\1)), hf_move(&\1))"),
    "give away without a move": (rf"\bhf_move\(&({VARIABLE})\)", r"\1"),
    "never release": (r"\bhf_auto\((\w+), (\w+),\s", r"hf_\1 \2 = ("),
    "release too early": (
        rf"(\bhf_auto\(\w+, (\w+),{BALANCED}\);)", r"\1 hf_decref(hf_move(&\2));"),
    "release twice": (rf"(\bhf_auto\(\w+, (\w+),{BALANCED}\);)", r"\1 hf_decref(\2);"),
    "leak a second reference": (
        rf"(\bhf_auto\(\w+, (\w+),{BALANCED}\);)", r"\1 (void)hf_incref(\2);"),
    "release what is lent": (
        r"(\nstatic [^;{}]*?\bhf_\w+_borrowed (\w+)[^;{}]*\)\n\{)", r"\1 hf_decref(\2);"),
    "overwrite a field": (r"\bhf_clear\(&(self->\w+)\)", r"\1 = (__typeof__(\1)){0}"),
    "forget to clear": (r"\bhf_(?:str|bytes)_builder_clear\(&?(\w+)\);", ""),
    "forget an error": (
        r"\bif \(hf_is_null\((\w+)\)\) \{\s*return [^;]*;\s*\}", ""),
    "forget an error among others": (r"\bhf_is_null\((\w+)\) \|\|", ""),
    "forget that it failed": (rf"\bif \(!(hf_\w+\({BALANCED}\))\) \{{\s*return [^;]*;\s*\}}", r"(void)\1;"),
    "drop a result": (
        rf"\n    return (hf_(?!null|worked_if|lookup_)\w+\({BALANCED}\));",
        r"\n    (void)\1; return (__typeof__(\1)){0};"),
    "keep a buffer": (r"\bhf_auto_buffer\((\w+)\);", r"hf_buffer \1 = {0};"),
}  # fmt: skip

# Errors that are forgotten, (port, function, variable), and nothing changes: the null is
# given to the layer, or to a function that gives it to the layer or looks for an error
# before all else, and what comes out is the exception. And a builder that has nothing to
# clear. These are no mistakes.
EQUAL = {
    ("markupsafe", "markup", "package"), ("markupsafe", "escape", "text"),
    ("json", "put_int", "text"), ("json", "put_float", "text"), ("json", "find_key", "text"),
    ("json", "put_other", "made"), ("msgpack", "pack_str", "encoded"),
    ("msgpack", "pack_pairs", "both"), ("msgpack", "pack_dict", "items"),
    ("msgpack", "pack_datetime", "stamp"), ("msgpack", "pack_any", "made"),
}  # fmt: skip
FORGETS = ["forget an error", "forget an error among others", "forget to clear"]


def end_of_call(text, at):
    """Where the ( that is before |at| is closed."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return at


def function_at(text, at):
    """The name of the function that |at| is in."""
    definition = r"^[a-zA-Z_][^;{}()]*?\b(\w+)\((?:(?!\n\n)[^;{}])*\)\s*\{$"
    return re.findall(definition, text[:at], re.M)[-1]


def changes():
    """All that the operators can do, with whether it is a mistake."""
    for port, (path, _) in PORTS.items():
        text = pathlib.Path(path).read_text()
        for operator, (pattern, becomes) in OPERATORS.items():
            for found in re.finditer(pattern, text):
                end, new = found.end(), found.expand(becomes)
                if operator == "never release":  # hf_auto(T, x, value); and all of it
                    end = end_of_call(text, text.index("(", found.start()) + 1)
                    new += text[found.end() : end]
                equal = (
                    operator in FORGETS
                    and (port, function_at(text, found.start()), found[1]) in EQUAL
                )
                yield Mistake(port, path, operator, found.start(), end, new), not equal


def mistakes():
    """All that can be made."""
    return [mistake for mistake, is_one in changes() if is_one]


def compiled(source, *arguments):
    return subprocess.run(
        ["gcc", *FLAGS, *arguments, "-x", "c", "-", "-x", "none"],
        input=source, capture_output=True, text=True,
    )  # fmt: skip


def compiles(source):
    return compiled(source, "-fsyntax-only").returncode == 0


# ---- The checked build, once; and a port with it.

CHECKED = ["-DHF_CHECKED", "-g", "-O1", "-fno-omit-frame-pointer"]


def layer(folder):
    """The objects of the layer."""
    sources = [s for s in [*pathlib.Path("core").rglob("*.c"), *pathlib.Path("bind").rglob("*.c")]]
    objects = [folder / (str(s).replace("/", "_") + ".o") for s in sources]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(
            lambda pair: subprocess.run(["gcc", *FLAGS, *CHECKED, "-c", pair[0], "-o", pair[1]], check=True),
            zip(sources, objects),
        ))  # fmt: skip
    return objects


ENDS = ["does not compile", "reported", "refused when it runs", "noticed by a test", "unseen"]
# A report of the checked build stands on a line of its own, but for pytest's dots.
REPORT = re.compile(r"^[.sxXFE]*holdfast: ", re.M)
# The SystemError of a function that is given a null that no exception made.
REFUSAL = re.compile(r"\bSystemError: .* is null and no exception is set")


def end_of(text, status):
    """What tests found that wrote |text| and ended with |status|."""
    if REPORT.search(text):
        return "reported"
    if status == 0:
        return "unseen"
    return "refused when it runs" if REFUSAL.search(text) else "noticed by a test"


def outcome(mistake, objects, folder):
    source = mistake.source()
    if not compiles(source):
        return "does not compile"
    path, module = PORTS[mistake.port]
    place = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "ports"
    place.mkdir()
    library = place / f"{module}{sysconfig.get_config_var('EXT_SUFFIX')}"
    made = compiled(source, *CHECKED, "-shared", "-o", library, *objects)
    if made.returncode:
        return "does not compile"
    tests = pathlib.Path(path).parent / f"{mistake.port}_test.py"
    try:
        found = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-s", tests],
            env=dict(
                os.environ, PYTHONPATH=f"{place.parent}:testing", HOLDFAST_LEDGER_EXIT="1",
                PORTS_TEST_TIMES="300",
            ),
            capture_output=True, text=True, errors="replace", timeout=300,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "noticed by a test"
    return end_of(found.stdout + found.stderr, found.returncode)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--list", action="store_true", help="say what becomes of each")
    parser.add_argument("--originals", action="store_true", help="make them in the C that is ported")
    arguments = parser.parse_args()
    if arguments.originals:
        raw_mistakes.main(arguments.count, arguments.list)
        return
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        objects = layer(folder)
        made = chosen(mistakes(), OPERATORS, arguments.count)
        try_all(made, lambda mistake: outcome(mistake, objects, folder), ENDS, arguments.list)


if __name__ == "__main__":
    main()
