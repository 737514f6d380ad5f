"""The files that a process is made of, and whose they are."""

import functools
import os
import struct
import sys
import sysconfig

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
def is_position_dependent(path):
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
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    names = [name for name in os.listdir(folder) if name.endswith((".so", ".pyd"))]
    return {os.path.realpath(os.path.join(folder, name)) for name in names}


OWN = _own_files()


def is_own(path):
    return os.path.realpath(path) in OWN
