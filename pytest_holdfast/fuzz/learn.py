"""--learn: arguments that the package's own tests use.

The tests run once, with each call in their sources rewritten to go through
record(), which keeps what is called and its arguments as expressions. CPython
tells a profiler which C function is called, but not with what.
"""

import ast
import json
import os
import subprocess
import sys
import tempfile

SECONDS = 180
LONGEST = 200  # characters of an argument
MOST = 60  # for each target


# ---- In the process that runs the tests.


class _Rewriter(ast.NodeTransformer):
    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in ("super", "locals", "globals", "vars", "dir", "eval", "exec"):
            return node
        new = ast.Call(ast.Name("__holdfast_record__", ast.Load()), [node.func, *node.args], node.keywords)
        return ast.copy_location(new, node)


class Recorder:
    def __init__(self, offer, namespace):
        self._keys = {}
        self._methods = {}
        self.seeds = {}
        self._made = {}  # id: (object, the expression that made it)
        for target in offer.targets:
            key = f"{target.kind} {target.owner} {target.what}"
            if target.kind == "call":
                try:
                    thing = eval(target.what, namespace)
                except Exception:
                    continue
                self._keys.setdefault(id(thing), (key, target.what))
            elif target.kind == "method":
                self._methods[target.owner, target.what] = key

    def record(self, called, *arguments, **more):
        known = self._keys.get(id(called))
        if known is None:
            receiver = getattr(called, "__self__", None)
            if receiver is not None and not isinstance(receiver, type):
                kind = type(receiver)
                name = getattr(called, "__name__", "")
                key = self._methods.get((f"{kind.__module__}.{kind.__qualname__}", name))
                known = (key, None) if key else None
        if known is None:
            return called(*arguments, **more)
        row = [(None, self.expression(each)) for each in arguments]
        row += [(name, self.expression(each)) for name, each in more.items()]
        rows = self.seeds.setdefault(known[0], [])
        if row not in rows and len(rows) < MOST:
            rows.append(row)
        result = called(*arguments, **more)
        if known[1] is not None and all(text is not None for _, text in row) and len(self._made) < 5000:
            words = ", ".join(f"{name}={text}" if name else text for name, text in row)
            if len(words) < LONGEST and type(result).__module__ != "builtins":
                self._made[id(result)] = (result, f"{known[1]}({words})")
        return result

    def expression(self, thing, depth=3):
        """Python that makes such a value, or None."""
        kind = type(thing)
        if kind in (int, str, bytes, bool, type(None), float, complex):
            text = repr(thing)
            if kind is float and text in ("inf", "-inf", "nan"):
                text = f"float({text!r})"
            return text if len(text) < LONGEST else None
        if kind is bytearray:
            text = repr(thing)
            return text if len(text) < LONGEST else None
        made = self._made.get(id(thing))
        if made is not None and made[0] is thing:
            return made[1]
        known = self._keys.get(id(thing))
        if known is not None:
            return known[1]
        if isinstance(thing, type) and thing.__module__ == "builtins":
            return thing.__name__
        if kind in (list, tuple, set, dict) and depth > 0:
            inner = [self.expression(each, depth - 1) for each in thing]
            if kind is dict:
                values = [self.expression(each, depth - 1) for each in thing.values()]
                if None in inner or None in values:
                    return None
                text = "{" + ", ".join(f"{a}: {b}" for a, b in zip(inner, values)) + "}"
            elif None in inner:
                return None
            elif kind is list:
                text = f"[{', '.join(inner)}]"
            elif kind is tuple:
                text = f"tuple([{', '.join(inner)}])" if inner else "()"
            else:
                text = f"set([{', '.join(inner)}])"
            return text if len(text) < LONGEST else None
        return None


def _run(options):
    import builtins
    import importlib._bootstrap_external as loaders

    sys.path[:0] = options["path"]
    from .. import installed
    from . import discover, program

    known_types = set(installed.all_types())
    _, new = discover.import_package(options["package"])
    public, extensions = discover.modules_of(options["package"], new)
    offer = discover.offer_of(options["package"], public, extensions, known_types, ((), ()))
    recorder = Recorder(offer, program.Runner(public).namespace)
    builtins.__holdfast_record__ = recorder.record
    tests = os.path.realpath(options["tests"])
    original = loaders.SourceLoader.source_to_code

    def source_to_code(self, data, path, *, _optimize=-1):
        if os.path.realpath(path).startswith(tests):
            tree = ast.fix_missing_locations(_Rewriter().visit(ast.parse(data)))
            return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)
        return original(self, data, path, _optimize=_optimize)

    loaders.SourceLoader.source_to_code = source_to_code
    loaders.SourceFileLoader.get_code = lambda self, name: self.source_to_code(
        self.get_data(self.get_filename(name)), self.get_filename(name)
    )
    status = "ran"
    try:
        import pytest

        status = str(pytest.main(["-q", "-p", "no:cacheprovider", "--assert=plain", "--import-mode=importlib", "-o", "python_files=test*.py *test.py *tests.py", tests]))
    except BaseException as error:
        status = f"{type(error).__name__}: {error}"
    with open(options["out"], "w") as out:
        json.dump({"seeds": recorder.seeds, "status": status}, out)


def main(argv):
    with open(argv[0]) as file:
        _run(json.load(file))
    return 0


# ---- In the process that starts it.


def seeds_of(session, tests):
    """(seeds by target, a sentence)."""
    from . import plain, supervise

    start = supervise._START + supervise._MAIN.replace(".server import", ".learn import")
    with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
        options = os.path.join(folder, "options.json")
        out = os.path.join(folder, "seeds.json")
        with open(options, "w") as file:
            json.dump(
                {"package": session.options.package, "path": session.path, "tests": os.path.abspath(tests), "out": out},
                file,
            )
        environment = session._environment(False)
        process = subprocess.Popen(
            [sys.executable, "-c", start, str(supervise.PACKAGE), options],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            plain.end(process)
        try:
            with open(out) as file:
                found = json.load(file)
        except (OSError, ValueError):
            return {}, f"learn: {tests} did not run: nothing was learned from it"
    seeds = found["seeds"]
    count = sum(map(len, seeds.values()))
    return seeds, f"learn: {count} calls of {len(seeds)} functions, methods and types"
