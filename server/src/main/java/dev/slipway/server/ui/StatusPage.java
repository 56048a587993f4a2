package dev.slipway.server.ui;

import dev.slipway.kernel.Problem;
import dev.slipway.server.incident.Incidents;
import dev.slipway.server.probe.ProbeHistory;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A project's page for its users, without an account. It is there when the project shows at least one of its probes,
 * and of those it tells names, states and outages: neither addresses nor reasons. Incidents stand there as they were told. What was found is kept for a moment,
 * so that many visitors ask the store no more often than one.
 */
final class StatusPage {

    private static final Duration KEPT = Duration.ofSeconds(15);
    private static final Duration OUTAGES = Duration.ofDays(14);
    private static final Duration INCIDENTS = Duration.ofDays(90);
    private static final int MOST_OUTAGES = 100;

    private final ProbeHistory history;
    private final Incidents incidents;
    private final Pages pages;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(Instant at, StatusView view) {}

    StatusPage(ProbeHistory history, Incidents incidents, Pages pages) {
        this.history = history;
        this.incidents = incidents;
        this.pages = pages;
    }

    Route route() {
        return new Route(
                Method.GET,
                "/status/{project}",
                Access.open("it shows what the project shows to everybody, else nothing"),
                this::show,
                "Page: the probes of a project that are public, for its users.");
    }

    private void show(Exchange exchange) {
        String project = exchange.path("project");
        pages.show(exchange, "status", pages.frame(exchange, project), view(project));
    }

    /** The same answer for a project without public probes and for one that there is not. */
    private StatusView view(String project) {
        Instant now = history.clock().instant();
        Kept before = kept.get(project);
        if (before != null && before.at.plus(KEPT).isAfter(now)) {
            return before.view;
        }
        StatusView view = StatusView.of(
                history.shown(project),
                history.outages(project, now.minus(OUTAGES), MOST_OUTAGES),
                incidents.since(project, now.minus(INCIDENTS)));
        if (view.rows().isEmpty()) {
            kept.remove(project);
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-status-page",
                    "there is no status page of this name",
                    "a project has one when a probe of it says public: true");
        }
        kept.put(project, new Kept(now, view));
        return view;
    }
}
