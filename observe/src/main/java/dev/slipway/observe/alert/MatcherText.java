package dev.slipway.observe.alert;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads matchers as Alertmanager's configuration, API and amtool write them: {@code severity="page"},
 * {@code {team=~"a|b", env!=test}}. Quotes may be left out.
 */
public final class MatcherText {

    private final String text;
    private int at;

    private MatcherText(String text) {
        this.text = text;
    }

    /** @throws Problem INVALID, code {@code bad-matcher} or {@code bad-regex} */
    public static List<Matcher> read(String text) {
        String inner = text.strip();
        if (inner.startsWith("{") && inner.endsWith("}")) {
            inner = inner.substring(1, inner.length() - 1);
        }
        return new MatcherText(inner.strip()).all();
    }

    /** True when the labels fulfil every one of them. */
    public static boolean matches(List<Matcher> matchers, Labels labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    private List<Matcher> all() {
        List<Matcher> matchers = new ArrayList<>();
        while (at < text.length()) {
            matchers.add(one());
            skipBlanks();
            if (at < text.length() && text.charAt(at++) != ',') {
                throw bad("a comma is missing");
            }
            skipBlanks();
        }
        return List.copyOf(matchers);
    }

    private Matcher one() {
        skipBlanks();
        String name = peek() == '"' ? quoted() : plain("=!~");
        if (name.isEmpty()) {
            throw bad("a label's name is missing");
        }
        skipBlanks();
        Matcher.Kind kind = kind();
        skipBlanks();
        String value = peek() == '"' ? quoted() : plain(",");
        return Matcher.of(kind, name, value);
    }

    private Matcher.Kind kind() {
        for (Matcher.Kind kind : List.of(Matcher.Kind.NEQ, Matcher.Kind.RE, Matcher.Kind.NRE, Matcher.Kind.EQ)) {
            if (text.startsWith(kind.sign(), at)) {
                at += kind.sign().length();
                return kind;
            }
        }
        throw bad("one of = != =~ !~ is missing");
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private String plain(String ends) {
        int start = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '"') {
                at++;
                return value.toString();
            }
            value.append(next == '\\' && at + 1 < text.length() ? unescaped(text.charAt(++at)) : next);
        }
        throw bad("a quote is not closed");
    }

    private static String unescaped(char next) {
        return switch (next) {
            case 'n' -> "\n";
            case '"', '\\' -> String.valueOf(next);
            default -> "\\" + next;
        };
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Problem bad(String why) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-matcher",
                "'" + text + "' is no list of matchers: " + why,
                "write something like severity=\"page\", team=~\"a|b\"");
    }
}
