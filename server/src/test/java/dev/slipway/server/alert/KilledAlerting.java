package dev.slipway.server.alert;

import dev.slipway.testkit.SettableClock;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A process of its own in which one more alert begins to fire each hour of its clock, until it is killed. It prints the
 * number of each alert whose evaluation has been committed.
 */
final class KilledAlerting {

    /** One alert for each number, none of which ends. */
    static final String RULES = """
            groups:
            - name: a
              interval: 1d
              rules: [{alert: Broken, expr: broken == 1}]
            """;

    private KilledAlerting() {}

    /** Everybody is told of each alert: {@code first} at once, {@code second} after two hours, {@code third} once a day. */
    static String configuration(String first, String second, String third) {
        return """
                route:
                  {receiver: first, group_by: [n], group_wait: 1ms, group_interval: 20ms, repeat_interval: 9999h}
                receivers:
                - {name: first, webhook_configs: [{url: '%s'}]}
                - {name: second, webhook_configs: [{url: '%s'}]}
                - {name: third, webhook_configs: [{url: '%s'}]}
                """.formatted(first, second, third);
    }

    static final String ON_CALL = """
            escalations: [{name: all, steps: [{after: 2h, tell: second}]}]
            digests: [{name: daily, tell: third, at: '08:00'}]
            """;

    /** @param arguments the folder, the URLs of three receivers, and the number at which to go on */
    public static void main(String[] arguments) {
        PrintStream committed = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int next = Integer.parseInt(arguments[4]);
        AlertingHouse house =
                house(Path.of(arguments[0]), configuration(arguments[1], arguments[2], arguments[3]), next);
        for (int number = next; ; number++) {
            step(house, number);
            committed.println(number);
        }
    }

    static AlertingHouse house(Path folder, String configuration, int next) {
        return new AlertingHouse(folder, SettableClock.at(time(next)), configuration, ON_CALL, RULES);
    }

    private static Instant time(int number) {
        return Instant.parse("2026-03-01T12:00:00Z").plus(Duration.ofHours(number));
    }

    /** All alerts up to this one fire. */
    static void step(AlertingHouse house, int number) {
        house.clock.advance(Duration.between(house.clock.instant(), time(number)));
        for (int i = 0; i <= number; i++) {
            house.sample(1, "__name__", "broken", "n", Integer.toString(i));
        }
        house.evaluate();
        house.alerting.dispatch().lookAgain();
        house.alerting.rounds().wake();
        house.alerting.outbox().wake();
    }
}
