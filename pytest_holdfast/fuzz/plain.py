"""A cause as a program for an interpreter that has nothing of this, and whether it
shows there, too."""

import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

from . import program, safety

SECONDS = 60
ENDS_IN = 15  # seconds, after the import
KEPT = 1 << 18  # bytes of what a program writes
LOOPS = 60
OFTEN = 50
SHOWN = 2
LEFT = 3  # the exit status of a program that shows a leak: not that of an exception

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


def change_by(runs):
    before = grown()
    for _ in range(runs):
        program()
    return [b - a for a, b in zip(before, grown())]


change_by({loops})  # what is made once
change = change_by({loops})
write(1, f"in {loops} runs: {{change[0]}} blocks of Python, {{change[1]}} bytes of malloc{said}\\n".encode())
# Each run leaves something: it is no cache.
is_left = change[0] >= {most} or change[1] >= {bytes}{tested}
{end}({left} if is_left else 0)
'''

# At the end of a program whose package does not let the interpreter end by itself.
_LEAVE = """\
try:
{lines}
except BaseException:
    write(2, traceback.format_exc().encode())
{released}gc.collect()
leave(0)"""

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


def script(cause, package, checked=False, often=False, leaves=False):
    """(the whole program, its lines alone). often: over and over, for what shows
    only when memory is used again. leaves: without an end of the interpreter, for which
    the package has threads or functions that wait."""
    steps = program.from_plain(cause["steps"])
    printed = program.printed(steps, package, set(cause["raising"]))
    lines = list(printed.lines)
    if cause["kind"] == "leak":
        return _leak_script(cause, package, printed, leaves), lines
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
    if leaves:
        head = "import gc\nimport traceback\nfrom os import _exit as leave, write\n" + head
        slots = _slots(lines)
        lines = _LEAVE.format(
            lines="\n".join(f"    {line}" for line in lines), released=f"{' = '.join(slots)} = None\n" if slots else ""
        ).splitlines()
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


def _slots(lines):
    return sorted({match["slot"] for match in map(_STATEMENTS.match, lines) if match})


def _leak_script(cause, package, printed, leaves):
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
    slots = _slots(lines)
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
        end="leave" if leaves else "raise SystemExit",
        left=LEFT,
    )
    imports = ["import ctypes", "import gc", "import sys"]
    imports.append("from os import _exit as leave, write" if leaves else "from os import write")
    imports += [each for each in printed.imports.splitlines() if each not in imports]
    for each in program.imports_of(" ".join(text for text, _ in names), package):
        if f"import {each}" not in imports:
            imports.append(f"import {each}")
    parts = ["\n".join(imports), "\n".join(kept), printed.classes, counting]
    return "\n\n".join(each for each in parts if each)


def _environment(more, path, folder):
    environment = {key: value for key, value in os.environ.items() if key not in ("LD_PRELOAD", "PYTHONMALLOC")}
    environment.update(safety.of_sanitizer())
    environment.update(more)
    environment["PYTHONPATH"] = os.pathsep.join(path)
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment["TMPDIR"] = folder
    return environment


def _in_child():
    safety.limit_process()
    safety.without_network()


def run(text, more, path, seconds=SECONDS, user=None):
    """(exit status, what it wrote) of a program in an interpreter of its own. What the
    package has started ends with it. user: what safety.another_user() says, if that user can
    read the package."""
    with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
        os.chmod(folder, 0o777)
        file = os.path.join(folder, "program.py")
        with open(file, "w", encoding="utf-8", errors="surrogatepass") as out:
            out.write(text)
        os.chmod(file, 0o644)
        process = subprocess.Popen(
            [sys.executable, file],
            cwd=folder,
            env=_environment(more, path, folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_in_child,
            **(user or {}),
        )
        try:
            return _output_of(process, time.monotonic() + seconds)
        finally:
            end(process)
            process.stdout.close()


def _output_of(process, ends):
    """(exit status, or None where it has not ended in time; the last of what it wrote)."""
    pipe, data = process.stdout.fileno(), b""
    os.set_blocking(pipe, False)
    while process.poll() is None and time.monotonic() < ends:
        if select.select([pipe], [], [], 0.01)[0]:
            data = (data + (os.read(pipe, 1 << 16) or _nothing()))[-KEPT:]
    status = process.poll()
    if status is None:
        return None, ""
    while True:  # what was written before the end; a process that it has started may hold the pipe
        try:
            more = os.read(pipe, 1 << 16)
        except BlockingIOError:
            break
        if not more or time.monotonic() > ends:
            break
        data = (data + more)[-KEPT:]
    return status, data.decode("utf-8", "replace")


def _nothing():
    """The other end is closed: it ends soon, or has closed it itself."""
    time.sleep(0.01)
    return b""


def end(process):
    """The process and what it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


def ends_by_itself(name, path, user=None):
    """Whether an interpreter that has imported the package ends as it should, and says of what."""
    status, output = run(f"import {name}\nraise SystemError('at the end')\n", {}, path, ENDS_IN, user)
    return status == 1 and "SystemError: at the end" in output


def shows(cause, status, output):
    """Whether it ended as the cause says."""
    if status is None:
        return False
    if cause["kind"] == "leak":
        return status == LEFT
    if cause["kind"] == "system error":
        return "SystemError" in output or "_Py_CheckFunctionResult" in output
    return status < 0 and -status != signal.SIGALRM


def confirm(cause, package, path, user=None, leaves=False):
    """Adds "plain" (how the interpreter has to be started, None: it does not show
    there), "script" and "lines" to a cause. leaves: the interpreter does not end by itself."""
    tried = [({}, *PLAIN[0])]
    if cause["kind"] == "system error":
        tried.append(({"checked": True}, *PLAIN[0]))
    elif cause["kind"] != "leak":
        tried += [({}, *each) for each in PLAIN[1:]]
        tried += [({"often": True}, *each) for each in PLAIN[:2]]
    cause["plain"] = None
    for how, words, more in tried:
        text, lines = script(cause, package, leaves=leaves, **how)
        cause.setdefault("script", text)
        cause["lines"] = lines
        # Twice: whoever reads it runs it again, and a damaged heap need not show each time.
        for _ in range(SHOWN):
            status, output = run(text, more, path, user=user)
            is_shown = shows(cause, status, output)
            if not is_shown:
                break
        if is_shown:
            cause.update(plain=words, script=text, output=output[-400:])
            break
    return cause
