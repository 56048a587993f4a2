package dev.slipway.actions.workflow;

import java.util.Optional;

/**
 * Finds what makes a filter pattern meaningless, by the rules of actionlint's glob.go (MIT): {@code ?} and {@code +} need an
 * ordinary character before them, a set needs its end and more than one character, and a pattern for branches or tags may
 * not hold what {@code git check-ref-format} refuses.
 */
final class GlobCheck {

    private static final String NOT_IN_REFS = " \t~^:";
    private static final char END = '\0';

    private final String pattern;
    private final boolean ref;
    private int index;

    private GlobCheck(String pattern, boolean ref) {
        this.pattern = pattern;
        this.ref = ref;
    }

    /**
     * @param pattern without the {@code !} of a negative one
     * @param ref for branches and tags, else for paths
     */
    static Optional<String> complaint(String pattern, boolean ref) {
        if (pattern.isEmpty()) {
            return Optional.of("a pattern must not be empty");
        } else if (ref && pattern.startsWith("/")) {
            return Optional.of("a branch or tag does not start with /");
        } else if (ref && (pattern.endsWith("/") || pattern.endsWith("."))) {
            return Optional.of("a branch or tag does not end with / or .");
        } else if (!ref && !pattern.equals(pattern.strip())) {
            return Optional.of("a path starts and ends without spaces");
        } else if (!ref && pattern.matches("\\.\\.?(/.*)?")) {
            return Optional.of("a path has no . and .. in front");
        }
        return new GlobCheck(pattern, ref).characters();
    }

    private Optional<String> characters() {
        boolean ordinary = false;
        while (index < pattern.length()) {
            char c = pattern.charAt(index++);
            Optional<String> complaint = switch (c) {
                case '\\' -> escape();
                case '?', '+' ->
                    ordinary ? Optional.empty() : Optional.of("before " + c + " stands no ordinary character");
                case '[' -> set();
                case '\r', '\n' -> Optional.of("it spans several lines");
                default ->
                    ref && NOT_IN_REFS.indexOf(c) >= 0
                            ? Optional.of("a branch or tag does not contain '" + c + "'")
                            : Optional.empty();
            };
            if (complaint.isPresent()) {
                return complaint;
            }
            ordinary = c != '?' && c != '+' && c != '*';
        }
        return Optional.empty();
    }

    private char peek() {
        return index < pattern.length() ? pattern.charAt(index) : END;
    }

    private Optional<String> escape() {
        char escaped = peek();
        if (escaped == '+' || escaped == '\\' || escaped == '!') {
            index++;
        } else if (escaped == '[' || escaped == '?' || escaped == '*') {
            index++;
            return ref ? Optional.of("a branch or tag does not contain '" + escaped + "'") : Optional.empty();
        } else if (ref) {
            return Optional.of("only [ ? + * \\ ! can stand behind a backslash");
        }
        return Optional.empty();
    }

    private Optional<String> set() {
        int characters = 0;
        while (true) {
            char c = peek();
            index++;
            if (c == END) {
                return Optional.of("the ] of a set is missing");
            } else if (c == ']') {
                break;
            } else if (peek() == '-') {
                index++;
                char last = peek();
                if (last == ']' || (last != END && c > last)) {
                    return Optional.of(
                            "the range " + c + "-" + (last == ']' ? "" : last) + " runs backwards or has no end");
                }
                index++;
                characters += 2;
            } else {
                characters++;
            }
        }
        return switch (characters) {
            case 0 -> Optional.of("a set is empty");
            case 1 -> Optional.of("a set of one character is that character");
            default -> Optional.empty();
        };
    }
}
