package dev.slipway.promql.template;

import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.format.Printf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What templates do with values of any type, as Go would with its own. */
final class Values {

    private Values() {}

    /** Everything but false, 0, nil and what is empty. */
    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean bool -> bool;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case Collection<?> collection -> !collection.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** How an action writes it. */
    static String print(@Nullable Object value) {
        return value == null ? "<no value>" : Printf.print(goValue(value));
    }

    /** Samples as Go prints a pointer to a struct. */
    static Object goValue(Object value) {
        return switch (value) {
            case QuerySample sample ->
                "&{" + Printf.print(sample.labels()) + " " + FloatText.general(sample.value()) + "}";
            case SafeText safe -> safe.text();
            case Moment moment -> moment.toString();
            case Elapsed elapsed -> elapsed.toString();
            default -> value;
        };
    }

    static @Nullable Object field(@Nullable Object value, String name) {
        return switch (value) {
            case null -> throw new TemplateException(-1, "nil data; no entry for key \"" + name + "\"");
            case FieldSource source ->
                source.field(name)
                        .orElseThrow(() -> noField(name, source.getClass().getSimpleName()));
            case Map<?, ?> map -> entry(map, name);
            case AlertData data ->
                switch (name) {
                    case "Labels" -> data.labels();
                    case "ExternalLabels" -> data.externalLabels();
                    case "ExternalURL" -> data.externalUrl();
                    case "Value" -> data.value();
                    default -> throw noField(name, "the alert's data (Labels, ExternalLabels, ExternalURL, Value)");
                };
            case QuerySample sample ->
                switch (name) {
                    case "Labels" -> sample.labels();
                    case "Value" -> sample.value();
                    default -> throw noField(name, "a sample (Labels, Value)");
                };
            default -> throw noField(name, Printf.typeOf(value));
        };
    }

    /** A map of labels has the empty text for every other name, as Go's zero value. */
    private static @Nullable Object entry(Map<?, ?> map, String name) {
        Object found = map.get(name);
        boolean texts = map.values().stream().allMatch(String.class::isInstance);
        return found == null && texts ? "" : found;
    }

    private static TemplateException noField(String name, String where) {
        return new TemplateException(-1, "can't evaluate field " + name + " in " + where);
    }

    /** What {@code range} goes through: lists by index, maps by sorted key, integers from zero. */
    static List<Element> elements(@Nullable Object value) {
        List<Element> elements = new ArrayList<>();
        switch (value) {
            case null -> {}
            case Collection<?> collection -> {
                long index = 0;
                for (Object element : collection) {
                    elements.add(new Element(index++, element));
                }
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, element) -> sorted.put(String.valueOf(key), element));
                sorted.forEach((key, element) -> elements.add(new Element(key, element)));
            }
            case Long count
            when count <= 100_000 -> {
                for (long i = 0; i < count; i++) {
                    elements.add(new Element(i, i));
                }
            }
            default -> throw new TemplateException(-1, "range can't iterate over " + print(value));
        }
        return elements;
    }

    /** Text that is a number, or a number. */
    static double toFloat(@Nullable Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> number.doubleValue();
            case Elapsed elapsed -> elapsed.seconds();
            case String text ->
                FloatText.parse(text)
                        .orElseThrow(() -> new TemplateException(-1, "parsing \"" + text + "\": invalid syntax"));
            case null, default -> throw new TemplateException(-1, "can't convert " + print(value) + " to float");
        };
    }

    static String toText(@Nullable Object value, String function) {
        if (value instanceof String text) {
            return text;
        } else if (value instanceof SafeText safe) {
            return safe.text();
        }
        throw new TemplateException(-1, "wrong type of argument for " + function + ": " + print(value));
    }

    /** @param key an index or the key of a map */
    record Element(Object key, @Nullable Object value) {}
}
