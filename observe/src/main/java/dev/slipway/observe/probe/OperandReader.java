package dev.slipway.observe.probe;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads one side of a condition. */
final class OperandReader {

    private static final String BODY = Fact.BODY.placeholder();
    private static final String HEADERS = Fact.HEADERS.placeholder() + ".";

    private OperandReader() {}

    static Operand read(String text) {
        return inside(text, "len")
                .<Operand>map(inner -> new Operand.Length(read(inner)))
                .or(() -> inside(text, "has").map(inner -> new Operand.Has(read(inner))))
                .or(() -> inside(text, "pat").map(inner -> new Operand.Like(glob(inner), text)))
                .or(() -> inside(text, "re").map(inner -> new Operand.Like(expression(inner), text)))
                .or(() -> inside(text, "any").map(inner -> new Operand.AnyOf(choices(inner), text)))
                .orElseGet(() -> text.startsWith("[") ? placeholder(text) : new Operand.Literal(text));
    }

    private static Optional<String> inside(String text, String function) {
        return text.startsWith(function + "(") && text.endsWith(")")
                ? Optional.of(text.substring(function.length() + 1, text.length() - 1))
                : Optional.empty();
    }

    private static List<Operand> choices(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .map(OperandReader::read)
                .toList();
    }

    /** Globs know the star alone, as in Gatus. */
    private static Pattern glob(String text) {
        String expression =
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(expression, Pattern.DOTALL);
    }

    /** Somewhere in the text, unless the expression is anchored. */
    private static Pattern expression(String text) {
        try {
            Pattern alone = Pattern.compile(text);
            return Pattern.compile("(?s:.*)(?:" + alone.pattern() + ")(?s:.*)");
        } catch (PatternSyntaxException e) {
            throw bad("'" + text + "' is no regular expression: " + e.getMessage(), "write it in RE2's syntax");
        }
    }

    private static Operand placeholder(String text) {
        if (text.startsWith(BODY) && !text.equals(BODY)) {
            return new Operand.Body(JsonPath.parse(text.substring(BODY.length())));
        } else if (text.startsWith(HEADERS) && text.length() > HEADERS.length()) {
            return new Operand.Header(text.substring(HEADERS.length()));
        }
        return Fact.of(text)
                .filter(fact -> fact != Fact.HEADERS)
                .<Operand>map(Operand.Told::new)
                .orElseThrow(() -> bad("there is nothing called " + text, hint(text)));
    }

    private static String hint(String text) {
        List<String> known = Arrays.stream(Fact.values()).map(Fact::placeholder).toList();
        return Optional.ofNullable(Suggestion.hint(text, known)).orElse("use " + String.join(", ", known));
    }

    private static Problem bad(String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, "bad-condition", message, hint);
    }
}
