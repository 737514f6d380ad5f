"""Rules for C and Python code that is built for two CPythons.

Each macro here makes a pair of targets: NAME for the release CPython and
NAME_debug for the debug one. `deps` names such pairs, by the release half's
name; `plain_deps` and `data` name targets that are the same for both.
"""

load(
    "@holdfast_debug_python//:defs.bzl",
    _DEBUG_EXT_SUFFIX = "EXT_SUFFIX",
    _DEBUG_PYTEST_PATH = "PYTEST_PATH",
)
load("@holdfast_python//:defs.bzl", _EXT_SUFFIX = "EXT_SUFFIX", _PYTEST_PATH = "PYTEST_PATH")
load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")

# Whether the tree is built for itself, and is not an external repository.
_AT_HOME = Label("//tools:defs.bzl").workspace_name == ""

HF_COPTS = [
    "-std=c11",
    "-Wall",
    "-Wextra",
    "-Wcast-align",
    "-Wconversion",
    "-Wformat=2",
    "-Wincompatible-pointer-types",
    "-Wmissing-prototypes",
    "-Wold-style-definition",
    "-Wpointer-arith",
    "-Wshadow",
    "-Wstrict-prototypes",
    "-Wundef",
    "-Wvla",
    "-Wwrite-strings",
    # Two extension modules with different copies of the layer must not see
    # each other's; init functions are exported by PyMODINIT_FUNC.
    "-fvisibility=hidden",
] + (["-Werror"] if _AT_HOME else [])  # a compiler that we do not know may warn of more

# What code of others is compiled with: the flags of docs/ownership.md. Their copts
# come after these.
_USERS_COPTS = [
    "-Wall",
    "-Wextra",
    "-Werror=unused-result",
    "-Werror=unused-variable",
    "-Werror=unused-but-set-variable",
    "-Werror=unused-parameter",
    "-Werror=uninitialized",
    "-Werror=return-type",
    "-fvisibility=hidden",
]
_USERS_C_COPTS = [
    "-std=c11",
    "-Werror=unused-value",
    "-Werror=incompatible-pointer-types",
    "-Werror=int-conversion",
    "-Werror=implicit-function-declaration",
]

def _copts(srcs):
    """The flags for a target of the package that is being read."""
    if native.repository_name().lstrip("@") == Label("//tools:defs.bzl").workspace_name:
        return HF_COPTS
    for src in srcs if type(srcs) == "list" else []:
        if str(src).endswith((".cc", ".cpp", ".cxx")):
            return _USERS_COPTS
    return _USERS_COPTS + _USERS_C_COPTS

# Labels, not strings: the packages that these macros are used in may belong to
# another repository.
_RELEASE = struct(
    embed = Label("@holdfast_python//:embed"),
    headers = Label("@holdfast_python//:headers"),
    interpreter = Label("@holdfast_python//:interpreter"),
    suffix = "",
    ext_suffix = _EXT_SUFFIX,
    pytest_path = _PYTEST_PATH,
)
_DEBUG = struct(
    embed = Label("@holdfast_debug_python//:embed"),
    headers = Label("@holdfast_debug_python//:headers"),
    interpreter = Label("@holdfast_debug_python//:interpreter"),
    suffix = "_debug",
    ext_suffix = _DEBUG_EXT_SUFFIX,
    pytest_path = _DEBUG_PYTEST_PATH,
)
_CMOCKA = Label("//tools:cmocka")

def _of(python, labels):
    """The half of each pair of targets that is for this python."""
    result = []
    for label in labels:
        if ":" not in label:
            label += ":" + label.split("/")[-1]
        result.append(label + python.suffix)
    return result

def hf_cc_library(name, srcs = [], deps = [], plain_deps = [], copts = [], **kwargs):
    for python in [_RELEASE, _DEBUG]:
        cc_library(
            name = name + python.suffix,
            srcs = srcs,
            copts = _copts(srcs) + copts,
            linkstatic = True,
            deps = _of(python, deps) + plain_deps + [python.headers],
            **kwargs
        )

