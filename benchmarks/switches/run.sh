#!/bin/sh
# Switches under load at the real edge: instances are started, routed, drained and stopped one after the other while users
# send requests at a steady rate; as a Markdown table. Needs a packaged edge (./mvnw -pl edge -am package -DskipTests).
# Usage: run.sh [switches] [requests per second] [milliseconds between switches]; 1000 5000 100 is the whole thing, two minutes a row.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
[ -d "$root/edge/target/lib" ] || "$root/mvnw" -f "$root/pom.xml" -q -pl edge -am package -DskipTests -Dspotless.check.skip >&2
exec "$here/../java.sh" dev.slipway.benchmarks.SwitchStorm "$root/edge/target/classes:$root/edge/target/lib/*" "$@"
