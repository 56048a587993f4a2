#!/bin/sh
# The time-series store and PromQL beside Debian's Prometheus in one run, all real rules over 10,000 series, and
# the processor that 5,000 probes take. Needs a compiled observe (./mvnw -pl kernel,promql,observe -am compile), Debian's
# package prometheus, and for the rules SLIPWAY_CONFORMANCE. Usage: peer.sh [scrapes]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/mvnw" -q -o -f "$root/pom.xml" -pl observe dependency:build-classpath -Dmdep.outputFile="$work/path" -Dmdep.includeScope=runtime
java=$("$root/bin/find-java" java)
classes="$root/observe/target/classes:$(cat "$work/path")"
"${java%java}javac" -nowarn -d "$work/classes" -cp "$classes" "$here/PeerBenchmark.java"
bench() { "$java" -Xmx2g --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classes" PeerBenchmark "$@"; }
scrapes=${1:-960}

bench labels "$work/labels.json"
(cd "$work" && bash -c "time promtool tsdb bench write --out=peer-ingest --metrics=10000 --scrapes=$scrapes labels.json") 2>&1 \
  | grep -E 'total samples|samples/sec|^(real|user|sys)' | sed 's/^/prometheus ingest: /'
du -sb "$work"/peer-ingest/storage/0* 2>/dev/null | sed 's/^/prometheus block bytes: /' || true
bench ingest "$work/ingest" "$scrapes"
du -sb "$work"/ingest/blocks/* 2>/dev/null | sed 's/^/slipway block bytes: /' || true

bench write "$work/samples.txt"
promtool tsdb create-blocks-from openmetrics "$work/samples.txt" "$work/blocks" >/dev/null
rm "$work/samples.txt"
bench query "$work/query" "$work/blocks"

"$java" -Xmx1g -cp "$work/classes:$classes" PeerBenchmark target "$work/port" &
target=$!
trap 'kill "$target" 2>/dev/null; rm -rf "$work"' EXIT
until [ -s "$work/port" ]; do sleep 1; done
bench probes "$work/probes" "$(cat "$work/port")"

if [ -d "${SLIPWAY_CONFORMANCE:-}/alert-rules" ]; then
  bench rules "$work/rules" "$SLIPWAY_CONFORMANCE/alert-rules"
fi
