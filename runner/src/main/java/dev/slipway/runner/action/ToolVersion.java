package dev.slipway.runner.action;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a tool, as numbers.
 *
 * @param numbers most significant first; at least one
 */
record ToolVersion(List<Integer> numbers) implements Comparable<ToolVersion> {

    private static final Pattern FORM = Pattern.compile("v?(\\d{1,9}(?:\\.\\d{1,9}){0,3}).*");

    /** Java called itself 1.8 before it called itself 9. */
    static Optional<ToolVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ToolVersion(Arrays.stream(matcher.group(1).split("\\."))
                .map(Integer::valueOf)
                .toList()));
    }

    int number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    boolean startsWith(ToolVersion prefix) {
        return prefix.numbers.size() <= numbers.size()
                && numbers.subList(0, prefix.numbers.size()).equals(prefix.numbers);
    }

    @Override
    public int compareTo(ToolVersion other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Integer.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.join(".", numbers.stream().map(String::valueOf).toList());
    }
}
