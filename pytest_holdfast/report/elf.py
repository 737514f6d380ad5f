"""What an ELF file says of itself: its sections, and whether they have lines."""

import functools
import os
import struct

DEBUG = "/usr/lib/debug/.build-id"


@functools.lru_cache(maxsize=None)
def sections(path):
    """{name: (address, offset, size)}, or {} where it is no 64-bit ELF file."""
    try:
        with open(path, "rb") as file:
            head = file.read(64)
            if head[:6] != b"\x7fELF\x02\x01":
                return {}
            start = struct.unpack_from("<Q", head, 40)[0]
            size, count, names = struct.unpack_from("<HHH", head, 58)
            file.seek(start)
            table = file.read(size * count)
            rows = [struct.unpack_from("<IIQQQQ", table, i * size) for i in range(count)]
            file.seek(rows[names][4])
            text = file.read(rows[names][5])
    except (OSError, struct.error, IndexError):
        return {}
    return {
        text[name : text.index(b"\0", name)].decode("ascii", "replace"): (address, offset, length)
        for name, _, _, address, offset, length in rows
    }


def read(path, name):
    """The bytes of a section."""
    if name not in sections(path):
        return b""
    _, offset, size = sections(path)[name]
    with open(path, "rb") as file:
        file.seek(offset)
        return file.read(size)


def build_id(path):
    note = read(path, ".note.gnu.build-id")
    return note[16:].hex() if len(note) > 16 else ""


def has_lines(path):
    """Whether it has debug information, or the system has a file with it."""
    if any(name in sections(path) for name in (".debug_info", ".zdebug_info")):
        return True
    identity = build_id(path)
    return bool(identity) and os.path.exists(f"{DEBUG}/{identity[:2]}/{identity[2:]}.debug")


@functools.lru_cache(maxsize=None)
def function_starts(path):
    """The addresses at which functions begin, in order. Exceptions are unwound by
    this table, and so no strip removes it."""
    table = read(path, ".eh_frame_hdr")
    # Version 1; a count of 4 bytes; pairs of 4 bytes, from the table's own address.
    if len(table) < 12 or table[0] != 1 or table[2] != 0x03 or table[3] != 0x3B:
        return []
    base = sections(path)[".eh_frame_hdr"][0]
    (count,) = struct.unpack_from("<I", table, 8)
    if len(table) < 12 + 8 * count:
        return []
    return [base + struct.unpack_from("<i", table, 12 + 8 * i)[0] for i in range(count)]
