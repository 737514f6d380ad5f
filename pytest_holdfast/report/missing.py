"""Why there is no line of C, and what would give one."""

import functools
import os
import shutil
import subprocess

from . import elf

PROGRAMS = ("llvm-symbolizer", "addr2line")


@functools.lru_cache(maxsize=None)
def package(path):
    """The Debian package that a file is from, or None."""
    if shutil.which("dpkg-query") is None:
        return None
    environment = {k: v for k, v in os.environ.items() if k != "LD_PRELOAD"}
    # dpkg knows some files by the name that they had before /lib was a link.
    for name in dict.fromkeys([path, os.path.realpath(path), path.replace("/usr/lib/", "/lib/", 1)]):
        result = subprocess.run(
            ["dpkg-query", "--search", name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "LC_ALL": "C"},
            universal_newlines=True,
        )
        if result.returncode == 0:
            return result.stdout.partition(": ")[0].partition(",")[0].partition(":")[0]
    return None


@functools.lru_cache(maxsize=None)
def of_file(path):
    """What is missing for the lines of a library: one phrase, or ""."""
    if not os.path.isfile(path):
        return ""
    if elf.has_lines(path):
        chosen = os.environ.get("HOLDFAST_SYMBOLIZER")
        programs = [chosen] if chosen else PROGRAMS
        if not any(map(shutil.which, programs)):
            return "no program reads its debug symbols: install llvm or binutils"
        return "its debug symbols have no line for this"
    name = package(path)
    if name is not None:
        return f"no debug symbols: install {name}-dbgsym"
    if ".symtab" not in elf.sections(path):
        return "no debug symbols, stripped: compile with -g, link without -s"
    return "no debug symbols: compile with -g"


def of_place(place):
    return "" if place.file else of_file(place.module)
