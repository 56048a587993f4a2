package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.observe.alert.Silence;
import dev.slipway.server.query.Tool;
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
import dev.slipway.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's amtool works against Slipway as against Alertmanager. It leaves out what has ended by its own clock, so
 * Slipway's must not be ahead of it.
 */
class AmtoolTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String TREE = """
            route:
              receiver: calm
              routes:
              - {matchers: [severity="page"], receiver: pager, continue: true, mute_time_intervals: [night]}
              - {matchers: ['team=~"db|\\\\d+"'], receiver: team-db, group_by: ['...']}
            inhibit_rules:
            - {source_matchers: [severity="page"], target_matchers: [severity="info"], equal: [node]}
            time_intervals:
            - name: night
              time_intervals: [{times: [{start_time: '01:00', end_time: '05:00'}]}]
            receivers:
            - name: calm
            - name: pager
              webhook_configs: [{url: 'https://hooks.example.org/secret'}]
            - name: team-db
            """;

    @TempDir
    Path folder;

    @Test
    void amtool_addsAlertsAndSilences() throws Exception {
        Tool amtool = Tool.installed("amtool");
        SettableClock clock = SettableClock.at(Instant.now());
        KnownMembers members = new KnownMembers().withToken("key", KnownMembers.member("mia", Role.MAINTAINER));
        String config = "route: {receiver: none}\nreceivers: [{name: none}]\n";
        try (AlertingHouse house = new AlertingHouse(folder, clock, config, "groups: []");
                WebServer server = server(house, clock, members)) {
            server.start();
            String at = "--alertmanager.url=http://mia:key@127.0.0.1:" + server.port() + AlertmanagerRoutes.ROOT;

            amtool.run(at, "alert", "add", "alertname=Down", "node=a", "--annotation=summary=gone");
            await().atMost(PATIENCE).until(() -> house.alerting.book().alerts().size() == 1);
            assertThat(amtool.run(at, "alert", "query")).contains("Down", "gone", "active");
            assertThat(amtool.run(at, "alert", "query", "node=b")).doesNotContain("Down");

            String id = last(amtool.run(at, "silence", "add", "alertname=Down", "--comment=known", "--author=mia"));
            clock.set(Instant.now());
            assertThat(amtool.run(at, "silence", "query")).contains(id, "alertname=\"Down\"", "known");
            assertThat(amtool.run(at, "alert", "query")).doesNotContain("gone");
            assertThat(amtool.run(at, "alert", "query", "--silenced")).contains("gone");

            clock.set(Instant.now());
            amtool.run(at, "silence", "expire", id);
            assertThat(amtool.run(at, "silence", "query")).doesNotContain(id);
        }
    }

    @Test
    void amtool_readsRoutesAndTellsWhereAnAlertWouldGo() throws Exception {
        Tool amtool = Tool.installed("amtool");
        SettableClock clock = SettableClock.at(Instant.now());
        KnownMembers members = new KnownMembers().withToken("key", KnownMembers.member("mia", Role.MAINTAINER));
        try (AlertingHouse house = new AlertingHouse(folder, clock, TREE, "groups: []");
                WebServer server = server(house, clock, members)) {
            server.start();
            String at = "--alertmanager.url=http://mia:key@127.0.0.1:" + server.port() + AlertmanagerRoutes.ROOT;

            assertThat(amtool.run(at, "config", "show"))
                    .contains("receiver: \"calm\"", "group_wait: \"30s\"", "name: \"night\"")
                    .doesNotContain("hooks.example.org");
            assertThat(amtool.run(at, "config", "routes", "show"))
                    .contains("default-route", "{team=~\"db|\\\\d+\"}", "pager", "team-db");
            assertThat(routesOf(amtool, at, "team=db", "severity=page")).containsExactly("pager", "team-db");
            assertThat(routesOf(amtool, at, "team=7")).containsExactly("team-db");
            assertThat(routesOf(amtool, at, "team=web")).containsExactly("calm");
            assertThat(amtool.run(at, "config", "routes", "test", "--verify.receivers=team-db", "team=db"))
                    .contains("team-db");
            assertThat(amtool.run(at, "cluster", "show")).contains("disabled");
            assertThat(amtool.run(
                            "check-config",
                            Files.writeString(folder.resolve("own.yml"), TREE).toString()))
                    .contains("SUCCESS");
        }
    }

    /** Above it amtool may warn that it is older than the server. */
    private static String last(String output) {
        return output.lines().toList().getLast().strip();
    }

    private static List<String> routesOf(Tool amtool, String at, String... labels) throws Exception {
        List<String> argv = new ArrayList<>(List.of(at, "config", "routes", "test"));
        argv.addAll(List.of(labels));
        return List.of(last(amtool.run(argv.toArray(String[]::new))).split(","));
    }

    @Test
    void amtool_importsAndUpdatesSilences() throws Exception {
        Tool amtool = Tool.installed("amtool");
        SettableClock clock = SettableClock.at(Instant.now());
        KnownMembers members = new KnownMembers().withToken("key", KnownMembers.member("mia", Role.MAINTAINER));
        try (AlertingHouse house = new AlertingHouse(folder, clock, TREE, "groups: []");
                WebServer server = server(house, clock, members)) {
            server.start();
            String at = "--alertmanager.url=http://mia:key@127.0.0.1:" + server.port() + AlertmanagerRoutes.ROOT;
            String id =
                    last(amtool.run(at, "silence", "add", "node=~a|b", "job!=x", "--comment=works", "--author=mia"));
            clock.set(Instant.now());

            assertThat(amtool.run(at, "silence", "update", "--duration=5h", "--comment=longer", id))
                    .contains("longer");
            clock.set(Instant.now());
            String json = last(amtool.run(at, "-o", "json", "silence", "query"));
            assertThat(json).contains("longer", "\"isEqual\":false", "\"isRegex\":true");

            amtool.run(
                    at,
                    "silence",
                    "expire",
                    house.alerting.book().silences().stream()
                            .filter(silence -> silence.phase(clock.instant()) == Silence.Phase.ACTIVE)
                            .map(Silence::id)
                            .findFirst()
                            .orElseThrow());
            clock.set(Instant.now());
            Path file = Files.writeString(
                    folder.resolve("silences.json"), json.replaceAll("\"id\":\"[^\"]*\"", "\"id\":\"\""));
            amtool.run(at, "silence", "import", file.toString());
            clock.set(Instant.now());
            assertThat(amtool.run(at, "-o", "extended", "silence", "query")).contains("longer", "mia");
        }
    }

    private static WebServer server(AlertingHouse house, SettableClock clock, KnownMembers members) {
        return new WebServer(
                new WebServer.Settings(
                        "127.0.0.1", 0, AllowedHosts.loopbackAnd(Set.of()), new SessionCookie(false), 1 << 20),
                new WebServer.Parts(
                        Routes.of(
                                List.<RouteSource>of(new AlertmanagerRoutes(() -> Optional.of(house.alerting), clock))),
                        members,
                        List::of,
                        new Events(),
                        new Metrics(),
                        ErrorPage.plain(),
                        _ -> {}));
    }
}
