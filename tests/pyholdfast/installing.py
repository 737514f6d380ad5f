"""What tests of the installed package share: the wheel, as pip would unpack it."""

import os
import pathlib
import re
import subprocess
import sys
import sysconfig
import zipfile

FOLDER = pathlib.Path("pytest_holdfast/wheel")
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")
KELP = pathlib.Path("tests/pyholdfast/kelp.c").read_text()


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


def build_kelp(installed, command, folder):
    """Makes the module in the folder, without a warning."""
    (folder / "kelp.c").write_text(KELP)
    command = [*command, "-shared", "-Werror", "kelp.c", "-o", f"kelp{SUFFIX}"]
    assert run(installed, *command, cwd=folder) == (0, "")


def call_kelp(installed, checked, folder):
    """It does what it says, and the checked build finds its mistake."""
    program = "import kelp\nprint(kelp.shout('bull', times=3))\nkelp.lose('dulse')"
    status, output = python(installed, "-c", program, cwd=folder, HOLDFAST_LEDGER_EXIT="1")
    if checked:
        line = KELP[: KELP.index("hf_str lost")].count("\n") + 1
        assert status != 0
        assert output.startswith("bull!!!\n")
        assert re.search(rf"leak: .*\n.*str 'dulse'.*\n.* lose at \S*kelp\.c:{line}:", output)
    else:
        assert (status, output) == (0, "bull!!!\n")
