"""Builds fuzz targets with one file changed, and runs them.

A Build is what Bazel would do, as plain commands: each is run again, in a tree
of copies, for what includes the changed file. Without debug information and
with a section for each function: so that equal code is equal bytes, and a
target that does not use the changed function comes out as the same program.
"""

import concurrent.futures
import dataclasses
import functools
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess


def digest(*parts):
    hash_ = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        hash_.update(b"%d:" % len(data) + data)
    return hash_.hexdigest()


def source_of(unit):
    return unit.partition("#")[0]


@dataclasses.dataclass
class Domain:
    """A program that runs all of a target's inputs that are in a small domain."""

    units: list
    link: list  # without objects and -o
    arguments: list


@dataclasses.dataclass
class Build:
    root: pathlib.Path  # where the sources are, and the commands are to be run
    links: dict  # what else the tree needs: path in it -> file or folder
    compile: dict  # unit -> command without -c and -o
    targets: dict  # name -> (units, link command without objects and -o)
    corpora: dict  # name -> folder; a target without one is a unit test
    domains: dict = dataclasses.field(default_factory=dict)  # name -> Domain
    probe: str = ""  # the unit that says where a run came: see checks.py

    def sources(self):
        names = {source_of(unit) for unit in self.compile}
        tops = {name.partition("/")[0] for name in names} | {"core", "bind", "fuzz", "testing"}
        for top in tops:
            headers = (self.root / top).rglob("*.h") if (self.root / top).is_dir() else ()
            names |= {path.relative_to(self.root).as_posix() for path in headers}
        return {name: (self.root / name).read_bytes() for name in sorted(names)}


# ---- Bazel's commands.

USELESS = re.compile(r"-g\d?|-W.*|-fcolor-diagnostics|-MD|-fstack-protector")
WITH_VALUE = ("-MF", "-o", "-c")


def compile_command(arguments):
    """A compile command without its source, output, warnings, debug info."""
    result, skip = [], False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in WITH_VALUE:
            skip = True
        elif not USELESS.fullmatch(argument) and not argument.startswith("-frandom-seed="):
            result.append(argument)
    return [*result, "-w", "-g0", "-ffunction-sections", "-fdata-sections"]


def link_command(arguments):
    """A link command without its objects and output; and the objects."""
    result, objects, skip = [], [], False
    for argument in arguments:
        if skip:
            skip = False
        elif argument == "-o":
            skip = True
        elif argument.endswith(".o"):
            objects.append(argument)
        elif argument not in (
            "-Wl,-whole-archive",
            "-Wl,-no-whole-archive",
            "-Wl,--start-lib",
            "-Wl,--end-lib",
        ) and not argument.startswith("@"):
            result.append(argument)
    return [*result, "-Wl,--gc-sections"], objects


def links_of(execroot, commands):
    """What the commands find below Bazel's own folders. Not by way of its links:
    the next build may replace them."""
    result = {}
    for command in commands:
        for before, argument in zip(command, command[1:]):
            path = argument if before == "-isystem" else argument.removeprefix("-L")
            if before != "-isystem" and path == argument:
                continue
            if not path.startswith("/") and (execroot / path).is_dir():
                for entry in (execroot / path).iterdir():
                    if entry.is_file() or path.startswith("external/"):
                        result[f"{path}/{entry.name}"] = entry.resolve()
    return result


def units_of(actions):
    """Compile commands by unit, and the unit of each object. A unit is a source; or,
    where a source is compiled in several ways that differ, source#2 and so on."""
    commands, units = {}, {}
    compiles = [a["arguments"] for a in actions if a["mnemonic"] == "CppCompile"]
    for arguments in sorted(compiles):
        source = arguments[arguments.index("-c") + 1]
        command = compile_command(arguments)
        for unit in [source, *(f"{source}#{i}" for i in range(2, 100))]:
            # A define may come twice, and in another place.
            if set(commands.setdefault(unit, command)) == set(command):
                break
        units[arguments[arguments.index("-o") + 1]] = unit
    return commands, units


