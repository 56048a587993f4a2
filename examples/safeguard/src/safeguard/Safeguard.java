package safeguard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;

/** The service: /score, /health and /metrics on the port in PORT, its data in the folder in SLIPWAY_DATA. */
public final class Safeguard {

    private static final int STOP_SECONDS = 5;

    private final HttpServer server;
    private final Scores scores;
    private final Metrics metrics = new Metrics();

    Safeguard(int port, Path folder) throws IOException {
        scores = new Scores(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/score", this::score);
        server.createContext("/health", exchange -> answer(exchange, 200, "application/json", "{\"status\":\"ok\"}"));
        server.createContext("/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.text()));
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        Safeguard safeguard = new Safeguard(port, dataFolder());
        Runtime.getRuntime().addShutdownHook(new Thread(safeguard::stop));
        System.out.println("safeguard listens on port " + safeguard.start());
    }

    static Path dataFolder() {
        return Path.of(System.getenv().getOrDefault("SLIPWAY_DATA", "data"));
    }

    int start() {
        server.start();
        return server.getAddress().getPort();
    }

    /** Lets requests under way end. */
    void stop() {
        server.stop(STOP_SECONDS);
    }

    private void score(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        int status = 500;
        String body = "{\"error\":\"this payment could not be scored\"}";
        try {
            body = scored(parameters(exchange));
            status = 200;
        } catch (IllegalArgumentException e) {
            status = 400;
            body = "{\"error\":\"amount must be a number that is not negative, country two letters\"}";
        } catch (IOException | RuntimeException e) {
            System.err.println("cannot score " + exchange.getRequestURI() + ": " + e);
        }
        metrics.count(status, System.nanoTime() - start);
        answer(exchange, status, "application/json", body);
    }

    private String scored(Map<String, String> parameters) throws IOException {
        double amount = Double.parseDouble(parameters.getOrDefault("amount", ""));
        String country = parameters.getOrDefault("country", "DE").toUpperCase(Locale.ROOT);
        if (!(amount >= 0 && amount <= 1e12) || !country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("amount " + amount + ", country " + country);
        }
        int score = Rules.score(amount, country);
        scores.add(new Score(Instant.now(), amount, country, score));
        return "{\"score\":" + score + ",\"decision\":\"" + Rules.decision(score) + "\"}";
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        Map<String, String> parameters = new HashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
