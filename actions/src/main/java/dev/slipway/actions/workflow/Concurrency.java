package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import java.util.Optional;

/**
 * Runs or jobs of one group run one at a time.
 *
 * @param group compared without case
 * @param cancelInProgress whether a newcomer cancels the one that runs; false where nothing is written
 * @param queueAll true for {@code queue: max}: up to 100 wait in order, instead of the newest replacing the others
 */
public record Concurrency(Template group, Optional<Template> cancelInProgress, boolean queueAll) {}
