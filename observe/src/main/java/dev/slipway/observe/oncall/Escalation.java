package dev.slipway.observe.oncall;

import dev.slipway.promql.series.Matcher;
import java.time.Duration;
import java.util.List;

/**
 * To whom an alert goes that fires on and that nobody has acknowledged.
 *
 * @param matchers which alerts
 */
public record Escalation(String name, List<Matcher> matchers, List<Step> steps) {
    public Escalation {
        matchers = List.copyOf(matchers);
        steps = List.copyOf(steps);
    }

    /**
     * One more who is told.
     *
     * @param after the alert's beginning
     * @param tell a receiver or a rotation
     */
    public record Step(Duration after, String tell) {}
}
