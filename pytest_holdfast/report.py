"""What was found, and how it is said: findings, places in C, and text."""

import dataclasses
import functools
import os
import shutil
import struct
import subprocess
import sys
import sysconfig
from typing import List, Optional

# Kinds of findings.
MEMORY = "memory"
OBJECT = "object"
REFERENCE = "reference"
DROPPED = "dropped reference"
CYCLE = "cycle"
BUFFER = "buffer"
DESCRIPTOR = "file descriptor"
THREAD = "thread state"
NULL = "null without exception"
RESULT = "result with exception"
CALL = "call with exception"
USE = "use after release"
LEDGER = "ledger"
CRASH = "crash"

verbose = False  # whole stacks


@dataclasses.dataclass(frozen=True)
class Place:
    """A line of C; file is None and line 0 where that is not known."""

    file: Optional[str]
    line: int
    function: str
    module: str = ""

    def __str__(self):
        if self.file:
            return f"{self.function} at {relative(self.file)}:{self.line}"
        return f"{self.function} in {self.module or '?'}"


@dataclasses.dataclass
class Finding:
    kind: str
    what: str  # one line
    per_run: str = ""  # "1 block, 64 bytes"
    where: List[Place] = dataclasses.field(default_factory=list)  # innermost first
    object: Optional[str] = None  # "list [1, 2]"
    text: List[str] = dataclasses.field(default_factory=list)  # further lines
    address: Optional[int] = None  # of that object
    type: Optional[type] = None  # whose tp_dealloc or tp_traverse is to blame

    @property
    def place(self):
        """The innermost place of an extension's own code, or None."""
        for place in self.where:
            if not is_interpreter(place.module) and not is_system(place.module):
                return place
        return None


