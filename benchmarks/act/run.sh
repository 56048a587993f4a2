#!/bin/sh
# `slipway run` beside act in host mode, the same workflows in turn, as a Markdown table: medians of wall time, processor
# time and the largest memory of one process. Needs a built ./slipway, act, git and GNU time.
# Slipway is measured twice: with the daemon that an earlier command has left behind, whose time and memory count, and cold,
# in a process of its own. The daemon has performed each work twice before.
# act is a Go module: GOBIN=DIR go install github.com/nektos/act@v0.2.89, then ACT=DIR/act.
# Usage: run.sh [rounds]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
slipway=$(CDPATH= cd -- "$here/../.." && pwd)/slipway
act=${ACT:-act}
rounds=${1:-3}
door=$(dirname -- "$slipway")/target/daemon
unset CI SLIPWAY_JVM
export SLIPWAY_NO_BUILD=1 HOME=${HOME:-/tmp}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

head() { printf 'name: %s\non: push\njobs:\n' "$1"; }

steps() {
  head steps; printf '  it:\n    runs-on: ubuntu-latest\n    steps:\n'
  i=0; while [ $i -lt 100 ]; do echo "      - run: 'true'"; i=$((i + 1)); done
}

matrix() {
  head matrix; printf '  leg:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n        n: ['
  seq -s ', ' 1 50 | tr -d '\n'; printf "]\n    steps:\n      - run: echo \${{ matrix.n }}\n"
}

# 200 jobs in 8 layers of 25; each needs two of the layer above it. In 20 layers of 10 that need three each, act 0.2.89
# had not begun its first job after 400 s of processor time: it walks every path.
dag() {
  head dag; i=0
  while [ $i -lt 200 ]; do
    printf '  j%s:\n    runs-on: ubuntu-latest\n' $i
    if [ $i -ge 25 ]; then
      up=$((i / 25 * 25 - 25))
      printf '    needs: [j%s, j%s]\n' $((up + i % 25)) $((up + (i + 3) % 25))
    fi
    printf "    steps:\n      - run: 'true'\n"; i=$((i + 1))
  done
}

# 100 MB in lines of 100 bytes.
log() {
  head log; printf '  it:\n    runs-on: ubuntu-latest\n    steps:\n'
  printf "      - run: yes \"\$(printf '%%99s' x | tr ' ' x)\" | head -n 1000000\n"
}

# A workflow like those that teams have, of which `many` holds a thousand.
ordinary() {
  cat <<YAML
name: number $1
on:
  push: {branches: [main, 'release/**'], paths-ignore: ['docs/**']}
  workflow_dispatch: {inputs: {level: {type: choice, options: [info, debug], default: info}}}
permissions: {contents: read}
concurrency: {group: "n$1-\${{ github.ref }}", cancel-in-progress: true}
env: {LEVEL: "\${{ inputs.level || 'info' }}"}
jobs:
  build:
    runs-on: ubuntu-latest
    strategy: {matrix: {java: [17, 21, 25], os: [ubuntu-latest], include: [{java: 25, main: true}]}}
    outputs: {version: "\${{ steps.v.outputs.version }}"}
    steps:
      - run: echo checkout
      - id: v
        run: echo "version=1.\${{ github.run_number }}" >> "\$GITHUB_OUTPUT"
      - if: \${{ matrix.main && github.ref == 'refs/heads/main' }}
        run: make package JAVA=\${{ matrix.java }}
  test:
    needs: build
    if: \${{ !cancelled() && needs.build.result == 'success' }}
    runs-on: ubuntu-latest
    env: {VERSION: "\${{ needs.build.outputs.version }}"}
    steps:
      - run: make test
      - if: failure()
        run: tail -n 100 build.log
YAML
}

for name in steps matrix dag log; do
  mkdir -p "$work/$name/.github/workflows"
  "$name" > "$work/$name/.github/workflows/ci.yml"
