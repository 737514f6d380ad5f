"""Starts servers, keeps the time, collects the causes."""

import json
import os
import pathlib
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from . import blocks, plain, safety

PACKAGE = pathlib.Path(__file__).parent.parent
PRELOAD = PACKAGE / "libholdfast_preload.so"
QUARANTINE = 4 << 20
IMPORTED = (0, "imported")  # how an import ends, and what it says: nothing, if it ends the process
IMPORT_SECONDS = float(os.environ.get("HOLDFAST_IMPORT_SECONDS", "30"))

# Not by -m: the package's __init__ is pytest's plugin, of which nothing must be here.
_START = """\
import os, sys, traceback, types
package = types.ModuleType("pytest_holdfast")
package.__path__ = [sys.argv[1]]
sys.modules["pytest_holdfast"] = package
"""
# And not by exit, where threads of the package are waited for.
_MAIN = """\
try:
    from pytest_holdfast.fuzz.server import main
    status = main(sys.argv[2:])
except BaseException:
    traceback.print_exc()
    status = 1
os._exit(status)
"""

_PROBE = """\
import fcntl, importlib
from pytest_holdfast.fuzz import safety
os.close(0)
out = fcntl.fcntl(int(sys.argv[3]), fcntl.F_DUPFD_CLOEXEC, safety.FAR)
write, end = os.write, os._exit
sys.path[:0] = sys.argv[4:]
for name in os.listdir(sys.argv[1]):  # another user may not see what runs the programs
    if name.endswith(".so"):
        open(os.path.join(sys.argv[1], name), "rb").close()
safety.limit()
try:
    importlib.import_module(sys.argv[2])
except Exception as error:
    write(out, f"{type(error).__name__}: {str(error)[:300]}".encode("utf-8", "replace"))
    end(1)
write(out, b"imported")
end(0)
"""


class Unusable(Exception):
    """The package cannot be fuzzed: one sentence."""


