package dev.slipway.server.alert;

import dev.slipway.observe.alert.AlertRoute;
import dev.slipway.observe.alert.PostedAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An alert with who is told of it and what holds it back. */
record AlertView(PostedAlert alert, List<String> receivers, Routing.Hush hush, Instant now) {

    /** Shown as the end of what fires on, since clients want one. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    static AlertView of(PostedAlert alert, Routing routing, Instant now) {
        List<String> receivers = routing.file().route().match(alert.labels()).stream()
                .map(AlertRoute::receiver)
                .distinct()
                .toList();
        return new AlertView(alert, receivers, routing.hush(alert.labels(), now), now);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("annotations", new TreeMap<>(alert.annotations()));
        json.put("endsAt", alert.endsAt().orElse(now.plus(AHEAD)).toString());
        json.put("fingerprint", alert.fingerprint());
        json.put(
                "receivers",
                receivers.stream().map(name -> Map.of("name", name)).toList());
        json.put("startsAt", alert.startsAt().toString());
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("inhibitedBy", hush.inhibitedBy());
        status.put("mutedBy", List.of());
        status.put("silencedBy", hush.silencedBy());
        status.put("state", hush.isNone() ? "active" : "suppressed");
        json.put("status", status);
        json.put("updatedAt", alert.updatedAt().toString());
        json.put("generatorURL", alert.generatorUrl());
        json.put("labels", alert.labels().asMap());
        return json;
    }
}
