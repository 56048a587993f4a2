package dev.slipway.promql.series;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.kernel.Problem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a label. A missing label has the empty value. Regular expressions are RE2's, match the whole value,
 * and their dot matches a newline too, as in Prometheus 3.
 */
public final class Matcher {

    private final Kind kind;
    private final String name;
    private final String value;
    private final @Nullable Pattern pattern;

    private Matcher(Kind kind, String name, String value, @Nullable Pattern pattern) {
        this.kind = kind;
        this.name = name;
        this.value = value;
        this.pattern = pattern;
    }

    /**
     * @throws Problem of kind INVALID, code {@code bad-regex}, when the kind is RE or NRE and the value no RE2 pattern
     */
    public static Matcher of(Kind kind, String name, String value) {
        return new Matcher(kind, name, value, kind.isRegex() ? compile(value) : null);
    }

    public static Matcher equal(String name, String value) {
        return of(Kind.EQ, name, value);
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-regex",
                    "error parsing regexp: " + e.getDescription() + ": `" + regex + "`",
                    "patterns are RE2's: no lookaround and no back references",
                    e);
        }
    }

    public Kind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    /** The text to compare with, or the regular expression. */
    public String value() {
        return value;
    }

    /** @param candidate a label's value, empty when the label is missing */
    public boolean matches(String candidate) {
        return switch (kind) {
            case EQ -> value.equals(candidate);
            case NEQ -> !value.equals(candidate);
            case RE -> fits(candidate);
            case NRE -> !fits(candidate);
        };
    }

    public boolean matches(Labels labels) {
        return matches(labels.get(name));
    }

    /** True when series without the label match too. */
    public boolean matchesEmpty() {
        return matches("");
    }

    private boolean fits(String candidate) {
        return Objects.requireNonNull(pattern).matches(candidate);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Matcher matcher
                && kind == matcher.kind
                && name.equals(matcher.name)
                && value.equals(matcher.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, value);
    }

    /** As PromQL writes it: {@code name="value"}. */
    @Override
    public String toString() {
        return LabelText.label(name) + kind.sign() + LabelText.quote(value);
    }

    /** How a label's value is compared. */
    public enum Kind {
        EQ("="),
        NEQ("!="),
        RE("=~"),
        NRE("!~");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        public boolean isRegex() {
            return this == RE || this == NRE;
        }
    }
}
