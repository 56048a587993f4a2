package dev.slipway.actions.workflow;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A filter pattern in GitHub's syntax: {@code *} any but a slash, {@code **} any, {@code ?} and {@code +} zero or one, one
 * or more of the character before, {@code [ab0-9]} a set; a backslash takes the meaning away.
 */
public final class FilterPattern {

    private final Pattern regex;

    private FilterPattern(Pattern regex) {
        this.regex = regex;
    }

    /** Without the leading {@code !} of a negative pattern. */
    public static FilterPattern of(String text) {
        return new FilterPattern(Pattern.compile(regex(text), Pattern.DOTALL));
    }

    public boolean matches(String name) {
        return regex.matches(name);
    }

    /**
     * What is wrong with a pattern, where something is. The rules are actionlint's (glob.go, MIT).
     *
     * @param ref whether it is for branches and tags, which may not hold what git refuses in a ref; else it is for paths
     */
    public static Optional<String> complaint(String text, boolean ref) {
        String pattern = text.startsWith("!") ? text.substring(1) : text;
        return GlobCheck.complaint(pattern, ref).map(complaint -> "'" + text + "' is no pattern: " + complaint);
    }

    /** Why a pattern cannot be used at all, where that is so. */
    public static Optional<String> refusal(String text) {
        try {
            of(text.startsWith("!") ? text.substring(1) : text);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("'" + text + "' is no pattern: " + e.getDescription());
        }
    }

    private static String regex(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' && text.startsWith("**/", i)) {
                out.append("(?:.*/)?");
                i += 2;
            } else if (c == '*' && text.startsWith("**", i)) {
                out.append(".*");
                i++;
            } else if (c == '*') {
                out.append("[^/]*");
            } else if ((c == '?' || c == '+') && i > 0) {
                out.append(c);
            } else if (c == '[') {
                int end = text.indexOf(']', i);
                out.append(end < 0 ? "[" : text.substring(i, end + 1));
                i = end < 0 ? i : end;
            } else {
                char literal = c == '\\' && i + 1 < text.length() ? text.charAt(++i) : c;
                out.append(Pattern.quote(String.valueOf(literal)));
            }
        }
        return out.toString();
    }
}
