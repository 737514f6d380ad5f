"""Makes holdfast.h and holdfast.c of core/ and bind/, for those who want two files.

    python3 tools/amalgamate.py TREE/holdfast.h OUT_HEADER OUT_SOURCE

A header is written out where it is first included. The sources follow one another; what
two of them call by one name, each for itself, has a longer name meanwhile, and a macro
ends with its source.
"""

import collections
import os
import pathlib
import re
import sys

GUARD = re.compile(r"^#ifndef (HF_\w+_H)\n#define \1$", re.M)
# What begins a source, and is said once for all of them.
ONCE = re.compile(r"#define HF_CORE\b")
GNU_SOURCE = re.compile(r"#ifndef _GNU_SOURCE\n#define _GNU_SOURCE.*\n#endif\n")
ATTRIBUTE = re.compile(r"__attribute__\(\(.*?\)\)\s*(?=[\w*])", re.S)
OWN = [
    r"^(?:static|HF_LOCAL\w*|HF_INLINE)\b[^;{=(\[]*?(\w+)\s*[(\[=;]",
    r"^(?:(?:static|const|typedef) )*(?:struct|union|enum) (\w+) \{",
    r"^(?:typedef [^;{]*?|\} )(\w+);",
]
COMMENT = re.compile(r"/\*.*?\*/", re.S)


class Headers:
    """Writes out each header where it is first included."""

    def __init__(self, tree):
        self._tree = tree
        self._under = {}  # the conditions under which a header was written out

    def find(self, name, folder):
        for path in (folder / name, self._tree / name):
            if path.is_file():
                return pathlib.Path(os.path.normpath(path))
        sys.exit(f"amalgamate: no {name}, which is included in {folder}")

    def lines(self, path, under):
        """What stands for an #include of |path| under these conditions."""
        text = path.read_text()
        guard = GUARD.search(text)
        if guard and path in self._under:
            first = self._under[path]
            if under[: len(first)] != first:
                sys.exit(f"amalgamate: {path} is needed under {under}, and is under {first}")
            return
        if guard:
            self._under[path] = under
        yield from self.written_out(text, path.parent, under, guard and f"#ifndef {guard[1]}")

    def written_out(self, text, folder, under=(), guard=None):
        """The lines of |text|, and those of what it includes."""
        conditions = []
        for line in text.splitlines():
            if re.match(r"#\s*if", line):
                conditions.append(() if line == guard else (line,))
            elif re.match(r"#\s*el", line):
                conditions[-1] += (line,)
            elif re.match(r"#\s*endif", line):
                conditions.pop()
            included = re.match(r'#include "(.*)"', line)
            if included:
                inner = under + tuple(each for each in conditions if each)
                yield from self.lines(self.find(included[1], folder), inner)
            elif not ONCE.match(line):
                yield line


def own_names(text):
    """What a source declares for itself: functions, variables, types and constants."""
    text = ATTRIBUTE.sub("", COMMENT.sub("", text))
    found = set()
    for pattern in OWN:
        found |= set(re.findall(pattern, text, re.M))
    for constants in re.findall(r"^(?:typedef )?enum[^{;]*\{(.*?)\}", text, re.M | re.S):
        found |= set(re.findall(r"(?:^|,)\s*(\w+)", constants))
    return found


def source(headers, path, text, prefix, shared):
    """The lines of a source, among others."""
    *_, last = re.finditer(r"^#include .*\n", text, re.M)
    # Not before: the names may be other things in the system's headers.
    yield from headers.written_out(text[: last.end()], path.parent)
    for own in shared:
        yield f"#define {own} {prefix}_{own}"
    yield from text[last.end() :].splitlines()
    macros = re.findall(r"^#define (\w+)", ONCE.sub("", text), re.M)
    for macro in dict.fromkeys([*shared, *macros]):
        yield f"#undef {macro}"


def main(top, header_out, source_out):
    top = pathlib.Path(top).absolute()
    tree = top.parent
    headers = Headers(tree)
    said = ["/* Made of core/ and bind/ by tools/amalgamate.py: change those. */"]
    header = said + list(headers.lines(top, ()))

    paths = [path for part in ("core", "bind") for path in sorted((tree / part).rglob("*.c"))]
    texts = {path: GNU_SOURCE.sub("", path.read_text()) for path in paths}
    owners = collections.Counter(name for text in texts.values() for name in own_names(text))
    merged = said + ["#ifndef _GNU_SOURCE", "#define _GNU_SOURCE", "#endif"]
    merged += ["#define HF_CORE", '#include "holdfast.h"']
    # What is included in any case comes first: another source may have it under a condition.
    for path, text in texts.items():
        always = re.findall(r'^#include "(.*)"', text.partition("#if")[0], re.M)
        for name in always:
            merged += headers.lines(headers.find(name, path.parent), ())
    for path, text in texts.items():
        name = path.relative_to(tree)
        prefix = "_".join(name.with_suffix("").parts)
        shared = sorted(own for own in own_names(text) if owners[own] > 1)
        merged += ["", f"/* ---- {name} */", *source(headers, path, text, prefix, shared)]
    pathlib.Path(header_out).write_text("\n".join(header) + "\n")
    pathlib.Path(source_out).write_text("\n".join(merged) + "\n")


main(*sys.argv[1:])
