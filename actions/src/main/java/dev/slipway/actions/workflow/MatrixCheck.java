package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;

/** The parts of a matrix that can be wrong before it is evaluated. */
final class MatrixCheck {

    private MatrixCheck() {}

    static void check(Tree tree, Faults faults) {
        if (!(tree instanceof Tree.Fields matrix)) {
            return;
        }
        boolean vectors = false;
        for (Tree.Field field : matrix.fields()) {
            boolean combination = isCombination(field);
            boolean empty =
                    field.value() instanceof Tree.Items items && items.items().isEmpty();
            vectors |= !combination || (field.key().source().equals("include") && !empty);
            if (empty && !combination) {
                faults.wrong(
                        Fault.Stage.MEANING,
                        "empty-vector",
                        field.value().position(),
                        "Matrix vector '" + field.key().source() + "' does not contain any values",
                        "write at least one value");
            }
        }
        if (!vectors) {
            faults.wrong(
                    Fault.Stage.MEANING,
                    "no-vector",
                    matrix.position(),
                    "Matrix must define at least one vector",
                    "write a name with a sequence of values");
        } else if (matrix.isConstant()) {
            excludes(matrix, faults);
        }
    }

    private static boolean isCombination(Tree.Field field) {
        String key = field.key().source();
        return field.key().isConstant() && (key.equals("include") || key.equals("exclude"));
    }

    private static void excludes(Tree.Fields matrix, Faults faults) {
        Block.of(matrix).items("exclude").stream()
                .flatMap(item -> Block.of(item).fields().stream())
                .filter(field -> matrix.fields().stream()
                        .noneMatch(vector -> !isCombination(vector)
                                && vector.key()
                                        .source()
                                        .equalsIgnoreCase(field.key().source())))
                .forEach(field -> faults.wrong(
                        Fault.Stage.MEANING,
                        "unknown-exclude",
                        field.key().position(),
                        "Matrix exclude key '" + field.key().source() + "' does not match any key within the matrix",
                        "define a vector of this name"));
    }
}
