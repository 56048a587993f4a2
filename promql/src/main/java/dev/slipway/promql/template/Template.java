package dev.slipway.promql.template;

import dev.slipway.kernel.Problem;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text with actions in double braces. It is read once, when a rule is loaded, and expanded for each alert.
 *
 * <p>The language is that of Go's text/template: {@code if}, {@code with}, {@code range}, {@code define}, {@code
 * template}, {@code block}, variables, pipelines and comments, with its built-in functions and those of Prometheus.
 */
public final class Template {

    private final String text;
    private final TemplateParser.Parsed parsed;

    Template(String text, TemplateParser.Parsed parsed) {
        this.text = text;
        this.parsed = parsed;
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** Two templates of one text are equal: a rule that was read again is the same rule. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Template template && text.equals(template.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /**
     * @param variables that the text may use, without their dollars
     * @throws Problem of kind INVALID, code {@code bad-template}, that says where it is wrong
     */
    public static Template parse(String text, Set<String> variables) {
        return new Template(text, parsed(text, variables, TemplateParser.Words.RULES));
    }

    static TemplateParser.Parsed parsed(String text, Set<String> variables, TemplateParser.Words words) {
        try {
            return TemplateParser.parse(text, variables, words);
        } catch (TemplateException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-template",
                    e.message() + place(text, e.offset()),
                    "docs/promql.md lists variables and functions of templates");
        }
    }

    private static String place(String text, int offset) {
        String before = text.substring(0, Math.clamp(offset, 0, text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return " at " + line + ":" + (before.length() - before.lastIndexOf('\n'));
    }

    /**
     * @param data what the dot is: text, numbers, maps, lists, {@link QuerySample}
     * @param variables the values of those that were named when it was parsed
     * @throws Problem of kind INVALID, code {@code template-failed}, when a function fails or a field is not there
     */
    public String expand(@Nullable Object data, Map<String, ?> variables, Surroundings surroundings) {
        return expand(data, variables, new Expansion(parsed, surroundings, false));
    }

    /** The same for a page of HTML: whatever an action writes is escaped, unless it went through {@code safeHtml}. */
    public String expandHtml(@Nullable Object data, Map<String, ?> variables, Surroundings surroundings) {
        return expand(data, variables, new Expansion(parsed, surroundings, true));
    }

    private static String expand(@Nullable Object data, Map<String, ?> variables, Expansion expansion) {
        try {
            return expansion.expand(data, variables);
        } catch (TemplateException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "template-failed",
                    e.message(),
                    "check the fields and functions that the template uses");
        }
    }
}
