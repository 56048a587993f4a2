package dev.slipway.observe.patrol;

import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.Check;
import dev.slipway.observe.probe.Fact;
import dev.slipway.observe.store.Batch;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Staleness;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The series of one endpoint, by the names of Prometheus' blackbox exporter, so that rules written for it apply. Its own
 * are {@code probe_up}, which flap protection has smoothed, {@code probe_maintenance} and {@code probe_domain_expiry}.
 */
final class ProbeSeries {

    private static final double MILLI = 1000;

    private final Labels labels;
    private Set<String> written = new HashSet<>();

    ProbeSeries(Labels labels) {
        this.labels = labels;
    }

    /** Adds one result; what the result before told and this one does not tell is ended. */
    void add(Batch batch, Watched watched, Outcome outcome, Standing standing, long time) {
        Map<String, Double> values = values(watched, outcome, standing);
        Set<String> gone = new HashSet<>(written);
        gone.removeAll(values.keySet());
        gone.forEach(name -> batch.add(named(name), time, Staleness.MARKER));
        values.forEach((name, value) -> batch.add(named(name), time, value));
        written = new HashSet<>(values.keySet());
    }

    /** The endpoint is watched no more. */
    void end(Batch batch, long time) {
        written.forEach(name -> batch.add(named(name), time, Staleness.MARKER));
        written = new HashSet<>();
    }

    private Labels named(String name) {
        return labels.with(Labels.METRIC_NAME, name);
    }

    private static Map<String, Double> values(Watched watched, Outcome outcome, Standing standing) {
        Map<String, Double> values = new LinkedHashMap<>();
        Answer answer = outcome.answer();
        values.put("probe_success", outcome.isSuccess() ? 1.0 : 0.0);
        values.put("probe_maintenance", outcome.maintained() ? 1.0 : 0.0);
        switch (standing.state()) {
            case UP -> values.put("probe_up", 1.0);
            case DOWN -> values.put("probe_up", 0.0);
            case UNKNOWN -> {}
        }
        if (!(watched.endpoint().check() instanceof Check.Heartbeat)) {
            values.put("probe_duration_seconds", seconds(answer.took()));
        }
        if (watched.endpoint().check() instanceof Check.Http) {
            values.put(
                    "probe_http_status_code",
                    Double.valueOf(answer.fact(Fact.STATUS).orElse("0")));
        }
        answer.certificateEnds()
                .ifPresent(end -> values.put("probe_ssl_earliest_cert_expiry", (double) end.getEpochSecond()));
        answer.domainEnds().ifPresent(end -> values.put("probe_domain_expiry", (double) end.getEpochSecond()));
        return values;
    }

    private static double seconds(Duration length) {
        return length.toNanos() / (MILLI * MILLI * MILLI);
    }
}
