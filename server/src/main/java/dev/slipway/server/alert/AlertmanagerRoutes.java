package dev.slipway.server.alert;

import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.alert.Silence;
import dev.slipway.server.account.Principal;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteHandler;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The API of Alertmanager, version 2: amtool works against it. */
public final class AlertmanagerRoutes implements RouteSource {

    /** Where Alertmanager's API begins. */
    public static final String ROOT = "/alertmanager";

    private static final String API = ROOT + "/api/v2";
    private static final Access READ = Access.filtered(Scope.READ, Role.VIEWER);
    private static final Access WRITE = Access.wholeServer(Scope.WRITE, Role.MAINTAINER);

    private final Supplier<Optional<Alerting>> alerting;
    private final Ids ids;
    private final InstantSource clock;

    /** @param alerting empty before watching has begun */
    public AlertmanagerRoutes(Supplier<Optional<Alerting>> alerting, InstantSource clock) {
        this.alerting = alerting;
        this.ids = new Ids(clock);
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                route(
                        Method.GET,
                        "/status",
                        READ,
                        this::status,
                        "Alertmanager: version, routes and names of receivers."),
                route(Method.GET, "/receivers", READ, this::receivers, "Alertmanager: names of receivers."),
                route(Method.GET, "/alerts", READ, this::alerts, "Alertmanager: alerts; `?filter=` for some."),
                route(Method.POST, "/alerts", WRITE, this::post, "Alertmanager: takes alerts of other programs."),
                route(Method.GET, "/alerts/groups", READ, this::groups, "Alertmanager: alerts by group."),
                route(Method.GET, "/silences", READ, this::silences, "Alertmanager: silences; `?filter=` for some."),
                route(Method.POST, "/silences", WRITE, this::silence, "Alertmanager: makes or changes a silence."),
                route(Method.GET, "/silence/{id}", READ, this::oneSilence, "Alertmanager: one silence."),
                route(Method.DELETE, "/silence/{id}", WRITE, this::expire, "Alertmanager: ends a silence."));
    }

    private static Route route(Method method, String path, Access access, RouteHandler handler, String summary) {
        return new Route(method, API + path, access, told(handler), summary);
    }

    /** Alertmanager tells problems as a JSON text. */
    private static RouteHandler told(RouteHandler handler) {
        return exchange -> {
            try {
                handler.handle(exchange);
            } catch (Problem problem) {
                int status = problem.kind() == Problem.Kind.INVALID
                        ? 400
                        : problem.kind().httpStatus();
                String hint = problem.hint() == null ? "" : "; " + problem.hint();
                exchange.json(status, problem.message() + hint);
            }
        };
    }

    private Alerting at() {
        return alerting.get()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "not-watching",
                        "alerts are not routed yet",
                        "try again in a moment"));
    }

    private void status(Exchange exchange) {
        Map<String, Object> cluster = Map.of("status", "disabled", "peers", List.of());
        Map<String, String> version = new LinkedHashMap<>();
        version.put("version", "0.28.0");
        for (String key : List.of("revision", "branch", "buildUser", "buildDate", "goVersion")) {
            version.put(key, "");
        }
        exchange.json(Map.of(
                "cluster",
                cluster,
                "versionInfo",
                version,
                "config",
                Map.of("original", RoutingText.of(at().routing().file())),
                "uptime",
                at().since().toString()));
    }

    private void receivers(Exchange exchange) {
        exchange.json(at().routing().file().receivers().keySet().stream()
                .sorted()
                .map(name -> Map.of("name", name))
                .toList());
    }

    private void alerts(Exchange exchange) {
        Instant now = clock.instant();
        AlertFilter filter = AlertFilter.of(exchange);
        exchange.json(visible(exchange.principal()).stream()
                .map(alert -> AlertView.of(alert, at().routing(), now))
                .filter(filter::takes)
                .map(AlertView::json)
                .toList());
    }

    private List<PostedAlert> visible(Principal who) {
        return at().book().alerts().stream()
                .filter(alert -> !alert.isResolved(clock.instant()))
                .filter(alert -> mayKnow(who, alert))
                .sorted(Comparator.comparing(PostedAlert::labels))
                .toList();
    }

    private static boolean mayKnow(Principal who, PostedAlert alert) {
        return who.project().isEmpty()
                || who.project().get().equals(alert.labels().get("project"));
    }

    private void groups(Exchange exchange) {
        Instant now = clock.instant();
        AlertFilter filter = AlertFilter.of(exchange);
        exchange.json(at().dispatch().view().stream()
                .filter(group -> filter.takesReceiver(group.receiver()))
                .sorted(Comparator.comparing(Dispatch.GroupView::labels).thenComparing(Dispatch.GroupView::receiver))
                .map(group -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("labels", group.labels().asMap());
                    json.put("receiver", Map.of("name", group.receiver()));
                    json.put(
                            "alerts",
                            group.alerts().stream()
                                    .filter(alert -> mayKnow(exchange.principal(), alert))
                                    .map(alert -> AlertView.of(alert, at().routing(), now))
                                    .filter(filter::takes)
                                    .map(AlertView::json)
                                    .toList());
                    return json;
                })
                .filter(group -> group.get("alerts") instanceof List<?> alerts && !alerts.isEmpty())
                .toList());
    }

    private void post(Exchange exchange) {
        List<PostedAlert> posted = AlertBodies.alerts(
                exchange.bytes(),
                exchange.principal().name(),
                clock.instant(),
                at().routing().file().resolveTimeout());
        at().desk().post(posted);
        exchange.http().status(200);
    }

    private void silences(Exchange exchange) {
        AlertFilter filter = AlertFilter.of(exchange);
        exchange.json(at().book().silences().stream()
                .filter(filter::takes)
                .sorted(Comparator.comparing(Silence::endsAt).reversed())
                .map(silence -> AlertBodies.json(silence, clock.instant()))
                .toList());
    }

    private void silence(Exchange exchange) {
        Silence silence = AlertBodies.silence(exchange.bytes(), ids.next("silence"), clock.instant());
        at().book().put(silence);
        exchange.json(Map.of("silenceID", silence.id()));
    }

    private Silence find(Exchange exchange) {
        return at().book()
                .silence(exchange.path("id"))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-silence",
                        "there is no silence " + exchange.path("id"),
                        "list them at " + API + "/silences"));
    }

    private void oneSilence(Exchange exchange) {
        exchange.json(AlertBodies.json(find(exchange), clock.instant()));
    }

    private void expire(Exchange exchange) {
        Silence silence = find(exchange);
        if (silence.phase(clock.instant()) != Silence.Phase.EXPIRED) {
            at().book().put(silence.expired(clock.instant()));
        }
        exchange.http().status(200);
    }
}