def plural(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def same(finding, deeper):
    """Whether a deeper look has found the same."""
    if finding.object and (deeper.object or "").startswith(finding.object):
        return True
    lines = [(os.path.basename(each.file), each.line) for each in finding.where if each.file]
    place = deeper.place
    return (
        place is not None
        and bool(place.file)
        and (os.path.basename(place.file), place.line) in lines
    )


def merged(depths):
    """One list of what the depths have found, each once. The deeper one names the
    line, the other one says how much it was."""
    if not depths:
        return []
    first, *others = depths
    deeper = [finding for found in others for finding in found]
    kept = []
    for finding in first:
        twin = next((each for each in deeper if same(finding, each)), None)
        if twin is None or finding.kind not in (MEMORY, OBJECT, REFERENCE, DROPPED):
            kept.append(finding)
            continue
        if finding.kind in (MEMORY, OBJECT):
            twin.text.append(f"memory     {finding.per_run} per run")
        twin.text += finding.text
    return kept + merged(others)


def shown(where):
    """Of a stack what is the extension's, and what it called beside CPython."""
    own = [each for each in where if not is_interpreter(each.module) and not is_system(each.module)]
    return where if verbose or not own else own


def text_of(finding):
    amount = f", {finding.per_run} per run" if finding.per_run else ""
    lines = [f"{finding.kind}: {finding.what}{amount}"]
    if finding.object:
        lines.append(f"  object     {finding.object}")
    for line in finding.text:
        lines.append(f"  {line}")
    for number, place in enumerate(shown(finding.where)):
        lines.append(f"    #{number} {place}")
    return "\n".join(lines)


def summary_of(findings):
    """One line, for the summary and for junit.xml: the place first, since pytest
    shows as much as the terminal is wide."""
    first = findings[0]
    place = (
        f"{os.path.basename(first.place.file)}:{first.place.line}: "
        if first.place and first.place.file
        else ""
    )
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    amount = f", {first.per_run} per run" if first.per_run else ""
    return f"{place}{first.kind}: {first.what}{amount}{more}"


# ---- Places.

folders = ["/proc/self/cwd"]


def relative(file):
    """The name of a source, from pytest's rootdir."""
    for folder in folders:
        if file.startswith(folder + "/"):
            return file[len(folder) + 1 :]
    return file


def mapped_files():
    """(start, end, offset, executable, path) of each file that is mapped."""
    rows = []
    try:
        with open("/proc/self/maps") as maps:
            for line in maps:
                fields = line.split(None, 5)
                if len(fields) == 6 and fields[5].startswith("/"):
                    start, end = (int(x, 16) for x in fields[0].split("-"))
                    path = fields[5].rstrip("\n")
                    rows.append((start, end, int(fields[2], 16), "x" in fields[1], path))
    except OSError:
        pass
    return rows


@functools.lru_cache(maxsize=None)
def _is_position_dependent(path):
    try:
        with open(path, "rb") as file:
            return struct.unpack("<H", file.read(18)[16:])[0] == 2
    except OSError:
        return False


@functools.lru_cache(maxsize=None)
def is_interpreter(path):
    """Whether that is CPython itself, or what its standard library is made of."""
    name = os.path.basename(path)
    return (
        name.startswith(("libpython", "python"))
        or path == os.path.realpath(sys.executable)
        or os.path.dirname(path) == sysconfig.get_config_var("DESTSHARED")
    )


@functools.lru_cache(maxsize=None)
def is_system(path):
    """Whether that is a C library that everything uses, or the plugin itself."""
    name = os.path.basename(path)
    return (
        not path
        or name.startswith(
            (
                "libc.so",
                "libc-",
                "ld-linux",
                "libgcc_s",
                "libstdc++",
                "libpthread",
                "libm.so",
                "libdl",
            )
        )
        or is_own(path)
    )


def _own_files():
    """The plugin's own libraries, by the names that they are mapped under."""
    folder = os.path.dirname(os.path.abspath(__file__))
    names = [name for name in os.listdir(folder) if name.endswith((".so", ".pyd"))]
    return {os.path.realpath(os.path.join(folder, name)) for name in names}


OWN = _own_files()


def is_own(path):
    return os.path.realpath(path) in OWN


def _run(command):
    environment = {k: v for k, v in os.environ.items() if k != "LD_PRELOAD"}
    try:
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            universal_newlines=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return result.stdout if result.returncode == 0 else None


def _parse_pairs(lines):
    """(function, file, line) of two lines each."""
    places = []
    for function, where in zip(lines[::2], lines[1::2]):
        where = where.partition(" (discriminator")[0]
        parts = where.split(":")
        file, line = parts[0], parts[1] if len(parts) > 1 else "0"
        known = file not in ("", "??")
        places.append((function, file if known else None, int(line) if line.isdigit() else 0))
    return places


def _ask(path, addresses):
    """What the symbolizer says: for each address a list, innermost first."""
    chosen = os.environ.get("HOLDFAST_SYMBOLIZER")
    hexadecimal = [hex(address) for address in addresses]
    for program in [chosen] if chosen else ["llvm-symbolizer", "addr2line"]:
        if shutil.which(program) is None:
            continue
        if "addr2line" not in program:
            out = _run([program, "-e", path, *hexadecimal])
            groups = out.strip("\n").split("\n\n") if out else []
            if len(groups) == len(addresses):
                return [_parse_pairs(group.split("\n")) for group in groups]
            continue
        out = _run([program, "-a", "-f", "-i", "-C", "-e", path, *hexadecimal])
        groups = []
        for line in (out or "").splitlines():
            if line.startswith("0x"):
                groups.append([])
            elif groups:
                groups[-1].append(line)
        if len(groups) == len(addresses):
            return [_parse_pairs(group) for group in groups]
    return [[] for _ in addresses]


def _without_headers(places):
    """Py_INCREF is inlined: its line in CPython's header says nothing."""
    own = [each for each in places if "/include/python3" not in (each[1] or "")]
    return own or places


class Symbolizer:
    """Names return addresses, as few calls of the program as there are files."""

    def __init__(self):
        self._known = {}

    def look_up(self, addresses):
        maps = mapped_files()
        bases = {}
        for start, _, offset, _, path in maps:
            if offset == 0:
                bases.setdefault(path, start)
        wanted = {}
        for address in set(addresses) - set(self._known):
            for start, end, _, _, path in maps:
                if start <= address < end:
                    wanted.setdefault(path, []).append(address)
                    break
            else:
                self._known[address] = [Place(None, 0, hex(address))]
        for path, found in wanted.items():
            base = 0 if _is_position_dependent(path) else bases.get(path, 0)
            # One byte back: into the call, from where it returns to.
            answers = _ask(path, [address - 1 - base for address in found])
            for address, places in zip(found, answers):
                places = _without_headers(places)
                self._known[address] = [
                    Place(file, line, function if function != "??" else hex(address - base), path)
                    for function, file, line in places
                ] or [Place(None, 0, hex(address - base), path)]

    def stack(self, addresses):
        """The places at addresses, of which None are not known."""
        addresses = [each for each in addresses if each is not None]
        self.look_up(addresses)
        return [place for address in addresses for place in self._known[address]]