class Bazel:
    """Asks Bazel, in one configuration."""

    def __init__(self, workspace, *options):
        self.workspace, self.options = workspace, options

    def ask(self, command, *arguments, options=True):
        return subprocess.run(
            [self.workspace / "bazelw", command, *(self.options if options else ()), *arguments],
            cwd=self.workspace,
            check=True,
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        ).stdout

    def labels(self, query):
        """name -> label of what a query finds."""
        found = self.ask("query", "--noshow_progress", query, options=False).split()
        return {label.rpartition(":")[2]: label for label in found}

    def fuzz_tests(self):
        """Not those of threads: what is known of a mutant is kept, and there an input
        that fails may pass the next time."""
        return self.labels(
            r'attr(tags, "\bfuzz-test\b", //fuzz/...)'
            r' except attr(tags, "\bmanual\b|\bthreads\b", //fuzz/...)'
        )

    def unit_tests(self):
        return self.labels(r'filter("_test_debug$", kind(cc_test, //tests/...))')

    def exhaustive(self):
        """The programs that run all programs of an engine's target, up to a length."""
        return self.labels(r'filter(":exhaustive_[a-z]+_sequence$", //fuzz/...)')


PROBE = "tools/mutate/probe.c"
DOMAIN = "tools/mutate/domain.c"


def from_bazel(bazel, targets, tests, shapes, length=None):
    """The Build of fuzz targets and unit tests (name -> label), as Bazel says it;
    they are built, too. |shapes|: what of a target's inputs is its domain;
    |length|: how long programs are in the domains of others, if these have any."""
    workspace = bazel.workspace
    programs = bazel.exhaustive() if length is not None else {}
    programs = {n: p for n, p in programs.items() if n.removeprefix("exhaustive_") in targets}
    labels = [f"{label}_bin" for label in targets.values()]
    labels += [*tests.values(), *programs.values()]
    names = {f"{name}_bin_raw_": name for name in targets}
    names |= {name: name for name in tests} | {f"{name}_raw_": name for name in programs}
    bazel.ask("build", *labels)
    query = f'mnemonic("CppCompile|CppLink", deps({" + ".join(labels)}))'
    actions = json.loads(bazel.ask("aquery", query, "--output=jsonproto"))["actions"]
    execroot = pathlib.Path(bazel.ask("info", "execution_root").strip())
    commands, units = units_of(actions)
    linked = {}
    for action in actions:
        arguments = action["arguments"]
        program = arguments[arguments.index("-o") + 1] if "-o" in arguments else ""
        name = names.get(pathlib.Path(program).name)
        if action["mnemonic"] == "CppLink" and name is not None:
            command, objects = link_command(arguments)
            linked[name] = (sorted(units[o] for o in objects), command)
    used = {unit for names, _ in linked.values() for unit in names}
    own = ["clang", "-O1", "-fPIC", "-std=gnu11"]
    domains = {name: Domain(*linked[name], [str(length)]) for name in programs}
    for name, some in shapes.items():
        if name in targets:
            domains[f"domain of {name}"] = domain_of(*linked[name], some)
    return Build(
        root=workspace,
        links=links_of(execroot, [*commands.values(), *(c for _, c in linked.values())]),
        compile={unit: commands[unit] for unit in sorted(used)} | {PROBE: own, DOMAIN: own},
        targets={name: linked[name] for name in [*tests, *targets]},
        corpora={name: workspace / "corpus" / name for name in targets},
        domains=domains,
        probe=PROBE,
    )


def domain_of(units, link, shapes, main=DOMAIN):
    """A fuzz target with another main() than libFuzzer's."""
    link = [a for a in link if a != "-fsanitize=fuzzer"]
    if "-fsanitize=address" not in link:  # whose runtime has what counts edges
        link.append("-fsanitize=address")
    return Domain([*units, main], link, shapes)


# ---- A tree of copies, for one worker.


class DoesNotCompile(Exception):
    pass


class Interrupted(Exception):
    pass


INTERRUPTED = {72, -2, -15}  # the first is libFuzzer's


