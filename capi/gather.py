"""Writes the file `types`: the prototypes of the table's functions, of all versions.

    python3 capi/gather.py INCLUDE_FOLDERS...     # 3.9's, 3.10's, ...; comma-separated

The newest version that has a function wins. inline: in some version it is a macro,
static inline, or of another type. What the file has of versions whose headers are not given stays.
"""

import pathlib
import sys

import headers
import rows

TYPES = pathlib.Path(__file__).with_name("types")
HEAD = """\
# Prototypes of the table's functions, as CPython's headers have them (gather.py):
# result|name|parameters; and |inline where a version has a macro, a static inline or
# another prototype.
"""


def main():
    table = rows.read()
    found = {}
    if TYPES.exists():
        for line in TYPES.read_text().splitlines():
            if line and not line.startswith("#"):
                found[line.split("|")[1]] = line
    inline = {name for name, line in found.items() if line.endswith("|inline")}
    seen = {}
    for folders in sys.argv[1:]:
        read = headers.read(folders.split(","))
        for name in table:
            function = read.functions.get(name)
            if name in read.macros or function and function.inline:
                inline.add(name)
            if function and name not in read.macros:
                types = ", ".join(type for _, type, _ in function.parameters)
                if types != seen.setdefault(name, types):
                    inline.add(name)
                found[name] = f"{function.result}|{name}|{types}"
    lines = [
        found[name].removesuffix("|inline") + ("|inline" if name in inline else "")
        for name in sorted(found)
        if name in table
    ]
    TYPES.write_text(HEAD + "\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
