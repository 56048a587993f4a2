package dev.slipway.promql.syntax;

import dev.slipway.promql.series.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checked expression. As text it has the canonical form. */
public sealed interface Expr {

    Span span();

    ValueType type();

    /** @param duration true when it was written as a length of time; the value is in seconds then */
    record NumberLiteral(Span span, double value, boolean duration) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** A text, the argument of a function. */
    record StringLiteral(Span span, String value) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /**
     * The latest sample of each matching series.
     *
     * @param name the metric's name as written outside the braces, or the empty text; also among the matchers
     */
    record VectorSelector(Span span, String name, List<Matcher> matchers, Timing timing) implements Expr {
        public VectorSelector {
            matchers = List.copyOf(matchers);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** The samples of each matching series over a time; the timing is the selector's. */
    record MatrixSelector(Span span, VectorSelector selector, long rangeMillis) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** @param stepMillis between evaluations; 0 for the engine's default */
    record Subquery(Span span, Expr expr, long rangeMillis, long stepMillis, Timing timing) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** A function with its arguments. */
    record Call(Span span, Function function, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ValueType type() {
            return function.result();
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /**
     * One series for each group of series.
     *
     * @param parameter of the aggregators that have one
     * @param grouping the labels that make the groups, or with {@code without} the labels to leave out
     */
    record Aggregation(
            Span span,
            Aggregator aggregator,
            Expr expr,
            @Nullable Expr parameter,
            List<String> grouping,
            boolean without)
            implements Expr {
        public Aggregation {
            grouping = List.copyOf(grouping);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /**
     * Two expressions and what is done with them.
     *
     * @param bool true when a comparison answers 0 or 1 instead of filtering
     * @param matching null unless both sides are vectors
     */
    record Binary(
            Span span,
            BinaryOperator operator,
            Expr left,
            Expr right,
            boolean bool,
            @Nullable Matching matching) implements Expr {
        @Override
        public ValueType type() {
            boolean scalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
            return scalars ? ValueType.SCALAR : ValueType.VECTOR;
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** A sign in front. */
    record Unary(Span span, boolean negative, Expr expr) implements Expr {
        @Override
        public ValueType type() {
            return expr.type();
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** Parentheses, kept for the printed form. */
    record Paren(Span span, Expr expr) implements Expr {
        @Override
        public ValueType type() {
            return expr.type();
        }

        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** What is inside all parentheses. */
    default Expr bare() {
        return this instanceof Paren paren ? paren.expr().bare() : this;
    }
}
