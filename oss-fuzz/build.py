"""Builds the fuzz targets without Bazel, for services that fuzz all the time.

    CC CXX CFLAGS CXXFLAGS LIB_FUZZING_ENGINE   how, as the service says
    SANITIZER FUZZING_ENGINE ARCHITECTURE       for what
    SRC OUT WORK                                $SRC/holdfast is this tree; nothing is
                                                written but to the other two
    HOLDFAST_DEBUG_PYTHON                       the CPython whose library is linked; the
                                                newest debug one that is installed
    HOLDFAST_FUZZ_TARGETS                       only these, with spaces between

OUT gets a program NAME for each target, NAME_seed_corpus.zip, NAME.options, where there
is one NAME.dict, and in lib/ the library that CPython starts with. CPython is linked
into the programs, and finds lib/ beside them, wherever OUT is then.
"""

import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import zipfile

ROOT = pathlib.Path(os.environ["SRC"]).resolve() / "holdfast"
OUT = pathlib.Path(os.environ["OUT"]).resolve()
WORK = pathlib.Path(os.environ["WORK"]).resolve()
ENGINE = os.environ.get("FUZZING_ENGINE", "libfuzzer")
SANITIZER = os.environ.get("SANITIZER", "address")

# What there is of targets, and what is compiled into them.
FUZZ = {}
exec((ROOT / "fuzz/sources.bzl").read_text(), FUZZ)

# Of the standard library: it is what targets import, and nobody's tests or programs.
NOT_COPIED = shutil.ignore_patterns(
    *["__pycache__", "config-*", "dist-packages", "ensurepip", "idlelib", "lib2to3"],
    *["pydoc_data", "site-packages", "sitecustomize.py", "test", "tests", "tkinter"],
    *["turtledemo", "*.so"],
)
# The last two: afl-fuzz asks LeakSanitizer for slow stacks of each allocation, with which
# a target takes five times as long to start; what comes later counts.
OPTIONS = """\
[libfuzzer]
max_len = 4096
[asan]
fast_unwind_on_malloc = 1
[ubsan]
fast_unwind_on_malloc = 1
"""

# CPython looks for its library from where its program is: that is argv[0] here.
BESIDE_PROGRAM = [
    *["-D_GNU_SOURCE", "-include", "errno.h"],
    "-DHOLDFAST_PYTHON_PROGRAM=program_invocation_name",
]


def words(name, default=""):
    return shlex.split(os.environ.get(name, default))


def newest_debug_python():
    installed = [
        path
        for folder in ("/usr/local/bin", "/usr/bin")
        for path in pathlib.Path(folder).glob("python3.*d")
        if path.name[len("python3.") : -1].isdigit()
    ]
    if not installed:
        raise SystemExit("build.py: no debug CPython; HOLDFAST_DEBUG_PYTHON names one")
    return max(installed, key=lambda path: int(path.name[len("python3.") : -1]))


def facts_of(python):
    """Where the CPython |python| keeps what is linked and copied."""
    asked = """
import json, sys, sysconfig
var, paths = sysconfig.get_config_var, sysconfig.get_paths()
print(json.dumps({
    "debug": hasattr(sys, "gettotalrefcount"),
    "includes": sorted({paths["include"], paths["platinclude"]}),
    "library": var("LIBPL") + "/" + var("LIBRARY"),
    "libs": " ".join(var(name) or "" for name in ("LIBS", "SYSLIBS", "MODLIBS")),
    "stdlib": paths["stdlib"],
}))"""
    done = subprocess.run([python, "-I", "-c", asked], stdout=subprocess.PIPE, check=True)
    facts = json.loads(done.stdout)
    if not facts["debug"]:
        raise SystemExit(f"build.py: {python} is not a debug build of CPython")
    if not os.path.isfile(facts["library"]):
        raise SystemExit(f"build.py: there is no {facts['library']} to link")
    return facts


def targets():
    """What each target is: patterns of files, how it takes its input, and whether the
    fuzzer is to explore its own code, too."""
    found = {name: (files, "sequence", False) for name, files in FUZZ["SEQUENCES"].items()}
    found["contract"] = (FUZZ["CONTRACT"], "calls", False)
    found.update({name: (files, "calls", True) for name, files in FUZZ["BOUND"].items()})
    found.update({name: (files, "plain", False) for name, files in FUZZ["PLAIN"].items()})
    return {name: found[name] for name in words("HOLDFAST_FUZZ_TARGETS") or FUZZ["TARGETS"]}


def files_of(patterns):
    fuzz = ROOT / "fuzz"
    return sorted({file for p in patterns for file in fuzz.glob(p) if file.suffix == ".c"})


