#!/bin/sh
# mistakes.sh INTERPRETER [ARGUMENT]...: runs mistakes.py.
interpreter=$1
shift
PYTHONDONTWRITEBYTECODE=1 exec "$interpreter" examples/ports/mistakes.py "$@"
