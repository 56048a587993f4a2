package dev.slipway.actions.expression;

import java.util.List;
import java.util.function.Consumer;

/** The syntax tree of an expression. */
public sealed interface Node {

    /** The nodes directly below, in the order of the text. */
    List<Node> children();

    /** Shows this node and all below it to the visitor. */
    default void visit(Consumer<Node> visitor) {
        visitor.accept(this);
        children().forEach(child -> child.visit(visitor));
    }

    /** Levels of nodes, at least one. */
    default int depth() {
        return 1 + children().stream().mapToInt(Node::depth).max().orElse(0);
    }

    /** A value written in the expression. */
    record Literal(Value value) implements Node {
        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    /**
     * A context such as {@code github}.
     *
     * @param name lower case
     */
    record ContextName(String name) implements Node {
        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    /** {@code target.name} or {@code target[key]}. */
    record Index(Node target, Node key) implements Node {
        @Override
        public List<Node> children() {
            return List.of(target, key);
        }
    }

    /** {@code target.*} or {@code target[*]}. */
    record Wildcard(Node target) implements Node {
        @Override
        public List<Node> children() {
            return List.of(target);
        }
    }

    /** {@code !operand}. */
    record Not(Node operand) implements Node {
        @Override
        public List<Node> children() {
            return List.of(operand);
        }
    }

    /** {@code a && b && c}: the first that is not truthy, else the last. */
    record And(List<Node> children) implements Node {}

    /** {@code a || b || c}: the first that is truthy, else the last. */
    record Or(List<Node> children) implements Node {}

    /** A comparison of two values. */
    record Compare(Comparison comparison, Node left, Node right) implements Node {
        @Override
        public List<Node> children() {
            return List.of(left, right);
        }
    }

    /** A function with its arguments. */
    record Call(Function function, List<Node> children) implements Node {}
}
