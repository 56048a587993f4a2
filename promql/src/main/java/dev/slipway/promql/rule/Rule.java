package dev.slipway.promql.rule;

import dev.slipway.kernel.Position;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.template.Template;
import java.util.Map;

/** An expression that is evaluated again and again. */
public sealed interface Rule {

    /** Where it is written. */
    Position position();

    String name();

    Query query();

    /**
     * Writes the result as new series.
     *
     * @param name of the series
     * @param labels added to each series
     */
    record Recording(Position position, String name, Query query, Map<String, String> labels) implements Rule {
        public Recording {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Makes an alert of each series of the result.
     *
     * @param forMillis how long a series must be there before its alert fires
     * @param keepFiringForMillis how long an alert goes on when its series has gone
     * @param labels added to the series' own to identify the alert, those of the group among them
     * @param annotations text for people
     */
    record Alerting(
            Position position,
            String name,
            Query query,
            long forMillis,
            long keepFiringForMillis,
            Map<String, Template> labels,
            Map<String, Template> annotations)
            implements Rule {
        public Alerting {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }
}
