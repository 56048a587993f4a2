package dev.slipway.observe.patrol;

import dev.slipway.observe.probe.Answer;
import java.util.List;

/**
 * One result.
 *
 * @param complaints what was wrong; empty for success
 * @param maintained true when it fell into a maintenance window, so that a failure counts for nothing
 */
public record Outcome(Answer answer, List<String> complaints, boolean maintained) {

    public Outcome {
        complaints = List.copyOf(complaints);
    }

    public boolean isSuccess() {
        return complaints.isEmpty();
    }
}
