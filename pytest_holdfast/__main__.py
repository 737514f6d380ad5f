"""python3 -m pytest_holdfast --cflags: what to compile an extension with.

python3 -m pytest_holdfast fuzz PACKAGE: docs/fuzz-any.md.
"""

import argparse
import pathlib
import sys

INCLUDE = pathlib.Path(__file__).with_name("include")


def main():
    if sys.argv[1:2] == ["fuzz"]:
        from .fuzz.main import main as fuzz

        sys.exit(fuzz(sys.argv[2:]))
    parser = argparse.ArgumentParser(prog="python3 -m pytest_holdfast")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--include-dir", action="store_true", help="print where holdfast/watch.h is")
    what.add_argument("--cflags", action="store_true", help="print the compiler's flags for depth B")
    if parser.parse_args().include_dir:
        print(INCLUDE)
    else:
        print(f"-g -I{INCLUDE} -include holdfast/watch.h")


main()
