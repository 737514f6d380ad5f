"""An example: an extension, its tests, and two more builds of it for pytest --leaks."""

load("//tools:defs.bzl", "hf_extension", "hf_pytest")

_WATCHED = [
    "-g",
    "-include",
    "holdfast/watch.h",
]

# The builds of an example: what is behind its name, how it is compiled, with what.
_BUILDS = [
    ("", [], "//bind"),
    ("_watched", _WATCHED, "//examples:watched"),
    ("_checked", ["-g"], "//bind:checked"),
]

def hf_example(name, srcs, module, test_size = "small"):
    """NAME, NAME_test, and what //examples runs the same tests against.

    NAME_watched is for depth B of docs/leaks.md, NAME_checked for depth C. Nobody
    builds them who does not ask.
    """
    for suffix, copts, layer in _BUILDS:
        hf_extension(
            name = name + suffix,
            srcs = srcs,
            copts = copts,
            module = module,
            tags = ["manual"] if suffix else [],
            visibility = ["//visibility:public"],
            deps = [layer],
        )
    hf_pytest(
        name = name + "_test",
        size = test_size,
        srcs = [name + "_test.py"],
        data = ["//testing:growth.py"],
        imports = ["testing"],
        modules = [":" + name],
    )
    native.filegroup(
        name = "tests",
        srcs = [name + "_test.py"],
        visibility = ["//examples:__subpackages__"],
    )
    native.filegroup(
        name = "sources",
        srcs = native.glob(
            ["*.c"],
            allow_empty = False,
        ),
        visibility = [
            "//examples:__subpackages__",
            "//tests/lint:__pkg__",
        ],
    )

# What each depth of docs/leaks.md wants an example to be compiled as.
_DEPTHS = {
    "A": "",
    "B": "_watched",
    "C": "_checked",
}

def _sessions_of(examples, build):
    """What all sessions have: the tests of these examples, and that build of them."""
    return {
        "modules": ["//pytest_holdfast:plugin"] + [
            "//examples/%s:%s%s" % (example, example.split("/")[-1], build)
            for example in examples
        ],
        "srcs": ["//examples/%s:tests" % example for example in examples],
    }

def hf_leaks_sessions(name, examples, **kwargs):
    """NAME_A_test, NAME_B_test, NAME_C_test: pytest --leaks at that depth."""
    for depth, build in _DEPTHS.items():
        kwargs.update(_sessions_of(examples, build))
        hf_pytest(
            name = "%s_%s_test" % (name, depth),
            args = [
                "-p",
                "pytest_holdfast",
                "--leaks",
                "--leaks-depth=" + depth,
            ],
            data = ["//testing:growth.py"],
            imports = ["testing"],
            **kwargs
        )

def hf_thousand_session(name, examples, **kwargs):
    """Each test a thousand times."""
    kwargs.update(_sessions_of(examples, ""))
    hf_pytest(
        name = name,
        args = [
            "-p",
            "thousand",
        ],
        data = [
            "//examples:thousand.py",
            "//testing:growth.py",
        ],
        imports = [
            "examples",
            "testing",
        ],
        **kwargs
    )
