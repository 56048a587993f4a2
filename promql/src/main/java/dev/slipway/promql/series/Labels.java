package dev.slipway.promql.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The identity of a series: names with values, sorted by name, immutable. A label with an empty value is the same as no
 * label. The hash is computed once, so that labels are cheap keys.
 */
public final class Labels implements Comparable<Labels> {

    /** The label that holds a metric's name. */
    public static final String METRIC_NAME = "__name__";

    public static final Labels EMPTY = new Labels(new String[0]);

    /** Name, value, name, value ... */
    private final String[] pairs;

    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /** @param pairs name, value, name, value ... in any order, each name once */
    public static Labels of(String... pairs) {
        if (pairs.length % 2 != 0) {
            throw new IllegalArgumentException("a label name without a value: " + pairs[pairs.length - 1]);
        }
        Builder builder = new Builder();
        for (int i = 0; i < pairs.length; i += 2) {
            builder.set(pairs[i], pairs[i + 1]);
        }
        return builder.build();
    }

    public static Labels of(Map<String, String> values) {
        Builder builder = new Builder();
        values.forEach(builder::set);
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these labels. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        for (int i = 0; i < size(); i++) {
            builder.set(name(i), value(i));
        }
        return builder;
    }

    public int size() {
        return pairs.length / 2;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** @param index from 0 to {@link #size()}, in the order of the names */
    public String name(int index) {
        return pairs[2 * index];
    }

    /** @param index from 0 to {@link #size()}, in the order of the names */
    public String value(int index) {
        return pairs[2 * index + 1];
    }

    /** The value, or the empty text when there is no such label. */
    public String get(String name) {
        int index = indexOf(name);
        return index < 0 ? "" : pairs[2 * index + 1];
    }

    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /** The metric's name, or the empty text. */
    public String metricName() {
        return get(METRIC_NAME);
    }

    /** These labels with one more or another value; an empty value takes the label away. */
    public Labels with(String name, String value) {
        return get(name).equals(value) ? this : toBuilder().set(name, value).build();
    }

    /** These labels but the named ones. */
    public Labels without(Collection<String> names) {
        return filtered(names, false);
    }

    /** These labels but the named one. */
    public Labels without(String name) {
        return has(name) ? filtered(List.of(name), false) : this;
    }

    /** Only the named ones of these labels. */
    public Labels keep(Collection<String> names) {
        return filtered(names, true);
    }

    private Labels filtered(Collection<String> names, boolean keep) {
        String[] kept = new String[pairs.length];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.contains(pairs[i]) == keep) {
                kept[length++] = pairs[i];
                kept[length++] = pairs[i + 1];
            }
        }
        return length == pairs.length ? this : new Labels(Arrays.copyOf(kept, length));
    }

    /** A copy as a map, in the order of the names. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Series are small: a linear search over sorted names beats a binary one. */
    private int indexOf(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i / 2;
            }
        }
        return -1;
    }

    @Override
    public int compareTo(Labels other) {
        int shared = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < shared; i++) {
            int order = pairs[i].compareTo(other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Labels labels && hash == labels.hash && Arrays.equals(pairs, labels.pairs));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As PromQL writes a series: {@code name{label="value"}}. */
    @Override
    public String toString() {
        return LabelText.of(this);
    }

    /** Collects labels; the last value set for a name counts. */
    public static final class Builder {
        private final TreeMap<String, String> values = new TreeMap<>();

        private Builder() {}

        /** An empty value takes the label away. */
        public Builder set(String name, String value) {
            if (value.isEmpty()) {
                values.remove(name);
            } else {
                values.put(name, value);
            }
            return this;
        }

        public Builder remove(String name) {
            values.remove(name);
            return this;
        }

        /** The value set so far, or the empty text. */
        public String get(String name) {
            return values.getOrDefault(name, "");
        }

        public Labels build() {
            if (values.isEmpty()) {
                return EMPTY;
            }
            List<String> pairs = new ArrayList<>(values.size() * 2);
            values.forEach((name, value) -> {
                pairs.add(name);
                pairs.add(value);
            });
            return new Labels(pairs.toArray(String[]::new));
        }
    }
}
