#!/bin/sh
# What a step of a job costs beside bash itself, as a Markdown table. Usage: run.sh [rounds] [steps]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "$here/../java.sh" dev.slipway.benchmarks.StepOverhead "$@"