class Tree:
    """|kept| has what was compiled before: get and put, by content."""

    def __init__(self, build, sources, folder, kept):
        self.build = build
        self.kept = kept
        self.folder = pathlib.Path(folder)
        self.sources = sources
        shutil.rmtree(self.folder, ignore_errors=True)
        for name, data in sources.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for name, place in build.links.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(place)
        self.users = {}  # file -> units that include it
        self.digests = {name: digest(data) for name, data in sources.items()}
        self.originals = {}

    def start(self):
        """Compiles all, the first time."""
        if not self.originals:
            sources = digest(self.digests)
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(functools.partial(self.compile_first, sources), self.build.compile))
            self.programs = {name: self.link(name).read_bytes() for name in self.build.targets}
            self.originals = {u: self.object_of(u).read_bytes() for u in self.build.compile}

    def compile_first(self, sources, unit):
        """Compiles a unit, and notes what it includes."""
        key = digest("unit", unit, self.build.compile[unit], sources)
        code, names = self.kept.get_bytes(key), self.kept.get(key + " includes")
        if code is None or names is None:
            self.compile(unit, depend=True)
            names = self.object_of(unit).with_suffix(".depend").read_text().split()
            names = [os.path.normpath(name) for name in names]
            self.kept.put_bytes(key, self.object_of(unit).read_bytes())
            self.kept.put(key + " includes", names)
        else:
            self.object_of(unit).write_bytes(code)
        for name in names:
            self.users.setdefault(name, set()).add(unit)

    def object_of(self, unit):
        return self.folder / (unit.replace("/", "_") + ".o")

    def compile(self, unit, depend=False):
        source = source_of(unit)
        command = [*self.build.compile[unit], "-c", source, "-o", self.object_of(unit)]
        if depend:
            command += ["-MD", "-MF", self.object_of(unit).with_suffix(".depend")]
        result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if result.returncode in INTERRUPTED:
            raise Interrupted
        if "file not found" in result.stderr:
            raise RuntimeError(result.stderr)
        if result.returncode != 0:
            raise DoesNotCompile(result.stderr)

    def link(self, name, more=()):
        """Links a target; with objects of |more| units."""
        units, command = self.build.targets[name]
        return self.link_units([*units, *more], command, name)

    def link_domain(self, name):
        domain = self.build.domains[name]
        return self.link_units([*domain.units, self.build.probe], domain.link, name)

    def link_units(self, units, command, name):
        program = self.folder / f"{name.replace(' ', '_')}.program"
        objects = [self.object_of(unit) for unit in units]
        # The objects first, libraries behind them.
        command = [command[0], *objects, *command[1:], "-o", program]
        result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if result.returncode in INTERRUPTED:
            raise Interrupted
        if result.returncode != 0:
            raise DoesNotCompile(result.stderr)
        return program

    def key(self, unit, changes):
        """What names the object of |unit|, where files have other contents."""
        files = [name for name in self.sources if unit in self.users.get(name, ())]
        contents = {name: self.digests[name] for name in files}
        contents |= {file: digest(data) for file, data in changes.items() if file in contents}
        return digest(unit, self.build.compile[unit], contents)

    def units_of(self, changes):
        return sorted(set().union(*(self.users.get(file, ()) for file in changes)))

    def change(self, changes):
        """Compiles what includes files that have other contents, and gives the objects
        that come out different."""
        for file, data in changes.items():
            (self.folder / file).write_bytes(data)
        try:
            changed = {}
            for unit in self.units_of(changes):
                key = self.key(unit, changes)
                code = self.kept.get_bytes(key)
                if code is None:
                    self.compile(unit)
                    code = self.object_of(unit).read_bytes()
                    self.kept.put_bytes(key, code)
                else:
                    self.object_of(unit).write_bytes(code)
                if code != self.originals[unit]:
                    changed[unit] = code
            return changed
        finally:
            for file in changes:
                (self.folder / file).write_bytes(self.sources[file])

    def restore(self, changes):
        for unit in self.units_of(changes):
            self.object_of(unit).write_bytes(self.originals[unit])

    def affected(self, changed):
        """The targets whose program differs, one by one, each with its program."""
        for name, (units, _) in self.build.targets.items():
            if not changed.keys().isdisjoint(units):
                program = self.link(name)
                data = program.read_bytes()
                if data != self.programs[name]:
                    yield name, program, data


