"""The compiled part of pytest_holdfast, and what pyholdfast gives to compilers;
pyproject.toml has the rest."""

import glob
import os
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pyholdfast

PRELOAD = "pytest_holdfast.libholdfast_preload"


class BuildExt(build_ext):
    """One of them is no module: it is preloaded, and found by its name."""

    def get_ext_filename(self, fullname):
        if fullname.endswith("libholdfast_preload"):
            return os.path.join(*fullname.split(".")) + ".so"
        return super().get_ext_filename(fullname)

    def get_export_symbols(self, ext):
        return [] if ext.name == PRELOAD else super().get_export_symbols(ext)


class BuildPy(build_py):
    """The layer goes into pyholdfast as it is, for its -I; and what pkg-config says."""

    def _layer(self):
        if getattr(self, "editable_mode", False):
            return {}  # it is found beside the package
        folder = os.path.join(self.build_lib, "pyholdfast", "include")
        return {file: os.path.join(folder, file) for file in LAYER}

    def run(self):
        super().run()
        for file, copy in self._layer().items():
            self.mkpath(os.path.dirname(copy))
            self.copy_file(file, copy)
        for file in self._pkgconfig():
            self.mkpath(os.path.dirname(file))
            with open(file, "w") as out:
                out.write(PKGCONFIG.format(version=self.distribution.get_version()))

    def _pkgconfig(self):
        if getattr(self, "editable_mode", False):
            return []
        return [os.path.join(self.build_lib, "pyholdfast", "pkgconfig", "holdfast.pc")]

    def get_outputs(self, include_bytecode=1):
        made = [*self._layer().values(), *self._pkgconfig()]
        return super().get_outputs(include_bytecode) + made


LAYER = ["holdfast.h"] + sorted(
    file
    for folder in ("core", "bind")
    for kind in "ch"
    for file in glob.glob(f"{folder}/**/*.{kind}", recursive=True)
)
# There is no library: the sources are compiled with the extension.
PKGCONFIG = f"""\
prefix=${{{{pcfiledir}}}}/../include
sources={" ".join(f"${{{{prefix}}}}/{file}" for file in LAYER if file.endswith(".c"))}
checked={" ".join(pyholdfast.get_cflags(checked=True)[len(pyholdfast.get_cflags(None)):])}

Name: holdfast
Description: C extensions for CPython whose references the compiler checks
Version: {{version}}
Cflags: -I${{{{prefix}}}} {" ".join(pyholdfast.get_cflags(None))}
"""
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
    cmdclass={"build_ext": BuildExt, "build_py": BuildPy},
    ext_modules=EXTENSIONS if sys.platform == "linux" else [],
)
