#!/bin/bash
# run.sh PYTHON MODULE ROOTS CORPUS NAME [FLAG]...: a fuzzing run of an
# extension_fuzz_test. Takes those of libFuzzer's flags that others start it with:
# -runs=N (programs), -max_total_time=S, -seed=N; the rest is for the fuzzer.
set -u
python=$1 module=$2 roots=$3 corpus=$4 name=$5
shift 5
[ -e "$python" ] || python=../${python#external/}

PYTHONPATH=
for root in ${roots//:/ }; do PYTHONPATH=$PYTHONPATH${PYTHONPATH:+:}$PWD/$root; done
export PYTHONPATH

out=${HOLDFAST_FUZZ_OUT:-${BUILD_WORKSPACE_DIRECTORY:-$PWD}/fuzz-out}/$name
mkdir -p "$out"
if [ -n "$corpus" ] && [ ! -e "$out/corpus.json" ]; then
    cp -L "$corpus" "$out/corpus.json" && chmod u+w "$out/corpus.json"
fi

words=(--jobs 1 --quiet)
for flag; do
    case $flag in
    -runs=*) words+=(--programs "${flag#*=}") ;;
    -max_total_time=*) words+=(--seconds "${flag#*=}") ;;
    -seed=*) words+=(--seed "${flag#*=}") ;;
    -print_final_stats=*) ;;
    *) words+=("$flag") ;;
    esac
done
"$python" -m pytest_holdfast fuzz "$module" --output "$out" "${words[@]}"
status=$?
"$python" -c 'import json, sys
print("stat::number_of_executed_units:", json.load(open(sys.argv[1]))["totals"]["programs"])' "$out/report.json"
exit $status
