"""pyholdfast --cflags --includes --sources: what to compile an extension with.

    cc -shared $(pyholdfast --cflags --includes) kelp.c $(pyholdfast --sources) \\
        -o kelp$(python3-config --extension-suffix)

pyholdfast new NAME: an extension to begin with.
pyholdfast stub MODULE: the .pyi of one that is built.
"""

import argparse
import pathlib
import shlex
import sys
import sysconfig

from . import get_cflags, get_include, get_sources


def main():
    if sys.argv[1:2] == ["new"]:
        from .new import main as new

        return new(sys.argv[2:])
    if sys.argv[1:2] == ["stub"]:
        from .stub import main as stub

        return stub(sys.argv[2:])
    parser = argparse.ArgumentParser(
        prog="pyholdfast", description="Print what to compile an extension with, in a line."
    )
    parser.add_argument("--cflags", action="store_true", help="the compiler's flags")
    parser.add_argument("--includes", action="store_true", help="-I of Holdfast and of this Python")
    parser.add_argument("--sources", action="store_true", help="the sources of Holdfast")
    parser.add_argument("--cmakedir", action="store_true", help="holdfast_DIR for CMake, alone")
    parser.add_argument("--pkgconfigdir", action="store_true", help="of holdfast.pc, alone")
    parser.add_argument("--checked", action="store_true", help="the flags of the checked build")
    asked = parser.parse_args()
    if asked.cmakedir:
        return print(pathlib.Path(__file__).resolve().with_name("cmake"))
    if asked.pkgconfigdir:
        return print(pathlib.Path(__file__).resolve().with_name("pkgconfig"))
    if not (asked.cflags or asked.includes or asked.sources):
        parser.error("one of --cflags, --includes, --sources, --cmakedir and --pkgconfigdir is needed")
    if asked.checked and not asked.cflags:
        parser.error("--checked changes what --cflags prints, which is not there")
    words = get_cflags(asked.checked) if asked.cflags else []
    if asked.includes:
        paths = sysconfig.get_paths()
        folders = [get_include(), paths["include"], paths["platinclude"]]
        words += [f"-I{folder}" for folder in dict.fromkeys(folders)]
    if asked.sources:
        words += get_sources()
    print(*map(shlex.quote, words))


if __name__ == "__main__":
    main()
