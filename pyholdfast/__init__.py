"""pyholdfast: what a compiler needs for an extension that is written with Holdfast.

    python3 -m pyholdfast --includes --sources --cflags

prints it, and the functions here give it to a build that is written in Python.
"""

import pathlib

__version__ = "0.1"
__all__ = ["get_cflags", "get_include", "get_sources"]

_HERE = pathlib.Path(__file__).resolve().parent
# Installed, the layer is in the package; in a checkout it is beside it.
_INCLUDE = _HERE / "include" if (_HERE / "include").is_dir() else _HERE.parent

# docs/ownership.md says what each is for.
_FLAGS = [
    "-std=c11",
    "-Wall",
    "-Wextra",
    "-Werror=unused-result",
    "-Werror=unused-value",
    "-Werror=unused-variable",
    "-Werror=unused-but-set-variable",
    "-Werror=unused-parameter",
    "-Werror=uninitialized",
    "-Werror=return-type",
    "-Werror=incompatible-pointer-types",
    "-Werror=int-conversion",
    "-Werror=implicit-function-declaration",
    # Two modules in one process may have two versions of the layer.
    "-fvisibility=hidden",
    "-fPIC",
]
_RELEASE = ["-O2", "-DNDEBUG"]
# A handle that was never set is then seen, and is not what was on the stack before.
_CHECKED = ["-DHF_CHECKED", "-g", "-fno-omit-frame-pointer", "-ftrivial-auto-var-init=pattern"]


def get_include():
    """The folder for the compiler's -I: holdfast.h, core/ and bind/ are in it."""
    return str(_INCLUDE)


def get_sources():
    """The sources of the layer, to be compiled together with the extension's own."""
    return sorted(str(file) for part in ("core", "bind") for file in (_INCLUDE / part).rglob("*.c"))


def get_cflags(checked=False):
    """The flags for the extension and the layer, of the release or the checked build;
    with None, those that both have."""
    return _FLAGS + {True: _CHECKED, False: _RELEASE, None: []}[checked]
