package dev.slipway.observe.store;

import dev.slipway.observe.block.LabelIndex;
import dev.slipway.promql.series.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The index of memory. It only grows; once series have gone, a new one is made. Its owner locks it. */
final class HeadIndex implements LabelIndex {

    private final List<HeadSeries> series = new ArrayList<>();
    private final Map<String, Map<String, Numbers>> postings = new TreeMap<>();

    void add(HeadSeries added) {
        int number = series.size();
        series.add(added);
        Labels labels = added.labels();
        for (int i = 0; i < labels.size(); i++) {
            postings.computeIfAbsent(labels.name(i), name -> new HashMap<>())
                    .computeIfAbsent(labels.value(i), value -> new Numbers())
                    .add(number);
        }
    }

    HeadSeries series(int number) {
        return series.get(number);
    }

    @Override
    public int size() {
        return series.size();
    }

    @Override
    public Collection<String> names() {
        return postings.keySet();
    }

    @Override
    public Collection<String> values(String name) {
        return postings.getOrDefault(name, Map.of()).keySet();
    }

    @Override
    public void postings(String name, String value, BitSet into) {
        Numbers numbers = postings.getOrDefault(name, Map.of()).get(value);
        if (numbers != null) {
            numbers.addTo(into);
        }
    }

    /** Ascending numbers in a plain array: an entry of ten labels must not cost ten boxed numbers. */
    private static final class Numbers {
        private int[] numbers = new int[2];
        private int size;

        void add(int number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size + (size >> 1) + 1);
            }
            numbers[size++] = number;
        }

        void addTo(BitSet into) {
            for (int i = 0; i < size; i++) {
                into.set(numbers[i]);
            }
        }
    }
}
