#!/bin/sh
# All flips, on the interpreters of the build or on those that are named:
#
#   ./bazelw run //capi:proof_nightly [-- PYTHON...]
#
# Fails where a flip is not noticed, or a row is not proved and nobody says why.

set -eu
runfiles=$PWD
cd "$BUILD_WORKSPACE_DIRECTORY/capi"
if [ $# -eq 0 ]; then
    set -- "$runfiles/../holdfast_python/interpreter.sh" \
        "$runfiles/../holdfast_debug_python/interpreter.sh"
fi
arguments=
for python; do
    arguments="$arguments --python $python"
done
# shellcheck disable=SC2086
exec "$runfiles/../holdfast_python/interpreter.sh" prove.py --flips 1 $arguments
