"""What the services' runner asks of a target that was built, and some of what they say that
it must be. Each check takes a Service and the name of a target; it returns "" or what is
wrong. The limits are those of OSS-Fuzz's bad_build_check."""

import configparser
import os
import re
import subprocess

from service import number

RUNS = 4
EDGES = 100
LINES = 100  # of core/, in a build for coverage
# Calls of a sanitizer's functions: at least so many where it is asked for, at most so many
# where it is not. A runtime has some of its own.
AT_LEAST = {"address": 1000, "undefined": 169}
AT_MOST = {"address": 0, "undefined": 200, "memory": 3}
PREFIXES = {"address": "__asan", "undefined": "__ubsan", "memory": "__msan"}
# What the runner's image has of libraries; clang adds libresolv, which is the C library's,
# with the sanitizers.
ON_EVERY_MACHINE = r"(ld-linux.*|lib(c|dl|gcc_s|m|pthread|resolv|rt|stdc\+\+|util))\.so\.\d+"


def end_of(text):
    return "\n".join(text.splitlines()[-15:])


def program(service, name):
    """There is a program that is found to be a target."""
    path = service.out / name
    if not path.is_file() or not os.access(path, os.X_OK):
        return "there is no such program"
    content = path.read_bytes()
    if not content.startswith(b"\x7fELF"):
        return "it is no program of this machine's"
    if b"LLVMFuzzerTestOneInput" not in content:
        return "LLVMFuzzerTestOneInput is not in it, so nobody takes it for a target"
    return ""


def alone(service, name):
    """It loads no library that the runner's machine may not have."""
    done = subprocess.run(
        ["objdump", "-p", service.out / name], stdout=subprocess.PIPE, text=True, check=True
    )
    needed = re.findall(r"^ *NEEDED +(\S+)", done.stdout, re.M)
    others = [library for library in needed if not re.fullmatch(ON_EVERY_MACHINE, library)]
    return f"it needs {', '.join(others)}" if others else ""


