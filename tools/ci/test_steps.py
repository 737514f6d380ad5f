"""The steps of the workflows, one by one, in a clone of what is committed, as a runner
would: bash -e, another HOME, and what follows a step that failed does not run.

What takes hours is made short: one small test instead of all, a minute instead of
many. Bazel's cache of the clone is HOLDFAST_CI_DISK_CACHE, if that is given.
"""

import os
import pathlib
import re
import subprocess
import time

import pytest

import workflows

HERE = pathlib.Path(workflows.GITHUB).resolve()
SMALL = "//tests:check_test"
# Bazel in Bazel: nothing is left running.
STARTUP = "startup --max_idle_secs=30 --host_jvm_args=-Xmx600m\n"


def shortened(command):
    command = re.sub(r"(^\./bazelw test(?: --\S+)*) //.*$", rf"\1 {SMALL}", command)
    command = re.sub(r"--seconds \d+", "--seconds 60", command)
    command = re.sub(r"-max_total_time=\d+", "-max_total_time=60", command)
    return re.sub(r"--minutes \d+", "--minutes 1", command)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    workspace = pathlib.Path(workflows.GITLAB).resolve().parent
    folder = tmp_path_factory.mktemp("runner")
    home = folder / "home"
    home.mkdir()
    cache = os.environ.get("HOLDFAST_CI_DISK_CACHE")
    home.joinpath(".bazelrc").write_text(
        STARTUP + (f"build --disk_cache={cache}\n" if cache else "")
    )
    command = ["git", "clone", "--quiet", "--no-hardlinks", workspace, folder / "clone"]
    subprocess.run(command, check=True)
    yield folder / "clone", home
    run(folder / "clone", home, "./bazelw shutdown")


def run(clone, home, command):
    """Status and seconds of a step; what it printed is shown if it failed."""
    names = ("PATH", "LANG", "TMPDIR")  # nothing of Bazel's, which runs this
    environment = {name: os.environ[name] for name in names if name in os.environ}
    started = time.monotonic()
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
        cwd=clone,
        env={**environment, "HOME": str(home), "USER": "runner", "CI": "true"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        print(f"$ {command}\n{done.stdout[-8000:]}")
    return done.returncode, round(time.monotonic() - started)


def runs_of(job):
    """The steps of each choice of the matrix. One image is enough: this one."""
    matrices = {step.matrix: step.image for step in job.steps}
    if len(set(matrices.values())) > 1:
        matrices = dict(list(matrices.items())[:1])
    return [[step for step in job.steps if step.matrix == matrix] for matrix in matrices]


def test_each_step_succeeds(clone):
    rows, wrong = [], []
    for jobs in workflows.github(clone[0]).values():
        for name, job in jobs.items():
            for steps in runs_of(job):
                failed = False
                for step in steps:
                    command = shortened(step.command)
                    wanted = step.runs_after_failure if failed else step.runs_after_success
                    status, seconds = run(*clone, command) if wanted else ("not run", 0)
                    failed |= status not in (0, "not run")
                    rows.append((name, command, status, seconds))
                    print(f"{name:12} {status!s:>7} {seconds:5} s  {command}", flush=True)
                wrong += [name] if failed else []
    assert rows
    print(f"\n{'job':12} {'status':>7} {'seconds':>7}  step")
    for name, command, status, seconds in rows:
        print(f"{name:12} {status!s:>7} {seconds:7}  {command}")
    assert not wrong
