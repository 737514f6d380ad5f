#!/bin/bash
# For --run_under: a program under valgrind, which ends it with 99 if it reads or writes
# what it may not. CPython's own way: with PYTHONMALLOC=malloc each object is a block of
# its own, and what its allocator does on purpose needs no excuse.
exec valgrind --quiet --error-exitcode=99 --num-callers=30 \
    --suppressions="$(dirname "$0")/valgrind.supp" "$@"
