"""What the handles cost a compiler, beside the raw C API: with three types declared,
with 25, and with the whole of holdfast.h; and what 100 functions and 100 classes do.

    ./bazelw run //bench:compile

Sizes are characters of preprocessed source. Times are of the compiler's process, user
and system, the least of several turns, for 100 functions of one line. A line of C++ is
what g++ and clang++ print for a raw pointer where a handle is wanted. The functions and
classes are copies of one of each of //bench:calls; their bytes are what size(1) calls text.
"""

import pathlib
import re
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile

TURNS = 15
FUNCTIONS = 100
NESTED = [
    "hf_is_null(hf_borrow(hf_as_object(x)))",
    "hf_into_raw(hf_incref(hf_as_object(x)))",
    "hf_as_raw(hf_as_parent(hf_as_parent(x)))",
    "hf_incref(hf_as_parent(hf_as_parent(x)))",
]
GOALS = {"size": 8192, "time": 1.3, "lines": 40}
# What is bound a hundred times: its name, where its text begins and ends in calls_bound.c and
# in calls_by_hand.c, what the copies are put into there and here, the goals of seconds and bytes.
BOUND = [
    ("functions", "flag", ("static int64_t flag(", "HF_FIELDS("), "function({})",
     ("static PyObject *flag(", "typedef struct point"), "(void *){}", 1, 500),
    ("classes", "point", ("HF_FIELDS(", "HF_MODULE("), "class({})",
     ("typedef struct point", "static PyMethodDef methods"), "&{}_spec", 3, None),
]
INCLUDE = sysconfig.get_paths()["include"]
KEPT = ("object", "exception", "str")  # what handle.h itself needs, and one more


def declare(core, number):
    """Makes HF_TYPES of the copy |core| a table of |number| types."""
    types = core / "types.h"
    text = types.read_text()
    table = re.search(r"(#define HF_TYPES\(X\) *\\\n)((?:    X\(.*\\\n)*    X\(.*\n)", text)
    rows = re.findall(r"X\(.*?\)(?=\s*\\?\n)", table[2])
    rows.sort(key=lambda row: not row[2:].startswith(KEPT))  # these first
    rows = rows[: max(number, len(KEPT))]
    rows += [f'X(more{n}, object, "more", PyLong_Check)' for n in range(number - len(rows))]
    types.write_text(text.replace(table[0], table[1] + " \\\n".join(rows) + "\n"))


