"""The proof: executes the table's rows on an interpreter, and judges.

    python3 capi/prove.py [--python PROGRAM]... [--only NAME,...] [--flips SHARE]

README.md says what is proved, and how.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zlib

import flips
import headers
import rows
import thunks
import witness

HERE = pathlib.Path(__file__).resolve().parent

_FACTS = """
import json, sys, sysconfig
print(json.dumps(dict(
    version=list(sys.version_info[:3]), debug=hasattr(sys, "gettotalrefcount"),
    includes=[sysconfig.get_path("include"), sysconfig.get_path("platinclude")],
    suffix=sysconfig.get_config_var("EXT_SUFFIX"))))
"""

_NAMES = """
import json, sys
sys.path.insert(0, sys.argv[1])
import prover
print(json.dumps([{name: i for i, name in enumerate(prover.names(w))} for w in (False, True)]))
"""


@dataclasses.dataclass(frozen=True)
class Note:
    """A line of the files found and unproved:

        function [step] [since VERSION] [until VERSION]: text

    step: the first word of its name, where only that one is meant.
    """

    function: str
    step: str
    since: tuple
    until: tuple
    text: str


_NOTE = re.compile(r"(\w+)(?: (?!since|until)(\w+))?(?: since (\d+\.\d+))?(?: until (\d+\.\d+))?: (.+)")


def note(line):
    match = _NOTE.fullmatch(line)
    if not match:
        raise ValueError(f"{line}: not a note")
    function, step, since, until, text = match.groups()
    limits = [each and rows.version(each) for each in (since, until)]
    return Note(function, step or "", *limits, text)


def notes(name, version=None):
    """The lines of the file found or unproved, or those that hold for a version."""
    lines = (HERE / name).read_text().splitlines()
    found = [note(line) for line in lines if line and not line.startswith("#")]
    if version is None:
        return found
    return [each for each in found if rows.is_in(version, each.since, each.until)]


def reasons(version):
    """{function: why its ownership is not proved}"""
    return {each.function: each.text for each in notes("unproved", version) if not each.step}


def unexplained(findings, version, kinds, *files):
    """{function: {step: what was wrong}} of these kinds of steps, but for what a note is of."""
    known = {(each.function, each.step) for name in files for each in notes(name, version)}
    found = {}
    for name, finding in findings.items():
        for step, what in finding.wrongs(*kinds).items():
            if not known & {(name, ""), (name, step.split()[0])}:
                found.setdefault(name, {})[step] = what
    return found


class Interpreter:
    def __init__(self, program):
        self.program = program
        done = subprocess.run([program, "-I", "-c", _FACTS], check=True, stdout=subprocess.PIPE)
        facts = json.loads(done.stdout)
        self.version = tuple(facts["version"][:2])
        self.debug = facts["debug"]
        self.includes = list(dict.fromkeys(facts["includes"]))
        self.suffix = facts["suffix"]
        self.name = ".".join(map(str, facts["version"])) + (" debug" if self.debug else "")
        self.headers = headers.read(self.includes)

    def has(self, name):
        return name in self.headers.functions or name in self.headers.macros

    def build(self, folder, table, witnesses):
        """Compiles the prover for it. Returns ({thunk: number}, {program: number})."""
        (folder / "thunks.c").write_text(thunks.source(table, self.headers, witnesses))
        sources = [HERE / name for name in ("prover.c", "named.c", "programs.c")]
        flags = [word for include in self.includes for word in ("-isystem", include)]
        subprocess.run(
            # A debug CPython's headers are links to the release's, beside another pyconfig.h.
            ["gcc", "-fno-canonical-system-headers", "-std=gnu11", "-O0", "-w", "-fPIC"]
            + ["-shared", f"-I{HERE}", *flags, *sources, folder / "thunks.c"]
            + ["-o", folder / f"prover{self.suffix}"],
            check=True,
        )
        done = subprocess.run(
            [self.program, "-I", "-c", _NAMES, folder], check=True, stdout=subprocess.PIPE
        )
        return json.loads(done.stdout)


def jobs_of(interpreter, table, witnesses, numbers):
    """{name: job}: what worker.py is told of each row that the interpreter has."""
    found = {}
    thunk_numbers, program_numbers = numbers
    for name, row in table.items():
        if not interpreter.has(name):
            continue
        parameters = thunks.named(row)
        said = []
        given = witnesses.get(name, [])
        if all(each.fails for each in given):
            given = [witness.Witness(name), *given]
        for each in given:
            extras = each.values[len(parameters) :]
            suffix = "".join("_" + witness.kind(value)[0] for value in extras)
            values = [each.value(number) for number in range(len(parameters))] + list(extras)
            if row.program:
                thunk = program_numbers.get(row.program)
            else:
                thunk = thunk_numbers.get(name + suffix)
            said.append(
                dict(values=values, before=each.before, undo=each.undo, fails=each.fails)
                | dict(thunk=thunk)
            )
        found[name] = dict(
            row=str(row),
            kinds=thunks.kinds(row, interpreter.headers),
            types=thunks.c_types(row, interpreter.headers),
            witnesses=said,
            steps=None,
            first=False,
        )
    return found


def run(interpreter, folder, jobs, workers=2):
    """What worker.py found for each of the jobs, in their order."""
    (folder / "jobs.json").write_text(json.dumps(jobs))
    command = [interpreter.program, "-X", "utf8", HERE / "worker.py", folder / "jobs.json", folder]
    # What it finds must not hang on the order of a set.
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    for name in ("PYTHONMALLOC", "PYTHONPATH", "PYTHONHOME"):
        environment.pop(name, None)
    found = [None] * len(jobs)
    todo = iter(range(len(jobs)))

    def work():
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            for number in todo:
                process.stdin.write(f"{number}\n")
                process.stdin.flush()
                line = process.stdout.readline()
                if not line:
                    raise RuntimeError(f"the worker died at {jobs[number]['row']}")
                which, done = json.loads(line)
                if "nothing" in done:
                    raise RuntimeError(f"a child died at once: {jobs[number]['row']}")
                found[which] = done
            process.stdin.close()

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for each in [pool.submit(work) for _ in range(workers)]:
            each.result()
    return found


# ---- What came of a row.

# The steps that are neither about ownership nor about memory.
OTHER_STEPS = ("keeps", "null", "runs", "drops", "failure", "lender", "stranger", "odd")


@dataclasses.dataclass
class Finding:
    """What was found of one row on one interpreter."""

    row: rows.Row
    objects: list  # the names of the parameters that are objects
    steps: dict
    debug: bool

    def wrongs(self, *kinds):
        """{step: what was wrong} of the steps of these kinds."""
        found = {}
        for name, step in self.steps.items():
            if name.split()[0] in kinds and step["wrong"] and not self._expected(name, step):
                found[name] = step["wrong"]
        return found

    def _expected(self, name, step):
        """NULL that is not allowed, and objects of other types, may crash."""
        kind, _, parameter = name.partition(" ")
        if kind == "null":
            # A debug interpreter refuses what a release one may do something with.
            accepted = step["wrong"] == "accepted" and not self.debug
            return (accepted or step.get("crash")) and not self.row.parameter(parameter).null
        if kind in ("stranger", "odd") and "unchecked" in self.row.flags:
            return True
        return kind in ("stranger", "odd", "runs", "drops") and step.get("crash")

    @property
    def proved(self):
        return "success" in self.steps and not self.why_not

    @property
    def why_not(self):
        """Why its ownership is not proved."""
        wrong = self.wrongs("success", "own", "total")
        return "; ".join(f"{step}: {what}" for step, what in wrong.items())

    @property
    def unchecked(self):
        """Did an object of another type crash it?"""
        return any(
            step.get("crash") for name, step in self.steps.items() if name.startswith("stranger")
        )

    def observed(self, field):
        """Was there something to see of what a field says?"""
        seen = [step for name, step in self.steps.items() if field.looks(name)]
        if field.kind == "ownership":
            # A count that does not move, or nothing at all, shows nothing.
            own = [self.steps.get(name) for name in self.steps if name.startswith(f"own {field.name}")]
            return any(
                not each["wrong"] and not each.get("immortal") and not each.get("null")
                for each in own
            )
        if field.kind == "failure":
            return any(step.get("failed") or step.get("error") for step in seen)
        if field.kind == "null":
            return any(step["wrong"] != "accepted" for step in seen)
        if field.kind == "none":
            return any(step.get("null") for step in seen)
        if field.kind == "drops errors":
            return any(step.get("raised") for step in seen)
        if field.kind == "keeps":
            return any(step.get("observed") for step in seen)
        if field.kind == "owner":
            return any(not step.get("null") and not step.get("immortal") for step in seen)
        return any(not step["wrong"] for step in seen)


def objects_of(job):
    """The names of the parameters that are objects, "..." among them."""
    parameters = thunks.named(rows.parse(job["row"]))
    found = [
        parameter.name
        for parameter, kind in zip(parameters, job["kinds"])
        if kind in ("object", "cell", "array")
    ]
    more = [value for each in job["witnesses"] for value in each["values"][len(parameters) :]]
    return found + ["..."] * ("object" in map(witness.kind, more))


@dataclasses.dataclass
class Proof:
    interpreter: Interpreter
    findings: dict  # of each row
    flips: dict  # (row, field): was each flip noticed?
    stated: list  # rows for other versions

    def unproved(self):
        return {name: each.why_not for name, each in self.findings.items() if not each.proved}

    def fields(self):
        """{kind of field: [how many there are, how many were observed]}"""
        found = collections.defaultdict(lambda: [0, 0])
        for finding in self.findings.values():
            for field in flips.fields(finding.row, finding.objects):
                found[field.kind][0] += 1
                found[field.kind][1] += finding.observed(field)
        return dict(found)

    def missed(self):
        return [key for key, noticed in self.flips.items() if not noticed]


def prove(interpreter, folder, table=None, only=None, share=0.0, witnesses=None):
    """Proves the rows. share: of the flips, how many are tried (1.0: all)."""
    if witnesses is None:
        witnesses = witness.read(interpreter.version)
    stated = [
        row.name for all_of in rows.read().values() for row in all_of
        if not row.is_in(interpreter.version)
    ]
    table = table or rows.of(interpreter.version)
    numbers = interpreter.build(folder, table, witnesses)
    jobs = jobs_of(interpreter, table, witnesses, numbers)
    names = [name for name in jobs if not only or name in only]
    findings = {}
    for name, steps in zip(names, run(interpreter, folder, [jobs[name] for name in names])):
        findings[name] = Finding(
            table[name], objects_of(jobs[name]), steps,
            interpreter.debug
        )
    proof = Proof(interpreter, findings, {}, stated)
    if share:
        try_flips(proof, folder, jobs, share)
    return proof


def try_flips(proof, folder, jobs, share):
    """Proves rows with one field turned around; each has to fail."""
    keys, flipped = [], []
    for name, finding in proof.findings.items():
        if not finding.proved:
            continue
        for field in flips.fields(finding.row, finding.objects):
            if not finding.observed(field) or finding.wrongs(*[s.split()[0] for s in field.steps]):
                continue
            steps = [step for step in finding.steps if field.looks(step)]
            for number, row in enumerate(field.flipped):
                if zlib.crc32(f"{name} {field.name} {number}".encode()) % 1000 < share * 1000:
                    keys.append((name, field.name, number))
                    flipped.append({**jobs[name], "row": str(row), "steps": steps, "first": True})
    for key, found in zip(keys, run(proof.interpreter, folder, flipped)):
        proof.flips[key] = any(step["wrong"] for step in found.values())


def report(proof):
    """The lines that a proof prints."""
    needed = needed_names()
    lines = [f"{proof.interpreter.name}:"]
    proved = [name for name, each in proof.findings.items() if each.proved]
    of_needed = [name for name in proof.findings if name in needed]
    needed_proved = [name for name in of_needed if name in set(proved)]
    lines.append(f"  rows executed: {len(proof.findings)}; ownership proved: {len(proved)}")
    lines.append(
        f"  of the {len(of_needed)} that are needed: {len(needed_proved)}"
        f" ({100 * len(needed_proved) / max(1, len(of_needed)):.1f} %)"
    )
    lines.append(f"  stated, not proved (of other versions): {len(proof.stated)}")
    total = [0, 0]
    for kind, (there, observed) in sorted(proof.fields().items()):
        lines.append(f"  fields: {kind}: {observed} of {there} observed")
        total = [total[0] + there, total[1] + observed]
    lines.append(f"  fields: all: {total[1]} of {total[0]} ({100 * total[1] / max(1, total[0]):.1f} %)")
    if proof.flips:
        noticed = sum(proof.flips.values())
        lines.append(f"  flips noticed: {noticed} of {len(proof.flips)}")
    known = reasons(proof.interpreter.version)
    for name, why in proof.unproved().items():
        lines.append(f"  not proved: {name}: {known.get(name, 'NO REASON GIVEN')} ({why})")
    for key in proof.missed():
        lines.append(f"  flip not noticed: {key}")
    return lines


def needed_names():
    """Functions of the stable ABI, and what extensions use beyond it."""
    lines = (HERE / "needed").read_text().splitlines()
    return {line.split()[0] for line in lines if line and not line.startswith("#")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append")
    parser.add_argument("--only", default="")
    parser.add_argument("--flips", type=float, default=0.0)
    parser.add_argument("--json")
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name]
    fine = True
    for program in options.python or [sys.executable]:
        interpreter = Interpreter(program)
        with tempfile.TemporaryDirectory() as folder:
            proof = prove(interpreter, pathlib.Path(folder), only=only, share=options.flips)
        print("\n".join(report(proof)), flush=True)
        fine &= not proof.missed() and set(proof.unproved()) <= set(reasons(interpreter.version))
        found = unexplained(proof.findings, interpreter.version, ("memory", *OTHER_STEPS))
        for name, wrong in found.items():
            for step, what in wrong.items():
                print(f"  {name}: {step}: {what}")
        if options.json:
            said = {name: each.steps for name, each in proof.findings.items()}
            pathlib.Path(options.json).write_text(json.dumps(said, indent=1))
    sys.exit(not fine)


if __name__ == "__main__":
    main()
