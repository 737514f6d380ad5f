"""What the programs must not do to the machine, as far as a process can hold it back.

The audit hook sees what Python does. What an extension does by itself in C it
does not see: a folder of its own, limits, another user and no network remain.
"""

import ctypes
import os
import resource
import sys

NOBODY = 65534
FAR = 100  # from which descriptors are out of the way of a package that closes those it knows
MEBIBYTE = 1 << 20
CLONE_NEWNET = 0x40000000

REFUSED = (
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.kill",
    "os.killpg",
    "os.remove",
    "os.rmdir",
    "os.rename",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.symlink",
    "os.mkdir",
    "os.utime",
    "os.chdir",
    "os.putenv",
    "os.unsetenv",
    "shutil.rmtree",
    "shutil.move",
    "shutil.copyfile",
    "signal.pthread_kill",
    "socket.",
    "subprocess.",
    "pty.spawn",
    "ftplib.",
    "http.client.",
    "smtplib.",
    "urllib.",
    "webbrowser.",
    "resource.",
    "syslog.",
    "sys.setprofile",
    "sys.settrace",
    "ctypes.dlopen",
)

IN_ITS_FOLDER = ("os.remove", "os.rmdir", "os.mkdir")  # as tempfile does, when it looks for a place

allowed = False  # the server's own work


def _on_event(event, arguments):
    if allowed:
        return
    if event in IN_ITS_FOLDER and arguments[-1] == -1 and _is_in_its_folder(arguments[0]):
        return
    if event.startswith(REFUSED):
        raise PermissionError(f"{event} is refused while programs are run")
    if event == "open":
        mode = arguments[1]
        flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
        writes = isinstance(mode, str) and set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR)
        if writes and isinstance(arguments[0], (str, bytes)):
            name = os.fsdecode(arguments[0])
            if not _is_in_its_folder(name) and name != os.devnull:
                raise PermissionError(f"{name} may not be written while programs are run")


def _is_in_its_folder(path):
    """Or that itself, which open() is given for a file without a name."""
    return isinstance(path, (str, bytes)) and (os.path.abspath(os.fsdecode(path)) + os.sep).startswith(os.getcwd() + os.sep)


class Allowed:
    """The server's own work, for which all is allowed."""

    def __enter__(self):
        global allowed
        self._before, allowed = allowed, True

    def __exit__(self, *_):
        global allowed
        allowed = self._before


def limit():
    """For the server and what it forks."""
    sys.addaudithook(_on_event)


def _size():
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * 4096
    except OSError:
        return 0


def limit_process(memory=384 * MEBIBYTE):
    """After the import: a package may map much."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 64 * MEBIBYTE),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_AS, _size() + memory),
    ):
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        try:
            resource.setrlimit(what, (most, hard))
        except (ValueError, OSError):
            pass


def of_sanitizer():
    """The environment without which an extension built with AddressSanitizer does not load; what
    it finds ends the process as a crash does. Nothing where there is none."""
    preload = os.environ.get("LD_PRELOAD", "")
    if "asan" not in preload:
        return {}
    chosen = os.environ.get("ASAN_OPTIONS", "")
    return {"LD_PRELOAD": preload, "ASAN_OPTIONS": f"detect_leaks=0:abort_on_error=1:{chosen}".rstrip(":")}


def without_network():
    """In the new process, before it is another user."""
    try:
        ctypes.CDLL(None).unshare(CLONE_NEWNET)
    except (OSError, AttributeError):
        pass


def another_user():
    """What Popen takes, where this is root; otherwise nothing."""
    if os.getuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}
