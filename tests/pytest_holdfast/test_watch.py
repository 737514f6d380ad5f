"""watch.h: which functions it covers, and that it changes nothing else."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

import building

INCLUDE = pathlib.Path("pytest_holdfast/include")
LEAKY = pathlib.Path("tests/pytest_holdfast/leaky.c")
# The headers as they are: -isystem would silence them.
PYTHON = [f"-I{path}" for path in building.PYTHON["includes"]]
WATCH = [f"-I{INCLUDE}", "-include", "holdfast/watch.h"]
COMPILERS = {
    "gcc": ["gcc", "-fno-canonical-system-headers", "-std=c11"],
    "clang": ["clang", "-std=c11"],
    "g++": ["g++", "-fno-canonical-system-headers", "-std=c++11", "-x", "c++"],
    "clang++": ["clang++", "-std=c++17", "-x", "c++"],
}

# ---- Which functions.

# They return no reference: nothing, or something that is not counted, or they are
# no call that an extension makes.
NONE_GIVEN = set(
    """PyCodec_StrictErrors PyErr_Format PyErr_FormatV PyErr_NoMemory PyErr_Occurred
    PyErr_SetFromErrno PyErr_SetFromErrnoWithFilename PyErr_SetFromErrnoWithFilenameObject
    PyErr_SetFromErrnoWithFilenameObjects PyErr_SetImportError PyErr_SetImportErrorSubclass
    PyErr_SetExcFromWindowsErr PyErr_SetExcFromWindowsErrWithFilename
    PyErr_SetExcFromWindowsErrWithFilenameObject PyErr_SetExcFromWindowsErrWithFilenameObjects
    PyErr_SetFromWindowsErr PyErr_SetFromWindowsErrWithFilename
    PyErr_ProgramText PyObject_SelfIter PyConfig_Get PyConfig_Names
    PyUnstable_InterpreterFrame_GetCode PyUnstable_InterpreterState_GetMainModule""".split()
)
# They count their argument, and it is what they return.
INITIALIZERS = {"PyObject_Init", "PyObject_InitVar"}
# Their own headers come after watch.h, or they are macros for those listed.
NOT_OF_PYTHON_H = set(
    """PyMarshal_ReadLastObjectFromFile PyMarshal_ReadObjectFromFile
    PyMarshal_ReadObjectFromString PyMarshal_WriteObjectToString PyMember_GetOne
    PyCode_Optimize Py_CompileString Py_CompileStringFlags PyRun_String PyRun_File
    PyRun_FileEx PyRun_FileFlags PyCFunction_GET_SELF PyWeakref_GET_OBJECT""".split()
)


def headers():
    """The public ones, as one text."""
    found = []
    for folder in building.PYTHON["includes"]:
        # A debug CPython's may be links to the release one's.
        folder = (pathlib.Path(folder) / "Python.h").resolve().parent
        for file in sorted(folder.rglob("*.h")):
            if "internal" not in file.parts:
                found.append(re.sub(r"//[^\n]*|/\*.*?\*/", " ", file.read_text(), flags=re.S))
    return "\n".join(found)


def given():
    """The functions that are declared to return an object."""
    declared = r"PyAPI_FUNC\((?:struct )?(?:PyObject|PyVarObject|_object) ?\*\)\s*(Py_?[A-Z]\w+)"
    return set(re.findall(declared, headers()))


def covered():
    text = "".join(file.read_text() for file in (INCLUDE / "holdfast").glob("*.h"))
    return set(re.findall(r"^ *#define (_?Py\w+)\(", text, re.M))


def test_every_function_that_returns_an_object_is_known():
    missing = given() - covered() - NONE_GIVEN - INITIALIZERS - NOT_OF_PYTHON_H
    windows = {each for each in missing if re.search("MBCS|CodePage", each)}
    assert missing - windows == set()
    # How many: 330 of CPython 3.11's.
    assert len(given() & covered()) > 300


@pytest.mark.parametrize(
    "function",
    """Py_INCREF Py_XINCREF Py_DECREF Py_XDECREF Py_IncRef Py_DecRef Py_NewRef Py_XNewRef
    PyList_SetItem PyList_SET_ITEM PyTuple_SetItem PyTuple_SET_ITEM PyModule_AddObject
    PyStructSequence_SetItem PyErr_Restore PyErr_SetExcInfo PyErr_Fetch PyErr_GetExcInfo
    PyErr_NormalizeException PyException_SetCause PyException_SetContext PyUnicode_Append
    PyUnicode_AppendAndDel PyUnicode_InternInPlace PyUnicode_Resize PyBytes_Concat
    PyBytes_ConcatAndDel _PyBytes_Resize _PyTuple_Resize PyObject_GetBuffer
    PyBuffer_Release PyDict_Next PyArg_ParseTuple PyArg_ParseTupleAndKeywords
    Py_BuildValue PyModuleDef_Init PyType_Ready PyList_GET_ITEM PyTuple_GET_ITEM""".split(),
)
def test_what_steals_or_writes_references_is_known(function):
    assert function in covered()


def preprocess(tmp_path, source, *flags):
    file = tmp_path / "source.c"
    file.write_text(source)
    return building.succeed([*COMPILERS["gcc"], *PYTHON, *WATCH, *flags, "-E", "-P", file])


# Each is made of calls that are told, in whatever way CPython's version does it.
@pytest.mark.parametrize(
    "macro, told",
    [
        ("Py_CLEAR(a);", {"hfw_decref"}),
        ("Py_SETREF(a, b);", {"hfw_decref"}),
        ("Py_XSETREF(a, b);", {"hfw_xdecref"}),
        (
            "PyStructSequence_SET_ITEM(a, 0, b);",
            {"hfw_tuple_set" if sys.version_info < (3, 13) else "hfw_given"},
        ),
        ("b = PySequence_Fast_GET_ITEM(a, 0);", {"hfw_list_item", "hfw_tuple_item"}),
        ("PyCFunction_New(m, a);", {"hfw_method", "hfw_tell"}),
        ("PyModule_Create(d);", {"hfw_module", "hfw_tell"}),
    ],
)
def test_macros_of_cpython_are_told(tmp_path, macro, told):
    source = "#include <Python.h>\nvoid f(void) {\n/* here */ %s\n}\n" % macro
    text = preprocess(tmp_path, source)
    body = text[text.rindex("void f(void)") :]
    assert told <= set(re.findall(r"\bhfw_\w+", body))


# ---- Nothing else.


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("optimization", ["-O0", "-O2"])
def test_an_extension_compiles_without_a_warning(compiler, optimization):
    command = [*COMPILERS[compiler], optimization, *PYTHON, *WATCH]
    building.succeed([*command, "-Wall", "-Wextra", "-Werror", "-fsyntax-only", LEAKY])


STRICT = """
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *one(PyObject *self, PyObject *args)
{
    PyObject *list, *item;
    Py_ssize_t size;
    (void)self;
    if (!PyArg_ParseTuple(args, "O", &list)) {
        return NULL;
    }
    item = PyList_GetItem(list, 0);
    size = PyList_GET_SIZE(list) + PyObject_Size(list);
    if (item == NULL || PyObject_IsTrue(item) < 0 || size < 0) {
        return NULL;
    }
    Py_INCREF(item);
    Py_XDECREF(item);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"one", one, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "strict", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_strict(void);
PyMODINIT_FUNC PyInit_strict(void)
{
    return PyModule_Create(&definition);
}
"""

# From 3.14 on CPython's own macro for a module has a long long, which C++ 98 lacks.
CXX = "c++98" if sys.version_info < (3, 14) else "c++11"
# Beside -Wall -Wextra -Werror.
WARNINGS = {
    "gcc": "-std=c99 -pedantic -Wdeclaration-after-statement -Wshadow -Wconversion -Wundef "
    "-Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wredundant-decls",
    "clang": "-std=c99 -pedantic -Wdeclaration-after-statement -Wshadow -Wconversion -Wundef",
    "g++": f"-std={CXX} -x c++ -pedantic -Wold-style-cast -Wshadow -Wzero-as-null-pointer-constant",
    "clang++": f"-std={CXX} -x c++ -pedantic -Wshadow",
}


@pytest.mark.parametrize("compiler", WARNINGS)
def test_an_extension_may_be_as_strict_as_it_likes(compiler, tmp_path):
    """CPython's own headers are a system's; and what the extension does itself is
    warned about as ever."""
    file = tmp_path / "strict.c"
    python = [f"-isystem{path}" for path in building.PYTHON["includes"]]
    command = [compiler, *WARNINGS[compiler].split(), *python, *WATCH, "-Wall", "-Wextra"]
    file.write_text(STRICT)
    building.succeed([*command, "-Werror", "-fsyntax-only", file])
    file.write_text(STRICT.replace("(void)self;", ""))
    done = building.run([*command, "-Werror", "-fsyntax-only", file])
    assert done.returncode != 0 and "unused parameter" in done.stdout


@pytest.mark.parametrize("compiler", COMPILERS)
def test_a_source_that_knows_nothing_of_python_compiles(compiler, tmp_path):
    file = tmp_path / "source.c"
    file.write_text("int answer(void);\nint answer(void) { return 42; }\n")
    for python in [PYTHON, []]:
        building.succeed([*COMPILERS[compiler], *python, *WATCH, "-Werror", "-fsyntax-only", file])


def test_the_limited_api_is_refused(tmp_path):
    file = tmp_path / "source.c"
    file.write_text("#include <Python.h>\n")
    command = [*COMPILERS["gcc"], *PYTHON, *WATCH, "-DPy_LIMITED_API=0x03090000"]
    done = building.run([*command, "-fsyntax-only", file])
    assert done.returncode != 0
    assert "must be compiled without Py_LIMITED_API" in done.stdout


FORMATS = """
%s
#include <Python.h>

static PyObject *size(PyObject *module, PyObject *args)
{
    const char *text;
    %s length[2] = {-1, -1};
    (void)module;
    if (!PyArg_ParseTuple(args, "y#", &text, &length[0])) {
        return NULL;
    }
    PyObject *r = Py_BuildValue("y#i", text, length[0], (int)length[1]);
    PyObject *bytes = PyBytes_FromString("called");
    PyObject *same = PyObject_CallMethod(bytes, "startswith", "(y#)", "ca", (%s)2);
    Py_XDECREF(bytes);
    Py_XDECREF(same);
    return same == Py_True ? r : NULL;
}

static PyMethodDef methods[] = {
    {"size", size, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "formats", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_formats(void);
PyMODINIT_FUNC PyInit_formats(void)
{
    return PyModule_Create(&definition);
}
"""


@pytest.mark.parametrize("defined", ["#define PY_SSIZE_T_CLEAN", "#define PY_SSIZE_T_CLEAN 1"])
def test_sizes_are_clean_where_the_extension_says_so(tmp_path, defined):
    """Though watch.h, and Python.h with it, come before that line."""
    source = tmp_path / "formats.c"
    source.write_text(FORMATS % (defined, "Py_ssize_t", "Py_ssize_t"))
    objects = building.compile("gcc-O2", [source], *WATCH, "-Wno-conversion", folder=tmp_path)
    done, folder = building.module("gcc-O2", "formats", objects)
    assert done.returncode == 0
    code = "import formats; print(formats.size(b'abc'))"
    done = subprocess.run(
        [building.PYTHON["executable"], "-c", code],
        env=building.environment(PYTHONPATH=folder),
        stdout=subprocess.PIPE,
        check=True,
    )
    assert done.stdout == b"(b'abc', -1)\n"


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="there they are Py_ssize_t always")
def test_sizes_are_int_elsewhere(tmp_path):
    text = preprocess(tmp_path, FORMATS % ("", "int", "int"))
    body = text[text.rindex("*size(PyObject *module") :]
    assert re.search(r"hfw_parse_tuple\(0,", body)
    assert re.search(r"hfw_build\(0,", body)
    assert re.search(r"\(\(0\) \? _PyObject_CallMethod_SizeT : PyObject_CallMethod\)", body)
