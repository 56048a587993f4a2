package dev.slipway.observe.alert;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.observe.config.Fields;
import dev.slipway.observe.config.FilePattern;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.template.Definitions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an Alertmanager configuration; what is not followed is refused where it stands. */
final class AlertFileReader {

    private static final List<String> GLOBAL_UNSUPPORTED = List.of(
            "wechat_api_url",
            "wechat_api_secret",
            "wechat_api_corp_id",
            "jira_api_url",
            "rocketchat_api_url",
            "rocketchat_token",
            "rocketchat_token_file",
            "rocketchat_token_id",
            "rocketchat_token_id_file",
            "mattermost_webhook_url",
            "slack_app_token",
            "slack_app_token_file",
            "slack_app_url");

    private final Path base;
    private final List<Finding> findings = new ArrayList<>();
    private List<FilePattern> templateFiles = List.of();
    private Map<String, List<Integration>> receivers = Map.of();
    private Map<String, TimeInterval> times = Map.of();

    AlertFileReader(Path base) {
        this.base = base;
    }

    AlertFile.Reading read(String name, String text) {
        Yaml.Document document = Yaml.read(name, text);
        findings.addAll(document.findings());
        Optional<Fields> root = document.root().flatMap(node -> Fields.of(node, findings));
        if (root.isEmpty() && findings.isEmpty()) {
            findings.add(Finding.error(
                    "empty-file", Position.startOf(name), "the file is empty", "add route and receivers"));
        }
        Optional<AlertFile> file = root.flatMap(this::file);
        return new AlertFile.Reading(Finding.anyError(findings) ? Optional.empty() : file, templateFiles, findings);
    }

    private Optional<AlertFile> file(Fields root) {
        Optional<Fields> global = root.fields("global");
        Duration timeout = global.map(fields -> fields.duration("resolve_timeout", Duration.ofMinutes(5)))
                .orElse(Duration.ofMinutes(5));
        TemplateFiles files = new TemplateFiles(base, root);
        templateFiles = files.patterns();
        Definitions templates = files.read();
        IntegrationReader integrations = new IntegrationReader(base, global, templates);
        global.ifPresent(fields -> {
            GLOBAL_UNSUPPORTED.forEach(key -> fields.unsupported(key, "receivers that need it are not supported"));
            fields.end();
        });
        receivers = receivers(root, integrations);
        times = times(root);
        List<InhibitRule> inhibitRules =
                root.mappings("inhibit_rules").stream().map(this::inhibitRule).toList();
        Optional<Fields> route = root.fields("route");
        if (route.isEmpty()) {
            root.refuse("route", "missing-key", "'route' is missing", "add route: {receiver: ...}");
        }
        Optional<AlertRoute> tree = route.map(this::rootRoute);
        root.end();
        return tree.map(found -> new AlertFile(timeout, found, inhibitRules, receivers, times, templates));
    }

    private Map<String, List<Integration>> receivers(Fields root, IntegrationReader reader) {
        Map<String, List<Integration>> read = new LinkedHashMap<>();
        for (Fields receiver : root.mappings("receivers")) {
            String name = receiver.required("name").orElse("");
            if (read.put(name, reader.integrations(receiver)) != null) {
                receiver.refuse(
                        "name", "duplicate-receiver", "the receiver '" + name + "' is defined twice", "rename one");
            }
            receiver.end();
        }
        return read;
    }

    private Map<String, TimeInterval> times(Fields root) {
        Map<String, TimeInterval> read = new LinkedHashMap<>();
        for (String key : List.of("time_intervals", "mute_time_intervals")) {
            for (Fields interval : root.mappings(key)) {
                String name = interval.required("name").orElse("");
                if (read.put(name, TimeReader.interval(interval)) != null) {
                    interval.refuse("name", "duplicate-time", "the time '" + name + "' is defined twice", "rename one");
                }
                interval.end();
            }
        }
        return read;
    }

    private AlertRoute rootRoute(Fields fields) {
        for (String key : List.of("match", "match_re", "matchers", "mute_time_intervals", "active_time_intervals")) {
            fields.unsupported(key, "the root takes every alert, always: write it into a route below");
        }
        if (fields.flag("continue", false)) {
            fields.refuse("continue", "bad-value", "the root cannot continue", "remove it");
        }
        fields.required("receiver");
        return route(fields, AlertFile.silent().route(), true);
    }

    private AlertRoute route(Fields fields, AlertRoute parent, boolean isRoot) {
        List<Matcher> matchers = isRoot ? List.of() : matchers(fields, "matchers", "match", "match_re");
        String receiver = fields.text("receiver").orElse(parent.receiver());
        if (!receivers.containsKey(receiver)) {
            fields.refuse(
                    "receiver",
                    "unknown-receiver",
                    "there is no receiver '" + receiver + "'",
                    "define it under receivers");
        }
        boolean groups = fields.has("group_by");
        List<String> groupBy = fields.texts("group_by");
        boolean all = groupBy.contains("...");
        Duration interval = fields.duration("group_interval", parent.groupInterval());
        AlertRoute own = new AlertRoute(
                isRoot ? "{}" : AlertRoute.path(parent.path(), matchers),
                matchers,
                receiver,
                all ? List.of() : groups ? groupBy : isRoot ? List.of() : parent.groupBy(),
                groups ? all : !isRoot && parent.groupByAll(),
                fields.duration("group_wait", parent.groupWait()),
                interval,
                fields.duration("repeat_interval", parent.repeatInterval()),
                !isRoot && fields.flag("continue", false),
                named(fields, "mute_time_intervals"),
                named(fields, "active_time_intervals"),
                List.of());
        List<AlertRoute> children = new ArrayList<>();
        fields.mappings("routes").forEach(child -> children.add(route(child, own, false)));
        fields.end();
        return own.with(children);
    }

    private List<String> named(Fields fields, String key) {
        List<String> names = fields.texts(key);
        for (String name : names) {
            if (!times.containsKey(name)) {
                fields.refuse(key, "unknown-time", "there is no time '" + name + "'", "define it under time_intervals");
            }
        }
        return names;
    }

    private InhibitRule inhibitRule(Fields fields) {
        InhibitRule rule = new InhibitRule(
                matchers(fields, "source_matchers", "source_match", "source_match_re"),
                matchers(fields, "target_matchers", "target_match", "target_match_re"),
                fields.texts("equal"));
        fields.end();
        return rule;
    }

    private static List<Matcher> matchers(Fields fields, String key, String equalKey, String regexKey) {
        List<Matcher> matchers = new ArrayList<>();
        fields.textMap(equalKey).forEach((name, value) -> matchers.add(Matcher.equal(name, value)));
        try {
            fields.textMap(regexKey).forEach((name, value) -> matchers.add(Matcher.of(Matcher.Kind.RE, name, value)));
            fields.texts(key).forEach(text -> matchers.addAll(MatcherText.read(text)));
        } catch (Problem problem) {
            fields.refuse(
                    fields.has(key) ? key : regexKey,
                    problem.code(),
                    problem.message(),
                    "write something like severity=\"page\"");
        }
        return matchers;
    }
}
