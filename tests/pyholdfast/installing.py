"""What tests of the installed package share: the wheel, as pip would unpack it."""

import os
import pathlib
import subprocess
import sys
import sysconfig
import zipfile

FOLDER = pathlib.Path("pytest_holdfast/wheel")
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


def install(folder):
    (wheel,) = FOLDER.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(folder)
    return folder


def run(installed, *command, cwd, **variables):
    """Its status and all that it printed, in an environment that knows no more than the
    installed package."""
    ours = ("HOLDFAST", "PYTEST", "PYTHON")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    environment.update(PYTHONPATH=str(installed), PYTHONDONTWRITEBYTECODE="1", **variables)
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print("$", *command, "\n" + done.stdout)
    return done.returncode, done.stdout


def python(installed, *words, cwd, **variables):
    return run(installed, sys.executable, *words, cwd=cwd, **variables)
