package dev.slipway.server.query;

import static org.awaitility.Awaitility.await;

import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.watch.OutsideSeries;
import dev.slipway.server.watch.Watch;
import dev.slipway.server.watch.WatchSettings;
import dev.slipway.server.web.AllowedHosts;
import dev.slipway.server.web.ErrorPage;
import dev.slipway.server.web.Events;
import dev.slipway.server.web.KnownMembers;
import dev.slipway.server.web.Metrics;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.Routes;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.server.web.WebServer;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** A real server with the Prometheus API over a real store. */
public final class QueryHouse implements AutoCloseable {

    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final KnownMembers members = new KnownMembers()
            .withToken("reader", KnownMembers.member("ada", Role.VIEWER))
            .withToken("bound", KnownMembers.member("ci", Role.VIEWER, EnumSet.of(Scope.READ), Optional.of("shop")))
            .withToken("writer", KnownMembers.member("wim", Role.MAINTAINER));
    private final HttpClient client = HttpClient.newHttpClient();
    private final Watch watch;
    private final OutsideSeries outside = new OutsideSeries();
    private final SeriesDesk desk;
    private final WebServer server;

    public QueryHouse(Path folder, InstantSource clock) {
        watch = new Watch(folder, folder, WatchSettings.of("30d", 1L << 30, "15s"), clock);
        desk = new SeriesDesk(new Questions(watch), outside);
        server = new WebServer(
                new WebServer.Settings(
                        "127.0.0.1", 0, AllowedHosts.loopbackAnd(Set.of()), new SessionCookie(false), 1 << 20),
                new WebServer.Parts(
                        Routes.of(List.<RouteSource>of(
                                new QueryRoutes(desk, clock), new StatusRoutes(watch, "test", clock.instant()))),
                        members,
                        () -> List.of("shop", "blog"),
                        new Events(),
                        new Metrics(),
                        ErrorPage.plain(),
                        _ -> {}));
        server.start();
    }

    /** Opens the store, which the server does once it is ready. */
    public TimeSeriesStore begin() {
        watch.begin(_ -> {});
        await().until(() -> watch.ready().isPresent());
        return watch.station().store();
    }

    OutsideSeries outside() {
        return outside;
    }

    SeriesDesk desk() {
        return desk;
    }

    Watch watch() {
        return watch;
    }

    public String url() {
        return "http://127.0.0.1:" + server.port() + QueryRoutes.ROOT;
    }

    public HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String path, String token, String type, byte[] body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** One sample every 15 seconds for ten minutes. */
    static void fill(TimeSeriesStore store, Labels labels, DoubleUnaryOperator bySecond) {
        Batch batch = store.batch();
        for (int second = 0; second <= 600; second += 15) {
            batch.add(labels, START.plusSeconds(second).toEpochMilli(), bySecond.applyAsDouble(second));
        }
        batch.commit();
    }

    @Override
    public void close() {
        server.close();
        outside.close();
        watch.close();
    }
}
