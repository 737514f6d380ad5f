"""Starting pytest with the hook below malloc preloaded.

Where this is installed, pytest_holdfast.pth runs this file as Python starts, if
--leaks is among its arguments: then pytest need not be imported twice. It imports
nothing of pytest's, nor of this package.
"""

import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
PRELOAD = os.path.join(FOLDER, "libholdfast_preload.so")

# Set in the process that was started again: what LD_PRELOAD was before.
AGAIN = "HOLDFAST_LD_PRELOAD"


def is_possible():
    return (
        sys.platform == "linux"
        and AGAIN not in os.environ
        and os.path.exists(PRELOAD)
        and "asan" not in os.environ.get("LD_PRELOAD", "")
    )


def again(arguments):
    before = os.environ.get("LD_PRELOAD", "")
    os.environ[AGAIN] = before
    os.environ["LD_PRELOAD"] = f"{PRELOAD} {before}".strip()
    os.execv(sys.executable, [sys.executable, *arguments])


def is_pytest(arguments):
    """Whether that is what an interpreter with such arguments runs. Where it is not
    sure, the plugin does it later."""
    for number, each in enumerate(arguments):
        if each == "-m":
            return arguments[number + 1 : number + 2] == ["pytest"]
        if not each.startswith("-"):
            return os.path.basename(each) in ("pytest", "py.test")
    return False


def early():
    arguments = getattr(sys, "orig_argv", [])[1:]
    if is_pytest(arguments) and "--leaks-no-preload" not in arguments and is_possible():
        again(arguments)


if __name__ == "__main__":
    early()
