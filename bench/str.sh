#!/bin/sh
# str.sh INTERPRETER MODULE SCRIPT...: runs the script, which may import the
# module. (py_binary needs rules and toolchains that not every Bazel here has.)
interpreter=$1 module=$2
shift 2
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$PWD/$(dirname "$module") \
    exec "$interpreter" "$@"
