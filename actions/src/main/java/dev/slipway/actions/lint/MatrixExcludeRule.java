package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Strategy;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Exclusions that take nothing out of a matrix, because no value of it is like theirs. Values are like each other as the
 * planner compares them: a mapping may name a part of the other's entries. What has to be evaluated may be anything.
 */
final class MatrixExcludeRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            job.strategy().flatMap(Strategy::matrix).map(Block::of).ifPresent(matrix -> check(matrix, report));
        }
    }

    private static void check(Block matrix, Report report) {
        boolean open = matrix.get("include").filter(Tree.Leaf.class::isInstance).isPresent();
        for (Tree exclusion : open ? List.<Tree>of() : matrix.items("exclude")) {
            for (Tree.Field field : Block.of(exclusion).fields()) {
                String key = field.key().source();
                if (matrix.get(key).filter(Tree.Items.class::isInstance).isPresent()
                        && values(matrix, key).noneMatch(value -> covers(value, field.value()))) {
                    report.warn(
                            "no-match",
                            field.value().position(),
                            "no value of '" + key + "' is like this, so nothing is excluded",
                            "name one of its values, or remove this exclusion");
                }
            }
        }
    }

    private static Stream<Tree> values(Block matrix, String key) {
        Stream<Tree> included = matrix.items("include").stream().flatMap(item -> Block.of(item).get(key).stream());
        return Stream.concat(matrix.items(key).stream(), included);
    }

    private static boolean covers(Tree value, Tree filter) {
        if (isOpen(value) || isOpen(filter)) {
            return true;
        }
        return switch (filter) {
            case Tree.Leaf leaf ->
                value instanceof Tree.Leaf other && text(leaf).equalsIgnoreCase(text(other));
            case Tree.Items items -> value instanceof Tree.Items other && coversAll(other.items(), items.items());
            case Tree.Fields fields ->
                value instanceof Tree.Fields other
                        && fields.fields().stream()
                                .allMatch(field -> other.get(field.key().source())
                                        .filter(inner -> covers(inner, field.value()))
                                        .isPresent());
        };
    }

    private static boolean coversAll(List<Tree> values, List<Tree> filters) {
        return values.size() == filters.size()
                && IntStream.range(0, values.size()).allMatch(i -> covers(values.get(i), filters.get(i)));
    }

    private static boolean isOpen(Tree tree) {
        return tree instanceof Tree.Leaf leaf && !leaf.template().isConstant();
    }

    private static String text(Tree.Leaf leaf) {
        return leaf.template().source();
    }
}
