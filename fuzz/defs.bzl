"""cc_fuzz_test: a fuzz target, with the name, the arguments and the generated
targets of rules_fuzzing.

  NAME         test: replays the corpus (seeds and regressions), tag fuzz-test
  NAME_bin     the fuzzer
  NAME_run     runs it: bazel run //fuzz:NAME_run -- -max_total_time=60
  NAME_corpus  a folder with the whole corpus
  NAME_dict    all dictionaries in one, checked
  NAME_replay  test: replays the corpus without libFuzzer, built as the
               ordinary targets are (gcc, no sanitizer)
  NAME_minimize  makes a failing input smaller: bazel run //fuzz:NAME_minimize
               -- FILE

All but the last are built by clang with //fuzz:engine and //fuzz:sanitizer,
whatever the rest of the build uses.
"""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load("//tools:defs.bzl", "HF_COPTS")

# Flags

_FlagInfo = provider(fields = {"value": "what it is set to"})

def _string_flag_impl(ctx):
    value = ctx.build_setting_value
    if value not in ctx.attr.values:
        fail("%s is %s, not %s" % (ctx.label, " or ".join(ctx.attr.values), value))
    return _FlagInfo(value = value)

string_flag = rule(
    implementation = _string_flag_impl,
    build_setting = config.string(flag = True),
    attrs = {"values": attr.string_list()},
)

# The clang build

SANITIZERS = {
    "asan": ["-fsanitize=address"],
    "asan-ubsan": ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"],
    # What fuzz/tools/coverage.py counts: no assertions, and paths from the tree's top.
    # The counters are the file's memory, so that what a process did counts also
    # where it forks, runs another program or aborts.
    "coverage": [
        "-fprofile-instr-generate",
        "-fcoverage-mapping",
        "-fcoverage-compilation-dir=.",
        "-mllvm",
        "-runtime-counter-relocation",
        "-DNDEBUG",
    ],
    "none": [],
    "tsan": ["-fsanitize=thread"],
    "ubsan": ["-fsanitize=undefined", "-fno-sanitize-recover=undefined"],
}

# copts for the code that libFuzzer is to explore: the layer. It reads every
# counter after each run, and counters in the harness lead it nowhere.
FUZZ_COUNTERS = select({
    "//fuzz:with_counters": ["-fsanitize=fuzzer-no-link"],
    "//conditions:default": [],
})

def _fuzz_transition_impl(settings, attr):
    sanitizer = SANITIZERS[settings["//fuzz:sanitizer"]]
    copts = ["-O1", "-g", "-fno-omit-frame-pointer", "-fno-optimize-sibling-calls"]
    return {
        "//fuzz:counters": "on" if attr.counters and settings["//fuzz:engine"] == "libfuzzer" else "off",
        "//command_line_option:copt": settings["//command_line_option:copt"] + copts + sanitizer,
        "//command_line_option:linkopt": settings["//command_line_option:linkopt"] + sanitizer + ["-fuse-ld=lld"],
        # Not opt, which defines NDEBUG; not fastbuild, which strips.
        "//command_line_option:compilation_mode": "dbg",
        "//command_line_option:dynamic_mode": "off",
        # The first is read by Bazel before 7, the second from 7 on.
        "//command_line_option:crosstool_top": "@holdfast_clang//:toolchain",
        "//command_line_option:extra_toolchains": ["@holdfast_clang//toolchain"],
    }

_fuzz_transition = transition(
    implementation = _fuzz_transition_impl,
    inputs = [
        "//command_line_option:copt",
        "//command_line_option:linkopt",
        "//fuzz:engine",
        "//fuzz:sanitizer",
    ],
    outputs = [
        "//command_line_option:compilation_mode",
        "//command_line_option:copt",
        "//command_line_option:crosstool_top",
        "//command_line_option:dynamic_mode",
        "//command_line_option:extra_toolchains",
        "//command_line_option:linkopt",
        "//fuzz:counters",
    ],
)

