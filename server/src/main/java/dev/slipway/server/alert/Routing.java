package dev.slipway.server.alert;

import dev.slipway.observe.alert.AlertFile;
import dev.slipway.observe.alert.AlertRoute;
import dev.slipway.observe.alert.Integration;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.alert.Silence;
import dev.slipway.observe.alert.TimeInterval;
import dev.slipway.observe.oncall.OnCallFile;
import dev.slipway.promql.series.Labels;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration in force, and what it and the silences hold back. */
public final class Routing {

    private final AlertBook book;
    private volatile Rules rules;

    /** What is configured, of one moment. */
    public record Rules(AlertFile file, OnCallFile onCall) {}

    public Routing(AlertBook book, Rules rules) {
        this.book = book;
        this.rules = rules;
    }

    public AlertFile file() {
        return rules.file();
    }

    public OnCallFile onCall() {
        return rules.onCall();
    }

    /** From here on this configuration holds. */
    public void use(Rules next) {
        rules = next;
    }

    /** The integrations of a receiver by their names, such as {@code webhook[0]}. */
    static Map<String, Integration> integrations(AlertFile file, String receiver) {
        Map<String, Integration> named = new LinkedHashMap<>();
        List<Integration> all = file.receivers().getOrDefault(receiver, List.of());
        for (int i = 0; i < all.size(); i++) {
            named.put(all.get(i).kind() + "[" + i + "]", all.get(i));
        }
        return named;
    }

    /** True when the route tells nothing at this time. */
    boolean isMuted(AlertRoute route, Instant now) {
        boolean active = route.activeTimes().isEmpty() || in(route.activeTimes(), now);
        return !active || in(route.muteTimes(), now);
    }

    private boolean in(List<String> names, Instant now) {
        Map<String, TimeInterval> times = file().times();
        return names.stream()
                .anyMatch(name -> Optional.ofNullable(times.get(name))
                        .filter(time -> time.contains(now))
                        .isPresent());
    }

    /** What holds back alerts with these labels now. */
    Hush hush(Labels labels, Instant now) {
        List<PostedAlert> firing =
                book.alerts().stream().filter(alert -> !alert.isResolved(now)).toList();
        return new Hush(
                book.silences().stream()
                        .filter(silence -> silence.mutes(labels, now))
                        .map(Silence::id)
                        .sorted()
                        .toList(),
                file().inhibitRules().stream()
                        .flatMap(rule -> rule.inhibitor(labels, firing).stream())
                        .map(PostedAlert::fingerprint)
                        .distinct()
                        .toList());
    }

    /**
     * What holds an alert back.
     *
     * @param silencedBy ids of silences
     * @param inhibitedBy fingerprints of alerts
     */
    record Hush(List<String> silencedBy, List<String> inhibitedBy) {
        boolean isNone() {
            return silencedBy.isEmpty() && inhibitedBy.isEmpty();
        }
    }
}
