#!/bin/bash
# Fuzzes one target: run.sh NAME ENGINE BINARY SEEDS DICT [libFuzzer's flags].
# All it writes goes to one folder, fuzz-out/NAME in the workspace (or in
# $HOLDFAST_FUZZ_OUT): corpus/ grows there from run to run, artifacts/ has the
# inputs that failed, and beside each the program of C that does the same (.c) and
# the steps in words (.txt). Files among the arguments are run instead of fuzzing.
# --emit-c FILE prints the program of one input.

usage() {
    cat <<END
./bazelw run //fuzz:${name}_run -- [OPTION]... [FILE]...

Fuzzes until something fails; the corpus that grows, and the inputs that failed, each
with its program of C (.c) and its steps in words (.txt), are in fuzz-out/$name.

  -max_total_time=SECONDS   end then
  FILE                      run this input instead
  --replay FILE             the same, and say each step
  --emit-c FILE             print the program of C that does what this input does
  -help=1                   all options of libFuzzer

docs/fuzzing.md shows what can be done with a failure.
END
}

name=$1 engine=$2 binary=$PWD/$3 seeds=$PWD/$4 dict=$PWD/$5
shift 5

for argument; do
    case $argument in --help | -h) usage && exit ;; esac
done

cd "${BUILD_WORKING_DIRECTORY:-$PWD}" || exit 1
out=$(realpath -m "${HOLDFAST_FUZZ_OUT:-${BUILD_WORKSPACE_DIRECTORY:-$PWD}/fuzz-out}/$name")
mkdir -p "$out/corpus" "$out/artifacts" || exit 1

# emit INPUT PROGRAM: the trace goes to stderr. However the process ends, the
# program is complete; what the shell says of its end goes nowhere.
emit() {
    { (timeout 60 "$binary" --emit-c "$1" "$2" 2>&3; exit $?) 3>&2 2>/dev/null; } ||
        rm -f "$2~"
}

if [ "$1" = --emit-c ]; then
    folder=$(mktemp -d)
    trap 'rm -r "$folder"' EXIT
    emit "${2?--emit-c FILE}" "$folder/reproducer.c"
    [ -s "$folder/reproducer.c" ] && sed "s|$folder/||" "$folder/reproducer.c"
    exit
fi

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

started=$(mktemp)
trap 'rm -f "$started"' EXIT
"$binary" "${flags[@]}" "$@" "${inputs[@]}"
status=$?
find "$out/artifacts" -type f -newer "$started" ! -name '*.c' ! -name '*.c~' ! -name '*.txt' -print0 |
    while IFS= read -r -d '' input; do
        emit "$input" "$input.c" 2>"$input.txt"
        echo "$name: $input: its program is beside it, with .c behind the name" >&2
    done
echo "$name: corpus and failing inputs are in $out" >&2
exit $status