def _fuzz_binary_impl(ctx):
    raw = ctx.attr.binary[0][DefaultInfo]
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = program,
        target_file = raw.files_to_run.executable,
        is_executable = True,
    )
    return [DefaultInfo(
        executable = program,
        files = depset([program]),
        runfiles = ctx.runfiles([program]).merge(raw.default_runfiles),
    )]

_fuzz_binary = rule(
    implementation = _fuzz_binary_impl,
    attrs = {
        "binary": attr.label(cfg = _fuzz_transition, executable = True),
        "counters": attr.bool(default = True),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    executable = True,
)

def cc_fuzz_binary(
        name,
        engine = None,
        copts = HF_COPTS,
        deps = [],
        tags = [],
        counters = True,
        testonly = True,
        visibility = None,
        **binary_kwargs):
    """A program in the fuzzers' build, linked to the fuzzing engine.

    Takes what cc_binary takes; engine is the library that has main(). Without
    counters nothing guides libFuzzer, and programs that do without it are faster.
    """
    cc_binary(
        name = name + "_raw_",
        copts = copts,
        deps = deps + [engine or "//fuzz:cc_engine"],
        tags = tags + ["manual"],
        testonly = testonly,
        **binary_kwargs
    )
    _fuzz_binary(
        name = name,
        binary = name + "_raw_",
        counters = counters,
        tags = tags,
        testonly = testonly,
        visibility = visibility,
    )

# Corpus and dictionary

def _fuzz_corpus_impl(ctx):
    corpus = ctx.actions.declare_directory(ctx.label.name)
    # The folders below the one that all have in common stay as they are.
    folders = [src.short_path.split("/")[:-1] for src in ctx.files.srcs]
    common = folders[0] if folders else []
    for folder in folders:
        for depth in range(len(common)):
            if folder[:depth + 1] != common[:depth + 1]:
                common = common[:depth]
                break
    args = ctx.actions.args()
    args.use_param_file("%s", use_always = True)
    args.set_param_file_format("multiline")
    for src in ctx.files.srcs:
        args.add(src)
        args.add("/".join(src.short_path.split("/")[len(common):]))
    ctx.actions.run_shell(
        outputs = [corpus],
        inputs = ctx.files.srcs,
        arguments = [corpus.path, args],
        command = """
while read -r from && read -r to; do
    mkdir -p "$(dirname "$1/$to")" && cp -L "$from" "$1/$to" || exit 1
done < "$2"
""",
        mnemonic = "FuzzCorpus",
    )
    return [DefaultInfo(files = depset([corpus]), runfiles = ctx.runfiles([corpus]))]

_fuzz_corpus = rule(
    implementation = _fuzz_corpus_impl,
    attrs = {"srcs": attr.label_list(allow_files = True)},
)

def _fuzz_dict_impl(ctx):
    merged = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.run(
        outputs = [merged],
        inputs = ctx.files.srcs + [ctx.file._merge],
        executable = ctx.executable._python,
        arguments = [ctx.file._merge.path, merged.path] + [src.path for src in ctx.files.srcs],
        mnemonic = "FuzzDict",
    )
    return [DefaultInfo(files = depset([merged]), runfiles = ctx.runfiles([merged]))]

_fuzz_dict = rule(
    implementation = _fuzz_dict_impl,
    attrs = {
        "srcs": attr.label_list(allow_files = True),
        "_merge": attr.label(default = "//fuzz:tools/merge_dicts.py", allow_single_file = True),
        "_python": attr.label(
            default = "@holdfast_python//:interpreter",
            executable = True,
            cfg = "host",
        ),
    },
)

# Launchers: a line of shell each, around fuzz/tools/run.sh and fuzz/tools/replay.sh

_LAUNCHER = """\
#!/bin/bash
[ -e {script} ] || cd "$0.runfiles/{workspace}" || exit 1
exec {script} {name} {engine} {binary} {corpus} {dict} "$@"
"""

def _launcher_impl(ctx):
    label = ctx.label.package + "/" + ctx.attr.target
    ctx.actions.write(ctx.outputs.executable, _LAUNCHER.format(
        script = ctx.file.script.short_path,
        workspace = ctx.workspace_name,
        # The folder of its output; most targets live in fuzz/.
        name = label[len("fuzz/"):] if label.startswith("fuzz/") else label,
        engine = ctx.attr.engine or ctx.attr._engine[_FlagInfo].value,
        binary = ctx.executable.binary.short_path,
        corpus = ctx.file.corpus.short_path,
        dict = ctx.file.dict.short_path,
    ), is_executable = True)
    runfiles = ctx.runfiles([ctx.file.script, ctx.file.corpus, ctx.file.dict])
    return [DefaultInfo(
        runfiles = runfiles.merge(ctx.attr.binary[DefaultInfo].default_runfiles),
    )]

_LAUNCHER_ATTRS = {
    "binary": attr.label(executable = True, cfg = "target"),
    "corpus": attr.label(allow_single_file = True),
    "dict": attr.label(allow_single_file = True),
    "engine": attr.string(),
    "script": attr.label(allow_single_file = True),
    "target": attr.string(),
    "_engine": attr.label(default = "//fuzz:engine"),
}

_fuzz_run = rule(_launcher_impl, attrs = _LAUNCHER_ATTRS, executable = True)
_replay_test = rule(_launcher_impl, attrs = _LAUNCHER_ATTRS, test = True)

# Tools in Python that run fuzzers

def _fuzz_tool_impl(ctx):
    fuzzers = [target[DefaultInfo].files_to_run.executable.short_path for target in ctx.attr.fuzzers]
    ctx.actions.write(ctx.outputs.executable, """\
#!/bin/bash
[ -e {script} ] || cd "$0.runfiles/{workspace}" || exit 1
exec {python} {script} {words} "$@"
""".format(
        python = ctx.executable._python.short_path,
        script = ctx.file.script.short_path,
        words = " ".join([word % fuzzer for word, fuzzer in zip(ctx.attr.words, fuzzers)]),
        workspace = ctx.workspace_name,
    ), is_executable = True)
    runfiles = ctx.runfiles([ctx.file.script] + ctx.files.data)
    for target in ctx.attr.fuzzers + [ctx.attr._python]:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return [DefaultInfo(runfiles = runfiles)]

_fuzz_tool = rule(
    implementation = _fuzz_tool_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "fuzzers": attr.label_list(),
        "script": attr.label(allow_single_file = True),
        # Arguments, one for each fuzzer: %s is where it is.
        "words": attr.string_list(),
        "_python": attr.label(
            default = "@holdfast_python//:interpreter",
            executable = True,
            cfg = "target",
        ),
    },
    executable = True,
)

