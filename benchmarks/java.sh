#!/bin/sh
# Runs a benchmark's main class, and builds the module first when it is older than the sources. Usage: java.sh CLASS [arguments]
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
jar="$root/benchmarks/target/benchmarks-0.1.0.jar"
if [ ! -f "$jar" ] || [ -n "$(find "$root/kernel/src/main" "$root/actions/src/main" "$root/delivery/src/main" \
    "$root/runner/src/main" "$root/store/src/main" "$root/benchmarks/src" -newer "$jar" -type f | head -n 1)" ]; then
  "$root/mvnw" -f "$root/pom.xml" -q -Pbenchmarks -pl benchmarks -am package -DskipTests -Dspotless.check.skip >&2
fi
echo "$(nproc) cores, Linux $(uname -r), load before $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$("$root/bin/find-java" java)" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx512m \
  -Dorg.jooq.no-logo=true -Dorg.jooq.no-tips=true \
  -cp "$jar:$root/benchmarks/target/lib/*" "$@"
