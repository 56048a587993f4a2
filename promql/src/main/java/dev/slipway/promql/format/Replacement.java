package dev.slipway.promql.format;

import com.google.re2j.Matcher;

/** Replacement templates with Go's rules: {@code $1}, {@code ${1}}, {@code $name}, {@code $$}; unknown is empty. */
public final class Replacement {

    private Replacement() {}

    /** @param matcher that has matched */
    public static String expand(String template, Matcher matcher) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            char c = template.charAt(i);
            if (c != '$' || i + 1 == template.length()) {
                out.append(c);
                i++;
            } else if (template.charAt(i + 1) == '$') {
                out.append('$');
                i += 2;
            } else {
                i = group(template, i, matcher, out);
            }
        }
        return out.toString();
    }

    private static int group(String template, int dollar, Matcher matcher, StringBuilder out) {
        boolean brace = template.charAt(dollar + 1) == '{';
        int start = brace ? dollar + 2 : dollar + 1;
        int end = start;
        while (end < template.length() && isWord(template.charAt(end))) {
            end++;
        }
        boolean closed = !brace || (end < template.length() && template.charAt(end) == '}');
        if (end == start || !closed) {
            out.append('$');
            return dollar + 1;
        }
        out.append(value(template.substring(start, end), matcher));
        return brace ? end + 1 : end;
    }

    private static String value(String name, Matcher matcher) {
        boolean number = name.chars().allMatch(c -> c >= '0' && c <= '9');
        String value = null;
        if (number) {
            int group = name.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(name);
            value = group <= matcher.groupCount() ? matcher.group(group) : null;
        } else if (matcher.pattern().namedGroups().containsKey(name)) {
            value = matcher.group(name);
        }
        return value == null ? "" : value;
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
