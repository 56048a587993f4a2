package dev.slipway.server.probe;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.patrol.ProbeStatus;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.server.account.Principal;
import dev.slipway.server.query.Questions;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.watch.OutageRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How probes were doing during the last day.
 *
 * @param probes empty before watching has begun
 */
public record ProbeHistory(Supplier<Optional<Probes>> probes, Questions questions, InstantSource clock) {

    /** Parts that the day is shown in. */
    static final int PARTS = 48;

    private static final Duration PART = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Query SUCCESS =
            Query.parse("avg by (project, probe) (avg_over_time(probe_success{job=\"probes\"}[30m]))");

    /**
     * One probe.
     *
     * @param day share of successes in each half hour, oldest first; absent where nothing was checked
     */
    public record Day(ProbeStatus status, boolean maintained, List<OptionalDouble> day) {

        public Day {
            day = List.copyOf(day);
        }

        /** The share of successes over the whole day; absent when nothing was checked. */
        public OptionalDouble share() {
            return day.stream()
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .average();
        }
    }

    private record Key(String project, String probe) {}

    /** Every probe that somebody may see; without its day when the store cannot be asked. */
    public List<Day> of(Principal who) {
        return days(who, status -> who.mayReach(status.watched().project()));
    }

    /** The probes that a project shows to everybody. */
    public List<Day> shown(String project) {
        Principal visitor = new Principal("visitor", Role.VIEWER, Set.of(Scope.READ), Optional.of(project));
        return days(
                visitor,
                status -> status.watched().project().equals(project)
                        && status.watched().endpoint().isPublic());
    }

    private List<Day> days(Principal who, Predicate<ProbeStatus> wanted) {
        List<ProbeStatus> statuses = probes.get().map(Probes::statuses).orElse(List.of()).stream()
                .filter(wanted)
                .toList();
        if (statuses.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Map<Key, List<OptionalDouble>> days = days(who, now);
        return statuses.stream().map(status -> day(status, days, now)).toList();
    }

    /** The outages of a project since then, newest first. */
    public List<OutageRows.Row> outages(String project, Instant since, int most) {
        return probes.get().map(found -> found.outages(project, since, most)).orElse(List.of());
    }

    private static Day day(ProbeStatus status, Map<Key, List<OptionalDouble>> days, Instant now) {
        Key key =
                new Key(status.watched().project(), status.watched().endpoint().name());
        List<OptionalDouble> day = days.getOrDefault(key, Collections.nCopies(PARTS, OptionalDouble.empty()));
        return new Day(status, status.watched().endpoint().isMaintained(now), day);
    }

    private Map<Key, List<OptionalDouble>> days(Principal who, Instant now) {
        long end = now.toEpochMilli();
        long start = end - PART.multipliedBy(PARTS - 1L).toMillis();
        try {
            Value value = questions
                    .range(
                            who,
                            SUCCESS,
                            start,
                            end,
                            PART.toMillis(),
                            Limits.DEFAULT.lookbackMillis(),
                            PATIENCE.toMillis())
                    .value();
            return value instanceof Value.Matrix matrix ? days(matrix, start) : Map.of();
        } catch (Problem notNow) {
            return Map.of();
        }
    }

    private static Map<Key, List<OptionalDouble>> days(Value.Matrix matrix, long start) {
        Map<Key, List<OptionalDouble>> days = new HashMap<>();
        for (Value.Points points : matrix.series()) {
            List<OptionalDouble> day = new ArrayList<>(Collections.nCopies(PARTS, OptionalDouble.empty()));
            for (int i = 0; i < points.size(); i++) {
                int part = Math.toIntExact((points.timesMillis()[i] - start) / PART.toMillis());
                day.set(part, OptionalDouble.of(points.values()[i]));
            }
            days.put(new Key(points.labels().get("project"), points.labels().get("probe")), day);
        }
        return days;
    }
}