def hf_cc_binary(name, srcs = [], deps = [], plain_deps = [], copts = [], **kwargs):
    """A program that embeds CPython."""
    for python in [_RELEASE, _DEBUG]:
        cc_binary(
            name = name + python.suffix,
            srcs = srcs,
            copts = _copts(srcs) + copts,
            deps = _of(python, deps) + plain_deps + [python.embed],
            **kwargs
        )

# On a test that runs on the debug interpreter, too. Where there is no time for both,
# that one says more: --test_tag_filters=-twin.
_TWIN = ["twin"]

def hf_cc_test(
        name,
        srcs,
        deps = [],
        plain_deps = [],
        copts = [],
        size = "small",
        tags = [],
        **kwargs):
    """A cmocka test that embeds CPython. One cmocka group per program."""
    for python in [_RELEASE, _DEBUG]:
        cc_test(
            name = name + python.suffix,
            srcs = srcs,
            copts = _copts(srcs) + copts,
            linkstatic = True,
            size = size,
            tags = tags + (_TWIN if python == _RELEASE else []),
            deps = _of(python, deps) + plain_deps + [
                _CMOCKA,
                python.embed,
            ],
            **kwargs
        )

# Extension modules

_ModuleInfo = provider(fields = {"root": "the directory to put on PYTHONPATH"})

def _module_impl(ctx):
    path = ctx.attr.module.replace(".", "/") + ctx.attr.ext_suffix
    module = ctx.actions.declare_file(ctx.label.name + "/" + path)
    ctx.actions.symlink(output = module, target_file = ctx.file.library)
    return [
        DefaultInfo(files = depset([module]), runfiles = ctx.runfiles([module])),
        _ModuleInfo(root = module.short_path[:-len("/" + path)]),
    ]

_module = rule(
    implementation = _module_impl,
    attrs = {
        "ext_suffix": attr.string(),
        "library": attr.label(allow_single_file = True),
        "module": attr.string(),
    },
)

def hf_extension(
        name,
        srcs,
        module = None,
        deps = [],
        plain_deps = [],
        copts = [],
        visibility = None,
        testonly = False,
        **kwargs):
    """An extension module, e.g. `module = "example.memory"`; NAME by default.

    Put bazel-bin/PACKAGE/NAME on PYTHONPATH to import it by hand.
    """
    for python in [_RELEASE, _DEBUG]:
        library = "lib%s%s.so" % (name, python.suffix)
        cc_binary(
            name = library,
            srcs = srcs,
            copts = _copts(srcs) + copts,
            linkshared = True,
            testonly = testonly,
            deps = _of(python, deps) + plain_deps + [python.headers],
            **kwargs
        )
        _module(
            name = name + python.suffix,
            ext_suffix = python.ext_suffix,
            library = library,
            module = module or name,
            tags = kwargs.get("tags", []),
            testonly = testonly,
            visibility = visibility,
        )

# Packages of Python files around extension modules

def _package_impl(ctx):
    folder = ctx.label.name + "/" + ctx.attr.package + "/"
    here = ("../" + ctx.label.workspace_name + "/" if ctx.label.workspace_name else "") + ctx.label.package
    files = []
    for module in ctx.files.extensions:
        files.append(ctx.actions.declare_file(folder + module.basename))
        ctx.actions.symlink(output = files[-1], target_file = module)
    for src in ctx.files.srcs:
        path = src.short_path[len(here) + 1:]
        files.append(ctx.actions.declare_file(folder + path))
        ctx.actions.symlink(output = files[-1], target_file = src)
    root = files[0].short_path[:-len("/" + ctx.attr.package + "/" + files[0].basename)]
    return [
        DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files)),
        _ModuleInfo(root = root),
    ]

_package = rule(
    implementation = _package_impl,
    attrs = {
        "extensions": attr.label_list(),
        "package": attr.string(),
        "srcs": attr.label_list(allow_files = True),
    },
)

