#!/bin/bash
# Fuzzes one target: run.sh NAME ENGINE BINARY SEEDS DICT [libFuzzer's flags].
#
# All it writes goes to one folder, fuzz-out/NAME in the workspace (or in
# $HOLDFAST_FUZZ_OUT): corpus/ grows there from run to run, artifacts/ has the
# inputs that failed. Files among the arguments are run instead of fuzzing.

export HOLDFAST_SOURCES=$PWD # for --emit-c
name=$1 engine=$2 binary=$PWD/$3 seeds=$PWD/$4 dict=$PWD/$5
shift 5

cd "${BUILD_WORKING_DIRECTORY:-$PWD}" || exit 1
out=$(realpath -m "${HOLDFAST_FUZZ_OUT:-${BUILD_WORKSPACE_DIRECTORY:-$PWD}/fuzz-out}/$name")
mkdir -p "$out/corpus" "$out/artifacts" || exit 1

inputs=("$out/corpus" "$seeds")
for argument; do
    [ -f "$argument" ] && inputs=()
done

flags=()
if [ "$engine" = libfuzzer ]; then
    flags+=("-artifact_prefix=$out/artifacts/")
    # libFuzzer takes an empty dictionary for an error.
    [ -s "$dict" ] && flags+=("-dict=$dict")
fi

"$binary" "${flags[@]}" "$@" "${inputs[@]}"
status=$?
echo "$name: corpus and failing inputs are in $out" >&2
exit $status
