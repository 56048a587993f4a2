package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.scrape.ScrapeFile;
import dev.slipway.observe.scrape.ScrapeFileReader;
import dev.slipway.testkit.SettableClock;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule pack over what was really scraped. */
class ScrapedPackTest {

    private static final String METRICS = """
            # TYPE probe_up gauge
            probe_up{project="shop",probe="web"} 0
            probe_up{project="shop",probe="api"} 1
            # TYPE probe_maintenance gauge
            probe_maintenance{project="shop",probe="web"} 0
            probe_maintenance{project="shop",probe="api"} 0
            """;

    @TempDir
    Path folder;

    private static String pack() throws Exception {
        try (InputStream in = Objects.requireNonNull(
                ScrapedPackTest.class.getResourceAsStream("/dev/slipway/server/lint/packs/site-down.yml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpServer target() throws Exception {
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/metrics", exchange -> {
            try (exchange) {
                byte[] body = METRICS.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        target.start();
        return target;
    }

    @Test
    void siteThatIsDown_isTold() throws Exception {
        SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
        HttpServer target = target();
        String scrapes =
                "scrape_configs: [{job_name: probes, scrape_interval: 1s, static_configs: [{targets: ['127.0.0.1:"
                        + target.getAddress().getPort() + "']}]}]";
        ScrapeFile file = ScrapeFileReader.read("prometheus.yml", scrapes, folder);
        String configuration = "route: {receiver: none}\nreceivers: [{name: none}]\n";
        try (AlertingHouse house = new AlertingHouse(folder, clock, configuration, pack())) {
            house.scrape(file.jobs());
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                clock.advance(Duration.ofSeconds(10));
                house.evaluate();
                return !house.alerting.book().alerts().isEmpty();
            });
            assertThat(house.alerting.book().alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.labels().asMap())
                            .containsEntry("alertname", "SiteDown")
                            .containsEntry("probe", "web"))
                    .extracting(PostedAlert::annotations)
                    .satisfies(texts -> assertThat(texts).containsEntry("summary", "web is down"));
        } finally {
            target.stop(0);
        }
    }
}
