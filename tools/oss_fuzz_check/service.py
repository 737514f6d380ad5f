"""What the services do with oss-fuzz/: the environment that they build in, the machine that
they run on, and how their runner calls a target."""

import configparser
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent

# The flags of OSS-Fuzz's base image, of each sanitizer and of each engine.
CFLAGS = "-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
UNDEFINED = (
    "array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,"
    "returns-nonnull-attribute,shift,signed-integer-overflow,{}unreachable,vla-bound,vptr"
)
SANITIZER_FLAGS = {
    "address": "-fsanitize=address -fsanitize-address-use-after-scope",
    "undefined": "-fsanitize={} -fno-sanitize-recover={}".format(
        UNDEFINED.format("unsigned-integer-overflow,"), UNDEFINED.format("")
    ),
    "coverage": "-fprofile-instr-generate -fcoverage-mapping -pthread",
}
AFL = pathlib.Path("/usr/lib/afl")

# The environment of the runner.
RUN = {
    "PATH": "/usr/bin:/bin",
    "ASAN_OPTIONS": "alloc_dealloc_mismatch=0:allocator_may_return_null=1:"
    "check_malloc_usable_size=0:detect_container_overflow=1:detect_odr_violation=0:"
    "detect_leaks=1:detect_stack_use_after_return=1:fast_unwind_on_fatal=0:handle_abort=1:"
    "handle_segv=1:handle_sigill=1:max_uar_stack_size_log=16:quarantine_size_mb=10:"
    "strict_memcmp=1:symbolize=1:use_sigaltstack=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:print_summary=1:silence_unsigned_overflow=1:symbolize=1",
}
RUN_AFL = {
    "ASAN_OPTIONS": RUN["ASAN_OPTIONS"] + ":abort_on_error=1:symbolize=0",
    "UBSAN_OPTIONS": RUN["UBSAN_OPTIONS"] + ":symbolize=0",
    "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
    "AFL_SKIP_CPUFREQ": "1",
    "AFL_TRY_AFFINITY": "1",
    "AFL_FAST_CAL": "1",
    "AFL_FORKSRV_INIT_TMOUT": "30000",
    "AFL_NO_UI": "1",
}