class Session:
    def __init__(self, options, say):
        self.options = options
        self.say = say
        self.folder = pathlib.Path(options.output)
        self.causes = {}
        self.unconfirmed = {}
        self._named = {}  # the causes, by all of their keys
        self.hangs = {}
        self.lost = []
        self.progress = {}
        self.reached = {}
        self.ready = None
        self.corpus = []
        self.unseen = 0
        self.blocks, self.functions = {}, {}
        self.started = time.monotonic()
        self.path = [os.path.abspath(each) for each in options.path]
        self.path += [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]
        self._user = {}

    # ---- Before.

    def probe(self):
        """Imports it once in a process of its own: what can go wrong does so there."""
        user = safety.another_user()
        try:
            status, said = self._import(user)
        except (OSError, subprocess.SubprocessError):  # a root that may not be another one
            status, said = 1, ""
            if not user:
                raise
        if status is not None and (status, said) != IMPORTED and user:  # or that user may not read it
            user = {}
            status, said = self._import(user)
        self._user = user
        name = self.options.package
        if (status, said) == IMPORTED:
            return
        if status is None:
            raise Unusable(f"{name} has not been imported after {IMPORT_SECONDS} s: its import runs for ever")
        if said:
            raise Unusable(f"{name} cannot be imported: {said.splitlines()[0]}")
        if status < 0:
            raise Unusable(f"{name} ends the process when it is imported: {signal.Signals(-status).name}")
        raise Unusable(f"{name} ends the process when it is imported: exit status {status}")

    def _import(self, user):
        with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
            os.chmod(folder, 0o777)
            with open(os.path.join(folder, "said"), "w+b") as said:
                process = subprocess.Popen(
                    [sys.executable, "-c", _START + _PROBE, str(PACKAGE), self.options.package, str(said.fileno()), *self.path],
                    cwd=folder,
                    env=self._environment(False),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,  # it may print without end
                    pass_fds=[said.fileno()],
                    start_new_session=True,
                    preexec_fn=_in_child,
                    **user,
                )
                try:
                    status = process.wait(IMPORT_SECONDS)
                except subprocess.TimeoutExpired:
                    status = None
                _end(process)
                said.seek(0)
                return status, said.read().decode("utf-8", "replace")

    def _environment(self, preload=True):
        environment = dict(os.environ)
        environment.pop("PYTHONPATH", None)
        if self.path:
            environment["PYTHONPATH"] = os.pathsep.join(self.path)
        environment.pop("DISPLAY", None)
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        environment["PYTHONHASHSEED"] = "0"
        environment["OPENBLAS_NUM_THREADS"] = environment["OMP_NUM_THREADS"] = "1"
        if preload:
            environment["PYTHONMALLOC"] = "malloc"
            if "asan" not in environment.get("LD_PRELOAD", ""):
                before = environment.get("LD_PRELOAD", "")
                environment["LD_PRELOAD"] = f"{PRELOAD} {before}".strip()
                if "quarantine" not in self.options.without:
                    environment["HOLDFAST_QUARANTINE"] = str(QUARANTINE)
        return environment

    def look_at_files(self, files):
        for file in files:
            try:
                self.blocks[file], self.functions[file] = blocks.blocks_of(file)
            except (OSError, subprocess.SubprocessError):
                continue

    # ---- Servers.

    def run(self, seeds):
        """seeds: what --learn has found, or {}."""
        options = self.options
        if (options.replay or options.minimise) and not self.load_corpus():
            raise Unusable(f"{self.corpus_file} has no programs to run")
        self.probe()
        self.look_at_files(self._files())
        selector = selectors.DefaultSelector()
        servers = [self._start(number, seeds) for number in range(self.options.jobs)]
        for each in servers:
            selector.register(each.process.stdout, selectors.EVENT_READ, each)
        try:
            self._collect(selector, servers)
        finally:
            for each in servers:
                each.end()
        failed = [each.failed for each in servers if each.failed]
        if failed and not self.causes and self.ready is None:
            raise Unusable(failed[0])
        self.lost += failed
        if not options.replay:
            self.save_corpus()

    def _files(self):
        """The extensions' files, as a process says that imports the package."""
        text = (
            _START
            + "import fcntl, json\n"
            + "from pytest_holdfast.fuzz import discover, safety\n"
            + "out = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, safety.FAR); os.dup2(2, 1)\n"
            + "sys.path[:0] = json.loads(sys.argv[3])\n"
            + "safety.limit()\n"
            + "package, new = discover.import_package(sys.argv[2])\n"
            + "found = discover.files_of(discover.modules_of(sys.argv[2], new)[1])\n"
            + "os.write(out, json.dumps(found).encode())\nos._exit(0)\n"
        )
        try:
            with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
                os.chmod(folder, 0o777)
                result = subprocess.run(
                    [sys.executable, "-c", text, str(PACKAGE), self.options.package, json.dumps(self.path)],
                    cwd=folder,
                    env=self._environment(False),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    timeout=IMPORT_SECONDS + 30,
                    **self._user,
                )
            return json.loads(result.stdout)
        except (subprocess.SubprocessError, ValueError, OSError):
            return []

    def _start(self, number, seeds):
        options = self.options
        return Server(
            {
                "package": options.package,
                "seconds": options.seconds,
                "programs": options.programs,
                "seed": f"{options.seed} {number}",
                "part": (number, options.jobs),
                "only": options.only,
                "exclude": options.exclude,
                "private": options.private,
                "without": options.without,
                "replay": options.replay or options.minimise,
                "path": self.path,
                "blocks": self.blocks,
                "functions": self.functions,
                "corpus": self.load_corpus(),
                "seeds": seeds,
            },
            self._environment(),
            self._user,
        )

    def _collect(self, selector, servers):
        told = 0.0
        ends = time.monotonic() + 2 * (self.options.seconds or 600) + 240
        while selector.get_map() and time.monotonic() < ends:
            for key, _ in selector.select(0.5):
                server = key.data
                lines = server.read()
                if lines is None:
                    selector.unregister(key.fileobj)
                    server.ended()
                    continue
                for line in lines:
                    self._take(server, line)
            if time.monotonic() - told > 1.0:
                told = time.monotonic()
                self.say_progress()

    def _take(self, server, line):
        try:
            event = json.loads(line)
        except ValueError:
            return
        kind = event.pop("kind")
        if kind == "ready":
            self.ready = event
        elif kind == "progress":
            self.progress[server] = event
        elif kind == "cause":
            self._cause(event["cause"])
        elif kind == "again":
            known = self._named.get(tuple(event["key"]))
            if known is not None:
                known["count"] = max(known["count"], event["count"])
        elif kind == "hang":
            self.hangs[event["target"]] = event["program"]
        elif kind == "lost":
            self.lost.append(f"{event['what']}: {event['program']!r}")
        elif kind == "unseen":
            self.unseen += event["count"]
        elif kind == "end":
            self.corpus += event["corpus"]
            for path, offsets in event["reached"].items():
                self.reached.setdefault(path, set()).update(offsets)
        elif kind in ("nothing", "failed"):
            failed = "" if kind == "nothing" else "the process that runs the programs has failed: "
            server.failed = failed + event["why"]
            server.is_usable = kind != "nothing"

    def _cause(self, cause):
        key = tuple(cause["key"])
        cause["seconds"] = round(time.monotonic() - self.started, 1)
        keys = [key, *map(tuple, cause["also"])]
        known = next((self._named[each] for each in keys if each in self._named), None)
        self._named.update(dict.fromkeys(keys, known or cause))
        if known is not None:
            known["count"] += cause["count"]
            return
        if cause["kind"] == "allocation failure":
            cause["plain"], (cause["script"], cause["lines"]) = None, plain.script(cause, self.public)
        else:
            plain.confirm(cause, self.public, self.path)
        (self.causes if cause["plain"] is not None else self.unconfirmed)[key] = cause
        from . import output

        output.save(self)

    @property
    def failures(self):
        """Of the fuzzer itself."""
        return [each for each in self.lost if each.startswith(("the process", "the worker"))]

    @property
    def public(self):
        return self.ready["public"] if self.ready else [self.options.package]

    # ---- What is said and kept.

    def totals(self):
        rows = list(self.progress.values())
        total = {
            key: sum(row[key] for row in rows) for key in ("programs", "calls", "outcomes", "restarts")
        }
        working = sum(row["working"] for row in rows)
        total["rate"] = total["calls"] / working if working else 0
        total["reached"] = max((row["reached"] for row in rows), default=0)
        if self.reached:
            total["reached"] = sum(map(len, self.reached.values()))
        total["blocks"] = max((row["blocks"] for row in rows), default=0)
        return total

    def say_progress(self):
        total = self.totals()
        reached = f", {total['reached']} of {total['blocks']} blocks" if total["blocks"] else ""
        self.say(
            f"{time.monotonic() - self.started:4.0f} s: {total['calls']} calls, {total['rate']:.0f}/s, "
            f"{total['outcomes']} outcomes{reached}, {len(self.causes)} causes"
        )

    @property
    def corpus_file(self):
        return self.folder / "corpus.json"

    def load_corpus(self):
        try:
            return json.loads(self.corpus_file.read_text())["programs"]
        except (OSError, ValueError, KeyError):
            return []

    def save_corpus(self):
        if not self.corpus:
            return
        unique = list({json.dumps(each): each for each in self.corpus}.values())
        self.folder.mkdir(parents=True, exist_ok=True)
        rows = ",\n".join(map(json.dumps, unique))  # a line for each program
        package = json.dumps(self.options.package)
        self.corpus_file.write_text(f'{{"package": {package}, "programs": [\n{rows}\n]}}\n')


def _in_child():
    safety.limit_process(8 << 30)
    safety.without_network()


def _end(process):
    """The process and what it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


class Server:
    """One server, in an empty folder that is removed after it."""

    def __init__(self, options, environment, user):
        self.folder = tempfile.mkdtemp(prefix="holdfast-")
        os.chmod(self.folder, 0o777)
        file = os.path.join(self.folder, "options.json")
        with open(file, "w") as out:
            json.dump(options, out)
        self.failed = None
        self.is_usable = True
        self._data = b""
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START + _MAIN, str(PACKAGE), file],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=open(os.path.join(self.folder, "said"), "wb"),
            start_new_session=True,
            preexec_fn=safety.without_network,
            **user,
        )

    def read(self):
        """The lines that have come, or None at the end."""
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        if not data:
            return None
        *lines, self._data = (self._data + data).split(b"\n")
        return lines

    def ended(self):
        status = self.process.wait()
        if status not in (0, 2) and not self.failed:
            with open(os.path.join(self.folder, "said"), "rb") as file:
                said = file.read()[-2000:].decode("utf-8", "replace")
            self.failed = f"the process that runs the programs has ended with {status}: {said}"

    def end(self):
        _end(self.process)
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)
