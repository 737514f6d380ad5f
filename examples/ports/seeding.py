"""One mistake in a file, how some of all are chosen, and the table of what became of them."""

import collections
import concurrent.futures
import dataclasses
import os
import pathlib
import random
import sys

SEED = 15
# What docs/ownership.md says a user has the compiler refuse, but for unused parameters:
# the originals have them by the dozen.
REFUSED = (
    "-Wall -Wextra -Werror=unused-result -Werror=unused-value -Werror=unused-variable "
    "-Werror=unused-but-set-variable -Werror=uninitialized -Werror=return-type "
    "-Werror=incompatible-pointer-types -Werror=int-conversion "
    "-Werror=implicit-function-declaration"
).split()


@dataclasses.dataclass(frozen=True)
class Mistake:
    port: str
    path: str
    operator: str
    start: int
    end: int
    becomes: str

    def __str__(self):
        path = pathlib.Path(self.path)
        text = path.read_text()
        line = text.count("\n", 0, self.start + (text[self.start] == "\n")) + 1
        return f"{path.name if path.is_absolute() else path}:{line}: {self.operator}"

    def source(self):
        text = pathlib.Path(self.path).read_text()
        return text[: self.start] + self.becomes + text[self.end :]


def chosen(mistakes, operators, count):
    """As many of each operator as there are, in turns, so that none is all of them."""
    rng = random.Random(SEED)
    by_operator = collections.defaultdict(list)
    for mistake in mistakes:
        by_operator[mistake.operator].append(mistake)
    for rows in by_operator.values():
        rng.shuffle(rows)
    made = []
    while len(made) < count and any(by_operator.values()):
        for operator in operators:
            if by_operator[operator]:
                made.append(by_operator[operator].pop())
    return made[:count]


def try_all(made, outcome, ends, is_listed):
    """Prints what becomes of each, and the table: a row for each operator."""
    found = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for mistake, end in zip(made, pool.map(outcome, made)):
            found.append(end)
            print(f"{len(found)} of {len(made)}: {mistake}: {end}", file=sys.stderr, flush=True)
    if is_listed:
        for mistake, end in sorted(zip(made, found), key=lambda pair: ends.index(pair[1])):
            print(f"{end}: {mistake}")
    table = collections.Counter((mistake.operator, end) for mistake, end in zip(made, found))
    print("| mistake | " + " | ".join(ends) + " |\n|---" + "|--:" * len(ends) + "|")
    for operator in dict.fromkeys(mistake.operator for mistake in made):
        print(f"| {operator} | " + " | ".join(str(table[operator, end]) for end in ends) + " |")
    print("| all | " + " | ".join(str(found.count(end)) for end in ends) + " |")
