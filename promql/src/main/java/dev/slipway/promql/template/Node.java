package dev.slipway.promql.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a parsed template. */
sealed interface Node {

    /** Text to be copied. */
    record Text(String text) implements Node {}

    /** A pipeline whose value is written. */
    record Output(Pipeline pipeline) implements Node {}

    /** @param declares true for {@code :=}, which makes a new variable */
    record Assign(String variable, boolean declares, Pipeline pipeline) implements Node {}

    /** {@code if}: the first branch whose pipeline is true. */
    record If(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

    /** {@code with}: the same, and the dot is the value. */
    record With(Pipeline value, List<Node> then, List<Node> otherwise) implements Node {}

    /** {@code range}: once for each element. */
    record Range(@Nullable String key, @Nullable String element, Pipeline over, List<Node> body, List<Node> otherwise)
            implements Node {}

    /** {@code template "name" pipeline}. */
    record Include(String name, @Nullable Pipeline data) implements Node {}

    /** {@code break}. */
    record Break() implements Node {}

    /** {@code continue}. */
    record Continue() implements Node {}

    /**
     * Commands, each of which gets the value of the one before as its last argument.
     *
     * @param variable declared by the pipeline inside {@code if} and {@code with}, or null
     */
    record Pipeline(@Nullable String variable, List<Command> commands) {}

    /** An operand and, when it is a function, its arguments. */
    record Command(Operand operand, List<Operand> arguments) {}

    /** A value in a command. */
    sealed interface Operand {}

    /** Text, Long, Double, Boolean, or null for nil. */
    record Literal(@Nullable Object value) implements Operand {}

    /** The dot. */
    record Dot() implements Operand {}

    /** A variable, without its dollar; the empty name is the data of the whole template. */
    record Variable(String name) implements Operand {}

    /** A function by its name. */
    record Function(String name) implements Operand {}

    /** A pipeline in parentheses. */
    record Group(Pipeline pipeline) implements Operand {}

    /** A field of a value: {@code .Labels.job}. */
    record Field(Operand of, String name) implements Operand {}
}
