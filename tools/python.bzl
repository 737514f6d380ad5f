"""A repository for one CPython: its headers, its library, its interpreter.

The interpreter itself is asked (sysconfig), so no version is named here.

  :headers      cc_library, for extension modules and libraries
  :embed        cc_library, headers and libpython, for programs that embed it
  :interpreter  runs it, from Bazel's runfiles too
  :defs.bzl     VERSION, DEBUG, EXT_SUFFIX, PYTHON, and PYTEST_PATH: where to
                find pytest, if the interpreter does not know by itself
"""

_BUILD = """\
load("@rules_cc//cc:defs.bzl", "cc_library")

package(default_visibility = ["//visibility:public"])

cc_library(
    name = "headers",
    hdrs = glob(["include*/**/*.h"], allow_empty = False),
    # As system headers: our warnings are for our own code.
    includes = {includes},
)

cc_library(
    name = "embed",
    srcs = ["lib/{library}"],
    # The interpreter that the library belongs to. An embedded CPython that is
    # not told searches PATH for "python3" and may find another one's files.
    defines = ['HOLDFAST_PYTHON_PROGRAM=\\\\"{executable}\\\\"'],
    linkopts = {linkopts},
    deps = [":headers"],
)

sh_binary(
    name = "interpreter",
    srcs = ["interpreter.sh"],
    # Read by nobody: a new interpreter must not be a cached test result.
    data = ["interpreter.bin"],
)
"""

def _minor(name):
    """The N of python3.Nd or python3.N-dbg, or None."""
    for suffix in ["d", "-dbg"]:
        if name.startswith("python3.") and name.endswith(suffix):
            minor = name[len("python3."):-len(suffix)]
            if minor.isdigit():
                return int(minor)
    return None

def _system(ctx):
    # python3 on PATH may be another installation than the system's, without
    # its headers' packages: absolute names first.
    for candidate in ["/usr/bin/python3", "/usr/local/bin/python3"]:
        if ctx.path(candidate).exists:
            return candidate
    return ctx.which("python3")

def _debug(ctx):
    """The debug build of the system's python3, or else the newest that is there."""
    system = _system(ctx)
    version = ctx.path(system).realpath.basename if system else ""
    found = []
    for directory in ["/usr/local/bin", "/usr/bin"]:
        if ctx.path(directory).exists:
            for entry in ctx.path(directory).readdir():
                minor = _minor(entry.basename)
                if minor != None:
                    same = 1 if "python3.%d" % minor == version else 0
                    found.append((same, minor, str(entry)))
    return max(found)[2] if found else None

def _built(ctx, options):
    """The interpreter that tools/cpython builds with |options|: "pydebug,address"."""
    flags = ["--" + option for option in options.split(",")]
    ctx.report_progress("building CPython: %s" % options)
    built = ctx.execute([ctx.path(ctx.attr._build)] + flags, quiet = False, timeout = 7200)
    if built.return_code != 0:
        fail("tools/cpython %s:\n%s" % (" ".join(flags), built.stderr))
    return built.stdout.strip()

def _python_repository_impl(ctx):
    variable = "HOLDFAST_DEBUG_PYTHON" if ctx.attr.debug else "HOLDFAST_PYTHON"
    chosen = ctx.os.environ.get(variable)
    if chosen and chosen.startswith("build:"):
        python = _built(ctx, chosen[len("build:"):])
    elif chosen:
        python = chosen if chosen.startswith("/") else ctx.which(chosen)
        if not python or not ctx.path(python).exists:
            fail("%s=%s: there is no such program" % (variable, chosen))
    else:
        python = _debug(ctx) if ctx.attr.debug else _system(ctx)
        if not python:
            fail("no %s CPython found. Install the package %s, or set %s." % (
                "debug" if ctx.attr.debug else "release",
                "python3-dbg" if ctx.attr.debug else "python3",
                variable,
            ))

    # A build with AddressSanitizer is not to fail for what it leaks at its end.
    result = ctx.execute(
        [python, "-I", ctx.path(ctx.attr._facts)],
        environment = {"ASAN_OPTIONS": "detect_leaks=0"},
    )
    if result.return_code != 0:
        fail("%s cannot tell where its headers are:\n%s" % (python, result.stderr))
    facts = json.decode(result.stdout)

    if ctx.attr.debug and not facts["debug"]:
        fail(("%s is not a debug build of CPython (Py_DEBUG is not set). Set " +
              "%s to one that was configured --with-pydebug.") % (python, variable))
    dev = "libpython%s-dev" % facts["version"]
    dbg = "libpython%s-dbg" % facts["version"]
    if not facts["has_headers"]:
        # The debug package's headers are links into the -dev package.
        fail("%s has no Python.h in %s. Install the package %s%s." % (
            python,
            facts["includes"][0],
            dev,
            " and " + dbg if facts["debug"] else "",
        ))
    if not facts["library"]:
        fail("%s has no libpython, shared or static. Install the package %s." % (
            python,
            dbg if facts["debug"] else dev,
        ))

    includes = []
    for number, directory in enumerate(facts["includes"]):
        includes.append("include%d" % number)
        ctx.symlink(directory, includes[-1])
    library = ctx.path(facts["library"])
    ctx.symlink(library, "lib/" + library.basename)
    linkopts = list(facts["libs"])
    if not str(library.dirname).startswith("/usr/lib"):
        linkopts.append("-Wl,-rpath," + str(library.dirname))

    # A script, not a link: a virtual environment is found by the path that
    # its interpreter was started with.
    ctx.file("interpreter.sh", "#!/bin/sh\nexec '%s' \"$@\"\n" % facts["executable"])
    ctx.symlink(facts["executable"], "interpreter.bin")
    ctx.file("defs.bzl", "".join(["%s = %r\n" % item for item in [
        ("VERSION", facts["version"]),
        ("DEBUG", facts["debug"]),
        ("EXT_SUFFIX", facts["ext_suffix"]),
        ("PYTHON", facts["executable"]),
        ("PYTEST_PATH", facts["pytest_path"]),
    ]]))
    ctx.file("BUILD", _BUILD.format(
        includes = includes,
        library = library.basename,
        executable = facts["executable"],
        linkopts = linkopts,
    ))

python_repository = repository_rule(
    implementation = _python_repository_impl,
    attrs = {
        "debug": attr.bool(),
        "_build": attr.label(default = "//tools:cpython"),
        "_facts": attr.label(default = "//tools:python_facts.py"),
    },
    environ = ["HOLDFAST_PYTHON", "HOLDFAST_DEBUG_PYTHON", "PATH"],
    local = True,
)
