package dev.slipway.server.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** A forge's API that remembers what it was asked, and answers as the test wants. */
public final class ForgeTarget implements AutoCloseable {

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    public volatile int status = 201;
    volatile String answer = "{}";
    volatile Map<String, String> headers = Map.of();
    private final HttpServer server;

    public ForgeTarget() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = Json.read(
                    new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8),
                    JsonNode.class);
            int answered = status;
            headers.forEach(exchange.getResponseHeaders()::set);
            asked.add(new Asked(
                    exchange.getRequestURI().getRawPath(), Map.copyOf(exchange.getRequestHeaders()), body, answered));
            byte[] bytes = answer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answered, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** @param answered status of the answer */
    public record Asked(String path, Map<String, List<String>> headers, JsonNode body, int answered) {

        public String state() {
            return body.path("state").asString();
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }
}
