package dev.slipway.server.web;

import dev.slipway.kernel.Problem;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the server says of itself: health, metrics, version, the schema of its configuration. */
public final class SystemRoutes implements RouteSource {

    private static final String SCHEMA = "/slipway.schema.json";

    private final Health health;
    private final Metrics metrics;
    private final String version;

    public SystemRoutes(Health health, Metrics metrics, String version) {
        this.health = health;
        this.metrics = metrics;
        this.version = version;
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
                        SystemRoutes::schema,
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

    private static void schema(Exchange exchange) throws IOException {
        try (InputStream schema = SystemRoutes.class.getResourceAsStream(SCHEMA)) {
            if (schema == null) {
                throw Problem.of(
                        Problem.Kind.NOT_FOUND, "no-schema", "this build has no schema of slipway.yml", "see docs/");
            }
            exchange.http()
                    .contentType("application/schema+json")
                    .result(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
