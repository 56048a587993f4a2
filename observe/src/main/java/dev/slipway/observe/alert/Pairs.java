package dev.slipway.observe.alert;

import dev.slipway.promql.template.FieldSource;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Labels or annotations in the order of their names: each has {@code Name} and {@code Value}. */
final class Pairs extends AbstractList<Object> implements FieldSource {

    private final List<Map.Entry<String, String>> pairs;

    Pairs(List<Map.Entry<String, String>> pairs) {
        this.pairs = pairs;
    }

    @Override
    public Object get(int index) {
        Map.Entry<String, String> pair = pairs.get(index);
        return Map.of("Name", pair.getKey(), "Value", pair.getValue());
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public Optional<Object> field(String name) {
        return switch (name) {
            case "Names" -> Optional.of(pairs.stream().map(Map.Entry::getKey).toList());
            case "Values" -> Optional.of(pairs.stream().map(Map.Entry::getValue).toList());
            default -> Optional.empty();
        };
    }
}
