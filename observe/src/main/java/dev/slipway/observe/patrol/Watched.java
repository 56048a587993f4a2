package dev.slipway.observe.patrol;

import dev.slipway.observe.probe.Endpoint;
import dev.slipway.promql.series.Labels;

/** An endpoint of a project. */
public record Watched(String project, Endpoint endpoint) {

    /** The labels of its series, whose names are left to the metrics. */
    Labels labels() {
        Labels labels = Labels.of("job", "probes")
                .with("project", project)
                .with("probe", endpoint.name())
                .with("instance", endpoint.check().target());
        return endpoint.group().isEmpty() ? labels : labels.with("group", endpoint.group());
    }
}
