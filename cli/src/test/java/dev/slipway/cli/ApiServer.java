package dev.slipway.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A small real HTTP server that answers as the API does, and keeps what it was asked. */
final class ApiServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    record Answer(int status, String type, String body) {}

    record Asked(String method, String path, String token, String body) {}

    ApiServer() throws IOException {
        this(0);
    }

    ApiServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers so the next time, and from then on until there is another answer. */
    ApiServer on(String request, String json) {
        return on(request, 200, "application/json", json);
    }

    ApiServer problem(String request, int status, String json) {
        return on(request, status, "application/problem+json", json);
    }

    ApiServer stream(String request, String events) {
        return on(request, 200, "text/event-stream", events);
    }

    private ApiServer on(String request, int status, String type, String body) {
        answers.computeIfAbsent(request, each -> new ArrayDeque<>()).add(new Answer(status, type, body));
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(
                new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), token, body));
        Answer answer = next(request);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private synchronized Answer next(String request) {
        Queue<Answer> queue = answers.get(request);
        if (queue == null) {
            return new Answer(
                    404,
                    "application/problem+json",
                    "{\"code\":\"no-such-thing\",\"title\":\"there is no " + request + "\",\"status\":404}");
        }
        return queue.size() > 1 ? queue.remove() : queue.element();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
