package dev.slipway.server.alert;

import dev.slipway.kernel.Json;
import dev.slipway.observe.alert.AlertFile;
import dev.slipway.observe.alert.AlertRoute;
import dev.slipway.observe.alert.InhibitRule;
import dev.slipway.promql.format.DurationText;
import dev.slipway.promql.series.Matcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration as amtool and Grafana read it from a running server: the tree of routes, inhibition, and the names of
 * receivers and times. What receivers need to reach somebody is left out, for half of it is secret, and so is what only
 * Slipway knows, since amtool refuses a key that Alertmanager has not.
 */
final class RoutingText {

    private static final String INDENT = "  ";

    private RoutingText() {}

    /** YAML. */
    static String of(AlertFile file) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(
                "global",
                Map.of("resolve_timeout", DurationText.of(file.resolveTimeout().toMillis())));
        all.put("route", route(file.route()));
        all.put(
                "inhibit_rules",
                file.inhibitRules().stream().map(RoutingText::inhibit).toList());
        all.put("receivers", names(file.receivers().keySet().stream().sorted().toList()));
        all.put("time_intervals", names(file.times().keySet().stream().sorted().toList()));
        StringBuilder text = new StringBuilder();
        block(all, "", text);
        return text.toString();
    }

    private static List<Object> names(List<String> names) {
        return names.stream().<Object>map(name -> Map.of("name", name)).toList();
    }

    private static Map<String, Object> route(AlertRoute route) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("receiver", route.receiver());
        node.put("group_by", route.groupByAll() ? List.of("...") : route.groupBy());
        node.put("matchers", matchers(route.matchers()));
        node.put("continue", route.goesOn());
        node.put("group_wait", DurationText.of(route.groupWait().toMillis()));
        node.put("group_interval", DurationText.of(route.groupInterval().toMillis()));
        node.put("repeat_interval", DurationText.of(route.repeatInterval().toMillis()));
        node.put("mute_time_intervals", route.muteTimes());
        node.put("active_time_intervals", route.activeTimes());
        node.put("routes", route.routes().stream().map(RoutingText::route).toList());
        return node;
    }

    private static Map<String, Object> inhibit(InhibitRule rule) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("source_matchers", matchers(rule.source()));
        node.put("target_matchers", matchers(rule.target()));
        node.put("equal", rule.equal());
        return node;
    }

    private static List<String> matchers(List<Matcher> matchers) {
        return matchers.stream()
                .map(matcher -> matcher.name() + matcher.kind().sign() + Json.write(matcher.value()))
                .toList();
    }

    /** Entries that say nothing are left out. */
    private static void block(Map<?, ?> node, String indent, StringBuilder into) {
        String lead = "";
        for (Map.Entry<?, ?> entry : node.entrySet()) {
            Object value = entry.getValue();
            if (value != null && !value.equals(List.of()) && !value.equals(false)) {
                into.append(lead).append(entry.getKey()).append(':');
                value(value, indent, into);
                lead = indent;
            }
        }
    }

    private static void value(Object value, String indent, StringBuilder into) {
        if (value instanceof Map<?, ?> map) {
            into.append('\n').append(indent).append(INDENT);
            block(map, indent + INDENT, into);
        } else if (value instanceof List<?> list) {
            into.append('\n');
            for (Object item : list) {
                into.append(indent).append("- ");
                if (item instanceof Map<?, ?> map) {
                    block(map, indent + INDENT, into);
                } else {
                    into.append(Json.write(item)).append('\n');
                }
            }
        } else {
            into.append(' ').append(Json.write(value)).append('\n');
        }
    }
}
