package dev.slipway.promql.template;

import dev.slipway.promql.format.Printf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The functions of Go's text/template; {@code and} and {@code or} are the expansion's, as they stop early. */
final class Builtins {

    private Builtins() {}

    static Map<String, Functions.Function> functions() {
        Map<String, Functions.Function> functions = new HashMap<>();
        functions.put("not", new Functions.Function(1, 1, (arguments, _) -> !Values.isTrue(arguments.getFirst())));
        functions.put("len", new Functions.Function(1, 1, (arguments, _) -> length(arguments.getFirst())));
        functions.put("index", new Functions.Function(1, 9, (arguments, _) -> index(arguments)));
        functions.put("slice", new Functions.Function(1, 3, (arguments, _) -> slice(arguments)));
        functions.put("print", new Functions.Function(0, 99, (arguments, _) -> print(arguments)));
        functions.put("println", new Functions.Function(0, 99, (arguments, _) -> println(arguments)));
        functions.put(
                "printf",
                new Functions.Function(
                        1,
                        99,
                        (arguments, _) -> Printf.format(
                                Values.toText(arguments.getFirst(), "printf"),
                                arguments.subList(1, arguments.size()))));
        functions.put("html", new Functions.Function(1, 99, (arguments, _) -> html(print(arguments))));
        functions.put(
                "urlquery", new Functions.Function(1, 99, (arguments, _) -> Addresses.queryEscaped(print(arguments))));
        functions.put("eq", new Functions.Function(2, 99, (arguments, _) -> equal(arguments)));
        functions.put("ne", new Functions.Function(2, 2, (arguments, _) -> !equal(arguments)));
        functions.put("lt", ordered(order -> order < 0));
        functions.put("le", ordered(order -> order <= 0));
        functions.put("gt", ordered(order -> order > 0));
        functions.put("ge", ordered(order -> order >= 0));
        return functions;
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            case Collection<?> collection -> collection.size();
            case Map<?, ?> map -> map.size();
            case null, default -> throw new TemplateException(-1, "len of type " + Printf.typeOf(value));
        };
    }

    private static @Nullable Object index(List<@Nullable Object> arguments) {
        Object value = arguments.getFirst();
        for (Object key : arguments.subList(1, arguments.size())) {
            value = switch (value) {
                case Map<?, ?> map -> Values.field(map, Values.toText(key, "index"));
                case List<?> list when key instanceof Long at && at >= 0 && at < list.size() -> list.get(at.intValue());
                case null, default ->
                    throw new TemplateException(
                            -1, "can't index item of type " + Printf.typeOf(value) + " with " + Values.print(key));
            };
        }
        return value;
    }

    private static Object slice(List<@Nullable Object> arguments) {
        Object value = arguments.getFirst();
        long length = length(value);
        long from = arguments.size() > 1 && arguments.get(1) instanceof Long start ? start : 0;
        long to = arguments.size() > 2 && arguments.get(2) instanceof Long end ? end : length;
        if (from < 0 || from > to || to > length) {
            throw new TemplateException(-1, "index out of range: " + from + ":" + to);
        }
        return switch (value) {
            case String text -> text.substring((int) from, (int) to);
            case List<?> list -> list.subList((int) from, (int) to);
            case null, default -> throw new TemplateException(-1, "can't slice item of type " + Printf.typeOf(value));
        };
    }

    /** Blanks stand only between two values neither of which is text. */
    private static String print(List<@Nullable Object> values) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            boolean blank = i > 0 && !(values.get(i) instanceof String) && !(values.get(i - 1) instanceof String);
            out.append(blank ? " " : "").append(Printf.print(values.get(i)));
        }
        return out.toString();
    }

    private static String println(List<@Nullable Object> values) {
        return String.join(" ", values.stream().map(Printf::print).toList()) + "\n";
    }

    static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("'", "&#39;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }

    /** True when the first equals any of the others. */
    private static boolean equal(List<@Nullable Object> values) {
        List<@Nullable Object> others = new ArrayList<>(values.subList(1, values.size()));
        return others.stream().anyMatch(other -> equal(values.getFirst(), other));
    }

    private static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        requireSameType(a, b);
        if (a instanceof Double left && b instanceof Double right) {
            return left.doubleValue() == right.doubleValue();
        }
        return a.equals(b);
    }

    private static Functions.Function ordered(IntPredicate wanted) {
        return new Functions.Function(2, 2, (arguments, _) -> {
            Object a = arguments.getFirst();
            Object b = arguments.get(1);
            requireSameType(a, b);
            return switch (a) {
                case Long left when b instanceof Long right -> wanted.test(left.compareTo(right));
                case String left when b instanceof String right -> wanted.test(left.compareTo(right));
                case Double left
                when b instanceof Double right ->
                    !left.isNaN() && !right.isNaN() && wanted.test(left < right ? -1 : left > right ? 1 : 0);
                case null, default -> throw new TemplateException(-1, "invalid type for comparison");
            };
        });
    }

    private static void requireSameType(@Nullable Object a, @Nullable Object b) {
        if (!Printf.typeOf(a).equals(Printf.typeOf(b))) {
            throw new TemplateException(
                    -1, "incompatible types for comparison: " + Printf.typeOf(a) + " and " + Printf.typeOf(b));
        }
    }
}
