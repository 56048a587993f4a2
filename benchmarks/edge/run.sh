#!/bin/sh
# The edge beside nginx and HAProxy, and Caddy and kamal-proxy where they are there, in front of one nginx backend:
# interleaved rounds, medians, as a Markdown table.
# Needs wrk, nginx, haproxy, curl, and a packaged edge (./mvnw -pl edge -am package -DskipTests).
# Usage: run.sh [rounds] [seconds per measurement]     TRANSPORTS="io_uring epoll nio" CONNECTIONS="32 128" THREADS=2
#   EDGE_THREADS=1 (otherwise THREADS)   EDGE_JVM="flags of the edge's JVM"   CADDY=program   KAMAL_PROXY=program
# With 5 rounds of 5 s it takes about 10 minutes. Everything is on 127.0.0.1 and is ended at the end.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
java=$("$root/bin/find-java" java)
rounds=${1:-5}; seconds=${2:-5}
threads=${THREADS:-$(nproc)}
work=$(mktemp -d); pids=""
finish() { for pid in $pids; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"; }
trap finish EXIT
trap 'exit 130' INT TERM

cat > "$work/backend.conf" <<CONF
worker_processes 1; pid $work/backend.pid; error_log $work/backend.log; daemon off;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 100000000;
  server { listen 127.0.0.1:18901 backlog=4096; location / { return 200 "hello, world\n"; } } }
CONF
cat > "$work/nginx.conf" <<CONF
worker_processes $threads; pid $work/nginx.pid; error_log $work/nginx.log; daemon off;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 100000000;
  upstream b { server 127.0.0.1:18901; keepalive 128; keepalive_requests 100000000; }
  server { listen 127.0.0.1:18902 backlog=4096; location / { proxy_pass http://b; proxy_http_version 1.1;
    proxy_set_header Connection ""; proxy_set_header Host \$host; proxy_set_header X-Forwarded-For \$remote_addr;
    proxy_set_header X-Forwarded-Proto http; proxy_set_header X-Request-Id \$request_id; } } }
CONF
cat > "$work/haproxy.cfg" <<CONF
global
  nbthread $threads
  maxconn 4096
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
frontend f
  bind 127.0.0.1:18903
  default_backend b
backend b
  server s 127.0.0.1:18901
CONF

cat > "$work/Caddyfile" <<CONF
{
  admin off
  auto_https off
  storage file_system $work/caddy
}
http://127.0.0.1:18908 {
  reverse_proxy 127.0.0.1:18901 {
    transport http {
      keepalive_idle_conns_per_host 128
    }
  }
}
CONF

start_caddy() {
  GOMAXPROCS=$threads HOME="$work/caddy" "$caddy" run --config "$work/Caddyfile" --adapter caddyfile 2>"$work/caddy.log" >/dev/null &
  pids="$pids $!"; echo "caddy 18908 $!" >> "$work/targets"
  until curl -sf -o /dev/null http://127.0.0.1:18908/; do sleep 0.05; done
}

# It writes a line for each request, which goes to nowhere, and asks /up of what it is to serve.
start_kamal() {
  mkdir -p "$work/kamal"
  GOMAXPROCS=$threads HOME="$work/kamal" XDG_RUNTIME_DIR="$work/kamal" "$kamal" run --http-port 18909 --https-port 18910 \
    >/dev/null 2>"$work/kamal.log" & pids="$pids $!"; echo "kamal-proxy 18909 $!" >> "$work/targets"
  until HOME="$work/kamal" XDG_RUNTIME_DIR="$work/kamal" "$kamal" deploy b --target 127.0.0.1:18901 >>"$work/kamal.log" 2>&1; do
    sleep 0.05
  done
}

# start_edge NAME PORT TRANSPORT: as the server starts it, and waits until it serves.
start_edge() {
  mkdir -p "$work/$1"
  # shellcheck disable=SC2046
  "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xmx96m \
    -XX:MaxDirectMemorySize=64m ${EDGE_JVM:-} -cp "$root/edge/target/classes:$root/edge/target/lib/*" dev.slipway.edge.Main \
    --listen "127.0.0.1:$2" --home "$work/$1" --transport "$3" --threads "${EDGE_THREADS:-$threads}" --rehearse-millis "${REHEARSE:-300}" \
    2>"$work/$1.log" >/dev/null & pids="$pids $!"
  started=$!
  until [ -f "$work/$1/edge.json" ]; do
    kill -0 "$started" 2>/dev/null || { cat "$work/$1.log" >&2; exit 1; }
    sleep 0.05
  done
  admin=$(sed 's/.*"admin":"\([^"]*\)".*/\1/' "$work/$1/edge.json")
  curl -sf -o /dev/null -X PUT -H "Authorization: Bearer $(cat "$work/$1/admin.token")" "http://$admin/v1/routes/b" \
    -d '{"epoch":1,"revision":0,"hosts":["*"],"pathPrefix":"/","pools":[{"release":"r-1","weight":1,"instances":[{"id":"i","address":"127.0.0.1:18901"}]}]}'
  echo "$1 $2 $started" >> "$work/targets"
}

with_children() { echo "$1"; cat "/proc/$1/task/$1/children" 2>/dev/null | tr ' ' '\n'; }

