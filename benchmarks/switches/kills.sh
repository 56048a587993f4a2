#!/bin/sh
# Switches under load through the whole product while the control plane is killed with -9 after every two seconds that it
# was ready, for one kind of users: h1 (HTTP/1.1), h2 (HTTP/2 over TLS) or ws (HTTP/1.1, and eight WebSockets that are held
# through the switches); then, with verdicts above 0, how long users still meet a release after its verdict.
# Usage: kills.sh [kills, 30] [requests per second, 200; at most 5000] [h1|h2|ws] [verdicts, 10] [drain time in seconds, 5]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
case "${3:-h1}" in
  h1 | h2) users=${3:-h1} ;;
  ws) users=h1,ws ;;
  *) echo "the third argument is h1, h2 or ws, not $3" >&2; exit 64 ;;
esac
rate=${2:-200}
[ "$rate" -le 5000 ] || { echo "at most 5000 requests per second, not $rate" >&2; exit 64; }
tests=KillTest
[ "${4:-10}" -eq 0 ] || tests=KillTest,VerdictTest
"$root/slipway" --version >&2
echo "$(nproc) cores, Linux $(uname -r), load before $(cut -d' ' -f1 /proc/loadavg)"
"$root/mvnw" -f "$root/pom.xml" -q -pl kernel,testkit,scenarios -am test -Dspotless.check.skip -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest="$tests" -Dslipway.kills="${1:-30}" -Dslipway.life=2000 -Dslipway.rate="$rate" -Dslipway.customers="$users" \
  -Dslipway.drain="${5:-5}" -Dslipway.verdicts="${4:-10}"
