package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Escalation, turns, digests and signs of life, over restarts. */
class OnCallTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RULES = """
            groups:
            - name: a
              interval: 1d
              rules: [{alert: Down, expr: up == 0, labels: {severity: page}}]
            """;
    private static final String ON_CALL = """
            rotations:
            - {name: team, start: '2026-03-01T12:00', turn: 1d, members: [ada, mia]}
            escalations:
            - {name: page, matchers: [severity="page"], steps: [{after: 10m, tell: team}, {after: 30m, tell: boss}]}
            """;

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    private WebhookTarget ada;
    private WebhookTarget mia;
    private WebhookTarget boss;

    @BeforeEach
    void open() throws IOException {
        ada = new WebhookTarget();
        mia = new WebhookTarget();
        boss = new WebhookTarget();
    }

    @AfterEach
    void close() {
        List.of(ada, mia, boss).forEach(WebhookTarget::close);
    }

    private AlertingHouse house(String root, String onCall) {
        String configuration = """
                route: {receiver: %s, group_wait: 10ms, group_interval: 50ms}
                receivers:
                - name: quiet
                - name: team
                - {name: ada, webhook_configs: [{url: '%s'}]}
                - {name: mia, webhook_configs: [{url: '%s'}]}
                - {name: boss, webhook_configs: [{url: '%s'}]}
                """.formatted(root, ada.url(), mia.url(), boss.url());
        return new AlertingHouse(folder, clock, configuration, onCall, RULES);
    }

    private static void fire(AlertingHouse house) {
        house.sample(0, "__name__", "up");
        house.evaluate();
    }

    private static PostedAlert alert(AlertingHouse house) {
        return house.alerting.book().alerts().iterator().next();
    }

    private void pass(AlertingHouse house, Duration time) {
        clock.advance(time);
        house.alerting.dispatch().lookAgain();
    }

    @Test
    void alertThatNobodyTakes_goesFromStepToStepAndNeverTwice() {
        try (AlertingHouse house = house("quiet", ON_CALL)) {
            fire(house);
            pass(house, Duration.ofMinutes(10));
            await().atMost(PATIENCE).until(() -> ada.bodies.size() == 1);
            house.awaitSent();
        }
        try (AlertingHouse house = house("quiet", ON_CALL)) {
            pass(house, Duration.ofMinutes(20));
            await().atMost(PATIENCE).until(() -> boss.bodies.size() == 1);
            house.sample(1, "__name__", "up");
            house.evaluate();
            await().atMost(PATIENCE).until(() -> ada.bodies.size() == 2 && boss.bodies.size() == 2);
            assertThat(boss.bodies.getLast()).contains("\"status\":\"resolved\"");
            assertThat(ada.bodies.getFirst()).contains("\"status\":\"firing\"", "\"alertname\":\"Down\"");
            assertThat(mia.bodies).isEmpty();
        }
    }

    @Test
    void stepThatCouldNotBeWritten_isTakenOnceItCan() {
        try (AlertingHouse house = house("quiet", ON_CALL)) {
            fire(house);
            house.refuseNotices();
            pass(house, Duration.ofMinutes(10));
            assertThat(house.alerting.dispatch().view()).hasSize(1);
            house.takeNotices();
            await().atMost(PATIENCE).until(() -> ada.bodies.size() == 1);
        }
    }

    @Test
    void alertThatSomebodyTook_isNotEscalatedUntilItIsGivenBack() {
        String id;
        try (AlertingHouse house = house("quiet", ON_CALL)) {
            fire(house);
            id = alert(house).fingerprint();
            house.alerting.take(id, "mia", "on it", clock.instant());
        }
        try (AlertingHouse house = house("quiet", ON_CALL)) {
            assertThat(house.alerting.acknowledgements().of(alert(house)))
                    .hasValueSatisfying(taken -> assertThat(taken.by()).isEqualTo("mia"));
            pass(house, Duration.ofHours(1));
            house.alerting.giveBack(id);
            await().atMost(PATIENCE).until(() -> ada.bodies.size() == 1 && boss.bodies.size() == 1);
        }
    }

    @Test
    void receiverThatIsARotation_isWhoeverHasTheTurn() {
        try (AlertingHouse house = house("team", ON_CALL.replaceAll("(?s)escalations:.*", ""))) {
            fire(house);
            await().atMost(PATIENCE).until(() -> ada.bodies.size() == 1);
            clock.advance(Duration.ofDays(1));
            house.alerting.dispatch().reroute();
            await().atMost(PATIENCE).until(() -> mia.bodies.size() == 1);
            assertThat(ada.bodies).hasSize(1);
        }
    }

    @Test
    void digest_isToldOnceADay() {
        String digests = "digests: [{name: daily, tell: boss, at: '08:00'}]";
        try (AlertingHouse house = house("ada", digests)) {
            fire(house);
            await().atMost(PATIENCE).until(() -> ada.bodies.size() == 1);
            house.awaitSent();
        }
        clock.advance(Duration.ofHours(21));
        for (int life = 0; life < 2; life++) {
            try (AlertingHouse house = house("ada", digests)) {
                house.alerting.rounds().wake();
                await().atMost(PATIENCE).until(() -> boss.bodies.size() == 1);
                house.awaitSent();
            }
        }
        assertThat(boss.bodies.getFirst()).contains("SlipwayDigest", "1 alerts fire now", "Down 1 times");
    }

    @Test
    void signOfLife_isGivenAgainAndAgainAndKeptOnce() {
        String beats = "heartbeats: [{name: outside, url: '" + boss.url() + "', interval: 1m}]";
        try (AlertingHouse house = house("quiet", beats)) {
            await().atMost(PATIENCE).until(() -> boss.bodies.size() == 1);
            house.awaitSent();
            clock.advance(Duration.ofMinutes(1));
            house.alerting.rounds().wake();
            await().atMost(PATIENCE).until(() -> boss.bodies.size() == 2);
            assertThat(house.alerting.outbox().newest(10)).hasSize(1);
        }
    }

    @Test
    void signOfLife_staysAwayWhileRulesAreNotEvaluated() {
        String beats = "heartbeats: [{name: outside, url: '" + boss.url() + "', interval: 1m},"
                + " {name: second, url: '" + mia.url() + "', interval: 10m}]";
        try (AlertingHouse house = house("quiet", beats)) {
            await().atMost(PATIENCE).until(() -> boss.bodies.size() == 1 && mia.bodies.size() == 1);
            house.evaluates = false;
            clock.advance(Duration.ofMinutes(5));
            house.alerting.rounds().wake();
            house.evaluates = true;
            clock.advance(Duration.ofMinutes(5));
            house.alerting.rounds().wake();
            await().atMost(PATIENCE).until(() -> mia.bodies.size() == 2);
            assertThat(boss.bodies).hasSizeBetween(2, 3);
        }
    }

    @Test
    void rulebook_isOnTimeWhileItsGroupsAreEvaluated() {
        try (AlertingHouse house = house("quiet", "{}")) {
            assertThat(house.rulebook.isOnTime(clock.instant())).isTrue();
            clock.advance(Duration.ofDays(2));
            assertThat(house.rulebook.isOnTime(clock.instant())).isTrue();
            clock.advance(Duration.ofDays(2));
            assertThat(house.rulebook.isOnTime(clock.instant())).isFalse();
            house.evaluate();
            assertThat(house.rulebook.isOnTime(clock.instant())).isTrue();
        }
    }
}
