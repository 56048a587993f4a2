package dev.slipway.promql.rule;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.template.AlertData;
import dev.slipway.promql.template.QuerySample;
import dev.slipway.promql.template.Surroundings;
import dev.slipway.promql.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One evaluation of one alerting rule, as Prometheus' rules/alerting.go, with the state of missing data added. */
final class AlertingRun {

    /** Alerts that ended are kept for so long, so that their end is told even if telling fails at first. */
    private static final long RESOLVED_RETENTION_MILLIS = 15 * 60 * 1000L;

    private static final String NAME = "alertname";

    private final RuleEvaluator evaluator;
    private final Group group;
    private final Rule.Alerting rule;
    private final long atMillis;
    private final long offsetMillis;
    private @Nullable List<Value.Sample> data;

    AlertingRun(RuleEvaluator evaluator, Group group, Rule.Alerting rule, long atMillis, long offsetMillis) {
        this.evaluator = evaluator;
        this.group = group;
        this.rule = rule;
        this.atMillis = atMillis;
        this.offsetMillis = offsetMillis;
    }

    RuleRun next(RuleRun before, List<Value.Sample> vector) {
        Map<Labels, Alert> seen = seen(vector);
        Map<Labels, Alert> alerts = new LinkedHashMap<>();
        before.alerts().forEach((labels, alert) -> {
            Alert again = seen.get(labels);
            if (again == null) {
                unseen(alert).ifPresent(still -> alerts.put(labels, still));
            } else if (alert.isActive()) {
                alerts.put(labels, held(alert.seen(again.annotations(), again.value())));
            }
        });
        seen.forEach((labels, alert) -> alerts.computeIfAbsent(labels, _ -> held(alert)));
        int active = (int) alerts.values().stream().filter(Alert::isActive).count();
        RuleEvaluator.requireWithin(group, active, "alerts");
        return written(before, alerts);
    }

    private Map<Labels, Alert> seen(List<Value.Sample> vector) {
        Map<Labels, Alert> seen = new LinkedHashMap<>();
        for (Value.Sample sample : vector) {
            Labels source = sample.labels().without(Labels.METRIC_NAME);
            AlertData templateData = new AlertData(
                    sample.labels().asMap(),
                    evaluator.settings().externalLabels(),
                    evaluator.settings().externalUrl(),
                    sample.value());
            Labels.Builder labels = source.toBuilder();
            rule.labels().forEach((name, template) -> labels.set(name, expand(template, templateData)));
            Labels identity = labels.set(NAME, rule.name()).build();
            Labels.Builder annotations = Labels.builder();
            rule.annotations().forEach((name, template) -> annotations.set(name, expand(template, templateData)));
            Alert alert = Alert.begun(identity, source, annotations.build(), sample.value(), atMillis);
            if (seen.put(identity, alert) != null) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "rule-failed",
                        "vector contains metrics with the same labelset after applying alert labels",
                        "the labels of rule " + rule.name() + " hide what tells the alerts apart");
            }
        }
        return seen;
    }

    /** A template that fails must not silence the alert. */
    private String expand(Template template, AlertData templateData) {
        Surroundings surroundings =
                new Surroundings(atMillis, evaluator.settings().externalUrl(), this::query);
        try {
            return template.expand(templateData, templateData.variables(), surroundings);
        } catch (Problem e) {
            return "<error expanding template: " + e.message() + ">";
        }
    }

    private List<QuerySample> query(String text) {
        return evaluator.vector(Query.parse(text), atMillis).stream()
                .map(sample -> new QuerySample(sample.labels().asMap(), sample.value()))
                .toList();
    }

    private Alert held(Alert alert) {
        long active = atMillis - alert.activeAtMillis();
        if (alert.state() == AlertState.PENDING && active >= rule.forMillis()) {
            return alert.fired(atMillis);
        } else if (alert.state() == AlertState.FIRING && active < rule.forMillis()) {
            return alert.lengthened();
        }
        return alert;
    }

    /** What becomes of an alert that the expression does not yield; empty when it is forgotten. */
    private Optional<Alert> unseen(Alert alert) {
        return switch (alert.state()) {
            case PENDING -> Optional.empty();
            case INACTIVE ->
                Optional.of(alert)
                        .filter(ended ->
                                atMillis - ended.resolvedAtMillis().orElse(atMillis) <= RESOLVED_RETENTION_MILLIS);
            case FIRING -> Optional.of(firingUnseen(alert));
            case UNKNOWN -> Optional.of(isMissing(alert) ? alert : alert.cleared(atMillis));
        };
    }

    private Alert firingUnseen(Alert alert) {
        if (evaluator.settings().onMissing() == OnMissing.KEEP && isMissing(alert)) {
            return alert.lost(atMillis);
        }
        boolean keeps = rule.keepFiringForMillis() > 0
                && atMillis - alert.keptSinceMillis().orElse(atMillis) < rule.keepFiringForMillis();
        return keeps ? held(alert.kept(atMillis)) : alert.cleared(atMillis);
    }

    private boolean isMissing(Alert alert) {
        return DataProbe.of(rule.query().expr()).isPresent()
                && data().stream().noneMatch(sample -> includes(sample.labels(), alert.source()));
    }

    private List<Value.Sample> data() {
        List<Value.Sample> known = data;
        if (known == null) {
            known = DataProbe.of(rule.query().expr())
                    .map(probe -> evaluator.vector(new Query(probe.toString(), probe), atMillis - offsetMillis))
                    .orElse(List.of());
            data = known;
        }
        return known;
    }

    private static boolean includes(Labels all, Labels some) {
        return some.asMap().entrySet().stream()
                .allMatch(label -> all.get(label.getKey()).equals(label.getValue()));
    }

    private RuleRun written(RuleRun before, Map<Labels, Alert> alerts) {
        long time = atMillis - offsetMillis;
        List<Value.Sample> samples = new ArrayList<>();
        Set<Labels> written = new LinkedHashSet<>();
        for (Alert alert : alerts.values()) {
            if (alert.isActive()) {
                String state = alert.state() == AlertState.PENDING ? "pending" : "firing";
                Labels labels =
                        alert.labels().with(Labels.METRIC_NAME, "ALERTS").with("alertstate", state);
                Labels since = alert.labels().with(Labels.METRIC_NAME, "ALERTS_FOR_STATE");
                samples.add(new Value.Sample(labels, time, 1));
                samples.add(new Value.Sample(since, time, Math.floorDiv(alert.activeAtMillis(), 1000)));
                written.add(labels);
                written.add(since);
            }
        }
        return new RuleRun(alerts, written, RuleEvaluator.withMarkers(samples, before.written(), written, time));
    }
}
