"""Makes a failing input smaller: minimize.py NAME BINARY FILE [--out OUT].

Whole operations go first, then operands and strings become smaller. What is
left fails in the same way (failure.py says what that is). Each try is a process
of its own. Writes FILE.min, the program that does the same (FILE.min.c), and the
trace in words (FILE.min.txt).
"""

import argparse
import os
import pathlib
import sys
import tempfile
from dataclasses import dataclass, replace

import failure

RECORD = 4
SLOTS = 6
TEXT_SIZE = 31  # of a record's value, the bits that say how long its string is


@dataclass(frozen=True)
class Operation:
    record: bytes
    string: bytes

    def with_record(self, at, value):
        record = bytearray(self.record)
        record[at] = value
        return replace(self, record=bytes(record))

    def with_string(self, string):
        size = self.record[3] & ~TEXT_SIZE | len(string)
        return replace(self.with_record(3, size), string=string)


def operations_of(binary, file):
    """What |file| consists of; none where its target has no records."""
    data = pathlib.Path(file).read_bytes()
    listed = failure.output_of([binary, "--list", file], errors=False)
    # An input that leaves something over is run more than once.
    _, _, first_time = listed.partition("program\n")
    operations = []
    for line in first_time.partition("program\n")[0].splitlines():
        at, string, size = map(int, line.split())
        operations.append(
            Operation(data[at : at + RECORD], data[string : string + size])
        )
    return operations


def joined(operations):
    records = b"".join(operation.record for operation in operations)
    return records + b"".join(operation.string for operation in reversed(operations))


class Minimizer:
    def __init__(self, binary, wanted):
        self.binary, self.wanted = binary, wanted
        self.tries, self.known = 0, {}
        self.folder = tempfile.TemporaryDirectory()

    def fails(self, data):
        """Whether |data| fails in the way that is wanted."""
        if data not in self.known:
            file = pathlib.Path(self.folder.name, "try")
            file.write_bytes(data)
            self.tries += 1
            found, _ = failure.run(self.binary, file)
            self.known[data] = found is not None and found.key == self.wanted.key
        return self.known[data]

    def without(self, items, join):
        """|items| without those that the failure does not need: many at a time
        first, then fewer."""
        size = len(items)
        while size > 0:
            at = 0
            while at < len(items):
                rest = items[:at] + items[at + size :]
                if self.fails(join(rest)):
                    items = rest
                else:
                    at += size
            size //= 2
        return items

    def first(self, candidates, default, join):
        """The first of |candidates| that fails, or |default|."""
        return next((c for c in candidates if self.fails(join(c))), default)

    # ---- Operations.

    def shorter_strings(self, operations):
        for i, operation in enumerate(operations):

            def changed(string):
                at = [*operations]
                at[i] = operation.with_string(bytes(string))
                return at

            if not operation.string:
                continue
            string = self.without([*operation.string], lambda s: joined(changed(s)))
            for at, byte in enumerate(string):
                if byte != ord("a"):
                    plain = string[:at] + [ord("a")] + string[at + 1 :]
                    if self.fails(joined(changed(plain))):
                        string = plain
            operations = changed(string)
        return operations

    def simpler_operands(self, operations):
        for i in range(len(operations)):
            for at in (1, 2, 3):
                now = operations[i].record[at]
                low = now & TEXT_SIZE if operations[i].string else 0
                values = {0, 1, 32, now % SLOTS, now % (SLOTS * SLOTS), now // 2}
                if at == 1:  # above the slot are bits of the operation's id
                    values = {now & ~7 | slot for slot in range(SLOTS)}
                if at == 3 and operations[i].string:
                    values = {value & ~TEXT_SIZE | low for value in values | {64, 96}}
                candidates = (
                    [
                        *operations[:i],
                        operations[i].with_record(at, value),
                        *operations[i + 1 :],
                    ]
                    for value in sorted(values)
                    if value < now
                )
                operations = self.first(candidates, operations, joined)
        return operations

    def fewer_slots(self, operations):
        """With one slot everywhere in the place of another."""

        def renamed(old, new):
            def one(slot):
                return new if slot == old else slot

            return [
                operation.with_record(
                    1, operation.record[1] & ~7 | one((operation.record[1] & 7) % SLOTS)
                ).with_record(
                    2,
                    one(operation.record[2] % SLOTS)
                    + SLOTS * one(operation.record[2] // SLOTS % SLOTS),
                )
                for operation in operations
            ]

        for old in range(SLOTS - 1, 0, -1):
            candidates = (renamed(old, new) for new in range(old))
            operations = self.first(candidates, operations, joined)
        return operations

    def smaller_program(self, operations):
        before = None
        while before != operations:
            before = operations
            operations = self.without(operations, joined)
            operations = self.fewer_slots(operations)
            operations = self.shorter_strings(operations)
            operations = self.simpler_operands(operations)
        return joined(operations)

    # ---- Any bytes.

    def smaller_bytes(self, data):
        before, data = None, [*data]
        while before != data:
            before = data
            data = self.without(data, bytes)
            for i, byte in enumerate(data):
                candidates = (
                    data[:i] + [value] + data[i + 1 :]
                    for value in (0, ord("a"))
                    if value < byte
                )
                data = self.first(candidates, data, bytes)
        return bytes(data)


def minimize(binary, file, wanted):
    """The smallest input found that fails as |file| does, which is |wanted|; and how
    many were tried."""
    minimizer = Minimizer(binary, wanted)
    operations = operations_of(binary, file)
    if operations and minimizer.fails(joined(operations)):
        data = minimizer.smaller_program(operations)
    else:
        data = minimizer.smaller_bytes(pathlib.Path(file).read_bytes())
    return data, minimizer.tries


def describe(binary, file):
    operations = operations_of(binary, file)
    steps = f", {len(operations)} operations" if operations else ""
    return f"{pathlib.Path(file).stat().st_size} bytes{steps}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name", help=argparse.SUPPRESS)
    parser.add_argument("binary", type=os.path.abspath, help=argparse.SUPPRESS)
    parser.add_argument("file", type=failure.from_caller, help="an input that fails")
    parser.add_argument("--out", type=failure.from_caller, help="FILE.min by default")
    options = parser.parse_args()
    out = options.out or options.file.with_name(options.file.name + ".min")

    wanted, _ = failure.run(options.binary, options.file)
    if wanted is None:
        sys.exit(f"{options.file}: nothing is wrong with this input")
    print(f"before: {describe(options.binary, options.file)}; {wanted}", flush=True)
    data, tries = minimize(options.binary, options.file, wanted)
    out.write_bytes(data)
    found, output = failure.run(options.binary, out)
    if found is None or found.key != wanted.key:
        sys.exit(f"{out} fails now and then: {found}")
    print(f"after:  {describe(options.binary, out)}; {found}; {tries} tries")
    failure.write_beside(options.binary, out)
    print(f"{out}, {out.name}.c, {out.name}.txt")
    print(failure.report_of(output))


if __name__ == "__main__":
    main()
