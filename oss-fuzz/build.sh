#!/bin/bash -eu
# Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite ask for it, from the tree in
# $SRC/holdfast. Both run this file, which their Dockerfiles copy to $SRC/build.sh.

exec python3 "$SRC/holdfast/oss-fuzz/build.py"
