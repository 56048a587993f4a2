package dev.slipway.observe.relabel;

import com.google.re2j.Matcher;

/** Go's {@code Regexp.Expand}: {@code $1}, {@code ${1}}, {@code $name}; {@code $1x} is the group "1x", {@code $$} a dollar. */
final class Template {

    private Template() {}

    static String expand(String template, Matcher match) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at++);
            if (c != '$') {
                out.append(c);
            } else if (at < template.length() && template.charAt(at) == '$') {
                out.append('$');
                at++;
            } else {
                at = group(template, at, match, out);
            }
        }
        return out.toString();
    }

    /** Appends the group named from here on and returns where its name ends; a dollar without a name stands for itself. */
    private static int group(String template, int from, Matcher match, StringBuilder out) {
        boolean braced = from < template.length() && template.charAt(from) == '{';
        int start = braced ? from + 1 : from;
        int end = start;
        while (end < template.length() && isNamePart(template.charAt(end))) {
            end++;
        }
        boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
        if (end == start || !closed) {
            out.append('$');
            return from;
        }
        out.append(value(template.substring(start, end), match));
        return braced ? end + 1 : end;
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static String value(String name, Matcher match) {
        boolean number = name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 9;
        try {
            String value;
            if (number) {
                int group = Integer.parseInt(name);
                value = group <= match.groupCount() ? match.group(group) : "";
            } else {
                value = match.group(name);
            }
            return value == null ? "" : value;
        } catch (IllegalArgumentException noSuchGroup) {
            return "";
        }
    }
}
