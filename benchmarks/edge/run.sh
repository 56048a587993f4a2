#!/bin/sh
# Requests per second of the edge, nginx and HAProxy in front of one nginx backend, in interleaved rounds.
# Needs wrk, nginx, haproxy, curl, and a packaged edge (./mvnw -pl edge package). Usage: run.sh [rounds] [seconds]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
rounds=${1:-3}; seconds=${2:-8}
work=$(mktemp -d); pids=""
finish() { for pid in $pids; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"; }
trap finish EXIT

cat > "$work/backend.conf" <<CONF
worker_processes 1; pid $work/backend.pid; error_log $work/backend.log; daemon off;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000; server { listen 127.0.0.1:18901; location / { return 200 "hello, world\n"; } } }
CONF
cat > "$work/nginx.conf" <<CONF
worker_processes 2; pid $work/nginx.pid; error_log $work/nginx.log; daemon off;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000;
  upstream b { server 127.0.0.1:18901; keepalive 128; keepalive_requests 1000000; }
  server { listen 127.0.0.1:18902; location / { proxy_pass http://b; proxy_http_version 1.1;
    proxy_set_header Connection ""; proxy_set_header Host \$host; proxy_set_header X-Forwarded-For \$remote_addr;
    proxy_set_header X-Forwarded-Proto http; proxy_set_header X-Request-Id \$request_id; } } }
CONF
cat > "$work/haproxy.cfg" <<CONF
global
  nbthread 2
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
nginx -c "$work/backend.conf" & pids="$pids $!"
nginx -c "$work/nginx.conf" & pids="$pids $!"
haproxy -f "$work/haproxy.cfg" -db & pids="$pids $!"
"$("$root/bin/find-java" java)" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx128m \
  -cp "$root/edge/target/classes:$root/edge/target/lib/*" dev.slipway.edge.Main \
  --listen 127.0.0.1:18904 --home "$work/home" --transport "${TRANSPORT:-auto}" 2>"$work/edge.log" & pids="$pids $!"
until [ -f "$work/home/edge.json" ]; do sleep 0.1; done
admin=$(sed 's/.*"admin":"\([^"]*\)".*/\1/' "$work/home/edge.json")
curl -sf -o /dev/null -X PUT -H "Authorization: Bearer $(cat "$work/home/admin.token")" "http://$admin/v1/routes/b" \
  -d '{"epoch":1,"revision":0,"hosts":["*"],"pathPrefix":"/","pools":[{"release":"r-1","weight":1,"instances":[{"id":"i","address":"127.0.0.1:18901"}]}]}'

measure() {
  wrk -t1 -c128 -d"$2" --latency -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36' \
    -H 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8' \
    -H 'Accept-Language: en-GB,en;q=0.9' -H 'Accept-Encoding: gzip, deflate, br' -H 'Sec-Fetch-Mode: navigate' \
    -H 'Cookie: session=0123456789abcdef0123456789abcdef; theme=dark' "http://127.0.0.1:$1/" > "$work/out"
  awk '/Requests\/sec/ {r=$2} /99%/ {p=$2} /Non-2xx|Socket errors/ {e=e" "$0} END {print r, p, e}' "$work/out"
}
measure 18904 "${WARMUP:-8}s" > /dev/null
round=1
while [ "$round" -le "$rounds" ]; do
  for target in edge:18904 nginx:18902 haproxy:18903; do
    echo "round $round ${target%%:*} req/s p99: $(measure "${target##*:}" "${seconds}s")"
  done
  round=$((round + 1))
done
