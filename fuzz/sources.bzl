"""What each fuzz target is made of, as patterns of files in fuzz/.

fuzz/BUILD loads this, and oss-fuzz/build.py, which builds the targets without
Bazel, runs it as Python: so there are only lists, dictionaries and strings here.
"""

# The program: interpreter, totals, explanations.
HARNESS = [
    "engine/emit.c",
    "engine/late.c",
    "engine/made.c",
    "engine/outcomes.c",
    "engine/process.c",
    "engine/str_oracle.c",
    "engine/text.c",
]

# libFuzzer's stack after what an oracle has said: engine/process.c. And threads: a
# target has its own.
HARNESS_LINKOPTS = [
    "-Wl,--wrap=__sanitizer_print_stack_trace",
    "-pthread",
]

# Ends of the process that are expected, and rows of calls of a table.
ENDS = ["engine/ends.c"]
CALLS = [
    "engine/calls.c",
    "engine/calls_run.c",
]

# Programs of operations: decoding, model, oracles, traces.
SEQUENCE = [
    "engine/in_step.c",
    "engine/object.c",
    "engine/oracles.c",
    "models/*.c",
]

# What the engine does with its own memory: nothing of it is under test, and
# AddressSanitizer would take a third of the time. What the oracles read is looked
# at: that is the memory of objects.
SEQUENCE_OWN = [
    "engine/emit_steps.c",
    "engine/engine.c",
    "engine/model.c",
    "engine/words.c",
]
SEQUENCE_OWN_COPTS = ["-fno-sanitize=address"]

# Mutators of libFuzzer that know the records of an input.
CALLS_MUTATOR = ["engine/calls_mutator.c", "engine/random.h"]
SEQUENCE_MUTATOR = ["engine/mutator.c", "engine/random.h"]

# Sequences of operations, each with its table and the world that it works on.
SEQUENCES = {
    target + "_sequence": [
        "targets/%s_*.c" % target,
        "targets/%s_*.h" % target,
    ]
    for target in [
        "bytes",
        "container",
        "error",
        "number",
        "object",
        "str",
    ]
}

# Rows of calls: what the layer promises of each function.
CONTRACT = [
    "contract/*.c",
    "contract/*.h",
]

# Rows of calls of what bind/ makes; what it makes of a line is in the target, so
# libFuzzer explores that, too. The first has the operands that contract works on.
BOUND = {
    "call_sequence": [
        "call_sequence/*.c",
        "call_sequence/*.h",
        "contract/compare.*",
        "contract/operands.*",
        "contract/python.*",
    ],
    "class_sequence": [
        "class_sequence/*.c",
        "class_sequence/*.h",
    ],
}

# Targets that are neither.
PLAIN = {
    "utf8_decode": ["targets/utf8_decode*"],
}

# Threads: in which order their steps come is not in an input.
THREADS = [
    "threads_sequence/*.c",
    "threads_sequence/*.h",
]
DICTS = {
    "utf8_decode": ["targets/utf8.dict"],
}

# All of these; and those that are put together in fuzz/BUILD, because the services
# that fuzz all the time cannot run them: they start programs, among them a
# symbolizer and the target itself, and have files, forks and mappings fail; or an
# input that fails may pass when it is run again.
TARGETS = sorted(["contract"] + list(BOUND) + list(PLAIN) + list(SEQUENCES))
NOT_FOR_SERVICES = [
    "ledger",
    "ledger_stacks",
    "threads_sequence",
]
