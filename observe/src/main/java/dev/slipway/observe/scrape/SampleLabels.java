package dev.slipway.observe.scrape;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.exposition.ExposedSample;
import dev.slipway.observe.exposition.Label;
import dev.slipway.observe.relabel.RelabelRule;
import dev.slipway.promql.series.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Joins a sample's labels with its target's, relabels them, and holds them to the job's limits. */
final class SampleLabels {

    private static final String EXPORTED = "exported_";

    private final ScrapeJob job;
    private final Labels target;

    SampleLabels(ScrapeJob job, Labels target) {
        this.job = job;
        this.target = target;
    }

    /** The labels under which the sample is stored; empty when relabelling drops it. */
    Optional<Labels> of(ExposedSample sample) {
        Labels.Builder joined = Labels.builder();
        sample.labels().forEach(label -> joined.set(label.name(), label.value()));
        if (job.honorLabels()) {
            honor(sample, joined);
        } else {
            export(joined);
        }
        joined.set(Labels.METRIC_NAME, sample.name());
        Optional<Labels> labels = RelabelRule.apply(job.metricRelabel(), joined.build());
        labels.ifPresent(this::check);
        return labels;
    }

    /** The sample's own label wins, even where it is empty. */
    private void honor(ExposedSample sample, Labels.Builder joined) {
        for (int i = 0; i < target.size(); i++) {
            if (sample.label(target.name(i)).isEmpty()) {
                joined.set(target.name(i), target.value(i));
            }
        }
    }

    /** The target's label wins; the sample's is kept as {@code exported_}, with as many of these as it takes. */
    private void export(Labels.Builder joined) {
        for (int i = 0; i < target.size(); i++) {
            String name = target.name(i);
            String own = joined.get(name);
            if (!own.isEmpty()) {
                String free = EXPORTED + name;
                while (!joined.get(free).isEmpty() || target.has(free)) {
                    free = EXPORTED + free;
                }
                joined.set(free, own);
            }
            joined.set(name, target.value(i));
        }
    }

    private void check(Labels labels) {
        ScrapeLimits limits = job.limits();
        if (labels.metricName().isEmpty()) {
            throw refuse("relabelling took the name away from a sample", "look at metric_relabel_configs");
        }
        if (limits.labels() > 0 && labels.size() > limits.labels()) {
            throw refuse(labels + " has " + labels.size() + " labels", "raise label_limit " + limits.labels());
        }
        for (int i = 0; i < labels.size(); i++) {
            Label label = new Label(labels.name(i), labels.value(i));
            if (isLonger(label.name(), limits.labelNameBytes())) {
                throw refuse("the name of a label of " + labels + " is too long", "raise label_name_length_limit");
            }
            if (isLonger(label.value(), limits.labelValueBytes())) {
                throw refuse("the value of a label of " + labels + " is too long", "raise label_value_length_limit");
            }
        }
    }

    private static boolean isLonger(String text, int most) {
        return most > 0 && text.getBytes(StandardCharsets.UTF_8).length > most;
    }

    private static Problem refuse(String message, String hint) {
        return Problem.of(Problem.Kind.TOO_LARGE, "scrape-limit", message, hint);
    }
}
