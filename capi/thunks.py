"""Writes the C that calls each function of the table with a prover's slots.

One thunk a row, and one for each further list of arguments of a function with
"..."; prover.h says what a slot is.
"""

import witness

# Macros have no types. What is not an object there, by the parameter's name.
_MACRO_TYPES = {
    "code": "PyCodeObject *",
    "type": "PyTypeObject *",
    "index": "Py_ssize_t",
    "n": "Py_ssize_t",
    "size": "Py_ssize_t",
    "feature": "unsigned long",
    "name": "const char *",
    "message": "const char *",
    "stack_level": "Py_ssize_t",
    "method_def": "PyMethodDef *",
    "module_def": "PyModuleDef *",
    "year": "int",
    "month": "int",
    "day": "int",
    "hour": "int",
    "minute": "int",
    "second": "int",
    "usecond": "int",
    "fold": "int",
    "days": "int",
    "seconds": "int",
    "useconds": "int",
    "string": "const char *",
    "start": "int",
    "key_string": "const char *",
    "stream": "FILE *",
    "filename": "const char *",
    "flags": "PyCompilerFlags *",
}

_KINDS = {"Py_ssize_t": "integer", "int": "integer", "unsigned long": "integer"}


def function_of(row, headers):
    """The function, if the row is of one.

    Some macros hide a function that has more parameters: Py_DECREF's file and line.
    """
    function = headers.functions.get(row.name)
    return function if function and len(function.parameters) == len(named(row)) else None


def kinds(row, headers):
    """How each parameter of a row is made, "..." excepted."""
    function = function_of(row, headers)
    found = []
    for number, parameter in enumerate(named(row)):
        if parameter.how in ("out", "inout"):
            found.append("cell")
        elif parameter.name == "T":  # no value, but the word itself
            found.append("type")
        elif function:
            found.append(function.parameters[number][2])
        else:
            kind = _MACRO_TYPES.get(parameter.name, "object")
            found.append(
                {"const char *": "string", "PyCodeObject *": "object", "PyTypeObject *": "object", "object": "object"}.get(kind)
                or _KINDS.get(kind, "pointer")
            )
    return found


def c_types(row, headers):
    function = function_of(row, headers)
    if function:
        return [type for _, type, _ in function.parameters]
    types = [_MACRO_TYPES.get(each.name, "PyObject *") for each in named(row)]
    if types and row.parameters[0].name == "T":
        types[0] = "PyVarObject" if "Var" in row.name or "Resize" in row.name else "PyObject"
    return types


def named(row):
    return [each for each in row.parameters if each.name != "..."]


def _argument(number, kind, type, is_macro):
    if kind == "type":
        return type
    if kind == "double":
        return f"a[{number}].d"
    if kind == "complex":
        return f"(Py_complex){{a[{number}].d, 1.0}}"
    if kind in ("integer", "struct"):
        return f"({type})a[{number}].i"
    if kind == "cell" and is_macro:
        return f"(*(PyObject **)a[{number}].p)"
    if "(" in type or "[" in type:
        return f"a[{number}].p"
    return f"({type})a[{number}].p"


def _store(row, function, expression):
    kind = function.result_kind if function else None
    if kind == "void" or not function and row.result.kind == "void":
        return f"{expression};"
    if kind in ("object", "pointer", "string", "wide", "function", "cell", "array"):
        return f"r->p = (void *){expression};"
    if kind == "complex":
        return f"r->i = (long long){expression}.real;"
    if not function and (row.result.is_object or row.result.kind in ("pointer", "memory")):
        return f"r->p = (void *)({expression});"
    # + 0: some macros give bit-fields.
    return f"__auto_type hfp = {expression} + 0; r->i = HFP_NUMBER(hfp);"


_EXTRA = {
    "cell": "(PyObject **)a[{}].p",
    "string": "(const char *)a[{}].p",
    "integer": "(int)a[{}].i",
    "object": "(PyObject *)a[{}].p",
}


def thunk(row, headers, extras=(), suffix=""):
    """The C of one thunk. extras: the kinds of what is passed for "..."."""
    function = function_of(row, headers)
    made, types = kinds(row, headers), c_types(row, headers)
    name = f"thunk_{row.name}{suffix}"
    arguments, helper = [], ""
    for number, (kind, type) in enumerate(zip(made, types)):
        if kind == "va_list":
            arguments.append("list")
        else:
            arguments.append(_argument(number, kind, type, function is None))
    more = [_EXTRA[kind].format(len(made) + number) for number, kind in enumerate(extras)]
    # Where a list of arguments ends with a null pointer, it is there already.
    if "va_list" in made:
        call = _store(row, function, f"{row.name}({', '.join(arguments)})")
        helper = (
            f"static void {name}_list(hfp_value *a, hfp_value *r, ...)\n"
            f"{{\n    va_list list;\n    va_start(list, r);\n    {call}\n"
            "    va_end(list);\n    (void)a, (void)r;\n}\n\n"
        )
        body = f"{name}_list({', '.join(['a', 'r'] + more)});"
    else:
        if row.parameters and row.parameters[-1].name == "...":
            more.append("(void *)NULL")
            arguments += more
        body = _store(row, function, f"{row.name}({', '.join(arguments)})")
    return name, (
        f"{helper}static void {name}(hfp_value *a, hfp_value *r)\n"
        f"{{\n    {body}\n    (void)a, (void)r;\n}}\n"
    )


def source(table, headers, witnesses):
    """(the C, {name of a thunk: its number})"""
    parts, names = [], []
    for name, row in table.items():
        if name not in headers.functions and name not in headers.macros or row.program:
            continue
        lists = [()]
        if row.parameters and row.parameters[-1].name in ("...", "arguments"):
            first = len(named(row))
            lists += [
                tuple(map(witness.kind, each.values[first:])) for each in witnesses.get(name, [])
            ]
        for extras in dict.fromkeys(lists):
            suffix = "".join("_" + kind[0] for kind in extras)
            thunk_name, text = thunk(row, headers, extras, suffix)
            parts.append(text)
            names.append((name + suffix, thunk_name))
    table_text = "".join(f'    {{"{name}", {of}}},\n' for name, of in names)
    return (
        '#include "prover.h"\n#include <datetime.h>\n\n'
        "/* As wide as it comes: -1 of 32 bits is -1. */\n"
        "#define HFP_NUMBER(x) \\\n"
        "    (sizeof(x) == 4 ? (long long)(int)(x) : (long long)(x))\n\n"
        + "\n".join(parts)
        + f"\nconst hfp_thunk hfp_thunks[] = {{\n{table_text}    {{NULL, NULL}},\n}};\n"
        "\nint hfp_import(void)\n{\n    PyDateTime_IMPORT;\n"
        "    return PyDateTimeAPI ? 0 : -1;\n}\n"
    )
