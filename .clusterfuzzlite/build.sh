#!/bin/bash -eu
# The same as for OSS-Fuzz.

exec bash -eu "$SRC/holdfast/oss-fuzz/build.sh"
