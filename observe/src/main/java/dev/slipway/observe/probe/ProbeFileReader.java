package dev.slipway.observe.probe;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import dev.slipway.observe.config.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code probes.yml}, in Gatus' words where they fit. */
final class ProbeFileReader {

    private static final int MOST = 5000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FAILURES = 3;
    private static final int SUCCESSES = 2;

    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    ProbeFile read(String name, String text) {
        Yaml.Document document = Yaml.read(name, text);
        findings.addAll(document.findings());
        List<Endpoint> endpoints = document.root()
                .flatMap(node -> Fields.of(node, findings))
                .map(this::root)
                .orElse(List.of());
        return new ProbeFile(Finding.anyError(findings) ? List.of() : endpoints, findings);
    }

    private List<Endpoint> root(Fields root) {
        List<MaintenanceWindow> windows = WindowReader.read(root, "maintenance");
        List<Endpoint> endpoints = new ArrayList<>();
        root.mappings("endpoints").forEach(fields -> endpoint(fields, windows).ifPresent(endpoints::add));
        root.mappings("external-endpoints")
                .forEach(fields -> external(fields, windows).ifPresent(endpoints::add));
        root.unsupported("alerting", "who is told is a matter of the server's alertmanager.yml");
        root.unsupported("storage", "results are kept with the metrics of the server");
        root.unsupported("metrics", "results are metrics always");
        root.unsupported("suites", "write each of its steps as an endpoint");
        root.end();
        if (endpoints.size() > MOST) {
            root.refuse("endpoints", "too-many", endpoints.size() + " probes are too many", "at most " + MOST);
        }
        return endpoints;
    }

    private Optional<Endpoint> endpoint(Fields fields, List<MaintenanceWindow> everywhere) {
        Optional<String> name = name(fields);
        boolean enabled = fields.flag("enabled", true);
        Duration interval = interval(fields, "interval", USUAL);
        Optional<Check> check = new CheckReader(fields).read();
        Duration timeout = timeout(fields, interval);
        List<Condition> conditions = conditions(fields, check);
        Endpoint endpoint = new Endpoint(
                name.orElse(""),
                fields.text("group").orElse(""),
                check.orElseGet(() -> new Check.Heartbeat(interval)),
                interval,
                timeout,
                conditions,
                count(fields, "failure-threshold", FAILURES),
                count(fields, "success-threshold", SUCCESSES),
                windows(fields, everywhere),
                fields.flag("public", false));
        end(fields);
        return Optional.of(endpoint).filter(_ -> enabled && name.isPresent() && check.isPresent());
    }

    /** Whoever reports by himself: one missing report is enough. */
    private Optional<Endpoint> external(Fields fields, List<MaintenanceWindow> everywhere) {
        Optional<String> name = name(fields);
        boolean enabled = fields.flag("enabled", true);
        Optional<Fields> heartbeat = fields.fields("heartbeat");
        if (heartbeat.isEmpty()) {
            fields.refuse("heartbeat", "missing-key", "'heartbeat' is missing", "add heartbeat: {interval: 1h}");
        }
        Duration every =
                heartbeat.map(inner -> interval(inner, "interval", USUAL)).orElse(USUAL);
        heartbeat.ifPresent(Fields::end);
        fields.unsupported("token", "reports carry a token of Slipway with the scope write: 'slipway tokens create'");
        Endpoint endpoint = new Endpoint(
                name.orElse(""),
                fields.text("group").orElse(""),
                new Check.Heartbeat(every),
                every,
                PATIENCE,
                List.of(),
                count(fields, "failure-threshold", 1),
                count(fields, "success-threshold", 1),
                windows(fields, everywhere),
                fields.flag("public", false));
        end(fields);
        return Optional.of(endpoint).filter(_ -> enabled && name.isPresent());
    }

    private static void end(Fields fields) {
        fields.unsupported("alerts", "write a rule over probe_up into .slipway/rules");
        fields.unsupported("ui", "pages show every probe in the same way");
        fields.end();
    }

    private Optional<String> name(Fields fields) {
        Optional<String> name = fields.required("name");
        name.filter(found -> found.contains("/") || found.length() > 100)
                .ifPresent(
                        _ -> fields.refuse("name", "bad-value", "a name has no / and up to 100 characters", "rename"));
        name.filter(found -> !names.add(found))
                .ifPresent(found -> fields.refuse(
                        "name", "duplicate-probe", "there are two probes named '" + found + "'", "rename one"));
        return name;
    }

    private static Duration interval(Fields fields, String key, Duration usual) {
        Duration interval = fields.duration(key, usual);
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            fields.refuse(key, "bad-value", "an interval is a second to a day", "write 1s to 1d");
            return usual;
        }
        return interval;
    }

    private static Duration timeout(Fields fields, Duration interval) {
        Duration usual = PATIENCE.compareTo(interval) < 0 ? PATIENCE : interval;
        Optional<Fields> client = fields.fields("client");
        Duration timeout = client.map(inner -> inner.duration("timeout", usual)).orElse(usual);
        if (timeout.isZero() || timeout.compareTo(interval) > 0) {
            client.ifPresent(inner -> inner.refuse(
                    "timeout", "bad-value", "a timeout is not zero and not longer than the interval", "shorten it"));
            return usual;
        }
        return timeout;
    }

    private static int count(Fields fields, String key, int usual) {
        int count = fields.number(key, usual);
        if (count < 1 || count > 1000) {
            fields.refuse(key, "bad-value", "'" + key + "' is at least 1", "write how many in a row count");
        }
        return Math.max(1, count);
    }

    private static List<MaintenanceWindow> windows(Fields fields, List<MaintenanceWindow> everywhere) {
        List<MaintenanceWindow> windows = new ArrayList<>(everywhere);
        windows.addAll(WindowReader.read(fields, "maintenance-windows"));
        return windows;
    }

    private List<Condition> conditions(Fields fields, Optional<Check> check) {
        List<Condition> conditions = new ArrayList<>();
        for (YamlNode item : fields.items("conditions")) {
            if (item instanceof YamlNode.Scalar scalar) {
                condition(scalar, check).ifPresent(conditions::add);
            } else {
                findings.add(Finding.error(
                        "bad-type",
                        item.position(),
                        "a condition is a text, found " + item.describe(),
                        "put quotes around it: \"[STATUS] == 200\""));
            }
        }
        return conditions;
    }

    private Optional<Condition> condition(YamlNode.Scalar scalar, Optional<Check> check) {
        try {
            Condition condition = Condition.parse(scalar.text());
            check.ifPresent(found -> fits(condition, found, scalar));
            return Optional.of(condition);
        } catch (Problem problem) {
            findings.add(Finding.error(problem.code(), scalar.position(), problem.message(), problem.hint()));
            return Optional.empty();
        }
    }

    private void fits(Condition condition, Check check, YamlNode.Scalar scalar) {
        condition.facts().stream()
                .filter(fact -> !check.tells().contains(fact))
                .forEach(fact -> findings.add(Finding.error(
                        "bad-condition",
                        scalar.position(),
                        "a check of " + check.target() + " does not tell " + fact.placeholder(),
                        "it tells "
                                + String.join(
                                        ", ",
                                        check.tells().stream()
                                                .map(Fact::placeholder)
                                                .toList()))));
    }
}
