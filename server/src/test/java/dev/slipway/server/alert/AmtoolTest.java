package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

            String id = amtool.run(at, "silence", "add", "alertname=Down", "--comment=known", "--author=mia")
                    .lines()
                    .toList()
                    .getLast();
            clock.set(Instant.now());
            assertThat(amtool.run(at, "silence", "query")).contains(id, "alertname=\"Down\"", "known");
            assertThat(amtool.run(at, "alert", "query")).doesNotContain("gone");
            assertThat(amtool.run(at, "alert", "query", "--silenced")).contains("gone");

            clock.set(Instant.now());
            amtool.run(at, "silence", "expire", id);
            assertThat(amtool.run(at, "silence", "query")).doesNotContain(id);
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
