"""extension_fuzz_test: a fuzz target for an extension module."""

load("//tools:defs.bzl", "hf_pytest")

def _root_of(label, package):
    """The folder that an hf_extension has to be imported from."""
    if label.startswith(":"):
        return package + "/" + label[1:]
    label = label[2:]
    if ":" in label:
        return label.replace(":", "/")
    return label + "/" + label.split("/")[-1]

def extension_fuzz_test(name, module, extension, corpus, tags = [], size = "medium", **kwargs):
    """Fuzzes an extension module with python -m pytest_holdfast fuzz.

    `bazel test NAME` runs the programs of the corpus; `bazel run NAME_run -- -runs=N`
    makes new ones, and takes libFuzzer's -max_total_time and -seed, too.

    Args:
      name: of the test.
      module: as it is imported.
      extension: the hf_extension that has it.
      corpus: a corpus.json as a run leaves it in fuzz-out/.
      tags: of both; fuzz-test is added to the test's.
      size: of the test.
      **kwargs: for both.
    """
    modules = [extension, "//pytest_holdfast:plugin"]
    path = native.package_name() + "/" + corpus
    hf_pytest(
        name = name,
        size = size,
        srcs = ["//pytest_holdfast:fuzz/replay_test.py"],
        data = [corpus],
        debug = False,
        env = {
            "HOLDFAST_FUZZ_CORPUS": path,
            "HOLDFAST_FUZZ_MODULE": module,
        },
        modules = modules,
        tags = tags + ["fuzz-test"],
        **kwargs
    )
    interpreter = "@holdfast_python//:interpreter"
    native.sh_binary(
        name = name + "_run",
        srcs = ["//pytest_holdfast:fuzz/run.sh"],
        args = [
            "$(rootpath %s)" % interpreter,
            module,
            ":".join([_root_of(label, native.package_name()) for label in modules]),
            path,
            name,
        ],
        data = [corpus, interpreter] + modules,
        tags = tags,
        **kwargs
    )
