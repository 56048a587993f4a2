package dev.slipway.delivery.config;

import dev.slipway.delivery.config.EnvironmentConfig.SmokeTest;
import dev.slipway.delivery.judge.ErrorRateRule;
import dev.slipway.delivery.judge.JudgePolicy;
import dev.slipway.delivery.judge.LatencyRule;
import dev.slipway.delivery.judge.MetricOrigin;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.judge.SeriesPolicy;
import dev.slipway.delivery.judge.Threshold;
import dev.slipway.delivery.report.ReportRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A configuration as lines of key and value, written as in the file, defaults included. */
final class ConfigLines {

    private final Map<String, String> lines = new LinkedHashMap<>();

    private ConfigLines() {}

    static Map<String, String> of(DeliveryConfig config) {
        ConfigLines lines = new ConfigLines();
        lines.put("release.branches", config.release().branches());
        lines.put("release.tags", config.release().tags());
        lines.put("release.workflows", config.release().workflows());
        config.services().forEach((name, service) -> lines.service("services." + name, service));
        config.environments().forEach((name, environment) -> lines.environment("environments." + name, environment));
        config.preview().ifPresent(preview -> lines.preview("preview", preview));
        return lines.lines;
    }

    private void service(String at, ServiceConfig service) {
        put(at + ".platform", service.platform());
        put(at + ".artifact", service.artifact());
        put(at + ".command", service.command());
        if (service.port() != 0) {
            put(at + ".port", service.port());
        }
        put(at + ".instances", service.instances());
        service.env().forEach((variable, value) -> put(at + ".env." + variable, value));
        put(at + ".secrets", service.secrets());
        ServiceConfig.HealthCheck health = service.health();
        put(at + ".health.path", health.path());
        put(at + ".health.interval", Quantity.text(health.interval()));
        put(at + ".health.timeout", Quantity.text(health.timeout()));
        put(at + ".health.healthyAfter", health.healthyAfter());
        put(at + ".health.unhealthyAfter", health.unhealthyAfter());
        put(at + ".health.startTimeout", Quantity.text(health.startTimeout()));
        health.restartAfter().ifPresent(limit -> put(at + ".health.restartAfter", Quantity.text(limit)));
        put(at + ".stopGrace", Quantity.text(service.stopGrace()));
        service.resources().memoryBytes().ifPresent(bytes -> put(at + ".resources.memory", Quantity.sizeText(bytes)));
        service.resources().cpu().ifPresent(cores -> put(at + ".resources.cpu", cores));
        service.metrics().ifPresent(path -> put(at + ".metrics", path));
        service.migrations().ifPresent(migrations -> {
            put(at + ".migrations.expand", migrations.expand());
            put(at + ".migrations.contract", migrations.contract());
            put(at + ".migrations.reversible", migrations.reversible());
        });
        service.commands().ifPresent(commands -> commands(at + ".commands", commands));
        traffic(at + ".traffic", service.traffic());
    }

    private void commands(String at, TargetCommands commands) {
        put(at + ".deploy", commands.deploy());
        commands.check().ifPresent(argv -> put(at + ".check", argv));
        put(at + ".stop", commands.stop());
        commands.rollback().ifPresent(argv -> put(at + ".rollback", argv));
        commands.route().ifPresent(argv -> put(at + ".route", argv));
        put(at + ".timeout", Quantity.text(commands.timeout()));
        put(at + ".checkTimeout", Quantity.text(commands.checkTimeout()));
        put(at + ".checkInterval", Quantity.text(commands.checkInterval()));
    }

    private void traffic(String at, TrafficRules rules) {
        rules.maintenance().ifPresent(text -> put(at + ".maintenance", text));
        rules.redirectToHttps().ifPresent(port -> put(at + ".redirectToHttps", port));
        put(at + ".testers", texts(rules.testers(), ConfigLines::tester));
        rules.stickyCookie().ifPresent(cookie -> put(at + ".stickyCookie", cookie));
        rules.mirrorPercent().ifPresent(percent -> put(at + ".mirrorPercent", percent));
        put(at + ".allow", rules.allow());
        put(at + ".deny", rules.deny());
        put(at + ".rateLimits", texts(rules.rateLimits(), ConfigLines::rateLimit));
        rules.maxBodyBytes().ifPresent(bytes -> put(at + ".maxBody", Quantity.sizeText(bytes)));
        rules.responseTimeout().ifPresent(limit -> put(at + ".responseTimeout", Quantity.text(limit)));
        put(at + ".drain", Quantity.text(rules.drain()));
        put(at + ".securityHeaders", rules.securityHeaders());
    }

