package dev.slipway.server.web;

import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the server says of itself: health, metrics, version, the schema of its configuration. */
public final class SystemRoutes implements RouteSource {

    private final Health health;
    private final Metrics metrics;
    private final String version;
    private final String schema;

    /**
     * @param version as people write it
     * @param schema of {@code slipway.yml}, JSON Schema
     */
    public SystemRoutes(Health health, Metrics metrics, String version, String schema) {
        this.health = health;
        this.metrics = metrics;
        this.version = version;
        this.schema = schema;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/health",
                        Access.open("whoever watches the server has no account"),
                        this::health,
                        "How the server is, part by part; status 503 when unhealthy."),
                new Route(
                        Method.GET,
                        "/metrics",
                        new Access.Local(new Access.Member(Scope.READ, Role.VIEWER, new Access.Reach.WholeServer())),
                        this::metrics,
                        "The server's own metrics, for Prometheus."),
                new Route(
                        Method.GET,
                        "/version",
                        Access.open("it is in every release's notes"),
                        exchange -> exchange.json(Map.of("version", version)),
                        "The server's version."),
                new Route(
                        Method.GET,
                        "/schema/slipway.json",
                        Access.open("editors fetch it without an account"),
                        this::schema,
                        "JSON schema of `slipway.yml`."));
    }

    private void health(Exchange exchange) {
        Health.Report report = health.report();
        exchange.json(report.status() == HealthPart.Level.UNHEALTHY ? 503 : 200, report);
    }

    private void metrics(Exchange exchange) throws IOException {
        ExpositionFormatWriter writer = metrics.writer(exchange.http().header("Accept"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.write(writer, out);
        exchange.http().contentType(writer.getContentType()).result(out.toByteArray());
    }

    private void schema(Exchange exchange) {
        exchange.http().contentType("application/schema+json").result(schema);
    }
}