def check_declared(number, root, header):
    """Ends where what is compiled is not the copy with |number| types."""
    done = subprocess.run(
        compiler("gcc", root, "c", "-E", "-P"),
        input=f"#include <core/{header}>\n",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = len(re.findall(r"\} hf_\w+_auto;", done.stdout))
    if found != number:
        sys.exit(f"{header} has {found} types, where {number} are declared")


def raw_file():
    return "#include <Python.h>\n#include <stdbool.h>\n" + "".join(
        f"""
bool is_null_{n}(PyObject *x);
bool is_null_{n}(PyObject *x)
{{
    PyObject *object = x, *borrowed = object;
    return borrowed == NULL;
}}
"""
        for n in range(FUNCTIONS)
    )


def our_file(header):
    return f'#include <core/{header}>\n' + "".join(
        f"""
bool is_null_{n}(hf_str x);
bool is_null_{n}(hf_str x)
{{
    return {NESTED[0]};
}}
"""
        for n in range(FUNCTIONS)
    )


def compiler(program, root, language, *flags):
    standard = {"c": "-std=c11", "c++": "-std=c++17"}[language]
    include = ["-I", str(root), "-isystem", INCLUDE]
    return [program, standard, *include, *flags, "-x", language, "-"]


def size_of(expression, root, header):
    """The characters that the use of |expression| is preprocessed to."""
    done = subprocess.run(
        compiler("gcc", root, "c", "-E", "-P"),
        input=f'#include <core/{header}>\nhere: {expression} there;\n',
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return len(re.search(r"here: (.*) there;", done.stdout.replace("\n", ""))[1])


def seconds(command, text):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=text, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(program, level, root, header):
    """How much longer our file takes than the raw one."""
    command = compiler(program, root, "c", level, "-c", "-o", "/dev/null")
    files = [our_file(header), raw_file()]
    turns = [[seconds(command, text) for text in files] for _ in range(TURNS)]
    ours, raw = map(min, zip(*turns))
    return ours / raw


def copies(source, name, between, listed, around):
    """|source| with 100 of what stands |between|, and a list of them, |around| it."""
    text = pathlib.Path("bench", source).read_text()
    begin, end = (text.index(each) for each in between)
    names = [f"{name}{n}" for n in range(FUNCTIONS)]
    written = [
        re.sub(rf"(?i)(?<![a-z_]){name}(?![a-z])", lambda it: it[0] + each[len(name) :], text[begin:end])
        for each in names
    ]
    head = text[: re.search(r"^static \w+ \*?noop\(", text, re.M).start()]
    return head + "".join(written) + around.format(", ".join(listed.format(each) for each in names))


def bound_row(what, name, ours, our_list, raw, raw_list, goal, most):
    """Prints the seconds of gcc -O2 and the bytes of text of each, ours and by hand."""
    files = [
        copies("calls_bound.c", name, ours, our_list, 'HF_MODULE(copies, "Copies.", {})\n'),
        copies("calls_by_hand.c", name, raw, raw_list, "const void *const all[] = {{{}}};\n"),
    ]
    with tempfile.NamedTemporaryFile(suffix=".o") as out:
        command = ["gcc", "-std=c11", "-O2", "-fPIC", "-fvisibility=hidden", "-DNDEBUG", "-I."]
        command += ["-isystem", INCLUDE, "-x", "c", "-", "-c", "-o", out.name]
        times, sizes = [], []
        for text in files:
            times.append([])
            subprocess.run(command, input=text, text=True, check=True)
            shown = subprocess.run(["size", out.name], stdout=subprocess.PIPE, text=True, check=True)
            sizes.append(int(shown.stdout.split("\n")[1].split()[0]) // FUNCTIONS)
        for _ in range(TURNS):
            for taken, text in zip(times, files):
                taken.append(seconds(command, text))
    here, there = map(min, times)
    cells = [f"{here:.2f}" + " !" * (here > goal), f"{there:.2f}", f"{here / there:.2f}", f"{goal}"]
    cells += [f"{sizes[0]}" + " !" * bool(most and sizes[0] > most), f"{sizes[1]}", f"{most or str()}"]
    print("|", " | ".join([f"100 {what}", *cells]), "|", flush=True)


def error_lines(program, root, header):
    done = subprocess.run(
        compiler(program, root, "c++", "-fsyntax-only"),
        input=f'#include <core/{header}>\nbool f(PyObject *raw) {{ return hf_is_null(raw); }}\n',
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode == 0:
        sys.exit(f"{program} takes a raw pointer for a handle")
    return len(done.stderr.splitlines())


def head(what, unit):
    columns = [f"{types}: {unit}" for types in ("3 types", "25 types", "holdfast.h")]
    print("\n|", " | ".join([what, *columns, "goal"]), "|\n|---" + "|--:" * 4 + "|")


def row(what, values, goal, shown="{}"):
    cells = [shown.format(value) + " !" * (value > goal) for value in values]
    print("|", " | ".join([what, *cells, shown.format(goal)]), "|", flush=True)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        cases = []
        for number, header in [(3, "handle.h"), (25, "handle.h"), (None, "holdfast.h")]:
            root = pathlib.Path(scratch, str(number))
            shutil.copytree("core", root / "core", ignore=shutil.ignore_patterns("*.c"))
            if number:
                declare(root / "core", number)
                check_declared(number, root, header)
            cases.append((root, header))

        head("A use of three verbs", "characters")
        for expression in NESTED:
            row(f"`{expression}`", [size_of(expression, *case) for case in cases], GOALS["size"])

        head(f"{FUNCTIONS} uses, ours to raw", "ratio")
        for program in ("gcc", "clang"):
            for level in ("-O0", "-O2"):
                values = [ratio(program, level, *case) for case in cases]
                row(f"{program} {level}", values, GOALS["time"], "{:.2f}")

        head("A wrong operand in C++", "lines")
        for program in ("g++", "clang++"):
            row(program, [error_lines(program, *case) for case in cases], GOALS["lines"])

        print("\n| Bound, by gcc -O2 | seconds | by hand | ratio | goal: seconds", end="")
        print(" | bytes of each | by hand | goal: bytes |\n|---" + "|--:" * 7 + "|")
        for each in BOUND:
            bound_row(*each)


if __name__ == "__main__":
    main()
