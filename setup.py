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


NATIVE = "pytest_holdfast/native"
CORE = sorted(glob.glob("core/**/*.c", recursive=True))
FLAGS = ["-std=c11", "-O2", "-g", "-fvisibility=hidden"]
EXTENSIONS = [
    Extension(
        "pytest_holdfast._native",
        sorted(glob.glob(f"{NATIVE}/*.c")) + CORE,
        include_dirs=["."],
        libraries=["dl"],
        extra_compile_args=FLAGS,
    ),
    Extension(
        "pytest_holdfast._fuzz",
        sorted(glob.glob(f"{NATIVE}/fuzz/*.c")) + CORE,
        include_dirs=["."],
        libraries=["dl"],
        extra_compile_args=FLAGS,
    ),
    Extension(
        "pytest_holdfast._watch",
        sorted(glob.glob(f"{NATIVE}/watch/*.c")),
        include_dirs=["."],
        extra_compile_args=FLAGS,
    ),
    Extension(
        PRELOAD,
        sorted(glob.glob(f"{NATIVE}/preload/*.c")),
        libraries=["pthread", "dl"],
        extra_compile_args=[*FLAGS, "-fno-builtin"],
    ),
]

# Elsewhere the Python part counts what Python can.
setup(
    cmdclass={"build_ext": BuildExt},
    ext_modules=EXTENSIONS if sys.platform == "linux" else [],
)
