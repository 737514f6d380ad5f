"""Seeds ownership mistakes into the ports, one at a time, and counts what becomes of them:
they do not compile; or the checked build reports them while the port's own tests run; or
a test fails all the same; or nobody sees them.

    ./bazelw run //examples/ports:mistakes -- [--count N] [--list] [--markdown]
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import os
import pathlib
import random
import re
import subprocess
import sys
import sysconfig
import tempfile

PORTS = {
    "markupsafe": ("examples/ports/markupsafe/speedups.c", "_speedups"),
    "json": ("examples/ports/json/encoder.c", "_json"),
    "msgpack": ("examples/ports/msgpack/packer.c", "_packer"),
}
SEED = 15
# What docs/ownership.md says a user compiles with.
FLAGS = (
    "-std=c11 -fPIC -fvisibility=hidden -ftrack-macro-expansion=0 -Wall -Wextra "
    "-Werror=unused-result -Werror=unused-value -Werror=unused-variable "
    "-Werror=unused-but-set-variable -Werror=unused-parameter -Werror=uninitialized "
    "-Werror=return-type -Werror=incompatible-pointer-types -Werror=int-conversion "
    "-Werror=implicit-function-declaration -I."
).split() + ["-I" + sysconfig.get_paths()["include"]]

BALANCED = r"(?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*"
# What is done, where, and what stands there instead. \1 is the operand.
OPERATORS = {
    "drop an incref": (rf"\bhf_incref\(({BALANCED})\)", r"\1"),
    "borrow instead of incref": (rf"\bhf_incref\(((?:self|state|\w+)->\w+)\)", r"hf_borrow(\1)"),
    "add an incref": (r"\bhf_borrow\((\w+)\)", r"hf_incref(\1)"),
    "move twice": (r"\bhf_move\(&(\w+)\)", r"(hf_decref(hf_move(&\1)), hf_move(&\1))"),
    "give away without a move": (r"\bhf_move\(&(\w+)\)", r"\1"),
    "return what is borrowed": (r"\breturn hf_move\(&(\w+)\)", r"return hf_borrow(\1)"),
    "never release": (r"\bhf_auto\((\w+), (\w+),\s", r"hf_\1 \2 = ("),
    "release too early": (
        rf"(\bhf_auto\(\w+, (\w+),{BALANCED}\);)", r"\1 hf_decref(hf_move(&\2));"),
    "release twice": (rf"(\bhf_auto\(\w+, (\w+),{BALANCED}\);)", r"\1 hf_decref(\2);"),
    "leak a second reference": (
        rf"(\bhf_auto\(\w+, (\w+),{BALANCED}\);)", r"\1 (void)hf_incref(\2);"),
    "release what is lent": (
        r"(\nstatic [^;{}]*?\bhf_\w+_borrowed (\w+)[^;{}]*\)\n\{)", r"\1 hf_decref(\2);"),
    "overwrite a field": (
        rf"\bhf_replace\(&((?:self|state)->\w+),\s*({BALANCED})\)", r"(\1 = \2, hf_worked_if(true))"),
    "forget to clear": (r"\bhf_(?:str|bytes)_builder_clear\(&?\w+\);", ""),
    "forget an error": (
        rf"\bif \(hf_is_null\(\w+\)\) \{{\s*return [^;]*;\s*\}}", ""),
    "forget an error among others": (r"\bhf_is_null\(\w+\) \|\|", ""),
    "forget that it failed": (rf"\bif \(!(hf_\w+\({BALANCED}\))\) \{{\s*return [^;]*;\s*\}}", r"(void)\1;"),
    "drop a result": (rf"\n    return (hf_\w+\({BALANCED}\));", r"\n    (void)\1; return hf_null(object);"),
    "keep a buffer": (r"\bhf_auto_buffer\((\w+)\);", r"hf_buffer \1 = {0};"),
    "give back a lent one": (r"\bhf_into_object\((\w+)\)", r"hf_as_object(\1)"),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Mistake:
    port: str
    operator: str
    line: int
    start: int
    end: int
    becomes: str

    def __str__(self):
        return f"{PORTS[self.port][0]}:{self.line}: {self.operator}"

    def source(self):
        text = pathlib.Path(PORTS[self.port][0]).read_text()
        return text[: self.start] + self.becomes + text[self.end :]


def end_of_call(text, at):
    """Where the ( that is before |at| is closed."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return at


def mistakes():
    """All that can be made."""
    for port, (path, _) in PORTS.items():
        text = pathlib.Path(path).read_text()
        for operator, (pattern, becomes) in OPERATORS.items():
            for found in re.finditer(pattern, text):
                end, new = found.end(), found.expand(becomes)
                if operator == "never release":  # hf_auto(T, x, value); and all of it
                    end = end_of_call(text, text.index("(", found.start()) + 1)
                    new += text[found.end() : end]
                line = text.count("\n", 0, found.start() + (text[found.start()] == "\n")) + 1
                yield Mistake(port, operator, line, found.start(), end, new)


def chosen(count):
    """As many of each operator as there are, in turns, so that none is all of them."""
    rng = random.Random(SEED)
    by_operator = collections.defaultdict(list)
    for mistake in mistakes():
        by_operator[mistake.operator].append(mistake)
    for rows in by_operator.values():
        rng.shuffle(rows)
    made = []
    while len(made) < count and any(by_operator.values()):
        for operator in OPERATORS:
            if by_operator[operator]:
                made.append(by_operator[operator].pop())
    return made[:count]


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
    if re.search(r"^holdfast: ", found.stdout + found.stderr, re.M):
        return "reported"
    return "noticed by a test" if found.returncode else "unseen"


ENDS = ["does not compile", "reported", "noticed by a test", "unseen"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--list", action="store_true", help="say what becomes of each")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        objects = layer(folder)
        made = chosen(arguments.count)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            ends = []
            for end in pool.map(lambda m: outcome(m, objects, folder), made):
                ends.append(end)
                mistake = made[len(ends) - 1]
                print(f"{len(ends)} of {len(made)}: {mistake}: {end}", file=sys.stderr, flush=True)
    if arguments.list:
        for mistake, end in sorted(zip(made, ends), key=lambda pair: ENDS.index(pair[1])):
            print(f"{end}: {mistake}")
    table = collections.Counter((m.operator, end) for m, end in zip(made, ends))
    print("| mistake | " + " | ".join(ENDS) + " |\n|---" + "|--:" * len(ENDS) + "|")
    for operator in OPERATORS:
        print(f"| {operator} | " + " | ".join(str(table[operator, e]) for e in ENDS) + " |")
    print("| all | " + " | ".join(str(ends.count(e)) for e in ENDS) + " |")


if __name__ == "__main__":
    main()
