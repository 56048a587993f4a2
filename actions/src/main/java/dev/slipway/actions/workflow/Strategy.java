package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Position;
import java.util.Optional;

/**
 * How a job multiplies.
 *
 * @param matrix vectors with include and exclude, or an expression that gives them
 * @param failFast true where nothing is written
 * @param maxParallel unbounded where nothing is written
 */
public record Strategy(
        Position position, Optional<Tree> matrix, Optional<Template> failFast, Optional<Template> maxParallel) {}