# Hundredths of a second that a process and its children have used.
ticks() {
  for pid in $(with_children "$1"); do sed 's/.*) //' "/proc/$pid/stat"; done | awk '{ t += $12 + $13 } END { print t + 0 }'
}

resident() {
  for pid in $(with_children "$1"); do grep VmRSS "/proc/$pid/status"; done | awk '{ k += $2 } END { print int(k / 1024) }'
}

# load PORT CONNECTIONS SECONDS HEADERS: leaves the report in $work/out.
load() {
  if [ "$4" = browser ]; then
    wrk -t1 "-c$2" "-d${3}s" --latency -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36' \
      -H 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8' \
      -H 'Accept-Language: en-GB,en;q=0.9' -H 'Accept-Encoding: gzip, deflate, br' -H 'Sec-Fetch-Mode: navigate' \
      -H 'Cookie: session=0123456789abcdef0123456789abcdef; theme=dark' "http://127.0.0.1:$1/" > "$work/out"
  else
    wrk -t1 "-c$2" "-d${3}s" --latency "http://127.0.0.1:$1/" > "$work/out"
  fi
}

# From the report and the ticks before and after: requests per second, p99 in ms, CPU seconds per 100,000, errors.
figures() {
  awk -v ticks="$1" '
    function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
    / requests in / { n = $1 } /Requests\/sec/ { r = $2 } $1 == "99%" { p = ms($2) } /Non-2xx/ { e += $NF }
    /Socket errors/ { gsub(",", ""); e += $4 + $6 + $8 + $10 }
    END { printf "%.0f %.2f %.2f %d\n", r, p, ticks * 1000 / (n > 0 ? n : 1), e }' "$work/out"
}

nginx -c "$work/backend.conf" & pids="$pids $!"
nginx -c "$work/nginx.conf" & pids="$pids $!"; echo "nginx 18902 $!" >> "$work/targets"
haproxy -f "$work/haproxy.cfg" -db 2>"$work/haproxy.log" & pids="$pids $!"; echo "haproxy 18903 $!" >> "$work/targets"

caddy=${CADDY:-caddy}; kamal=${KAMAL_PROXY:-kamal-proxy}
if command -v "$caddy" >/dev/null 2>&1; then start_caddy; fi
if command -v "$kamal" >/dev/null 2>&1; then start_kamal; fi

echo "nginx $(nginx -v 2>&1 | sed 's/.*\///'), HAProxy $(haproxy -v | awk 'NR == 1 { print $3 }'), $threads threads each," \
  "$rounds rounds of $seconds s, $(nproc) cores, Linux $(uname -r), load before $(cut -d' ' -f1 /proc/loadavg)"
echo
echo "| first seconds of a fresh edge | req/s per second | p99 ms |"
echo "|---|---|---|"
port=18904
for transport in ${TRANSPORTS:-io_uring epoll}; do
  start_edge "edge-$transport" "$port" "$transport"
  rates=""; tails=""
  for _ in 1 2 3 4 5; do
    load "$port" 128 1 browser
    rates="$rates $(figures 0 | cut -d' ' -f1)"; tails="$tails $(figures 0 | cut -d' ' -f2)"
  done
  echo "| edge-$transport |$rates |$tails |"
  load "$port" 128 "${WARMUP:-10}" browser
  port=$((port + 1))
done

for headers in small browser; do
  for connections in ${CONNECTIONS:-32 128}; do
    round=1
    while [ "$round" -le "$rounds" ]; do
      while read -r name port pid; do
        before=$(ticks "$pid")
        load "$port" "$connections" "$seconds" "$headers"
        after=$(ticks "$pid")
        echo "$headers $connections $name $(figures $((after - before))) $(resident "$pid")" >> "$work/results"
      done < "$work/targets"
      round=$((round + 1))
    done
  done
done

echo
echo "| headers | connections | proxy | req/s | of nginx or HAProxy, the better | p99 ms | CPU s per 100k | RSS MB | errors |"
echo "|---|---|---|---|---|---|---|---|---|"
awk '
  function median(list,   n, v, i, j, t) {
    n = split(list, v, " ")
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
  }
  { key = $1 " " $2 " " $3; if (!(key in rate)) order[++keys] = key
    rate[key] = rate[key] " " $4; tail[key] = tail[key] " " $5; cpu[key] = cpu[key] " " $6; errors[key] += $7
    if ($8 > rss[key]) rss[key] = $8 }
  END {
    for (i = 1; i <= keys; i++) {
      split(order[i], k, " ")
      if (k[3] ~ /^(nginx|haproxy)$/ && median(rate[order[i]]) > best[k[1] k[2]]) best[k[1] k[2]] = median(rate[order[i]])
    }
    for (i = 1; i <= keys; i++) {
      key = order[i]; split(key, k, " ")
      printf "| %s | %s | %s | %.0f | %.2f | %.1f | %.2f | %d | %d |\n", k[1], k[2], k[3], median(rate[key]),
        median(rate[key]) / best[k[1] k[2]], median(tail[key]), median(cpu[key]), rss[key], errors[key]
    }
  }' "$work/results"
