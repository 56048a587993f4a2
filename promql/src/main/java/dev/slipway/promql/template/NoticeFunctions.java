package dev.slipway.promql.template;

import dev.slipway.kernel.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.NullNode;

/** The functions that Alertmanager adds to templates of receivers (its template/template.go). */
public final class NoticeFunctions {

    private static final int MOST = 99;
    private static final Map<String, Functions.Function> BY_NAME = new HashMap<>();

    static {
        texts();
        times();
        collections();
    }

    private NoticeFunctions() {}

    /** The names of all of them. */
    public static Set<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    static boolean exists(String name) {
        return BY_NAME.containsKey(name);
    }

    static Functions.@Nullable Function find(String name) {
        return BY_NAME.get(name);
    }

    private static void texts() {
        add("safeUrl", 1, 1, (arguments, _) -> new SafeText(Functions.text(arguments, 0, "safeUrl")));
        add("urlUnescape", 1, 1, (arguments, _) -> unescaped(Functions.text(arguments, 0, "urlUnescape")));
        add("toJson", 1, 1, (arguments, _) -> Json.write(plain(arguments.getFirst())));
    }

    private static void times() {
        add("since", 1, 1, (arguments, expansion) -> since(moment(arguments.getFirst()), expansion));
        add("date", 2, 2, (arguments, _) -> moment(arguments.get(1)).format(Functions.text(arguments, 0, "date")));
        add("tz", 2, 2, (arguments, _) -> moment(arguments.get(1)).in(zone(Functions.text(arguments, 0, "tz"))));
    }

    private static void collections() {
        add("stringSlice", 0, MOST, (arguments, _) -> slice(arguments));
        add("list", 0, MOST, (arguments, _) -> arguments);
        add("append", 1, MOST, (arguments, _) -> appended(arguments));
        add("dict", 0, MOST, (arguments, _) -> dict(arguments));
    }

    private static void add(String name, int fewest, int most, Functions.Body body) {
        BY_NAME.put(name, new Functions.Function(fewest, most, body));
    }

    private static Moment moment(@Nullable Object value) {
        if (value instanceof Moment moment) {
            return moment;
        }
        throw new TemplateException(-1, "wrong type of argument: " + Values.print(value) + " is no time");
    }

    private static Elapsed since(Moment start, Expansion expansion) {
        Instant now = Instant.ofEpochMilli(expansion.surroundings().nowMillis());
        return new Elapsed((now.toEpochMilli() - start.time().toInstant().toEpochMilli()) / 1000.0);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new TemplateException(-1, "unknown time zone " + name);
        }
    }

    private static String unescaped(String text) {
        return Addresses.queryUnescaped(text)
                .orElseThrow(() -> new TemplateException(-1, "invalid URL escape in \"" + text + "\""));
    }

    private static List<String> slice(List<@Nullable Object> arguments) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            texts.add(Functions.text(arguments, i, "stringSlice"));
        }
        return texts;
    }

    private static List<@Nullable Object> appended(List<@Nullable Object> arguments) {
        if (!(arguments.getFirst() instanceof List<?> first)) {
            throw new TemplateException(-1, "append wants a list first");
        }
        List<@Nullable Object> all = new ArrayList<>(first);
        all.addAll(arguments.subList(1, arguments.size()));
        return all;
    }

    private static Map<String, @Nullable Object> dict(List<@Nullable Object> arguments) {
        if (arguments.size() % 2 != 0) {
            throw new TemplateException(-1, "dict wants pairs of keys and values");
        }
        Map<String, @Nullable Object> pairs = new TreeMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            pairs.put(Functions.text(arguments, i, "dict"), arguments.get(i + 1));
        }
        return pairs;
    }

    private static Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case List<?> list -> list.stream().map(NoticeFunctions::plain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> plain = new TreeMap<>();
                map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
                yield plain;
            }
            case Moment moment -> moment.time().toInstant().toString();
            case SafeText safe -> safe.text();
            case Elapsed elapsed -> elapsed.seconds();
            default -> value;
        };
    }
}
