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
     * @param rollback the key of Slipway's own: roll back the release that the alert's labels name
     */
    record Alerting(
            Position position,
            String name,
            Query query,
            long forMillis,
            long keepFiringForMillis,
            Map<String, Template> labels,
            Map<String, Template> annotations,
            boolean rollback)
            implements Rule {
        public Alerting {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }

        /** The same with other labels. */
        public Alerting withLabels(Map<String, Template> others) {
            return new Alerting(position, name, query, forMillis, keepFiringForMillis, others, annotations, rollback);
        }

        /**
         * True when its alerts roll a release back: by the key {@code rollback}, or by an annotation of that name, which
         * other readers of the file accept too.
         */
        public boolean rollsBack() {
            Template annotation = annotations.get("rollback");
            return rollback || (annotation != null && annotation.text().equals("true"));
        }
    }
}
