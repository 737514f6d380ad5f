"""For setup.py: cmdclass={"build_ext": BuildExt} compiles the layer with each extension.

    python3 setup.py build_ext --inplace --checked

makes the checked build; and so does any other command, pip's as well, where the
environment has HOLDFAST_CHECKED=1.
"""

import os

from setuptools.command.build_ext import build_ext

from . import get_cflags, get_include, get_sources


class BuildExt(build_ext):
    user_options = [
        *build_ext.user_options,
        ("checked", None, "make the checked build of Holdfast"),
    ]
    boolean_options = [*build_ext.boolean_options, "checked"]

    def initialize_options(self):
        super().initialize_options()
        self.checked = os.environ.get("HOLDFAST_CHECKED", "0") not in ("", "0")

    def finalize_options(self):
        super().finalize_options()
        # Of which build the last one was cannot be told by the time of its files.
        self.force = True

    def build_extension(self, ext):
        # Not before: the layer's sources are none of the extension's own, which go
        # into its sdist.
        own = ext.sources, ext.include_dirs, ext.extra_compile_args
        ext.sources = [*ext.sources, *get_sources()]
        ext.include_dirs = [*ext.include_dirs, get_include()]
        # Whoever builds says more than we do.
        ext.extra_compile_args = [*get_cflags(self.checked), *ext.extra_compile_args]
        try:
            super().build_extension(ext)
        finally:
            ext.sources, ext.include_dirs, ext.extra_compile_args = own