def fuzz_tool(name, script, targets, **kwargs):
    """Runs script NAME=BINARY... ARGUMENTS, with the fuzzers of cc_fuzz_tests."""
    _fuzz_tool(
        name = name,
        fuzzers = [target + "_bin" for target in targets],
        script = script,
        testonly = True,
        words = [target.split(":")[-1] + "=%s" for target in targets],
        **kwargs
    )

def cc_fuzz_test(
        name,
        corpus = None,
        dicts = None,
        engine = None,
        size = None,
        tags = None,
        timeout = None,
        copts = HF_COPTS,
        deps = [],
        testonly = True,
        visibility = None,
        **binary_kwargs):
    """Defines a fuzz target and all that belongs to it; see the top of this file.

    corpus and dicts are files or filegroups; the rest is as for cc_binary.
    """
    tags = tags or []
    common = {"tags": tags, "testonly": testonly, "visibility": visibility}
    cc_fuzz_binary(
        name = name + "_bin",
        engine = engine,
        copts = copts,
        deps = deps,
        tags = tags,
        testonly = testonly,
        visibility = visibility,
        **binary_kwargs
    )
    cc_binary(
        name = name + "_replay_bin",
        copts = copts,
        deps = deps + ["//fuzz:replay_main"],
        tags = tags,
        testonly = testonly,
        **binary_kwargs
    )
    _fuzz_corpus(name = name + "_corpus", srcs = corpus, **common)
    _fuzz_dict(name = name + "_dict", srcs = dicts, **common)

    inputs = {
        "corpus": name + "_corpus",
        "dict": name + "_dict",
        "target": name,
        "testonly": testonly,
        "visibility": visibility,
    }
    _fuzz_run(
        name = name + "_run",
        binary = name + "_bin",
        script = "//fuzz:tools/run.sh",
        tags = tags,
        **inputs
    )
    _fuzz_tool(
        name = name + "_minimize",
        data = ["//fuzz:tools/failure.py"],
        fuzzers = [name + "_bin"],
        script = "//fuzz:tools/minimize.py",
        words = [name + " %s"],
        **common
    )
    _replay_test(
        name = name,
        binary = name + "_bin",
        script = "//fuzz:tools/replay.sh",
        size = size,
        tags = tags + ["fuzz-test"],
        timeout = timeout,
        **inputs
    )
    _replay_test(
        name = name + "_replay",
        binary = name + "_replay_bin",
        engine = "replay",
        script = "//fuzz:tools/replay.sh",
        size = size,
        tags = tags,
        timeout = timeout,
        **inputs
    )

