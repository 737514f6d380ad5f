"""What CPython's headers say of each function: libclang reads them.

The table has no types, so that it cannot contradict the headers; whoever needs
one asks here.
"""

import dataclasses
import re
import sys

# Debian's python3-clang, for an interpreter that is not Debian's.
sys.path.append("/usr/lib/python3/dist-packages")
from clang import cindex  # noqa: E402

SOURCE = """\
#include <Python.h>
#include <datetime.h>
#include <frameobject.h>
#include <structmember.h>
"""

_OBJECT = re.compile(
    r"struct (_object|_typeobject|_frame|PyCodeObject|PyVarObject|_longobject|\w*Object) \*"
    r"|Py\w*Object \*"  # a struct that has no name of its own
)
_INTEGER = re.compile(r"(un)?signed|int|long|short|char|enum |_Bool")


def is_object(canonical):
    """Is it a pointer to an object (or to pointers to objects)?"""
    return "(" not in canonical and bool(_OBJECT.search(canonical))


def kind_of(type):
    """How a value of this type is made and passed."""
    canonical = type.get_canonical().spelling
    is_enum = type.get_canonical().kind == cindex.TypeKind.ENUM
    plain = canonical.replace("const ", "").strip()
    if "(" in plain:
        return "function"
    if is_object(plain):
        if "*const *" in canonical or plain.count("*") > 1 and canonical.startswith("const"):
            return "array"
        return "cell" if plain.count("*") > 1 else "object"
    if "va_list" in plain or "__va_list_tag" in plain:
        return "va_list"
    if plain == "void":
        return "void"
    if plain in ("double", "float"):
        return "double"
    if "*" not in plain and "[" not in plain:
        if "omplex" in plain:
            return "complex"
        return "integer" if _INTEGER.match(plain) or is_enum else "struct"
    if canonical.startswith("const char *") and plain == "char *":
        return "string"
    if canonical == "const wchar_t *" or (canonical.startswith("const") and plain == "int *"):
        return "wide"
    return "pointer"


@dataclasses.dataclass(frozen=True)
class Function:
    name: str
    result: str  # as written
    result_kind: str
    parameters: tuple  # (name, type as written, kind)
    variadic: bool = False
    inline: bool = False

    @property
    def has_objects(self):
        kinds = [self.result_kind] + [kind for _, _, kind in self.parameters]
        return self.variadic or any(kind in ("object", "cell", "array") for kind in kinds)


@dataclasses.dataclass(frozen=True)
class Headers:
    functions: dict  # Function, by name
    macros: dict  # what function-like macros are made of, by name


def read(includes):
    """Reads Python.h and a few more from the folders of an interpreter.

    PY_SSIZE_T_CLEAN renames some functions: both names are read.
    """
    plain, clean = _read(includes), _read(includes, "-DPY_SSIZE_T_CLEAN")
    return Headers(
        {**clean.functions, **plain.functions}, {**clean.macros, **plain.macros}
    )


def _read(includes, *options):
    unit = cindex.Index.create().parse(
        "capi.c",
        args=[f"-I{folder}" for folder in includes] + list(options),
        unsaved_files=[("capi.c", SOURCE)],
        options=cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD
        | cindex.TranslationUnit.PARSE_SKIP_FUNCTION_BODIES,
    )
    errors = [str(each) for each in unit.diagnostics if each.severity >= cindex.Diagnostic.Error]
    if errors:
        raise RuntimeError("\n".join(errors))
    functions, macros = {}, {}
    for cursor in unit.cursor.get_children():
        path = cursor.location.file.name if cursor.location.file else ""
        if not any(path.startswith(folder) for folder in includes):
            continue
        if cursor.kind == cindex.CursorKind.FUNCTION_DECL:
            functions[cursor.spelling] = _function(cursor)
        elif cursor.kind == cindex.CursorKind.MACRO_DEFINITION:
            tokens = list(cursor.get_tokens())
            # A function-like macro has its parenthesis right after the name.
            if len(tokens) > 1 and tokens[1].spelling == "(":
                if tokens[0].extent.end.offset == tokens[1].extent.start.offset:
                    macros[cursor.spelling] = " ".join(each.spelling for each in tokens)
    return Headers(functions, macros)


def _function(cursor):
    parameters = tuple(
        (each.spelling, each.type.spelling, kind_of(each.type))
        for each in cursor.get_arguments()
    )
    prototype = cursor.type.kind == cindex.TypeKind.FUNCTIONPROTO
    return Function(
        cursor.spelling,
        cursor.result_type.spelling,
        kind_of(cursor.result_type),
        parameters,
        prototype and cursor.type.is_function_variadic(),
        cursor.storage_class == cindex.StorageClass.STATIC,
    )
