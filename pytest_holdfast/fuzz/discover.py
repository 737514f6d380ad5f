"""What a package offers to be called."""

import importlib
import inspect
import keyword
import os
import pkgutil
import re
import sys
import types
from typing import List, NamedTuple, Optional

from .. import report
from . import program, undo

# What ends the process or changes the machine. A name that begins or ends so.
HARMFUL = re.compile(
    r"^(_?exit|abort|quit|kill\w*|exec\w*|spawn\w*|system|popen|fork\w*|unlink\w*|rmdir|remove_?(file|dir)\w*|"
    r"rename|set\w?[ug]id\w*|setgroups|chroot|chdir|chmod|chown|shutdown|reboot|mount|umount|"
    r"signal|raise_signal|alarm|setitimer|_?test(_\w+)?|run_?tests?|main|sleep|input|breakpoint|daemon\w*|"
    r"set_?rlimit|setrlimit|nice|sync|setlocale|setrecursionlimit|settrace|setprofile|set_wakeup_fd)$"
)


class Target(NamedTuple):
    kind: str  # of its steps
    what: str
    parameters: tuple = ()  # names
    least: int = 0
    most: Optional[int] = None
    owner: str = ""  # the type of which it is a method


class Nothing(Exception):
    """The package cannot be fuzzed; the message says why."""


def _extension_file(module):
    file = getattr(module, "__file__", None) or ""
    return file if file.endswith((".so", ".pyd")) else None


def is_extension(module):
    """Whether it is written in C, also where it is a part of the interpreter."""
    if not isinstance(module, types.ModuleType):
        return False
    if _extension_file(module):
        return True
    spec = getattr(module, "__spec__", None)
    return getattr(spec, "origin", None) == "built-in"


def import_package(name):
    """(it, the names of the modules that came with it). The interpreter is as it was before."""
    before, known = undo.Interpreter(), set(sys.modules)
    try:
        package = importlib.import_module(name)
    except Exception as error:
        before.restore()
        raise Nothing(f"{name} cannot be imported: {type(error).__name__}: {error}") from None
    before.restore()
    for info in pkgutil.iter_modules(getattr(package, "__path__", [])):
        if info.name.startswith("_") or re.match(r"(test|conftest|setup|__main__)", info.name):
            continue
        try:
            importlib.import_module(f"{name}.{info.name}")
        except BaseException:  # it wants what is not there
            pass
        before.restore()
    return package, set(sys.modules) - known


def modules_of(name, new):
    """(public modules, extensions)."""
    top = name.partition(".")[0]
    public, extensions = [], []
    for each, module in sorted(sys.modules.items(), key=lambda row: str(row[0])):
        if not isinstance(module, types.ModuleType):
            continue  # somebody has put None there, or a thing of its own
        inside = each == name or each.startswith(name + ".")
        if inside and not any(part.startswith("_") or not is_name(part) for part in each[len(name) :].split(".")[1:]):
            public.append(each)
        if not is_extension(module):
            continue
        # cbor2 comes with _cbor2.
        near = each.partition(".")[0].strip("_") == top.strip("_")
        if inside or near or (each in new and not _is_standard(each) and _is_beside(module, name)):
            extensions.append(each)
    return public, extensions


def _is_beside(module, name):
    """Whether its file is in the folder of the package."""
    package = sys.modules[name.partition(".")[0]]
    file = _extension_file(module)
    folder = os.path.dirname(os.path.realpath(getattr(package, "__file__", None) or ""))
    return bool(file) and os.path.dirname(os.path.realpath(file)).startswith(folder + os.sep)


def _is_standard(name):
    return name.partition(".")[0] in sys.stdlib_module_names


def ranges_of(extensions):
    """(start, end) of their code."""
    files = {os.path.realpath(sys.modules[each].__file__) for each in extensions if _extension_file(sys.modules[each])}
    return [
        (start, end) for start, end, _, executable, path in report.mapped_files() if executable and path in files
    ]


def files_of(extensions):
    return sorted({os.path.realpath(sys.modules[each].__file__) for each in extensions if _extension_file(sys.modules[each])})


# ---- Signatures.

_DOC = re.compile(r"^\s*(?:[\w.]+\.)?(\w+)\((.*?)\)", re.S)


def _from_doc(name, doc):
    """(names, least, most) of what the first lines of a docstring say."""
    match = _DOC.match(doc or "")
    if match is None or match.group(1) != name:
        return (), 0, None
    text = match.group(2)
    optional = text.find("[")
    names, least = [], 0
    depth = 0
    part = ""
    parts = []
    for character in text + ",":
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        if character == "," and depth <= 0:
            parts.append(part)
            part = ""
        else:
            part += character
    at = 0
    for part in parts:
        is_optional = "=" in part or (optional >= 0 and at >= optional)
        at += len(part) + 1
        match = re.match(r"[\s\[\]]*\**(\w+)", part)
        if match is None:
            continue
        names.append(match.group(1))
        least += not is_optional
    return tuple(names), least, len(names) + 1


def signature_of(name, thing, is_method):
    """(names, least, most), as far as it says."""
    try:
        parameters = list(inspect.signature(thing).parameters.values())
    except (ValueError, TypeError, RecursionError):
        return _from_doc(name, getattr(thing, "__doc__", None))
    except Exception:
        return (), 0, None
    if is_method and parameters and parameters[0].kind in (
        inspect.Parameter.POSITIONAL_ONLY,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ):
        parameters = parameters[1:]
    names, least, most = [], 0, 0
    for each in parameters:
        if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
            most += 2
            continue
        names.append(each.name)
        most += 1
        if each.default is each.empty and each.kind != each.KEYWORD_ONLY:
            least += 1
    return tuple(names), least, most


