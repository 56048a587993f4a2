package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.kernel.Position;
import java.util.Optional;

/**
 * Runs or jobs of one group run one at a time.
 *
 * @param group compared without case
 * @param cancelInProgress whether a newcomer cancels the one that runs; false where nothing is written
 * @param queueAll true for {@code queue: max}: up to 100 wait in order, instead of the newest replacing the others
 */
public record Concurrency(Position position, Template group, Optional<Template> cancelInProgress, boolean queueAll) {

    /** How many may wait in a group that keeps all. */
    public static final int MOST_WAITING = 100;
}
