"""The compiled part of pytest_holdfast; pyproject.toml has the rest."""

import glob
import os
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

PRELOAD = "pytest_holdfast.libholdfast_preload"


class BuildExt(build_ext):
    """One of them is no module: it is preloaded, and found by its name."""

    def get_ext_filename(self, fullname):
        if fullname.endswith("libholdfast_preload"):
            return os.path.join(*fullname.split(".")) + ".so"
        return super().get_ext_filename(fullname)

    def get_export_symbols(self, ext):
        return [] if ext.name == PRELOAD else super().get_export_symbols(ext)


NATIVE = ["pytest_holdfast/native.c", "pytest_holdfast/calls.c"]
FLAGS = ["-std=c11", "-O2", "-g", "-fvisibility=hidden"]
EXTENSIONS = [
    Extension(
        "pytest_holdfast._native",
        [*NATIVE, *sorted(glob.glob("core/**/*.c", recursive=True))],
        include_dirs=["."],
        libraries=["dl"],
        extra_compile_args=FLAGS,
    ),
    Extension(
        "pytest_holdfast._fuzz",
        [
            "pytest_holdfast/native/fuzz.c",
            "pytest_holdfast/native/cover.c",
            *sorted(glob.glob("core/*.c")),
        ],
        include_dirs=["."],
        libraries=["dl"],
        extra_compile_args=FLAGS,
    ),
    Extension(
        "pytest_holdfast._watch",
        ["pytest_holdfast/watch.c"],
        extra_compile_args=FLAGS,
    ),
    Extension(
        PRELOAD,
        ["pytest_holdfast/preload.c", "pytest_holdfast/native/quarantine.c"],
        libraries=["pthread", "dl"],
        extra_compile_args=[*FLAGS, "-fno-builtin"],
    ),
]

# Elsewhere the Python part counts what Python can.
setup(
    cmdclass={"build_ext": BuildExt},
    ext_modules=EXTENSIONS if sys.platform == "linux" else [],
)
