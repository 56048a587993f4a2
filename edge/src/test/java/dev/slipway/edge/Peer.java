package dev.slipway.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Another proxy in front of the same instance, as Debian has it. */
record Peer(Process process, int port) implements AutoCloseable {

    static final Path NGINX = Path.of("/usr/sbin/nginx");
    static final Path HAPROXY = Path.of("/usr/sbin/haproxy");

    static Peer nginx(Path home, String upstream) throws IOException {
        int port = freePort();
        Path file = Files.writeString(home.resolve("nginx.conf"), """
                worker_processes 1; pid %1$s.pid; error_log %1$s.log; daemon off;
                events { worker_connections 512; }
                http { access_log off; client_body_temp_path %1$s-1; proxy_temp_path %1$s-2; fastcgi_temp_path %1$s-3;
                  uwsgi_temp_path %1$s-4; scgi_temp_path %1$s-5;
                  server { listen 127.0.0.1:%2$d; location / { proxy_pass http://127.0.0.1:%3$s;
                    proxy_http_version 1.1; proxy_set_header Connection ""; } } }
                """.formatted(home.resolve("nginx"), port, upstream));
        return start(port, NGINX.toString(), "-c", file.toString());
    }

    static Peer haproxy(Path home, String upstream) throws IOException {
        int port = freePort();
        Path file = Files.writeString(home.resolve("haproxy.cfg"), """
                defaults
                  mode http
                  timeout connect 10s
                  timeout client 10s
                  timeout server 10s
                frontend f
                  bind 127.0.0.1:%d
                  default_backend b
                backend b
                  server s 127.0.0.1:%s
                """.formatted(port, upstream));
        return start(port, HAPROXY.toString(), "-q", "-db", "-f", file.toString());
    }

    private static Peer start(int port, String... argv) throws IOException {
        return new Peer(
                new ProcessBuilder(List.of(argv))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start(),
                port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** TERM, so that nginx takes its worker along. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