# What the services that fuzz all the time take

_SERVICES_SANITIZERS = {
    "asan": "address",
    "coverage": "coverage",
    "ubsan": "undefined",
}

def _oss_fuzz_impl(ctx):
    sanitizer = ctx.attr._sanitizer[_FlagInfo].value
    if sanitizer not in _SERVICES_SANITIZERS:
        fail("%s: the services have no %s" % (ctx.label, sanitizer))
    counters = [] if sanitizer == "coverage" else ["-fsanitize=fuzzer-no-link"]
    flags = ["-O1", "-gline-tables-only", "-fno-omit-frame-pointer"] + counters
    tar = ctx.actions.declare_file(ctx.label.name + ".tar")
    ctx.actions.run_shell(
        outputs = [tar],
        inputs = ctx.files.srcs,
        tools = [ctx.executable._python],
        arguments = [tar.path],
        command = """
scratch=$PWD/$1.scratch
mkdir -p "$scratch/src" && ln -s "$PWD" "$scratch/src/holdfast" &&
    SRC=$scratch/src OUT=$scratch/out WORK=$scratch/work bash -eu oss-fuzz/build.sh &&
    tar -C "$scratch/out" --sort=name --owner=0 --group=0 --numeric-owner \\
        --mtime=@0 -cf "$1" . && rm -r "$scratch"
""",
        env = {
            "CC": "clang",
            "CFLAGS": " ".join(flags + SANITIZERS[sanitizer]),
            "CXX": "clang++",
            "CXXFLAGS": " ".join(flags + SANITIZERS[sanitizer]),
            "FUZZING_ENGINE": "libfuzzer",
            "HOLDFAST_DEBUG_PYTHON": ctx.executable._python.path,
            "HOLDFAST_FUZZ_TARGETS": ctx.attr.target,
            "LIB_FUZZING_ENGINE": "-fsanitize=fuzzer",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "SANITIZER": _SERVICES_SANITIZERS[sanitizer],
        },
        mnemonic = "OssFuzz",
    )
    return [DefaultInfo(files = depset([tar]), runfiles = ctx.runfiles([tar]))]

# NAME.tar: what oss-fuzz/build.sh puts into OUT for one target, with libFuzzer and
# //fuzz:sanitizer.
oss_fuzz = rule(
    implementation = _oss_fuzz_impl,
    attrs = {
        "srcs": attr.label_list(allow_files = True),
        "target": attr.string(),
        "_python": attr.label(
            default = "@holdfast_debug_python//:interpreter",
            executable = True,
            cfg = "host",
        ),
        "_sanitizer": attr.label(default = "//fuzz:sanitizer"),
    },
)