# ---- What there is.


class Offer:
    """All targets; types by their text; what is there ready made."""

    def __init__(self):
        self.targets: List[Target] = []
        self.types = {}  # id: (type, text or None)
        self.constants = []  # (text, type)
        self._seen = set()
        self._texts = set()

    def is_callable(self):
        """Whether there is something to begin with: methods need an instance."""
        return bool(self.constants) or any(each.kind == "call" for each in self.targets)

    def add(self, target):
        key = (target.kind, target.what, target.owner)
        if key not in self._texts:
            self._texts.add(key)
            self.targets.append(target)

    def add_type(self, kind, text, chosen):
        """Its constructor and its methods. text is None where it has no name."""
        if id(kind) in self.types:
            return
        self.types[id(kind)] = (kind, text)
        owner = name_of_type(kind)
        if text is not None and _wanted(kind.__name__, chosen):
            names, least, most = signature_of(kind.__name__, kind, False)
            self.add(Target("call", text, names, least, most))
        if chosen[0] and any(re.fullmatch(each, kind.__name__) for each in chosen[0]):
            chosen = ((), chosen[1])  # with all that it has
        known = len(self.targets)
        for base in kind.__mro__:
            if base is object or base.__module__ == "builtins":
                continue
            for name, thing in list(vars(base).items()):
                self._add_attribute(kind, owner, text, name, thing, chosen)
        if text is not None and any(each.owner and each.what != "__init__" for each in self.targets[known:]):
            # A method that was asked for needs something to be called on.
            names, least, most = signature_of(kind.__name__, kind, False)
            self.add(Target("call", text, names, least, most))
        for each in program.operators_for(kind):
            self.add(Target("op", each, (), program.ARITY[each], program.ARITY[each], owner))

    def _add_attribute(self, kind, owner, text, name, thing, chosen):
        if HARMFUL.match(name) or not _wanted(name, chosen):
            return
        if name.startswith("_") and name not in ("__init__", "__setstate__", "__getstate__", "__reduce__"):
            return
        if isinstance(thing, (staticmethod, classmethod, types.ClassMethodDescriptorType)) or (
            isinstance(thing, types.BuiltinFunctionType)
        ):
            if text is not None:
                bound = getattr(kind, name, None)
                names, least, most = signature_of(name, bound, False)
                self.add(Target("call", f"{text}.{name}", names, least, most))
            return
        if isinstance(thing, (types.GetSetDescriptorType, types.MemberDescriptorType, property)):
            self.add(Target("get", name, (), 1, 1, owner))
            self.add(Target("set", name, (), 2, 2, owner))
            self.add(Target("del", name, (), 1, 1, owner))
        elif callable(thing):
            names, least, most = signature_of(name, thing, True)
            self.add(Target("method", name, names, least, most, owner))


def _wanted(name, chosen):
    only, exclude = chosen
    if any(re.fullmatch(each, name) for each in exclude):
        return False
    return not only or name == "__init__" or any(re.fullmatch(each, name) for each in only)


def name_of_type(kind):
    return f"{kind.__module__}.{kind.__qualname__}"


def is_name(text):
    """Whether a program can say it: a module may be called otherwise, as ldap.async is."""
    return text.isidentifier() and not keyword.iskeyword(text)


def is_theirs(kind, known_types, top):
    """Whether a type is the package's."""
    module = kind.__module__
    home = module.partition(".")[0] if isinstance(module, str) else ""
    if home in top:
        return True
    return id(kind) not in known_types and home != "__main__" and home not in sys.stdlib_module_names


def offer_of(package, public, extensions, known_types, chosen, private=False):
    """What the public modules offer; with private, what the extensions do, too."""
    offer = Offer()
    listed = list(public)
    if private:
        listed += [each for each in extensions if each not in listed]
    top = {package.partition(".")[0], *(each.partition(".")[0] for each in extensions)}
    for name in listed:
        module = sys.modules[name]
        if not isinstance(module, types.ModuleType):
            continue
        exported = getattr(module, "__all__", None)
        names = exported if isinstance(exported, (list, tuple)) else dir(module)
        for each in names:
            if not isinstance(each, str) or not each.isidentifier() or HARMFUL.match(each):
                continue
            if each.startswith("_") and not (name in extensions and not each.startswith("__")):
                continue
            try:
                thing = getattr(module, each)
            except Exception:
                continue
            if isinstance(thing, types.ModuleType):
                continue
            text = f"{name}.{each}"
            home = (getattr(thing, "__module__", None) or "")
            home = home.partition(".")[0] if isinstance(home, str) else ""
            if isinstance(thing, type):
                if not is_theirs(thing, known_types, top) or id(thing) in offer.types:
                    continue
                if issubclass(thing, BaseException):
                    continue
                offer.add_type(thing, text, chosen)
            elif callable(thing) and not isinstance(thing, types.GenericAlias):
                if home and home not in top and home in sys.stdlib_module_names:
                    continue
                if id(thing) in offer._seen or not _wanted(each, chosen):
                    continue
                offer._seen.add(id(thing))
                parameters, least, most = signature_of(each, thing, False)
                offer.add(Target("call", text, parameters, least, most))
                if is_theirs(type(thing), known_types, top):
                    offer.constants.append((text, type(thing)))
            elif is_theirs(type(thing), known_types, top):
                offer.constants.append((text, type(thing)))
    for text, kind in offer.constants:
        offer.add_type(kind, None, chosen)
    return offer
