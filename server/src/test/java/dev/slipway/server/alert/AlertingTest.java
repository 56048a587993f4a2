package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.store.watch.NoticeRows;
import dev.slipway.store.watch.NoticeState;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a sample to a receiver that has heard of it, over restarts and failures on the way. */
class AlertingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RULES = """
            groups:
            - name: shop
              interval: 1d
              rules:
              - record: errors:sum
                expr: sum by (environment, release) (errors)
              - alert: TooManyErrors
                expr: errors:sum > 5
                rollback: true
                annotations: {summary: '{{ $value }} errors in {{ $labels.environment }}'}
            """;

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    private WebhookTarget target;
    private AlertingHouse house;

    @BeforeEach
    void open() throws IOException {
        target = new WebhookTarget();
        house = live();
    }

    @AfterEach
    void close() {
        house.close();
        target.close();
    }

    private AlertingHouse live() {
        return new AlertingHouse(folder, clock, configuration(target.url()), RULES);
    }

    private static String configuration(String url) {
        return """
                route:
                  receiver: hook
                  group_by: [alertname]
                  group_wait: 10ms
                  group_interval: 50ms
                receivers:
                - name: hook
                  webhook_configs: [{url: '%s'}]
                """.formatted(url);
    }

    private void errors(double value) {
        house.sample(value, "__name__", "errors", "environment", "production", "release", "r1");
    }

    private void awaitNotices(int count) {
        await().atMost(PATIENCE).until(() -> target.bodies.size() == count);
    }

    private NoticeState state(String integration) {
        return house.alerting.outbox().newest(10).stream()
                .filter(notice -> notice.integration().equals(integration))
                .map(NoticeRows.Row::state)
                .findFirst()
                .orElse(NoticeState.PENDING);
    }

    @Test
    void firingRule_isToldOnceAndItsEndToo() {
        errors(9);
        house.evaluate();
        awaitNotices(1);
        assertThat(target.bodies.getFirst())
                .contains("\"status\":\"firing\"")
                .contains("9 errors in production")
                .contains("\"project\":\"shop\"")
                .contains("\"groupLabels\":{\"alertname\":\"TooManyErrors\"}");

        house.evaluate();
        errors(1);
        house.evaluate();
        awaitNotices(2);
        assertThat(target.bodies.getLast()).contains("\"status\":\"resolved\"");
        await().atMost(PATIENCE).until(() -> house.alerting.book().alerts().isEmpty());
    }

    @Test
    void ruleThatSaysRollback_ordersItOnceForEachAlert() {
        errors(9);
        house.evaluate();
        house.evaluate();

        await().atMost(PATIENCE).until(() -> state("rollback") == NoticeState.SENT);
        assertThat(house.orders).containsExactly(new RollbackOrder("shop", "production", "r1", "TooManyErrors"));
    }

    @Test
    void restartWhileFiring_neitherRepeatsNorForgets() {
        errors(9);
        house.evaluate();
        awaitNotices(1);
        house.awaitSent();

        house.close();
        house = live();
        house.evaluate();
        errors(1);
        house.evaluate();

        awaitNotices(2);
        assertThat(target.bodies.getLast()).contains("\"status\":\"resolved\"");
    }

    @Test
    void receiverThatFails_hearsOfItLater() {
        target.status = 500;
        errors(9);
        house.evaluate();
        awaitNotices(1);
        await().atMost(PATIENCE)
                .until(() -> house.alerting.outbox().newest(10).stream()
                        .anyMatch(notice -> notice.error().startsWith("answered 500")));
        assertThat(state("webhook[0]")).isEqualTo(NoticeState.PENDING);

        target.status = 200;
        clock.advance(Duration.ofMinutes(5));
        house.alerting.outbox().wake();

        await().atMost(PATIENCE).until(() -> state("webhook[0]") == NoticeState.SENT);
    }

    @Test
    void receiverThatFailsForAnHour_isAskedPatientlyAndHearsOfItOnce() {
        target.status = 500;
        errors(9);
        house.evaluate();
        awaitNotices(1);
        Instant recovery = clock.instant().plus(Duration.ofHours(1));
        while (clock.instant().isBefore(recovery)) {
            int asked = target.bodies.size();
            await().atMost(PATIENCE)
                    .until(() -> waiting().attempts() > 0 && waiting().dueAt().isAfter(clock.instant()));
            clock.advance(Duration.between(clock.instant(), waiting().dueAt()));
            house.alerting.outbox().wake();
            await().atMost(PATIENCE).until(() -> target.bodies.size() > asked);
        }
        assertThat(target.bodies).hasSizeBetween(15, 30);
        await().atMost(PATIENCE).until(() -> waiting().dueAt().isAfter(clock.instant()));
        target.bodies.clear();

        target.status = 200;
        clock.advance(Duration.ofMinutes(5));
        house.alerting.outbox().wake();
        await().atMost(PATIENCE).until(() -> state("webhook[0]") == NoticeState.SENT);
        clock.advance(Duration.ofMinutes(5));
        house.alerting.outbox().wake();
        house.evaluate();
        assertThat(target.bodies).singleElement().asString().contains("\"status\":\"firing\"");
    }

    private NoticeRows.Row waiting() {
        return house.alerting.outbox().newest(10).stream()
                .filter(notice -> notice.integration().equals("webhook[0]"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatWasTold_isForgottenAMonthAfterItEnded() {
        errors(9);
        house.evaluate();
        awaitNotices(1);
        clock.advance(Duration.ofDays(31));
        errors(9);
        house.evaluate();
        house.alerting.rounds().wake();
        await().atMost(PATIENCE)
                .until(() -> house.alerting.outbox().newest(10).stream()
                        .noneMatch(notice ->
                                notice.createdAt().isBefore(clock.instant().minus(Duration.ofDays(30)))));

        errors(1);
        house.evaluate();
        await().atMost(PATIENCE).until(() -> house.alerting.book().alerts().isEmpty());
        await().atMost(PATIENCE).until(() -> target.bodies.getLast().contains("\"status\":\"resolved\""));
        await().atMost(PATIENCE).until(() -> state("webhook[0]") == NoticeState.SENT);
        clock.advance(Duration.ofDays(31));
        house.alerting.rounds().wake();
        await().atMost(PATIENCE).until(() -> house.alerting.outbox().newest(10).isEmpty());
    }

    @Test
    void receiverThatRefuses_isNotAskedAgain() {
        target.status = 404;
        errors(9);
        house.evaluate();

        await().atMost(PATIENCE).until(() -> state("webhook[0]") == NoticeState.FAILED);
        assertThat(target.bodies).hasSize(1);
    }

    @Test
    void dataThatIsGone_neverEndsAnAlert() {
        errors(9);
        house.evaluate();
        awaitNotices(1);

        clock.advance(Duration.ofMinutes(10));
        house.evaluate();

        assertThat(house.alerting.book().alerts())
                .singleElement()
                .satisfies(
                        alert -> assertThat(alert.isResolved(clock.instant())).isFalse());
    }

    @Test
    void ruleThatIsTakenAway_endsItsAlert() {
        errors(9);
        house.evaluate();
        awaitNotices(1);

        house.follow("groups: []");

        awaitNotices(2);
        assertThat(target.bodies.getLast()).contains("\"status\":\"resolved\"");
    }

    @Test
    void changedConfiguration_holdsForWhatFiresAlready_andRepeatsNothing() throws IOException {
        errors(9);
        house.evaluate();
        awaitNotices(1);
        try (WebhookTarget other = new WebhookTarget()) {
            house.configure(configuration(target.url()).replace("50ms", "60ms"));
            house.configure(configuration(other.url())
                    .replace("receiver: hook", "receiver: team")
                    .replace("name: hook", "name: team"));
            await().atMost(PATIENCE).until(() -> other.bodies.size() == 1);
            errors(1);
            house.evaluate();
            await().atMost(PATIENCE).until(() -> other.bodies.size() == 2);
            assertThat(other.bodies.getFirst()).contains("\"status\":\"firing\"");
            assertThat(other.bodies.getLast()).contains("\"status\":\"resolved\"");
            assertThat(target.bodies).hasSize(1);
        }
    }
}
