package dev.slipway.promql.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.promql.format.DurationText;
import dev.slipway.promql.format.Replacement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions that templates may call: Go's own and those of Prometheus (template/template.go). */
public final class Functions {

    private static final Map<String, Function> BY_NAME = new HashMap<>(Builtins.functions());

    static {
        queries();
        texts();
        numbers();
        links();
    }

    private Functions() {}

    /** The names of all functions. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(BY_NAME.keySet());
        names.addAll(List.of("and", "or"));
        return names;
    }

    static boolean exists(String name) {
        return BY_NAME.containsKey(name) || name.equals("and") || name.equals("or");
    }

    static @Nullable Object call(String name, List<@Nullable Object> arguments, Expansion expansion) {
        Function function = BY_NAME.containsKey(name) ? BY_NAME.get(name) : NoticeFunctions.find(name);
        if (function == null) {
            throw new TemplateException(-1, "function \"" + name + "\" not defined");
        } else if (arguments.size() < function.fewest() || arguments.size() > function.most()) {
            throw new TemplateException(
                    -1,
                    "wrong number of args for " + name + ": want " + function.fewest() + " got " + arguments.size());
        }
        return function.body().call(arguments, expansion);
    }

    private static void queries() {
        add(
                "query",
                1,
                (arguments, expansion) -> expansion.surroundings().query().apply(text(arguments, 0, "query")));
        add("first", 1, (arguments, _) -> {
            List<?> samples = list(arguments.getFirst(), "first");
            if (samples.isEmpty()) {
                throw new TemplateException(-1, "first() called on vector with no elements");
            }
            return samples.getFirst();
        });
        add(
                "label",
                2,
                (arguments, _) ->
                        sample(arguments.get(1), "label").labels().getOrDefault(text(arguments, 0, "label"), ""));
        add("value", 1, (arguments, _) -> sample(arguments.getFirst(), "value").value());
        add(
                "strvalue",
                1,
                (arguments, _) ->
                        sample(arguments.getFirst(), "strvalue").labels().getOrDefault("__value__", ""));
        add("sortByLabel", 2, (arguments, _) -> {
            String label = text(arguments, 0, "sortByLabel");
            List<QuerySample> sorted = new ArrayList<>();
            list(arguments.get(1), "sortByLabel").forEach(item -> sorted.add(sample(item, "sortByLabel")));
            sorted.sort(Comparator.comparing(sample -> sample.labels().getOrDefault(label, "")));
            return sorted;
        });
        BY_NAME.put("args", new Function(0, Integer.MAX_VALUE, (arguments, _) -> {
            Map<String, @Nullable Object> named = new TreeMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                named.put("arg" + i, arguments.get(i));
            }
            return named;
        }));
        add("tmpl", 2, (arguments, expansion) -> expansion.included(text(arguments, 0, "tmpl"), arguments.get(1)));
    }

    private static void texts() {
        add(
                "match",
                2,
                (arguments, _) -> pattern(text(arguments, 0, "match"))
                        .matcher(text(arguments, 1, "match"))
                        .find());
        add(
                "reReplaceAll",
                3,
                (arguments, _) -> replaced(
                        pattern(text(arguments, 0, "reReplaceAll")).matcher(text(arguments, 2, "reReplaceAll")),
                        text(arguments, 1, "reReplaceAll"),
                        text(arguments, 2, "reReplaceAll")));
        add("toUpper", 1, (arguments, _) -> text(arguments, 0, "toUpper").toUpperCase(Locale.ROOT));
        add("toLower", 1, (arguments, _) -> text(arguments, 0, "toLower").toLowerCase(Locale.ROOT));
        add("title", 1, (arguments, _) -> Addresses.title(text(arguments, 0, "title")));
        add("trimSpace", 1, (arguments, _) -> text(arguments, 0, "trimSpace").strip());
        add("join", 2, (arguments, _) -> joined(text(arguments, 0, "join"), list(arguments.get(1), "join")));
        add("safeHtml", 1, (arguments, _) -> new SafeText(text(arguments, 0, "safeHtml")));
        add("stripPort", 1, (arguments, _) -> Addresses.withoutPort(text(arguments, 0, "stripPort")));
        add("stripDomain", 1, (arguments, _) -> Addresses.withoutDomain(text(arguments, 0, "stripDomain")));
    }

    private static void numbers() {
        add("humanize", 1, (arguments, _) -> Humanize.decimal(Values.toFloat(arguments.getFirst())));
        add("humanize1024", 1, (arguments, _) -> Humanize.binary(Values.toFloat(arguments.getFirst())));
        add("humanizeDuration", 1, (arguments, _) -> Humanize.duration(Values.toFloat(arguments.getFirst())));
        add("humanizePercentage", 1, (arguments, _) -> Humanize.percentage(Values.toFloat(arguments.getFirst())));
        add("humanizeTimestamp", 1, (arguments, _) -> Humanize.timestamp(Values.toFloat(arguments.getFirst())));
        add("toTime", 1, (arguments, _) -> Humanize.timestamp(Values.toFloat(arguments.getFirst())));
        add("toDuration", 1, (arguments, _) -> Humanize.goDuration(Values.toFloat(arguments.getFirst())));
        add("now", 0, (_, expansion) -> expansion.surroundings().nowMillis() / 1000.0);
        add("parseDuration", 1, (arguments, _) -> seconds(text(arguments, 0, "parseDuration")));
    }

    private static void links() {
        add("externalURL", 0, (_, expansion) -> expansion.surroundings().externalUrl());
        add(
                "pathPrefix",
                0,
                (_, expansion) -> Addresses.path(expansion.surroundings().externalUrl()));
        add("urlQueryEscape", 1, (arguments, _) -> Addresses.queryEscaped(text(arguments, 0, "urlQueryEscape")));
        add("graphLink", 1, (arguments, _) -> link(text(arguments, 0, "graphLink"), 0));
        add("tableLink", 1, (arguments, _) -> link(text(arguments, 0, "tableLink"), 1));
    }

    private static String joined(String separator, List<?> items) {
        return items.stream().map(Values::print).collect(Collectors.joining(separator));
    }

    private static String link(String expr, int tab) {
        return "/graph?g0.expr=" + Addresses.queryEscaped(expr) + "&g0.tab=" + tab;
    }

    private static double seconds(String text) {
        boolean negative = text.startsWith("-");
        long millis = DurationText.parse(negative ? text.substring(1) : text)
                .orElseThrow(() -> new TemplateException(-1, "not a valid duration string: \"" + text + "\""));
        return (negative ? -millis : millis) / 1000.0;
    }

    private static String replaced(Matcher matcher, String replacement, String text) {
        StringBuilder out = new StringBuilder();
        int done = 0;
        while (matcher.find()) {
            out.append(text, done, matcher.start()).append(Replacement.expand(replacement, matcher));
            done = matcher.end();
        }
        return out.append(text.substring(done)).toString();
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new TemplateException(-1, "error parsing regexp: " + e.getDescription());
        }
    }

    static String text(List<@Nullable Object> arguments, int index, String function) {
        return Values.toText(arguments.get(index), function);
    }

    private static List<?> list(@Nullable Object value, String function) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new TemplateException(-1, "wrong type of argument for " + function + ": " + Values.print(value));
    }

    private static QuerySample sample(@Nullable Object value, String function) {
        if (value instanceof QuerySample sample) {
            return sample;
        }
        throw new TemplateException(-1, "wrong type of argument for " + function + ": " + Values.print(value));
    }

    private static void add(String name, int arguments, Body body) {
        BY_NAME.put(name, new Function(arguments, arguments, body));
    }

    /** A function with how many arguments it takes. */
    record Function(int fewest, int most, Body body) {}

    /** What a function does. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object call(List<@Nullable Object> arguments, Expansion expansion);
    }
}
