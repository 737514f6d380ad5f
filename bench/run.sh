#!/bin/sh
# run.sh INTERPRETER MODULE[:MODULE] SCRIPT...: runs the script, which may import
# the modules; MODULE/.. is one in a package. (py_binary needs rules and toolchains
# that not every Bazel here has.)
interpreter=$1 modules=$2
shift 2
for module in $(echo "$modules" | tr : ' '); do
    case $module in */..) module=$(dirname "${module%/..}") ;; esac
    PYTHONPATH=$PYTHONPATH${PYTHONPATH:+:}$PWD/$(dirname "$module")
done
export PYTHONPATH
PYTHONDONTWRITEBYTECODE=1 exec "$interpreter" "$@"
