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

from . import blocks, plain, probe, program, safety

PACKAGE = pathlib.Path(__file__).parent.parent
PRELOAD = PACKAGE / "libholdfast_preload.so"
QUARANTINE = 4 << 20
IMPORTED = (0, probe.IMPORTED)  # how an import ends, and what it says: nothing, if it ends the process
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
from pytest_holdfast.fuzz import probe
probe.main(sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5:])
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
        self.kept = {}  # what keeps its arguments, and a program
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
        self._leaves = None  # whether a plain interpreter that has imported it does not end by itself

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
        if said == probe.CLOSED:
            raise Unusable(f"{name} closes descriptors that it has not opened")
        if said:
            raise Unusable(f"{name} cannot be imported: {said.splitlines()[0]}")
        if status < 0:
            raise Unusable(f"{name} ends the process when it is imported: {signal.Signals(-status).name}")
        raise Unusable(f"{name} ends the process when it is imported: exit status {status}")

    def _import(self, user):
        with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
            os.chmod(folder, 0o777)
            file = os.path.join(folder, "said")
            with open(file, "w+b") as said:
                os.chmod(file, 0o666)
                words = [self.options.package, str(said.fileno()), file, *self.path]
                process = subprocess.Popen(
                    [sys.executable, "-c", _START + _PROBE, str(PACKAGE), *words],
                    cwd=folder,
                    env=dict(self._environment(False), TMPDIR=folder),
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
                plain.end(process)
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
        environment.update(safety.of_sanitizer())
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
        corpus = self.load_corpus()
        if (options.replay or options.minimise) and not corpus:
            raise Unusable(f"{self.corpus_file} has no programs to run")
        self.probe()
        self.look_at_files(self._files())
        selector = selectors.DefaultSelector()
        servers = [self._start(number, seeds, corpus) for number in range(self.options.jobs)]
        for each in servers:
            selector.register(each.process.stdout, selectors.EVENT_READ, each)
        try:
            self._collect(selector, servers)
        finally:
            for each in servers:
                each.end()
        failed = [each.failed for each in servers if each.failed]
        unusable = next((each.failed for each in servers if not each.is_usable), None)
        if unusable and not self.causes:
            raise Unusable(unusable)
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
                    env=dict(self._environment(False), TMPDIR=folder),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    timeout=IMPORT_SECONDS + 30,
                    **self._user,
                )
            return json.loads(result.stdout)
        except (subprocess.SubprocessError, ValueError, OSError):
            return []

    def _start(self, number, seeds, corpus):
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
                "corpus": corpus,
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
        elif kind == "kept":
            self.kept.setdefault(event["target"], event["program"])
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
            if self._leaves is None:
                self._leaves = not plain.ends_by_itself(self.options.package, self.path, self._user)
            plain.confirm(cause, self.public, self.path, self._user, self._leaves)
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
            text = self.corpus_file.read_text()
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise Unusable(f"{self.corpus_file} cannot be read: {error}") from None
        try:
            programs = json.loads(text)["programs"]
        except (ValueError, KeyError, TypeError):
            programs = None
        if not (isinstance(programs, list) and all(map(program.is_plain, programs))):
            raise Unusable(f"{self.corpus_file} is no corpus that a run has left; without it, one begins anew")
        return programs

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


class Server:
    """One server, in an empty folder that is removed after it."""

    def __init__(self, options, environment, user):
        self.folder = tempfile.mkdtemp(prefix="holdfast-")
        os.chmod(self.folder, 0o777)
        file = os.path.join(self.folder, "options.json")
        with open(file, "w") as out:
            json.dump(options, out)
        self.failed = None
        self.package = options["package"]
        self.is_usable = True
        self._data = b""
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START + _MAIN, str(PACKAGE), file],
            cwd=self.folder,
            env=dict(environment, TMPDIR=self.folder),
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
            if not said and status > 3:  # by none of its own ways
                self.failed = f"{self.package} ends the process after its import: exit status {status}"
                self.is_usable = False

    def end(self):
        plain.end(self.process)
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)
