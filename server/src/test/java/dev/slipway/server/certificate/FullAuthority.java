package dev.slipway.server.certificate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An authority that answers every order with 429, as Let's Encrypt does to who has ordered too often. */
final class FullAuthority implements AutoCloseable {

    private final HttpServer server;
    private final Duration pause;

    FullAuthority(Duration pause) throws IOException {
        this.pause = pause;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/dir", this::directory);
        server.createContext("/nonce", exchange -> answer(exchange, 200, "{}"));
        server.createContext("/", this::refuse);
        server.start();
    }

    AcmeSettings settings(List<String> names) {
        return new AcmeSettings(names, address("/dir"), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void directory(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                Json.write(Map.of(
                        "newNonce", address("/nonce"),
                        "newAccount", address("/account"),
                        "newOrder", address("/order"))));
    }

    private void refuse(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Retry-After", String.valueOf(pause.toSeconds()));
        exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
        answer(
                exchange,
                429,
                Json.write(Map.of(
                        "type", "urn:ietf:params:acme:error:rateLimited", "detail", "too many new orders recently")));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Replay-Nonce", "bm9uY2U");
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
