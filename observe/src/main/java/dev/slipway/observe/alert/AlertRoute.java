package dev.slipway.observe.alert;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A node of the tree that alerts go down; what a node does not say, its parent says.
 *
 * @param path of matchers from the root, which names it
 * @param groupBy labels whose values make a group
 * @param groupByAll every alert is a group of its own
 * @param groupWait from a group's first alert to its first notice
 * @param groupInterval between two looks at a group
 * @param repeatInterval after which a notice is sent again although nothing changed
 * @param goesOn an alert that took this node is offered to the siblings after it too
 * @param muteTimes names of times in which nothing is told
 * @param activeTimes names of the only times in which something is told; empty for always
 */
public record AlertRoute(
        String path,
        List<Matcher> matchers,
        String receiver,
        List<String> groupBy,
        boolean groupByAll,
        Duration groupWait,
        Duration groupInterval,
        Duration repeatInterval,
        boolean goesOn,
        List<String> muteTimes,
        List<String> activeTimes,
        List<AlertRoute> routes) {

    public AlertRoute {
        matchers = List.copyOf(matchers);
        groupBy = List.copyOf(groupBy);
        muteTimes = List.copyOf(muteTimes);
        activeTimes = List.copyOf(activeTimes);
        routes = List.copyOf(routes);
    }

    /** The deepest nodes that take an alert with these labels (Alertmanager, dispatch/route.go). */
    public List<AlertRoute> match(Labels labels) {
        if (!MatcherText.matches(matchers, labels)) {
            return List.of();
        }
        List<AlertRoute> found = new ArrayList<>();
        for (AlertRoute child : routes) {
            List<AlertRoute> deeper = child.match(labels);
            found.addAll(deeper);
            if (!deeper.isEmpty() && !child.goesOn()) {
                break;
            }
        }
        return found.isEmpty() ? List.of(this) : List.copyOf(found);
    }

    /** The labels that alerts of one group share. */
    public Labels groupLabels(Labels labels) {
        return groupByAll ? labels : labels.keep(groupBy);
    }

    /** Names the group over restarts. */
    public String groupKey(Labels labels) {
        return path + ":" + groupLabels(labels);
    }

    /** The same with these children. */
    AlertRoute with(List<AlertRoute> children) {
        return new AlertRoute(
                path,
                matchers,
                receiver,
                groupBy,
                groupByAll,
                groupWait,
                groupInterval,
                repeatInterval,
                goesOn,
                muteTimes,
                activeTimes,
                children);
    }

    /** The path of a child with these matchers. */
    static String path(String parent, List<Matcher> matchers) {
        String own = matchers.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
        return parent.isEmpty() ? own : parent + "/" + own;
    }
}
