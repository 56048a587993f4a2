package dev.slipway.server.ui;

import dev.slipway.observe.scrape.TargetStatus;
import dev.slipway.server.account.Principal;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;
import java.util.Optional;

/** What is watched: a question with its graph, probes, targets. */
final class WatchPages implements RouteSource {

    private static final Access READ = Access.filtered(Scope.READ, Role.VIEWER);

    private final WatchSources sources;
    private final Pages pages;
    private final StatusPage status;

    WatchPages(WatchSources sources, Pages pages) {
        this.sources = sources;
        this.pages = pages;
        this.status = new StatusPage(sources.probes(), sources.incidents(), pages);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                status.route(),
                new Route(Method.GET, "/query", READ, this::query, "Page: ask metrics, as a graph and a table."),
                new Route(Method.GET, "/probes", READ, this::probes, "Page: probes, and how they did for a day."),
                new Route(Method.GET, "/targets", READ, this::targets, "Page: what is scraped, and how that goes."));
    }

    private void query(Exchange exchange) {
        List<String> projects = sources.outside().projects().stream()
                .filter(project -> mayKnow(exchange.principal(), project))
                .toList();
        QueryView view = new QueryView(
                exchange.query("expr").orElse(""), exchange.query("project").orElse(""), projects);
        pages.show(exchange, "query", pages.frame(exchange, "Query"), view);
    }

    private void probes(Exchange exchange) {
        ProbeView view = ProbeView.of(sources.probes().of(exchange.principal()));
        pages.show(exchange, "probes", pages.frame(exchange, "Probes"), view);
    }

    private void targets(Exchange exchange) {
        List<WatchView.Row> rows = sources.watch().ready().stream()
                .flatMap(station -> station.scraper().targets().stream())
                .filter(status ->
                        mayKnow(exchange.principal(), status.target().labels().get("project")))
                .map(WatchPages::row)
                .toList();
        WatchView view = new WatchView(
                List.of(new WatchView.Section("Targets", "Nothing is scraped yet: the store is being opened.", rows)));
        pages.show(exchange, "watch", pages.frame(exchange, "Targets"), view);
    }

    private static WatchView.Row row(TargetStatus status) {
        Label state = switch (status.health()) {
            case UP -> new Label(status.warning() == null ? Tone.GOOD : Tone.WARN, "up");
            case DOWN -> new Label(Tone.BAD, "down");
            case UNKNOWN -> new Label(Tone.IDLE, "not yet");
        };
        String error = Optional.ofNullable(status.lastError())
                .or(() -> Optional.ofNullable(status.warning()))
                .orElse(status.samples() + " samples in "
                        + status.lastDuration().toMillis() + " ms");
        return new WatchView.Row(
                state,
                status.target().job() + " " + status.target().labels().get("instance"),
                status.target().url() + " · " + error,
                "",
                Optional.ofNullable(status.lastScrape()));
    }

    static boolean mayKnow(Principal who, String project) {
        return who.project().isEmpty() || who.project().get().equals(project);
    }
}
