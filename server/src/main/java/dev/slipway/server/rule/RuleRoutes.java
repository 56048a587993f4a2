package dev.slipway.server.rule;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.rule.Alert;
import dev.slipway.promql.rule.AlertState;
import dev.slipway.promql.rule.Rule;
import dev.slipway.promql.template.Template;
import dev.slipway.server.account.Principal;
import dev.slipway.server.query.QueryRoutes;
import dev.slipway.server.query.Reply;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Rules and alerts in the words of Prometheus. Who may see one project only sees its rules only. */
public final class RuleRoutes implements RouteSource {

    private static final Access READ = Access.filtered(Scope.READ, Role.VIEWER);

    private final Supplier<Optional<Rulebook>> rulebook;

    /** @param rulebook empty before watching has begun */
    public RuleRoutes(Supplier<Optional<Rulebook>> rulebook) {
        this.rulebook = rulebook;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        QueryRoutes.ROOT + "/api/v1/rules",
                        READ,
                        Reply.data(this::rules),
                        "Prometheus: rules with what they have come to; `?type=alert` or `record` for some."),
                new Route(
                        Method.GET,
                        QueryRoutes.ROOT + "/api/v1/alerts",
                        READ,
                        Reply.data(this::alerts),
                        "Prometheus: alerts that are pending, firing or unknown."));
    }

    private List<RuleStatus> statuses(Principal who) {
        return rulebook
                .get()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "not-watching",
                        "rules are not evaluated yet",
                        "try again in a moment"))
                .statuses()
                .stream()
                .filter(status -> who.project().isEmpty()
                        || who.project().equals(status.group().project()))
                .toList();
    }

    private Object rules(Exchange exchange) {
        Optional<String> type =
                exchange.query("type").filter(text -> !text.isEmpty()).map(RuleRoutes::known);
        Map<WatchedGroup, List<RuleStatus>> groups = statuses(exchange.principal()).stream()
                .filter(status -> type.isEmpty() || type.get().equals(kind(status.rule())))
                .collect(Collectors.groupingBy(RuleStatus::group, LinkedHashMap::new, Collectors.toList()));
        List<Object> written = new ArrayList<>();
        groups.forEach((group, rules) -> written.add(group(group, rules)));
        return Map.of("groups", written);
    }

    private static String known(String type) {
        String known = type.toLowerCase(Locale.ROOT);
        if (known.equals("alert") || known.equals("record")) {
            return known;
        }
        throw Problem.of(
                Problem.Kind.INVALID,
                "bad-type",
                "invalid parameter \"type\": not supported value \"" + known + "\"",
                "ask for alert or record");
    }

    private static String kind(Rule rule) {
        return switch (rule) {
            case Rule.Recording _ -> "record";
            case Rule.Alerting _ -> "alert";
        };
    }

    private static Object group(WatchedGroup group, List<RuleStatus> rules) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", group.group().name());
        json.put("file", group.source() + "/" + group.file());
        json.put("interval", Rulebook.interval(group).toMillis() / 1000.0);
        json.put("limit", group.group().limit());
        json.put("rules", rules.stream().map(RuleRoutes::rule).toList());
        json.put(
                "evaluationTime",
                rules.stream().mapToLong(rule -> rule.took().toNanos()).sum() / 1e9);
        json.put("lastEvaluation", time(rules.getFirst().at()));
        return json;
    }

    private static Object rule(RuleStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", status.rule().name());
        json.put("query", status.rule().query().text());
        json.put("health", status.at().isEmpty() ? "unknown" : status.error().isEmpty() ? "ok" : "err");
        status.error().ifPresent(error -> json.put("lastError", error));
        json.put("evaluationTime", status.took().toNanos() / 1e9);
        json.put("lastEvaluation", time(status.at()));
        switch (status.rule()) {
            case Rule.Recording recording -> {
                json.put("labels", recording.labels());
                json.put("type", "recording");
            }
            case Rule.Alerting alerting -> alerting(json, alerting, status);
        }
        return json;
    }

    private static void alerting(Map<String, Object> json, Rule.Alerting rule, RuleStatus status) {
        List<Alert> active = active(status);
        json.put("state", state(active));
        json.put("duration", rule.forMillis() / 1000.0);
        json.put("keepFiringFor", rule.keepFiringForMillis() / 1000.0);
        json.put("labels", texts(rule.labels()));
        json.put("annotations", texts(rule.annotations()));
        json.put("alerts", active.stream().map(RuleRoutes::alert).toList());
        json.put("type", "alerting");
    }

    private static Map<String, String> texts(Map<String, Template> templates) {
        Map<String, String> texts = new TreeMap<>();
        templates.forEach((name, template) -> texts.put(name, template.text()));
        return texts;
    }

    private static List<Alert> active(RuleStatus status) {
        return status.run().alerts().values().stream().filter(Alert::isActive).toList();
    }

    private static String state(List<Alert> active) {
        if (active.stream().anyMatch(alert -> alert.state() != AlertState.PENDING)) {
            return "firing";
        }
        return active.isEmpty() ? "inactive" : "pending";
    }

    private Object alerts(Exchange exchange) {
        return Map.of(
                "alerts",
                statuses(exchange.principal()).stream()
                        .flatMap(status -> active(status).stream())
                        .map(RuleRoutes::alert)
                        .toList());
    }

    /** Clients know no unknown alerts: for them these fire, and {@code slipwayState} says more. */
    private static Object alert(Alert alert) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("labels", alert.labels().asMap());
        json.put("annotations", alert.annotations().asMap());
        json.put("state", alert.state() == AlertState.PENDING ? "pending" : "firing");
        json.put("slipwayState", alert.state().name().toLowerCase(Locale.ROOT));
        json.put("activeAt", Instant.ofEpochMilli(alert.activeAtMillis()).toString());
        json.put("value", FloatText.general(alert.value()));
        return json;
    }

    private static String time(Optional<Instant> at) {
        return at.map(Instant::toString).orElse("0001-01-01T00:00:00Z");
    }
}
