package dev.slipway.edge.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.edge.route.StaleRevision;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the admin API. It shares no thread and no socket with the data path, so that neither can starve the other.
 * Every request must carry the token, and must name a loopback host, so that no web page can reach it by a name that it
 * made point here.
 */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

    /**
     * Without it the JDK's server holds the body of an answer back until the client has acknowledged the head, which the
     * client's kernel puts off for 40 ms; the control plane asks for the counters before every verdict.
     */
    private static final String AT_ONCE = "sun.net.httpserver.nodelay";

    static {
        if (System.getProperty(AT_ONCE) == null) {
            System.setProperty(AT_ONCE, "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Binds and answers at once.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code port-in-use}
     */
    public AdminServer(InetSocketAddress listen, AdminToken token, AdminApi api) {
        try {
            server = HttpServer.create(listen, 0);
        } catch (IOException e) {
            threads.close();
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "port-in-use",
                    "the edge's admin API cannot listen on port " + listen.getPort() + ": " + e.getMessage(),
                    "stop what listens there (ss -ltnp shows it), or choose another with --admin",
                    e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange, token, api);
            }
        });
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void serve(HttpExchange exchange, AdminToken token, AdminApi api) throws IOException {
        try {
            admit(exchange, token);
            api.answer(exchange);
        } catch (StaleRevision e) {
            send(
                    exchange,
                    409,
                    problem(409, "stale-revision", e.getMessage(), "look at the route, then decide again", e));
        } catch (Problem e) {
            int status = e.kind().httpStatus();
            send(exchange, status, problem(status, e.code(), e.message(), e.hint(), null));
        } catch (RuntimeException e) {
            LOG.error("a defect: {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            send(exchange, 500, problem(500, "internal", "the edge has a defect", "its log says more", null));
        }
    }

    private static void admit(HttpExchange exchange, AdminToken token) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOOPBACK.matcher(host).matches()) {
            throw Problem.of(Problem.Kind.DENIED, "bad-host", "the Host is not a loopback one", "call it by 127.0.0.1");
        }
        if (!token.opens(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            throw Problem.of(
                    Problem.Kind.UNAUTHENTICATED,
                    "bad-token",
                    "the token is missing or wrong",
                    "send Authorization: Bearer with the content of admin.token in the edge's home");
        }
    }

    private static Map<String, Object> problem(
            int status, String code, @Nullable String message, @Nullable String hint, @Nullable StaleRevision stale) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", status);
        fields.put("code", code);
        fields.put("message", message == null ? code : message);
        if (hint != null) {
            fields.put("hint", hint);
        }
        if (stale != null && stale.current() != null) {
            fields.put("route", stale.current());
        }
        return fields;
    }

    /** Sends a value as JSON; problems as problem JSON. */
    static void send(HttpExchange exchange, int status, Object value) throws IOException {
        String type = status >= 400 ? "application/problem+json" : "application/json";
        send(exchange, status, type, Json.write(value) + "\n");
    }

    static void send(HttpExchange exchange, int status, String mediaType, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", mediaType);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        }
    }

    /** Returns when no change is under way any more. */
    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
