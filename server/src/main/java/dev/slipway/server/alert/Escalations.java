package dev.slipway.server.alert;

import dev.slipway.observe.alert.MatcherText;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.oncall.Escalation;
import dev.slipway.promql.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Tells more people of alerts that fire on and that nobody has taken. What was told is kept where groups keep it, so
 * that a restart neither forgets a step nor does it twice; whoever was told hears of the end too.
 */
record Escalations(AlertBook book, Acknowledgements acknowledgements, Routing routing, Teller teller) {

    private static final Duration NEVER_AGAIN = Duration.ofDays(36_500);

    boolean isEmpty() {
        return routing.onCall().escalations().isEmpty();
    }

    /**
     * Takes every step whose time has come.
     *
     * @return when to look again
     */
    Optional<Instant> look(DSLContext sql, Instant now) {
        return book.alerts().stream()
                .filter(alert -> !alert.isResolved(now)
                        && acknowledgements.of(alert).isEmpty()
                        && routing.hush(alert.labels(), now).isNone())
                .flatMap(alert -> look(sql, alert, now).stream())
                .min(Instant::compareTo);
    }

    private Optional<Instant> look(DSLContext sql, PostedAlert alert, Instant now) {
        Instant next = Instant.MAX;
        for (Escalation escalation : routing.onCall().escalations()) {
            List<Escalation.Step> steps = takes(escalation, alert) ? escalation.steps() : List.of();
            for (int i = 0; i < steps.size(); i++) {
                Instant due = alert.startsAt().plus(steps.get(i).after());
                if (due.isAfter(now)) {
                    next = due.isBefore(next) ? due : next;
                } else {
                    String receiver = routing.onCall().whoIs(steps.get(i).tell(), now);
                    teller.tell(sql, subject(escalation, i, alert, receiver), List.of(alert), NEVER_AGAIN, now);
                }
            }
        }
        return Optional.of(next).filter(due -> due.isBefore(Instant.MAX));
    }

    private static boolean takes(Escalation escalation, PostedAlert alert) {
        return MatcherText.matches(escalation.matchers(), alert.labels());
    }

    private static Teller.Subject subject(Escalation escalation, int step, PostedAlert alert, String receiver) {
        String key = "escalation/" + escalation.name() + "/" + step + ":" + alert.fingerprint() + "@"
                + alert.startsAt().toEpochMilli();
        return new Teller.Subject(key, receiver, Labels.of("alertname", alert.name()));
    }

    /** Tells those who were bothered that it is over. */
    void ended(DSLContext sql, PostedAlert alert, Instant now) {
        for (Escalation escalation : routing.onCall().escalations()) {
            for (int i = 0; i < escalation.steps().size(); i++) {
                int step = i;
                Teller.whoKnows(sql, subject(escalation, i, alert, ""))
                        .forEach(receiver -> teller.tell(
                                sql, subject(escalation, step, alert, receiver), List.of(alert), NEVER_AGAIN, now));
            }
        }
    }
}
