#!/bin/sh
# Samples per second, bytes per sample, heap per series and start after a kill of the time-series store.
# Needs a compiled observe (./mvnw -pl kernel,promql,observe -am compile). Usage: run.sh [samples] [threads]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/mvnw" -q -o -f "$root/pom.xml" -pl observe dependency:build-classpath -Dmdep.outputFile="$work/path" -Dmdep.includeScope=runtime
java=$("$root/bin/find-java" java)
classes="$root/observe/target/classes:$(cat "$work/path")"
"${java%java}javac" -d "$work/classes" -cp "$classes" "$here/StoreBenchmark.java"
bench() { "$java" -Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classes" StoreBenchmark "$@"; }
bench ingest "$work/ingest" "${1:-10000000}" "${2:-20}"
bench heap "$work/heap"
bench fill "$work/fill" || true
bench start "$work/fill"
