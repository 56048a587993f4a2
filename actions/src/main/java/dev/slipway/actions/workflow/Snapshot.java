package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.kernel.Position;

/**
 * An image to make of the host when the job has ended.
 *
 * @param version such as {@code 1.*}
 */
public record Snapshot(Position position, Template imageName, Condition condition, Template version) {}
