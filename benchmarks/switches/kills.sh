#!/bin/sh
# Switches under load through the whole product while the control plane is killed with -9 after every two seconds that it
# was ready; then how long users still meet a release after its verdict. Needs the packaged modules (./slipway --version).
# Usage: kills.sh [kills] [requests per second] [verdicts]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
"$root/slipway" --version >&2
echo "$(nproc) cores, Linux $(uname -r), load before $(cut -d' ' -f1 /proc/loadavg)"
"$root/mvnw" -f "$root/pom.xml" -q -pl kernel,testkit,scenarios -am test -Dspotless.check.skip -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest='KillTest,VerdictTest' -Dslipway.kills="${1:-30}" -Dslipway.life=2000 -Dslipway.rate="${2:-200}" \
  -Dslipway.verdicts="${3:-10}"
