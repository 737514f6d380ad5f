"""Runs the fuzzer, as somebody does at a command line."""

import json
import os
import subprocess
import sys

import pytest_holdfast


def start(package, folder, *options):
    """The process."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(pytest_holdfast.__file__)))
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        [sys.executable, "-m", "pytest_holdfast", "fuzz", package]
        + ["--jobs", "1", "--output", str(folder / "out"), "-q", *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=folder,
    )


def fuzz(package, folder, *options, programs=300):
    """(exit status, report, what it wrote)."""
    process = start(package, folder, "--programs", programs, *options)
    said = process.communicate()[0].decode("utf-8", "replace")
    try:
        report = json.loads((folder / "out" / "report.json").read_text())
    except OSError:
        report = None
    return process.returncode, report, said


def causes(report, word):
    """Those whose program names it."""
    found = report["causes"] + report["unconfirmed"]
    return [each for each in found if any(word in line for line in each["lines"])]
