package dev.slipway.observe.alert;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.template.Moment;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is told of a group: the body of Alertmanager's webhooks (version 4), and the data of templates.
 *
 * @param status {@code firing} while one of the alerts fires, else {@code resolved}
 * @param truncatedAlerts how many were left out
 */
public record Notice(
        String version,
        String groupKey,
        int truncatedAlerts,
        String status,
        String receiver,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,
        String externalURL,
        List<Told> alerts) {

    /** The time of an end that has not come, as Go writes none. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    public Notice {
        alerts = List.copyOf(alerts);
    }

    /** One alert of it. */
    public record Told(
            String status,
            Map<String, String> labels,
            Map<String, String> annotations,
            String startsAt,
            String endsAt,
            String generatorURL,
            String fingerprint) {

        static Told of(PostedAlert alert, Instant now) {
            boolean ended = alert.isResolved(now);
            return new Told(
                    ended ? "resolved" : "firing",
                    alert.labels().asMap(),
                    new TreeMap<>(alert.annotations()),
                    alert.startsAt().toString(),
                    ended ? alert.endsAt().orElse(now).toString() : NEVER,
                    alert.generatorUrl(),
                    alert.fingerprint());
        }

        boolean fires() {
            return status.equals("firing");
        }

        Map<String, Object> data() {
            return Map.of(
                    "Status",
                    status,
                    "Labels",
                    new Facts(labels),
                    "Annotations",
                    new Facts(annotations),
                    "StartsAt",
                    Moment.of(Instant.parse(startsAt)),
                    "EndsAt",
                    Moment.of(Instant.parse(endsAt)),
                    "GeneratorURL",
                    generatorURL,
                    "Fingerprint",
                    fingerprint);
        }
    }

    /**
     * @param alerts of one group, those that fire first
     * @param address under which people reach this server
     */
    public static Notice of(
            String groupKey, String receiver, Labels group, List<PostedAlert> alerts, String address, Instant now) {
        List<Told> told = alerts.stream().map(alert -> Told.of(alert, now)).toList();
        boolean fires = told.stream().anyMatch(Told::fires);
        return new Notice(
                "4",
                groupKey,
                0,
                fires ? "firing" : "resolved",
                receiver,
                group.asMap(),
                common(told.stream().map(Told::labels).toList()),
                common(told.stream().map(Told::annotations).toList()),
                address,
                told);
    }

    private static Map<String, String> common(List<Map<String, String>> all) {
        Map<String, String> shared = new TreeMap<>(all.getFirst());
        all.forEach(one -> shared.entrySet().retainAll(one.entrySet()));
        return shared;
    }

    boolean fires() {
        return status.equals("firing");
    }

    /** At most so many alerts, the rest counted. */
    Notice limited(int most) {
        return most == 0 || alerts.size() <= most
                ? this
                : new Notice(
                        version,
                        groupKey,
                        alerts.size() - most,
                        status,
                        receiver,
                        groupLabels,
                        commonLabels,
                        commonAnnotations,
                        externalURL,
                        alerts.subList(0, most));
    }

    /** One line: {@code [FIRING:2] HighErrorRate (production web)}. */
    public String title() {
        long firing = alerts.stream().filter(Told::fires).count();
        String state = status.toUpperCase(Locale.ROOT) + (fires() ? ":" + firing : "");
        String group = String.join(" ", groupLabels.values());
        String rest = commonLabels.entrySet().stream()
                .filter(label -> !groupLabels.containsKey(label.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(" "));
        return ("[" + state + "] " + group + (rest.isEmpty() ? "" : " (" + rest + ")")).strip();
    }

    /** A few lines for each alert. */
    public String text() {
        return alerts.stream().map(Notice::lines).collect(Collectors.joining("\n\n"));
    }

    private static String lines(Told alert) {
        String annotations = alert.annotations().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
        return (alert.fires() ? "firing since " + alert.startsAt() : "resolved at " + alert.endsAt()) + "\n"
                + Labels.of(alert.labels())
                + (annotations.isEmpty() ? "" : "\n" + annotations);
    }

    /** What the dot of templates is. */
    Map<String, Object> data() {
        Map<String, Object> data = new HashMap<>();
        data.put("Status", status);
        data.put("Receiver", receiver);
        data.put("GroupKey", groupKey);
        data.put("TruncatedAlerts", (long) truncatedAlerts);
        data.put("GroupLabels", new Facts(groupLabels));
        data.put("CommonLabels", new Facts(commonLabels));
        data.put("CommonAnnotations", new Facts(commonAnnotations));
        data.put("ExternalURL", externalURL);
        data.put("Alerts", new ToldList(alerts));
        return data;
    }
}
