package dev.slipway.observe.probe;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One side of a condition. */
sealed interface Operand {

    /** Its value for an answer; absent when the answer does not tell it. */
    Optional<String> value(Answer answer);

    /** What stands in its place, for conditions of the whole text. */
    record Told(Fact fact) implements Operand {
        @Override
        public Optional<String> value(Answer answer) {
            return answer.fact(fact);
        }
    }

    /** A header of the answer. */
    record Header(String name) implements Operand {
        @Override
        public Optional<String> value(Answer answer) {
            return answer.header(name);
        }
    }

    /** A part of the body. */
    record Body(JsonPath path) implements Operand {
        @Override
        public Optional<String> value(Answer answer) {
            return node(answer).map(node -> node.isValueNode() ? node.asString() : node.toString());
        }

        Optional<JsonNode> node(Answer answer) {
            return answer.fact(Fact.BODY).flatMap(path::in);
        }
    }

    /** How many items, members or characters. */
    record Length(Operand of) implements Operand {
        @Override
        public Optional<String> value(Answer answer) {
            return of instanceof Body body
                    ? body.node(answer)
                            .map(node -> node.isContainer()
                                    ? node.size()
                                    : node.asString().length())
                            .map(Object::toString)
                    : of.value(answer).map(text -> Integer.toString(text.length()));
        }
    }

    /** Whether it is there. */
    record Has(Operand of) implements Operand {
        @Override
        public Optional<String> value(Answer answer) {
            return Optional.of(Boolean.toString(of.value(answer).isPresent()));
        }
    }

    /** A text as it stands. */
    record Literal(String text) implements Operand {
        @Override
        public Optional<String> value(Answer answer) {
            return Optional.of(text);
        }
    }

    /** A pattern, which matches instead of being equal. */
    record Like(Pattern pattern, String text) implements Operand {
        @Override
        public Optional<String> value(Answer answer) {
            return Optional.of(text);
        }
    }

    /** Any of several. */
    record AnyOf(List<Operand> choices, String text) implements Operand {
        public AnyOf {
            choices = List.copyOf(choices);
        }

        @Override
        public Optional<String> value(Answer answer) {
            return Optional.of(text);
        }
    }
}
