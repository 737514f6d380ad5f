"""A C toolchain over clang, beside the machine's default one.

Fuzzers need clang (libFuzzer comes with it); everything else builds with gcc.
`--config=clang` uses this toolchain for all.
"""

load("@bazel_tools//tools/cpp:lib_cc_configure.bzl", "get_cpu_value")
load("@bazel_tools//tools/cpp:unix_cc_configure.bzl", "configure_unix_toolchain")

_TOOLCHAIN = """\
package(default_visibility = ["//visibility:public"])

toolchain(
    name = "toolchain",
    toolchain = "//:cc-compiler-{cpu}",
    toolchain_type = "@bazel_tools//tools/cpp:toolchain_type",
)
"""

def _clang_repository_impl(ctx):
    clang = ctx.which(ctx.os.environ.get("HOLDFAST_CLANG", "clang"))
    if not clang:
        fail("no clang found. Install the packages clang, lld and libclang-rt-dev.")
    cpu = get_cpu_value(ctx)
    configure_unix_toolchain(ctx, cpu, {"gcc": str(clang)})
    ctx.file("toolchain/BUILD", _TOOLCHAIN.format(cpu = cpu))

clang_repository = repository_rule(
    implementation = _clang_repository_impl,
    environ = ["HOLDFAST_CLANG", "PATH"],
    local = True,
)
