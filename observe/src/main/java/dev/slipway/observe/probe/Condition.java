package dev.slipway.observe.probe;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.config.PrometheusValues;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must hold of an answer, in Gatus' words: {@code [STATUS] == any(200, 204)}, {@code [BODY].status == UP},
 * {@code [RESPONSE_TIME] < 300}, {@code [CERTIFICATE_EXPIRATION] > 48h}, {@code len([BODY].items) >= 1},
 * {@code [BODY] == pat(*welcome*)}. Slipway's own are {@code [HEADERS].name} and {@code re(...)}.
 *
 * @param text as it was written
 */
public record Condition(String text, Operand left, Comparison comparison, Operand right) {

    private static final Pattern SHAPE = Pattern.compile("(.+?)\\s+(==|!=|<=|>=|<|>)\\s+(.*)");
    private static final int LONGEST_SHOWN = 80;

    /** How the sides are compared. */
    enum Comparison {
        EQUAL,
        UNEQUAL,
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST
    }

    /** @throws Problem code {@code bad-condition} or {@code bad-path} */
    static Condition parse(String text) {
        Matcher parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-condition",
                    "'" + text + "' is no condition",
                    "write two sides with ==, !=, <, <=, > or >= between spaces: \"[STATUS] == 200\"");
        }
        Operand left = OperandReader.read(parts.group(1));
        Operand right = OperandReader.read(parts.group(3).strip());
        if (isPattern(left) && isPattern(right)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-condition",
                    "both sides of '" + text + "' are patterns",
                    "put a placeholder such as [BODY] on one side");
        }
        return new Condition(text.strip(), left, comparison(parts.group(2)), right);
    }

    private static boolean isPattern(Operand operand) {
        return operand instanceof Operand.Like || operand instanceof Operand.AnyOf;
    }

    private static Comparison comparison(String sign) {
        return switch (sign) {
            case "==" -> Comparison.EQUAL;
            case "!=" -> Comparison.UNEQUAL;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.AT_MOST;
            case ">" -> Comparison.MORE;
            default -> Comparison.AT_LEAST;
        };
    }

    /** The facts that it speaks of. */
    Set<Fact> facts() {
        return Stream.of(left, right).flatMap(Condition::facts).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Fact> facts(Operand operand) {
        return switch (operand) {
            case Operand.Told(Fact fact) -> Stream.of(fact);
            case Operand.Header _ -> Stream.of(Fact.HEADERS);
            case Operand.Body _ -> Stream.of(Fact.BODY);
            case Operand.Length(Operand of) -> facts(of);
            case Operand.Has(Operand of) -> facts(of);
            case Operand.AnyOf any -> any.choices().stream().flatMap(Condition::facts);
            case Operand.Literal _, Operand.Like _ -> Stream.empty();
        };
    }

    /** What is wrong, or nothing when it holds. */
    Optional<String> complaint(Answer answer) {
        Optional<String> found = left.value(answer);
        Optional<String> wanted = right.value(answer);
        boolean holds = found.isPresent() && wanted.isPresent() && holds(answer, found.get(), wanted.get());
        return holds ? Optional.empty() : Optional.of(text + ": found " + shown(found, wanted));
    }

    private String shown(Optional<String> found, Optional<String> wanted) {
        Optional<String> told = left instanceof Operand.Literal ? wanted : found;
        return told.map(value -> value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "..." : value)
                .orElse("nothing");
    }

    private boolean holds(Answer answer, String found, String wanted) {
        return switch (comparison) {
            case EQUAL -> matches(answer, left, right);
            case UNEQUAL -> !matches(answer, left, right);
            case LESS -> order(found, wanted).filter(order -> order < 0).isPresent();
            case AT_MOST -> order(found, wanted).filter(order -> order <= 0).isPresent();
            case MORE -> order(found, wanted).filter(order -> order > 0).isPresent();
            case AT_LEAST -> order(found, wanted).filter(order -> order >= 0).isPresent();
        };
    }

    private static boolean matches(Answer answer, Operand one, Operand other) {
        if (other instanceof Operand.AnyOf any) {
            return any.choices().stream().anyMatch(choice -> matches(answer, one, choice));
        } else if (isPattern(one)) {
            return matches(answer, other, one);
        }
        String value = one.value(answer).orElse("");
        return other instanceof Operand.Like like
                ? like.pattern().matches(value)
                : other.value(answer).filter(wanted -> same(value, wanted)).isPresent();
    }

    private static boolean same(String one, String other) {
        return one.equals(other)
                || order(one, other).filter(order -> order == 0).isPresent();
    }

    private static Optional<Integer> order(String one, String other) {
        return number(one).flatMap(first -> number(other).map(first::compareTo));
    }

    /** Numbers as they are, durations in milliseconds. */
    private static Optional<BigDecimal> number(String text) {
        if (text.matches("-?\\d{1,18}(\\.\\d{1,18})?")) {
            return Optional.of(new BigDecimal(text));
        }
        return PrometheusValues.duration(text).map(length -> BigDecimal.valueOf(length.toMillis()));
    }
}
