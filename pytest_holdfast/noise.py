"""What Python keeps for itself: caches that grow while tests run, and are no leaks.

CPython's own regrtest empties the same ones between its repetitions. A cache of
the program's is not touched: bounded ones fill up while a test is repeated.
"""

import functools
import gc
import os
import sys
import sysconfig

# Of these, new entries are removed: somebody may rely on the old ones.
TABLES = [
    ("sys", "path_importer_cache"),
    ("zipimport", "_zip_directory_cache"),
    ("linecache", "cache"),
    ("ctypes", "_pointer_type_cache"),
    ("ctypes", "_c_functype_cache"),
]

# lxml keeps the last 100 errors.
FUNCTIONS = [("re", "purge"), ("struct", "_clearcache"), ("lxml.etree", "clear_error_log")]


def _standard():
    """The names of the standard library's modules."""
    if hasattr(sys, "stdlib_module_names"):
        return sys.stdlib_module_names
    names = set(sys.builtin_module_names)
    for folder in (sysconfig.get_path("stdlib"), sysconfig.get_config_var("DESTSHARED")):
        if folder and os.path.isdir(folder):
            names.update(name.partition(".")[0] for name in os.listdir(folder))
    return names - {"site-packages", "dist-packages"}


STANDARD = _standard()
PYTEST = {"_pytest", "pytest", "pluggy"}


def _is_ours(cache):
    return (getattr(cache, "__module__", None) or "").partition(".")[0] not in STANDARD | PYTEST


class Noise:
    """begin() and end() enclose a repetition; afterwards these caches are as
    they were, or empty both times."""

    def __init__(self):
        self._clear = []
        self._tables = []
        self._modules = 0

    def _find(self):
        """What is there may change when a module is imported."""
        if len(sys.modules) == self._modules:
            return
        self._modules = len(sys.modules)
        self._clear = [
            each.cache_clear
            for each in gc.get_objects()
            if type(each) is functools._lru_cache_wrapper and not _is_ours(each)
        ]
        self._clear += getattr(sys.modules.get("typing"), "_cleanups", ())
        for module, name in FUNCTIONS:
            function = getattr(sys.modules.get(module), name, None)
            if function is not None:
                self._clear.append(function)
        strptime = getattr(sys.modules.get("_strptime"), "_regex_cache", None)
        if strptime is not None:
            self._clear.append(strptime.clear)
        tables = (getattr(sys.modules.get(module), name, None) for module, name in TABLES)
        self._tables = [(table, set()) for table in tables if isinstance(table, dict)]

    def begin(self):
        self._find()
        for clear in self._clear:
            clear()
        for table, before in self._tables:
            before.clear()
            before.update(table)

    def end(self):
        for table, before in self._tables:
            for key in [key for key in table if key not in before]:
                del table[key]
        for clear in self._clear:
            clear()