def fuzz_names(name):
    """NAME.txt: the cc_fuzz_tests of the package so far, a line each."""
    names = [
        rule[:-len("_run")]
        for rule, attributes in native.existing_rules().items()
        if attributes["kind"] == "_fuzz_run"
    ]
    native.genrule(
        name = name,
        outs = [name + ".txt"],
        cmd = "printf '%s\\n' " + " ".join(names) + " >$@",
        testonly = True,
    )

# Coverage

def _coverage_transition_impl(_settings, _attr):
    return {"//fuzz:engine": "replay", "//fuzz:sanitizer": "coverage"}

_coverage_transition = transition(
    implementation = _coverage_transition_impl,
    inputs = [],
    outputs = ["//fuzz:engine", "//fuzz:sanitizer"],
)

def _coverage_words(targets, corpora):
    return ["%s=%s=%s" % (
        target.label.name[:-len("_bin")],
        target[DefaultInfo].files_to_run.executable.short_path,
        corpus.short_path,
    ) for target, corpus in zip(targets, corpora)]

def _fuzz_coverage_impl(ctx):
    targets = _coverage_words(ctx.attr.targets, ctx.files.corpora)
    checked = _coverage_words(ctx.attr.checked_targets, ctx.files.checked_corpora)
    ctx.actions.write(ctx.outputs.executable, """\
#!/bin/bash
[ -e {script} ] || cd "$0.runfiles/{workspace}" || exit 1
exec {python} {script} {options} {targets}
""".format(
        options = " ".join(ctx.attr.options + ["--checked=" + word for word in checked]),
        python = ctx.executable._python.short_path,
        script = ctx.file._script.short_path,
        targets = " ".join(targets),
        workspace = ctx.workspace_name,
    ), is_executable = True)
    corpora = ctx.files.corpora + ctx.files.checked_corpora
    runfiles = ctx.runfiles([ctx.file._script] + corpora + ctx.files.srcs)
    for target in ctx.attr.targets + ctx.attr.checked_targets + [ctx.attr._python]:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return [DefaultInfo(runfiles = runfiles)]

_COVERAGE_ATTRS = {
    "checked_corpora": attr.label_list(),
    "checked_targets": attr.label_list(cfg = _coverage_transition),
    "corpora": attr.label_list(),
    "options": attr.string_list(),
    "srcs": attr.label_list(allow_files = True),
    "targets": attr.label_list(cfg = _coverage_transition),
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
    "_python": attr.label(
        default = "@holdfast_python//:interpreter",
        executable = True,
        cfg = "target",
    ),
    "_script": attr.label(default = "//fuzz:tools/coverage.py", allow_single_file = True),
}

_fuzz_coverage = rule(_fuzz_coverage_impl, attrs = _COVERAGE_ATTRS, executable = True)
_fuzz_coverage_test = rule(_fuzz_coverage_impl, attrs = _COVERAGE_ATTRS, test = True)

def fuzz_coverage(name, targets, srcs, checked_targets = []):
    """Runs fuzz/tools/coverage.py over the corpora of cc_fuzz_tests.

    The ledger is counted in checked_targets, which are compiled with HF_CHECKED,
    all else in targets. NAME_test is a test that all is reached.
    """
    common = {
        "checked_corpora": [target + "_corpus" for target in checked_targets],
        "checked_targets": [target + "_bin" for target in checked_targets],
        "corpora": [target + "_corpus" for target in targets],
        "srcs": srcs,
        "targets": [target + "_bin" for target in targets],
        "testonly": True,
    }
    _fuzz_coverage(name = name, **common)
    _fuzz_coverage_test(
        name = name + "_test",
        size = "medium",
        options = ["--all"],
        # It compiles what it counts itself.
        tags = ["any-config"],
        **common
    )
