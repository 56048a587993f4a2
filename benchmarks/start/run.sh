#!/bin/sh
# Time from exec to ready and idle memory of the server, and the time of `slipway version`. Needs a built ./slipway.
# Usage: run.sh [rounds]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
slipway=$(CDPATH= cd -- "$here/../.." && pwd)/slipway
rounds=${1:-5}
export SLIPWAY_NO_BUILD=1

now() { date +%s%3N; }

round=1
while [ "$round" -le "$rounds" ]; do
  home=$(mktemp -d)
  start=$(now)
  "$slipway" server --ephemeral --home "$home" --listen 127.0.0.1:0 --edge-listen 127.0.0.1:0 >"$home/out" 2>&1 &
  server=$!
  until [ -f "$home/server.json" ]; do sleep 0.01; done
  ready=$(now)
  sleep 5
  rss=$(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$server/status")
  edge=$(sed -n 's/.*"pid":\([0-9]*\).*/\1/p' "$home/edge/edge.json")
  edge_rss=$(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$edge/status")
  kill "$server"; wait "$server" || true
  start_cli=$(now); "$slipway" version >/dev/null; end_cli=$(now)
  echo "round $round: ready after $((ready - start)) ms (with the edge), server $rss MB, edge $edge_rss MB, slipway version $((end_cli - start_cli)) ms"
  rm -rf "$home"
  round=$((round + 1))
done
