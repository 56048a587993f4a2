package dev.slipway.server.alert;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.server.account.Principal;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
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
import org.jspecify.annotations.Nullable;

/** What goes beyond Alertmanager's API: who has taken an alert, where one would go, who is on call. */
public final class AlertRoutes implements RouteSource {

    private static final String ALERTS = "/api/v1/alerts";
    private static final String TAKE = ALERTS + "/{alert}/acknowledge";
    private static final Access READ = Access.filtered(Scope.READ, Role.VIEWER);
    private static final Access WHOLE = Access.wholeServer(Scope.READ, Role.VIEWER);
    private static final Access WRITE = Access.wholeServer(Scope.WRITE, Role.MAINTAINER);

    private final Supplier<Optional<Alerting>> alerting;
    private final InstantSource clock;

    /** @param alerting empty before watching has begun */
    public AlertRoutes(Supplier<Optional<Alerting>> alerting, InstantSource clock) {
        this.alerting = alerting;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, ALERTS, READ, this::list, "Alerts that fire, with who has taken them."),
                new Route(Method.POST, TAKE, WRITE, this::take, "Take an alert: it is not escalated or repeated."),
                new Route(Method.DELETE, TAKE, WRITE, this::giveBack, "Give an alert back."),
                new Route(
                        Method.GET,
                        ALERTS + "/route",
                        WHOLE,
                        this::route,
                        "Where an alert with the labels `?label=NAME=VALUE` (repeated) would go."),
                new Route(Method.GET, "/api/v1/oncall", WHOLE, this::onCall, "Who is on call, and until when."));
    }

    private Alerting at() {
        return alerting.get()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "not-watching",
                        "alerts are not routed yet",
                        "try again in a moment"));
    }

    private void list(Exchange exchange) {
        Instant now = clock.instant();
        exchange.json(at().book().alerts().stream()
                .filter(alert -> !alert.isResolved(now) && mayKnow(exchange.principal(), alert))
                .sorted(Comparator.comparing(PostedAlert::startsAt).reversed())
                .map(alert -> view(alert, now))
                .toList());
    }

    private static boolean mayKnow(Principal who, PostedAlert alert) {
        return who.project().isEmpty()
                || who.project().get().equals(alert.labels().get("project"));
    }

    private Map<String, Object> view(PostedAlert alert, Instant now) {
        Map<String, Object> json = AlertView.of(alert, at().routing(), now).json();
        at().acknowledgements().of(alert).ifPresent(taken -> {
            Map<String, Object> by = new LinkedHashMap<>();
            by.put("by", taken.by());
            by.put("comment", taken.comment());
            by.put("at", taken.at());
            json.put("acknowledged", by);
        });
        return json;
    }

    private void take(Exchange exchange) {
        Comment said = exchange.body(Comment.class);
        at().take(
                        exchange.path("alert"),
                        exchange.principal().name(),
                        said.comment() == null ? "" : said.comment(),
                        clock.instant());
        exchange.noContent();
    }

    private void giveBack(Exchange exchange) {
        at().giveBack(exchange.path("alert"));
        exchange.noContent();
    }

    private void route(Exchange exchange) {
        List<String> labels = exchange.http().queryParams("label");
        exchange.json(Signpost.of(at().routing(), Signpost.labels(labels), clock.instant()));
    }

    private void onCall(Exchange exchange) {
        Instant now = clock.instant();
        exchange.json(at().routing().onCall().rotations().values().stream()
                .sorted(Comparator.comparing(rotation -> rotation.name()))
                .map(rotation -> Map.of(
                        "rotation", rotation.name(),
                        "onCall", rotation.onCall(now),
                        "handover", rotation.handover(now)))
                .toList());
    }

    record Comment(@Nullable String comment) {}
}
