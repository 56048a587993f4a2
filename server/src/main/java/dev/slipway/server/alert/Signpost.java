package dev.slipway.server.alert;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.alert.AlertRoute;
import dev.slipway.observe.alert.MatcherText;
import dev.slipway.observe.oncall.Escalation;
import dev.slipway.promql.series.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where an alert with some labels would go, as {@code amtool config routes test} says it, and why perhaps not now.
 *
 * @param silencedBy ids of silences
 * @param inhibitedBy fingerprints of alerts
 */
public record Signpost(List<Way> ways, List<Later> later, List<String> silencedBy, List<String> inhibitedBy) {

    public Signpost {
        ways = List.copyOf(ways);
        later = List.copyOf(later);
        silencedBy = List.copyOf(silencedBy);
        inhibitedBy = List.copyOf(inhibitedBy);
    }

    /**
     * One node of the tree that takes it.
     *
     * @param route matchers from the root
     * @param receiver as the configuration names it
     * @param person who is told: the receiver itself, or whose turn it is
     * @param by what
     * @param muted true when the route tells nothing at this time
     */
    public record Way(
            String route,
            String receiver,
            String person,
            List<String> by,
            List<String> groupBy,
            double groupWaitSeconds,
            boolean muted) {
        public Way {
            by = List.copyOf(by);
            groupBy = List.copyOf(groupBy);
        }
    }

    /** Who is told when nobody acknowledges it. */
    public record Later(String escalation, double afterSeconds, String person) {}

    /** What holds now. */
    public static Signpost of(Routing routing, Labels labels, Instant now) {
        Routing.Hush hush = routing.hush(labels, now);
        List<Way> ways = routing.file().route().match(labels).stream()
                .map(route -> way(routing, route, now))
                .toList();
        List<Later> later = new ArrayList<>();
        for (Escalation escalation : routing.onCall().escalations()) {
            if (MatcherText.matches(escalation.matchers(), labels)) {
                escalation
                        .steps()
                        .forEach(step -> later.add(new Later(
                                escalation.name(),
                                step.after().toMillis() / 1000.0,
                                routing.onCall().whoIs(step.tell(), now))));
            }
        }
        return new Signpost(ways, later, hush.silencedBy(), hush.inhibitedBy());
    }

    private static Way way(Routing routing, AlertRoute route, Instant now) {
        String person = routing.onCall().whoIs(route.receiver(), now);
        return new Way(
                route.path(),
                route.receiver(),
                person,
                List.copyOf(Routing.integrations(routing.file(), person).keySet()),
                route.groupByAll() ? List.of("...") : route.groupBy(),
                route.groupWait().toMillis() / 1000.0,
                routing.isMuted(route, now));
    }

    /**
     * Labels as people write them: {@code severity=page team="web"}.
     *
     * @throws Problem INVALID, code {@code bad-label}
     */
    public static Labels labels(List<String> texts) {
        Map<String, String> labels = new TreeMap<>();
        for (String text : texts) {
            int equal = text.indexOf('=');
            if (equal < 1) {
                throw Problem.of(Problem.Kind.INVALID, "bad-label", "'" + text + "' is no label", "write name=value");
            }
            labels.put(
                    text.substring(0, equal).strip(),
                    text.substring(equal + 1).strip().replaceAll("^\"(.*)\"$", "$1"));
        }
        return Labels.of(labels);
    }
}
