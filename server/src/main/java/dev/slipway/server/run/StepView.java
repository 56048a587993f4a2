package dev.slipway.server.run;

import dev.slipway.runner.StepResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step as people see it.
 *
 * @param conclusion null while it runs
 */
public record StepView(
        int number,
        String name,
        @Nullable String conclusion,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    static StepView of(StepResult result) {
        return new StepView(
                result.number(), result.name(), result.conclusion().text(), result.startedAt(), result.finishedAt());
    }
}
