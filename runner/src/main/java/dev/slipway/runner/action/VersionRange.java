package dev.slipway.runner.action;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The versions that a workflow accepts: the forms of semantic versioning's ranges that occur in setup actions, such as
 * {@code 20}, {@code 3.x}, {@code >=18 <21}, {@code ^18.2}, {@code lts/*}, {@code 17 || 21}.
 */
final class VersionRange {

    private final String text;

    private VersionRange(String text) {
        this.text = text;
    }

    static VersionRange of(String text) {
        return new VersionRange(text.strip());
    }

    boolean contains(ToolVersion version) {
        return Arrays.stream(text.split("\\|\\|"))
                .anyMatch(alternative -> Arrays.stream(alternative
                                .strip()
                                .replaceAll("([<>=^~])\\s+", "$1")
                                .split("\\s+"))
                        .allMatch(part -> part(part).test(version)));
    }

    private static Predicate<ToolVersion> part(String part) {
        if (List.of("", "*", "x", "latest", "current", "node").contains(part)) {
            return _ -> true;
        } else if (part.startsWith("lts")) {
            return version -> version.number(0) % 2 == 0;
        }
        String operator = part.replaceAll("[^<>=^~].*", "");
        String plain =
                part.substring(operator.length()).replaceAll("(\\.[x*])+$", "").replaceAll("[+-].*", "");
        return ToolVersion.parse(plain).map(wanted -> compare(operator, wanted)).orElse(_ -> false);
    }

    private static Predicate<ToolVersion> compare(String operator, ToolVersion wanted) {
        return switch (operator) {
            case ">=" -> version -> version.compareTo(wanted) >= 0;
            case ">" -> version -> version.compareTo(wanted) > 0;
            case "<=" -> version -> version.compareTo(wanted) <= 0 || version.startsWith(wanted);
            case "<" -> version -> version.compareTo(wanted) < 0;
            case "^" -> version -> version.compareTo(wanted) >= 0 && version.number(0) == wanted.number(0);
            case "~" ->
                version -> version.compareTo(wanted) >= 0
                        && version.number(0) == wanted.number(0)
                        && (wanted.numbers().size() == 1 || version.number(1) == wanted.number(1));
            case "", "=" -> version -> version.startsWith(wanted);
            default -> _ -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
