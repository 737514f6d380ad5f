"""Builds fuzz targets with one file changed, and runs them.

A Build is what Bazel would do, as plain commands: each is run again, in a tree
of copies, for what includes the changed file. Without debug information and
with a section for each function: so that equal code is equal bytes, and a
target that does not use the changed function comes out as the same program.
"""

import dataclasses
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
class Build:
    root: pathlib.Path  # where the sources are, and the commands are to be run
    links: dict  # what else the tree needs: path in it -> file or folder
    compile: dict  # unit -> command without -c and -o
    targets: dict  # name -> (units, link command without objects and -o)
    corpora: dict  # name -> folder; a target without one is a unit test

    def sources(self):
        names = {source_of(unit) for unit in self.compile}
        for folder in {pathlib.Path(name).parent for name in names}:
            names |= {p.relative_to(self.root).as_posix() for p in (self.root / folder).glob("*.h")}
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


def from_bazel(workspace, targets, tests, *options):
    """The Build of fuzz targets and unit tests, as Bazel says it; they are built, too."""
    labels = [f"//fuzz:{name}_bin" for name in targets] + [f"//tests:{t}_debug" for t in tests]
    names = {f"{name}_bin_raw_": name for name in targets} | {f"{t}_debug": t for t in tests}

    def ask(command, *arguments):
        return subprocess.run(
            [workspace / "bazelw", command, *options, *arguments],
            cwd=workspace,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    ask("build", *labels)
    query = f'mnemonic("CppCompile|CppLink", deps({" + ".join(labels)}))'
    actions = json.loads(ask("aquery", query, "--output=jsonproto"))["actions"]
    execroot = pathlib.Path(ask("info", "execution_root").strip())
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
    return Build(
        root=workspace,
        links=links_of(execroot, [*commands.values(), *(c for _, c in linked.values())]),
        compile={unit: commands[unit] for unit in sorted(used)},
        targets={name: linked[name] for name in [*tests, *targets]},
        corpora={name: workspace / "corpus" / name for name in targets},
    )


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
            for unit in self.build.compile:
                self.compile(unit, depend=True)
            self.programs = {name: self.link(name).read_bytes() for name in self.build.targets}
            self.originals = {u: self.object_of(u).read_bytes() for u in self.build.compile}

    def object_of(self, unit):
        return self.folder / (unit.replace("/", "_") + ".o")

    def compile(self, unit, depend=False):
        source = source_of(unit)
        command = [*self.build.compile[unit], "-c", source, "-o", self.object_of(unit)]
        if depend:
            command += ["-MD", "-MF", "depend"]
        result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if result.returncode in INTERRUPTED:
            raise Interrupted
        if "file not found" in result.stderr:
            raise RuntimeError(result.stderr)
        if result.returncode != 0:
            raise DoesNotCompile(result.stderr)
        if depend:
            for name in (self.folder / "depend").read_text().split():
                self.users.setdefault(os.path.normpath(name), set()).add(unit)

    def link(self, name):
        units, command = self.build.targets[name]
        program = self.folder / f"{name}.program"
        objects = [self.object_of(unit) for unit in units]
        # The objects first, libraries behind them.
        command = [command[0], *objects, *command[1:], "-o", program]
        result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if result.returncode in INTERRUPTED:
            raise Interrupted
        if result.returncode != 0:
            raise DoesNotCompile(result.stderr)
        return program

    def key(self, unit, file, data):
        """What names the object of |unit|, where |file| has other content."""
        files = [name for name in self.sources if unit in self.users.get(name, ())]
        contents = {name: self.digests[name] for name in files}
        contents[file] = digest(data)
        return digest(unit, self.build.compile[unit], contents)

    def change(self, file, data):
        """Compiles what includes |file| with other content, and gives the
        objects that come out different."""
        path = self.folder / file
        path.write_bytes(data)
        try:
            changed = {}
            for unit in sorted(self.users.get(file, ())):
                key = self.key(unit, file, data)
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
            path.write_bytes(self.sources[file])

    def restore(self, file):
        for unit in self.users.get(file, ()):
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
    have ended while it started, after 0 inputs. A unit test has none: they are None."""
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
    try:
        process = subprocess.run(
            command,
            cwd=program.parent,
            env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0:symbolize=0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return ("timeout", None, None)
    if process.returncode == 0:
        return None
    if process.returncode in INTERRUPTED:
        raise Interrupted
    log = process.stdout.decode(errors="replace")
    said = f"exit {process.returncode}"
    for pattern, name in MISTAKES:
        found = re.search(pattern, log)
        if found:
            said = found.expand(name)
            break
    count = re.search(r"stat::number_of_executed_units: *(\d+)", log)
    number = int(count[1]) if count else 0 if inputs is not None else None
    return (said, number, killer.read_bytes() if killer.exists() else None)