done
mkdir -p "$work/many/.github/workflows"
i=0; while [ $i -lt 1000 ]; do ordinary $i > "$work/many/.github/workflows/w$i.yml"; i=$((i + 1)); done
for name in steps matrix dag log many; do
  (cd "$work/$name" && git init -q -b main && git add . && git -c user.name=a -c user.email=a@example.com commit -qm one &&
    git remote add origin https://example.com/acme/shop.git)
done

# What the daemon and all that it has started have used so far, in processor seconds; 0 without one.
daemon_seconds() {
  pid=$(cut -d' ' -f4 "$door" 2>/dev/null || echo 0)
  awk -v tick="$(getconf CLK_TCK)" '{ print ($14 + $15 + $16 + $17) / tick }' "/proc/$pid/stat" 2>/dev/null || echo 0
}
daemon_kilobytes() { awk '/^VmHWM/ { print $2 }' "/proc/$(cut -d' ' -f4 "$door")/status" 2>/dev/null || echo 0; }

# once NAME TOOL: one run in $work/out, and its "seconds processor-seconds megabytes" behind those of earlier rounds.
once() {
  case "$2-$1" in
    warm-many) set -- "$1" "$2" env SLIPWAY_DAEMON=on "$slipway" run --dry-run ;;
    cold-many) set -- "$1" "$2" env SLIPWAY_DAEMON=off "$slipway" run --dry-run ;;
    # A dry run of act in host mode runs the commands all the same; a list reads and orders the jobs, as little as it has.
    act-many) set -- "$1" "$2" "$act" push --list ;;
    warm-*) set -- "$1" "$2" env SLIPWAY_DAEMON=on "$slipway" run ;;
    cold-*) set -- "$1" "$2" env SLIPWAY_DAEMON=off "$slipway" run ;;
    act-*) set -- "$1" "$2" "$act" push -P ubuntu-latest=-self-hosted --no-cache-server ;;
  esac
  name=$1; tool=$2; shift 2
  code=0
  before=$(daemon_seconds)
  (cd "$work/$name" && /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" > "$work/out" 2>&1) || code=$?
  if [ "$code" -ne 0 ]; then
    echo "$tool ended with $code in '$name':" >&2; tail -n 20 "$work/out" >&2; exit 1
  fi
  daemon=0 size=0
  if [ "$tool" = warm ]; then daemon="$(daemon_seconds) - $before"; size=$(daemon_kilobytes); fi
  echo "$(tail -n 1 "$work/time") $(echo "$daemon" | awk '{ print $1 - $3 }') $size" |
    awk '{ print $1, $2 + $3 + $5, ($4 > $6 ? $4 : $6) / 1024 }' >> "$work/$name.$tool"
}

# median NAME TOOL COLUMN
median() { cut -d' ' -f"$3" "$work/$1.$2" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

row() {
  for slipway_as in warm cold; do
    for tool in $slipway_as act; do
      for column in 1 2 3; do printf '%s ' "$(median "$1" $tool $column)"; done
    done | awk -v what="$2, $slipway_as" '{ printf "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.0f | %.0f |\n", what, $1, $4, $1 / $4, $2, $5, $2 / $5, $3, $6 }'
  done
}

echo "$("$act" --version), $rounds rounds, $(nproc) cores, Linux $(uname -r), load before $(cut -d' ' -f1 /proc/loadavg)"
echo
echo "| | Slipway s | act s | ratio | Slipway CPU s | act CPU s | ratio | Slipway MB | act MB |"
echo "|---|---|---|---|---|---|---|---|---|"
for name in ${ONLY:-steps matrix dag log many}; do
  once "$name" warm; once "$name" warm
  rm -f "$work/$name.warm"
  round=0
  while [ $round -lt "$rounds" ]; do
    once "$name" warm; once "$name" act; once "$name" cold
    round=$((round + 1))
  done
  case $name in
    steps) row steps '100 steps `true`' ;;
    matrix) row matrix 'matrix of 50 legs' ;;
    dag) row dag '200 jobs in 8 layers' ;;
    log) row log '100 MB of log' ;;
    many) row many '1,000 workflows: planned, matrices included (act: listed)' ;;
  esac
done