    private static String tester(TrafficRules.Tester tester) {
        String sign = tester.host().map(host -> "host " + host).orElse("")
                + tester.header().map(header -> "header " + header).orElse("")
                + tester.cookie().map(cookie -> "cookie " + cookie).orElse("");
        return sign + tester.value().map(value -> " '" + value + "'").orElse("");
    }

    private static String rateLimit(TrafficRules.RateLimit limit) {
        return limit.requests() + " in " + Quantity.text(limit.within()) + " per "
                + (limit.perClient() ? "client" : "service") + ", " + limit.burst() + " at once";
    }

    private void environment(String at, EnvironmentConfig environment) {
        environment.after().ifPresent(after -> put(at + ".after", after));
        put(at + ".automatic", environment.automatic());
        environment.env().forEach((variable, value) -> put(at + ".env." + variable, value));
        environment.instances().forEach((service, count) -> put(at + ".instances." + service, count));
        environment.hosts().forEach((service, hosts) -> put(at + ".hosts." + service, hosts));
        strategy(at + ".strategy", environment.strategy());
        put(at + ".smoke", texts(environment.smoke(), ConfigLines::smoke));
        gates(at + ".gates", environment.gates());
        judge(at + ".judge", environment.judge());
        put(at + ".bake", Quantity.text(environment.bake()));
        put(at + ".progressDeadline", Quantity.text(environment.progressDeadline()));
    }

    private void preview(String at, PreviewConfig preview) {
        put(at + ".branches", preview.branches());
        put(at + ".pullRequests", preview.pullRequests().name().toLowerCase(java.util.Locale.ROOT));
        put(at + ".keep", Quantity.text(preview.keep()));
        put(at + ".most", preview.most());
        preview.env().forEach((variable, value) -> put(at + ".env." + variable, value));
        preview.instances().forEach((service, count) -> put(at + ".instances." + service, count));
        preview.hosts().forEach((service, hosts) -> put(at + ".hosts." + service, hosts));
        put(at + ".smoke", texts(preview.smoke(), ConfigLines::smoke));
        put(at + ".progressDeadline", Quantity.text(preview.progressDeadline()));
    }

    private void strategy(String at, Strategy strategy) {
        switch (strategy) {
            case Strategy.Canary canary -> put(at + ".canary.steps", texts(canary.steps(), ConfigLines::step));
            case Strategy.BlueGreen blueGreen -> {
                put(at + ".blueGreen.autoPromotionEnabled", blueGreen.autoPromotion());
                if (blueGreen.keepWarm().isPositive()) {
                    put(at + ".blueGreen.keepWarm", Quantity.text(blueGreen.keepWarm()));
                }
            }
            case Strategy.Rolling rolling -> {
                put(at + ".rolling.maxSurge", rolling.maxSurge());
                put(at + ".rolling.maxUnavailable", rolling.maxUnavailable());
            }
            case Strategy.Recreate recreate -> put(at, recreate.word());
        }
    }

    private static String step(Strategy.Step step) {
        return switch (step) {
            case Strategy.SetWeight weight -> "setWeight: " + weight.percent();
            case Strategy.Pause pause ->
                pause.duration()
                        .map(duration -> "pause: {duration: " + Quantity.text(duration) + "}")
                        .orElse("pause: {}");
            case Strategy.Analysis analysis ->
                "analysis: {interval: " + Quantity.text(analysis.interval()) + ", minimum: "
                        + Quantity.text(analysis.minimum()) + ", maximum: " + Quantity.text(analysis.maximum()) + "}";
        };
    }

    private static String smoke(SmokeTest smoke) {
        return smoke.service().map(service -> service + ": ").orElse("") + smoke.method() + " " + smoke.path()
                + smoke.body().map(body -> " with '" + body + "'").orElse("") + " is " + smoke.status()
                + smoke.bodyContains()
                        .map(text -> " and contains '" + text + "'")
                        .orElse("");
    }

