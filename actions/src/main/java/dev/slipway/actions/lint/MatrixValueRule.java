package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Strategy;
import java.util.HashSet;
import java.util.Set;

/** Values that a matrix lists twice: their jobs would be the same. */
final class MatrixValueRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            job.strategy().flatMap(Strategy::matrix).map(Block::of).ifPresent(matrix -> check(matrix, report));
        }
    }

    private static void check(Block matrix, Report report) {
        for (Tree.Field field : matrix.fields()) {
            String key = field.key().source();
            Set<Object> seen = new HashSet<>();
            matrix.templates(key).stream()
                    .filter(Template::isConstant)
                    .filter(value -> !seen.add(value.constant().orElseThrow()))
                    .forEach(value -> report.warn(
                            "twin-value",
                            value.position(),
                            "the value '" + value.source() + "' is there twice in '" + key + "'",
                            "remove one"));
        }
    }
}
