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


@dataclasses.dataclass
class Build:
    root: pathlib.Path  # where the sources are, and the commands are to be run
    links: dict  # what else the tree needs: path in it -> file or folder
    compile: dict  # source -> command without -c and -o
    targets: dict  # name -> (sources, link command without objects and -o)
    corpora: dict  # name -> folder

    def headers(self):
        return [
            path.relative_to(self.root).as_posix()
            for folder in {pathlib.Path(source).parent for source in self.compile}
            for path in (self.root / folder).glob("*.h")
        ]

    def sources(self):
        return {
            name: (self.root / name).read_bytes()
            for name in sorted({*self.compile, *self.headers()})
        }


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


def from_bazel(workspace, targets):
    """The Build of fuzz targets, as Bazel says it; they are built, too."""
    labels = [f"//fuzz:{name}_bin" for name in targets]

    def ask(*arguments):
        return subprocess.run(
            [workspace / "bazelw", *arguments], cwd=workspace, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    ask("build", *labels)
    query = f'mnemonic("CppCompile|CppLink", deps({" + ".join(labels)}))'
    actions = json.loads(ask("aquery", query, "--output=jsonproto"))["actions"]
    execroot = pathlib.Path(ask("info", "execution_root").strip())
    commands, sources = {}, {}
    for action in actions:
        arguments = action["arguments"]
        if action["mnemonic"] == "CppCompile":
            source = arguments[arguments.index("-c") + 1]
            commands[source] = compile_command(arguments)
            sources[arguments[arguments.index("-o") + 1]] = source
    linked = {}
    for action in actions:
        arguments = action["arguments"]
        program = arguments[arguments.index("-o") + 1] if "-o" in arguments else ""
        name = pathlib.Path(program).name.removesuffix("_bin_raw_")
        if action["mnemonic"] == "CppLink" and name in targets:
            command, objects = link_command(arguments)
            linked[name] = (sorted(sources[o] for o in objects), command)
    used = {source for names, _ in linked.values() for source in names}
    return Build(
        root=workspace,
        links=links_of(execroot, [*commands.values(), *(c for _, c in linked.values())]),
        compile={source: commands[source] for source in sorted(used)},
        targets={name: linked[name] for name in targets},
        corpora={name: workspace / "corpus" / name for name in targets},
    )


# ---- A tree of copies, for one worker.


class DoesNotCompile(Exception):
    pass


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
        self.users = {}  # file -> sources that include it
        self.digests = {name: digest(data) for name, data in sources.items()}
        for source in build.compile:
            self.compile(source, depend=True)
        self.originals = {s: self.object_of(s).read_bytes() for s in build.compile}
        self.programs = {name: self.link(name).read_bytes() for name in build.targets}

    def object_of(self, source):
        return self.folder / (source.replace("/", "_") + ".o")

    def compile(self, source, depend=False):
        command = [*self.build.compile[source], "-c", source, "-o", self.object_of(source)]
        if depend:
            command += ["-MD", "-MF", "depend"]
        result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if "file not found" in result.stderr:
            raise RuntimeError(result.stderr)
        if result.returncode != 0:
            raise DoesNotCompile(result.stderr)
        if depend:
            for name in (self.folder / "depend").read_text().split():
                self.users.setdefault(os.path.normpath(name), set()).add(source)

    def link(self, name):
        sources, command = self.build.targets[name]
        program = self.folder / f"{name}.program"
        objects = [self.object_of(source) for source in sources]
        # The objects first, libraries behind them.
        command = [command[0], *objects, *command[1:], "-o", program]
        result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if result.returncode != 0:
            raise DoesNotCompile(result.stderr)
        return program

    def key(self, source, file, data):
        """What names the object of |source|, where |file| has other content."""
        files = [name for name in self.sources if source in self.users.get(name, ())]
        contents = {name: self.digests[name] for name in files}
        contents[file] = digest(data)
        return digest(source, self.build.compile[source], contents)

    def change(self, file, data):
        """Compiles what includes |file| with other content, and gives the
        objects that come out different."""
        path = self.folder / file
        path.write_bytes(data)
        try:
            changed = {}
            for source in sorted(self.users.get(file, ())):
                key = self.key(source, file, data)
                code = self.kept.get_bytes(key)
                if code is None:
                    self.compile(source)
                    code = self.object_of(source).read_bytes()
                    self.kept.put_bytes(key, code)
                else:
                    self.object_of(source).write_bytes(code)
                if code != self.originals[source]:
                    changed[source] = code
            return changed
        finally:
            path.write_bytes(self.sources[file])

    def restore(self, file):
        for source in self.users.get(file, ()):
            self.object_of(source).write_bytes(self.originals[source])

    def affected(self, changed):
        """The targets whose program differs, one by one, each with its program."""
        for name, (sources, _) in self.build.targets.items():
            if not changed.keys().isdisjoint(sources):
                program = self.link(name)
                data = program.read_bytes()
                if data != self.programs[name]:
                    yield name, program, data


# ---- Runs.

RUN = ["-seed=1", "-max_len=400", "-timeout=5", "-rss_limit_mb=1024"]
INTERRUPTED = {72, -2, -15}  # the first is libFuzzer's
MISTAKES = [  # what a failing run says, and what that is called
    (r"== holdfast: \w+: the (\w+) oracle ==", r"\1 oracle"),
    (r"ERROR: AddressSanitizer: ([\w-]+)", r"ASan: \1"),
    (r"ERROR: libFuzzer: timeout", "timeout"),
    (r"ERROR: libFuzzer: out-of-memory", "out of memory"),
    (r"holdfast: does not hold", "the layer's assertion"),
    (r"Assertion .* failed", "CPython's assertion"),
    (r"Fatal Python error", "CPython's fatal error"),
    (r"ERROR: libFuzzer: (.*)", r"\1"),
]


class Interrupted(Exception):
    pass


def outcome(program, corpus, operations, seconds):
    """What running a target's program comes to: None, or (oracle, inputs). Without
    any operations it only replays the corpus."""
    inputs = sorted(path for path in pathlib.Path(corpus).rglob("*") if path.is_file())
    listing = program.with_suffix(".inputs")
    listing.write_text(",".join(map(str, inputs)))
    command = [
        program,
        *RUN,
        f"-seed_inputs=@{listing}",
        "-exact_artifact_path=/dev/null",
        "-print_final_stats=1",
        f"--operations={operations}" if operations else "-runs=0",
    ]
    try:
        process = subprocess.run(
            command,
            cwd=program.parent,
            env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0:symbolize=0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return ("timeout", None)
    if process.returncode == 0:
        return None
    if process.returncode in INTERRUPTED:
        raise Interrupted
    log = process.stderr.decode(errors="replace")
    said = f"exit {process.returncode}"
    for pattern, name in MISTAKES:
        found = re.search(pattern, log)
        if found:
            said = found.expand(name)
            break
    count = re.search(r"stat::number_of_executed_units: *(\d+)", log)
    return (said, int(count[1]) if count else None)