class Service:
    """One way to build: |engine| and |sanitizer|, in the folder |scratch|."""

    def __init__(self, scratch, engine, sanitizer):
        self.engine, self.sanitizer = engine, sanitizer
        self.scratch = pathlib.Path(scratch)
        self.source = self.scratch / "src/holdfast"
        self.out = self.scratch / "out"
        # What the runner's machine does not have: where it was built, and this CPython's
        # library, which the one that is linked would find if it were not beside it.
        self.gone = [self.scratch, *pathlib.Path("/usr/lib").glob("python3*")]
        if "HOLDFAST_DEBUG_PYTHON" in os.environ:
            prefix = pathlib.Path(os.environ["HOLDFAST_DEBUG_PYTHON"]).resolve().parents[1]
            self.gone += prefix.glob("lib/python3*")

    def build(self, tree, targets=()):
        """Runs build.sh of a copy of |tree|; "" or what is wrong."""
        for folder in ("out", "work"):
            (self.scratch / folder).mkdir(parents=True)
        for folder in ("bind", "core", "corpus", "fuzz", "oss-fuzz", "testing"):
            shutil.copytree(pathlib.Path(tree, folder), self.source / folder)
        before = self.files_but_out()
        done = subprocess.run(
            ["bash", "-eu", self.source / "oss-fuzz/build.sh"],
            cwd="/",
            env={**self.building(), "HOLDFAST_FUZZ_TARGETS": " ".join(targets)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode != 0:
            return f"build.sh ends with {done.returncode}:\n{done.stdout[-4000:]}"
        written = sorted(set(self.files_but_out()) ^ set(before))
        if written:
            return f"build.sh writes to {written[0][0]}, which is neither in OUT nor in WORK"
        if self.engine == "afl":
            for program in ("afl-fuzz", "afl-showmap"):
                shutil.copy(shutil.which(program), self.out)
        # Nothing may go on in the place that it was built in.
        self.out = self.out.rename(self.scratch / "moved")
        return ""

    def building(self):
        python = os.environ.get("HOLDFAST_DEBUG_PYTHON")
        flags = f"{CFLAGS} {SANITIZER_FLAGS[self.sanitizer]}"
        compiler, library = "clang", "-fsanitize=fuzzer"
        if self.engine == "afl":
            compiler, library = "afl-clang-fast", str(AFL / "libAFLDriver.a")
        elif self.sanitizer != "coverage":
            flags += " -fsanitize=fuzzer-no-link"
        return {
            "PATH": os.environ["PATH"],
            "SRC": str(self.scratch / "src"),
            "OUT": str(self.scratch / "out"),
            "WORK": str(self.scratch / "work"),
            "CC": compiler,
            "CXX": f"{compiler}++",
            "CFLAGS": flags,
            "CXXFLAGS": flags,
            "LIB_FUZZING_ENGINE": library,
            "SANITIZER": self.sanitizer,
            "FUZZING_ENGINE": self.engine,
            "ARCHITECTURE": "x86_64",
            "AFL_QUIET": "1",
            "ASAN_OPTIONS": "detect_leaks=0",
            **({"HOLDFAST_DEBUG_PYTHON": python} if python else {}),
        }

    def files_but_out(self):
        """What there is in the scratch folder but OUT and WORK, and when it changed."""
        return [
            (str(file), file.lstat().st_mtime_ns)
            for file in self.scratch.rglob("*")
            if file.relative_to(self.scratch).parts[0] not in ("out", "work")
        ]

    def run(self, command, seconds=300):
        """Runs |command|, a line of shell with OUT in $CAGED_OUT, on the runner's machine:
        its status and all that it prints."""
        environment = {**RUN, **(RUN_AFL if self.engine == "afl" else {})}
        # The cage finds HOME with it, to see that it cannot be written, and takes it away.
        environment["HOME"] = os.environ.get("HOME", "/root")
        done = subprocess.run(
            ["timeout", "--kill-after=20", "--signal=INT", str(seconds)]
            + [HERE / "cage.sh", self.out, *self.gone, "--", "bash", "-c", command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        return done.returncode, done.stdout

    def seeds_of(self, name):
        """The names of the seeds of a target; none where there is no archive."""
        archive = self.out / f"{name}_seed_corpus.zip"
        if not zipfile.is_zipfile(archive):
            return []
        with zipfile.ZipFile(archive) as seeds:
            return [entry.filename for entry in seeds.infolist() if entry.file_size > 0]

    def section_of(self, name, section, sign, between):
        options = configparser.ConfigParser()
        options.read(self.out / f"{name}.options")
        items = options.items(section) if options.has_section(section) else []
        return between.join(f"{sign}{key}={value}" for key, value in items)

    def options_of(self, name):
        """The arguments that NAME.options gives to libFuzzer."""
        return self.section_of(name, "libfuzzer", "-", " ")

    def sanitizers_options_of(self, name):
        """What to set before a target runs: it adds to the options of sanitizers."""
        return "".join(
            f"export {sanitizer.upper()}_OPTIONS=${sanitizer.upper()}_OPTIONS:{added}; "
            for sanitizer in ("asan", "ubsan")
            if (added := self.section_of(name, sanitizer, "", ":"))
        )

    def call(self, name, arguments, corpus=False):
        """The line that runs a target as the runner does; with its seeds if asked for, as
        ClusterFuzz unpacks them."""
        dictionary = f"$CAGED_OUT/{name}.dict"
        words = f"$CAGED_OUT/{name} -- -rss_limit_mb=2560 -timeout=25 {arguments}"
        words += f" {self.options_of(name)}"
        if (self.out / f"{name}.dict").exists():
            words += f" -dict={dictionary}"
        if corpus:
            words += " /tmp/corpus"
        unpack = f"unzip -q $CAGED_OUT/{name}_seed_corpus.zip -d /tmp/corpus && "
        options = self.sanitizers_options_of(name)
        return f"{options}{unpack if corpus else ''}{words} </dev/null"


def number(pattern, text):
    """The number that |pattern| finds in |text|, or 0."""
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def scratch_folder():
    return tempfile.TemporaryDirectory(prefix="oss_fuzz_check", dir=os.environ.get("TEST_TMPDIR"))
