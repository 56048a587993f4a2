#!/bin/sh
# Committed rollout transitions per second on SQLite and PostgreSQL, as a Markdown table. Usage: run.sh [seconds]
# PostgreSQL is the embedded one of the tests; it is started and ended here.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "$here/../java.sh" dev.slipway.benchmarks.TransitionRate "$@"
