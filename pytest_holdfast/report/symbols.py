"""Lines of C, from addresses."""

import bisect
import os
import re
import shutil
import subprocess

from .elf import function_starts
from .files import is_position_dependent, mapped_files
from .finding import Place
from .running import Running, Unanswered


def _environment():
    return {k: v for k, v in os.environ.items() if k != "LD_PRELOAD"}


def _run(command):
    try:
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
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


_running = {}  # program: what runs of it, or None where it does not answer


def _ask_running(program, path, addresses):
    """The same as _ask, from one that keeps running; or None."""
    running = _running.get(program)
    if program not in _running or (running is not None and not running.is_ours()):
        try:
            running = _running[program] = Running(program, _environment())
        except OSError:
            running = _running[program] = None
    if running is None:
        return None
    try:
        return [_parse_pairs(running.ask(path, each)) for each in addresses]
    except Unanswered:
        running.close()
        _running[program] = None
        return None


def _ask(path, addresses):
    """What the symbolizer says: for each address a list, innermost first."""
    chosen = os.environ.get("HOLDFAST_SYMBOLIZER")
    hexadecimal = [hex(address) for address in addresses]
    for program in [chosen] if chosen else ["llvm-symbolizer", "addr2line"]:
        if shutil.which(program) is None:
            continue
        if "addr2line" not in program:
            answers = _ask_running(program, path, addresses)
            if answers is not None:
                return answers
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
    """Py_INCREF is inlined: its line in CPython's header, or in ours, says nothing."""
    headers = r"/include/python3|/holdfast/watch\w*\.h$"
    own = [each for each in places if not re.search(headers, each[1] or "")]
    return own or places


class Symbolizer:
    """Names return addresses, as few calls of the program as there are files.

    Where the program knows no name, entry(address) may know that of the function that
    begins at an address.
    """

    def __init__(self, entry=lambda address: None):
        self._known = {}
        self._entry = entry

    def look_up(self, addresses):
        unknown = set(addresses) - set(self._known)
        if not unknown:
            return
        maps = mapped_files()
        bases = {}
        for start, _, offset, _, path in maps:
            if offset == 0:
                bases.setdefault(path, start)
        wanted = {}
        for address in unknown:
            for start, end, _, _, path in maps:
                if start <= address < end:
                    wanted.setdefault(path, []).append(address)
                    break
            else:
                self._known[address] = [Place(None, 0, hex(address))]
        for path, found in wanted.items():
            base = 0 if is_position_dependent(path) else bases.get(path, 0)
            # One byte back: into the call, from where it returns to.
            answers = _ask(path, [address - 1 - base for address in found])
            for address, places in zip(found, answers):
                places = _without_headers(places)
                self._known[address] = [
                    Place(file, line, self._name(function, address - 1, base, path), path)
                    for function, file, line in places or [("??", None, 0)]
                ]

    def _name(self, function, address, base, path):
        if function != "??":
            return function
        starts = function_starts(path)
        number = bisect.bisect_right(starts, address - base)
        if number == 0:
            return hex(address + 1 - base)
        start = starts[number - 1]
        name = self._entry(base + start)
        return name if name is not None else f"{start:#x}+{address + 1 - base - start:#x}"

    def stack(self, addresses):
        """The places at addresses, of which None are not known."""
        addresses = [each for each in addresses if each is not None]
        self.look_up(addresses)
        return [place for address in addresses for place in self._known[address]]
