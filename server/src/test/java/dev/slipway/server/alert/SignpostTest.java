package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.observe.alert.AlertFile;
import dev.slipway.observe.alert.AlertRoute;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.query.Tool;
import dev.slipway.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an alert would go. */
class SignpostTest {

    private static final String FILE = """
            route:
              receiver: all
              routes:
              - matchers: [team="web"]
                receiver: web
                routes:
                - {matchers: [severity="page"], receiver: web-page, continue: true}
                - {matchers: [severity=~"page|warn", env!="test"], receiver: web-warn}
              - {matchers: [team=~"db|cache"], receiver: db, continue: true}
              - {matchers: [severity="page"], receiver: pager}
              - {match_re: {env: "prod.*"}, receiver: prod}
            receivers:
            - name: all
            - name: web
            - name: web-page
            - {name: web-warn, webhook_configs: [{url: 'http://x.example/'}]}
            - name: db
            - name: pager
            - name: prod
            """;
    private static final List<List<String>> VALUES = List.of(
            List.of("team", "web", "db", "cache", "web2"),
            List.of("severity", "page", "warn", "info"),
            List.of("env", "test", "prod", "production", "xprod"));

    @TempDir
    Path folder;

    private static List<String> receivers(AlertFile file, List<String> labels) {
        return file.route().match(Signpost.labels(labels)).stream()
                .map(AlertRoute::receiver)
                .toList();
    }

    @Test
    void route_isTheOneThatAmtoolFinds() throws Exception {
        Tool amtool = Tool.installed("amtool");
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), FILE);
        AlertFile file = AlertFile.read("a.yml", FILE, folder).file().orElseThrow();
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            List<String> labels = VALUES.stream()
                    .filter(_ -> random.nextInt(4) > 0)
                    .map(each -> each.getFirst() + "=" + each.get(1 + random.nextInt(each.size() - 1)))
                    .collect(Collectors.toCollection(ArrayList::new));
            labels.add("alertname=A" + i);
            List<String> argv = new ArrayList<>(List.of("config", "routes", "test", "--config.file=" + config));
            argv.addAll(labels);
            String found = amtool.run(argv.toArray(String[]::new))
                    .lines()
                    .filter(line -> !line.startsWith("Warning:"))
                    .collect(Collectors.joining());
            assertThat(receivers(file, labels)).as(labels.toString()).isEqualTo(List.of(found.split(",")));
        }
    }

    @Test
    void way_saysWhoIsToldByWhatAndWhatHoldsItBack() {
        SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
        String onCall = "escalations: [{name: late, steps: [{after: 5m, tell: pager}]}]";
        try (AlertingHouse house = new AlertingHouse(folder, clock, FILE, onCall, "groups: []")) {
            Signpost post = Signpost.of(
                    house.alerting.routing(),
                    Signpost.labels(List.of("team=web", "severity=\"warn\"")),
                    clock.instant());
            assertThat(post.ways()).singleElement().satisfies(way -> {
                assertThat(way.person()).isEqualTo("web-warn");
                assertThat(way.by()).containsExactly("webhook[0]");
                assertThat(way.route()).startsWith("{}/{team=\"web\"}/");
                assertThat(way.muted()).isFalse();
            });
            assertThat(post.later()).containsExactly(new Signpost.Later("late", 300, "pager"));
        }
    }

    @Test
    void label_needsAName() {
        assertThat(Signpost.labels(List.of("a=b=c"))).isEqualTo(Labels.of("a", "b=c"));
        assertThatThrownBy(() -> Signpost.labels(List.of("=x"))).hasMessageContaining("is no label");
    }
}
