"""The basic blocks of a binary without source: from a linear disassembly.

A block begins where a function does, where a jump goes to, and after one that
may not be taken. Only what objdump has seen as an instruction is taken.
"""

import platform
import re
import shutil
import subprocess

from ..report.elf import function_starts

_LINE = re.compile(r"^\s*([0-9a-f]+):\t([a-z][\w.]*)\s*([^#<\n]*)")
_NOPS = re.compile(r"^(nop\w*|data16|cs|xchg\s+%ax,%ax|int3|lea\s+0x0\(%rsi)")


def _disassembled(path):
    for program in ("objdump", "llvm-objdump"):
        if shutil.which(program) is None:
            continue
        result = subprocess.run(
            [program, "-d", "--no-show-raw-insn", "-j", ".text", path],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            universal_newlines=True,
            timeout=120,
        )
        if result.returncode == 0:
            return result.stdout.splitlines()
    return []


def blocks_of(path):
    """(starts of blocks, starts of functions), as offsets into the file's
    addresses; both empty where nothing can be told."""
    if platform.machine() != "x86_64":
        return [], []
    instructions, targets, functions, after = set(), set(), set(), set()
    falls = False
    for line in _disassembled(path):
        match = _LINE.match(line)
        if match is None:
            symbol = re.match(r"^([0-9a-f]+) <([^>]+)>:", line)
            if symbol and not symbol.group(2).startswith(".text"):
                functions.add(int(symbol.group(1), 16))
            continue
        address, name, operands = int(match.group(1), 16), match.group(2), match.group(3).strip()
        if _NOPS.match(f"{name} {operands}"):
            continue
        instructions.add(address)
        if name.startswith("endbr"):
            functions.add(address)
        if falls:
            after.add(address)
        falls = False
        if name.startswith("j") or (name == "bnd" and operands.startswith("j")):
            target = re.search(r"\b([0-9a-f]+)$", operands)
            if target and "*" not in operands:
                targets.add(int(target.group(1), 16))
            falls = not name.startswith("jmp") and name != "bnd"
        elif name.startswith("call"):
            target = re.search(r"\b([0-9a-f]+)$", operands)
            if target and "*" not in operands:
                functions.add(int(target.group(1), 16))
    known = set(function_starts(path)) or functions
    starts = (targets | known | after) & instructions
    return sorted(starts), sorted(known & instructions)
