#!/bin/sh
# The time-series store and PromQL beside Debian's Prometheus in one run, all real rules over 10,000 series, and
# the processor that 5,000 probes take. Needs a compiled observe (./mvnw -pl kernel,promql,observe -am compile), Debian's
# package prometheus, and for the rules SLIPWAY_CONFORMANCE. The JVM has the collector that the server has.
# Usage: peer.sh [part ...], of ingest start query probes rules; all without one. SCRAPES=960 sets the length of ingest.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
"$root/mvnw" -q -o -f "$root/pom.xml" -pl observe dependency:build-classpath -Dmdep.outputFile="$work/path" -Dmdep.includeScope=runtime
java=$("$root/bin/find-java" java)
classes="$root/observe/target/classes:$(cat "$work/path")"
"${java%java}javac" -nowarn -d "$work/classes" -cp "$classes" "$here"/*.java
jvm="-Xmx2g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED"
# shellcheck disable=SC2086
bench() { "$java" $jvm -cp "$work/classes:$classes" PeerBenchmark "$@"; }
# shellcheck disable=SC2086
store() { "$java" $jvm -cp "$work/classes:$classes" StoreBenchmark "$@"; }
scrapes=${SCRAPES:-960}
bench labels "$work/labels.json"

peer_ingest() {
  (cd "$work" && bash -c "time promtool tsdb bench write --out=$1 --metrics=10000 --scrapes=$2 labels.json") 2>&1 \
    | grep -E 'total samples|samples/sec|^(real|user|sys)' | sed 's/^/prometheus ingest: /'
}

ingest() {
  for round in 1 2 3; do
    echo "round $round, load $(cut -d' ' -f1 /proc/loadavg)"
    rm -rf "$work/peer" "$work/own"
    peer_ingest peer "$scrapes"
    bench ingest "$work/own" "$scrapes" plain
    rm -rf "$work/own"
    bench ingest "$work/own" "$scrapes" cutting
  done
}

start() {
  peer_ingest log 480
  bench peer-start "$work/log/storage"
  store fill "$work/fill" || true
  store start "$work/fill"
  store heap "$work/heap"
}

query() {
  bench write "$work/samples.txt"
  promtool tsdb create-blocks-from openmetrics "$work/samples.txt" "$work/blocks" >/dev/null
  rm "$work/samples.txt"
  bench query "$work/query" "$work/blocks"
  bench disk "$work/blocks" prometheus
  bench disk "$work/query/blocks" slipway
}

probes() {
  # shellcheck disable=SC2086
  (exec "$java" $jvm -cp "$work/classes:$classes" PeerBenchmark target "$work/port") &
  target=$!
  trap 'kill "$target" 2>/dev/null; rm -rf "$work"' EXIT
  until [ -s "$work/port" ]; do sleep 1; done
  bench probes "$work/probes" "$(cat "$work/port")"
}

rules() {
  if [ -d "${SLIPWAY_CONFORMANCE:-}/alert-rules" ]; then
    bench rules "$work/rules" "$SLIPWAY_CONFORMANCE/alert-rules"
  fi
}

for part in ${*:-ingest start query probes rules}; do "$part"; done
