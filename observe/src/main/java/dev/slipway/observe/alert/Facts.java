package dev.slipway.observe.alert;

import dev.slipway.promql.template.FieldSource;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Labels or annotations in templates: a mapping that can be gone through in order and lessened. */
final class Facts extends AbstractMap<String, String> implements FieldSource {

    private final TreeMap<String, String> facts;

    Facts(Map<String, String> facts) {
        this.facts = new TreeMap<>(facts);
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return facts.entrySet();
    }

    /** What is not there is empty, as Go's zero value. */
    @Override
    public Optional<Object> field(String name) {
        return switch (name) {
            case "SortedPairs" -> Optional.of(new Pairs(List.copyOf(facts.entrySet())));
            case "Names" -> Optional.of(List.copyOf(facts.keySet()));
            case "Values" -> Optional.of(List.copyOf(facts.values()));
            default -> Optional.of(facts.getOrDefault(name, ""));
        };
    }

    @Override
    public Optional<Object> call(String name, List<@Nullable Object> arguments) {
        boolean removes = name.equals("Remove") && arguments.size() == 1;
        if (!removes || !(arguments.getFirst() instanceof Collection<?> names)) {
            return Optional.empty();
        }
        TreeMap<String, String> rest = new TreeMap<>(facts);
        names.forEach(rest::remove);
        return Optional.of(new Facts(rest));
    }
}