def hf_python_package(name, package, srcs, extensions, **kwargs):
    """A package, to be named in hf_pytest's modules: srcs and extension modules.

    Put bazel-bin/PACKAGE/NAME on PYTHONPATH to import it by hand.
    """
    for python in [_RELEASE, _DEBUG]:
        _package(
            name = name + python.suffix,
            extensions = _of(python, extensions),
            package = package,
            srcs = srcs,
            **kwargs
        )

# Tests in Python

# In a build with a sanitizer, what modules that are compiled with it need: the
# interpreter does not have it.
_PRELOAD = """\
if [ -n "${HOLDFAST_PRELOAD-}" ]; then
    LD_PRELOAD=$(clang -print-file-name="$HOLDFAST_PRELOAD") || exit
    export LD_PRELOAD
fi
"""
_PYTEST = """\
#!/bin/bash
export PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH={path}
{env}
{preload}exec {interpreter} -m pytest -p no:cacheprovider \\
    ${{XML_OUTPUT_FILE:+--junitxml=$XML_OUTPUT_FILE}} {srcs} "$@"
"""

def _pytest_impl(ctx):
    roots = [module[_ModuleInfo].root for module in ctx.attr.modules] + ctx.attr.imports
    env = dict(ctx.attr.env)
    if ctx.attr.modules:
        # pytest has stderr to itself: of a report that ends the process, nothing is
        # left. As an exception it is the failure of the test.
        env.setdefault("HOLDFAST_LEDGER", "raise")
    ctx.actions.write(ctx.outputs.executable, _PYTEST.format(
        env = "\n".join(["export %s='%s'" % item for item in env.items()]),
        interpreter = ctx.executable.interpreter.short_path,
        path = ":".join(["$PWD/" + root for root in roots] + ctx.attr.python_path),
        preload = _PRELOAD if ctx.attr.modules else "",
        srcs = " ".join([src.short_path for src in ctx.files.srcs]),
    ), is_executable = True)
    runfiles = ctx.runfiles(ctx.files.srcs + ctx.files.data)
    for target in [ctx.attr.interpreter] + ctx.attr.modules + ctx.attr.data:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return [DefaultInfo(runfiles = runfiles)]

# Not py_test: it needs rules and toolchains that not every Bazel here has.
_python_test = rule(
    implementation = _pytest_impl,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "env": attr.string_dict(),
        "imports": attr.string_list(),
        # In the runfiles, so that a new interpreter is not a cached pass.
        "interpreter": attr.label(executable = True, cfg = "target"),
        "modules": attr.label_list(providers = [_ModuleInfo]),
        "python_path": attr.string_list(),
        "srcs": attr.label_list(allow_files = [".py"]),
    },
    test = True,
)

def hf_pytest(
        name,
        srcs,
        modules = [],
        release = True,
        debug = True,
        size = "small",
        parts = False,
        tags = [],
        **kwargs):
    """Runs pytest over srcs on both interpreters.

    modules names hf_extensions to import; imports (directories, from the
    workspace's top) goes to PYTHONPATH too, env to the environment. With
    debug = False there is no NAME_debug: for tests that run other programs; with
    release = False there is only NAME_debug. parts = True is for tests of very many
    cases: testing/parts.py.
    """
    if parts:
        kwargs["args"] = kwargs.get("args", []) + ["-p", "testing.parts"]
        kwargs["data"] = kwargs.get("data", []) + [Label("//testing:parts.py")]
    for python in ([_RELEASE] if release else []) + ([_DEBUG] if debug else []):
        _python_test(
            name = name + python.suffix,
            srcs = srcs,
            interpreter = python.interpreter,
            modules = _of(python, modules),
            python_path = [python.pytest_path] if python.pytest_path else [],
            size = size,
            # valgrind would run the whole interpreter, and each program that it starts.
            tags = tags + ["no-valgrind"] +
                   (_TWIN if debug and python == _RELEASE else []),
            **kwargs
        )
