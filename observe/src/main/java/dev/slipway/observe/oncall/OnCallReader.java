package dev.slipway.observe.oncall;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.observe.alert.MatcherText;
import dev.slipway.observe.config.Fields;
import dev.slipway.observe.contact.Secret;
import dev.slipway.promql.series.Matcher;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code oncall.yml}; receivers that the Alertmanager configuration does not have are refused where they stand. */
final class OnCallReader {

    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 9, 0);

    private final Path base;
    private final Set<String> receivers;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Rotation> rotations = new LinkedHashMap<>();

    OnCallReader(Path base, Set<String> receivers) {
        this.base = base;
        this.receivers = receivers;
    }

    OnCallFile.Reading read(String name, String text) {
        Yaml.Document document = Yaml.read(name, text);
        findings.addAll(document.findings());
        Optional<OnCallFile> file =
                document.root().flatMap(node -> Fields.of(node, findings)).map(this::file);
        return new OnCallFile.Reading(Finding.anyError(findings) ? Optional.empty() : file, findings);
    }

    private OnCallFile file(Fields root) {
        root.mappings("rotations").forEach(this::rotation);
        List<Escalation> escalations = named(root, "escalations", this::escalation);
        List<Digest> digests = named(root, "digests", this::digest);
        List<Heartbeat> heartbeats = named(root, "heartbeats", this::heartbeat);
        root.end();
        return new OnCallFile(rotations, escalations, digests, heartbeats);
    }

    private <T> List<T> named(Fields root, String key, Function<Fields, T> read) {
        List<T> items = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields fields : root.mappings(key)) {
            fields.required("name").filter(name -> !names.add(name)).ifPresent(name -> twice(fields, name));
            items.add(read.apply(fields));
            fields.end();
        }
        return items;
    }

    private static void twice(Fields fields, String name) {
        fields.refuse("name", "duplicate-name", "'" + name + "' is defined twice", "rename one");
    }

    private void rotation(Fields fields) {
        String name = receiver(fields, "name");
        ZoneId zone = zone(fields);
        List<String> members = fields.texts("members");
        members.forEach(member -> known(fields, "members", member));
        if (members.isEmpty()) {
            fields.refuse("members", "missing-key", "'members' is missing", "name receivers, in their order");
        }
        List<Rotation.StandIn> stands = new ArrayList<>();
        fields.mappings("overrides").forEach(override -> stands.add(standIn(override, zone)));
        Rotation rotation = new Rotation(
                name,
                fields.value("start", text -> parsed(text, LocalDateTime::parse), "2026-03-02T09:00", START),
                zone,
                positive(fields, "turn", Duration.ofDays(7)),
                members,
                stands);
        if (rotations.put(name, rotation) != null) {
            twice(fields, name);
        }
        fields.end();
    }

    private Rotation.StandIn standIn(Fields fields, ZoneId zone) {
        LocalDateTime from = time(fields, "from");
        LocalDateTime until = time(fields, "until");
        if (until.isBefore(from)) {
            fields.refuse("until", "bad-value", "it ends before it begins", "exchange from and until");
        }
        Rotation.StandIn standIn = new Rotation.StandIn(
                from.atZone(zone).toInstant(), until.atZone(zone).toInstant(), receiver(fields, "member"));
        fields.end();
        return standIn;
    }

    private static LocalDateTime time(Fields fields, String key) {
        fields.required(key);
        return fields.value(key, text -> parsed(text, LocalDateTime::parse), "a time such as 2026-03-02T09:00", START);
    }

    private Escalation escalation(Fields fields) {
        List<Escalation.Step> steps = new ArrayList<>();
        for (Fields step : fields.mappings("steps")) {
            steps.add(new Escalation.Step(step.duration("after", Duration.ZERO), receiver(step, "tell")));
            step.end();
        }
        if (steps.isEmpty()) {
            fields.refuse("steps", "missing-key", "'steps' is missing", "add - {after: 15m, tell: ...}");
        }
        return new Escalation(fields.text("name").orElse(""), matchers(fields), steps);
    }

    private static List<Matcher> matchers(Fields fields) {
        List<Matcher> matchers = new ArrayList<>();
        try {
            fields.texts("matchers").forEach(text -> matchers.addAll(MatcherText.read(text)));
        } catch (Problem problem) {
            fields.refuse("matchers", problem.code(), problem.message(), "write something like severity=\"page\"");
        }
        return matchers;
    }

    private Digest digest(Fields fields) {
        return new Digest(
                fields.text("name").orElse(""),
                receiver(fields, "tell"),
                fields.value("at", text -> parsed(text, LocalTime::parse), "a time such as 08:00", LocalTime.of(8, 0)),
                day(fields),
                zone(fields));
    }

    private static Optional<DayOfWeek> day(Fields fields) {
        String every = fields.text("every").orElse("day");
        Optional<DayOfWeek> day = parsed(every.toUpperCase(Locale.ROOT), DayOfWeek::valueOf);
        if (day.isEmpty() && !every.equals("day")) {
            fields.refuse(
                    "every", "bad-value", "'" + every + "' is no day", "day, or a day of the week such as monday");
        }
        return day;
    }

    private Heartbeat heartbeat(Fields fields) {
        Optional<Secret> url = Secret.read(fields, "url", base);
        boolean isUrl =
                fields.text("url").map(text -> text.matches("https?://.+")).orElse(true);
        if (url.isEmpty() || !isUrl) {
            fields.refuse("url", "bad-value", "there is no http or https URL", "add url or url_file");
        }
        return new Heartbeat(
                fields.text("name").orElse(""),
                url.orElse(new Secret.Written("")),
                positive(fields, "interval", Duration.ofMinutes(1)));
    }

    private static Duration positive(Fields fields, String key, Duration otherwise) {
        Duration duration = fields.duration(key, otherwise);
        if (duration.toSeconds() < 1) {
            fields.refuse(key, "bad-value", "this is shorter than a second", "write something like 1m");
            return otherwise;
        }
        return duration;
    }

    private String receiver(Fields fields, String key) {
        String name = fields.required(key).orElse("");
        known(fields, key, name);
        return name;
    }

    private void known(Fields fields, String key, String name) {
        if (!name.isEmpty() && !receivers.contains(name)) {
            fields.refuse(
                    key,
                    "unknown-receiver",
                    "there is no receiver '" + name + "'",
                    "define it under receivers of alertmanager.yml");
        }
    }

    private static ZoneId zone(Fields fields) {
        return fields.value(
                "timezone", text -> parsed(text, ZoneId::of), "a zone such as Europe/Paris", ZoneOffset.UTC);
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> read) {
        try {
            return Optional.of(read.apply(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
