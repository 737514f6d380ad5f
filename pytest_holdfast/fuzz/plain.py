"""A cause as a program for an interpreter that has nothing of this, and whether it
shows there, too."""

import os
import re
import signal
import subprocess
import sys
import tempfile

from . import program, safety

SECONDS = 60
LOOPS = 60
OFTEN = 50

# In which order: the first one that shows it is what the report says.
PLAIN = [
    ("", {}),
    ("PYTHONMALLOC=malloc MALLOC_PERTURB_=165 ", {"PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "165"}),
    ("PYTHONMALLOC=debug ", {"PYTHONMALLOC": "debug"}),
]

_COUNT = '''\
class _Heap(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]


_heap = ctypes.CDLL(None).mallinfo2
_heap.restype = _Heap


def grown():
    """What is in use: blocks of Python, bytes of malloc, and counts."""
    gc.collect()
    # Its empty entries are references to None.
    getattr(sys, "_clear_internal_caches", getattr(sys, "_clear_type_cache", int))()
    return [sys.getallocatedblocks(), _heap().uordblks + _heap().hblkhd]{counts}


def program():
{globals}{lines}


for _ in range(10):
    program()
before = grown()
for _ in range({loops}):
    program()
change = [b - a for a, b in zip(before, grown())]
print(f"in {loops} runs: {{change[0]}} blocks of Python, {{change[1]}} bytes of malloc{said}")
# Each run leaves something: it is no cache.
sys.exit(change[0] >= {most} or change[1] >= {bytes}{tested})
'''

_STATEMENTS = re.compile(r"^(?:with suppress\(Exception\): )?(?P<slot>[a-z]) = ")


def _evaluable(name, package):
    """An expression for a watched object that stands by itself, or None."""
    if re.fullmatch(r"[\w.]+", name):
        if name.startswith("builtins."):
            return name[len("builtins.") :]
        if name in dir(__builtins__) or name in vars(__import__("builtins")):
            return name
        if any(name.startswith(each + ".") for each in package):
            return name
        if name.isdigit() or name in ("None", "True", "False"):
            return name
        return None
    return name if re.fullmatch(r"-?[\w.]+|b?(['\"]).*\1|\(\)", name) else None


def script(cause, package, checked=False, often=False):
    """(the whole program, its lines alone). often: over and over, for what shows
    only when memory is used again."""
    steps = program.from_plain(cause["steps"])
    printed = program.printed(steps, package, set(cause["raising"]))
    lines = list(printed.lines)
    if cause["kind"] == "leak":
        return _leak_script(cause, package, printed), lines
    if checked:
        lines = [_checked(step, line) for step, line in zip(steps, lines)]
    last = len(lines) - 1
    prefix = "with suppress(Exception): "
    if cause["kind"] == "system error" and lines[last].startswith(prefix):
        lines[last] = lines[last][len(prefix) :]
    if often:
        lines = [f"for _ in range({OFTEN}):", *(f"    {line}" for line in lines)]
    head = printed.imports
    if checked:
        head = "from operator import call\n" + head
    return "\n\n".join(each for each in (head, printed.classes, "\n".join(lines)) if each) + "\n", printed.lines


def _checked(step, line):
    """Through operator.call, which looks at what a function has left."""
    if step.kind != "call" or "(" not in line:
        return line
    text = program.call_text(step)
    at = line.find(step.what + "(")
    if at < 0 or not text:
        return line
    rest = line[at + len(step.what) + 1 :]
    return f"{line[:at]}call({step.what}{', ' if not rest.startswith(')') else ''}{rest}"


def _leak_script(cause, package, printed):
    blocks, changes = cause["left"]
    lines = list(printed.lines)
    names, kept = [], []
    for name in list(changes)[:4]:
        text = _evaluable(name, package)
        if text is None:
            continue
        if not re.fullmatch(r"[A-Za-z_][\w.]*", text):
            constant = f"kept{len(kept)}"
            kept.append(f"{constant} = {text}")
            pattern = re.compile(rf"(?<![\w'\".]){re.escape(text)}(?![\w'\".])")
            lines = [pattern.sub(constant, line) for line in lines]
            text = constant
        names.append((text, changes[name]))
    slots = sorted({match["slot"] for match in map(_STATEMENTS.match, lines) if match})
    body = "\n".join(f"    {line}" for line in lines)
    if slots:
        body += f"\n    {' = '.join(slots)} = None"
    counts = "".join(f" + [sys.getrefcount({text})]" for text, _ in names)
    tested = "".join(
        f" or {'' if change > 0 else '-'}change[{i + 2}] >= {int(LOOPS * 0.9)}" for i, (_, change) in enumerate(names)
    )
    said = "".join(f", {{change[{i + 2}]}} of the count of {text}" for i, (text, _) in enumerate(names))
    counting = _COUNT.format(
        counts=counts,
        globals=f"    global {', '.join(slots)}\n" if slots else "",
        lines=body,
        loops=LOOPS,
        said=said.replace("'", "\\'").replace('"', "'"),
        tested=tested,
        most=int(LOOPS * 0.9) if blocks else 1 << 40,
        bytes=LOOPS * 8 if blocks else 1 << 40,
    )
    imports = ["import ctypes", "import gc", "import sys"]
    imports += [each for each in printed.imports.splitlines() if each not in imports]
    for each in program.imports_of(" ".join(text for text, _ in names), package):
        if f"import {each}" not in imports:
            imports.append(f"import {each}")
    parts = ["\n".join(imports), "\n".join(kept), printed.classes, counting]
    return "\n\n".join(each for each in parts if each)


def _environment(more, path):
    environment = {key: value for key, value in os.environ.items() if key not in ("LD_PRELOAD", "PYTHONMALLOC")}
    environment.update(more)
    environment["PYTHONPATH"] = os.pathsep.join(path)
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return environment


def run(text, more, path, seconds=SECONDS):
    """(exit status, what it wrote) of a program in an interpreter of its own."""
    with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
        os.chmod(folder, 0o777)
        file = os.path.join(folder, "program.py")
        with open(file, "w", encoding="utf-8", errors="surrogatepass") as out:
            out.write(text)
        try:
            result = subprocess.run(
                [sys.executable, file],
                cwd=folder,
                env=_environment(more, path),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                preexec_fn=safety.limit_process,
            )
        except subprocess.TimeoutExpired:
            return None, ""
        return result.returncode, result.stdout.decode("utf-8", "replace")


def shows(cause, status, output):
    """Whether it ended as the cause says."""
    if status is None:
        return False
    if cause["kind"] == "leak":
        return status == 1 and "Traceback" not in output
    if cause["kind"] == "system error":
        return "SystemError" in output or "_Py_CheckFunctionResult" in output
    return status < 0 and -status != signal.SIGALRM


def confirm(cause, package, path):
    """Adds "plain" (how the interpreter has to be started, None: it does not show
    there), "script" and "lines" to a cause."""
    tried = [({}, *PLAIN[0])]
    if cause["kind"] == "system error":
        tried.append(({"checked": True}, *PLAIN[0]))
    elif cause["kind"] != "leak":
        tried += [({}, *each) for each in PLAIN[1:]]
        tried += [({"often": True}, *each) for each in PLAIN[:2]]
    cause["plain"] = None
    for how, words, more in tried:
        text, lines = script(cause, package, **how)
        cause.setdefault("script", text)
        cause["lines"] = lines
        status, output = run(text, more, path)
        if shows(cause, status, output):
            cause.update(plain=words, script=text, output=output[-400:])
            break
    return cause
