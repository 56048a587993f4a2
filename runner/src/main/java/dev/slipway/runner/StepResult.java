package dev.slipway.runner;

import dev.slipway.actions.plan.Conclusion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The end of one step.
 *
 * @param number 1-based, in the order of the log
 * @param id by which other steps know it
 * @param name as people see it
 * @param outcome before {@code continue-on-error}
 * @param conclusion after it
 * @param outputs by name
 */
public record StepResult(
        int number,
        Optional<String> id,
        String name,
        Conclusion outcome,
        Conclusion conclusion,
        Map<String, String> outputs,
        Instant startedAt,
        Instant finishedAt) {}
