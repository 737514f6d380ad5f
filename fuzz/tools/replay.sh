#!/bin/bash
# Runs each input of a corpus once: replay.sh NAME ENGINE BINARY CORPUS DICT [flags].

name=$1 engine=$2 binary=$3 corpus=$4
shift 5

# -L: in Bazel's sandbox the inputs are links. Without it, none is found, and
# a replay of nothing passes.
count=$(find -L "$corpus" -type f -size +0 | wc -l)
if [ "$count" -eq 0 ]; then
    echo "$name: the corpus is empty, so this would test nothing" >&2
    exit 1
fi

if [ "$engine" != libfuzzer ]; then
    exec "$binary" "$@" "$corpus"
fi

out=${TEST_UNDECLARED_OUTPUTS_DIR:-$PWD}
log=$(mktemp)
trap 'rm "$log"' EXIT
"$binary" -runs=0 -print_final_stats=1 -artifact_prefix="$out/" "$@" "$corpus" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if [ "$status" -ne 0 ]; then
    exit "$status"
fi
executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
if [ "${executed:-0}" -lt "$count" ]; then
    echo "$name: only ${executed:-0} of $count inputs were run" >&2
    exit 1
fi
