"""Prints, as JSON, where the interpreter that runs it keeps what a C build needs."""

import importlib.util
import json
import os
import sys
import sysconfig


def var(name):
    return sysconfig.get_config_var(name) or ""


def first_file(directories, names):
    for directory in directories:
        for name in names:
            path = os.path.join(directory, name)
            if name and os.path.isfile(path):
                return path
    return None


include = sysconfig.get_paths()["include"]
platinclude = sysconfig.get_paths()["platinclude"]  # where pyconfig.h may be
directories = [var("LIBDIR"), var("LIBPL"), os.path.join(sys.base_prefix, "lib")]

# The file that carries the soname is what a program loads; it also links.
shared = first_file(directories, [var("INSTSONAME"), var("LDLIBRARY")])
static = first_file(directories, [var("LIBRARY")])
if shared and not shared.endswith(".a"):
    library, libs = shared, []
else:
    # Debian's static library is not position independent, and extension
    # modules look up the interpreter's symbols in the program.
    library = static
    libs = ["-no-pie", "-Wl,-export-dynamic"]
    libs += (var("LIBS") + " " + var("SYSLIBS")).split()

# An interpreter built by hand rarely has pytest. Debian's copy runs on any.
pytest_path = ""
if importlib.util.find_spec("pytest") is None:
    pytest_path = "/usr/lib/python3/dist-packages"

print(json.dumps({
    "executable": sys.executable,
    "version": "%d.%d" % sys.version_info[:2],
    "debug": hasattr(sys, "gettotalrefcount"),
    "ext_suffix": var("EXT_SUFFIX"),
    "includes": sorted({include, platinclude}),
    "has_headers": os.path.exists(os.path.join(include, "Python.h")),
    "library": library,
    "libs": libs,
    "pytest_path": pytest_path,
}))
