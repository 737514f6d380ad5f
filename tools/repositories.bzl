"""Everything the build takes from outside, all of it from this machine."""

load("//tools:clang.bzl", "clang_repository")
load("//tools:python.bzl", "python_repository")

# Debian packages the rules that its Bazel needs, below these two.
_DEBIAN = ["/usr/share/bazel/rules/", "/usr/share/bazel/tools/"]

# rules_cc as it was before it had code of its own.
_NATIVE_RULES_CC = """\
cc_binary = native.cc_binary
cc_import = native.cc_import
cc_library = native.cc_library
cc_test = native.cc_test
cc_toolchain = native.cc_toolchain
cc_toolchain_suite = native.cc_toolchain_suite
"""

def _find(ctx, name):
    for directory in _DEBIAN:
        path = ctx.path(directory + name)
        if path.exists:
            return path
    return None

def _copy(ctx, path):
    for entry in path.readdir():
        ctx.symlink(entry, entry.basename)

def _debian_rules_impl(ctx):
    path = _find(ctx, ctx.attr.directory)
    if not path:
        fail("Bazel's %s is not on this machine. Install the package %s." %
             (ctx.name, ctx.attr.package))
    _copy(ctx, path)

_debian_rules = repository_rule(
    implementation = _debian_rules_impl,
    attrs = {
        "directory": attr.string(),
        "package": attr.string(),
    },
    local = True,
)

def _rules_cc_impl(ctx):
    # Debian 12's version cannot be loaded by its Bazel, and has no cc_test.bzl.
    path = _find(ctx, "cc")
    if path and path.get_child("cc").get_child("cc_test.bzl").exists:
        _copy(ctx, path)
    else:
        ctx.file("BUILD")
        ctx.file("cc/BUILD")
        ctx.file("cc/defs.bzl", _NATIVE_RULES_CC)

_rules_cc = repository_rule(implementation = _rules_cc_impl, local = True)

def _remote_coverage_tools_impl(ctx):
    # cc_test depends on it even where no coverage is asked for.
    ctx.file("BUILD", """\
package(default_visibility = ["//visibility:public"])
filegroup(name = "coverage_report_generator")
filegroup(name = "lcov_merger")
""")

_remote_coverage_tools = repository_rule(implementation = _remote_coverage_tools_impl)

def toolchain_repositories():
    """The compilers and interpreters of this machine."""
    clang_repository(name = "holdfast_clang")
    python_repository(name = "holdfast_python")
    python_repository(name = "holdfast_debug_python", debug = True)

def holdfast_repositories():
    """All that a WORKSPACE needs; MODULE.bazel has modules for the rest."""
    _rules_cc(name = "rules_cc")
    for name, directory, package in [
        ("bazel_features", "features", "bazel-features"),
        ("bazel_skylib", "skylib", "bazel-skylib"),
        ("platforms", "platforms", "bazel-platforms"),
        ("rules_java", "java", "bazel-rules-java"),
        ("rules_license", "license", "bazel-rules-license"),
        ("rules_proto", "proto", "bazel-rules-proto"),
        ("rules_python", "python", "bazel-rules-python"),
    ]:
        # Fetched only by the versions of Bazel that want it.
        _debian_rules(name = name, directory = directory, package = package)
    _remote_coverage_tools(name = "remote_coverage_tools")
    toolchain_repositories()
