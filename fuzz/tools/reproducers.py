"""Compiles and runs the programs that --emit-c makes of inputs (emit.h).

The interpreter that runs this is the one that they are built for.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PYTHON = json.loads(
    subprocess.run(
        [sys.executable, "-I", "tools/python_facts.py"],
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
)
COMPILER = [
    *["gcc", "-std=c11", "-g1", "-O0", "-I.", "-fno-canonical-system-headers"],
    *[f"-I{path}" for path in PYTHON["includes"]],
    f'-DHOLDFAST_PYTHON_PROGRAM="{PYTHON["executable"]}"',
]
LIBRARY = [
    PYTHON["library"],
    f"-Wl,-rpath,{pathlib.Path(PYTHON['library']).parent}",
    *PYTHON["libs"],
    *["-lm", "-pthread"],
]
BEGIN = "/* ---- The program. */"
# Folders of one target each.
TARGETS = ("fuzz/call_sequence", "fuzz/class_sequence", "fuzz/contract")


def bugs_of(planted):
    """What plants the bugs of planted.h, or of another header that has some."""
    header = "fuzz/targets/planted.h" if planted is True else planted
    return ("-DHF_PLANTED", "-include", header) if planted else ()


_made = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR")))
_core, _library = {}, {}


def is_checked(binary):
    """Whether it is compiled with HF_CHECKED: check.h's mark is in it."""
    return b"_must_be_compiled_with_HF_CHECKED" in pathlib.Path(binary).read_bytes()


def flags_of(source):
    """What a program says that it is to be compiled with."""
    return tuple(re.search(r"cc -std=c11 -g (.*)-I\.", source.read_text())[1].split())


def run(command, **kwargs):
    """Runs |command|; what it prints, errors among it, is in its stdout."""
    return subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **kwargs,
    )


def compile(flags, *words):
    done = run([*COMPILER, *flags, *words])
    assert done.returncode == 0, done.stdout[-4000:]


def core(flags):
    """The objects of core/, compiled once for each |flags|: a program takes a
    fraction of that time."""
    if flags not in _core:
        folder = pathlib.Path(tempfile.mkdtemp(dir=_made))
        for source in sorted(pathlib.Path("core").rglob("*.c")):
            compile(flags, "-c", source, "-o", folder / f"{source.stem}.o")
        _core[flags] = sorted(folder.iterdir())
    return _core[flags]


def library(source, flags, planted):
    """The objects of the fuzzer's files that the program of |source| names."""
    command = re.search(r"^ \*   cc (?:.*\n)+?.*-o reproducer$", source.read_text(), re.M)[0]
    patterns = [word for word in command.split() if re.match(r"(bind|fuzz|testing)/.*\.c$", word)]
    objects = []
    for file in sorted({file for p in patterns for file in pathlib.Path().glob(p)}):
        is_target = file.stem.endswith("_world") or str(file.parent) in TARGETS
        bugs = bugs_of(planted) if is_target else ()
        key = (file, flags, bugs)
        if key not in _library:
            out = _made / f"{file.stem}_{len(_library)}.o"
            compile(flags, *bugs, "-c", file, "-o", out)
            _library[key] = out
        objects.append(_library[key])
    return objects


def build(source, flags=(), planted=False):
    """The program of |source|, which is compiled with |flags| as core/ is; with the
    bugs of planted.h where asked for, or of another header that has some."""
    out = source.with_suffix(".out")
    bugs = bugs_of(planted)
    objects = [*library(source, flags, planted), *core(flags)]
    compile(flags, *bugs, source, *objects, "-o", out, *LIBRARY)
    return out


def renamed(body, i):
    """One of several programs: its names, with its number."""
    body = re.sub(r"\bnested_(\d+)\b", rf"nested_{i}_\1", body)
    body = body.replace("const nested[]", f"const table_{i}[]")
    return body.replace("void program(void)", f"void program_{i}(void)", 1)


def together(sources, out):
    """Writes one program that does what all of |sources| do, each in a copy of a
    process that has just started. It prints a line before and after each."""
    names = "".join(f"    program_{i},\n" for i in range(len(sources)))
    tables = "".join(f"    table_{i},\n" for i in range(len(sources)))
    bodies = []
    for i, source in enumerate(sources):
        text = source.read_text()
        begin = text.index(BEGIN)
        bodies.append(
            f"void program_{i}(void);\nextern void (*const table_{i}[])(void);\n"
            + renamed(text[begin:], i)
        )
    out.write_text(
        "#define _GNU_SOURCE\n#include <sys/wait.h>\n#include <unistd.h>\n#include <stdlib.h>\n"
        + text[:begin]
        + "".join(bodies)
        + f"static void (*const programs[])(void) = {{\n{names}}};\n"
        + f"static void (*const *const tables[])(void) = {{\n{tables}}};\n"
        + """
static int which, next;
static void next_of_this(void)
{
    if (tables[which][next] != NULL) {
        tables[which][next++]();
    }
}

/* The library counts on its own, as far as there are any. */
void (*const nested[])(void) = {[0 ... 4999] = next_of_this, NULL};

void program(void)
{
    next = 0;
    programs[which]();
}

int main(void)
{
    start_program();
    for (; which < (int)(sizeof(programs) / sizeof(programs[0])); which++) {
        printf("program %d\\n", which);
        if (fork() == 0) {
            dup2(1, 2);
            exit(all_passes());
        }
        int status;
        wait(&status);
        printf("ended with %d\\n", status);
    }
    return 0;
}
"""
    )


def outcomes(printed):
    """How each step ended, in the first pass of a program."""
    first_pass = printed.partition("pass 1:")[0]
    steps = re.findall(r"^ *(\d+)  +(\w+) +(fails|ok)$", first_pass, re.M)
    return steps or lines_of(first_pass)


def trace_outcomes(trace):
    """The same, as the fuzzer says it of the first time that it runs an input; where
    there is a result, it shows that and no number."""
    first_time = re.split(r"^\d+ steps$", trace, maxsplit=1, flags=re.M)[0]
    begun, ended = [], []
    for line in first_time.splitlines():
        # A step may be under way while others are done.
        if step := re.match(r" *(\d+)  +(\w+) ", line):
            begun.append(step.groups())
        elif end := re.match(r" +-> (fails|ok|s\d: )", line):
            how = "ok" if end[1].startswith("s") else end[1]
            ended.append((*begun.pop(), how))
    return lines_of(first_time) or ended


def lines_of(trace):
    """The same of targets without slots, whose programs print what they print."""
    calls = re.findall(r"^ *(\d+)  (\w+) +(a ?=.*\n +-> \w+)$", trace, re.M)
    again = [n for n, call in enumerate(calls) if n > 0 and call[0] == "0"]
    calls = calls[: again[0]] if again else calls
    return calls or re.findall(r"^(hf_\w+)(): (.*)$", trace, re.M)
