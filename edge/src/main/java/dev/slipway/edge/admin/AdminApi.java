package dev.slipway.edge.admin;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.edge.route.RouteBook;
import dev.slipway.edge.route.RouteChange;
import dev.slipway.edge.tls.CertificateStore;
import dev.slipway.edge.traffic.TrafficReport;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the admin API answers to each request; who may ask is settled before. */
public final class AdminApi {

    private static final int MAX_BODY = 1024 * 1024;
    private static final String ROUTE = "/v1/routes/";

    private final String bootId;
    private final InstantSource clock;
    private final Instant started;
    private final RouteBook book;
    private final Supplier<TrafficReport> report;
    private final IntSupplier openConnections;
    private final LongSupplier rehearsed;
    private final Supplier<CertificateStore.Report> certificates;

    /**
     * @param report the counters of this moment
     * @param openConnections counts the clients connected now
     * @param rehearsed counts the requests of the rehearsal
     * @param certificates in force
     */
    public AdminApi(
            String bootId,
            InstantSource clock,
            RouteBook book,
            Supplier<TrafficReport> report,
            IntSupplier openConnections,
            LongSupplier rehearsed,
            Supplier<CertificateStore.Report> certificates) {
        this.bootId = bootId;
        this.clock = clock;
        this.started = clock.instant();
        this.book = book;
        this.report = report;
        this.openConnections = openConnections;
        this.rehearsed = rehearsed;
        this.certificates = certificates;
    }

    void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String path = uri.getPath();
        if (path.startsWith(ROUTE)) {
            route(exchange, path.substring(ROUTE.length()), uri);
            return;
        }
        requireGet(exchange);
        switch (path) {
            case "/v1/health" -> AdminServer.send(exchange, 200, health());
            case "/v1/routes" -> AdminServer.send(exchange, 200, book.routes());
            case "/v1/stats" -> AdminServer.send(exchange, 200, report.get());
            case "/v1/certificates" -> AdminServer.send(exchange, 200, certificates.get());
            case "/metrics" ->
                AdminServer.send(
                        exchange, 200, Metrics.MEDIA_TYPE, Metrics.text(report.get(), openConnections.getAsInt()));
            default -> throw unknown(path);
        }
    }

    private Health health() {
        return new Health(
                "healthy", bootId, Duration.between(started, clock.instant()).toSeconds(), rehearsed.getAsLong());
    }

    private void route(HttpExchange exchange, String key, URI uri) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> AdminServer.send(exchange, 200, book.get(key));
            case "PUT" -> AdminServer.send(exchange, 200, book.put(key, change(exchange)));
            case "DELETE" -> {
                book.delete(key, number(uri, "epoch"), number(uri, "revision"));
                AdminServer.send(exchange, 204, "");
            }
            default -> throw wrongMethod(exchange);
        }
    }

    private static RouteChange change(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "route-too-large",
                    "the route is larger than " + MAX_BODY + " bytes",
                    "split it into several routes");
        }
        return Json.read(new String(body, StandardCharsets.UTF_8), RouteChange.class);
    }

    private static long number(URI uri, String name) {
        String query = uri.getRawQuery();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                String value = URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                if (value.matches("\\d{1,18}")) {
                    return Long.parseLong(value);
                }
            }
        }
        throw Problem.of(
                Problem.Kind.INVALID,
                "bad-query",
                "'" + name + "' is missing or no number",
                "add ?epoch=N&revision=N with the values of your lease and of the route you saw");
    }

    private static void requireGet(HttpExchange exchange) {
        if (!exchange.getRequestMethod().equals("GET")) {
            throw wrongMethod(exchange);
        }
    }

    private static Problem wrongMethod(HttpExchange exchange) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-method",
                exchange.getRequestMethod() + " is not offered here",
                "compare it with the API reference");
    }

    private static Problem unknown(String path) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-such-page",
                "there is nothing at " + path,
                "there are /v1/health, /v1/routes, /v1/stats, /v1/certificates and /metrics");
    }

    /**
     * That the edge is up.
     *
     * @param status healthy
     * @param rehearsedRequests carried before or beside those of users, to have compiled code for them
     */
    record Health(String status, String bootId, long uptimeSeconds, long rehearsedRequests) {}
}
