package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Comparison;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Expands an evaluated matrix into its combinations, after the runner's MatrixBuilder: all vectors are crossed, exclude
 * takes away, then include adds extras to the combinations it matches, or stands for itself.
 */
final class Matrix {

    private static final int MOST_LEGS = 256;
    private static final int MOST_CROSSED = 16_384;

    private final Map<String, List<Value>> vectors = new LinkedHashMap<>();
    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Value.Mapping> include;
    private final List<Value.Mapping> exclude;

    private Matrix(Value.Mapping matrix) {
        this.include = combinations(matrix, "include");
        this.exclude = combinations(matrix, "exclude");
        matrix.entries().forEach((key, value) -> {
            if (!key.equals("include") && !key.equals("exclude")) {
                vectors.put(key, vector(key, value));
                names.add(key);
            }
        });
        checkFilters();
    }

    private void checkFilters() {
        exclude.stream()
                .flatMap(filter -> filter.entries().keySet().stream())
                .filter(key -> !names.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw bad("Matrix exclude key '" + key + "' does not match any key within the matrix");
                });
        if (include.stream().anyMatch(extra -> extra.entries().isEmpty())) {
            throw bad("Matrix include mapping does not contain any values");
        }
    }

    /**
     * @param matrix evaluated
     * @return the legs in GitHub's order: the last vector varies fastest, unmatched includes come last
     * @throws Problem with code {@code bad-matrix}
     */
    static List<Leg> expand(Value matrix) {
        if (!(matrix instanceof Value.Mapping mapping)) {
            throw bad("the matrix is " + matrix.kind() + ", not a mapping of vectors");
        }
        List<Leg> legs = new Matrix(mapping).legs();
        if (legs.isEmpty()) {
            throw bad("the matrix gives no combination");
        } else if (legs.size() > MOST_LEGS) {
            throw bad("the matrix gives " + legs.size() + " combinations, at most " + MOST_LEGS + " are allowed");
        }
        return legs;
    }

    private List<Leg> legs() {
        List<Value.Mapping> crossed = cross().stream()
                .filter(leg -> exclude.stream().noneMatch(filter -> matches(filter, leg)))
                .toList();
        List<Leg> legs = new ArrayList<>(crossed.stream()
                .map(leg -> new Leg(leg, List.copyOf(leg.entries().values())))
                .toList());
        int original = legs.size();
        for (Value.Mapping extra : include) {
            boolean matched = false;
            for (int i = 0; i < original; i++) {
                if (matches(filter(extra), crossed.get(i))) {
                    legs.set(i, legs.get(i).with(extra));
                    matched = true;
                }
            }
            if (!matched) {
                legs.add(new Leg(extra, List.copyOf(extra.entries().values())));
            }
        }
        return legs;
    }

    private List<Value.Mapping> cross() {
        if (vectors.isEmpty()) {
            return List.of();
        }
        List<Value.Mapping> legs = List.of(Value.Mapping.EMPTY);
        for (Map.Entry<String, List<Value>> vector : vectors.entrySet()) {
            legs = legs.stream()
                    .flatMap(leg -> vector.getValue().stream().map(value -> leg.with(vector.getKey(), value)))
                    .limit(MOST_CROSSED + 1L)
                    .toList();
            if (legs.size() > MOST_CROSSED) {
                throw bad("the vectors give more than " + MOST_CROSSED + " combinations before exclude");
            }
        }
        return legs;
    }

    /** The keys of an include that name a vector; the others are extras. */
    private Value.Mapping filter(Value.Mapping extra) {
        return Value.of(extra.entries().entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static boolean matches(Value.Mapping filter, Value.Mapping leg) {
        return filter.entries().entrySet().stream()
                .allMatch(entry -> leg.get(entry.getKey())
                        .filter(value -> matches(entry.getValue(), value))
                        .isPresent());
    }

    private static boolean matches(Value filter, Value value) {
        return switch (filter) {
            case Value.Mapping mapping -> value instanceof Value.Mapping other && matches(mapping, other);
            case Value.Array array -> value instanceof Value.Array other && matches(array.items(), other.items());
            case Value.Null _, Value.Bool _, Value.Num _, Value.Text _ -> Comparison.EQUAL.holds(filter, value);
        };
    }

    private static boolean matches(List<Value> filter, List<Value> items) {
        if (filter.size() != items.size()) {
            return false;
        }
        for (int i = 0; i < filter.size(); i++) {
            if (!matches(filter.get(i), items.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<Value> vector(String key, Value value) {
        if (!(value instanceof Value.Array array) || array.items().isEmpty()) {
            throw bad("the vector '" + key + "' does not contain any values");
        }
        return array.items();
    }

    private static List<Value.Mapping> combinations(Value.Mapping matrix, String key) {
        Optional<Value> value = matrix.get(key).filter(given -> given != Value.Null.NULL);
        if (value.isEmpty()) {
            return List.of();
        } else if (value.get() instanceof Value.Array array
                && array.items().stream().allMatch(Value.Mapping.class::isInstance)) {
            return array.items().stream().map(Value.Mapping.class::cast).toList();
        }
        throw bad("'" + key + "' is no sequence of mappings");
    }

    private static Problem bad(String message) {
        return Problem.of(Problem.Kind.INVALID, "bad-matrix", message, "look at what the matrix evaluates to");
    }

    /**
     * One combination.
     *
     * @param named the values that appear in the job's name: those of the vectors, not the extras
     */
    record Leg(Value.Mapping values, List<Value> named) {

        Leg with(Value.Mapping extra) {
            Value.Mapping more = values;
            for (Map.Entry<String, Value> entry : extra.entries().entrySet()) {
                more = more.with(entry.getKey(), entry.getValue());
            }
            return new Leg(more, named);
        }

        /** For example {@code (17, linux)}; empty where nothing is named. */
        String suffix() {
            String text = named.stream()
                    .flatMap(value -> leaves(value).stream())
                    .filter(leaf -> !leaf.isEmpty())
                    .collect(Collectors.joining(", "));
            return text.isEmpty() ? "" : " (" + text + ")";
        }

        private static List<String> leaves(Value value) {
            return switch (value) {
                case Value.Mapping mapping ->
                    mapping.entries().values().stream()
                            .flatMap(inner -> leaves(inner).stream())
                            .toList();
                case Value.Array array ->
                    array.items().stream()
                            .flatMap(inner -> leaves(inner).stream())
                            .toList();
                case Value.Null _, Value.Bool _, Value.Num _, Value.Text _ -> List.of(value.text());
            };
        }
    }
}
