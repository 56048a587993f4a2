package dev.slipway.promql.template;

import java.util.Map;

/** The dot of an alert's templates: fields Labels, ExternalLabels, ExternalURL and Value. */
public record AlertData(
        Map<String, String> labels, Map<String, String> externalLabels, String externalUrl, double value) {

    /** The variables that Prometheus declares in front of each template: $labels, $externalLabels, ... */
    public Map<String, Object> variables() {
        return Map.of("labels", labels, "externalLabels", externalLabels, "externalURL", externalUrl, "value", value);
    }
}