    private void gates(String at, Gates gates) {
        gates.reviewers().ifPresent(reviewers -> {
            put(at + ".reviewers.count", reviewers.count());
            put(at + ".reviewers.users", reviewers.users());
            put(at + ".reviewers.preventSelfReview", reviewers.preventSelfReview());
        });
        put(at + ".waitTimer", Quantity.text(gates.waitTimer()));
        put(at + ".branches", gates.refs().branches());
        put(at + ".tags", gates.refs().tags());
        put(at + ".freezes", texts(gates.freezes(), ConfigLines::window));
        put(at + ".windows", texts(gates.windows(), ConfigLines::window));
        put(at + ".checks", gates.checks());
        put(at + ".reports", texts(gates.reports(), ConfigLines::report));
        put(at + ".checklist", gates.checklist());
    }

    private static String report(ReportRule rule) {
        String shown = rule.threshold().toString();
        return rule.artifact() + "/" + rule.files() + " " + rule.threshold().word()
                + shown.substring(shown.indexOf('['));
    }

    private static String window(Gates.Window window) {
        String when = switch (window) {
            case Gates.DailyWindow daily ->
                String.join(
                                " ",
                                daily.days().stream()
                                        .sorted()
                                        .map(ConfigLines::day)
                                        .toList()) + " " + daily.from() + " until " + daily.until() + " "
                        + daily.zone();
            case Gates.WeeklyWindow weekly ->
                day(weekly.fromDay()) + " " + weekly.from() + " until " + day(weekly.untilDay()) + " " + weekly.until()
                        + " " + weekly.zone();
            case Gates.DatedWindow dated -> dated.from() + " until " + dated.until();
        };
        return when + " (" + window.reason() + ")";
    }

    private static String day(java.time.DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private void judge(String at, JudgePolicy judge) {
        put(at + ".alpha", judge.alpha());
        put(at + ".minimumRequests", judge.minimumRequests());
        ErrorRateRule errors = judge.errorRate();
        if (errors == null) {
            put(at + ".errorRate", "off");
        } else {
            put(at + ".errorRate.margin", errors.margin());
            put(at + ".errorRate.negligible", errors.negligible());
            put(at + ".errorRate.minimumExposure", errors.minimumExposure());
        }
        LatencyRule latency = judge.latency();
        if (latency == null) {
            put(at + ".latency", "off");
        } else {
            put(at + ".latency.quantile", latency.quantile());
            put(at + ".latency.ratio", latency.ratio());
            put(at + ".latency.slack", Quantity.text(latency.slack()));
            put(at + ".latency.minimumExposure", latency.minimumExposure());
        }
        put(at + ".guards", texts(judge.guards(), ConfigLines::guard));
        put(at + ".metrics", texts(judge.metrics(), ConfigLines::metric));
    }

    private static String metric(MetricRule rule) {
        String from = switch (rule.origin()) {
            case MetricOrigin.Own own -> own.query();
            case MetricOrigin.Prometheus server -> server.query() + " at " + server.url();
            case MetricOrigin.Json json ->
                json.place().text() + " at " + json.url() + " in " + Quantity.text(json.timeout());
            case MetricOrigin.Command command ->
                String.join(" ", command.argv()) + " in " + Quantity.text(command.timeout());
        };
        return rule.name() + ": " + from
                + rule.above().map(limit -> ", above " + limit).orElse("")
                + rule.below().map(limit -> ", below " + limit).orElse("")
                + rule.beside().map(ConfigLines::comparison).orElse("")
                + (rule.missing() == SeriesPolicy.Missing.ZERO ? ", missing: zero" : "")
                + ", each " + Quantity.text(rule.step()) + ", " + rule.minimumPoints() + " points";
    }

    private static String comparison(SeriesPolicy beside) {
        String worse = ", worse: " + beside.direction().name().toLowerCase(Locale.ROOT);
        return switch (beside.test()) {
            case RANKS -> worse;
            case MEANS -> worse + " of means by more than " + beside.tolerance();
        };
    }

    private static String guard(Threshold guard) {
        return switch (guard) {
            case Threshold.ErrorRateAbove errors ->
                "errorRateAbove: " + errors.rate() + " of " + errors.minimumSamples();
            case Threshold.LatencyAbove latency ->
                "latencyAbove: " + Quantity.text(latency.limit()) + " at " + latency.quantile() + " of "
                        + latency.minimumSamples();
        };
    }

    private static <T> List<String> texts(List<T> values, Function<T, String> text) {
        return values.stream().map(text).toList();
    }

    private void put(String key, Object value) {
        lines.put(key, value.toString());
    }
}
