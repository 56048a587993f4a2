package dev.slipway.server.alert;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.alert.Silence;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The bodies of Alertmanager's API. */
final class AlertBodies {

    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private AlertBodies() {}

    /** @param timeout after which an alert without an end counts as ended unless it is posted again */
    static List<PostedAlert> alerts(byte[] body, String source, Instant now, Duration timeout) {
        List<PostedAlert> alerts = new ArrayList<>();
        for (JsonNode node : tree(body)) {
            Optional<Instant> end = time(node, "endsAt");
            Instant start =
                    time(node, "startsAt").orElse(end.filter(now::isAfter).orElse(now));
            Map<String, String> labels = texts(node.path("labels"));
            if (labels.isEmpty()) {
                throw bad("an alert has no labels");
            }
            alerts.add(new PostedAlert(
                    Labels.of(labels),
                    texts(node.path("annotations")),
                    source,
                    start,
                    Optional.of(end.orElse(now.plus(timeout))),
                    now,
                    node.path("generatorURL").asString("")));
        }
        return alerts;
    }

    /** @param id for a new one */
    static Silence silence(byte[] body, String id, Instant now) {
        JsonNode node = tree(body);
        List<Matcher> matchers = new ArrayList<>();
        for (JsonNode matcher : node.path("matchers")) {
            matchers.add(Matcher.of(
                    kind(matcher),
                    matcher.path("name").asString(""),
                    matcher.path("value").asString("")));
        }
        Instant start = time(node, "startsAt").orElse(now);
        Instant end = time(node, "endsAt").orElseThrow(() -> bad("endsAt is missing"));
        if (matchers.isEmpty() || matchers.stream().allMatch(Matcher::matchesEmpty)) {
            throw bad("at least one matcher must not match the empty text");
        }
        if (!end.isAfter(start) || !end.isAfter(now)) {
            throw bad("the silence ends before it begins or in the past");
        }
        return new Silence(
                node.path("id").asString("").isEmpty() ? id : node.path("id").asString(""),
                matchers,
                start,
                end,
                node.path("createdBy").asString(""),
                node.path("comment").asString(""),
                now);
    }

    private static Matcher.Kind kind(JsonNode matcher) {
        boolean equal = matcher.path("isEqual").asBoolean(true);
        if (matcher.path("isRegex").asBoolean(false)) {
            return equal ? Matcher.Kind.RE : Matcher.Kind.NRE;
        }
        return equal ? Matcher.Kind.EQ : Matcher.Kind.NEQ;
    }

    static Map<String, Object> json(Silence silence, Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", silence.id());
        json.put("status", Map.of("state", silence.phase(now).name().toLowerCase(Locale.ROOT)));
        json.put("matchers", silence.matchers().stream().map(AlertBodies::json).toList());
        json.put("startsAt", silence.startsAt().toString());
        json.put("endsAt", silence.endsAt().toString());
        json.put("updatedAt", silence.updatedAt().toString());
        json.put("createdBy", silence.createdBy());
        json.put("comment", silence.comment());
        return json;
    }

    private static Map<String, Object> json(Matcher matcher) {
        boolean equal = matcher.kind() == Matcher.Kind.EQ || matcher.kind() == Matcher.Kind.RE;
        return Map.of(
                "name", matcher.name(),
                "value", matcher.value(),
                "isRegex", matcher.kind().isRegex(),
                "isEqual", equal);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return Json.mapper().readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw bad(e.getOriginalMessage());
        }
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
        return texts;
    }

    private static Optional<Instant> time(JsonNode node, String name) {
        String text = node.path(name).asString("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(time -> !time.equals(NEVER));
        } catch (DateTimeParseException e) {
            throw bad("'" + text + "' is no time for " + name);
        }
    }

    private static Problem bad(String why) {
        return Problem.of(Problem.Kind.INVALID, "bad-alert-body", "bad request: " + why, null);
    }
}
