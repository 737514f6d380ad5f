#!/bin/sh
# run.sh INTERPRETER SCRIPT...: runs the script. (py_binary needs rules and
# toolchains that not every Bazel here has.)
PYTHONDONTWRITEBYTECODE=1 exec "$@"