# ---- Runs.

RUN = ["-seed=1", "-max_len=400", "-timeout=5", "-rss_limit_mb=1024"]
MISTAKES = [  # what a failing run says, and what that is called
    (r"== holdfast: \w+: the (\w+) oracle ==", r"\1 oracle"),
    (r"ERROR: AddressSanitizer: ([\w-]+)", r"ASan: \1"),
    (r"ERROR: libFuzzer: timeout", "timeout"),
    (r"ERROR: libFuzzer: out-of-memory", "out of memory"),
    (r"holdfast: does not hold", "the layer's assertion"),
    (r"Assertion .* failed", "CPython's assertion"),
    (r"Fatal Python error", "CPython's fatal error"),
    (r"ERROR: libFuzzer: (.*)", r"\1"),
    (r"\[  FAILED  \] ([a-zA-Z]\w*)", r"\1"),  # cmocka's
]


def outcome(program, inputs, operations, seconds):
    """What running a target's program comes to: None, or (oracle, how many inputs,
    the input that killed it or None). Without any operations it only replays. It may
    have ended while it started, after 0 inputs. A unit test has none: they are None.
    What it said is beside the program."""
    listing, killer = program.with_suffix(".inputs"), program.with_suffix(".killer")
    killer.unlink(missing_ok=True)
    command = [program]
    if inputs is not None:
        listing.write_text(",".join(map(str, inputs)))
        command += [
            *RUN,
            f"-seed_inputs=@{listing}",
            f"-exact_artifact_path={killer}",
            "-print_final_stats=1",
            f"--operations={operations}" if operations else "-runs=0",
        ]
    status, log = run(command, seconds)
    program.with_suffix(".said").write_text(log)
    if status == 0:
        return None
    if status is None:
        return ("timeout", None, None)
    said = mistake_in(status, log)
    count = re.search(r"stat::number_of_executed_units: *(\d+)", log)
    number = int(count[1]) if count else 0 if inputs is not None else None
    return (said, number, killer.read_bytes() if killer.exists() else None)


def run(command, seconds, more=None):
    """How a program ended, None where it did not; and what it said."""
    try:
        process = subprocess.run(
            command,
            cwd=command[0].parent,
            env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0:symbolize=0", **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return None, ""
    if process.returncode in INTERRUPTED:
        raise Interrupted
    return process.returncode, process.stdout.decode(errors="replace")


def mistake_in(status, log):
    """What a run that failed says, in short."""
    for pattern, name in MISTAKES:
        found = re.search(pattern, log)
        if found:
            return found.expand(name)
    return f"exit {status}"


# ---- Runs of a whole domain.


class Survey:
    """The programs of all domains, with mutants that a run may choose: see checks.py."""

    def __init__(self, tree, changed, corpora, seconds):
        """|seconds|: how long each program may take."""
        self.seconds = seconds
        self.commands = {}
        for name, domain in tree.build.domains.items():
            if not changed.keys().isdisjoint(domain.units):
                self.commands[name] = [tree.link_domain(name), *domain.arguments]
        for name, (units, _) in tree.build.targets.items():
            if name in corpora and not changed.keys().isdisjoint(units):
                program = tree.link(name, [tree.build.probe])
                program = program.rename(program.with_suffix(".survey"))
                listing = program.with_suffix(".listing")
                listing.write_text(",".join(map(str, corpora[name])))
                inputs = f"-seed_inputs=@{listing}"
                self.commands[f"corpus of {name}"] = [program, *RUN, inputs, "-runs=0"]

    def run(self, name, which=None):
        """What it is called if a program fails, and the mutants that it came to, and at
        which values differed."""
        more = {} if which is None else {"MUTATE": str(which)}
        status, log = run(self.commands[name], self.seconds(name), more)
        reached, differs = (
            {int(n) for line in re.findall(rf"probe: {what}([ \d]*)", log) for n in line.split()}
            for what in ("reached", "differs")
        )
        if status == 0:
            return "", reached, differs
        said = "timeout" if status is None else mistake_in(status, log)
        self.commands[name][0].with_suffix(".said").write_text(log)
        return f"{name}, {said}", reached, differs
