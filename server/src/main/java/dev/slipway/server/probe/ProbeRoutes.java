package dev.slipway.server.probe;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.patrol.Outcome;
import dev.slipway.observe.patrol.ProbeStatus;
import dev.slipway.observe.probe.Endpoint;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the API says of probes, and the door for those who report by themselves. */
public final class ProbeRoutes implements RouteSource {

    private static final int LONGEST_TROUBLE = 1000;
    private static final String ONE = "/api/v1/projects/{project}/probes/{probe}";

    private final Supplier<Optional<Probes>> probes;
    private final InstantSource clock;

    /** @param probes empty before watching has begun */
    public ProbeRoutes(Supplier<Optional<Probes>> probes, InstantSource clock) {
        this.probes = probes;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/probes",
                        Access.filtered(Scope.READ, Role.VIEWER),
                        this::list,
                        "All probes with how they are doing."),
                new Route(
                        Method.POST,
                        ONE + "/beat",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::beat,
                        "An external endpoint reports that it is well, or with ?trouble= what is wrong."),
                new Route(
                        Method.POST,
                        ONE + "/check",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::check,
                        "Check a probe now."));
    }

    private Probes probes() {
        return probes.get()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "not-watching",
                        "the store of metrics is still being opened",
                        "try again in a moment; /health says how it is"));
    }

    private void list(Exchange exchange) {
        exchange.json(probes().statuses().stream()
                .filter(status -> exchange.principal().mayReach(status.watched().project()))
                .map(this::view)
                .toList());
    }

    private void beat(Exchange exchange) {
        String trouble = exchange.query("trouble").orElse("");
        if (trouble.length() > LONGEST_TROUBLE) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "too-long",
                    "the trouble has " + trouble.length() + " characters",
                    "say it in " + LONGEST_TROUBLE);
        }
        probes().report(exchange.path("project"), exchange.path("probe"), trouble);
        exchange.noContent();
    }

    private void check(Exchange exchange) {
        probes().checkNow(exchange.path("project"), exchange.path("probe"));
        exchange.json(202, Map.of("probe", exchange.path("probe")));
    }

    private Map<String, Object> view(ProbeStatus status) {
        Endpoint endpoint = status.watched().endpoint();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("project", status.watched().project());
        json.put("name", endpoint.name());
        json.put("group", endpoint.group());
        json.put("target", endpoint.check().target());
        json.put("state", status.standing().state().name().toLowerCase(Locale.ROOT));
        json.put("since", status.since());
        json.put("maintenance", endpoint.isMaintained(clock.instant()));
        json.put("intervalSeconds", endpoint.interval().toMillis() / 1000.0);
        status.last().ifPresent(outcome -> last(json, outcome));
        return json;
    }

    private static void last(Map<String, Object> json, Outcome outcome) {
        json.put("checkedAt", outcome.answer().at());
        json.put("success", outcome.isSuccess());
        json.put("durationSeconds", outcome.answer().took().toMillis() / 1000.0);
        json.put("complaints", outcome.complaints());
        outcome.answer().certificateEnds().ifPresent(end -> json.put("certificateEnds", end));
    }
}
