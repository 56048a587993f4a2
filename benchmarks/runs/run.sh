#!/usr/bin/env bash
# What the engine of runs carries on a real server: log of one job to disk, how far the live view is behind, and the cost of
# many queued jobs, as a Markdown table. Needs a built ./slipway, git, jq and curl.
# Usage: run.sh [megabytes of log] [queued jobs, at least 250]
set -euo pipefail
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
slipway=$(CDPATH= cd -- "$here/../.." && pwd)/slipway
megabytes=${1:-1000}
jobs=${2:-10000}
[ "$jobs" -ge 250 ] || { echo "at least 250 jobs, not $jobs" >&2; exit 64; }
work=$(mktemp -d)
export SLIPWAY_NO_BUILD=1 HOME="$work" XDG_CONFIG_HOME="$work/config" GIT_CONFIG_GLOBAL="$work/gitconfig" GIT_TERMINAL_PROMPT=0
server=
end() { [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" || true; }; rm -rf "$work"; }
trap end EXIT
trap 'exit 130' INT TERM

load=$(cut -d' ' -f1 /proc/loadavg)
"$slipway" server --ephemeral --home "$work/home" --listen 127.0.0.1:0 --edge-listen 127.0.0.1:0 > "$work/server.log" 2>&1 &
server=$!
until [ -f "$work/home/server.json" ]; do sleep 0.1; done
url=$(jq -r .url "$work/home/server.json")
head -c 24 /dev/urandom | base64 | "$slipway" login "$url" --password-stdin --name alice --setup-token "$(cat "$work/home/setup.token")" > /dev/null
mkdir -p "$work/repo/.github/workflows"
cd "$work/repo"
git init -q -b main
git config user.name alice
git config user.email alice@example.com
"$slipway" projects create bench > /dev/null
git remote add slipway "$url/git/bench.git"
git config "credential.$url.helper" "!$slipway git-credential"

cat > .github/workflows/log.yml <<YAML
on: {workflow_dispatch: {}}
jobs:
  it:
    runs-on: ubuntu-latest
    steps:
      - run: yes "\$(printf '%99s' x | tr ' ' x)" | head -n ${megabytes}0000
YAML
cat > .github/workflows/live.yml <<'YAML'
on: {workflow_dispatch: {}}
jobs:
  it:
    runs-on: ubuntu-latest
    steps:
      - run: for i in $(seq 50); do echo "said $(date +%s%3N)"; sleep 0.1; done
YAML
# One job of 40 legs holds every place; as many jobs of 250 legs each as it takes wait behind it.
{
  printf 'on: {workflow_dispatch: {}}\njobs:\n  hold:\n    runs-on: ubuntu-latest\n    strategy: {matrix: {n: ['
  seq -s ', ' 1 40 | tr -d '\n'; printf ']}}\n    steps: [{run: sleep 600}]\n'
} > .github/workflows/hold.yml
{
  printf 'on: {workflow_dispatch: {}}\njobs:\n'
  i=0
  while [ $i -lt $((jobs / 250)) ]; do
    printf '  j%s:\n    runs-on: ubuntu-latest\n    strategy: {matrix: {n: [' $i
    seq -s ', ' 1 250 | tr -d '\n'; printf "]}}\n    steps: [{run: 'true'}]\n"; i=$((i + 1))
  done
} > .github/workflows/queue.yml
git add -A
git commit -qm one
git push -q slipway main 2> "$work/push.log" || { cat "$work/push.log" >&2; exit 1; }

token=$(jq -r '[.tokens[]][0]' "$work/config/slipway/credentials.json")
[ "$token" != null ]
api() { curl -sS -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
now() { date +%s%3N; }
# Milliseconds of processor time of the server, without its children.
cpu() { sed 's/.*) //' "/proc/$server/stat" | awk -v hz="$(getconf CLK_TCK)" '{ print int(($12 + $13) * 1000 / hz) }'; }
start() { api "$url/api/v1/projects/bench/dispatch" -d "{\"workflow\": \"$1.yml\", \"ref\": \"main\"}" | jq -r .id; }
state() { api "$url/api/v1/runs/$1" | jq -r .state; }
over() { until case $(state "$1") in queued|running|cancelling|QUEUED|RUNNING|CANCELLING) false ;; *) true ;; esac; do sleep 0.2; done; }
exact() {
  api "$url/api/v1/runs/$1" | jq -r '.jobs[0].steps[-1] | .startedAt, .finishedAt' | while read -r at; do date -d "$at" +%s%3N; done |
    awk 'NR == 1 { first = $1 } NR == 2 { print $1 - first }'
}

echo "Slipway $(git -C "$here" rev-parse --short HEAD), $(nproc) cores, Linux $(uname -r), load before $load"
echo
echo "| What | Measured |"
echo "|---|---|"

before=$(cpu); run=$(start log); over "$run"; after=$(cpu); took=$(exact "$run")
echo "| log of one job to disk, $megabytes MB in lines of 100 bytes | $((megabytes * 1000 / took)) MB/s, $(((after - before) * 1000 / megabytes)) ms of the server's processor for 1,000 MB |"

run=$(start live)
job=$(api "$url/api/v1/runs/$run" | jq -r '.jobs[0].id')
api -N "$url/api/v1/runs/$run/jobs/$job/log/stream" |
  while IFS= read -r line; do
    case $line in *'"said '[0-9]*) said=${line##*said }; echo $((${EPOCHREALTIME/./} / 1000 - ${said%%\"*})) ;; esac
  done | sort -n > "$work/behind"
over "$run"
awk '{ v[NR] = $1 } END { printf "| live view behind the step, %d lines | median %d ms, worst %d ms |\n", NR, v[int((NR + 1) / 2)], v[NR] }' "$work/behind"

hold=$(start hold)
until [ "$(state "$hold" | tr A-Z a-z)" = running ]; do sleep 0.1; done
sleep 2
# Both are answered when all is written.
before=$(cpu); begun=$(now); run=$(start queue); queued=$(now); after=$(cpu)
waiting=$(api "$url/api/v1/runs/$run" | jq '[.jobs[] | select((.state | ascii_downcase) == "queued")] | length')
[ "$waiting" -eq "$jobs" ] || { echo "$waiting of $jobs jobs wait" >&2; exit 1; }
echo "| $jobs jobs planned and queued | $((queued - begun)) ms, $(((after - before) * 1000 / jobs)) µs of processor a job |"
before=$(cpu); begun=$(now); api -X POST "$url/api/v1/runs/$run/cancel" > /dev/null; ended=$(now); after=$(cpu)
echo "| the same jobs cancelled | $((ended - begun)) ms, $(((after - before) * 1000 / jobs)) µs of processor a job |"
api -X POST "$url/api/v1/runs/$hold/cancel" > /dev/null
over "$hold"
