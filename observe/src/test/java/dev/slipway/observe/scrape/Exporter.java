package dev.slipway.observe.scrape;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

/** A target that says what a test wants it to say. */
final class Exporter implements AutoCloseable {

    private final HttpServer server;
    private final AtomicReference<Answer> answer = new AtomicReference<>(new Answer(200, "text/plain", "", false, ""));
    private final AtomicReference<byte[]> raw = new AtomicReference<>(new byte[0]);
    final AtomicReference<Headers> asked = new AtomicReference<>(new Headers());

    record Answer(int status, String type, String body, boolean packed, String location) {}

    Exporter() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestHeaders());
            Answer now = answer.get();
            byte[] plain = raw.get();
            byte[] body = plain.length > 0
                    ? plain
                    : now.packed() ? packed(now.body()) : now.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", now.type());
            if (now.packed()) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            if (!now.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", now.location());
            }
            exchange.sendResponseHeaders(now.status(), body.length == 0 ? -1 : body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    private static byte[] packed(String body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void says(String text) {
        answer.set(new Answer(200, "text/plain; version=0.0.4", text, false, ""));
    }

    void sends(byte[] body) {
        raw.set(body);
    }

    void answers(Answer next) {
        answer.set(next);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
