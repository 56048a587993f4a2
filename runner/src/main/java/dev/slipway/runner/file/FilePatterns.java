package dev.slipway.runner.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Which files a user means, in the language of GitHub's toolkit (@actions/glob): one pattern a line, {@code #} comments,
 * a leading {@code !} excludes, {@code ~} is the home folder; a folder means all that is in it, and of several patterns
 * that apply to a file the last one decides.
 */
public final class FilePatterns {

    private final List<Rule> rules;

    private FilePatterns(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * @param text patterns, one a line
     * @param directory that relative patterns start from, absolute
     * @param home what {@code ~} stands for, as the job calls it
     * @param here an absolute path of the job, on this host
     */
    public static FilePatterns of(String text, Path directory, Path home, UnaryOperator<Path> here) {
        List<Rule> rules = new ArrayList<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> rules.add(Rule.of(line, directory, home, here)));
        return new FilePatterns(List.copyOf(rules));
    }

    /** True when no line includes anything. */
    public boolean isEmpty() {
        return rules.stream().allMatch(Rule::exclude);
    }

    /** The folders or files to start from, one for each including pattern, in their order. */
    public List<Path> searchPaths() {
        return rules.stream()
                .filter(rule -> !rule.exclude())
                .map(Rule::base)
                .distinct()
                .toList();
    }

    /** The including patterns as they were written. */
    public List<String> included() {
        return rules.stream().filter(rule -> !rule.exclude()).map(Rule::text).toList();
    }

    /** Whether the patterns mean this file. */
    public boolean matches(Path file) {
        boolean matches = false;
        for (Rule rule : rules) {
            if (rule.regex().matcher(file.toString()).matches()) {
                matches = !rule.exclude();
            }
        }
        return matches;
    }

    /**
     * @param base the longest start of the pattern without a wildcard
     */
    private record Rule(String text, boolean exclude, Path base, Pattern regex) {

        static Rule of(String line, Path directory, Path home, UnaryOperator<Path> here) {
            boolean exclude = line.startsWith("!");
            String text = exclude ? line.substring(1).strip() : line;
            String absolute = absolute(text, directory, home, here);
            List<String> segments = segments(absolute);
            return new Rule(text, exclude, base(segments), regex(segments));
        }

        private static String absolute(String text, Path directory, Path home, UnaryOperator<Path> here) {
            String named = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
            return named.startsWith("/") ? here.apply(Path.of(named)).toString() : directory + "/" + named;
        }

        /** Dots are resolved as far as no wildcard stands before them. */
        private static List<String> segments(String absolute) {
            List<String> segments = new ArrayList<>();
            for (String segment : absolute.split("/")) {
                if (segment.equals("..") && !segments.isEmpty()) {
                    segments.removeLast();
                } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
                    segments.add(segment);
                }
            }
            return segments;
        }

        private static Path base(List<String> segments) {
            Path base = Path.of("/");
            for (String segment : segments) {
                if (segment.chars().anyMatch(c -> "*?[".indexOf(c) >= 0)) {
                    break;
                }
                base = base.resolve(segment);
            }
            return base;
        }

        private static Pattern regex(List<String> segments) {
            StringBuilder regex = new StringBuilder();
            for (String segment : segments) {
                if (segment.equals("**")) {
                    regex.append("(?:/[^/]+)*");
                } else {
                    segment(segment, regex.append('/'));
                }
            }
            return Pattern.compile(regex.append("(?:/.*)?").toString(), Pattern.DOTALL);
        }

        private static void segment(String segment, StringBuilder regex) {
            for (int i = 0; i < segment.length(); i++) {
                char c = segment.charAt(i);
                int close = c == '[' ? segment.indexOf(']', i + 2) : -1;
                if (c == '*') {
                    regex.append("[^/]*");
                } else if (c == '?') {
                    regex.append("[^/]");
                } else if (close > 0) {
                    regex.append(characterClass(segment.substring(i + 1, close)));
                    i = close;
                } else {
                    regex.append(Pattern.quote(String.valueOf(c)));
                }
            }
        }

        private static String characterClass(String members) {
            boolean negated = members.startsWith("!") || members.startsWith("^");
            String plain = (negated ? members.substring(1) : members)
                    .replace("\\", "\\\\")
                    .replace("[", "\\[")
                    .replace("&", "\\&")
                    .replace("^", "\\^");
            return "[" + (negated ? "^/" : "") + plain + "]";
        }
    }
}