class Build:
    def __init__(self, python):
        self.python = python
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
        self.objects = {}  # of a file and its flags: where it is, once it is compiled

    def compile(self, files, flags=(), explored=True):
        """Begins to compile |files|; what is not |explored| has no counters, which
        would only lead the fuzzer into the harness."""
        return [self.object_of(file, tuple(flags), explored) for file in files]

    def object_of(self, file, flags, explored):
        key = (file, flags, explored)
        if key not in self.objects:
            name = "_".join(file.relative_to(ROOT).with_suffix("").parts)
            out = WORK / "objects" / f"{name}_{len(self.objects)}.o"
            self.objects[key] = self.pool.submit(self.run_compiler, file, flags, explored, out)
        return self.objects[key]

    def run_compiler(self, file, flags, explored, out):
        command = [
            *[*words("CC", "clang"), *words("CFLAGS"), "-std=c11", "-fvisibility=hidden"],
            *["-I", str(ROOT), *(f"-I{path}" for path in self.python["includes"])],
            *flags,
        ]
        environment = dict(os.environ)
        if not explored:
            command += ["-fno-sanitize=fuzzer-no-link"]
            environment["AFL_LLVM_DENYLIST"] = str(WORK / "not-explored")
        subprocess.run([*command, "-c", file, "-o", out], env=environment, check=True)
        return out

    def layer(self):
        """What is under test."""
        return self.compile(sorted((ROOT / "core").rglob("*.c")))

    def bound(self):
        return self.compile(sorted((ROOT / "bind").glob("*.c")))

    def harness(self, kind):
        """What runs the inputs of a target of this |kind|."""
        groups = [(FUZZ["HARNESS"], ["-O2"])]
        mutator = []
        if kind == "sequence":
            groups += [
                (FUZZ["SEQUENCE"], ["-O2"]),
                (FUZZ["SEQUENCE_OWN"], ["-O2", *FUZZ["SEQUENCE_OWN_COPTS"]]),
            ]
            mutator = FUZZ["SEQUENCE_MUTATOR"]
        elif kind == "calls":
            groups += [(FUZZ["ENDS"], []), (FUZZ["CALLS"], [])]
            mutator = FUZZ["CALLS_MUTATOR"]
        if ENGINE == "libfuzzer":
            groups += [(mutator, [])]
        testing = sorted((ROOT / "testing").glob("*.c"))
        objects = self.compile(testing, BESIDE_PROGRAM, explored=False)
        for patterns, flags in groups:
            for file in files_of(patterns):
                # An input of a byte, which libFuzzer begins with, need not reach what is
                # under test, and it must see that something ran at all.
                objects += self.compile([file], flags, explored=file.name == "process.c")
        return objects

    def link(self, name, objects):
        libraries = [
            # Those that CPython takes from the system and a service does not have.
            f"-l:lib{word[2:]}.a" if word in ("-lz", "-lexpat") else word
            for word in dict.fromkeys(self.python["libs"].split())
        ]
        subprocess.run(
            [
                *[*words("CXX", "clang++"), *words("CXXFLAGS"), "-o", OUT / name],
                *[*(made.result() for made in objects), self.python["library"], *libraries],
                # Extension modules of the library look for CPython in the program.
                *["-no-pie", "-Wl,-export-dynamic", *FUZZ["HARNESS_LINKOPTS"], "-lm", "-ldl"],
                *["-lpthread", *words("LIB_FUZZING_ENGINE", "-fsanitize=fuzzer")],
            ],
            check=True,
        )


def write_inputs(name):
    """What is beside a target: its seeds, its options and words of its inputs."""
    corpus = ROOT / "corpus" / name
    with zipfile.ZipFile(OUT / f"{name}_seed_corpus.zip", "w", zipfile.ZIP_DEFLATED) as seeds:
        for file in sorted(corpus.rglob("*")):
            if file.is_file():
                path = "_".join(file.relative_to(corpus).parts)
                # The same bytes whenever it is built.
                seeds.writestr(zipfile.ZipInfo(path), file.read_bytes(), zipfile.ZIP_DEFLATED)
    (OUT / f"{name}.options").write_text(OPTIONS)
    for dictionary in FUZZ["DICTS"].get(name, []):
        shutil.copy(ROOT / "fuzz" / dictionary, OUT / f"{name}.dict")


def copy_library(stdlib):
    """The standard library, where CPython looks from the folder of its program."""
    to = OUT / "lib" / pathlib.Path(stdlib).name
    shutil.copytree(stdlib, to, ignore=NOT_COPIED, dirs_exist_ok=True)
    dynamic = pathlib.Path(stdlib) / "lib-dynload"
    (to / "lib-dynload").mkdir(exist_ok=True)
    for module in dynamic.glob("*.so"):
        # A CPython that was built by hand has these there, and not in its library.
        if module.name.partition(".")[0] in ("_struct", "math", "_random", "_bisect"):
            shutil.copy(module, to / "lib-dynload")


def main():
    if SANITIZER == "memory":
        raise SystemExit("build.py: memory needs a CPython that is compiled with it")
    if ENGINE not in ("libfuzzer", "afl"):
        raise SystemExit(f"build.py: {ENGINE} is not known; libfuzzer and afl are")
    if os.environ.get("ARCHITECTURE", "x86_64") not in ("x86_64", "aarch64"):
        raise SystemExit("build.py: CPython is linked for x86_64 or aarch64")
    (WORK / "objects").mkdir(parents=True, exist_ok=True)
    (WORK / "not-explored").write_text("src: *\n")
    OUT.mkdir(parents=True, exist_ok=True)
    build = Build(facts_of(os.environ.get("HOLDFAST_DEBUG_PYTHON") or newest_debug_python()))
    copy_library(build.python["stdlib"])
    programs = {}
    for name, (patterns, kind, explored) in targets().items():
        objects = build.layer() + build.harness(kind)
        if name in FUZZ["BOUND"]:
            objects += build.bound()
        objects += build.compile(files_of(patterns), explored=explored)
        programs[name] = objects
    for name, objects in programs.items():
        build.link(name, objects)
        write_inputs(name)
        print(f"{name}: built", flush=True)


if __name__ == "__main__":
    main()
