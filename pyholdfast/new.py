"""pyholdfast new NAME: a folder NAME with an extension that can be built and tested."""

import argparse
import keyword
import pathlib
import sys

TEMPLATES = pathlib.Path(__file__).with_name("templates")
CALLED = "kelp"  # in the templates, in files and in their names
# Names of files that are something else where they are: hidden, or a package of Bazel's.
DOT, TEMPLATE = "dot_", ".template"
BUILDS = {
    "setuptools": "to be built by setuptools (the default)",
    "meson": "to be built by Meson",
    "cmake": "to be built by CMake",
    "bazel": "to be built by Bazel",
}


def main(words):
    parser = argparse.ArgumentParser(
        prog="pyholdfast new",
        description="Make a folder with an extension: a function, a class, their tests, "
        "and what builds and tests it, here and on GitHub.",
    )
    parser.add_argument("name", help="of the module, and of the folder")
    build = parser.add_mutually_exclusive_group()
    for each, help_ in BUILDS.items():
        build.add_argument(f"--{each}", dest="build", action="store_const", const=each, help=help_)
    asked = parser.parse_args(words)
    name = asked.name
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name):
        parser.error(f"{name!r} is no name for a module")
    folder = pathlib.Path(name)
    if folder.exists():
        parser.error(f"{name} is there already")
    for template in (TEMPLATES / "common", TEMPLATES / (asked.build or "setuptools")):
        for file in sorted(template.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                path = str(file.relative_to(template)).replace(CALLED, name)
                copy = folder / path.replace(DOT, ".").removesuffix(TEMPLATE)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(file.read_text().replace(CALLED, name))
    print(f"{name}: made; its README.md says how to build it", file=sys.stderr)