def sanitizer(service, name):
    """The sanitizer that was asked for is in it, and no other."""
    code = subprocess.run(
        ["objdump", "-d", service.out / name], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    for other, prefix in PREFIXES.items():
        calls = len(re.findall(rf"callq?\s+[0-9a-f]+\s+<{prefix}", code))
        if other == service.sanitizer:
            if calls < AT_LEAST[other]:
                return f"{calls} calls of {prefix}*, and {AT_LEAST[other]} are asked for"
        elif calls > AT_MOST[other]:
            return f"{calls} calls of {prefix}*, though it is not built for {other}"
    return ""


def start(service, name):
    """It runs from anywhere, without a corpus, and ends as it should."""
    status, text = service.run(service.call(name, f"-seed=1337 -runs={RUNS}"))
    if status != 0 or f"Done {RUNS} runs" not in text:
        return f"no {RUNS} runs; it ends with {status}:\n{end_of(text)}"
    return ""


def edges(service, name):
    """What is under test was compiled for the fuzzer."""
    _, text = service.run(f"$CAGED_OUT/{name} -- -seed=1337 -runs={RUNS}")
    if "no interesting inputs were found" in text:
        return "the fuzzer sees nothing of what it does"
    found = number(r"INFO: Loaded \d+ module.*\((?:.*counters|guards)\): *(\d+)", text)
    return f"{found} edges, and {EDGES} are asked for" if found < EDGES else ""


def seeds(service, name):
    """There are seeds, and all of them run."""
    count = len(service.seeds_of(name))
    if count == 0:
        return f"{name}_seed_corpus.zip is not there, or has nothing in it"
    status, text = service.run(
        service.call(name, "-runs=0 -print_final_stats=1", corpus=True), 600
    )
    ran = number(r"stat::number_of_executed_units: *(\d+)", text)
    if status != 0 or ran < count:
        return f"{ran} of {count} seeds are run; it ends with {status}:\n{end_of(text)}"
    return ""


def options(service, name):
    """What is beside it can be read: options, and a dictionary where there is one."""
    if not (service.out / f"{name}.options").exists():
        return f"{name}.options is not there"
    try:
        if not service.options_of(name):
            return f"{name}.options says nothing to libFuzzer"
    except configparser.Error as error:
        return f"{name}.options: {error}"
    dictionary = service.out / f"{name}.dict"
    if dictionary.exists():
        for line in dictionary.read_text().splitlines():
            if not re.fullmatch(r'\s*(#.*|(\w+\s*=\s*)?"([^"\\]|\\.)+"\s*)?', line):
                return f"{name}.dict: {line}"
    return ""


# AFL++


def afl_start(service, name):
    """afl-fuzz, as the runner starts it, comes as far as to fuzz."""
    begin = service.sanitizers_options_of(name)
    begin += "mkdir /tmp/seeds /tmp/found && echo input >/tmp/seeds/input && "
    dictionary = f"-x $CAGED_OUT/{name}.dict" if (service.out / f"{name}.dict").exists() else ""
    _, text = service.run(
        f"{begin} timeout --preserve-status -s INT 35 $CAGED_OUT/afl-fuzz -m none -t 5000+ "
        f"-E 50 -i /tmp/seeds -o /tmp/found {dictionary} -- $CAGED_OUT/{name}"
    )
    if re.search("target binary (crashed|terminated)", text):
        return f"it does not start:\n{end_of(text)}"
    if "All set and ready to roll" not in text:
        return f"afl-fuzz does not begin:\n{end_of(text)}"
    return ""


def afl_edges(service, name):
    _, text = service.run(f"AFL_DUMP_MAP_SIZE=1 $CAGED_OUT/{name}")
    found = number(r"^(\d+)$", text.strip())
    return f"{found} edges, and {EDGES} are asked for" if found < EDGES else ""


def afl_seeds(service, name):
    count = len(service.seeds_of(name))
    if count == 0:
        return f"{name}_seed_corpus.zip is not there, or has nothing in it"
    status, text = service.run(
        f"unzip -q $CAGED_OUT/{name}_seed_corpus.zip -d /tmp/corpus && "
        # Apart from what goes to stderr, which would be amid its lines.
        f"{{ $CAGED_OUT/{name} /tmp/corpus/* >/tmp/said; status=$?; }} && "
        "echo $(grep -c successful /tmp/said) seeds are run && exit $status",
        600,
    )
    ran = number(r"^(\d+) seeds are run", text.splitlines()[-1] if text else "")
    if status != 0 or ran < count:
        return f"{ran} of {count} seeds are run; it ends with {status}:\n{end_of(text)}"
    return ""


# Coverage


def coverage(service, name):
    """Running the seeds says which lines of core/ were run."""
    status, text = service.run(
        "export LLVM_PROFILE_FILE=/tmp/raw; "
        + service.call(name, "-runs=0", corpus=True)
        + " && llvm-profdata merge -o /tmp/merged /tmp/raw"
        + f" && llvm-cov export -summary-only -instr-profile=/tmp/merged $CAGED_OUT/{name}",
        600,
    )
    counted = text.partition('{"data":')[2]
    covered = re.findall(
        r'"filename":"[^"]*/core/[^"]*","summary":.*?"lines":{"count":\d+,"covered":(\d+)', counted
    )
    if sum(map(int, covered)) < LINES:
        return f"{sum(map(int, covered))} lines of core/ count; it ends with {status}:\n" + end_of(
            text[: -len(counted)] if counted else text
        )
    return ""


def checks_of(service):
    """What is asked of a target that this service builds."""
    all_of_them = {"program": program, "alone": alone, "options": options}
    if service.sanitizer == "coverage":
        return {**all_of_them, "seeds": seeds, "coverage": coverage}
    if service.engine == "afl":
        checks = {**all_of_them, "start": afl_start, "edges": afl_edges, "seeds": afl_seeds}
        # Of undefined, other engines have as many calls with it as without.
        return {**checks, "sanitizer": sanitizer} if service.sanitizer == "address" else checks
    return {**all_of_them, "sanitizer": sanitizer, "start": start, "edges": edges, "seeds": seeds}
